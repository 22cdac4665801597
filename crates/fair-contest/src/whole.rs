//! The contest as a whole: of each person the sum of the scores that count in its rounds, then the sum of the times of these
//! attempts; each person once in their unit. Recomputed from the rounds of a published file.

use std::collections::{BTreeMap, HashMap};

use crate::collective::{UNKNOWN, UnitSums, differing_units};
use crate::{Fault, PublishedUnit, PublishedWhole, Standings};

/// What somebody's results come to over the rounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WholeResult {
    /// The contestant's number.
    pub contestant: i64,
    /// The sum of the scores that count.
    pub score: i64,
    /// The sum of the times of these attempts, milliseconds.
    pub took: i64,
    /// From 1; equal sums share it.
    pub rank: i64,
}

/// The sums over the rounds, by contestant.
#[derive(Debug, Clone, Default)]
pub struct WholeSums(HashMap<i64, (i64, i64)>);

impl WholeSums {
    /// Adds what counts in a round.
    pub fn add(&mut self, round: &Standings) {
        for one in round.all() {
            let sum = self.0.entry(one.contestant).or_default();
            *sum = (sum.0 + one.score, sum.1 + one.took);
        }
    }

    /// The ranking; who shares a rank comes by number.
    #[must_use]
    pub fn ranking(&self) -> Vec<WholeResult> {
        let mut all: Vec<WholeResult> = self
            .0
            .iter()
            .map(|(contestant, (score, took))| WholeResult {
                contestant: *contestant,
                score: *score,
                took: *took,
                rank: 0,
            })
            .collect();
        all.sort_unstable_by_key(|one| (-one.score, one.took, one.contestant));
        let (mut rank, mut last) = (0, None);
        for (at, one) in (1_i64..).zip(&mut all) {
            if last != Some((one.score, one.took)) {
                (rank, last) = (at, Some((one.score, one.took)));
            }
            one.rank = rank;
        }
        all
    }
}

/// The contest as a whole as recomputed.
#[derive(Debug, Clone)]
pub struct WholeReport {
    /// The ranking of people.
    pub ranking: Vec<WholeResult>,
    /// The units as published.
    pub units: Vec<PublishedUnit>,
}

/// What is published of the whole, being compared.
struct Published {
    head: PublishedWhole,
    ranking: Vec<WholeResult>,
    /// Places compared.
    ranked: usize,
    units: Vec<PublishedUnit>,
}

/// The contest as a whole while its file is read.
pub(crate) struct Whole {
    /// The rounds it has; none in a file of before.
    wanted: Vec<i64>,
    seen: Vec<i64>,
    sums: WholeSums,
    /// Contestants with the unit they count for and the attempts that count.
    members: HashMap<i64, (i64, i64)>,
    /// People of units' lists as the rounds say.
    eligible: BTreeMap<i64, i64>,
    least_percent: i64,
    published: Option<Published>,
}

impl Whole {
    pub fn new(rounds: Vec<i64>, least_percent: i64) -> Self {
        Whole {
            wanted: rounds,
            seen: Vec::new(),
            sums: WholeSums::default(),
            members: HashMap::new(),
            eligible: BTreeMap::new(),
            least_percent,
            published: None,
        }
    }

    /// Adds a round that was read whole: `members` are contestants with the unit they count for and their results in the log.
    /// Gives the units whose list is another than in a round before.
    pub fn add(
        &mut self,
        (round, standings): (i64, &Standings),
        members: &HashMap<i64, (i64, i64)>,
        units: &[PublishedUnit],
    ) -> Vec<i64> {
        if self.wanted.is_empty() {
            return Vec::new();
        }
        self.seen.push(round);
        self.sums.add(standings);
        for (contestant, (unit, attempts)) in members {
            if standings.counting(*contestant).is_some() {
                let member = self.members.entry(*contestant).or_insert((*unit, 0));
                *member = (if member.0 == *unit { *unit } else { UNKNOWN }, member.1 + attempts);
            }
        }
        let is_other = |one: &&PublishedUnit| *self.eligible.entry(one.unit).or_insert(one.eligible) != one.eligible;
        units.iter().filter(is_other).map(|one| one.unit).collect()
    }

    /// Every round of the contest, and no other, stands in the file.
    fn is_complete(&self) -> bool {
        let (mut wanted, mut seen) = (self.wanted.clone(), self.seen.clone());
        wanted.sort_unstable();
        seen.sort_unstable();
        wanted == seen
    }

    /// Every round of the file is one of the contest, and stands there once.
    fn is_of_contest(&self) -> bool {
        let mut left = self.wanted.clone();
        self.seen.iter().all(|round| {
            let at = left.iter().position(|known| known == round);
            at.map(|at| left.swap_remove(at)).is_some()
        })
    }

    /// What is published of the whole begins.
    pub fn begin(&mut self, head: PublishedWhole) -> Option<Fault> {
        if self.published.is_some() || self.wanted.is_empty() || !self.is_complete() {
            return Some(Fault::Whole);
        }
        let ranking = self.sums.ranking();
        let is_same = i64::try_from(ranking.len()).is_ok_and(|people| people == head.people);
        self.published = Some(Published { head, ranking, ranked: 0, units: Vec::new() });
        (!is_same).then_some(Fault::Whole)
    }

    /// A place of the whole ranking.
    pub fn take_ranked(&mut self, of: WholeResult) -> Option<Fault> {
        let fault = Some(Fault::WholeRanked(of.rank, of.contestant));
        let Some(published) = &mut self.published else { return fault };
        published.ranked += 1;
        if published.ranking.get(published.ranked - 1) == Some(&of) { None } else { fault }
    }

    /// A unit over the whole contest.
    pub fn take_unit(&mut self, unit: PublishedUnit) -> Option<Fault> {
        let fault = Fault::Unit(unit.round, unit.unit);
        let Some(published) = &mut self.published else { return Some(fault) };
        let is_same = self.eligible.get(&unit.unit) == Some(&unit.eligible);
        published.units.push(unit);
        (!is_same).then_some(fault)
    }

    /// The file is at its end: what is wrong with the whole, and the whole.
    pub fn end(self) -> (Vec<Fault>, Option<WholeReport>) {
        let is_wanted = !self.wanted.is_empty() && self.is_complete();
        let mut faults = Vec::new();
        if !self.is_of_contest() {
            faults.push(Fault::Whole);
        }
        let Some(published) = self.published else {
            // the end of the file was cut off
            if is_wanted {
                faults.push(Fault::Whole);
            }
            return (faults, None);
        };
        let counts = [published.ranked, published.units.len()].map(|count| i64::try_from(count).unwrap_or(i64::MAX));
        if counts != [published.head.ranked, published.head.units] {
            faults.push(Fault::Whole);
        }
        let scores: HashMap<i64, i64> = published.ranking.iter().map(|one| (one.contestant, one.score)).collect();
        let mut sums: BTreeMap<i64, UnitSums> = BTreeMap::new();
        for (contestant, (unit, attempts)) in &self.members {
            sums.entry(*unit).or_default().add(*attempts, scores.get(contestant).copied().unwrap_or(0));
        }
        let differing = differing_units(&published.units, sums, self.least_percent);
        faults.extend(differing.into_iter().map(|unit| Fault::Unit(0, unit)));
        (faults, Some(WholeReport { ranking: published.ranking, units: published.units }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Counts, Performance, Seed};

    fn round(results: &[(i64, i64, i64)]) -> Standings {
        let mut all = Standings::new(Counts::Best, Vec::new(), 0, Seed([1; 32]));
        for (place, (contestant, score, took)) in (1..).zip(results.iter().copied()) {
            all.take(Performance { contestant, score, took, finished_at: place, prediction: None, place });
        }
        all
    }

    #[test]
    fn scores_are_added_over_the_rounds_then_times_and_equal_sums_share_a_rank() {
        let mut sums = WholeSums::default();
        sums.add(&round(&[(1, 5, 100), (2, 4, 50), (3, 9, 10), (4, 2, 5)]));
        sums.add(&round(&[(1, 4, 10), (2, 5, 60), (5, 9, 110)]));
        let shown: Vec<_> = sums.ranking().iter().map(|one| (one.rank, one.contestant, one.score, one.took)).collect();
        assert_eq!(shown, [(1, 3, 9, 10), (2, 1, 9, 110), (2, 2, 9, 110), (2, 5, 9, 110), (5, 4, 2, 5)]);
        assert_eq!(WholeSums::default().ranking(), []);
    }
}
