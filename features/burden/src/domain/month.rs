//! A month of the calendar: what is asked is added up by the month in which it is due.

use std::fmt;
use std::str::FromStr;

use kernel::Day;

/// A month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    year: i16,
    month: i8,
}

impl Month {
    /// The month in which a day lies.
    #[must_use]
    pub fn of(day: Day) -> Self {
        Month { year: day.year(), month: day.month() }
    }

    /// The month so many months later (earlier when negative).
    #[must_use]
    pub fn plus(self, months: i16) -> Self {
        let counted = i32::from(self.year) * 12 + i32::from(self.month) - 1 + i32::from(months);
        Month {
            year: i16::try_from(counted.div_euclid(12)).unwrap_or(i16::MAX),
            month: i8::try_from(counted.rem_euclid(12) + 1).unwrap_or(1),
        }
    }

    /// Its last day; `fallback` for a month no calendar has.
    #[must_use]
    pub fn last_day(self, fallback: Day) -> Day {
        let next = self.plus(1);
        Day::of(next.year, next.month, 1).map_or(fallback, |first| first.plus(-1))
    }

    /// As people write it: `11/2026`.
    #[must_use]
    pub fn shown(self) -> String {
        format!("{:02}/{}", self.month, self.year)
    }
}

/// `2026-11`, as in addresses.
impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

/// The text is no month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotAMonth;

impl FromStr for Month {
    type Err = NotAMonth;

    fn from_str(text: &str) -> Result<Self, NotAMonth> {
        format!("{text}-01").parse::<Day>().map(Month::of).map_err(|_| NotAMonth)
    }
}

/// The subject under which the ledger counts a kind of work that is due in a month.
#[must_use]
pub fn subject(month: Month, work: &str) -> String {
    format!("{month}.{work}")
}

/// The month and the kind of work of such a subject; none when the text is none.
#[must_use]
pub fn month_and_work(subject: &str) -> Option<(Month, &str)> {
    let (month, work) = subject.split_once('.').filter(|(_, work)| !work.is_empty())?;
    Some((month.parse().ok()?, work))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        text.parse().unwrap()
    }

    #[test]
    fn months_pass_over_the_year() {
        assert_eq!(month("2026-11").plus(2), month("2027-01"));
        assert_eq!(month("2026-01").plus(-1), month("2025-12"));
        assert_eq!(month("9999-12").plus(-12), month("9998-12"));
        assert_eq!(month("2026-11").to_string(), "2026-11");
        assert_eq!(month("2026-01").shown(), "01/2026");
    }

    #[test]
    fn a_month_ends_on_its_last_day() {
        let any = "2026-05-05".parse().unwrap();
        assert_eq!(month("2028-02").last_day(any), "2028-02-29".parse().unwrap());
        assert_eq!(month("2026-12").last_day(any), "2026-12-31".parse().unwrap());
    }

    #[test]
    fn a_subject_is_a_month_and_a_kind_of_work() {
        assert_eq!(month_and_work(&subject(month("2026-11"), "plan-body")), Some((month("2026-11"), "plan-body")));
        for other in ["2026-11", "2026-11.", "018f0000-0000-7000-8000-000000000001.1", ""] {
            assert_eq!(month_and_work(other), None, "{other}");
        }
    }

    #[test]
    fn what_is_no_month_is_refused() {
        assert!("2026-13".parse::<Month>().is_err());
        assert!("".parse::<Month>().is_err());
    }
}
