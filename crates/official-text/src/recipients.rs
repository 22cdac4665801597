//! Nơi nhận: who receives the document and what for. The signature beside it is `closing`.

use crate::closing::{LONGEST_LINE, is_authority, is_lone_name, is_position, name_in};
use crate::document::{Document, Recipient};
use crate::lines::{Cell, Line, begins_with_any};
use crate::source::{Mapped, one_line};

/// More lines than this are no list of recipients.
const MOST_LINES: usize = 60;

/// Signs that open an item; the last is Word's own bullet.
const BULLETS: &[char] = &['-', '–', '—', '+', '•', '*', '·', '‐', '\u{f0b7}'];

/// The line and cell of «Nơi nhận».
pub(crate) fn opening<'t>(lines: &[Line<'t>], from: usize) -> Option<(usize, Cell<'t>)> {
    lines.iter().enumerate().skip(from).filter(|(_, line)| line.text.contains('N')).find_map(|(row, line)| {
        if !line.has_gap() {
            return Some(line.whole()).filter(is_opening).map(|cell| (row, cell));
        }
        line.cells().into_iter().find(is_opening).map(|cell| (row, cell))
    })
}

fn is_opening(cell: &Cell<'_>) -> bool {
    let text = cell.text.trim_start_matches(['-', ' ', '*']);
    if !text.starts_with('N') {
        return false;
    }
    let mut words = text.split_whitespace();
    let (Some(first), Some(second)) = (words.next(), words.next()) else { return false };
    let second_bare = second.trim_end_matches([':', '.', ';']);
    vietnamese::fold(first) == "noi"
        && vietnamese::fold(second_bare) == "nhan"
        && first.starts_with(char::is_uppercase)
        && (second.len() > second_bare.len() || words.next().is_none_or(|word| word.starts_with([':', '-', '('])))
}

struct Item {
    text: String,
    start: usize,
    end: usize,
}

/// Reads the list; returns the lines it takes up.
pub(crate) fn read(
    clean: &Mapped<'_>,
    lines: &[Line<'_>],
    row: usize,
    opening: Cell<'_>,
    document: &mut Document,
) -> (usize, usize) {
    let mut items: Vec<Item> = Vec::new();
    let bare = without_signature(opening);
    if let Some((_, rest)) = bare.text.split_once(':')
        && let Some(cell) = bare.part(rest)
    {
        add(&mut items, &cell, true);
    }
    let mut last = row;
    let mut blank_before = false;
    let mut bullets = items.iter().any(|_| opening.text.contains(": -"));
    for (at, line) in lines.iter().enumerate().skip(row + 1).take(MOST_LINES) {
        if line.is_blank() {
            blank_before = true;
            continue;
        }
        let Some(cell) = left_cell(line, &opening) else { continue };
        let has_bullet = is_bullet(cell.text);
        if ends_list(&cell, has_bullet, bullets, blank_before, &items) {
            break;
        }
        bullets |= has_bullet;
        let ended = items.last().is_none_or(|item| item.text.ends_with([',', ';', '.']));
        add(&mut items, &cell, has_bullet || (!bullets && ended));
        last = at;
        blank_before = false;
    }
    for item in &items {
        document.recipients.extend(recipient(clean, item));
    }
    (row, last)
}

fn is_bullet(text: &str) -> bool {
    text.starts_with(BULLETS)
}

/// The cell of the left column; the signature beside it is none of the list.
fn left_cell<'t>(line: &Line<'t>, opening: &Cell<'_>) -> Option<Cell<'t>> {
    let first = line.cells().into_iter().next()?;
    if first.column > opening.column + 28 && !is_bullet(first.text) {
        return None;
    }
    Some(without_signature(first))
}

/// Cuts a signature that a converter put behind the item with a single blank.
fn without_signature(cell: Cell<'_>) -> Cell<'_> {
    if cell.text.len() > LONGEST_LINE {
        return cell;
    }
    for (place, word) in cell.words().into_iter().skip(1) {
        let tail = &cell.text[place..];
        let begins_signature = is_authority(tail) || (is_position(tail) && crate::lines::is_capitals(tail));
        let after_mark = cell.text[..place].trim_end().ends_with([';', '.', ',', ':']);
        if word.starts_with(char::is_uppercase) && after_mark && (begins_signature || is_lone_name(tail)) {
            return cell.part(&cell.text[..place]).unwrap_or(cell);
        }
    }
    cell
}

fn ends_list(cell: &Cell<'_>, has_bullet: bool, bullets: bool, blank_before: bool, items: &[Item]) -> bool {
    if is_authority(cell.text) || (is_position(cell.text) && !has_bullet && cell.is_capitals()) {
        return true;
    }
    if has_bullet {
        return false;
    }
    let archived = items.last().is_some_and(|item| is_archive(&item.text));
    let closed = items.last().is_some_and(|item| item.text.ends_with('.'));
    if archived && (blank_before || closed) {
        return true;
    }
    if blank_before && !items.is_empty() {
        return bullets || !items.last().is_some_and(|item| item.text.ends_with([',', ';']));
    }
    let ended = items.last().is_some_and(|item| item.text.ends_with(['.', ';', ',', ')']));
    let is_name = name_in(cell.text, true).is_some() && (ended || items.iter().any(|item| is_archive(&item.text)));
    is_name || crate::sections::label_of(cell.text).is_some_and(|label| label.is_heading_kind()) || is_annex(cell)
}

fn is_annex(cell: &Cell<'_>) -> bool {
    begins_with_any(&cell.folded(), &["phu luc", "bieu mau", "mau so", "danh sach"]) && cell.is_capitals()
}

/// Adds a line as a new item or as the rest of the last one; a line may hold several items.
fn add(items: &mut Vec<Item>, cell: &Cell<'_>, is_new: bool) {
    let mut begin = 0;
    let mut pieces = Vec::new();
    for (place, mark) in cell.text.match_indices([';', ',', '.']) {
        let after = &cell.text[place + 1..];
        let rest = after.trim_start();
        // a comma parts items only before a spaced dash: «Báo, - Đài»
        let spaced = after.len() > rest.len() && rest.chars().nth(1).is_some_and(char::is_whitespace);
        if is_bullet(rest) && (mark == ";" || spaced) {
            pieces.push((begin, place + 1));
            begin = place + 1;
        }
    }
    pieces.push((begin, cell.text.len()));
    for (index, (from, to)) in pieces.into_iter().enumerate() {
        let raw = &cell.text[from..to];
        let text = raw.trim().trim_start_matches(BULLETS).trim_start().trim_start_matches(BULLETS).trim_start();
        if text.is_empty() {
            continue;
        }
        let start = cell.start + (text.as_ptr() as usize - cell.text.as_ptr() as usize);
        let end = start + text.len();
        match items.last_mut() {
            Some(last) if !is_new && index == 0 => {
                last.text.push(' ');
                last.text.push_str(text);
                last.end = end;
            }
            _ => items.push(Item { text: text.to_owned(), start, end }),
        }
    }
}

fn is_archive(text: &str) -> bool {
    begins_with_any(&vietnamese::fold(text), &["luu"])
}

fn recipient(clean: &Mapped<'_>, item: &Item) -> Option<Recipient> {
    let is_end = |sign: char| !sign.is_alphanumeric() && !matches!(sign, ')' | ']' | '”' | '"' | '…');
    let text = one_line(item.text.trim_end_matches(is_end));
    // a purpose alone is the trace of a brace around several lines
    if text.is_empty() || (text.starts_with('(') && text.ends_with(')')) {
        return None;
    }
    let (name, purpose) = match text.strip_suffix(')').and_then(|open| open.rsplit_once('(')) {
        Some((name, purpose)) if !name.trim().is_empty() => (name.trim().to_owned(), Some(purpose.trim().to_owned())),
        _ => (text.clone(), None),
    };
    let is_archive = is_archive(&text);
    Some(Recipient { text, name, purpose, is_archive, span: clean.span(item.start, item.end) })
}
