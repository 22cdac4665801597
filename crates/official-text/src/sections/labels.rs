//! Labels of sections at the beginning of a line. How they nest is decided in `sections`.

use vietnamese::{fold, read_roman};

use crate::lines::is_capitals;

/// Kinds of label from the outermost inward where both appear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Part,
    Chapter,
    Division,
    Article,
    Annex,
    CapitalLetter,
    Roman,
    Number,
    Dotted(usize),
    Letter,
    /// (1)
    Bracketed,
    /// (a)
    BracketedLetter,
}

/// A label at the beginning of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Label {
    pub(super) kind: Kind,
    /// as shown: «Điều 5», «II», «1.2», «a»
    pub(super) shown: String,
    /// place in its sequence
    pub(super) number: u32,
    /// the sign after it
    pub(super) sign: char,
    /// bytes up to the title
    pub(super) length: usize,
}

impl Label {
    /// Labels that only headings carry.
    pub(crate) fn is_heading_kind(&self) -> bool {
        matches!(self.kind, Kind::Part | Kind::Chapter | Kind::Article | Kind::Annex | Kind::Roman)
    }
}

/// The label a trimmed line begins with.
pub(crate) fn label_of(text: &str) -> Option<Label> {
    match text.as_bytes().first()? {
        b'(' => bracketed_label(text),
        first if first.is_ascii_digit() || *first == b'l' => short_label(text),
        _ => named_label(text).or_else(|| short_label(text)),
    }
}

/// «(1) Kiểm tra ...», «(a) Cấp tỉnh»; «(2024)» and «(nếu có)» are none.
fn bracketed_label(text: &str) -> Option<Label> {
    let (inner, rest) = text.strip_prefix('(')?.split_once(')')?;
    let title = rest.trim_start();
    if rest.len() == title.len() || inner.len() > 2 || !title.starts_with(char::is_alphabetic) {
        return None;
    }
    let mut letters = inner.chars();
    let (kind, number) = match (inner.parse::<u32>(), letters.next(), letters.next()) {
        (Ok(number), ..) => (Kind::Bracketed, number),
        (Err(_), Some(letter), None) if letter.is_lowercase() => (Kind::BracketedLetter, letter_number(letter)?),
        _ => return None,
    };
    (number > 0).then(|| Label { kind, shown: inner.to_owned(), number, sign: ')', length: text.len() - title.len() })
}

const NAMED: &[(&str, Kind)] = &[
    ("Phần", Kind::Part),
    ("PHẦN", Kind::Part),
    ("Chương", Kind::Chapter),
    ("CHƯƠNG", Kind::Chapter),
    ("Mục", Kind::Division),
    ("MỤC", Kind::Division),
    ("Điều", Kind::Article),
    ("ĐIỀU", Kind::Article),
    ("Điêu", Kind::Article),
    ("Điểu", Kind::Article),
    ("Điếu", Kind::Article),
    // typed without accents
    ("Dieu", Kind::Article),
    ("DIEU", Kind::Article),
    ("Chuong", Kind::Chapter),
    ("CHUONG", Kind::Chapter),
    ("Phan", Kind::Part),
    ("PHAN", Kind::Part),
    ("Phụ lục", Kind::Annex),
    ("PHỤ LỤC", Kind::Annex),
];

fn named_label(text: &str) -> Option<Label> {
    let (word, kind) = NAMED.iter().find(|(word, _)| text.starts_with(word))?;
    let rest = &text[word.len()..];
    let after = rest.trim_start();
    if *kind == Kind::Annex && (after.is_empty() || after.starts_with([':', '.', '-'])) && is_heading_of_annex(rest) {
        let length = text.len() - after.trim_start_matches([':', '.', '-', ' ']).len();
        return Some(Label { kind: *kind, shown: "Phụ lục".to_owned(), number: 1, sign: ':', length });
    }
    if !rest.starts_with(char::is_whitespace) {
        return None;
    }
    let (value, number, used) = ordinal(after, *kind)?;
    let after_number = &after[used..];
    let sign = after_number.chars().next().unwrap_or('\n');
    let ends = sign == '\n' || matches!(sign, '.' | ':' | '-' | '–' | ')' | '/' | ',');
    let heading_follows = sign == ' '
        && matches!(kind, Kind::Part | Kind::Chapter | Kind::Division | Kind::Annex)
        && is_capitals(after_number)
        || sign == ' ' && *kind == Kind::Article && after_number.trim_start().starts_with([':', '.', '-', '–']);
    // «Điều 5, Điều lệ Đảng quy định ...» is a sentence
    if !(ends && sign != ',' || heading_follows) {
        return None;
    }
    let title = after_number.trim_start_matches(['.', ':', '-', '–', ')', '/', ' ', '\u{a0}']);
    let shown_word = match kind {
        Kind::Part => "Phần",
        Kind::Chapter => "Chương",
        Kind::Division => "Mục",
        Kind::Article => "Điều",
        _ => "Phụ lục",
    };
    Some(Label { kind: *kind, shown: format!("{shown_word} {value}"), number, sign, length: text.len() - title.len() })
}

fn is_heading_of_annex(rest: &str) -> bool {
    rest.trim().is_empty() || rest.trim_start().starts_with(':') || is_capitals(rest)
}

/// «5», «l» (a scanned 1), «XII», «thứ nhất»: as shown, its number, its bytes.
fn ordinal(text: &str, kind: Kind) -> Option<(String, u32, usize)> {
    let word = text.split([' ', '.', ':', '-', '–', ')', '/', ',']).next()?;
    if let Ok(number) = word.parse::<u32>() {
        return Some((number.to_string(), number, word.len()));
    }
    if kind == Kind::Article {
        if word == "l" || word == "I" {
            return Some(("1".to_owned(), 1, word.len()));
        }
        let digits = word.trim_end_matches(|letter: char| letter.is_ascii_lowercase());
        let number = digits.parse::<u32>().ok()?;
        return (word.len() - digits.len() == 1).then(|| (word.to_owned(), number, word.len()));
    }
    if let Some(number) = read_roman(word) {
        return Some((word.to_owned(), u32::from(number), word.len()));
    }
    if kind == Kind::Part && fold(word) == "thu" {
        const WORDS: [&str; 10] = ["nhat", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi"];
        let second = text[word.len()..].trim_start();
        let name = second.split([' ', '.', ':', ',']).next()?;
        let place = WORDS.iter().position(|known| fold(name) == *known)?;
        let used = text.len() - second.len() + name.len();
        return Some((format!("{word} {name}"), u32::try_from(place).ok()? + 1, used));
    }
    (kind == Kind::Annex && word.len() == 1 && word.starts_with(char::is_uppercase))
        .then(|| (word.to_owned(), word.bytes().next().map_or(1, |letter| u32::from(letter - b'A') + 1), word.len()))
}

/// I., 1-, 1.2., a) and the like.
fn short_label(text: &str) -> Option<Label> {
    let end = text.find(|letter: char| !(letter.is_ascii_alphanumeric() || letter == 'đ' || letter == 'Đ'))?;
    let word = &text[..end];
    let rest = &text[end..];
    let sign = rest.chars().next()?;
    // a scanner's l is a 1
    if word == "l" && matches!(sign, '.' | '-') {
        return numbered(text, "1", rest, sign);
    }
    if word.bytes().all(|byte| byte.is_ascii_digit()) && !word.is_empty() {
        return numbered(text, word, rest, sign);
    }
    if !matches!(sign, '.' | '-' | '–' | ')' | '/' | ':') {
        // «I – TÌNH HÌNH»
        let spaced = rest.trim_start();
        let dash = spaced.starts_with(['-', '–', '.']) && read_roman(word).is_some() && is_capitals(spaced);
        return dash.then(|| roman_label(text, word, spaced)).flatten();
    }
    if let Some(label) = roman_label(text, word, rest) {
        return Some(label);
    }
    let title = rest[sign.len_utf8()..].trim_start();
    let mut letters = word.chars();
    let (letter, None) = (letters.next()?, letters.next()) else { return None };
    let starts_title = title
        .chars()
        .next()
        .is_none_or(|first| first.is_uppercase() || first.is_numeric() || matches!(first, '"' | '“' | '«' | '('));
    let spaced = title.len() < rest.len() - sign.len_utf8() || title.is_empty();
    if letter.is_uppercase() && matches!(sign, '.' | '-' | ')' | '/') && spaced && starts_title {
        let number = letter_number(letter.to_lowercase().next()?)?;
        // «P. Chủ tịch», «V.I. Lê-nin»
        let plausible = letter <= 'H' && (is_capitals(title) || sign != '.' || title.chars().count() > 12);
        return plausible.then(|| Label {
            kind: Kind::CapitalLetter,
            shown: word.to_owned(),
            number,
            sign,
            length: text.len() - title.len(),
        });
    }
    if letter.is_lowercase()
        && (matches!(sign, ')' | '/') || (matches!(sign, '.' | '-') && spaced))
        && !title.is_empty()
    {
        let number = letter_number(letter)?;
        return Some(Label {
            kind: Kind::Letter,
            shown: word.to_owned(),
            number,
            sign,
            length: text.len() - title.len(),
        });
    }
    None
}

fn roman_label(text: &str, word: &str, rest: &str) -> Option<Label> {
    let number = read_roman(word).filter(|number| *number <= 40)?;
    let sign = rest.chars().next()?;
    let title = rest[sign.len_utf8()..].trim_start_matches([' ', '-', '–', '.']);
    let starts_title = title.chars().next().is_none_or(char::is_uppercase);
    // C. and D. are letters, V.I. a name
    let is_letter = matches!(word, "C" | "D" | "L" | "M");
    let ok = starts_title
        && !is_letter
        && (title.chars().count() > 6 || title.is_empty())
        && title.get(1..2).is_none_or(|second| second != ".");
    ok.then(|| Label {
        kind: Kind::Roman,
        shown: word.to_owned(),
        number: u32::from(number),
        sign,
        length: text.len() - title.len(),
    })
}

/// a b c d đ e g h ..., the letters an office counts with.
fn letter_number(letter: char) -> Option<u32> {
    "abcdđeghiklmnopqrstuvxy".chars().position(|known| known == letter).and_then(|place| u32::try_from(place + 1).ok())
}

fn numbered(text: &str, word: &str, rest: &str, sign: char) -> Option<Label> {
    if word.len() > 2 {
        return None;
    }
    let number = word.parse::<u32>().ok()?;
    let mut shown = word.to_owned();
    let mut last = number;
    let mut depth = 1;
    let mut tail = rest;
    while let Some(after) = tail.strip_prefix('.') {
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 || digits > 2 {
            break;
        }
        last = after[..digits].parse().ok()?;
        shown.push('.');
        shown.push_str(&after[..digits]);
        depth += 1;
        tail = &after[digits..];
    }
    let closing = tail.chars().next();
    let title = match closing {
        Some(mark @ ('.' | '-' | '–' | ')' | '/' | ':')) => tail[mark.len_utf8()..].trim_start_matches(['-', '–']),
        Some(' ') if depth > 1 => tail,
        _ => return None,
    };
    let spaced = title.starts_with(char::is_whitespace) || title.is_empty();
    let title = title.trim_start();
    let first = title.chars().next();
    let starts_title = first.is_some_and(|first| first.is_uppercase() || matches!(first, '"' | '“' | '«' | '(' | '‘'))
        || (spaced
            && first.is_some_and(|first| first.is_alphabetic())
            && number <= 30
            && matches!(closing, Some('.' | ')' | '-')));
    let starts_title = starts_title && (spaced || !matches!(closing, Some('/')));
    // «56-KL/TW ngày ...» at the beginning of a wrapped line is a number
    let is_symbol = !spaced
        && matches!(closing, Some('-' | '–' | '/'))
        && title.split(' ').next().is_some_and(|word| word.contains(['/', '-']) && is_capitals(word));
    let starts_title = starts_title && !is_symbol;
    if !starts_title || number == 0 || number > 60 || last == 0 || depth > 5 {
        return None;
    }
    let kind = if depth == 1 { Kind::Number } else { Kind::Dotted(depth) };
    Some(Label { kind, shown, number: last, sign: closing.unwrap_or(sign), length: text.len() - title.len() })
}
