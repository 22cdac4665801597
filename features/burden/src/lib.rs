//! What is asked of units, in minutes. This file is the feature's plug; nothing else belongs here.

pub mod domain;
pub mod permissions;
pub mod store;

mod api;
mod web;

use platform::Feature;
use platform::app::{App, UnitRows};
use platform::burden::{Known, Work};
use platform::db::Migration;
use platform::texts::{Language, Source};
use platform::web::{MenuEntry, Routes};

pub use web::span;

const MIGRATIONS: &[Migration] =
    &[Migration { name: "20261130-burden", sql: include_str!("../migrations/20261130-burden.sql") }];

const TEXTS: &[Source] = &[
    Source { language: Language::Vietnamese, text: include_str!("../locales/vi.ftl") },
    Source { language: Language::English, text: include_str!("../locales/en.ftl") },
];

const MENU: &[MenuEntry] =
    &[MenuEntry { text: "burden-nav", href: "/burden", icon: "hourglass", permission: permissions::VIEW, order: 45 }];

const UNIT_ROWS: &[UnitRows] =
    &[UnitRows::stay("burden_said", "unit_id", "whose work it was, as the duty it speaks of")];

/// What this feature gives to the app.
#[must_use]
pub fn plug() -> Feature {
    Feature {
        name: "burden",
        unit_rows: UNIT_ROWS,
        migrations: MIGRATIONS,
        texts: TEXTS,
        routes: Some(routes),
        menu: MENU,
        figures: store::FIGURES,
        search: store::SUBJECTS,
        openapi: Some(api::openapi),
        refusals: domain::REFUSALS,
        ..Feature::default()
    }
}

fn routes() -> Routes {
    use permissions::{SET_RATES, VIEW};
    Routes::default()
        .get("/burden", VIEW, web::show::show)
        .get("/burden/rates", SET_RATES, web::rates::list)
        .post("/burden/rates", SET_RATES, web::rates::set)
        .get("/api/v1/burden", VIEW, api::show)
}

/// Every kind of work that features ask.
#[must_use]
pub fn works(app: &App) -> Vec<Work> {
    app.features.iter().flat_map(|feature| feature.work).copied().collect()
}

/// Every figure that features know of each unit.
#[must_use]
pub fn known(app: &App) -> Vec<Known> {
    app.features.iter().flat_map(|feature| feature.known).copied().collect()
}

/// The known figure that a line of a form asks for.
#[must_use]
pub fn recognise(app: &App, label: &str) -> Option<Known> {
    let known = known(app);
    let names: Vec<(&str, &[&str])> = known.iter().map(|one| (one.code, one.names)).collect();
    let code = domain::recognise(label, &names)?;
    known.into_iter().find(|one| one.code == code)
}
