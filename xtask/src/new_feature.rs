//! `cargo x new-feature NAME`: the folder every feature has, filled with the smallest whole one (from `xtask/feature`),
//! and its two lines in the app. What a feature must contain is explained in `docs/adding-a-feature.md`.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{project, run};

const MODEL: &str = "xtask/feature";
const LIST: &str = "app/src/features.rs";
const MANIFEST: &str = "app/Cargo.toml";

/// Makes the feature in this checkout and formats it.
///
/// # Errors
/// When the name is no plural noun in small letters, is taken, or the app's list is not where it should be.
pub fn create_here(name: &str) -> Result<()> {
    create(&project::root(), name)?;
    run::succeed(&mut run::cargo(&["fmt", "--package", name, "--package", "thongsuot"]))?;
    println!("features/{name} is made and in the app. Try it: cargo x test --package {name}");
    println!("Then give it its words (locales, README.md), its table (migrations) and its rules (src/domain.rs).");
    Ok(())
}

fn create(root: &Path, name: &str) -> Result<()> {
    let words = Words::of(name)?;
    let folder = root.join("features").join(name);
    if folder.exists() {
        bail!("features/{name} is there already");
    }
    let model = root.join(MODEL);
    for file in project::files_below(&model, ".new") {
        let relative = file.strip_prefix(&model)?.to_string_lossy().into_owned();
        let to = folder.join(words.fill(relative.trim_end_matches(".new")));
        fs::create_dir_all(to.parent().context("a file has a folder")?)?;
        fs::write(to, words.fill(&fs::read_to_string(&file)?))?;
    }
    let dependency = format!("\n{name} = {{ path = \"../features/{name}\" }}");
    insert(&root.join(MANIFEST), &dependency, |text| {
        text.find("[dependencies]").map(|at| at + "[dependencies]".len())
    })?;
    // the end of the list: a feature stands after those it depends on
    insert(&root.join(LIST), &format!(", {name}::plug()"), |text| {
        text.rfind(']').map(|end| text[..end].trim_end().trim_end_matches(',').len())
    })
}

fn insert(file: &Path, line: &str, place: fn(&str) -> Option<usize>) -> Result<()> {
    let mut text = fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
    let at = place(&text).with_context(|| format!("{} has no place for `{line}`", file.display()))?;
    text.insert_str(at, line);
    fs::write(file, text).with_context(|| format!("writing {}", file.display()))
}

/// The forms of the name the model asks for.
struct Words {
    names: String,
    name: String,
    date: String,
}

impl Words {
    fn of(names: &str) -> Result<Self> {
        let is_noun = names.len() > 3 && names.ends_with('s') && names.chars().all(|c| c.is_ascii_lowercase());
        if !is_noun {
            bail!("a feature is called by a plural noun in small English letters, such as inspections; not `{names}`");
        }
        let name = match names.strip_suffix("ies") {
            Some(stem) => format!("{stem}y"),
            None => names.trim_end_matches('s').to_owned(),
        };
        let date = run::output(Command::new("date").arg("+%Y%m%d")).context("asking for today's date")?;
        Ok(Words { names: names.to_owned(), name, date })
    }

    fn fill(&self, text: &str) -> String {
        let (first, rest) = self.name.split_at(1);
        let code: String = self.name.chars().take(4).collect();
        text.replace("__names__", &self.names)
            .replace("__name__", &self.name)
            .replace("__Name__", &format!("{}{rest}", first.to_uppercase()))
            .replace("__CODE__", &code.to_uppercase())
            .replace("__code__", &code)
            .replace("__date__", &self.date)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_must_be_a_plural_noun() {
        assert!(Words::of("inspections").is_ok());
        assert_eq!(Words::of("surveys").unwrap().name, "survey");
        assert_eq!(Words::of("enquiries").unwrap().name, "enquiry");
        for wrong in ["inspection", "Inspections", "my-features", "s"] {
            assert!(Words::of(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_new_feature_compiles_and_passes_its_own_tests() {
        let copy = std::env::temp_dir().join(format!("thongsuot-new-feature-{}", std::process::id()));
        copy_checkout(&copy);
        create(&copy, "parades").unwrap();
        // the same target folder: what the other tests compiled is not compiled again
        let mut tests = run::cargo(&["test", "--quiet", "--package", "parades", "--"]);
        if std::env::var_os("THONGSUOT_TEST_POSTGRES").is_none() {
            tests.args(["--skip", "::postgres"]);
        }
        let status = tests.current_dir(&copy).env("CARGO_TARGET_DIR", project::target()).status().unwrap();
        fs::remove_dir_all(&copy).unwrap();
        assert!(status.success());
    }

    fn copy_checkout(to: &Path) {
        let root = project::root();
        for ending in [".rs", ".toml", ".lock", ".html", ".ftl", ".sql", ".new", ".json", ".txt", ".js", ".md"] {
            for file in project::files_below(&root, ending) {
                let place = to.join(file.strip_prefix(&root).unwrap());
                fs::create_dir_all(place.parent().unwrap()).unwrap();
                fs::copy(&file, place).unwrap();
            }
        }
        fs::copy(root.join("Cargo.lock"), to.join("Cargo.lock")).unwrap();
    }
}
