//! People: members and others, the rows of their accounts, the roles they hold in units. This file is the plug; the pages
//! of accounts and of the sign-in are the feature `accounts`.

mod api;
pub mod domain;
pub mod import;
pub mod password;
pub mod permissions;
mod search;
pub mod secret;
pub mod store;
mod web;

use kernel::{Event, Fact, Permission};
use platform::Feature;
use platform::app::{AtEnd, Passing, SessionCare, UnitRows};
use platform::db::{Migration, StoreError, Tx};
use platform::params;
use platform::texts::{Language, Source};
use platform::web::{MenuEntry, Routes};

pub use store::{identify_session, identify_token};

const TEXTS: &[Source] = &[
    Source { language: Language::Vietnamese, text: include_str!("../locales/vi.ftl") },
    Source { language: Language::English, text: include_str!("../locales/en.ftl") },
];

const MENU: &[MenuEntry] =
    &[MenuEntry { text: "people-menu", href: "/people", icon: "users", permission: permissions::VIEW, order: 60 }];

fn routes() -> Routes {
    Routes::default()
        .get("/people", permissions::VIEW, web::list::list)
        .get("/people/unit-choices", permissions::EDIT, web::list::unit_choices)
        .get("/people/new", permissions::EDIT, web::edit::new)
        .post("/people/new", permissions::EDIT, web::edit::create)
        .get("/people/{id}", Permission::SIGNED_IN, web::edit::show)
        .get("/people/{id}/edit", permissions::EDIT, web::edit::edit)
        .post("/people/{id}/edit", permissions::EDIT, web::edit::update)
        .get("/people/import", permissions::IMPORT, web::import::new)
        .post("/people/import", permissions::IMPORT, web::import::upload)
        .get("/people/import/template", permissions::IMPORT, web::import::template)
        .get("/people/import/{id}", permissions::IMPORT, web::import::show)
        .get("/people/import/{id}/progress", permissions::IMPORT, web::import::progress)
        .get("/people/import/{id}/faults", permissions::IMPORT, web::import::faults)
        .get("/api/v1/people", permissions::VIEW, api::list)
        .get("/api/v1/people/{id}", Permission::SIGNED_IN, api::show)
        .get("/api/v1/me", Permission::SIGNED_IN, api::me)
}

/// People go on in the unit that takes over, and so do the roles held in it.
const UNIT_ROWS: &[UnitRows] = &[
    UnitRows::pass("person", "home_unit_id", "people-passing", "t.ended_on IS NULL"),
    UnitRows {
        table: "role_grant",
        column: "unit_id",
        at_end: AtEnd::Pass(Passing {
            text: "people-passing-roles",
            open: "t.to_day IS NULL",
            carry: Some(store::pass_roles),
        }),
    },
];

/// The feature's plug.
#[must_use]
pub fn plug() -> Feature {
    Feature {
        name: "people",
        unit_rows: UNIT_ROWS,
        migrations: &[Migration { name: "20260903-people", sql: include_str!("../migrations/20260903-people.sql") }],
        texts: TEXTS,
        routes: Some(routes),
        menu: MENU,
        openapi: Some(api::openapi),
        jobs: &[import::JOB],
        on_event: Some(on_event),
        search: search::SEARCHABLE,
        refusals: domain::REFUSALS,
        session_care: Some(SessionCare { is_due: store::is_session_due, renew: store::renew_session }),
        ..Feature::default()
    }
}

/// A role in a unit that ended is held no more.
fn on_event(tx: &mut Tx<'_>, event: &Event) -> Result<(), StoreError> {
    let Fact::UnitsChanged { units } = &event.fact else {
        return Ok(());
    };
    for unit in units {
        tx.run(
            "UPDATE role_grant SET to_day = (SELECT u.ended_on FROM unit u WHERE u.id = $1)
             WHERE unit_id = $1 AND to_day IS NULL AND EXISTS (SELECT 1 FROM unit u WHERE u.id = $1 AND u.ended_on IS NOT NULL)",
            params![unit],
        )?;
    }
    Ok(())
}
