//! Every text is there in both languages: those named in code, in templates, in plugs, and those of refusals, events and
//! figures.

use std::collections::BTreeSet;

use platform::texts::{Language, Texts};
use regex::Regex;
use thongsuot::features::features;

use crate::sources::{below, of_features};

pub fn texts() -> Texts {
    let mut texts = Texts::default();
    texts.add(platform::TEXTS).expect("the platform's texts");
    for feature in features() {
        texts.add(feature.texts).unwrap_or_else(|e| panic!("{}: {e}", feature.name));
    }
    texts
}

fn missing<'k>(keys: impl IntoIterator<Item = &'k String>) -> Vec<String> {
    let texts = texts();
    let mut missing = BTreeSet::new();
    for key in keys {
        for language in Language::ALL {
            if !texts.has(language, key) {
                missing.insert(format!("{} {key}", language.code()));
            }
        }
    }
    missing.into_iter().collect()
}

fn captured(pattern: &str, texts: impl IntoIterator<Item = String>) -> BTreeSet<String> {
    let pattern = Regex::new(pattern).expect("a pattern");
    let mut found = BTreeSet::new();
    for text in texts {
        found.extend(pattern.captures_iter(&text).map(|capture| capture[1].to_owned()));
    }
    found
}

fn code() -> Vec<String> {
    let mut all: Vec<String> = of_features().iter().map(super::sources::Source::code).collect();
    for folder in ["app/src", "crates/platform/src"] {
        all.extend(below(folder, ".rs").iter().map(super::sources::Source::code));
    }
    all
}

fn templates() -> Vec<String> {
    let mut all: Vec<String> = below("features", ".html").into_iter().map(|s| s.text).collect();
    all.extend(below("app/templates", ".html").into_iter().map(|s| s.text));
    all.extend(below("crates/platform/templates", ".html").into_iter().map(|s| s.text));
    all
}

#[test]
fn both_languages_have_the_same_keys() {
    let texts = texts();
    let of = |language| texts.keys(language).iter().cloned().collect::<BTreeSet<String>>();
    let (vietnamese, english) = (of(Language::Vietnamese), of(Language::English));
    let only =
        |ours: &BTreeSet<String>, theirs: &BTreeSet<String>| ours.difference(theirs).cloned().collect::<Vec<_>>();
    assert_eq!(only(&vietnamese, &english), Vec::<String>::new(), "in Vietnamese only");
    assert_eq!(only(&english, &vietnamese), Vec::<String>::new(), "in English only");
}

#[test]
fn menus_figures_and_kinds_of_search_have_texts() {
    let mut keys: Vec<String> = Vec::new();
    for feature in features() {
        keys.extend(feature.menu.iter().map(|entry| entry.text.to_owned()));
        keys.extend(feature.work.iter().map(|work| format!("work-{}", work.code)));
        keys.extend(feature.known.iter().map(|known| format!("known-{}", known.code)));
        keys.extend(feature.figures.iter().map(|figure| format!("figure-{}", figure.id.replace('.', "-"))));
    }
    assert!(keys.len() > 8);
    assert_eq!(missing(&keys), Vec::<String>::new());
}

#[test]
fn events_have_texts() {
    let names = captured(r#"(?:noted\(\s*|event: |Event::noted\()"([a-z]+\.[a-z_-]+)""#, code());
    assert!(names.len() > 15, "{names:?}");
    let keys: Vec<String> = names.iter().map(|name| format!("event-{}", name.replace('.', "-"))).collect();
    assert_eq!(missing(&keys), Vec::<String>::new());
}

#[test]
fn texts_named_in_templates_and_handlers_are_there() {
    let in_templates = captured(r#"cx\.(?:t|t1|t2|say)\(\s*"([a-z0-9_-]+)""#, templates());
    let in_code = captured(r#"(?:who\.cx|cx\.t|cx\.t1|cx\.t2|Malformed)\(\s*"([a-z0-9_-]+)""#, code());
    assert!(in_templates.len() > 100 && in_code.len() > 10);
    assert_eq!(missing(&in_templates), Vec::<String>::new(), "in templates");
    assert_eq!(missing(&in_code), Vec::<String>::new(), "in code");
}

#[test]
fn refusals_have_codes_of_their_own_and_texts() {
    let mut codes: Vec<&str> = features().iter().flat_map(|feature| feature.refusals).copied().collect();
    let count = codes.len();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), count, "a code is used twice");
    let keys: Vec<String> = codes.iter().map(|code| format!("refused-{}", code.to_lowercase())).collect();
    assert_eq!(missing(&keys), Vec::<String>::new());
    let used = captured(
        r#""((?:UNIT|PEOP|ACCT|MEMB|RESP|MERG|ERAS|DOC|DRAF|PROG|ROLL|FIG|CONF|CONT|REP|BURD|OPER|SEAR)-\d\d)""#,
        code(),
    );
    let unlisted: Vec<&String> = used.iter().filter(|code| !codes.contains(&code.as_str())).collect();
    assert_eq!(unlisted, Vec::<&String>::new(), "used, but not in the list of its feature");
}
