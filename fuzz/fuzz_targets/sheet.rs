//! Any bytes as a list, in CSV or Excel: rows or errors, never a panic, and an end.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sheets::{Column, Reader};

const COLUMNS: &[Column] = &[column("code", "Mã", true), column("name", "Tên", false)];

const fn column(key: &'static str, vi: &'static str, required: bool) -> Column {
    Column { key, vi, en: key, aliases: &[], required, example: "", note: "" }
}

fuzz_target!(|bytes: &[u8]| {
    for name in ["a.csv", "a.xlsx"] {
        let Ok(mut reader) = Reader::from_bytes(name, bytes, COLUMNS) else { continue };
        let Ok(rows) = reader.rows() else { continue };
        for row in rows.flatten() {
            let _ = (row.get("code"), row.get("name"), row.get("none"));
        }
    }
});
