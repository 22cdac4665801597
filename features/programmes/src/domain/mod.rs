//! Action programmes and plans: what a unit sets out to reach and to do after a document of its superior, and how far it
//! is. Facts in, decisions out: no database, no clock, no pages.

mod amount;
mod annex;
mod copying;
mod coverage;
mod paper;
mod period;
mod programme;
mod progress;
mod refusals;
mod rollup;
mod target;
mod task;

pub use amount::Amount;
pub use annex::annex_of;
pub use copying::{Heat, Piece, SourceKind, SourceText, heat_of};
pub use coverage::{Coverage, CoveredClause, Mark, Says, Silence, cover};
pub use paper::{CLOSING, body_of};
pub use period::{Period, read_period};
pub use programme::{Facts, Head, Kind, PaperFacts, Programme, ProgrammeId, State};
pub use progress::{Colour, Summary, summary_of, summed_up};
pub use refusals::{
    CannotChange, CannotDraft, CannotEnter, CannotEnterIssued, CannotGiveUp, CannotMark, CannotOpen, REFUSALS,
};
pub use rollup::{Method, Part, rolled_up};
pub use target::{Direction, Target, TargetId, Want};
pub use task::{Task, TaskId};
