//! Limits that change with the times, read on the day they are asked for.

use kernel::Day;
use platform::db::{StoreError, Tx};
use platform::params;

/// What a limit is called in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Seconds in which a prompt is answered in time.
    PromptSeconds,
    /// Wrong codes a point may give to a prompt.
    PromptTries,
    /// Per cent by which heads and check-ins may differ before it is marked.
    CountDifferencePercent,
    /// Letters of a question.
    QuestionLetters,
    /// Questions of one phone in ten minutes.
    QuestionsInTenMinutes,
    /// The least number of answers of a survey that are shown together.
    SurveyMinimum,
    /// Days after the conference in which the survey is answered.
    SurveyDays,
}

impl Limit {
    fn name(self) -> &'static str {
        match self {
            Limit::PromptSeconds => "prompt_seconds",
            Limit::PromptTries => "prompt_tries",
            Limit::CountDifferencePercent => "count_difference_percent",
            Limit::QuestionLetters => "question_letters",
            Limit::QuestionsInTenMinutes => "questions_in_ten_minutes",
            Limit::SurveyMinimum => "survey_minimum",
            Limit::SurveyDays => "survey_days",
        }
    }
}

/// The limit as it stands on a day.
///
/// # Errors
/// [`StoreError::NotFound`] when none is in force.
pub fn limit_on(tx: &mut Tx<'_>, limit: Limit, day: Day) -> Result<i64, StoreError> {
    tx.scalar(
        "SELECT value FROM conference_limit WHERE name = $1 AND valid_from <= $2 ORDER BY valid_from DESC LIMIT 1",
        params![limit.name(), day],
    )
}
