//! What goes into the index, what is asked of it, what comes out.

use std::collections::BTreeMap;

/// A row as the index sees it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// Its kind: `document`, `unit`.
    pub kind: String,
    /// Its id, unique within the kind.
    pub id: String,
    /// Grows with each change of the row, so that rows the index missed can be told.
    pub stamp: u64,
    /// Who sees it: it is found by askers that hold one of these. Without any it is found by nobody.
    pub sights: Vec<String>,
    /// Its type in words, long and short: `Nghị quyết`, `NQ`. With a number each makes a name of its own («nq 15»).
    pub type_words: Vec<String>,
    /// Its numbers and codes as written: `15-NQ/TW`, `X01-C02`.
    pub numbers: Vec<String>,
    /// What it is called: weighs most.
    pub name: String,
    /// Further short texts it is found by: issuer, signer, place.
    pub more: String,
    /// Its full text.
    pub text: String,
    /// The type by which it is filtered; empty: none.
    pub of_type: String,
    /// The issuer by which it is filtered; empty: none.
    pub issuer: String,
    /// The year by which it is filtered; 0: none.
    pub year: u64,
    /// The state of validity by which it is filtered; empty: none.
    pub validity: String,
    /// Its day as `yyyymmdd`, for the order by time; 0: none.
    pub day: u64,
}

/// The order of what is found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// What fits best first.
    #[default]
    Best,
    /// The latest day first.
    Newest,
}

/// What is looked for.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    /// Words and numbers, however typed.
    pub words: String,
    /// What the asker holds: only rows that share one of these are found, and counted. They decide the kinds, too.
    pub sights: Vec<String>,
    /// Only these types; empty: any.
    pub types: Vec<String>,
    /// Only these issuers; empty: any.
    pub issuers: Vec<String>,
    /// Only these years; empty: any.
    pub years: Vec<u64>,
    /// Only these states of validity; empty: any.
    pub validities: Vec<String>,
    /// The order.
    pub order: Order,
    /// Rows to skip.
    pub offset: usize,
    /// Rows wanted at most.
    pub limit: usize,
    /// True when [`Found::facets`] are wanted.
    pub facets: bool,
}

/// A row that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its kind.
    pub kind: String,
    /// Its id.
    pub id: String,
}

/// A value to filter by, and how many of the rows found have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet {
    /// The value.
    pub value: String,
    /// How many rows.
    pub count: u64,
}

/// How many of the rows found are of which kind, type, issuer, year, validity. Largest first, years latest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// By kind.
    pub kinds: BTreeMap<String, u64>,
    /// By type.
    pub types: Vec<Facet>,
    /// By issuer.
    pub issuers: Vec<Facet>,
    /// By year.
    pub years: Vec<Facet>,
    /// By validity.
    pub validities: Vec<Facet>,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The rows asked for, in order.
    pub rows: Vec<Row>,
    /// How many there are in all.
    pub total: u64,
    /// True when no row holds every word and these hold most of them.
    pub is_loose: bool,
    /// The counts, when asked for.
    pub facets: Facets,
}
