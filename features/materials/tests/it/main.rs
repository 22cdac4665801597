//! Materials through their pages, on both databases.

#![allow(clippy::unwrap_used, reason = "the helpers are test code too")]

mod arriving;
mod as_of;
mod audience;
mod coverage;
mod packs;
mod reading;
mod writing;

use conferences::store::NewConference;
use documents::domain::Entry;
use documents::store::NewDocument;
use kernel::{ConferenceId, DocumentId, Instant, PersonId, Role};
use people::domain::NewPerson;
use platform::Feature;
use testkit::{Browser, Site};

fn features() -> Vec<Feature> {
    vec![
        units::plug(),
        figures::plug(),
        people::plug(),
        documents::plug(),
        drafts::plug(),
        rollouts::plug(),
        conferences::plug(),
        quizzes::plug(),
        materials::plug(),
    ]
}

/// A picture of one white point.
const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU\0\0\0\nIDATx\x9cc\xf8\x0f\0\x01\x01\x01\0\x1b\xb6\xeeV\0\0\0\0IEND\xaeB`\x82";

const QUESTIONS: &str = "Hỏi: Chi bộ họp khi nào?\nĐáp: Ngày 3 hằng tháng.\nHỏi: Ai chủ trì?\nĐáp: Bí thư chi bộ.";

/// Members of the small province: name and unit.
const PEOPLE: &[(&str, &str)] = &[
    ("Lò Thị Mây", "X01-C02"),
    ("Hầu A Dính", "X01-C02"),
    ("Vàng Văn Sáng", "X01-C01-01"),
    ("Nguyễn Văn Sáng", "X02-C01-01"),
];

fn people(site: &Site) -> Vec<PersonId> {
    let insert = |(name, unit): &(&str, &'static str)| {
        let new = NewPerson::named(*name, site.unit(unit));
        site.write(move |tx| people::store::insert_person(tx, &new))
    };
    PEOPLE.iter().map(insert).collect()
}

fn officer(site: &Site) -> Browser<'_> {
    site.as_role(Role::Officer, "TU")
}

/// A conference of the province on 24 November 2026, two days ahead.
fn a_conference(site: &Site) -> ConferenceId {
    let unit = site.unit("TU");
    let starts_at = Instant::at("2026-11-24".parse().unwrap(), 7, 30);
    site.write(move |tx| {
        let new = NewConference {
            rollout: None,
            unit,
            title: "Hội nghị học tập Nghị quyết 05".into(),
            form: conferences::domain::Form::Mixed,
            place: "Hội trường tỉnh".into(),
            starts_at,
            ends_at: starts_at.plus_seconds(4 * 3600),
            make_up_of: None,
            head_count_due_on: None,
        };
        let id = conferences::store::insert(tx, &new)?;
        let conference = conferences::store::find(tx, id)?;
        conferences::store::generate_points(tx, &conference, &[kernel::UnitKind::CommuneCommittee])?;
        Ok(id)
    })
}

/// A resolution in the register of the province.
fn a_document(site: &Site) -> DocumentId {
    let owner_unit = site.unit("TU");
    site.write(move |tx| {
        let entry = Entry {
            issuer_name: "Tỉnh ủy Sông Lạc".into(),
            type_code: "NQ".into(),
            type_name: "Nghị quyết".into(),
            number: "05".parse().ok(),
            symbol: "NQ/TU".into(),
            full_number: "05-NQ/TU".into(),
            issued_on: "2026-11-20".parse().ok(),
            title: "về chuyển đổi số".into(),
            ..Entry::default()
        };
        let new = NewDocument {
            owner_unit,
            entry: entry.clone(),
            text: "Nghị quyết này phổ biến đến chi bộ.".into(),
            sections: Vec::new(),
            citations: Vec::new(),
            file_name: String::new(),
            file: String::new(),
            content_hash: "hash-05".into(),
            came_with: documents::store::CameWith::default(),
        };
        let id = documents::store::insert_parsed(tx, &new)?;
        let document = documents::store::find(tx, id)?;
        documents::store::register(tx, &document, &entry, Some(owner_unit))?;
        Ok(id)
    })
}

/// A set of the province for a conference, not published: its address.
fn a_set(site: &Site, public: bool) -> String {
    let conference = a_conference(site).to_string();
    let public = if public { "yes" } else { "" };
    let fields = [
        ("title", "Hỏi – đáp Nghị quyết 05"),
        ("audience", "members"),
        ("conference", conference.as_str()),
        ("public", public),
    ];
    let made = officer(site).post("/materials/new", &fields);
    assert_eq!(made.status.as_u16(), 303, "{}", made.visible());
    made.location()
}

/// Adds a part to the edition that is being written.
fn add(site: &Site, set: &str, kind: &str, fields: &[(&str, &str)], file: (&str, &str, &[u8])) {
    let page = officer(site).open(&format!("{set}/parts/new?kind={kind}")).is_ok();
    let version = page.attribute("input[name=version]", "value");
    let mut all = vec![("kind", kind), ("version", version.as_str())];
    all.extend_from_slice(fields);
    let done = officer(site).upload(&format!("{set}/parts/new"), &all, file);
    assert_eq!(done.status.as_u16(), 303, "{}", done.visible());
}

/// A published set with a text, questions and a picture: its address for officers and the one it is read at.
fn a_published_set(site: &Site, public: bool) -> (String, String) {
    let set = a_set(site, public);
    let nothing = ("file", "", b"".as_slice());
    add(site, &set, "text", &[("title", "Những điểm mới"), ("body", "I. MỤC TIÊU\n- Họp đúng kỳ.")], nothing);
    add(site, &set, "questions", &[("title", "Hỏi – đáp"), ("body", QUESTIONS)], nothing);
    let picture = ("file", "anh.png", PICTURE);
    add(site, &set, "infographic", &[("title", "Ảnh"), ("body", "Sáu bước họp chi bộ")], picture);
    let page = officer(site).open(&set).press("/publish").follow().is_ok();
    let read = page.attribute("a[href^='/m/']", "href");
    (set, read)
}

/// A member with an account.
fn reader<'s>(site: &'s Site, code: &'static str, person: PersonId) -> Browser<'s> {
    site.as_person(Role::Member, code, Some(person))
}
