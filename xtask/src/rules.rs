//! The rules of the house that no lint knows: each is a function from a file to what is wrong with it. What may break
//! a rule for a while stands in `xtask/exceptions.txt`, which may only shrink.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::project;

const CODE_LINES: usize = 400;
const TEMPLATE_LINES: usize = 120;
const OWN_STYLE_LINES: usize = 300;

/// Something that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    rule: &'static str,
    path: String,
    detail: String,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {} [{}]", self.path, self.detail, self.rule)
    }
}

/// Everything that breaks a rule below `root` and is not excepted.
///
/// # Errors
/// When a file cannot be read.
pub fn broken(root: &Path) -> Result<Vec<Finding>> {
    let mut found = Vec::new();
    let icons = icon_names(root)?;
    for (ending, rule) in RULES {
        for file in project::files_below(root, ending) {
            let text = fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
            let path = relative(root, &file);
            found.extend(rule(&path, &text, &icons).into_iter().map(|(rule, detail)| Finding {
                rule,
                path: path.clone(),
                detail,
            }));
        }
    }
    found.extend(missing_texts(root)?);
    except(root, found)
}

type Rule = fn(&str, &str, &BTreeSet<String>) -> Vec<(&'static str, String)>;

const RULES: &[(&str, Rule)] = &[
    (".rs", |path, text, _| code(path, text)),
    (".rs", |_, text, icons| icons_of(text, icons)),
    (".md", |path, text, _| paths_named(path, text)),
    (".html", |path, text, icons| if path.contains("/templates/") { template(text, icons) } else { Vec::new() }),
    ("Cargo.toml", |_, text, _| manifest(text)),
    ("own.css", |_, text, _| too_long("style-length", text.lines().count(), OWN_STYLE_LINES)),
    ("package-lock.json", |_, text, _| lock(text)),
];

fn relative(root: &Path, file: &Path) -> String {
    file.strip_prefix(root).unwrap_or(file).to_string_lossy().replace('\\', "/")
}

fn too_long(rule: &'static str, lines: usize, most: usize) -> Vec<(&'static str, String)> {
    if lines > most { vec![(rule, format!("{lines} lines, at most {most}"))] } else { Vec::new() }
}

/// The part of a file before its unit tests.
fn without_tests(text: &str) -> &str {
    text.split_once("\n#[cfg(test)]\nmod ").map_or(text, |(code, _)| code)
}

fn is_test(path: &str) -> bool {
    path.contains("/tests/") || ["crates/testkit/", "browser-tests/"].iter().any(|folder| path.starts_with(folder))
}

fn code(path: &str, text: &str) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    let code = without_tests(text);
    if !text.starts_with("//!") && !path.starts_with("fuzz/") {
        found.push(("file-purpose", "does not begin with //! saying what belongs here".to_owned()));
    }
    if !is_test(path) {
        found.extend(too_long("file-length", code.lines().count(), CODE_LINES));
    }
    // a build script is told where it runs by the environment
    let at_the_edge =
        ["app/", "xtask/", "loadtest/"].iter().any(|folder| path.starts_with(folder)) || path.ends_with("build.rs");
    if !at_the_edge && !is_test(path) {
        // spelt in two parts, so that this file does not find itself
        for (call, part) in [("SystemTime::", "now"), ("Uuid::", "now_v7"), ("env::", "var("), ("env::", "var_os(")] {
            if code.contains(&format!("{call}{part}")) {
                found.push((
                    "surroundings",
                    format!("{call}{part} belongs in app; take it from the Clock or the configuration"),
                ));
            }
        }
    }
    for (start, rest) in [("TO", "DO"), ("FIX", "ME"), ("unimpl", "emented!"), ("#[ig", "nore")] {
        if text.contains(&format!("{start}{rest}")) {
            found.push(("unfinished", format!("{start}{rest} left behind")));
        }
    }
    found
}

fn template(text: &str, icons: &BTreeSet<String>) -> Vec<(&'static str, String)> {
    let mut found = too_long("template-length", text.lines().count(), TEMPLATE_LINES);
    for (piece, instead) in [
        (" style=\"", "a class"),
        ("<style", "web/styles/own.css"),
        (" onclick=", "web/scripts"),
        ("<script>", "web/scripts"),
        ("hx-on", "web/scripts"),
    ] {
        if text.contains(piece) {
            found.push((
                "content-policy",
                format!("`{}` does not pass the content policy; use {instead}", piece.trim()),
            ));
        }
    }
    found.extend(icons_of(text, icons));
    found
}

// as templates and menus name them
fn icons_of(text: &str, icons: &BTreeSet<String>) -> Vec<(&'static str, String)> {
    let named = |before: &str| -> Vec<String> {
        without_tests(text)
            .split(before)
            .skip(1)
            .filter_map(|rest| rest.split_once('"'))
            .map(|(name, _)| name.to_owned())
            .collect()
    };
    let names: BTreeSet<String> = ["cx.icon(\"", "icon(cx, \"", "icon: \""].into_iter().flat_map(named).collect();
    let plain = |name: &&String| {
        !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    };
    let unknown = names.iter().filter(plain).filter(|name| !icons.contains(*name));
    unknown.map(|name| ("icon", format!("the icon {name} is not in web/icons.txt"))).collect()
}

fn icon_names(root: &Path) -> Result<BTreeSet<String>> {
    let text = fs::read_to_string(root.join("web/icons.txt")).context("reading web/icons.txt")?;
    Ok(text.lines().map(str::trim).filter(|line| !line.starts_with('#')).map(str::to_owned).collect())
}

/// Paths in backticks that begin like one of ours and lead nowhere; those with a placeholder are examples.
fn paths_named(path: &str, text: &str) -> Vec<(&'static str, String)> {
    let is_ours = |word: &&str| {
        let top = word.split('/').next().unwrap_or_default();
        let tops = ["app", "crates", "features", "docs", "web", "xtask", "browser-tests", "loadtest", ".ci"];
        tops.contains(&top) && word.contains('/') && !word.contains(['*', '{', '<', '…', ' ', '$'])
    };
    let of_a_file = path.starts_with("features/") || path.starts_with("web/");
    let words: Vec<&str> = text.split('`').skip(1).step_by(2).filter(is_ours).collect();
    let absent = words.into_iter().filter(|word| !of_a_file && !project::root().join(word).exists());
    absent.map(|word| ("docs-paths", format!("names {word}, which is not there"))).collect()
}

fn manifest(text: &str) -> Vec<(&'static str, String)> {
    // a crate with a workspace of its own (the fuzz targets) cannot take ours over
    let is_crate = text.contains("[package]") && !text.contains("[workspace]");
    if is_crate && !text.contains("[lints]\nworkspace = true") {
        return vec![("lints", "lacks `[lints] workspace = true`".to_owned())];
    }
    Vec::new()
}

fn lock(text: &str) -> Vec<(&'static str, String)> {
    if text.contains("\"resolved\": \"http") {
        return vec![(
            "lock-hosts",
            "names a registry; install with npm's --omit-lockfile-registry-resolved".to_owned(),
        )];
    }
    Vec::new()
}

/// Keys one language has and the other lacks.
fn missing_texts(root: &Path) -> Result<Vec<Finding>> {
    let mut found = Vec::new();
    for vietnamese in locale_files(root) {
        let english = vietnamese.with_file_name("en.ftl");
        let (vi, en) = (keys(&vietnamese)?, keys(&english)?);
        for (file, lacking) in [(&english, vi.difference(&en)), (&vietnamese, en.difference(&vi))] {
            found.extend(lacking.map(|key| Finding {
                rule: "both-languages",
                path: relative(root, file),
                detail: format!("lacks the key {key}"),
            }));
        }
    }
    Ok(found)
}

fn locale_files(root: &Path) -> Vec<PathBuf> {
    let mut files = project::files_below(root, "vi.ftl");
    files.retain(|file| file.parent().is_some_and(|folder| folder.ends_with("locales")));
    files
}

fn keys(file: &Path) -> Result<BTreeSet<String>> {
    if !file.exists() {
        return Ok(BTreeSet::new());
    }
    let text = fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
    let starts = |line: &&str| line.starts_with(|c: char| c.is_ascii_alphabetic());
    Ok(text
        .lines()
        .filter(starts)
        .filter_map(|line| line.split_once('='))
        .map(|(key, _)| key.trim().to_owned())
        .collect())
}

/// Takes out what `xtask/exceptions.txt` allows; an exception nothing needs any more is itself a finding, so the list
/// shrinks with the code.
fn except(root: &Path, found: Vec<Finding>) -> Result<Vec<Finding>> {
    let text = fs::read_to_string(root.join("xtask/exceptions.txt")).unwrap_or_default();
    let allowed: Vec<(&str, &str)> =
        text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(' ')).collect();
    let is_allowed =
        |finding: &Finding| allowed.iter().any(|(rule, path)| *rule == finding.rule && path.trim() == finding.path);
    let needless = allowed
        .iter()
        .filter(|(rule, path)| !found.iter().any(|finding| finding.rule == *rule && finding.path == path.trim()))
        .map(|(rule, path)| Finding {
            rule: "exceptions",
            path: "xtask/exceptions.txt".into(),
            detail: format!("`{rule} {path}` is needed no more: take the line out"),
        })
        .collect::<Vec<_>>();
    let mut left: Vec<Finding> = found.into_iter().filter(|finding| !is_allowed(finding)).chain(needless).collect();
    left.sort();
    left.dedup();
    Ok(left)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn no_icons() -> BTreeSet<String> {
        BTreeSet::from(["plus".to_owned()])
    }

    #[test]
    fn the_clock_is_asked_only_at_the_edge() {
        let text = "//! x\nfn f() { std::time::SystemTime::now(); }\n";
        assert_eq!(code("features/units/src/domain.rs", text).len(), 1);
        assert!(code("app/src/main.rs", text).is_empty());
        assert!(code("features/units/tests/it/main.rs", text).is_empty());
    }

    #[test]
    fn unit_tests_do_not_count_as_length() {
        let long = "x\n".repeat(500);
        let with_tests = format!("//! x\n\n#[cfg(test)]\nmod tests {{\n{long}}}\n");
        assert!(code("features/units/src/domain.rs", &with_tests).is_empty());
        assert_eq!(code("features/units/src/domain.rs", &format!("//! x\n{long}")).len(), 1);
    }

    #[test]
    fn styles_and_unknown_icons_in_templates_are_found() {
        let found =
            template("<p style=\"color: red\">{{ m::icon(cx, \"plus\") }}{{ cx.icon(\"unicorn\") }}</p>", &no_icons());
        assert_eq!(found.iter().map(|(rule, _)| *rule).collect::<Vec<_>>(), ["content-policy", "icon"]);
    }

    #[test]
    fn a_key_in_one_language_only_is_found() -> Result<()> {
        let folder = std::env::temp_dir().join(format!("thongsuot-rules-{}", std::process::id()));
        fs::create_dir_all(folder.join("locales"))?;
        fs::write(folder.join("locales/vi.ftl"), "a = A\nb = { $n } B\n")?;
        fs::write(folder.join("locales/en.ftl"), "a = A\n")?;
        let found = missing_texts(&folder)?;
        fs::remove_dir_all(&folder)?;
        assert_eq!(found.len(), 1);
        assert!(found[0].detail.ends_with("key b"));
        Ok(())
    }

    #[test]
    fn an_exception_nothing_needs_is_a_finding() -> Result<()> {
        let folder = std::env::temp_dir().join(format!("thongsuot-exceptions-{}", std::process::id()));
        fs::create_dir_all(folder.join("xtask"))?;
        fs::write(folder.join("xtask/exceptions.txt"), "# why\nfile-length a.rs\nfile-length b.rs\n")?;
        let finding = |path: &str| Finding { rule: "file-length", path: path.into(), detail: String::new() };
        let left = except(&folder, vec![finding("a.rs"), finding("c.rs")])?;
        fs::remove_dir_all(&folder)?;
        assert_eq!(left.iter().map(|f| f.path.as_str()).collect::<Vec<_>>(), ["xtask/exceptions.txt", "c.rs"]);
        Ok(())
    }
}
