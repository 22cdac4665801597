//! The end of a document: who signed, on whose behalf, in which position; where the body ends.
//! The list of recipients beside it is `recipients`.

use vietnamese::fold;

use crate::document::{Document, Found};
use crate::lines::{Cell, Line, begins_with_any, is_capitals};
use crate::recipients;
use crate::source::{Mapped, one_line};
use crate::vocabulary::{FAMILY_NAMES, POSITION_BEGINNINGS};

/// Lines before Nơi nhận and after it in which a signature may stand.
const LINES_BEFORE: usize = 14;
const LINES_AFTER: usize = 30;

/// Bytes of a line that may still hold a signature.
pub(crate) const LONGEST_LINE: usize = 500;

const AUTHORITY_SIGNS: &[&str] = &[
    "T/M",
    "TM.",
    "T.M",
    "TM ",
    "K/T",
    "KT.",
    "K.T",
    "KT ",
    "T/L",
    "TL.",
    "T.L",
    "TL ",
    "TUQ",
    "T/UQ",
    "TUN.",
    "THỪA LỆNH",
    "THAY MẶT",
];

/// Finds signature and recipients; returns the lines of the closing: the body ends at the
/// first, an annex may begin after the last.
pub(crate) fn read(clean: &Mapped<'_>, lines: &[Line<'_>], body: usize, document: &mut Document) -> (usize, usize) {
    let opening = recipients::opening(lines, body);
    let list = opening.map(|(row, cell)| recipients::read(clean, lines, row, cell, document));
    let window = match list {
        Some((first, last)) => (before_list(lines, first, body), last + LINES_AFTER),
        None => (last_signature_line(lines, body).unwrap_or(lines.len()), lines.len()),
    };
    let signature = read_signature(clean, lines, window, list, document);
    let first = match (list, signature) {
        (Some((list, _)), Some((signed, _))) => list.min(signed),
        (Some((list, _)), None) => list,
        (None, Some((signed, _))) => signed,
        (None, None) => lines.len(),
    };
    let last = list.map_or(0, |(_, last)| last).max(signature.map_or(0, |(_, last)| last));
    (first, if last == 0 { lines.len() } else { last + 1 })
}

/// The first line of a signature printed above the list: upward while nothing but signature
/// stands there.
fn before_list(lines: &[Line<'_>], list: usize, body: usize) -> usize {
    let mut first = list;
    for row in (body..list).rev().take(LINES_BEFORE) {
        let line = &lines[row];
        let whole = line.whole();
        let belongs = is_authority(whole.text)
            || is_position(whole.text) && (whole.is_capitals() || whole.text.starts_with("kiêm "))
            || name_in(whole.text, false).is_some()
            || whole.is_capitals()
                && whole.text.split_whitespace().count() <= 8
                && crate::sections::label_of(whole.text).is_none();
        let is_noise =
            whole.folded().starts_with("da ky") || whole.folded().starts_with("ky boi") || whole.folded() == "ky ten";
        if belongs {
            first = row;
        } else if !is_noise && !line.is_blank() && !whole.is_ornament() {
            break;
        }
    }
    first
}

/// Where a signature without recipients begins: the first line that names an authority in
/// capitals, else the position above a name at the very end.
fn last_signature_line(lines: &[Line<'_>], body: usize) -> Option<usize> {
    let authority = (body..lines.len()).find(|row| lines[*row].cells().iter().any(|cell| is_authority(cell.text)));
    authority.or_else(|| {
        let tail: Vec<usize> = (body..lines.len()).rev().filter(|row| !lines[*row].is_blank()).take(8).collect();
        tail.into_iter()
            .rev()
            .find(|row| lines[*row].cells().iter().any(|cell| cell.is_capitals() && is_position(cell.text)))
    })
}

#[derive(Default)]
struct Signature<'t> {
    authority: Vec<Cell<'t>>,
    position: Vec<Cell<'t>>,
    name: Option<Cell<'t>>,
    first: Option<usize>,
    last: usize,
}

fn read_signature(
    clean: &Mapped<'_>,
    lines: &[Line<'_>],
    window: (usize, usize),
    list: Option<(usize, usize)>,
    document: &mut Document,
) -> Option<(usize, usize)> {
    let mut signature = Signature::default();
    for (row, line) in lines.iter().enumerate().take(window.1).skip(window.0) {
        if line.is_blank() || signature.name.is_some() {
            continue;
        }
        let in_list = list.is_some_and(|(first, last)| (first..=last).contains(&row));
        for cell in signature_cells(line, in_list) {
            take(&mut signature, row, cell);
        }
    }
    let joined = |cells: &[Cell<'_>], between: &str| {
        let (first, last) = (cells.first()?, cells.last()?);
        let value: Vec<String> = cells.iter().map(|cell| one_line(cell.text)).collect();
        Some(Found { value: value.join(between), span: clean.span(first.start, last.end()) })
    };
    document.signing_authority = joined(&signature.authority, " / ");
    document.signer_position = joined(&signature.position, " ");
    document.signer_name = signature.name.map(|cell| clean.found(cell.start, cell.end()));
    signature.first.map(|first| (first, signature.last))
}

/// The pieces of a line that may belong to a signature: in the list of recipients only what
/// stands in the right column or behind an item.
fn signature_cells<'t>(line: &Line<'t>, in_list: bool) -> Vec<Cell<'t>> {
    let mut pieces = Vec::new();
    for (index, cell) in line.cells().into_iter().enumerate() {
        for part in split_signature(cell) {
            let is_right =
                cell.column > 28 && (is_position(part.text) && is_capitals(part.text) || is_lone_name(part.text));
            let is_item = in_list && index == 0 && part.start == cell.start && !is_authority(part.text) && !is_right;
            if !is_item && !part.text.starts_with(['-', '–', '+', '•']) {
                pieces.push(part);
            }
        }
    }
    pieces
}

/// Cuts «T/M BAN THƯỜNG VỤ PHÓ BÍ THƯ» and «- Lưu. T/M BAN THƯỜNG VỤ» into their parts.
fn split_signature(cell: Cell<'_>) -> Vec<Cell<'_>> {
    if cell.text.len() > LONGEST_LINE {
        return vec![cell];
    }
    let words = cell.words();
    let mut cuts = vec![0];
    let mut since_authority = is_authority(cell.text).then_some(0);
    for (at, (place, _)) in words.iter().enumerate().skip(1) {
        let tail = &cell.text[*place..];
        let last_cut = cuts.last().copied().unwrap_or(0);
        if is_authority(tail) && is_capitals(tail) {
            cuts.push(*place);
            since_authority = Some(at);
        } else if let Some(from) = since_authority
            && at >= from + 2
            && last_cut != *place
            && is_capitals(tail)
            && starts_position_line(tail)
            && !is_position(&cell.text[last_cut..])
            && !starts_with_deputy(&cell.text[..*place])
            && may_follow(&cell.text[words[from].0..*place], tail)
        {
            cuts.push(*place);
        } else if behind_item(&cell.text[last_cut..*place], tail) {
            cuts.push(*place);
        }
    }
    cuts.push(cell.text.len());
    cuts.windows(2).filter_map(|pair| cell.part(&cell.text[pair[0]..pair[1]])).collect()
}

/// A position or a name that a converter put behind an item or behind «Nơi nhận:».
fn behind_item(before: &str, tail: &str) -> bool {
    let before_end = before.trim_end();
    let position = before_end.ends_with([';', '.', ',', ':']) && is_capitals(tail) && is_position(tail);
    let name = before_end.ends_with([';', '.']) && is_lone_name(tail);
    !is_authority(before) && (position || name)
}

fn starts_with_deputy(before: &str) -> bool {
    fold(before).ends_with("pho")
}

/// «T/M BAN | BÍ THƯ» and «KT. TỔNG | CỤC TRƯỞNG» are one authority each: behind K/T stands a
/// whole position, and only its deputy may sign.
fn may_follow(authority: &str, tail: &str) -> bool {
    let authority = fold(authority);
    let is_for_position = begins_with_any(&authority, &["k t", "kt", "k"]) && !authority.starts_with("k h");
    if is_for_position {
        return begins_with_any(&fold(tail), &["pho", "thu truong", "uy vien", "chanh van phong"]);
    }
    !begins_with_any(authority.rsplit(' ').next().unwrap_or(""), &["ban", "tong", "pho", "quyen", "q"])
}

/// A position that may follow an authority on the same line; «TRƯỞNG BAN» inside
/// «K/T TRƯỞNG BAN» is part of the authority.
fn starts_position_line(tail: &str) -> bool {
    is_position(tail) && !begins_with_any(&fold(tail), &["thuong truc", "uy vien", "truong"])
}

fn take<'t>(signature: &mut Signature<'t>, row: usize, cell: Cell<'t>) {
    let begun = signature.first.is_some();
    if is_authority(cell.text) && mostly_capitals(cell.text) {
        signature.first.get_or_insert(row);
        signature.last = row;
        if signature.position.is_empty() {
            signature.authority.push(cell);
        }
    } else if is_position(cell.text)
        && (cell.is_capitals()
            || cell.text.starts_with("kiêm ")
            || (begun && cell.text.split_whitespace().count() <= 5 && signature.position.is_empty()))
    {
        let too_far = signature.last + 4 < row;
        if begun && too_far && !signature.position.is_empty() {
            return;
        }
        signature.first.get_or_insert(row);
        signature.last = row;
        signature.position.push(cell);
    } else if begun
        && cell.is_capitals()
        && row <= signature.last + 1
        && cell.text.split_whitespace().count() <= 12
        && name_in(cell.text, false).is_none()
    {
        // a second line of the authority or of the position
        signature.last = row;
        if let (true, Some(_)) = (signature.position.is_empty(), signature.authority.last()) {
            signature.authority.push(cell);
        } else {
            signature.position.push(cell);
        }
    } else if begun && let Some(name) = name_in(cell.text, false) {
        signature.last = row;
        signature.name = cell.part(name);
    }
}

/// The authority's sign in capitals; the rest may be spoilt.
fn mostly_capitals(text: &str) -> bool {
    let letters = text.chars().filter(|letter| letter.is_alphabetic()).count();
    let capitals = text.chars().filter(|letter| letter.is_uppercase()).count();
    capitals * 10 >= letters * 7
}

/// Whether the text begins with T/M, K/T, T/L or the State's TM., KT., TL., TUQ.
pub(crate) fn is_authority(text: &str) -> bool {
    text.len() <= LONGEST_LINE && AUTHORITY_SIGNS.iter().any(|sign| text.starts_with(sign)) && mostly_capitals(text)
}

/// Whether the text begins like a signer's position.
pub(crate) fn is_position(text: &str) -> bool {
    if text.len() > LONGEST_LINE {
        return false;
    }
    let folded = fold(text);
    let is_other = begins_with_any(
        &folded,
        &[
            "kiem tra",
            "kiem toan",
            "kiem sat",
            "kiem lam",
            "truong hop",
            "thuong truc huyen",
            "thuong truc tinh",
            "thuong truc thanh",
        ],
    );
    text.starts_with(char::is_uppercase)
        && text.chars().count() <= 90
        && !is_other
        && begins_with_any(&folded, POSITION_BEGINNINGS)
        || text.starts_with("kiêm ")
}

/// Three or four words behind an item that can only be a name.
pub(crate) fn is_lone_name(tail: &str) -> bool {
    let count = tail.split_whitespace().count();
    (3..=4).contains(&count) && !tail.ends_with([';', ',', '.']) && name_in(tail, true).is_some()
}

/// The person's name in the text, without «(Đã ký)» and rank: two to six words, each with a
/// capital; `sure` asks for a frequent family name.
pub(crate) fn name_in(text: &str, sure: bool) -> Option<&str> {
    if text.len() > LONGEST_LINE {
        return None;
    }
    let mut name = text.trim();
    for noise in [
        "(Đã ký)",
        "(đã ký)",
        "Đã ký:",
        "Đã ký",
        "(Ký tên)",
        "Đồng chí",
        "Đ/c",
        "Thượng tướng",
        "Trung tướng",
        "Thiếu tướng",
        "Đại tướng",
        "Đại tá",
        "Thượng tá",
        "Trung tá",
        "Thiếu tá",
        "GS.TS.",
        "PGS.TS.",
        "TS.",
        "ThS.",
    ] {
        name = name.strip_prefix(noise).unwrap_or(name).trim_start();
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    if !(2..=6).contains(&words.len()) || name.chars().count() > 40 || !words.iter().all(|word| is_name_word(word)) {
        return None;
    }
    let family = fold(words[0]);
    let is_family = FAMILY_NAMES.contains(&family.as_str());
    let in_capitals = is_capitals(name);
    if (in_capitals || sure) && !is_family {
        return None;
    }
    let folded = fold(name);
    let is_other = begins_with_any(
        &folded,
        &["noi nhan", "nhu tren", "phu luc", "ban thuong", "ky boi", "nguoi ky", "van phong", "thanh uy", "tinh uy"],
    ) || (in_capitals && is_position(name));
    (!is_other).then_some(name)
}

fn is_name_word(word: &str) -> bool {
    let mut letters = word.chars();
    let first_is_capital = letters.next().is_some_and(char::is_uppercase);
    first_is_capital
        && letters.all(|letter| letter.is_alphabetic() || matches!(letter, '\'' | '’' | '-' | '.'))
        && !word.ends_with(['-', '.'])
        || word.ends_with('.') && word.chars().count() == 2
}
