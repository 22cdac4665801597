//! Which of very many texts are nearest to one: fingerprints of runs of three words, of which a fixed share is kept, and
//! for each kept run the texts that have it. What exactly was copied is then asked of [`crate::Sources`].

/// Words of a run.
const RUN: usize = 3;
/// One run of so many is kept; of short texts more.
const KEPT: u32 = 8;
/// A text keeps about so many runs at least, if it has them.
const LEAST_KEPT: usize = 64;
/// A run that more texts have says nothing: it is a formula of the office.
const MOST_TEXTS: usize = 4_096;
/// Runs are found through a table of so many leading bits.
const LEADING: u32 = 16;

/// What is kept of a text, 4 bytes a run, about 400 for 800 words: made anywhere, stored anywhere, put into an [`Index`].
///
/// ```
/// use similarity::Fingerprint;
/// let one = Fingerprint::of("Chi bộ ấp Rạch Gốc giữ ba sào ruộng công làm mô hình nuôi cá");
/// assert_eq!(one, Fingerprint::of("CHI BỘ ẤP RẠCH GỐC giu ba sao ruong cong làm mô hình nuôi cá."));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fingerprint {
    /// distinct, ascending
    runs: Vec<u32>,
}

impl Fingerprint {
    /// The fingerprint of a text, the same for every spelling of its words.
    pub fn of(text: &str) -> Self {
        Self::with_room(text, &mut String::new())
    }

    /// Like [`Fingerprint::of`]; `room` is used for the folded text, so that many texts share it.
    pub fn with_room(text: &str, room: &mut String) -> Self {
        room.clear();
        vietnamese::fold_into(text, room);
        let mut last = [0_u64; RUN];
        let mut all = Vec::with_capacity(room.len() / 5);
        for (number, word) in room.split(' ').filter(|word| !word.is_empty()).enumerate() {
            last.rotate_left(1);
            last[RUN - 1] = crate::words::key_of(word);
            if number + 1 >= RUN {
                all.push(run_key(last));
            }
        }
        // kept are the lowest of the scrambled keys, so that two texts keep the same ones
        let share = u32::try_from(all.len() / LEAST_KEPT).unwrap_or(KEPT).clamp(1, KEPT);
        let most = u32::MAX / share;
        all.retain(|run| *run <= most);
        all.sort_unstable();
        all.dedup();
        all.shrink_to_fit();
        Self { runs: all }
    }

    /// How many runs are kept.
    pub fn len(&self) -> usize {
        self.runs.len()
    }

    /// Whether the text was too short to tell.
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }
}

fn run_key(words: [u64; RUN]) -> u32 {
    let mixed = words.into_iter().fold(0x9e37_79b9_7f4a_7c15_u64, |hash, key| {
        let mixed = (hash.rotate_left(23) ^ key).wrapping_mul(0xff51_afd7_ed55_8ccd);
        mixed ^ (mixed >> 32)
    });
    u32::try_from(mixed.wrapping_mul(0xc4ce_b9fe_1a85_ec53) >> 32).unwrap_or_default()
}

/// A text that shares runs with the one asked about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Near {
    /// the number it was put in with
    pub text: u32,
    /// how much they share, rare runs counting most: 0 to 1, 1 for a text that has every run of the one asked about
    pub likeness: f32,
}

/// Texts by the runs they have; about 5 bytes a kept run.
///
/// ```
/// use similarity::{Fingerprint, Index};
/// let texts = [
///     "Tổ hợp tác ấp Kênh Chín đan giỏ lục bình bán ra chợ huyện mỗi phiên hai trăm chiếc.",
///     "Trạm bơm Vạn Chài hỏng rơ le, xã xin thợ của công ty thủy lợi về sửa trong hai ngày.",
/// ];
/// let index = Index::of(texts.iter().map(|text| Fingerprint::of(text)));
/// let near = index.nearest(&Fingerprint::of("Tổ hợp tác ấp Bàu Sen đan giỏ lục bình bán ra chợ huyện mỗi phiên."), 3);
/// assert_eq!(near[0].text, 0);
/// assert_eq!(near.len(), 1);
/// ```
#[derive(Debug, Default)]
pub struct Index {
    /// for each value of the leading bits, where its runs begin
    begins: Vec<u32>,
    runs: Vec<u32>,
    /// where the texts of a run begin; one more than runs
    places: Vec<u32>,
    texts: Vec<u32>,
    count: usize,
}

impl Index {
    /// An index of fingerprints, numbered from 0 in their order; at most 2³² kept runs in all.
    pub fn of(fingerprints: impl IntoIterator<Item = Fingerprint>) -> Self {
        let mut pairs: Vec<u64> = Vec::new();
        let mut count = 0_u32;
        for fingerprint in fingerprints {
            pairs.extend(fingerprint.runs.iter().map(|run| u64::from(*run) << 32 | u64::from(count)));
            count += 1;
        }
        pairs.sort_unstable();
        let mut index = Self { count: count as usize, texts: Vec::with_capacity(pairs.len()), ..Self::default() };
        for pair in pairs {
            let (run, text) = halves(pair);
            if index.runs.last() != Some(&run) {
                index.places.push(length(&index.texts));
                index.runs.push(run);
            }
            index.texts.push(text);
        }
        index.places.push(length(&index.texts));
        index.runs.shrink_to_fit();
        index.places.shrink_to_fit();
        index.begins = (0..=1 << LEADING)
            .map(|leading: u64| {
                let from = leading << (32 - LEADING);
                u32::try_from(index.runs.partition_point(|run| u64::from(*run) < from)).unwrap_or(u32::MAX)
            })
            .collect();
        index
    }

    /// How many texts it has.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The `most` texts that share most with one, the nearest first; none that shares nothing. The text itself is among
    /// them if it is in the index.
    pub fn nearest(&self, asked: &Fingerprint, most: usize) -> Vec<Near> {
        let mut shared = vec![0.0_f32; self.count];
        let mut touched = Vec::new();
        let mut whole = 0.0;
        for run in &asked.runs {
            let texts = self.texts_with(*run);
            if texts.len() > MOST_TEXTS {
                continue;
            }
            let rarity = self.rarity(texts.len());
            whole += rarity;
            for text in texts {
                let sum = &mut shared[*text as usize];
                if *sum == 0.0 {
                    touched.push(*text);
                }
                *sum += rarity;
            }
        }
        let nearer =
            |one: &u32, other: &u32| shared[*other as usize].total_cmp(&shared[*one as usize]).then(one.cmp(other));
        if touched.len() > most && most > 0 {
            touched.select_nth_unstable_by(most - 1, nearer);
        }
        touched.truncate(most);
        touched.sort_unstable_by(nearer);
        touched.into_iter().map(|text| Near { text, likeness: shared[text as usize] / whole }).collect()
    }

    /// ln of how many texts there are to one that has the run.
    fn rarity(&self, texts: usize) -> f32 {
        #[expect(clippy::cast_precision_loss, reason = "a weight, not a count")]
        let share = (self.count + 1) as f32 / (texts.max(1)) as f32;
        share.ln().max(0.01)
    }

    fn texts_with(&self, run: u32) -> &[u32] {
        let leading = (run >> (32 - LEADING)) as usize;
        let (Some(from), Some(to)) = (self.begins.get(leading), self.begins.get(leading + 1)) else { return &[] };
        let (from, to) = (*from as usize, *to as usize);
        match self.runs[from..to].binary_search(&run) {
            Ok(at) => &self.texts[self.places[from + at] as usize..self.places[from + at + 1] as usize],
            Err(_) => &[],
        }
    }
}

fn halves(pair: u64) -> (u32, u32) {
    let [a, b, c, d, e, f, g, h] = pair.to_be_bytes();
    (u32::from_be_bytes([a, b, c, d]), u32::from_be_bytes([e, f, g, h]))
}

fn length(texts: &[u32]) -> u32 {
    u32::try_from(texts.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_index_and_an_empty_text_find_nothing() {
        let asked = Fingerprint::of("Chi bộ ấp Rạch Gốc giữ ba sào ruộng");
        assert!(Index::of([]).nearest(&asked, 5).is_empty());
        assert!(Index::of([asked]).nearest(&Fingerprint::of("hai từ"), 5).is_empty());
    }

    #[test]
    fn the_nearest_text_is_first_and_as_many_as_asked() {
        let texts =
            ["một hai ba bốn năm sáu", "một hai ba bốn chín mười", "một hai ba không gì nữa", "cái khác hẳn thế này"];
        let index = Index::of(texts.iter().map(|text| Fingerprint::of(text)));
        let near = index.nearest(&Fingerprint::of("một hai ba bốn năm sáu"), 2);
        assert_eq!(near.iter().map(|near| near.text).collect::<Vec<_>>(), [0, 1]);
        assert!((near[0].likeness - 1.0).abs() < 1e-6);
    }
}
