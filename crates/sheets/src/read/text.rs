//! CSV text as lines of cells: its encoding and its separator are found, not asked for.

use std::io::Read;

use crate::error::CannotRead;
use crate::read::ReadSeek;
use crate::write::is_formula;

/// How a text file is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TextShape {
    separator: u8,
    utf16: Option<Endian>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Endian {
    Little,
    Big,
}

impl TextShape {
    /// The shape told from the beginning of the file; `None` when it is not text.
    pub(crate) fn detect(top: &[u8]) -> Option<Self> {
        let utf16 = match top {
            [0xFF, 0xFE, ..] => Some(Endian::Little),
            [0xFE, 0xFF, ..] => Some(Endian::Big),
            _ => None,
        };
        let text = match utf16 {
            Some(endian) => from_utf16(top, endian).into_bytes(),
            None => top.to_vec(),
        };
        let is_binary = text.iter().any(|byte| *byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C));
        if is_binary || text.starts_with(b"%PDF") || text.starts_with(b"{\\rtf") || text.starts_with(b"<") {
            return None;
        }
        Some(Self { separator: separator(&text), utf16 })
    }
}

/// The separator that occurs most often outside quotes in the first lines; Excel's `sep=;` wins.
fn separator(text: &[u8]) -> u8 {
    if let [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', separator @ (b',' | b';' | b'\t'), ..] = text {
        return *separator;
    }
    let mut counts = [(b',', 0_usize), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    let mut lines = 0;
    for byte in text {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => lines += 1,
            other if !quoted => {
                for (separator, count) in &mut counts {
                    *count += usize::from(separator == other);
                }
            }
            _ => {}
        }
        // the header decides: cells below hold commas of their own
        if lines == 1 && counts.iter().any(|(_, count)| *count > 0) {
            break;
        }
    }
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(separator, _)| *separator)
}

fn from_utf16(bytes: &[u8], endian: Endian) -> String {
    let units = bytes.chunks_exact(2).map(|pair| match endian {
        Endian::Little => u16::from_le_bytes([pair[0], pair[1]]),
        Endian::Big => u16::from_be_bytes([pair[0], pair[1]]),
    });
    char::decode_utf16(units)
        .map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER))
        .filter(|letter| *letter != '\u{FEFF}')
        .collect()
}

pub(crate) struct TextRows {
    reader: csv::Reader<Box<dyn Read + Send>>,
    record: csv::ByteRecord,
}

impl TextRows {
    pub(crate) fn new(mut input: Box<dyn ReadSeek>, shape: TextShape) -> Result<Self, CannotRead> {
        let input: Box<dyn Read + Send> = match shape.utf16 {
            None => Box::new(EvenLines::new(input)),
            Some(endian) => {
                let mut bytes = Vec::new();
                input.read_to_end(&mut bytes)?;
                let text = from_utf16(&bytes, endian);
                Box::new(EvenLines::new(std::io::Cursor::new(text.into_bytes())))
            }
        };
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(shape.separator)
            .buffer_capacity(256 * 1024)
            .from_reader(input);
        Ok(Self { reader, record: csv::ByteRecord::new() })
    }

    fn cells(&self, line: usize) -> Result<Vec<String>, CannotRead> {
        self.record
            .iter()
            .map(|cell| match std::str::from_utf8(cell) {
                Ok(cell) => Ok(without_guard(cell).to_owned()),
                Err(_) => Err(CannotRead::NotUtf8 { line }),
            })
            .collect()
    }
}

/// Text whose every line ends in one line feed, so that lines can be counted: carriage returns are
/// left out and a line feed is added at the end.
struct EvenLines<R> {
    input: R,
    ended: bool,
}

impl<R: Read> EvenLines<R> {
    fn new(input: R) -> Self {
        Self { input, ended: false }
    }
}

impl<R: Read> Read for EvenLines<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        while !self.ended && !out.is_empty() {
            let count = self.input.read(out)?;
            if count == 0 {
                self.ended = true;
                out[0] = b'\n';
                return Ok(1);
            }
            let mut kept = 0;
            for index in 0..count {
                out[kept] = out[index];
                kept += usize::from(out[index] != b'\r');
            }
            if kept > 0 {
                return Ok(kept);
            }
        }
        Ok(0)
    }
}

/// `write_csv` puts `'` before what a spreadsheet would take for a formula; this takes it off.
fn without_guard(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if is_formula(rest) => rest,
        _ => cell,
    }
}

impl Iterator for TextRows {
    type Item = Result<(usize, Vec<String>), CannotRead>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.reader.read_byte_record(&mut self.record) {
                Ok(true) => {}
                Ok(false) => return None,
                Err(cause) => return Some(Err(CannotRead::Io(cause.into()))),
            }
            // every record ends in one line feed (`EvenLines`); cells may hold further ones
            let inside = self.record.as_slice().iter().filter(|byte| **byte == b'\n').count();
            let line = (self.reader.position().line() as usize).saturating_sub(inside + 1);
            let is_blank = self.record.iter().all(|cell| cell.iter().all(u8::is_ascii_whitespace));
            let is_separator_line =
                line == 1 && self.record.get(0).is_some_and(|cell| cell.to_ascii_lowercase().starts_with(b"sep="));
            if !is_blank && !is_separator_line {
                return Some(self.cells(line).map(|cells| (line, cells)));
            }
        }
    }
}
