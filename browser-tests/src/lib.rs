//! What the browser tests are written with: a browser that presses what a person reads, a server to press on, and the
//! checks every page must pass. The journeys themselves are in `tests/`.

mod browser;
mod line;
mod page_checks;
mod server;

pub use browser::Browser;
pub use line::Line;
pub use server::{Server, program};

/// What stops a journey; its text says what was looked for and what the page showed instead.
pub type Trouble = Box<dyn std::error::Error + Send + Sync>;

/// The result of a step.
pub type Step<T = ()> = Result<T, Trouble>;

/// The widths at which every page is looked at: a desk and a phone.
pub const WIDTHS: [u32; 2] = [1280, 360];

/// True where nothing may be skipped (`CI=true`).
#[must_use]
pub fn nothing_may_be_skipped() -> bool {
    std::env::var("CI").is_ok_and(|value| !matches!(value.as_str(), "" | "0" | "false"))
}
