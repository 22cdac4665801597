//! Checks of the whole product: the house's rules about its own code, every route's permission, texts, the two schemas,
//! the API's description, the documentation, and what a killed server leaves behind. One binary, so that it links once.

#![allow(clippy::unwrap_used, reason = "the helpers are test code too")]

mod architecture;
mod commands;
mod contest;
mod crash;
mod documentation;
mod harness;
mod life_cycle;
mod moving;
mod nodes;
mod personal_data;
mod routes;
mod schema;
mod sharding;
mod sources;
mod texts;
