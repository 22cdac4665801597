//! Questions and the awareness tests made of them. Facts in, decisions out: no database, no clock, no pages.

mod layout;
mod question;
mod refusals;
mod statistics;

pub use layout::{Numbered, read_layout};
pub use question::{
    Choice, MOST_CHOICES, Question, QuestionId, State, Step, Wording, letter_of, letters_of, places_of,
};
pub use refusals::{CannotChangeQuestion, REFUSALS};
pub use statistics::{Difficulty, LEAST_ANSWERS, Outcomes};
