//! The list of conferences as of a past day, after what it shows was changed and a unit was renamed and merged.

use conferences::domain::{Conference, Form, Outcome};
use conferences::store::{self, NewConference, NewPoint, Scope};
use kernel::{Instant, Role};
use testkit::{Site, on_both_databases};
use units::domain::change::{Place, Step};

use crate::stage::{a_conference, closed, opened_now, people, set, summoned};

/// A conference of the ward X02 on 30 November, planned now.
fn of_the_ward(site: &Site) -> Conference {
    let (unit, starts_at) = (site.unit("X02"), Instant::at("2026-11-30".parse().unwrap(), 8, 0));
    site.write(move |tx| {
        let new = NewConference {
            rollout: None,
            unit,
            title: "Hội nghị của phường".into(),
            form: Form::InPerson,
            place: "Hội trường phường".into(),
            starts_at,
            ends_at: starts_at.plus_seconds(3600),
            make_up_of: None,
            head_count_due_on: None,
        };
        let id = store::insert(tx, &new)?;
        store::find(tx, id)
    })
}

/// From 18 to 28 November: planned, called, opened, attended, closed; a ward renamed and merged. Seen on 1 December.
fn history(site: &Site) -> Conference {
    let (commune, ward) = (site.unit("X01"), site.unit("X02"));
    site.set_time("2026-11-18", 8, 0);
    people(site);
    let province = a_conference(site, None);
    let id = province.id;
    site.set_time("2026-11-19", 23, 59);
    let delegates = summoned(site, &province);
    site.set_time("2026-11-20", 0, 0);
    let of_ward = of_the_ward(site);
    site.set_time("2026-11-24", 7, 30);
    opened_now(site, id);
    assert!(set(site, delegates[0].id, Outcome::Present) && set(site, delegates[1].id, Outcome::AbsentWithReason));
    site.set_time("2026-11-25", 8, 0);
    assert!(set(site, delegates[1].id, Outcome::Present) && set(site, delegates[2].id, Outcome::Present));
    let conference = site.read(move |tx| store::find(tx, id));
    site.write(move |tx| {
        let new = NewPoint { parent: None, unit: commune, name: "Điểm cầu phụ".into(), place: String::new() };
        store::insert_point(tx, &conference, &new)
    });
    site.set_time("2026-11-26", 8, 0);
    closed(site, id);
    site.change_tree(
        site.today(),
        vec![Step::Rename { unit: ward, name: "Đảng ủy phường Ba Bến".into(), short_name: String::new() }],
    );
    site.set_time("2026-11-27", 8, 0);
    site.change_tree(site.today(), vec![Step::End { unit: ward, heirs: vec![Place::Unit(commune)] }]);
    site.set_time("2026-11-28", 8, 0);
    site.write(move |tx| store::summon_scope(tx, &of_ward, of_ward.unit, Scope::AllMembers, None));
    site.set_time("2026-12-01", 8, 0);
    province
}

on_both_databases! {
    fn conferences_of_a_past_day_are_as_they_stood_then(site) {
        let province = history(site);
        let officer = site.as_role(Role::Officer, "TU");
        let csv = |query: &str| {
            let file = officer.open(&format!("/conferences?format=csv{query}")).is_ok().text;
            file.trim_start_matches('\u{feff}').lines().skip(1).map(|line| line.trim_end().to_owned()).collect::<Vec<_>>()
        };
        let day = |query: &str| csv(&format!("&day=2026-11-{query}"));
        let root = site.read(|tx| units::store::lookup_by_code(tx, "TU")).unwrap().name;
        let of_province = |state: &str, counts: &str| {
            format!("\"Hội nghị học tập, quán triệt Chỉ thị 12\",07:30 24/11/2026,{root},Trực tiếp kết hợp trực tuyến,{state},{counts}")
        };
        let of_ward = |unit: &str| format!("Hội nghị của phường,08:00 30/11/2026,{unit},Trực tiếp,Đang chuẩn bị,0,0,0");
        let (old, renamed) = ("Đảng ủy phường Đồng Bưởi", "Đảng ủy phường Ba Bến");
        assert_eq!(day("17"), Vec::<String>::new());
        assert_eq!(day("18"), [of_province("Đang chuẩn bị", "4,0,0")]);
        assert_eq!(day("19"), [of_province("Đang chuẩn bị", "4,6,0")]);
        assert_eq!(day("20"), [of_ward(old), of_province("Đang chuẩn bị", "4,6,0")]);
        assert_eq!(day("24"), [of_ward(old), of_province("Đang điểm danh", "4,6,1")]);
        assert_eq!(day("25"), [of_ward(old), of_province("Đang điểm danh", "5,6,3")]);
        assert_eq!(day("26"), [of_ward(renamed), of_province("Đã kết thúc", "5,6,3")]);
        assert_eq!(day("30").last(), csv("").last(), "the eve is as today");
        // filters go by the state of then
        assert_eq!((day("24&state=open").len(), day("24&state=planned").len(), day("24&state=closed").len()), (1, 1, 0));
        assert_eq!((day("26&state=open").len(), day("26&state=closed").len(), day("26&q=cua+phuong").len()), (0, 1, 1));
        assert_eq!(day("24&sort=state")[0], of_province("Đang điểm danh", "4,6,1"));
        assert_eq!(day("24&sort=-title")[0], of_province("Đang điểm danh", "4,6,1"));
        let page = officer.open("/conferences?day=2026-11-24&q=hoi+nghi&state=open").is_ok();
        let page = page.has_text("Các hội nghị đã tạo đến hết ngày 24/11/2026").has_text("1/6");
        assert_eq!(page.attribute("#list tbody a", "href"), format!("/conferences/{}?day=2026-11-24", province.id));
        assert_eq!(page.attribute(".chip[href*='closed']", "href"), "/conferences?state=closed&day=2026-11-24&q=hoi+nghi");
        assert!(page.attribute("th a[href*='sort=date']", "href").contains("day=2026-11-24"));
        assert_eq!(page.attribute("[role=status] a", "href"), "/conferences?state=open&q=hoi+nghi");
        let none = officer.open("/conferences?day=2026-11-17").is_ok().has_text("chưa có hội nghị nào như vậy").has_text("Về hiện nay");
        assert_eq!((none.count("details[open] input[name=day]"), none.count(".empty a")), (1, 0));
        let body = officer.open("/api/v1/conferences?day=2026-11-24&size=1&page=2").is_ok().json();
        assert_eq!((body["total"].as_i64(), body["rows"][0]["state"].as_str()), (Some(2), Some("open")));
        for address in ["/conferences", "/api/v1/conferences"] {
            let _ = officer.open(&format!("{address}?day=2026-12-02")).has_status(422).has_text("Ngày này chưa tới");
        }
        let now = officer.open("/conferences?state=closed").is_ok().lacks_text("đến hết ngày");
        assert_eq!((now.count("#list tbody tr"), now.attribute("#list tbody a", "href")), (1, format!("/conferences/{}", province.id)));
    }

    fn the_list_of_a_past_day_counts_as_the_page_of_the_conference_does(site) {
        let province = history(site);
        let officer = site.as_role(Role::Officer, "TU");
        for (day, present) in [("2026-11-19", 0), ("2026-11-24", 1), ("2026-11-25", 3)] {
            let of_page = officer.open(&format!("/conferences/{}?day={day}", province.id)).is_ok();
            let _ = of_page.has_text("6 triệu tập").has_text(&format!("{present} có mặt"));
            let _ = officer.open(&format!("/conferences?day={day}&q=hoc+tap")).is_ok().has_text(&format!("{present}/6"));
        }
        // whoever sees but a branch sees the same list as today
        let commune = site.as_role(Role::CommuneOfficer, "X01");
        assert_eq!(commune.open("/conferences?day=2026-11-25").is_ok().count("#list tbody tr"), commune.open("/conferences").count("#list tbody tr"));
        assert_eq!(site.as_role(Role::CellSecretary, "X01-C02").open("/conferences?day=2026-11-25").is_ok().count("#list tbody tr"), 0);
        // a row of which no event tells: its own hour is the latest it can have been planned
        site.write(move |tx| tx.run("DELETE FROM event WHERE subject = $1", platform::params![province.id]));
        let listed = |day: &str| officer.open(&format!("/conferences?q=hoc+tap&day={day}")).is_ok().count("#list tbody tr");
        assert_eq!((listed("2026-11-23"), listed("2026-11-24")), (0, 1));
    }

    fn a_conference_renamed_and_moved_stands_in_the_list_of_before_as_it_was(site) {
        let conference = a_conference(site, None);
        let moved = |day: &str, title: &'static str, days: i64| {
            site.set_time(day, 8, 0);
            let id = conference.id;
            site.write(move |tx| {
                let before = store::find(tx, id)?;
                let starts_at = before.starts_at.plus_seconds(days * 86_400);
                let ends_at = before.ends_at.plus_seconds(days * 86_400);
                store::save(tx, &Conference { title: title.into(), starts_at, ends_at, form: Form::Online, ..before })
            });
        };
        moved("2026-11-23", "Hội nghị hoãn lần một", 2);
        moved("2026-11-23", "Hội nghị hoãn lần hai", 2);
        moved("2026-11-25", "Hội nghị trực tuyến", 3);
        site.set_time("2026-11-26", 8, 0);
        opened_now(site, conference.id);
        site.set_time("2026-11-27", 8, 0);
        let officer = site.as_role(Role::Officer, "TU");
        let day = |day: &str| {
            let file = officer.open(&format!("/conferences?format=csv&day={day}")).is_ok().text;
            file.lines().nth(1).unwrap_or_default().trim_end().to_owned()
        };
        let unit = site.read(|tx| units::store::lookup_by_code(tx, "TU")).unwrap().name;
        let first = format!("\"Hội nghị học tập, quán triệt Chỉ thị 12\",07:30 24/11/2026,{unit},Trực tiếp kết hợp trực tuyến,");
        assert!(day("2026-11-22").starts_with(&first), "{}", day("2026-11-22"));
        for eve in ["2026-11-23", "2026-11-24"] {
            assert!(day(eve).starts_with(&format!("Hội nghị hoãn lần hai,07:30 28/11/2026,{unit},Trực tuyến,Đang chuẩn bị,")), "{}", day(eve));
        }
        assert!(day("2026-11-25").starts_with(&format!("Hội nghị trực tuyến,07:30 01/12/2026,{unit},Trực tuyến,Đang chuẩn bị,")));
        assert!(day("2026-11-26").contains("Đang điểm danh"));
        let found = |query: &str| officer.open(&format!("/conferences?{query}")).is_ok().count("#list tbody tr");
        assert_eq!((found("day=2026-11-22&q=quan+triet"), found("day=2026-11-23&q=quan+triet"), found("q=quan+triet")), (1, 0, 0));
        let body = officer.open("/api/v1/conferences?day=2026-11-24").is_ok().json();
        assert_eq!(body["rows"][0]["title"], "Hội nghị hoãn lần hai");
        // changed before what a change replaces was kept: shown as it stood after, and said so
        let said = |day: &str| officer.open(&format!("/conferences?day={day}")).is_ok().text.contains("phần mềm chưa giữ");
        assert!(!said("2026-11-22"));
        site.write(|tx| tx.run("DELETE FROM conference_past WHERE title LIKE '%học tập%' OR title LIKE '%lần một%'", &[]));
        assert!(day("2026-11-22").starts_with("Hội nghị hoãn lần hai") && said("2026-11-22") && !said("2026-11-23"));
    }
}
