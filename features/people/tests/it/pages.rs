//! The pages and the API of people: who sees whom, what is masked, what is refused.

use kernel::{PersonId, Role};
use people::domain::NewPerson;
use people::store;
use testkit::{Site, on_both_databases};

fn person(site: &Site, name: &'static str, id: &'static str, unit: &'static str) -> PersonId {
    let unit = site.unit(unit);
    site.write(move |tx| {
        let new = NewPerson {
            external_id: Some(id.into()),
            phone: "0912345678".into(),
            birth_day: "1980-04-05".parse().ok(),
            ..NewPerson::named(name, unit)
        };
        store::insert_person(tx, &new)
    })
}

on_both_databases! {
    fn an_officer_sees_the_branch_and_nobody_else(site) {
        let (ours, theirs) = (person(site, "Nguyễn Thị Ánh", "DV01", "X01-C01-01"), person(site, "Trần Văn Bình", "DV02", "X02-C01-01"));
        let officer = site.as_role(Role::CommuneOfficer, "X01");
        let _ = officer.open("/people").is_ok().has_text("Nguyễn Thị Ánh").lacks_text("Trần Văn Bình");
        let _ = officer.open("/people?q=nguyen+thi+anh&status=official").is_ok().has_text("•V01");
        let _ = officer.open("/people?q=binh").is_ok().has_text("Không tìm thấy ai");
        let _ = officer.open(&format!("/people/{ours}")).is_ok().has_text("•••••••678").press("/numbers").is_ok().has_text("0912345678");
        for path in [format!("/people/{theirs}"), format!("/people/{theirs}/edit"), format!("/api/v1/people/{theirs}"),
                     format!("/people?unit={}", site.unit("X02")), format!("/people/new?unit={}", site.unit("X02")),
                     format!("/api/v1/people?unit={}", site.unit("X02"))] {
            let _ = officer.open(&path).has_status(404);
        }
        let _ = site.as_role(Role::Officer, "TU").open("/people").is_ok().has_text("Trần Văn Bình");
        let _ = site.visitor().open("/people").has_status(303);
    }

    fn a_secretary_sees_the_cell_and_a_member_only_themselves(site) {
        let (ours, neighbour) = (person(site, "Nguyễn Thị Ánh", "DV01", "X01-C01-01"), person(site, "Trần Văn Bình", "DV02", "X01-C01-02"));
        let secretary = site.as_role(Role::CellSecretary, "X01-C01-01");
        let _ = secretary.open("/people").is_ok().has_text("Nguyễn Thị Ánh").lacks_text("Trần Văn Bình");
        let _ = secretary.open(&format!("/people/{neighbour}")).has_status(404);
        let member = site.as_person(Role::Member, "X01-C01-01", Some(ours));
        let _ = member.open("/people").has_status(403);
        let _ = member.open(&format!("/people/{ours}")).is_ok().has_text("0912345678");
        let other = site.as_role(Role::Member, "X01-C01-01");
        let _ = other.open(&format!("/people/{ours}")).has_status(404);
        let _ = other.open(&format!("/api/v1/people/{ours}")).has_status(404);
        let _ = member.open(&format!("/people/{ours}/edit")).has_status(403);
    }

    fn a_telephone_number_is_masked_for_who_may_not_edit(site) {
        let id = person(site, "Nguyễn Thị Ánh", "DV01", "X01-C01-01");
        let leader = site.as_role(Role::Leader, "X01");
        let _ = leader.open(&format!("/people/{id}")).is_ok().has_text("•••••••678").lacks_text("0912345678");
        assert_eq!(leader.open(&format!("/api/v1/people/{id}")).is_ok().json()["phone"], "•••••••678");
        assert!(!leader.open("/people?format=csv").is_ok().text.contains("0912345678"));
        let _ = leader.open(&format!("/people/{id}/edit")).has_status(403);
        assert!(site.as_role(Role::CommuneOfficer, "X01").open("/people?format=csv").is_ok().text.contains("0912345678"));
        let exports: i64 = site.read(|tx| tx.scalar("SELECT COUNT(*) FROM event WHERE name = 'people.exported'", &[]));
        assert_eq!(exports, 2);
    }

    fn an_exported_list_is_imported_without_a_change(site) {
        let _ = person(site, "Nguyễn Thị Ánh", "DV01", "X01-C01-01");
        let officer = site.as_role(Role::CommuneOfficer, "X01");
        let list = officer.open("/people?format=xlsx").is_ok().bytes;
        let sent = officer.upload("/people/import", &[], ("file", "a.xlsx", &list));
        site.run_jobs();
        let page = sent.follow().is_ok().has_text("Không có dòng lỗi");
        assert!(page.text.contains("<dt>Không đổi</dt><dd>1</dd>"), "{}", page.text);
    }

    fn a_person_is_registered_and_corrected_and_both_are_recorded(site) {
        let officer = site.as_role(Role::CommuneOfficer, "X01");
        let unit = site.unit("X01-C01-01");
        let form = officer.open(&format!("/people/new?unit={unit}")).is_ok();
        let form = form.fill("full_name", "Nguyễn  Thị Ánh").fill("external_id", "DV01").fill("birth_day", "1980-04-05");
        let form = form.fill("since", "2026-12-01").press("/people/new").has_status(422);
        assert_eq!(form.count("#since-error"), 1, "a day to come");
        let form = form.fill("since", "2026-03-01");
        let shown = form.fill("phone", "0912 345 678").press("/people/new").follow().is_ok().has_text("Nguyễn Thị Ánh");
        let edit = shown.attribute("a[href$='/edit']", "href");
        let form = officer.open(&edit).is_ok().fill("post", "Phó Bí thư chi bộ").fill("is_key_official", "1");
        let _ = form.press("/edit").follow().is_ok().has_text("Phó Bí thư chi bộ").has_text("Cán bộ chủ chốt").has_text("Sửa thông tin");
        let _ = form.press("/edit").has_status(409);
        let details: Vec<String> = site.read(|tx| tx.list("SELECT detail FROM event WHERE name LIKE 'people.%' ORDER BY at, id", &[], |row| row.get(0)));
        let shown = r#"{"fields":["external_id","phone"]}"#;
        assert_eq!(details, ["null", shown, r#"{"changed":["post","is_key_official"]}"#], "the form shows the numbers");
        let since = site.read(|tx| store::lookup_person_by_external_id(tx, "DV01")).unwrap().since;
        assert_eq!(since, "2026-03-01".parse().ok());
    }

    fn wrong_fields_are_told_at_the_field_and_a_taken_id_is_refused(site) {
        let id = person(site, "Nguyễn Thị Ánh", "DV01", "X01-C01-01");
        let officer = site.as_role(Role::CommuneOfficer, "X01");
        let unit = site.unit("X01-C01-01").to_string();
        let wrong = [("full_name", "Ánh 2"), ("home_unit", unit.as_str()), ("birth_day", "31/02/1980"), ("phone", "abc"), ("joined_on", "2030-01-01")];
        let page = officer.post("/people/new", &wrong).has_status(422);
        for field in ["full_name", "birth_day", "phone", "joined_on"] {
            assert_eq!(page.count(&format!("#{field}-error")), 1, "{field}");
        }
        assert_eq!(page.attribute("#full_name", "value"), "Ánh 2");
        officer.post("/people/new", &[("full_name", "Lê Khác"), ("home_unit", &unit), ("external_id", "DV01")]).is_refused_because("PEOP-07");
        let _ = officer.post_raw("/people/new", &[("full_name", "Lê Khác"), ("home_unit", &unit)]).has_status(403);
        let elsewhere = site.unit("X02").to_string();
        let moved = [("full_name", "Nguyễn Thị Ánh"), ("home_unit", elsewhere.as_str()), ("version", "1")];
        let _ = officer.post(&format!("/people/{id}/edit"), &moved).has_status(404);
        let _ = officer.post(&format!("/people/{id}/edit"), &[("full_name", ""), ("home_unit", unit.as_str()), ("version", "1")]).has_status(422);
    }

    fn somebody_with_the_same_name_and_birth_day_must_be_confirmed(site) {
        let _ = person(site, "Nguyễn Thị Ánh", "DV01", "X01-C01-01");
        let officer = site.as_role(Role::CommuneOfficer, "X01");
        let unit = site.unit("X01-C01-02").to_string();
        let same = [("full_name", "NGUYỄN THỊ ÁNH"), ("home_unit", unit.as_str()), ("birth_day", "1980-04-05")];
        let page = officer.post("/people/new", &same).has_status(422).has_text("Đã có người trùng họ tên và ngày sinh");
        let _ = page.has_text("•V01").fill("confirmed", "1").press("/people/new").follow().is_ok();
        let people: i64 = site.read(|tx| tx.scalar("SELECT COUNT(*) FROM person", &[]));
        assert_eq!(people, 2);
    }

    fn who_left_is_listed_apart(site) {
        let id = person(site, "Nguyễn Thị Ánh", "DV01", "X01-C01-01");
        let officer = site.as_role(Role::CommuneOfficer, "X01");
        let form = officer.open(&format!("/people/{id}/edit")).is_ok().fill("ended_on", "2026-11-01");
        let _ = form.press("/edit").follow().is_ok();
        let _ = officer.open("/people").is_ok().lacks_text("Nguyễn Thị Ánh");
        let _ = officer.open("/people?status=ended").is_ok().has_text("Nguyễn Thị Ánh");
    }

    fn units_are_chosen_from_the_own_branch(site) {
        let officer = site.as_role(Role::CommuneOfficer, "X01");
        let found = officer.open("/people/unit-choices?q=tram+y+te").is_ok().json();
        assert_eq!(found.as_array().unwrap().len(), 1);
        assert!(officer.open("/people/unit-choices?q=khu+pho").is_ok().json().as_array().unwrap().is_empty());
    }

    fn the_api_lists_and_tells_who_asks(site) {
        let id = person(site, "Nguyễn Thị Ánh", "DV01", "X01-C01-01");
        let officer = site.as_person(Role::CommuneOfficer, "X01", Some(id));
        let list = officer.open("/api/v1/people?q=anh&size=1").is_ok().json();
        assert_eq!((list["total"].as_i64(), list["rows"][0]["external_id"].as_str()), (Some(1), Some("•V01")));
        let me = officer.open("/api/v1/me").is_ok().json();
        assert_eq!((me["roles"][0]["role"].as_str(), me["person"]["full_name"].as_str()), (Some("commune_officer"), Some("Nguyễn Thị Ánh")));
        let _ = site.visitor().open("/api/v1/me").has_status(401);
        let paths = people::plug().openapi.unwrap()().paths.paths;
        assert!(paths.contains_key("/api/v1/people/{id}") && paths.contains_key("/api/v1/me"));
    }
}
