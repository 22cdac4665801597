//! Reflections: what is asked, what is written, who reads it, what the coach says before it is submitted. Facts in,
//! decisions out: no database, no clock, no pages.

mod call;
mod coach;
pub mod figure;
mod reading;
mod reflection;
mod refusals;

pub use call::{Audience, Call, CallId, CallState, Part, PartKind, usual_parts};
pub use coach::{Hint, Source, SourceKind, hints};
pub use reading::parts_of;
pub use reflection::{LEAST_FOR_DIGEST, Reflection, State, may_see_digest};
pub use refusals::{CannotAnnounce, CannotReview, CannotSeeDigest, CannotWrite, REFUSALS};
