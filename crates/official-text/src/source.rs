//! The text made readable for the finders, with the way back to where each letter stood:
//! `Clean` keeps the lines and drops Markdown signs, `flow` joins wrapped lines into
//! paragraphs. What the lines mean is decided elsewhere.

use crate::document::{Found, Span};

/// A heading that stands right above a paragraph is shorter than a full line.
const LONGEST_HEADING: usize = 80;

/// Text derived from a source, each byte knowing the source byte it came from.
#[derive(Debug)]
pub(crate) struct Mapped<'a> {
    source: &'a str,
    pub(crate) text: String,
    origin: Vec<u32>,
}

impl<'a> Mapped<'a> {
    fn new(source: &'a str) -> Self {
        Self { source, text: String::with_capacity(source.len()), origin: Vec::with_capacity(source.len()) }
    }

    fn push(&mut self, letter: char, from: usize) {
        self.text.push(letter);
        // a text of 4 GiB is refused by the readers long before
        let from = u32::try_from(from).unwrap_or(u32::MAX);
        self.origin.resize(self.text.len(), from);
    }

    /// Appends a text that stands in the source as it is.
    fn push_all(&mut self, text: &str, from: usize) {
        self.text.push_str(text);
        let from = u32::try_from(from).unwrap_or(u32::MAX);
        let length = u32::try_from(text.len()).unwrap_or(0);
        self.origin.extend(from..from.saturating_add(length));
    }

    /// The source byte a byte of this text came from.
    pub(crate) fn origin(&self, at: usize) -> usize {
        self.origin.get(at).map_or(self.source.len(), |from| *from as usize)
    }

    /// The source range of a non-empty range of this text.
    pub(crate) fn span(&self, start: usize, end: usize) -> Span {
        let first = self.origin(start);
        if end <= start {
            return Span { start: first, end: first };
        }
        let mut last = self.origin(end - 1);
        while !self.source.is_char_boundary(last) {
            last -= 1;
        }
        let length = self.source.get(last..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        Span { start: first, end: last + length }
    }

    /// Where the value stands in the source inside `within`, if it stands there unbroken.
    pub(crate) fn place_of(&self, value: &str, within: Span) -> Option<Span> {
        let start = within.start + self.source.get(within.start..within.end)?.find(value)?;
        Some(Span { start, end: start + value.len() })
    }

    /// Whether a line of the source begins here and the line right above it is a heading.
    pub(crate) fn heading_before(&self, at: usize) -> bool {
        let above = self.source.get(..self.origin(at)).and_then(|before| before.rsplit_once('\n'));
        let Some((above, _)) =
            above.filter(|(_, lead)| lead.chars().all(|sign| sign.is_whitespace() || matches!(sign, '-' | '–' | '*')))
        else {
            return false;
        };
        let line = above.rsplit('\n').next().unwrap_or_default();
        let line = line.trim().trim_matches(['*', '#', '_', ' ']);
        line.chars().count() <= LONGEST_HEADING && !line.ends_with([',', ';', ':']) && opens(line)
    }

    /// The value of a range, on one line, with its place in the source.
    pub(crate) fn found(&self, start: usize, end: usize) -> Found {
        Found { value: one_line(&self.text[start..end]), span: self.span(start, end) }
    }
}

/// Words parted by single spaces.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Removes what is no text: Markdown emphasis, headings, escapes and images, simple tags,
/// invisible signs; columns of Markdown tables become tabs. Lines stay lines.
pub(crate) fn clean(source: &str) -> Mapped<'_> {
    let mut mapped = Mapped::new(source);
    let mut at = 0;
    for line in source.split_inclusive(['\n', '\u{c}']) {
        clean_line(line, at, &mut mapped);
        at += line.len();
    }
    mapped
}

fn clean_line(line: &str, at: usize, mapped: &mut Mapped<'_>) {
    let content = line.trim_end_matches(['\n', '\r', '\u{c}']);
    if is_plain(content.as_bytes()) {
        mapped.push_all(content, at);
        if line.len() > content.len() {
            mapped.push('\n', at + content.len());
        }
        return;
    }
    let trimmed = content.trim_start();
    if is_image(trimmed) || is_table_rule(trimmed) {
        mapped.push('\n', at);
        return;
    }
    let is_table = trimmed.starts_with('|') && trimmed.trim_end().ends_with('|') && trimmed.len() > 2;
    let lead = content.len() - trimmed.len();
    let hashes = trimmed.bytes().take_while(|byte| *byte == b'#').count();
    let skip = if (1..=6).contains(&hashes) && trimmed[hashes..].starts_with(' ') { lead + hashes + 1 } else { 0 };
    let bytes = content.as_bytes();
    let is_rule = !content.contains(char::is_alphanumeric);
    let lonely_star = matches!(trimmed.trim_end(), "*" | "\\*" | "**" | "***");
    let mut letters = content.char_indices().skip_while(|(place, _)| *place < skip).peekable();
    while let Some((place, letter)) = letters.next() {
        let next = bytes.get(place + 1).copied().unwrap_or(b'\n');
        match letter {
            '\\' if next.is_ascii_punctuation() => {}
            '*' if !(lonely_star || next == b' ' && place == lead) => {}
            '_' if next == b'_' || (place > 0 && bytes[place - 1] == b'_') => {
                if is_rule {
                    mapped.push('_', at + place);
                }
            }
            '|' if is_table || is_column_sign(content, place) => mapped.push('\t', at + place),
            '<' => {
                if let Some(length) = tag_length(&content[place..]) {
                    if bytes.get(place + 1..place + 3).is_some_and(|name| name.eq_ignore_ascii_case(b"br")) {
                        mapped.push('\n', at + place);
                    }
                    while letters.next_if(|(inside, _)| *inside < place + length).is_some() {}
                } else {
                    mapped.push('<', at + place);
                }
            }
            '\u{b}'
            | '\u{85}'
            | '\u{a0}'
            | '\u{1680}'
            | '\u{2000}'..='\u{200a}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{202f}'
            | '\u{205f}'
            | '\u{3000}' => mapped.push(' ', at + place),
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\r' => {}
            other => mapped.push(repaired(other), at + place),
        }
    }
    if line.len() > content.len() {
        mapped.push('\n', at + content.len());
    }
}

/// Whether the line holds nothing that is dropped or repaired: no Markdown sign, no tag, no
/// invisible or look-alike letter.
fn is_plain(line: &[u8]) -> bool {
    line.iter().enumerate().all(|(at, byte)| !SUSPECT[usize::from(*byte)] || is_plain_at(line, at))
}

/// Bytes with which something begins that may have to be dropped or repaired.
const SUSPECT: [bool; 256] = {
    let mut suspect = [false; 256];
    // no-break space and soft hyphen, Ɖ, Cyrillic, wide space, the mark at the beginning
    let bytes = b"*\\_|<#\r!\x0b\xc2\xc3\xc6\xc9\xd0\xd1\xe1\xe2\xe3\xef";
    let mut at = 0;
    while at < bytes.len() {
        suspect[bytes[at] as usize] = true;
        at += 1;
    }
    suspect
};

fn is_plain_at(line: &[u8], at: usize) -> bool {
    let next = |by: usize| line.get(at + by).copied().unwrap_or(0);
    match line[at] {
        0xc3 => !matches!(next(1), 0x90 | 0xb0),
        0xc6 => !matches!(next(1), 0x89 | 0xa2 | 0xa3),
        // Vietnamese letters with two marks; the space of another script
        0xe1 => next(1) != 0x9a,
        // dashes, quotation marks, the ellipsis; no spaces, line ends and invisible signs
        0xe2 => next(1) == 0x80 && matches!(next(2), 0x90..=0xa7),
        _ => false,
    }
}

/// « | » between two cells of a row that has lost its outer signs.
fn is_column_sign(line: &str, place: usize) -> bool {
    line[..place].ends_with(' ') && line[place + 1..].starts_with(' ')
}

fn is_image(line: &str) -> bool {
    line.starts_with("![") && line.trim_end().ends_with(')')
}

fn is_table_rule(line: &str) -> bool {
    line.len() > 3 && line.starts_with('|') && line.chars().all(|sign| matches!(sign, '|' | '-' | ':' | ' '))
}

/// Length of a simple tag such as `<b>`, `</sup>`, `<br/>`.
fn tag_length(rest: &str) -> Option<usize> {
    let end = rest.bytes().take(40).position(|byte| byte == b'>')?;
    let name = rest[1..end].trim_start_matches('/');
    let known = ["b", "i", "u", "br", "sup", "sub", "em", "strong", "span", "p", "div", "center", "font"];
    let word = name.split([' ', '/']).next().unwrap_or("").to_ascii_lowercase();
    known.contains(&word.as_str()).then_some(end + 1)
}

/// Letters of other alphabets that only look Vietnamese.
const fn repaired(letter: char) -> char {
    match letter {
        'Ð' | 'Ɖ' => 'Đ',
        'ð' | 'ɖ' => 'đ',
        'ƣ' => 'ư',
        'Ƣ' => 'Ư',
        'а' => 'a',
        'е' => 'e',
        'о' => 'o',
        'р' => 'p',
        'с' => 'c',
        'х' => 'x',
        'у' => 'y',
        'А' => 'A',
        'В' => 'B',
        'Е' => 'E',
        'К' => 'K',
        'М' => 'M',
        'Н' => 'H',
        'О' => 'O',
        'Р' => 'P',
        'С' => 'C',
        'Т' => 'T',
        'Х' => 'X',
        other => other,
    }
}

/// Paragraphs with single spaces: wrapped lines are joined, page numbers dropped, and a blank
/// line inside a sentence (a page break) is bridged. A paragraph ends in a line feed.
pub(crate) fn flow<'a>(clean: &Mapped<'a>) -> Mapped<'a> {
    let mut flow = Mapped::new(clean.source);
    let mut at = 0;
    let mut blank_before = true;
    let mut page_ended = false;
    for line in clean.text.split('\n') {
        let start = at;
        at += line.len() + 1;
        let words = line.trim();
        if words.is_empty() || is_page_number(words) {
            blank_before = true;
            page_ended |= !words.is_empty();
            continue;
        }
        let first = words.chars().next().unwrap_or(' ');
        let open =
            flow.text.ends_with(|last: char| last.is_alphanumeric() || matches!(last, ',' | '-' | '–' | '/' | '('));
        // a new page that does not begin like a paragraph goes on with the last
        let begins = first.is_uppercase() || first.is_ascii_digit();
        let runs_on = open && (first.is_lowercase() || std::mem::take(&mut page_ended) && begins && !opens(words));
        page_ended = false;
        if !flow.text.is_empty() {
            flow.push(if blank_before && !runs_on { '\n' } else { ' ' }, clean.span(start, start + 1).start);
        }
        blank_before = false;
        push_words(line, start, clean, &mut flow);
    }
    flow
}

/// Whether the line begins like a heading, a point or a list.
fn opens(line: &str) -> bool {
    crate::sections::label_of(line).is_some() || crate::lines::is_capitals(line)
}

fn push_words(line: &str, start: usize, clean: &Mapped<'_>, flow: &mut Mapped<'_>) {
    // `clean` left no other white space
    for (count, word) in line.split_ascii_whitespace().enumerate() {
        let at = start + (word.as_ptr() as usize - line.as_ptr() as usize);
        if count > 0 {
            flow.push(' ', clean.origin.get(at).map_or(0, |from| *from as usize));
        }
        flow.text.push_str(word);
        flow.origin.extend_from_slice(clean.origin.get(at..at + word.len()).unwrap_or(&[]));
    }
}

/// A line that is only a page number: «2», «- 3 -», «Trang 4».
pub(crate) fn is_page_number(line: &str) -> bool {
    if line.len() > 24 {
        return false;
    }
    let digits = line.strip_prefix("Trang").unwrap_or(line);
    let digits = digits.trim_matches(|sign: char| sign == '-' || sign == '–' || sign.is_whitespace());
    !digits.is_empty() && digits.len() <= 3 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_goes_and_the_way_back_stays() {
        let source = "## **BÁO CÁO**\n\\*\n*2.1. Cấp xã:* họp\n";
        let mapped = clean(source);
        assert_eq!(mapped.text, "BÁO CÁO\n*\n2.1. Cấp xã: họp\n");
        let start = mapped.text.find("Cấp").unwrap();
        let span = mapped.span(start, start + "Cấp xã".len());
        assert_eq!(&source[span.start..span.end], "Cấp xã");
    }

    #[test]
    fn a_page_break_inside_a_sentence_is_bridged() {
        let mapped = clean("Nghị quyết Hội nghị\n\n2\n\nlần thứ\nsáu.\n\nHai là");
        assert_eq!(flow(&mapped).text, "Nghị quyết Hội nghị lần thứ sáu.\nHai là");
    }

    #[test]
    fn table_cells_become_columns() {
        assert_eq!(clean("| A | B<br>C |\n|---|---|\n").text, "\t A \t B\nC \t\n\n");
    }
}
