//! Attendance: the delegate's own check-in, the organiser's list, files, undo, closing, make-up sessions.

use conferences::domain::{Conference, Form, Outcome, Point, Way};
use conferences::store::{self, CheckIn, NewConference};
use kernel::Instant;
use testkit::on_both_databases;

use crate::stage::{a_conference, a_guest, closed, code_at, everyone, figure, opened, people, point_of, set, summoned};

on_both_databases! {
    fn a_delegate_who_checks_in_twice_counts_once(site) {
        people(site);
        let conference = a_conference(site, None);
        let delegate = summoned(site, &conference).remove(0);
        let conference = opened(site, conference.id);
        let code = code_at(site, &conference, delegate.point);
        for turn in 0..2 {
            let (invitation, code) = (delegate.invitation.clone(), code.clone());
            let answer = site.write(move |tx| store::check_in(tx, &invitation, &code, None));
            let expected = if turn == 0 { CheckIn::Recorded(delegate.id) } else { CheckIn::Already(delegate.id) };
            assert_eq!(answer, expected);
        }
        site.settle();
        assert_eq!(figure(site, conference.id, "conferences.attended", "TU"), 1);
        let live = site.read(|tx| store::live(tx, conference.id));
        assert_eq!((live.total.present, live.total.summoned, live.last_minute, live.minutes[14]), (1, 6, 1, 1));
        let kept = site.read(|tx| store::find_delegate(tx, delegate.id));
        assert_eq!((kept.outcome, kept.way, kept.at), (Outcome::Present, Some(Way::OwnPhone), Some(site.app.clock.now())));
        site.assert_ledger_is_true();
    }

    fn the_code_of_the_step_before_is_taken_an_older_one_is_not(site) {
        people(site);
        let conference = a_conference(site, None);
        let delegates = summoned(site, &conference);
        let conference = opened(site, conference.id);
        let (first, second) = (delegates[0].clone(), delegates[1].clone());
        let (code, other) = (code_at(site, &conference, first.point), code_at(site, &conference, second.point));
        site.clock.set(site.app.clock.now().plus_seconds(59));
        let answer = site.write(move |tx| store::check_in(tx, &first.invitation.to_lowercase(), &code, None));
        assert_eq!(answer, CheckIn::Recorded(delegates[0].id));
        site.clock.set(site.app.clock.now().plus_seconds(1));
        let answer = site.write(move |tx| store::check_in(tx, &second.invitation, &other, None));
        let CheckIn::Refused(refused) = answer else { panic!("{answer:?}") };
        assert_eq!(refused.to_string(), "refused: CONF-10");
    }

    fn nobody_checks_in_before_the_opening_or_with_an_unknown_invitation(site) {
        people(site);
        let conference = a_conference(site, None);
        let delegate = summoned(site, &conference).remove(0);
        let code = code_at(site, &conference, delegate.point);
        let answer = site.write(move |tx| store::check_in(tx, &delegate.invitation, &code, None));
        assert!(matches!(answer, CheckIn::Refused(r) if r.to_string() == "refused: CONF-08"));
        let answer = site.write(|tx| store::check_in(tx, "000000000000", "123456", None));
        assert_eq!(answer, CheckIn::Unknown);
    }

    fn five_wrong_codes_make_the_invitation_wait_even_for_the_right_one(site) {
        people(site);
        let conference = a_conference(site, None);
        let delegate = summoned(site, &conference).remove(0);
        let conference = opened(site, conference.id);
        let code = code_at(site, &conference, delegate.point);
        let wrong = if code == "000000" { "000001" } else { "000000" };
        for _ in 0..5 {
            let invitation = delegate.invitation.clone();
            let answer = site.write(move |tx| store::check_in(tx, &invitation, wrong, None));
            assert!(matches!(answer, CheckIn::Refused(r) if r.to_string() == "refused: CONF-10"));
        }
        let invitation = delegate.invitation.clone();
        let right = code.clone();
        let answer = site.write(move |tx| store::check_in(tx, &invitation, &right, None));
        assert!(matches!(answer, CheckIn::Refused(r) if r.to_string() == "refused: CONF-11"));
        site.clock.set(site.app.clock.now().plus_seconds(300));
        let code = code_at(site, &conference, delegate.point);
        let answer = site.write(move |tx| store::check_in(tx, &delegate.invitation, &code, None));
        assert!(matches!(answer, CheckIn::Recorded(_)));
    }

    fn the_code_of_another_point_is_told_apart_and_not_held_against_the_delegate(site) {
        people(site);
        let conference = a_conference(site, None);
        let delegate = summoned(site, &conference).into_iter().find(|d| d.name == "Lò Thị Mây").unwrap();
        let conference = opened(site, conference.id);
        let other = point_of(site, conference.id, "X02").id;
        let code = code_at(site, &conference, other);
        for _ in 0..6 {
            let (invitation, code) = (delegate.invitation.clone(), code.clone());
            let answer = site.write(move |tx| store::check_in(tx, &invitation, &code, Some(other)));
            assert!(matches!(answer, CheckIn::Refused(r) if r.to_string() == "refused: CONF-12"));
        }
    }

    fn every_change_of_mind_leaves_the_ledger_true(site) {
        people(site);
        let conference = a_conference(site, None);
        let delegates = summoned(site, &conference);
        let one = delegates[0].id;
        assert!(set(site, one, Outcome::AbsentWithReason));
        assert!(!set(site, one, Outcome::AbsentWithReason));
        site.assert_ledger_is_true();
        let conference = opened(site, conference.id);
        for to in [Outcome::Present, Outcome::AbsentWithoutReason, Outcome::None, Outcome::Present, Outcome::None, Outcome::AbsentWithReason, Outcome::Present] {
            assert!(set(site, one, to));
        }
        assert_eq!(site.write(move |tx| store::check_in_many(tx, &[one, delegates[1].id], Way::File)), 1);
        site.settle();
        let at = |name: &str| figure(site, conference.id, name, "TU");
        assert_eq!((at("conferences.attended"), at("conferences.absent_with_reason"), at("conferences.absent_without_reason")), (2, 0, 0));
        site.assert_ledger_is_true();
        let sums = site.read(|tx| store::own_sums(tx, conference.id));
        let total = conferences::domain::Sums::of_all(sums.values());
        assert_eq!((total.present, total.with_reason, total.open()), (2, 0, 4));
    }

    fn closing_makes_the_rest_absent_and_a_make_up_settles_it(site) {
        people(site);
        let conference = a_conference(site, None);
        let delegates = summoned(site, &conference);
        let guest = conference.clone();
        let main = point_of(site, conference.id, "TU");
        site.write(move |tx| a_guest(tx, &guest, &main, "Khách Mời"));
        let conference = opened(site, conference.id);
        let (present, excused) = (delegates[0].id, delegates[1].id);
        set(site, present, Outcome::Present);
        set(site, excused, Outcome::AbsentWithReason);
        assert_eq!(closed(site, conference.id), 5);
        site.assert_ledger_is_true();
        let (id, unit) = (conference.id, conference.unit);
        let result = site.read(|tx| store::result(tx, id, unit));
        let total = result.total;
        assert_eq!((total.summoned, total.present, total.with_reason, total.without_reason, total.open()), (7, 1, 1, 5, 0));
        assert_eq!((result.points.len(), result.absentees.len(), result.made_up), (4, 6, 0));
        let x01 = site.unit("X01");
        let of_commune = site.read(|tx| store::result(tx, id, x01));
        assert_eq!((of_commune.points.len(), of_commune.total.summoned, of_commune.absentees.len()), (1, 4, 3));
        assert_eq!(site.read(|tx| store::count_owing(tx, id, unit)), 6);
        make_up(site, &conference);
        let owing = site.read(|tx| store::list_owing(tx, id, unit));
        assert_eq!(owing.len(), 5);
        assert!(owing.iter().all(|a| a.delegate != excused && !a.is_made_up));
        site.settle();
        assert_eq!(figure(site, id, "conferences.made_up", "TU"), 1);
        site.assert_ledger_is_true();
    }

    fn an_import_of_ten_thousand_delegates_is_one_write(site) {
        let conference = a_conference(site, None);
        let point = point_of(site, conference.id, "X01");
        let unit = site.unit("X01");
        let organised = conference.clone();
        let done = site.write(move |tx| {
            let new: Vec<store::NewDelegate> = (0..10_000)
                .map(|n| store::NewDelegate {
                    point: point.id, person: None, unit, name: format!("Đại biểu {n}"), post: String::new(),
                    kind: conferences::domain::Kind::Guest, makes_up_for: None,
                })
                .collect();
            store::summon(tx, &organised, &new)
        });
        assert_eq!(done.added, 10_000);
        let filter = everyone(conference.id);
        assert_eq!(site.read(|tx| store::count_delegates(tx, &filter)), 10_000);
        site.settle();
        assert_eq!(figure(site, conference.id, "conferences.summoned", "TU"), 10_000);
    }

    fn points_of_one_name_keep_their_absentees_apart(site) {
        people(site);
        let conference = a_conference(site, None);
        summoned(site, &conference);
        let id = conference.id;
        for unit in ["X01", "X02"] {
            let before = point_of(site, id, unit);
            let after = Point { name: "Trung tâm chính trị".into(), ..before.clone() };
            site.write(move |tx| store::save_point(tx, &before, &after));
        }
        opened(site, id);
        closed(site, id);
        site.write(move |tx| {
            let sql = "UPDATE delegate SET made_up_on = '2026-11-25' WHERE conference_id = $1 AND name = $2";
            tx.run(sql, platform::params![id, "Nguyễn Văn Sáng"]).map(|_| ())
        });
        let commune = site.as_role(kernel::Role::CommuneOfficer, "X01");
        let page = commune.open(&format!("/conferences/{id}/absentees")).is_ok().lacks_text("Nguyễn Văn Sáng");
        assert_eq!(page.count("tbody tr"), 4);
        assert!(!commune.open(&format!("/conferences/{id}/absentees?format=csv")).is_ok().text.contains("Nguyễn Văn Sáng"));
        let mine = commune.open(&format!("/api/v1/conferences/{id}/result")).is_ok().json();
        assert_eq!((mine["points"].as_array().map(Vec::len), mine["made_up"].as_i64()), (Some(1), Some(0)));
        let other = site.as_role(kernel::Role::CommuneOfficer, "X02");
        let theirs = other.open(&format!("/api/v1/conferences/{id}/result")).is_ok().json();
        assert_eq!(theirs["made_up"], 1);
    }
}

/// A make-up session on the next day at which the one excused delegate comes, leaves and comes back.
fn make_up(site: &testkit::Site, first: &Conference) {
    site.set_time("2026-11-25", 8, 0);
    let original = first.clone();
    let make_up = site.write(move |tx| {
        let new = NewConference {
            rollout: original.rollout,
            unit: original.unit,
            title: "Học bù".into(),
            form: Form::InPerson,
            place: String::new(),
            starts_at: Instant::at("2026-11-25".parse().unwrap(), 8, 0),
            ends_at: Instant::at("2026-11-25".parse().unwrap(), 11, 0),
            make_up_of: Some(original.id),
            head_count_due_on: None,
        };
        let id = store::insert(tx, &new)?;
        let conference = store::find(tx, id)?;
        store::generate_points(tx, &conference, &[])?;
        let done = store::summon_owing(tx, &conference, original.id)?;
        assert_eq!(done.added, 6);
        let opened = conference.open(1, tx.today()).unwrap();
        store::open(tx, &opened)?;
        Ok(id)
    });
    let excused = site.read(|tx| store::list_owing(tx, first.id, first.unit));
    let excused = excused.iter().find(|a| a.outcome == Outcome::AbsentWithReason).unwrap().name.clone();
    let there = site.read(|tx| store::list_delegates(tx, &everyone(make_up), 0, 10));
    let delegate = there.iter().find(|d| d.name == excused).unwrap().id;
    for to in [Outcome::Present, Outcome::None, Outcome::Present] {
        set(site, delegate, to);
    }
}
