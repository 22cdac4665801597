//! Who stands where: score first, then the tie-breaks in the order declared before the start. A [`Standings`] is kept as
//! results come in, so that a rank is looked up and never sorted for.

use std::str::FromStr;

use crate::{Seed, hmac};

/// What decides between equal scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TieBreak {
    /// Fewer milliseconds from start to end.
    Time,
    /// The prediction nearest to the true number.
    Prediction,
    /// Ended earlier.
    Earliest,
    /// The sealed lot: follows from the seed and the contestant's number.
    Lot,
}

impl TieBreak {
    /// Every one.
    pub const ALL: [TieBreak; 4] = [TieBreak::Time, TieBreak::Prediction, TieBreak::Earliest, TieBreak::Lot];

    /// The word in rules and files.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            TieBreak::Time => "time",
            TieBreak::Prediction => "prediction",
            TieBreak::Earliest => "earliest",
            TieBreak::Lot => "lot",
        }
    }
}

impl FromStr for TieBreak {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        TieBreak::ALL.into_iter().find(|one| one.code() == text).ok_or(())
    }
}

/// Which of a contestant's attempts of a round counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counts {
    /// The best; of equal ones the first.
    Best,
    /// The first.
    First,
}

impl Counts {
    /// The word in rules and files.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Counts::Best => "best",
            Counts::First => "first",
        }
    }
}

impl FromStr for Counts {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        [Counts::Best, Counts::First].into_iter().find(|one| one.code() == text).ok_or(())
    }
}

/// What of an attempt is ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Performance {
    /// The contestant's number.
    pub contestant: i64,
    /// How many answers are right.
    pub score: i64,
    /// Milliseconds from start to end.
    pub took: i64,
    /// When it ended, milliseconds.
    pub finished_at: i64,
    /// What was predicted.
    pub prediction: Option<i64>,
    /// Its place in the log.
    pub place: i64,
}

/// How good an attempt is: the smaller the better; equal keys share a rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key(u128);

const SCORE_BITS: u32 = 12;
const TIME_BITS: u32 = 28;
const EARLIEST_BITS: u32 = 32;
const PREDICTION_BITS: u32 = 30;
const LOT_BITS: u32 = 26;

fn capped(n: i64, bits: u32) -> u128 {
    let most = (1_u128 << bits) - 1;
    u128::try_from(n.max(0)).unwrap_or(0).min(most)
}

/// The key of a performance under these tie-breaks. `opened_at` is when the round opened; `truth` what was to be predicted,
/// none while it is not known: predictions do not decide then. Who predicted nothing comes after who did.
#[must_use]
pub fn key_of(of: &Performance, order: &[TieBreak], opened_at: i64, truth: Option<i64>, seed: &Seed) -> Key {
    let mut key = ((1_u128 << SCORE_BITS) - 1) - capped(of.score, SCORE_BITS);
    for one in order {
        key = match one {
            TieBreak::Time => (key << TIME_BITS) | capped(of.took, TIME_BITS),
            TieBreak::Earliest => (key << EARLIEST_BITS) | capped(of.finished_at - opened_at, EARLIEST_BITS),
            TieBreak::Prediction => (key << PREDICTION_BITS) | distance(of.prediction, truth),
            TieBreak::Lot => (key << LOT_BITS) | lot(seed, of.contestant),
        };
    }
    Key(key)
}

fn distance(prediction: Option<i64>, truth: Option<i64>) -> u128 {
    match (prediction, truth) {
        (_, None) => 0,
        (Some(prediction), Some(truth)) => capped(prediction.saturating_sub(truth).saturating_abs(), PREDICTION_BITS),
        (None, Some(_)) => (1 << PREDICTION_BITS) - 1,
    }
}

/// The contestant's lot: the first 26 bits of HMAC-SHA-256 with the seed as key over `lot:«contestant»`.
fn lot(seed: &Seed, contestant: i64) -> u128 {
    let bytes = hmac(&seed.0, &[b"lot:", contestant.to_string().as_bytes()]);
    let number = u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
    u128::from(number >> (32 - LOT_BITS))
}

/// A place of the ranking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ranked {
    /// The rank, from 1; equal keys share it and the next rank is left out.
    pub rank: usize,
    /// What was ranked.
    pub performance: Performance,
}

/// What sets a performance apart from one that comes after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lead {
    /// Its score.
    Score,
    /// The scores are equal; this tie-break decides.
    By(TieBreak),
    /// Nothing: they share a rank.
    Nothing,
}

/// Members of one piece of the sorted row at most; a full piece is cut in two.
const PIECE: usize = 1_024;

/// The ranking of a round as results come in. A rank costs one look at each piece (one for a thousand contestants) and a
/// search in one of them.
#[derive(Debug, Clone)]
pub struct Standings {
    counts: Counts,
    order: Vec<TieBreak>,
    opened_at: i64,
    truth: Option<i64>,
    seed: Seed,
    /// What counts of each contestant, by number.
    counting: Vec<Option<Performance>>,
    /// All keys with their contestants, sorted, in pieces.
    pieces: Vec<Vec<(Key, u32)>>,
    people: usize,
}

impl Standings {
    /// Nobody yet, under these rules.
    #[must_use]
    pub fn new(counts: Counts, order: Vec<TieBreak>, opened_at: i64, seed: Seed) -> Self {
        let pieces = vec![Vec::new()];
        Standings { counts, order, opened_at, truth: None, seed, counting: Vec::new(), pieces, people: 0 }
    }

    /// Takes in a result; gives whether it counts now for its contestant.
    pub fn take(&mut self, new: Performance) -> bool {
        let Ok(place) = usize::try_from(new.contestant) else { return false };
        if self.counting.len() <= place {
            self.counting.resize(place + 1, None);
        }
        if let Some(old) = self.counting[place] {
            let is_better = match self.counts {
                // what was predicted does not choose the attempt: its truth comes later
                Counts::Best => (self.own_key(&new), new.place) < (self.own_key(&old), old.place),
                Counts::First => new.place < old.place,
            };
            if !is_better {
                return false;
            }
            self.remove(self.key(&old), old.contestant);
        } else {
            self.people += 1;
        }
        self.counting[place] = Some(new);
        self.insert(self.key(&new), new.contestant);
        true
    }

    /// Tells what was to be predicted: predictions decide from now on.
    pub fn tell_truth(&mut self, truth: i64) {
        self.truth = Some(truth);
        let mut all: Vec<(Key, u32)> =
            self.counting.iter().flatten().map(|one| (self.key(one), short(one.contestant))).collect();
        all.sort_unstable();
        self.pieces = all.chunks(PIECE / 2).map(<[(Key, u32)]>::to_vec).collect();
        if self.pieces.is_empty() {
            self.pieces.push(Vec::new());
        }
    }

    /// Contestants with a result.
    #[must_use]
    pub fn people(&self) -> usize {
        self.people
    }

    /// What counts of every contestant, by number.
    pub fn all(&self) -> impl Iterator<Item = Performance> + '_ {
        self.counting.iter().flatten().copied()
    }

    /// What counts of a contestant.
    #[must_use]
    pub fn counting(&self, contestant: i64) -> Option<Performance> {
        usize::try_from(contestant).ok().and_then(|place| self.counting.get(place).copied().flatten())
    }

    /// The rank of a contestant; none without a result.
    #[must_use]
    pub fn rank(&self, contestant: i64) -> Option<usize> {
        let key = self.key(&self.counting(contestant)?);
        let better = |piece: &Vec<(Key, u32)>| piece.partition_point(|(other, _)| *other < key);
        let mut before = 0;
        for piece in &self.pieces {
            let here = better(piece);
            before += here;
            if here < piece.len() {
                break;
            }
        }
        Some(before + 1)
    }

    /// Places of the ranking from this one (0 is the first) on, in order; who shares a rank comes by number.
    pub fn from(&self, skipped: usize) -> impl Iterator<Item = Ranked> + '_ {
        let (mut rank, mut last) = (0, None);
        let all = self.pieces.iter().flatten().enumerate().map(move |(place, (key, contestant))| {
            if last != Some(*key) {
                (rank, last) = (place + 1, Some(*key));
            }
            (rank, i64::from(*contestant))
        });
        all.skip(skipped)
            .filter_map(|(rank, contestant)| self.counting(contestant).map(|performance| Ranked { rank, performance }))
    }

    /// What sets one apart from one that comes after it: the first part of the order in which they differ.
    #[must_use]
    pub fn lead(&self, before: &Performance, after: &Performance) -> Lead {
        let key =
            |of: &Performance, length: usize| key_of(of, &self.order[..length], self.opened_at, self.truth, &self.seed);
        if key(before, 0) != key(after, 0) {
            return Lead::Score;
        }
        let decides = |length: &usize| key(before, *length) != key(after, *length);
        (1..=self.order.len()).find(decides).map_or(Lead::Nothing, |length| Lead::By(self.order[length - 1]))
    }

    fn key(&self, of: &Performance) -> Key {
        key_of(of, &self.order, self.opened_at, self.truth, &self.seed)
    }

    fn own_key(&self, of: &Performance) -> Key {
        key_of(of, &self.order, self.opened_at, None, &self.seed)
    }

    /// The piece in which this stands or would stand.
    fn piece_of(&self, member: &(Key, u32)) -> usize {
        let later = self.pieces.partition_point(|piece| piece.last().is_some_and(|last| last < member));
        later.min(self.pieces.len() - 1)
    }

    fn insert(&mut self, key: Key, contestant: i64) {
        let member = (key, short(contestant));
        let at = self.piece_of(&member);
        let piece = &mut self.pieces[at];
        let place = piece.partition_point(|other| *other < member);
        piece.insert(place, member);
        if piece.len() > PIECE {
            let second = piece.split_off(PIECE / 2);
            self.pieces.insert(at + 1, second);
        }
    }

    fn remove(&mut self, key: Key, contestant: i64) {
        let member = (key, short(contestant));
        let at = self.piece_of(&member);
        if let Ok(place) = self.pieces[at].binary_search(&member) {
            self.pieces[at].remove(place);
        }
        if self.pieces[at].is_empty() && self.pieces.len() > 1 {
            self.pieces.remove(at);
        }
    }
}

fn short(contestant: i64) -> u32 {
    u32::try_from(contestant).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ORDER: [TieBreak; 3] = [TieBreak::Time, TieBreak::Prediction, TieBreak::Earliest];

    fn of(contestant: i64, score: i64, took: i64, prediction: Option<i64>, place: i64) -> Performance {
        Performance { contestant, score, took, finished_at: 1_000 + place, prediction, place }
    }

    #[test]
    fn what_decides_between_two_is_the_first_part_of_the_order_in_which_they_differ() {
        let mut all = standings(Counts::Best);
        let (a, b) = (of(1, 9, 50, Some(7), 1), of(2, 9, 50, Some(5), 2));
        assert_eq!(all.lead(&of(3, 10, 90, None, 3), &a), Lead::Score);
        assert_eq!(all.lead(&of(3, 9, 49, None, 3), &a), Lead::By(TieBreak::Time));
        // while the truth is not known, predictions decide nothing
        assert_eq!(all.lead(&a, &b), Lead::By(TieBreak::Earliest));
        all.tell_truth(7);
        assert_eq!(all.lead(&a, &b), Lead::By(TieBreak::Prediction));
        assert_eq!(all.lead(&a, &of(4, 9, 50, Some(7), 1)), Lead::Nothing);
    }

    fn standings(counts: Counts) -> Standings {
        Standings::new(counts, ORDER.to_vec(), 1_000, Seed([2; 32]))
    }

    fn ranks(of: &Standings) -> Vec<(usize, i64)> {
        of.from(0).map(|one| (one.rank, one.performance.contestant)).collect()
    }

    #[test]
    fn score_then_time_then_prediction_then_who_was_earlier() {
        let mut all = standings(Counts::Best);
        for one in
            [of(1, 9, 50, Some(70), 1), of(2, 9, 40, Some(9), 2), of(3, 10, 90, None, 3), of(4, 9, 50, Some(98), 4)]
        {
            assert!(all.take(one));
        }
        assert_eq!(ranks(&all), [(1, 3), (2, 2), (3, 1), (4, 4)], "while the truth is not known");
        all.tell_truth(100);
        assert_eq!(ranks(&all), [(1, 3), (2, 2), (3, 4), (4, 1)]);
        assert_eq!((all.rank(4), all.rank(5)), (Some(3), None));
    }

    #[test]
    fn of_a_contestant_the_best_counts_or_the_first() {
        let (first, second) = (of(1, 5, 50, None, 1), of(1, 8, 50, None, 2));
        let mut best = standings(Counts::Best);
        assert!(best.take(first) && best.take(second));
        assert_eq!(best.counting(1), Some(second));
        let mut only_first = standings(Counts::First);
        assert!(only_first.take(first) && !only_first.take(second));
        assert_eq!((only_first.people(), best.people()), (1, 1));
    }

    #[test]
    fn who_cannot_be_told_apart_shares_the_rank_and_a_lot_decides_where_it_was_declared() {
        let mut all = Standings::new(Counts::Best, vec![TieBreak::Time], 0, Seed([2; 32]));
        for contestant in [1, 2, 3] {
            all.take(of(contestant, 7, 30 + i64::from(contestant == 3), None, contestant));
        }
        assert_eq!(ranks(&all), [(1, 1), (1, 2), (3, 3)]);
        let mut drawn = Standings::new(Counts::Best, vec![TieBreak::Lot], 0, Seed([2; 32]));
        for contestant in 1..=50 {
            drawn.take(of(contestant, 7, 30, None, contestant));
        }
        let order: Vec<i64> = drawn.from(0).map(|one| one.performance.contestant).collect();
        assert_ne!(order, (1..=50).collect::<Vec<i64>>());
    }

    proptest! {
        #[test]
        fn kept_standings_are_those_of_a_sort(results in prop::collection::vec((1_i64..400, 0_i64..4, 0_i64..5), 0..3_000)) {
            let mut kept = standings(Counts::Best);
            let mut best: std::collections::HashMap<i64, Performance> = std::collections::HashMap::new();
            let key = |one: &Performance| key_of(one, &ORDER, 1_000, None, &Seed([2; 32]));
            for (place, (contestant, score, took)) in results.into_iter().enumerate() {
                let new = of(contestant, score, took, None, i64::try_from(place).unwrap());
                kept.take(new);
                let old = best.entry(contestant).or_insert(new);
                if key(&new) < key(old) {
                    *old = new;
                }
            }
            let mut sorted: Vec<Performance> = best.into_values().collect();
            sorted.sort_by_key(|one| (key(one), one.contestant));
            let order: Vec<Performance> = kept.from(0).map(|one| one.performance).collect();
            prop_assert_eq!(&order, &sorted);
            for one in &sorted {
                let before = sorted.iter().filter(|other| key(other) < key(one)).count();
                prop_assert_eq!(kept.rank(one.contestant), Some(before + 1));
            }
        }
    }
}
