//! Reports out of figures and narrative. This file is the feature's plug; nothing else belongs here.

pub mod domain;
pub mod permissions;
pub mod store;

mod api;
mod counting;
mod desk;
mod gathering;
mod papers;
mod quality;
mod search;
mod web;

pub use papers::sign;

use kernel::{Event, Fact};
use platform::Feature;
use platform::app::{AtMerge, PersonRows, UnitRows};
use platform::db::{Migration, StoreError, Tx};
use platform::texts::{Language, Source};
use platform::web::{MenuEntry, Routes};

const MIGRATIONS: &[Migration] = &[
    Migration { name: "20260908-reports", sql: include_str!("../migrations/20260908-reports.sql") },
    Migration { name: "20261130-reports-quality", sql: include_str!("../migrations/20261130-reports-quality.sql") },
    Migration { name: "20261130-reports-rows", sql: include_str!("../migrations/20261130-reports-rows.sql") },
];

const TEXTS: &[Source] = &[
    Source { language: Language::Vietnamese, text: include_str!("../locales/vi.ftl") },
    Source { language: Language::English, text: include_str!("../locales/en.ftl") },
];

const MENU: &[MenuEntry] = &[MenuEntry {
    text: "reports-menu",
    href: "/reports",
    icon: "report-analytics",
    permission: permissions::VIEW,
    order: 40,
}];

const UNIT_ROWS: &[UnitRows] = &[
    UnitRows::go_on("report", "unit_id", "reports-going-on", "t.state = 'draft'"),
    UnitRows::stay("report_figure", "unit_id", "whose figure was signed"),
    UnitRows::stay("report_row", "unit_id", "whose row it was when it was signed"),
];

const PERSON_ROWS: &[PersonRows] = &[PersonRows {
    table: "report_row",
    column: "person_id",
    text: "reports-rows-of-person",
    key: "t.report_id || ' ' || t.figure_position || ' ' || t.position",
    told: "t.title || ' · ' || t.note",
    at_merge: AtMerge::Stay("what stood behind a figure when it was signed"),
}];

/// What this feature gives to the app.
#[must_use]
pub fn plug() -> Feature {
    Feature {
        name: "reports",
        unit_rows: UNIT_ROWS,
        person_rows: PERSON_ROWS,
        on_event: Some(on_event),
        migrations: MIGRATIONS,
        texts: TEXTS,
        routes: Some(routes),
        menu: MENU,
        desk: Some(desk::items),
        search: search::SEARCHABLE,
        openapi: Some(api::openapi),
        refusals: domain::REFUSALS,
        ..Feature::default()
    }
}

/// A name that is erased goes out of the lists behind signed figures; where two records that were one are two again, each
/// row names the one it is about.
fn on_event(tx: &mut Tx<'_>, event: &Event) -> Result<(), StoreError> {
    match &event.fact {
        Fact::PersonErased(person) => store::forget(tx, *person),
        Fact::PeopleParted { kept, merged, .. } => store::part(tx, *kept, *merged),
        _ => Ok(()),
    }
}

fn routes() -> Routes {
    Routes::default()
        .get("/reports", permissions::VIEW, web::list)
        .get("/reports/new", permissions::WRITE, web::new)
        .post("/reports/new", permissions::WRITE, web::create)
        .get("/reports/{id}", permissions::VIEW, web::show)
        .get("/reports/{id}/edit", permissions::WRITE, web::edit)
        .post("/reports/{id}/edit", permissions::WRITE, web::update)
        .post("/reports/{id}/sign", permissions::SIGN, web::sign)
        .get("/reports/{id}/figures/{place}", permissions::VIEW, web::figure)
        .get("/reports/{id}/docx", permissions::VIEW, web::docx)
        .get("/reports/{id}/pdf", permissions::VIEW, web::pdf)
        .get("/api/v1/reports", permissions::VIEW, api::list)
        .get("/api/v1/reports/{id}", permissions::VIEW, api::show)
}
