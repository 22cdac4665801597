//! The organisation tree over time. This file is the feature's plug; nothing else belongs here.

pub mod domain;
pub mod import;
pub mod permissions;
pub mod store;

mod api;
mod search;
mod web;

use platform::Feature;
use platform::db::Migration;
use platform::texts::{Language, Source};
use platform::web::{MenuEntry, Routes};

const MIGRATIONS: &[Migration] = &[
    Migration { name: "20260902-units", sql: include_str!("../migrations/20260902-units.sql") },
    Migration { name: "20261126-units-organ-id", sql: include_str!("../migrations/20261126-units-organ-id.sql") },
];

const TEXTS: &[Source] = &[
    Source { language: Language::Vietnamese, text: include_str!("../locales/vi.ftl") },
    Source { language: Language::English, text: include_str!("../locales/en.ftl") },
];

const MENU: &[MenuEntry] =
    &[MenuEntry { text: "units-menu", href: "/units", icon: "sitemap", permission: permissions::VIEW, order: 50 }];

/// What this feature gives to the app.
#[must_use]
pub fn plug() -> Feature {
    Feature {
        name: "units",
        migrations: MIGRATIONS,
        texts: TEXTS,
        routes: Some(routes),
        menu: MENU,
        jobs: &[import::JOB],
        search: search::SEARCHABLE,
        openapi: Some(api::openapi),
        refusals: domain::REFUSALS,
        ..Feature::default()
    }
}

fn routes() -> Routes {
    Routes::default()
        .get("/units", permissions::VIEW, web::list)
        .get("/units/new", permissions::EDIT, web::new)
        .post("/units/new", permissions::EDIT, web::create)
        .get("/units/{id}", permissions::VIEW, web::show)
        .get("/units/{id}/edit", permissions::EDIT, web::edit)
        .post("/units/{id}/edit", permissions::EDIT, web::update)
        .get("/api/v1/units", permissions::VIEW, api::list)
        .get("/api/v1/units/{id}", permissions::VIEW, api::show)
        .and(import::routes())
}
