//! How long and how much memory a list of 480,000 people takes:
//! `cargo run --profile demo -p sheets --example measure -- csv` (or `xlsx`,
//! or `excel`: .xlsx with shared strings, as Excel itself saves it). Peak memory is read from
//! the kernel's account of the reading process, so each format is measured in its own run.

use std::error::Error;
use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

use sheets::{Column, Heading, Reader, Value, write_csv, write_xlsx};

const ROWS: usize = 480_000;

macro_rules! columns {
    ($($key:literal $vi:literal,)*) => {
        &[$(Column { key: $key, vi: $vi, en: $key, aliases: &[], required: true, example: "", note: "" },)*]
    };
}

const COLUMNS: &[Column] = columns![
    "id" "Số hiệu", "name" "Họ và tên", "born" "Ngày sinh", "sex" "Giới tính", "unit" "Mã chi bộ",
    "joined" "Ngày vào Đảng", "official" "Ngày chính thức", "position" "Chức vụ", "phone" "Điện thoại", "mail" "Thư điện tử",
];

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let format = arguments.next().unwrap_or_else(|| "csv".to_owned());
    match arguments.next() {
        Some(path) => read(&format, &PathBuf::from(path)),
        None => {
            let folder = std::env::temp_dir().join("sheets-measure");
            std::fs::create_dir_all(&folder)?;
            let path = folder.join(format!("people.{format}"));
            write(&format, &path)?;
            let status = std::process::Command::new(std::env::current_exe()?).arg(&format).arg(&path).status()?;
            std::fs::remove_file(&path)?;
            status.success().then_some(()).ok_or_else(|| "the reading process failed".into())
        }
    }
}

fn write(format: &str, path: &std::path::Path) -> Result<(), Box<dyn Error>> {
    let headings: Vec<Heading> = COLUMNS.iter().map(|column| Heading::new(column.vi, 18.0)).collect();
    let day = jiff::civil::date(1950, 1, 1);
    let rows = (0..ROWS).map(|index| -> Vec<Value<'static>> {
        vec![
            format!("DV{index:08}").into(),
            format!("Nguyễn Thị Thử {}", index % 90_000).into(),
            day.saturating_add(jiff::Span::new().days((index % 20_000) as i64)).into(),
            if index % 2 == 0 { "Nam" } else { "Nữ" }.into(),
            format!("CB-{:06}", index / 24).into(),
            day.saturating_add(jiff::Span::new().days((index % 25_000) as i64)).into(),
            Value::Empty,
            if index % 24 == 0 { "Bí thư" } else { "" }.into(),
            format!("09{:08}", index * 7 % 100_000_000).into(),
            format!("nguoi{index}@vi-du.vn").into(),
        ]
    });
    let start = Instant::now();
    let bytes = match format {
        "xlsx" => write_xlsx("Đảng viên", &headings, rows)?,
        "excel" => as_excel_saves(&headings, rows)?,
        _ => write_csv(&headings, rows)?,
    };
    std::fs::write(path, &bytes)?;
    writeln!(
        std::io::stdout(),
        "wrote {ROWS} rows as {format}: {:.1} s, {} MB",
        start.elapsed().as_secs_f64(),
        bytes.len() / 1_000_000
    )?;
    Ok(())
}

/// The same list with its texts in one shared table, which a reader must hold in memory.
fn as_excel_saves<'a>(
    headings: &[Heading],
    rows: impl Iterator<Item = Vec<Value<'a>>>,
) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet_with_low_memory()?;
    for (column, heading) in (0_u16..).zip(headings) {
        sheet.write_string(0, column, &heading.title)?;
    }
    for (row, values) in (1_u32..).zip(rows) {
        for (column, value) in (0_u16..).zip(&values) {
            match value {
                Value::Text(text) => sheet.write_string(row, column, text.as_ref())?,
                Value::Day(day) => sheet.write_string(row, column, sheets::day_as_people_write(*day))?,
                _ => sheet,
            };
        }
    }
    Ok(workbook.save_to_buffer()?)
}

fn read(format: &str, path: &std::path::Path) -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    let mut reader = Reader::from_path("people", path, COLUMNS)?;
    let mut letters = 0;
    let mut rows = 0;
    for row in reader.rows()? {
        letters += row?.cells.iter().map(String::len).sum::<usize>();
        rows += 1;
    }
    let seconds = start.elapsed().as_secs_f64();
    writeln!(
        std::io::stdout(),
        "read {rows} rows from {format}: {seconds:.1} s, {letters} bytes of text, peak memory {}",
        peak_memory()
    )?;
    Ok(())
}

fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.map_or_else(|| "unknown".to_owned(), |peak| peak.trim().to_owned())
}
