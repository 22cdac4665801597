//! The head of a document: issuer, parent, number, place and date, urgency, the line of the
//! type. The columns of the head may stand side by side, one after the other, or run into one
//! line. Title and addressees are in `title`.

mod anchors;
mod superiors;

use vietnamese::{dates_in, fold};

pub(crate) use anchors::split_at_anchors;
use anchors::{BROKEN_MOTTOS, DATE, MOTTOS, NUMBER, joined_blanks};

use crate::document::{Document, Found};
use crate::lines::{Cell, Line, begins_with_any};
use crate::source::Mapped;
use crate::vocabulary::{BODY_BEGINNINGS, UNFINISHED_BODIES, code_in_symbol, type_at};

/// A head longer than this is no head.
const MOST_HEAD_LINES: usize = 60;

/// What the head tells the finders that follow.
#[derive(Debug, Default)]
pub(crate) struct Head {
    /// the line of the type name and the byte where the title may begin on it
    pub(crate) type_line: Option<(usize, usize)>,
    /// the first line after the head when there is no type line
    pub(crate) end_line: usize,
    /// bytes of the document's own number in the cleaned text
    pub(crate) number_range: Option<(usize, usize)>,
}

/// Finds the head and fills what it says into `document`.
pub(crate) fn read(clean: &Mapped<'_>, lines: &[Line<'_>], document: &mut Document) -> Head {
    let mut head = find_end(clean, lines, document);
    let last = head.type_line.map_or(head.end_line, |(line, _)| line);
    let mut bodies = Vec::new();
    for (row, line) in lines.iter().enumerate().take(last) {
        read_line(clean, row, line, document, &mut head, &mut bodies);
    }
    if let Some((line, _)) = head.type_line
        && document.date.is_none()
    {
        read_late_date(clean, lines, line, document);
    }
    if document.date.is_none() {
        read_broken_date(clean, lines, last, document);
    }
    set_bodies(clean, &bodies, document);
    head
}

/// «Hải Đông, ngày 06» with «tháng 02 năm 2026» on the next line.
fn read_broken_date(clean: &Mapped<'_>, lines: &[Line<'_>], last: usize, document: &mut Document) {
    for pair in lines[..last.min(lines.len())].windows(2) {
        let (first, second) = (pair[0].cells(), pair[1].whole());
        let Some(cell) = first.last().filter(|cell| fold(cell.text).split(' ').any(|word| word == "ngay")) else {
            continue;
        };
        if let Some(text) = clean.text.get(cell.start..second.end())
            && text.len() < 160
            && read_date_line(clean, Cell { text, ..*cell }, document)
        {
            return;
        }
    }
}

/// The number under the name of the type: «SỐ 136/2007/NĐ-CP NGÀY 17 THÁNG 8 NĂM 2007», perhaps
/// with «CỦA CHÍNH PHỦ» before it. False when the line says nothing of the kind.
pub(crate) fn read_number_under_type(
    clean: &Mapped<'_>,
    cell: &Cell<'_>,
    head: &mut Head,
    document: &mut Document,
) -> bool {
    if document.symbol.is_some() || !cell.is_capitals() || cell.text.len() > 200 {
        return false;
    }
    let parts = cell.words().into_iter().find_map(|(place, word)| {
        let (before, number) = cell.split_at(place);
        let number =
            number.filter(|number| fold(word) == "so" && NUMBER.as_ref().is_some_and(|n| n.is_match(number.text)))?;
        Some((before, number))
    });
    let Some((before, number)) = parts else { return false };
    if before.is_some_and(|before| !begins_with_any(&before.folded(), &["cua"])) {
        return false;
    }
    if let Some(of) = before
        && let Some(body) = of.text.split_once(' ').and_then(|(_, body)| of.part(body))
    {
        document.issuing_body.get_or_insert(clean.found(body.start, body.end()));
    }
    read_number(clean, &number, document, head);
    if let Some(found) = DATE.as_ref().and_then(|date| date.find(number.text))
        && let [date] = dates_in(found.as_str()).as_slice()
    {
        let at = number.start + found.start();
        let day = Found { value: date.day.to_string(), span: clean.span(at + date.start, at + date.end) };
        document.date.get_or_insert(day);
    }
    true
}

/// The issuer in the enacting line («CHÍNH PHỦ» above «Căn cứ»), where the head is lost.
pub(crate) fn read_enacting_body(clean: &Mapped<'_>, lines: &[Line<'_>], row: usize, document: &mut Document) {
    let mut next = lines.iter().skip(row).filter(|line| !line.is_blank()).map(Line::whole);
    let (Some(body), Some(ground)) = (next.next(), next.next()) else { return };
    let is_body = body.is_capitals()
        && begins_with_any(&body.folded(), BODY_BEGINNINGS)
        && (body.folded() == "thu tuong chinh phu" || !crate::closing::is_position(body.text))
        && body.text.split_whitespace().count() <= 12;
    if is_body && document.symbol.is_some() && begins_with_any(&ground.folded(), &["can cu", "xet", "theo"]) {
        document.issuing_body.get_or_insert(clean.found(body.start, body.end()));
    }
}

/// Reads a head that a converter put behind the signature, where the true head is empty.
pub(crate) fn read_behind(
    clean: &Mapped<'_>,
    lines: &[Line<'_>],
    from: usize,
    head: &mut Head,
    document: &mut Document,
) {
    if document.symbol.is_some() || document.issuing_body.is_some() || document.type_name.is_none() {
        return;
    }
    let tail = || lines.iter().enumerate().skip(from).filter(|(_, line)| !line.is_blank()).take(25);
    let is_head = tail().any(|(_, line)| {
        let whole = line.whole();
        MOTTOS.iter().any(|motto| whole.folded().contains(motto))
            || NUMBER.as_ref().is_some_and(|number| number.is_match(whole.text))
    });
    if !is_head {
        return;
    }
    let code = document.type_code.take();
    let mut bodies = Vec::new();
    for (row, line) in tail() {
        read_line(clean, row, line, document, head, &mut bodies);
    }
    document.type_code = code.or(document.type_code.take());
    set_bodies(clean, &bodies, document);
}

fn read_line<'t>(
    clean: &Mapped<'_>,
    row: usize,
    line: &Line<'t>,
    document: &mut Document,
    head: &mut Head,
    bodies: &mut Vec<(usize, Cell<'t>)>,
) {
    for cell in joined_blanks(line) {
        for part in split_at_anchors(cell) {
            read_cell(clean, row, part, document, head, bodies);
        }
    }
}

/// In some forms place and date stand under the title, before the body.
fn read_late_date(clean: &Mapped<'_>, lines: &[Line<'_>], type_line: usize, document: &mut Document) {
    for line in lines.iter().skip(type_line + 1).filter(|line| !line.is_blank()).take(8) {
        let cell = line.whole();
        if cell.text.chars().count() < 70 && cell.text.chars().next().is_some_and(char::is_uppercase) {
            for part in split_at_anchors(cell) {
                read_date_line(clean, part, document);
            }
        }
    }
}

fn find_end(clean: &Mapped<'_>, lines: &[Line<'_>], document: &mut Document) -> Head {
    let mut head = Head::default();
    let mut spoilt = None;
    let mut seen = 0;
    for (row, line) in lines.iter().enumerate() {
        if line.is_blank() {
            continue;
        }
        seen += 1;
        if seen > MOST_HEAD_LINES {
            break;
        }
        let whole = line.whole();
        let folded = whole.folded();
        if begins_with_any(&folded, &["kinh gui", "kinh trinh", "kinh thua"]) || is_prose(&whole, &folded) {
            head.end_line = row;
            break;
        }
        head.end_line = row + 1;
        for cell in line.cells() {
            if let Some((length, code)) = type_name(&cell) {
                set_type(clean, &cell, 0, length, code, document);
                head.type_line = Some((row, cell.start + length));
                return head;
            }
            if spoilt.is_none()
                && let Some((from, length, code)) = type_at_end(&cell)
            {
                spoilt = Some((row, cell, from, length, code));
            }
        }
    }
    if let Some((row, cell, from, length, code)) = spoilt {
        set_type(clean, &cell, from, length, code, document);
        head.type_line = Some((row, cell.end()));
    }
    head
}

/// A sentence of the body: the head is over.
fn is_prose(cell: &Cell<'_>, folded: &str) -> bool {
    let length = cell.text.chars().count();
    (length > 160 && !cell.is_capitals())
        || begins_with_any(folded, &["can cu", "thuc hien nghi quyet", "thuc hien chi thi", "noi nhan"])
        || (length > 60 && cell.text.ends_with(['.', ';']) && !cell.is_capitals())
}

fn set_type(clean: &Mapped<'_>, cell: &Cell<'_>, from: usize, length: usize, code: &str, document: &mut Document) {
    let name = clean.found(cell.start + from, cell.start + from + length);
    document.type_code = Some(Found { value: code.to_owned(), span: name.span });
    document.type_name = Some(name);
}

/// The name of a type in capitals that begins the cell; returns its bytes and its code.
fn type_name(cell: &Cell<'_>) -> Option<(usize, &'static str)> {
    let words = cell.words();
    let folded: Vec<String> = words.iter().take(5).map(|(_, word)| fold(word)).collect();
    let folded: Vec<&str> = folded.iter().map(String::as_str).collect();
    let (code, count) = type_at(&folded)?;
    let (place, word) = words.get(count - 1)?;
    let end = place + word.trim_end_matches([':', '.', ',']).len();
    let name = cell.text.get(..end)?;
    let rest = cell.text.get(end..)?.trim();
    let printed_as_type = crate::lines::is_capitals(name) && !rest.starts_with(['-', '/']) && !rest.starts_with(':');
    // «BÁO CÁO VIÊN», «LUẬT SƯ» are no documents
    let other_word = begins_with_any(&fold(rest), &["vien", "su"]);
    (printed_as_type && !other_word).then_some((end, code))
}

/// The name of a type at the end of a line whose beginning a scanner spoilt.
fn type_at_end(cell: &Cell<'_>) -> Option<(usize, usize, &'static str)> {
    let words = cell.words();
    for count in [2, 4, 3] {
        let from = words.len().checked_sub(count)?;
        let tail = words.get(from..)?;
        let folded: Vec<String> = tail.iter().map(|(_, word)| fold(word)).collect();
        let folded: Vec<&str> = folded.iter().map(String::as_str).collect();
        let (start, _) = tail.first()?;
        if let Some((code, length)) = type_at(&folded)
            && length == count
            && from > 0
            && crate::lines::is_capitals(&cell.text[*start..])
            && !cell.text[..*start].trim_end().ends_with(char::is_alphabetic)
        {
            return Some((*start, cell.text.len() - start, code));
        }
    }
    None
}

fn read_cell<'t>(
    clean: &Mapped<'_>,
    row: usize,
    cell: Cell<'t>,
    document: &mut Document,
    head: &mut Head,
    bodies: &mut Vec<(usize, Cell<'t>)>,
) {
    let folded = cell.folded();
    if cell.is_ornament() || MOTTOS.contains(&folded.as_str()) || BROKEN_MOTTOS.contains(&folded.as_str()) {
        return;
    }
    if document.symbol.is_none() && read_number(clean, &cell, document, head) {
        return;
    }
    if read_date_line(clean, cell, document) {
        return;
    }
    if ["khan", "thuong khan", "hoa toc", "hoa toc hen gio"].contains(&folded.as_str()) && cell.is_capitals() {
        document.urgency.get_or_insert(clean.found(cell.start, cell.end()));
        return;
    }
    let is_body = cell.is_capitals() && folded.chars().any(char::is_alphabetic);
    let is_mark = begins_with_any(
        &folded,
        &["du thao", "tai lieu", "xong hoi nghi", "mat", "toi mat", "tuyet mat", "den", "cong van den", "luu hanh"],
    );
    // the rest of a broken motto, when no name above goes on
    let is_rest = matches!(folded.as_str(), "viet nam" | "ho chi minh")
        && bodies.last().is_none_or(|(last, above)| *last + 1 < row || above.column.abs_diff(cell.column) > 12);
    if is_body && !is_mark && !is_rest && !begins_with_any(&folded, &["v v", "ve viec"]) {
        bodies.push((row, cell));
    }
}

fn read_number(clean: &Mapped<'_>, cell: &Cell<'_>, document: &mut Document, head: &mut Head) -> bool {
    let Some(parts) = NUMBER.as_ref().and_then(|number| number.captures(cell.text)) else {
        return false;
    };
    let (Some(symbol), Some(sign)) = (parts.name("symbol"), parts.name("sign")) else { return false };
    let compact: String = symbol.as_str().chars().filter(|letter| !letter.is_whitespace()).collect();
    let at = cell.start;
    let symbol_place = clean.span(at + symbol.start(), at + symbol.end());
    document.symbol = Some(Found { value: compact.clone(), span: symbol_place });
    head.number_range = Some((at, at + symbol.end()));
    if document.type_code.is_none()
        && let Some(code) = code_in_symbol(&compact)
    {
        document.type_code = Some(Found { value: code.to_owned(), span: symbol_place });
    }
    if let (Some(number), None) = (parts.name("number"), parts.name("noise")) {
        document.number = Some(clean.found(at + number.start(), at + number.end()));
        let year: String = parts.name("year").map_or("", |year| year.as_str()).split_whitespace().collect();
        let sign = if sign.as_str() == "/" { "/" } else { "-" };
        document.full_number = Some(Found {
            value: format!("{}{year}{sign}{compact}", number.as_str()),
            span: clean.span(at + number.start(), at + symbol.end()),
        });
    }
    true
}

/// «Hải Đông, ngày 09 tháng 02 năm 2026», no date inside a sentence.
pub(crate) fn is_place_and_date(cell: &Cell<'_>) -> bool {
    let Some(found) = DATE.as_ref().and_then(|date| date.find(cell.text)) else { return false };
    is_place(cell.text[..found.start()].trim_end()) && cell.text[found.end()..].trim().chars().count() <= 8
}

/// Nothing, or a name with its comma.
fn is_place(before: &str) -> bool {
    let place = before.strip_suffix(',').unwrap_or(before);
    before.is_empty()
        || place.chars().count() <= 40
            && !place.contains([':', '/', ';', ','])
            && place.split(' ').all(|word| word.chars().next().is_some_and(char::is_uppercase))
}

fn read_date_line(clean: &Mapped<'_>, cell: Cell<'_>, document: &mut Document) -> bool {
    let Some(found) = DATE.as_ref().and_then(|date| date.find(cell.text)) else { return false };
    let before = cell.text[..found.start()].trim_end();
    let place = before.strip_suffix(',').unwrap_or(before);
    if !is_place(before) || cell.text[found.end()..].trim().chars().count() > 8 {
        return false;
    }
    if !place.is_empty() && document.place.is_none() {
        document.place = Some(clean.found(cell.start, cell.start + place.len()));
    }
    if document.date.is_none()
        && let [date] = dates_in(found.as_str()).as_slice()
    {
        let at = cell.start + found.start();
        document.date = Some(Found { value: date.day.to_string(), span: clean.span(at + date.start, at + date.end) });
    }
    true
}

/// Lines in capitals become bodies: a line that does not begin like a body continues the one
/// before; the last body is the issuer, the one above it the parent.
fn set_bodies(clean: &Mapped<'_>, lines: &[(usize, Cell<'_>)], document: &mut Document) {
    let mut bodies: Vec<Vec<(usize, Cell<'_>)>> = Vec::new();
    let lines = lines.iter().flat_map(|(row, cell)| superiors::parted(*cell).into_iter().map(|part| (*row, part)));
    for (row, cell) in lines.collect::<Vec<_>>().iter() {
        let folded = cell.folded();
        let begins = begins_with_any(&folded, BODY_BEGINNINGS);
        match bodies.last_mut() {
            Some(body) if continues(body, *row, begins) => body.push((*row, *cell)),
            _ if begins => bodies.push(vec![(*row, *cell)]),
            _ => {}
        }
    }
    let found = |body: &Vec<(usize, Cell<'_>)>| {
        let (first, last) = (body.first()?.1, body.last()?.1);
        let value: Vec<String> = body.iter().map(|(_, cell)| crate::source::one_line(cell.text)).collect();
        Some(Found { value: value.join(" "), span: clean.span(first.start, last.end()) })
    };
    document.issuing_body = bodies.last().and_then(found);
    document.parent_body = bodies.iter().rev().nth(1).and_then(found);
}

fn continues(body: &[(usize, Cell<'_>)], row: usize, begins: bool) -> bool {
    let Some((last_row, last)) = body.last() else { return false };
    let folded = last.folded();
    let unfinished = UNFINISHED_BODIES.contains(&folded.as_str()) && body.len() == 1
        || folded.ends_with(" va")
        || last.text.ends_with([',', '-', '–']);
    row - last_row <= 4 && (!begins || unfinished)
}
