//! What is seen and begun by those who act for the heir of units that ended.

use kernel::{Day, Role};
use platform::web::{Actor, Failure, Grant, Identity};
use testkit::{Site, on_both_databases};

use crate::changes::identity_of;

/// The day before the communes went up in X90.
fn consolidated(site: &Site) -> Day {
    let before = site.today();
    site.set_time(&before.plus(1).to_string(), 9, 0);
    site.consolidate(&["X01", "X02"], "X90");
    site.set_time(&before.plus(3).to_string(), 9, 0);
    before
}

on_both_databases! {
    fn whoever_acts_for_the_heir_lists_the_units_of_before(site) {
        let branch = |code: &'static str| {
            let unit = site.unit(code);
            1 + site.read(move |tx| units::store::count_below(tx, unit))
        };
        let units_before = branch("X01") + branch("X02");
        let before = consolidated(site);
        let officer = site.as_role(Role::CommuneOfficer, "X90");
        let page = officer.open(&format!("/units?day={before}")).is_ok();
        let page = page.has_text("Đảng ủy xã An Khê Thượng").has_text("Đảng ủy phường Đồng Bưởi").lacks_text("Hợp Nhất");
        assert_eq!(i64::try_from(page.count("tbody tr")).unwrap(), units_before);
        let file = officer.open(&format!("/units?day={before}&format=csv")).is_ok();
        assert_eq!(i64::try_from(file.text.trim_end().lines().count()).unwrap(), 1 + units_before);
        let now = officer.open("/units").is_ok().has_text("Đảng ủy xã Hợp Nhất").lacks_text("Đảng ủy xã An Khê Thượng");
        assert_eq!(i64::try_from(now.count("tbody tr")).unwrap(), units_before - 1);
    }

    fn what_a_unit_called_is_counted_with_its_only_heir(site) {
        let [x01, x02, cell] = ["X01", "X02", "X01-C02"].map(|code| site.unit(code));
        let before = consolidated(site);
        let heir = site.unit("X90");
        let after = before.plus(1);
        let counted_in = |unit, day| site.read(move |tx| units::store::counted_in(tx, unit, day));
        assert_eq!((counted_in(x01, before), counted_in(x01, after), counted_in(x02, after)), (x01, heir, heir));
        let day_of = |unit, day| site.read(move |tx| units::store::day_of_branch(tx, unit, day));
        assert_eq!((day_of(x01, after), day_of(x01, before.plus(-3)), day_of(heir, after)), (before, before.plus(-3), after));
        // a cell that is dissolved has no heir
        site.change_tree(site.today(), vec![units::domain::change::Step::End { unit: cell, heirs: Vec::new() }]);
        assert_eq!(counted_in(cell, site.today()), cell);
        assert_eq!(day_of(cell, site.today()), site.today().plus(-1));
    }

    fn the_decision_is_read_by_those_whose_units_it_concerned(site) {
        let (old, other) = (site.unit("X01"), site.unit("D01"));
        let _ = consolidated(site);
        let officer = site.as_role(Role::CommuneOfficer, "X90");
        let page = officer.open(&format!("/units/{old}")).is_ok().has_text("Kết thúc hoạt động, đơn vị kế thừa: Đảng ủy xã Hợp Nhất");
        let change = page.attribute("td a[href*='/units/changes/']", "href");
        let read = officer.open(&change).is_ok().has_text("Đảng ủy xã An Khê Thượng").has_text("Quyết định số 7-QĐ/TU");
        assert_eq!((read.count("tbody tr"), read.count("form[method=post][action*='/units/changes/']")), (3, 0));
        let _ = site.as_role(Role::CommuneOfficer, "D01").open(&change).has_status(404);
        let _ = site.as_role(Role::Officer, "TU").open(&format!("/units/{other}")).is_ok().lacks_text("Kết thúc hoạt động");
    }

    fn the_desk_tells_for_a_month_what_went_up_in_the_own_unit(site) {
        let ended = site.unit("X01");
        let before = consolidated(site);
        let heir = site.unit("X90");
        let grants = [heir, ended].map(|unit| Grant { role: Role::CommuneOfficer, unit }).to_vec();
        let told = || {
            let identity = Identity { grants: grants.clone(), ..identity_of(site, "X90") };
            let actor = Actor::outside(&site.app, Some(identity));
            site.read(|tx| (units::plug().desk.unwrap())(tx, &actor))
        };
        let items = told();
        assert_eq!(items.len(), 1);
        let day = before.plus(1).shown();
        assert_eq!(items[0].title, format!("Đảng ủy xã An Khê Thượng đã kết thúc hoạt động từ {day}"));
        assert!(items[0].note.contains("Nay là Đảng ủy xã Hợp Nhất"), "{:?}", items[0]);
        assert_eq!(items[0].href, format!("/units/{heir}"));
        site.set_time(&before.plus(40).to_string(), 9, 0);
        assert!(told().is_empty());
    }

    fn nothing_new_is_begun_in_the_name_of_a_unit_that_ended(site) {
        let x01 = site.unit("X01");
        let all = [x01, site.unit("D01"), site.unit("X02")];
        consolidated(site);
        let living = site.read(move |tx| units::store::list_living(tx, &all));
        assert_eq!(living.iter().map(|unit| unit.code.as_str()).collect::<Vec<_>>(), ["D01"]);
        let refused = site.try_write(move |tx| units::store::must_live(tx, x01));
        assert!(matches!(refused, Err(Failure::Malformed("units-ended-begins-nothing"))), "{refused:?}");
    }
}
