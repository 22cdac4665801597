//! `cargo x check`: format, lints, then the rules of the house that no lint knows (in `rules`).

use anyhow::{Result, bail};

use crate::{project, rules, run};

/// Runs the three, telling every finding.
///
/// # Errors
/// When anything was found.
pub fn check() -> Result<()> {
    let found = rules::broken(&project::root())?;
    for finding in &found {
        println!("{finding}");
    }
    let format = run::succeed(&mut run::cargo(&["fmt", "--all", "--check"]));
    // the same choices of packages as the tests: another would give shared libraries other features and check them anew
    let lint = |which: &[&str]| {
        let lints = ["--all-targets", "--quiet", "--", "-D", "warnings"];
        run::succeed(run::cargo(&["clippy"]).args(which).args(lints))
    };
    let lints = lint(&["--workspace", "--exclude", "browser-tests"]).and(lint(&["--package", "browser-tests"]));
    if !found.is_empty() {
        bail!("{} of the house's rules broken, listed above", found.len());
    }
    format.and(lints)
}
