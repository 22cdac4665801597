//! Sequences of numbers: gaps, numbers given elsewhere, congress and joint documents, terms, who may issue what, the
//! issuer as it then was called.

use documents::domain::{Body, Elsewhere, Entry, Power, Sequence, Term};
use documents::store::SequenceRow;
use kernel::Role;
use testkit::{Page, Site, on_both_databases};

use crate::{a_registered_directive, count, directive, id_in, import};

const TERM: &str = "nhiệm kỳ 2025–2030";

fn sequence(type_code: &str) -> Sequence {
    Sequence { type_code: type_code.into(), term: TERM.into() }
}

/// A resolution of a grassroots organisation, as it was typed into its own register.
fn typed<'s>(site: &'s Site, unit: &'static str, issuer: &str, (kind, symbol): (&str, &str)) -> Page<'s> {
    let officer = site.as_role(Role::CommuneOfficer, unit);
    let text = format!("Nội dung {kind} {symbol} {issuer}.");
    let page = officer.upload("/documents/import", &[("text", &text)], ("file", "", b"")).follow().is_ok();
    page.fill("type_code", kind)
        .fill("number", "1")
        .fill("symbol", symbol)
        .fill("issued_on", "2026-03-09")
        .fill("title", "về công tác chi bộ")
        .fill("issuer_name", issuer)
        .fill("term", TERM)
        .fill("direction", "outgoing")
}

on_both_databases! {
    fn a_number_that_leaps_is_refused_until_the_missing_ones_are_accounted_for(site) {
        let _ = a_registered_directive(site, 5, "về học tập");
        let page = import(site, Role::Officer, "TU", "b.txt", &directive(8, "về kiểm tra")).follow();
        let refused = page.press("/check").has_status(422).has_text("còn thiếu 6, 7");
        let officer = site.as_role(Role::Officer, "TU");
        let numbers = officer.open("/documents/numbers").is_ok().has_text("Chỉ thị").has_text("Liên tục");
        let numbers = numbers.fill("type_code", "CT").fill("term", TERM).fill("reason", "secret");
        let _ = numbers.fill("first", "6").fill("last", "7").press("/documents/numbers").follow().is_ok().has_text("Văn bản mật, vào sổ riêng");
        let _ = refused.press("/check").follow().is_ok().has_text("08-CT/TU");
        // the number of a secret is not given again, and can only be recorded while no document bears it
        let again = import(site, Role::Officer, "TU", "c.txt", &directive(6, "về việc khác")).follow().press("/check");
        let _ = again.has_status(422).has_text("văn bản mật, vào sổ riêng");
        let borne = officer.open("/documents/numbers").fill("type_code", "CT").fill("first", "8").press("/documents/numbers");
        let _ = borne.has_status(422).has_text("Số này là của Chỉ thị 08-CT/TU");
        let _ = officer.open("/documents/numbers").fill("first", "không").press("/documents/numbers").has_status(422);
        let _ = officer.open("/documents/numbers").press("/documents/numbers/release").follow().is_ok().has_text("Thiếu");
        let tu = site.unit("TU");
        assert_eq!(site.read(|tx| documents::store::list_elsewhere(tx, tu)).len(), 1);
        assert_eq!(count(site, "SELECT COUNT(*) FROM event WHERE name LIKE 'documents.number%'"), 2);
    }

    fn a_reserved_number_is_taken_by_its_document(site) {
        let _ = a_registered_directive(site, 5, "về học tập");
        let tu = site.unit("TU");
        site.write(move |tx| documents::store::record_elsewhere(tx, tu, &sequence("CT"), (6, 7), (Elsewhere::Reserved, "kế hoạch")));
        let _ = a_registered_directive(site, 8, "về kiểm tra");
        let _ = a_registered_directive(site, 6, "về giám sát");
        let rows = site.read(|tx| documents::store::list_sequences(tx, tu));
        let SequenceRow { used, documents, .. } = &rows[0];
        assert_eq!((used.as_slice(), *documents), (&[5, 6, 7, 8][..], 3));
        let left = site.read(|tx| documents::store::lookup_elsewhere(tx, tu, &sequence("CT"), 6));
        assert_eq!(left, None);
        assert_eq!(site.read(|tx| documents::store::next_number(tx, tu, "CT", TERM)), 9);
    }

    fn a_sequence_belongs_to_one_register_and_what_comes_in_may_leap(site) {
        let _ = import(site, Role::CommuneOfficer, "X02", "a.txt", &directive(5, "về học tập")).follow().press("/check").follow().is_ok();
        let _ = import(site, Role::CommuneOfficer, "X02", "b.txt", &directive(50, "về kiểm tra")).follow().press("/check").follow().is_ok();
        assert_eq!(count(site, "SELECT COUNT(*) FROM document WHERE sequence <> ''"), 0);
        let _ = site.as_role(Role::CommuneOfficer, "X02").open("/documents/numbers").is_ok().has_text("Chưa có dãy số nào");
    }

    fn the_database_itself_refuses_a_number_twice(site) {
        let id = a_registered_directive(site, 5, "về học tập");
        let draft = id_in(&import(site, Role::Officer, "TU", "b.txt", &directive(6, "về")).location());
        let twice = site.try_write(move |tx| {
            let document = documents::store::find(tx, draft)?;
            let entry = Entry { number: Some(5), issuer_name: "Thường trực Tỉnh ủy".into(), ..document.entry.clone() };
            Ok(documents::store::register(tx, &document, &entry, None)?)
        });
        assert!(twice.is_err());
        assert_eq!(site.read(|tx| documents::store::find(tx, id)).entry.number, Some(5));
    }

    fn a_congress_numbers_all_its_types_together(site) {
        let saved = typed(site, "X01-C01", "ĐẢNG BỘ TRƯỜNG THPT AN KHÊ", ("NQ", "NQ/ĐH")).press("/check");
        let _ = saved.follow().is_ok().has_text("01-NQ/ĐH");
        let report = typed(site, "X01-C01", "ĐẢNG BỘ TRƯỜNG THPT AN KHÊ", ("BC", "BC/ĐH"));
        let refused = report.press("/check").has_status(422).has_text("Trùng số");
        let _ = refused.fill("number", "2").press("/check").follow().is_ok().has_text("02-BC/ĐH");
        let _ = site.as_role(Role::CommuneOfficer, "X01-C01").open("/documents/numbers").has_text("Văn bản đại hội");
    }

    fn a_joint_document_is_numbered_by_its_lead(site) {
        let page = typed(site, "X01", "BAN TỔ CHỨC TỈNH ỦY", ("QC", "QC/BTCTU-ĐU")).fill("number", "40");
        let shown = page.fill("joint_issuers", "Đảng ủy xã An Khê Thượng\n\n Ban Dân vận").press("/check");
        let id = id_in(&shown.location());
        let _ = shown.follow().is_ok().has_text("Đảng ủy xã An Khê Thượng").has_text("Ban Dân vận");
        assert_eq!(site.read(|tx| documents::store::list_issuers(tx, id)).len(), 2);
        assert_eq!(count(site, "SELECT COUNT(*) FROM document WHERE sequence <> ''"), 0);
    }

    fn what_a_body_may_not_issue_is_refused_with_the_regulation(site) {
        let page = typed(site, "X01-C01", "ĐẢNG BỘ TRƯỜNG THPT AN KHÊ", ("CT", "CT/ĐU"));
        let refused = page.press("/check").has_status(422);
        let refused = refused.has_text("không được ban hành chỉ thị").has_text("399-QĐ/TW");
        // before the regulation was in force nothing is said of it
        let _ = refused.fill("issued_on", "2025-12-01").press("/check").follow().is_ok();
        let cell = typed(site, "X01-C02", "CHI BỘ TRẠM Y TẾ XÃ", ("QĐi", "QĐ/CB"));
        let refused = cell.press("/check").has_status(422).has_text("Chi bộ không được ban hành quy định");
        let _ = refused.fill("type_code", "NQ").fill("symbol", "NQ/CB").press("/check").follow().is_ok();
        let _ = typed(site, "X01", "ĐẢNG ỦY XÃ AN KHÊ THƯỢNG", ("CT", "CT/ĐU")).press("/check").follow().is_ok();
    }

    fn the_next_regulation_is_entered_by_an_administrator(site) {
        let officer = site.as_role(Role::Officer, "TU");
        let _ = officer.open("/documents/powers").is_ok().has_text("399-QĐ/TW").lacks_text("Khai quy định mới");
        let _ = officer.open("/documents/powers?day=2025-01-01").is_ok().has_text("Không có quy định nào");
        let page = site.as_role(Role::Administrator, "TU").open("/documents/powers").is_ok();
        let page = page.fill("body", "cell").fill("type_code", "CT").fill("starts_on", "2027-01-01").fill("may", "true");
        let _ = page.press("/documents/powers").has_status(422);
        let saved = page.fill("regulation", "Quy định 500-QĐ/TW").press("/documents/powers");
        let _ = saved.follow().is_ok();
        let day = |text: &str| text.parse().unwrap();
        let may = |on: &str| site.read(|tx| documents::store::lookup_powers(tx, &[Body::Cell], "CT", day(on)))[0].may;
        assert_eq!((may("2026-12-31"), may("2027-01-01")), (false, true));
        let power = Power { body: "cell".into(), type_code: "GM".into(), starts_on: day("2026-01-01"), regulation: "x".into(), may: true };
        site.write(move |tx| documents::store::insert_power(tx, &power));
        assert!(site.read(|tx| documents::store::list_powers(tx, day("2026-06-01"))).iter().any(|p| p.type_code == "GM"));
    }

    fn a_committee_counts_by_its_own_terms(site) {
        let _ = a_registered_directive(site, 5, "về học tập");
        let officer = site.as_role(Role::Officer, "TU");
        let page = officer.open("/documents/numbers").fill("name", "nhiệm kỳ 2026–2031").fill("starts_on", "2026-03-01");
        let _ = page.press("/documents/numbers/terms").follow().is_ok().has_text("nhiệm kỳ 2026–2031");
        let page = import(site, Role::Officer, "TU", "b.txt", &directive(1, "về kiểm tra")).follow().is_ok();
        assert_eq!(page.attribute("#term", "value"), "nhiệm kỳ 2026–2031");
        let refused = page.fill("term", TERM).press("/check").has_status(422).has_text("Ngày ban hành thuộc nhiệm kỳ 2026–2031");
        let _ = refused.fill("term", "nhiệm kỳ 2026-2031").press("/check").follow().is_ok().has_text("nhiệm kỳ 2026–2031");
        let tu = site.unit("TU");
        let own = site.read(|tx| documents::store::list_own_terms(tx, tu));
        assert_eq!(own.len(), 1);
        let earlier = Term { series: "local".into(), name: "nhiệm kỳ 2021–2026".into(), starts_on: "2021-01-01".parse().unwrap() };
        site.write(move |tx| documents::store::insert_own_term(tx, tu, &earlier));
        assert_eq!(site.read(|tx| documents::store::list_terms_of(tx, tu)).iter().filter(|t| t.series == "local").count(), 5);
    }

    fn the_issuer_keeps_the_name_it_then_had(site) {
        let id = a_registered_directive(site, 5, "về học tập");
        let tu = site.unit("TU");
        site.write(move |tx| {
            let unit = units::store::find(tx, tu)?;
            units::store::save_names(tx, &units::domain::Unit { name: "Tỉnh ủy Sông Lạc Mới".into(), ..unit })
        });
        let page = site.as_role(Role::Officer, "TU").open(&format!("/documents/{id}")).is_ok();
        assert_eq!(page.text_of("dd a[href^='/units/']"), "TỈNH ỦY SÔNG LẠC");
        // and its numbers run on, whatever it is called
        assert_eq!(site.read(|tx| documents::store::next_number(tx, tu, "CT", TERM)), 6);
    }
}
