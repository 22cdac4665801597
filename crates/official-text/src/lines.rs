//! Lines cut into the cells of their columns, and what a cell looks like. What cells mean is
//! decided by `header` and `closing`.

use vietnamese::fold;

use crate::source::{Mapped, is_page_number};

/// A line of the cleaned text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line<'t> {
    /// first byte in the cleaned text
    pub(crate) start: usize,
    /// without its line feed
    pub(crate) text: &'t str,
}

/// A piece of a line, parted from its neighbours by a wide gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cell<'t> {
    /// first byte in the cleaned text
    pub(crate) start: usize,
    /// trimmed
    pub(crate) text: &'t str,
    /// letters before it on its line
    pub(crate) column: usize,
}

pub(crate) fn lines<'t>(clean: &'t Mapped<'_>) -> Vec<Line<'t>> {
    let mut start = 0;
    clean
        .text
        .split('\n')
        .map(|text| {
            let line = Line { start, text };
            start += text.len() + 1;
            line
        })
        .collect()
}

impl<'t> Line<'t> {
    pub(crate) fn is_blank(&self) -> bool {
        let text = self.text.trim();
        text.is_empty() || is_page_number(text)
    }

    /// The line as one cell.
    pub(crate) fn whole(&self) -> Cell<'t> {
        let text = self.text.trim();
        let lead = self.text.len() - self.text.trim_start().len();
        Cell { start: self.start + lead, text, column: self.text[..lead].chars().count() }
    }

    /// Whether the line may fall into several cells.
    pub(crate) fn has_gap(&self) -> bool {
        let text = self.text.trim();
        text.bytes().any(|byte| byte == b'\t' || byte >= 0xe2)
            || text.as_bytes().windows(3).any(|three| three == b"   ")
    }

    /// Parts between gaps of a tab or at least three blanks.
    pub(crate) fn cells(&self) -> Vec<Cell<'t>> {
        if !self.has_gap() {
            let whole = self.whole();
            return if whole.text.is_empty() { Vec::new() } else { vec![whole] };
        }
        let mut cells = Vec::new();
        let mut begun: Option<(usize, usize)> = None;
        let mut blanks = 0;
        let mut last_end = 0;
        for (column, (place, letter)) in self.text.char_indices().enumerate() {
            if letter.is_whitespace() {
                blanks += if letter == '\t' { 3 } else { 1 };
                continue;
            }
            if blanks >= 3
                && let Some((from, at)) = begun.take()
            {
                cells.push(Cell { start: self.start + from, text: &self.text[from..last_end], column: at });
            }
            begun.get_or_insert((place, column));
            blanks = 0;
            last_end = place + letter.len_utf8();
        }
        if let Some((from, at)) = begun {
            cells.push(Cell { start: self.start + from, text: &self.text[from..last_end], column: at });
        }
        cells
    }
}

impl<'t> Cell<'t> {
    pub(crate) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// The cell from `from` on and the cell before it; offsets are bytes within the cell.
    pub(crate) fn split_at(&self, from: usize) -> (Option<Cell<'t>>, Option<Cell<'t>>) {
        let (left, right) = self.text.split_at(from);
        (self.part(left), self.part(right))
    }

    /// A trimmed part of this cell, none if blank.
    pub(crate) fn part(&self, text: &'t str) -> Option<Cell<'t>> {
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return None;
        }
        let offset = trimmed.as_ptr() as usize - self.text.as_ptr() as usize;
        let column = self.column + self.text.get(..offset)?.chars().count();
        Some(Cell { start: self.start + offset, text: trimmed, column })
    }

    pub(crate) fn folded(&self) -> String {
        fold(self.text)
    }

    /// Words with their byte places in the cell.
    pub(crate) fn words(&self) -> Vec<(usize, &'t str)> {
        self.text.split_whitespace().map(|word| (word.as_ptr() as usize - self.text.as_ptr() as usize, word)).collect()
    }

    pub(crate) fn is_capitals(&self) -> bool {
        is_capitals(self.text)
    }

    /// Only stars, dashes, dots and the like.
    pub(crate) fn is_ornament(&self) -> bool {
        !self.text.contains(char::is_alphanumeric)
    }
}

/// Nearly all letters are capitals (scanners spoil a few).
pub(crate) fn is_capitals(text: &str) -> bool {
    let (mut capitals, mut others) = (0, 0);
    for letter in text.chars() {
        match is_capital(letter) {
            Some(true) => capitals += 1,
            Some(false) => others += 1,
            None => {}
        }
        // running text is told by its first words
        if others > 6 && others * 3 > capitals {
            return false;
        }
    }
    capitals + others >= 2 && capitals * 10 >= (capitals + others) * 9
}

/// Whether a letter is a capital; none for what is no letter. The Vietnamese letters are told
/// without the tables of Unicode.
fn is_capital(letter: char) -> Option<bool> {
    match letter {
        'A'..='Z' | 'Ơ' | 'Ư' => Some(true),
        'a'..='z' | 'ơ' | 'ư' => Some(false),
        '\0'..='\u{7f}' => None,
        'À'..='Ö' | 'Ø'..='Þ' => Some(true),
        'ß'..='ö' | 'ø'..='ÿ' => Some(false),
        '\u{100}'..='\u{137}' | '\u{1ea0}'..='\u{1eff}' => Some(u32::from(letter) % 2 == 0),
        _ if letter.is_alphabetic() => Some(letter.is_uppercase()),
        _ => None,
    }
}

/// Whether the folded text begins with one of the phrases, at a word's end.
pub(crate) fn begins_with_any(folded: &str, phrases: &[&str]) -> bool {
    phrases
        .iter()
        .any(|phrase| folded.strip_prefix(phrase).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_gaps_part_columns() {
        let line = Line { start: 10, text: "  ỦY BAN   CỘNG  HÒA\tX" };
        let cells: Vec<(&str, usize)> = line.cells().iter().map(|cell| (cell.text, cell.column)).collect();
        assert_eq!(cells, [("ỦY BAN", 2), ("CỘNG  HÒA", 11), ("X", 21)]);
        assert_eq!(line.cells()[0].start, 12);
    }
}
