//! Rollouts of documents: what is asked of whom until when, what each unit owes, the desk, the map of the cascade. This
//! file is the feature's plug; nothing else belongs here.

pub mod domain;
pub mod permissions;
pub mod store;

mod api;
mod search;
mod web;
mod work;

use platform::Feature;
use platform::app::UnitRows;
use platform::db::Migration;
use platform::texts::{Language, Source};
use platform::web::{MenuEntry, Routes};

pub use domain::{Evidence, Measure};
pub use web::{acting_unit, branch_seen, widest};

const MIGRATIONS: &[Migration] = &[
    Migration { name: "20260906-rollouts", sql: include_str!("../migrations/20260906-rollouts.sql") },
    Migration { name: "20261122-duty-reminders", sql: include_str!("../migrations/20261122-duty-reminders.sql") },
    Migration { name: "20261130-rollouts-charge", sql: include_str!("../migrations/20261130-rollouts-charge.sql") },
    Migration { name: "20261130-rollouts-work", sql: include_str!("../migrations/20261130-rollouts-work.sql") },
    Migration {
        name: "20261130-rollouts-work-figures",
        sql: include_str!("../migrations/20261130-rollouts-work-figures.sql"),
    },
    Migration { name: "20261207-rollouts-entered", sql: include_str!("../migrations/20261207-rollouts-entered.sql") },
];

const TEXTS: &[Source] = &[
    Source { language: Language::Vietnamese, text: include_str!("../locales/vi.ftl") },
    Source { language: Language::English, text: include_str!("../locales/en.ftl") },
];

const MENU: &[MenuEntry] = &[
    MenuEntry {
        text: "rollouts-desk",
        href: "/",
        icon: "list-check",
        permission: kernel::Permission::SIGNED_IN,
        order: 0,
    },
    MenuEntry {
        text: "rollouts-menu",
        href: "/rollouts",
        icon: "hierarchy-2",
        permission: permissions::VIEW,
        order: 20,
    },
];

/// A duty stays that of the unit it was given to, so that figures of past days stay true; the heir has it on its desk.
const UNIT_ROWS: &[UnitRows] = &[
    UnitRows::go_on("rollout", "unit_id", "rollouts-going-on", "t.state <> 'closed'"),
    UnitRows::stay("requirement", "unit_id", "who asked"),
    UnitRows::go_on("duty", "unit_id", "rollouts-duties-going-on", "t.ended_on IS NULL"),
    UnitRows::pass("rollout_template", "unit_id", "rollouts-passing-templates", "TRUE"),
];

/// What this feature gives to the app.
#[must_use]
pub fn plug() -> Feature {
    Feature {
        name: "rollouts",
        unit_rows: UNIT_ROWS,
        migrations: MIGRATIONS,
        texts: TEXTS,
        routes: Some(routes),
        menu: MENU,
        on_event: Some(store::on_event),
        desk: Some(web::desk::items),
        search: search::SEARCHABLE,
        figures: store::FIGURES,
        work: work::WORKS,
        openapi: Some(api::openapi),
        refusals: domain::REFUSALS,
        ..Feature::default()
    }
}

fn routes() -> Routes {
    pages().and(actions()).and(interface())
}

fn pages() -> Routes {
    use permissions::{PREPARE, VIEW};
    Routes::default()
        .get("/", kernel::Permission::SIGNED_IN, web::desk::show)
        .get("/rollouts", VIEW, web::list::list)
        .get("/rollouts/new", PREPARE, web::edit::new)
        .get("/rollouts/templates", PREPARE, web::templates::list)
        .get("/rollouts/templates/new", PREPARE, web::templates::new)
        .get("/rollouts/templates/{id}", PREPARE, web::templates::edit)
        .get("/rollouts/{id}", VIEW, web::show::show)
        .get("/rollouts/{id}/edit", PREPARE, web::edit::edit)
        .get("/rollouts/{id}/requirements/new", PREPARE, web::stricter::new)
        .get("/rollouts/{id}/duties", VIEW, web::duties::list)
        .get("/rollouts/{id}/map", VIEW, web::map::show)
        .get("/rollouts/{id}/map.json", VIEW, web::map::tree)
        .get("/requirements/{id}/figures", VIEW, web::answers::list)
        .get("/duties/{id}", VIEW, web::duty::show)
}

fn actions() -> Routes {
    use permissions::{DO, PREPARE, WAIVE};
    Routes::default()
        .post("/rollouts/new", PREPARE, web::edit::create)
        .post("/rollouts/templates/new", PREPARE, web::templates::create)
        .post("/rollouts/templates/{id}", PREPARE, web::templates::update)
        .post("/rollouts/{id}/edit", PREPARE, web::edit::update)
        .post("/rollouts/{id}/charge", PREPARE, web::charge::update)
        .post("/rollouts/{id}/launch", PREPARE, web::show::launch)
        .post("/rollouts/{id}/close", PREPARE, web::show::close)
        .post("/rollouts/{id}/requirements/new", PREPARE, web::stricter::create)
        .post("/rollouts/{id}/duties/remind", WAIVE, web::chosen::remind)
        .post("/rollouts/{id}/duties/waive", WAIVE, web::chosen::waive)
        .post("/duties/{id}/begin", DO, web::duty::begin)
        .post("/duties/{id}/done", DO, web::duty::done)
        .post("/duties/{id}/figures", DO, web::answers::save)
        .post("/duties/{id}/figures/{place}/look", WAIVE, web::unusual::look)
        .post("/duties/{id}/minutes", DO, web::duty::say_minutes)
        .post("/duties/{id}/waive", WAIVE, web::duty::waive)
        .post("/duties/{id}/reopen", WAIVE, web::duty::reopen)
}

fn interface() -> Routes {
    use permissions::{DO, VIEW};
    Routes::default()
        .get("/api/v1/rollouts", VIEW, api::list)
        .get("/api/v1/rollouts/{id}", VIEW, api::show)
        .get("/api/v1/rollouts/{id}/duties", VIEW, api::duties)
        .get("/api/v1/requirements/{id}/figures", VIEW, api::figures)
        .post("/api/v1/duties/{id}/done", DO, api::done)
}
