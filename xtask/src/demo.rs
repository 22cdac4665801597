//! The server on a desk: `demo` for looking at the product, `dev` for working on it.

use anyhow::Result;

use crate::{assets, project, run};

/// Builds quickly-running code and starts the demo province.
///
/// # Errors
/// When something does not build, or the server ends badly.
pub fn demo(arguments: &[String]) -> Result<()> {
    assets::build()?;
    run::succeed(&mut run::cargo(&["build", "--profile", "demo", "--package", "thongsuot", "--bin", "thongsuot"]))?;
    start("demo", arguments)
}

/// Builds quickly and starts the demo province with data that stay.
///
/// # Errors
/// As [`demo`].
pub fn dev(arguments: &[String]) -> Result<()> {
    assets::build()?;
    run::succeed(&mut run::cargo(&["build", "--package", "thongsuot", "--bin", "thongsuot"]))?;
    let mut all = arguments.to_vec();
    if !all.iter().any(|word| word.starts_with("--data")) {
        all.extend(["--data".into(), project::target().join("dev").to_string_lossy().into_owned()]);
    }
    start("debug", &all)
}

fn start(profile: &str, arguments: &[String]) -> Result<()> {
    let mut server = std::process::Command::new(project::server(profile));
    run::succeed(server.arg("demo").args(arguments).current_dir(project::root()))
}
