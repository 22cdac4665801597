//! The same fictional plan as Word, PDF and page reads alike; files that cannot be read say why.

#![expect(clippy::unwrap_used, reason = "a test may stop where its material is missing")]

use std::io::{Cursor, Write};

use official_text::read::{CannotRead, Format, text_of};
use official_text::{Document, SecrecyMark, parse};

fn plan(kind: &str) -> Document {
    let path = format!("{}/tests/files/ke-hoach.{kind}", env!("CARGO_MANIFEST_DIR"));
    let text = text_of(&path, &std::fs::read(&path).unwrap()).unwrap();
    parse(&text.body)
}

#[test]
fn one_plan_reads_alike_from_word_pdf_and_page() {
    for kind in ["docx", "pdf", "html"] {
        let plan = plan(kind);
        let value = |field: Option<official_text::Found>| field.map(|found| found.value);
        let fields = [
            (value(plan.full_number), "18-KH/ĐU"),
            (value(plan.issuing_body), "ĐẢNG ỦY PHƯỜNG NAM THÀNH"),
            (value(plan.parent_body), "ĐẢNG BỘ TỈNH HẢI ĐÔNG"),
            (value(plan.date), "2026-02-09"),
            (value(plan.signing_authority), "T/M BAN THƯỜNG VỤ"),
            (value(plan.signer_position), "PHÓ BÍ THƯ"),
            (value(plan.signer_name), "Trần Thị Minh Nguyệt"),
        ];
        for (found, expected) in fields {
            assert_eq!(found.as_deref(), Some(expected), "{kind}");
        }
        assert_eq!(plan.recipients.len(), 4, "{kind}");
        assert_eq!(plan.recipients[0].purpose.as_deref(), Some("để báo cáo"), "{kind}");
        assert_eq!(plan.dissemination.map(|sentence| sentence.depth).as_deref(), Some("chi bộ"), "{kind}");
        let sections: Vec<String> =
            plan.sections.iter().map(|section| format!("{} {}", section.depth, section.label)).collect();
        assert_eq!(sections, ["1 I", "2 1", "2 2", "1 II", "2 1", "2 2"], "{kind}");
        assert_eq!(plan.citations.len(), 3, "{kind}");
    }
}

/// A Word file of the given parts.
fn word(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, xml) in parts {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(xml.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

fn body(inner: &str) -> String {
    format!("<?xml version=\"1.0\"?><w:document xmlns:w=\"w\"><w:body>{inner}</w:body></w:document>")
}

#[test]
fn footnotes_numbering_and_text_boxes_are_kept() {
    let numbered = |text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let noted = "<w:p><w:r><w:t>Đã ban hành kế hoạch</w:t><w:footnoteReference w:id=\"2\"/></w:r></w:p>";
    let boxed = format!(
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>{0}</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>{0}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>",
        paragraph("Trong khung &amp; ngoài")
    );
    let numbering = "<w:numbering><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"upperRoman\"/><w:lvlText w:val=\"%1.\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>";
    let notes = "<w:footnotes><w:footnote w:id=\"2\"><w:p><w:r><w:t>Kế hoạch số 12-KH/HU.</w:t></w:r></w:p></w:footnote></w:footnotes>";
    let file = word(&[
        ("word/document.xml", &body(&[numbered("MỤC ĐÍCH"), numbered("YÊU CẦU"), noted.to_owned(), boxed].concat())),
        ("word/numbering.xml", numbering),
        ("word/footnotes.xml", notes),
    ]);
    let text = text_of("a.docx", &file).unwrap();
    assert_eq!(text.format, Format::Docx);
    let lines: Vec<&str> = text.body.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(
        lines,
        ["I. MỤC ĐÍCH", "II. YÊU CẦU", "Đã ban hành kế hoạch¹", "¹ Kế hoạch số 12-KH/HU.", "Trong khung & ngoài"]
    );
}

#[test]
fn a_secrecy_mark_is_seen_in_table_box_and_page_header() {
    let cell = |text: &str| format!("<w:tc>{}</w:tc>", paragraph(text));
    let row = format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>", cell("TỈNH ỦY HẢI ĐÔNG"), cell("TỐI MẬT"));
    let boxed = format!("<w:p><w:r><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></w:r></w:p>", paragraph("MẬT"));
    let plain = body(&paragraph("Báo cáo"));
    let cases = [
        (word(&[("word/document.xml", &body(&row))]), SecrecyMark::HighlySecret),
        (word(&[("word/document.xml", &body(&boxed))]), SecrecyMark::Secret),
        (
            word(&[("word/document.xml", &plain), ("word/header1.xml", &body(&paragraph("TUYỆT MẬT")))]),
            SecrecyMark::TopSecret,
        ),
    ];
    for (file, mark) in cases {
        assert_eq!(text_of("a.docx", &file).unwrap().secrecy_mark(), Some(mark));
    }
}

/// A one-page PDF that draws each text at its place.
fn pdf(texts: &[(f64, f64, &str)]) -> Vec<u8> {
    let drawn: String = texts.iter().map(|(x, y, text)| format!("BT /F 12 Tf {x} {y} Td ({text}) Tj ET\n")).collect();
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>".to_owned(),
        format!("<</Length {}>>stream\n{drawn}endstream", drawn.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
    ];
    let mut file = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        places.push(file.len());
        file += &format!("{} 0 obj\n{object}\nendobj\n", index + 1);
    }
    let start = file.len();
    file += &format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        file += &format!("{place:010} 00000 n \n");
    }
    file += &format!("trailer<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF", objects.len() + 1);
    file.into_bytes()
}

#[test]
fn pdf_columns_stand_apart_whatever_their_order_in_the_file() {
    let file = pdf(&[
        (350.0, 800.0, "RIGHT COLUMN OF THE HEAD"),
        (60.0, 700.0, "The body comes last."),
        (60.0, 800.0, "LEFT COLUMN"),
        (60.0, 786.0, "SECOND LINE"),
    ]);
    let text = text_of("a.pdf", &file).unwrap().body;
    let lines: Vec<Vec<&str>> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.split("    ").map(str::trim).filter(|cell| !cell.is_empty()).collect())
        .collect();
    assert_eq!(
        lines,
        [vec!["LEFT COLUMN", "RIGHT COLUMN OF THE HEAD"], vec!["SECOND LINE"], vec!["The body comes last."]]
    );
}

#[test]
fn a_scan_is_told_from_a_broken_file() {
    assert_eq!(text_of("a.pdf", &pdf(&[(60.0, 800.0, "7")])), Err(CannotRead::NoTextLayer));
    let whole = pdf(&[(60.0, 800.0, "text")]);
    assert_eq!(text_of("a.pdf", &whole[..whole.len() / 2]), Err(CannotRead::Damaged));
    let file = word(&[("xl/workbook.xml", "<x/>")]);
    assert_eq!(text_of("a.docx", &file), Err(CannotRead::UnknownFormat));
    assert_eq!(text_of("a.docx", &word(&[("word/document.xml", "<w:p><w:r>")])), Err(CannotRead::Empty));
}
