//! What is made of the documentation: the life cycles printed from the rules, the screenshots taken by the browser tests
//! on the demo province and copied to `docs/images`.

use std::fs;

use anyhow::{Context, Result};

use crate::{assets, packages, project, run, test};

/// Prints `docs/life-cycle.md`, runs the browser tests and copies every screenshot that a page under `docs/` or a README shows.
///
/// # Errors
/// When a test fails, or a page shows a screenshot that no test takes.
pub fn screenshots() -> Result<()> {
    assets::build()?;
    packages::require(packages::BROWSER, "Taking screenshots")?;
    run::succeed(&mut test::build_server())?;
    run::succeed(&mut test::life_cycles())?;
    run::succeed(&mut test::browser(None))?;
    let images = project::root().join("docs/images");
    fs::create_dir_all(&images)?;
    for name in shown()? {
        let from = project::target().join("screenshots").join(&name);
        fs::copy(&from, images.join(&name)).with_context(|| format!("no browser test takes the screenshot {name}"))?;
        println!("docs/images/{name}");
    }
    Ok(())
}

fn shown() -> Result<Vec<String>> {
    let mut names = Vec::new();
    for page in project::files_below(&project::root(), ".md") {
        let text = fs::read_to_string(&page)?;
        names.extend(
            text.split("images/").skip(1).filter_map(|rest| rest.split_once(".png")).map(|(n, _)| format!("{n}.png")),
        );
    }
    names.retain(|name| !name.contains(['/', ' ', '\n']));
    names.sort();
    names.dedup();
    Ok(names)
}
