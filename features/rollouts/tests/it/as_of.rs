//! A rollout seen as of a day, in the tree of that day or in that of now.

use kernel::Role;
use testkit::{Site, on_both_databases};
use units::domain::change::{Change, ChangeState, Place, Step};

use crate::{a_running, duty};

/// Ward X02 goes up in commune X01 today.
fn merged(site: &Site) {
    let features = site.app.features.clone();
    let (root, from, to) = (site.unit("TU"), site.unit("X02"), site.unit("X01"));
    site.write(move |tx| {
        let change = Change {
            id: tx.new_id(),
            unit: root,
            title: "Sáp nhập phường vào xã".into(),
            on: tx.today(),
            decision: "Quyết định số 9".into(),
            state: ChangeState::Planned,
            steps: vec![Step::End { unit: from, heirs: vec![Place::Unit(to)] }],
            version: 1,
        };
        units::store::insert_change(tx, &change)?;
        units::store::carry_out(tx, &change, &features)
    });
    site.settle();
}

on_both_databases! {
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

    fn past_figures_are_seen_in_the_tree_of_then_and_of_now(site) {
        let id = a_running(site);
        let launched = site.today();
        site.set_time(&launched.plus(3).to_string(), 8, 0);
        merged(site);
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
