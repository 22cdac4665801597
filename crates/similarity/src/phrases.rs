//! Tables of phrases and how they are found in a row of words: formulas, synonyms, names of bodies, levels of the tree.
//! The tables themselves are text files in `data/`.

use std::sync::LazyLock;

use crate::keyed::{KeyMap, KeySet};
use crate::words::{Word, chain, words_of};

/// Phrases, each with a number; the longest one that begins at a word is found.
#[derive(Debug, Default)]
pub(crate) struct Phrases {
    /// by the key of the first syllable: lengths that occur, longest first
    lengths: KeyMap<Vec<usize>>,
    numbers: KeyMap<u16>,
}

impl Phrases {
    /// A table of lines; the phrases of line n, parted by `|`, carry the number n, from 1.
    pub(crate) fn of(table: &str) -> Self {
        let mut phrases = Self::default();
        let lines = table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        for (line, number) in lines.zip(1..) {
            for phrase in line.split('|') {
                phrases.put(&words_of(phrase), number);
            }
        }
        phrases
    }

    /// One more phrase.
    pub(crate) fn put(&mut self, words: &[Word], number: u16) {
        let Some(first) = words.first() else { return };
        let lengths = self.lengths.entry(first.bare).or_default();
        if !lengths.contains(&words.len()) {
            lengths.push(words.len());
            lengths.sort_unstable_by(|one, other| other.cmp(one));
        }
        self.numbers.entry(chain(words.iter().map(|word| word.bare))).or_insert(number);
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// The longest phrase at the start of `words`: how many words, its number.
    pub(crate) fn at_start(&self, words: &[Word]) -> Option<(usize, u16)> {
        let lengths = self.lengths.get(&words.first()?.bare)?;
        lengths.iter().filter(|length| **length <= words.len()).find_map(|length| {
            let key = chain(words[..*length].iter().map(|word| word.bare));
            self.numbers.get(&key).map(|number| (*length, *number))
        })
    }

    /// Calls `found` with first word, count and number of each phrase, left to right, none inside another.
    pub(crate) fn each(&self, words: &[Word], mut found: impl FnMut(usize, usize, u16)) {
        let mut at = 0;
        while at < words.len() {
            match self.at_start(&words[at..]) {
                Some((length, number)) => {
                    found(at, length, number);
                    at += length;
                }
                None => at += 1,
            }
        }
    }
}

pub(crate) static FORMULAS: LazyLock<Phrases> = LazyLock::new(|| Phrases::of(include_str!("../data/formulas.txt")));
pub(crate) static SYNONYMS: LazyLock<Phrases> = LazyLock::new(|| Phrases::of(include_str!("../data/synonyms.txt")));
pub(crate) static BODIES: LazyLock<Phrases> = LazyLock::new(|| Phrases::of(include_str!("../data/bodies.txt")));
pub(crate) static LEVELS: LazyLock<Phrases> = LazyLock::new(|| Phrases::of(include_str!("../data/levels.txt")));
/// Keys of the words of grammar, with and without diacritics.
pub(crate) static GRAMMAR: LazyLock<(KeySet, KeySet)> = LazyLock::new(|| {
    let lines = include_str!("../data/stops.txt").lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(words_of).map(|word| (word.toned, word.bare)).unzip()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_phrase_is_found_and_none_inside_it() {
        let phrases = Phrases::of("# a comment\nkiểm tra\nkiểm tra, giám sát | đôn đốc\n");
        let mut found = Vec::new();
        phrases.each(&words_of("Thường xuyên KIỂM TRA giám sát; don doc, kiểm tra"), |at, length, number| {
            found.push((at, length, number));
        });
        assert_eq!(found, [(2, 4, 2), (6, 2, 2), (8, 2, 1)]);
    }
}
