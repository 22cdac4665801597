//! The bundled front end: npm and esbuild, only when something under `web/` changed since the last time.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::{packages, project, run};

/// Bundles `web/` into `web/dist` unless it is there and fresh.
///
/// # Errors
/// When npm is missing and cannot be installed, or the bundling fails.
pub fn build() -> Result<()> {
    let web = project::root().join("web");
    let packages_stamp = fingerprint(&web, &["package-lock.json"])?;
    let stamp = fingerprint(&web, &["package-lock.json", ".mjs", ".js", ".css", ".svg", ".txt"])?;
    let stamps = web.join("node_modules/.bundled");
    let known = fs::read_to_string(&stamps).unwrap_or_default();
    if known.lines().nth(1) == Some(&stamp) && web.join("dist/app.css").exists() {
        return Ok(());
    }
    packages::require(packages::FRONT_END, "Bundling the front end")?;
    if known.lines().next() != Some(&packages_stamp) {
        run::succeed(npm(&web).args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]))
            .context("npm could not fetch the packages of web/package-lock.json; is the network there?")?;
    }
    run::succeed(Command::new("node").arg("build.mjs").current_dir(&web))?;
    fs::write(&stamps, format!("{packages_stamp}\n{stamp}\n")).context("writing the stamp of the bundle")
}

fn npm(web: &Path) -> Command {
    let mut npm = Command::new("npm");
    npm.current_dir(web);
    npm
}

fn fingerprint(web: &Path, endings: &[&str]) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for ending in endings {
        for file in project::files_below(web, ending) {
            file.strip_prefix(web).unwrap_or(&file).hash(&mut hasher);
            fs::read(&file).with_context(|| format!("reading {}", file.display()))?.hash(&mut hasher);
        }
    }
    Ok(format!("{:016x}", hasher.finish()))
}
