//! The workbook people fill in: a sheet of tasks, one of targets with the years of the programme, one that explains.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};
use sheets::Column;

use super::columns::{TARGET_COLUMNS, TASK_COLUMNS, year_of};
use super::workbook::GUIDE;

/// The template with a column for each of these years.
///
/// # Errors
/// Only when memory ends.
pub(crate) fn template(years: &[i64]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let tasks: Vec<(&Column, &str)> = TASK_COLUMNS.iter().map(|column| (column, column.example)).collect();
    list_sheet(workbook.add_worksheet().set_name("Nhiệm vụ")?, &tasks)?;
    let is_asked = |column: &&Column| year_of(column).is_none_or(|year| years.contains(&year));
    let example = |column: &'static Column| if year_of(column).is_some() { "80" } else { column.example };
    let targets: Vec<(&Column, &str)> =
        TARGET_COLUMNS.iter().filter(is_asked).map(|column| (column, example(column))).collect();
    list_sheet(workbook.add_worksheet().set_name("Chỉ tiêu")?, &targets)?;
    explaining(workbook.add_worksheet().set_name(GUIDE)?, &[tasks, targets].concat())?;
    workbook.save_to_buffer()
}

fn list_sheet(sheet: &mut Worksheet, columns: &[(&Column, &str)]) -> Result<(), XlsxError> {
    // text format in the whole column: what is typed stays as it is typed
    let text = Format::new().set_num_format("@");
    let grey = Format::new().set_num_format("@").set_italic().set_font_color("#7F7F7F");
    for (place, (column, example)) in (0_u16..).zip(columns) {
        let width = column.vi.chars().count().max(example.chars().count()) + 6;
        sheet.set_column_width(place, u16::try_from(width.min(48)).unwrap_or(48))?;
        sheet.set_column_format(place, &text)?;
        let title = if column.required { format!("{} (*)", column.vi) } else { column.vi.to_owned() };
        sheet.write_string_with_format(0, place, title, &header())?;
        sheet.write_string_with_format(1, place, *example, &grey)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

fn explaining(sheet: &mut Worksheet, columns: &[(&Column, &str)]) -> Result<(), XlsxError> {
    let wrap = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for (place, (name, width)) in (0_u16..).zip([("Cột của tệp", 28_u16), ("Ví dụ", 40), ("Giải thích", 70)])
    {
        sheet.set_column_width(place, width)?;
        sheet.write_string_with_format(0, place, name, &header())?;
    }
    let mut line = 1;
    for (column, example) in columns {
        for (place, text) in (0_u16..).zip([column.vi, *example, column.note]) {
            sheet.write_string_with_format(line, place, text, &wrap)?;
        }
        line += 1;
    }
    for note in [
        "Trang tính nào không dùng thì để trống. Năm nào chưa có cột thì thêm cột «Năm …» (từ 2000 đến 2100).",
        "Dòng ví dụ (chữ nghiêng, màu xám) được bỏ qua khi nhập; có thể ghi đè lên.",
    ] {
        line += 1;
        sheet.write_string(line, 0, note)?;
    }
    Ok(())
}

fn header() -> Format {
    let format = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Center);
    format.set_border(FormatBorder::Thin).set_background_color("#E7E6E6")
}
