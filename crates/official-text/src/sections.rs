//! The numbered parts of the body: Phần, Chương, Mục, Điều, I, 1, 1.1, a. Bullets are left out.
//! Depth follows from the order in which the kinds of label appear, as the styles of numbering
//! differ from office to office.

mod labels;

use vietnamese::fold;

pub(crate) use labels::label_of;
use labels::{Kind, Label};

use crate::document::{Document, Section, Span};
use crate::lines::{Cell, Line, is_capitals};
use crate::source::{Mapped, one_line};

/// A title is shown in one or two lines.
const LONGEST_TITLE: usize = 240;

/// A quotation that is not closed within so many lines has lost its mark.
const MOST_QUOTED_LINES: usize = 60;

/// One open level while reading.
struct Level {
    kind: Kind,
    sign: char,
    last: u32,
}

/// Finds the sections of the lines `from..to`.
pub(crate) fn read(clean: &Mapped<'_>, lines: &[Line<'_>], from: usize, to: usize, document: &mut Document) {
    let mut open: Vec<Level> = Vec::new();
    let mut unfinished: Vec<usize> = Vec::new();
    let mut content_end = 0;
    let mut quoted = 0;
    let mut notes = Notes::default();
    for row in from..to.min(lines.len()) {
        let line = &lines[row];
        if line.is_blank() {
            continue;
        }
        let cell = line.whole();
        quoted = quoted_lines(cell.text, quoted);
        if quoted == 0
            && let Some(label) = label_of(cell.text)
            && !notes.is_note(clean, &cell, &label)
            && place(&mut open, &label)
        {
            let depth = open.len();
            finish(&mut unfinished, depth, content_end, document);
            let title = title_of(lines, row, cell.text, &label, to);
            let start = clean.span(cell.start, cell.end()).start;
            unfinished.push(document.sections.len());
            document.sections.push(Section { label: label.shown, title, depth, span: Span { start, end: start } });
        }
        content_end = clean.span(cell.start, cell.end()).end;
    }
    finish(&mut unfinished, 1, content_end, document);
}

/// «(1) Kế hoạch số ...» under a text that refers to (1) is a note, no point.
#[derive(Default)]
struct Notes {
    refers: Option<bool>,
}

impl Notes {
    fn is_note(&mut self, clean: &Mapped<'_>, cell: &Cell<'_>, label: &Label) -> bool {
        matches!(label.kind, Kind::Bracketed | Kind::BracketedLetter)
            && *self.refers.get_or_insert_with(|| clean.text[..cell.start].contains(&format!("({})", label.shown)))
    }
}

/// The text of another document that an amendment quotes, «“Điều 5. ...”», has its own numbering.
/// Counts the lines left to look for the closing mark; 0 outside.
fn quoted_lines(text: &str, before: usize) -> usize {
    let opens = text.strip_prefix(['“', '"', '«']).is_some_and(|rest| label_of(rest).is_some());
    let left = if opens { MOST_QUOTED_LINES } else { before.saturating_sub(1) };
    let end = text.trim_end_matches(['.', ';', ',', ' ']);
    let closes = end.ends_with(['”', '"', '»']) && !(opens && end.chars().count() < 2);
    if closes && left > 0 { usize::from(opens || before > 0) } else { left }
}

/// Sections of a regulation issued with the document and printed behind its signature: a type
/// in capitals with «(Ban hành kèm theo ...)» under it.
pub(crate) fn read_attached(clean: &Mapped<'_>, lines: &[Line<'_>], from: usize, document: &mut Document) {
    let attached = (from..lines.len()).find(|row| {
        let text = lines[*row].text.trim();
        let under = lines.iter().skip(row + 1).filter(|line| !line.is_blank()).take(6);
        is_capitals(text)
            && crate::vocabulary::code_of_name(text).is_some()
            && under
                .map(|line| fold(line.text))
                .any(|folded| folded.starts_with("ban hanh kem theo") || folded.starts_with("kem theo"))
    });
    if let Some(row) = attached {
        read(clean, lines, row + 1, lines.len(), document);
    }
}

/// Sections at this depth or deeper end where the text before the new label ended.
fn finish(unfinished: &mut Vec<usize>, depth: usize, end: usize, document: &mut Document) {
    while let Some(section) = unfinished.last().and_then(|last| document.sections.get_mut(*last)) {
        if section.depth < depth {
            break;
        }
        section.span.end = end.max(section.span.start);
        unfinished.pop();
    }
}

/// Puts the label on the stack of open levels; false when it does not fit its sequence.
fn place(open: &mut Vec<Level>, label: &Label) -> bool {
    let same = open.iter().rposition(|level| level.kind == label.kind && level.sign == label.sign);
    let kin = open.iter().rposition(|level| level.kind == label.kind);
    let at = match (same, kin) {
        (Some(at), _) => Some(at),
        // the same kind with another sign: a nested list when it starts anew, else a slip
        (None, Some(_)) if label.number == 1 && label.kind != Kind::Roman => None,
        (None, kin) => kin,
    };
    if let Some(at) = at {
        let last = open[at].last;
        let follows = label.number > last && label.number <= last + 4 || label.number == 1;
        let repeats = label.number == last && matches!(label.kind, Kind::Article | Kind::Roman | Kind::Dotted(_));
        if !follows && !repeats && !matches!(label.kind, Kind::Article | Kind::Dotted(_)) {
            return false;
        }
        open.truncate(at + 1);
        open[at].last = label.number;
        open[at].sign = label.sign;
        return true;
    }
    let counts_from_one =
        matches!(label.kind, Kind::Letter | Kind::CapitalLetter | Kind::Bracketed | Kind::BracketedLetter);
    if counts_from_one && label.number != 1 {
        return false;
    }
    if let Some(outer) = open.iter().position(|level| rank(level.kind) > rank(label.kind)) {
        open.truncate(outer);
    }
    open.push(Level { kind: label.kind, sign: label.sign, last: label.number });
    true
}

/// A kind never stands inside one of higher rank.
fn rank(kind: Kind) -> usize {
    match kind {
        Kind::Annex => 0,
        Kind::Part => 1,
        Kind::Chapter => 2,
        Kind::Division => 3,
        Kind::Article => 4,
        Kind::CapitalLetter => 5,
        Kind::Roman => 6,
        Kind::Number => 7,
        Kind::Dotted(depth) => 6 + depth,
        Kind::Letter => 20,
        Kind::Bracketed => 21,
        Kind::BracketedLetter => 22,
    }
}

/// The heading: the rest of the line, the next line when nothing is left, further lines while
/// a heading in capitals goes on; the first sentence of a point that runs on.
fn title_of(lines: &[Line<'_>], row: usize, text: &str, label: &Label, to: usize) -> String {
    let mut title = text[label.length..].trim().to_owned();
    let mut next = row + 1;
    let is_named = matches!(label.kind, Kind::Part | Kind::Chapter | Kind::Division | Kind::Annex);
    if title.is_empty() {
        while next < to && lines.get(next).is_some_and(Line::is_blank) && next < row + 3 {
            next += 1;
        }
        if let Some(line) = lines.get(next).filter(|_| next < to)
            && label_of(line.text.trim()).is_none()
        {
            title = line.text.trim().to_owned();
            next += 1;
        }
    }
    while let Some(line) = lines.get(next).filter(|_| next < to && title.chars().count() < LONGEST_TITLE) {
        let text = line.text.trim();
        let goes_on = is_capitals(&title) && is_capitals(text) && !line.is_blank();
        let wraps = !is_named
            && !is_capitals(&title)
            && !line.is_blank()
            && text.starts_with(char::is_lowercase)
            && !has_sentence_end(&title);
        if label_of(text).is_some() || !(goes_on || wraps) {
            break;
        }
        title.push(' ');
        title.push_str(text);
        next += 1;
    }
    shortened(&title)
}

fn has_sentence_end(title: &str) -> bool {
    title.ends_with(['.', ':', ';']) || title.contains(". ")
}

fn shortened(title: &str) -> String {
    let title = one_line(title);
    let sentence = title
        .split_once(". ")
        .map_or(title.as_str(), |(first, _)| if first.chars().count() > 12 { first } else { &title });
    let mut short: String = sentence.chars().take(LONGEST_TITLE).collect();
    if short.len() < sentence.len()
        && let Some((whole, _)) = short.rsplit_once(' ')
    {
        short = format!("{whole} …");
    }
    short.trim_end_matches(['.', ':', ';', ' ', ',']).to_owned()
}
