//! The two references: every run of words in a sorted table (nothing left out), and MinHash signatures.

use std::collections::HashMap;

/// Words of a run, as in the library.
const RUN: usize = 3;

/// Keys of all distinct runs of a text.
pub fn runs(text: &str) -> Vec<u32> {
    let folded = vietnamese::fold(text);
    let words: Vec<&str> = folded.split(' ').collect();
    let mut runs: Vec<u32> = words
        .windows(RUN)
        .map(|run| {
            let hash = run
                .iter()
                .flat_map(|word| word.bytes().chain([b' ']))
                .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
            u32::try_from(scrambled(hash) >> 32).unwrap_or_default()
        })
        .collect();
    runs.sort_unstable();
    runs.dedup();
    runs
}

fn scrambled(hash: u64) -> u64 {
    let mixed = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    mixed ^ (mixed >> 33)
}

/// Every run of every text, sorted.
pub struct Exact {
    pairs: Vec<(u32, u32)>,
    count: usize,
}

impl Exact {
    pub fn of(texts: impl Iterator<Item = Vec<u32>>) -> Self {
        let (mut pairs, mut count) = (Vec::new(), 0);
        for runs in texts {
            pairs.extend(runs.into_iter().map(|run| (run, u32::try_from(count).unwrap_or(u32::MAX))));
            count += 1;
        }
        pairs.sort_unstable();
        Self { pairs, count }
    }

    /// MiB of its table.
    pub fn size(&self) -> f64 {
        mebibytes(self.pairs.len() * size_of::<(u32, u32)>())
    }

    /// The two texts that share most runs.
    pub fn nearest(&self, text: &str) -> Vec<usize> {
        let mut shared = vec![0_u32; self.count];
        for run in runs(text) {
            let from = self.pairs.partition_point(|pair| pair.0 < run);
            for (_, text) in self.pairs[from..].iter().take_while(|pair| pair.0 == run) {
                shared[*text as usize] += 1;
            }
        }
        two_largest(shared.iter().copied().enumerate())
    }
}

/// Signatures of the least value of each of many hashes, and the texts by each value.
pub struct MinHash {
    places: Vec<HashMap<u32, Vec<u32>>>,
    values: usize,
}

impl MinHash {
    pub fn values(text: &str, values: usize) -> Vec<u32> {
        let mut least = vec![u32::MAX; values];
        for run in runs(text) {
            for (number, value) in least.iter_mut().enumerate() {
                let salted = (u64::from(run) << 16) ^ (number as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
                *value = (*value).min(u32::try_from(scrambled(salted) >> 32).unwrap_or_default());
            }
        }
        least
    }

    pub fn of(texts: impl Iterator<Item = Vec<u32>>, values: usize) -> Self {
        let mut places: Vec<HashMap<u32, Vec<u32>>> = vec![HashMap::new(); values];
        for (text, signature) in texts.enumerate() {
            for (place, value) in places.iter_mut().zip(signature) {
                place.entry(value).or_default().push(u32::try_from(text).unwrap_or(u32::MAX));
            }
        }
        Self { places, values }
    }

    /// MiB of its tables, without what the maps need beside them.
    pub fn size(&self) -> f64 {
        let texts: usize = self.places.iter().flat_map(HashMap::values).map(Vec::len).sum();
        let values: usize = self.places.iter().map(HashMap::len).sum();
        mebibytes(texts * size_of::<u32>() + values * size_of::<(u32, Vec<u32>)>())
    }

    /// The two texts that have most values in common.
    pub fn nearest(&self, text: &str) -> Vec<usize> {
        let mut shared: HashMap<u32, u32> = HashMap::new();
        for (place, value) in self.places.iter().zip(Self::values(text, self.values)) {
            for text in place.get(&value).into_iter().flatten() {
                *shared.entry(*text).or_default() += 1;
            }
        }
        two_largest(shared.into_iter().map(|(text, count)| (text as usize, count)))
    }
}

#[expect(clippy::cast_precision_loss, reason = "bytes, far below 2^52")]
fn mebibytes(bytes: usize) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}

fn two_largest(counts: impl Iterator<Item = (usize, u32)>) -> Vec<usize> {
    let mut best: [(u32, std::cmp::Reverse<usize>); 2] = [(0, std::cmp::Reverse(usize::MAX)); 2];
    for (text, count) in counts {
        let new = (count, std::cmp::Reverse(text));
        if new > best[0] {
            best = [new, best[0]];
        } else if new > best[1] {
            best[1] = new;
        }
    }
    best.into_iter().filter(|(count, _)| *count > 0).map(|(_, text)| text.0).collect()
}
