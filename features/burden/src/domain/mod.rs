//! What work takes, what units said it took, which figures nobody need be asked for. Facts in, decision out.

mod estimate;
mod known;
mod load;
mod month;
mod said;

pub use estimate::{Basis, Estimate, LEAST_SAID, Rate, estimate};
pub use known::recognise;
pub use load::Load;
pub use month::{Month, month_and_work, subject};
pub use said::{CannotSay, MOST_MINUTES, Said, read_minutes};

/// The codes of this feature's refusals.
pub const REFUSALS: &[&str] = &["BURD-01"];
