//! What happened while the demo's conference was held, and after it: prompts, heads counted, faults of the line,
//! questions, the survey; and the halls of the province.

use conferences::domain::dialogue::{Dialogue, Handling, Question};
use conferences::domain::line_faults::FaultKind;
use conferences::domain::survey::Reply;
use conferences::domain::{Conference, Outcome, Point};
use conferences::store::{self, Delegate, DelegateFilter, NewFault};
use halls::domain::{Condition, Equipment, EquipmentKind, Hall, HallId};
use kernel::{ConferenceId, Instant, UnitId};
use platform::db::{StoreError, Tx};

use super::meetings::Held;
use super::story::Story;

/// Questions of the demo: words, anonymous, votes, what became of them, the answer, to whom it was passed on.
const QUESTIONS: &[(&str, bool, usize, Handling, &str, &str)] = &[
    (
        "Xã chưa có cán bộ chuyên trách chuyển đổi số thì ai chịu trách nhiệm chỉ tiêu hồ sơ trực tuyến?",
        false,
        23,
        Handling::Live,
        "Đồng chí Chủ tịch Ủy ban nhân dân xã chịu trách nhiệm; Tổ công nghệ số cộng đồng giúp việc.",
        "",
    ),
    ("Bao giờ có sóng di động ở ba bản vùng cao của xã?", true, 41, Handling::PassedOn, "", "Sở Khoa học và Công nghệ"),
    (
        "Kinh phí tập huấn cho chi bộ lấy từ nguồn nào?",
        false,
        12,
        Handling::Written,
        "Từ nguồn chi thường xuyên của Đảng ủy xã; hướng dẫn gửi kèm thông báo kết luận hội nghị.",
        "",
    ),
    ("Đảng viên đi làm ăn xa học tập bù ở đâu?", true, 17, Handling::Open, "", ""),
];

/// During the conference: the line fails here and there, the points are prompted twice, some halls count heads, and
/// delegates ask.
pub(super) fn during(story: &Story, held: &Held) -> anyhow::Result<()> {
    let id = held.id;
    prompt(story, id, held.starts_at.plus_seconds(3_900))?;
    story.write(held.starts_at.plus_seconds(5_000), "", move |tx| lose_lines(tx, id))?;
    story.write(held.starts_at.plus_seconds(6_000), "", move |tx| count_heads(tx, id))?;
    story.write(held.starts_at.plus_seconds(7_000), "officer", move |tx| ask(tx, id))?;
    prompt(story, id, held.starts_at.plus_seconds(7_800))
}

fn prompt(story: &Story, id: ConferenceId, at: Instant) -> anyhow::Result<()> {
    story.write(at, "officer", move |tx| {
        let conference = store::find(tx, id)?;
        store::open_prompt(tx, &conference)
    })?;
    story.write(at.plus_seconds(50), "", move |tx| answer(tx, id, 0))?;
    story.write(at.plus_seconds(260), "", move |tx| answer(tx, id, 1))
}

fn online_points(tx: &mut Tx<'_>, id: ConferenceId) -> Result<Vec<Point>, StoreError> {
    Ok(store::list_points(tx, id)?.into_iter().filter(|point| point.parent.is_some()).collect())
}

/// Most points answer in time, one in nineteen late, one in thirty-one not at all.
fn answer(tx: &mut Tx<'_>, id: ConferenceId, turn: usize) -> Result<(), StoreError> {
    let conference = store::find(tx, id)?;
    let now = tx.now();
    let Some(prompt) = store::list_prompts(tx, id)?.into_iter().rfind(|prompt| prompt.opens_at <= now) else {
        return Ok(());
    };
    for (n, point) in online_points(tx, id)?.into_iter().enumerate() {
        let is_late = n % 19 == 7;
        if n % 31 != 11 && is_late == (turn == 1) {
            let code = conference.code_seed.prompt_code(point.id, prompt.id);
            // a refusal here would mean a wrong code: the demo's tests would see it
            let _ = store::answer_prompt(tx, &conference, &point, prompt.id, &code)?;
        }
    }
    Ok(())
}

fn lose_lines(tx: &mut Tx<'_>, id: ConferenceId) -> Result<(), StoreError> {
    let now = tx.now();
    for (n, point) in online_points(tx, id)?.iter().enumerate().filter(|(n, _)| n % 13 == 5) {
        let minutes = i64::try_from(n % 7).unwrap_or(0) + 3;
        let kind = if n % 2 == 0 { FaultKind::Sound } else { FaultKind::Both };
        let fault = NewFault {
            kind,
            lost_at: now.plus_seconds(-60 * minutes),
            restored_at: Some(now),
            remedy: "Khởi động lại thiết bị, chuyển sang đường truyền dự phòng".into(),
        };
        store::insert_fault(tx, point, &fault)?;
    }
    Ok(())
}

/// Some halls count; one counts fewer than have checked in.
fn count_heads(tx: &mut Tx<'_>, id: ConferenceId) -> Result<(), StoreError> {
    for (n, point) in online_points(tx, id)?.iter().enumerate().filter(|(n, _)| n % 4 == 0) {
        let (present, _) = store::count_at_point(tx, id, point.id)?;
        if present > 0 {
            let counted = if n == 4 { present - present / 4 } else { present };
            store::insert_count(tx, point, counted)?;
        }
    }
    Ok(())
}

fn there(tx: &mut Tx<'_>, id: ConferenceId, most: i64) -> Result<Vec<Delegate>, StoreError> {
    let outcome = Outcome::Present.code().to_owned();
    let filter = DelegateFilter { conference: id, point: None, like: "%%".into(), outcome, branch: None };
    store::list_delegates(tx, &filter, 0, most)
}

fn ask(tx: &mut Tx<'_>, id: ConferenceId) -> Result<(), StoreError> {
    let conference = store::find(tx, id)?;
    let dialogue = Dialogue { conference: id, is_open: true, takes_anonymous: true, version: 0 };
    store::save_dialogue(tx, &conference, &dialogue)?;
    let people = there(tx, id, 60)?;
    for (n, (words, anonymous, votes, handling, answer, passed_to)) in QUESTIONS.iter().enumerate() {
        let officer = tx.actor();
        tx.act_as(None);
        let asker = people.get(n).filter(|_| !anonymous).map(|delegate| delegate.id);
        let question = store::insert_question(tx, &conference, asker, words)?;
        for delegate in people.iter().take(*votes) {
            store::vote(tx, question, &conference.code_seed.voter(question, delegate.id))?;
        }
        tx.act_as(officer);
        if *handling != Handling::Open {
            let asked = store::find_question(tx, question)?;
            let (answer, passed_to) = ((*answer).to_owned(), (*passed_to).to_owned());
            store::save_handling(tx, &conference, &Question { handling: *handling, answer, passed_to, ..asked })?;
        }
    }
    Ok(())
}

/// In the evening forty of those who were there answer the survey.
pub(super) fn survey(story: &Story, held: &Held) -> anyhow::Result<()> {
    let id = held.id;
    story.write(held.ends_at.plus_seconds(9 * 3600), "", move |tx| {
        let conference = store::find(tx, id)?;
        for (n, delegate) in there(tx, id, 42)?.into_iter().enumerate() {
            store::take_reply(tx, &conference, delegate.id, &reply(&conference, n))?;
        }
        Ok(())
    })
}

fn reply(conference: &Conference, n: usize) -> Reply {
    let marks = conference
        .aspects()
        .into_iter()
        .zip(0..)
        .map(|(aspect, place)| (aspect, [5, 4, 5, 4, 3, 5, 4, 2][(n + place * 3) % 8]))
        .collect();
    let words = match n {
        6 => "Nên gửi tài liệu trước ít nhất hai ngày.",
        19 => "Báo cáo viên trình bày dễ hiểu, có ví dụ ở cơ sở.",
        31 => "Âm thanh ở điểm cầu xã lúc đầu giờ còn nhỏ.",
        _ => "",
    };
    Reply { marks, words: words.to_owned() }
}

/// The halls of the province and of the first communes, with their equipment.
pub(super) fn halls_of(story: &Story) -> anyhow::Result<()> {
    let province = story.unit("TU")?;
    let communes: Vec<UnitId> =
        ["X01", "X02", "X08"].iter().filter_map(|code| story.units.get(*code).copied()).collect();
    let at = Instant::at(super::story::day("2026-01-15")?, 9, 0);
    story.write(at, "officer", move |tx| {
        let great = a_hall(tx, province, "Hội trường lớn Tỉnh ủy", (640, 20, 30))?;
        let kinds = [
            (EquipmentKind::Screen, "Màn hình LED 4 × 7 m", 1, Condition::Working),
            (EquipmentKind::Sound, "Dàn âm thanh hội trường", 1, Condition::Working),
            (EquipmentKind::Projector, "Máy chiếu dự phòng", 2, Condition::InRepair),
        ];
        for (kind, name, quantity, condition) in kinds {
            equip(tx, (province, Some(great)), kind, name, (quantity, condition))?;
        }
        let carried = (EquipmentKind::Conferencing, "Camera hội nghị lưu động");
        equip(tx, (province, None), carried.0, carried.1, (3, Condition::Working))?;
        for commune in communes {
            let hall = a_hall(tx, commune, "Hội trường Đảng ủy xã", (180, 12, 14))?;
            equip(tx, (commune, Some(hall)), EquipmentKind::Screen, "Tivi 75 inch", (2, Condition::Working))?;
        }
        Ok(())
    })
}

fn a_hall(tx: &mut Tx<'_>, unit: UnitId, name: &str, seats: (i64, i64, i64)) -> Result<HallId, StoreError> {
    let (capacity, rows, row_seats) = seats;
    let hall = Hall {
        id: tx.new_id(),
        unit,
        name: name.to_owned(),
        place: String::new(),
        capacity,
        rows,
        row_seats,
        in_use: true,
        note: String::new(),
        version: 1,
    };
    halls::store::insert_hall(tx, &hall)?;
    Ok(hall.id)
}

fn equip(
    tx: &mut Tx<'_>,
    (unit, hall): (UnitId, Option<HallId>),
    kind: EquipmentKind,
    name: &str,
    (quantity, condition): (i64, Condition),
) -> Result<(), StoreError> {
    let one = Equipment {
        id: tx.new_id(),
        unit,
        hall,
        kind,
        name: name.to_owned(),
        quantity,
        condition,
        note: String::new(),
        version: 1,
    };
    halls::store::insert_equipment(tx, &one)
}

/// The main point of the conference to come meets in the great hall, everybody seated.
pub(super) fn seat_main_point(story: &Story, held: &Held) -> anyhow::Result<()> {
    let id = held.id;
    story.write(held.starts_at.plus_seconds(-6 * 86_400), "officer", move |tx| {
        let Some(point) = store::main_point(tx, id)? else { return Ok(()) };
        let Some(hall) = halls::store::list_choices(tx, point.unit)?.into_iter().next() else { return Ok(()) };
        store::choose_hall(tx, &point, Some(hall.id))?;
        store::seat_everybody(tx, &point, &hall).map(|_| ())
    })
}
