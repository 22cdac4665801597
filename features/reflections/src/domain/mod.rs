//! Reflections: what is asked, what is written, who reads it, what the coach says before it is submitted. Facts in,
//! decisions out: no database, no clock, no pages.

mod call;
mod coach;
mod digest;
pub mod figure;
mod reading;
mod reflection;
mod refusals;

pub use call::{Audience, Call, CallId, CallState, Part, PartKind, usual_parts};
pub use coach::{Hint, Source, SourceKind, hints};
pub use digest::{LEAST_FOR_DIGEST, may_see_digest, shown_branches};
pub use reading::laid_over;
pub use reflection::{Reflection, State, may_assign};
pub use refusals::{CannotAnnounce, CannotChange, CannotReview, CannotSeeDigest, CannotWrite, REFUSALS};
