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
    let lints =
        run::succeed(&mut run::cargo(&["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"]));
    if !found.is_empty() {
        bail!("{} of the house's rules broken, listed above", found.len());
    }
    format.and(lints)
}
