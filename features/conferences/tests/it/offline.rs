//! A phone that took attendance without the net sends it when the net is back: once, with its own time, never over what
//! was recorded meanwhile.

use conferences::domain::Outcome;
use conferences::store;
use kernel::Role;
use serde_json::{Value, json};
use testkit::on_both_databases;

use crate::stage::{a_conference, closed, figure, opened, people, point_of, set, summoned};

fn entry(n: u8, delegate: &kernel::DelegateId, outcome: &str, at: i64) -> Value {
    let id = format!("0b9d3c1e-0000-4000-8000-0000000000{n:02x}");
    json!({ "id": id, "delegate": delegate.to_string(), "outcome": outcome, "reason": "Ốm", "at": at })
}

on_both_databases! {
    fn what_was_held_back_is_taken_in_once_with_its_own_time(site) {
        people(site);
        let conference = a_conference(site, None);
        let delegates = summoned(site, &conference);
        let point = point_of(site, conference.id, "X01").id;
        let conference = opened(site, conference.id);
        let mine: Vec<_> = delegates.iter().filter(|d| d.point == point).map(|d| d.id).collect();
        let commune = site.as_role(Role::CommuneOfficer, "X01");
        let kept = commune.open(&format!("/points/{point}/check-in/kept")).is_ok().json();
        assert_eq!((kept["may_take"].as_bool(), kept["delegates"].as_array().unwrap().len()), (Some(true), 4));
        assert!(kept["delegates"][0]["folded"].as_str().unwrap().is_ascii());
        set(site, mine[2], Outcome::AbsentWithReason);
        site.clock.set(site.app.clock.now().plus_seconds(1800));
        // the phone's clock is an hour fast; it took the first name twenty minutes before it sends
        let phone = site.app.clock.now().0 + 3_600_000;
        let body = json!({ "sent_at": phone, "entries": [
            entry(1, &mine[0], "present", phone - 20 * 60_000),
            entry(2, &mine[1], "absent_with_reason", phone - 60_000),
            entry(3, &mine[2], "present", phone - 60_000),
        ]});
        let sync = format!("/points/{point}/check-in/sync");
        for _ in 0..3 {
            let results = commune.post_json(&sync, &body).is_ok().json();
            let said: Vec<_> = results.as_array().unwrap().iter().map(|r| r["result"].as_str().unwrap()).collect();
            assert_eq!(said, ["recorded", "recorded", "conflict"]);
            assert_eq!(results[2]["outcome"], "absent_with_reason");
        }
        let first = site.read(|tx| store::find_delegate(tx, mine[0]));
        assert_eq!((first.outcome, first.at.unwrap().time_shown()), (Outcome::Present, "07:40".to_owned()));
        assert_eq!(site.read(|tx| store::find_delegate(tx, mine[1])).reason, "Ốm");
        site.settle();
        assert_eq!(figure(site, conference.id, "conferences.attended", "TU"), 1);
        site.assert_ledger_is_true();
        // somebody undid it since: the same entry sent once more does not bring it back
        set(site, mine[0], Outcome::None);
        let again = commune.post_json(&sync, &body).is_ok().json();
        assert_eq!((again[0]["result"].as_str(), again[0]["outcome"].as_str()), (Some("recorded"), Some("none")));
    }

    fn two_phones_that_took_the_same_name_count_it_once(site) {
        people(site);
        let conference = a_conference(site, None);
        let delegate = summoned(site, &conference).remove(0);
        let conference = opened(site, conference.id);
        let sync = format!("/points/{}/check-in/sync", delegate.point);
        let officer = site.as_role(Role::Officer, "TU");
        for (n, expected) in [(1, "recorded"), (2, "already")] {
            let body = json!({ "sent_at": 1000, "entries": [entry(n, &delegate.id, "present", 1000)] });
            assert_eq!(officer.post_json(&sync, &body).is_ok().json()[0]["result"], expected);
        }
        site.settle();
        assert_eq!(figure(site, conference.id, "conferences.attended", "TU"), 1);
    }

    fn what_comes_too_late_or_from_elsewhere_is_not_written(site) {
        people(site);
        let conference = a_conference(site, None);
        let delegates = summoned(site, &conference);
        let point = point_of(site, conference.id, "X01").id;
        let conference = opened(site, conference.id);
        let mine = delegates.iter().find(|d| d.point == point).unwrap();
        let elsewhere = delegates.iter().find(|d| d.point != point).unwrap();
        let commune = site.as_role(Role::CommuneOfficer, "X01");
        let sync = format!("/points/{point}/check-in/sync");
        let body = json!({ "sent_at": 5, "entries": [entry(1, &elsewhere.id, "present", 5)] });
        assert_eq!(commune.post_json(&sync, &body).is_ok().json()[0]["result"], "unknown");
        assert_eq!(site.read(|tx| store::find_delegate(tx, elsewhere.id)).outcome, Outcome::None);
        let nonsense = json!({ "sent_at": 5, "entries": [{ "id": "1", "delegate": "x", "outcome": "present", "at": 1 }] });
        let _ = commune.post_json(&sync, &nonsense).has_status(422);
        let undo = json!({ "sent_at": 5, "entries": [entry(9, &mine.id, "none", 5)] });
        let _ = commune.post_json(&sync, &undo).has_status(422);
        let _ = site.as_role(Role::CommuneOfficer, "X02").post_json(&sync, &body).has_status(404);
        site.set_time("2026-11-24", 12, 0);
        closed(site, conference.id);
        let late = json!({ "sent_at": 5, "entries": [entry(2, &mine.id, "present", 5)] });
        let answer = commune.post_json(&sync, &late).is_ok().json();
        assert_eq!(answer[0]["result"], "conflict", "it was closed as absent meanwhile");
        assert_eq!(site.read(|tx| store::find_delegate(tx, mine.id)).outcome, Outcome::AbsentWithoutReason);
    }
}
