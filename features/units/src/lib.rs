//! The organisation tree over time. This file is the feature's plug; nothing else belongs here.

pub mod domain;
pub mod due;
pub mod import;
mod known;
pub mod permissions;
pub mod step_rows;
pub mod store;

mod api;
mod search;
mod web;

pub use web::must_everywhere;

use platform::Feature;
use platform::app::UnitRows;
use platform::db::Migration;
use platform::texts::{Language, Source};
use platform::web::{MenuEntry, Routes};

const MIGRATIONS: &[Migration] = &[
    Migration { name: "20260902-units", sql: include_str!("../migrations/20260902-units.sql") },
    Migration { name: "20261126-units-organ-id", sql: include_str!("../migrations/20261126-units-organ-id.sql") },
    Migration { name: "20261127-units-over-time", sql: include_str!("../migrations/20261127-units-over-time.sql") },
    Migration { name: "20261201-units-moving", sql: include_str!("../migrations/20261201-units-moving.sql") },
];

const TEXTS: &[Source] = &[
    Source { language: Language::Vietnamese, text: include_str!("../locales/vi.ftl") },
    Source { language: Language::English, text: include_str!("../locales/en.ftl") },
];

const MENU: &[MenuEntry] =
    &[MenuEntry { text: "units-menu", href: "/units", icon: "sitemap", permission: permissions::VIEW, order: 50 }];

const REFUSALS: &[&str] = &{
    let (placing, changing) = (domain::REFUSALS, domain::change::CHANGE_REFUSALS);
    let mut all = [""; domain::REFUSALS.len() + domain::change::CHANGE_REFUSALS.len()];
    let mut at = 0;
    while at < all.len() {
        all[at] = if at < placing.len() { placing[at] } else { changing[at - placing.len()] };
        at += 1;
    }
    all
};

/// The tree keeps its own rows; they tell what was.
const UNIT_ROWS: &[UnitRows] = &[
    UnitRows::stay("unit_ancestor", "unit_id", "the tree itself: each change makes its own part anew"),
    UnitRows::stay("unit_version", "unit_id", "the history of the unit"),
    UnitRows::stay("unit_change", "unit_id", "the decision stays where it was taken"),
    UnitRows::stay("unit_succession", "unit_id", "which unit ended"),
    UnitRows::stay("unit_edge_past", "unit_id", "where it stood"),
    UnitRows::stay("unit_ancestor_past", "unit_id", "its lines of then"),
    UnitRows::stay("unit_border", "unit_id", "each change makes its own part anew"),
];

/// What this feature gives to the app.
#[must_use]
pub fn plug() -> Feature {
    Feature {
        name: "units",
        migrations: MIGRATIONS,
        texts: TEXTS,
        routes: Some(routes),
        menu: MENU,
        jobs: &[import::JOB, due::JOB],
        desk: Some(due::desk),
        unit_rows: UNIT_ROWS,
        search: search::SEARCHABLE,
        openapi: Some(api::openapi),
        known: known::KNOWN,
        refusals: REFUSALS,
        ..Feature::default()
    }
}

fn routes() -> Routes {
    Routes::default()
        .get("/units", permissions::VIEW, web::list::list)
        .get("/units/new", permissions::EDIT, web::founding::new)
        .post("/units/new", permissions::EDIT, web::founding::create)
        .get("/units/{id}", permissions::VIEW, web::show)
        .get("/units/{id}/edit", permissions::EDIT, web::edit)
        .post("/units/{id}/edit", permissions::EDIT, web::update)
        .get("/api/v1/units", permissions::VIEW, api::list)
        .get("/api/v1/units/{id}", permissions::VIEW, api::show)
        .and(changes())
        .and(import::routes())
}

fn changes() -> Routes {
    use permissions::{EDIT, VIEW};
    Routes::default()
        .get("/units/choices", VIEW, web::steps::choices)
        .get("/units/changes", VIEW, web::changes::list)
        .get("/units/changes/new", EDIT, web::head::new)
        .post("/units/changes/new", EDIT, web::head::create)
        .get("/units/changes/template", EDIT, web::steps::template)
        .get("/units/changes/{id}", VIEW, web::changes::show)
        .get("/units/changes/{id}/passing", VIEW, web::passing::show)
        .get("/units/changes/{id}/edit", EDIT, web::head::edit)
        .post("/units/changes/{id}/edit", EDIT, web::head::update)
        .get("/units/changes/{id}/places", VIEW, web::steps::places)
        .post("/units/changes/{id}/steps", EDIT, web::steps::add)
        .post("/units/changes/{id}/remove", EDIT, web::steps::remove)
        .post("/units/changes/{id}/upload", EDIT, web::steps::upload)
        .post("/units/changes/{id}/carry-out", EDIT, web::changes::carry_out)
        .post("/units/changes/{id}/withdraw", EDIT, web::changes::withdraw)
        .get("/api/v1/units/changes", VIEW, api::changes)
        .get("/api/v1/units/changes/{id}", VIEW, api::change)
}
