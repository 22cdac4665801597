//! Store, web and API tests of conferences, on both databases.

#![allow(clippy::unwrap_used, reason = "the helpers are test code too")]

mod attendance;
mod figures_and_duties;
mod merging;
mod pages;
mod plans;
mod restructuring;
mod stage;
mod streams;

use platform::Feature;

fn features() -> Vec<Feature> {
    vec![units::plug(), figures::plug(), people::plug(), burden::plug(), documents::plug(), rollouts::plug(), conferences::plug()]
}
