//! Halls and equipment seen as of a past day, after they were changed and their unit was renamed and merged.

use kernel::Role;
use testkit::{Page, Site, on_both_databases};
use units::domain::change::{Place, Step};

/// A hall of X01 with a projector in it, and a microphone carried about, entered on three days and changed on others. Gives
/// the address of the hall.
fn history(site: &Site) -> String {
    let (commune, ward) = (site.unit("X01"), site.unit("X02"));
    site.set_time("2026-11-22", 23, 59);
    let hall = crate::enter(site, "Hội trường xã", "120", ("10", "12")).location();
    site.set_time("2026-11-23", 0, 0);
    let officer = site.as_role(Role::CommuneOfficer, "X01");
    let _ = crate::enter(site, "Phòng họp Đảng ủy", "40", ("0", "0")).follow().is_ok();
    let add = officer.open(&hall).fill("name", "Máy chiếu").fill("kind", "projector");
    let projector = add.press("/equipment").follow().attribute("form[action^='/equipment/']", "action");
    site.set_time("2026-11-24", 8, 0);
    let unit = commune.to_string();
    let carried = [("unit", unit.as_str()), ("name", "Micro không dây"), ("kind", "sound"), ("quantity", "4")];
    let _ = officer.post("/equipment", &carried).follow().is_ok();
    let id = hall.rsplit('/').next().unwrap();
    let state = |condition, version| {
        let fields = [
            ("hall", id),
            ("quantity", "1"),
            ("condition", condition),
            ("note", "Cháy bóng đèn"),
            ("version", version),
        ];
        let _ = officer.post(&projector, &fields).follow().is_ok();
    };
    site.set_time("2026-11-25", 8, 0);
    state("in_repair", "1");
    state("broken", "2");
    site.set_time("2026-11-26", 8, 0);
    state("working", "3");
    let edit = officer.open(&format!("{hall}/edit")).is_ok();
    let edit = edit.fill("name", "Nhà văn hóa").fill("capacity", "150").fill("out_of_use", "1");
    let _ = edit.press("/edit").follow().is_ok().has_text("150");
    site.set_time("2026-11-27", 8, 0);
    site.change_tree(
        site.today(),
        vec![Step::Rename { unit: commune, name: "Đảng ủy xã Ba Bến".into(), short_name: String::new() }],
    );
    site.set_time("2026-11-28", 8, 0);
    site.change_tree(site.today(), vec![Step::End { unit: commune, heirs: vec![Place::Unit(ward)] }]);
    site.set_time("2026-12-01", 8, 0);
    hall
}

fn lines(page: &Page<'_>) -> Vec<String> {
    let lines = page.text.trim_start_matches('\u{feff}').lines().skip(1);
    lines.map(|line| line.trim_end().to_owned()).collect()
}

on_both_databases! {
    fn halls_of_a_past_day_are_as_they_were_then(site) {
        let hall = history(site);
        let officer = site.as_role(Role::CommuneOfficer, "X02");
        let day = |day: &str| lines(&officer.open(&format!("/halls?day=2026-11-{day}&format=csv")).is_ok());
        let (commune, renamed, ward) = ("Đảng ủy xã An Khê Thượng", "Đảng ủy xã Ba Bến", "Đảng ủy phường Đồng Bưởi");
        let row = |name: &str, unit: &str, capacity: i64, counts: &str| match name {
            "Phòng họp Đảng ủy" => format!("{name},{unit},,40,0,0,0,0"),
            _ => format!("{name},{unit},,{capacity},10,12,{counts}"),
        };
        let room = "Phòng họp Đảng ủy";
        assert_eq!(day("21"), Vec::<String>::new());
        assert_eq!(day("22"), [row("Hội trường xã", commune, 120, "0,0")]);
        assert_eq!(day("24"), [row("Hội trường xã", commune, 120, "1,0"), row(room, commune, 40, "")]);
        assert_eq!(day("25"), [row("Hội trường xã", commune, 120, "1,1"), row(room, commune, 40, "")]);
        assert_eq!(day("26"), [row("Nhà văn hóa", commune, 150, "1,0"), row(room, commune, 40, "")]);
        assert_eq!(day("27"), [row("Nhà văn hóa", renamed, 150, "1,0"), row(room, renamed, 40, "")]);
        assert_eq!(day("28"), [row("Nhà văn hóa", ward, 150, "1,0"), row(room, ward, 40, "")]);
        // the page: searched and sorted by what was, links keep the day, today is as it stands
        let page = officer.open("/halls?day=2026-11-25&q=hoi+truong&sort=-capacity").is_ok();
        let page = page.has_text("Các hội trường đã ghi đến hết ngày 25/11/2026").has_text("1 không dùng được").lacks_text("Nhà văn hóa");
        assert_eq!((page.count("#list tbody tr"), page.attribute("#list tbody th a", "href")), (1, format!("{hall}?day=2026-11-25")));
        assert!(page.attribute("th a[href*='sort=unit']", "href").contains("day=2026-11-25"));
        assert_eq!(page.attribute("[role=status] a", "href"), "/halls?q=hoi+truong&sort=-capacity");
        let _ = page.lacks_text("Tạm ngừng sử dụng").lacks_text("phần mềm chưa giữ");
        assert_eq!(officer.open("/halls?q=hoi+truong").is_ok().count("#list tbody tr"), 0, "it is called otherwise now");
        let _ = officer.open("/halls?day=2026-11-26").is_ok().has_text("Tạm ngừng sử dụng");
        // by the unit as it was called then; the halls of one unit stay by name
        let unit = site.unit("X02").to_string();
        let fields = [("unit", unit.as_str()), ("name", "Hội trường phường"), ("capacity", "80"), ("rows", "0"), ("row_seats", "0")];
        site.set_time("2026-11-27", 9, 0);
        let _ = site.as_role(Role::CommuneOfficer, "X02").post("/halls/new", &fields).follow().is_ok();
        site.set_time("2026-12-01", 9, 0);
        let officer = site.as_role(Role::Officer, "TU");
        let first = |sort: &str| officer.open(&format!("/halls?day=2026-11-27&sort={sort}&size=1")).is_ok().text_of("#list tbody th a");
        assert_eq!((first("unit"), first("-unit")), ("Hội trường phường".into(), "Nhà văn hóa".into()));
        let officer = site.as_role(Role::CommuneOfficer, "X02");
        let none = officer.open("/halls?day=2026-11-21").is_ok().has_text("chưa có hội trường nào").has_text("Về hiện nay");
        assert_eq!((none.count("details[open] input[name=day]"), none.count(".empty a")), (1, 0));
        let body = officer.open("/api/v1/halls?day=2026-11-25").is_ok().json();
        let told = (body["total"].as_i64(), body["rows"][0]["capacity"].as_i64(), body["rows"][0]["out_of_order"].as_i64());
        assert_eq!((told, body["rows"][0]["in_use"].as_bool()), ((Some(2), Some(120), Some(1)), Some(true)));
        for address in ["/halls", "/api/v1/halls", "/equipment", &hall] {
            let _ = officer.open(&format!("{address}?day=2026-12-02")).has_status(422).has_text("Ngày này chưa tới");
        }
    }

    fn the_page_of_a_hall_shows_a_past_day_and_offers_no_steps(site) {
        let hall = history(site);
        let officer = site.as_role(Role::CommuneOfficer, "X02");
        let now = officer.open(&hall).is_ok().has_text("Nhà văn hóa").has_text("Đảng ủy phường Đồng Bưởi").lacks_text("đến hết ngày 2");
        assert_eq!((now.count("form[action^='/equipment']"), now.count("a[href$='/edit']")), (2, 1));
        let then = officer.open(&format!("{hall}?day=2026-11-25")).is_ok().has_text("Hội trường xã").has_text("120");
        let then = then.has_text("Đảng ủy xã An Khê Thượng").has_text("Đang sử dụng").has_text("Hỏng").has_text("Cháy bóng đèn");
        assert_eq!((then.count("form[action^='/equipment']"), then.count("a[href$='/edit']")), (0, 0));
        assert_eq!(then.attribute("[role=status] a", "href"), hall);
        let _ = officer.open(&format!("{hall}?day=2026-11-24")).is_ok().has_text("Dùng tốt").lacks_text("Cháy bóng đèn");
        let _ = officer.open(&format!("{hall}?day=2026-11-22")).is_ok().has_text("chưa có thiết bị nào").lacks_text("Máy chiếu");
        let before = officer.open(&format!("{hall}?day=2026-11-21")).is_ok();
        let _ = before.has_text("Đến hết ngày 21/11/2026 chưa ghi hội trường này").has_text("Về hiện nay").lacks_text("Sức chứa");
        let _ = site.as_role(Role::CellSecretary, "X02-C01-01").open(&format!("{hall}?day=2026-11-25")).has_status(404);
    }

    fn equipment_of_a_past_day_is_as_it_was_then(site) {
        let hall = history(site);
        let officer = site.as_role(Role::CommuneOfficer, "X02");
        let day = |query: &str| lines(&officer.open(&format!("/equipment?format=csv&day=2026-11-{query}")).is_ok());
        let projector = |condition: &str, unit: &str, hall: &str, note: &str| format!("Máy chiếu,Máy chiếu,1,{condition},{unit},{hall},{note}");
        let carried = |unit: &str| format!("Micro không dây,Âm thanh,4,Dùng tốt,{unit},,");
        let (commune, ward) = ("Đảng ủy xã An Khê Thượng", "Đảng ủy phường Đồng Bưởi");
        assert_eq!(day("22"), Vec::<String>::new());
        assert_eq!(day("23"), [projector("Dùng tốt", commune, "Hội trường xã", "")]);
        assert_eq!(day("24"), [projector("Dùng tốt", commune, "Hội trường xã", ""), carried(commune)]);
        assert_eq!(day("25"), [projector("Hỏng", commune, "Hội trường xã", "Cháy bóng đèn"), carried(commune)]);
        assert_eq!(day("26")[0], projector("Dùng tốt", commune, "Nhà văn hóa", "Cháy bóng đèn"));
        assert_eq!(day("28"), [projector("Dùng tốt", ward, "Nhà văn hóa", "Cháy bóng đèn"), carried(ward)]);
        assert_eq!(day("25&condition=broken").len(), 1);
        assert_eq!(day("25&condition=in_repair"), Vec::<String>::new(), "it was broken by the end of the day");
        assert_eq!((day("26&condition=broken").len(), day("25&condition=working&q=micro").len()), (0, 1));
        let page = officer.open("/equipment?day=2026-11-25&condition=broken&q=may").is_ok().has_text("đến hết ngày 25/11/2026");
        assert_eq!(page.attribute(".chip[href*='in_repair']", "href"), "/equipment?condition=in_repair&day=2026-11-25&q=may");
        assert_eq!(page.attribute("#list td a", "href"), format!("{hall}?day=2026-11-25"));
        assert_eq!((page.count("form[method=post][action^='/equipment']"), page.count("#list tbody tr")), (0, 1));
        assert_eq!(page.attribute("[role=status] a", "href"), "/equipment?condition=broken&q=may");
        let none = officer.open("/equipment?day=2026-11-22").is_ok().has_text("chưa có thiết bị nào như vậy");
        assert_eq!(none.count("details[open] input[name=day]"), 1);
    }

    fn what_was_changed_before_changes_were_kept_is_shown_as_it_stood_after_and_said_so(site) {
        let hall = history(site);
        site.write(|tx| {
            tx.run("DELETE FROM hall_past", &[])?;
            tx.run("DELETE FROM equipment_past WHERE version < 3", &[])
        });
        let officer = site.as_role(Role::CommuneOfficer, "X02");
        let untold = |address: &str| officer.open(address).is_ok().text.contains("phần mềm chưa giữ nội dung");
        let _ = officer.open(&format!("{hall}?day=2026-11-25")).is_ok().has_text("Nhà văn hóa").has_text("1 mục ở đây đã sửa");
        assert!(untold("/halls?day=2026-11-25") && !untold("/halls?day=2026-11-26") && !untold("/halls"));
        let _ = officer.open("/equipment?day=2026-11-24").is_ok().has_text("1 mục ở đây đã sửa").has_text("Hỏng");
        assert!(!untold("/equipment?day=2026-11-25") && !untold("/equipment?day=2026-11-26"));
        // a row of which no event tells has always been there
        site.write(|tx| tx.run("DELETE FROM event WHERE name LIKE 'halls.%'", &[]));
        assert_eq!(officer.open("/halls?day=2026-11-01").is_ok().count("#list tbody tr"), 2);
    }

    fn a_change_over_another_keeps_nothing(site) {
        let hall = crate::enter(site, "Hội trường", "120", ("0", "0")).location();
        let officer = site.as_role(Role::CommuneOfficer, "X01");
        let form = |version: &'static str| [("name", "Nhà văn hóa"), ("capacity", "90"), ("version", version)];
        let _ = officer.post(&format!("{hall}/edit"), &form("7")).has_status(409);
        let kept = || site.read(|tx| tx.scalar::<i64>("SELECT COUNT(*) FROM hall_past", &[]));
        assert_eq!(kept(), 0);
        let _ = officer.post(&format!("{hall}/edit"), &form("1")).follow().is_ok();
        assert_eq!(kept(), 1);
    }
}
