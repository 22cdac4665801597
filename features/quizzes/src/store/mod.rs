//! Questions and tests to and from the database.
//!
//! Published for other features: [`list_in_use`] and [`count_in_use`] (what may be drawn), [`find_question`],
//! [`list_questions`], and [`save_outcomes`] with what became of them elsewhere.

mod bank;
mod outcomes;
mod questions;

pub use bank::{BankFilter, BankRow, SORT_KEYS, count_bank, list_bank, list_tags};
pub use outcomes::{add_outcome, list_outcomes, save_outcomes, sum_outcomes};
pub use questions::{
    Pool, count_in_use, find_question, insert_question, is_known, list_in_use, list_questions, save_step, save_wording,
};

platform::store_id!(crate::domain::QuestionId);
