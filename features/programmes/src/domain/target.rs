//! A target (chỉ tiêu): what is to be reached, in which unit of measure, by which year.

use kernel::Day;

use super::{Amount, Colour, Method, ProgrammeId};

kernel::define_id!(
    /// A target of a programme.
    TargetId
);

kernel::words! {
    /// Which way is good (text `programmes-direction-<code>`).
    Direction {
        /// At least so much: schools, incomes.
        AtLeast = "at_least",
        /// At most so much: poor households.
        AtMost = "at_most",
    }
}

/// What is wanted by the end of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Want {
    /// The year.
    pub year: i64,
    /// So much.
    pub amount: Amount,
}

/// A target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Its id.
    pub id: TargetId,
    /// The programme it belongs to.
    pub programme: ProgrammeId,
    /// The clause of the superior's document it answers; empty for one of the unit's own.
    pub clause: String,
    /// What is measured.
    pub title: String,
    /// Đơn vị tính.
    pub measure: String,
    /// Which way is good.
    pub direction: Direction,
    /// Where it stood at the beginning.
    pub baseline: Option<Amount>,
    /// What is wanted, year by year, in their order.
    pub wants: Vec<Want>,
    /// How the results of the targets below that serve it are put together; `Own`: it is entered here.
    pub method: Method,
    /// The superior's target it serves.
    pub serves: Option<TargetId>,
    /// How much it weighs there, where the method weighs.
    pub weight: i64,
}

/// Per cent of the way that should be behind one for a result to be on course, of that which is by the calendar.
const ON_COURSE: i64 = 70;

impl Target {
    /// What is wanted on a day: of its year, else of the latest year before it, else of the first.
    #[must_use]
    pub fn want_on(&self, day: Day) -> Option<Want> {
        let year = i64::from(day.0.year());
        self.wants.iter().rev().find(|want| want.year <= year).or(self.wants.first()).copied()
    }

    /// Does a result reach what is wanted?
    #[must_use]
    pub fn is_met(&self, result: Amount, want: Want) -> bool {
        match self.direction {
            Direction::AtLeast => result >= want.amount,
            Direction::AtMost => result <= want.amount,
        }
    }

    /// Does it go beyond it?
    #[must_use]
    pub fn is_exceeded(&self, result: Amount, want: Want) -> bool {
        self.is_met(result, want) && result != want.amount
    }

    /// How a result of a day stands: green when what is wanted is reached or the way goes as the calendar does; red when a
    /// year ended short of it, or far behind; grey when nothing is due and nothing entered.
    #[must_use]
    pub fn colour(&self, result: Option<Amount>, day: Day) -> Colour {
        let Some(want) = self.want_on(day) else { return Colour::Grey };
        let year = i64::from(day.0.year());
        let ended_short = self.wants.iter().rev().find(|want| want.year < year);
        let Some(result) = result else {
            return if ended_short.is_some() { Colour::Red } else { Colour::Grey };
        };
        if self.is_met(result, want) {
            return Colour::Green;
        }
        if want.year < year || ended_short.is_some_and(|past| !self.is_met(result, *past)) {
            return Colour::Red;
        }
        let behind = self.way_behind(result, want);
        let of_calendar = i64::from(day.0.day_of_year()) * 100 / i64::from(day.0.days_in_year());
        match behind {
            _ if want.year > year => Colour::Green,
            behind if behind >= of_calendar => Colour::Green,
            behind if behind * 100 >= of_calendar * ON_COURSE => Colour::Amber,
            _ => Colour::Red,
        }
    }

    /// Per cent of the way from where it stood at the year's beginning to what is wanted at its end.
    fn way_behind(&self, result: Amount, want: Want) -> i64 {
        let before = self.wants.iter().rev().find(|past| past.year < want.year).map(|past| past.amount);
        let start = before.or(self.baseline).unwrap_or_default().0;
        let (gone, whole) = (i128::from(result.0 - start), i128::from(want.amount.0 - start));
        if whole == 0 { 0 } else { i64::try_from(gone * 100 / whole).unwrap_or(0) }
    }
}

#[cfg(test)]
pub(super) fn a_target(direction: Direction, baseline: i64, wants: &[(i64, i64)]) -> Target {
    Target {
        id: "01994d2c-0000-7000-8000-000000000011".parse().unwrap(),
        programme: "01994d2c-0000-7000-8000-000000000001".parse().unwrap(),
        clause: "II".into(),
        title: "tỷ lệ hộ nghèo".into(),
        measure: "%".into(),
        direction,
        baseline: Some(Amount(baseline * 1_000)),
        wants: wants.iter().map(|(year, amount)| Want { year: *year, amount: Amount(amount * 1_000) }).collect(),
        method: Method::Own,
        serves: None,
        weight: 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colour(target: &Target, result: Option<i64>, day: &str) -> Colour {
        target.colour(result.map(|whole| Amount(whole * 1_000)), day.parse().unwrap())
    }

    #[test]
    fn a_result_is_judged_by_the_year_and_by_the_calendar() {
        let target = a_target(Direction::AtLeast, 0, &[(2026, 100), (2027, 200)]);
        assert_eq!(colour(&target, Some(100), "2026-02-01"), Colour::Green);
        // half of the year gone: 50 is on course, 40 is behind, 10 far behind
        assert_eq!(colour(&target, Some(50), "2026-07-01"), Colour::Green);
        assert_eq!(colour(&target, Some(40), "2026-07-01"), Colour::Amber);
        assert_eq!(colour(&target, Some(10), "2026-07-01"), Colour::Red);
        // a year ended short
        assert_eq!(colour(&target, Some(90), "2027-01-02"), Colour::Red);
        assert_eq!(colour(&target, Some(150), "2027-07-01"), Colour::Green);
        assert_eq!(colour(&target, Some(200), "2031-01-01"), Colour::Green);
    }

    #[test]
    fn nothing_entered_is_red_only_when_a_year_has_ended() {
        let target = a_target(Direction::AtLeast, 0, &[(2026, 100)]);
        assert_eq!(colour(&target, None, "2026-12-31"), Colour::Grey);
        assert_eq!(colour(&target, None, "2027-01-01"), Colour::Red);
        assert_eq!(colour(&a_target(Direction::AtLeast, 0, &[]), Some(5), "2027-01-01"), Colour::Grey);
    }

    #[test]
    fn fewer_is_better_where_it_is_said_so() {
        let target = a_target(Direction::AtMost, 10, &[(2026, 4)]);
        assert_eq!(colour(&target, Some(4), "2026-03-01"), Colour::Green);
        assert_eq!(colour(&target, Some(9), "2026-12-01"), Colour::Red);
        let want = target.want_on("2026-03-01".parse().unwrap()).unwrap();
        assert!(target.is_exceeded(Amount(3_000), want) && !target.is_exceeded(Amount(4_000), want));
    }
}
