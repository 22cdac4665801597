//! The ledger of figures and its roll-up over the tree. This file is the feature's plug; nothing else belongs here.

pub mod domain;
pub mod jobs;
pub mod permissions;
pub mod store;
pub mod subjects;

mod api;
mod web;

use kernel::{Event, Fact};
use platform::Feature;
use platform::app::UnitRows;
use platform::db::{Migration, StoreError, Tx};
use platform::texts::{Language, Source};
use platform::web::{MenuEntry, Routes};

const MIGRATIONS: &[Migration] = &[
    Migration { name: "20260903-figures", sql: include_str!("../migrations/20260903-figures.sql") },
    Migration {
        name: "20261130-figures-recomputed",
        sql: include_str!("../migrations/20261130-figures-recomputed.sql"),
    },
];

const MENU: &[MenuEntry] = &[MenuEntry {
    text: "figures-proof",
    href: "/figures/proof",
    icon: "checklist",
    permission: permissions::PROVE,
    order: 95,
}];

const TEXTS: &[Source] = &[
    Source { language: Language::Vietnamese, text: include_str!("../locales/vi.ftl") },
    Source { language: Language::English, text: include_str!("../locales/en.ftl") },
];

const UNIT_ROWS: &[UnitRows] = &[
    UnitRows::stay("figure_sum", "unit_id", "what was counted passes on by the day of the change, see store::pass_on"),
    UnitRows::stay("figure_queue", "unit_id", "settled before the change"),
    UnitRows::stay("figure_difference", "unit_id", "what a recomputation found then"),
];

/// What this feature gives to the app.
#[must_use]
pub fn plug() -> Feature {
    Feature {
        name: "figures",
        unit_rows: UNIT_ROWS,
        migrations: MIGRATIONS,
        texts: TEXTS,
        routes: Some(routes),
        menu: MENU,
        jobs: &[jobs::RECOMPUTE],
        desk: Some(web::proof::desk),
        openapi: Some(api::openapi),
        on_event: Some(on_event),
        ..Feature::default()
    }
}

/// After a change of the tree the sums pass on with the units.
fn on_event(tx: &mut Tx<'_>, event: &Event) -> Result<(), StoreError> {
    match &event.fact {
        Fact::TreeChanged { change, on } => store::pass_on(tx, change, *on),
        _ => Ok(()),
    }
}

fn routes() -> Routes {
    Routes::default()
        .get("/figures/{subject}/{figure}", permissions::VIEW, web::show)
        .get("/figures/{subject}/{figure}/compare", permissions::VIEW, web::compare::show)
        .get("/figures/proof", permissions::PROVE, web::proof::show)
        .get("/figures/proof/progress", permissions::PROVE, web::proof::progress)
        .post("/figures/proof", permissions::PROVE, web::proof::recompute)
        .get("/api/v1/figures/{subject}/{figure}", permissions::VIEW, api::show)
}
