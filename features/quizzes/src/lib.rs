//! The bank of questions and the awareness tests made of them. This file is the feature's plug; nothing else belongs
//! here.

pub mod domain;
pub mod permissions;
pub mod store;

mod web;

use platform::Feature;
use platform::app::UnitRows;
use platform::db::Migration;
use platform::texts::{Language, Source};
use platform::web::{MenuEntry, Routes};

use permissions::BANK;

const MIGRATIONS: &[Migration] =
    &[Migration { name: "20261203-quizzes-bank", sql: include_str!("../migrations/20261203-quizzes-bank.sql") }];

const TEXTS: &[Source] = &[
    Source { language: Language::Vietnamese, text: include_str!("../locales/vi.ftl") },
    Source { language: Language::English, text: include_str!("../locales/en.ftl") },
];

const MENU: &[MenuEntry] =
    &[MenuEntry { text: "quizzes-menu", href: "/quizzes", icon: "help-circle", permission: BANK, order: 32 }];

/// Questions pass to the heir, who goes on drawing from them.
const UNIT_ROWS: &[UnitRows] =
    &[UnitRows::pass("question", "unit_id", "quizzes-questions-passing", "t.state <> 'retired'")];

/// What this feature gives to the app.
#[must_use]
pub fn plug() -> Feature {
    Feature {
        name: "quizzes",
        unit_rows: UNIT_ROWS,
        migrations: MIGRATIONS,
        texts: TEXTS,
        routes: Some(routes),
        menu: MENU,
        refusals: domain::REFUSALS,
        ..Feature::default()
    }
}

fn routes() -> Routes {
    bank()
}

fn bank() -> Routes {
    use web::{bank, edit, import, question};
    Routes::default()
        .get("/quizzes", BANK, bank::list)
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
