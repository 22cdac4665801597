//! What people of the demo do after they have studied: a bank of questions, a test that some have taken, a commune's call
//! for reflections with some submitted and one passed.

use anyhow::Context;
use kernel::{Day, Instant, PersonId, RolloutId, UnitId};
use official_text::read::Stretch;
use platform::db::{StoreError, Tx};
use platform::web::Failure;
use quizzes::domain::{AttemptId, Audience, Plan, QuizId, Quota, Shows, Step, Way, Wording, read_layout};
use reflections::domain::{Call, CallId, CallState, Reflection, usual_parts};

use super::story::{Story, day, lot};

const QUESTIONS: &str = include_str!("study/cau-hoi.txt");
/// People of the demo who have taken the test.
const TAKERS: usize = 90;
/// The commune whose members write reflections: that of the logins.
const COMMUNE: &str = "X01";
/// The cell of the logins.
const CELL: &str = "X01-C08-01";

pub(super) fn under_way(story: &mut Story, rollout: RolloutId) -> anyhow::Result<()> {
    fill_bank(story)?;
    let quiz = announce_test(story, rollout)?;
    take_test(story, quiz)?;
    let call = ask_for_reflections(story, rollout)?;
    write_reflections(story, call)
}

fn fill_bank(story: &Story) -> anyhow::Result<()> {
    let (unit, document) = (story.unit("TU")?, story.document("nghi-quyet")?);
    let line = |text: &str| vec![Stretch { text: text.to_owned(), ..Stretch::default() }];
    let paragraphs: Vec<_> = QUESTIONS.lines().map(line).collect();
    let read = read_layout(&paragraphs);
    let at = Instant::at(day("2026-11-10")?, 9, 0);
    // written by the system, so that the officer is the second person
    let made = story.write(at, "", move |tx| {
        let wording = |wording| Wording { document: Some(document), is_open_below: true, ..wording };
        read.into_iter()
            .map(|one| quizzes::store::insert_question(tx, unit, &wording(one.wording)))
            .collect::<Result<Vec<_>, _>>()
    })?;
    story.decide(at.plus_seconds(7200), "officer", move |tx| {
        for id in made {
            for step in [Step::Review, Step::Use] {
                let question = quizzes::store::find_question(tx, id)?;
                let by = tx.actor();
                let after = question.after(step, by, "")?;
                quizzes::store::save_step(tx, &after, step)?;
            }
        }
        Ok::<_, Failure>(())
    })
}

fn announce_test(story: &Story, rollout: RolloutId) -> anyhow::Result<QuizId> {
    let (unit, document) = (story.unit("TU")?, story.document("nghi-quyet")?);
    let opens = day("2026-11-16")?;
    let plan = Plan {
        title: "Kiểm tra nhận thức Nghị quyết số 05-NQ/TU về chuyển đổi số".to_owned(),
        rollout: Some(rollout),
        conference: None,
        quotas: vec![Quota { document: Some(document), questions: 5, ..Quota::default() }],
        minutes: 15,
        attempts: 2,
        pass_mark: 60,
        opens_at: Instant::at(opens, 7, 30),
        closes_at: Instant::at(opens.plus(14), 17, 30),
        audience: Audience::Members,
        shows: Shows::AtOnce,
        explains: true,
        duty_share: 100,
    };
    story.decide(Instant::at(opens.plus(-3), 10, 0), "officer", move |tx| {
        let id = quizzes::store::insert_quiz(tx, unit, &plan)?;
        let quiz = quizzes::store::find_quiz(tx, id)?;
        let (supplies, now) = (quizzes::store::supplies(tx, &quiz)?, tx.now());
        let announced = quiz.announce(&supplies, now)?;
        quizzes::store::save_quiz_state(tx, &announced, "quizzes.quiz_announced")?;
        quizzes::jobs::follow(tx, &announced)?;
        Ok::<_, Failure>(id)
    })
}

/// The people of a branch, by the codes of their units, without those who have a login.
fn people_below(story: &Story, code: &str) -> Vec<PersonId> {
    let is_login = |id: &str| story.province.logins.iter().any(|login| login.person_external_id == id);
    let people = story.province.people.iter().filter(|person| person.unit_code.starts_with(code));
    let people = people.filter(|person| person.member_status == "official" && !is_login(&person.external_id));
    people.filter_map(|person| story.people.get(&person.external_id).copied()).collect()
}

fn take_test(story: &Story, id: QuizId) -> anyhow::Result<()> {
    let takers: Vec<PersonId> = people_below(story, "X0").into_iter().step_by(7).take(TAKERS).collect();
    for (index, person) in takers.into_iter().enumerate() {
        let on = day("2026-11-16")?.plus(i64::try_from(lot(index, 31) % 6)?);
        let at = Instant::at(on, 19, 0).plus_seconds(i64::try_from(index)? * 20);
        let attempt = story.write(at, "", move |tx| begin(tx, id, person, index))?;
        story.write(at.plus_seconds(420), "", move |tx| {
            let (quiz, attempt) = (quizzes::store::find_quiz(tx, id)?, quizzes::store::find_attempt(tx, attempt)?);
            quizzes::store::hand_in(tx, &quiz, attempt)
        })?;
    }
    Ok(())
}

/// Begins an attempt and answers: some know much, some little.
fn begin(tx: &mut Tx<'_>, id: QuizId, person: PersonId, index: usize) -> Result<AttemptId, StoreError> {
    let quiz = quizzes::store::find_quiz(tx, id)?;
    let person = people::store::find_person(tx, person)?;
    let attempt = quizzes::store::start(tx, &quiz, &person, 1, Way::Own)?;
    for answer in quizzes::store::list_answers(tx, attempt)? {
        let question = quizzes::store::find_question(tx, answer.drawn.question)?;
        let right = question.wording.right();
        let place = usize::try_from(answer.position).unwrap_or_default();
        let knows = lot(index * 7 + place, 32) < 45 + lot(index, 33) / 2;
        let is_right = |shown: &usize| right.contains(&answer.drawn.order[*shown]);
        let shown: Vec<usize> = (0..answer.drawn.order.len()).filter(|shown| is_right(shown) == knows).collect();
        let shown = if knows { shown } else { shown.into_iter().take(1).collect() };
        quizzes::store::save_answer(tx, attempt, &answer.marked(&shown, 1))?;
    }
    Ok(attempt)
}

fn ask_for_reflections(story: &Story, rollout: RolloutId) -> anyhow::Result<CallId> {
    let unit = story.unit(COMMUNE)?;
    let due_on = day("2026-12-07")?;
    story.decide(Instant::at(day("2026-11-16")?, 14, 0), "commune_officer", move |tx| {
        let call = Call {
            id: tx.new_id(),
            unit,
            rollout,
            title: "Bài thu hoạch học tập Nghị quyết số 05-NQ/TU".to_owned(),
            audience: reflections::domain::Audience::Members,
            due_on,
            least_words: 150,
            parts: usual_parts(),
            state: CallState::Preparing,
            version: 1,
        };
        let id = reflections::store::insert_call(tx, &call)?;
        let call = reflections::store::find_call(tx, id)?;
        let (asked, today): (i64, Day) = (reflections::store::count_asked(tx, unit, call.audience)?, tx.today());
        reflections::store::announce(tx, &call.announce(asked, today)?)?;
        Ok::<_, Failure>(id)
    })
}

const WRITTEN: [[&str; 3]; 3] = [
    [
        "Điểm mới với tôi là dữ liệu nhập một lần tại nơi phát sinh, cấp trên không xin lại.",
        "Tôi giữ sổ sách của tổ vay vốn thôn, 43 hộ. Từ tháng 12/2026 tôi nhập thẳng vào bảng chung của xã, bỏ sổ chép tay; còn 6 hộ ở bản xa chưa có số điện thoại, tôi đến nhà ghi trước ngày 15/12.",
        "Xã mở một buổi chỉ cách dùng bảng chung cho các tổ trưởng.",
    ],
    [
        "Nghị quyết đặt chỉ tiêu giảm 40% mẫu báo cáo của cấp xã.",
        "Tôi dạy lớp 4 ở điểm trường bản, mỗi tháng làm 5 báo cáo giấy. Tôi đã đề nghị nhà trường gộp còn 2 từ học kỳ này; phần tôi thiếu là chưa biết ký số, sẽ học xong trước Tết.",
        "Cho điểm trường bản một đường truyền riêng, hiện dùng chung với nhà văn hóa.",
    ],
    [
        "Người chưa quen dùng máy vẫn được phục vụ đầy đủ.",
        "Tôi phụ trách phụ nữ thôn, có 28 chị chưa dùng điện thoại thông minh. Tôi và hai đoàn viên kèm mỗi tối thứ Năm, đến nay 11 chị nhận được thông báo của chi bộ.",
        "Tài liệu có bản đọc bằng tiếng Thái.",
    ],
];

fn write_reflections(story: &Story, call: CallId) -> anyhow::Result<()> {
    let secretary = story.province.logins.iter().find(|login| login.role == "cell_secretary").context("a secretary")?;
    let secretary = *story.people.get(&secretary.person_external_id).context("the secretary's record")?;
    let cell: UnitId = story.unit(CELL)?;
    story.write(Instant::at(day("2026-11-17")?, 8, 0), "cell_secretary", move |tx| {
        for row in reflections::store::list_of_unit(tx, call, cell)? {
            if let Ok(reviewed) = row.reflection.reviewed_by(secretary) {
                reflections::store::assign(tx, &reviewed)?;
            }
        }
        Ok(())
    })?;
    let authors = people_below(story, CELL);
    for (index, (person, parts)) in authors.into_iter().zip(WRITTEN).enumerate() {
        let at = Instant::at(day("2026-11-18")?, 20, 0).plus_seconds(i64::try_from(index)? * 600);
        let texts = parts.map(str::to_owned);
        story.decide(at, "", move |tx| {
            let reflection = reflections::store::find_reflection(tx, call, person)?;
            reflections::store::save_draft(tx, &reflection, &texts)?;
            let before = Reflection { version: reflection.version + 1, ..reflection };
            let after = before.clone().submit(CallState::Announced, false, tx.today())?;
            Ok::<_, Failure>(reflections::store::save_step(tx, &before, &after)?)
        })?;
        if index == 0 {
            story.decide(at.plus_seconds(86_400), "cell_secretary", move |tx| {
                let before = reflections::store::find_reflection(tx, call, person)?;
                let after = before.clone().pass(tx.today())?;
                Ok::<_, Failure>(reflections::store::save_step(tx, &before, &after)?)
            })?;
        }
    }
    Ok(())
}
