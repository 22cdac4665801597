//! Where a document is: days from the signature, the curve, the film over the tree, who has not opened it.

use kernel::Role;
use testkit::{Site, on_both_databases};

use crate::a_registered_directive;

/// Sent to four units on the day it was registered; two cells acknowledge it, one of them five days later.
fn under_way(site: &Site) -> kernel::DocumentId {
    let id = a_registered_directive(site, 5, "về học tập");
    let units = ["X01", "X01-C01-01", "X01-C01-02", "X02-C01-01"].map(|code| site.unit(code));
    let (first, second) = (units[1], units[2]);
    site.write(move |tx| {
        documents::store::deliver(tx, id, &units)?;
        documents::store::acknowledge(tx, id, first)
    });
    let later = site.today().plus(5);
    site.set_time(&later.to_string(), 9, 0);
    site.write(move |tx| documents::store::acknowledge(tx, id, second));
    site.settle();
    id
}

on_both_databases! {
    fn the_days_from_the_signature_and_who_has_not_opened_it_are_shown(site) {
        let signed = site.today();
        let id = under_way(site);
        let page = site.as_role(Role::Officer, "TU").open(&format!("/documents/{id}/reach")).is_ok();
        let page = page.has_text("Đang chờ ở 2 đơn vị chưa mở").has_text("Chi bộ tổ dân phố 1").has_text("5 ngày");
        // half of the four had opened it by the fifth day after it was sent, nine of ten have not
        let document = site.read(|tx| documents::store::find_entry(tx, id));
        let days = document.entry.issued_on.unwrap().days_until(signed) + 5;
        assert_eq!(page.text_of("tbody tr:first-child td"), format!("{days} ngày"));
        assert_eq!(page.text_of("tbody tr:nth-child(2) td"), "chưa đạt");
        let commune = page.browser().open(&format!("/documents/{id}/reach?unit={}", site.unit("X01"))).is_ok();
        let _ = commune.has_text("Đảng bộ Trường THPT An Khê").lacks_text("Chi bộ tổ dân phố 1");
    }

    fn the_curve_and_the_film_tell_every_day(site) {
        let id = under_way(site);
        let officer = site.as_role(Role::Officer, "TU");
        let curve = officer.open(&format!("/documents/{id}/reach/curve.json")).is_ok().json();
        let days = curve["x"].as_array().unwrap().len();
        assert_eq!(curve["series"][1]["values"].as_array().unwrap().len(), days);
        assert_eq!(curve["series"][1]["values"][days - 1], 2, "two acknowledged it in the end");
        assert_eq!(curve["series"][1]["values"][0], 0, "nobody on the day it was signed");
        let film = officer.open(&format!("/documents/{id}/reach/film.json")).is_ok().json();
        let commune = film["children"].as_array().unwrap().iter().find(|child| child["value"] == 3).unwrap();
        assert_eq!(commune["states"][days - 1], "amber");
        assert_eq!(commune["states"][0], "grey");
        assert_eq!(commune["labels"][days - 1], "2/3 đã tiếp thu");
    }

    fn a_commune_sees_its_own_branch_only(site) {
        let id = under_way(site);
        let commune = site.as_role(Role::CommuneOfficer, "X01");
        let page = commune.open(&format!("/documents/{id}/reach")).is_ok().has_text("Đảng ủy xã An Khê Thượng");
        let _ = page.lacks_text("Chi bộ tổ dân phố 1");
        let _ = commune.open(&format!("/documents/{id}/reach?unit={}", site.unit("TU"))).has_status(404);
        let _ = site.as_role(Role::CommuneOfficer, "D01").open(&format!("/documents/{id}/reach")).has_status(404);
        let _ = site.as_role(Role::CommuneOfficer, "D01").open(&format!("/documents/{id}/reach/film.json")).has_status(404);
    }

    fn the_list_tells_the_days_from_the_signature_to_each_unit(site) {
        let signed = site.today();
        let id = under_way(site);
        let officer = site.as_role(Role::Officer, "TU");
        let document = site.read(|tx| documents::store::find_entry(tx, id));
        let before = document.entry.issued_on.unwrap().days_until(signed);
        let list = officer.open(&format!("/documents/{id}/deliveries?sort=acknowledged")).is_ok();
        let days = |page: &testkit::Page<'_>, row: usize| page.text_of(&format!("section tbody tr:nth-child({row}) td:last-child, .card:last-of-type tbody tr:nth-child({row}) td:last-child"));
        assert_eq!((days(&list, 1), days(&list, 2)), (before.to_string(), (before + 5).to_string()));
        assert_eq!(days(&list, 3), format!("đã {} ngày, chưa xong", before + 5));
        let down = officer.open(&format!("/documents/{id}/deliveries?sort=-acknowledged")).is_ok();
        assert_eq!(days(&down, 1), (before + 5).to_string(), "who has not done it stands last either way");
        let file = officer.open(&format!("/documents/{id}/deliveries?format=csv&sort=acknowledged")).is_ok();
        assert!(file.text.contains("Số ngày từ khi ký đến khi tiếp thu"), "{}", file.text);
        assert!(file.text.lines().nth(2).unwrap().ends_with(&format!(",{}", before + 5)), "{}", file.text);
    }

    fn a_past_day_shows_how_far_it_was_then(site) {
        let sent = site.today();
        let id = under_way(site);
        let officer = site.as_role(Role::Officer, "TU");
        let acknowledged = |day: kernel::Day| {
            let reach = officer.open(&format!("/documents/{id}/reach?day={day}")).is_ok();
            let list = officer.open(&format!("/documents/{id}/deliveries?day={day}&state=acknowledged")).is_ok();
            let rows = list.count("tbody th a[href^='/units/']");
            (reach.text_of("dl.facts dd:nth-of-type(4) a.figure"), rows)
        };
        assert_eq!(acknowledged(sent.plus(1)), ("1".into(), 1));
        assert_eq!(acknowledged(sent.plus(5)), ("2".into(), 2));
        let page = officer.open(&format!("/documents/{id}/reach?day={}", sent.plus(1))).is_ok().has_text("Đang chờ ở 3 đơn vị");
        let rows = officer.open(&page.attribute("dl.facts dd:nth-of-type(4) a.figure", "href")).is_ok();
        assert_eq!(rows.text_of(".figure-value"), "1");
        let curve = officer.open(&format!("/documents/{id}/reach/curve.json?day={}", sent.plus(1))).is_ok().json();
        let values = curve["series"][1]["values"].as_array().unwrap().clone();
        assert_eq!(values.last().unwrap(), 1);
        let _ = officer.open(&format!("/documents/{id}/reach?day={}", sent.plus(-30))).is_ok().has_text("Chưa gửi văn bản");
    }
}
