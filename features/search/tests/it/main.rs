//! The search page and its JSON face, on both databases.

#![allow(clippy::unwrap_used, reason = "the helpers are test code too")]

use kernel::Role;
use people::domain::NewPerson;
use platform::Feature;
use testkit::{Site, on_both_databases};

fn features() -> Vec<Feature> {
    vec![units::plug(), figures::plug(), people::plug(), documents::plug(), search::plug()]
}

fn a_resolution(site: &Site) {
    let text = "TỈNH ỦY SÔNG LẠC\n*\nSố 15-NQ/TU\nSông Lạc, ngày 09 tháng 3 năm 2026\n\nNGHỊ QUYẾT\n\
                về xây dựng chi bộ bốn tốt\n\nCác cấp ủy tổ chức học tập, quán triệt nghị quyết này.";
    documents::import::file(&site.app, site.unit("TU"), "nq.txt", text.as_bytes()).expect("the resolution is taken in");
}

on_both_databases! {
    fn a_resolution_is_found_by_words_and_by_number(site) {
        a_resolution(site);
        let officer = site.as_role(Role::Officer, "TU");
        for typed in ["nghi+quyet+15", "15nqtu", "15-NQ/TU", "Ngh%E1%BB%8B+quy%E1%BA%BFt+15"] {
            let page = officer.open(&format!("/search?q={typed}")).is_ok();
            assert!(page.text_of("section li a").contains("15-NQ/TU"), "{typed}: {}", page.visible());
            assert!(page.count("section mark") > 0, "{typed}");
        }
        let page = officer.open("/search?q=hoc+tap+quan+triet").is_ok();
        assert!(page.text_of("section li mark").contains("học tập, quán triệt"), "{}", page.visible());
    }

    fn hits_are_grouped_by_kind_and_narrowed_by_chips(site) {
        a_resolution(site);
        let cell = site.unit("X01-C02");
        site.write(move |tx| people::store::insert_person(tx, &NewPerson::named("Lê Chi Bộ", cell)));
        let officer = site.as_role(Role::Officer, "TU");
        let page = officer.open("/search?q=chi+bo").is_ok();
        assert_eq!(page.count("section"), 3);
        assert!(page.text_of("section").starts_with("Văn bản"));
        let units = officer.open("/search?q=chi+bo&kind=unit").is_ok();
        assert_eq!((units.count("section"), units.count(".chip[aria-current]")), (1, 1));
        assert_eq!(units.count("section li"), 5);
        let found = officer.open("/api/v1/search?q=le+chi+bo").is_ok().json();
        assert_eq!(found["hits"][0]["kind"], "person");
    }

    fn only_what_the_asker_sees_is_found(site) {
        a_resolution(site);
        let commune = site.as_role(Role::CommuneOfficer, "X02");
        let _ = commune.open("/search?q=nghi+quyet+15").is_ok().has_text("Không thấy “nghi quyet 15”");
        let found = commune.open("/api/v1/search?q=chi+bo").is_ok().json();
        assert_eq!(found["hits"].as_array().map(Vec::len), Some(1));
        let _ = site.as_role(Role::Member, "X02-C01-01").open("/search?q=chi+bo").is_ok().has_text("Không thấy");
        let _ = site.visitor().open("/api/v1/search?q=chi+bo").has_status(401);
    }

    fn an_empty_search_teaches(site) {
        let _ = site.as_role(Role::Officer, "TU").open("/search").is_ok().has_text("Gõ điều cần tìm");
        let _ = site.as_role(Role::Officer, "TU").open("/search?q=%25%20.").is_ok();
    }
}
