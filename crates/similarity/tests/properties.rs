//! What must hold for every text, whatever its origin.

use proptest::prelude::*;
use similarity::{Comparison, Fingerprint, Index, Relation, Source, Sources};

/// Pieces a hostile or broken text may be made of.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[ \t\n]{0,6}",
        Just("Mỗi thôn dựng một vườn ươm keo lai, giao hội phụ nữ tưới và ghi sổ hằng tuần. ".to_owned()),
        Just("MỖI THÔN DỰNG MỘT VƯỜN ƯƠM KEO LAI, GIAO HỘI PHỤ NỮ TƯỚI VÀ GHI SỔ HẰNG TUẦN. ".to_owned()),
        Just(
            "Mo\u{302}\u{303}i tho\u{302}n du\u{31b}\u{323}ng mo\u{323}t vu\u{31b}o\u{31b}\u{300}n u\u{31b}o\u{31b}m "
                .to_owned()
        ),
        Just("\nI. MỤC ĐÍCH\n1. Một\n1.1. Hai\na) Ba\n- Bốn;\n".to_owned()),
        Just("\nNơi nhận:\n- Như trên.\nT/M BAN THƯỜNG VỤ\n".to_owned()),
        Just("KẾ HOẠCH\nvề việc thử\n\n".to_owned()),
        Just("“".to_owned()),
        Just("”. ".to_owned()),
        Just("\"Điều này\" ".to_owned()),
        Just("số 58-CTr/TU, ngày 20/01/2025 của Bộ Chính trị ".to_owned()),
        Just("Giao đồng chí Hồ Thị Riêng chủ trì ở xã Vạn Ninh. ".to_owned()),
        Just("| a | b |\r\n".to_owned()),
        Just("…./.!?".to_owned()),
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..25).prop_map(|pieces| pieces.concat())
}

fn fits(found: &Comparison, text: &str, sources: &[Source]) -> Result<(), TestCaseError> {
    let mut end = 0;
    for span in &found.spans {
        prop_assert!(text.get(span.range.clone()).is_some_and(|written| !written.is_empty()));
        prop_assert!(span.range.start >= end, "spans lie one over another");
        end = span.range.end;
        prop_assert!(sources[span.source].text.get(span.source_range.clone()).is_some());
        prop_assert!((0.0..=1.0).contains(&span.likeness) && !span.edits.is_empty());
    }
    for exempt in &found.exempt {
        prop_assert!(text.get(exempt.range.clone()).is_some());
    }
    let local = &found.local;
    for range in [&local.places, &local.figures, &local.days, &local.owners].into_iter().flatten() {
        prop_assert!(text.get(range.clone()).is_some());
    }
    prop_assert!(found.copied_words <= found.words && (0.0..=1.0).contains(&found.ratio()));
    prop_assert!(found.ratio_from(Relation::Superior) + found.ratio_from(Relation::Sibling) <= 1.0 + 1e-9);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_it_panic_and_spans_fit(one in text(), other in text(), asked in text()) {
        let given = [Source::superior(&one), Source::sibling(&other)];
        let sources = Sources::with_mandated(&given, &["giao hội phụ nữ tưới"]);
        fits(&sources.compare(&asked), &asked, &given)?;
        fits(&sources.compare(&one), &one, &given)?;
    }

    #[test]
    fn a_fingerprint_is_nearest_to_itself(one in text(), other in text()) {
        let index = Index::of([Fingerprint::of(&one), Fingerprint::of(&other)]);
        let near = index.nearest(&Fingerprint::of(&one), 2);
        prop_assert_eq!(near.is_empty(), Fingerprint::of(&one).is_empty());
        for near in near {
            prop_assert!((0.0..=1.0 + 1e-4).contains(&near.likeness));
        }
    }
}
