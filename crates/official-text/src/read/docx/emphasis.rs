//! Paragraphs of a Word document with what is bold, underlined or highlighted in them: for lists in which emphasis says
//! something, such as the right answer of a question. Direct formatting only, and the character style «Strong».

use std::io::Cursor;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::numbering::Numbering;
use super::{attribute, number, part, referenced};
use crate::read::CannotRead;

/// How letters stand out from those around them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Emphasis {
    /// bold
    pub is_bold: bool,
    /// underlined in whatever way
    pub is_underlined: bool,
    /// highlighted or shaded as with a marker
    pub is_highlighted: bool,
}

/// Letters of one emphasis.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stretch {
    /// the letters, in normal form C
    pub text: String,
    /// how they stand out
    pub emphasis: Emphasis,
}

/// A paragraph: its stretches in their order, an automatic label («Câu 1.», «A.») among them.
pub type Paragraph = Vec<Stretch>;

/// The paragraphs of a .docx in their order, those of tables too. Line breaks are kept as such.
///
/// # Errors
/// [`CannotRead`], in terms of what the user can do about it.
///
/// ```
/// use official_text::read::{CannotRead, paragraphs_of};
/// assert_eq!(paragraphs_of(b"PK\x03\x04 cut off"), Err(CannotRead::Damaged));
/// ```
pub fn paragraphs_of(bytes: &[u8]) -> Result<Vec<Paragraph>, CannotRead> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| CannotRead::Damaged)?;
    let document = part(&mut archive, "word/document.xml")?.ok_or(CannotRead::UnknownFormat)?;
    let numbering = part(&mut archive, "word/numbering.xml")?.unwrap_or_default();
    let styles = part(&mut archive, "word/styles.xml")?.unwrap_or_default();
    let mut writer = Writer { numbering: Numbering::read(&numbering, &styles)?, ..Writer::default() };
    let mut reader = Reader::from_str(&document);
    loop {
        match reader.read_event().map_err(|_| CannotRead::Damaged)? {
            Event::Start(tag) => writer.open(&tag),
            Event::Empty(tag) => writer.single(&tag),
            Event::End(tag) => writer.close(tag.local_name().as_ref()),
            Event::Text(letters) => writer.push(&letters.xml_content().map_err(|_| CannotRead::Damaged)?),
            Event::GeneralRef(reference) => {
                if let Some(letter) = referenced(&reference) {
                    writer.push(letter.encode_utf8(&mut [0; 4]));
                }
            }
            Event::Eof => return Ok(writer.paragraphs),
            _ => {}
        }
    }
}

#[derive(Default)]
struct Writer {
    numbering: Numbering,
    paragraphs: Vec<Paragraph>,
    open: Paragraph,
    list: Option<usize>,
    level: usize,
    style: Option<String>,
    emphasis: Emphasis,
    in_run: bool,
    in_text: bool,
    hidden: usize,
}

impl Writer {
    fn open(&mut self, tag: &BytesStart<'_>) {
        match tag.local_name().as_ref() {
            b"Fallback" | b"del" | b"moveFrom" => self.hidden += 1,
            b"p" => {
                self.finish();
                (self.list, self.level, self.style) = (None, 0, None);
            }
            b"r" => (self.in_run, self.emphasis) = (true, Emphasis::default()),
            b"t" => self.in_text = true,
            _ => self.single(tag),
        }
    }

    fn single(&mut self, tag: &BytesStart<'_>) {
        let value = attribute(tag, "val");
        let is_on = !matches!(value.as_deref(), Some("0" | "false" | "none" | "off" | "clear"));
        match (tag.local_name().as_ref(), self.in_run) {
            (b"b", true) => self.emphasis.is_bold = is_on,
            (b"u", true) => self.emphasis.is_underlined = is_on,
            (b"highlight", true) => self.emphasis.is_highlighted = is_on,
            (b"rStyle", true) if value.as_deref() == Some("Strong") => self.emphasis.is_bold = true,
            (b"tab", true) => self.letters("\t"),
            (b"br" | b"cr", true) => self.letters("\n"),
            (b"noBreakHyphen", true) => self.letters("-"),
            (b"pStyle", false) => self.style = value,
            (b"ilvl", false) => self.level = number(tag, "val").unwrap_or(0),
            (b"numId", false) => self.list = number(tag, "val"),
            _ => {}
        }
    }

    fn push(&mut self, letters: &str) {
        if self.in_text {
            self.letters(letters);
        }
    }

    fn letters(&mut self, letters: &str) {
        if self.hidden > 0 {
            return;
        }
        match self.open.last_mut().filter(|last| last.emphasis == self.emphasis) {
            Some(last) => last.text.push_str(letters),
            None => self.open.push(Stretch { text: letters.to_owned(), emphasis: self.emphasis }),
        }
    }

    fn close(&mut self, name: &[u8]) {
        match name {
            b"Fallback" | b"del" | b"moveFrom" => self.hidden = self.hidden.saturating_sub(1),
            b"r" => self.in_run = false,
            b"t" => self.in_text = false,
            b"p" => self.finish(),
            _ => {}
        }
    }

    fn finish(&mut self) {
        let mut paragraph = std::mem::take(&mut self.open);
        if paragraph.iter().all(|stretch| stretch.text.trim().is_empty()) {
            return;
        }
        let list = match self.list {
            Some(0) => None,
            Some(list) => Some((list, self.level)),
            None => self.style.as_deref().and_then(|style| self.numbering.of_style(style)),
        };
        let label = list.map(|(list, level)| self.numbering.next_label(list, level)).unwrap_or_default();
        if !label.is_empty() {
            paragraph.insert(0, Stretch { text: label, emphasis: Emphasis::default() });
        }
        for stretch in &mut paragraph {
            stretch.text = vietnamese::nfc(&stretch.text);
        }
        self.paragraphs.push(paragraph);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn docx(body: &str) -> Vec<u8> {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        archive.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
        write!(archive, "<w:document><w:body>{body}</w:body></w:document>").unwrap();
        archive.finish().unwrap().into_inner()
    }

    #[test]
    fn letters_say_how_they_stand_out_and_paragraph_marks_do_not_count() {
        let file = docx(
            "<w:p><w:pPr><w:rPr><w:b/></w:rPr></w:pPr><w:r><w:t>A. ba</w:t></w:r><w:r><w:rPr><w:b/><w:u w:val=\"single\"/></w:rPr><w:t> t&#7881;nh</w:t></w:r><w:r><w:rPr><w:b w:val=\"0\"/><w:u w:val=\"none\"/></w:rPr><w:t>.</w:t></w:r></w:p><w:p/><w:tbl><w:tr><w:tc><w:p><w:r><w:rPr><w:highlight w:val=\"yellow\"/></w:rPr><w:t>B</w:t><w:br/><w:t>C</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
        );
        let read = paragraphs_of(&file).unwrap();
        let plain = Emphasis::default();
        let loud = Emphasis { is_bold: true, is_underlined: true, is_highlighted: false };
        let stretch = |text: &str, emphasis| Stretch { text: text.to_owned(), emphasis };
        assert_eq!(read[0], [stretch("A. ba", plain), stretch(" tỉnh", loud), stretch(".", plain)]);
        assert_eq!(read[1], [stretch("B\nC", Emphasis { is_highlighted: true, ..plain })]);
        assert_eq!(read.len(), 2);
    }
}
