//! The workbook people download, fill in and upload.

use rust_xlsxwriter::{Format, FormatAlign, Workbook};

use crate::columns::Column;
use crate::error::CannotWrite;
use crate::write::{allowed_sheet_name, header_format};

/// A template: the first sheet with the header (required columns marked `(*)`) and one example
/// row, which [`crate::Reader`] leaves out; the second sheet explains each column and ends with
/// `notes`, one line each, in Vietnamese.
///
/// # Errors
/// Only when memory ends.
pub fn template_xlsx(columns: &[Column], sheet_name: &str, notes: &[&str]) -> Result<Vec<u8>, CannotWrite> {
    let mut workbook = Workbook::new();
    list_sheet(&mut workbook, columns, sheet_name)?;
    explanation_sheet(&mut workbook, columns, notes)?;
    Ok(workbook.save_to_buffer()?)
}

fn list_sheet(workbook: &mut Workbook, columns: &[Column], sheet_name: &str) -> Result<(), CannotWrite> {
    let header = header_format();
    // text format in the whole column: codes keep their leading zeros
    let text = Format::new().set_num_format("@");
    let example = Format::new().set_num_format("@").set_italic().set_font_color("#7F7F7F");
    let sheet = workbook.add_worksheet();
    sheet.set_name(allowed_sheet_name(sheet_name))?;
    for (place, column) in (0_u16..).zip(columns) {
        let width = column.vi.chars().count().max(column.example.chars().count()) + 6;
        sheet.set_column_width(place, width.min(48) as f64)?;
        sheet.set_column_format(place, &text)?;
        sheet.write_string_with_format(0, place, title(column), &header)?;
        sheet.write_string_with_format(1, place, column.example, &example)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

fn explanation_sheet(workbook: &mut Workbook, columns: &[Column], notes: &[&str]) -> Result<(), CannotWrite> {
    let header = header_format();
    let wrap = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let sheet = workbook.add_worksheet();
    sheet.set_name("Hướng dẫn")?;
    for (place, (name, width)) in (0_u16..).zip([("Cột", 28), ("Bắt buộc", 12), ("Ví dụ", 28), ("Giải thích", 70)])
    {
        sheet.set_column_width(place, f64::from(width))?;
        sheet.write_string_with_format(0, place, name, &header)?;
    }
    let mut line = 1;
    for column in columns {
        let required = if column.required { "Có" } else { "Không" };
        for (place, text) in (0_u16..).zip([column.vi, required, column.example, column.note]) {
            sheet.write_string_with_format(line, place, text, &wrap)?;
        }
        line += 1;
    }
    let standing = "Dòng ví dụ (chữ nghiêng, màu xám) được bỏ qua khi nhập; có thể ghi đè lên.";
    line += 1;
    for note in std::iter::once(&standing).chain(notes) {
        sheet.write_string(line, 0, *note)?;
        line += 1;
    }
    sheet.set_landscape().set_print_fit_to_pages(1, 0);
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

fn title(column: &Column) -> String {
    if column.required { format!("{} (*)", column.vi) } else { column.vi.to_owned() }
}
