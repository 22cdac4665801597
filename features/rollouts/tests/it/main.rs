//! Store, web and API tests of rollouts, on both databases, one file per subject. Here: the features and the common
//! beginnings.

#![allow(clippy::unwrap_used, reason = "the helpers are test code too")]

mod again;
mod as_of;
mod charge;
mod desk;
mod duties;
mod figures_are_true;
mod figures_asked;
mod launching;
mod map_and_api;
mod templates;
mod workload;

use documents::domain::{Depth, Entry};
use documents::store::{CameWith, NewDocument};
use kernel::{DocumentId, DutyId, Role, RolloutId};
use platform::Feature;
use rollouts::store;
use testkit::Site;

fn features() -> Vec<Feature> {
    vec![units::plug(), figures::plug(), people::plug(), burden::plug(), documents::plug(), rollouts::plug()]
}

/// A registered directive of the province that goes down to the cells.
fn directive(site: &Site) -> DocumentId {
    directive_of(site, "TU", "12")
}

fn directive_of(site: &Site, unit: &'static str, number: &'static str) -> DocumentId {
    let owner = site.unit(unit);
    site.write(move |tx| {
        let entry = Entry {
            issuer_name: "Tỉnh ủy Sông Lạc".into(),
            type_code: "CT".into(),
            type_name: "Chỉ thị".into(),
            number: number.parse().ok(),
            symbol: "CT/TU".into(),
            full_number: format!("{number}-CT/TU"),
            term: "nhiệm kỳ 2025–2030".into(),
            issued_on: "2026-11-20".parse().ok(),
            title: "về đổi mới sinh hoạt chi bộ".into(),
            depth: Some(Depth::Cells),
            ..Entry::default()
        };
        let new = NewDocument { owner_unit: owner, entry: entry.clone(), ..new_document(number) };
        let id = documents::store::insert_parsed(tx, &new)?;
        let document = documents::store::find(tx, id)?;
        documents::store::register(tx, &document, &entry, Some(owner))?;
        Ok(id)
    })
}

fn new_document(number: &str) -> NewDocument {
    NewDocument {
        owner_unit: kernel::UnitId(uuid::Uuid::nil()),
        entry: Entry::default(),
        sections: Vec::new(),
        citations: Vec::new(),
        text: "Chỉ thị này phổ biến đến chi bộ.".into(),
        file_name: String::new(),
        file: String::new(),
        content_hash: format!("hash-{number}"),
        came_with: CameWith::default(),
    }
}

/// The province's rollout of a directive from the delivered template, as a draft, made through the pages.
fn a_draft(site: &Site) -> RolloutId {
    let document = directive(site);
    let officer = site.as_role(Role::Officer, "TU");
    let page = officer.open(&format!("/rollouts/new?document={document}")).is_ok();
    let saved = page.press("Lưu nháp");
    assert!(saved.status.is_redirection(), "{}", saved.visible());
    id_in(&saved.location())
}

/// The same, launched.
fn a_running(site: &Site) -> RolloutId {
    let id = a_draft(site);
    let officer = site.as_role(Role::Officer, "TU");
    let launched = officer.open(&format!("/rollouts/{id}")).is_ok().press("/launch");
    assert_eq!(launched.location(), format!("/rollouts/{id}"));
    id
}

fn id_in(location: &str) -> RolloutId {
    location.rsplit('/').next().unwrap().parse().unwrap_or_else(|e| panic!("{e}: {location}"))
}

/// The duty of this unit for the requirement at this place (from 1).
fn duty(site: &Site, rollout: RolloutId, unit: &'static str, position: i64) -> DutyId {
    let unit = site.unit(unit);
    site.read(|tx| {
        tx.scalar(
            "SELECT d.id FROM duty d JOIN requirement q ON q.id = d.requirement_id
             WHERE d.rollout_id = $1 AND d.unit_id = $2 AND q.position = $3",
            platform::params![rollout, unit, position],
        )
    })
}

/// Where a duty stands today, in its word.
fn word(site: &Site, id: DutyId) -> &'static str {
    let today = site.today();
    site.read(|tx| store::find_duty(tx, id)).word(today)
}
