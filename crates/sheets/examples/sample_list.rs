//! Writes a sample list and its template into a folder, to be opened in a spreadsheet program:
//! `cargo run -p sheets --example sample_list -- FOLDER`.

use std::error::Error;
use std::path::PathBuf;

use sheets::{Column, Heading, Value, template_xlsx, write_csv, write_xlsx};

const COLUMNS: &[Column] = &[
    Column {
        key: "code",
        vi: "Mã đơn vị",
        en: "Unit code",
        aliases: &[],
        required: true,
        example: "CB-0012",
        note: "Mã do cấp trên cấp; không trùng trong toàn tỉnh.",
    },
    Column {
        key: "name",
        vi: "Tên đơn vị",
        en: "Unit name",
        aliases: &[],
        required: true,
        example: "Chi bộ thôn Đông",
        note: "Tên đầy đủ theo quyết định thành lập.",
    },
    Column {
        key: "since",
        vi: "Ngày thành lập",
        en: "Founded",
        aliases: &[],
        required: false,
        example: "03/02/2025",
        note: "Ngày/tháng/năm.",
    },
];

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("name the folder to write to")?);
    std::fs::create_dir_all(&folder)?;
    let headings =
        [Heading::new("Mã đơn vị", 14.0), Heading::new("Tên đơn vị", 40.0), Heading::new("Ngày thành lập", 16.0)];
    let rows = || {
        (1..=40_i64).map(|index| -> Vec<Value<'static>> {
            vec![
                format!("CB-{index:04}").into(),
                format!("Chi bộ thôn {index}").into(),
                jiff::civil::date(2025, 2, 3).into(),
            ]
        })
    };
    std::fs::write(folder.join("list.xlsx"), write_xlsx("Đơn vị", &headings, rows())?)?;
    std::fs::write(folder.join("list.csv"), write_csv(&headings, rows())?)?;
    let notes = ["Mỗi đơn vị một dòng; không gộp ô."];
    std::fs::write(folder.join("template.xlsx"), template_xlsx(COLUMNS, "Đơn vị", &notes)?)?;
    Ok(())
}
