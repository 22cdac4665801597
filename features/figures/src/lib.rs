//! The ledger of figures and its roll-up over the tree. This file is the feature's plug; nothing else belongs here.

pub mod domain;
pub mod jobs;
pub mod permissions;
pub mod store;

mod api;
mod web;

use platform::Feature;
use platform::db::Migration;
use platform::texts::{Language, Source};
use platform::web::Routes;

const MIGRATIONS: &[Migration] =
    &[Migration { name: "20260903-figures", sql: include_str!("../migrations/20260903-figures.sql") }];

const TEXTS: &[Source] = &[
    Source { language: Language::Vietnamese, text: include_str!("../locales/vi.ftl") },
    Source { language: Language::English, text: include_str!("../locales/en.ftl") },
];

/// What this feature gives to the app.
#[must_use]
pub fn plug() -> Feature {
    Feature {
        name: "figures",
        migrations: MIGRATIONS,
        texts: TEXTS,
        routes: Some(routes),
        openapi: Some(api::openapi),
        ..Feature::default()
    }
}

fn routes() -> Routes {
    Routes::default().get("/figures/{subject}/{figure}", permissions::VIEW, web::show).get(
        "/api/v1/figures/{subject}/{figure}",
        permissions::VIEW,
        api::show,
    )
}
