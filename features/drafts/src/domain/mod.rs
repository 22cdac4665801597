//! A draft of an official document as data, and the rules about it: its states, its rounds of opinions, the answers to
//! them, who may sign it. How it is kept is `store`; the numbers it takes when it is issued belong to `documents`.

mod clauses;
mod draft;
mod opinion;
mod paper;
mod printed;
mod refusals;
mod round;
mod signing;
mod table;
mod text;

pub use clauses::{Clause, WHOLE, clauses};
pub use draft::{Draft, DraftId, Form, Head, State, SubmitFacts, organ_of, symbol_of};
pub use opinion::{Decision, Opinion, OpinionFacts, OpinionId, OpinionKind, Source, may_opine};
pub use paper::{compose, compose_issued, draft_mark};
pub use printed::printed;
pub use refusals::{
    CannotAnswer, CannotApprove, CannotAsk, CannotClose, CannotDrop, CannotEdit, CannotIssue, CannotOpine, CannotSign,
    CannotSubmit, REFUSALS,
};
pub use round::{AskFacts, CloseFacts, Round, RoundId, RoundKind, RoundState};
pub use signing::{Capacity, Delegation, Position, Signing, SigningBody, SigningFacts, SigningRule, may_sign};
pub use table::{Answered, Sums, TableRow, sums, table, table_paper};
pub use text::{LONGEST, body_of, plain, section_tree};
