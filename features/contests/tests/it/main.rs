//! Contests through their pages, on both databases.

#![allow(clippy::unwrap_used, reason = "the helpers are test code too")]

mod contest_annulling;
mod contest_as_of;
mod contest_barring;
mod contest_fairness;
mod contest_finalists;
mod contest_kept;
mod contest_load;
mod contest_preparing;
mod contest_rounds;
mod contest_sitting;

use kernel::Role;
use platform::Feature;
use testkit::{Browser, Page, Site};

pub fn features() -> Vec<Feature> {
    vec![
        units::plug(),
        figures::plug(),
        people::plug(),
        documents::plug(),
        drafts::plug(),
        rollouts::plug(),
        halls::plug(),
        conferences::plug(),
        quizzes::plug(),
        contests::plug(),
    ]
}

/// The province's officer.
pub fn officer(site: &Site) -> Browser<'_> {
    site.as_role(Role::Officer, "TU")
}

/// Questions of two sources, five of each; the right option is always called «Đúng …».
pub fn questions() -> String {
    let mut list = String::from("Nguồn,Câu hỏi,A,B,C,Đáp án\n");
    for number in 0..10 {
        let source = if number < 5 { "Luật" } else { "Nghị quyết" };
        let letters = ["A", "B", "C"];
        let option = |place: usize| {
            if place == number % 3 { format!("Đúng {number}") } else { format!("Sai {number}-{place}") }
        };
        list.push_str(&format!(
            "{source},Câu số {number}?,{},{},{},{}\n",
            option(0),
            option(1),
            option(2),
            letters[number % 3]
        ));
    }
    list
}

/// Rules as the form sends them, with these changed.
pub fn rules<'f>(site: &Site, changed: &[(&'f str, &'f str)]) -> Vec<(&'f str, String)> {
    let unit = site.unit("TU").to_string();
    let mut fields: Vec<(&str, String)> = vec![
        ("unit", unit),
        ("title", "Tìm hiểu Nghị quyết và Luật".into()),
        ("eligible", "public".into()),
        ("asks_unit", "required".into()),
        ("asks_place", "no".into()),
        ("asks_phone", "optional".into()),
        ("counts", "best".into()),
        ("tie_break", "time".into()),
        ("tie_break", "earliest".into()),
        ("shows_score", "on".into()),
        ("shows_names", "on".into()),
        ("prizes", "Giải Nhất | 1 | 2.000.000 đồng\nGiải Nhì | 2".into()),
    ];
    for (name, _) in changed {
        fields.retain(|(known, _)| known != name);
    }
    fields.extend(changed.iter().map(|(name, value)| (*name, (*value).to_owned())));
    fields
}

fn post<'s>(browser: &Browser<'s>, path: &str, fields: &[(&str, String)]) -> Page<'s> {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.post(path, &fields)
}

/// Begins a contest; gives its address.
pub fn a_contest(site: &Site, changed: &[(&str, &str)]) -> String {
    let made = post(&officer(site), "/contests/new", &rules(site, changed));
    assert_eq!(made.status.as_u16(), 303, "{}", made.visible());
    made.location()
}

/// Adds a round of today, 09:00 to 17:00, with its questions; gives its number.
pub fn a_round(site: &Site, contest: &str, changed: &[(&str, &str)]) -> i64 {
    let mut fields = vec![
        ("name", "Tuần 1"),
        ("opens_on", "2026-11-22"),
        ("opens", "09:00"),
        ("closes_on", "2026-11-22"),
        ("closes", "17:00"),
        ("minutes", "10"),
        ("attempts", "2"),
        ("quotas", "Luật | 3\nNghị quyết | 2"),
    ];
    for (name, value) in changed {
        fields.retain(|(known, _)| known != name);
        fields.push((name, value));
    }
    let made = officer(site).post(&format!("{contest}/rounds/new"), &fields);
    let address = made.location();
    let no = address.split('/').nth(3).and_then(|no| no.parse().ok());
    let no = no.unwrap_or_else(|| panic!("{} {}", made.status, made.visible()));
    let taken = officer(site).upload(&address, &[], ("file", "cau-hoi.csv", questions().as_bytes()));
    let _ = taken.is_ok().has_text("10 câu hỏi");
    no
}

/// A small effort, as a telephone is asked for more.
pub fn announce(site: &Site, contest: &str) {
    let id: contests::domain::ContestId = contest.rsplit('/').next().unwrap().parse().unwrap();
    site.write(move |tx| {
        let contest = contests::store::find(tx, id)?;
        let rules = contests::domain::Rules { effort: 50, ..contest.rules.clone() };
        contests::store::save_rules(tx, &contest, &contest.title, &rules)
    });
    let done = officer(site).open(contest).press("/announce");
    assert_eq!(done.status.as_u16(), 303, "{}", done.visible());
}

/// An announced contest with an open round; gives its number and the round's.
pub fn an_open_contest(site: &Site, changed: &[(&str, &str)]) -> (String, i64) {
    let contest = a_contest(site, changed);
    let round = a_round(site, &contest, &[]);
    announce(site, &contest);
    site.set_time("2026-11-22", 9, 30);
    (contest, round)
}

/// Fills in the work that the script of the page does.
pub fn worked<'s>(page: Page<'s>) -> Page<'s> {
    let of = |css: &str, name: &str| page.attribute(css, name);
    let salt = of("input[name=salt]", "value");
    let puzzle = fair_contest::Puzzle {
        salt,
        challenge: of("form[data-puzzle]", "data-challenge"),
        maxnumber: of("form[data-puzzle]", "data-most").parse().unwrap(),
        signature: of("input[name=signature]", "value"),
    };
    let number = fair_contest::solve(&puzzle).expect("the puzzle has a solution");
    page.fill("work", &number.to_string())
}

/// Closes and settles a round of that day.
pub fn settled(site: &Site, round: i64) {
    site.set_time("2026-11-22", 17, 5);
    let done = officer(site).post(&format!("/contests/rounds/{round}/settle"), &[]);
    assert_eq!(done.status.as_u16(), 303, "{}", done.visible());
}

/// Somebody who registered; their browser and the page of the contest.
pub fn joined<'s>(site: &'s Site, name: &str) -> Browser<'s> {
    let unit = site.unit("X01").to_string();
    let page = worked(site.visitor().open("/thi/1").is_ok());
    let done = page.fill("name", name).fill("unit", &unit).press("/join");
    assert_eq!(done.status.as_u16(), 303, "{}", done.visible());
    done.browser()
}

/// The page of an attempt that began now.
pub fn begun<'s>(browser: &Browser<'s>, round: i64) -> Page<'s> {
    let page = worked(browser.open(&format!("/thi/rounds/{round}")).is_ok());
    page.fill("nonce", "abc123").press("/start").is_ok()
}

/// The answers to this page with so many right, as its script sends them.
pub fn answers(page: &Page<'_>, right: usize) -> String {
    const SIGNS: &[u8] = b"ABCDEFGHI";
    let mut text = String::new();
    for (place, question) in page.text.split("<fieldset>").skip(1).enumerate() {
        let mut chosen = None;
        for option in question.split("<label>").skip(1) {
            let value: usize = option.split("value=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap();
            let is_right = option.contains(">Đúng");
            if is_right == (place < right) && chosen.is_none() {
                chosen = Some(value);
            }
        }
        text.push(char::from(SIGNS[1 << chosen.unwrap()]));
    }
    text
}

/// Submits an attempt with so many right answers; the receipt.
pub fn submitted<'s>(page: &Page<'s>, round: i64, right: usize) -> Page<'s> {
    let number = page.attribute("#sitting", "data-number");
    let answers = answers(page, right);
    let fields = [("number", number.as_str()), ("revision", "1"), ("answers", &answers)];
    page.browser().post_raw(&format!("/thi/rounds/{round}/submit"), &fields).is_ok()
}
