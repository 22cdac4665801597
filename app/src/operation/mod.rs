//! Running the product: health, measurements, the description of the API, setting up an empty installation. It plugs in
//! like a feature, so that its routes and texts go through the same tests; it owns no table.

mod health;
mod set_up;
mod state;

use kernel::Permission;
use platform::Feature;
use platform::texts::{Language, Source};
use platform::web::Routes;

pub use health::merged_openapi;
pub(crate) use set_up::has_accounts;
pub use set_up::{FirstSteps, begin};
pub use state::Operation;

const TEXTS: &[Source] = &[
    Source { language: Language::Vietnamese, text: include_str!("../../locales/vi.ftl") },
    Source { language: Language::English, text: include_str!("../../locales/en.ftl") },
];

/// What the program itself gives to the app.
#[must_use]
pub fn plug() -> Feature {
    Feature { name: "operation", texts: TEXTS, routes: Some(routes), refusals: set_up::REFUSALS, ..Feature::default() }
}

fn routes() -> Routes {
    Routes::default()
        .get("/healthz", Permission::PUBLIC, health::healthz)
        .get("/livez", Permission::PUBLIC, health::livez)
        .get("/metrics", Permission::PUBLIC, health::metrics)
        .get("/api/openapi.json", Permission::PUBLIC, health::openapi)
        .get("/set-up", Permission::PUBLIC, set_up::show)
        .post("/set-up", Permission::PUBLIC, set_up::set_up)
}
