//! Questions and tests through their pages, on both databases.

#![allow(clippy::unwrap_used, reason = "the helpers are test code too")]

mod as_of;
mod bank;
mod desk;
mod standing;
mod taking;
mod words;

use kernel::{Role, UnitKind};
use platform::Feature;
use rollouts::domain::{Ask, Audience, DeadlineRule, Measure, Rollout, RolloutState};
use rollouts::store::NewRollout;
use testkit::{Browser, Site};

fn features() -> Vec<Feature> {
    vec![
        units::plug(),
        figures::plug(),
        people::plug(),
        burden::plug(),
        documents::plug(),
        drafts::plug(),
        rollouts::plug(),
        halls::plug(),
        conferences::plug(),
        quizzes::plug(),
    ]
}

/// Two officers of the province: one writes, the other reviews.
fn two_officers(site: &Site) -> (Browser<'_>, Browser<'_>) {
    (site.as_role(Role::Officer, "TU"), site.as_role(Role::Officer, "TU"))
}

/// The id at the end of an address.
fn id_of(address: &str) -> String {
    let path = address.split('?').next().unwrap().trim_end_matches("/edit");
    path.rsplit('/').next().unwrap().to_owned()
}

/// A question of the province with two choices, the second right: its address.
fn a_question(writer: &Browser<'_>, text: &str) -> String {
    let fields = [("text", text), ("choice", "Mười"), ("choice", "Mười hai"), ("right", "1")];
    let made = writer.post("/quizzes/questions/new", &fields);
    assert_eq!(made.status.as_u16(), 303, "{}", made.visible());
    made.location()
}

/// The question reviewed and in use.
fn put_into_use(reviewer: &Browser<'_>, question: &str) {
    for step in ["/step", "/step"] {
        let done = reviewer.open(question).is_ok().press(step);
        assert_eq!(done.status.as_u16(), 303, "{}", done.visible());
    }
}

/// A running rollout of the province that asks the cells to study: its id.
fn a_rollout(site: &Site) -> String {
    let (unit, today) = (site.unit("TU"), site.today());
    let title = "Học tập Nghị quyết số 06-NQ/TU".to_owned();
    let id = site.write(move |tx| {
        let new = NewRollout { unit, title, depth: Some(UnitKind::Cell), starts_on: None, ends_on: None };
        let id = rollouts::store::insert(tx, &new)?;
        let ask = Ask {
            measure: Measure::SelfStudy,
            title: "Đảng viên tự học, làm bài kiểm tra".into(),
            addressees: vec![UnitKind::Cell],
            audience: Audience::Members,
            deadline: DeadlineRule::DaysAfterLaunch(20),
            note: String::new(),
            figures: Vec::new(),
        };
        rollouts::store::replace_requirements(tx, id, unit, &[ask])?;
        let draft = rollouts::store::find(tx, id)?;
        rollouts::store::launch(tx, &Rollout { state: RolloutState::Launched { on: today }, ..draft })?;
        Ok(id)
    });
    id.to_string()
}

/// A fictional resolution of the province in its register: its id.
fn a_document(site: &Site) -> String {
    let text = "TỈNH ỦY SÔNG LẠC\n*\nSố 06-NQ/TU\nĐẢNG CỘNG SẢN VIỆT NAM\nSông Lạc, ngày 10 tháng 01 năm 2026\n\nNGHỊ QUYẾT\nvề kinh tế ven sông\n\nI. NHIỆM VỤ\n1. Mỗi xã rà soát toàn bộ bãi bồi ven sông và báo cáo trong quý một.\n\nNơi nhận:\n- Đảng ủy các xã,\n- Lưu Văn phòng Tỉnh ủy.\nT/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\nTrần Thị Hạnh\n";
    let officer = site.as_role(Role::Officer, "TU");
    let draft = officer.upload("/documents/import", &[], ("file", "nq.txt", text.as_bytes()));
    let shown = draft.follow().is_ok().fill("term", "nhiệm kỳ 2025–2030").press("/check");
    id_of(&shown.location())
}
