//! People: members and others, the accounts that sign in, the roles they hold in units. This file is the plug.

pub mod domain;
pub mod import;
pub mod password;
pub mod permissions;
mod search;
mod secret;
pub mod store;
mod web;

use kernel::{Event, Fact, Permission};
use platform::Feature;
use platform::app::SessionCare;
use platform::db::{Migration, StoreError, Tx};
use platform::params;
use platform::texts::{Language, Source};
use platform::web::Routes;

pub use store::{identify_session, identify_token};

const TEXTS: &[Source] = &[
    Source { language: Language::Vietnamese, text: include_str!("../locales/vi.ftl") },
    Source { language: Language::English, text: include_str!("../locales/en.ftl") },
];

fn routes() -> Routes {
    Routes::default()
        .get("/sign-in", Permission::PUBLIC, web::sign_in::show)
        .post("/sign-in", Permission::PUBLIC, web::sign_in::sign_in)
        .post("/sign-out", Permission::PUBLIC, web::sign_in::sign_out)
        .post("/language", Permission::PUBLIC, web::sign_in::choose_language)
        .get("/people/import", permissions::IMPORT, web::import::new)
        .post("/people/import", permissions::IMPORT, web::import::upload)
        .get("/people/import/template", permissions::IMPORT, web::import::template)
        .get("/people/import/{id}", permissions::IMPORT, web::import::show)
        .get("/people/import/{id}/progress", permissions::IMPORT, web::import::progress)
        .get("/people/import/{id}/faults", permissions::IMPORT, web::import::faults)
}

/// The feature's plug.
#[must_use]
pub fn plug() -> Feature {
    Feature {
        name: "people",
        migrations: &[Migration { name: "20260903-people", sql: include_str!("../migrations/20260903-people.sql") }],
        texts: TEXTS,
        routes: Some(routes),
        jobs: &[import::JOB],
        on_event: Some(on_event),
        search: Some(search::hits),
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
