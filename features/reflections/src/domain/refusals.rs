//! Why the steps of reflections are refused.

use kernel::{Argument, Reason};

/// The codes of this feature's refusals.
pub const REFUSALS: &[&str] = &[
    "REFL-01", "REFL-02", "REFL-03", "REFL-04", "REFL-05", "REFL-06", "REFL-07", "REFL-08", "REFL-09", "REFL-10",
    "REFL-11", "REFL-12", "REFL-13", "REFL-14", "REFL-15", "REFL-16", "REFL-17", "REFL-18", "REFL-19", "REFL-20",
    "REFL-21", "REFL-22", "REFL-23",
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
    /// The call is closed: the author needs a day of their own, today or later.
    NoDay,
    /// Another reviewer of what is submitted needs a reason, and so does who takes it themself.
    NoReason,
    /// No reviewer is chosen.
    NoReviewer,
    /// Nobody is chosen whose reflection it would be.
    NoAuthor,
}

impl Reason for CannotReview {
    fn code(&self) -> &'static str {
        match self {
            CannotReview::NotSubmitted => "REFL-08",
            CannotReview::NoRemark => "REFL-09",
            CannotReview::Own => "REFL-10",
            CannotReview::Passed => "REFL-11",
            CannotReview::NoDay => "REFL-13",
            CannotReview::NoReason => "REFL-14",
            CannotReview::NoReviewer => "REFL-22",
            CannotReview::NoAuthor => "REFL-23",
        }
    }
}

/// Why the people asked, or the day, are not changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotChange {
    /// Only while people write.
    NotAnnounced,
    /// Whoever has submitted stays on the list.
    Submitted,
    /// It is said why.
    NoReason,
    /// The new day has passed.
    Past,
    /// The new day is the one there is.
    SameDay,
    /// The call does not ask them any more: moved out of its branch, gone, or not of its audience.
    NotAsked,
}

impl Reason for CannotChange {
    fn code(&self) -> &'static str {
        match self {
            CannotChange::NotAnnounced => "REFL-15",
            CannotChange::Submitted => "REFL-16",
            CannotChange::NoReason => "REFL-17",
            CannotChange::Past => "REFL-18",
            CannotChange::SameDay => "REFL-19",
            CannotChange::NotAsked => "REFL-21",
        }
    }
}

/// Why a digest is not shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotSeeDigest {
    /// So few people that it would show whose proposals they are; the least number.
    Few(i64),
    /// What a digest above has more than this one would be that of a few; the least number.
    LeavesFew(i64),
}

impl Reason for CannotSeeDigest {
    fn code(&self) -> &'static str {
        match self {
            CannotSeeDigest::Few(_) => "REFL-12",
            CannotSeeDigest::LeavesFew(_) => "REFL-20",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        let (CannotSeeDigest::Few(least) | CannotSeeDigest::LeavesFew(least)) = self;
        vec![("least", (*least).into())]
    }
}
