//! Drafts through their pages, on both databases.

#![allow(clippy::unwrap_used, reason = "the helpers are test code too")]

mod answers;
mod as_of;
mod issuing;
mod rounds;
mod searching;
mod secrecy;
mod writing;

use kernel::{PersonId, Role, UnitId};
use people::domain::NewPerson;
use platform::Feature;
use testkit::Site;

/// A fictional body: two parts with points.
const BODY: &str = "Căn cứ Điều lệ Đảng.\nI. MỤC TIÊU\n1. Mỗi chi bộ sinh hoạt chuyên đề mỗi quý một lần.\n2. Đảng viên góp ý thẳng thắn.\nII. TỔ CHỨC THỰC HIỆN\n1. Văn phòng theo dõi, báo cáo hằng quý.";

fn features() -> Vec<Feature> {
    vec![units::plug(), figures::plug(), people::plug(), documents::plug(), drafts::plug()]
}

/// A resolution of the province in drafting: the address of its page.
fn a_draft(site: &Site) -> String {
    a_draft_of(site, Role::Officer, "TU", &[("type_code", "NQ"), ("title", "về nâng cao chất lượng sinh hoạt chi bộ")])
}

fn a_draft_of(site: &Site, role: Role, unit: &'static str, fields: &[(&str, &str)]) -> String {
    let mut all = fields.to_vec();
    all.push(("text", BODY));
    let made = site.as_role(role, unit).upload("/drafts", &all, ("file", "", b""));
    assert_eq!(made.status.as_u16(), 303, "{}", made.visible());
    made.location()
}

/// A round open on the draft, for these units, until 30 November: the address of its opinions.
fn a_round(site: &Site, draft: &str, fields: &[(&str, &str)], codes: &[&'static str]) -> String {
    let units: Vec<String> = codes.iter().map(|code| site.unit(code).to_string()).collect();
    let version = version_of(site, draft);
    let mut all = vec![("kind", "units"), ("due_on", "2026-11-30"), ("version", version.as_str())];
    all.retain(|(name, _)| !fields.iter().any(|(given, _)| given == name));
    all.extend_from_slice(fields);
    all.extend(units.iter().map(|id| ("unit", id.as_str())));
    let opened = site.as_role(Role::Officer, "TU").post(&format!("{draft}/ask"), &all);
    assert_eq!(opened.status.as_u16(), 303, "{}", opened.visible());
    opened.location()
}

fn version_of(site: &Site, draft: &str) -> String {
    let officer = site.as_role(Role::Officer, "TU");
    officer.open(&format!("{draft}/ask")).attribute("input[name=version]", "value")
}

/// The round as those see it who are asked.
fn asked_page(answers: &str) -> String {
    answers.trim_end_matches("/answers").to_owned()
}

/// The words of a printed paper; empty where the program was built without its fonts, which a page says by breaking.
fn pdf_text(page: &testkit::Page<'_>) -> Option<String> {
    let fonts =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/node_modules/@expo-google-fonts/tinos");
    if !fonts.is_dir() {
        assert_eq!(page.status.as_u16(), 500);
        return None;
    }
    assert_eq!(page.status.as_u16(), 200, "{}", page.visible());
    let text = official_text::read::text_of("a.pdf", &page.bytes).unwrap().body;
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn a_person(site: &Site, unit: UnitId, name: &'static str) -> PersonId {
    site.write(move |tx| people::store::insert_person(tx, &NewPerson::named(name, unit)))
}
