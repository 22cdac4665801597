//! Changes of the tree through their pages: written down, previewed, carried out, refused with every reason.

use kernel::{Clock, Role, UnitId};
use testkit::{Site, on_both_databases};

fn begun(site: &Site, on: &str) -> String {
    let root = site.unit("TU").to_string();
    let head = [
        ("unit", root.as_str()),
        ("title", "Sắp xếp tổ chức cơ sở đảng"),
        ("on", on),
        ("decision", "Quyết định số 7-QĐ/TU"),
    ];
    let made = site.as_role(Role::Officer, "TU").post("/units/changes/new", &head);
    assert_eq!(made.status.as_u16(), 303, "{}", made.visible());
    made.location()
}

fn add(site: &Site, change: &str, version: &str, fields: &[(&str, &str)]) {
    let mut all = fields.to_vec();
    all.push(("version", version));
    let added = site.as_role(Role::Officer, "TU").post(&format!("{change}/steps"), &all);
    assert_eq!(added.status.as_u16(), 303, "{}", added.visible());
}

fn line(site: &Site, unit: UnitId) -> Vec<String> {
    site.read(|tx| units::store::list_ancestors(tx, unit)).into_iter().map(|unit| unit.code).collect()
}

on_both_databases! {
    fn two_cells_are_consolidated_by_hand(site) {
        let officer = site.as_role(Role::Officer, "TU");
        let change = begun(site, "2026-11-20");
        let fields = [
            ("what", "consolidate"), ("unit", "X01-C01-01"), ("unit", "X01-C01-02"), ("code", "X01-C01-03"),
            ("name", "Chi bộ các tổ chuyên môn"), ("kind", "cell"), ("to", "X01-C01"),
        ];
        add(site, &change, "1", &fields);
        let page = officer.open(&change).is_ok().has_text("Thành lập 1 đơn vị").has_text("Kết thúc 2 đơn vị");
        let list = officer.open(&format!("{change}?format=csv")).is_ok();
        assert!(list.text.contains("Sáp nhập,Chi bộ tổ Toán - Tin,Chi bộ các tổ chuyên môn"), "{}", list.text);
        let _ = page.press("/carry-out").follow().is_ok().has_text("Đã thực hiện");
        let new = site.read(|tx| units::store::lookup_by_code(tx, "X01-C01-03")).unwrap();
        assert_eq!(line(site, new.id), ["TU", "X01", "X01-C01"]);
        assert_eq!(line(site, site.unit("X01-C01-01")), ["TU", "X01", "X01-C01", "X01-C01-03"], "it follows its heir");
        let list = officer.open("/units?q=to+toan").is_ok();
        assert_eq!(list.count("tbody tr"), 0, "a unit that ended is not in the list");
    }

    fn a_branch_moves_with_all_below_and_the_day_before_it_stands_where_it_stood(site) {
        let change = begun(site, "2026-11-20");
        add(site, &change, "1", &[("what", "move"), ("unit", "X01-C01"), ("to", "X02")]);
        let officer = site.as_role(Role::Officer, "TU");
        let _ = officer.open(&change).is_ok().press("/carry-out").follow().is_ok();
        let cell = site.unit("X01-C01-01");
        assert_eq!(line(site, cell), ["TU", "X02", "X01-C01"]);
        let before = "2026-11-19".parse().unwrap();
        let then: Vec<String> =
            site.read(|tx| units::store::list_ancestors_on(tx, cell, before)).into_iter().map(|unit| unit.code).collect();
        assert_eq!(then, ["TU", "X01", "X01-C01"]);
        let below = |day: &str| -> Vec<String> {
            let (unit, day) = (site.unit("X01"), day.parse().unwrap());
            site.read(|tx| units::store::list_children_on(tx, unit, day)).into_iter().map(|unit| unit.code).collect()
        };
        assert!(below("2026-11-19").contains(&"X01-C01".to_owned()));
        assert!(!below("2026-11-20").contains(&"X01-C01".to_owned()));
        // and so does the list, page and file, of the day
        let (commune, cell_code) = (site.unit("X01"), "X01-C01-01,");
        let listed = |day: &str| officer.open(&format!("/units?under={commune}&day={day}&format=csv")).is_ok().text;
        assert!(listed("2026-11-19").contains(cell_code) && !listed("2026-11-20").contains(cell_code));
        assert!(!listed("").contains(cell_code));
        let page = officer.open(&format!("/units?under={commune}&day=2026-11-19")).is_ok().has_text("Các đơn vị có trong ngày 19/11/2026");
        assert!(page.text.contains(&format!("/units/{cell}?day=2026-11-19")), "what is opened is of that day too");
        // the officer of the commune it left sees it no more, the one it came under does
        let _ = site.as_role(Role::CommuneOfficer, "X01").open(&format!("/units/{cell}")).has_status(404);
        let _ = site.as_role(Role::CommuneOfficer, "X02").open(&format!("/units/{cell}")).is_ok();
        // and moved on the same day again
        let second = begun(site, "2026-11-20");
        add(site, &second, "1", &[("what", "move"), ("unit", "X01-C01"), ("to", "D01")]);
        let _ = officer.open(&second).is_ok().press("/carry-out").follow().is_ok();
        assert_eq!(line(site, cell), ["TU", "D01", "X01-C01"]);
        let then: Vec<String> =
            site.read(|tx| units::store::list_ancestors_on(tx, cell, before)).into_iter().map(|unit| unit.code).collect();
        assert_eq!(then, ["TU", "X01", "X01-C01"]);
    }

    fn lists_of_the_features_name_heirs_and_kinds_of_a_day(site) {
        let change = begun(site, "2026-11-20");
        add(site, &change, "1", &[("what", "merge"), ("unit", "X01-C01-01"), ("to", "X01-C01-02")]);
        add(site, &change, "2", &[("what", "change_kind"), ("unit", "X01-C02"), ("kind", "grassroots_organisation")]);
        let _ = site.as_role(Role::Officer, "TU").open(&change).is_ok().press("/carry-out").follow().is_ok();
        let kind = |day: &'static str| {
            let sql = format!("SELECT {} FROM unit u WHERE u.code = 'X01-C02'", units::store::kind_on_sql("u", "$1"));
            site.read(move |tx| tx.scalar::<String>(&sql, platform::params![day]))
        };
        assert_eq!((kind("2026-11-19"), kind("2026-11-20")), ("grassroots_cell".into(), "grassroots_organisation".into()));
        assert_eq!(kind("1990-01-01"), "grassroots_cell", "the first that is known");
        let names = format!("SELECT {} FROM unit x WHERE x.code = 'X01-C01-01'", units::store::name_with_heir_sql("x"));
        let name: String = site.read(|tx| tx.scalar(&names, &[]));
        assert_eq!(name, "Chi bộ tổ Toán - Tin → Chi bộ tổ Văn - Sử");
        let heirs = |day: &'static str| {
            let sql = format!("SELECT COUNT(*) FROM {} s WHERE s.heir_id <> s.unit_id", units::store::main_heirs_sql("$1"));
            site.read(move |tx| tx.scalar::<i64>(&sql, platform::params![day]))
        };
        assert_eq!((heirs("2026-11-19"), heirs("2026-11-20")), (0, 1));
    }

    fn a_refused_step_stays_in_its_form(site) {
        site.set_time("2026-11-24", 9, 0);
        let change = begun(site, "2026-11-24");
        let officer = site.as_role(Role::Officer, "TU");
        let page = officer.open(&change).is_ok();
        assert_eq!(page.attribute("#consolidate-kind option[selected]", "value"), "commune_committee", "as most below");
        let sent = [("version", "1"), ("what", "consolidate"), ("code", "X9"), ("name", "Đảng ủy xã Bưởi"), ("to", "TU")];
        let refused = officer.post(&format!("{change}/steps"), &sent).has_status(422).has_text("Chưa chọn: Các đơn vị hợp nhất");
        assert_eq!(refused.count("details[open] #consolidate-name"), 1);
        assert_eq!(refused.attribute("#consolidate-name", "value"), "Đảng ủy xã Bưởi");
        assert_eq!(refused.count("details[open] #merge-unit"), 0);
        let sent = [("version", "1"), ("what", "split"), ("unit", "X01"), ("to", "X9"), ("to", "X02")];
        let refused = officer.post(&format!("{change}/steps"), &sent).has_status(422);
        let chosen = |css: &str| refused.attribute(css, "value");
        assert_eq!(chosen("#split-unit option[selected]"), "X01");
        assert_eq!(refused.count("#split-to option[selected]"), 2, "one of them not known");
        // the branch itself, a unit deep below and the superior that was chosen stay chosen too
        let sent = [("version", "1"), ("what", "rename"), ("unit", "TU")];
        let refused = officer.post(&format!("{change}/steps"), &sent).has_status(422);
        assert_eq!(refused.attribute("#rename-unit option[selected]", "value"), "TU");
        let sent = [("version", "1"), ("what", "found"), ("code", "X9"), ("kind", "cell"), ("to", "X01-C01")];
        let refused = officer.post(&format!("{change}/steps"), &sent).has_status(422);
        assert_eq!(refused.count("#found-to option[selected]"), 1);
        assert_eq!(refused.text_of("#found-to option[selected]"), "Đảng bộ Trường THPT An Khê (X01-C01)");
        let sent = [("version", "1"), ("what", "split"), ("unit", "X01"), ("to", "X02")];
        let refused = officer.post(&format!("{change}/steps"), &sent).has_status(422);
        let _ = refused.has_text("Chia “Đảng ủy xã An Khê Thượng” phải có ít nhất hai");
        let sent = [("version", "1"), ("what", "merge"), ("unit", "X01"), ("to", "X01")];
        let _ = officer.post(&format!("{change}/steps"), &sent).has_status(422).has_text("vào chính đơn vị đó");
        assert_eq!(site.read(|tx| tx.scalar::<i64>("SELECT COUNT(*) FROM unit_change WHERE steps <> '[]'", &[])), 0);
    }

    fn no_change_is_dated_before_the_unit_was_founded_or_called_otherwise(site) {
        site.set_time("2026-11-24", 9, 0);
        let officer = site.as_role(Role::Officer, "TU");
        let renaming = |on: &str, name: &str| {
            let change = begun(site, on);
            add(site, &change, "1", &[("what", "rename"), ("unit", "X02"), ("name", name)]);
            officer.open(&change).is_ok().press("/carry-out")
        };
        renaming("2025-06-30", "Đảng ủy phường Bưởi").is_refused_because("UNIT-14");
        let _ = renaming("2026-11-20", "Đảng ủy phường Bưởi").follow().is_ok();
        renaming("2026-11-19", "Đảng ủy phường Đồng").is_refused_because("UNIT-14");
        assert_eq!(site.read(|tx| units::store::find(tx, site.unit("X02"))).name, "Đảng ủy phường Bưởi");
        let _ = renaming("2026-11-21", "Đảng ủy phường Đồng").follow().is_ok();
        // nor before a list brought another name with its decision
        let unit = site.read(|tx| units::store::find(tx, site.unit("X02")));
        site.write(move |tx| units::store::rename_by(tx, &unit, "Quyết định số 9-QĐ/TU"));
        renaming("2026-11-23", "Đảng ủy phường Bưởi").is_refused_because("UNIT-14");
    }

    fn a_step_sent_twice_is_added_once_and_its_form_stays(site) {
        let change = begun(site, "2026-11-20");
        let fields = [("what", "merge"), ("unit", "X01-C01"), ("to", "X01-C02")];
        add(site, &change, "1", &fields);
        let mut again = fields.to_vec();
        again.push(("version", "1"));
        let officer = site.as_role(Role::Officer, "TU");
        let page = officer.post(&format!("{change}/steps"), &again).has_status(422).has_text("đã gửi một lần");
        assert_eq!((page.count("details[open] #merge-unit"), page.count("tbody tr")), (1, 1));
    }

    fn what_a_change_founds_is_found_by_its_code_and_opened_once_it_is_there(site) {
        let change = begun(site, "2026-11-20");
        let fields = [
            ("what", "consolidate"), ("unit", "X01-C01"), ("unit", "X01-C02"), ("code", "X01-C09"),
            ("name", "Đảng bộ trường và trạm"), ("kind", "grassroots_organisation"), ("to", "X01"),
        ];
        add(site, &change, "1", &fields);
        let officer = site.as_role(Role::Officer, "TU");
        let found = officer.open(&format!("{change}/places?q=x01-c09")).is_ok().json();
        assert_eq!((found[0]["value"].as_str(), found.as_array().unwrap().len()), (Some("X01-C09"), 1));
        assert!(found[0]["text"].as_str().unwrap().contains("Đảng bộ trường và trạm"), "{found}");
        let _ = site.as_role(Role::CommuneOfficer, "X01").open(&format!("{change}/places?q=x01-c09")).has_status(404);
        let page = officer.open(&change).is_ok().press("/carry-out").follow().is_ok();
        let new = site.read(|tx| units::store::lookup_by_code(tx, "X01-C09")).unwrap();
        assert_eq!(page.count(&format!("tbody th ~ td a[href='/units/{}']", new.id)), 1);
        let _ = page.has_text("Kết quả").has_text("2 đơn vị trực thuộc chuyển theo");
    }

    fn a_change_to_come_is_carried_out_on_its_day(site) {
        site.set_time("2026-11-24", 9, 0);
        let change = begun(site, "2026-12-01");
        add(site, &change, "1", &[("what", "rename"), ("unit", "X02"), ("name", "Đảng ủy phường Bưởi")]);
        let officer = site.as_role(Role::Officer, "TU");
        let page = officer.open(&change).is_ok().has_text("sẽ thực hiện vào ngày 01/12/2026");
        page.press("/carry-out").is_refused_because("UNIT-13");
        site.run_jobs();
        assert_eq!(site.read(|tx| units::store::find(tx, site.unit("X02"))).name, "Đảng ủy phường Đồng Bưởi");
        site.set_time("2026-12-01", 0, 5);
        site.run_jobs();
        assert_eq!(site.read(|tx| units::store::find(tx, site.unit("X02"))).name, "Đảng ủy phường Bưởi");
        let then = officer.open(&format!("/units/{}?day=2026-11-30", site.unit("X02"))).is_ok();
        let _ = then.has_text("Đảng ủy phường Đồng Bưởi");
    }

    fn what_cannot_be_is_said_before_it_is_tried(site) {
        let officer = site.as_role(Role::Officer, "TU");
        let change = begun(site, "2026-11-20");
        add(site, &change, "1", &[("what", "dissolve"), ("unit", "X01")]);
        let page = officer.open(&change).is_ok().has_text("còn 3 đơn vị trực thuộc");
        assert_eq!(page.attribute("form[action$='/carry-out'] button", "disabled"), "");
        assert_eq!(page.count("form[action$='/carry-out'] button[disabled]"), 1);
        page.press("/carry-out").is_refused_because("UNIT-23");
        // its own cell cannot take its place while it stands below it
        let page = officer.open(&change).press("/remove").follow().is_ok();
        assert!(page.visible().contains("Chưa có việc nào"));
        add(site, &change, "3", &[("what", "merge"), ("unit", "X01-C01"), ("to", "X01-C01-01")]);
        officer.open(&change).press("/carry-out").is_refused_because("UNIT-24");
        assert_eq!(site.read(|tx| units::store::find(tx, site.unit("X01-C01"))).ended_on, None);
    }

    fn a_list_with_a_wrong_line_is_not_taken_and_each_is_told(site) {
        let change = begun(site, "2026-11-20");
        let list = "Việc,Mã đơn vị,Mã đơn vị đến,Tên mới,Loại\nĐổi tên,X02,,Đảng ủy phường Bưởi,\nXóa,X01,,,\n\
                    Sáp nhập,X99,X01,,\nThành lập,X03,TU,,Đảng ủy xã\nChia tách,X01,X02,,\n";
        let officer = site.as_role(Role::Officer, "TU");
        let page = officer.upload(&format!("{change}/upload"), &[], ("file", "ds.csv", list.as_bytes())).has_status(422);
        let page = page.has_text("Dòng 3: Việc “Xóa” chưa rõ").has_text("Dòng 4: Không có đơn vị mang mã “X99”");
        let page = page.has_text("Dòng 5: Thiếu tên mới").has_text("Dòng 6: Chia “X01” phải có ít nhất hai");
        let _ = page.has_text("Chưa có việc nào");
        let _ = officer.upload(&format!("{change}/upload"), &[], ("file", "ds.csv", b"")).has_status(422);
        assert!(officer.open("/units/changes/template").is_ok().bytes.starts_with(b"PK"));
    }

    fn a_split_leaves_the_past_to_the_first_heir(site) {
        let change = begun(site, "2026-11-20");
        let list = "Việc,Mã đơn vị,Mã đơn vị đến,Tên mới,Loại\nThành lập,X01-C03,X01,Chi bộ trường A,Chi bộ cơ sở\n\
                    Thành lập,X01-C04,X01,Chi bộ trường B,Chi bộ cơ sở\nChuyển trực thuộc,X01-C01-02,X02-C01,,\n\
                    Chuyển trực thuộc,X01-C01-01,X02-C01,,\nChia tách,X01-C01,\"X01-C03, X01-C04\",,\n";
        let officer = site.as_role(Role::Officer, "TU");
        let taken = officer.upload(&format!("{change}/upload"), &[], ("file", "ds.csv", list.as_bytes()));
        let _ = taken.follow().is_ok().press("/carry-out").follow().is_ok();
        let old = site.unit("X01-C01");
        let (_, after) = site.read(|tx| units::store::list_kin(tx, old));
        assert_eq!(after.iter().map(|kin| kin.name.as_str()).collect::<Vec<_>>(), ["Chi bộ trường A", "Chi bộ trường B"]);
        assert_eq!(line(site, old), ["TU", "X01", "X01-C03"]);
        assert_eq!(line(site, site.unit("X01-C01-02")), ["TU", "X02", "X02-C01"]);
        let page = officer.open(&format!("/units/{old}")).is_ok();
        let _ = page.has_text("Đơn vị kế thừa Chi bộ trường A ; Chi bộ trường B");
    }

    fn only_who_may_change_the_branch_sees_and_does_it(site) {
        let change = begun(site, "2026-11-20");
        let commune = site.as_role(Role::CommuneOfficer, "X01");
        let _ = commune.open(&change).has_status(404);
        let _ = commune.post(&format!("{change}/carry-out"), &[("version", "1")]).has_status(403);
        let changes = site.as_role(Role::Officer, "TU").open("/api/v1/units/changes?q=sap+xep").is_ok().json();
        assert_eq!(changes.as_array().unwrap().len(), 1);
        assert_eq!(changes[0]["state"], "planned");
        let id = changes[0]["id"].as_str().unwrap();
        let one = site.as_role(Role::Officer, "TU").open(&format!("/api/v1/units/changes/{id}")).is_ok().json();
        assert_eq!(one["decision"], "Quyết định số 7-QĐ/TU");
        let _ = commune.open(&format!("/api/v1/units/changes/{id}")).has_status(404);
        let list = site.as_role(Role::Officer, "TU").open("/units/changes?q=sap+xep").is_ok();
        assert_eq!(list.count("tbody tr"), 1);
        assert!(site.as_role(Role::Officer, "TU").open("/units/changes?format=xlsx").is_ok().bytes.starts_with(b"PK"));
        let _ = site.as_role(Role::Officer, "TU").post(&format!("{change}/withdraw"), &[("version", "1")]).follow().has_text("Đã bỏ");
    }

    fn a_choice_of_units_names_them_by_code(site) {
        let found = site.as_role(Role::Officer, "TU").open("/units/choices?q=tram+y+te").is_ok().json();
        assert_eq!(found[0]["value"], "X01-C02");
        assert_eq!(site.as_role(Role::CommuneOfficer, "X02").open("/units/choices?q=tram+y+te").json().as_array().unwrap().len(), 0);
    }

    fn a_change_that_cannot_be_on_its_day_is_told_and_tried_again_each_day(site) {
        site.set_time("2026-11-24", 9, 0);
        let change = begun(site, "2026-12-01");
        add(site, &change, "1", &[("what", "move"), ("unit", "X01-C02"), ("to", "X02")]);
        let officer = site.as_role(Role::Officer, "TU");
        // meanwhile the unit that was to move is merged away
        let other = begun(site, "2026-11-24");
        add(site, &other, "1", &[("what", "merge"), ("unit", "X01-C02"), ("to", "X01-C01")]);
        let _ = officer.open(&other).is_ok().press("/carry-out").follow().is_ok();
        site.set_time("2026-12-01", 0, 5);
        site.run_jobs();
        let on_desk = |code: &'static str| {
            let actor = platform::web::Actor::outside(&site.app, Some(identity_of(site, code)));
            site.read(|tx| (units::plug().desk.unwrap())(tx, &actor))
        };
        let told = on_desk("TU");
        assert_eq!(told.len(), 1);
        assert!(told[0].title.contains("Sắp xếp tổ chức cơ sở đảng"), "{:?}", told[0]);
        assert!(told[0].note.contains("đã kết thúc hoạt động"), "{:?}", told[0]);
        assert!(on_desk("X02").is_empty(), "another's branch");
        // the officer takes the step out and puts another in: the next night carries it out
        let _ = officer.open(&change).is_ok().press("/remove").follow().is_ok();
        add(site, &change, "3", &[("what", "rename"), ("unit", "X02"), ("name", "Đảng ủy phường Bưởi")]);
        site.run_jobs();
        assert_eq!(site.read(|tx| units::store::find(tx, site.unit("X02"))).name, "Đảng ủy phường Đồng Bưởi");
        site.set_time("2026-12-02", 0, 5);
        site.run_jobs();
        assert_eq!(site.read(|tx| units::store::find(tx, site.unit("X02"))).name, "Đảng ủy phường Bưởi");
        assert!(on_desk("TU").is_empty());
    }

    fn a_change_does_not_reach_back_before_its_superior_or_heir_changed(site) {
        let officer = site.as_role(Role::Officer, "TU");
        let first = begun(site, "2026-11-20");
        add(site, &first, "1", &[("what", "move"), ("unit", "X01-C01"), ("to", "X02")]);
        let _ = officer.open(&first).is_ok().press("/carry-out").follow().is_ok();
        let second = begun(site, "2026-11-10");
        add(site, &second, "1", &[("what", "merge"), ("unit", "X01-C02"), ("to", "X01-C01")]);
        let page = officer.open(&second).is_ok().has_text("Đảng bộ Trường THPT An Khê mới có thay đổi từ 20/11/2026");
        page.press("/carry-out").is_refused_because("UNIT-27");
    }

    fn the_numbers_of_a_preview_open_what_they_count(site) {
        let officer = site.as_role(Role::Officer, "TU");
        let change = begun(site, "2026-11-20");
        let fields = [
            ("what", "consolidate"), ("unit", "X01-C01"), ("unit", "X01-C02"), ("code", "X01-C09"),
            ("name", "Đảng bộ trường và trạm"), ("kind", "grassroots_organisation"), ("to", "X01"),
        ];
        add(site, &change, "1", &fields);
        let page = officer.open(&change).is_ok().has_text("2 đơn vị trực thuộc chuyển theo");
        assert_eq!(page.count(&format!("a[href='{change}/passing']")), 1);
        let list = officer.open(&format!("{change}/passing")).is_ok().has_text("Đảng bộ Trường THPT An Khê");
        assert_eq!(list.count(&format!("a[href='/units?under={}']", site.unit("X01-C01"))), 1);
        assert_eq!(officer.open(&format!("{change}?state=end")).is_ok().count("table.card-table tbody tr"), 2);
        let file = officer.open(&format!("{change}/passing?format=csv")).is_ok().text;
        assert!(file.contains("Đảng bộ Trường THPT An Khê,Đảng bộ trường và trạm,2 đơn vị trực thuộc"), "{file}");
        let _ = site.as_role(Role::CommuneOfficer, "X01").open(&format!("{change}/passing")).has_status(404);
    }

    fn a_past_day_has_its_own_counts(site) {
        let officer = site.as_role(Role::Officer, "TU");
        let change = begun(site, "2026-11-20");
        add(site, &change, "1", &[("what", "move"), ("unit", "X01-C01"), ("to", "X02")]);
        let _ = officer.open(&change).is_ok().press("/carry-out").follow().is_ok();
        let commune = site.unit("X01");
        assert_eq!(officer.open(&format!("/units/{commune}")).is_ok().text_of("a.units-below"), "2");
        let then = officer.open(&format!("/units/{commune}?day=2026-11-19")).is_ok();
        assert_eq!(then.text_of("a.units-below"), "5");
        let list = then.attribute("a.units-below", "href");
        assert_eq!(officer.open(&list).is_ok().count("table.card-table tbody tr"), 6, "the commune and the five below");
        let _ = then.has_text("Đảng bộ Trường THPT An Khê 2");
        let _ = officer.open("/units?day=2027-01-01").has_status(422).has_text("Ngày này chưa tới");
    }

    fn a_filtered_file_names_the_units_above_and_can_be_imported(site) {
        let officer = site.as_role(Role::Officer, "TU");
        let unit = site.unit("X01-C01-01");
        site.write(move |tx| units::store::save_organ_id(tx, unit, "000.00.12.H99"));
        let file = officer.open("/units?kind=cell&format=csv").is_ok().text;
        assert!(file.contains("Mã định danh"), "{file}");
        let line = file.lines().find(|line| line.starts_with("X01-C01-01,")).unwrap();
        assert!(line.contains(",X01-C01,") && line.ends_with(",000.00.12.H99,"), "{line}");
    }
}

pub(super) fn identity_of(site: &Site, code: &'static str) -> platform::web::Identity {
    platform::web::Identity {
        account: kernel::AccountId(site.clock.new_uuid()),
        person: None,
        name: code.to_owned(),
        language: platform::texts::Language::Vietnamese,
        grants: vec![platform::web::Grant { role: Role::Officer, unit: site.unit(code) }],
        helper: None,
    }
}
