//! As of which day a page is seen: the one way in which pages of people, of who answers and of duties read the day.

use kernel::Day;
use platform::web::Failure;
use serde::Deserialize;

/// The day of a page without other filters.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AsOfQuery {
    pub day: String,
}

/// The past day that is asked for; none for now.
///
/// # Errors
/// [`Failure::Malformed`] for what is no day, and for a day still to come.
pub fn past_day(asked: &str, today: Day) -> Result<Option<Day>, Failure> {
    let asked = asked.trim();
    if asked.is_empty() {
        return Ok(None);
    }
    let day: Day = asked.parse().map_err(|_| Failure::Malformed("people-error-day"))?;
    if day > today {
        return Err(Failure::Malformed("people-error-day-to-come"));
    }
    Ok(Some(day).filter(|day| *day < today))
}
