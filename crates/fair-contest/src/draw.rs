//! The draw of an attempt: which questions, in which order, with the options in which order. It follows from the sealed
//! seed, the attempt's name and the number its contestant's device chose; nothing else enters.
//!
//! Numbers come from blocks of HMAC-SHA-256 with the seed as key over `«attempt»:«nonce»:«block»`, block counted from 0
//! in decimal: eight big-endian numbers of 32 bits a block. A number below `n` is the next one below the largest multiple
//! of `n`, modulo `n`. Quotas are drawn in their order by the beginning of a Fisher–Yates shuffle of the source's
//! questions in pool order; then all that were drawn are shuffled; then the options of each, in the new order.

use crate::{Seed, hmac};

/// A question as the draw sees it; its place in the pool is its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PoolQuestion {
    /// The source it counts for («Nghị quyết 15», «Luật Bầu cử»): the place of its quota.
    pub source: usize,
    /// How many options it has, 2 to [`crate::MOST_OPTIONS`].
    pub options: u8,
    /// Bit `n` is set when option `n`, counted from 0 as in the pool, is right.
    pub right: u8,
    /// The options stay as they are («cả ba phương án trên»).
    pub keeps_order: bool,
}

/// How many questions of a source an attempt gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// The source.
    pub source: usize,
    /// How many.
    pub count: usize,
}

/// The sealed pool of a round, with what is drawn from it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pool {
    questions: Vec<PoolQuestion>,
    quotas: Vec<Quota>,
    by_source: Vec<Vec<u16>>,
}

/// A pool from which its quotas cannot be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotADraw {
    /// A source holds fewer questions than its quota asks.
    #[error("source {source_place} has {has} questions, {wanted} are drawn")]
    TooFew {
        /// The source.
        source_place: usize,
        /// Its questions.
        has: usize,
        /// The quota.
        wanted: usize,
    },
    /// More questions than a pool may hold (65,535).
    #[error("more than 65,535 questions")]
    TooMany,
    /// A question with one option, too many, or without a right one.
    #[error("question {0} has no fitting options")]
    Options(usize),
}

impl Pool {
    /// The pool of these questions and quotas.
    ///
    /// # Errors
    /// [`NotADraw`].
    pub fn new(questions: Vec<PoolQuestion>, quotas: Vec<Quota>) -> Result<Self, NotADraw> {
        let sources = questions.iter().map(|q| q.source + 1).chain(quotas.iter().map(|q| q.source + 1)).max();
        let mut by_source = vec![Vec::new(); sources.unwrap_or(0)];
        for (place, question) in questions.iter().enumerate() {
            let is_fitting = (2..=crate::MOST_OPTIONS).contains(&question.options)
                && question.right != 0
                && u32::from(question.right) < 1 << question.options;
            if !is_fitting {
                return Err(NotADraw::Options(place));
            }
            by_source[question.source].push(u16::try_from(place).map_err(|_| NotADraw::TooMany)?);
        }
        for quota in &quotas {
            let has = by_source[quota.source].len();
            if has < quota.count {
                return Err(NotADraw::TooFew { source_place: quota.source, has, wanted: quota.count });
            }
        }
        Ok(Pool { questions, quotas, by_source })
    }

    /// Questions an attempt gets.
    #[must_use]
    pub fn length(&self) -> usize {
        self.quotas.iter().map(|quota| quota.count).sum()
    }

    /// The questions in pool order.
    #[must_use]
    pub fn questions(&self) -> &[PoolQuestion] {
        &self.questions
    }
}

/// A question as an attempt got it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// Its place in the pool.
    pub question: usize,
    /// The options as shown: for each place the option of the pool.
    pub order: Vec<u8>,
}

/// The numbers of one attempt.
struct Numbers<'a> {
    seed: &'a Seed,
    attempt: &'a str,
    nonce: &'a str,
    block: u32,
    left: [u32; 8],
    used: usize,
}

impl<'a> Numbers<'a> {
    fn new(seed: &'a Seed, attempt: &'a str, nonce: &'a str) -> Self {
        Numbers { seed, attempt, nonce, block: 0, left: [0; 8], used: 8 }
    }

    fn next(&mut self) -> u32 {
        if self.used == self.left.len() {
            let block = self.block.to_string();
            let pieces = [self.attempt, ":", self.nonce, ":", &block].map(str::as_bytes);
            let bytes = hmac(&self.seed.0, &pieces);
            for (number, four) in self.left.iter_mut().zip(bytes.chunks_exact(4)) {
                *number = u32::from_be_bytes([four[0], four[1], four[2], four[3]]);
            }
            self.block += 1;
            self.used = 0;
        }
        self.used += 1;
        self.left[self.used - 1]
    }

    /// A number from 0 to `limit - 1`, each equally likely.
    fn below(&mut self, limit: usize) -> usize {
        let limit = u64::try_from(limit).unwrap_or(u64::MAX);
        let fair = (1_u64 << 32) / limit * limit;
        loop {
            let number = u64::from(self.next());
            if number < fair {
                return usize::try_from(number % limit).unwrap_or(0);
            }
        }
    }

    /// Puts `count` members drawn at random to the front, in random order.
    fn draw_to_front<T>(&mut self, of: &mut [T], count: usize) {
        for place in 0..count {
            let other = place + self.below(of.len() - place);
            of.swap(place, other);
        }
    }
}

/// The draw of the attempt with this name and its device's number.
#[must_use]
pub fn draw(seed: &Seed, attempt: &str, nonce: &str, pool: &Pool) -> Vec<Drawn> {
    let mut numbers = Numbers::new(seed, attempt, nonce);
    let mut chosen: Vec<u16> = Vec::with_capacity(pool.length());
    for quota in &pool.quotas {
        let mut places = pool.by_source[quota.source].clone();
        numbers.draw_to_front(&mut places, quota.count);
        chosen.extend_from_slice(&places[..quota.count]);
    }
    let count = chosen.len();
    numbers.draw_to_front(&mut chosen, count.saturating_sub(1));
    let mut drawn = Vec::with_capacity(count);
    for place in chosen {
        let question = &pool.questions[usize::from(place)];
        let mut order: Vec<u8> = (0..question.options).collect();
        if !question.keeps_order {
            numbers.draw_to_front(&mut order, usize::from(question.options) - 1);
        }
        drawn.push(Drawn { question: usize::from(place), order });
    }
    drawn
}

#[cfg(test)]
pub(crate) fn a_pool(sources: &[(usize, usize)]) -> Pool {
    let mut questions = Vec::new();
    let mut quotas = Vec::new();
    for (source, (has, count)) in sources.iter().enumerate() {
        for number in 0..*has {
            questions.push(PoolQuestion { source, options: 4, right: 1 << (number % 4), keeps_order: false });
        }
        quotas.push(Quota { source, count: *count });
    }
    Pool::new(questions, quotas).expect("a pool")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_same_seed_name_and_number_draw_the_same_and_any_other_draws_otherwise() {
        let (pool, seed) = (a_pool(&[(60, 12), (40, 8)]), Seed([7; 32]));
        let one = draw(&seed, "3/12/1", "a1", &pool);
        assert_eq!(one, draw(&seed, "3/12/1", "a1", &pool));
        for other in [
            draw(&seed, "3/12/2", "a1", &pool),
            draw(&seed, "3/12/1", "a2", &pool),
            draw(&Seed([8; 32]), "3/12/1", "a1", &pool),
        ] {
            assert_ne!(one, other);
        }
    }

    #[test]
    fn a_draw_is_written_down_so_that_it_never_changes() {
        let drawn = draw(&Seed([1; 32]), "1/1/1", "00", &a_pool(&[(5, 2), (3, 1)]));
        let shown: Vec<(usize, Vec<u8>)> = drawn.into_iter().map(|one| (one.question, one.order)).collect();
        assert_eq!(format!("{shown:?}"), include_str!("../tests/a_draw.txt").trim());
    }

    #[test]
    fn every_question_and_every_order_is_about_equally_likely() {
        let (pool, seed) = (a_pool(&[(10, 3)]), Seed([3; 32]));
        let (mut times, mut first) = ([0_u32; 10], [0_u32; 4]);
        for number in 0..10_000 {
            for one in draw(&seed, &format!("1/{number}/1"), "x", &pool) {
                times[one.question] += 1;
                first[usize::from(one.order[0])] += 1;
            }
        }
        // 3,000 and 7,500 are expected; five standard deviations are about 230 and 375
        assert!(times.iter().all(|n| (2_770..3_230).contains(n)), "{times:?}");
        assert!(first.iter().all(|n| (7_125..7_875).contains(n)), "{first:?}");
    }

    #[test]
    fn quotas_that_cannot_be_met_are_no_pool() {
        let question = PoolQuestion { source: 0, options: 4, right: 1, keeps_order: true };
        let quota = Quota { source: 0, count: 2 };
        let too_few = Pool::new(vec![question.clone()], vec![quota]);
        assert_eq!(too_few, Err(NotADraw::TooFew { source_place: 0, has: 1, wanted: 2 }));
        let none_right = PoolQuestion { right: 16, ..question };
        assert_eq!(Pool::new(vec![none_right], Vec::new()), Err(NotADraw::Options(0)));
    }

    proptest! {
        #[test]
        fn a_draw_keeps_its_quotas_and_repeats_nothing(seed in any::<[u8; 32]>(), name in "[0-9/]{1,12}") {
            let pool = a_pool(&[(9, 4), (30, 9), (1, 1)]);
            let drawn = draw(&Seed(seed), &name, "n", &pool);
            let of = |source: usize| drawn.iter().filter(|d| pool.questions()[d.question].source == source).count();
            prop_assert_eq!((of(0), of(1), of(2)), (4, 9, 1));
            let mut questions: Vec<usize> = drawn.iter().map(|one| one.question).collect();
            questions.sort_unstable();
            questions.dedup();
            prop_assert_eq!(questions.len(), 14);
            for one in &drawn {
                let mut order = one.order.clone();
                order.sort_unstable();
                prop_assert_eq!(order, vec![0, 1, 2, 3]);
            }
        }
    }
}
