//! Questions and tests to and from the database.
//!
//! Published for other features: [`list_in_use`] and [`count_in_use`] (what may be drawn), [`find_question`],
//! [`list_questions`], and [`save_outcomes`] with what became of them elsewhere.

mod attempts;
mod bank;
mod erasing;
mod figures;
mod outcomes;
mod people;
mod pools;
mod questions;
mod quizzes;

pub use attempts::{collect, find_attempt, hand_in, list_answers, list_attempts, list_running, save_answer, start};
pub use bank::{
    BankFilter, BankRow, SORT_KEYS, count_bank, count_to_review, list_bank, list_bank_documents, list_tags,
};
pub use erasing::erase_person;
pub use figures::{COUNTED_ONCE, FIGURES, SUBJECTS};
pub use outcomes::{add_outcome, list_outcomes, save_outcomes, sum_outcomes};
pub use people::{AskedRow, list_asked, list_asked_in, turnout};
pub use pools::{draw_pools, list_drawing, supplies};
pub use questions::{
    Pool, count_choices, count_in_use, find_question, insert_question, is_known, list_ids_in_use, list_in_use,
    list_questions, save_step, save_wording,
};
pub use quizzes::{
    QUIZ_SORT_KEYS, QuizFilter, count_quizzes, find_quiz, insert_quiz, is_taken_by, list_handed_in, list_of_rollout,
    list_quizzes, list_waiting, save_plan, save_quiz_state,
};

platform::store_id!(crate::domain::QuestionId, crate::domain::QuizId, crate::domain::AttemptId);
