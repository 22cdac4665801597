//! The register of documents, their import and their way down the tree. This file is the feature's plug; nothing else
//! belongs here.

pub mod access;
pub mod check;
pub mod domain;
pub mod figures;
pub mod import;
pub mod permissions;
pub mod store;

mod api;
mod desk;
mod search;
mod web;

use kernel::{Event, Fact};
use platform::Feature;
use platform::db::{Migration, StoreError, Tx};
use platform::texts::{Language, Source};
use platform::web::{MenuEntry, Routes};

const MIGRATIONS: &[Migration] =
    &[Migration { name: "20260905-documents", sql: include_str!("../migrations/20260905-documents.sql") }];

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

/// What this feature gives to the app.
#[must_use]
pub fn plug() -> Feature {
    Feature {
        name: "documents",
        migrations: MIGRATIONS,
        texts: TEXTS,
        routes: Some(routes),
        menu: MENU,
        on_event: Some(on_event),
        desk: Some(desk::items),
        search: Some(search::hits),
        figures: figures::FIGURES,
        openapi: Some(api::openapi),
        refusals: domain::REFUSALS,
        ..Feature::default()
    }
}

fn routes() -> Routes {
    Routes::default()
        .get("/documents", permissions::READ, web::list::list)
        .get("/documents/import", permissions::REGISTER, web::import::new)
        .post("/documents/import", permissions::REGISTER, web::import::create)
        .get("/documents/{id}", permissions::READ, web::show::show)
        .get("/documents/{id}/file", permissions::READ, web::show::file)
        .get("/documents/{id}/check", permissions::REGISTER, web::check::edit)
        .post("/documents/{id}/check", permissions::REGISTER, web::check::update)
        .post("/documents/{id}/discard", permissions::REGISTER, web::check::discard)
        .get("/documents/{id}/send", permissions::SEND, web::send::new)
        .post("/documents/{id}/send", permissions::SEND, web::send::create)
        .get("/documents/{id}/deliveries", permissions::VIEW, web::deliveries::list)
        .post("/documents/{id}/acknowledge", permissions::ACKNOWLEDGE, web::show::acknowledge)
        .get("/api/v1/documents", permissions::READ, api::list)
        .post("/api/v1/documents", permissions::REGISTER, api::create)
        .get("/api/v1/documents/{id}", permissions::READ, api::show)
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
