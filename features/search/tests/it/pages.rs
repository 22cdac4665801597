//! The page and the JSON.

use kernel::Role;
use people::domain::NewPerson;
use testkit::on_both_databases;

use crate::a_resolution;

on_both_databases! {
    fn a_resolution_is_found_by_words_and_by_number(site) {
        let _ = a_resolution(site, "TU", 15, "về xây dựng chi bộ bốn tốt");
        let _ = a_resolution(site, "TU", 16, "về công tác khác, căn cứ Nghị quyết số 15-NQ/TU");
        let officer = site.as_role(Role::Officer, "TU");
        for typed in ["nghi+quyet+15", "15nqtu", "15-NQ/TU", "Ngh%E1%BB%8B+quy%E1%BA%BFt+15", "nq+15"] {
            let page = officer.open(&format!("/search?q={typed}")).is_ok();
            assert!(page.text_of("section li a").contains("15-NQ/TU"), "{typed}: {}", page.visible());
            assert!(page.count("section mark") > 0, "{typed}");
        }
        let page = officer.open("/search?q=hoc+tap+quan+triet").is_ok();
        assert!(page.text_of("section li mark").contains("học tập, quán triệt"), "{}", page.visible());
        // the piece leads to its section
        assert!(page.attribute("section li div a", "href").contains("#s"), "{}", page.visible());
    }

    fn hits_are_grouped_by_kind_and_narrowed_by_chips(site) {
        let _ = a_resolution(site, "TU", 15, "về xây dựng chi bộ bốn tốt");
        let cell = site.unit("X01-C02");
        site.write(move |tx| people::store::insert_person(tx, &NewPerson::named("Lê Chi Bộ", cell)));
        let officer = site.as_role(Role::Officer, "TU");
        let page = officer.open("/search?q=chi+bo").is_ok();
        assert_eq!(page.count("section"), 3);
        assert!(page.text_of("section").starts_with("Văn bản"));
        let units = officer.open("/search?q=chi+bo&kind=unit").is_ok();
        assert_eq!((units.count("section"), units.count(".chip[aria-current]")), (1, 1));
        assert_eq!(units.count("section li.list-group-item"), 5);
        let found = officer.open("/api/v1/search?q=le+chi+bo").is_ok().json();
        assert_eq!(found["hits"][0]["kind"], "person");
    }

    fn documents_are_narrowed_by_year_and_exported(site) {
        let _ = a_resolution(site, "TU", 15, "về xây dựng chi bộ bốn tốt");
        let _ = a_resolution(site, "TU", 17, "về xây dựng chi bộ mới");
        let officer = site.as_role(Role::Officer, "TU");
        let page = officer.open("/search?q=chi+bo&kind=document&year=2026").is_ok();
        assert_eq!(page.count("#list li.list-group-item"), 2);
        assert_eq!(page.count(".chip[aria-current]"), 2);
        let none = officer.open("/search?q=chi+bo&kind=document&year=2019").is_ok();
        let _ = none.has_text("Bỏ các điều kiện lọc");
        let csv = officer.open("/search?q=chi+bo&kind=document&format=csv").is_ok();
        assert!(csv.text.contains("15-NQ/TU") && csv.text.contains("17-NQ/TU"), "{}", csv.text);
        assert!(csv.text.contains("http://test.example/documents/"), "{}", csv.text);
        let workbook = officer.open("/search?q=chi+bo&kind=document&format=xlsx").is_ok();
        assert!(!workbook.text.is_empty());
    }

    fn validity_in_the_index_is_that_of_the_day(site) {
        let officer = site.as_role(Role::Officer, "TU");
        let [old, new] = [15, 16].map(|number| {
            let id = a_resolution(site, "TU", number, "về xây dựng chi bộ bốn tốt");
            let _ = officer.open(&format!("/documents/{id}/check")).is_ok().press("/check").follow().is_ok();
            id
        });
        let of = |validity: &str| {
            let page = officer.open(&format!("/search?q=bon+tot&kind=document&validity={validity}")).is_ok();
            page.count("#list li.list-group-item")
        };
        assert_eq!((of("in_force"), of("amended"), of("replaced")), (2, 0, 0));
        // an edition begins: no word of the register itself changed
        let officer = site.as_role(Role::Officer, "TU");
        let text = officer.open(&format!("/documents/{old}/editions/new")).is_ok().text_of("#text");
        let fields = [("from", "2026-11-01"), ("text", &*format!("{text} Thêm một câu.")), ("note", "")];
        let _ = officer.upload(&format!("/documents/{old}/editions"), &fields, ("file", "", b"")).follow().is_ok();
        assert_eq!((of("in_force"), of("amended"), of("replaced")), (1, 1, 0));
        // a replacement is decided for a later day, and holds from then on
        let change = documents::store::NewProposal {
            document: old,
            change: documents::domain::Change::Replace,
            clause: String::new(),
            reason: "không còn phù hợp".into(),
            origin: documents::domain::Origin::Person,
            by: None,
            unit: None,
        };
        site.write(move |tx| {
            let id = documents::store::insert_proposal(tx, &change)?;
            let proposal = documents::store::find_proposal(tx, id)?.proposal;
            documents::store::insert_effect(tx, &proposal, new, "2026-12-01".parse().expect("a day"))
        });
        site.run_jobs();
        assert_eq!((of("amended"), of("replaced")), (1, 0));
        site.clock.set(kernel::Instant::at("2026-12-01".parse().expect("a day"), 6, 0));
        site.run_jobs();
        assert_eq!((of("in_force"), of("amended"), of("replaced")), (1, 0, 1));
    }

    fn only_what_the_asker_sees_is_found(site) {
        let _ = a_resolution(site, "TU", 15, "về xây dựng chi bộ bốn tốt");
        let _ = a_resolution(site, "X02", 3, "về chợ phường");
        let commune = site.as_role(Role::CommuneOfficer, "X02");
        let _ = commune.open("/search?q=nghi+quyet+15").is_ok().lacks_text("bốn tốt");
        let _ = commune.open("/search?q=bon+tot").is_ok().has_text("Không thấy “bon tot”");
        let found = commune.open("/api/v1/search?q=chi+bo").is_ok().json();
        assert_eq!((found["hits"].as_array().map(Vec::len), found["total"].as_i64()), (Some(1), Some(1)));
        assert_eq!(found["is_complete"], true);
        let neighbour = site.as_role(Role::CommuneOfficer, "X01");
        assert_eq!(neighbour.open("/api/v1/search?q=cho+phuong&kind=document").is_ok().json()["total"], 0);
        let _ = site.as_role(Role::Member, "X02-C01-01").open("/search?q=chi+bo").is_ok().has_text("Không thấy");
        let _ = site.visitor().open("/api/v1/search?q=chi+bo").has_status(401);
    }

    fn a_delivered_document_is_found_by_who_received_it(site) {
        let id = a_resolution(site, "TU", 15, "về xây dựng chi bộ bốn tốt");
        let total = |code: &'static str, role: Role| {
            site.as_role(role, code).open("/api/v1/search?q=bon+tot").is_ok().json()["total"].as_i64()
        };
        assert_eq!(total("X01", Role::CommuneOfficer), Some(0));
        let draft = site.as_role(Role::Officer, "TU").open(&format!("/documents/{id}/check"));
        let _ = draft.is_ok().press("/check");
        let unit = site.unit("X01-C02");
        site.write(move |tx| documents::store::deliver(tx, id, &[unit]));
        assert_eq!(total("X01", Role::CommuneOfficer), Some(1));
        assert_eq!(total("X01-C02", Role::Member), Some(1));
        assert_eq!((total("X02", Role::CommuneOfficer), total("X01-C01", Role::Member)), (Some(0), Some(0)));
    }

    fn an_empty_search_teaches(site) {
        let _ = site.as_role(Role::Officer, "TU").open("/search").is_ok().has_text("Gõ điều cần tìm");
        let _ = site.as_role(Role::Officer, "TU").open("/search?q=%25%20.").is_ok();
        let english = site.as_role(Role::Officer, "TU").with_cookie("language", "en");
        let _ = english.open("/search?q=chi+bo&kind=unit&sort=newest").is_ok().has_text("Best first");
    }
}
