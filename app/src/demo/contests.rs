//! The contests of the demo: the province's, whose first week is over and waits to be settled while its second is open, and
//! a short open one that shows its questions as pictures.

use ::contests::domain::{Asked, Contest, Ended, Marks, Prize, Question, Round, Rules, Sitting, State};
use ::contests::store::{self, NewContestant};
use anyhow::Context;
use fair_contest::{Answers, Seed, attempt_name, draw, pool_of};
use kernel::Instant;
use platform::db::StoreError;

use super::story::{Story, day, lot};

/// Contestants of the demo.
const PEOPLE: usize = 90;
const SOURCES: [&str; 2] = ["Nghị quyết Đại hội Đảng bộ tỉnh", "Lịch sử Đảng bộ tỉnh"];
const QUESTIONS: usize = 10;

fn seeds() -> [Seed; 2] {
    [Seed([31; 32]), Seed([47; 32])]
}

/// Questions of a pool, in other words than those of another: a round is published once no other asks the same.
fn questions(begin: &str) -> Vec<Question> {
    let fields =
        ["kinh tế", "văn hóa", "xây dựng Đảng", "chuyển đổi số", "giáo dục", "y tế", "giao thông", "nông thôn mới"];
    let of = |number: usize| {
        let year = 1930 + number * 3 % 90;
        let (text, unit) = if number < 16 {
            let field = fields[number % fields.len()];
            let part = if number < fields.len() { "chỉ tiêu" } else { "nhiệm vụ trọng tâm" };
            (format!("Nghị quyết nêu mấy {part} về {field}?"), "")
        } else {
            (format!("Sự kiện số {} trong lịch sử Đảng bộ tỉnh diễn ra năm nào?", number - 15), "Năm ")
        };
        let right = number % 4;
        let start = if number < 16 { 2 + number % 5 } else { year };
        let text = format!("{begin}{text}");
        Question {
            source: SOURCES[usize::from(number >= 16)].into(),
            text,
            options: (0..4).map(|option| format!("{unit}{}", start + option)).collect(),
            right: vec![u8::try_from(right).unwrap_or(0)],
            keeps_order: number >= 16,
            bank: None,
        }
    };
    (0..32).map(of).collect()
}

fn rules() -> Rules {
    let prize = |name: &str, count, worth: &str| Prize { name: name.into(), count, worth: worth.into() };
    Rules {
        asks_unit: Asked::Required.code().into(),
        asks_place: Asked::No.code().into(),
        least_age: Some(14),
        prizes: vec![
            prize("Giải Nhất", 1, "2.000.000 đồng"),
            prize("Giải Nhì", 3, "1.000.000 đồng"),
            prize("Giải Ba", 5, "500.000 đồng"),
        ],
        final_parts: vec!["Chào hỏi".into(), "Kiến thức".into(), "Tiểu phẩm".into()],
        ..Rules::default()
    }
}

/// A contest of one day's reading whose questions are pictures, open to everybody until the end of the month.
pub(super) fn in_pictures(story: &Story) -> anyhow::Result<()> {
    let unit = story.unit("TU")?;
    let (opens_at, closes_at) = (Instant::at(day("2026-11-16")?, 7, 30), Instant::at(day("2026-11-30")?, 17, 30));
    let rules = Rules { question_pictures: true, asks_unit: Asked::Optional.code().into(), ..rules() };
    story.write(Instant::at(day("2026-11-13")?, 9, 0), "officer", move |tx| {
        let title = "Thi thử: câu hỏi dạng hình, chống máy trả lời thay người";
        let id = store::insert(tx, unit, title, &rules, &[67; 32])?;
        let contest = store::find(tx, id)?;
        let quotas = vec![(SOURCES[1].to_owned(), QUESTIONS / 2)];
        let round =
            Round { name: "Vòng thi thử".into(), opens_at, closes_at, attempts: 3, quotas, ..Round::new(id) };
        let no = store::insert_round(tx, &contest, &round)?;
        let round = store::find_round(tx, no)?;
        store::replace_questions(tx, &contest, &round, &questions("(Thi thử) "))?;
        ::contests::announce(tx, &Contest { state: State::Announced, ..contest.clone() }, &[Seed([53; 32])])
    })
}

/// The contest with its first week lived through.
pub(super) fn held(story: &Story) -> anyhow::Result<()> {
    let unit = story.unit("TU")?;
    let hours = |from: &str, until: &str| {
        Ok::<_, anyhow::Error>((Instant::at(day(from)?, 7, 30), Instant::at(day(until)?, 17, 30)))
    };
    let weeks = [hours("2026-11-12", "2026-11-18")?, hours("2026-11-19", "2026-11-27")?];
    let people = contestants(story)?;
    let round = story.write(Instant::at(day("2026-11-10")?, 9, 0), "officer", move |tx| {
        let title = "Hội thi trực tuyến tìm hiểu Nghị quyết Đại hội Đảng bộ tỉnh Lĩnh Giang";
        let id = store::insert(tx, unit, title, &rules(), &[61; 32])?;
        let contest = store::find(tx, id)?;
        let mut first = None;
        for (number, (opens_at, closes_at)) in (1..).zip(weeks) {
            let quotas = SOURCES.map(|source| (source.to_owned(), QUESTIONS / 2)).to_vec();
            let name = format!("Tuần {number}");
            let round = Round { name, opens_at, closes_at, attempts: 3, quotas, ..Round::new(id) };
            let no = store::insert_round(tx, &contest, &round)?;
            let round = store::find_round(tx, no)?;
            let begin = if number == 1 { "" } else { "(Tuần hai) " };
            store::replace_questions(tx, &contest, &round, &questions(begin))?;
            first = first.or(Some(no));
        }
        ::contests::announce(tx, &Contest { state: State::Announced, ..contest.clone() }, &seeds())?;
        let rows: Vec<(i64, NewContestant)> = (1..).zip(people).collect();
        store::reserve_numbers(tx, contest.no, rows.len())?;
        store::insert_contestants(tx, contest.no, &rows)?;
        store::find_round(tx, first.ok_or(StoreError::NotFound)?)
    })?;
    let ended = attempts(&round)?;
    story.write(round.closes_at, "officer", move |tx| ::contests::record_past(tx, round.no, ended))
}

fn contestants(story: &Story) -> anyhow::Result<Vec<NewContestant>> {
    let step = (story.province.people.len() / PEOPLE).max(1);
    let chosen = story.province.people.iter().step_by(step).take(PEOPLE).enumerate();
    chosen
        .map(|(number, person)| {
            Ok(NewContestant {
                name: person.full_name.clone(),
                unit: Some(story.unit(&person.unit_code)?),
                person: story.people.get(&person.external_id).copied(),
                born: person.birth_day.get(..4).and_then(|year| year.parse().ok()),
                code: format!("demo-{:04}", number + 1),
                join_key: format!("demo/{number}"),
                has_joined: true,
                ..NewContestant::default()
            })
        })
        .collect()
}

/// Who sat when and what they knew: always the same.
fn attempts(round: &Round) -> anyhow::Result<Vec<Ended>> {
    let published: Vec<_> = questions("").iter().enumerate().map(|(at, one)| one.published(round.no, at)).collect();
    let pool = pool_of(&published, &round.quotas).context("the pool holds its quotas")?;
    let mut all = Vec::new();
    for contestant in 1..=PEOPLE {
        let tries = 1 + lot(contestant, 900) % 3;
        for number in 1..=tries {
            let day = i64::try_from(lot(contestant, 910) % 6)?;
            let minute = i64::try_from(lot(contestant, 920 + number) * 5 + number * 60)?;
            let started_at = round.opens_at.plus_seconds(day * 86_400 + minute * 60);
            let seconds = i64::try_from(120 + lot(contestant, 930 + number) * 4)?;
            let (no, attempt) = (i64::try_from(contestant)?, i64::try_from(number)?);
            let nonce = format!("{contestant:04x}{number}");
            let drawn = draw(&seeds()[0], &attempt_name(round.no, no, attempt), &nonce, &pool);
            let knows = |place: usize| lot(contestant * 31 + place, 940 + number) < 62 + number * 8;
            let answers = drawn.iter().enumerate().fold(Answers::none(drawn.len()), |answers, (place, one)| {
                let right = pool.questions()[one.question].right;
                let is_wanted = |option: &u8| (right & (1 << *option) != 0) == knows(place);
                let shown = one.order.iter().position(is_wanted).unwrap_or(0);
                answers.with(place, 1 << shown)
            });
            let sitting = Sitting {
                nonce,
                started_at,
                due_at: round.due_at(started_at),
                revision: 1,
                answers: answers.as_str().to_owned(),
                prediction: None,
                marks: Marks { device: format!("demo-{contestant}"), address: format!("demo-{}", contestant % 40) },
            };
            all.push(Ended { contestant: no, number: attempt, sitting, finished_at: started_at.plus_seconds(seconds) });
        }
    }
    all.sort_by_key(|one| one.finished_at);
    Ok(all)
}
