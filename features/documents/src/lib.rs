//! The register of documents, their import and their way down the tree. This file is the feature's plug; nothing else
//! belongs here.

pub mod access;
pub mod check;
pub mod domain;
pub mod figures;
pub mod import;
pub mod jobs;
pub mod permissions;
pub mod store;

mod api;
mod desk;
mod search;
mod web;

pub use web::AsOf;

use kernel::{Event, Fact};
use platform::Feature;
use platform::app::UnitRows;
use platform::db::{Migration, StoreError, Tx};
use platform::texts::{Language, Source};
use platform::web::{MenuEntry, Routes};

const MIGRATIONS: &[Migration] = &[
    Migration { name: "20260905-documents", sql: include_str!("../migrations/20260905-documents.sql") },
    Migration { name: "20261122-documents-numbers", sql: include_str!("../migrations/20261122-documents-numbers.sql") },
    Migration { name: "20261123-documents-changes", sql: include_str!("../migrations/20261123-documents-changes.sql") },
    Migration { name: "20261124-documents-descent", sql: include_str!("../migrations/20261124-documents-descent.sql") },
    Migration { name: "20261125-documents-digests", sql: include_str!("../migrations/20261125-documents-digests.sql") },
    Migration { name: "20261126-documents-packets", sql: include_str!("../migrations/20261126-documents-packets.sql") },
    Migration { name: "20261127-documents-origin", sql: include_str!("../migrations/20261127-documents-origin.sql") },
];

const TEXTS: &[Source] = &[
    Source { language: Language::Vietnamese, text: include_str!("../locales/vi.ftl") },
    Source { language: Language::English, text: include_str!("../locales/en.ftl") },
];

const MENU: &[MenuEntry] = &[MenuEntry {
    text: "documents-menu",
    href: "/documents",
    icon: "file-text",
    permission: permissions::READ,
    order: 10,
}];

/// What was issued and sent stays under the name of then; the heir sees it in its branch and answers for it.
const UNIT_ROWS: &[UnitRows] = &[
    UnitRows::stay("document", "owner_unit_id", "the register of the unit that ended is closed"),
    UnitRows::stay("document", "issuer_unit_id", "the issuer as it then was"),
    UnitRows::stay("document_delivery", "unit_id", "what was sent to it"),
    UnitRows::stay("document_acknowledgement", "unit_id", "what it acknowledged"),
    UnitRows::stay("document_number_elsewhere", "owner_unit_id", "its register is closed"),
    UnitRows::stay("document_own_term", "unit_id", "its terms"),
    UnitRows::stay("document_proposal", "unit_id", "who proposed"),
    UnitRows::stay("document_origin", "unit_id", "who drafted it"),
];

/// What this feature gives to the app.
#[must_use]
pub fn plug() -> Feature {
    Feature {
        name: "documents",
        unit_rows: UNIT_ROWS,
        migrations: MIGRATIONS,
        texts: TEXTS,
        routes: Some(routes),
        menu: MENU,
        on_event: Some(on_event),
        jobs: &[jobs::TURN, jobs::EFFECT],
        desk: Some(desk::items),
        search: search::SEARCHABLE,
        figures: figures::FIGURES,
        openapi: Some(api::openapi),
        refusals: domain::REFUSALS,
        noted_refusals: &[("DOC-02", "documents.secret_refused")],
        ..Feature::default()
    }
}

fn routes() -> Routes {
    register().and(numbers()).and(changes()).and(json())
}

fn numbers() -> Routes {
    use permissions::{READ, REGISTER, SET_POWERS};
    Routes::default()
        .get("/documents/numbers", REGISTER, web::numbers::show)
        .post("/documents/numbers", REGISTER, web::numbers::record)
        .post("/documents/numbers/release", REGISTER, web::numbers::release)
        .post("/documents/numbers/terms", REGISTER, web::numbers::declare_term)
        .get("/documents/powers", READ, web::powers::list)
        .post("/documents/powers", SET_POWERS, web::powers::set)
}

fn changes() -> Routes {
    use permissions::{DECIDE, PROPOSE, READ, REGISTER};
    Routes::default()
        .get("/documents/reviews", PROPOSE, web::reviews::list)
        .get("/documents/reviews/{id}", PROPOSE, web::reviews::show)
        .post("/documents/reviews/{id}/decide", DECIDE, web::reviews::decide)
        .post("/documents/reviews/{id}/carry-out", DECIDE, web::reviews::carry_out)
        .get("/documents/{id}/propose", PROPOSE, web::reviews::new)
        .post("/documents/{id}/propose", PROPOSE, web::reviews::create)
        .get("/documents/{id}/editions/new", REGISTER, web::editions::new)
        .post("/documents/{id}/editions", REGISTER, web::editions::create)
        .get("/documents/{id}/compare", READ, web::editions::compared)
        .get("/documents/{id}/descent", READ, web::descent::show)
        .get("/documents/{id}/digest", REGISTER, web::digest::edit)
        .post("/documents/{id}/digest", REGISTER, web::digest::update)
        .get("/documents/{id}/tasks", READ, web::tasks::list)
        .post("/documents/{id}/tasks", REGISTER, web::tasks::decide)
        .post("/documents/{id}/citations", REGISTER, web::descent::decide)
}

fn register() -> Routes {
    Routes::default()
        .get("/documents", permissions::READ, web::list::list)
        .get("/documents/import", permissions::REGISTER, web::import::new)
        .post("/documents/import", permissions::REGISTER, web::import::create)
        .get("/documents/{id}", permissions::READ, web::show::show)
        .get("/documents/{id}/file", permissions::READ, web::show::file)
        .get("/documents/{id}/check", permissions::REGISTER, web::check::edit)
        .post("/documents/{id}/check", permissions::REGISTER, web::check::update)
        .get("/documents/{id}/attachments/{position}", permissions::READ, web::show::attachment)
        .get("/documents/{id}/packet", permissions::SEND, web::packets::new)
        .post("/documents/{id}/packet", permissions::SEND, web::packets::create)
        .post("/documents/{id}/discard", permissions::REGISTER, web::check::discard)
        .get("/documents/{id}/send", permissions::SEND, web::send::new)
        .post("/documents/{id}/send", permissions::SEND, web::send::create)
        .get("/documents/{id}/deliveries", permissions::VIEW, web::deliveries::list)
        .get("/documents/{id}/reach", permissions::VIEW, web::reach::show)
        .get("/documents/{id}/reach/curve.json", permissions::VIEW, web::reach::curve)
        .get("/documents/{id}/reach/film.json", permissions::VIEW, web::reach::film)
        .post("/documents/{id}/acknowledge", permissions::ACKNOWLEDGE, web::show::acknowledge)
}

fn json() -> Routes {
    use permissions::{PROPOSE, READ, REGISTER, SEND};
    Routes::default()
        .get("/api/v1/documents", READ, api::list)
        .post("/api/v1/documents", REGISTER, api::create)
        .get("/api/v1/documents/{id}", READ, api::show)
        .post("/api/v1/documents/packets", REGISTER, api::packets::create)
        .get("/api/v1/documents/{id}/packet", SEND, api::packets::show)
        .get("/api/v1/documents/numbers", REGISTER, api::numbers::list)
        .post("/api/v1/documents/numbers", REGISTER, api::numbers::record)
        .get("/api/v1/documents/powers", READ, api::numbers::powers)
        .get("/api/v1/documents/reviews", PROPOSE, api::changes::reviews)
        .get("/api/v1/documents/{id}/editions", READ, api::changes::editions)
        .get("/api/v1/documents/{id}/compare", READ, api::changes::compared)
        .get("/api/v1/documents/{id}/descent", READ, api::changes::descent)
        .get("/api/v1/documents/{id}/tasks", READ, api::changes::tasks)
}

/// A citation that could not be resolved is looked at again when a document bearing its number is registered.
fn on_event(tx: &mut Tx<'_>, event: &Event) -> Result<(), StoreError> {
    match event.fact {
        Fact::DocumentRegistered(id) => store::resolve_citations_to(tx, id),
        // units that end or move keep their deliveries: what was sent to them stays true, and nothing more is sent to
        // a unit that ended, because only living units are listed when a document goes down
        Fact::UnitsChanged { .. } => Ok(()),
        _ => Ok(()),
    }
}
