//! The benchmarks: the server as `cargo x demo` builds it, so that one optimised build serves both, under the load
//! generator of `loadtest/`, which prints each figure beside its reference. What is measured, and how, stands there.

use std::process::Command;

use anyhow::Result;

use crate::{assets, project, run};

/// Builds both programs optimised and runs the benchmarks named, or all.
///
/// # Errors
/// When something does not build or a benchmark misses its mark.
pub fn bench(arguments: &[String]) -> Result<()> {
    assets::build()?;
    run::succeed(&mut run::cargo(&["build", "--profile", "demo", "--package", "thongsuot", "--package", "loadtest"]))?;
    let mut loadtest = Command::new(project::target().join("demo/loadtest"));
    loadtest.args(arguments).env("THONGSUOT_BIN", project::server("demo")).current_dir(project::root());
    run::succeed(&mut loadtest)
}
