//! The tree of word/document.xml, headers and footnotes to lines. A table row becomes lines on
//! which the cells stand side by side, padded so that columns stay apart, because heads and
//! signatures of official documents are borderless tables.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::numbering::Numbering;
use super::{attribute, number, referenced};
use crate::read::CannotRead;

/// Cells are padded to at most this width.
const WIDEST_PADDING: usize = 60;
/// Tables inside tables beyond this depth are read as plain lines.
const DEEPEST_TABLE: usize = 8;

/// The texts of the footnotes by their id.
pub(super) fn notes(xml: &str) -> Result<HashMap<usize, String>, CannotRead> {
    let mut notes = HashMap::new();
    if xml.is_empty() {
        return Ok(notes);
    }
    let mut reader = Reader::from_str(xml);
    let (mut id, mut text, mut in_text) = (None, String::new(), false);
    loop {
        match reader.read_event().map_err(|_| CannotRead::Damaged)? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                b"footnote" => {
                    id = number(&tag, "id").filter(|_| attribute(&tag, "type").is_none());
                    text.clear();
                }
                b"t" => in_text = true,
                b"p" if !text.is_empty() => text.push(' '),
                _ => {}
            },
            Event::Text(letters) if in_text => text.push_str(&letters.xml_content().map_err(|_| CannotRead::Damaged)?),
            Event::GeneralRef(reference) if in_text => text.extend(referenced(&reference)),
            Event::End(tag) => match tag.local_name().as_ref() {
                b"t" => in_text = false,
                b"footnote" => {
                    if let Some(id) = id.take() {
                        notes.insert(id, text.trim().to_owned());
                    }
                }
                _ => {}
            },
            Event::Eof => return Ok(notes),
            _ => {}
        }
    }
}

#[derive(Default)]
struct Paragraph {
    text: String,
    list: Option<usize>,
    level: usize,
    style: Option<String>,
    notes: Vec<usize>,
}

/// Where finished lines go: the page, or a cell of the open table.
#[derive(Default)]
struct Table {
    cells: Vec<Vec<String>>,
}

struct Writer<'n> {
    numbering: &'n mut Numbering,
    notes: &'n HashMap<usize, String>,
    page: Vec<String>,
    tables: Vec<Table>,
    paragraphs: Vec<Paragraph>,
    in_text: bool,
    /// depth inside what is not shown: deletions and the fallback of text boxes
    hidden: usize,
    note_count: usize,
}

/// The lines of a part.
pub(super) fn text_of(
    xml: &str,
    numbering: &mut Numbering,
    notes: &HashMap<usize, String>,
) -> Result<String, CannotRead> {
    let mut reader = Reader::from_str(xml);
    let mut writer = Writer {
        numbering,
        notes,
        page: Vec::new(),
        tables: Vec::new(),
        paragraphs: Vec::new(),
        in_text: false,
        hidden: 0,
        note_count: 0,
    };
    loop {
        match reader.read_event().map_err(|_| CannotRead::Damaged)? {
            Event::Start(tag) => writer.open(&tag),
            Event::Empty(tag) => writer.single(&tag),
            Event::End(tag) => writer.close(tag.local_name().as_ref()),
            Event::Text(letters) if writer.in_text && writer.hidden == 0 => {
                let letters = letters.xml_content().map_err(|_| CannotRead::Damaged)?;
                writer.push(&letters);
            }
            Event::GeneralRef(reference) if writer.in_text && writer.hidden == 0 => {
                if let Some(letter) = referenced(&reference) {
                    writer.push(&letter.to_string());
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    Ok(writer.page.join("\n"))
}

impl Writer<'_> {
    fn open(&mut self, tag: &BytesStart<'_>) {
        match tag.local_name().as_ref() {
            b"Fallback" | b"del" | b"moveFrom" => self.hidden += 1,
            _ if self.hidden > 0 => {}
            b"p" => self.paragraphs.push(Paragraph::default()),
            b"t" => self.in_text = true,
            b"tbl" if self.tables.len() < DEEPEST_TABLE => self.tables.push(Table::default()),
            b"tc" => {
                if let Some(table) = self.tables.last_mut() {
                    table.cells.push(Vec::new());
                }
            }
            _ => self.single(tag),
        }
    }

    fn single(&mut self, tag: &BytesStart<'_>) {
        if self.hidden > 0 {
            return;
        }
        match tag.local_name().as_ref() {
            b"tab" => self.push("\t"),
            b"br" | b"cr" => self.push("\n"),
            b"noBreakHyphen" => self.push("-"),
            b"p" => self.line(String::new()),
            b"footnoteReference" => {
                if let (Some(id), Some(paragraph)) = (number(tag, "id"), self.paragraphs.last_mut()) {
                    self.note_count += 1;
                    paragraph.notes.push(id);
                    paragraph.text.push_str(&superscript(self.note_count));
                }
            }
            name => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    match name {
                        b"pStyle" => paragraph.style = attribute(tag, "val"),
                        b"ilvl" => paragraph.level = number(tag, "val").unwrap_or(0),
                        b"numId" => paragraph.list = number(tag, "val"),
                        _ => {}
                    }
                }
            }
        }
    }

    fn push(&mut self, letters: &str) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            // tab stops of paragraph properties come before any text and are none
            if letters == "\t" && paragraph.text.is_empty() {
                return;
            }
            paragraph.text.push_str(letters);
        }
    }

    fn close(&mut self, name: &[u8]) {
        if matches!(name, b"Fallback" | b"del" | b"moveFrom") {
            self.hidden = self.hidden.saturating_sub(1);
            return;
        }
        if self.hidden > 0 {
            return;
        }
        match name {
            b"t" => self.in_text = false,
            b"p" => {
                if let Some(paragraph) = self.paragraphs.pop() {
                    self.finish(&paragraph);
                }
            }
            b"tr" => self.finish_row(),
            b"tbl" => {
                self.tables.pop();
                self.line(String::new());
            }
            _ => {}
        }
    }

    fn finish(&mut self, paragraph: &Paragraph) {
        let first_note = self.note_count - paragraph.notes.len().min(self.note_count);
        let list = match paragraph.list {
            Some(0) => None,
            Some(list) => Some((list, paragraph.level)),
            None => paragraph.style.as_deref().and_then(|style| self.numbering.of_style(style)),
        };
        let is_blank = paragraph.text.trim().is_empty();
        let label = match list {
            Some((list, level)) if !is_blank => self.numbering.next_label(list, level),
            _ => String::new(),
        };
        for (index, line) in paragraph.text.split('\n').enumerate() {
            let line = line.trim_end();
            self.line(if index == 0 { format!("{label}{line}") } else { line.to_owned() });
        }
        for (index, note) in paragraph.notes.iter().enumerate() {
            if let Some(text) = self.notes.get(note) {
                self.line(String::new());
                self.line(format!("{} {text}", superscript(first_note + index + 1)));
            }
        }
        // paragraphs of running text are parted by a blank line; the short lines of heads,
        // titles and lists stay together as they do on the page
        let text = paragraph.text.trim_end();
        let is_running = text.ends_with(['.', ':', ';']) || text.chars().count() > 90;
        if self.tables.is_empty() && is_running && !text.starts_with(['-', '–']) {
            self.line(String::new());
        }
    }

    fn line(&mut self, text: String) {
        match self.tables.last_mut().and_then(|table| table.cells.last_mut()) {
            Some(cell) => cell.push(text),
            None => self.page.push(text),
        }
    }

    /// The cells of a row side by side.
    fn finish_row(&mut self) {
        let Some(table) = self.tables.last_mut() else { return };
        let cells = std::mem::take(&mut table.cells);
        let widths: Vec<usize> = cells
            .iter()
            .map(|cell| cell.iter().map(|line| line.chars().count()).max().unwrap_or(0).min(WIDEST_PADDING) + 4)
            .collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(0);
        let mut rows = Vec::with_capacity(height);
        for at in 0..height {
            let mut row = String::new();
            for (cell, width) in cells.iter().zip(&widths) {
                let text = cell.get(at).map_or("", String::as_str);
                row.push_str(text);
                let padding = width.saturating_sub(text.chars().count()).max(4);
                row.extend(std::iter::repeat_n(' ', padding));
            }
            rows.push(row.trim_end().to_owned());
        }
        let outer = self
            .tables
            .len()
            .checked_sub(2)
            .and_then(|at| self.tables.get_mut(at))
            .and_then(|table| table.cells.last_mut());
        match outer {
            Some(cell) => cell.extend(rows),
            None => self.page.extend(rows),
        }
    }
}

/// ¹ ² ³ ... ¹²
fn superscript(number: usize) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    number.to_string().bytes().filter_map(|digit| DIGITS.get(usize::from(digit - b'0'))).collect()
}
