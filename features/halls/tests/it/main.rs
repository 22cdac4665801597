//! Store, web and API tests of halls and equipment, on both databases.

#![allow(clippy::unwrap_used, reason = "the helpers are test code too")]

mod as_of;

use kernel::Role;
use platform::Feature;
use testkit::{Page, Site, on_both_databases};

fn features() -> Vec<Feature> {
    vec![units::plug(), halls::plug()]
}

/// Enters a hall of X01 as its officer; gives the answer.
fn enter<'s>(site: &'s Site, name: &str, capacity: &str, rows: (&str, &str)) -> Page<'s> {
    let unit = site.unit("X01").to_string();
    let fields =
        [("unit", unit.as_str()), ("name", name), ("capacity", capacity), ("rows", rows.0), ("row_seats", rows.1)];
    site.as_role(Role::CommuneOfficer, "X01").post("/halls/new", &fields)
}

on_both_databases! {
    fn a_hall_is_entered_seen_from_above_and_changed(site) {
        let shown = enter(site, "Hội trường xã An Khê", "120", ("10", "12")).follow().is_ok();
        let shown = shown.has_text("Hội trường xã An Khê").has_text("10 hàng, mỗi hàng 12 ghế");
        let province = site.as_role(Role::Officer, "TU");
        let _ = enter(site, "Phòng họp Đảng ủy", "40", ("0", "0")).follow().is_ok();
        let list = province.open("/halls?q=hoi+truong").is_ok();
        assert_eq!(list.count("#list tbody tr"), 1);
        let sorted = province.open("/halls?sort=-capacity").is_ok();
        assert!(sorted.visible().find("Hội trường xã") < sorted.visible().find("Phòng họp Đảng ủy"));
        let edit = province.open(&shown.attribute("a[href$='/edit']", "href")).is_ok();
        let changed = edit.fill("capacity", "150").fill("out_of_use", "1").press("/edit").follow().is_ok();
        let _ = changed.has_text("150").has_text("Tạm ngừng sử dụng");
        let body = province.open("/api/v1/halls?sort=-capacity").is_ok().json();
        assert_eq!((body["total"].as_i64(), body["rows"][0]["capacity"].as_i64()), (Some(2), Some(150)));
        assert!(province.open("/halls?format=xlsx").is_ok().bytes.starts_with(b"PK"));
    }

    fn what_does_not_add_up_is_told_at_its_field_and_nothing_is_lost(site) {
        let page = enter(site, " ", "nhiều", ("3", "x")).has_status(422);
        let page = page.has_text("Ghi tên hội trường").has_text("Ghi số người").has_text("Ghi một số");
        assert_eq!(page.attribute("input[name=rows]", "value"), "3");
        let _ = enter(site, "Hội trường", "100", ("10", "12")).has_status(422).has_text("120 ghế theo hàng nhiều hơn");
        let _ = enter(site, "Hội trường", "1000000", ("500", "12")).has_status(422).has_text("nhiều nhất 200 hàng");
    }

    fn equipment_stands_in_a_hall_or_is_carried_and_breaks(site) {
        let hall = enter(site, "Hội trường", "120", ("0", "0")).location();
        let officer = site.as_role(Role::CommuneOfficer, "X01");
        let added = officer.open(&hall).fill("name", "Máy chiếu treo trần").fill("kind", "projector").press("/equipment");
        let shown = added.follow().is_ok().has_text("Máy chiếu treo trần").has_text("Dùng tốt");
        let action = shown.attribute("form[action^='/equipment/']", "action");
        let id = hall.rsplit('/').next().unwrap();
        let broken = [("hall", id), ("quantity", "1"), ("condition", "broken"), ("note", "Cháy bóng đèn"), ("version", "1")];
        let _ = officer.post(&action, &broken).follow().is_ok().has_text("Hỏng");
        let _ = officer.post(&action, &broken).has_status(409);
        let _ = officer.open("/halls").is_ok().has_text("1 không dùng được");
        let unit = site.unit("X01").to_string();
        let carried = [("unit", unit.as_str()), ("name", "Micro không dây"), ("kind", "sound"), ("quantity", "4")];
        let list = officer.post("/equipment", &carried).follow().is_ok().has_text("Lưu động");
        assert_eq!(list.count("#list tbody tr"), 2);
        assert_eq!(officer.open("/equipment?condition=broken").is_ok().count("#list tbody tr"), 1);
        assert_eq!(officer.open("/equipment?q=micro&condition=broken").is_ok().count("#list tbody tr"), 0);
        assert!(officer.open("/equipment?format=csv").is_ok().text.contains("Cháy bóng đèn"));
        let _ = officer.post("/equipment", &[("unit", &unit), ("name", ""), ("kind", "sound"), ("quantity", "1")]).has_status(422);
        let movable = site.unit("X01");
        assert_eq!(site.read(|tx| halls::store::list_movable(tx, movable)).len(), 1);
        assert_eq!(site.read(|tx| halls::store::list_choices(tx, movable)).len(), 1);
    }

    fn another_branch_does_not_know_of_it(site) {
        let hall = enter(site, "Hội trường", "120", ("0", "0")).location();
        let stranger = site.as_role(Role::CommuneOfficer, "X02");
        let _ = stranger.open(&hall).has_status(404);
        let _ = stranger.open(&format!("{hall}/edit")).has_status(404);
        let _ = stranger.open("/halls").is_ok().lacks_text("Hội trường, 120");
        assert_eq!(stranger.open("/halls").count("#list tbody tr"), 0);
        let id = hall.rsplit('/').next().unwrap();
        let _ = stranger.post("/equipment", &[("hall", id), ("name", "Loa"), ("kind", "sound"), ("quantity", "1")]).has_status(404);
        let _ = site.as_role(Role::Leader, "X01").open("/halls/new").has_status(403);
    }
}
