//! A test is made, announced, taken, handed in by its people or by the clock, closed; what is right stays on the server
//! until then.

use kernel::{PersonId, Role, UnitId};
use people::domain::NewPerson;
use platform::web::{Grant, Identity};
use quizzes::domain::figure;
use testkit::{Browser, Page, Site, on_both_databases};

use crate::{id_of, put_into_use, two_officers};

/// Four questions in use; the second choice of each is right.
pub(crate) fn a_bank(site: &Site) {
    let (writer, reviewer) = two_officers(site);
    for n in 1..=4 {
        let text = format!("Câu số {n} hỏi gì?");
        let why = format!("Giải thích bí mật {n}.");
        let (wrong, right) = (format!("Sai {n}"), format!("Trúng {n}"));
        let fields = [
            ("text", text.as_str()),
            ("choice", wrong.as_str()),
            ("choice", right.as_str()),
            ("choice", "Khác"),
            ("right", "1"),
            ("explanation", why.as_str()),
        ];
        put_into_use(&reviewer, &writer.post("/quizzes/questions/new", &fields).location());
    }
}

pub(crate) const PLAN: &[(&str, &str)] = &[
    ("title", "Kiểm tra nhận thức Nghị quyết 06"),
    ("quota_questions", "3"),
    ("quota_document", ""),
    ("quota_clause", ""),
    ("quota_tag", ""),
    ("minutes", "20"),
    ("attempts", "2"),
    ("pass_mark", "60"),
    ("opens_on", "2026-11-22"),
    ("opens", "08:00"),
    ("closes_on", "2026-11-23"),
    ("closes", "17:00"),
    ("shows", "after_closing"),
    ("explains", "on"),
    ("duty_share", "100"),
];

/// A test of the province, announced: its address.
pub(crate) fn an_announced_test(site: &Site, changed: &[(&str, &str)]) -> String {
    a_bank(site);
    let officer = site.as_role(Role::Officer, "TU");
    let mut fields: Vec<(&str, &str)> =
        PLAN.iter().copied().filter(|(name, _)| !changed.iter().any(|(other, _)| other == name)).collect();
    fields.extend_from_slice(changed);
    let made = officer.post("/quizzes/new", &fields);
    assert_eq!(made.status.as_u16(), 303, "{}", made.visible());
    let address = made.location();
    let announced = officer.open(&address).is_ok().press("/announce");
    assert_eq!(announced.status.as_u16(), 303, "{}", announced.visible());
    address
}

pub(crate) fn a_person(site: &Site, name: &'static str, unit: &'static str) -> PersonId {
    let unit = site.unit(unit);
    site.write(move |tx| people::store::insert_person(tx, &NewPerson::named(name, unit)))
}

pub(crate) fn as_member<'s>(site: &'s Site, unit: &'static str, person: PersonId) -> Browser<'s> {
    site.as_person(Role::Member, unit, Some(person))
}

/// Marks the choice that begins so in every question of the page of an attempt, through the saving of the page.
pub(crate) fn answer_all(member: &Browser<'_>, attempt: &str, begin: &str) {
    let page = member.open(attempt).is_ok();
    for (sequence, position) in (1..).zip(0..page.count("fieldset")) {
        let place = place_of(&page, position, begin);
        let (position, sequence) = (position.to_string(), sequence.to_string());
        let fields = [("position", position.as_str()), ("choice", &place), ("sequence", &sequence)];
        let _ = member.post(&format!("{attempt}/answers"), &fields).is_ok();
    }
}

/// The value of the choice whose words begin so.
fn place_of(page: &Page<'_>, position: usize, begin: &str) -> String {
    let places = page.count(&format!("fieldset[data-position='{position}'] label"));
    let text =
        |place: usize| page.text_of(&format!("fieldset[data-position='{position}'] label:nth-of-type({})", place + 1));
    let found =
        (0..places).find(|place| text(*place).split_once(". ").is_some_and(|(_, words)| words.starts_with(begin)));
    found.unwrap_or_else(|| panic!("no choice «{begin}» in {}", page.visible())).to_string()
}

fn sum(site: &Site, quiz: &str, figure: &'static str, unit: &'static str) -> i64 {
    site.settle();
    let (subject, unit, today) = (id_of(quiz), site.unit(unit), site.today());
    site.read(move |tx| figures::store::value(tx, &subject, figure, unit, today))
}

/// The page without what differs between any two: the token and the seconds left.
fn without_noise(page: &Page<'_>) -> String {
    let token = page.attribute("meta[name=csrf-token]", "content");
    page.text.replace(&token, "")
}

on_both_databases! {
    fn a_member_takes_it_and_people_and_attempts_are_counted_apart(site) {
        let quiz = an_announced_test(site, &[]);
        let person = a_person(site, "Lò Văn An", "X01-C02");
        let member = as_member(site, "X01-C02", person);
        let page = member.open(&format!("{quiz}/take")).is_ok().has_text("3 câu, 20 phút, tối đa 2 lượt");
        let attempt = page.press("/start").location();
        // two taps make one attempt
        assert_eq!(member.open(&format!("{quiz}/take")).has_text("Làm tiếp").count("form[action$='/start']"), 0);
        assert_eq!(member.post(&format!("{quiz}/start"), &[]).location(), attempt);
        answer_all(&member, &attempt, "Trúng");
        let done = member.open(&attempt).press("/hand-in").follow().is_ok().has_text("Đã nộp bài").has_text("Kết quả có khi");
        let done = done.lacks_text("Đúng 3/3");
        let again = done.press("/start").location();
        assert_ne!(again, attempt);
        answer_all(&member, &again, "Sai");
        let _ = member.open(&again).press("/hand-in");
        member.post(&format!("{quiz}/start"), &[]).is_refused_because("QUIZ-13");
        assert_eq!(sum(site, &quiz, figure::PEOPLE, "TU"), 1);
        assert_eq!(sum(site, &quiz, figure::ATTEMPTS, "X01"), 2);
        assert_eq!(sum(site, &quiz, figure::PASSED, "X01-C02"), 1);
        assert_eq!(sum(site, &quiz, figure::PEOPLE, "X02"), 0);
        site.assert_ledger_is_true();
        let officer = site.as_role(Role::Officer, "TU");
        let _ = officer.open(&quiz).is_ok().has_text("người đã làm bài").has_text("lượt làm bài").lacks_text("Lò Văn An");
        let _ = officer.open(&format!("{quiz}/items")).is_ok().has_text("50,0%").lacks_text("Lò Văn An");
        let rows = officer.open(&format!("/figures/{}/quizzes.people?unit={}", id_of(&quiz), site.unit("TU"))).is_ok();
        let _ = rows.has_text("Chi bộ Trạm Y tế xã").lacks_text("Lò Văn An");
        let body = officer.open(&format!("/api/v1{quiz}?unit={}", site.unit("X01"))).is_ok().json();
        let counted = ["people", "passed", "attempts_handed_in"].map(|name| body[name].as_i64());
        assert_eq!(counted, [Some(1), Some(1), Some(2)]);
        assert!(!body.to_string().contains("Trúng"), "{body}");
        let found = officer.open("/api/v1/quizzes?q=nhan+thuc&state=announced").is_ok().json();
        assert_eq!((found["total"].as_i64(), &found["rows"][0]["id"]), (Some(1), &body["id"]));
    }

    fn two_records_of_one_person_are_counted_once(site) {
        let quiz = an_announced_test(site, &[]);
        let (kept, merged) = (a_person(site, "Lò Văn An", "X01-C02"), a_person(site, "Lò Văn Ân", "X01-C02"));
        for (person, begin) in [(kept, "Sai"), (merged, "Trúng")] {
            let member = as_member(site, "X01-C02", person);
            let attempt = member.post(&format!("{quiz}/start"), &[]).location();
            answer_all(&member, &attempt, begin);
            let _ = member.open(&attempt).press("/hand-in");
        }
        let counted = || {
            site.settle();
            site.assert_ledger_is_true();
            figure::ALL.map(|figure| sum(site, &quiz, figure, "X01"))
        };
        assert_eq!(counted(), [2, 1, 2]);
        let features = crate::features();
        let merge = site.write(move |tx| {
            let (kept, merged) = (people::store::find_person(tx, kept)?, people::store::find_person(tx, merged)?);
            people::store::merge(tx, &kept, &merged, &features)
        });
        // the person passed; both attempts were made
        assert_eq!(counted(), [1, 1, 2]);
        let features = crate::features();
        site.write(move |tx| {
            let merge = people::store::find_merge(tx, merge)?;
            people::store::part(tx, &merge, &features)
        });
        assert_eq!(counted(), [2, 1, 2]);
    }

    fn tests_the_ledger_never_heard_of_are_told(site) {
        let quiz = an_announced_test(site, &[]);
        let person = a_person(site, "Lò Văn An", "X01-C02");
        let member = as_member(site, "X01-C02", person);
        let attempt = member.post(&format!("{quiz}/start"), &[]).location();
        answer_all(&member, &attempt, "Trúng");
        let _ = member.open(&attempt).press("/hand-in");
        site.settle();
        site.assert_ledger_is_true();
        site.write(|tx| tx.run("DELETE FROM figure_sum", &[]));
        let found = figures::jobs::recompute_whole(&site.app, site.today(), |_, _| Ok(true)).unwrap().differences;
        for figure in figure::ALL {
            assert!(found.iter().any(|one| one.figure == figure), "{figure}: {found:?}");
        }
    }

    fn taps_at_the_same_moment_make_one_attempt(site) {
        let quiz = an_announced_test(site, &[]);
        let person = a_person(site, "Lò Văn An", "X01-C02");
        let attempts: Vec<String> = std::thread::scope(|scope| {
            let taps: Vec<_> = (0..6)
                .map(|_| {
                    let quiz = &quiz;
                    scope.spawn(move || {
                        let tap = as_member(site, "X01-C02", person).post(&format!("{quiz}/start"), &[]);
                        assert_eq!(tap.status.as_u16(), 303, "{}", tap.visible());
                        tap.location()
                    })
                })
                .collect();
            taps.into_iter().map(|tap| tap.join().unwrap()).collect()
        });
        assert!(attempts.iter().all(|one| *one == attempts[0]), "{attempts:?}");
        assert_eq!(site.read(|tx| tx.scalar::<i64>("SELECT COUNT(*) FROM quiz_attempt", &[])), 1);
    }

    fn nothing_about_right_answers_leaves_before_the_end(site) {
        let quiz = an_announced_test(site, &[("shows", "at_once")]);
        let member = as_member(site, "X01-C02", a_person(site, "Lò Văn An", "X01-C02"));
        let attempt = member.open(&format!("{quiz}/take")).press("/start").location();
        let before = member.open(&attempt).is_ok();
        let saved = member.post(&format!("{attempt}/answers"), &[("position", "0"), ("choice", "0"), ("sequence", "1")]).is_ok();
        let before = [before, saved, member.open(&attempt).is_ok()];
        // other choices are right now: were anything told of them, the pages would not be the same letter by letter
        site.write(|tx| tx.run("UPDATE question_choice SET is_right = (position = 0)", &[]).map(|_| ()));
        site.write(|tx| tx.run("UPDATE question SET explanation = 'Vì sao khác', clause = 'IX'", &[]).map(|_| ()));
        let after = member.open(&attempt).is_ok();
        assert_eq!(without_noise(&before[2]), without_noise(&after));
        let again = member.post(&format!("{attempt}/answers"), &[("position", "0"), ("choice", "0"), ("sequence", "1")]).is_ok();
        assert_eq!(before[1].text, again.text);
        let over = member.open(&attempt).press("/hand-in").follow().is_ok().has_text("câu");
        let closed = member.open(&attempt);
        assert_eq!(closed.status.as_u16(), 303, "answers wait for the end of the test");
        for page in [&before[0], &before[1], &before[2], &after, &again, &over, &closed] {
            for word in ["Giải thích bí mật", "Vì sao khác", "is_right", "right_answers", "Đáp án", "IX"] {
                assert!(!page.text.contains(word), "«{word}» left the server before the end");
            }
        }
        // the organiser closes it: now it is told
        let _ = site.as_role(Role::Officer, "TU").open(&quiz).press("/close");
        site.run_jobs();
        let _ = member.open(&attempt).is_ok().has_text("Vì sao khác").has_text("Đồng chí chọn");
    }

    fn answers_are_kept_as_given_and_the_newest_counts_whichever_phone_it_came_from(site) {
        let quiz = an_announced_test(site, &[]);
        let person = a_person(site, "Lò Văn An", "X01-C02");
        let (phone, other) = (as_member(site, "X01-C02", person), as_member(site, "X01-C02", person));
        let attempt = phone.open(&format!("{quiz}/take")).press("/start").location();
        let send = |browser: &Browser<'_>, choice: &str, sequence: &str| {
            browser.post(&format!("{attempt}/answers"), &[("position", "1"), ("choice", choice), ("sequence", sequence)]).is_ok().json()
        };
        assert_eq!(send(&phone, "2", "5")["marked"], serde_json::json!([2]));
        // sent twice, overtaken, and from the other phone
        assert_eq!(send(&phone, "2", "5")["sequence"], 5);
        assert_eq!(send(&phone, "0", "4")["marked"], serde_json::json!([2]));
        let resumed = other.open(&attempt).is_ok();
        assert_eq!(resumed.attribute("fieldset[data-position='1'] input[checked]", "value"), "2");
        assert_eq!(resumed.attribute("input[name=sequence]", "value"), "5");
        assert_eq!(send(&other, "1", "6")["marked"], serde_json::json!([1]));
        // the first phone hands in its older page: the newer answer stands
        let _ = resumed.fill("q1", "0").press("/hand-in");
        let given = site.read(|tx| tx.scalar::<i64>("SELECT sequence FROM quiz_answer WHERE position = 1", &[]));
        assert_eq!(given, 6);
        phone.post(&format!("{attempt}/answers"), &[("position", "1"), ("choice", "0"), ("sequence", "9")]).is_refused_because("QUIZ-14");
        let stranger = as_member(site, "X01-C02", a_person(site, "Hà Thị Bình", "X01-C02"));
        let _ = stranger.open(&attempt).has_status(404);
        let _ = stranger.post(&format!("{attempt}/answers"), &[("position", "1"), ("choice", "0"), ("sequence", "9")]).has_status(404);
        let _ = site.as_role(Role::Administrator, "TU").open(&attempt).has_status(404);
    }

    fn a_page_without_scripts_hands_in_what_its_form_holds(site) {
        let quiz = an_announced_test(site, &[("shows", "at_once")]);
        let member = as_member(site, "X01-C02", a_person(site, "Lò Văn An", "X01-C02"));
        let page = member.open(&format!("{quiz}/take")).press("/start").follow().is_ok();
        let mut filled = member.open(&page.attribute("form[data-quiz]", "action").replace("/hand-in", "")).is_ok();
        for position in 0..3 {
            let place = place_of(&filled, position, "Trúng");
            filled = filled.fill(&format!("q{position}"), &place);
        }
        let _ = filled.press("/hand-in").follow().is_ok().has_text("Đúng 3/3 câu").has_text("Đạt yêu cầu");
    }

    fn who_vanished_is_handed_in_by_the_clock(site) {
        let quiz = an_announced_test(site, &[]);
        let member = as_member(site, "X01-C02", a_person(site, "Lò Văn An", "X01-C02"));
        let attempt = member.open(&format!("{quiz}/take")).press("/start").location();
        answer_all(&member, &attempt, "Trúng");
        site.set_time("2026-11-22", 8, 19);
        site.run_jobs();
        assert_eq!(sum(site, &quiz, figure::ATTEMPTS, "TU"), 0);
        site.set_time("2026-11-22", 8, 21);
        member.post(&format!("{attempt}/answers"), &[("position", "0"), ("choice", "0"), ("sequence", "9")]).is_refused_because("QUIZ-15");
        site.run_jobs();
        assert_eq!(sum(site, &quiz, figure::PASSED, "TU"), 1);
        let _ = member.open(&format!("{quiz}/take")).is_ok().has_text("hết giờ");
        // the test closes by itself, and what is right is told then
        site.set_time("2026-11-23", 17, 1);
        site.run_jobs();
        let _ = member.open(&format!("{quiz}/take")).is_ok().has_text("Đúng 3/3 câu");
        let _ = member.open(&attempt).is_ok().has_text("Giải thích bí mật");
        let _ = site.as_role(Role::Officer, "TU").open(&quiz).is_ok().has_text("Đã kết thúc");
        site.assert_ledger_is_true();
    }

    fn a_helper_types_in_for_who_has_no_telephone(site) {
        let quiz = an_announced_test(site, &[]);
        let person = a_person(site, "Lò Văn An", "X01-C02");
        let unit: UnitId = site.unit("X01-C02");
        let identity = Identity {
            account: kernel::AccountId(kernel::Clock::new_uuid(&*site.clock)),
            person: Some(person),
            name: "Lò Văn An".into(),
            language: platform::texts::Language::Vietnamese,
            grants: vec![Grant { role: Role::Member, unit }],
            helper: Some("Bí thư chi bộ".into()),
        };
        let secretary = site.as_identity(identity);
        let sheet = secretary.post(&format!("{quiz}/start"), &[("way", "paper")]).follow().is_ok().has_text("In phiếu");
        assert_eq!(sheet.count("[data-seconds]"), 0);
        let attempt = sheet.attribute("form[data-quiz]", "action").replace("/hand-in", "");
        // the sheet comes back hours later, before the test closes
        site.set_time("2026-11-22", 16, 0);
        answer_all(&secretary, &attempt, "Trúng");
        let _ = secretary.open(&attempt).press("/hand-in").follow().is_ok();
        let event = "SELECT COUNT(*) FROM event WHERE name = 'quizzes.attempt_handed_in' AND on_behalf_of = $1";
        assert_eq!(site.read(move |tx| tx.scalar::<i64>(event, &[&person])), 1);
        assert_eq!(sum(site, &quiz, figure::PEOPLE, "X01-C02"), 1);
    }

    fn the_duty_of_the_unit_is_done_when_its_people_have_handed_in(site) {
        let rollout = crate::a_rollout(site);
        let (one, two) = (a_person(site, "Lò Văn An", "X01-C01-01"), a_person(site, "Hà Thị Bình", "X01-C01-01"));
        let quiz = an_announced_test(site, &[("rollout", &rollout)]);
        let unit = site.unit("X01-C01-01");
        let state = move |site: &Site| {
            site.read(move |tx| tx.scalar::<String>("SELECT state FROM duty WHERE unit_id = $1", &[&unit]))
        };
        for (person, expected) in [(one, "in_progress"), (two, "done")] {
            let member = as_member(site, "X01-C01-01", person);
            let desk = member.open(&format!("{quiz}/take")).is_ok();
            let attempt = desk.press("/start").location();
            let _ = member.open(&attempt).press("/hand-in");
            assert_eq!(state(site), expected);
        }
        let secretary = site.as_role(Role::CellSecretary, "X01-C01-01");
        let _ = secretary.open("/quizzes").is_ok().has_text("Kiểm tra nhận thức Nghị quyết 06");
        let list = secretary.open(&format!("{quiz}/people")).is_ok();
        let _ = list.has_text("Hà Thị Bình").has_text("Đã nộp bài").lacks_text("Đạt");
        let file = site.as_role(Role::CommuneOfficer, "X01").open(&format!("{quiz}/people?format=csv")).is_ok();
        assert!(file.text.contains("Hà Thị Bình") && file.text.contains("Chi bộ tổ Toán - Tin"), "{}", file.text);
        assert!(file.text.contains("Đã nộp bài") && !file.text.contains("Đạt"), "{}", file.text);
        let made = "SELECT COUNT(*) FROM event WHERE name = 'exports.made'";
        assert_eq!(site.read(|tx| tx.scalar::<i64>(made, &[])), 1);
        let _ = site.as_role(Role::CellSecretary, "X02-C01-01").open(&format!("{quiz}/people?unit={unit}")).has_status(404);
    }

    fn what_is_wrong_with_a_plan_is_said_and_few_questions_are_not_announced(site) {
        let officer = site.as_role(Role::Officer, "TU");
        let plan = |changed: &[(&'static str, &'static str)]| {
            let kept = PLAN.iter().copied().filter(|(name, _)| !changed.iter().any(|(other, _)| other == name));
            kept.chain(changed.iter().copied()).collect::<Vec<_>>()
        };
        let _ = officer.post("/quizzes/new", &plan(&[("title", " "), ("minutes", "x")])).has_status(422).has_text("Nhập tên bài kiểm tra").has_text("số nguyên");
        let _ = officer.post("/quizzes/new", &plan(&[("closes_on", "2026-11-21")])).has_status(422).has_text("Đóng phải sau khi mở");
        let _ = officer.post("/quizzes/new", &plan(&[("quota_questions", "")])).has_status(422).has_text("ít nhất một dòng");
        let quiz = officer.post("/quizzes/new", PLAN).location();
        let _ = officer.open(&quiz).is_ok().has_text("cần 3 câu mà chỉ có 0");
        officer.post(&format!("{quiz}/announce"), &[("version", "1")]).is_refused_because("QUIZ-09");
        let form = officer.open(&format!("{quiz}/edit")).is_ok();
        let _ = form.fill("minutes", "45").press("/edit").follow().is_ok().has_text("45 phút");
        a_bank(site);
        let _ = officer.open(&quiz).press("/announce").follow().is_ok().has_text("Đã công bố");
        officer.open(&format!("{quiz}/edit")).is_refused_because("QUIZ-05");
        assert!(officer.open("/quizzes?format=xlsx&q=nhan+thuc").is_ok().bytes.starts_with(b"PK"));
        // not for who takes no part, and not before it opens
        let guest = a_person(site, "Khách", "X01-C02");
        site.write(move |tx| tx.run("UPDATE person SET member_status = 'guest' WHERE id = $1", &[&guest]).map(|_| ()));
        let _ = as_member(site, "X01-C02", guest).open(&format!("{quiz}/take")).has_status(404);
        let member = as_member(site, "X01-C02", a_person(site, "Lò Văn An", "X01-C02"));
        site.set_time("2026-11-22", 7, 0);
        member.post(&format!("{quiz}/start"), &[]).is_refused_because("QUIZ-11");
        assert_eq!(site.read(move |tx| quizzes::store::list_of_rollout(tx, kernel::RolloutId(guest.0))).len(), 0);
    }
}
