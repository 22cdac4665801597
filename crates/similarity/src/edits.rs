//! What an author did to a copied stretch.

use crate::align::{Piece, Tie};
use crate::comparison::{CopiedSpan, count_of};
use crate::sources::Known;
use crate::words::{Spelling, Word};

/// What was done to a copied stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Edit {
    /// nothing: the same words in the same order
    Verbatim,
    /// written without diacritics
    WithoutDiacritics,
    /// another unit's name or level in the place of the source's
    UnitReplaced,
    /// another figure
    FigureReplaced,
    /// clauses stand in another order
    ClausesMoved,
    /// the sentence stands elsewhere than in the source
    SentenceMoved,
    /// words put in, left out or replaced by synonyms
    Reworded,
}

/// The edits of one stretch.
pub(crate) fn edits_of(words: &[Word], known: &Known, pieces: &[Piece]) -> Vec<Edit> {
    let mut edits = Vec::new();
    let plain = words.iter().filter(|word| word.spelling == Spelling::Plain).count();
    if count_of(pieces, Tie::Bare) * 3 > plain && count_of(pieces, Tie::Bare) > 1 {
        edits.push(Edit::WithoutDiacritics);
    }
    if count_of(pieces, Tie::Unit) > 0 {
        edits.push(Edit::UnitReplaced);
    }
    if count_of(pieces, Tie::Figure) > 0 {
        edits.push(Edit::FigureReplaced);
    }
    if are_moved(pieces) {
        edits.push(Edit::ClausesMoved);
    }
    let tied: usize = pieces.iter().map(|piece| piece.pairs.len()).sum();
    let changed = words.len().saturating_sub(tied) + known.words.len().saturating_sub(tied);
    let renamed = count_of(pieces, Tie::Unit);
    if changed > renamed || count_of(pieces, Tie::Synonym) > 0 {
        edits.push(Edit::Reworded);
    }
    if edits.is_empty() {
        edits.push(Edit::Verbatim);
    }
    edits
}

/// Whether pieces stand in another order than in the source.
fn are_moved(pieces: &[Piece]) -> bool {
    let mut order: Vec<(usize, usize)> =
        pieces.iter().map(|piece| (piece.text().start, piece.source().start)).collect();
    order.sort_unstable();
    order.windows(2).any(|pair| pair[0].1 > pair[1].1)
}

/// Marks the sentences that stand before one that the source has earlier.
pub(crate) fn mark_moved(spans: &mut [CopiedSpan]) {
    for at in 1..spans.len() {
        let (before, here) = (&spans[at - 1], &spans[at]);
        if before.source == here.source && before.source_range.start > here.source_range.start {
            let edits = &mut spans[at].edits;
            edits.retain(|edit| *edit != Edit::Verbatim);
            edits.push(Edit::SentenceMoved);
            edits.sort_unstable();
        }
    }
}
