//! A rollout seen as of a day, in the tree of that day or in that of now.

use figures::store::{At, Tree};
use kernel::{Day, Role, RolloutId};
use platform::web::Sort;
use rollouts::domain::Group;
use rollouts::store::{self, DutyFilter, PastDay};
use testkit::{Site, on_both_databases};
use units::domain::change::{Place, Step};

use crate::figures_are_true::step;
use crate::{a_running, duty};

const BY_DAY: Sort<'static> = Sort { key: "due", descending: false };

/// The list of duties of a past day agrees with the ledger, group by group.
fn lists_what_the_ledger_counts(site: &Site, id: RolloutId, unit: &'static str, day: Day, tree: Tree) {
    let (root, today, subject) = (site.unit(unit), site.today(), id.to_string());
    let said = format!("{unit} {day} {tree:?}");
    let at = At { subject: &subject, figure: "", as_of: day, tree };
    let ledger = site.read(|tx| store::progress_in(tx, at, root));
    let filter = DutyFilter {
        rollout: id,
        root,
        today: day,
        past: Some(PastDay { tree_on: tree.day(day, today), seen: Vec::new() }),
        like: "%".into(),
        requirement: None,
        kind: None,
        group: None,
        in_hand: false,
    };
    let rows = site.read(|tx| store::list_duties(tx, &filter, BY_DAY, 0, 500));
    let of = |word: &str| i64::try_from(rows.iter().filter(|row| row.duty.word(day) == word).count()).unwrap();
    assert_eq!(i64::try_from(rows.len()).unwrap(), ledger.duties, "{said}");
    assert_eq!((of("done"), of("done_late")), (ledger.done, ledger.done_late), "{said}");
    assert_eq!((of("waived"), of("overdue")), (ledger.waived, ledger.overdue), "{said}");
    for group in Group::ALL.iter().copied() {
        let filter = DutyFilter { group: Some(group), ..filter.clone() };
        let listed = site.read(|tx| store::list_duties(tx, &filter, BY_DAY, 0, 500));
        let counted = site.read(|tx| store::count_duties(tx, &filter));
        assert_eq!(usize::try_from(counted).unwrap(), listed.len(), "{said} {group:?}");
        assert_eq!(rows.iter().filter(|row| row.duty.group(day) == group).count(), listed.len(), "{said} {group:?}");
    }
}

on_both_databases! {
    fn duties_of_a_past_day_are_those_the_ledger_counts_on_every_day(site) {
        let id = a_running(site);
        let (early, late, waived, twice) =
            (duty(site, id, "X01", 2), duty(site, id, "X02", 2), duty(site, id, "X01-C01-01", 1), duty(site, id, "X02", 1));
        site.set_time("2026-11-24", 8, 0);
        step(site, early, "done", &[("note", "05-KH/ĐU")]);
        step(site, waived, "waive", &[("reason", "Sáp nhập")]);
        step(site, twice, "done", &[]);
        site.set_time("2026-11-28", 8, 0);
        step(site, twice, "reopen", &[]);
        site.merge("X02", "X01");
        site.set_time("2026-12-07", 8, 0);
        step(site, late, "done", &[("note", "06-KH/ĐU")]);
        step(site, early, "reopen", &[]);
        site.set_time("2026-12-12", 8, 0);
        let first: Day = "2026-11-21".parse().unwrap();
        for settled in [false, true] {
            if settled {
                site.settle();
            }
            for day in (0..21).map(|n| first.plus(n)) {
                for unit in ["TU", "X01", "X02"] {
                    lists_what_the_ledger_counts(site, id, unit, day, Tree::AsWas);
                    lists_what_the_ledger_counts(site, id, unit, day, Tree::AsNow);
                }
            }
        }
        // how it stood is told with what proves it while that ending is the last; of what was reopened nothing is told
        let officer = site.as_role(Role::Officer, "TU");
        let file = |day: &str| officer.open(&format!("/rollouts/{id}/duties?day={day}&format=csv")).is_ok().text;
        assert!(!file("2026-11-24").contains("05-KH/ĐU"));
        assert!(file("2026-12-07").contains("06-KH/ĐU") && !file("2026-12-06").contains("06-KH/ĐU"));
    }

    fn the_list_of_duties_shows_a_past_day_and_offers_no_steps(site) {
        let id = a_running(site);
        let launched = site.today();
        site.set_time(&launched.plus(3).to_string(), 8, 0);
        let renamed = site.unit("X01");
        site.change_tree(site.today(), vec![Step::Rename { unit: renamed, name: "Đảng ủy xã Ba Bến".into(), short_name: String::new() }]);
        let own = duty(site, id, "X01-C01-01", 1);
        let _ = site.as_role(Role::CellSecretary, "X01-C01-01").post(&format!("/duties/{own}/done"), &[("version", "1")]);
        site.merge("X02", "X01");
        let officer = site.as_role(Role::Officer, "TU");
        let base = format!("/rollouts/{id}/duties");
        let now = officer.open(&base).is_ok().has_text("Đảng ủy xã Ba Bến").lacks_text("khi đó");
        assert_eq!((now.count("tbody tr"), now.count("form[action$='/remind']")), (29, 1));
        let then = officer.open(&format!("{base}?day={launched}")).is_ok();
        let then = then.has_text("Đảng ủy xã An Khê Thượng").lacks_text("Ba Bến").has_text("đến hết ngày 22/11/2026");
        assert_eq!((then.count("tbody tr"), then.count("form[action$='/remind']"), then.count("input[name=duty]")), (29, 0, 0));
        let _ = then.has_text("Chưa xong").lacks_text("Đã xong, đúng hạn");
        let ended = |day: Day| officer.open(&format!("{base}?day={day}&state=green")).is_ok().count("tbody tr");
        assert_eq!((ended(launched.plus(2)), ended(launched.plus(3))), (0, 1), "today is as it stands");
        // by the tree of then and of now; filters, sorts and pages keep the day
        let in_commune = |tree: &str| {
            let page = officer.open(&format!("{base}?unit={renamed}&day={launched}&tree={tree}")).is_ok();
            page.count("tbody tr")
        };
        let whole = officer.open(&format!("{base}?unit={renamed}")).is_ok().count("tbody tr");
        assert!(in_commune("then") < whole && in_commune("now") == whole, "{whole}");
        let page = officer.open(&format!("{base}?day={launched}&kind=commune_committee&q=dong+buoi")).is_ok();
        assert_eq!(page.count("tbody tr"), 4);
        assert!(page.attribute("th a[href*='sort=state']", "href").contains(&format!("day={launched}")));
        for sort in ["unit", "-requirement", "state", "-due"] {
            let page = officer.open(&format!("{base}?day={launched}&sort={sort}&state=grey")).is_ok();
            let _ = page.has_text("Chưa xong");
        }
        let before = officer.open(&format!("{base}?day={}", launched.plus(-1))).is_ok();
        assert_eq!(before.count("tbody tr"), 0);
        let csv = officer.open(&format!("{base}?day={launched}&format=csv")).is_ok();
        assert!(csv.text.contains("Đảng ủy xã An Khê Thượng") && !csv.text.contains("Ba Bến"), "{}", csv.text);
        let told = officer.open(&format!("/api/v1{base}?day={launched}&size=500")).is_ok().json();
        assert_eq!((told["total"].as_i64(), told["of_others"].as_i64(), told["rows"][0]["state"].as_str()), (Some(29), Some(0), Some("open")));
        let progress = officer.open(&format!("/api/v1/rollouts/{id}?day={}", launched.plus(2))).is_ok().json();
        assert_eq!(progress["rollout"]["progress"]["done"], 0);
        for address in [base.clone(), format!("/api/v1{base}"), format!("/api/v1/rollouts/{id}")] {
            let _ = officer.open(&format!("{address}?day={}", launched.plus(90))).has_status(422);
            let _ = officer.open(&format!("{address}?day=hôm+qua")).has_status(422);
        }
        let _ = officer.open(&format!("{base}?day={}", launched.plus(90))).has_text("Ngày này chưa tới");
        assert_eq!(officer.open(&format!("{base}?day={}", launched.plus(-1).shown())).is_ok().count("tbody tr"), 0, "as people type it");
    }

    fn duties_of_units_that_are_others_today_are_counted_and_not_named(site) {
        let id = a_running(site);
        let launched = site.today();
        site.set_time(&launched.plus(3).to_string(), 8, 0);
        let (moved, there) = (site.unit("X01-C01-01"), site.unit("X02-C01"));
        site.change_tree(site.today(), vec![Step::Move { unit: moved, parent: Place::Unit(there) }]);
        let base = format!("/rollouts/{id}/duties?day={launched}");
        let of_cell = site.as_role(Role::Officer, "TU").open(&format!("{base}&q=to+toan")).is_ok().count("tbody tr");
        assert!(of_cell > 0);
        let commune = site.as_role(Role::CommuneOfficer, "X01");
        let page = commune.open(&base).is_ok().lacks_text("Chi bộ tổ Toán - Tin").has_text("nay không thuộc phạm vi");
        assert_eq!(page.count("tbody tr") + of_cell, 13);
        let told = commune.open(&format!("/api/v1{base}&size=500")).is_ok().json();
        assert_eq!((told["total"].as_i64(), told["of_others"].as_i64()), (Some(13 - of_cell as i64), Some(of_cell as i64)));
        // who has it today did not have it then
        let other = site.as_role(Role::CommuneOfficer, "X02").open(&base).is_ok();
        let _ = other.lacks_text("Chi bộ tổ Toán - Tin").lacks_text("nay không thuộc phạm vi");
    }

    fn a_past_day_shows_what_stood_then_and_offers_no_steps(site) {
        let id = a_running(site);
        let launched = site.today();
        site.set_time(&launched.plus(2).to_string(), 8, 0);
        let own = duty(site, id, "X01-C01-01", 1);
        let _ = site.as_role(Role::CellSecretary, "X01-C01-01").post(&format!("/duties/{own}/done"), &[("version", "1")]);
        site.settle();
        let officer = site.as_role(Role::Officer, "TU");
        let done = |day: kernel::Day| {
            let page = officer.open(&format!("/rollouts/{id}?day={day}")).is_ok();
            (page.text_of("section[aria-labelledby=overall] a.figure:first-of-type"), page.count("form[action$='/close']"))
        };
        assert_eq!(done(launched.plus(1)), ("0".into(), 0));
        assert_eq!(done(launched.plus(2)), ("1".into(), 1));
        let page = officer.open(&format!("/rollouts/{id}?day={}", launched.plus(1))).is_ok().has_text("Đang xem tình hình");
        // each number of that day opens the rows of that day
        let rows = officer.open(&page.attribute("section[aria-labelledby=asked] li p a.figure[href*='rollouts.duties']", "href"));
        let _ = rows.is_ok().has_text("Tiếp nhận văn bản");
        // a day to come is today
        assert_eq!(done(launched.plus(90)), ("1".into(), 1));
    }

    fn the_list_of_a_past_day_shows_each_rollout_as_it_stood(site) {
        let (first, id) = (site.today(), crate::a_draft(site));
        let later = |days: i64| {
            site.set_time(&first.plus(days).to_string(), 9, 0);
            site.as_role(Role::Officer, "TU")
        };
        let _ = later(2).open(&format!("/rollouts/{id}")).is_ok().press("/launch");
        let _ = later(4);
        step(site, duty(site, id, "X01", 2), "done", &[("note", "05-KH/ĐU")]);
        let _ = later(90).open(&format!("/rollouts/{id}")).is_ok().press("/close").follow().is_ok();
        let officer = later(92);
        site.settle();
        let list = |days: i64, more: &str| officer.open(&format!("/rollouts?day={}{more}", first.plus(days))).is_ok();
        let done = |days: i64| list(days, "").text_of("tbody td.number a.figure[href*='state=green']");
        assert_eq!(list(-1, "").has_text("Không có đợt triển khai nào như vậy").count("tbody tr"), 0);
        let _ = list(1, "").has_text("Bản nháp").lacks_text("Đang triển khai (");
        assert_eq!(list(1, "").count("tbody td a.figure"), 0, "a draft has no figures");
        for (days, word, ended) in [(2, "Đang triển khai", "0/"), (4, "Đang triển khai", "1/"), (90, "Đã kết thúc", "1/")] {
            assert_eq!(list(days, "").text_of("tbody .state").trim(), word, "{days}");
            assert!(done(days).starts_with(ended), "{days}: {}", done(days));
        }
        // the filter asks for the state of then, files and links keep the day
        assert_eq!((list(4, "&state=closed").count("tbody tr"), list(4, "&state=launched").count("tbody tr")), (0, 1));
        assert!(list(4, "&format=csv").text.contains(",Đang triển khai,"));
        let page = list(4, "&q=chi+thi");
        assert!(page.attribute("tbody th a", "href").ends_with(&format!("?day={}", first.plus(4))));
        assert_eq!(page.attribute("form[role=search] input[name=day]", "value"), first.plus(4).to_string());
        let now = officer.open(&page.attribute("[role=status] a", "href")).is_ok();
        assert_eq!((now.text_of("tbody .state").trim().to_owned(), now.count("[role=status]")), ("Đã kết thúc".into(), 0));
        // below, nobody saw it before it was launched
        let below = site.as_role(Role::CommuneOfficer, "X01");
        let seen = |days: i64| below.open(&format!("/rollouts?day={}", first.plus(days))).is_ok().count("tbody tr");
        assert_eq!((seen(1), seen(2)), (0, 1));
        let told = officer.open(&format!("/api/v1/rollouts?day={}", first.plus(2))).is_ok().json();
        assert_eq!(told["rows"][0]["state"].as_str(), Some("launched"));
        let _ = officer.open(&format!("/rollouts?day={}", first.plus(93))).has_status(422).has_text("Ngày này chưa tới");
    }

    fn past_figures_are_seen_in_the_tree_of_then_and_of_now(site) {
        let id = a_running(site);
        let launched = site.today();
        site.set_time(&launched.plus(3).to_string(), 8, 0);
        site.merge("X02", "X01");
        let officer = site.as_role(Role::Officer, "TU");
        let map = |tree: &str| {
            let address = format!("/rollouts/{id}/map.json?day={launched}&tree={tree}");
            let json = officer.open(&address).is_ok().json();
            let children = json["children"].as_array().unwrap().iter();
            let of = |c: &serde_json::Value| (c["name"].as_str().unwrap().to_owned(), c["value"].as_i64().unwrap());
            let mut named: Vec<(String, i64)> = children.map(of).filter(|(_, value)| *value > 0).collect();
            named.sort();
            (json["value"].as_i64().unwrap(), named)
        };
        let (then, now) = (map("then"), map("now"));
        let ward = |named: &[(String, i64)]| named.iter().any(|(name, _)| name.contains("Đồng Bưởi"));
        assert!(ward(&then.1) && !ward(&now.1), "{then:?} {now:?}");
        for (whole, named) in [&then, &now] {
            assert_eq!(*whole, 29);
            assert_eq!(named.iter().map(|(_, value)| value).sum::<i64>(), 29, "branches add up");
        }
        let page = officer.open(&format!("/rollouts/{id}/map?day={launched}")).is_ok().has_text("Đảng ủy phường Đồng Bưởi");
        let page = officer.open(&page.attribute(".chips a[href*='tree=now']", "href")).is_ok();
        let _ = page.lacks_text("Đảng ủy phường Đồng Bưởi");
        let ward = format!("/rollouts/{id}?unit={}&day={launched}", site.unit("X02"));
        let _ = officer.open(&ward).is_ok().has_text("Đảng ủy phường Đồng Bưởi");
    }
}
