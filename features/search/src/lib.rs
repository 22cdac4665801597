//! One search over everything the asker sees. This file is the feature's plug; nothing else belongs here.

mod api;
mod finding;
mod follow;
mod generation;
mod node;
mod taking;
mod web;
mod writing;

pub use finding::find_now;
pub use follow::{Follower, Rebuilt, rebuild};
pub use node::{Condition, Node};
pub use writing::FollowError;

use kernel::Permission;
use platform::Feature;
use platform::texts::{Language, Source};
use platform::web::Routes;

const TEXTS: &[Source] = &[
    Source { language: Language::Vietnamese, text: include_str!("../locales/vi.ftl") },
    Source { language: Language::English, text: include_str!("../locales/en.ftl") },
];

/// What this feature gives to the app.
#[must_use]
pub fn plug() -> Feature {
    Feature {
        name: "search",
        texts: TEXTS,
        routes: Some(routes),
        beside: Some(follow::follow),
        openapi: Some(api::openapi),
        ..Feature::default()
    }
}

fn routes() -> Routes {
    Routes::default().get("/search", Permission::SIGNED_IN, web::search).get(
        "/api/v1/search",
        Permission::SIGNED_IN,
        api::search,
    )
}
