//! Why the steps of questions and tests are refused.

use kernel::Reason;

/// The codes of this feature's refusals.
pub const REFUSALS: &[&str] = &["QUIZ-01", "QUIZ-02", "QUIZ-03", "QUIZ-04"];

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
}

impl Reason for CannotChangeQuestion {
    fn code(&self) -> &'static str {
        match self {
            CannotChangeQuestion::WasUsed => "QUIZ-01",
            CannotChangeQuestion::NotNow => "QUIZ-02",
            CannotChangeQuestion::Own => "QUIZ-03",
            CannotChangeQuestion::NoRemark => "QUIZ-04",
        }
    }
}
