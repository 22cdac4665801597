//! Contests, their contestants and attempts as they stood on a past day.

use kernel::Role;
use testkit::{Browser, Site, on_both_databases};
use units::domain::change::{Place, Step};

use crate::{a_contest, a_round, announce, begun, joined, officer, submitted};

/// Ward X02 goes up in commune X01, which has another name from today on.
fn merged(site: &Site) {
    let (from, to) = (site.unit("X02"), site.unit("X01"));
    let name = "Đảng ủy xã Ba Bến".to_owned();
    site.change_tree(
        site.today(),
        vec![
            Step::End { unit: from, heirs: vec![Place::Unit(to)] },
            Step::Rename { unit: to, name, short_name: String::new() },
        ],
    );
}

/// A contest of the province, open from 24 to 26 November, is prepared on the 22nd, announced on the 23rd, ended on the 28th;
/// one of the ward is prepared from the 24th on. The address of the first, and its round.
fn a_contest_of_days(site: &Site) -> (String, i64) {
    let contest = a_contest(site, &[]);
    let round = a_round(site, &contest, &[("opens_on", "2026-11-24"), ("closes_on", "2026-11-26")]);
    site.set_time("2026-11-23", 23, 30);
    announce(site, &contest);
    site.set_time("2026-11-24", 9, 30);
    let unit = site.unit("X02").to_string();
    let _ = a_contest(site, &[("unit", &unit), ("title", "Hội thi của phường")]);
    let mai = joined(site, "Lò Thị Mai");
    let _ = submitted(&begun(&mai, round), round, 5);
    site.set_time("2026-11-25", 10, 0);
    let _ = submitted(&begun(&mai, round), round, 3);
    // one begins and lets the time pass, one only registers
    let _ = begun(&joined(site, "Hà Thị Hoa"), round);
    let _ = joined(site, "Vàng A Tư");
    site.set_time("2026-11-26", 8, 0);
    let fields = [("no", "1"), ("reason", "khai sai")];
    let _ = officer(site).post(&format!("{contest}/contestants/exclude"), &fields).follow().is_ok();
    site.set_time("2026-11-27", 8, 0);
    let _ = officer(site).post(&format!("/contests/rounds/{round}/settle"), &[]).follow().is_ok();
    site.set_time("2026-11-28", 8, 0);
    let _ = officer(site).open(&contest).is_ok().press("/end").follow().is_ok();
    merged(site);
    site.set_time("2026-11-29", 8, 0);
    (contest, round)
}

/// The address with the day of November asked for; 0 for now.
fn on(address: &str, day: i64) -> String {
    let sign = if address.contains('?') { '&' } else { '?' };
    if day == 0 { address.to_owned() } else { format!("{address}{sign}day=2026-11-{day}") }
}

fn lines(browser: &Browser<'_>, address: &str, day: i64) -> Vec<String> {
    let file = browser.open(&on(&format!("{address}?format=csv"), day)).is_ok();
    file.text.lines().skip(1).map(str::to_owned).collect()
}

on_both_databases! {
    fn contests_are_listed_with_the_states_and_counts_of_a_past_day(site) {
        let (contest, _) = a_contest_of_days(site);
        let officer = officer(site);
        assert_eq!(lines(&officer, "/contests", 21), Vec::<String>::new());
        let days = [(22, "Đang chuẩn bị", (0, 0)), (23, "Đã công bố", (0, 0)), (24, "Đã công bố", (1, 1)), (25, "Đã công bố", (2, 3)), (26, "Đã công bố", (2, 3)), (27, "Đã công bố", (2, 3)), (28, "Đã kết thúc", (2, 3)), (0, "Đã kết thúc", (2, 3))];
        for (day, state, (people, attempts)) in days {
            let page = officer.open(&on("/contests?q=nghi+quyet", day)).is_ok();
            assert_eq!((page.count("tbody tr"), page.text_of("tbody .state")), (1, state.to_owned()), "{day}");
            let figures = (page.text_of("tbody a.figure[href*=contestants]"), page.text_of("tbody a.figure[href*=attempts]"));
            assert_eq!(figures, (people.to_string(), attempts.to_string()), "{day}");
            let told = officer.open(&on("/api/v1/contests?q=nghi+quyet", day)).is_ok().json();
            assert_eq!((told["rows"][0]["people"].as_i64(), told["rows"][0]["attempts"].as_i64()), (Some(people), Some(attempts)), "{day}");
            let then = lines(&officer, "/contests", day);
            let owner = if day == 0 || day == 28 { "Ba Bến" } else { "Đồng Bưởi" };
            let of_ward = then.iter().any(|line| line.contains("của phường") && line.contains(owner) && line.contains("Đang chuẩn bị"));
            assert_eq!(of_ward, day == 0 || day >= 24, "{day} {then:?}");
        }
        let count = |words: &str| officer.open(&format!("/contests?{words}")).is_ok().count("tbody tr");
        assert_eq!((count("day=2026-11-27&state=ended"), count("day=2026-11-28&state=ended"), count("day=2026-11-24&state=announced")), (0, 1, 1));
        // links keep the day, also those of the numbers, which open as many rows
        let page = officer.open("/contests?day=2026-11-24&q=nghi+quyet").is_ok().has_text("đến hết ngày 24/11/2026").has_text("Về hiện nay");
        for link in ["a.chip[href*='state=ended']", "th a[href*='sort=title']", "a.figure[href*=contestants]", "a.figure[href*=attempts]"] {
            let address = page.attribute(link, "href");
            assert!(address.contains("day=2026-11-24"), "{address}");
            let _ = officer.open(&address).is_ok();
        }
        for link in ["a.figure[href*=contestants]", "a.figure[href*=attempts]"] {
            assert_eq!(officer.open(&page.attribute(link, "href")).is_ok().count("tbody tr"), 1, "{link}");
        }
        let before = officer.open("/contests?day=2026-11-21").is_ok().has_text("Đến hết ngày 21/11/2026 chưa có hội thi nào");
        assert_eq!((before.count("input[type=date][name=day]"), before.count(".empty-action")), (1, 0));
        for address in ["/contests".to_owned(), "/api/v1/contests".to_owned(), format!("{contest}/contestants"), format!("{contest}/attempts")] {
            let _ = officer.open(&format!("{address}?day=2026-12-31")).has_status(422);
        }
        let _ = officer.open(&format!("{contest}/attempts?day=2026-12-31")).has_text("Ngày này chưa tới");
    }

    fn contestants_and_attempts_are_those_of_a_past_day(site) {
        let (contest, _) = a_contest_of_days(site);
        let (officer, list) = (officer(site), format!("{contest}/contestants"));
        let count = |words: &str, day: i64| officer.open(&on(&format!("{list}?state={words}"), day)).is_ok().count("tbody tr");
        let days = [(23, [0, 0, 0]), (24, [1, 1, 0]), (25, [3, 2, 0]), (26, [3, 2, 1]), (27, [3, 2, 1]), (0, [3, 2, 1])];
        for (day, numbers) in days {
            assert_eq!([count("", day), count("took", day), count("annulled", day)], numbers, "{day}");
        }
        let then = officer.open(&on(&list, 25)).is_ok().has_text("đến hết ngày 25/11/2026").has_text("An Khê Thượng");
        let _ = officer.open(&list).is_ok().has_text("Ba Bến").has_text("khai sai").lacks_text("An Khê Thượng");
        assert_eq!((then.count("form[action$='/exclude']"), then.count("form[action$='/bar']")), (0, 0));
        assert!(then.attribute("a.chip[href*='state=took']", "href").contains("day=2026-11-25"));
        let _ = then.has_text("3 người được dự thi").lacks_text("khai sai").lacks_text("Ba Bến");
        let _ = officer.open(&on(&list, 26)).is_ok().has_text("khai sai");
        let file = lines(&officer, &list, 25);
        assert!(file.len() == 3 && file[0].contains("An Khê Thượng") && !file[0].contains("khai sai"), "{file:?}");
        let _ = officer.open(&on(&list, 23)).is_ok().has_text("Đến hết ngày 23/11/2026 chưa có ai");
        assert_eq!(officer.open(&on(&format!("{list}?q=ha+thi+hoa"), 24)).is_ok().count("tbody tr"), 0);

        let list = format!("{contest}/attempts");
        let days = [(23, 0, "0 lượt đã bắt đầu, 0 lượt đã nộp"), (24, 1, "1 lượt đã bắt đầu, 1 lượt đã nộp"), (25, 3, "3 lượt đã bắt đầu, 3 lượt đã nộp"), (26, 3, "3 lượt đã bắt đầu, 3 lượt đã nộp"), (0, 3, "3 lượt đã bắt đầu, 3 lượt đã nộp")];
        for (day, rows, said) in days {
            let page = officer.open(&on(&list, day)).is_ok().has_text(said);
            assert_eq!((page.count("tbody tr"), lines(&officer, &list, day).len()), (rows, rows), "{day}");
            let annulled = page.visible().matches("khai sai").count();
            assert_eq!(annulled, if day == 0 || day == 26 { 2 } else { 0 }, "{day}");
            let name = if day == 0 { "Ba Bến" } else { "An Khê Thượng" };
            assert!(rows == 0 || page.visible().contains(name), "{day}");
        }
        let page = officer.open(&on(&format!("{list}?q=lo+thi+mai"), 24)).is_ok().has_text("đến hết ngày 24/11/2026");
        assert_eq!(page.count("tbody tr"), 1);
        assert!(page.attribute("th a[href*='sort=score']", "href").contains("day=2026-11-24"));
    }

    fn a_list_is_seen_as_it_was_filled_by_a_past_day(site) {
        let contest = a_contest(site, &[("eligible", "list")]);
        let list = format!("{contest}/contestants");
        let code = site.as_role(Role::Officer, "TU");
        let import = |rows: &str| {
            let file = format!("Họ và tên,Mã đơn vị\n{rows}");
            let _ = code.upload(&format!("{list}/import"), &[], ("file", "ds.csv", file.as_bytes())).is_ok().has_text("Đã nhận");
        };
        import("Lò Thị Mai,X01\nHà Thị Hoa,X01\n");
        site.set_time("2026-11-23", 8, 0);
        import("Vàng A Tư,X01\n");
        let _ = a_round(site, &contest, &[("opens_on", "2026-11-24"), ("closes_on", "2026-11-26")]);
        site.set_time("2026-11-24", 8, 0);
        announce(site, &contest);
        site.set_time("2026-11-25", 8, 0);
        let rows = |day: i64| officer(site).open(&on(&list, day)).is_ok().count("tbody tr");
        assert_eq!([21, 22, 23, 24, 0].map(rows), [0, 2, 3, 3, 3]);
        let _ = officer(site).open(&on(&list, 22)).has_text("2 người được dự thi").has_text("Khi đó hội thi chưa công bố");
        let _ = officer(site).open(&on(&list, 24)).has_text("3 người được dự thi").lacks_text("Khi đó hội thi chưa công bố");
    }
}
