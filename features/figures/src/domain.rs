//! Proving the ledger against the rows: what a recomputation found.

use kernel::{Day, UnitId};

/// A figure that does not agree with the rows it was made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The rollout, requirement or conference.
    pub subject: String,
    /// The figure.
    pub figure: &'static str,
    /// The unit.
    pub unit: UnitId,
    /// At the end of which day.
    pub as_of: Day,
    /// What the ledger says.
    pub ledger: i64,
    /// What the rows add up to.
    pub rows: i64,
}

impl Difference {
    /// True when ledger and rows disagree after all.
    #[must_use]
    pub fn is_real(&self) -> bool {
        self.ledger != self.rows
    }
}

/// What a recomputation of the whole ledger found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recomputation {
    /// At the end of which day.
    pub as_of: Day,
    /// How many pairs of figure and subject were compared.
    pub compared: i64,
    /// How many sums of units these were.
    pub units: i64,
    /// Where ledger and rows disagree.
    pub differences: Vec<Difference>,
}

/// How many months back past days are proved at most.
const MONTHS: usize = 600;

/// The last day of each month that is over, from the month of `first` on, the latest first: the past days of which the ledger
/// is proved.
#[must_use]
pub fn month_ends(first: Day, today: Day) -> Vec<Day> {
    let before = |day: &Day| Some(day.plus(-i64::from(day.day())));
    std::iter::successors(before(&today), before).take_while(|end| *end >= first).take(MONTHS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_months_that_are_over_end_on_their_last_days() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let ends = ["2026-10-31", "2026-09-30", "2026-08-31"].map(day);
        assert_eq!(month_ends(day("2026-08-31"), day("2026-11-22")), ends);
        assert_eq!(month_ends(day("2026-11-02"), day("2026-11-22")), []);
        assert_eq!(month_ends(day("2024-02-01"), day("2024-03-01")), [day("2024-02-29")]);
    }

    #[test]
    fn equal_numbers_are_no_difference() {
        let same = Difference {
            subject: "r".into(),
            figure: "rollouts.duties",
            unit: "018f0000-0000-7000-8000-000000000001".parse().unwrap(),
            as_of: "2026-11-22".parse().unwrap(),
            ledger: 3,
            rows: 3,
        };
        assert!(!same.is_real());
        assert!(Difference { rows: 4, ..same }.is_real());
    }
}
