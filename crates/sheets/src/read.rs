//! Opening a file as a list: which kind it is, where its header stands, and its rows one by one.
//! The formats themselves are in `read/`.

mod text;
mod workbook;

use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::columns::{Column, HeaderReport, Titles};
use crate::error::CannotRead;
use text::{TextRows, TextShape};
use workbook::{Loaded, Workbook, WorkbookRows};

/// Old Excel (.xls) and OpenDocument (.ods) files are held in memory whole, so they may not be
/// larger than this. CSV and .xlsx are streamed and may.
pub const MAX_LOADED_BYTES: u64 = 32 * 1024 * 1024;

/// The header must stand among the first rows that hold anything.
const HEADER_ROWS: usize = 20;

/// A list in a file, its header recognised.
///
/// ```
/// # use sheets::{Column, Reader};
/// const COLUMNS: &[Column] = &[Column {
///     key: "name", vi: "Tên đơn vị", en: "Unit", aliases: &[], required: true, example: "Chi bộ 1", note: "",
/// }];
/// let mut reader = Reader::from_bytes("units.csv", "ten don vi\nChi bộ thôn Đông\n", COLUMNS)?;
/// for row in reader.rows()? {
///     let row = row?;
///     assert_eq!((row.line, row.get("name")), (2, "Chi bộ thôn Đông"));
/// }
/// # Ok::<(), sheets::CannotRead>(())
/// ```
pub struct Reader {
    columns: &'static [Column],
    header: HeaderReport,
    content: Content,
}

enum Content {
    Text(Source, TextShape),
    Workbook(Box<Workbook>),
    Loaded(Loaded),
}

/// One row below the header. Cells are trimmed, in NFC, empty when absent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Line in the file, counted from 1, as Excel shows it.
    pub line: usize,
    /// One cell for each declared column, in the declared order.
    pub cells: Vec<String>,
    columns: &'static [Column],
}

impl Row {
    /// The cell of the column with this key; empty when the file has no such column.
    pub fn get(&self, key: &str) -> &str {
        let index = self.columns.iter().position(|column| column.key == key);
        index.and_then(|index| self.cells.get(index)).map_or("", String::as_str)
    }
}

impl Reader {
    /// Opens an uploaded file held in memory. `file_name` is only used in messages: the kind of
    /// file is told from its content.
    ///
    /// # Errors
    /// Every [`CannotRead`]; the file is not read beyond its header.
    pub fn from_bytes(
        file_name: &str,
        bytes: impl Into<Vec<u8>>,
        columns: &'static [Column],
    ) -> Result<Self, CannotRead> {
        Self::open(file_name, Source::Bytes(Arc::new(bytes.into())), columns)
    }

    /// Opens a file on disk. For `file_name` see [`Reader::from_bytes`].
    ///
    /// # Errors
    /// Every [`CannotRead`]; the file is not read beyond its header.
    pub fn from_path(file_name: &str, path: &Path, columns: &'static [Column]) -> Result<Self, CannotRead> {
        Self::open(file_name, Source::Path(path.to_owned()), columns)
    }

    fn open(file_name: &str, source: Source, columns: &'static [Column]) -> Result<Self, CannotRead> {
        let mut content = recognise(file_name, &source)?;
        let mut top = Vec::with_capacity(HEADER_ROWS);
        for row in content.lines()? {
            top.push(row?);
            if top.len() == HEADER_ROWS {
                break;
            }
        }
        if top.is_empty() {
            return Err(CannotRead::Empty { file_name: file_name.to_owned() });
        }
        let header = Titles::new(columns).find_header(&top)?;
        Ok(Self { columns, header, content })
    }

    /// What the header row held.
    pub fn header(&self) -> &HeaderReport {
        &self.header
    }

    /// The rows below the header, from the top; may be asked for again. Empty rows and the
    /// template's own example row are left out.
    ///
    /// # Errors
    /// When the file can no longer be opened. Each row may be an error too; none follows it.
    pub fn rows(&mut self) -> Result<Rows<'_>, CannotRead> {
        Ok(Rows { columns: self.columns, header: &self.header, lines: self.content.lines()?, failed: false })
    }
}

/// The rows of a [`Reader`], read as they are asked for.
pub struct Rows<'a> {
    columns: &'static [Column],
    header: &'a HeaderReport,
    lines: Lines<'a>,
    failed: bool,
}

impl Iterator for Rows<'_> {
    type Item = Result<Row, CannotRead>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.failed {
            let (line, found) = match self.lines.next()? {
                Ok(line) => line,
                Err(cause) => {
                    self.failed = true;
                    return Some(Err(cause));
                }
            };
            if line <= self.header.line {
                continue;
            }
            let mut cells = vec![String::new(); self.columns.len()];
            for (cell, place) in found.into_iter().zip(&self.header.places) {
                if let Some(place) = place {
                    cells[*place] = tidy(cell);
                }
            }
            let is_example = self.columns.iter().zip(&cells).all(|(column, cell)| column.example == cell);
            if cells.iter().any(|cell| !cell.is_empty()) && !is_example {
                return Some(Ok(Row { line, cells, columns: self.columns }));
            }
        }
        None
    }
}

/// Lines of any format: line number from 1, cells as they stand; no empty lines.
enum Lines<'a> {
    Text(TextRows),
    Workbook(Box<WorkbookRows<'a>>),
    Loaded(workbook::LoadedRows<'a>),
}

impl Iterator for Lines<'_> {
    type Item = Result<(usize, Vec<String>), CannotRead>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::Text(rows) => rows.next(),
            Self::Workbook(rows) => rows.next(),
            Self::Loaded(rows) => rows.next(),
        }
    }
}

impl Content {
    fn lines(&mut self) -> Result<Lines<'_>, CannotRead> {
        Ok(match self {
            Self::Text(source, shape) => Lines::Text(TextRows::new(source.open()?, *shape)?),
            Self::Workbook(workbook) => Lines::Workbook(Box::new(workbook.rows()?)),
            Self::Loaded(loaded) => Lines::Loaded(loaded.rows()),
        })
    }
}

fn recognise(file_name: &str, source: &Source) -> Result<Content, CannotRead> {
    let mut top = Vec::new();
    source.open()?.take(16 * 1024).read_to_end(&mut top)?;
    let size = source.open()?.seek(std::io::SeekFrom::End(0))?;
    const ZIP: &[u8] = b"PK\x03\x04";
    const OLE: &[u8] = b"\xD0\xCF\x11\xE0";
    if top.iter().all(u8::is_ascii_whitespace) {
        return Err(CannotRead::Empty { file_name: file_name.to_owned() });
    }
    if top.starts_with(ZIP) {
        return match Workbook::open(file_name, source.open()?) {
            Ok(workbook) => Ok(Content::Workbook(Box::new(workbook))),
            Err(CannotRead::NotASpreadsheet { .. }) => {
                small_enough(file_name, size)?;
                Loaded::open_document(file_name, source.open()?).map(Content::Loaded)
            }
            Err(cause) => Err(cause),
        };
    }
    if top.starts_with(OLE) {
        small_enough(file_name, size)?;
        return Loaded::old_excel(file_name, source.open()?).map(Content::Loaded);
    }
    match TextShape::detect(&top) {
        Some(shape) => Ok(Content::Text(source.clone(), shape)),
        None => Err(CannotRead::NotASpreadsheet { file_name: file_name.to_owned() }),
    }
}

fn small_enough(file_name: &str, size: u64) -> Result<(), CannotRead> {
    if size > MAX_LOADED_BYTES {
        return Err(CannotRead::TooLarge { file_name: file_name.to_owned() });
    }
    Ok(())
}

pub(crate) trait ReadSeek: Read + Seek + Send {}
impl<R: Read + Seek + Send> ReadSeek for R {}

#[derive(Clone)]
enum Source {
    Bytes(Arc<Vec<u8>>),
    Path(PathBuf),
}

impl Source {
    fn open(&self) -> Result<Box<dyn ReadSeek>, CannotRead> {
        Ok(match self {
            Self::Bytes(bytes) => Box::new(Cursor::new(SharedBytes(Arc::clone(bytes)))),
            Self::Path(path) => Box::new(BufReader::with_capacity(256 * 1024, File::open(path)?)),
        })
    }
}

struct SharedBytes(Arc<Vec<u8>>);

impl AsRef<[u8]> for SharedBytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// Trimmed and in NFC; most cells already are, so they are kept as they stand.
fn tidy(cell: String) -> String {
    let trimmed = cell.trim();
    if is_nfc_quick(trimmed.chars()) != IsNormalized::Yes {
        return trimmed.nfc().collect();
    }
    if trimmed.len() == cell.len() { cell } else { trimmed.to_owned() }
}
