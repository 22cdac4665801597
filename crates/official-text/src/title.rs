//! The title (trích yếu), under the name of the type or behind «V/v», and the addressees
//! («Kính gửi»). Everything above is `header`.

use crate::document::{Document, Found};
use crate::header::{Head, split_at_anchors};
use crate::lines::{Cell, Line, begins_with_any, is_capitals};
use crate::sections::label_of;
use crate::source::{Mapped, one_line};
use crate::vocabulary::BODY_BEGINNINGS;

/// A title of more letters than this is the body.
const LONGEST_TITLE: usize = 900;

/// How the body begins (folded).
const BODY_OPENINGS: &[&str] = &[
    "can cu",
    "thuc hien",
    "thoi gian qua",
    "nhung nam qua",
    "nhung nam gan day",
    "trong thoi gian",
    "trong nhung nam",
    "de ",
    "ngay",
    "xet",
    "theo",
    "kinh gui",
    "kinh trinh",
    "kinh thua",
    "tren co so",
    "nham",
    "sau khi",
    "sau ",
    "qua ",
    "thi hanh",
    "trien khai thuc hien",
    "hien nay",
    "nam ",
    "tiep theo",
    "tiep tuc thuc hien",
    "tiep tuc trien khai",
    "tiep thu",
    "can cu vao",
    "vua qua",
    "thuc hien chuong trinh",
    "kinh thua",
    "cu the hoa",
    "dap ung",
    "phat huy",
    "xac dinh",
    "nhan dip",
    "phuc dap",
    "duoc su",
    "vua qua",
    "trong nam",
    "tu nam",
    "tu ngay",
    "hom nay",
    "ban thuong vu",
    "ban chap hanh",
    "thuc te",
    "quan triet",
    "dang bo",
    "chi bo",
    "dai hoi",
    "vao hoi",
];

/// Finds title and addressees; returns the first line of the body.
pub(crate) fn read(clean: &Mapped<'_>, lines: &[Line<'_>], head: &mut Head, document: &mut Document) -> usize {
    let after_title = match head.type_line {
        Some((line, from)) => {
            let after = read_under_type(clean, lines, (line, from), head, document);
            if document.issuing_body.is_none() {
                crate::header::read_enacting_body(clean, lines, after, document);
            }
            after
        }
        None => read_subject(clean, lines, head.end_line, document),
    };
    read_addressees(clean, lines, after_title, document)
}

fn read_under_type(
    clean: &Mapped<'_>,
    lines: &[Line<'_>],
    (type_line, from): (usize, usize),
    head: &mut Head,
    document: &mut Document,
) -> usize {
    let mut taken: Vec<Cell<'_>> = Vec::new();
    let mut letters = 0;
    let whole = lines[type_line].whole();
    if let Some(rest) = whole.text.get(from.saturating_sub(whole.start)..)
        && let Some(cell) = whole.part(rest)
        && !cell.is_ornament()
    {
        letters += cell.text.len();
        taken.push(cell);
    }
    let mut row = type_line + 1;
    let mut blank_before = true;
    while row < lines.len() {
        let line = &lines[row];
        if line.is_blank() {
            blank_before = true;
            row += 1;
            continue;
        }
        let cell = line.whole();
        if cell.is_ornament() {
            row += 1;
            if taken.is_empty() {
                continue;
            }
            break;
        }
        if taken.is_empty() && crate::header::read_number_under_type(clean, &cell, head, document) {
            row += 1;
            continue;
        }
        letters += cell.text.len();
        if letters > LONGEST_TITLE || ends_title(lines, row, &cell, &taken, blank_before) {
            break;
        }
        taken.push(cell);
        blank_before = false;
        row += 1;
    }
    // «CỦA BAN THƯỜNG VỤ TỈNH ỦY» above the title names the issuer
    if let [first, _, ..] = taken.as_slice()
        && first.is_capitals()
        && first.folded().starts_with("cua ")
    {
        let body = first.start + first.text.find(' ').map_or(0, |place| place + 1);
        document.issuing_body.get_or_insert(clean.found(body, first.end()));
        taken.remove(0);
    }
    set_title(clean, &taken, document);
    row
}

/// Whether this line can no longer belong to the title.
fn ends_title(lines: &[Line<'_>], row: usize, cell: &Cell<'_>, taken: &[Cell<'_>], blank_before: bool) -> bool {
    let folded = cell.folded();
    let in_capitals = cell.is_capitals();
    let starts_sentence = cell.text.starts_with(char::is_uppercase);
    let first = taken.is_empty();
    if label_of(cell.text).is_some() || begins_with_any(&folded, &["kinh gui", "kinh trinh", "noi nhan"]) {
        return true;
    }
    if !first && in_capitals && blank_before && begins_with_any(&folded, BODY_BEGINNINGS) {
        return true;
    }
    if taken.last().is_some_and(|last| is_open(last.text)) && !blank_before {
        return false;
    }
    if !first && in_capitals && !taken.iter().any(Cell::is_capitals) {
        return true;
    }
    if cell.text.starts_with(['-', '–', '+', '•']) || folded == "can" {
        return true;
    }
    // «ỦY BAN NHÂN DÂN TỈNH» above «Căn cứ» enacts
    let above_ground = || {
        let next = lines.iter().skip(row + 1).find(|line| !line.is_blank()).map(|line| line.whole().folded());
        next.is_some_and(|next| begins_with_any(&next, &["can cu", "can", "xet", "theo de nghi"]))
    };
    if !first && in_capitals && begins_with_any(&folded, BODY_BEGINNINGS) && above_ground() {
        return true;
    }
    if cell.text.starts_with('(') {
        return !first;
    }
    let opens_body = BODY_OPENINGS.iter().any(|opening| folded.starts_with(opening));
    if !first && starts_sentence && opens_body {
        return true;
    }
    let one_line = cell.text.chars().count();
    if !first && (one_line > 200 || starts_sentence && cell.text.ends_with(['.', ':', ';']) && one_line > 90) {
        return true;
    }
    if blank_before || first {
        let paragraph = paragraph_length(lines, row);
        let ends_as_sentence = last_of_paragraph(lines, row).ends_with(['.', ':', ';']);
        if paragraph > 420 || (!first && paragraph > 200) || (ends_as_sentence && (paragraph > 150 || opens_body)) {
            return true;
        }
        if !first && starts_sentence && ends_as_sentence {
            return true;
        }
    }
    false
}

/// A line that ends in the middle of a phrase: «... Nghị quyết số».
fn is_open(text: &str) -> bool {
    let last = text.rsplit(' ').next().unwrap_or("");
    text.ends_with(',')
        || ["số", "của", "và", "về", "ngày", "tháng", "năm", "các", "khóa", "khoá", "lần", "thứ"].contains(&last)
}

/// The lines of one paragraph; without blank lines a paragraph ends where the next one opens.
fn paragraph<'s, 't>(lines: &'s [Line<'t>], row: usize) -> impl Iterator<Item = &'t str> + use<'s, 't> {
    let mut before = "";
    lines
        .iter()
        .skip(row)
        .take(12)
        .enumerate()
        .take_while(move |(at, line)| {
            let text = line.text.trim();
            // a short line before a capital ends a paragraph
            let ended = before.chars().count() < 75 && !before.ends_with(',') && text.starts_with(char::is_uppercase);
            before = text;
            !line.is_blank() && (*at == 0 || !(ended || opens_paragraph(line)))
        })
        .map(|(_, line)| line.text.trim())
}

fn opens_paragraph(line: &Line<'_>) -> bool {
    let cell = line.whole();
    let folded = cell.folded();
    cell.is_ornament()
        || cell.text.starts_with(['-', '–', '+'])
        || label_of(cell.text).is_some()
        || cell.text.starts_with(char::is_uppercase) && BODY_OPENINGS.iter().any(|opening| folded.starts_with(opening))
}

fn paragraph_length(lines: &[Line<'_>], row: usize) -> usize {
    paragraph(lines, row).map(|text| text.chars().count()).sum()
}

fn last_of_paragraph<'t>(lines: &[Line<'t>], row: usize) -> &'t str {
    paragraph(lines, row).last().unwrap_or("")
}

fn set_title(clean: &Mapped<'_>, taken: &[Cell<'_>], document: &mut Document) {
    let (Some(first), Some(last)) = (taken.first(), taken.last()) else { return };
    let words: Vec<String> = taken.iter().map(|cell| one_line(cell.text)).collect();
    let value = words.join(" ");
    let value = value.trim_end_matches(['.', ',', ';', ' ', '-', '–', '*']);
    if value.chars().filter(|letter| letter.is_alphabetic()).count() > 3 {
        document.title = Some(Found { value: value.to_owned(), span: clean.span(first.start, last.end()) });
    }
}

/// The subject of a công văn: «V/v ...» in the left column of the head.
fn read_subject(clean: &Mapped<'_>, lines: &[Line<'_>], head_end: usize, document: &mut Document) -> usize {
    let mut taken: Vec<Cell<'_>> = Vec::new();
    let mut after = head_end;
    let mut blank_before = false;
    for (row, line) in lines.iter().enumerate().take(head_end + 14) {
        if line.is_blank() {
            blank_before = !taken.is_empty();
            continue;
        }
        let cells: Vec<Cell<'_>> = line.cells().into_iter().flat_map(split_at_anchors).collect();
        if taken.is_empty() {
            if row >= head_end {
                break;
            }
            if let Some(cell) = cells.iter().find_map(subject_start) {
                taken.push(cell);
            }
            continue;
        }
        let Some(cell) = cells.iter().find(|cell| continues_subject(cell, &taken, cells.len())) else {
            if cells.iter().any(|cell| cell.folded().starts_with("kinh gui")) {
                break;
            }
            continue;
        };
        let may_go_on = row < head_end && (cells.len() == 1 || cell.text.starts_with(char::is_lowercase));
        if blank_before && !may_go_on {
            break;
        }
        if taken.len() > 10 || label_of(cell.text).is_some() || is_mark(cell) {
            break;
        }
        taken.push(*cell);
        after = after.max(row + 1);
    }
    if !taken.is_empty() {
        set_title(clean, &taken, document);
        if document.type_code.is_none()
            && let Some(first) = taken.first()
        {
            let span = clean.span(first.start, first.end());
            document.type_code = Some(Found { value: "CV".to_owned(), span });
        }
    }
    after
}

/// A mark that stands under the subject: draft, urgency, circulation.
fn is_mark(cell: &Cell<'_>) -> bool {
    let folded = cell.folded();
    folded.strip_prefix("du thao").is_some_and(|rest| rest.is_empty() || rest.starts_with(" lan"))
        || cell.is_capitals() && ["khan", "thuong khan", "hoa toc"].contains(&folded.as_str())
        || cell.is_capitals() && (folded.starts_with("tai lieu hoi nghi") || folded.starts_with("xong hoi nghi"))
}

/// The subject without «V/v».
fn subject_start<'t>(cell: &Cell<'t>) -> Option<Cell<'t>> {
    let text = cell.text.trim_start_matches(['(', '"']);
    let offset = cell.text.len() - text.len();
    for opening in ["V/v:", "V/v", "V/V", "v/v", "Vv/", "V/ v", "Về việc:", "Về việc", "Về "] {
        if let Some(rest) = text.strip_prefix(opening) {
            let keep = if opening.starts_with("Về") { 0 } else { opening.len() };
            return cell.part(&cell.text[offset + keep..]).filter(|_| !rest.trim().is_empty());
        }
    }
    None
}

fn continues_subject(cell: &Cell<'_>, taken: &[Cell<'_>], cells: usize) -> bool {
    let folded = cell.folded();
    let Some(first) = taken.first() else { return false };
    let whole_date = cell.text.starts_with(char::is_uppercase) && crate::header::is_place_and_date(cell);
    let open = taken.last().is_some_and(|last| is_open(last.text)) || cell.text.starts_with([',', '(']);
    let other_part = whole_date
        || begins_with_any(&folded, &["kinh gui", "kinh trinh", "cong hoa", "dang cong san", "doc lap"])
        || begins_with_any(&folded, &["so"]) && cell.text.starts_with(char::is_uppercase)
        || (is_capitals(cell.text) && !is_capitals(first.text) && !open)
        || crate::header::is_place_and_date(cell) && !open && !cell.text.starts_with(char::is_lowercase);
    let same_column = cells == 1 || cell.column <= first.column + 12;
    !other_part && same_column && !cell.is_ornament()
}

/// «Kính gửi:» and the lines that follow; returns the line after them.
fn read_addressees(clean: &Mapped<'_>, lines: &[Line<'_>], after_title: usize, document: &mut Document) -> usize {
    let near = lines.iter().enumerate().skip(after_title).filter(|(_, line)| !line.is_blank()).take(4);
    let Some((row, opening)) = near
        .map(|(row, line)| (row, line.whole()))
        .find(|(_, cell)| begins_with_any(&cell.folded(), &["kinh gui", "kinh trinh"]))
    else {
        return after_title;
    };
    let has_subject = document.title.is_some() || document.symbol.is_some();
    if document.type_code.is_none() && has_subject {
        document.type_code = Some(Found { value: "CV".to_owned(), span: clean.span(opening.start, opening.end()) });
    }
    let rest = opening.text.split_once(':').map_or("", |(_, rest)| rest);
    let mut next = row + 1;
    if let Some(cell) = opening.part(rest) {
        document.addressees.push(trimmed(clean, &cell));
    }
    while let Some(line) = lines.get(next) {
        let cell = line.whole();
        let bullet = cell.text.starts_with(['-', '–', '+', '•']);
        if !line.is_blank() && !bullet {
            break;
        }
        if bullet && !cell.is_ornament() {
            document.addressees.push(trimmed(clean, &cell));
        }
        next += 1;
    }
    next
}

fn trimmed(clean: &Mapped<'_>, cell: &Cell<'_>) -> Found {
    let text = cell.text.trim_start_matches(['-', '–', '+', '•', ' ']).trim_end_matches([';', ',', '.', ' ']);
    let start = cell.start + (text.as_ptr() as usize - cell.text.as_ptr() as usize);
    clean.found(start, start + text.len())
}
