//! Why an action on a draft is refused, with stable codes. The words stand in `locales` under `refused-draf-NN`.

use kernel::{Argument, Day, Reason};

/// Every refusal code of this feature.
pub const REFUSALS: &[&str] = &[
    "DRAF-01", "DRAF-02", "DRAF-03", "DRAF-04", "DRAF-05", "DRAF-06", "DRAF-07", "DRAF-08", "DRAF-09", "DRAF-10",
    "DRAF-11", "DRAF-12", "DRAF-13", "DRAF-14", "DRAF-15", "DRAF-16", "DRAF-17", "DRAF-18", "DRAF-19", "DRAF-20",
    "DRAF-21", "DRAF-22", "DRAF-23", "DRAF-24", "DRAF-25", "DRAF-26", "DRAF-27", "DRAF-28", "DRAF-29", "DRAF-30",
    "DRAF-31", "DRAF-32", "DRAF-33", "DRAF-34", "DRAF-35", "DRAF-36", "DRAF-37", "DRAF-38", "DRAF-39", "DRAF-40",
    "DRAF-41", "DRAF-42", "DRAF-43",
];

/// Defines an enum of reasons without arguments.
macro_rules! reasons {
    ($(#[$top:meta])* $name:ident { $($(#[$meta:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$top])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($(#[$meta])* $variant),+ }

        impl Reason for $name {
            fn code(&self) -> &'static str {
                match self { $($name::$variant => $code),+ }
            }
        }
    };
}

reasons! {
    /// Why a draft cannot be written.
    CannotEdit {
        /// It was submitted, approved, issued or given up.
        NotWritable = "DRAF-01",
    }
}

/// Why a round cannot be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotAsk {
    /// The draft is not being written.
    NotWritable,
    /// Another round is open.
    RoundOpen,
    /// There is nothing to give an opinion on.
    NoText,
    /// No unit and no person was chosen.
    NobodyAsked,
    /// No last day was given.
    NoDue,
    /// The last day has gone by.
    DueInThePast(Day),
    /// Social criticism is the Front's, and no body of the Front is asked.
    NoFront,
}

impl Reason for CannotAsk {
    fn code(&self) -> &'static str {
        match self {
            CannotAsk::NotWritable => "DRAF-02",
            CannotAsk::RoundOpen => "DRAF-03",
            CannotAsk::NoText => "DRAF-04",
            CannotAsk::NobodyAsked => "DRAF-05",
            CannotAsk::NoDue => "DRAF-06",
            CannotAsk::DueInThePast(_) => "DRAF-07",
            CannotAsk::NoFront => "DRAF-08",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            CannotAsk::DueInThePast(day) => vec![("day", (*day).into())],
            _ => Vec::new(),
        }
    }
}

/// Why a round cannot be closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotClose {
    /// It was closed.
    NotOpen,
    /// Its day has not gone by, some have not answered, and no reason is given.
    StillWaiting {
        /// How many have not answered.
        waiting: i64,
        /// Its last day.
        due_on: Day,
    },
}

impl Reason for CannotClose {
    fn code(&self) -> &'static str {
        match self {
            CannotClose::NotOpen => "DRAF-09",
            CannotClose::StillWaiting { .. } => "DRAF-10",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            CannotClose::NotOpen => Vec::new(),
            CannotClose::StillWaiting { waiting, due_on } => {
                vec![("waiting", (*waiting).into()), ("day", (*due_on).into())]
            }
        }
    }
}

reasons! {
    /// Why an opinion cannot be given or taken back.
    CannotOpine {
        /// The round was closed.
        RoundClosed = "DRAF-11",
        /// The text has no such clause.
        NoSuchClause = "DRAF-12",
        /// Nothing is said.
        NothingSaid = "DRAF-13",
        /// Amending and supplementing propose words.
        NoWording = "DRAF-14",
        /// This round asks for names.
        NameNeeded = "DRAF-15",
        /// It has its answer.
        Decided = "DRAF-16",
        /// Opinion or wording is longer than an opinion is.
        TooLong = "DRAF-41",
    }
}

reasons! {
    /// Why an opinion cannot be decided so.
    CannotAnswer {
        /// The draft was submitted, issued or given up.
        DraftDone = "DRAF-17",
        /// None of the three was chosen.
        NoDecision = "DRAF-36",
        /// What is not accepted is explained.
        NoReason = "DRAF-18",
        /// What is accepted says what was changed.
        NoChangeTold = "DRAF-19",
        /// It is longer than an answer is.
        TooLong = "DRAF-42",
    }
}

/// Why a draft cannot be laid before the leader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotSubmit {
    /// Opinions without an answer.
    Undecided(i64),
    /// It is not being written.
    NotWritable,
    /// A round is open.
    RoundOpen,
    /// It has no text.
    NoText,
}

impl Reason for CannotSubmit {
    fn code(&self) -> &'static str {
        match self {
            CannotSubmit::Undecided(_) => "DRAF-20",
            CannotSubmit::NotWritable => "DRAF-21",
            CannotSubmit::RoundOpen => "DRAF-22",
            CannotSubmit::NoText => "DRAF-23",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            CannotSubmit::Undecided(count) => vec![("count", (*count).into())],
            _ => Vec::new(),
        }
    }
}

reasons! {
    /// Why a draft cannot be approved or returned.
    CannotApprove {
        /// It was not laid before the leader.
        NotSubmitted = "DRAF-24",
        /// Returning says why.
        NoReason = "DRAF-25",
    }
}

reasons! {
    /// Why a draft cannot be issued.
    CannotIssue {
        /// It was not approved.
        NotApproved = "DRAF-26",
        /// The day lies before the draft was begun or in the future.
        OtherDay = "DRAF-43",
    }
}

reasons! {
    /// Why a draft cannot be given up.
    CannotDrop {
        /// It was issued or given up.
        Ended = "DRAF-27",
        /// A round is open.
        RoundOpen = "DRAF-28",
        /// Giving up says why.
        NoReason = "DRAF-35",
    }
}

/// Why a document cannot be signed so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotSign {
    /// K/T for a body that decides together: its deputy signs T/M.
    ForHeadOfCollective,
    /// T/M for a body that one head leads.
    OnBehalfOfHeadBody,
    /// K/T by somebody who is no deputy of the head.
    ForHeadByNoDeputy,
    /// A deputy signs as if he were the head.
    DeputyAsHead,
    /// Q. by somebody who is not acting head.
    NotActing,
    /// T/L without a delegation that holds on the day: whose, and of what.
    NotDelegated {
        /// The position.
        position: String,
        /// The day.
        day: Day,
    },
    /// T/L by a deputy of who was delegated: what was delegated is not delegated on.
    Redelegated,
    /// The regulation does not let this position sign for this body so.
    NotEntitled(String),
    /// Nobody is named.
    NoSigner,
    /// The unit that issues has no such body.
    OtherBody,
}

impl Reason for CannotSign {
    fn code(&self) -> &'static str {
        match self {
            CannotSign::ForHeadOfCollective => "DRAF-29",
            CannotSign::OnBehalfOfHeadBody => "DRAF-30",
            CannotSign::ForHeadByNoDeputy => "DRAF-31",
            CannotSign::DeputyAsHead => "DRAF-32",
            CannotSign::NotActing => "DRAF-33",
            CannotSign::NotDelegated { .. } => "DRAF-34",
            CannotSign::Redelegated => "DRAF-37",
            CannotSign::NotEntitled(_) => "DRAF-38",
            CannotSign::NoSigner => "DRAF-39",
            CannotSign::OtherBody => "DRAF-40",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            CannotSign::NotDelegated { position, day } => {
                vec![("position", position.as_str().into()), ("day", (*day).into())]
            }
            CannotSign::NotEntitled(regulation) => vec![("regulation", regulation.as_str().into())],
            _ => Vec::new(),
        }
    }
}
