//! `bench contest`: whole attempts over HTTP, the first ten seconds of a round, a million and a half attempts stored, a
//! server killed in the last minute; on SQLite and, where `cargo x bench` started one, on a durable PostgreSQL.

mod crash;
mod setup;
mod stored;
mod whole;

use anyhow::Result;

use crate::databases;
use setup::Site;

/// Runs the benchmark and prints its figures.
///
/// # Errors
/// When the server fails, or loses what it acknowledged.
pub fn run() -> Result<()> {
    databases::engines().iter().try_for_each(|(_, server)| on(server.as_deref()))
}

fn on(server: Option<&str>) -> Result<()> {
    let engine = if server.is_some() { "PostgreSQL, synchronous_commit=on" } else { "SQLite, synchronous=FULL" };
    println!("contest: {engine}");
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    whole::run(&runtime, &Site::new(server, "whole")?)?;
    crash::run(&runtime, &Site::new(server, "crash")?)?;
    stored::run(&runtime, &Site::new(server, "stored")?)
}
