//! A test stands as it was announced, whatever changes in the bank, in the units and in the records of people meanwhile.

use conferences::domain::Form;
use conferences::store::NewConference;
use kernel::{Instant, Role};
use people::domain::Person;
use quizzes::store;
use testkit::{Site, on_both_databases};

use crate::taking::{a_bank, a_person, an_announced_test, answer_all, as_member};
use crate::{id_of, put_into_use, two_officers};

/// The addresses of the questions in use, oldest first.
fn questions(site: &Site) -> Vec<String> {
    let unit = site.unit("TU");
    let ids = site.read(move |tx| store::list_ids_in_use(tx, unit, &store::Pool::default()));
    ids.into_iter().map(|id| format!("/quizzes/questions/{id}")).collect()
}

on_both_databases! {
    fn what_an_announced_test_needs_is_not_retired_and_what_comes_later_is_not_drawn(site) {
        let quiz = an_announced_test(site, &[]);
        let officer = site.as_role(Role::Officer, "TU");
        let all = questions(site);
        assert_eq!(all.len(), 4);
        // one of four may go, the three that are left are needed
        let _ = officer.open(&all[0]).is_ok().press("/step").follow().is_ok().has_text("Thôi dùng");
        let kept = officer.open(&all[1]).is_ok().has_text("đang công bố cần câu này");
        kept.press("/step").is_refused_because("QUIZ-16");
        let needed = id_of(&all[1]);
        officer.post("/quizzes/questions/steps", &[("step", "retire"), ("question", &needed)]).is_refused_because("QUIZ-16");
        // a question put into use since is not of this test
        let (writer, reviewer) = two_officers(site);
        put_into_use(&reviewer, &crate::a_question(&writer, "Câu mới hỏi gì?"));
        for name in ["Lò Văn An", "Hà Thị Bình", "Vàng A Tủa"] {
            let member = as_member(site, "X01-C02", a_person(site, name, "X01-C02"));
            let attempt = member.post(&format!("{quiz}/start"), &[]).follow().is_ok();
            assert_eq!(attempt.count("fieldset"), 3);
            let _ = attempt.lacks_text("Câu mới").lacks_text("Câu số 1 hỏi");
        }
        // closed, it needs nothing any more
        let _ = officer.open(&quiz).press("/close").follow().is_ok();
        let _ = officer.open(&all[1]).is_ok().press("/step").follow().is_ok().has_text("Thôi dùng");
    }

    fn an_attempt_with_fewer_questions_than_announced_is_not_begun(site) {
        let quiz = an_announced_test(site, &[]);
        site.write(|tx| tx.run("UPDATE question SET state = 'retired'", &[]).map(|_| ()));
        let member = as_member(site, "X01-C02", a_person(site, "Lò Văn An", "X01-C02"));
        let _ = member.open(&format!("{quiz}/take")).is_ok().has_text("không còn đủ câu");
        member.post(&format!("{quiz}/start"), &[]).is_refused_because("QUIZ-17");
        assert_eq!(site.read(|tx| tx.scalar::<i64>("SELECT COUNT(*) FROM quiz_attempt", &[])), 0);
    }

    fn who_changes_unit_after_handing_in_has_done_it_there_too(site) {
        let rollout = crate::a_rollout(site);
        let (moves, stays) = (a_person(site, "Lò Văn An", "X01-C02"), a_person(site, "Hà Thị Bình", "X01-C01-01"));
        let quiz = an_announced_test(site, &[("rollout", &rollout)]);
        let hand_in = |unit, person| {
            let member = as_member(site, unit, person);
            let attempt = member.post(&format!("{quiz}/start"), &[]).location();
            answer_all(&member, &attempt, "Trúng");
            let _ = member.open(&attempt).press("/hand-in").follow().is_ok();
        };
        hand_in("X01-C02", moves);
        let to = site.unit("X01-C01-01");
        site.write(move |tx| {
            let mut person = people::store::find_person(tx, moves)?;
            person.known.home_unit = to;
            people::store::save_person(tx, &person)
        });
        let list = site.as_role(Role::CellSecretary, "X01-C01-01").open(&format!("{quiz}/people")).is_ok();
        assert_eq!(list.visible().matches("Đã nộp bài").count(), 1, "{}", list.visible());
        hand_in("X01-C01-01", stays);
        let state = site.read(move |tx| tx.scalar::<String>("SELECT state FROM duty WHERE unit_id = $1", &[&to]));
        assert_eq!(state, "done");
    }

    fn erasing_a_person_takes_the_answers_and_no_figure_changes(site) {
        let quiz = an_announced_test(site, &[]);
        let person = a_person(site, "Lò Văn An", "X01-C02");
        let member = as_member(site, "X01-C02", person);
        let attempt = member.post(&format!("{quiz}/start"), &[]).location();
        answer_all(&member, &attempt, "Trúng");
        let _ = member.open(&attempt).press("/hand-in").follow().is_ok();
        let _ = member.post(&format!("{quiz}/start"), &[]).follow().is_ok();
        site.write(move |tx| {
            let person = people::store::find_person(tx, person)?;
            people::store::save_person(tx, &Person { ended_on: Some(tx.today()), ..person })
        });
        let erase = site.as_role(Role::Administrator, "TU").open(&format!("/people/{person}/erase")).is_ok();
        let _ = erase.fill("name", "Lò Văn An").press("/erase").follow().is_ok();
        assert_eq!(site.read(|tx| tx.scalar::<i64>("SELECT COUNT(*) FROM quiz_answer", &[])), 0);
        assert_eq!(site.read(|tx| tx.scalar::<i64>("SELECT COUNT(*) FROM quiz_attempt", &[])), 1);
        site.settle();
        site.assert_ledger_is_true();
    }

    fn a_test_may_belong_to_a_conference_that_is_planned(site) {
        let rollout = crate::a_rollout(site);
        a_bank(site);
        let officer = site.as_role(Role::Officer, "TU");
        let (unit, of) = (site.unit("TU"), rollout.parse::<kernel::RolloutId>().unwrap());
        let conference = site.write(move |tx| {
            let starts_at = Instant::at(tx.today().plus(7), 7, 30);
            let new = NewConference {
                rollout: Some(of),
                unit,
                title: "Hội nghị học tập Nghị quyết 06".into(),
                form: Form::Mixed,
                place: "Hội trường tỉnh".into(),
                starts_at,
                ends_at: starts_at.plus_seconds(4 * 3600),
                make_up_of: None,
                head_count_due_on: None,
            };
            conferences::store::insert(tx, &new)
        });
        let form = officer.open(&format!("/quizzes/new?rollout={rollout}")).is_ok();
        assert_eq!(form.attribute("#conference option:nth-of-type(2)", "value"), conference.to_string());
    }
}
