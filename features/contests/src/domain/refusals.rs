//! Why the steps of a contest are refused.

use kernel::{Argument, Reason};

/// The codes of this feature's refusals.
pub const REFUSALS: &[&str] = &[
    "CONT-01", "CONT-02", "CONT-03", "CONT-04", "CONT-05", "CONT-06", "CONT-07", "CONT-08", "CONT-09", "CONT-10",
    "CONT-11", "CONT-12", "CONT-13", "CONT-14", "CONT-15", "CONT-16", "CONT-17", "CONT-18", "CONT-19", "CONT-20",
    "CONT-21", "CONT-22", "CONT-23", "CONT-24", "CONT-25", "CONT-26", "CONT-27",
];

/// Why rules, rounds, questions or lists cannot be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotChange {
    /// The contest is announced: what was declared stands.
    Announced,
}

impl Reason for CannotChange {
    fn code(&self) -> &'static str {
        "CONT-01"
    }
}

/// Why a contest cannot be announced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotAnnounce {
    /// It is announced already.
    Announced,
    /// It has no round.
    NoRound,
    /// This round opens before now, or closes before it opens.
    Times(String),
    /// This round's pool does not hold what is drawn from it.
    Pool(String),
    /// The frozen list is empty.
    NoList,
    /// A prediction decides, but nothing is predicted.
    NoPrediction,
    /// Units have prizes by their share of a frozen list, but everybody may register.
    NoShares,
}

impl Reason for CannotAnnounce {
    fn code(&self) -> &'static str {
        match self {
            CannotAnnounce::Announced => "CONT-02",
            CannotAnnounce::NoRound => "CONT-03",
            CannotAnnounce::Times(_) => "CONT-04",
            CannotAnnounce::Pool(_) => "CONT-05",
            CannotAnnounce::NoList => "CONT-06",
            CannotAnnounce::NoPrediction => "CONT-07",
            CannotAnnounce::NoShares => "CONT-27",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            CannotAnnounce::Times(round) | CannotAnnounce::Pool(round) => {
                vec![("round", Argument::from(round.as_str()))]
            }
            _ => Vec::new(),
        }
    }
}

/// Why somebody cannot register, or enter with a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotJoin {
    /// The contest is not announced, or over.
    NotRunning,
    /// Only those of the list take part, with the code they were given.
    ListOnly,
    /// An organiser, or somebody else who is barred.
    Barred,
    /// Younger than this.
    TooYoung(i64),
    /// The work was not done, or too long ago.
    NoWork,
    /// Too many from one address at once.
    TooMany,
    /// No contestant has this code.
    UnknownCode,
    /// On the list, but not eligible, for this reason.
    Excluded(String),
}

impl Reason for CannotJoin {
    fn code(&self) -> &'static str {
        match self {
            CannotJoin::NotRunning => "CONT-08",
            CannotJoin::ListOnly => "CONT-09",
            CannotJoin::Barred => "CONT-10",
            CannotJoin::TooYoung(_) => "CONT-11",
            CannotJoin::NoWork => "CONT-12",
            CannotJoin::TooMany => "CONT-13",
            CannotJoin::UnknownCode => "CONT-14",
            CannotJoin::Excluded(_) => "CONT-15",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            CannotJoin::TooYoung(age) => vec![("age", Argument::from(*age))],
            CannotJoin::Excluded(reason) => vec![("reason", Argument::from(reason.as_str()))],
            _ => Vec::new(),
        }
    }
}

/// Why an attempt cannot begin or go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotSit {
    /// The round has not opened.
    NotYet,
    /// The round is over.
    Over,
    /// All attempts are made.
    NoneLeft(i64),
    /// The work was not done, or too long ago.
    NoWork,
    /// The time of the attempt is up: what was saved counts.
    TimeUp,
    /// No such attempt runs.
    NoneRuns,
    /// The answers cannot be read.
    Unreadable,
    /// The contestant may not take part.
    Excluded,
}

impl Reason for CannotSit {
    fn code(&self) -> &'static str {
        match self {
            CannotSit::NotYet => "CONT-16",
            CannotSit::Over => "CONT-17",
            CannotSit::NoneLeft(_) => "CONT-18",
            CannotSit::NoWork => "CONT-12",
            CannotSit::TimeUp => "CONT-19",
            CannotSit::NoneRuns => "CONT-20",
            CannotSit::Unreadable => "CONT-21",
            CannotSit::Excluded => "CONT-22",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            CannotSit::NoneLeft(attempts) => vec![("attempts", Argument::from(*attempts))],
            _ => Vec::new(),
        }
    }
}

/// Why the result of a round cannot be settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotSettle {
    /// Attempts still run or may begin.
    NotOver,
    /// What was to be predicted was not entered.
    NoTruth,
}

impl Reason for CannotSettle {
    fn code(&self) -> &'static str {
        match self {
            CannotSettle::NotOver => "CONT-23",
            CannotSettle::NoTruth => "CONT-24",
        }
    }
}

/// Why a result cannot be annulled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotAnnul {
    /// Without a reason.
    NoReason,
}

impl Reason for CannotAnnul {
    fn code(&self) -> &'static str {
        "CONT-25"
    }
}

/// Why a contest cannot be ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotEnd {
    /// So many rounds are not settled.
    Unsettled(i64),
}

impl Reason for CannotEnd {
    fn code(&self) -> &'static str {
        "CONT-26"
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        let CannotEnd::Unsettled(rounds) = self;
        vec![("rounds", Argument::from(*rounds))]
    }
}
