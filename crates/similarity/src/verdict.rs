//! Whether a sentence is copied: how much of its weight the source explains, and how much weight that is. The numbers were
//! chosen on planted copies of the texts in `tests/` and of real documents (`tests/planted.rs`).

use std::ops::Range;

use crate::align::Piece;
use crate::words::Word;

/// What speaks for a sentence being copied from another.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Evidence {
    /// weight of the matched words, short pieces discounted
    pub(crate) matched: f32,
    /// share of the text's weight that is matched, 0 to 1
    pub(crate) covered: f32,
}

/// A piece of n matched words keeps n / (n + this) of its weight: two words alike are chance, ten are not.
const CHANCE: f32 = 1.0;
/// The less of a sentence is covered, the more weight must be: covered share, least matched weight.
const LEAST: [(f32, f32); 3] = [(0.45, 8.0), (0.6, 4.0), (0.8, 1.0)];
/// A piece inside a sentence of the author's own is copied from so many words and so much weight on.
const PIECE_WORDS: usize = 11;
const PIECE_WEIGHT: f32 = 6.5;
/// So many words of so much weight at an edge of a sentence that the source has not are the author's own.
const EDGE_WORDS: usize = 10;
const EDGE_WEIGHT: f32 = 5.0;

fn weight(words: &[Word]) -> f32 {
    words.iter().map(|word| word.weight).sum()
}

impl Evidence {
    pub(crate) fn of(text: &[Word], pieces: &[Piece]) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "words of one sentence")]
        let kept = |piece: &Piece| piece.weight * piece.pairs.len() as f32 / (piece.pairs.len() as f32 + CHANCE);
        let matched = pieces.iter().map(kept).sum::<f32>();
        Self { matched, covered: (matched / weight(text).max(f32::EPSILON)).min(1.0) }
    }

    fn is_enough(&self) -> bool {
        let [lowest, .., highest] = LEAST;
        if self.covered < lowest.0 {
            return false;
        }
        let step = LEAST.windows(2).find(|step| self.covered < step[1].0);
        let least = step.map_or(highest.1, |step| {
            let way = (self.covered - step[0].0) / (step[1].0 - step[0].0);
            step[0].1 + way * (step[1].1 - step[0].1)
        });
        self.matched >= least
    }
}

/// The part of a sentence that is copied, in words of it: all of it, without what the author put before or behind; or
/// one long piece of it.
pub(crate) fn copied_part(words: &[Word], pieces: &[Piece], evidence: &Evidence) -> Option<Range<usize>> {
    if evidence.is_enough() {
        let first = pieces.iter().map(|piece| piece.text().start).min()?;
        let last = pieces.iter().map(|piece| piece.text().end).max()?;
        let is_own = |edge: &[Word]| edge.len() >= EDGE_WORDS && weight(edge) >= EDGE_WEIGHT;
        let start = if is_own(&words[..first]) { first } else { 0 };
        let end = if is_own(&words[last..]) { last } else { words.len() };
        return Some(start..end);
    }
    let long = pieces.iter().find(|piece| piece.pairs.len() >= PIECE_WORDS && piece.weight >= PIECE_WEIGHT)?;
    Some(long.text())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_less_is_covered_the_more_weight_it_takes() {
        let is_enough = |covered, matched| Evidence { matched, covered }.is_enough();
        assert!(is_enough(0.9, 1.1) && is_enough(0.7, 2.6) && is_enough(0.5, 7.0));
        assert!(!is_enough(0.9, 0.9) && !is_enough(0.7, 2.4) && !is_enough(0.5, 6.0) && !is_enough(0.4, 50.0));
    }
}
