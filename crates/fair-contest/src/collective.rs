//! The ranking of units: who reached the least share of the frozen list, by that share, then by the mean score, both to two
//! decimals as the rules say them.

use std::collections::{BTreeMap, HashMap};

use crate::PublishedUnit;

/// What a unit's people did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitScore {
    /// The unit, in whatever words the caller names it.
    pub name: String,
    /// People of the list who may take part.
    pub eligible: i64,
    /// Of them, who took part.
    pub people: i64,
    /// Attempts ended.
    pub attempts: i64,
    /// The sum of the scores that count, one for each of the people.
    pub scores: i64,
}

/// A unit of the collective ranking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitResult {
    /// What its people did.
    pub of: UnitScore,
    /// Share who took part, in hundredths of a per cent.
    pub rate: i64,
    /// Mean score of those who took part, in hundredths.
    pub mean: i64,
    /// The rank among those that reached the least share; none for the others.
    pub standing: Standing,
}

/// Whether a unit is ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Ranked so, from 1; equal ones share it.
    Rank(usize),
    /// Too few took part.
    BelowLeast,
    /// Nobody of the list belongs to it: its rate is not known.
    NoList,
}

/// Half and more is rounded up, as people do.
fn rounded(part: i64, whole: i64, scale: i64) -> i64 {
    if whole <= 0 { 0 } else { (part * scale * 2 + whole) / (whole * 2) }
}

/// The ranking of units, those below the least share behind, by name.
#[must_use]
pub fn collective_ranking(units: Vec<UnitScore>, least_percent: i64) -> Vec<UnitResult> {
    let mut results: Vec<UnitResult> = units
        .into_iter()
        .map(|of| {
            let rate = rounded(of.people, of.eligible, 10_000);
            let mean = rounded(of.scores, of.people, 100);
            let standing = match of.eligible {
                0 => Standing::NoList,
                // asked of the exact numbers: 69.996 % is not 70 %
                eligible if of.people * 100 < least_percent * eligible => Standing::BelowLeast,
                _ => Standing::Rank(0),
            };
            UnitResult { of, rate, mean, standing }
        })
        .collect();
    let is_out = |one: &UnitResult| !matches!(one.standing, Standing::Rank(_));
    results.sort_by(|a, b| {
        is_out(a).cmp(&is_out(b)).then(b.rate.cmp(&a.rate)).then(b.mean.cmp(&a.mean)).then(a.of.name.cmp(&b.of.name))
    });
    let (mut rank, mut last) = (0, None);
    for (place, one) in results.iter_mut().enumerate().filter(|(_, one)| matches!(one.standing, Standing::Rank(_))) {
        if last != Some((one.rate, one.mean)) {
            (rank, last) = (place + 1, Some((one.rate, one.mean)));
        }
        one.standing = Standing::Rank(rank);
    }
    results
}

/// The unit of who counts for several.
pub(crate) const UNKNOWN: i64 = -1;

/// What the people of a unit come to.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct UnitSums {
    people: i64,
    attempts: i64,
    scores: i64,
}

impl UnitSums {
    /// One more person.
    pub fn add(&mut self, attempts: i64, score: i64) {
        *self = UnitSums { people: self.people + 1, attempts: self.attempts + attempts, scores: self.scores + score };
    }
}

/// The published units whose figures or rank do not follow from what their people come to, and those that are not published.
pub(crate) fn differing_units(
    units: &[PublishedUnit],
    mut sums: BTreeMap<i64, UnitSums>,
    least_percent: i64,
) -> Vec<i64> {
    let scores = units.iter().map(|one| {
        let UnitSums { people, attempts, scores } = sums.remove(&one.unit).unwrap_or_default();
        UnitScore { name: one.unit.to_string(), eligible: one.eligible, people, attempts, scores }
    });
    let ranked = collective_ranking(scores.collect(), least_percent);
    let ranked: HashMap<&str, _> = ranked.iter().map(|one| (one.of.name.as_str(), one)).collect();
    let is_same = |one: &PublishedUnit| {
        ranked.get(one.unit.to_string().as_str()).is_some_and(|known| {
            let rank = match known.standing {
                Standing::Rank(rank) => i64::try_from(rank).ok(),
                Standing::BelowLeast | Standing::NoList => None,
            };
            (known.of.people, known.of.attempts, known.of.scores, rank)
                == (one.people, one.attempts, one.scores, one.rank)
        })
    };
    units.iter().filter(|one| !is_same(one)).map(|one| one.unit).chain(sums.into_keys()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(name: &str, eligible: i64, people: i64, scores: i64) -> UnitScore {
        UnitScore { name: name.into(), eligible, people, attempts: people * 2, scores }
    }

    #[test]
    fn units_are_ranked_by_share_then_mean_to_two_decimals_from_the_least_share_on() {
        let units = vec![
            unit("A", 100, 69, 1_300),
            unit("B", 30, 29, 500),
            unit("C", 100, 70, 1_400),
            unit("D", 60, 58, 1_160),
            unit("E", 0, 4, 80),
            unit("F", 30, 29, 500),
        ];
        let ranked = collective_ranking(units, 70);
        let shown: Vec<_> = ranked.iter().map(|one| (one.of.name.as_str(), one.rate, one.mean, one.standing)).collect();
        assert_eq!(
            shown,
            [
                ("D", 9_667, 2_000, Standing::Rank(1)),
                ("B", 9_667, 1_724, Standing::Rank(2)),
                ("F", 9_667, 1_724, Standing::Rank(2)),
                ("C", 7_000, 2_000, Standing::Rank(4)),
                ("A", 6_900, 1_884, Standing::BelowLeast),
                ("E", 0, 2_000, Standing::NoList),
            ]
        );
    }
}
