//! Figures over several conferences: distinct people once, and the sums of a replay.

use conferences::domain::Outcome;
use conferences::store;
use testkit::on_both_databases;

use crate::stage::{a_conference, a_rollout, closed, duties, figure, opened, people, set, summoned};

on_both_databases! {
    fn a_person_at_two_conferences_of_a_rollout_counts_once(site) {
        people(site);
        let rollout = a_rollout(site);
        let mut there = Vec::new();
        for _ in 0..2 {
            let conference = a_conference(site, Some(rollout));
            let delegates = summoned(site, &conference);
            opened(site, conference.id);
            set(site, delegates[0].id, Outcome::Present);
            there.push(delegates[0].id);
        }
        site.settle();
        assert_eq!(figure(site, rollout, "conferences.people_attended", "TU"), 1);
        set(site, there[0], Outcome::None);
        site.settle();
        assert_eq!(figure(site, rollout, "conferences.people_attended", "TU"), 1);
        site.assert_ledger_is_true();
        set(site, there[1], Outcome::None);
        site.settle();
        assert_eq!(figure(site, rollout, "conferences.people_attended", "TU"), 0);
        site.assert_ledger_is_true();
    }

    fn planning_begins_the_duties_of_the_points_and_closing_completes_those_attended(site) {
        people(site);
        let rollout = a_rollout(site);
        let states = |site: &testkit::Site| -> Vec<(String, String)> { duties(site, rollout) };
        let of = |code: &str, state: &str| (code.to_owned(), state.to_owned());
        let conference = a_conference(site, Some(rollout));
        assert!(states(site).contains(&of("X01", "waiting")), "{:?}", states(site));
        let delegates = summoned(site, &conference);
        opened(site, conference.id);
        assert!(states(site).contains(&of("X02", "in_progress")));
        let here = delegates.iter().find(|d| d.name == "Hầu A Dính").unwrap();
        set(site, here.id, Outcome::Present);
        closed(site, conference.id);
        let after = states(site);
        for expected in [of("X01", "done"), of("X02", "in_progress"), of("D01", "in_progress")] {
            assert!(after.contains(&expected), "{after:?}");
        }
        let listed = site.read(|tx| store::list_closed_for_rollout(tx, rollout));
        assert_eq!(listed.len(), 1);
        let officer = site.as_role(kernel::Role::Officer, "TU");
        let page = officer.open(&format!("/conferences/{}", conference.id)).is_ok();
        let _ = page.has_text("Chỉ thị 12");
        let form = officer.open(&format!("/conferences/new?rollout={rollout}")).is_ok();
        assert_eq!(form.attribute("#title", "value"), "Hội nghị học tập, quán triệt: Chỉ thị 12");
        // a rollout that says itself what is done is not told of twice
        site.write(|tx| tx.run("UPDATE rollout SET title = 'Học tập, quán triệt, triển khai Chỉ thị 12'", &[]));
        let form = officer.open(&format!("/conferences/new?rollout={rollout}")).is_ok();
        assert_eq!(form.attribute("#title", "value"), "Hội nghị học tập, quán triệt, triển khai Chỉ thị 12");
        site.assert_ledger_is_true();
    }
}
