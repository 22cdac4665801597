//! Store, web and API tests of people, on both databases.

#![allow(clippy::unwrap_used, reason = "the helpers are test code too")]

mod duplicates;
mod import;
mod lists;
mod memberships;
mod pages;
mod personal_data;
mod responsibility;

use platform::Feature;

fn features() -> Vec<Feature> {
    vec![units::plug(), figures::plug(), people::plug()]
}
