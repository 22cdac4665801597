//! Programmes through their pages, on both databases.

#![allow(clippy::unwrap_used, reason = "the helpers are test code too")]

mod carrying_out;
mod writing;

use kernel::Role;
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
    let officer = site.as_role(Role::Officer, "TU");
    let draft = officer.upload("/documents/import", &[], ("file", "nq.txt", DIRECTIVE.as_bytes()));
    let shown = draft.follow().is_ok().fill("term", "nhiệm kỳ 2025–2030").press("/check");
    let address = shown.location();
    let id = address.rsplit('/').next().unwrap().to_owned();
    let (document, unit) = (id.parse().unwrap(), site.unit("X01"));
    site.write(move |tx| documents::store::deliver(tx, document, &[unit]));
    id
}

/// A programme of the commune after the resolution, without its tasks: its address.
fn a_programme(site: &Site, document: &str) -> String {
    let form = site.as_role(Role::CommuneOfficer, "X01").open("/programmes/new").is_ok();
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
    let form = site.as_role(Role::CommuneOfficer, "X01").open(&format!("{programme}/tasks/new")).is_ok();
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
    let officer = site.as_role(Role::CommuneOfficer, "X01");
    let draft = officer.open(programme).press("/draft").location();
    let _ = officer.open(&draft).press("/submit").follow().is_ok();
    let _ = site.as_role(Role::Leader, "X01").open(&draft).press("/approve").follow().is_ok();
    let form = officer.open(&format!("{draft}/issue")).is_ok();
    let form = form.fill("signer", "Lê Thị Mai").fill("position_name", "Bí thư").fill("position", "secretary");
    let issued = form.press("/issue");
    assert_eq!(issued.status.as_u16(), 303, "{}", issued.visible());
}
