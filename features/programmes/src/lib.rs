//! Action programmes and plans: written after a document of the superior, issued, carried out, reported by figures. This
//! file is the feature's plug; nothing else belongs here.

pub mod domain;
pub mod permissions;
pub mod store;

mod annex;
mod api;
mod copying;
mod following;
mod known;
mod reading;
mod search;
mod web;

use platform::Feature;
use platform::app::UnitRows;
use platform::db::Migration;
use platform::texts::{Language, Source};
use platform::web::{MenuEntry, Routes};

const MIGRATIONS: &[Migration] = &[
    Migration { name: "20261130-programmes", sql: include_str!("../migrations/20261130-programmes.sql") },
    Migration {
        name: "20261205-programmes-mandated",
        sql: include_str!("../migrations/20261205-programmes-mandated.sql"),
    },
    Migration {
        name: "20261205-programmes-of-action",
        sql: include_str!("../migrations/20261205-programmes-of-action.sql"),
    },
    Migration { name: "20261130-programmes-marks", sql: include_str!("../migrations/20261130-programmes-marks.sql") },
    Migration {
        name: "20261201-programmes-marks-by",
        sql: include_str!("../migrations/20261201-programmes-marks-by.sql"),
    },
];

const TEXTS: &[Source] = &[
    Source { language: Language::Vietnamese, text: include_str!("../locales/vi.ftl") },
    Source { language: Language::English, text: include_str!("../locales/en.ftl") },
];

const MENU: &[MenuEntry] = &[MenuEntry {
    text: "programmes-nav",
    href: "/programmes",
    icon: "target",
    permission: permissions::VIEW,
    order: 25,
}];

/// What is still written passes to the heir, as its draft does. What was issued is a paper of the unit that issued it and
/// stays with it (decision 11): the heir carries it out, since the unit's line leads through it, and has it on the desk.
const UNIT_ROWS: &[UnitRows] =
    &[UnitRows::pass("programme", "unit_id", "programmes-passing", "t.state IN ('writing', 'drafted')")];

/// What this feature gives to the app.
#[must_use]
pub fn plug() -> Feature {
    Feature {
        name: "programmes",
        unit_rows: UNIT_ROWS,
        migrations: MIGRATIONS,
        texts: TEXTS,
        routes: Some(routes),
        menu: MENU,
        on_event: Some(following::on_event),
        jobs: &[copying::MEASURE],
        desk: Some(following::desk),
        search: search::SEARCHABLE,
        openapi: Some(api::openapi),
        known: known::KNOWN,
        refusals: domain::REFUSALS,
        ..Feature::default()
    }
}

fn routes() -> Routes {
    reading().and(writing()).and(carrying_out()).and(interface())
}

fn reading() -> Routes {
    use permissions::VIEW;
    Routes::default()
        .get("/programmes", VIEW, web::list::list)
        .get("/programmes/counts", VIEW, web::counts::show)
        .get("/programmes/counts/units", VIEW, web::counts::units)
        .get("/programmes/monitoring", VIEW, web::monitoring::export)
        .get("/programmes/copying", VIEW, web::own_words::distribution)
        .get("/programmes/{id}", VIEW, web::show::show)
        .get("/programmes/{id}/own-words", VIEW, web::own_words::show)
        .post("/programmes/{id}/own-words", VIEW, web::own_words::open)
        .get("/programmes/{id}/coverage", VIEW, web::coverage::show)
        .get("/programmes/{id}/gantt", VIEW, web::pictures::gantt)
        .get("/programmes/{id}/list", VIEW, web::export::list)
        .get("/programmes/targets/{id}", VIEW, web::target::show)
        .get("/programmes/targets/{id}/curve.json", VIEW, web::pictures::curve)
        .get("/programmes/tasks/{id}", VIEW, web::task::show)
        .get("/programmes/results/{id}/file", VIEW, web::results::file)
}

fn writing() -> Routes {
    use permissions::WRITE;
    Routes::default()
        .get("/programmes/new", WRITE, web::edit::new)
        .post("/programmes/new", WRITE, web::edit::create)
        .get("/programmes/{id}/edit", WRITE, web::edit::edit)
        .post("/programmes/{id}/edit", WRITE, web::edit::update)
        .get("/programmes/{id}/targets/new", WRITE, web::target::new)
        .post("/programmes/{id}/targets/new", WRITE, web::target::create)
        .get("/programmes/targets/{id}/edit", WRITE, web::target::edit)
        .post("/programmes/targets/{id}/edit", WRITE, web::target::update)
        .post("/programmes/targets/{id}/remove", WRITE, web::target::remove)
        .get("/programmes/{id}/tasks/new", WRITE, web::task::new)
        .post("/programmes/{id}/tasks/new", WRITE, web::task::create)
        .get("/programmes/tasks/{id}/edit", WRITE, web::task::edit)
        .post("/programmes/tasks/{id}/edit", WRITE, web::task::update)
        .post("/programmes/tasks/{id}/remove", WRITE, web::task::remove)
        .get("/programmes/{id}/import", WRITE, web::import::new)
        .get("/programmes/{id}/import/template", WRITE, web::import::template)
        .post("/programmes/{id}/import", WRITE, web::import::create)
        .post("/programmes/{id}/marks", WRITE, web::coverage::mark)
        .post("/programmes/{id}/issued", WRITE, web::show::enter_issued)
        .post("/programmes/{id}/draft", WRITE, web::show::draft)
        .post("/programmes/mandated", WRITE, web::own_words::set_mandated)
        .post("/programmes/{id}/drop", WRITE, web::show::give_up)
}

fn carrying_out() -> Routes {
    use permissions::WRITE;
    Routes::default()
        .post("/programmes/targets/{id}/results", WRITE, web::results::of_target)
        .post("/programmes/targets/{id}/wants", WRITE, web::target::change)
        .post("/programmes/tasks/{id}/results", WRITE, web::results::of_task)
}

fn interface() -> Routes {
    use permissions::VIEW;
    Routes::default().get("/api/v1/programmes", VIEW, api::list).get("/api/v1/programmes/{id}", VIEW, api::show)
}
