//! How far targets are, summed up: «22/22 chỉ tiêu, 5 vượt».

use std::collections::HashMap;

use kernel::Day;

use super::{Amount, Target, TargetId};

kernel::words! {
    /// How something stands (text `programmes-colour-<code>`).
    Colour {
        /// Nothing is due and nothing is known.
        Grey = "grey",
        /// As wanted.
        Green = "green",
        /// Likely too late.
        Amber = "amber",
        /// Too late, or far behind.
        Red = "red",
    }
}

/// Targets by how they stand on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// All targets.
    pub targets: i64,
    /// Those that reach what is wanted by then.
    pub met: i64,
    /// Of these those that go beyond it.
    pub exceeded: i64,
    /// Those that are late or far behind.
    pub late: i64,
    /// Those nothing is entered for.
    pub unknown: i64,
}

/// Sums targets up, each with its result of the day.
#[must_use]
pub fn summed_up(targets: &[(&Target, Option<Amount>)], day: Day) -> Summary {
    let mut sum = Summary { targets: i64::try_from(targets.len()).unwrap_or(i64::MAX), ..Summary::default() };
    for (target, result) in targets {
        sum.unknown += i64::from(result.is_none());
        sum.late += i64::from(target.colour(*result, day) == Colour::Red);
        if let (Some(result), Some(want)) = (result, target.want_on(day)) {
            sum.met += i64::from(target.is_met(*result, want));
            sum.exceeded += i64::from(target.is_exceeded(*result, want));
        }
    }
    sum
}

/// The same, with the results by target.
#[must_use]
pub fn summary_of(targets: &[Target], results: &HashMap<TargetId, Amount>, day: Day) -> Summary {
    let with: Vec<_> = targets.iter().map(|target| (target, results.get(&target.id).copied())).collect();
    summed_up(&with, day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Direction;
    use crate::domain::target::a_target;

    #[test]
    fn targets_are_counted_by_the_day_asked_for() {
        let (more, less) =
            (a_target(Direction::AtLeast, 0, &[(2026, 100)]), a_target(Direction::AtMost, 10, &[(2026, 4)]));
        let targets = [
            (&more, Some(Amount(100_000))),
            (&more, Some(Amount(120_000))),
            (&less, Some(Amount(8_000))),
            (&less, None),
        ];
        let of = |day: &str| summed_up(&targets, day.parse().unwrap());
        let sum = Summary { targets: 4, met: 2, exceeded: 1, late: 0, unknown: 1 };
        assert_eq!(of("2026-01-20"), sum);
        assert_eq!(of("2027-01-20"), Summary { late: 2, ..sum });
    }
}
