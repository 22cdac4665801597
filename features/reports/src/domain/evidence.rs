//! What the system fills into a report: figures that can be opened, tables, lists. Frozen as JSON with the signature.

use kernel::Day;
use serde::{Deserialize, Serialize};

/// A figure as stated in a report. It opens the page behind it, as of the report's day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stated {
    /// The figure's id.
    pub figure: String,
    /// What it is about.
    pub subject: String,
    /// The unit whose branch it counts.
    pub unit: String,
    /// Its value.
    pub value: i64,
    /// What it is a share of, when it is one.
    pub whole: Option<i64>,
}

impl Stated {
    /// The address of the page behind the number.
    #[must_use]
    pub fn href(&self, as_of: Day) -> String {
        format!("/figures/{}/{}?unit={}&day={as_of}", self.subject, self.figure, self.unit)
    }

    /// The key of the figure's text.
    #[must_use]
    pub fn text_key(&self) -> String {
        format!("figure-{}", self.figure.replace('.', "-"))
    }
}

/// A piece of what the system fills in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Evidence {
    /// Figures, each on its line.
    Figures {
        /// The figures.
        figures: Vec<Stated>,
    },
    /// Sentences, each on its line, some with a document in a footnote.
    Lines {
        /// Text and footnote (empty for none).
        lines: Vec<(String, String)>,
    },
    /// A table.
    Table {
        /// Column titles.
        header: Vec<String>,
        /// Rows of as many cells.
        rows: Vec<Vec<String>>,
        /// The first column that holds numbers; those from it on stand right.
        numbers_from: usize,
        /// The last row is a total.
        total: bool,
    },
}

/// A section with what was written and what was filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filled {
    /// `I-`, `1.`.
    pub label: String,
    /// 1 to 3.
    pub level: i64,
    /// Its title.
    pub title: String,
    /// What people wrote.
    pub narrative: String,
    /// What the system filled in.
    pub evidence: Vec<Evidence>,
}

/// Everything a report says, as of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// The figures are those at the end of this day.
    pub as_of: Day,
    /// The sections in order.
    pub sections: Vec<Filled>,
}

impl Content {
    /// The seal of a frozen report: blake3 over its content and its head, in hexadecimal. Reading the report again
    /// and computing the same proves that nothing was changed.
    #[must_use]
    pub fn hash(&self, head: &super::Head) -> String {
        let text = serde_json::json!({ "head": head, "content": self }).to_string();
        blake3::hash(text.as_bytes()).to_hex().to_string()
    }
}
