//! Reflections: what people write after they have studied, who reads it, what comes of it. This file is the feature's
//! plug; nothing else belongs here. Nothing of it is given to the search but the ids of calls, without words and for the proof
//! of the ledger alone: a reflection is read by two people.

pub mod domain;
pub mod permissions;
pub mod store;

mod api;
mod coaching;
mod desk;
mod web;

use kernel::{Event, Fact, Permission};
use platform::Feature;
use platform::app::{AtMerge, PersonRows, UnitRows};
use platform::db::{Migration, StoreError, Tx};
use platform::texts::{Language, Source};
use platform::web::{MenuEntry, Routes};

use permissions::{ASSIGN, ORGANISE, VIEW};

const MIGRATIONS: &[Migration] = &[
    Migration { name: "20261203-reflections", sql: include_str!("../migrations/20261203-reflections.sql") },
    Migration {
        name: "20261204-reflections-changes",
        sql: include_str!("../migrations/20261204-reflections-changes.sql"),
    },
];

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
    UnitRows::stay("reflection_removed", "unit_id", "the home unit of the day it was asked for"),
    UnitRows::stay("reflection_proposal", "unit_id", "where the proposal came from, without a name"),
];

/// What belongs to a reflection follows it: unless the record that is kept (`$1`) was asked on the same call.
const WITH_REFLECTION: AtMerge = AtMerge::FollowUnless(
    "EXISTS (SELECT 1 FROM reflection o WHERE o.call_id = t.call_id AND o.person_id = $1)
     OR EXISTS (SELECT 1 FROM reflection_removed o WHERE o.call_id = t.call_id AND o.person_id = $1)",
);
const TITLE: &str = "(SELECT c.title FROM reflection_call c WHERE c.id = t.call_id)";

const fn belonging(table: &'static str, text: &'static str, key: &'static str) -> PersonRows {
    PersonRows { table, column: "person_id", text, key, told: TITLE, at_merge: WITH_REFLECTION }
}

const fn reviewing_person(
    table: &'static str,
    column: &'static str,
    text: &'static str,
    key: &'static str,
) -> PersonRows {
    PersonRows { table, column, text, key, told: TITLE, at_merge: AtMerge::Follow }
}

/// Where both records were asked on the same call, each keeps its own and the person is counted once. What is told of a row
/// never holds its text. The reflection itself comes last: what belongs to it asks whether the record that is kept has one.
const PERSON_ROWS: &[PersonRows] = &[
    belonging("reflection_text", "reflections-texts-of-person", "t.call_id || '/' || t.position"),
    belonging("reflection_earlier", "reflections-earlier-of-person", "t.id"),
    belonging("reflection_reviewer_change", "reflections-changes-of-person", "t.id"),
    belonging("reflection_removed", "reflections-removed-person", "t.call_id"),
    PersonRows {
        told: "(SELECT c.title FROM reflection_call c WHERE c.id = t.call_id) || ' · ' || t.state",
        ..belonging("reflection", "reflections-of-person", "t.call_id")
    },
    reviewing_person(
        "reflection",
        "reviewer_person_id",
        "reflections-reviewed-by-person",
        "t.call_id || '/' || t.person_id",
    ),
    reviewing_person("reflection_reviewer_change", "from_person_id", "reflections-changes-of-reviewer", "t.id"),
    reviewing_person("reflection_reviewer_change", "to_person_id", "reflections-changes-of-reviewer", "t.id"),
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
        on_event: Some(on_event),
        desk: Some(desk::desk),
        figures: store::FIGURES,
        search: store::SUBJECTS,
        openapi: Some(api::openapi),
        refusals: domain::REFUSALS,
        ..Feature::default()
    }
}

fn on_event(tx: &mut Tx<'_>, event: &Event) -> Result<(), StoreError> {
    match event.fact {
        Fact::PersonErased(person) => store::erase_person(tx, person),
        _ => store::COUNTED_ONCE.on_event(tx, event),
    }
}

fn routes() -> Routes {
    calls().and(writing()).and(reviewing())
}

fn calls() -> Routes {
    use web::{changes, digest, edit, list, people, show};
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
        .post("/reflections/{id}/people/add", ASSIGN, changes::add)
        .post("/reflections/{id}/people/remove", ASSIGN, changes::remove)
        .post("/reflections/{id}/people/again", ASSIGN, changes::add_again)
        .post("/reflections/{id}/due", ORGANISE, changes::move_due)
        .get("/reflections/{id}/digest", VIEW, digest::show)
}

/// What an author does with the own reflection.
fn writing() -> Routes {
    use web::{earlier, write};
    const OWN: Permission = Permission::SIGNED_IN;
    Routes::default()
        .get("/reflections/{id}/mine", OWN, write::show)
        .post("/reflections/{id}/mine", OWN, write::save)
        .post("/reflections/{id}/mine/draft", OWN, write::keep)
        .post("/reflections/{id}/mine/file", OWN, earlier::upload)
        .post("/reflections/{id}/mine/earlier", OWN, earlier::take_back)
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
        .post("/reflections/{id}/of/{person}/day", OWN, review::give_day)
        .post("/reflections/{id}/of/{person}/proposals", OWN, review::take_proposal)
}
