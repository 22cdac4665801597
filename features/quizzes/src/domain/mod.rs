//! Questions and the awareness tests made of them. Facts in, decisions out: no database, no clock, no pages.

mod attempt;
pub mod figure;
mod layout;
mod question;
mod quiz;
mod refusals;
mod statistics;

pub use attempt::{Answer, Attempt, AttemptId, DrawPool, Drawn, GRACE_SECONDS, Way, draw, places_text, read_places};
pub use layout::{Numbered, read_layout};
pub use question::{
    Choice, MOST_CHOICES, Question, QuestionId, State, Step, Wording, letter_of, letters_of, places_of,
};
pub use quiz::{Audience, Plan, Quiz, QuizId, QuizState, Quota, Shows, Supply, shortage};
pub use refusals::{CannotAnnounce, CannotAnswer, CannotChangeQuestion, CannotChangeQuiz, CannotStart, REFUSALS};
pub use statistics::{Difficulty, LEAST_ANSWERS, Outcomes};
