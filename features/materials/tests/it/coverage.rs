//! How far a set has come: opened, on paper, both; numbers of units, never names.

use kernel::Role;
use testkit::on_both_databases;

use crate::{PEOPLE, a_published_set, officer, people, reader};

on_both_databases! {
    fn members_who_opened_it_are_counted_once_by_unit(site) {
        let people = people(site);
        let (set, read) = a_published_set(site, false);
        let first = reader(site, "X01-C02", people[0]);
        let desk = first.open("/").is_ok();
        assert_eq!(desk.count(&format!("a[href='{read}']")), 1, "what is not read yet is on the member's desk");
        let _ = first.open(&read).is_ok();
        let _ = first.open(&read).is_ok();
        let _ = reader(site, "X02-C01-01", people[3]).open(&read).is_ok();
        // an officer who is no member looks, and is not counted
        let _ = officer(site).open(&read).is_ok();
        site.settle();
        let page = officer(site).open(&format!("{set}/coverage")).is_ok();
        let page = page.has_text("50,0% đảng viên đã có tài liệu, còn 2 người chưa có");
        for (name, _) in PEOPLE {
            let _ = officer(site).open(&format!("{set}/coverage")).lacks_text(name);
        }
        let figure = page.attribute("a.figure[href*='materials.opened']", "href");
        let rows = officer(site).open(&figure).is_ok().has_text("Chi bộ Trạm Y tế xã");
        let _ = rows.lacks_text(PEOPLE[0].0);
        let commune = site.as_role(Role::CommuneOfficer, "X01");
        let _ = commune.open(&format!("{set}/coverage")).is_ok().has_text("33,3% đảng viên");
        assert!(commune.open(&format!("{set}/coverage?format=xlsx")).is_ok().bytes.starts_with(b"PK"));
        site.assert_ledger_is_true();
        let _ = first.open("/").is_ok().lacks_text("Đọc: Hỏi");
    }

    fn copies_on_paper_count_up_to_the_members_who_are_without(site) {
        let people = people(site);
        let (set, read) = a_published_set(site, false);
        let _ = reader(site, "X01-C02", people[0]).open(&read).is_ok();
        let secretary = site.as_role(Role::CellSecretary, "X01-C02");
        let unit = site.unit("X01-C02").to_string();
        let give = |copies: &str| secretary.post(&format!("{set}/copies"), &[("unit", &unit), ("copies", copies), ("note", "phát tại buổi họp")]);
        give("2").is_refused_because("MAT-14");
        give("-1").is_refused_because("MAT-15");
        let _ = give("một").has_status(422).has_text("bằng chữ số");
        let _ = give("1").follow().is_ok().has_text("100,0% đảng viên đã có tài liệu");
        site.settle();
        let page = officer(site).open(&format!("{set}/coverage")).is_ok().has_text("50,0% đảng viên");
        let _ = page.has_text("phát tại buổi họp");
        // the second member opens it after all: two have it in two ways, and the unit is not more than whole
        let _ = reader(site, "X01-C02", people[1]).open(&read).is_ok();
        site.settle();
        let _ = officer(site).open(&format!("{set}/coverage")).is_ok().has_text("50,0% đảng viên");
        let _ = give("-1").follow().is_ok();
        let json = officer(site).open(&format!("/api/v1{set}/coverage")).is_ok().json();
        assert_eq!((json["branch"]["coverage"]["opened"].as_i64(), json["branch"]["coverage"]["paper"].as_i64()), (Some(2), Some(0)));
        site.assert_ledger_is_true();
        let other = site.as_role(Role::CellSecretary, "X02-C01-01");
        let _ = other.post(&format!("{set}/copies"), &[("unit", &unit), ("copies", "1")]).has_status(404);
    }

    fn which_edition_was_opened_is_known(site) {
        let people = people(site);
        let (set, read) = a_published_set(site, false);
        let _ = reader(site, "X01-C02", people[0]).open(&read).is_ok();
        let _ = reader(site, "X01-C02", people[1]).open(&read).is_ok();
        let _ = officer(site).open(&set).press("/editions").follow().is_ok();
        let _ = officer(site).open(&set).press("/publish").follow().is_ok();
        let member = reader(site, "X01-C02", people[0]);
        let _ = member.open("/m").is_ok().lacks_text("Đã mở");
        let _ = member.open(&read).is_ok();
        let page = officer(site).open(&format!("{set}/coverage")).is_ok();
        let _ = page.has_text("Mới nhất đã mở là bản 2 1").has_text("Mới nhất đã mở là bản 1 1");
        site.settle();
        site.assert_ledger_is_true();
    }

    fn two_records_of_one_person_are_one_reader(site) {
        let people = people(site);
        let (set, read) = a_published_set(site, false);
        let _ = reader(site, "X01-C02", people[0]).open(&read).is_ok();
        let _ = reader(site, "X01-C02", people[1]).open(&read).is_ok();
        let (kept, merged) = (people[0], people[1]);
        let features = crate::features();
        let merge = site.write(move |tx| {
            let (kept, merged) = (people::store::find_person(tx, kept)?, people::store::find_person(tx, merged)?);
            people::store::merge(tx, &kept, &merged, &features)
        });
        site.settle();
        let opened = |wanted: i64| {
            let json = officer(site).open(&format!("/api/v1{set}/coverage")).is_ok().json();
            assert_eq!(json["branch"]["coverage"]["opened"].as_i64(), Some(wanted));
            site.assert_ledger_is_true();
        };
        opened(1);
        let features = crate::features();
        site.write(move |tx| {
            let merge = people::store::find_merge(tx, merge)?;
            people::store::part(tx, &merge, &features)
        });
        site.settle();
        opened(2);
    }
}
