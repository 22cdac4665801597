//! Drafts of official documents: written in revisions, asked about in rounds, answered, approved, issued into the
//! register. This file is the feature's plug; nothing else belongs here.

pub mod asking;
pub mod domain;
pub mod issuing;
pub mod permissions;
pub mod store;

mod api;
mod desk;
mod search;
mod web;

pub use web::suggested_head;

use kernel::{Event, Fact};
use platform::Feature;
use platform::app::{AtMerge, PersonRows, UnitRows};
use platform::db::{Migration, StoreError, Tx};
use platform::texts::{Language, Source};
use platform::web::{MenuEntry, Routes};

const MIGRATIONS: &[Migration] = &[
    Migration { name: "20261126-drafts", sql: include_str!("../migrations/20261126-drafts.sql") },
    Migration {
        name: "20261127-drafts-peoples-committee",
        sql: include_str!("../migrations/20261127-drafts-peoples-committee.sql"),
    },
    Migration { name: "20261127-drafts-clauses", sql: include_str!("../migrations/20261127-drafts-clauses.sql") },
    Migration { name: "20261130-drafts-annexes", sql: include_str!("../migrations/20261130-drafts-annexes.sql") },
    Migration { name: "20261205-drafts-of-action", sql: include_str!("../migrations/20261205-drafts-of-action.sql") },
];

const TEXTS: &[Source] = &[
    Source { language: Language::Vietnamese, text: include_str!("../locales/vi.ftl") },
    Source { language: Language::English, text: include_str!("../locales/en.ftl") },
];

const MENU: &[MenuEntry] =
    &[MenuEntry { text: "drafts-menu", href: "/drafts", icon: "edit", permission: permissions::VIEW, order: 8 }];

const UNIT_ROWS: &[UnitRows] = &[
    UnitRows::pass("draft", "unit_id", "drafts-passing", "t.state NOT IN ('issued', 'dropped')"),
    UnitRows::pass("draft", "issuer_unit_id", "drafts-passing-issue", "t.state NOT IN ('issued', 'dropped')"),
    UnitRows::go_on(
        "draft_invitee",
        "unit_id",
        "drafts-rounds-going-on",
        "NOT t.has_answered AND EXISTS (SELECT 1 FROM draft_round r WHERE r.id = t.round_id AND r.state = 'open')",
    ),
    UnitRows::stay("draft_delegation", "unit_id", "a delegation ends with the unit that gave it"),
];

/// Whoever was asked under both records stays asked once under each.
const PERSON_ROWS: &[PersonRows] = &[
    PersonRows {
        table: "draft_invitee",
        column: "person_id",
        text: "drafts-asked-of-person",
        key: "t.round_id",
        told: ASKED,
        at_merge: AtMerge::FollowUnless(ASKED_ALREADY),
    },
    PersonRows {
        table: "draft_invitee",
        column: "invitee",
        text: "drafts-asked-of-person",
        key: "t.round_id",
        told: ASKED,
        at_merge: AtMerge::FollowUnless(ASKED_ALREADY),
    },
    PersonRows {
        table: "draft_opinion",
        column: "giver",
        text: "drafts-opinions-of-person",
        key: "t.id",
        told: "t.text",
        at_merge: AtMerge::Follow,
    },
];
const ASKED: &str = "(SELECT d.title FROM draft_round r JOIN draft d ON d.id = r.draft_id WHERE r.id = t.round_id)";
const ASKED_ALREADY: &str = "EXISTS (SELECT 1 FROM draft_invitee o WHERE o.round_id = t.round_id AND o.invitee = $1)";

/// What this feature gives to the app.
#[must_use]
pub fn plug() -> Feature {
    Feature {
        name: "drafts",
        unit_rows: UNIT_ROWS,
        person_rows: PERSON_ROWS,
        migrations: MIGRATIONS,
        texts: TEXTS,
        routes: Some(routes),
        menu: MENU,
        on_event: Some(on_event),
        desk: Some(desk::items),
        search: search::SEARCHABLE,
        openapi: Some(api::openapi),
        refusals: domain::REFUSALS,
        ..Feature::default()
    }
}

fn routes() -> Routes {
    writing().and(rounds()).and(deciding()).and(interface())
}

fn writing() -> Routes {
    use permissions::{VIEW, WRITE};
    Routes::default()
        .get("/drafts", VIEW, web::list::list)
        .get("/drafts/new", WRITE, web::edit::new)
        .post("/drafts", WRITE, web::edit::create)
        .get("/drafts/{id}", VIEW, web::show::show)
        .get("/drafts/{id}/edit", WRITE, web::edit::edit)
        .post("/drafts/{id}/edit", WRITE, web::edit::update)
        .get("/drafts/{id}/compare", VIEW, web::compare::compared)
        .get("/drafts/{id}/docx", VIEW, web::show::docx)
        .get("/drafts/{id}/pdf", VIEW, web::show::pdf)
        .get("/drafts/issued/{id}/pdf", documents::permissions::READ, web::show::issued_pdf)
        .get("/drafts/{id}/table", VIEW, web::table::show)
        .get("/drafts/{id}/table/docx", VIEW, web::table::docx)
}

fn rounds() -> Routes {
    use permissions::{OPINE, VIEW, WRITE};
    Routes::default()
        .get("/drafts/{id}/ask", WRITE, web::ask::new)
        .post("/drafts/{id}/ask", WRITE, web::ask::create)
        .get("/drafts/choices/units", WRITE, web::ask::unit_choices)
        .get("/drafts/choices/people", WRITE, web::ask::people_choices)
        .get("/drafts/rounds/{id}", OPINE, web::opine::show)
        .post("/drafts/rounds/{id}/opinions", OPINE, web::opine::create)
        .post("/drafts/rounds/{id}/agree", OPINE, web::opine::agree)
        .post("/drafts/opinions/{id}/withdraw", OPINE, web::opine::withdraw)
        .get("/drafts/rounds/{id}/answers", VIEW, web::answer::show)
        .post("/drafts/rounds/{id}/paper", WRITE, web::answer::paper)
        .post("/drafts/rounds/{id}/close", WRITE, web::answer::close)
        .post("/drafts/opinions/{id}/decide", WRITE, web::answer::decide)
        .get("/drafts/rounds/{id}/asked", VIEW, web::asked::list)
}

fn deciding() -> Routes {
    use permissions::{APPROVE, DELEGATE, ISSUE, SET_SIGNING, VIEW, WRITE};
    Routes::default()
        .post("/drafts/{id}/submit", WRITE, web::steps::submit)
        .post("/drafts/{id}/drop", WRITE, web::steps::give_up)
        .post("/drafts/{id}/approve", APPROVE, web::steps::approve)
        .post("/drafts/{id}/return", APPROVE, web::steps::give_back)
        .get("/drafts/{id}/issue", ISSUE, web::issue::edit)
        .post("/drafts/{id}/issue", ISSUE, web::issue::create)
        .get("/drafts/signing", VIEW, web::signing::list)
        .post("/drafts/signing", SET_SIGNING, web::signing::set)
        .get("/drafts/delegations", VIEW, web::delegations::list)
        .post("/drafts/delegations", DELEGATE, web::delegations::create)
        .post("/drafts/delegations/end", DELEGATE, web::delegations::end)
}

fn interface() -> Routes {
    use permissions::{OPINE, VIEW};
    Routes::default()
        .get("/api/v1/drafts", VIEW, api::list)
        .get("/api/v1/drafts/{id}", VIEW, api::show)
        .get("/api/v1/drafts/rounds/{id}", OPINE, api::round)
        .post("/api/v1/drafts/rounds/{id}/opinions", OPINE, api::opine)
}

fn on_event(tx: &mut Tx<'_>, event: &Event) -> Result<(), StoreError> {
    match event.fact {
        // a draft stays with the unit that writes it, wherever that moves; a unit that ended answers no more, and its
        // opinions stay under the name it had
        Fact::UnitsChanged { .. } => Ok(()),
        Fact::PersonErased(person) => store::forget_giver(tx, person),
        _ => Ok(()),
    }
}
