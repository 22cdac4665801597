//! As of which day a page without other filters is seen.

use serde::Deserialize;

/// The day of the page.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AsOfQuery {
    pub day: String,
}
