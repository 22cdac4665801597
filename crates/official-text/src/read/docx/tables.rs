//! The tables of word/document.xml, cell by cell: annexes of programmes are tables with a header row. A table inside a
//! cell is text of that cell.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{number, referenced};
use crate::read::CannotRead;

/// Rows of cells.
pub type Table = Vec<Vec<String>>;

/// A cell spans at most so many columns.
const WIDEST_SPAN: usize = 64;

#[derive(Default)]
struct Builder {
    tables: Vec<Table>,
    /// how many tables are open
    depth: usize,
    cell: String,
    span: usize,
    in_text: bool,
    /// depth inside what was deleted
    deleted: usize,
}

impl Builder {
    fn begin(&mut self, tag: &BytesStart<'_>) {
        match tag.local_name().as_ref() {
            b"tbl" => {
                self.depth += 1;
                if self.depth == 1 {
                    self.tables.push(Table::new());
                }
            }
            b"tr" if self.depth == 1 => {
                self.tables.iter_mut().last().into_iter().for_each(|table| table.push(Vec::new()))
            }
            b"tc" if self.depth == 1 => {
                self.cell.clear();
                self.span = 1;
            }
            b"del" => self.deleted += 1,
            b"t" => self.in_text = true,
            _ => self.mark(tag),
        }
    }

    /// What stands alone in a cell: breaks, and how many columns it takes.
    fn mark(&mut self, tag: &BytesStart<'_>) {
        match tag.local_name().as_ref() {
            b"tab" | b"br" | b"cr" => self.cell.push(' '),
            b"gridSpan" if self.depth == 1 => self.span = number(tag, "val").unwrap_or(1).clamp(1, WIDEST_SPAN),
            _ => {}
        }
    }

    fn end(&mut self, name: &[u8]) {
        match name {
            b"t" => self.in_text = false,
            b"p" => self.cell.push(' '),
            b"del" => self.deleted = self.deleted.saturating_sub(1),
            b"tc" if self.depth == 1 => {
                let cell = self.cell.split_whitespace().collect::<Vec<_>>().join(" ");
                if let Some(row) = self.tables.last_mut().and_then(|table| table.last_mut()) {
                    row.push(cell);
                    row.extend(std::iter::repeat_n(String::new(), self.span - 1));
                }
            }
            b"tbl" => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
    }

    fn is_read(&self) -> bool {
        self.in_text && self.depth > 0 && self.deleted == 0
    }
}

/// The tables in the order of the text.
pub(super) fn tables_of(xml: &str) -> Result<Vec<Table>, CannotRead> {
    let mut reader = Reader::from_str(xml);
    let mut builder = Builder { span: 1, ..Builder::default() };
    loop {
        match reader.read_event().map_err(|_| CannotRead::Damaged)? {
            Event::Start(tag) => builder.begin(&tag),
            Event::Empty(tag) => builder.mark(&tag),
            Event::Text(letters) if builder.is_read() => {
                builder.cell.push_str(&letters.xml_content().map_err(|_| CannotRead::Damaged)?);
            }
            Event::GeneralRef(reference) if builder.is_read() => builder.cell.extend(referenced(&reference)),
            Event::End(tag) => builder.end(tag.local_name().as_ref()),
            Event::Eof => return Ok(builder.tables),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_read_with_spans_and_inner_tables_as_text() {
        let xml = "<w:body><w:p><w:r><w:t>ngoài</w:t></w:r></w:p><w:tbl><w:tr>\
            <w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr><w:p><w:r><w:t>Việc &amp; người</w:t></w:r></w:p></w:tc>\
            <w:tc><w:p/></w:tc></w:tr><w:tr><w:tc><w:p><w:r><w:t>Mở</w:t></w:r></w:p><w:p><w:r><w:t>lớp</w:t></w:r></w:p>\
            <w:tbl><w:tr><w:tc><w:p><w:r><w:t>trong</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:tc>\
            <w:tc><w:p><w:del><w:r><w:t>bỏ</w:t></w:r></w:del></w:p></w:tc></w:tr></w:tbl></w:body>";
        let tables = tables_of(xml).unwrap();
        let rows: Vec<Vec<&str>> = tables[0].iter().map(|row| row.iter().map(String::as_str).collect()).collect();
        assert_eq!(rows, [vec!["Việc & người", "", ""], vec!["Mở lớp trong", ""]]);
        assert!(tables_of("<a></b>").is_err());
    }
}
