//! Store, web and API tests of the tree, on both databases.

#![allow(clippy::unwrap_used, reason = "the helpers are test code too")]

mod changes;
mod ended;
mod founding;
mod import;
mod lines;
mod racing;

use kernel::Role;
use platform::Feature;
use testkit::on_both_databases;

fn features() -> Vec<Feature> {
    vec![units::plug(), figures::plug(), racing::slow()]
}

on_both_databases! {
    fn the_line_above_and_the_branch_below_are_known(site) {
        let (cell, commune, other) = (site.unit("X01-C01-01"), site.unit("X01"), site.unit("X02"));
        let above: Vec<String> = site.read(|tx| units::store::list_ancestors(tx, cell)).into_iter().map(|u| u.code).collect();
        assert_eq!(above, ["TU", "X01", "X01-C01"]);
        assert!(site.read(|tx| units::store::is_within(tx, cell, commune)));
        assert!(!site.read(|tx| units::store::is_within(tx, cell, other)));
        assert_eq!(site.read(|tx| units::store::count_below(tx, commune)), 5);
        let cells = site.read(|tx| units::store::list_branch(tx, commune, &[kernel::UnitKind::Cell]));
        assert_eq!(cells.len(), 2);
    }

    fn an_officer_finds_units_without_accents(site) {
        let page = site.as_role(Role::Officer, "TU").open("/units?q=tram+y+te").is_ok();
        assert_eq!(page.count("tbody tr"), 1);
        let _ = page.has_text("Chi bộ Trạm Y tế xã");
    }

    fn a_unit_outside_the_branch_is_not_found(site) {
        let commune_officer = site.as_role(Role::CommuneOfficer, "X02");
        let _ = commune_officer.open(&format!("/units/{}", site.unit("X01"))).has_status(404);
        let _ = commune_officer.open(&format!("/units/{}", site.unit("X02-C01"))).is_ok();
        let _ = commune_officer.open(&format!("/api/v1/units/{}", site.unit("X01"))).has_status(404);
    }

    fn a_visitor_is_sent_to_the_sign_in(site) {
        let page = site.visitor().open("/units");
        assert_eq!(page.location(), "/sign-in?next=/units");
        let _ = site.visitor().open("/api/v1/units").has_status(401);
    }

    fn a_unit_that_existed_is_put_below_and_recorded(site) {
        let officer = site.as_role(Role::Officer, "TU");
        let under = site.unit("X02-C01").to_string();
        let fields = [("kind", "cell"), ("code", "X02-C01-02"), ("name", "Chi bộ tổ dân phố 2"), ("parent", under.as_str()), ("existed", "1")];
        let page = officer.post("/units/new", &fields).follow().is_ok().has_text("Chi bộ tổ dân phố 2");
        let _ = page.has_text("Đảng bộ khu phố Đông");
        let events: i64 = site.read(|tx| tx.scalar("SELECT COUNT(*) FROM event WHERE name = 'units.entered'", &[]));
        assert_eq!(events, 1);
        officer.post("/units/new", &fields).is_refused_because("UNIT-03");
    }

    fn a_form_without_its_token_is_refused_and_changes_nothing(site) {
        let unit = site.unit("X02");
        let officer = site.as_role(Role::Officer, "TU");
        let _ = officer.post_raw(&format!("/units/{unit}/edit"), &[("name", "Khác"), ("version", "1")]).has_status(403);
        assert_eq!(site.read(|tx| units::store::find(tx, unit)).name, "Đảng ủy phường Đồng Bưởi");
    }

    fn two_people_editing_at_once_are_told(site) {
        let unit = site.unit("X02");
        let path = format!("/units/{unit}/edit");
        let officer = site.as_role(Role::Officer, "TU");
        let _ = officer.post(&path, &[("name", "Đảng ủy phường Bưởi"), ("version", "1"), ("correction", "1"), ("reason", "Gõ thừa chữ")]).follow().is_ok();
        let _ = officer.post(&path, &[("name", "Đảng ủy phường Đồng"), ("version", "1"), ("correction", "1"), ("reason", "Gõ thừa chữ")]).has_status(409);
        assert_eq!(site.read(|tx| units::store::find(tx, unit)).name, "Đảng ủy phường Bưởi");
    }

    fn an_identification_code_is_entered_checked_and_shown(site) {
        let officer = site.as_role(Role::Officer, "TU");
        let unit = site.unit("X02");
        let page = officer.open(&format!("/units/{unit}/edit")).is_ok();
        let wrong = page.fill("organ_id", "000..H99").press("/edit").has_status(422).has_text("tối đa 35 ký tự");
        let shown = wrong.fill("organ_id", "000.00.12.H99").press("/edit").follow().is_ok().has_text("000.00.12.H99");
        assert_eq!(shown.browser().open(&format!("/api/v1/units/{unit}")).json()["organ_id"], "000.00.12.H99");
        assert_eq!(site.read(|tx| units::store::find(tx, unit)).exchange_code(), "000.00.12.H99");
        let under = site.unit("X02-C01").to_string();
        let fields = [("kind", "cell"), ("code", "X02-C01-02"), ("name", "Chi bộ tổ dân phố 2"), ("parent", under.as_str()), ("organ_id", "01.H99"), ("existed", "1")];
        let _ = officer.post("/units/new", &fields).follow().is_ok().has_text("01.H99");
    }

    fn the_list_goes_out_as_csv_and_excel(site) {
        let officer = site.as_role(Role::Officer, "TU");
        let csv = officer.open("/units?format=csv").is_ok();
        assert!(csv.text.contains("Đảng ủy xã An Khê Thượng"), "{}", csv.text);
        assert_eq!(csv.text.lines().count(), testkit::UNITS.len() + 1);
        assert!(officer.open("/units?format=xlsx").is_ok().bytes.starts_with(b"PK"));
    }

    fn the_event_log_is_sealed_and_shows_a_change(site) {
        let whole = site.app.db.verify_audit().unwrap();
        assert_eq!((whole.events, whole.breaks.len()), (i64::try_from(testkit::UNITS.len()).unwrap(), 0));
        assert!(whole.head.number > 0);
        site.write(|tx| tx.run("UPDATE event SET detail = '{}' WHERE subject IN (SELECT id FROM unit WHERE code = 'X01')", &[]));
        assert_eq!(site.app.db.verify_audit().unwrap().breaks.len(), 2);
    }

    fn a_removed_event_shows_too(site) {
        let unit = site.unit("X01").to_string();
        assert!(site.app.db.verify_audit().unwrap().breaks.is_empty());
        site.write(move |tx| tx.run("DELETE FROM event WHERE subject = $1", platform::params![unit]));
        assert_eq!(site.app.db.verify_audit().unwrap().breaks.len(), 1);
    }
}
