//! The limits that hold from a day on. They are data: an administrator enters new ones with their first day.

use kernel::Day;

/// The limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Their first day.
    pub from: Day,
    /// A missing set is warned of so many days before the conference.
    pub warn_days: i64,
    /// The largest file, in megabytes of 1,048,576 bytes.
    pub largest_mb: i64,
    /// An unfinished file waits so many hours.
    pub keep_hours: i64,
    /// Visits a minute from one address without a sign-in.
    pub visits_a_minute: i64,
}

impl Rule {
    /// The largest file in bytes.
    #[must_use]
    pub fn largest(&self) -> i64 {
        self.largest_mb * 1_048_576
    }
}
