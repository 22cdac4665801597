//! Fictional documents in the forms an office meets: Party and State, clean and spoilt. Each
//! `texts/NAME.txt` stands beside what it says, `texts/NAME.json`.

#![expect(clippy::unwrap_used, reason = "a test may stop where its material is missing")]

use std::path::Path;

use official_text::{Document, parse, read, to_score_json};
use serde_json::{Value, json};

fn expected_and_found(path: &Path) -> (Value, Value) {
    let bytes = std::fs::read(path).unwrap();
    let text = read::text_of(&path.file_name().unwrap().to_string_lossy(), &bytes).unwrap();
    assert_eq!(text.secrecy_mark(), None, "{}", path.display());
    let expected: Value = serde_json::from_slice(&std::fs::read(path.with_extension("json")).unwrap()).unwrap();
    let document = parse(&text.body);
    assert_spans_lie_in(&document, &text.body);
    (expected, brief(&to_score_json("", &document)))
}

/// The parse with sections and citations as one line each.
fn brief(full: &Value) -> Value {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut brief = full.clone();
    let sections = full["sections"].as_array().unwrap().iter();
    brief["sections"] =
        sections.map(|section| json!(format!("{} {}", section["depth"], text(&section["label"])))).collect();
    let citations = full["citations"].as_array().unwrap().iter();
    brief["citations"] = citations
        .map(|citation| {
            let parts = ["text", "date", "issuing_body", "relation"].map(|key| text(&citation[key]));
            json!(parts.join(" | "))
        })
        .collect();
    brief
}

fn assert_spans_lie_in(document: &Document, text: &str) {
    let spans = document.sections.iter().map(|section| section.span);
    let spans = spans.chain(document.citations.iter().map(|citation| citation.span));
    let spans = spans.chain(document.recipients.iter().map(|recipient| recipient.span));
    for span in spans.chain(document.title.iter().map(|title| title.span)) {
        assert!(text.get(span.start..span.end).is_some_and(|place| !place.is_empty()), "{span:?}");
    }
}

#[test]
fn every_form_is_read_as_it_stands() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/texts");
    let mut checked = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "txt") {
            continue;
        }
        let (expected, found) = expected_and_found(&path);
        for (key, value) in expected.as_object().unwrap() {
            assert_eq!(&found[key], value, "{key} of {}", path.display());
        }
        checked += 1;
    }
    assert!(checked >= 9, "only {checked} texts");
}

#[test]
fn a_span_shows_where_the_value_stands() {
    let text = "**TỈNH ỦY HẢI ĐÔNG**\n\\*\nSố 07-KL/TU\n\n**KẾT LUẬN**\n*về công tác báo cáo viên*\n";
    let document = parse(text);
    let title = document.title.unwrap();
    assert_eq!(title.value, "về công tác báo cáo viên");
    assert_eq!(&text[title.span.start..title.span.end], "về công tác báo cáo viên");
    let number = document.full_number.unwrap();
    assert_eq!(&text[number.span.start..number.span.end], "07-KL/TU");
}

#[test]
fn a_section_reaches_to_the_end_of_its_last_point() {
    let text =
        "KẾ HOẠCH\nhọc tập nghị quyết\n\nI. MỤC ĐÍCH\n1. Học đủ.\n2. Học kỹ.\nII. TỔ CHỨC\nCác chi bộ thực hiện.\n";
    let document = parse(text);
    let spans: Vec<&str> =
        document.sections.iter().map(|section| &text[section.span.start..section.span.end]).collect();
    assert_eq!(
        spans,
        ["I. MỤC ĐÍCH\n1. Học đủ.\n2. Học kỹ.", "1. Học đủ.", "2. Học kỹ.", "II. TỔ CHỨC\nCác chi bộ thực hiện."]
    );
}

#[test]
fn what_is_no_document_stays_empty() {
    let document = parse("Hôm nay trời đẹp. Chúng tôi đi họp ở xã, có 3 người.\n\n1. Ăn sáng\n");
    let empty = Document { sections: document.sections.clone(), ..Document::default() };
    assert_eq!(document, empty);
    assert_eq!(parse(""), Document::default());
}
