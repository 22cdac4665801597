//! Reflections through their pages, on both databases.

#![allow(clippy::unwrap_used, reason = "the helpers are test code too")]

mod alone;
mod as_of;
mod changes;
mod desk;
mod writing;

use kernel::{PersonId, Role, UnitKind};
use people::domain::NewPerson;
use platform::Feature;
use rollouts::domain::{Ask, Audience, DeadlineRule, Measure, Rollout, RolloutState};
use rollouts::store::NewRollout;
use testkit::{Browser, Page, Site};

fn features() -> Vec<Feature> {
    vec![
        units::plug(),
        figures::plug(),
        people::plug(),
        accounts::plug(),
        burden::plug(),
        documents::plug(),
        rollouts::plug(),
        halls::plug(),
        conferences::plug(),
        materials::plug(),
        reflections::plug(),
        search::plug(),
    ]
}

/// The unit whose people write in these tests.
const CELL: &str = "X01-C02";

/// A fictional directive.
const DIRECTIVE: &str = "TỈNH ỦY SÔNG LẠC\n*\nSố 06-NQ/TU\nĐẢNG CỘNG SẢN VIỆT NAM\nSông Lạc, ngày 10 tháng 01 năm 2026\n\nNGHỊ QUYẾT\nvề kinh tế ven sông\n\nI. NHIỆM VỤ\n1. Mỗi xã rà soát toàn bộ bãi bồi ven sông, lập danh sách hộ sản xuất và báo cáo cấp trên trong quý một.\n2. Đảng ủy xã chủ trì, phối hợp với Mặt trận vận động nhân dân trồng cây chắn sóng dọc hai bờ.\n\nNơi nhận:\n- Đảng ủy các xã,\n- Lưu Văn phòng Tỉnh ủy.\nT/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\nTrần Thị Hạnh\n";

fn a_person(site: &Site, name: &str) -> PersonId {
    let (unit, name) = (site.unit(CELL), name.to_owned());
    site.write(move |tx| people::store::insert_person(tx, &NewPerson::named(name, unit)))
}

fn as_member<'s>(site: &'s Site, person: PersonId) -> Browser<'s> {
    site.as_person(Role::Member, CELL, Some(person))
}

/// A running rollout of the province that carries the directive: its id.
fn a_rollout(site: &Site) -> String {
    let officer = site.as_role(Role::Officer, "TU");
    let draft = officer.upload("/documents/import", &[], ("file", "nq.txt", DIRECTIVE.as_bytes()));
    let shown = draft.follow().is_ok().fill("term", "nhiệm kỳ 2025–2030").press("/check");
    let document = shown.location().rsplit('/').next().unwrap().parse().unwrap();
    let (unit, today) = (site.unit("TU"), site.today());
    let id = site.write(move |tx| {
        let title = "Học tập Nghị quyết số 06-NQ/TU".to_owned();
        let new = NewRollout { unit, title, depth: Some(UnitKind::Cell), starts_on: None, ends_on: None };
        let id = rollouts::store::insert(tx, &new)?;
        rollouts::store::save_documents(tx, id, &[document])?;
        let ask = Ask {
            measure: Measure::SelfStudy,
            title: "Viết thu hoạch".into(),
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

/// Everybody of the province is asked: the address of the call.
fn a_call(site: &Site) -> String {
    let rollout = a_rollout(site);
    let officer = site.as_role(Role::Officer, "TU");
    let form =
        officer.open("/reflections/new").is_ok().fill("title", "Thu hoạch Nghị quyết 06").fill("rollout", &rollout);
    let made = form.press("/reflections/new");
    assert_eq!(made.status.as_u16(), 303, "{}", made.visible());
    let call = made.location();
    let announced = officer.open(&call).is_ok().press("/announce");
    assert_eq!(announced.status.as_u16(), 303, "{}", announced.visible());
    call
}

/// Gives everybody of the cell this reviewer.
fn assign(site: &Site, call: &str, reviewer: PersonId, authors: &[PersonId]) {
    let unit = site.unit(CELL).to_string();
    let (reviewer, authors): (String, Vec<String>) =
        (reviewer.to_string(), authors.iter().map(PersonId::to_string).collect());
    let mut fields = vec![("unit", unit.as_str()), ("reviewer", reviewer.as_str())];
    fields.extend(authors.iter().map(|author| ("person", author.as_str())));
    let given = site.as_role(Role::CellSecretary, CELL).post(&format!("{call}/people"), &fields);
    assert_eq!(given.status.as_u16(), 303, "{}", given.visible());
}

const OWN: &str = "Tôi là y sĩ Trạm Y tế xã, phụ trách tiêm chủng ở thôn Bến Cát. Năm 2026 tôi còn bỏ sót 12 trẻ ở thôn Bãi Đông vì đò không chạy mùa lũ. Từ tháng 12 tôi đi cùng đò của hội nông dân vào ngày 5 hằng tháng, trước ngày 30/3/2027 tiêm đủ.";

/// The author writes and submits.
fn write_and_submit<'s>(author: &Browser<'s>, call: &str, own: &str, proposal: &str) -> Page<'s> {
    let version = author.open(&format!("{call}/mine")).is_ok().attribute("input[name=version]", "value");
    let fields =
        [("version", version.as_str()), ("part", "Ba điểm mới về bãi bồi."), ("part", own), ("part", proposal)];
    let coach = author.post(&format!("{call}/mine"), &fields);
    assert_eq!(coach.status.as_u16(), 303, "{}", coach.visible());
    coach.follow().is_ok().press("/submit")
}
