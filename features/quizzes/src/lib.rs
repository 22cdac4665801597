//! The bank of questions and the awareness tests made of them. This file is the feature's plug; nothing else belongs
//! here.

pub mod domain;
pub mod jobs;
pub mod permissions;
pub mod store;

mod api;
mod desk;
mod web;

use platform::Feature;
use platform::app::{AtMerge, PersonRows, UnitRows};
use platform::db::{Migration, StoreError, Tx};
use platform::texts::{Language, Source};
use platform::web::{MenuEntry, Routes};

use kernel::{Event, Fact, Permission};
use permissions::{BANK, ORGANISE, VIEW};

const MIGRATIONS: &[Migration] = &[
    Migration { name: "20261203-quizzes-bank", sql: include_str!("../migrations/20261203-quizzes-bank.sql") },
    Migration { name: "20261203-quizzes-tests", sql: include_str!("../migrations/20261203-quizzes-tests.sql") },
    Migration { name: "20261204-quizzes-pool", sql: include_str!("../migrations/20261204-quizzes-pool.sql") },
];

const TEXTS: &[Source] = &[
    Source { language: Language::Vietnamese, text: include_str!("../locales/vi.ftl") },
    Source { language: Language::English, text: include_str!("../locales/en.ftl") },
];

const MENU: &[MenuEntry] =
    &[MenuEntry { text: "quizzes-nav", href: "/quizzes", icon: "help-circle", permission: VIEW, order: 34 }];

/// Questions and tests pass to the heir; who took them is counted where they were then.
const UNIT_ROWS: &[UnitRows] = &[
    UnitRows::pass("question", "unit_id", "quizzes-questions-passing", "t.state <> 'retired'"),
    UnitRows::pass("quiz", "unit_id", "quizzes-tests-passing", "t.state <> 'closed'"),
    UnitRows::stay("quiz_attempt", "unit_id", "the home unit of the day it was begun"),
    UnitRows::stay("quiz_person", "unit_id", "the home unit of the day it was counted"),
];

/// Attempts follow the record that is kept, unless it took the same test: attempts stay as they were taken then, and the
/// person is counted once.
const PERSON_ROWS: &[PersonRows] = &[
    PersonRows {
        table: "quiz_attempt",
        column: "person_id",
        text: "quizzes-attempts-of-person",
        key: "t.id",
        told: "(SELECT z.title FROM quiz z WHERE z.id = t.quiz_id) || ' · ' || t.number || ' · '
             || COALESCE(CAST(t.right_answers AS TEXT), '') || '/' || t.questions",
        at_merge: AtMerge::FollowUnless(
            "EXISTS (SELECT 1 FROM quiz_attempt o WHERE o.quiz_id = t.quiz_id AND o.person_id = $1)",
        ),
    },
    PersonRows {
        table: "quiz_person",
        column: "person_id",
        text: "quizzes-tests-of-person",
        key: "t.quiz_id",
        told: "(SELECT z.title FROM quiz z WHERE z.id = t.quiz_id) || ' · ' || t.counted_on",
        at_merge: AtMerge::FollowUnless(
            "EXISTS (SELECT 1 FROM quiz_person o WHERE o.quiz_id = t.quiz_id AND o.person_id = $1)",
        ),
    },
];

/// What this feature gives to the app.
#[must_use]
pub fn plug() -> Feature {
    Feature {
        name: "quizzes",
        unit_rows: UNIT_ROWS,
        person_rows: PERSON_ROWS,
        migrations: MIGRATIONS,
        texts: TEXTS,
        routes: Some(routes),
        menu: MENU,
        jobs: jobs::JOBS,
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
    bank().and(tests()).and(taking())
}

fn tests() -> Routes {
    use web::{list, plan, show};
    Routes::default()
        .get("/quizzes", VIEW, list::list)
        .get("/api/v1/quizzes", VIEW, crate::api::list)
        .get("/api/v1/quizzes/{id}", VIEW, crate::api::show)
        .get("/quizzes/new", ORGANISE, plan::new)
        .post("/quizzes/new", ORGANISE, plan::create)
        .get("/quizzes/{id}", VIEW, show::show)
        .get("/quizzes/{id}/edit", ORGANISE, plan::edit)
        .post("/quizzes/{id}/edit", ORGANISE, plan::update)
        .post("/quizzes/{id}/announce", ORGANISE, show::announce)
        .post("/quizzes/{id}/close", ORGANISE, show::close)
        .get("/quizzes/{id}/items", ORGANISE, show::items)
        .get("/quizzes/{id}/people", VIEW, show::people)
}

/// What a person does with the own attempts.
fn taking() -> Routes {
    use web::{attempt, take};
    const OWN: Permission = Permission::SIGNED_IN;
    Routes::default()
        .get("/quizzes/{id}/take", OWN, take::show)
        .post("/quizzes/{id}/start", OWN, take::start)
        .get("/quizzes/attempts/{id}", OWN, attempt::show)
        .post("/quizzes/attempts/{id}/answers", OWN, attempt::save)
        .post("/quizzes/attempts/{id}/hand-in", OWN, attempt::hand_in)
}

fn bank() -> Routes {
    use web::{bank, edit, import, question};
    Routes::default()
        .get("/quizzes/questions", BANK, bank::list)
        .post("/quizzes/questions/steps", BANK, bank::step_many)
        .get("/quizzes/questions/new", BANK, edit::new)
        .post("/quizzes/questions/new", BANK, edit::create)
        .get("/quizzes/questions/import", BANK, import::new)
        .post("/quizzes/questions/import", BANK, import::create)
        .get("/quizzes/questions/import/{template}", BANK, import::template)
        .get("/quizzes/questions/{id}", BANK, question::show)
        .get("/quizzes/questions/{id}/edit", BANK, edit::edit)
        .post("/quizzes/questions/{id}/edit", BANK, edit::update)
        .post("/quizzes/questions/{id}/step", BANK, question::step)
        .post("/quizzes/questions/{id}/copy", BANK, question::copy)
}
