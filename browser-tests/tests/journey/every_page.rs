//! Every page that can be reached by links, walked by role: one page of each kind is opened at both widths and must pass
//! the checks of every page. With `THONGSUOT_PICTURES=all` it also takes the picture of each, to be looked at.

use std::collections::{BTreeSet, VecDeque};
use std::env;

use browser_tests::{Browser, Step, WIDTHS};

use crate::{ADMINISTRATOR, CELL_SECRETARY, COMMUNE_OFFICER, MEMBER, OFFICER, signed_in};

/// The addresses of the links of a page that lead to pages of the site: no files, no parts of the page itself.
const LINKS: &str = "return [...document.querySelectorAll('a[href]')]\
    .filter((link) => link.origin === location.origin && !link.hasAttribute('download') && link.target !== '_blank')\
    .map((link) => link.pathname + link.search)";

/// What is answered with a file, or ends the walk.
fn is_page(address: &str) -> bool {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let last = path.rsplit('/').next().unwrap_or_default();
    let is_file = last.contains('.')
        || query.contains("format=")
        || matches!(last, "docx" | "pdf" | "xlsx" | "csv" | "ics" | "file" | "template" | "faults" | "packet.edxml")
        || path.contains("/attachments/");
    !is_file && !path.starts_with("/api/") && !path.starts_with("/sign-out") && !path.starts_with("/assets/")
}

/// The kind of a page: its path with ids and numbers left out, `/units/{}` for one.
fn kind_of(address: &str) -> String {
    let path = address.split('?').next().unwrap_or_default();
    let is_id = |part: &str| {
        let digits = part.chars().filter(char::is_ascii_digit).count();
        digits > 0 && (part.len() >= 12 || digits == part.len())
    };
    let parts: Vec<&str> = path.split('/').map(|part| if is_id(part) { "{}" } else { part }).collect();
    parts.join("/")
}

/// Walks all pages from `/` on, breadth first, and gives what is wrong with each.
async fn walk(browser: &mut Browser, role: &str) -> Step<(usize, Vec<String>)> {
    let wants_pictures = env::var("THONGSUOT_PICTURES").is_ok_and(|value| value == "all");
    let (mut seen, mut wrong) = (BTreeSet::from([kind_of("/")]), Vec::new());
    let mut ahead = VecDeque::from(["/".to_owned()]);
    while let Some(address) = ahead.pop_front() {
        for width in WIDTHS {
            browser.resize(width).await?;
            browser.open(&address).await?;
            let faults = browser.faults().await?;
            wrong.extend(faults.into_iter().map(|fault| format!("{role} {width} px {address}: {fault}")));
            if wants_pictures {
                let name = kind_of(&address).replace("{}", "x").replace('/', "-");
                browser.screenshot(&format!("every-{role}{name}")).await?;
            }
        }
        let links: Vec<String> = serde_json::from_value(browser.run(LINKS, Vec::new()).await?)?;
        ahead.extend(links.into_iter().filter(|link| is_page(link) && seen.insert(kind_of(link))));
    }
    Ok((seen.len(), wrong))
}

async fn all_pages_are_sound(role: &str, at_least: usize) -> Step {
    let Some(mut browser) = signed_in(role).await? else { return Ok(()) };
    let (pages, wrong) = walk(&mut browser, role).await?;
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
    assert!(pages >= at_least, "only {pages} kinds of page were reached");
    browser.close().await
}

#[tokio::test]
async fn all_pages_of_the_officer_are_sound() -> Step {
    all_pages_are_sound(OFFICER, 60).await
}

#[tokio::test]
async fn all_pages_of_the_administrator_are_sound() -> Step {
    all_pages_are_sound(ADMINISTRATOR, 40).await
}

#[tokio::test]
async fn all_pages_of_a_commune_officer_are_sound() -> Step {
    all_pages_are_sound(COMMUNE_OFFICER, 40).await
}

#[tokio::test]
async fn all_pages_of_a_cell_secretary_are_sound() -> Step {
    all_pages_are_sound(CELL_SECRETARY, 15).await
}

#[tokio::test]
async fn all_pages_of_a_member_are_sound() -> Step {
    all_pages_are_sound(MEMBER, 5).await
}
