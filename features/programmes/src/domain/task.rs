//! A task with its «5 rõ»: clear work, people, responsibility, time and product.

use jiff::Span;
use kernel::Day;

use super::{Colour, ProgrammeId};

kernel::define_id!(
    /// A task of a programme.
    TaskId
);

/// A task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Its id.
    pub id: TaskId,
    /// The programme it belongs to.
    pub programme: ProgrammeId,
    /// The clause of the superior's document it answers; empty for one of the unit's own.
    pub clause: String,
    /// Rõ việc: what is done.
    pub work: String,
    /// Rõ người: who carries it out.
    pub lead: String,
    /// Rõ trách nhiệm: who answers for it.
    pub answers: String,
    /// Who works with them.
    pub partners: String,
    /// Rõ thời gian: from this day.
    pub starts_on: Option<Day>,
    /// The day its pace is measured from: its own first day, else that of the programme.
    pub begins_on: Day,
    /// Until this day.
    pub due_on: Option<Day>,
    /// Rõ sản phẩm: what there is at the end.
    pub product: String,
    /// From which funds; may be empty.
    pub funding: String,
    /// Per cent done, by the latest entry of the day asked for.
    pub percent: i64,
    /// The first day of the last unbroken stretch on which it was entered as done.
    pub done_on: Option<Day>,
}

impl Task {
    /// True when it names nobody who carries it out, or no day.
    #[must_use]
    pub fn is_unclear(&self) -> bool {
        self.lead.trim().is_empty() || self.due_on.is_none()
    }

    /// True when it is entered as done.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.percent >= 100
    }

    /// The day it will be done when it goes on as until now; none before anything is entered.
    #[must_use]
    pub fn forecast(&self, today: Day) -> Option<Day> {
        if self.is_done() {
            return self.done_on;
        }
        let gone = days(self.begins_on, today);
        if self.percent <= 0 || gone <= 0 {
            return None;
        }
        let whole = gone * 100 / self.percent;
        // none beyond the days there are
        let whole = Span::new().try_days(whole).ok()?;
        self.begins_on.0.checked_add(whole).ok().map(Day)
    }

    /// Nothing is done though it should have begun: its own first day has passed, or, where it names none, a quarter of the
    /// time that the programme leaves it.
    fn should_have_begun(&self, due_on: Day, today: Day) -> bool {
        match self.starts_on {
            Some(starts_on) => starts_on < today,
            None => days(self.begins_on, today) * 4 > days(self.begins_on, due_on),
        }
    }

    /// How it stands on a day: red when its day has passed, amber when it will be late as it goes, or was done late, or has
    /// not begun when it should; grey before.
    #[must_use]
    pub fn colour(&self, today: Day) -> Colour {
        let Some(due_on) = self.due_on else { return Colour::Grey };
        if self.is_done() {
            return if self.done_on.is_some_and(|on| on > due_on) { Colour::Amber } else { Colour::Green };
        }
        if due_on < today {
            return Colour::Red;
        }
        match self.forecast(today) {
            Some(day) if day > due_on => Colour::Amber,
            Some(_) => Colour::Green,
            None if self.should_have_begun(due_on, today) => Colour::Amber,
            None => Colour::Grey,
        }
    }
}

fn days(from: Day, to: Day) -> i64 {
    i64::from((to.0 - from.0).get_days())
}

#[cfg(test)]
pub(super) fn a_task(percent: i64, done_on: Option<&str>) -> Task {
    let day = |text: &str| text.parse().unwrap();
    Task {
        id: "01994d2c-0000-7000-8000-000000000021".parse().unwrap(),
        programme: "01994d2c-0000-7000-8000-000000000001".parse().unwrap(),
        clause: "III › 2".into(),
        work: "mở lớp".into(),
        lead: "Văn phòng Đảng ủy".into(),
        answers: String::new(),
        partners: String::new(),
        starts_on: Some(day("2026-01-01")),
        begins_on: day("2026-01-01"),
        due_on: Some(day("2026-12-31")),
        product: "12 lớp".into(),
        funding: String::new(),
        percent,
        done_on: done_on.map(day),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colour(percent: i64, done_on: Option<&str>, today: &str) -> Colour {
        a_task(percent, done_on).colour(today.parse().unwrap())
    }

    #[test]
    fn a_task_is_forecast_by_its_pace() {
        // a quarter of the time, a half of the work: done in the middle of the year
        let forecast = a_task(50, None).forecast("2026-04-01".parse().unwrap()).unwrap();
        assert_eq!(forecast, "2026-06-30".parse().unwrap());
        assert_eq!(colour(50, None, "2026-04-01"), Colour::Green);
        assert_eq!(colour(10, None, "2026-07-01"), Colour::Amber);
        assert_eq!(colour(0, None, "2026-07-01"), Colour::Amber);
        assert_eq!(a_task(0, None).forecast("2026-07-01".parse().unwrap()), None);
    }

    #[test]
    fn an_absurd_year_has_no_forecast() {
        let task = Task { begins_on: "0202-01-01".parse().unwrap(), ..a_task(1, None) };
        assert_eq!(task.forecast("2026-04-01".parse().unwrap()), None);
    }

    #[test]
    fn a_task_without_a_first_day_begins_with_its_programme() {
        let colour = |percent, due_on: &str, today: &str| {
            let task = Task { starts_on: None, due_on: Some(due_on.parse().unwrap()), ..a_task(percent, None) };
            task.colour(today.parse().unwrap())
        };
        // a tenth done on the day before it is due
        assert_eq!(colour(10, "2026-11-23", "2026-11-22"), Colour::Amber);
        assert_eq!(colour(90, "2026-12-31", "2026-11-22"), Colour::Green);
        // nothing done: no haste in the first quarter of the years it has
        assert_eq!(colour(0, "2029-12-31", "2026-11-22"), Colour::Grey);
        assert_eq!(colour(0, "2026-12-31", "2026-11-22"), Colour::Amber);
    }

    #[test]
    fn what_is_late_is_red_and_what_was_late_amber() {
        assert_eq!(colour(99, None, "2027-01-01"), Colour::Red);
        assert_eq!(colour(100, Some("2026-12-31"), "2027-01-01"), Colour::Green);
        assert_eq!(colour(100, Some("2027-01-01"), "2027-01-01"), Colour::Amber);
        assert_eq!(colour(0, None, "2025-12-01"), Colour::Grey);
    }

    #[test]
    fn a_task_is_clear_when_somebody_does_it_by_a_day() {
        assert!(!a_task(0, None).is_unclear());
        assert!(Task { lead: " ".into(), ..a_task(0, None) }.is_unclear());
        assert!(Task { due_on: None, ..a_task(0, None) }.is_unclear());
    }
}
