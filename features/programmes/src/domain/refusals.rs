//! Why the steps of a programme are refused.

use kernel::{Argument, Reason};

/// The codes of this feature's refusals.
pub const REFUSALS: &[&str] = &[
    "PROG-01", "PROG-02", "PROG-03", "PROG-04", "PROG-05", "PROG-06", "PROG-07", "PROG-08", "PROG-09", "PROG-10",
    "PROG-11", "PROG-12", "PROG-13", "PROG-14", "PROG-15", "PROG-16", "PROG-17",
];

/// Why its paper cannot be drafted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotDraft {
    /// It is drafted, issued or given up.
    NotWriting,
    /// It has no task.
    NoTask,
    /// So many tasks name nobody or no day.
    UnclearTasks(i64),
}

impl Reason for CannotDraft {
    fn code(&self) -> &'static str {
        match self {
            CannotDraft::NotWriting => "PROG-01",
            CannotDraft::NoTask => "PROG-02",
            CannotDraft::UnclearTasks(_) => "PROG-03",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            CannotDraft::UnclearTasks(count) => vec![("count", Argument::from(*count))],
            _ => Vec::new(),
        }
    }
}

/// Why it cannot be written on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotChange {
    /// It is issued or given up.
    NotWritable,
    /// Its paper lies before the leader, or waits for its number.
    Submitted,
    /// A target of an issued programme changes only with a reason.
    NoReason,
    /// The programme is not issued: its targets are simply written.
    NotIssued,
}

impl Reason for CannotChange {
    fn code(&self) -> &'static str {
        match self {
            CannotChange::NotWritable => "PROG-04",
            CannotChange::Submitted => "PROG-17",
            CannotChange::NoReason => "PROG-07",
            CannotChange::NotIssued => "PROG-08",
        }
    }
}

/// Why it cannot be given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotGiveUp {
    /// Its paper is drafted: give up the draft first; or it is issued.
    NotWriting,
    /// Without a reason.
    NoReason,
}

impl Reason for CannotGiveUp {
    fn code(&self) -> &'static str {
        match self {
            CannotGiveUp::NotWriting => "PROG-05",
            CannotGiveUp::NoReason => "PROG-06",
        }
    }
}

/// Why the copy meter of another unit's paper is not shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotOpen {
    /// Without a reason.
    NoReason,
}

impl Reason for CannotOpen {
    fn code(&self) -> &'static str {
        "PROG-12"
    }
}

/// Why a result cannot be entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotEnter {
    /// The programme is not issued yet.
    NotIssued,
    /// Of a day that has not come.
    InTheFuture,
    /// Without any evidence.
    NoEvidence,
}

impl Reason for CannotEnter {
    fn code(&self) -> &'static str {
        match self {
            CannotEnter::NotIssued => "PROG-09",
            CannotEnter::InTheFuture => "PROG-10",
            CannotEnter::NoEvidence => "PROG-11",
        }
    }
}

/// Why a document of the register is not taken for its paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotEnterIssued {
    /// Its paper is drafted, or it is issued or given up.
    NotWriting,
    /// The document was not issued by its unit, or has no number or day.
    NotOfUnit,
    /// It is the paper of another programme.
    Taken,
}

impl Reason for CannotEnterIssued {
    fn code(&self) -> &'static str {
        match self {
            CannotEnterIssued::NotWriting => "PROG-14",
            CannotEnterIssued::NotOfUnit => "PROG-15",
            CannotEnterIssued::Taken => "PROG-16",
        }
    }
}

/// Why a clause is not marked as calling for no task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotMark {
    /// Without a reason.
    NoReason,
}

impl Reason for CannotMark {
    fn code(&self) -> &'static str {
        "PROG-13"
    }
}
