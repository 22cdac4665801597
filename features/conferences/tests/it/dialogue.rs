//! Questions from phones, and the survey after the conference: what is anonymous is so in every table.

use conferences::domain::survey::Aspect;
use conferences::domain::{Conference, Outcome};
use conferences::store::{self, Delegate, QuestionFilter};
use kernel::{PersonId, Role};
use testkit::{Site, on_both_databases};

use crate::stage::{a_conference, closed, opened, people, set, summoned};

fn taking_questions(site: &Site, anonymous: bool) -> (Conference, Vec<Delegate>, Vec<PersonId>) {
    let ids = people(site);
    let conference = a_conference(site, None);
    let delegates = summoned(site, &conference);
    let conference = opened(site, conference.id);
    let officer = site.as_role(Role::Officer, "TU");
    let anonymous = if anonymous { "1" } else { "" };
    let set = [("is_open", "1"), ("takes_anonymous", anonymous), ("version", "0")];
    let _ =
        officer.post(&format!("/conferences/{}/dialogue", conference.id), &set).follow().is_ok().has_text("Đang nhận");
    (conference, delegates, ids)
}

fn everything() -> QuestionFilter {
    QuestionFilter { like: "%%".into(), ..QuestionFilter::default() }
}

on_both_databases! {
    fn a_question_is_asked_voted_for_and_answered(site) {
        let (conference, delegates, _) = taking_questions(site, true);
        let (asker, voter) = (format!("/c/{}", delegates[0].invitation), format!("/c/{}", delegates[1].invitation));
        let phone = site.visitor();
        let page = phone.open(&asker).is_ok().has_text("Đặt câu hỏi");
        let phone = page.browser();
        let form = || phone.open(&format!("{asker}/dialogue")).is_ok();
        form().fill("words", " ").press("Gửi câu hỏi").is_refused_because("CONF-32");
        let asked = form().fill("words", "Bao giờ có kinh phí sửa kênh?").press("Gửi câu hỏi").follow().is_ok();
        let _ = asked.has_text("Bao giờ có kinh phí sửa kênh?").has_text(&delegates[0].name);
        let vote = phone.open(&format!("{voter}/dialogue")).is_ok().press("Tôi cũng quan tâm");
        let _ = vote.follow().is_ok().has_text("Đồng chí đã chọn quan tâm");
        let id = site.read(|tx| store::list_questions(tx, conference.id, &everything(), (0, 9)))[0].id.to_string();
        let _ = phone.post(&vote_of(&voter, &id), &[]).follow().is_ok();
        let officer = site.as_role(Role::Officer, "TU");
        let list = format!("/conferences/{}/dialogue", conference.id);
        let seen = officer.open(&list).is_ok().has_text("1 người quan tâm");
        let question = seen.attribute("#list th a", "href");
        let handle = || officer.open(&question).is_ok();
        handle().fill("handling", "written").press("Lưu").is_refused_because("CONF-36");
        handle().fill("handling", "passed_on").press("Lưu").is_refused_because("CONF-37");
        let answered = handle().fill("handling", "written").fill("answer", "Quý I năm sau.").press("Lưu").follow().is_ok();
        let _ = answered.has_text("Đã trả lời bằng văn bản");
        let _ = phone.open(&format!("{asker}/dialogue")).is_ok().has_text("Quý I năm sau.");
        phone.post(&vote_of(&voter, &id), &[]).is_refused_because("CONF-35");
        assert_eq!(officer.open(&format!("{list}?q=kinh+phi&state=written")).count("#list tbody tr"), 1);
        assert_eq!(officer.open(&format!("{list}?state=open")).count("#list tbody tr"), 0);
        assert!(officer.open(&format!("{list}?format=xlsx")).is_ok().bytes.starts_with(b"PK"));
        let sql = "SELECT COUNT(*) FROM event WHERE name = 'exports.made' AND subject = 'hoi-dap'";
        assert_eq!(site.read(|tx| tx.scalar::<i64>(sql, &[])), 1, "a list with names leaves an event");
        let api = officer.open(&format!("/api/v1{list}").replace("dialogue", "questions")).is_ok().json();
        assert_eq!((api["total"].as_i64(), api["rows"][0]["handling"].as_str()), (Some(1), Some("written")));
        let _ = officer.open(&format!("{list}/hall")).is_ok().has_text("Hỏi đáp");
        let _ = site.as_role(Role::CommuneOfficer, "X01").open(&list).has_status(404);
        site.set_time("2026-11-24", 12, 0);
        closed(site, conference.id);
        let kept = phone.open(&format!("{asker}/dialogue")).is_ok().has_text("Quý I năm sau.");
        assert_eq!(kept.count("textarea"), 0);
        phone.post(&format!("{asker}/dialogue"), &[("words", "Còn nữa")]).is_refused_because("CONF-30");
    }

    fn an_anonymous_question_names_nobody_in_any_table(site) {
        let (conference, delegates, ids) = taking_questions(site, true);
        let delegate = delegates.iter().find(|d| d.name == "Hầu A Dính").unwrap();
        let member = site.as_person(Role::Member, "X01-C02", Some(ids[1]));
        let page = format!("/c/{}/dialogue", delegate.invitation);
        let before: i64 = site.read(|tx| tx.scalar("SELECT COUNT(*) FROM event WHERE actor IS NOT NULL", &[]));
        let asked = member.open(&page).fill("words", "Vì sao chậm chi trả?").fill("anonymous", "1").press("Gửi câu hỏi");
        let _ = asked.follow().is_ok().has_text("Vì sao chậm chi trả?").has_text("Ẩn danh");
        let after: i64 = site.read(|tx| tx.scalar("SELECT COUNT(*) FROM event WHERE actor IS NOT NULL", &[]));
        assert_eq!(before, after, "nobody acted");
        let rows = site.read(|tx| store::list_questions(tx, conference.id, &everything(), (0, 9)));
        assert_eq!(rows[0].asker, "");
        let kept: Option<String> = site.read(|tx| tx.scalar("SELECT delegate_id FROM dialogue_question", &[]));
        assert_eq!(kept, None);
        let events: i64 = site.read(|tx| {
            let sql = "SELECT COUNT(*) FROM event WHERE name = 'conferences.question_asked' AND actor IS NULL AND on_behalf_of IS NULL";
            tx.scalar(sql, &[])
        });
        assert_eq!(events, 1);
        let _ = member.post(&vote_of(&format!("/c/{}", delegate.invitation), &rows[0].id.to_string()), &[]);
        let voter: String = site.read(|tx| tx.scalar("SELECT voter FROM dialogue_vote", &[]));
        assert!(!voter.contains(&delegate.id.to_string()[..8]));
    }

    fn what_one_asked_under_the_own_name_is_among_ones_data(site) {
        let (_, delegates, ids) = taking_questions(site, true);
        let delegate = delegates.iter().find(|d| d.name == "Hầu A Dính").unwrap();
        let page = format!("/c/{}/dialogue", delegate.invitation);
        let _ = site.visitor().post(&page, &[("words", "Bao giờ sửa kênh?")]).follow().is_ok();
        let _ = site.visitor().post(&page, &[("words", "Ai nợ quỹ?"), ("anonymous", "1")]).follow().is_ok();
        let (features, person) = (site.app.features.clone(), ids[1]);
        let (_, kept) = site.read(|tx| {
            let schema = platform::db::schema(tx)?;
            people::store::gather(tx, person, &features, &schema)
        });
        let asked = kept.iter().find(|kept| kept.table == "dialogue_question").unwrap();
        assert_eq!(asked.told, ["Bao giờ sửa kênh?"]);
        assert_eq!(asked.rows[0]["words"], "Bao giờ sửa kênh?");
    }

    fn limits_are_set_from_a_day_on_by_administrators_of_the_whole(site) {
        let (_, delegates, _) = taking_questions(site, true);
        let page = format!("/c/{}/dialogue", delegates[0].invitation);
        let ask = |words: &str| site.visitor().post(&page, &[("words", words)]);
        let admin = site.as_role(Role::Administrator, "TU");
        let link = admin.open("/conferences").is_ok();
        assert_eq!(link.count("a[href='/conferences/limits']"), 1);
        let form = || admin.open("/conferences/limits").is_ok();
        assert_eq!(form().attribute("#question_letters", "value"), "1000");
        let wrong = form().fill("from", "2026-01-01").fill("survey_minimum", "1").press("/conferences/limits");
        let _ = wrong.has_status(422).has_text("Chọn từ hôm nay trở đi").has_text("Nhập số từ 3 đến 1.000");
        let saved = form().fill("question_letters", "60").press("/conferences/limits").follow().is_ok();
        assert_eq!(saved.count("tbody tr"), 8, "only what differs is kept");
        ask(&"ă".repeat(61)).is_refused_because("CONF-33");
        let _ = ask(&"ă".repeat(60)).follow().is_ok();
        let later = form().fill("from", "2027-01-01").fill("question_letters", "70").press("/conferences/limits");
        let _ = later.follow().is_ok();
        ask(&"ơ".repeat(61)).is_refused_because("CONF-33");
        let _ = site.as_role(Role::Administrator, "X01").open("/conferences/limits").has_status(404);
        let _ = site.as_role(Role::Officer, "TU").open("/conferences/limits").has_status(403);
    }

    fn where_names_are_asked_for_none_is_refused_and_too_many_wait(site) {
        let (_, delegates, _) = taking_questions(site, false);
        let phone = site.visitor();
        let page = format!("/c/{}/dialogue", delegates[0].invitation);
        phone.post(&page, &[("words", "A"), ("anonymous", "1")]).is_refused_because("CONF-31");
        let long = "ă".repeat(1001);
        phone.post(&page, &[("words", &long)]).is_refused_because("CONF-33");
        for n in 0..3 {
            let words = format!("Câu {n}");
            let _ = phone.post(&page, &[("words", &words)]).follow().is_ok();
        }
        let refused = phone.post(&page, &[("words", "Câu nữa")]);
        refused.is_refused_because("CONF-34");
        assert_eq!(refused.text_of("textarea"), "Câu nữa", "what was typed stays");
        let other = format!("/c/{}/dialogue", delegates[1].invitation);
        let _ = phone.post(&other, &[("words", "Người khác hỏi")]).follow().is_ok();
        site.clock.set(site.app.clock.now().plus_seconds(601));
        let _ = phone.post(&page, &[("words", "Câu nữa")]).follow().is_ok();
    }

    fn a_question_set_aside_is_seen_by_its_moderators_only(site) {
        let (conference, delegates, _) = taking_questions(site, true);
        let phone = site.visitor();
        let page = format!("/c/{}/dialogue", delegates[0].invitation);
        let _ = phone.post(&page, &[("words", "Chuyện riêng nhà ông Ba")]).follow().is_ok();
        let officer = site.as_role(Role::Officer, "TU");
        let list = officer.open(&format!("/conferences/{}/dialogue", conference.id));
        let handle = officer.open(&list.attribute("#list th a", "href")).fill("handling", "set_aside");
        handle.press("Lưu").is_refused_because("CONF-38");
        let _ = handle.fill("answer", "Việc riêng").press("Lưu").follow().is_ok().has_text("Không nêu");
        let _ = phone.open(&page).is_ok().lacks_text("Chuyện riêng");
        let counts = site.read(|tx| store::count_by_handling(tx, conference.id));
        assert_eq!(counts, [("set_aside".to_owned(), 1)]);
    }

    fn a_survey_shows_sums_in_lots_and_ties_no_answer_to_anybody(site) {
        people(site);
        let conference = a_conference(site, None);
        let delegates = summoned(site, &conference);
        let conference = opened(site, conference.id);
        for delegate in &delegates {
            set(site, delegate.id, Outcome::Present);
        }
        let own = |n: usize| format!("/c/{}", delegates[n].invitation);
        let phone = site.visitor();
        phone.post(&format!("{}/survey", own(0)), &[("line", "5")]).is_refused_because("CONF-39");
        site.set_time("2026-11-24", 12, 0);
        closed(site, conference.id);
        let _ = phone.open(&own(0)).is_ok().has_text("Khảo sát chất lượng");
        let form = phone.open(&format!("{}/survey", own(0))).is_ok();
        form.press("Gửi trả lời").is_refused_because("CONF-43");
        let page = format!("/conferences/{}/survey", conference.id);
        let officer = site.as_role(Role::Officer, "TU");
        for n in 0..4 {
            let words = format!("Góp ý {n}");
            let fields = [("organisation", "5"), ("line", if n < 2 { "2" } else { "4" }), ("words", words.as_str())];
            let _ = phone.post(&format!("{}/survey", own(n)), &fields).follow().is_ok().lacks_text("Khảo sát chất lượng");
        }
        let few = officer.open(&page).is_ok().has_text("Chưa đủ câu trả lời").has_text("4 câu chờ đủ 5");
        let _ = few.lacks_text("Góp ý 0");
        assert!(!officer.open(&format!("{page}?format=csv")).is_ok().text.contains("Góp ý 0"), "a file tells no more");
        phone.post(&format!("{}/survey", own(0)), &[("line", "1")]).is_refused_because("CONF-41");
        let _ = phone.post(&format!("{}/survey", own(4)), &[("organisation", "4"), ("line", "3"), ("words", "Góp ý 4")]);
        let shown = officer.open(&page).is_ok().has_text("4,8").has_text("3,0").has_text("Góp ý 0").has_text("Góp ý 4");
        assert_eq!(shown.count("#marks tbody tr"), 4);
        let file = officer.open(&format!("{page}?format=csv")).is_ok().text;
        assert!(file.contains("4,8") && file.contains("Góp ý 3"), "{file}");
        assert!(officer.open(&format!("{page}?format=xlsx")).is_ok().bytes.starts_with(b"PK"));
        let _ = phone.post(&format!("{}/survey", own(5)), &[("organisation", "1")]);
        let sums = site.read(|tx| store::survey_sums(tx, conference.id));
        assert_eq!((sums.shown, sums.waiting, sums.of(&Aspect::Organisation).0), (5, 1, [0, 0, 0, 1, 4]));
        let api = officer.open(&format!("/api/v1/conferences/{}/quality", conference.id)).is_ok().json();
        assert_eq!((api["survey_answers"].as_i64(), api["survey_averages"][0]["tenths"].as_i64()), (Some(5), Some(48)));
        let named: i64 = site.read(|tx| {
            tx.scalar("SELECT COUNT(*) FROM event WHERE name = 'conferences.survey_answered' AND actor IS NOT NULL", &[])
        });
        assert_eq!(named, 0);
        site.set_time("2026-12-02", 8, 0);
        let _ = officer.open(&page).is_ok().has_text("nhận đến hết 01/12/2026");
    }

    fn only_who_was_there_is_surveyed_and_not_for_ever(site) {
        people(site);
        let conference = a_conference(site, None);
        let delegates = summoned(site, &conference);
        let conference = opened(site, conference.id);
        set(site, delegates[0].id, Outcome::Present);
        site.set_time("2026-11-24", 12, 0);
        closed(site, conference.id);
        let phone = site.visitor();
        let absent = format!("/c/{}", delegates[1].invitation);
        let _ = phone.open(&absent).is_ok().lacks_text("Khảo sát chất lượng");
        phone.post(&format!("{absent}/survey"), &[("line", "1")]).is_refused_because("CONF-40");
        site.set_time("2026-12-02", 8, 0);
        phone.post(&format!("/c/{}/survey", delegates[0].invitation), &[("line", "1")]).is_refused_because("CONF-42");
    }
}

fn vote_of(invitation: &str, question: &str) -> String {
    format!("{invitation}/dialogue/{question}/vote")
}
