//! Where benchmarks keep their rows: SQLite in a folder, or a database of their own on the PostgreSQL server that
//! `cargo x bench` starts for them.

use anyhow::{Context, Result};

/// The engines to measure: SQLite (none), and PostgreSQL by its server's address where one was started.
pub fn engines() -> Vec<(&'static str, Option<String>)> {
    let mut all = vec![("SQLite", None)];
    match std::env::var("THONGSUOT_BENCH_POSTGRES") {
        Ok(server) => all.push(("PostgreSQL", Some(server))),
        Err(_) => println!("PostgreSQL is left out: THONGSUOT_BENCH_POSTGRES names no server"),
    }
    all
}

/// A new, empty database of this name on the server, in the place of one that was there; its address.
///
/// # Errors
/// When the server does not make it.
pub fn fresh(server: &str, name: &str) -> Result<String> {
    let mut client = postgres::Client::connect(server, postgres::NoTls)?;
    client.batch_execute(&format!("DROP DATABASE IF EXISTS {name}"))?;
    client.batch_execute(&format!("CREATE DATABASE {name}"))?;
    let (base, _) = server.rsplit_once('/').context("the URL names a database")?;
    Ok(format!("{base}/{name}"))
}

/// Removes a database that is no longer needed, so that several large ones need not lie beside each other.
///
/// # Errors
/// When somebody is still connected.
pub fn remove(server: &str, name: &str) -> Result<()> {
    let mut client = postgres::Client::connect(server, postgres::NoTls)?;
    client.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))?;
    Ok(())
}
