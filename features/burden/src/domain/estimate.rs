//! How many minutes a kind of work takes: as delivered, as an administrator set it, or as units said.

use kernel::Day;

/// How many units must have said what it took before their median counts, unless an administrator says otherwise.
pub const LEAST_SAID: i64 = 5;

/// What an administrator set for a kind of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// From this day on.
    pub valid_from: Day,
    /// Minutes one piece takes.
    pub minutes: i64,
    /// The median of what units said takes its place once so many have said it.
    pub least_said: i64,
}

/// Where an estimate comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// Delivered with the product.
    Delivered,
    /// Set by an administrator, from this day on.
    Set(Day),
    /// The median of what so many units said.
    Median(i64),
}

impl Basis {
    /// The word in text keys (`burden-basis-<word>`).
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Basis::Delivered => "delivered",
            Basis::Set(_) => "set",
            Basis::Median(_) => "median",
        }
    }
}

/// Minutes one piece of a kind of work takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Estimate {
    /// The minutes.
    pub minutes: i64,
    /// Where they come from.
    pub basis: Basis,
    /// How many units have said what it took, whether or not that is enough.
    pub said: i64,
}

/// The estimate out of what was delivered, what was set, and what units said (minutes each, in any order).
#[must_use]
pub fn estimate(delivered: i64, rate: Option<Rate>, said: &[i64]) -> Estimate {
    let count = i64::try_from(said.len()).unwrap_or(i64::MAX);
    let enough = rate.map_or(LEAST_SAID, |rate| rate.least_said).max(1);
    let (minutes, basis) = match (median(said), rate) {
        (Some(minutes), _) if count >= enough => (minutes, Basis::Median(count)),
        (_, Some(rate)) => (rate.minutes, Basis::Set(rate.valid_from)),
        (_, None) => (delivered, Basis::Delivered),
    };
    Estimate { minutes, basis, said: count }
}

/// The middle one; of an even number the mean of the two in the middle, rounded down.
fn median(said: &[i64]) -> Option<i64> {
    let mut sorted = said.to_vec();
    sorted.sort_unstable();
    let upper = *sorted.get(sorted.len() / 2)?;
    let lower = sorted[(sorted.len() - 1) / 2];
    Some(i64::midpoint(lower, upper))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(minutes: i64, least_said: i64) -> Rate {
        Rate { valid_from: "2026-01-01".parse().unwrap(), minutes, least_said }
    }

    #[test]
    fn what_was_delivered_counts_until_somebody_says_otherwise() {
        assert_eq!(estimate(60, None, &[10, 10]), Estimate { minutes: 60, basis: Basis::Delivered, said: 2 });
        let set = estimate(60, Some(rate(45, 5)), &[10]);
        assert_eq!((set.minutes, set.basis.word()), (45, "set"));
    }

    #[test]
    fn the_median_counts_once_enough_have_said_it() {
        let said = [30, 600, 20, 40, 25];
        assert_eq!(estimate(60, None, &said), Estimate { minutes: 30, basis: Basis::Median(5), said: 5 });
        assert_eq!(estimate(60, Some(rate(45, 6)), &said).minutes, 45);
        assert_eq!(estimate(60, Some(rate(45, 2)), &[20, 41]).minutes, 30);
    }

    #[test]
    fn nothing_said_has_no_median() {
        assert_eq!(estimate(60, Some(rate(45, 0)), &[]).minutes, 45);
    }
}
