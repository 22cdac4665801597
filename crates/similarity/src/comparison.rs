//! The comparison itself: each sentence of a text beside the likeliest of the sources, and what is said about it.

use std::ops::Range;

use crate::align::{Aligner, Piece, Tie};
use crate::edits::{Edit, edits_of};
use crate::local::{Local, local_marks};
use crate::sentences::{Cut, Exempt, Sentence, cut};
use crate::sources::{Known, Relation, Sources};
use crate::verdict::{Evidence, copied_part};
use crate::weights::weigh;
use crate::words::Word;

/// What was found in a text. Ranges are bytes and lie on letters.
#[derive(Debug, Clone, Default)]
pub struct Comparison {
    /// words that count: without form, quotations and mandated wording
    pub words: usize,
    /// words of them that lie in copied spans
    pub copied_words: usize,
    /// copied stretches, in the order of the text, none over another
    pub spans: Vec<CopiedSpan>,
    /// stretches that do not count
    pub exempt: Vec<ExemptSpan>,
    /// what the text says of its own place
    pub local: Local,
}

/// A stretch that goes back to a source.
#[derive(Debug, Clone)]
pub struct CopiedSpan {
    /// bytes of the text
    pub range: Range<usize>,
    /// how many words it has
    pub words: usize,
    /// which source, as numbered in [`Sources::of`]
    pub source: usize,
    /// what the source is to the text
    pub relation: Relation,
    /// bytes of the source: the sentence it goes back to, or the part of it
    pub source_range: Range<usize>,
    /// how it was edited; [`Edit::Verbatim`] alone if not at all
    pub edits: Vec<Edit>,
    /// share of its weight that the source has too, 0 to 1
    pub likeness: f32,
}

/// A stretch that does not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExemptSpan {
    /// bytes of the text
    pub range: Range<usize>,
    /// why
    pub why: Exempt,
}

impl Comparison {
    /// Share of the words that count which are copied, 0 to 1.
    pub fn ratio(&self) -> f64 {
        share(self.copied_words, self.words)
    }

    /// The same for what was copied from superiors, or from siblings, alone.
    pub fn ratio_from(&self, relation: Relation) -> f64 {
        let copied = self.spans.iter().filter(|span| span.relation == relation).map(|span| span.words).sum();
        share(copied, self.words)
    }
}

#[expect(clippy::cast_precision_loss, reason = "words of a text, far below 2^52")]
pub(crate) fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// A sentence of the sources that explains a sentence of the text, and how.
struct Match {
    known: usize,
    pieces: Vec<Piece>,
    evidence: Evidence,
}

impl Sources {
    /// Finds what `text` has copied. Time grows with the length of the text; no text makes it panic.
    pub fn compare(&self, text: &str) -> Comparison {
        let mut cut = cut(text, &self.mandated);
        weigh(text, &mut cut, &self.topics);
        let mut found = Comparison { local: local_marks(text, &cut, &self.had), ..Comparison::default() };
        let mut beside = Beside { sources: self, aligner: Aligner::default(), shared: Vec::new() };
        for sentence in &cut.sentences {
            if let Some(why) = sentence.exempt {
                found.exempt.push(ExemptSpan { range: sentence.span.clone(), why });
                continue;
            }
            found.words += sentence.words.len();
            let spans = beside.copied(&cut, sentence);
            found.copied_words += spans.iter().map(|span| span.words).sum::<usize>();
            found.spans.extend(spans);
        }
        crate::edits::mark_moved(&mut found.spans);
        found
    }
}

/// Fewer words left of a sentence are not compared on their own.
const LEAST_REST: usize = 8;

struct Beside<'a> {
    sources: &'a Sources,
    aligner: Aligner,
    shared: Vec<f32>,
}

impl Beside<'_> {
    /// The copied stretches of a sentence: one as a rule, more where it is put together from several.
    fn copied(&mut self, cut: &Cut, sentence: &Sentence) -> Vec<CopiedSpan> {
        let mut found = Vec::new();
        let mut open = vec![sentence.words.clone()];
        while let Some(part) = open.pop() {
            let words = &cut.words[part.clone()];
            let best = self.best(words);
            let Some((best, copied)) = best.and_then(|best| {
                let copied = copied_part(words, &best.pieces, &best.evidence)?;
                Some((best, copied))
            }) else {
                continue;
            };
            let copied_of_text = part.start + copied.start..part.start + copied.end;
            found.push(self.span(&words[copied.clone()], &best, &copied, bytes_of(cut, sentence, &copied_of_text)));
            let rests = [part.start..copied_of_text.start, copied_of_text.end..part.end];
            open.extend(rests.into_iter().filter(|rest| rest.len() >= LEAST_REST));
        }
        found.sort_by_key(|span| span.range.start);
        found
    }

    fn span(&self, words: &[Word], best: &Match, copied: &Range<usize>, range: Range<usize>) -> CopiedSpan {
        let known = &self.sources.sentences[best.known];
        let inside: Vec<Piece> =
            best.pieces.iter().filter(|piece| copied.contains(&piece.text().start)).cloned().collect();
        CopiedSpan {
            range,
            words: words.len(),
            source: known.source,
            relation: self.sources.relations[known.source],
            source_range: source_of(&inside, known),
            edits: edits_of(words, known, &inside),
            likeness: best.evidence.covered,
        }
    }

    /// The sentence of the sources that explains most of these words.
    fn best(&mut self, words: &[Word]) -> Option<Match> {
        let mut best: Option<Match> = None;
        for known in self.sources.candidates(words, &mut self.shared) {
            let pieces = self.aligner.pieces(words, &self.sources.sentences[known].words);
            let evidence = Evidence::of(words, &pieces);
            if best.as_ref().is_none_or(|best| evidence.matched > best.evidence.matched) {
                best = Some(Match { known, pieces, evidence });
            }
        }
        best
    }
}

/// Bytes of a stretch of a sentence; the whole sentence has its signs too.
fn bytes_of(cut: &Cut, sentence: &Sentence, words: &Range<usize>) -> Range<usize> {
    let is_first = words.start == sentence.words.start;
    let is_last = words.end == sentence.words.end;
    let start = if is_first { sentence.span.start } else { cut.words[words.start].start };
    let end = if is_last { sentence.span.end } else { cut.words[words.end - 1].end };
    start..end
}

/// Share of a source sentence from which on all of it is shown beside the copy.
const SHOWN_WHOLE: usize = 2;

/// Bytes of the source behind the pieces: the sentence, or a part of it if the rest is more than half.
fn source_of(pieces: &[Piece], known: &Known) -> Range<usize> {
    let first = pieces.iter().map(|piece| piece.source().start).min().unwrap_or_default();
    let last = pieces.iter().map(|piece| piece.source().end).max().unwrap_or(known.words.len());
    if (last - first) * SHOWN_WHOLE >= known.words.len() {
        return known.span.clone();
    }
    known.words[first].start..known.words[last - 1].end
}

/// How many pairs of a piece have this tie.
pub(crate) fn count_of(pieces: &[Piece], tie: Tie) -> usize {
    pieces.iter().flat_map(|piece| &piece.pairs).filter(|pair| pair.tie == tie).count()
}
