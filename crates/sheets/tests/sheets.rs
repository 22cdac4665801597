//! Lists through files: what is written is read back, what is no list is refused in words.

#![allow(clippy::unwrap_used, reason = "the helpers are test code too")]

use jiff::civil::date;
use sheets::{
    CannotRead, Column, Heading, Reader, Row, Sheet, Value, parse_day, template_xlsx, write_csv, write_workbook,
    write_xlsx,
};

const COLUMNS: &[Column] = &[
    Column {
        key: "code",
        vi: "Mã đơn vị",
        en: "Unit code",
        aliases: &["Mã"],
        required: true,
        example: "CB-001",
        note: "Mã do tỉnh cấp.",
    },
    Column {
        key: "name",
        vi: "Tên đơn vị",
        en: "Unit name",
        aliases: &["Đơn vị"],
        required: true,
        example: "Chi bộ thôn Đông",
        note: "",
    },
    Column {
        key: "since",
        vi: "Ngày thành lập",
        en: "Founded",
        aliases: &[],
        required: false,
        example: "03/02/2025",
        note: "",
    },
    Column {
        key: "members",
        vi: "Số đảng viên",
        en: "Members",
        aliases: &[],
        required: false,
        example: "27",
        note: "",
    },
];

fn rows(name: &str, bytes: impl Into<Vec<u8>>) -> Vec<Row> {
    let mut reader = Reader::from_bytes(name, bytes, COLUMNS).unwrap();
    reader.rows().unwrap().map(Result::unwrap).collect()
}

fn refusal(name: &str, bytes: impl Into<Vec<u8>>) -> CannotRead {
    Reader::from_bytes(name, bytes, COLUMNS).err().expect("the file must be refused")
}

fn headings() -> Vec<Heading> {
    COLUMNS.iter().map(|column| Heading::new(column.vi, 20.0)).collect()
}

fn list() -> Vec<Vec<Value<'static>>> {
    vec![
        vec!["CB-01".into(), "Chi bộ Đường sắt".into(), date(2023, 4, 5).into(), 27.into()],
        vec!["007".into(), "=SUM(A1)".into(), Value::Empty, Value::Number(1.5)],
    ]
}

#[test]
fn a_workbook_that_was_written_is_read_back() {
    let bytes = write_xlsx("Đơn vị: [2023]", &headings(), list()).unwrap();
    let rows = rows("don-vi.xlsx", bytes);
    assert_eq!(rows[0].line, 2);
    assert_eq!(rows[0].cells, ["CB-01", "Chi bộ Đường sắt", "2023-04-05", "27"]);
    assert_eq!(parse_day(rows[0].get("since")), Some(date(2023, 4, 5)));
    assert_eq!(rows[1].cells, ["007", "=SUM(A1)", "", "1.5"]);
}

#[test]
fn a_workbook_of_lists_keeps_old_days_long_texts_and_great_numbers() {
    let old: Vec<Value<'_>> = vec!["A".into(), "ă".repeat(40_000).into(), date(202, 3, 1).into(), i64::MAX.into()];
    let sheet = |name: &str, rows| Sheet { name: name.to_owned(), headings: headings(), rows };
    let written = write_workbook(vec![sheet("Chỉ tiêu", vec![old]), sheet("Nhiệm vụ", list())]).unwrap();
    let mut book: calamine::Xlsx<_> = calamine::Reader::new(std::io::Cursor::new(written.clone())).unwrap();
    assert_eq!(calamine::Reader::sheet_names(&book), ["Chỉ tiêu", "Nhiệm vụ"]);
    assert_eq!(calamine::Reader::worksheet_range(&mut book, "Nhiệm vụ").unwrap().height(), 3);
    let first = &rows("a.xlsx", written)[0];
    assert_eq!((first.get("since"), first.get("name").chars().count()), ("01/03/0202", 16_383));
    // a double would make it 9223372036854775808
    assert_eq!(first.get("members"), "9223372036854775807");
    let twice = vec![sheet("Nhiệm vụ", vec![]), sheet("Nhiệm vụ", vec![])];
    assert!(matches!(write_workbook(twice), Err(sheets::CannotWrite::Workbook(_))));
}

#[test]
fn csv_is_safe_in_excel_and_read_back() {
    let bytes = write_csv(&headings(), list()).unwrap();
    assert!(bytes.starts_with(b"\xEF\xBB\xBF"));
    assert!(String::from_utf8(bytes.clone()).unwrap().contains(",'=SUM(A1),"));
    let rows = rows("don-vi.csv", bytes);
    assert_eq!(rows[0].cells, ["CB-01", "Chi bộ Đường sắt", "05/04/2023", "27"]);
    assert_eq!((rows[1].line, rows[1].get("name")), (3, "=SUM(A1)"));
}

#[test]
fn the_template_without_changes_has_no_rows() {
    let bytes = template_xlsx(COLUMNS, "Đơn vị", &["Mỗi đơn vị một dòng."]).unwrap();
    assert_eq!(rows("mau.xlsx", bytes), []);
}

#[test]
fn the_header_is_found_below_a_title_in_any_order_and_spelling() {
    let text = "DANH SÁCH ĐƠN VỊ;;\n\nSTT;TEN DON VI;Mã (*);\n1;Chi bộ Tây;T1\n\n2;\"Chi bộ; Nam\";T2\n";
    let mut reader = Reader::from_bytes("a.csv", text, COLUMNS).unwrap();
    assert_eq!(reader.header().line, 3);
    assert_eq!(reader.header().unknown, ["STT"]);
    assert_eq!(reader.header().absent, ["since", "members"]);
    let rows: Vec<Row> = reader.rows().unwrap().map(Result::unwrap).collect();
    assert_eq!((rows[0].line, rows[0].get("code"), rows[0].get("name")), (4, "T1", "Chi bộ Tây"));
    assert_eq!((rows[1].line, rows[1].get("name")), (6, "Chi bộ; Nam"));
}

#[test]
fn text_comes_in_nfc_from_decomposed_tabbed_and_utf16_files() {
    let decomposed = "code\tname\nA\tChi bo\u{323}\u{302} Ba\u{306}\u{301}c\n";
    assert_eq!(rows("a.txt", decomposed)[0].get("name"), "Chi bộ Bắc");
    let mut utf16 = vec![0xFF, 0xFE];
    utf16.extend("code\tname\r\nA\tChi bộ Bắc\r\n".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(rows("b.txt", utf16)[0].get("name"), "Chi bộ Bắc");
    assert_eq!(rows("c.csv", "sep=;\ncode;name\nA;B,C\n")[0].get("name"), "B,C");
}

#[test]
fn what_is_no_list_is_refused_with_what_to_do_next() {
    assert!(matches!(refusal("a.pdf", "%PDF-1.7\n..."), CannotRead::NotASpreadsheet { .. }));
    assert!(matches!(refusal("a.xlsx", b"PK\x03\x04rubbish".to_vec()), CannotRead::NotASpreadsheet { .. }));
    assert!(matches!(
        refusal("a.xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1rubbish".to_vec()),
        CannotRead::Damaged { .. }
    ));
    assert!(matches!(refusal("a.csv", " \r\n\r\n"), CannotRead::Empty { .. }));
    assert!(matches!(refusal("a.png", b"\x89PNG\r\n\x1a\n\0\0".to_vec()), CannotRead::NotASpreadsheet { .. }));
    assert!(matches!(refusal("a.csv", "x,y\n1,2\n"), CannotRead::HeaderNotFound { .. }));
    let missing = refusal("a.csv", "mã,ngày thành lập\n1,2\n");
    assert_eq!(missing.to_string(), "Thiếu cột bắt buộc: Tên đơn vị. Hãy thêm cột vào dòng tiêu đề rồi tải lên.");
    assert_eq!(missing.code(), "SHEET-06");
}

#[test]
fn a_line_that_is_not_unicode_is_named_and_ends_the_rows() {
    let mut bytes = b"code,name\nA,B\nC,".to_vec();
    bytes.extend([0xC3, 0x28, b'\n']);
    let mut reader = Reader::from_bytes("a.csv", bytes, COLUMNS).err();
    // the broken line stands among the first, so it is seen while the header is sought
    assert!(matches!(reader.take(), Some(CannotRead::NotUtf8 { line: 3 })));
}

#[test]
fn rows_can_be_read_twice_and_from_a_path() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.xlsx");
    std::fs::write(&path, write_xlsx("A", &headings(), list()).unwrap()).unwrap();
    let mut reader = Reader::from_path("list.xlsx", &path, COLUMNS).unwrap();
    let first = reader.rows().unwrap().count();
    assert_eq!((first, reader.rows().unwrap().count()), (2, 2));
}

#[test]
fn a_sheet_of_more_rows_than_excel_allows_is_refused() {
    let rows = std::iter::repeat_n(Vec::new(), 1_048_576);
    assert!(matches!(write_xlsx("A", &[], rows), Err(sheets::CannotWrite::TooManyRows)));
}

#[test]
fn an_archive_made_to_exhaust_memory_is_refused() {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive.start_file("xl/sharedStrings.xml", zip::write::SimpleFileOptions::default()).unwrap();
    let zeros = vec![b' '; 1024 * 1024];
    for _ in 0..513 {
        std::io::Write::write_all(&mut archive, &zeros).unwrap();
    }
    let bytes = archive.finish().unwrap().into_inner();
    assert!(bytes.len() < 2 * 1024 * 1024);
    assert!(matches!(refusal("a.xlsx", bytes), CannotRead::TooLarge { .. }));
}

#[test]
fn libreoffice_opens_the_workbooks() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("list.xlsx"), write_xlsx("Đơn vị", &headings(), list()).unwrap()).unwrap();
    std::fs::write(path("template.xlsx"), template_xlsx(COLUMNS, "Đơn vị", &[]).unwrap()).unwrap();
    let mut office = std::process::Command::new("soffice");
    office.arg(format!("-env:UserInstallation=file://{}", path("home").display()));
    // comma, double quote, UTF-8, from the first line, cells as shown
    office.args(["--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true", "--outdir"]);
    let Ok(output) = office.arg(folder.path()).args([path("list.xlsx"), path("template.xlsx")]).output() else {
        println!("skipped: LibreOffice is not installed");
        return;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    if !path("list.csv").exists() {
        println!("skipped: this LibreOffice has no spreadsheet part");
        return;
    }
    let rows = rows("list.csv", std::fs::read(path("list.csv")).unwrap());
    assert_eq!(rows[0].cells, ["CB-01", "Chi bộ Đường sắt", "05/04/2023", "27"]);
    assert_eq!(rows[1].get("name"), "=SUM(A1)");
    let template = std::fs::read_to_string(path("template.csv")).unwrap();
    assert!(template.contains("Mã đơn vị (*)") && template.contains("Chi bộ thôn Đông"), "{template}");
}
