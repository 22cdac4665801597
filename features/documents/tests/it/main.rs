//! Store, web and API tests of the register, on both databases.

#![allow(clippy::unwrap_used, reason = "the helpers are test code too")]

mod changes;
mod deliveries;
mod descent;
mod digests;
mod importing;
mod json;
mod numbers;
mod packets;
mod reach;
mod register;
mod searching;
mod signatures;

use kernel::{DocumentId, Role};
use platform::Feature;
use testkit::{Page, Site};

fn features() -> Vec<Feature> {
    vec![units::plug(), figures::plug(), people::plug(), documents::plug()]
}

/// A directive of the small province, fictional from its number to its signature.
fn directive(number: i64, title: &str) -> String {
    format!(
        "TỈNH ỦY SÔNG LẠC                         ĐẢNG CỘNG SẢN VIỆT NAM\n\
         *\n\
         Số {number:02}-CT/TU                Sông Lạc, ngày 09 tháng 3 năm 2026\n\n\
         CHỈ THỊ\n{title}\n-----\n\n\
         Thực hiện Nghị quyết số 15-NQ/TW, ngày 05/5/2022 của Bộ Chính trị, Ban Thường vụ Tỉnh ủy yêu cầu các cấp ủy:\n\n\
         I. MỤC ĐÍCH, YÊU CẦU\n\n\
         1. Tổ chức học tập, quán triệt đến toàn thể đảng viên.\n\n\
         II. TỔ CHỨC THỰC HIỆN\n\n\
         1. Các đảng ủy trực thuộc xây dựng kế hoạch.\n\n\
         Chỉ thị này phổ biến đến chi bộ.\n\n\
         Nơi nhận:                                T/M BAN THƯỜNG VỤ\n\
         - Ban Tuyên giáo Trung ương (để báo cáo);        PHÓ BÍ THƯ\n\
         - Các đảng ủy trực thuộc;\n\
         - Lưu Văn phòng Tỉnh ủy.\n\
         \x20                                              Trần Thị Hạnh\n"
    )
}

fn count(site: &Site, sql: &'static str) -> i64 {
    site.read(|tx| tx.scalar(sql, &[]))
}

/// The id at the end of the page's address, or of where it leads.
fn id_in(location: &str) -> DocumentId {
    let id = location.split('/').nth(2).unwrap_or_default();
    id.parse().unwrap_or_else(|_| panic!("no document in {location}"))
}

fn import<'s>(site: &'s Site, role: Role, unit: &'static str, name: &str, text: &str) -> Page<'s> {
    site.as_role(role, unit).upload("/documents/import", &[], ("file", name, text.as_bytes()))
}

/// A directive of the province, checked and registered as it was read.
fn a_registered_directive(site: &Site, number: i64, title: &str) -> DocumentId {
    let draft = import(site, Role::Officer, "TU", &format!("ct-{number}.txt"), &directive(number, title));
    let id = id_in(&draft.location());
    let saved = draft.follow().is_ok().press("/check");
    assert_eq!(saved.location(), format!("/documents/{id}"), "{}", saved.visible());
    id
}
