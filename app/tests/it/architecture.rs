//! The rules of the house about its own code: directions between layers and features, what only `app` may do, the shape
//! of files.

use thongsuot::features::features;

use crate::sources::{Source, below, of_features};

fn offenders(sources: Vec<Source>, words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources {
        let code = source.code();
        for word in words.iter().filter(|word| code.contains(**word)) {
            found.push(format!("{} names {word}", source.path));
        }
    }
    found
}

fn layer(name: &str) -> Vec<Source> {
    let file = format!("/src/{name}.rs");
    let folder = format!("/src/{name}/");
    of_features().into_iter().filter(|s| s.path.ends_with(&file) || s.path.contains(&folder)).collect()
}

#[test]
fn rules_know_neither_database_nor_web() {
    let words = ["platform::", "axum::", "rusqlite", "postgres::", "tokio::", "crate::store", "crate::web"];
    assert_eq!(offenders(layer("domain"), &words), Vec::<String>::new());
    assert!(layer("domain").len() > 4, "the features have rules");
}

#[test]
fn stores_know_no_pages() {
    let words = ["axum::", "crate::web", "crate::api", "rusqlite", "postgres::"];
    assert_eq!(offenders(layer("store"), &words), Vec::<String>::new());
}

#[test]
fn features_depend_on_earlier_features_only() {
    let order: Vec<&str> = features().iter().map(|feature| feature.name).collect();
    for (place, name) in order.iter().enumerate() {
        let manifests = below(&format!("features/{name}"), "Cargo.toml");
        let Some(manifest) = manifests.first() else { continue };
        let dependencies = manifest.text.split("[dependencies]").nth(1).unwrap_or_default();
        let dependencies = dependencies.split("\n[").next().unwrap_or_default();
        for later in &order[place + 1..] {
            let line = format!("\n{later}.workspace");
            assert!(!dependencies.contains(&line), "{name} depends on {later}, which comes after it");
        }
    }
}

#[test]
fn time_ids_and_environment_come_from_app_alone() {
    let mut sources = of_features();
    sources.extend(below("crates", ".rs").into_iter().filter(|s| s.path.contains("/src/")));
    // the test kit finds the cluster of the test run in its environment
    sources.retain(|source| !source.path.starts_with("crates/testkit/"));
    let words = ["SystemTime::now", "Uuid::now_v7", "env::var(", "Uuid::new_v4"];
    assert_eq!(offenders(sources, &words), Vec::<String>::new());
}

#[test]
fn every_file_says_what_belongs_there_and_none_is_long() {
    let mut faults = Vec::new();
    for folder in ["app/src", "crates", "features"] {
        for source in below(folder, ".rs").iter().filter(|s| s.path.contains("/src/")) {
            if !source.text.starts_with("//!") {
                faults.push(format!("{} does not begin with //!", source.path));
            }
            let lines = source.text.split("#[cfg(test)]").next().unwrap_or_default().lines().count();
            if lines > 600 {
                faults.push(format!("{} has {lines} lines without its tests", source.path));
            }
        }
    }
    assert_eq!(faults, Vec::<String>::new());
}
