//! A workbook of several lists; one list alone is `platform::web::spreadsheet`.

use jiff::civil::Date;
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
            sheet.write_string(row, column, shortened(text))?;
        }
        Value::Whole(whole) => {
            sheet.write_number(row, column, *whole as f64)?;
        }
        Value::Number(number) => {
            sheet.write_number(row, column, *number)?;
        }
        Value::Day(date) => match excel_day(*date) {
            Some(shown) => {
                sheet.write_datetime_with_format(row, column, &shown, day)?;
            }
            None => {
                sheet.write_string(row, column, sheets::day_as_people_write(*date))?;
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

/// A cell holds at most 32,767 UTF-16 units; a longer text is cut rather than the file refused.
fn shortened(text: &str) -> &str {
    let fits = 32_767 / 2;
    match text.char_indices().nth(fits) {
        Some((end, _)) => &text[..end],
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_day_and_no_text_breaks_the_file() {
        let day: Date = "0202-03-01".parse().unwrap();
        let rows = vec![vec![Value::from(day), Value::from("ă".repeat(40_000))]];
        let headings = vec![Heading::new("Ngày", 10.0), Heading::new("Nội dung", 10.0)];
        let written = workbook(&[Sheet { name: "Nhiệm vụ", headings, rows }]).unwrap();
        let mut read = sheets::Reader::from_bytes("a.xlsx", written, COLUMNS).unwrap();
        let row = read.rows().unwrap().next().unwrap().unwrap();
        assert_eq!((row.get("ngay"), row.get("noi_dung").chars().count()), ("01/03/0202", 16_383));
    }

    const COLUMNS: &[sheets::Column] = &[
        sheets::Column { key: "ngay", vi: "Ngày", en: "", aliases: &[], required: true, example: "", note: "" },
        sheets::Column {
            key: "noi_dung", vi: "Nội dung", en: "", aliases: &[], required: true, example: "", note: ""
        },
    ];
}
