//! Reflections: what people write after they have studied, who reads it, what comes of it. This file is the feature's
//! plug; nothing else belongs here. Nothing of it is given to the search: a reflection is read by two people.

pub mod domain;
pub mod permissions;
pub mod store;

mod api;
mod coaching;
mod desk;
mod web;

use kernel::Permission;
use platform::Feature;
use platform::app::{AtMerge, PersonRows, UnitRows};
use platform::db::Migration;
use platform::texts::{Language, Source};
use platform::web::{MenuEntry, Routes};

use permissions::{ASSIGN, ORGANISE, VIEW};

const MIGRATIONS: &[Migration] =
    &[Migration { name: "20261203-reflections", sql: include_str!("../migrations/20261203-reflections.sql") }];

const TEXTS: &[Source] = &[
    Source { language: Language::Vietnamese, text: include_str!("../locales/vi.ftl") },
    Source { language: Language::English, text: include_str!("../locales/en.ftl") },
];

const MENU: &[MenuEntry] =
    &[MenuEntry { text: "reflections-nav", href: "/reflections", icon: "notes", permission: VIEW, order: 36 }];

/// Calls pass to the heir; who was asked stays counted where they were then.
const UNIT_ROWS: &[UnitRows] = &[
    UnitRows::pass("reflection_call", "unit_id", "reflections-calls-passing", "t.state <> 'closed'"),
    UnitRows::stay("reflection", "unit_id", "the home unit of the day it was asked for"),
    UnitRows::stay("reflection_proposal", "unit_id", "where the proposal came from, without a name"),
];

/// Where both records were asked on the same call, each keeps its own and the person is counted once. What is told of a row never holds its text.
const PERSON_ROWS: &[PersonRows] = &[
    PersonRows {
        table: "reflection",
        column: "person_id",
        text: "reflections-of-person",
        key: "t.call_id",
        told: "(SELECT c.title FROM reflection_call c WHERE c.id = t.call_id) || ' · ' || t.state",
        at_merge: AtMerge::FollowUnless(
            "EXISTS (SELECT 1 FROM reflection o WHERE o.call_id = t.call_id AND o.person_id = $1)",
        ),
    },
    PersonRows {
        table: "reflection",
        column: "reviewer_person_id",
        text: "reflections-reviewed-by-person",
        key: "t.call_id || '/' || t.person_id",
        told: "(SELECT c.title FROM reflection_call c WHERE c.id = t.call_id)",
        at_merge: AtMerge::Follow,
    },
    PersonRows {
        table: "reflection_text",
        column: "person_id",
        text: "reflections-texts-of-person",
        key: "t.call_id || '/' || t.position",
        told: "(SELECT c.title FROM reflection_call c WHERE c.id = t.call_id)",
        at_merge: AtMerge::FollowUnless(
            "EXISTS (SELECT 1 FROM reflection o WHERE o.call_id = t.call_id AND o.person_id = $1)",
        ),
    },
];

/// What this feature gives to the app.
#[must_use]
pub fn plug() -> Feature {
    Feature {
        name: "reflections",
        unit_rows: UNIT_ROWS,
        person_rows: PERSON_ROWS,
        migrations: MIGRATIONS,
        texts: TEXTS,
        routes: Some(routes),
        menu: MENU,
        on_event: Some(|tx, event| store::COUNTED_ONCE.on_event(tx, event)),
        desk: Some(desk::desk),
        figures: store::FIGURES,
        openapi: Some(api::openapi),
        refusals: domain::REFUSALS,
        ..Feature::default()
    }
}

fn routes() -> Routes {
    calls().and(writing()).and(reviewing())
}

fn calls() -> Routes {
    use web::{digest, edit, list, people, show};
    Routes::default()
        .get("/reflections", VIEW, list::list)
        .get("/api/v1/reflections", VIEW, crate::api::list)
        .get("/api/v1/reflections/{id}", VIEW, crate::api::show)
        .get("/reflections/new", ORGANISE, edit::new)
        .post("/reflections/new", ORGANISE, edit::create)
        .get("/reflections/{id}", VIEW, show::show)
        .get("/reflections/{id}/edit", ORGANISE, edit::edit)
        .post("/reflections/{id}/edit", ORGANISE, edit::update)
        .post("/reflections/{id}/announce", ORGANISE, show::announce)
        .post("/reflections/{id}/close", ORGANISE, show::close)
        .get("/reflections/{id}/people", ASSIGN, people::list)
        .post("/reflections/{id}/people", ASSIGN, people::assign)
        .get("/reflections/{id}/digest", VIEW, digest::show)
}

/// What an author does with the own reflection.
fn writing() -> Routes {
    use web::write;
    const OWN: Permission = Permission::SIGNED_IN;
    Routes::default()
        .get("/reflections/{id}/mine", OWN, write::show)
        .post("/reflections/{id}/mine", OWN, write::save)
        .post("/reflections/{id}/mine/draft", OWN, write::keep)
        .post("/reflections/{id}/mine/file", OWN, write::upload)
        .get("/reflections/{id}/mine/coach", OWN, write::coach)
        .post("/reflections/{id}/mine/submit", OWN, write::submit)
}

/// What a reviewer does: a person, not a role.
fn reviewing() -> Routes {
    use web::review;
    const OWN: Permission = Permission::SIGNED_IN;
    Routes::default()
        .get("/reflections/reviewing", OWN, review::list)
        .get("/reflections/{id}/of/{person}", OWN, review::show)
        .post("/reflections/{id}/of/{person}/return", OWN, review::give_back)
        .post("/reflections/{id}/of/{person}/pass", OWN, review::pass)
        .post("/reflections/{id}/of/{person}/proposals", OWN, review::take_proposal)
}
