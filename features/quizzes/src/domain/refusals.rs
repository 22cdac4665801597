//! Why the steps of questions and tests are refused.

use kernel::{Argument, Instant, Reason};

/// The codes of this feature's refusals.
pub const REFUSALS: &[&str] = &[
    "QUIZ-01", "QUIZ-02", "QUIZ-03", "QUIZ-04", "QUIZ-05", "QUIZ-06", "QUIZ-07", "QUIZ-08", "QUIZ-09", "QUIZ-10",
    "QUIZ-11", "QUIZ-12", "QUIZ-13", "QUIZ-14", "QUIZ-15", "QUIZ-16", "QUIZ-17",
];

/// Why a question is not changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotChangeQuestion {
    /// It is or was in use.
    WasUsed,
    /// The step does not belong to its state.
    NotNow,
    /// Who wrote it does not review it.
    Own,
    /// It is sent back with a word why.
    NoRemark,
    /// Without it this announced test could not give every attempt its questions.
    Needed(String),
}

impl Reason for CannotChangeQuestion {
    fn code(&self) -> &'static str {
        match self {
            CannotChangeQuestion::WasUsed => "QUIZ-01",
            CannotChangeQuestion::NotNow => "QUIZ-02",
            CannotChangeQuestion::Own => "QUIZ-03",
            CannotChangeQuestion::NoRemark => "QUIZ-04",
            CannotChangeQuestion::Needed(_) => "QUIZ-16",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            CannotChangeQuestion::Needed(title) => vec![("title", title.as_str().into())],
            _ => Vec::new(),
        }
    }
}

/// Why a test is not changed or closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotChangeQuiz {
    /// It is announced: people rely on what it says.
    Announced,
    /// Only what is announced is closed.
    NotAnnounced,
}

impl Reason for CannotChangeQuiz {
    fn code(&self) -> &'static str {
        match self {
            CannotChangeQuiz::Announced => "QUIZ-05",
            CannotChangeQuiz::NotAnnounced => "QUIZ-10",
        }
    }
}

/// Why a test is not announced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotAnnounce {
    /// It was already.
    Announced,
    /// It draws no question.
    NoQuestion,
    /// It would be over.
    Past,
    /// A quota needs more questions than there are.
    Short {
        /// Which one, from 1.
        place: i64,
        /// Needed.
        needed: i64,
        /// There are.
        there: i64,
    },
}

impl Reason for CannotAnnounce {
    fn code(&self) -> &'static str {
        match self {
            CannotAnnounce::Announced => "QUIZ-06",
            CannotAnnounce::NoQuestion => "QUIZ-07",
            CannotAnnounce::Past => "QUIZ-08",
            CannotAnnounce::Short { .. } => "QUIZ-09",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            CannotAnnounce::Short { place, needed, there } => {
                vec![("place", (*place).into()), ("needed", (*needed).into()), ("there", (*there).into())]
            }
            _ => Vec::new(),
        }
    }
}

/// Why an attempt is not begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotStart {
    /// It opens later.
    NotYet(Instant),
    /// It is over.
    Over,
    /// So many were made.
    NoAttemptLeft(i64),
    /// It was announced with so many questions, and there are not as many any more.
    FewQuestions(i64),
}

impl Reason for CannotStart {
    fn code(&self) -> &'static str {
        match self {
            CannotStart::NotYet(_) => "QUIZ-11",
            CannotStart::Over => "QUIZ-12",
            CannotStart::NoAttemptLeft(_) => "QUIZ-13",
            CannotStart::FewQuestions(_) => "QUIZ-17",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            CannotStart::NotYet(at) => vec![("at", at.shown().into())],
            CannotStart::NoAttemptLeft(count) | CannotStart::FewQuestions(count) => vec![("count", (*count).into())],
            CannotStart::Over => Vec::new(),
        }
    }
}

/// Why an answer is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotAnswer {
    /// The attempt is handed in.
    HandedIn,
    /// Its time is over.
    OutOfTime,
}

impl Reason for CannotAnswer {
    fn code(&self) -> &'static str {
        match self {
            CannotAnswer::HandedIn => "QUIZ-14",
            CannotAnswer::OutOfTime => "QUIZ-15",
        }
    }
}
