//! The generator of the demo's chance: SplitMix64 (Steele, Lea and Flood, 2014), small and fixed for ever, so that a
//! seed gives the same province on every machine and after every upgrade. Not for secrets.

/// A stream of numbers that depends on its seed only.
#[derive(Debug, Clone)]
pub(crate) struct Random {
    state: u64,
}

impl Random {
    /// A stream; `purpose` keeps the streams of one seed apart, so that a change in one part moves no other.
    pub(crate) fn new(seed: u64, purpose: u64) -> Self {
        let mut random = Self { state: seed ^ purpose.wrapping_mul(0xD6E8_FEB8_6659_FD93) };
        random.next();
        random
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number in `0..bound` (0 when `bound` is 0).
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        let high = (u128::from(self.next()) * bound as u128) >> 64;
        usize::try_from(high).unwrap_or(0)
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high.saturating_sub(low) + 1)
    }

    /// True `per_mille` times in a thousand.
    pub(crate) fn chance(&mut self, per_mille: usize) -> bool {
        self.below(1000) < per_mille
    }

    /// One of the words.
    pub(crate) fn pick(&mut self, words: &[&'static str]) -> &'static str {
        words.get(self.below(words.len())).copied().unwrap_or("")
    }

    /// One of the words, the heavier the oftener.
    pub(crate) fn weighted(&mut self, words: &[(&'static str, usize)]) -> &'static str {
        let total = words.iter().map(|(_, weight)| weight).sum();
        let mut left = self.below(total);
        for &(word, weight) in words {
            if left < weight {
                return word;
            }
            left -= weight;
        }
        ""
    }
}

/// Splits `total` over the weights: whole numbers that sum to `total` exactly, each within one of its fair share.
pub(crate) fn shares(total: usize, weights: &[usize]) -> Vec<usize> {
    let sum: usize = weights.iter().sum::<usize>().max(1);
    let mut seen = 0;
    let mut given = 0;
    let mut parts = Vec::with_capacity(weights.len());
    for weight in weights {
        seen += weight;
        let upto = total * seen / sum;
        parts.push(upto - given);
        given = upto;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_sum_to_the_total() {
        assert_eq!(shares(100, &[1, 1, 1]).iter().sum::<usize>(), 100);
        assert_eq!(shares(10, &[0, 5, 5]), vec![0, 5, 5]);
    }

    #[test]
    fn a_seed_fixes_the_stream() {
        let draw = |seed, purpose| {
            let mut random = Random::new(seed, purpose);
            [random.below(1000), random.below(1000), random.below(1000)]
        };
        assert_eq!(draw(7, 1), draw(7, 1));
        assert_ne!(draw(7, 1), draw(7, 2));
        assert_ne!(draw(7, 1), draw(8, 1));
    }
}
