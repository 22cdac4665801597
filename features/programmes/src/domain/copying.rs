//! A text in pieces: the author's own, copied from a superior or a sibling, and what does not count.

use similarity::{Comparison, Edit};

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its words.
    pub text: String,
    /// The place of the copied span it is, from 0; none for the author's own.
    pub copied: Option<usize>,
}

/// What a source is to the text (text `programmes-from-<word>`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceKind {
    /// The document that is carried out.
    Superior,
    /// A document that one stands on.
    Above,
    /// A paper of another unit after the same document.
    Sibling,
}

impl SourceKind {
    /// Its word.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            SourceKind::Superior => "superior",
            SourceKind::Above => "above",
            SourceKind::Sibling => "sibling",
        }
    }
}

/// A source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceText {
    /// Its words.
    pub text: String,
    /// What it is to the text.
    pub kind: SourceKind,
    /// False where the reader may not see the document itself.
    pub is_shown: bool,
}

/// A copied span beside its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// The words here.
    pub here: String,
    /// The words there; empty where the reader may not see the source.
    pub there: String,
    /// What the source is.
    pub from: SourceKind,
    /// What was done to them (text `programmes-edit-<word>`).
    pub edits: Vec<&'static str>,
}

/// What the meter says of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heat {
    /// Words copied of a thousand that count.
    pub copied: i64,
    /// The text in pieces.
    pub pieces: Vec<Piece>,
    /// The copied spans, in their order.
    pub spans: Vec<Copied>,
    /// Places, figures, days and people that no source has.
    pub own: Vec<String>,
    /// Sentences that have one of these, of a hundred.
    pub localness: i64,
}

/// The result of a comparison as pages show it.
#[must_use]
pub fn heat_of(text: &str, sources: &[SourceText], found: &Comparison) -> Heat {
    let cut = |range: &std::ops::Range<usize>| text.get(range.clone()).unwrap_or_default().to_owned();
    let (mut pieces, mut at) = (Vec::new(), 0);
    for (place, span) in found.spans.iter().enumerate() {
        if span.range.start > at {
            pieces.push(Piece { text: cut(&(at..span.range.start)), copied: None });
        }
        pieces.push(Piece { text: cut(&span.range), copied: Some(place) });
        at = span.range.end;
    }
    if at < text.len() {
        pieces.push(Piece { text: cut(&(at..text.len())), copied: None });
    }
    let spans = found.spans.iter().map(|span| {
        let source = sources.get(span.source);
        let shown = source.filter(|source| source.is_shown);
        Copied {
            here: cut(&span.range),
            there: shown.and_then(|one| one.text.get(span.source_range.clone())).unwrap_or_default().to_owned(),
            from: source.map_or(SourceKind::Superior, |source| source.kind),
            edits: span.edits.iter().map(|edit| word_of(*edit)).collect(),
        }
    });
    let local = &found.local;
    let mut own: Vec<String> =
        [&local.places, &local.owners, &local.figures, &local.days].into_iter().flatten().map(cut).collect();
    own.dedup();
    Heat {
        copied: thousandths(found.copied_words, found.words),
        spans: spans.collect(),
        pieces,
        own,
        localness: thousandths(local.local_sentences, local.sentences) / 10,
    }
}

fn thousandths(part: usize, whole: usize) -> i64 {
    i64::try_from(part * 1_000 / whole.max(1)).unwrap_or(1_000)
}

fn word_of(edit: Edit) -> &'static str {
    match edit {
        Edit::Verbatim => "verbatim",
        Edit::WithoutDiacritics => "without_diacritics",
        Edit::UnitReplaced => "unit_replaced",
        Edit::FigureReplaced => "figure_replaced",
        Edit::ClausesMoved => "clauses_moved",
        Edit::SentenceMoved => "sentence_moved",
        Edit::Reworded => "reworded",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use similarity::{Source, Sources};

    #[test]
    fn the_pieces_together_are_the_text_and_each_copied_one_has_its_source() {
        let above = SourceText {
            text: "Mỗi huyện dựng một vườn ươm keo lai, giao hội phụ nữ tưới và ghi sổ hằng tuần.".to_owned(),
            kind: SourceKind::Superior,
            is_shown: true,
        };
        let text = "Chị Lò Thị Mây ở bản Nậm Cắn giữ 40 ki-lô-gam hạt giống. Mỗi xã dựng một vườn ươm keo lai, giao hội phụ nữ tưới và ghi sổ hằng tuần.";
        let found = Sources::of(&[Source::superior(&above.text)]).compare(text);
        let heat = heat_of(text, std::slice::from_ref(&above), &found);
        assert_eq!(heat.pieces.iter().map(|piece| piece.text.as_str()).collect::<String>(), text);
        assert!(heat.spans[0].there.contains("vườn ươm keo lai"));
        let hidden = heat_of(text, &[SourceText { is_shown: false, ..above }], &found);
        assert_eq!((hidden.spans[0].there.as_str(), hidden.copied), ("", heat.copied));
        assert!(heat.copied > 300 && heat.copied < 800, "{}", heat.copied);
        assert!(heat.own.iter().any(|own| own.contains("Nậm Cắn")));
    }
}
