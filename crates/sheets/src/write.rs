//! Lists out: an Excel workbook or CSV text that Excel opens with its Vietnamese intact.

use std::borrow::Cow;

use jiff::civil::Date;
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet};

use crate::days::day_as_people_write;
use crate::error::CannotWrite;

/// A column of a list that goes out.
#[derive(Debug, Clone, PartialEq)]
pub struct Heading {
    /// The title in the user's language.
    pub title: String,
    /// Width in characters, as Excel counts it.
    pub width: f64,
}

impl Heading {
    pub fn new(title: impl Into<String>, width: f64) -> Self {
        Self { title: title.into(), width }
    }
}

/// A cell of a list that goes out.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    Empty,
    Text(Cow<'a, str>),
    Whole(i64),
    Number(f64),
    Day(Date),
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Whole(number)
    }
}

impl From<Date> for Value<'_> {
    fn from(day: Date) -> Self {
        Self::Day(day)
    }
}

impl<'a, V: Into<Value<'a>>> From<Option<V>> for Value<'a> {
    fn from(value: Option<V>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

/// What Excel allows below the header.
const MAX_ROWS: u32 = 1_048_575;

/// A list on a sheet of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet<'a> {
    /// What the sheet is called; characters it may not have are left out. Two sheets may not have one name.
    pub name: String,
    /// The columns.
    pub headings: Vec<Heading>,
    /// The lines, each as long as the headings.
    pub rows: Vec<Vec<Value<'a>>>,
}

/// Writes an Excel workbook of one sheet: bold header that stays in view and filters, numbers as
/// numbers, days as days. Rows go to a temporary file as they come, so that memory does not grow
/// with the list. Characters a sheet's name may not have are left out.
///
/// # Errors
/// More rows than Excel allows, or no temporary file.
pub fn write_xlsx<'a>(
    sheet_name: &str,
    headings: &[Heading],
    rows: impl IntoIterator<Item = Vec<Value<'a>>>,
) -> Result<Vec<u8>, CannotWrite> {
    let mut workbook = Workbook::new();
    fill(&mut workbook, sheet_name, headings, rows)?;
    Ok(workbook.save_to_buffer()?)
}

/// Writes an Excel workbook of several lists, each as [`write_xlsx`] writes one.
///
/// # Errors
/// As [`write_xlsx`]; two sheets of one name.
pub fn write_workbook(sheets: Vec<Sheet<'_>>) -> Result<Vec<u8>, CannotWrite> {
    let mut workbook = Workbook::new();
    for sheet in sheets {
        fill(&mut workbook, &sheet.name, &sheet.headings, sheet.rows)?;
    }
    Ok(workbook.save_to_buffer()?)
}

fn fill<'a>(
    workbook: &mut Workbook,
    name: &str,
    headings: &[Heading],
    rows: impl IntoIterator<Item = Vec<Value<'a>>>,
) -> Result<(), CannotWrite> {
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    sheet.set_name(allowed_sheet_name(name))?;
    let header = header_format();
    for (column, heading) in (0_u16..).zip(headings) {
        sheet.set_column_width(column, heading.width)?;
        sheet.write_string_with_format(0, column, &heading.title, &header)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_print_fit_to_pages(1, 0);
    let day_format = Format::new().set_num_format("dd/mm/yyyy");
    let mut last = 0;
    for (row, values) in (1_u32..).zip(rows) {
        if row > MAX_ROWS {
            return Err(CannotWrite::TooManyRows);
        }
        for (column, value) in (0_u16..).zip(&values) {
            put(sheet, (row, column), value, &day_format)?;
        }
        last = row;
    }
    if let Some(right) = headings.len().checked_sub(1) {
        sheet.autofilter(0, 0, last, u16::try_from(right).unwrap_or(u16::MAX))?;
    }
    Ok(())
}

fn put(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    value: &Value<'_>,
    day_format: &Format,
) -> Result<(), CannotWrite> {
    match value {
        Value::Empty => {}
        Value::Text(text) => {
            sheet.write_string(row, column, shortened(text))?;
        }
        // a 64-bit number that a double cannot hold is kept as text rather than rounded
        Value::Whole(whole) if whole.unsigned_abs() > 1 << 53 => {
            sheet.write_string(row, column, whole.to_string())?;
        }
        Value::Whole(whole) => {
            sheet.write_number(row, column, *whole as f64)?;
        }
        Value::Number(number) => {
            sheet.write_number(row, column, *number)?;
        }
        Value::Day(day) => match excel_day(*day) {
            Some(day) => {
                sheet.write_datetime_with_format(row, column, &day, day_format)?;
            }
            None => {
                sheet.write_string(row, column, day_as_people_write(*day))?;
            }
        },
    }
    Ok(())
}

/// Excel knows no day before 1900.
fn excel_day(day: Date) -> Option<ExcelDateTime> {
    let year = u16::try_from(day.year()).ok()?;
    ExcelDateTime::from_ymd(year, day.month().unsigned_abs(), day.day().unsigned_abs()).ok()
}

/// A cell holds at most 32,767 UTF-16 units; a longer text is cut rather than the list refused.
fn shortened(text: &str) -> &str {
    let fits = 32_767 / 2;
    match text.char_indices().nth(fits) {
        Some((end, _)) => &text[..end],
        None => text,
    }
}

pub(crate) fn header_format() -> Format {
    Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_border(FormatBorder::Thin)
        .set_background_color("#E7E6E6")
}

/// At most 31 characters, none of `[]:*?/\`, no apostrophe at the ends, never empty.
pub(crate) fn allowed_sheet_name(name: &str) -> String {
    let kept: String = name.chars().filter(|letter| !"[]:*?/\\".contains(*letter)).take(31).collect();
    let kept = kept.trim().trim_matches('\'');
    if kept.is_empty() { "Danh sách".to_owned() } else { kept.to_owned() }
}

/// Writes CSV: UTF-8 with the mark by which Excel knows it, comma, CR LF, days as `dd/mm/yyyy`.
/// Text that a spreadsheet would run as a formula gets a `'` in front.
///
/// # Errors
/// Only when memory ends.
pub fn write_csv<'a>(
    headings: &[Heading],
    rows: impl IntoIterator<Item = Vec<Value<'a>>>,
) -> Result<Vec<u8>, CannotWrite> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(b"\xEF\xBB\xBF".to_vec());
    writer.write_record(headings.iter().map(|heading| guarded(&heading.title).into_owned()))?;
    for row in rows {
        let padding = headings.len().saturating_sub(row.len());
        let cells = row.iter().map(cell_text).chain(std::iter::repeat_n(String::new(), padding));
        writer.write_record(cells.take(headings.len()))?;
    }
    writer.into_inner().map_err(|cause| CannotWrite::Io(cause.into_error()))
}

fn cell_text(value: &Value<'_>) -> String {
    match value {
        Value::Empty => String::new(),
        Value::Text(text) => guarded(text).into_owned(),
        Value::Whole(whole) => whole.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Day(day) => day_as_people_write(*day),
    }
}

/// White space in front would hide the formula from this check, not from every spreadsheet.
fn guarded(text: &str) -> Cow<'_, str> {
    let text = text.trim_start();
    if is_formula(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// Also a text that is guarded already: it gets a second `'`, so that reading gives it back.
pub(crate) fn is_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@'])
}
