//! A workbook of several lists; one list alone is `platform::web::spreadsheet`.

use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};
use sheets::{Heading, Value};

/// A list on a sheet of its own.
pub(crate) struct Sheet {
    pub name: &'static str,
    pub headings: Vec<Heading>,
    pub rows: Vec<Vec<Value<'static>>>,
}

/// The lists as one Excel workbook: bold header that stays in view and filters, numbers as numbers, days as days.
///
/// # Errors
/// More rows than Excel allows.
pub(crate) fn workbook(sheets: &[Sheet]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    for sheet in sheets {
        fill(workbook.add_worksheet().set_name(sheet.name)?, sheet)?;
    }
    workbook.save_to_buffer()
}

fn fill(sheet: &mut Worksheet, list: &Sheet) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Center);
    let header = bold.set_border(FormatBorder::Thin).set_background_color("#E7E6E6");
    for (column, heading) in (0_u16..).zip(&list.headings) {
        sheet.set_column_width(column, heading.width)?;
        sheet.write_string_with_format(0, column, &heading.title, &header)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_repeat_rows(0, 0)?;
    let day_format = Format::new().set_num_format("dd/mm/yyyy");
    let mut last = 0;
    for (row, values) in (1_u32..).zip(&list.rows) {
        for (column, value) in (0_u16..).zip(values) {
            put(sheet, (row, column), value, &day_format)?;
        }
        last = row;
    }
    if let Some(right) = list.headings.len().checked_sub(1) {
        sheet.autofilter(0, 0, last, u16::try_from(right).unwrap_or(u16::MAX))?;
    }
    Ok(())
}

fn put(sheet: &mut Worksheet, (row, column): (u32, u16), value: &Value<'_>, day: &Format) -> Result<(), XlsxError> {
    match value {
        Value::Empty => {}
        Value::Text(text) => {
            sheet.write_string(row, column, text.as_ref())?;
        }
        Value::Whole(whole) => {
            sheet.write_number(row, column, *whole as f64)?;
        }
        Value::Number(number) => {
            sheet.write_number(row, column, *number)?;
        }
        Value::Day(date) => {
            let year = u16::try_from(date.year()).unwrap_or_default();
            let shown = ExcelDateTime::from_ymd(year, date.month().unsigned_abs(), date.day().unsigned_abs())?;
            sheet.write_datetime_with_format(row, column, &shown, day)?;
        }
    }
    Ok(())
}
