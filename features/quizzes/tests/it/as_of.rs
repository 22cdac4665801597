//! Tests and the bank as they stood on a past day.

use kernel::{Day, Instant, Role};
use quizzes::domain::{Audience, Choice, Plan, Quota, Shows, Wording};
use quizzes::store;
use testkit::{Browser, Site, on_both_databases};

use crate::taking::{PLAN, a_bank};
use crate::{a_question, two_officers};

/// The lines of a list as a file, without its headings; `day` is the day of the month, 0 for now.
fn lines(browser: &Browser<'_>, list: &str, day: i64) -> Vec<String> {
    let file = browser.open(&format!("{list}?sort=title&format=csv{}", asked(day, '&'))).is_ok();
    file.text.lines().skip(1).map(str::to_owned).collect()
}

fn asked(day: i64, sign: char) -> String {
    if day == 0 { String::new() } else { format!("{sign}day=2026-11-{day}") }
}

/// A test of the ward that is being prepared.
fn a_test_of_the_ward(site: &Site) {
    let unit = site.unit("X02");
    site.write(move |tx| {
        let plan = Plan {
            title: "Trắc nghiệm của phường".into(),
            rollout: None,
            conference: None,
            quotas: vec![Quota { questions: 1, ..Quota::default() }],
            minutes: 10,
            attempts: 1,
            pass_mark: 50,
            opens_at: Instant::at(tx.today(), 8, 0),
            closes_at: Instant::at(tx.today().plus(9), 8, 0),
            audience: Audience::Everybody,
            shows: Shows::AfterClosing,
            explains: false,
            duty_share: 100,
        };
        store::insert_quiz(tx, unit, &plan)
    });
}

on_both_databases! {
    fn tests_are_listed_as_they_stood_on_a_past_day(site) {
        a_bank(site);
        let officer = site.as_role(Role::Officer, "TU");
        let plan: Vec<(&str, &str)> = PLAN.iter().map(|(name, value)| if *name == "closes_on" { (*name, "2026-12-20") } else { (*name, *value) }).collect();
        let quiz = officer.post("/quizzes/new", &plan).location();
        site.set_time("2026-11-23", 23, 30);
        let _ = officer.open(&quiz).is_ok().press("/announce").follow().is_ok();
        site.set_time("2026-11-24", 8, 0);
        a_test_of_the_ward(site);
        site.set_time("2026-11-26", 8, 0);
        let _ = officer.open(&quiz).is_ok().press("/close").follow().is_ok();
        site.set_time("2026-11-27", 8, 0);
        site.merge("X02", "X01");
        site.set_time("2026-11-28", 8, 0);

        let of = |day: i64| lines(&officer, "/quizzes", day);
        let says = |line: &str, words: &[&str]| words.iter().all(|word| line.contains(word));
        assert_eq!(of(21), Vec::<String>::new());
        for (day, state) in [(22, "Đang chuẩn bị"), (23, "Đã công bố")] {
            let then = of(day);
            assert!(then.len() == 1 && says(&then[0], &["Kiểm tra nhận thức Nghị quyết 06", state]), "{day} {then:?}");
        }
        for (day, state, owner) in [(24, "Đã công bố", "Đồng Bưởi"), (26, "Đã kết thúc", "Đồng Bưởi"), (27, "Đã kết thúc", "An Khê Thượng"), (0, "Đã kết thúc", "An Khê Thượng")] {
            let then = of(day);
            assert!(then.len() == 2 && says(&then[0], &[state]) && says(&then[1], &[owner, "Đang chuẩn bị"]), "{day} {then:?}");
        }
        let count = |words: &str| officer.open(&format!("/quizzes?{words}")).is_ok().count("tbody tr");
        assert_eq!((count("day=2026-11-25&state=closed"), count("day=2026-11-26&state=closed"), count("state=closed")), (0, 1, 1));
        assert_eq!((count("day=2026-11-25&state=announced"), count("day=2026-11-25&q=cua+phuong"), count("day=2026-11-23&q=cua+phuong")), (1, 1, 0));
        // what is announced above is listed below from the day on
        let below = site.as_role(Role::CommuneOfficer, "X01");
        let seen = |day: i64| lines(&below, "/quizzes", day).iter().filter(|line| line.contains("Nghị quyết 06")).count();
        assert_eq!((seen(22), seen(23), seen(0)), (0, 1, 1));
        let page = officer.open("/quizzes?day=2026-11-22").is_ok().has_text("đến hết ngày 22/11/2026").has_text("Về hiện nay");
        assert_eq!(page.text_of("tbody .state"), "Đang chuẩn bị");
        for link in ["a.chip[href*='state=closed']", "th a[href*='sort=closes']"] {
            assert!(page.attribute(link, "href").contains("day=2026-11-22"), "{link}");
        }
        let before = officer.open("/quizzes?day=2026-11-01").is_ok().has_text("Đến hết ngày 01/11/2026 chưa có bài kiểm tra nào");
        assert_eq!((before.count("input[type=date][name=day]"), before.count(".empty-action")), (1, 0));
        let told = officer.open("/api/v1/quizzes?day=2026-11-22").is_ok().json();
        assert_eq!((told["total"].as_i64(), told["rows"][0]["state"].as_str()), (Some(1), Some("preparing")));
        let _ = officer.open("/quizzes?day=2026-12-31").has_status(422).has_text("Ngày này chưa tới");
        let _ = officer.open("/api/v1/quizzes?day=2026-12-31").has_status(422);
    }

    fn questions_are_listed_as_they_stood_on_a_past_day(site) {
        let (writer, reviewer) = two_officers(site);
        let question = a_question(&writer, "Chỉ thị có bao nhiêu chỉ tiêu?");
        let step = |day: &str, browser: &Browser<'_>, step: &str, remark: &str| {
            site.set_time(day, 8, 0);
            let version = browser.open(&question).is_ok().attribute("form[action$='/step'] input[name=version]", "value");
            let fields = [("step", step), ("version", version.as_str()), ("remark", remark)];
            let _ = browser.post(&format!("{question}/step"), &fields).follow().is_ok();
        };
        step("2026-11-23", &reviewer, "review", "");
        step("2026-11-24", &reviewer, "return", "nói rõ chỉ thị nào");
        site.set_time("2026-11-25", 8, 0);
        let unit = site.unit("X02");
        site.write(move |tx| {
            let choice = |text: &str, is_right| Choice { text: text.into(), is_right };
            let wording = Wording { text: "Phường có mấy chi bộ?".into(), choices: vec![choice("Ba", true), choice("Bốn", false)], tags: vec!["cơ sở".into()], ..Wording::default() };
            store::insert_question(tx, unit, &wording)
        });
        let in_draft = writer.open("/quizzes/questions?state=draft").is_ok().has_text("nói rõ chỉ thị nào");
        assert_eq!(in_draft.count("form[action$='/steps']"), 1);
        step("2026-11-26", &reviewer, "review", "");
        step("2026-11-27", &reviewer, "use", "");
        step("2026-11-28", &reviewer, "retire", "");
        site.merge("X02", "X01");
        site.set_time("2026-11-29", 8, 0);

        let of = |day: i64| lines(&writer, "/quizzes/questions", day);
        assert_eq!(of(21).len(), 0);
        let states = [(22, "Chờ duyệt"), (23, "Đã duyệt"), (24, "Chờ duyệt"), (25, "Chờ duyệt"), (26, "Đã duyệt"), (27, "Đang dùng"), (28, "Thôi dùng"), (0, "Thôi dùng")];
        for (day, state) in states {
            let then = of(day);
            let is_there = |text: &str, words: &[&str]| then.iter().any(|line| line.contains(text) && words.iter().all(|word| line.contains(word)));
            assert!(is_there("bao nhiêu chỉ tiêu", &[state]), "{day} {then:?}");
            let owner = if day == 0 || day == 28 { "An Khê Thượng" } else { "Đồng Bưởi" };
            assert_eq!(is_there("mấy chi bộ", &[owner, "Chờ duyệt"]), day == 0 || day >= 25, "{day} {then:?}");
        }
        let count = |words: &str| writer.open(&format!("/quizzes/questions?{words}")).is_ok().count("tbody tr");
        assert_eq!((count("day=2026-11-27&state=in_use"), count("state=in_use"), count("day=2026-11-24&state=in_use")), (1, 0, 0));
        assert_eq!((count("day=2026-11-24&tag=c%C6%A1+s%E1%BB%9F"), count("day=2026-11-25&tag=c%C6%A1+s%E1%BB%9F")), (0, 1));
        // nothing is offered to be done with rows of a past day
        let then = writer.open("/quizzes/questions?day=2026-11-25&state=draft&q=chi").is_ok().has_text("đến hết ngày 25/11/2026");
        assert_eq!((then.count("tbody tr"), then.count("form[action$='/steps']"), then.count("input[name=question]")), (2, 0, 0));
        let then = then.lacks_text("nói rõ chỉ thị nào");
        for link in ["a.chip[href*='state=retired']", "th a[href*='sort=clause']", "a.chip[href*='tag=']"] {
            assert!(then.attribute(link, "href").contains("day=2026-11-25"), "{link}");
        }
        assert_eq!(then.attribute("form[role=search] input[name=day]", "value"), "2026-11-25");
        let before = writer.open("/quizzes/questions?day=2026-11-21").is_ok().has_text("Đến hết ngày 21/11/2026 ngân hàng chưa có câu hỏi nào");
        assert_eq!((before.count("input[type=date][name=day]"), before.count(".empty-action")), (1, 0));
        let tomorrow: Day = site.today().plus(1);
        let _ = writer.open(&format!("/quizzes/questions?day={tomorrow}")).has_status(422).has_text("Ngày này chưa tới");
    }
}
