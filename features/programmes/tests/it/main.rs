//! Programmes through their pages, on both databases.

#![allow(clippy::unwrap_used, reason = "the helpers are test code too")]

mod carrying_out;
mod counting;
mod coverage;
mod importing;
mod papers;
mod registers;
mod writing;

use documents::domain::{Citation, Entry, Section};
use documents::store::{CameWith, NewDocument};
use kernel::{DocumentId, Role};
use platform::Feature;
use testkit::{Page, Site};

fn features() -> Vec<Feature> {
    vec![
        units::plug(),
        figures::plug(),
        people::plug(),
        burden::plug(),
        documents::plug(),
        drafts::plug(),
        rollouts::plug(),
        programmes::plug(),
    ]
}

/// A fictional directive that gives three tasks.
const DIRECTIVE: &str = "TỈNH ỦY SÔNG LẠC\n*\nSố 06-NQ/TU\nĐẢNG CỘNG SẢN VIỆT NAM\nSông Lạc, ngày 10 tháng 01 năm 2026\n\nNGHỊ QUYẾT\nvề kinh tế ven sông\n\nI. MỤC TIÊU\n1. Đến năm 2030, thu nhập của hộ ven sông tăng gấp rưỡi.\n2. Mỗi xã có một mô hình điểm.\nII. NHIỆM VỤ\n1. Đảng ủy các xã chủ trì, phối hợp với Mặt trận rà soát bãi bồi trước ngày 30/6/2026.\n2. Văn phòng Tỉnh ủy theo dõi, đôn đốc.\n\nNơi nhận:\n- Đảng ủy các xã,\n- Lưu Văn phòng Tỉnh ủy.\nT/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\nTrần Thị Hạnh\n";

/// The resolution, registered by the province and sent to the commune X01: its id.
fn a_resolution(site: &Site) -> String {
    a_resolution_of(site, DIRECTIVE)
}

/// The same with another second section.
fn a_resolution_saying(site: &Site, section: &str) -> String {
    let (head, rest) = DIRECTIVE.split_once("II. NHIỆM VỤ").unwrap();
    let (_, closing) = rest.split_once("\n\nNơi nhận").unwrap();
    a_resolution_of(site, &format!("{head}{section}\nNơi nhận{closing}"))
}

fn a_resolution_of(site: &Site, text: &str) -> String {
    let officer = site.as_role(Role::Officer, "TU");
    let draft = officer.upload("/documents/import", &[], ("file", "nq.txt", text.as_bytes()));
    let shown = draft.follow().is_ok().fill("term", "nhiệm kỳ 2025–2030").press("/check");
    let address = shown.location();
    let id = address.rsplit('/').next().unwrap().to_owned();
    let (document, unit) = (id.parse().unwrap(), site.unit("X01"));
    site.write(move |tx| documents::store::deliver(tx, document, &[unit]));
    id
}

/// What the register says of the resolution.
fn resolution() -> Entry {
    Entry {
        issuer_name: "Tỉnh ủy Sông Lạc".into(),
        type_code: "NQ".into(),
        type_name: "Nghị quyết".into(),
        number: Some(6),
        symbol: "NQ/TU".into(),
        full_number: "06-NQ/TU".into(),
        term: "nhiệm kỳ 2025–2030".into(),
        issued_on: "2026-01-10".parse().ok(),
        title: "về kinh tế ven sông".into(),
        ..Entry::default()
    }
}

/// A document in the register of a unit, issued by another of the tree or by none.
fn registered(
    site: &Site,
    (owner, issuer): (&'static str, Option<&'static str>),
    entry: Entry,
    text: &str,
) -> DocumentId {
    let (owner_unit, issuer) = (site.unit(owner), issuer.map(|code| site.unit(code)));
    let parsed = official_text::parse(text);
    let new = NewDocument {
        owner_unit,
        entry: entry.clone(),
        sections: Section::all_of(&parsed),
        citations: Citation::all_of(&parsed),
        text: text.to_owned(),
        file_name: String::new(),
        file: String::new(),
        content_hash: format!("{}-{}", entry.full_number, entry.issuer_name),
        came_with: CameWith::default(),
    };
    site.write(move |tx| {
        let id = documents::store::insert_parsed(tx, &new)?;
        let document = documents::store::find(tx, id)?;
        documents::store::register(tx, &document, &entry, issuer)?;
        Ok(id)
    })
}

/// A programme of the commune after the resolution, without its tasks: its address.
fn a_programme(site: &Site, document: &str) -> String {
    a_programme_of(site, "X01", document, "programme")
}

fn a_programme_of(site: &Site, unit: &'static str, document: &str, kind: &str) -> String {
    let form = site.as_role(Role::CommuneOfficer, unit).open("/programmes/new").is_ok().fill("kind", kind);
    let form = form.fill("title", "thực hiện Nghị quyết 06-NQ/TU").fill("tasks", "").fill("document", document);
    let made = form.fill("starts_on", "2026-01-01").fill("ends_on", "2028-12-31").press("/programmes/new");
    assert_eq!(made.status.as_u16(), 303, "{}", made.visible());
    made.location()
}

/// A target of the programme: at least 100 by the end of 2026, 150 by that of 2027.
fn a_target<'s>(site: &'s Site, programme: &str, fields: &[(&str, &str)]) -> Page<'s> {
    let all =
        [("title", "số hộ có mô hình"), ("measure", "hộ"), ("baseline", "40"), ("year", "2026"), ("amount", "100")];
    let mut all: Vec<(&str, &str)> =
        all.into_iter().filter(|(name, _)| !fields.iter().any(|(f, _)| f == name)).collect();
    all.extend_from_slice(fields);
    site.as_role(Role::CommuneOfficer, "X01").post(&format!("{programme}/targets/new"), &all)
}

fn a_task<'s>(site: &'s Site, programme: &str, work: &str) -> Page<'s> {
    a_task_of(site, "X01", programme, work)
}

fn a_task_of<'s>(site: &'s Site, unit: &'static str, programme: &str, work: &str) -> Page<'s> {
    let form = site.as_role(Role::CommuneOfficer, unit).open(&format!("{programme}/tasks/new")).is_ok();
    let form = form.fill("work", work).fill("lead", "Văn phòng Đảng ủy").fill("due_on", "2026-12-31");
    form.fill("starts_on", "2026-01-01").press("/tasks/new")
}

/// The first address on a page that begins so.
fn link(page: &Page<'_>, start: &str) -> String {
    let address = page.attribute(&format!("a[href^='{start}']"), "href");
    address.split('?').next().unwrap().to_owned()
}

/// Drafts, approves and issues the paper of a programme.
fn issue(site: &Site, programme: &str) {
    issue_of(site, "X01", programme);
}

fn issue_of(site: &Site, unit: &'static str, programme: &str) {
    let officer = site.as_role(Role::CommuneOfficer, unit);
    let draft = officer.open(programme).press("/draft").location();
    let _ = officer.open(&draft).press("/submit").follow().is_ok();
    let _ = site.as_role(Role::Leader, unit).open(&draft).press("/approve").follow().is_ok();
    let form = officer.open(&format!("{draft}/issue")).is_ok();
    let form = form.fill("signer", "Lê Thị Mai").fill("position_name", "Bí thư").fill("position", "secretary");
    let issued = form.press("/issue");
    assert_eq!(issued.status.as_u16(), 303, "{}", issued.visible());
}
