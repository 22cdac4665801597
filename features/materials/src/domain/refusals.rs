//! Why steps with materials are refused.

use kernel::{Argument, Reason};

/// The codes of this feature's refusals.
pub const REFUSALS: &[&str] = &[
    "MAT-01", "MAT-02", "MAT-03", "MAT-04", "MAT-05", "MAT-06", "MAT-07", "MAT-08", "MAT-09", "MAT-10", "MAT-11",
    "MAT-12", "MAT-13", "MAT-14", "MAT-15", "MAT-16", "MAT-17", "MAT-18", "MAT-19", "MAT-20", "MAT-21", "MAT-22",
    "MAT-23",
];

/// Why an edition is not published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotPublish {
    /// It was withdrawn.
    Withdrawn,
    /// No edition is being written.
    NothingWritten,
    /// It holds nothing.
    NoParts,
}

impl Reason for CannotPublish {
    fn code(&self) -> &'static str {
        match self {
            CannotPublish::Withdrawn => "MAT-01",
            CannotPublish::NothingWritten => "MAT-02",
            CannotPublish::NoParts => "MAT-03",
        }
    }
}

/// Why no new edition is begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotBegin {
    /// One is being written already.
    AlreadyBegun,
    /// Readers see none yet, or no longer.
    NotPublished,
}

impl Reason for CannotBegin {
    fn code(&self) -> &'static str {
        match self {
            CannotBegin::AlreadyBegun => "MAT-04",
            CannotBegin::NotPublished => "MAT-05",
        }
    }
}

/// Why its parts are not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotChange {
    /// What was published stays as it is: a new edition is begun first.
    NotWriting,
}

impl Reason for CannotChange {
    fn code(&self) -> &'static str {
        "MAT-06"
    }
}

/// Why it is not withdrawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotWithdraw {
    /// Readers do not see it.
    NotPublished,
    /// Without a reason.
    NoReason,
}

impl Reason for CannotWithdraw {
    fn code(&self) -> &'static str {
        match self {
            CannotWithdraw::NotPublished => "MAT-07",
            CannotWithdraw::NoReason => "MAT-08",
        }
    }
}

/// Why a file or text is not taken as a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotTake {
    /// The file is of a kind this part cannot show.
    OtherMedia,
    /// It is larger than so many megabytes.
    TooLarge(i64),
    /// An answer without its question, or the other way round, at this line.
    Unpaired(i64),
    /// The upload is not whole, or is gone.
    NotWhole,
}

impl Reason for CannotTake {
    fn code(&self) -> &'static str {
        match self {
            CannotTake::OtherMedia => "MAT-09",
            CannotTake::TooLarge(_) => "MAT-10",
            CannotTake::Unpaired(_) => "MAT-11",
            CannotTake::NotWhole => "MAT-12",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            CannotTake::TooLarge(most) => vec![("most", (*most).into())],
            CannotTake::Unpaired(line) => vec![("line", (*line).into())],
            CannotTake::OtherMedia | CannotTake::NotWhole => Vec::new(),
        }
    }
}

/// Why copies on paper are not entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotEnterCopies {
    /// Readers do not see the set.
    NotPublished,
    /// More than the members who have not opened it: so many are left.
    TooMany(i64),
    /// Fewer than none would be left.
    TooFew,
}

impl Reason for CannotEnterCopies {
    fn code(&self) -> &'static str {
        match self {
            CannotEnterCopies::NotPublished => "MAT-13",
            CannotEnterCopies::TooMany(_) => "MAT-14",
            CannotEnterCopies::TooFew => "MAT-15",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            CannotEnterCopies::TooMany(left) => vec![("left", (*left).into())],
            _ => Vec::new(),
        }
    }
}
