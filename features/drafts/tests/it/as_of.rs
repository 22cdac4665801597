//! The list of drafts as it stood at the end of a past day.

use kernel::Role;
use testkit::{Browser, Page, Site, on_both_databases};

use crate::rounds::a_member;
use crate::{a_draft, a_draft_of, a_round, asked_page};

/// A day of November 2026, early.
fn on(site: &Site, day: i8) {
    site.set_time(&format!("2026-11-{day}"), 8, 0);
}

fn press(site: &Site, role: Role, draft: &str, step: &str, reason: &str) {
    let page = site.as_role(role, "TU").open(draft).is_ok();
    let page = if reason.is_empty() { page } else { page.fill("reason", reason) };
    let _ = page.press(step).follow().is_ok();
}

fn opine<'s>(of: &Browser<'s>, round: &str, kind: &str, text: &str) -> Page<'s> {
    let form = of.open(&format!("{round}?clause=1")).is_ok().fill("kind", kind).fill("text", text);
    form.press("/opinions").follow().is_ok()
}

/// State, opinions and opinions without an answer of the only draft found at the end of a day of November.
fn row(site: &Site, words: &str, day: i8) -> (String, String, String) {
    let officer = site.as_role(Role::Officer, "TU");
    let page = officer.open(&format!("/drafts?q={words}&day=2026-11-{day}")).is_ok();
    assert_eq!(page.count("tbody tr"), 1, "{day}: {}", page.visible());
    let cell = |n: u8| page.text_of(&format!("tbody td:nth-of-type({n})")).trim().to_owned();
    (cell(3), cell(5), cell(6))
}

on_both_databases! {
    fn a_past_day_has_the_drafts_states_and_opinions_of_then(site) {
        let draft = a_draft(site);
        on(site, 23);
        let answers = a_round(site, &draft, &[], &["X01", "X02"]);
        let round = asked_page(&answers);
        let commune = site.as_role(Role::CommuneOfficer, "X01");
        let _ = opine(&commune, &round, "remove", "Thừa.");
        on(site, 24);
        let _ = site.as_role(Role::CommuneOfficer, "X02").post(&format!("{round}/agree"), &[]).follow().is_ok();
        on(site, 25);
        let officer = site.as_role(Role::Officer, "TU");
        let decide = officer.open(&answers).fill("decision", "explained").fill("answer", "Đã có trong Điều lệ.");
        let _ = decide.press("/decide").follow().is_ok();
        on(site, 26);
        press(site, Role::Officer, &answers, "/close", "");
        press(site, Role::Officer, &draft, "/submit", "");
        on(site, 27);
        press(site, Role::Leader, &draft, "/return", "Bổ sung căn cứ");
        on(site, 28);
        press(site, Role::Officer, &draft, "/submit", "");
        press(site, Role::Leader, &draft, "/approve", "");
        on(site, 29);
        press(site, Role::Officer, &draft, "/drop", "Không cần nữa");
        on(site, 30);
        let none = officer.open("/drafts?day=2026-11-21").is_ok().has_text("Đến hết ngày 21/11/2026 chưa có dự thảo nào");
        let _ = none.has_text("Về hiện nay").lacks_text("Soạn dự thảo đầu tiên");
        let seen: Vec<_> = (22..=29).map(|day| row(site, "sinh+hoat", day)).collect();
        let told = |state: &str, given: &str, waiting: &str| (state.to_owned(), given.to_owned(), waiting.to_owned());
        assert_eq!(seen, [
            told("Đang soạn", "0", "0"),
            told("Đang lấy ý kiến", "1", "1"),
            told("Đang lấy ý kiến", "2", "1"),
            told("Đang lấy ý kiến", "2", "0"),
            told("Chờ duyệt", "2", "0"),
            told("Đang soạn", "2", "0"),
            told("Đã duyệt, chờ ban hành", "2", "0"),
            told("Thôi không ban hành", "2", "0"),
        ]);
        // the state asked for is that of then; links, file and interface keep the day
        let asking = |day: &str| officer.open(&format!("/drafts?state=asking&q=sinh+hoat&sort=state&day={day}")).is_ok();
        let page = asking("2026-11-24").has_text("Các dự thảo có đến hết ngày 24/11/2026");
        assert_eq!((page.count("tbody tr"), page.count("tbody a.figure"), asking("2026-11-26").count("tbody tr")), (1, 0, 0));
        assert!(page.attribute(".chips a[href*='state=approved']", "href").contains("day=2026-11-24&q=sinh"));
        assert!(page.attribute("th a[href*='sort=title']", "href").contains("day=2026-11-24"));
        assert_eq!(page.attribute("form[role=search] input[name=day]", "value"), "2026-11-24");
        let file = officer.open("/drafts?state=asking&day=2026-11-23&format=csv").is_ok();
        assert!(file.text.contains("Đang lấy ý kiến,22/11/2026,1,1,1"), "{}", file.text);
        let json = officer.open("/api/v1/drafts?day=2026-11-26").is_ok().json();
        assert_eq!((json["total"].as_i64(), json["rows"][0]["state"].as_str()), (Some(1), Some("submitted")));
        assert_eq!(officer.open("/api/v1/drafts?day=2026-11-21").is_ok().json()["total"], 0);
        for address in ["/drafts", "/api/v1/drafts"] {
            let _ = officer.open(&format!("{address}?day=2026-12-01")).has_status(422);
            let _ = officer.open(&format!("{address}?day=hôm+qua")).has_status(422);
        }
        let _ = officer.open("/drafts?day=2026-12-01").has_text("Ngày này chưa tới");
    }

    fn the_opinions_of_a_round_are_seen_as_of_a_past_day_as_they_were_decided_on_then(site) {
        let draft = a_draft(site);
        on(site, 23);
        let answers = a_round(site, &draft, &[], &["X01", "X02"]);
        let round = asked_page(&answers);
        let _ = opine(&site.as_role(Role::CommuneOfficer, "X01"), &round, "remove", "Thừa.");
        on(site, 24);
        let _ = site.as_role(Role::CommuneOfficer, "X02").post(&format!("{round}/agree"), &[]).follow().is_ok();
        let officer = site.as_role(Role::Officer, "TU");
        let decide = |decision: &str, answer: &str| {
            let form = officer.open(&answers).fill("decision", decision).fill("answer", answer);
            let _ = form.press("/decide").follow().is_ok();
        };
        on(site, 25);
        decide("explained", "Đã có trong Điều lệ.");
        on(site, 27);
        decide("accepted", "Đã bỏ khoản 1.");
        press(site, Role::Officer, &answers, "/close", "");
        on(site, 29);
        let then = |day: i8, more: &str| officer.open(&format!("{answers}?day=2026-11-{day}{more}")).is_ok();
        let _ = officer.open(&format!("{answers}?day=2026-11-22")).has_status(422).has_text("chưa mở đợt lấy ý kiến này");
        let first = then(23, "").has_text("Các ý kiến đã đến hết ngày 23/11/2026").has_text("Thừa.").has_text("Chưa trả lời");
        let first = first.has_text("Đợt lấy ý kiến khi đó Đang lấy ý kiến").lacks_text("Đã bỏ khoản 1.").lacks_text("Nhất trí · Đảng ủy phường");
        assert_eq!((first.count("form[method=post][action*='/drafts/']"), first.count("li.list-group-item")), (0, 1));
        assert_eq!(then(24, "").count("li.list-group-item"), 2);
        // decided on one way, and later another: the answer of then was written over
        let _ = then(25, "").has_text("Giải trình").lacks_text("Điều lệ").lacks_text("Đã bỏ khoản 1.");
        let _ = then(27, "").has_text("Đã bỏ khoản 1.").has_text("khi đó Đã đóng");
        let listed = |day: i8, state: &str| then(day, &format!("&sort=-decision&state={state}")).count("li.list-group-item");
        assert_eq!([listed(24, "open"), listed(25, "open"), listed(25, "explained"), listed(27, "explained"), listed(27, "")], [1, 0, 1, 0, 2]);
        assert!(then(25, "").attribute(".chips a[href*='state=accepted']", "href").contains("day=2026-11-25"));
        let file = then(25, "&format=csv").text;
        assert!(file.contains("Giải trình") && !file.contains("Đã bỏ"), "{file}");
        let _ = officer.open(&format!("{answers}?day=2026-12-24")).has_status(422).has_text("Ngày này chưa tới");
    }

    fn a_draft_that_passed_to_an_heir_stands_under_the_name_of_then(site) {
        let fields = [("type_code", "KH"), ("title", "về phòng cháy")];
        let _ = a_draft_of(site, Role::CommuneOfficer, "X02", &fields);
        on(site, 25);
        site.merge("X02", "X01");
        on(site, 27);
        let officer = site.as_role(Role::Officer, "TU");
        let unit = |day: &str| officer.open(&format!("/drafts?day={day}")).is_ok().text_of("tbody td:nth-of-type(2)");
        assert!(unit("2026-11-24").contains("Đồng Bưởi"), "{}", unit("2026-11-24"));
        assert!(!unit("2026-11-25").contains("Đồng Bưởi") && unit("2026-11-25") == unit(""), "{}", unit("2026-11-25"));
        let file = officer.open("/drafts?day=2026-11-24&format=csv").is_ok();
        assert!(file.text.contains("Đồng Bưởi"), "{}", file.text);
        // the heir sees it by the rights of today
        let heir = site.as_role(Role::CommuneOfficer, "X01").open("/drafts?day=2026-11-24").is_ok();
        assert_eq!(heir.count("tbody tr"), 1);
    }

    fn an_opinion_without_a_name_has_no_day_in_the_lists_of_past_days(site) {
        let draft = a_draft(site);
        let fields = [("kind", "wide"), ("is_open_to_people", "true"), ("may_be_anonymous", "true")];
        let answers = a_round(site, &draft, &fields, &["X01"]);
        let round = asked_page(&answers);
        on(site, 24);
        let member = a_member(site, "X01-C02", "Lò Thị Mẩy");
        let form = member.open(&format!("{round}?clause=4")).is_ok().fill("kind", "question").fill("text", "Ai theo dõi?");
        let _ = form.fill("is_anonymous", "true").press("/opinions").follow().is_ok();
        on(site, 26);
        let _ = site.as_role(Role::CommuneOfficer, "X01").post(&format!("{round}/agree"), &[]).follow().is_ok();
        press(site, Role::Officer, &answers, "/close", "");
        on(site, 27);
        for day in [22, 23, 24, 25] {
            let (state, given, waiting) = row(site, "sinh+hoat", day);
            assert_eq!((state.as_str(), given.as_str(), waiting.as_str()), ("Đang lấy ý kiến", "–", "–"), "{day}");
        }
        let officer = site.as_role(Role::Officer, "TU");
        let then = |day: i8| officer.open(&format!("{answers}?day=2026-11-{day}")).is_ok();
        let _ = then(25).lacks_text("Ai theo dõi?").has_text("chỉ hiện các ý kiến có tên");
        let _ = then(26).has_text("Ai theo dõi?").lacks_text("chỉ hiện các ý kiến có tên");
        assert!(!then(25).text.contains("Ai theo") && !officer.open(&format!("{answers}?day=2026-11-25&format=csv")).text.contains("Ai theo"));
        let (state, given, waiting) = row(site, "sinh+hoat", 26);
        assert_eq!((state.as_str(), given.as_str(), waiting.as_str()), ("Đang soạn", "2", "1"));
    }

    fn an_opinion_taken_back_later_was_given_then(site) {
        let draft = a_draft(site);
        let round = asked_page(&a_round(site, &draft, &[], &["X01"]));
        let commune = site.as_role(Role::CommuneOfficer, "X01");
        let _ = opine(&commune, &round, "question", "Vì sao?");
        on(site, 24);
        let _ = commune.open(&round).is_ok().press("/withdraw").follow().is_ok();
        on(site, 25);
        let _ = opine(&commune, &round, "remove", "Thừa.");
        on(site, 26);
        let seen = [22, 24, 25].map(|day| row(site, "sinh+hoat", day)).map(|(_, given, waiting)| format!("{given} {waiting}"));
        assert_eq!(seen, ["1 –", "0 0", "1 1"]);
    }
}
