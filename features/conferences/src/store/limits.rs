//! Limits that change with the times, read on the day they are asked for.

use std::ops::RangeInclusive;

use kernel::{Day, Event};
use platform::db::{StoreError, Tx};
use platform::params;

use super::word;

kernel::words! {
    /// What is limited, by its name in the table (text `conferences-limit-<code>`).
    Limit {
        /// Seconds in which a prompt is answered in time.
        PromptSeconds = "prompt_seconds",
        /// Wrong codes a point may give to a prompt.
        PromptTries = "prompt_tries",
        /// Per cent by which heads and check-ins may differ before it is marked.
        CountDifferencePercent = "count_difference_percent",
        /// Letters of a question.
        QuestionLetters = "question_letters",
        /// Questions of one phone in ten minutes.
        QuestionsInTenMinutes = "questions_in_ten_minutes",
        /// The least number of answers of a survey that are shown together.
        SurveyMinimum = "survey_minimum",
        /// Days after the conference in which the survey is answered.
        SurveyDays = "survey_days",
    }
}

impl Limit {
    /// What it may be set to. Fewer than three answers shown together would tell who gave them.
    #[must_use]
    pub fn range(self) -> RangeInclusive<i64> {
        match self {
            Limit::PromptSeconds => 15..=3_600,
            Limit::PromptTries => 1..=100,
            Limit::CountDifferencePercent => 0..=100,
            Limit::QuestionLetters => 50..=10_000,
            Limit::QuestionsInTenMinutes => 1..=100,
            Limit::SurveyMinimum => 3..=1_000,
            Limit::SurveyDays => 1..=90,
        }
    }
}

/// A limit from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DatedLimit {
    /// What is limited.
    pub limit: Limit,
    /// From this day on.
    pub from: Day,
    /// To what.
    pub value: i64,
}

/// The limit as it stands on a day.
///
/// # Errors
/// [`StoreError::NotFound`] when none is in force.
pub fn limit_on(tx: &mut Tx<'_>, limit: Limit, day: Day) -> Result<i64, StoreError> {
    tx.scalar(
        "SELECT value FROM conference_limit WHERE name = $1 AND valid_from <= $2 ORDER BY valid_from DESC LIMIT 1",
        params![limit.code(), day],
    )
}

/// All limits of all days, the latest first.
///
/// # Errors
/// [`StoreError::Corrupt`].
pub fn list_limits(tx: &mut Tx<'_>) -> Result<Vec<DatedLimit>, StoreError> {
    tx.list("SELECT name, valid_from, value FROM conference_limit ORDER BY valid_from DESC, name", &[], |row| {
        Ok(DatedLimit { limit: word(row, 0, "conference_limit")?, from: row.get(1)?, value: row.get(2)? })
    })
}

/// Sets a limit from a day on; one of the same day is replaced.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn save_limit(tx: &mut Tx<'_>, DatedLimit { limit, from, value }: DatedLimit) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO conference_limit (name, valid_from, value) VALUES ($1, $2, $3)
         ON CONFLICT (name, valid_from) DO UPDATE SET value = excluded.value",
        params![limit.code(), from, value],
    )?;
    let detail = serde_json::json!({ "limit": limit.code(), "value": value });
    tx.record(Event::noted("conferences.limit_set", from, None).with(detail))
}
