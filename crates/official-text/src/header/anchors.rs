//! The fixed phrases of a head, and cutting a line at them. What the parts mean is `header`.

use std::sync::LazyLock;

use regex::Regex;
use vietnamese::fold;

use crate::lines::{Cell, Line, begins_with_any};

/// Bytes of a line that may still be several parts of a head run together.
const LONGEST_HEAD_LINE: usize = 600;

/// «Số 190-BC/HU», «Số: 30/2020/NĐ-CP», «Số:    /KH-UBND».
pub(super) static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?x)^(?:(?:Luật|Bộ\sluật|Pháp\slệnh|Lệnh|Nghị\squyết)\ss[ốôóò]\s*:|S[ốôóòoơồổỗộ0ỐÔÓÒOƠ]\s*[:.,]?)\s*
        (?P<number>\d{1,5}[a-z]?)?(?P<noise>[^\s\d/–-][^/–-]{0,10})?[\s.…_]*
        (?P<year>/\s*\d{4})?\s*(?P<sign>[/–-])\s*
        (?P<symbol>[A-ZĐƯ][\p{L}0-9]*(?:\s?[/–&.-]\s?[A-ZĐƯ][\p{L}0-9]*)*)",
    )
    .ok()
});

/// «ngày 05 tháng 4 năm 2023», day and month perhaps left open for the pen.
pub(super) static DATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)ng[àa]y\s*(\d{1,2}|[\s.…_]*)\s*th[áa]ng\s*(\d{1,2}|[\s.…_]*)\s*n[ăa]m\s*(\d{4}|[\s.…_\d]*)").ok()
});

/// The fixed phrases of the right column (folded).
pub(super) const MOTTOS: &[&str] = &[
    "cong hoa xa hoi chu nghia viet nam",
    "cong hoa xhcn viet nam",
    "dang cong san viet nam",
    "doc lap tu do hanh phuc",
    "doan tncs ho chi minh",
    "doan thanh nien cong san ho chi minh",
];

/// Pieces of those phrases that a narrow column broke over two lines (folded, whole cell).
pub(super) const BROKEN_MOTTOS: &[&str] = &[
    "cong hoa xa hoi",
    "chu nghia viet nam",
    "cong hoa xa hoi chu nghia",
    "dang cong san",
    "doc lap tu do",
    "hanh phuc",
];

/// The cells of a line, where «ngày    tháng 3» and «Số:      /KH-UBND», left open for the pen,
/// are one.
pub(super) fn joined_blanks<'t>(line: &Line<'t>) -> Vec<Cell<'t>> {
    let mut cells: Vec<Cell<'t>> = Vec::new();
    for cell in line.cells() {
        if let Some(last) = cells.last_mut() {
            let folded = last.folded();
            let open_date = ["ngay", "thang", "nam"].iter().any(|word| folded.ends_with(word));
            let goes_on = open_date && begins_with_any(&cell.folded(), &["thang", "nam"])
                || folded == "so" && cell.text.starts_with(['/', '-', '–']);
            if goes_on && let Some(text) = line.text.get(last.start - line.start..cell.end() - line.start) {
                last.text = text;
                continue;
            }
        }
        cells.push(cell);
    }
    cells
}

/// Cuts a cell before and after the fixed phrases of the right column, before «Số ...» and
/// before place and date, so that a head run into one line falls into its parts.
pub(crate) fn split_at_anchors(cell: Cell<'_>) -> Vec<Cell<'_>> {
    if cell.text.len() > LONGEST_HEAD_LINE {
        return vec![cell];
    }
    let mut parts = Vec::new();
    let mut rest = Some(cell);
    while let Some(current) = rest.take() {
        let Some((from, to)) = next_anchor(&current) else {
            parts.push(current);
            break;
        };
        let (before, anchored) = current.split_at(from);
        parts.extend(before);
        let Some(anchored) = anchored else { break };
        let (anchor, after) = anchored.split_at(to - from);
        parts.extend(anchor);
        rest = after;
    }
    parts
}

fn next_anchor(cell: &Cell<'_>) -> Option<(usize, usize)> {
    let words = cell.words();
    let folded: Vec<String> = words.iter().take(40).map(|(_, word)| fold(word)).collect();
    let mut best: Option<(usize, usize)> = None;
    for motto in MOTTOS {
        let phrase: Vec<&str> = motto.split(' ').collect();
        if let Some((first, last)) = phrase_in(&folded, &phrase) {
            let from = words[first].0;
            let to = words[last].0 + words[last].1.len();
            let is_whole = from == 0 && to == cell.text.len();
            if !is_whole && best.is_none_or(|(other, _)| from < other) {
                best = Some((from, to));
            }
        }
    }
    if let Some(place) = date_place(cell)
        && best.is_none_or(|(other, _)| place < other)
        && place > 0
    {
        best = Some((place, cell.text.len()));
    }
    let number = words
        .iter()
        .zip(&folded)
        .filter(|(_, word)| matches!(word.as_str(), "so" | "luat" | "phap" | "lenh" | "nghi" | "bo"))
        .find_map(|((from, _), _)| {
            let length = NUMBER.as_ref()?.find(&cell.text[*from..])?.end();
            (length < cell.text.len()).then_some((*from, from + length))
        });
    match (best, number) {
        (Some(best), Some(number)) => Some(best.min(number)),
        (best, number) => best.or(number),
    }
}

/// Words of `folded` that make up the phrase; words of signs only are passed over.
fn phrase_in(folded: &[String], phrase: &[&str]) -> Option<(usize, usize)> {
    for first in 0..folded.len() {
        let mut wanted = phrase.iter();
        let mut next = wanted.next();
        for (at, words) in folded.iter().enumerate().skip(first) {
            if words.is_empty() && at > first {
                continue;
            }
            let mut matches = true;
            for word in words.split(' ') {
                matches &= next == Some(&word);
                next = wanted.next();
            }
            if !matches {
                break;
            }
            if next.is_none() {
                return Some((first, at));
            }
        }
    }
    None
}

/// Where place and date begin in the cell.
fn date_place(cell: &Cell<'_>) -> Option<usize> {
    let found = DATE.as_ref()?.find(cell.text)?;
    let before = cell.text[..found.start()].trim_end();
    let Some(before) = before.strip_suffix(',') else {
        return before.is_empty().then_some(0);
    };
    let mut from = before.len();
    for (count, word) in before.rsplit(' ').enumerate() {
        let starts_well = word.chars().next().is_some_and(char::is_uppercase);
        let shouted = word.chars().count() > 3 && !word.contains(char::is_lowercase) && count > 0;
        if count >= 5 || !starts_well || shouted || word.contains(['/', ':']) || word.contains(char::is_numeric) {
            break;
        }
        from = word.as_ptr() as usize - cell.text.as_ptr() as usize;
    }
    Some(from)
}
