//! The benchmarks: the server as `cargo x demo` builds it, so that one optimised build serves both, under the load
//! generator of `loadtest/`, which prints each figure beside its reference. What is measured, and how, stands there.

use std::process::Command;

use anyhow::Result;

use crate::cluster::Cluster;
use crate::{assets, project, run};

/// Benchmarks that measure PostgreSQL too.
const ON_BOTH: &[&str] = &["contest", "import", "ledger", "tree"];

/// Builds both programs optimised and runs the benchmarks named, or all.
///
/// # Errors
/// When something does not build or a benchmark misses its mark.
pub fn bench(arguments: &[String]) -> Result<()> {
    assets::build()?;
    run::succeed(&mut run::cargo(&["build", "--profile", "demo", "--package", "thongsuot", "--package", "loadtest"]))?;
    let mut loadtest = Command::new(project::target().join("demo/loadtest"));
    loadtest.args(arguments).env("THONGSUOT_BIN", project::server("demo")).current_dir(project::root());
    let needs_postgres = arguments.is_empty() || arguments.iter().any(|name| ON_BOTH.contains(&name.as_str()));
    let cluster = if needs_postgres { Some(Cluster::start_durable()?) } else { None };
    if let Some(cluster) = &cluster {
        loadtest.env("THONGSUOT_BENCH_POSTGRES", cluster.address());
    }
    run::succeed(&mut loadtest)
}
