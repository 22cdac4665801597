//! A scan through tesseract. The picture is drawn from the plan in `tests/files`; where the programs are missing the
//! test says so, except on the machine that must have them.

use std::process::Command;

use official_text::parse;
use official_text::read::{CannotRead, Format, Recognition, text_of};

#[test]
fn a_picture_of_a_plan_is_read_like_the_plan() {
    let Some(recognition) = Recognition::installed() else {
        assert!(std::env::var_os("CI").is_none(), "tesseract-ocr and tesseract-ocr-vie are missing");
        println!("skipped: no tesseract with the language vie");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let plan = format!("{}/tests/files/ke-hoach.pdf", env!("CARGO_MANIFEST_DIR"));
    let drawn = Command::new("pdftoppm")
        .args(["-r", "200", "-gray", "-png"])
        .arg(plan)
        .arg(folder.path().join("page"))
        .status();
    if !drawn.is_ok_and(|status| status.success()) {
        println!("skipped: no pdftoppm");
        return;
    }
    let first = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).min().unwrap();
    let picture = std::fs::read(first).unwrap();
    assert_eq!(text_of("ke-hoach.png", &picture), Err(CannotRead::NoTextLayer));
    let text = recognition.text_of(&picture).unwrap();
    assert_eq!(text.format, Format::Scan);
    let parsed = parse(&text.body);
    assert_eq!(parsed.type_code.map(|code| code.value).as_deref(), Some("KH"), "{}", text.body);
    assert_eq!(parsed.full_number.map(|number| number.value).as_deref(), Some("18-KH/ĐU"), "{}", text.body);
    assert_eq!(parsed.date.map(|date| date.value).as_deref(), Some("2026-02-09"), "{}", text.body);
    assert!(parsed.sections.len() >= 4 && parsed.citations.len() >= 2, "{}", text.body);
}
