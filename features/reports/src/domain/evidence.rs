//! What the system fills into a report: figures that can be opened, tables, lists. Frozen as JSON with the signature.

use kernel::{Day, ReportId};
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
    /// Its place among the figures of a signed report, from 1; 0 before, and in reports signed before rows were kept.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub place: i64,
    /// The seal over the rows that were kept with it; empty as long as none are.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub rows: String,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "what serde asks for")]
fn is_zero(n: &i64) -> bool {
    *n == 0
}

impl Stated {
    /// The address of the page behind the number: the rows that were kept when the report was signed; those of the ledger
    /// before.
    #[must_use]
    pub fn href(&self, report: ReportId, as_of: Day) -> String {
        if self.place > 0 { format!("/reports/{report}/figures/{}", self.place) } else { self.live_href(as_of) }
    }

    /// The address of the page that says what the ledger says now.
    #[must_use]
    pub fn live_href(&self, as_of: Day) -> String {
        format!("/figures/{}/{}?unit={}&day={as_of}", self.subject, self.figure, self.unit)
    }

    /// ` (97,9%)`, as it stands behind the figure on paper and on the page; empty where nothing is shared.
    #[must_use]
    pub fn share(&self) -> String {
        let share = self.whole.and_then(|whole| vietnamese::percent_vi(self.value, whole));
        share.map(|share| format!(" ({share})")).unwrap_or_default()
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
        /// For each row and cell the figure it states, where it states one.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        states: Vec<Vec<Option<Stated>>>,
    },
}

impl Evidence {
    /// The figures it states.
    pub fn stated_mut(&mut self) -> Vec<&mut Stated> {
        match self {
            Evidence::Figures { figures } => figures.iter_mut().collect(),
            Evidence::Lines { .. } => Vec::new(),
            Evidence::Table { states, .. } => states.iter_mut().flatten().flatten().collect(),
        }
    }

    fn stated(&self) -> Vec<&Stated> {
        match self {
            Evidence::Figures { figures } => figures.iter().collect(),
            Evidence::Lines { .. } => Vec::new(),
            Evidence::Table { states, .. } => states.iter().flatten().flatten().collect(),
        }
    }
}

/// The cells of a table, each with the title of its column and the figure it states.
#[must_use]
pub fn beside<'t>(
    header: &'t [String],
    rows: &'t [Vec<String>],
    states: &'t [Vec<Option<Stated>>],
) -> Vec<Vec<(&'t str, &'t str, Option<&'t Stated>)>> {
    let title = |cell: usize| header.get(cell).map(String::as_str).unwrap_or_default();
    let stated = |row: usize, cell: usize| states.get(row).and_then(|cells| cells.get(cell)).and_then(Option::as_ref);
    let cells = |(row, cells): (usize, &'t Vec<String>)| {
        cells.iter().enumerate().map(|(cell, text)| (title(cell), text.as_str(), stated(row, cell))).collect()
    };
    rows.iter().enumerate().map(cells).collect()
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
    /// Every figure it states, in order.
    pub fn stated_mut(&mut self) -> impl Iterator<Item = &mut Stated> {
        self.sections.iter_mut().flat_map(|section| &mut section.evidence).flat_map(Evidence::stated_mut)
    }

    /// The figure at this place of a signed report.
    #[must_use]
    pub fn stated_at(&self, place: i64) -> Option<&Stated> {
        let evidence = self.sections.iter().flat_map(|section| &section.evidence);
        evidence.flat_map(Evidence::stated).find(|stated| place > 0 && stated.place == place)
    }

    /// True when rows were kept with its figures.
    #[must_use]
    pub fn keeps_rows(&self) -> bool {
        self.stated_at(1).is_some()
    }

    /// The seal of a frozen report: blake3 over its content and its head, in hexadecimal. Reading the report again
    /// and computing the same proves that nothing was changed.
    #[must_use]
    pub fn hash(&self, head: &super::Head) -> String {
        let text = serde_json::json!({ "head": head, "content": self }).to_string();
        blake3::hash(text.as_bytes()).to_hex().to_string()
    }
}
