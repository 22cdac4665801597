//! Founding and renaming go by a deciding document; what existed before and what is only spelling is said and logged.

use kernel::Role;
use platform::db::LoggedEvent;
use platform::search::Changed;
use testkit::{Page, Site, on_both_databases};

fn founded<'s>(site: &'s Site, more: &[(&str, &str)]) -> Page<'s> {
    let under = site.unit("X02-C01").to_string();
    let mut fields =
        vec![("kind", "cell"), ("code", "X02-C01-02"), ("name", "Chi bộ tổ dân phố 2"), ("parent", under.as_str())];
    fields.extend_from_slice(more);
    site.as_role(Role::Officer, "TU").post("/units/new", &fields)
}

const DECIDED: [(&str, &str); 2] = [("founded_on", "2026-11-16"), ("decision", "Quyết định số 8-QĐ/ĐU")];

on_both_databases! {
    fn the_form_offers_what_may_stand_there_and_first_what_mostly_does(site) {
        let officer = site.as_role(Role::Officer, "TU");
        let form = |under: &'static str| officer.open(&format!("/units/new?under={}", site.unit(under))).is_ok();
        let first = |page: &Page| page.attribute("select[name=kind] option[selected]", "value");
        assert_eq!(first(&form("TU")), "commune_committee");
        assert_eq!(first(&form("X01-C01")), "cell");
        let below_a_cell = form("X01-C02");
        assert_eq!(first(&below_a_cell), "party_group", "nothing stands there yet");
        assert_eq!(below_a_cell.count("select[name=kind] option"), 1);
        assert_eq!(form("TU").count("select[name=kind] option[value=centre]"), 0);
    }

    fn a_unit_is_founded_by_a_decision_that_stands_among_the_changes(site) {
        let page = founded(site, &[]).has_status(422).has_text("đánh dấu đơn vị đã có từ trước");
        assert_eq!((page.count("#founded_on-error"), page.count("#decision-error")), (1, 1));
        let page = founded(site, &DECIDED[..1]).has_status(422);
        assert_eq!((page.count("#founded_on-error"), page.count("#decision-error")), (0, 1));
        let form = page.fill("decision", DECIDED[1].1).fill("organ_id", "02.H99");
        let shown = form.press("/new").follow().is_ok().has_text("Văn bản thành lập Quyết định số 8-QĐ/ĐU");
        let shown = shown.has_text("16/11/2026").has_text("02.H99");
        let change = shown.attribute("dd a[href^='/units/changes/']", "href");
        let officer = site.as_role(Role::Officer, "TU");
        let _ = officer.open(&change).is_ok().has_text("Thành lập Chi bộ tổ dân phố 2").has_text("Đã thực hiện");
        let _ = officer.open("/units/changes").is_ok().has_text("Quyết định số 8-QĐ/ĐU");
        let parent = site.unit("X02-C01");
        let below = |day: &str| {
            let day = day.parse().unwrap();
            site.read(|tx| units::store::count_below_on(tx, parent, day))
        };
        assert_eq!((below("2026-11-15"), below("2026-11-16")), (1, 2));
        founded(site, &DECIDED).is_refused_because("UNIT-03");
    }

    fn a_founding_to_come_waits_for_its_day(site) {
        let later = [("founded_on", "2026-12-01"), ("decision", "Quyết định số 8-QĐ/ĐU")];
        let mut fields = later.to_vec();
        fields.push(("organ_id", "02.H99"));
        let _ = founded(site, &fields).has_status(422).has_text("nhập mã định danh sau ngày đó");
        let _ = founded(site, &[later[0], ("existed", "1")]).has_status(422).has_text("không thể thành lập vào ngày sắp tới");
        let _ = founded(site, &later).follow().is_ok().has_text("sẽ thực hiện vào ngày 01/12/2026");
        let lookup = || site.read(|tx| units::store::lookup_by_code(tx, "X02-C01-02"));
        site.run_jobs();
        assert!(lookup().is_none());
        site.set_time("2026-12-01", 0, 5);
        site.run_jobs();
        assert_eq!(lookup().unwrap().founded_on, "2026-12-01".parse().ok());
    }

    fn a_unit_that_existed_needs_no_document_and_the_log_says_so(site) {
        let fields = [("existed", "1"), ("founded_on", "1975-05-19"), ("decision", "Nghị quyết 3-NQ/HU")];
        let _ = founded(site, &fields).follow().is_ok().has_text("Văn bản thành lập Nghị quyết 3-NQ/HU");
        let kept = site.read(|tx| tx.scalar::<String>("SELECT detail FROM event WHERE name = 'units.entered'", &[]));
        assert!(kept.contains("\"existed\":true"), "{kept}");
        assert_eq!(site.read(|tx| tx.scalar::<i64>("SELECT COUNT(*) FROM unit_change", &[])), 0);
    }

    fn another_name_goes_by_a_decision_and_one_tap_leads_there(site) {
        let unit = site.unit("X02");
        let officer = site.as_role(Role::Officer, "TU");
        let edit = officer.open(&format!("/units/{unit}/edit")).is_ok();
        let told = edit.fill("name", "Đảng ủy phường Bưởi").press("/edit").has_status(422).has_text("Tên đã khác");
        assert_eq!(site.read(|tx| units::store::find(tx, unit)).name, "Đảng ủy phường Đồng Bưởi");
        let form = officer.open(&told.attribute("form a[href^='/units/changes/new']", "href")).is_ok();
        assert_eq!(form.attribute("#new_name", "value"), "Đảng ủy phường Bưởi");
        assert_eq!(form.attribute("#title", "value"), "Đổi tên Đảng ủy phường Đồng Bưởi");
        let empty = form.fill("new_name", "").press("/changes/new").has_status(422);
        assert_eq!(empty.count("#new_name-error"), 1);
        let form = empty.fill("new_name", "Đảng ủy phường Bưởi").fill("decision", "Nghị quyết số 5-NQ/TU");
        let change = form.press("/changes/new").follow().is_ok().has_text("Đổi tên").has_text("Đảng ủy phường Bưởi");
        let _ = change.press("/carry-out").follow().is_ok();
        let shown = officer.open(&format!("/units/{unit}")).is_ok().has_text("Nghị quyết số 5-NQ/TU");
        let _ = shown.has_text("Quá trình").has_text("Đảng ủy phường Đồng Bưởi");
    }

    fn spelling_is_put_right_with_a_reason_and_the_log_keeps_what_stood_there(site) {
        let unit = site.unit("X02");
        let officer = site.as_role(Role::Officer, "TU");
        let path = format!("/units/{unit}/edit");
        let fields = [("name", "Đảng ủy phường Đông Bưởi"), ("version", "1"), ("correction", "1")];
        let page = officer.post(&path, &fields).has_status(422).has_text("Ghi lý do sửa chính tả");
        let _ = page.fill("reason", "Gõ nhầm dấu").press("/edit").follow().is_ok();
        let found = site.read(|tx| units::store::find(tx, unit));
        assert_eq!((found.name.as_str(), found.short_name.as_str()), ("Đảng ủy phường Đông Bưởi", "Đảng ủy phường Đông Bưởi"));
        let history = site.read(|tx| units::store::list_history(tx, unit));
        assert_eq!(history.len(), 1, "it was never called otherwise");
        let kept = site.read(|tx| tx.scalar::<String>("SELECT detail FROM event WHERE name = 'units.name_corrected'", &[]));
        assert!(kept.contains("Đảng ủy phường Đồng Bưởi") && kept.contains("Gõ nhầm dấu"), "{kept}");
    }

    fn a_short_name_is_edited_without_a_decision(site) {
        let unit = site.unit("X02");
        let page = site.as_role(Role::Officer, "TU").open(&format!("/units/{unit}/edit")).is_ok();
        let _ = page.fill("short_name", "P. Đồng Bưởi").press("/edit").follow().is_ok();
        let found = site.read(|tx| units::store::find(tx, unit));
        assert_eq!((found.name.as_str(), found.short_name.as_str()), ("Đảng ủy phường Đồng Bưởi", "P. Đồng Bưởi"));
        let kept = site.read(|tx| tx.scalar::<String>("SELECT detail FROM event WHERE name = 'units.edited'", &[]));
        assert!(kept.contains("\"short_name_before\":\"Đảng ủy phường Đồng Bưởi\""), "{kept}");
    }

    fn a_unit_founded_by_a_change_is_given_to_the_search(site) {
        let _ = founded(site, &DECIDED).follow().is_ok();
        let (subject, detail) = site.read(|tx| {
            let sql = "SELECT subject, detail FROM event WHERE name = 'units.change_carried_out'";
            tx.find(sql, &[], |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?)))
        });
        let detail = serde_json::from_str(&detail).unwrap();
        let event = LoggedEvent { name: "units.change_carried_out".into(), subject, detail, seal: 1 };
        let units = units::plug().search[0];
        assert_eq!(site.read(|tx| (units.changed)(tx, &event)), Changed::Some, "found by its stamp: no index knows its id");
    }
}
