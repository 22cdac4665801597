//! Halls of units and their equipment. This file is the feature's plug; nothing else belongs here.

pub mod domain;
pub mod permissions;
pub mod store;

mod api;
mod web;

use platform::Feature;
use platform::app::UnitRows;
use platform::db::Migration;
use platform::texts::{Language, Source};
use platform::web::Routes;

use permissions::{KEEP, VIEW};

const MIGRATIONS: &[Migration] = &[
    Migration { name: "20261130-halls", sql: include_str!("../migrations/20261130-halls.sql") },
    Migration { name: "20261208-halls-history", sql: include_str!("../migrations/20261208-halls-history.sql") },
];

const TEXTS: &[Source] = &[
    Source { language: Language::Vietnamese, text: include_str!("../locales/vi.ftl") },
    Source { language: Language::English, text: include_str!("../locales/en.ftl") },
];

/// Buildings and what stands in them outlast the unit that kept them.
const UNIT_ROWS: &[UnitRows] = &[
    UnitRows::pass("hall", "unit_id", "halls-passing", "TRUE"),
    UnitRows::pass("equipment", "unit_id", "halls-passing-equipment", "TRUE"),
];

/// What this feature gives to the app.
#[must_use]
pub fn plug() -> Feature {
    Feature {
        name: "halls",
        unit_rows: UNIT_ROWS,
        migrations: MIGRATIONS,
        texts: TEXTS,
        routes: Some(routes),
        openapi: Some(api::openapi),
        refusals: domain::REFUSALS,
        ..Feature::default()
    }
}

fn routes() -> Routes {
    use web::{equipment, halls};
    Routes::default()
        .get("/halls", VIEW, halls::list)
        .get("/halls/new", KEEP, halls::new)
        .post("/halls/new", KEEP, halls::create)
        .get("/halls/{id}", VIEW, halls::show)
        .get("/halls/{id}/edit", KEEP, halls::edit)
        .post("/halls/{id}/edit", KEEP, halls::update)
        .get("/equipment", VIEW, equipment::list)
        .post("/equipment", KEEP, equipment::create)
        .post("/equipment/{id}", KEEP, equipment::update)
        .get("/api/v1/halls", VIEW, api::list)
}
