//! Counts per level as the tree was on the day, the rows behind each figure, and what becomes of papers whose unit ended.

use kernel::Role;
use programmes::domain::{Programme, State};
use testkit::{Site, on_both_databases};

use crate::{a_programme, a_task, issue};

/// X01 and X02 become X03 on 20 November 2026.
fn merged(site: &Site) {
    let step = [
        ("what", "consolidate"),
        ("unit", "X01"),
        ("unit", "X02"),
        ("code", "X03"),
        ("name", "Đảng ủy xã Ba Khê"),
        ("kind", "commune_committee"),
        ("to", "TU"),
    ];
    changed(site, "2026-11-20", &step);
}

/// This step is taken on this day.
fn changed(site: &Site, on: &str, step: &[(&str, &str)]) {
    let officer = site.as_role(Role::Officer, "TU");
    let root = site.unit("TU").to_string();
    let head = [("unit", root.as_str()), ("title", "Sắp xếp tổ chức"), ("on", on), ("decision", "7-QĐ/TU")];
    let change = officer.post("/units/changes/new", &head).location();
    let step: Vec<(&str, &str)> = step.iter().copied().chain([("version", "1")]).collect();
    let added = officer.post(&format!("{change}/steps"), &step);
    assert_eq!(added.status.as_u16(), 303, "{}", added.visible());
    let page = officer.open(&change).is_ok();
    let _ = page.press("/carry-out").follow().is_ok().has_text("Đã thực hiện");
}

/// The programme of X01, issued on 1 October 2026.
fn issued(site: &Site) -> String {
    site.set_time("2026-10-01", 9, 0);
    let programme = a_programme(site, "");
    let _ = a_task(site, &programme, "Mở 12 lớp").follow().is_ok();
    issue(site, &programme);
    programme
}

/// Units, units that have a paper, programmes and plans of the communes on a day.
fn communes(site: &Site, day: &str) -> Vec<String> {
    let page = site.as_role(Role::Officer, "TU").open(&format!("/programmes/counts?day={day}")).is_ok();
    let of_level = |start: &str| page.text_of(&format!("a[href*='{start}level=commune_committee']"));
    let kinds = ["units?", "having=any&", "kind=programmes&state=issued&", "kind=plan&state=issued&"];
    kinds.iter().map(|start| of_level(start).trim().to_owned()).collect()
}

on_both_databases! {
    fn counts_are_of_the_tree_of_the_day_and_every_figure_opens_its_rows(site) {
        let communes_before = site.read(|tx| {
            tx.scalar::<i64>("SELECT COUNT(*) FROM unit WHERE kind = 'commune_committee'", &[])
        });
        let _ = issued(site);
        site.set_time("2026-11-22", 9, 0);
        merged(site);
        let before = communes_before.to_string();
        assert_eq!(communes(site, "2026-09-30"), [before.as_str(), "0", "0", "0"], "nothing was issued");
        assert_eq!(communes(site, "2026-11-19"), [before.as_str(), "1", "1", "0"], "the old units stood");
        let after = (communes_before - 1).to_string();
        assert_eq!(communes(site, "2026-11-22"), [after.as_str(), "1", "1", "0"], "the heir has it");
        let officer = site.as_role(Role::Officer, "TU");
        for day in ["2026-11-19", "2026-11-22"] {
            let page = officer.open(&format!("/programmes/counts?day={day}")).is_ok();
            let opened = |start: &str| {
                let address = page.attribute(&format!("a[href*='{start}level=commune_committee']"), "href");
                officer.open(&address).is_ok()
            };
            assert_eq!(opened("kind=programmes&state=issued&").count("tbody tr"), 1, "{day}");
            assert_eq!(opened("kind=plan&state=issued&").count("tbody tr"), 0, "{day}");
            let having = opened("having=any&");
            assert_eq!(having.count("tbody tr"), 1, "{day}");
            let holder = if day == "2026-11-22" { "Đảng ủy xã Ba Khê" } else { "Đảng ủy xã An Khê Thượng" };
            let _ = having.has_text(holder);
            let units = opened("units?");
            assert_eq!(units.count("tbody tr").to_string(), communes(site, day)[0]);
            let none = officer.open(&units.attribute("a[href*='having=none']", "href")).is_ok();
            let _ = none.lacks_text(holder);
        }
        let file = officer.open("/programmes/counts/units?level=commune_committee&format=xlsx").is_ok();
        assert!(file.bytes.starts_with(b"PK"));
        // another level on the same day has none
        assert_eq!(officer.open("/programmes?level=cell&day=2026-11-22").is_ok().count("tbody tr"), 0);
        assert_eq!(officer.open("/programmes?day=2026-09-30").is_ok().count("tbody tr"), 0);
    }

    fn an_issued_paper_stays_with_its_unit_and_the_heir_carries_it_out(site) {
        let programme = issued(site);
        let writing = a_programme(site, "");
        site.set_time("2026-11-22", 9, 0);
        merged(site);
        let unit_of = |address: &str| {
            let id = address.rsplit('/').next().unwrap().parse().unwrap();
            site.read(|tx| programmes::store::find(tx, id)).unit
        };
        assert_eq!(unit_of(&programme), site.unit("X01"));
        assert_eq!(unit_of(&writing), site.unit("X03"), "what is still written passes");
        let heir = site.as_role(Role::CommuneOfficer, "X03");
        let page = heir.open(&programme).is_ok().has_text("Đơn vị kết thúc ngày 20/11/2026");
        let task = crate::link(&page.has_text("Đảng ủy xã Ba Khê kế thừa"), "/programmes/tasks/");
        let _ = heir.open("/programmes").is_ok().has_text("→");
        site.set_time("2027-01-02", 9, 0);
        let heir = site.as_role(Role::CommuneOfficer, "X03");
        assert_eq!(heir.open("/").is_ok().count(&format!("a[href='{task}']")), 1);
        let fields = [("value", "100"), ("on", "2027-01-02"), ("evidence", "biên bản bàn giao")];
        let done = heir.upload(&format!("{task}/results"), &fields, ("file", "", b""));
        let _ = done.follow().is_ok().has_text("100 %");
    }

    fn the_list_of_a_past_day_shows_each_programme_as_it_stood(site) {
        let issued = issued(site);
        site.set_time("2026-10-05", 9, 0);
        let given_up = a_programme(site, "");
        site.set_time("2026-10-09", 9, 0);
        let _ = site.as_role(Role::CommuneOfficer, "X01").open(&given_up).fill("reason", "gộp").press("/drop").follow().is_ok();
        site.set_time("2026-10-10", 9, 0);
        let passed = a_programme(site, "");
        site.set_time("2026-11-22", 9, 0);
        merged(site);
        let officer = site.as_role(Role::Officer, "TU");
        let list = |day: &str, more: &str| officer.open(&format!("/programmes?day={day}{more}")).is_ok();
        let row = |day: &str, programme: &str| {
            let page = list(day, "");
            let row = format!("tbody tr:has(a[href='{programme}?day={day}'])");
            if page.count(&row) == 0 {
                return String::new();
            }
            format!("{} · {}", page.text_of(&format!("{row} td:nth-of-type(1)")).trim(), page.text_of(&format!("{row} .state")).trim())
        };
        let old = "Đảng ủy xã An Khê Thượng";
        assert_eq!((row("2026-09-30", &issued), row("2026-10-01", &issued)), (String::new(), format!("{old} · Đang thực hiện")));
        assert_eq!((row("2026-10-04", &given_up), row("2026-10-08", &given_up)), (String::new(), format!("{old} · Đang xây dựng")));
        assert_eq!(row("2026-10-09", &given_up), format!("{old} · Đã dừng"));
        // what is still written passed to an heir that was not there yet
        assert_eq!(row("2026-11-19", &passed), format!("{old} · Đang xây dựng"));
        let heir = row("2026-11-20", &passed);
        assert!(heir.contains("Ba Khê") && !heir.contains(old), "{heir}");
        // what was issued stays with its unit, also after the next change of the tree
        site.set_time("2026-12-01", 9, 0);
        changed(site, "2026-12-01", &[("what", "move"), ("unit", "X01-C01-01"), ("to", "X02-C01")]);
        assert_eq!(row("2026-11-25", &issued), format!("{old} · Đang thực hiện"));
        assert!(row("2026-11-25", &passed).contains("Ba Khê"));
        let states = |day: &str| ["writing", "issued", "dropped"].map(|state| list(day, &format!("&state={state}")).count("tbody tr"));
        assert_eq!((states("2026-10-08"), states("2026-10-10")), ([1, 1, 0], [1, 1, 1]));
        let page = list("2026-10-08", "&kind=programme");
        assert_eq!(officer.open(&page.attribute(".chips a[href*='state=writing']", "href")).is_ok().count("tbody tr"), 1);
        assert!(list("2026-10-08", "&format=csv").text.contains("Đang xây dựng"));
        assert_eq!(officer.open("/api/v1/programmes?day=2026-10-08").is_ok().json()["total"].as_i64(), Some(2));
        let _ = officer.open("/programmes?day=2026-12-02").has_status(422);
    }

    fn what_left_the_branch_is_told_of_a_past_day_and_not_shown(site) {
        site.set_time("2026-10-01", 9, 0);
        let programme = crate::a_programme_of(site, "X01-C01", "", "programme");
        let id = programme.rsplit('/').next().unwrap().parse().unwrap();
        site.write(move |tx| {
            let written = programmes::store::find(tx, id)?;
            programmes::store::save_state(tx, &Programme { state: State::Issued, ..written }, "programmes.entered_issued")
        });
        site.set_time("2026-11-10", 9, 0);
        let told = "1 chương trình, kế hoạch khi đó";
        let list = |unit: &'static str| site.as_role(Role::CommuneOfficer, unit).open("/programmes?day=2026-11-05").is_ok();
        assert_eq!(list("X01").lacks_text(told).count("tbody tr"), 1);
        changed(site, "2026-11-10", &[("what", "move"), ("unit", "X01-C01"), ("to", "X02")]);
        assert_eq!(list("X01").has_text(told).count("tbody tr"), 0);
        assert_eq!(list("X02").lacks_text(told).count("tbody tr"), 0, "it was not there then");
        let whole = site.as_role(Role::Officer, "TU").open("/programmes?day=2026-11-05").is_ok();
        assert_eq!(whole.lacks_text(told).count("tbody tr"), 1);
    }

    fn programmes_of_a_past_day_are_sorted_by_the_units_of_then(site) {
        site.set_time("2026-10-01", 9, 0);
        let [high, low] = ["X01", "X02"].map(|unit| crate::a_programme_of(site, unit, "", "programme"));
        site.set_time("2026-11-10", 9, 0);
        site.merge("X02", "X01");
        site.set_time("2026-11-12", 9, 0);
        let officer = site.as_role(Role::Officer, "TU");
        let first = |sort: &str| {
            let list = officer.open(&format!("/programmes?day=2026-11-05&sort={sort}")).is_ok();
            list.attribute("tbody tr:first-child a", "href")
        };
        let of_then = [low, high].map(|address| format!("{address}?day=2026-11-05"));
        assert_eq!([first("unit"), first("-unit")], of_then);
    }

    fn the_newest_stands_first_unless_asked_otherwise(site) {
        let programme = a_programme(site, "");
        site.set_time("2026-11-23", 9, 0);
        let officer = site.as_role(Role::CommuneOfficer, "X01");
        let newer = officer.open("/programmes/new").is_ok().fill("title", "nuôi cá lồng").press("/programmes/new");
        let first = |address: &str| officer.open(address).is_ok().attribute("tbody tr:first-child a", "href");
        assert_eq!(first("/programmes"), newer.location());
        assert_eq!(first("/programmes?sort=-newest"), programme);
    }
}
