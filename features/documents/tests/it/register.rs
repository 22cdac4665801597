//! The register: identity, corrections, list, export, citations, who sees what.

use kernel::{DocumentId, Role};
use testkit::on_both_databases;

use crate::{a_registered_directive, count, directive, id_in, import};

on_both_databases! {
    fn a_taken_number_is_refused_and_the_other_is_named(site) {
        let _ = a_registered_directive(site, 5, "về học tập nghị quyết");
        let page = import(site, Role::Officer, "TU", "khac.txt", &directive(5, "về công tác kiểm tra")).follow().is_ok();
        let refused = page.press("/check").has_status(422).has_text("Trùng số: Chỉ thị 05-CT/TU");
        let saved = refused.has_text("về học tập nghị quyết").fill("number", "6").press("/check");
        let _ = saved.follow().is_ok().has_text("06-CT/TU");
        assert_eq!(count(site, "SELECT COUNT(*) FROM document WHERE state = 'registered'"), 2);
    }

    fn the_same_number_of_another_term_is_welcome(site) {
        let _ = a_registered_directive(site, 5, "về học tập");
        let page = import(site, Role::Officer, "TU", "cu.txt", &directive(5, "về việc cũ")).follow();
        let page = page.fill("issued_on", "2022-03-09").fill("term", "nhiệm kỳ 2020–2025").press("/check");
        let _ = page.follow().is_ok().has_text("nhiệm kỳ 2020–2025");
        // another register may hold the number too
        let _ = import(site, Role::CommuneOfficer, "X02", "a.txt", &directive(5, "về học tập")).follow().press("/check").follow().is_ok();
    }

    fn a_document_that_was_delivered_is_not_registered_again_below(site) {
        let id = a_registered_directive(site, 5, "về học tập");
        let commune = site.unit("X01");
        site.write(move |tx| documents::store::deliver(tx, id, &[commune]));
        let same = import(site, Role::CommuneOfficer, "X01", "a.txt", &directive(5, "về học tập"));
        assert_eq!(same.location(), format!("/documents/{id}"));
        let page = import(site, Role::CommuneOfficer, "X01", "b.txt", &directive(5, "về học tập, quán triệt")).follow();
        let _ = page.press("/check").has_status(422).has_text("Trùng số");
    }

    fn what_was_not_read_is_typed_by_hand(site) {
        let page = import(site, Role::CommuneOfficer, "X01", "thu.txt", "Kính gửi các đồng chí, mời họp giao ban.").follow().is_ok();
        let wrong = page.fill("number", "mười hai").press("/check").has_status(422);
        assert!(wrong.count(".is-invalid") >= 4);
        assert_eq!(wrong.attribute("#number", "value"), "mười hai");
        let typed = wrong.fill("type_code", "GM").fill("number", "12").fill("symbol", "GM/ĐU").fill("issued_on", "2026-11-20")
            .fill("title", "mời họp giao ban").fill("issuer_name", "Đảng ủy xã An Khê Thượng").fill("term", "nhiệm kỳ 2025–2030");
        let shown = typed.press("/check").follow().is_ok().has_text("Giấy mời 12-GM/ĐU");
        assert_eq!(shown.count(".official"), 1);
        let issuer: Option<kernel::UnitId> = site.read(|tx| tx.scalar("SELECT issuer_unit_id FROM document", &[]));
        assert_eq!(issuer, Some(site.unit("X01")));
    }

    fn an_entry_is_corrected_and_both_people_are_told(site) {
        let id = a_registered_directive(site, 5, "về học tập");
        let officer = site.as_role(Role::Officer, "TU");
        let first = officer.open(&format!("/documents/{id}/check")).is_ok();
        let second = officer.open(&format!("/documents/{id}/check")).is_ok();
        let _ = first.fill("title", "về học tập và làm theo").press("/check").follow().is_ok().has_text("về học tập và làm theo");
        let _ = second.fill("title", "khác").press("/check").has_status(409);
        assert_eq!(count(site, "SELECT COUNT(*) FROM event WHERE name = 'documents.corrected'"), 1);
        let _ = officer.open(&format!("/documents/{id}")).has_text("Sửa thông tin văn bản");
    }

    fn the_register_is_searched_filtered_sorted_and_exported(site) {
        let _ = a_registered_directive(site, 5, "về học tập nghị quyết");
        let _ = a_registered_directive(site, 6, "về công tác kiểm tra");
        let _ = import(site, Role::Officer, "TU", "c.txt", &directive(9, "về chuyển đổi số"));
        let officer = site.as_role(Role::Officer, "TU");
        assert_eq!(officer.open("/documents").is_ok().count("#list tbody tr"), 3);
        assert_eq!(officer.open("/documents?q=hoc+tap+nghi+quyet").is_ok().count("#list tbody tr"), 1);
        assert_eq!(officer.open("/documents?q=6cttu").is_ok().count("#list tbody tr"), 1);
        assert_eq!(officer.open("/documents?state=parsed").is_ok().count("#list tbody tr"), 1);
        assert_eq!(officer.open("/documents?type=CT&year=2026&direction=outgoing&sort=-title").is_ok().count("#list tbody tr"), 3);
        assert_eq!(officer.open("/documents?year=2020").is_ok().has_text("Không có văn bản nào khớp").count("#list tbody tr"), 0);
        let first = officer.open("/documents?sort=number&state=registered").is_ok();
        assert!(first.text_of("#list tbody tr").contains("05-CT/TU"));
        let csv = officer.open("/documents?format=csv").is_ok();
        assert_eq!(csv.text.lines().count(), 4);
        assert!(officer.open("/documents?format=xlsx&type=CT").is_ok().bytes.starts_with(b"PK"));
    }

    fn the_register_is_seen_as_it_was_on_a_day(site) {
        let id = a_registered_directive(site, 5, "về học tập nghị quyết");
        let cell = site.unit("X01-C01-01");
        assert_eq!(site.write(move |tx| documents::store::deliver(tx, id, &[cell])), 1);
        let sent_on = site.today();
        site.set_time(&sent_on.plus(3).to_string(), 9, 0);
        let secretary = site.as_role(Role::CellSecretary, "X01-C01-01");
        let _ = secretary.open(&format!("/documents/{id}")).is_ok().press("/acknowledge").follow().is_ok();
        let officer = site.as_role(Role::Officer, "TU");
        let line = |query: &str| officer.open(&format!("/documents?{query}")).is_ok().text_of("#list tbody tr");
        assert!(line("").contains("1 / 1"));
        let on_the_day = officer.open(&format!("/documents?day={sent_on}")).is_ok().has_text("ban hành đến hết ngày");
        assert!(on_the_day.text_of("#list tbody tr").contains("0 / 1"));
        // issued that year, but not yet
        let issued_on = site.read(move |tx| documents::store::find(tx, id)).entry.issued_on.unwrap();
        let before = format!("/documents?day={}&type=CT", issued_on.plus(-1));
        let none = officer.open(&before).is_ok().has_text("Không có văn bản nào khớp");
        assert_eq!(none.attribute("form[action='/documents'] input[name=type]", "value"), "CT");
        assert_eq!(officer.open(&format!("/api/v1/documents?day={}", issued_on.plus(-1))).is_ok().json()["total"], 0);
        assert_eq!(officer.open(&format!("/documents?format=csv&day={issued_on}")).is_ok().text.lines().count(), 2);
    }

    fn a_citation_leads_to_its_document_once_that_is_registered(site) {
        let id = a_registered_directive(site, 5, "về học tập");
        let officer = site.as_role(Role::Officer, "TU");
        let page = officer.open(&format!("/documents/{id}")).is_ok().has_text("15-NQ/TW");
        assert_eq!(page.count(".official a"), 0);
        let cited = officer.upload("/documents/import", &[("text", "Nội dung nghị quyết.")], ("file", "", b"")).follow();
        let cited = cited.fill("type_code", "NQ").fill("number", "15").fill("symbol", "NQ/TW").fill("issued_on", "2022-05-05")
            .fill("title", "về phương hướng phát triển").fill("issuer_name", "Bộ Chính trị").fill("term", "khóa XIII").press("/check");
        let cited = id_in(&cited.location());
        let page = officer.open(&format!("/documents/{id}")).is_ok();
        assert_eq!(page.attribute(".official a", "href"), format!("/documents/{cited}"));
        let linked = site.read(|tx| documents::store::list_citations(tx, id));
        assert!(linked.iter().any(|row| row.cited == Some(cited)));
    }

    fn the_original_is_given_back_as_it_came(site) {
        let id = a_registered_directive(site, 5, "về học tập");
        let file = site.as_role(Role::Officer, "TU").open(&format!("/documents/{id}/file")).is_ok();
        assert_eq!(file.bytes, directive(5, "về học tập").as_bytes());
        let _ = site.as_role(Role::CommuneOfficer, "X01").open(&format!("/documents/{id}/file")).has_status(404);
    }

    fn a_document_outside_the_branch_is_not_found(site) {
        let id = a_registered_directive(site, 5, "về học tập");
        for (role, unit) in [(Role::CommuneOfficer, "X01"), (Role::CellSecretary, "X01-C01-01"), (Role::Member, "X02-C01-01")] {
            let browser = site.as_role(role, unit);
            let _ = browser.open(&format!("/documents/{id}")).has_status(404);
            let _ = browser.open(&format!("/api/v1/documents/{id}")).has_status(404);
            assert_eq!(browser.open("/api/v1/documents").is_ok().json()["total"], 0);
        }
        let leader = site.as_role(Role::Leader, "TU");
        let _ = leader.open(&format!("/documents/{id}")).is_ok().lacks_text("Gửi xuống cấp dưới");
        let _ = leader.open(&format!("/documents/{id}/check")).has_status(403);
        let _ = site.as_role(Role::Officer, "TU").open(&format!("/documents/{}", DocumentId(Default::default()))).has_status(404);
    }

    fn the_next_number_of_a_series_is_suggested(site) {
        let _ = a_registered_directive(site, 5, "về học tập");
        let tu = site.unit("TU");
        assert_eq!(site.read(|tx| documents::store::next_number(tx, tu, "CT", "nhiệm kỳ 2025–2030")), 6);
        assert_eq!(site.read(|tx| documents::store::next_number(tx, tu, "NQ", "nhiệm kỳ 2025–2030")), 1);
    }
}
