//! Two sentences laid side by side: pieces that run alike, in whatever order they stand. Local alignment after Smith and
//! Waterman (1981), repeated on what is left, because an author moves clauses.

use std::ops::Range;

use crate::words::{Part, Word};

/// How a word of the text goes back to one of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tie {
    /// the same word
    Same,
    /// the same word with diacritics left out
    Bare,
    /// another name or level of the tree
    Unit,
    /// another figure
    Figure,
    /// a synonym
    Synonym,
}

/// A word of the text and the word of the source it goes back to, counted from the start of their sentences.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pair {
    pub(crate) text: usize,
    pub(crate) source: usize,
    pub(crate) tie: Tie,
}

/// A stretch that runs alike.
#[derive(Debug, Clone)]
pub(crate) struct Piece {
    pub(crate) pairs: Vec<Pair>,
    /// matched weight of the text's words
    pub(crate) weight: f32,
}

impl Piece {
    /// First to last matched word of the source.
    pub(crate) fn source(&self) -> Range<usize> {
        self.pairs[0].source..self.pairs[self.pairs.len() - 1].source + 1
    }

    /// First to last matched word of the text.
    pub(crate) fn text(&self) -> Range<usize> {
        self.pairs[0].text..self.pairs[self.pairs.len() - 1].text + 1
    }
}

const GAP: f32 = 0.12;
const GAP_WEIGHT: f32 = 0.2;
const MISMATCH: f32 = 0.2;
/// Even a word of grammar holds a piece together.
const LEAST_MATCH: f32 = 0.3;
const SYNONYM: f32 = 0.6;
/// A piece scores at least so much.
const LEAST_SCORE: f32 = 0.9;
const LEAST_WORDS: usize = 3;
/// So often a piece is looked for: what is left then are single words.
const MOST_PIECES: usize = 10;

/// Where one cell of the table came from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum From {
    Start,
    Both,
    Text,
    Source,
}

/// Room for the table, kept between calls.
#[derive(Default)]
pub(crate) struct Aligner {
    scores: Vec<f32>,
    from: Vec<From>,
}

impl Aligner {
    /// The pieces two sentences have in common, the best first; no word belongs to two.
    pub(crate) fn pieces(&mut self, text: &[Word], source: &[Word]) -> Vec<Piece> {
        let (mut text_used, mut source_used) = (vec![false; text.len()], vec![false; source.len()]);
        let ties = ties(text, source);
        let mut found = Vec::new();
        for _ in 0..MOST_PIECES {
            let Some(pairs) = self.best(text, source, &ties, &text_used, &source_used) else { break };
            for pair in &pairs {
                text_used[pair.text] = true;
                source_used[pair.source] = true;
            }
            if pairs.len() < LEAST_WORDS {
                continue;
            }
            let weight = pairs.iter().map(|pair| text[pair.text].weight * worth(pair.tie)).sum();
            found.push(Piece { pairs, weight });
        }
        found
    }

    fn best(
        &mut self,
        text: &[Word],
        source: &[Word],
        ties: &[Option<Tie>],
        text_used: &[bool],
        source_used: &[bool],
    ) -> Option<Vec<Pair>> {
        let width = source.len() + 1;
        self.scores.clear();
        self.scores.resize((text.len() + 1) * width, 0.0);
        self.from.clear();
        self.from.resize((text.len() + 1) * width, From::Start);
        let (mut best, mut at) = (LEAST_SCORE, None);
        for row in 1..=text.len() {
            for column in 1..width {
                let is_free = !text_used[row - 1] && !source_used[column - 1];
                let tie = ties[(row - 1) * source.len() + column - 1].filter(|_| is_free);
                let (word, other) = (&text[row - 1], &source[column - 1]);
                let both = self.scores[(row - 1) * width + column - 1] + score(word, other, tie);
                let skip_text = self.scores[(row - 1) * width + column] - gap(word);
                let skip_source = self.scores[row * width + column - 1] - gap(other);
                let options = [(both, From::Both), (skip_text, From::Text), (skip_source, From::Source)];
                let (score, from) =
                    options.into_iter().fold((0.0, From::Start), |best, new| if new.0 > best.0 { new } else { best });
                self.scores[row * width + column] = score;
                self.from[row * width + column] = from;
                if score > best {
                    (best, at) = (score, Some((row, column)));
                }
            }
        }
        at.map(|end| self.trace(end, ties, (text_used, source_used)))
    }

    fn trace(&self, end: (usize, usize), ties: &[Option<Tie>], used: (&[bool], &[bool])) -> Vec<Pair> {
        let width = used.1.len() + 1;
        let (mut row, mut column) = end;
        let mut pairs = Vec::new();
        loop {
            match self.from[row * width + column] {
                From::Start => break,
                From::Text => row -= 1,
                From::Source => column -= 1,
                From::Both => {
                    (row, column) = (row - 1, column - 1);
                    let is_free = !used.0[row] && !used.1[column];
                    if let Some(tie) = ties[row * used.1.len() + column].filter(|_| is_free) {
                        pairs.push(Pair { text: row, source: column, tie });
                    }
                }
            }
        }
        pairs.reverse();
        pairs
    }
}

fn ties(text: &[Word], source: &[Word]) -> Vec<Option<Tie>> {
    text.iter().flat_map(|word| source.iter().map(move |other| tie(word, other))).collect()
}

fn tie(word: &Word, other: &Word) -> Option<Tie> {
    if word.toned == other.toned {
        Some(Tie::Same)
    } else if word.is(other) {
        Some(Tie::Bare)
    } else if word.class == other.class && word.class != 0 {
        Some(if word.part == Part::Level { Tie::Unit } else { Tie::Synonym })
    } else if word.part == Part::Name && other.part == Part::Name {
        Some(Tie::Unit)
    } else if word.is_figure() && other.is_figure() {
        Some(Tie::Figure)
    } else {
        None
    }
}

/// How much of its weight a matched word keeps.
fn worth(tie: Tie) -> f32 {
    match tie {
        Tie::Same | Tie::Bare => 1.0,
        Tie::Unit => 0.8,
        Tie::Figure | Tie::Synonym => SYNONYM,
    }
}

fn score(word: &Word, other: &Word, tie: Option<Tie>) -> f32 {
    let weight = word.weight.max(other.weight);
    match tie {
        Some(Tie::Same | Tie::Bare) => weight.max(LEAST_MATCH),
        Some(Tie::Synonym) => SYNONYM * weight,
        Some(Tie::Unit | Tie::Figure) => 0.1,
        None => -MISMATCH - GAP_WEIGHT * weight,
    }
}

fn gap(word: &Word) -> f32 {
    GAP + GAP_WEIGHT * word.weight
}
