//! For tests only: every store and web test runs on both databases, drives the real router in process, and stands in a
//! small province. No mocks: the clock, the files and the sign-in are in-memory versions of the real ones.

mod browser;
mod database;
mod organisation;
mod signed_pdf;
mod site;

pub use browser::{Browser, Page};
pub use database::PostgresDatabase;
pub use organisation::{ROOT, UNITS};
pub use signed_pdf::signed_pdf;
pub use site::{Engine, Site};

/// Runs each test once on SQLite and once on PostgreSQL. The test crate's root has `fn features() -> Vec<Feature>`.
///
/// ```ignore
/// on_both_databases! {
///     fn a_closed_conference_accepts_nobody(site) {
///         site.as_role(Role::Officer, "TU").open("/conferences").has_text("Hội nghị");
///     }
/// }
/// ```
#[allow(clippy::crate_in_macro_def, reason = "the features are those of the crate that tests")]
#[macro_export]
macro_rules! on_both_databases {
    ($($(#[$meta:meta])* fn $name:ident($site:ident) $body:block)+) => {$(
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            $(#[$meta])*
            fn run($site: &$crate::Site) $body

            #[test]
            fn sqlite() {
                run(&$crate::Site::new($crate::Engine::Sqlite, crate::features()));
            }

            #[test]
            fn postgres() {
                run(&$crate::Site::new($crate::Engine::Postgres, crate::features()));
            }
        }
    )+};
}
