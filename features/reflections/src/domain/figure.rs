//! The names of the figures of reflections; all count people.

/// People who are asked.
pub const DUE: &str = "reflections.due";
/// People who have submitted.
pub const SUBMITTED: &str = "reflections.submitted";
/// People whose reflection has passed.
pub const PASSED: &str = "reflections.passed";
/// All, in the order pages show them.
pub const ALL: [&str; 3] = [DUE, SUBMITTED, PASSED];
