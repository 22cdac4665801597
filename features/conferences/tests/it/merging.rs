//! Two records that are one person: whoever stood on a list twice counts once, and as two again when it is undone.

use conferences::domain::Outcome;
use conferences::store;
use kernel::{PersonId, Role};
use people::domain::merge::MergeId;
use testkit::{Site, on_both_databases};

use crate::stage::{a_conference, a_rollout, everyone, figure, opened, people, set, summoned};

fn merge(site: &Site, kept: PersonId, merged: PersonId) -> MergeId {
    let features = site.app.features.clone();
    site.write(move |tx| {
        let (kept, merged) = (people::store::find_person(tx, kept)?, people::store::find_person(tx, merged)?);
        people::store::merge(tx, &kept, &merged, &features)
    })
}

fn part(site: &Site, id: MergeId) {
    let features = site.app.features.clone();
    site.write(move |tx| {
        let merge = people::store::find_merge(tx, id)?;
        people::store::part(tx, &merge, &features)
    });
}

on_both_databases! {
    fn whoever_stood_on_the_list_twice_is_counted_once_and_twice_again_when_parted(site) {
        let people = people(site);
        let rollout = a_rollout(site);
        let conference = a_conference(site, Some(rollout));
        let delegates = summoned(site, &conference);
        let of = |person: PersonId| delegates.iter().find(|d| d.person == Some(person)).unwrap().id;
        opened(site, conference.id);
        let (kept, merged) = (people[1], people[2]);
        set(site, of(merged), Outcome::Present);
        set(site, of(people[3]), Outcome::Present);
        site.settle();
        let figures = |site: &Site| {
            ["conferences.summoned", "conferences.attended"].map(|id| figure(site, conference.id, id, "TU"))
        };
        assert_eq!((figures(site), figure(site, rollout, "conferences.people_attended", "TU")), ([6, 2], 2));
        let id = merge(site, kept, merged);
        site.settle();
        assert_eq!((figures(site), figure(site, rollout, "conferences.people_attended", "TU")), ([5, 2], 2));
        site.assert_ledger_is_true();
        let now = site.read(|tx| store::list_delegates(tx, &everyone(conference.id), 0, 100));
        let here = now.iter().find(|d| d.person == Some(kept)).unwrap();
        assert_eq!((now.len(), here.outcome), (5, Outcome::Present), "the entry with the presence stays");
        part(site, id);
        site.settle();
        assert_eq!((figures(site), figure(site, rollout, "conferences.people_attended", "TU")), ([6, 2], 2));
        site.assert_ledger_is_true();
        let again = site.read(|tx| store::list_delegates(tx, &everyone(conference.id), 0, 100));
        let outcome = |person: PersonId| again.iter().find(|d| d.person == Some(person)).unwrap().outcome;
        assert_eq!((outcome(kept), outcome(merged)), (Outcome::None, Outcome::Present));
    }

    fn one_person_who_came_to_two_conferences_under_two_records_attended_once(site) {
        let people = people(site);
        let rollout = a_rollout(site);
        for person in [people[1], people[2]] {
            let conference = a_conference(site, Some(rollout));
            let delegates = summoned(site, &conference);
            opened(site, conference.id);
            set(site, delegates.iter().find(|d| d.person == Some(person)).unwrap().id, Outcome::Present);
        }
        site.settle();
        assert_eq!(figure(site, rollout, "conferences.people_attended", "TU"), 2);
        let id = merge(site, people[1], people[2]);
        site.settle();
        assert_eq!(figure(site, rollout, "conferences.people_attended", "TU"), 1);
        site.assert_ledger_is_true();
        part(site, id);
        site.settle();
        assert_eq!(figure(site, rollout, "conferences.people_attended", "TU"), 2);
        site.assert_ledger_is_true();
    }

    fn an_erased_name_goes_from_lists_and_no_figure_changes(site) {
        let people = people(site);
        let conference = a_conference(site, None);
        let delegates = summoned(site, &conference);
        opened(site, conference.id);
        set(site, delegates.iter().find(|d| d.person == Some(people[1])).unwrap().id, Outcome::Present);
        site.settle();
        let person = people[1];
        site.write(move |tx| {
            let person = people::store::find_person(tx, person)?;
            people::store::erase(tx, &person)
        });
        site.settle();
        assert_eq!(figure(site, conference.id, "conferences.attended", "TU"), 1);
        site.assert_ledger_is_true();
        let page = site.as_role(Role::Officer, "TU").open(&format!("/conferences/{}/delegates", conference.id)).is_ok();
        let _ = page.lacks_text("Hầu A Dính").has_text("(đã xóa dữ liệu)");
        let file = site.as_role(Role::Officer, "TU").open(&format!("/conferences/{}/delegates?format=csv", conference.id)).is_ok();
        assert!(!file.text.contains("Hầu A Dính"));
        let logged: String = site.read(|tx| tx.scalar("SELECT detail FROM event WHERE name = 'exports.made'", &[]));
        assert!(logged.contains("\"rows\":6") && logged.contains("Họ và tên"), "{logged}");
    }
}
