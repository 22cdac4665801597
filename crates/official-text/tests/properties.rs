//! What must hold for every text and every file, whatever its origin.

use official_text::{parse, read, secrecy_mark};
use proptest::prelude::*;

/// Pieces a hostile or broken text may be made of.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[ \t\n]{0,6}",
        Just("Nghị quyết số ".to_owned()),
        Just("15-NQ/TW, ngày 5/5/2022 của Bộ Chính trị".to_owned()),
        Just("\nI. MỤC ĐÍCH\n1. Một\n1.1. Hai\na) Ba\n".to_owned()),
        Just("\nNơi nhận:\n- Như trên;\n- Lưu.\nT/M BAN THƯỜNG VỤ\nBÍ THƯ\nLê Văn Tám\n".to_owned()),
        Just("Số: 12/QĐ-UBND".to_owned()),
        Just("QUYẾT ĐỊNH\nvề việc thử\n".to_owned()),
        Just("Luật Phòng, chống ma túy".to_owned()),
        Just("Nghị quyết Đại hội đại biểu toàn quốc lần thứ XIII".to_owned()),
        Just("**|<br>\\*#".to_owned()),
        Just("ngày 05 tháng 4 năm 2023".to_owned()),
        Just("MẬT".to_owned()),
        Just(
            "Giao Sở Nội vụ chủ trì, phối hợp với Sở Tài chính và các sở xây dựng đề án trước ngày 30/6/2026."
                .to_owned()
        ),
        Just("a) Chủ trì, phối hợp với ".to_owned()),
        Just("các Nghị quyết số 57, 59 và 68-NQ/TW; số l5-NQ/TW".to_owned()),
        Just("“Điều 5. Áp dụng\n1. Một”.\n".to_owned()),
        Just("(1) Một;\n(2) Hai;\n".to_owned()),
        Just("TỈNH ỦY LAM GIANG BAN TỔ CHỨC ĐẢNG CỘNG SẢN VIỆT NAM\n".to_owned()),
        Just("SỐ 136/2007/NĐ-CP NGÀY 17 THÁNG 8 NĂM 2007\n".to_owned()),
        Just("Hải Đông, ngày 06\ntháng 02 năm 2023\n".to_owned()),
        Just("\n\n- 3 -\n\n".to_owned()),
        Just("| A | B<br>C |\n|---|---|\n".to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_it_panic_and_spans_fit(pieces in prop::collection::vec(piece(), 0..30)) {
        let text = pieces.concat();
        let document = parse(&text);
        for span in document.sections.iter().map(|section| section.span).chain(document.citations.iter().map(|citation| citation.span)) {
            prop_assert!(text.get(span.start..span.end).is_some());
        }
        for task in &document.tasks {
            for span in [task.span, task.lead.span, task.work.span] {
                prop_assert!(text.get(span.start..span.end).is_some());
            }
        }
        let fields = [&document.number, &document.symbol, &document.title, &document.date, &document.signer_name, &document.issuing_body];
        for found in fields.into_iter().flatten() {
            prop_assert!(text.get(found.span.start..found.span.end).is_some());
        }
        let _ = secrecy_mark(&text);
    }

    #[test]
    fn no_file_makes_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..600), kind in 0usize..5) {
        let start: &[u8] = [b"".as_slice(), b"PK\x03\x04", b"%PDF-1.7\n", b"<html>", b"\xff\xfe"][kind];
        let file = [start, &bytes].concat();
        for name in ["a.txt", "a.docx", "a.pdf", "a"] {
            let _ = read::text_of(name, &file);
        }
    }
}
