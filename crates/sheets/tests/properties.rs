//! Files from outside never stop the program, and what is written is what is read.

#![allow(clippy::unwrap_used, reason = "the helpers are test code too")]

use proptest::prelude::*;
use sheets::{Column, Heading, Reader, Value, parse_day, write_csv, write_xlsx};

const COLUMNS: &[Column] = &[
    Column { key: "code", vi: "Mã", en: "Code", aliases: &[], required: true, example: "", note: "" },
    Column { key: "name", vi: "Tên", en: "Name", aliases: &[], required: false, example: "", note: "" },
];

fn headings() -> Vec<Heading> {
    COLUMNS.iter().map(|column| Heading::new(column.vi, 12.0)).collect()
}

/// Reads to the end, whatever comes.
fn read(bytes: Vec<u8>) {
    if let Ok(mut reader) = Reader::from_bytes("f", bytes, COLUMNS)
        && let Ok(rows) = reader.rows()
    {
        rows.for_each(drop);
    }
}

/// As a cell comes back: trimmed, in one of the forms a person cannot tell apart.
fn as_read(cell: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    cell.trim().replace('\r', "").trim().nfc().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        read(bytes);
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,400}") {
        read(format!("code;name\n{text}").into_bytes());
        read(text.into_bytes());
    }

    #[test]
    fn a_damaged_workbook_is_read_or_refused(places in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12)) {
        let mut bytes = write_xlsx("A", &headings(), [vec![Value::from("1"), "Chi bộ".into()]]).unwrap();
        for (place, byte) in places {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        read(bytes);
    }

    #[test]
    fn any_text_survives_csv_and_excel(cells in prop::collection::vec("[ -~\\t\\nÀ-ỹ=+@'\"]{0,30}", 1..6)) {
        let rows = || cells.iter().map(|cell| vec![Value::from("k"), cell.as_str().into()]);
        for bytes in [write_csv(&headings(), rows()).unwrap(), write_xlsx("A", &headings(), rows()).unwrap()] {
            let mut reader = Reader::from_bytes("f", bytes, COLUMNS).unwrap();
            let read: Vec<String> = reader.rows().unwrap().map(|row| row.unwrap().get("name").to_owned()).collect();
            let written: Vec<String> = cells.iter().map(|cell| as_read(cell)).collect();
            prop_assert_eq!(read, written);
        }
    }

    #[test]
    fn any_text_is_a_day_or_none(text in "[0-9/. -]{0,12}") {
        if let Some(day) = parse_day(&text) {
            prop_assert_eq!(parse_day(&sheets::day_as_people_write(day)), Some(day));
        }
    }
}
