//! A civil day, without time or zone. Stored and exchanged as ISO text, shown as dd/mm/yyyy.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A day of the Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(pub Date);

/// The text is not an ISO day (yyyy-mm-dd).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a day (yyyy-mm-dd): {0}")]
pub struct NotADay(pub String);

impl Day {
    /// The day with these numbers, or an error when the calendar has none such.
    pub fn of(year: i16, month: i8, day: i8) -> Result<Self, NotADay> {
        Date::new(year, month, day).map(Day).map_err(|_| NotADay(format!("{year}-{month}-{day}")))
    }

    /// This day moved by so many days (negative: earlier). Stays at the calendar's edge when it would leave it.
    #[must_use]
    pub fn plus(self, days: i64) -> Self {
        Day(self.0.saturating_add(jiff::Span::new().days(days.clamp(-3_000_000, 3_000_000))))
    }

    /// Days from this day to `other`: positive when `other` is later.
    #[must_use]
    pub fn days_until(self, other: Day) -> i64 {
        i64::from((other.0 - self.0).get_days())
    }

    /// Monday is 1, Sunday 7.
    #[must_use]
    pub fn weekday(self) -> i8 {
        self.0.weekday().to_monday_one_offset()
    }

    /// The day itself, or the Monday after it when it falls on a weekend (working practice of communes).
    #[must_use]
    pub fn or_next_monday(self) -> Self {
        match self.weekday() {
            6 => self.plus(2),
            7 => self.plus(1),
            _ => self,
        }
    }

    /// As shown to people: dd/mm/yyyy.
    #[must_use]
    pub fn shown(self) -> String {
        format!("{:02}/{:02}/{:04}", self.0.day(), self.0.month(), self.0.year())
    }

    /// The calendar year.
    #[must_use]
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, 1 to 12.
    #[must_use]
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month, 1 to 31.
    #[must_use]
    pub fn day(self) -> i8 {
        self.0.day()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0.year(), self.0.month(), self.0.day())
    }
}

impl FromStr for Day {
    type Err = NotADay;
    fn from_str(text: &str) -> Result<Self, NotADay> {
        let shape = text.len() == 10 && text.bytes().enumerate().all(|(i, b)| matches!(i, 4 | 7) == (b == b'-'));
        if !shape {
            return Err(NotADay(text.to_owned()));
        }
        text.parse::<Date>().map(Day).map_err(|_| NotADay(text.to_owned()))
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_on_a_weekend_moves_to_monday() {
        let saturday: Day = "2026-11-21".parse().unwrap();
        assert_eq!(saturday.or_next_monday().to_string(), "2026-11-23");
        assert_eq!(saturday.plus(-1).or_next_monday().to_string(), "2026-11-20");
    }

    #[test]
    fn days_are_shown_the_vietnamese_way() {
        assert_eq!(Day::of(2026, 4, 5).unwrap().shown(), "05/04/2026");
    }

    #[test]
    fn other_shapes_are_refused() {
        for text in ["5/4/2026", "2026-02-30", "2026-4-5", "", "2026-04-05T00:00"] {
            assert!(text.parse::<Day>().is_err(), "{text}");
        }
    }

    #[test]
    fn days_between_count_calendar_days_over_years() {
        let a = Day::of(2024, 2, 28).unwrap();
        assert_eq!(a.days_until(Day::of(2025, 3, 1).unwrap()), 367);
        assert_eq!(a.plus(367), Day::of(2025, 3, 1).unwrap());
    }
}
