//! Documents cited by number: with symbol («15-NQ/TW», «30/2020/NĐ-CP»), broken, spaced or
//! mistyped, and by number alone («Nghị quyết 57», «Chỉ thị số 05»).

use std::collections::HashMap;
use std::sync::LazyLock;

use vietnamese::fold;

use super::Mention;
use crate::bare::Bare;
use crate::vocabulary::{TYPES, code_in_symbol};

/// Names of types, folded, with their codes; «văn bản» stands for any.
static NAMES: LazyLock<HashMap<String, Option<&'static str>>> = LazyLock::new(|| {
    let mut names: HashMap<String, Option<&'static str>> =
        TYPES.iter().rev().map(|(name, code)| (fold(name), Some(*code))).collect();
    names.insert("van ban".to_owned(), None);
    names
});

/// Abbreviations that stand for the name of a type before a number.
const SHORT_NAMES: &[&str] = &["NQ", "CT", "KL", "QĐ", "QĐi", "KH", "HD", "TB", "CV", "NĐ", "TT", "CTr", "BC", "TTr"];

/// Types that are never cited by their number alone.
const ALWAYS_WITH_SYMBOL: &[&str] = &["BC", "GM", "BB", "L", "BL", "PL", "ĐL", "HĐ", "DA", "TC", "GPh", "ThC", "TBo"];

/// A word before a number has at most this many parts.
const LONGEST_TYPE: usize = 5;

/// What stands before the number: «Nghị quyết số ».
struct Opening {
    /// first bare letter of type name or «số», or of the number
    start: usize,
    /// code of the named type
    code: Option<&'static str>,
    /// a type is named, with a capital
    names_type: bool,
    has_capital: bool,
    says_number: bool,
}

/// All mentions by number, in order.
pub(super) fn find(flow: &str, bare: &Bare) -> Vec<Mention> {
    let bytes = bare.text.as_bytes();
    let mut mentions = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let mut end = at;
        while bytes.get(end).is_some_and(u8::is_ascii_digit) {
            end += 1;
        }
        let reached = if end - at <= 5 { mention_at(flow, bare, at, end, &mut mentions) } else { None };
        at = reached.unwrap_or(end).max(end);
    }
    mentions
}

fn mention_at(flow: &str, bare: &Bare, at: usize, end: usize, mentions: &mut Vec<Mention>) -> Option<usize> {
    let at = begin_of_number(bare, at)?;
    let opening = opening(flow, bare, at);
    if let Some((mention, reached)) = with_symbol(flow, bare, (at, end), &opening) {
        mentions.push(mention);
        return Some(reached);
    }
    let number = digits(bare, at, end);
    let is_partial = opening.names_type
        && opening.has_capital
        && opening.code.is_some_and(|code| !ALWAYS_WITH_SYMBOL.contains(&code))
        && number.len() <= 4
        && !is_quantity(&number, &bare.text, end);
    if !is_partial {
        return None;
    }
    mentions.push(Mention {
        start: bare.place(opening.start),
        end: bare.place(end),
        type_code: opening.code.map(str::to_owned),
        number: Some(number),
        ..Mention::default()
    });
    Some(enumerated(bare, end, mentions))
}

/// The number with a scanner's l, I and O made digits.
fn digits(bare: &Bare, at: usize, end: usize) -> String {
    bare.text[at..end]
        .chars()
        .map(|sign| match sign {
            'l' | 'i' => '1',
            'o' => '0',
            other => other,
        })
        .collect()
}

/// Where the number begins: a scanner's «l5» behind «số» is 15; digits inside a word are no
/// number, but «số10» is one.
fn begin_of_number(bare: &Bare, at: usize) -> Option<usize> {
    let before = &bare.text[..at];
    let word = before.len() - before.bytes().rev().take(3).take_while(u8::is_ascii_alphabetic).count();
    let letters = &before[word..];
    match letters {
        "" => (!before.ends_with(|last: char| last.is_ascii_digit())).then_some(at),
        "so" if bare.begins_word(word) => Some(at),
        "l" | "i" | "o" | "ll" if before[..word].ends_with("so ") => Some(word),
        _ => None,
    }
}

fn opening(flow: &str, bare: &Bare, at: usize) -> Opening {
    let text = bare.text[..at].trim_end_matches(' ');
    let behind_colon = text.strip_suffix([':', '.']).map(|rest| rest.trim_end_matches(' '));
    let without = behind_colon.unwrap_or(text).strip_suffix("so").filter(|rest| bare.begins_word(rest.len()));
    let says_number = without.is_some();
    let start_of_number_word = without.map_or(at, str::len);
    let before = without.map_or(text, |rest| rest.trim_end_matches(' '));
    // a sign between type and number parts them
    let adjacent = says_number || text.len() < at;
    let mut from = before.len();
    let mut best = None;
    for _ in 0..LONGEST_TYPE {
        let word = before[..from].len()
            - before[..from].bytes().rev().take(14).take_while(|byte| byte.is_ascii_alphabetic()).count();
        if word == from {
            break;
        }
        if let Some(code) = NAMES.get(&before[word..]).filter(|_| adjacent && bare.begins_word(word)) {
            best = Some((word, *code));
        }
        if word == 0 || before.as_bytes()[word - 1] != b' ' {
            break;
        }
        from = word - 1;
    }
    let written = |start: usize| &flow[bare.place(start)..bare.place(before.len())];
    if best.is_none() {
        let word = before.len() - before.bytes().rev().take(4).take_while(u8::is_ascii_alphabetic).count();
        if SHORT_NAMES.contains(&written(word)) && bare.begins_word(word) {
            best = Some((word, code_in_symbol(written(word))));
        }
    }
    if best.is_none() && says_number {
        best = with_purpose(flow, bare, before.len());
    }
    let start = best.map_or(start_of_number_word, |(start, _)| start);
    Opening {
        start,
        code: best.and_then(|(_, code)| code),
        names_type: best.is_some(),
        has_capital: best.is_some_and(|(start, _)| written(start).starts_with(char::is_uppercase)),
        says_number,
    }
}

/// «Báo cáo thẩm tra số 08/BC-HĐND»: a type with words of its own before «số».
fn with_purpose(flow: &str, bare: &Bare, end: usize) -> Option<(usize, Option<&'static str>)> {
    let mut from = end;
    for _ in 0..4 {
        let gap = from.checked_sub(1).filter(|gap| bare.text.as_bytes()[*gap] == b' ' || *gap + 1 == end)?;
        let to = if from == end { end } else { gap };
        let word = to - bare.text[..to].bytes().rev().take(14).take_while(|byte| byte.is_ascii_alphabetic()).count();
        if word == to {
            return None;
        }
        if flow[bare.place(word)..].starts_with(char::is_uppercase) {
            let words: Vec<&str> = bare.text[word..end].split(' ').collect();
            let (code, count) = crate::vocabulary::type_at(&words)?;
            return (count < words.len()).then_some((word, Some(code)));
        }
        from = word;
    }
    None
}

/// «15-NQ/TW», «30/2020/NĐ-CP», «15 - NQ / TW», «15NQ/TW».
fn with_symbol(flow: &str, bare: &Bare, number: (usize, usize), opening: &Opening) -> Option<(Mention, usize)> {
    let bytes = bare.text.as_bytes();
    let introduced = opening.names_type || opening.says_number;
    let (at, end) = number;
    let mut place = end;
    // 15a-NQ/TW
    let letter = bytes.get(place).filter(|byte| byte.is_ascii_lowercase()).is_some()
        && bytes.get(place + 1).is_some_and(|next| matches!(next, b'-' | b'/'))
        && flow[bare.place(place)..].starts_with(char::is_lowercase);
    place += usize::from(letter);
    let number_end = place;
    place = blanks(bytes, place);
    let year = year_at(bytes, place);
    if let Some((_, after)) = year {
        place = blanks(bytes, after);
    }
    let sign = bytes.get(place).copied().unwrap_or(b'\n');
    let has_sign = matches!(sign, b'-' | b'/') || introduced && matches!(sign, b'_' | b'.');
    let symbol_at = blanks(bytes, if has_sign { place + 1 } else { place });
    let (symbol, reached) = symbol_at_place(flow, bare, symbol_at)?;
    let in_symbol = code_in_symbol(&symbol);
    let spaced = bare.text[number_end..symbol_at].contains(' ');
    let has_parts = symbol.contains(['/', '-']);
    let first_letters = symbol.chars().filter(|sign| sign.is_uppercase()).count();
    if !(has_sign || introduced && in_symbol.is_some() && has_parts) {
        return None;
    }
    // «2020 - UBND tỉnh», «19/BCH»: without a type or «số» only a known code makes a number
    if !introduced && (in_symbol.is_none() || spaced || !has_parts) {
        return None;
    }
    if !introduced && bare.text[..at].ends_with(['/', '-', '.', ',', ':']) {
        return None;
    }
    // a word that begins the next sentence is no symbol
    if first_letters < 2 && in_symbol.is_none() && symbol.len() > 3 || sign == b'.' && in_symbol.is_none() {
        return None;
    }
    let mut value = digits(bare, at, end);
    if letter {
        value.push_str(&bare.text[end..number_end]);
    }
    let mention = Mention {
        start: bare.place(opening.start),
        end: bare.place(reached),
        type_code: opening.code.or(in_symbol).map(str::to_owned),
        number: Some(value),
        year: year.map(|(year, _)| bare.text[year..year + 4].to_owned()),
        symbol: Some(symbol),
        name: None,
    };
    Some((mention, reached))
}

fn blanks(bytes: &[u8], at: usize) -> usize {
    at + bytes.get(at..).unwrap_or(&[]).iter().take(2).take_while(|byte| **byte == b' ').count()
}

/// «/2020» and the place behind it.
fn year_at(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    if bytes.get(at) != Some(&b'/') {
        return None;
    }
    let start = blanks(bytes, at + 1);
    let digits = bytes.get(start..)?.iter().take(5).take_while(|byte| byte.is_ascii_digit()).count();
    (digits == 4).then_some((start, start + 4))
}

/// The symbol without blanks and the bare place behind it. A spaced dash before an ordinary word
/// ends it («15-NQ/TW - Văn kiện»), and so does a word («UBND/Sở Nội vụ»).
fn symbol_at_place(flow: &str, bare: &Bare, at: usize) -> Option<(String, usize)> {
    let bytes = bare.text.as_bytes();
    let mut symbol = String::new();
    let (mut place, mut reached) = (at, at);
    loop {
        let mut end = place;
        while bytes.get(end).is_some_and(u8::is_ascii_alphanumeric) && end - place < 24 {
            end += 1;
        }
        let part = &flow[bare.place(place)..bare.place(end)];
        let is_part = part.starts_with(char::is_uppercase) && !(place > at && looks_like_word(part));
        if !is_part {
            // a sign before what is no part does not belong to the symbol
            symbol.truncate(symbol.trim_end_matches(['-', '/', '&']).len());
            break;
        }
        symbol.push_str(part);
        reached = end;
        let sign_at = blanks(bytes, end);
        let sign = bytes.get(sign_at).copied().unwrap_or(b'\n');
        if !matches!(sign, b'-' | b'/' | b'&') || symbol.len() > 60 {
            break;
        }
        place = blanks(bytes, sign_at + 1);
        if sign_at > end && place > sign_at + 1 && sign != b'/' {
            break;
        }
        symbol.push(char::from(sign));
    }
    (!symbol.is_empty()).then_some((symbol, reached))
}

/// A capital followed by small letters only: a word, not a part of a symbol; «QĐi», «CTr»,
/// «SNgV» have a second capital, «TTg», «Tg» are short.
fn looks_like_word(part: &str) -> bool {
    let small = part.chars().skip(1).all(char::is_lowercase);
    small && part.chars().count() > 2
}

/// «Nghị quyết 57, 59, 66 và 68»: the numbers that follow the first. Returns where they end.
fn enumerated(bare: &Bare, end: usize, mentions: &mut Vec<Mention>) -> usize {
    let mut end = end;
    while let Some(last) = mentions.last() {
        let rest = &bare.text[end..];
        let Some(after_sign) = [", ", ",", " va ", " va so ", ", so "]
            .iter()
            .filter_map(|sign| rest.strip_prefix(sign))
            .find(|rest| rest.starts_with(|next: char| next.is_ascii_digit()))
        else {
            return end;
        };
        let start = bare.text.len() - after_sign.len();
        let length = after_sign.bytes().take(5).take_while(u8::is_ascii_digit).count();
        let next_end = start + length;
        let number = &bare.text[start..next_end];
        let after = &bare.text[next_end..];
        let word = after.strip_prefix(' ').and_then(|after| after.split([' ', ',', '.', ';']).next()).unwrap_or("");
        let counts_things = !word.is_empty() && !["cua", "ve", "va", "ngay", "khoa", "nam"].contains(&word);
        if !(2..=3).contains(&length) || counts_things || is_quantity(number, &bare.text, next_end) {
            return end;
        }
        let next = Mention {
            start: bare.place(start),
            end: bare.place(next_end),
            number: Some(number.to_owned()),
            ..last.clone()
        };
        mentions.push(next);
        end = next_end;
    }
    end
}

/// What is counted, measured or timed and so numbers no document.
const COUNTED: &[&str] = &[
    "nam", "thang", "ngay", "nguoi", "dong", "nhiem", "muc", "ty", "trieu", "nghin", "buoc", "diem", "noi", "tuan",
    "gio", "trang", "lan", "cap", "co", "don", "dia", "tinh", "xa", "huyen", "phuong", "chi", "loai", "nhom", "hinh",
    "cong", "van", "bai", "lop", "dot", "ky", "quy", "phan", "hop", "cuoc", "doan", "to", "hoi", "can", "doi", "giai",
    "linh", "tieu", "to", "cay", "ho", "km", "ha", "m2",
];

/// «Kế hoạch 5 năm», «Chương trình 30/4», «Quyết định 3.5»: a number that names nothing.
fn is_quantity(number: &str, bare: &str, end: usize) -> bool {
    let after = &bare[end..];
    let mut following = after.bytes();
    let glued = following.next().unwrap_or(b'\n');
    if matches!(glued, b'/' | b'-' | b'%' | b':' | b'~') || glued.is_ascii_alphabetic() {
        return true;
    }
    if matches!(glued, b'.' | b',') && following.next().is_some_and(|next| next.is_ascii_digit()) {
        return true;
    }
    let is_year = number.len() == 4 && (number.starts_with("19") || number.starts_with("20"));
    let word: &str = after.strip_prefix(' ').map_or("", |rest| {
        let length = rest.bytes().take(12).take_while(u8::is_ascii_alphanumeric).count();
        &rest[..length]
    });
    is_year || after.starts_with(" - ") && after[3..].starts_with(|next: char| next.is_ascii_digit()) || {
        // «Nghị quyết 15 năm 2022» is a document of that year
        let of_year = word == "nam" && after.len() > 9 && after.as_bytes()[5..9].iter().all(u8::is_ascii_digit);
        COUNTED.contains(&word) && !of_year
    }
}
