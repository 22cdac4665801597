//! Sentences of a text, each with its words and whether it counts: the form's frame, quotations in marks and mandated
//! wording do not.

use std::ops::Range;

use crate::layout::{Paragraph, Role, paragraphs};
use crate::phrases::Phrases;
use crate::words::{Word, is_mark, words_of};

/// Longer sentences are cut, so that comparing two of them costs at most so many words squared.
const MOST_WORDS: usize = 120;
/// A quotation shorter than this is a name or a slogan and counts like its sentence.
const QUOTED_WORDS: usize = 6;
/// A sentence of which so much is quoted is a quotation with its introduction.
const QUOTED_SHARE: f32 = 0.4;
/// The first letter of the next sentence stands within so many signs of the end of one.
const LOOK_AHEAD: usize = 8;
/// A quotation ends after so many letters at the latest: a mark may be missing.
const LONGEST_QUOTATION: usize = 3_000;

/// Why words do not count.
///
/// ```
/// use similarity::{Exempt, Sources};
/// let text = "KẾ HOẠCH\ntrồng dừa nước\n\nTỉnh ủy nêu rõ: “Mỗi xã trồng hai nghìn cây dừa nước trong năm”.\n";
/// let found = Sources::of(&[]).compare(text);
/// assert_eq!(found.exempt.last().map(|exempt| exempt.why), Some(Exempt::Quotation));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Exempt {
    /// head, title, headings, the sentence that introduces the text, recipients, signature
    Form,
    /// in quotation marks, with its introduction
    Quotation,
    /// wording that the superior sets
    Mandated,
}

/// A sentence of a text.
#[derive(Debug, Clone)]
pub(crate) struct Sentence {
    /// bytes of the text, the sign at its end included
    pub(crate) span: Range<usize>,
    /// which words of the text
    pub(crate) words: Range<usize>,
    pub(crate) exempt: Option<Exempt>,
    /// who does a task, until when: no copy, but it may name the own place
    pub(crate) is_frame: bool,
}

/// A text cut into words and sentences.
#[derive(Debug, Default)]
pub(crate) struct Cut {
    pub(crate) words: Vec<Word>,
    pub(crate) sentences: Vec<Sentence>,
    /// which words are its title
    pub(crate) titles: Vec<Range<usize>>,
}

/// Cuts a text; `mandated` is wording that does not count.
pub(crate) fn cut(text: &str, mandated: &Phrases) -> Cut {
    let words = words_of(text);
    let mut cut = Cut { words, ..Cut::default() };
    let quotations = quotations(text, &cut.words);
    let set = mandated_words(&cut.words, mandated);
    let mut next = 0;
    for Paragraph { span, role } in paragraphs(text) {
        if role != Role::Body {
            let within = words_within(&cut.words, &mut next, &span);
            if role == Role::Title {
                cut.titles.push(within.clone());
            }
            let is_frame = role == Role::Frame;
            cut.sentences.push(Sentence { span, words: within, exempt: Some(Exempt::Form), is_frame });
            continue;
        }
        for piece in sentences_of(text, span, &quotations) {
            let within = words_within(&cut.words, &mut next, &piece);
            let exempt = introduces(text, &piece).then_some(Exempt::Form);
            push_counted(&mut cut, Sentence { span: piece, words: within, exempt, is_frame: false }, &quotations, &set);
        }
    }
    cut
}

/// The words inside a span; `next` moves on, so that all spans in order cost one walk.
fn words_within(words: &[Word], next: &mut usize, span: &Range<usize>) -> Range<usize> {
    while words.get(*next).is_some_and(|word| word.start < span.start) {
        *next += 1;
    }
    let first = *next;
    while words.get(*next).is_some_and(|word| word.start < span.end) {
        *next += 1;
    }
    first..*next
}

/// Whether a sentence only leads over to the text: "..., Đảng ủy ban hành Kế hoạch với những nội dung sau:".
fn introduces(text: &str, span: &Range<usize>) -> bool {
    let written = text[span.clone()].trim_end();
    if !written.ends_with(':') {
        let folded = vietnamese::fold(written);
        return written.ends_with(';')
            && folded.starts_with("can cu ")
            && folded.contains(|c: char| c.is_ascii_digit());
    }
    let folded = vietnamese::fold(written);
    [" sau", " nhu sau", " cu the", " chu yeu"].iter().any(|end| folded.ends_with(end))
}

/// Spans of long quotations, in words of the text.
fn quotations(text: &str, words: &[Word]) -> Vec<(Range<usize>, Range<usize>)> {
    let mut found = Vec::new();
    let mut open: Option<(usize, char)> = None;
    let mut next = 0;
    for (at, letter) in text.char_indices() {
        if open.is_some_and(|(start, _)| at - start > LONGEST_QUOTATION) {
            open = None;
        }
        match open {
            Some((start, end)) if letter == end => {
                let span = start..at + letter.len_utf8();
                let within = words_within(words, &mut next, &span);
                if within.len() >= QUOTED_WORDS {
                    found.push((span, within));
                }
                open = None;
            }
            None => open = closing_mark(letter).map(|end| (at, end)),
            Some(_) => {}
        }
    }
    found
}

fn closing_mark(letter: char) -> Option<char> {
    match letter {
        '“' => Some('”'),
        '«' => Some('»'),
        '„' => Some('“'),
        '"' => Some('"'),
        _ => None,
    }
}

/// For each word whether the superior sets it; empty where nothing is set.
fn mandated_words(words: &[Word], mandated: &Phrases) -> Vec<bool> {
    if mandated.is_empty() {
        return Vec::new();
    }
    let mut set = vec![false; words.len()];
    mandated.each(words, |first, count, _| set[first..first + count].fill(true));
    set
}

/// Cuts a paragraph where sentences end.
fn sentences_of(text: &str, span: Range<usize>, quotations: &[(Range<usize>, Range<usize>)]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = span.start;
    for (at, letter) in text[span.clone()].char_indices() {
        let at = span.start + at;
        let after = at + letter.len_utf8();
        let ends = match letter {
            '.' | '!' | '?' | '…' => ends_sentence(text, start, at, &text[after..span.end]),
            '|' | '\t' => true,
            _ => false,
        };
        if ends && !is_quoted(quotations, at) {
            found.push(start..after);
            start = after;
        }
    }
    found.push(start..span.end);
    found.retain_mut(|piece| {
        piece.start += text[piece.clone()].len() - text[piece.clone()].trim_start().len();
        piece.start < piece.end
    });
    found
}

fn ends_sentence(text: &str, start: usize, at: usize, rest: &str) -> bool {
    if rest.starts_with(|letter: char| letter.is_alphanumeric()) {
        return false;
    }
    let is_between = |letter: &char| matches!(letter, '.' | '/' | '”' | '»' | '"' | ')') || letter.is_whitespace();
    let next = rest.chars().take(LOOK_AHEAD).find(|letter| !is_between(letter));
    let last =
        text[start..at].rsplit(|letter: char| !letter.is_alphanumeric() && !is_mark(letter)).next().unwrap_or_default();
    let is_abbreviated = last.chars().count() == 1 && last.starts_with(char::is_alphabetic)
        || matches!(last, "TP" | "Tp" | "TS" | "ThS" | "PGS" | "GS" | "BS" | "KS" | "tr" | "NXB");
    !is_abbreviated && !next.is_some_and(char::is_lowercase)
}

fn is_quoted(quotations: &[(Range<usize>, Range<usize>)], at: usize) -> bool {
    let after = quotations.partition_point(|(span, _)| span.start <= at);
    after.checked_sub(1).is_some_and(|before| quotations[before].0.contains(&at))
}

/// Adds a sentence of the body; parts that do not count are parted from it, and long ones are cut.
fn push_counted(cut: &mut Cut, sentence: Sentence, quotations: &[(Range<usize>, Range<usize>)], set: &[bool]) {
    if sentence.exempt.is_some() {
        cut.sentences.push(sentence);
        return;
    }
    let reason = |at: usize| {
        let after = quotations.partition_point(|(_, words)| words.start <= at);
        let is_in_marks = after.checked_sub(1).is_some_and(|before| quotations[before].1.contains(&at));
        match (is_in_marks, set.get(at)) {
            (true, _) => Some(Exempt::Quotation),
            (_, Some(true)) => Some(Exempt::Mandated),
            _ => None,
        }
    };
    let quoted = sentence.words.clone().filter(|at| reason(*at) == Some(Exempt::Quotation)).count();
    #[expect(clippy::cast_precision_loss, reason = "words of one sentence")]
    if quoted > 0 && quoted as f32 >= QUOTED_SHARE * sentence.words.len() as f32 {
        cut.sentences.push(Sentence { exempt: Some(Exempt::Quotation), ..sentence });
        return;
    }
    let mut first = sentence.words.start;
    for at in sentence.words.clone() {
        let is_last = at + 1 == sentence.words.end;
        let changes = !is_last && reason(at) != reason(at + 1);
        if is_last || changes || at + 1 - first == MOST_WORDS {
            let start = if first == sentence.words.start { sentence.span.start } else { cut.words[first].start };
            let end = if is_last { sentence.span.end } else { cut.words[at].end };
            let (span, words) = (start..end, first..at + 1);
            cut.sentences.push(Sentence { span, words, exempt: reason(first), is_frame: false });
            first = at + 1;
        }
    }
}
