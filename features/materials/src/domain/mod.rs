//! Study materials: what a set holds, when it may be published, what readers see of it, how far it has come. Facts in,
//! decisions out: no database, no clock, no pages.

mod code;
mod coverage;
mod pack;
mod part;
mod questions;
mod refusals;
mod rule;
mod set;

pub use code::{code_of, normal_code, shown_code};
pub use coverage::{Coverage, may_enter_copies};
pub use pack::{
    ANSWER_LETTERS, Asked, CannotMake, CannotReopen, CannotReturn, Pack, PackId, PackLine, Purpose, QUESTIONS, Told,
    may_make, present_of,
};
pub use part::{LOOKED_INTO, Line, Media, Part, PartFile, PartId, PartKind, lines_of};
pub use questions::{Question, questions_of};
pub use refusals::{CannotBegin, CannotChange, CannotEnterCopies, CannotPublish, CannotTake, CannotWithdraw, REFUSALS};
pub use rule::Rule;
pub use set::{Head, MaterialId, Set, State, UploadId};
