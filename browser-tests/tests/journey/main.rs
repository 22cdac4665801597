//! The journey: what the people of a province do from the directive to the signed report, each step a test of its own on
//! the same demo province. What one step needs it makes itself, so that any of them runs alone.

mod accounts;
mod attendance;
mod burden;
mod changes;
mod conferences;
mod contests;
mod directives;
mod drafts;
mod every_page;
mod figures;
mod materials;
mod packets;
mod papers;
mod programmes;
mod reports;
mod rollouts;
mod study;
mod taking_part;
mod tree;

use browser_tests::{Browser, Server, Step};

/// The day the clock of the demo shows.
const TODAY: &str = "2026-11-22";
const PASSWORD: &str = "linhgiang2026";

const OFFICER: &str = "canbo.tinh";
const COMMUNE_OFFICER: &str = "canbo.xa";
const CELL_SECRETARY: &str = "bithu.chibo";
const MEMBER: &str = "dangvien";
const LEADER: &str = "lanhdao";
const ADMINISTRATOR: &str = "quantri";

/// A browser in which this person is signed in; none where there is no Chromium.
async fn signed_in(user_name: &str) -> Step<Option<Browser>> {
    let Some(browser) = Browser::open_on(Server::shared_demo()?).await? else { return Ok(None) };
    browser.open("/sign-in").await?;
    browser.sign_in(user_name, PASSWORD).await?;
    Ok(Some(browser))
}
