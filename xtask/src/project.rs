//! Where things lie in the checkout, and what the surroundings are. Running programs is in `run`.

use std::env;
use std::path::{Path, PathBuf};

/// The top of the checkout.
pub fn root() -> PathBuf {
    // the one cargo runs it for: a program built for another checkout may lie in a shared target folder
    let here = env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    here.parent().unwrap_or(&here).to_owned()
}

/// Where cargo puts what it builds.
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |folder| root().join(folder))
}

/// The built server of a profile (`debug`, `demo`, `release`).
pub fn server(profile: &str) -> PathBuf {
    target().join(profile).join("thongsuot")
}

/// True on a machine where nothing may be skipped: `CI=true`.
pub fn is_ci() -> bool {
    env::var("CI").is_ok_and(|value| !matches!(value.as_str(), "" | "0" | "false"))
}

/// The shared material of the project, where a checkout has it beside itself: the labelled corpus of documents.
pub fn shared() -> Option<PathBuf> {
    let folder = env::var_os("THONGSUOT_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from);
    folder.join("corpus/score.py").exists().then_some(folder)
}

/// Every file below `folder` whose name ends so, sorted; folders of built and fetched things are left out.
pub fn files_below(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    collect(folder, ending, &mut found);
    found.sort();
    found
}

fn collect(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    let Ok(entries) = folder.read_dir() else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        if path.is_dir() {
            if !name.starts_with('.') && !matches!(name.as_str(), "target" | "node_modules" | "dist") {
                collect(&path, ending, found);
            }
        } else if name.ends_with(ending) {
            found.push(path);
        }
    }
}
