//! Excel and OpenDocument workbooks as lines of cells. .xlsx is streamed, older formats are loaded.

use calamine::{
    Cell, Data, DataRef, DataType, ExcelDateTime, Ods, Range, Reader as _, SheetType, SheetVisible, Xls, Xlsx,
    XlsxCellReader, XlsxError,
};
use zip::ZipArchive;

use crate::error::CannotRead;
use crate::read::ReadSeek;

type Input = Box<dyn ReadSeek>;

/// No list has more columns; a stray cell far to the right must not cost memory in every row.
const MAX_COLUMNS: u32 = 256;

/// Half a million people with ten texts each unpack to about 100 MB; a file made to exhaust memory
/// to many times that.
const MAX_UNPACKED_TEXTS: u64 = 512 * 1024 * 1024;

pub(crate) struct Workbook {
    file_name: String,
    xlsx: Xlsx<Input>,
    sheet: String,
}

impl Workbook {
    /// Opens the first visible sheet.
    pub(crate) fn open(file_name: &str, mut input: Input) -> Result<Self, CannotRead> {
        if unpacked_texts(&mut input)? > MAX_UNPACKED_TEXTS {
            return Err(CannotRead::TooLarge { file_name: file_name.to_owned() });
        }
        let xlsx: Xlsx<Input> = Xlsx::new(input).map_err(|cause| match cause {
            XlsxError::Io(cause) => CannotRead::Io(cause),
            XlsxError::Password => CannotRead::Damaged { file_name: file_name.to_owned() },
            _ => CannotRead::NotASpreadsheet { file_name: file_name.to_owned() },
        })?;
        let sheet = xlsx
            .sheets_metadata()
            .iter()
            .find(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible)
            .map(|sheet| sheet.name.clone())
            .ok_or_else(|| CannotRead::Empty { file_name: file_name.to_owned() })?;
        Ok(Self { file_name: file_name.to_owned(), xlsx, sheet })
    }

    pub(crate) fn rows(&mut self) -> Result<WorkbookRows<'_>, CannotRead> {
        let file_name = self.file_name.clone();
        let cells = self
            .xlsx
            .worksheet_cells_reader(&self.sheet)
            .map_err(|_| CannotRead::Damaged { file_name: file_name.clone() })?;
        Ok(WorkbookRows { file_name, cells, ahead: None, ended: false })
    }
}

/// Size of what the reader holds in memory whatever is read: the shared texts and the styles.
fn unpacked_texts(input: &mut Input) -> Result<u64, CannotRead> {
    let mut size = 0;
    if let Ok(mut archive) = ZipArchive::new(&mut *input) {
        for index in 0..archive.len() {
            let part = archive.by_index_raw(index).ok();
            size += part.filter(|part| !part.name().contains("worksheets/")).map_or(0, |part| part.size());
        }
    }
    input.rewind()?;
    Ok(size)
}

pub(crate) struct WorkbookRows<'a> {
    file_name: String,
    cells: XlsxCellReader<'a, Input>,
    /// The first cell of the next line, read to see where this one ends.
    ahead: Option<(u32, u32, String)>,
    ended: bool,
}

impl WorkbookRows<'_> {
    fn next_cell(&mut self) -> Result<Option<(u32, u32, String)>, CannotRead> {
        if let Some(cell) = self.ahead.take() {
            return Ok(Some(cell));
        }
        while !self.ended {
            let cell: Option<Cell<DataRef<'_>>> =
                self.cells.next_cell().map_err(|_| CannotRead::Damaged { file_name: self.file_name.clone() })?;
            let Some(cell) = cell else {
                self.ended = true;
                break;
            };
            let (row, column) = cell.get_position();
            if column < MAX_COLUMNS && !cell.get_value().is_empty() {
                return Ok(Some((row, column, as_people_see_it(cell.get_value()))));
            }
        }
        Ok(None)
    }

    fn next_line(&mut self) -> Result<Option<(usize, Vec<String>)>, CannotRead> {
        let Some((row, column, text)) = self.next_cell()? else {
            return Ok(None);
        };
        let mut cells = Vec::with_capacity(16);
        put(&mut cells, column, text);
        while let Some((next_row, column, text)) = self.next_cell()? {
            if next_row != row {
                self.ahead = Some((next_row, column, text));
                break;
            }
            put(&mut cells, column, text);
        }
        Ok(Some((row as usize + 1, cells)))
    }
}

fn put(cells: &mut Vec<String>, column: u32, text: String) {
    let column = column as usize;
    if cells.len() <= column {
        cells.resize(column + 1, String::new());
    }
    cells[column] = text;
}

impl Iterator for WorkbookRows<'_> {
    type Item = Result<(usize, Vec<String>), CannotRead>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_line().transpose()
    }
}

/// A workbook in a format that can only be loaded whole.
pub(crate) struct Loaded {
    range: Range<Data>,
}

impl Loaded {
    pub(crate) fn old_excel(file_name: &str, input: Input) -> Result<Self, CannotRead> {
        let damaged = || CannotRead::Damaged { file_name: file_name.to_owned() };
        let mut workbook: Xls<Input> = Xls::new(input).map_err(|_| damaged())?;
        let range = workbook.worksheet_range_at(0).ok_or_else(damaged)?.map_err(|_| damaged())?;
        Ok(Self { range })
    }

    pub(crate) fn open_document(file_name: &str, input: Input) -> Result<Self, CannotRead> {
        let not_ours = || CannotRead::NotASpreadsheet { file_name: file_name.to_owned() };
        let mut workbook: Ods<Input> = Ods::new(input).map_err(|_| not_ours())?;
        let range = workbook.worksheet_range_at(0).ok_or_else(not_ours)?.map_err(|_| not_ours())?;
        Ok(Self { range })
    }

    pub(crate) fn rows(&self) -> LoadedRows<'_> {
        let (top, left) = self.range.start().unwrap_or_default();
        LoadedRows { rows: self.range.rows(), line: top as usize, left: left as usize }
    }
}

pub(crate) struct LoadedRows<'a> {
    rows: calamine::Rows<'a, Data>,
    line: usize,
    left: usize,
}

impl Iterator for LoadedRows<'_> {
    type Item = Result<(usize, Vec<String>), CannotRead>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let row = self.rows.next()?;
            self.line += 1;
            if row.iter().all(DataType::is_empty) {
                continue;
            }
            let left = std::iter::repeat_n(String::new(), self.left.min(MAX_COLUMNS as usize));
            let cells = row.iter().take(MAX_COLUMNS as usize).map(as_people_see_it);
            return Some(Ok((self.line, left.chain(cells).collect())));
        }
    }
}

/// A cell as text: whole numbers without a point, days as `yyyy-mm-dd`, times after them.
fn as_people_see_it(cell: &impl DataType) -> String {
    if let Some(instant) = cell.get_datetime() {
        return instant_text(&instant);
    }
    if let Some(text) = cell.get_string() {
        return text.to_owned();
    }
    if let Some(number) = cell.get_float() {
        return number_text(number);
    }
    if let Some(whole) = cell.get_int() {
        return whole.to_string();
    }
    if let Some(yes) = cell.get_bool() {
        return if yes { "1" } else { "0" }.to_owned();
    }
    cell.get_datetime_iso().map(str::to_owned).unwrap_or_default()
}

fn number_text(number: f64) -> String {
    // beyond 15 digits Excel itself shows no exact whole number
    if number.fract() == 0.0 && number.abs() < 1e15 { format!("{number:.0}") } else { number.to_string() }
}

fn instant_text(instant: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, _, _) = instant.to_ymd_hms_milli();
    match (instant.as_f64() < 1.0, hour, minute) {
        (true, _, _) => format!("{hour:02}:{minute:02}"),
        (false, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
        _ => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}"),
    }
}
