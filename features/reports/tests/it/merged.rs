//! Conferences and reports of a commune that went up in another.

use kernel::Role;
use testkit::on_both_databases;
use units::domain::change::{Change, ChangeState, Place, Step};

use crate::{a_conference, drafted, id_of, written};

on_both_databases! {
    fn the_numbers_of_a_commune_that_ended_stay_what_they_were(site) {
        let conference = a_conference(site, true).to_string();
        let page = drafted(site, Role::CommuneOfficer, ("conference", &conference));
        let id = id_of(&page);
        let before = page.text_of("ul.stated");
        assert!(before.contains("2/4 (50%)"), "{before}");
        let (first_day, of_old) = (site.today(), site.unit("X01"));
        let _ = written(page);
        site.settle();
        site.set_time(&first_day.plus(1).to_string(), 9, 0);
        site.consolidate(&["X01", "X02"], "X90");
        site.set_time(&first_day.plus(2).to_string(), 9, 0);
        let leader = site.as_role(Role::Leader, "X90");
        // its numbers, on its page and behind each of them
        let page = leader.open(&format!("/conferences/{conference}")).is_ok();
        let owing = page.text_of("a.figure[href*='owing']");
        assert_eq!(owing, "2", "two were absent");
        let attended = page.attribute("a.figure[href*='conferences.attended']", "href");
        assert_eq!(leader.open(&attended).is_ok().text_of(".figure-value"), "2");
        let of = |query: &str| {
            let address = format!("/figures/{conference}/conferences.attended?{query}");
            leader.open(&address).is_ok().text_of(".figure-value")
        };
        let heir = site.unit("X90");
        assert_eq!(of(&format!("unit={of_old}")), "2", "as of its last day");
        assert_eq!(of(&format!("unit={heir}&day={first_day}")), "2", "what its predecessors had");
        // a make-up can be held by the heir, and only by the heir
        let officer = site.as_role(Role::CommuneOfficer, "X90");
        let form = officer.open(&format!("/conferences/new?make_up_of={conference}")).is_ok().has_text("2 người");
        assert_eq!(form.count(&format!("[name=unit][value='{of_old}'], [name=unit] option[value='{of_old}']")), 0);
        // the report is signed with these numbers, and they stay
        let draft = leader.open(&format!("/reports/{id}")).is_ok();
        assert_eq!(draft.text_of("ul.stated"), before);
        let signed = draft.press("/sign").follow().is_ok();
        assert_eq!(signed.text_of("ul.stated"), before);
        site.assert_ledger_is_true();
        let about = [("conference", conference.as_str()), ("unit", &of_old.to_string())];
        let _ = officer.post("/reports/new", &about).has_status(422).has_text("đã kết thúc hoạt động");
    }

    fn the_preview_of_a_merger_tells_what_the_heir_goes_on_with(site) {
        let conference = a_conference(site, false).to_string();
        let _ = drafted(site, Role::CommuneOfficer, ("conference", &conference));
        let (unit, heir, root, features) = (site.unit("X01"), site.unit("X02"), site.unit("TU"), site.app.features.clone());
        let passing = site.write(move |tx| {
            let change = Change {
                id: tx.new_id(),
                unit: root,
                title: "Sáp nhập xã".into(),
                on: tx.today(),
                decision: "Quyết định số 7-QĐ/TU".into(),
                state: ChangeState::Planned,
                steps: vec![Step::End { unit, heirs: vec![Place::Unit(heir)] }],
                version: 1,
            };
            units::store::insert_change(tx, &change)?;
            units::store::list_passing(tx, &change, &features)
        });
        let mut told: Vec<_> = passing.iter().map(|of| (of.text, of.count)).collect();
        told.sort_unstable();
        let open = [("conferences-going-on", 1), ("conferences-points-going-on", 1), ("reports-going-on", 1)];
        assert_eq!(told, open);
    }
}
