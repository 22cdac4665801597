//! Why the steps of reflections are refused.

use kernel::{Argument, Reason};

/// The codes of this feature's refusals.
pub const REFUSALS: &[&str] = &[
    "REFL-01", "REFL-02", "REFL-03", "REFL-04", "REFL-05", "REFL-06", "REFL-07", "REFL-08", "REFL-09", "REFL-10",
    "REFL-11", "REFL-12",
];

/// Why a call is not announced, changed or closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotAnnounce {
    /// It is announced or closed.
    NotPreparing,
    /// Its day has passed.
    Past,
    /// Nobody would be asked.
    Nobody,
    /// Only what is announced is closed.
    NotAnnounced,
}

impl Reason for CannotAnnounce {
    fn code(&self) -> &'static str {
        match self {
            CannotAnnounce::NotPreparing => "REFL-01",
            CannotAnnounce::Past => "REFL-02",
            CannotAnnounce::Nobody => "REFL-03",
            CannotAnnounce::NotAnnounced => "REFL-04",
        }
    }
}

/// Why a reflection is not written on or submitted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotWrite {
    /// Nothing is taken in any more.
    Closed,
    /// It is submitted or passed.
    Submitted,
    /// Nothing is written.
    Empty,
}

impl Reason for CannotWrite {
    fn code(&self) -> &'static str {
        match self {
            CannotWrite::Closed => "REFL-05",
            CannotWrite::Submitted => "REFL-06",
            CannotWrite::Empty => "REFL-07",
        }
    }
}

/// Why a reflection is not reviewed, or not by this person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotReview {
    /// It is not submitted, or was reviewed.
    NotSubmitted,
    /// It is given back with words that say why.
    NoRemark,
    /// Nobody reviews what they wrote.
    Own,
    /// It has passed.
    Passed,
}

impl Reason for CannotReview {
    fn code(&self) -> &'static str {
        match self {
            CannotReview::NotSubmitted => "REFL-08",
            CannotReview::NoRemark => "REFL-09",
            CannotReview::Own => "REFL-10",
            CannotReview::Passed => "REFL-11",
        }
    }
}

/// Why a digest is not shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotSeeDigest {
    /// So few people that it would show whose proposals they are; the least number.
    Few(i64),
}

impl Reason for CannotSeeDigest {
    fn code(&self) -> &'static str {
        "REFL-12"
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        let CannotSeeDigest::Few(least) = self;
        vec![("least", (*least).into())]
    }
}
