//! The documentation is true where a machine can tell: the paths it names exist, the API's description is that of its
//! routes.

use std::collections::BTreeSet;

use regex::Regex;
use thongsuot::features::features;

use crate::sources::{Source, below, root};

fn pages() -> Vec<Source> {
    let mut pages = below("docs", ".md");
    for name in ["README.md", "README.vi.md", "CONTRIBUTING.md"] {
        if let Ok(text) = std::fs::read_to_string(root().join(name)) {
            pages.push(Source { path: name.to_owned(), text });
        }
    }
    pages
}

#[test]
fn paths_named_in_the_documentation_exist() {
    let path = Regex::new(r"`((?:app|crates|features|docs|xtask|loadtest|browser-tests|web|\.ci)/[A-Za-z0-9_./-]*)`")
        .expect("a pattern");
    let mut absent = Vec::new();
    for page in pages() {
        for capture in path.captures_iter(&page.text) {
            // what a build makes is there after it only
            let is_made = capture[1].starts_with("web/dist");
            if !is_made && !root().join(&capture[1]).exists() {
                absent.push(format!("{}: {}", page.path, &capture[1]));
            }
        }
    }
    assert_eq!(absent, Vec::<String>::new());
}

#[test]
fn links_between_pages_lead_somewhere() {
    let link = Regex::new(r"\]\(([^)#: ]+)(?:#[^)]*)?\)").expect("a pattern");
    let mut broken = Vec::new();
    for page in pages() {
        let folder = root().join(&page.path).parent().expect("a folder").to_owned();
        for capture in link.captures_iter(&page.text) {
            if !folder.join(&capture[1]).exists() {
                broken.push(format!("{}: {}", page.path, &capture[1]));
            }
        }
    }
    assert_eq!(broken, Vec::<String>::new());
}

#[test]
fn the_description_of_the_api_is_that_of_its_routes() {
    let routes = features().iter().filter_map(|f| f.routes).fold(platform::web::Routes::default(), |a, r| a.and(r()));
    let served: BTreeSet<(String, String)> = routes
        .entries()
        .iter()
        .filter(|entry| entry.path.starts_with("/api/v1/"))
        .map(|entry| (entry.method.to_lowercase(), entry.path.to_owned()))
        .collect();
    let description = thongsuot::operation::merged_openapi(&features());
    let description = serde_json::to_value(description).expect("JSON");
    let mut described = BTreeSet::new();
    for (path, item) in description["paths"].as_object().expect("paths") {
        for method in ["get", "post", "put"].into_iter().filter(|method| item.get(method).is_some()) {
            described.insert((method.to_owned(), path.clone()));
        }
    }
    assert!(served.len() > 8);
    assert_eq!(served.difference(&described).collect::<Vec<_>>(), Vec::<&(String, String)>::new(), "not described");
    assert_eq!(described.difference(&served).collect::<Vec<_>>(), Vec::<&(String, String)>::new(), "not served");
}
