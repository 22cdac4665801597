//! The sheets of an Excel workbook as tables, so that targets may stand on one and tasks on another.

use std::collections::BTreeSet;
use std::io::Cursor;

use calamine::{DataRef, DataType, Reader as _, SheetType, SheetVisible, Xlsx};

use super::{NO_SHARE, Table};

/// A programme has no more rows on a sheet, nor columns.
pub(super) const MOST_ROWS: usize = 5_000;
const MOST_COLUMNS: usize = 256;

/// The sheet that explains the columns names each of them, and is no list.
pub(super) const GUIDE: &str = "Hướng dẫn";

/// A sheet as a table, and what its cells do not say as text.
#[derive(Default)]
pub(super) struct Sheet {
    pub table: Table,
    /// The lines that hold a number, not a text, so small that it may be a share: Excel keeps 80 % as 0.8. Those in the
    /// first column count the rows.
    pub maybe_shares: BTreeSet<usize>,
    /// The first line that was not read, and why.
    pub stopped: Option<(usize, &'static str)>,
}

/// The visible sheets, each with its lines where they stand; none where it is no workbook of this kind. Whether it is
/// whole and not too large is known before.
pub(super) fn sheets_of(content: &[u8]) -> Vec<Sheet> {
    let Ok(mut workbook) = Xlsx::new(Cursor::new(content)) else { return Vec::new() };
    let names: Vec<String> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .filter(|name| vietnamese::fold(name) != vietnamese::fold(GUIDE))
        .collect();
    names.iter().filter_map(|name| sheet_of(&mut workbook, name)).collect()
}

fn sheet_of(workbook: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Option<Sheet> {
    let mut cells = workbook.worksheet_cells_reader(name).ok()?;
    let mut sheet = Sheet::default();
    loop {
        let table = &mut sheet.table;
        let cell = match cells.next_cell() {
            Ok(Some(cell)) => cell,
            Ok(None) => break,
            Err(_) => {
                sheet.stopped = Some((table.len() + 1, "programmes-error-unreadable"));
                break;
            }
        };
        let (row, column) = cell.get_position();
        let (row, column) = (usize::try_from(row).ok()?, usize::try_from(column).ok()?);
        if column >= MOST_COLUMNS || cell.get_value().is_empty() {
            continue;
        }
        if row >= MOST_ROWS {
            sheet.stopped = Some((row + 1, "programmes-error-too-long"));
            break;
        }
        if column > 0 && cell.get_value().get_float().is_some_and(|number| number > 0.0 && number <= NO_SHARE) {
            sheet.maybe_shares.insert(row + 1);
        }
        if table.len() <= row {
            table.resize_with(row + 1, Vec::new);
        }
        let line = &mut table[row];
        if line.len() <= column {
            line.resize_with(column + 1, String::new);
        }
        line[column] = as_written(cell.get_value());
    }
    (!sheet.table.is_empty()).then_some(sheet)
}

/// A cell as people write it: days with day, month, year; numbers with a decimal comma.
fn as_written(cell: &DataRef<'_>) -> String {
    if let Some(instant) = cell.get_datetime() {
        let (year, month, day, ..) = instant.to_ymd_hms_milli();
        return format!("{day:02}/{month:02}/{year:04}");
    }
    if let Some(text) = cell.get_string() {
        return text.to_owned();
    }
    if let Some(number) = cell.get_float() {
        return number_text(number);
    }
    cell.get_int().map(|whole| whole.to_string()).unwrap_or_default()
}

fn number_text(number: f64) -> String {
    // thousandths are what a target is measured in
    let rounded = (number * 1_000.0).round() / 1_000.0;
    rounded.to_string().replace('.', ",")
}
