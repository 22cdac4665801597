//! The names of the figures of tests. People and attempts are different numbers and never added.

/// Attempts handed in.
pub const ATTEMPTS: &str = "quizzes.attempts";
/// People who handed in at least once.
pub const PEOPLE: &str = "quizzes.people";
/// People who passed.
pub const PASSED: &str = "quizzes.passed";
/// All, in the order pages show them.
pub const ALL: [&str; 3] = [PEOPLE, PASSED, ATTEMPTS];
