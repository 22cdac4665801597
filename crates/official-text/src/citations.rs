//! Mentions of other documents in running text: with number and symbol, with a number only, and
//! by name. What stands around a mention (date, issuer, relation) is read in `around`, documents
//! named without number in `named`.

mod around;
mod named;

use std::sync::LazyLock;

use regex::{Captures, Regex};
use vietnamese::fold;

use crate::document::{Citation, Document};
use crate::source::{Mapped, one_line};
use crate::vocabulary::{TYPES, code_in_symbol, code_of_name, tolerant};

/// A mention in the flowing text before its surroundings are read.
#[derive(Debug, Clone)]
struct Mention {
    start: usize,
    end: usize,
    type_code: Option<String>,
    number: Option<String>,
    year: Option<String>,
    symbol: Option<String>,
    name: Option<String>,
}

static NUMBERED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let names = type_names(|_| true);
    Regex::new(&tolerant(&format!(
        r"(?x)(?:\b(?P<name>{names}|(?i:văn\s?bản)|NQ|CT|KL|QĐ|KH|HD|TB|CV|NĐ|TT)\s)?
        (?P<word>\b(?i:s[ốôóò])\s?:?\s?)?
        \b(?P<number>\d{{1,5}}[a-z]?)\s?(?P<year>/\s?\d{{4}})?\s?(?P<sign>[-/–])\s?
        (?P<symbol>[A-ZĐƯ][\p{{L}}0-9]*(?:\s?[-/–&]\s?[A-ZĐƯ][\p{{L}}0-9]*)*)"
    )))
    .ok()
});

static PARTIAL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let names = type_names(|code| !matches!(code, "BC" | "GM" | "BB" | "L" | "BL" | "ĐL" | "HĐ" | "DA" | "TC"));
    Regex::new(&tolerant(&format!(
        r"\b(?P<name>{names}|NQ|CT|KL)\s(?:(?i:số)\s?)?(?P<number>\d{{1,4}})(?P<next>[^\d]|$)"
    )))
    .ok()
});

static NEXT_NUMBER: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^(?:,\s?|\svà\s)(?:số\s)?(?P<number>\d{2,3})(?:[,;.)\s]|$)").ok());

/// Type names with a capital first letter, in both tone placements and any blanks.
fn type_names(wanted: impl Fn(&str) -> bool) -> String {
    let mut names = Vec::new();
    for (name, _) in TYPES.iter().filter(|(_, code)| wanted(code)) {
        let mut letters = name.chars();
        let Some(first) = letters.next() else { continue };
        let rest: String = letters.collect::<String>().replace(' ', r"\s");
        let upper = name.to_uppercase().replace(' ', r"\s");
        names.push(format!("[{}{first}]{rest}|{upper}", first.to_uppercase()));
    }
    names.join("|")
}

/// Finds all mentions in the flowing text; `own_number` is the document's own, no mention.
pub(crate) fn read(flow: &Mapped<'_>, own_number: Option<crate::document::Span>, document: &mut Document) {
    let text = flow.text.as_str();
    let mut mentions = numbered(text);
    mentions.retain(|mention| own_number.is_none_or(|own| !overlaps(flow, mention, own)));
    let own = [&document.number, &document.symbol].map(|field| field.as_ref().map(|found| found.value.clone()));
    let head_end = own_number.map_or(0, |own| own.start);
    // the heading of a web page above the head names the document itself
    mentions.retain(|mention| {
        let is_own = own[0].is_some() && mention.number == own[0] && mention.symbol == own[1];
        !(is_own && flow.span(mention.start, mention.end).end <= head_end)
    });
    let partial = partial(text, &mentions);
    mentions.extend(partial);
    let named = named::find(text);
    mentions.extend(named);
    mentions.sort_by_key(|mention| (mention.start, std::cmp::Reverse(mention.end)));
    let mentions = join_laws(text, mentions);
    let mut reached = 0;
    let mut previous_type: Option<String> = None;
    for mut mention in mentions {
        if mention.start < reached {
            continue;
        }
        inherit_type(text, &mut mention, reached, previous_type.as_deref());
        previous_type = mention.type_code.clone().or(previous_type);
        reached = mention.end;
        document.citations.push(citation(flow, mention));
    }
}

/// «Luật Tổ chức Chính phủ số 63/2025/QH15» is one mention with name and number.
fn join_laws(text: &str, mentions: Vec<Mention>) -> Vec<Mention> {
    let mut joined: Vec<Mention> = Vec::with_capacity(mentions.len());
    for mention in mentions {
        if let Some(law) = joined.last_mut()
            && law.name.is_some()
            && law.number.is_none()
            && mention.year.is_some()
            && mention.start > law.end
            && text.get(law.end..mention.start).is_some_and(|between| between.trim().is_empty())
            && text[mention.start..].starts_with('s')
        {
            *law = Mention { start: law.start, type_code: law.type_code.take(), name: law.name.take(), ..mention };
        } else {
            joined.push(mention);
        }
    }
    joined
}

fn overlaps(flow: &Mapped<'_>, mention: &Mention, own: crate::document::Span) -> bool {
    let span = flow.span(mention.start, mention.end);
    span.start < own.end && own.start < span.end
}

fn citation(flow: &Mapped<'_>, mention: Mention) -> Citation {
    let text = flow.text.as_str();
    let around = around::read(text, mention.start, mention.end);
    Citation {
        text: one_line(&text[mention.start..mention.end]),
        type_code: mention.type_code,
        number: mention.number,
        year: mention.year,
        symbol: mention.symbol,
        name: mention.name,
        date: around.date,
        issuing_body: around.issuer,
        relation: around.relation,
        span: flow.span(mention.start, mention.end),
    }
}

/// «các Quy định số 09-QĐi/TU và số 16-QĐi/TU»: the second takes the type of the first when
/// the symbols agree.
fn inherit_type(text: &str, mention: &mut Mention, reached: usize, previous: Option<&str>) {
    let near = mention.start.saturating_sub(reached) < 80 && reached > 0;
    let starts_bare =
        text[mention.start..].starts_with(|letter: char| letter.is_numeric() || letter == 's' || letter == 'S');
    let same = matches!((mention.type_code.as_deref(), previous), (Some("QĐ"), Some("QĐi")) | (None, Some(_)));
    if near && starts_bare && same {
        mention.type_code = previous.map(str::to_owned);
    }
}

fn numbered(text: &str) -> Vec<Mention> {
    let Some(pattern) = NUMBERED.as_ref() else { return Vec::new() };
    pattern.captures_iter(text).filter_map(|parts| numbered_mention(text, &parts)).collect()
}

fn numbered_mention(text: &str, parts: &Captures<'_>) -> Option<Mention> {
    let whole = parts.get(0)?;
    let raw_symbol = parts.name("symbol")?;
    let number = parts.name("number")?;
    let symbol = tidy_symbol(raw_symbol.as_str());
    let name = parts.name("name");
    let introduced = name.is_some() || parts.name("word").is_some();
    let in_symbol = code_in_symbol(&symbol);
    let spaced = text[number.end()..raw_symbol.start()].contains(' ');
    // «2020 - UBND tỉnh», «19/BCH»: without a type or «số» only a known code makes a number
    if !introduced && (in_symbol.is_none() || spaced || !symbol.contains(['/', '-'])) {
        return None;
    }
    if !introduced && text[..number.start()].ends_with(['/', '-', '.', ',', ':']) {
        return None;
    }
    // a word that begins the next sentence is no symbol
    if !symbol.chars().skip(1).any(|letter| letter.is_uppercase()) && in_symbol.is_none() && symbol.len() > 3 {
        return None;
    }
    let type_code =
        name.and_then(|name| code_of_name(name.as_str()).or_else(|| code_in_symbol(name.as_str()))).or(in_symbol);
    let year: Option<String> =
        parts.name("year").map(|year| year.as_str().chars().filter(char::is_ascii_digit).collect());
    let end = raw_symbol.start() + kept_length(raw_symbol.as_str(), &symbol);
    Some(Mention {
        start: whole.start(),
        end,
        type_code: type_code.map(str::to_owned),
        number: Some(number.as_str().to_owned()),
        year,
        symbol: Some(symbol),
        name: None,
    })
}

/// The symbol without blanks; a spaced dash before an ordinary word ends it
/// («15-NQ/TW - Văn kiện»).
fn tidy_symbol(raw: &str) -> String {
    let mut symbol = String::new();
    let mut rest = raw;
    loop {
        let end = rest.find(['-', '/', '–', '&', ' ']).unwrap_or(rest.len());
        symbol.push_str(&rest[..end]);
        let after = &rest[end..];
        let sign_at = after.find(['-', '/', '–', '&']);
        let Some(sign_at) = sign_at else { break };
        let spaced = after.starts_with(' ') && after[sign_at..].chars().nth(1) == Some(' ');
        let next = after[sign_at..].trim_start_matches(['-', '/', '–', '&', ' ']);
        if spaced || looks_like_word(next) {
            break;
        }
        symbol.push(after[sign_at..].chars().next().unwrap_or('-'));
        rest = next;
    }
    symbol
}

/// A capital followed by small letters only: a word, not a part of a symbol; «QĐi», «CTr»,
/// «SNgV» have a second capital, «Tg» is short.
fn looks_like_word(part: &str) -> bool {
    let word: String = part.chars().take_while(|letter| letter.is_alphanumeric()).collect();
    word.chars().count() > 3 && word.chars().skip(1).all(char::is_lowercase)
}

/// Bytes of the raw symbol that the tidy one covers.
fn kept_length(raw: &str, tidy: &str) -> usize {
    let mut wanted = tidy.chars().filter(|letter| !letter.is_whitespace());
    let mut next = wanted.next();
    for (place, letter) in raw.char_indices() {
        if next == Some(letter) {
            next = wanted.next();
            if next.is_none() {
                return place + letter.len_utf8();
            }
        }
    }
    raw.len()
}

/// «Nghị quyết 57», «Chỉ thị số 05»: a number without its symbol.
fn partial(text: &str, taken: &[Mention]) -> Vec<Mention> {
    let Some(pattern) = PARTIAL.as_ref() else { return Vec::new() };
    let mut found = Vec::new();
    let mut next_taken = taken.iter().peekable();
    for parts in pattern.captures_iter(text) {
        let (Some(name), Some(number)) = (parts.name("name"), parts.name("number")) else { continue };
        while next_taken.next_if(|mention| mention.end <= name.start()).is_some() {}
        let overlaps = next_taken.peek().is_some_and(|mention| mention.start < number.end());
        let after = &text[number.end()..];
        if overlaps || !name.as_str().starts_with(char::is_uppercase) || is_quantity(number.as_str(), after) {
            continue;
        }
        found.push(Mention {
            start: name.start(),
            end: number.end(),
            type_code: code_of_name(name.as_str()).or_else(|| code_in_symbol(name.as_str())).map(str::to_owned),
            number: Some(number.as_str().to_owned()),
            year: None,
            symbol: None,
            name: None,
        });
        enumerated(text, &mut found);
    }
    found
}

/// «Nghị quyết 57, 59, 66 và 68»: the numbers that follow the first.
fn enumerated(text: &str, found: &mut Vec<Mention>) {
    while let Some(last) = found.last() {
        let Some(parts) = NEXT_NUMBER.as_ref().and_then(|next| next.captures(window(text, last.end))) else { return };
        let (Some(whole), Some(number)) = (parts.get(0), parts.name("number")) else { return };
        let end = last.end + number.end();
        let after = window(text, end);
        let next_word = after.trim_start().split(' ').next().unwrap_or("");
        let counts_things = after.starts_with(' ')
            && next_word.starts_with(char::is_lowercase)
            && !["của", "về", "và", "ngày", "khóa", "khoá"].contains(&next_word);
        if whole.as_str().is_empty() || counts_things || is_quantity(number.as_str(), after) {
            return;
        }
        let number = number.as_str().to_owned();
        let next = Mention { start: end - number.len(), end, number: Some(number), ..last.clone() };
        found.push(next);
    }
}

/// A short piece of the text from `start` on.
fn window(text: &str, start: usize) -> &str {
    let mut limit = (start + 60).min(text.len());
    while !text.is_char_boundary(limit) {
        limit -= 1;
    }
    &text[start..limit]
}

/// «Kế hoạch 5 năm», «Chương trình 30/4», «Quyết định 3. Giao»: a number that names nothing.
fn is_quantity(number: &str, after: &str) -> bool {
    let mut following = after.chars();
    let glued = following.next();
    if matches!(glued, Some('/' | '-' | '–' | '%' | ':')) || glued.is_some_and(char::is_alphabetic) {
        return true;
    }
    if matches!(glued, Some('.' | ',')) && following.next().is_some_and(|next| next.is_ascii_digit()) {
        return true;
    }
    let is_year = number.len() == 4 && (number.starts_with("19") || number.starts_with("20"));
    let words = fold(&after.chars().take(24).collect::<String>());
    let counted = [
        "nam ",
        "thang ",
        "ngay ",
        "nguoi",
        "dong chi",
        "nhiem vu",
        "muc tieu",
        "ty ",
        "trieu",
        "nghin",
        "buoc",
        "diem",
        "noi dung",
        "tuan",
        "gio ",
        "trang",
        "lan ",
        "cap ",
        "co quan",
        "don vi",
        "dia phuong",
        "tinh",
        "xa ",
        "huyen",
    ];
    is_year
        || counted.iter().any(|word| {
            words.starts_with(word.trim_end())
                && (words.len() <= word.trim_end().len()
                    || !words.as_bytes()[word.trim_end().len()].is_ascii_alphanumeric())
        })
}
