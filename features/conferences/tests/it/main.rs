//! Store, web and API tests of conferences, on both databases.

#![allow(clippy::unwrap_used, reason = "the helpers are test code too")]

mod as_of;
mod attendance;
mod changed_plans;
mod dialogue;
mod figures_and_duties;
mod merging;
mod offline;
mod pages;
mod plans;
mod restructuring;
mod seating;
mod stage;
mod streams;
mod taking_part;

use platform::Feature;

fn features() -> Vec<Feature> {
    vec![
        units::plug(),
        figures::plug(),
        people::plug(),
        burden::plug(),
        documents::plug(),
        rollouts::plug(),
        halls::plug(),
        conferences::plug(),
    ]
}
