//! How much each word says about where a text comes from. Grammar, formulas of the office, names of bodies and citations
//! say little: every document has them. So does what the source itself repeats in sentence after sentence, its title first.

use std::sync::LazyLock;

use crate::keyed::{KeyMap, KeySet};
use crate::phrases::{BODIES, FORMULAS, GRAMMAR, LEVELS, SYNONYMS};
use crate::sentences::Cut;
use crate::words::{Part, Spelling, Word, chain, key_of};

const OF_GRAMMAR: f32 = 0.35;
const FORMULA: f32 = 0.4;
const STOCK_CLAUSE: f32 = 0.08;
/// Syllables from which a formula is a stock clause.
const CLAUSE_SYLLABLES: usize = 6;
const BODY: f32 = 0.3;
const NAME: f32 = 0.3;
const CITATION: f32 = 0.2;
/// What is left of a word that belongs to the topic.
const TOPIC: f32 = 0.5;
/// Syllables of a topic phrase.
const TOPIC_SYLLABLES: usize = 3;
/// A phrase in so many sentences of one document is its topic.
const TOPIC_SENTENCES: u32 = 4;
/// Classes of levels follow those of synonyms.
const FIRST_LEVEL: u16 = 1_000;

/// Phrases that a document repeats: its topic.
#[derive(Debug, Default)]
pub(crate) struct Topics(KeySet);

impl Topics {
    /// Learns from one document.
    pub(crate) fn learn(&mut self, cut: &Cut) {
        let mut seen: KeyMap<(u32, usize)> = KeyMap::default();
        let title = cut.titles.iter().map(|words| (words.clone(), TOPIC_SENTENCES));
        let body = cut.sentences.iter().map(|sentence| (sentence.words.clone(), 1));
        for (number, (words, count)) in title.chain(body).enumerate() {
            for phrase in cut.words[words].windows(TOPIC_SYLLABLES) {
                let entry = seen.entry(phrase_key(phrase)).or_insert((0, usize::MAX));
                if entry.1 != number {
                    *entry = (entry.0 + count, number);
                }
            }
        }
        let topical = seen.into_iter().filter(|(_, (count, _))| *count >= TOPIC_SENTENCES);
        self.0.extend(topical.map(|(key, _)| key));
    }

    fn contains(&self, phrase: &[Word]) -> bool {
        self.0.contains(&phrase_key(phrase))
    }
}

fn phrase_key(phrase: &[Word]) -> u64 {
    chain(phrase.iter().map(|word| word.bare))
}

/// Gives every word of a text its weight, part and class of synonyms.
pub(crate) fn weigh(text: &str, cut: &mut Cut, topics: &Topics) {
    for sentence in &cut.sentences {
        let words = &mut cut.words[sentence.words.clone()];
        base(words);
        mark_phrases(words);
        mark_names(text, words);
        mark_citations(words);
        for at in 0..(words.len() + 1).saturating_sub(TOPIC_SYLLABLES) {
            if topics.contains(&words[at..at + TOPIC_SYLLABLES]) {
                lower(&mut words[at..at + TOPIC_SYLLABLES], TOPIC);
            }
        }
    }
}

fn lower(words: &mut [Word], most: f32) {
    for word in words {
        word.weight = word.weight.min(most);
    }
}

fn base(words: &mut [Word]) {
    for word in words {
        let (toned, bare) = &*GRAMMAR;
        if toned.contains(&word.toned) || (word.spelling == Spelling::Plain && bare.contains(&word.bare)) {
            word.weight = OF_GRAMMAR;
        }
    }
}

fn mark_phrases(words: &mut [Word]) {
    let mut found = Vec::new();
    FORMULAS.each(words, |first, count, _| {
        found.push((first, count, if count >= CLAUSE_SYLLABLES { STOCK_CLAUSE } else { FORMULA }));
    });
    BODIES.each(words, |first, count, _| found.push((first, count, BODY)));
    for (first, count, most) in found {
        lower(&mut words[first..first + count], most);
    }
    let mut classes = Vec::new();
    SYNONYMS.each(words, |first, count, number| classes.push((first, count, number)));
    let mut levels = Vec::new();
    LEVELS.each(words, |first, count, number| levels.push((first, count, number)));
    for (first, count, number) in classes {
        words[first..first + count].iter_mut().for_each(|word| word.class = number);
    }
    for (first, count, number) in levels {
        for word in &mut words[first..first + count] {
            (word.class, word.part, word.weight) = (FIRST_LEVEL + number, Part::Level, word.weight.min(BODY));
        }
    }
}

/// Capital letters inside a sentence that is not all capitals are names; at its start, two in a row are.
fn mark_names(text: &str, words: &mut [Word]) {
    let is_capital = |word: &Word| text[word.range()].starts_with(char::is_uppercase);
    let capitals = words.iter().filter(|word| is_capital(word)).count();
    if capitals * 2 > words.len() {
        return;
    }
    for at in 0..words.len() {
        let follows = at > 0 || words.get(1).is_some_and(is_capital);
        if follows && is_capital(&words[at]) && !words[at].is_figure() && words[at].part == Part::Ordinary {
            (words[at].part, words[at].weight) = (Part::Name, words[at].weight.min(NAME));
        }
    }
}

/// "số 58-CTr/TU, ngày 20/01/2025", "ngày 20 tháng 01 năm 2025": numbers of documents and their dates.
fn mark_citations(words: &mut [Word]) {
    let (number_sign, day_sign) = *SIGNS;
    for at in 0..words.len() {
        let is_number = words[at].bare == number_sign
            && words.get(at + 1).is_some_and(Word::is_figure)
            && words.get(at + 2).is_some_and(|word| word.part == Part::Name || word.is_figure());
        if is_number {
            let end = (at + 5).min(words.len());
            let last = (at + 1..end).rev().find(|at| words[*at].is_figure() || words[*at].part == Part::Name);
            lower(&mut words[at..=last.unwrap_or(at)], CITATION);
        }
        let is_day = words[at].bare == day_sign && words.get(at + 1).is_some_and(Word::is_figure);
        if is_day {
            let end = (at + 4).min(words.len());
            lower(&mut words[at..end], OF_GRAMMAR);
        }
    }
}

/// Keys of "số" and "ngày".
static SIGNS: LazyLock<(u64, u64)> = LazyLock::new(|| (key_of("so"), key_of("ngay")));
