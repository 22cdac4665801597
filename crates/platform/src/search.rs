//! What a feature gives to the search: which of its rows can be found, by what, by whom, and how a hit is shown. The
//! index and the page belong to the feature `search`.

use kernel::UnitId;

use crate::db::{LoggedEvent, StoreError, Tx};
use crate::web::Actor;

/// A kind of row that can be found.
#[derive(Clone, Copy)]
pub struct Searchable {
    /// The last word of its text key: `document` of `search-kind-document`. Unique in the product.
    pub kind: &'static str,
    /// Ids that follow this one (empty: the first) in the order of ids, each with a stamp that grows with each change of
    /// the row.
    pub page: fn(&mut Tx<'_>, &str, i64) -> Result<Vec<(String, i64)>, StoreError>,
    /// What these rows are found by; rows that are gone are left out.
    pub read: fn(&mut Tx<'_>, &[String]) -> Result<Vec<Searched>, StoreError>,
    /// What an event of the log changed for the search.
    pub changed: fn(&mut Tx<'_>, &LoggedEvent) -> Result<Changed, StoreError>,
    /// What the actor may see: rows that share one of these.
    pub sights: fn(&mut Tx<'_>, &Actor) -> Result<Vec<Sight>, StoreError>,
    /// The rows as the page shows them, in any order; only those the actor sees now.
    pub hits: fn(&mut Tx<'_>, &Actor, &[String]) -> Result<Vec<Hit>, StoreError>,
}

/// By whom a row is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sight {
    /// By who may look into the branch below this unit. A row names every unit above its own.
    Branch(UnitId),
    /// By who holds the role in this unit itself.
    Unit(UnitId),
    /// By who holds the role in this unit or anywhere below it: what is addressed to all of a branch.
    Below(UnitId),
}

/// What a row is found by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Searched {
    /// Its id.
    pub id: String,
    /// The stamp of the row as it was read.
    pub stamp: i64,
    /// By whom it is seen; by nobody without any.
    pub sights: Vec<Sight>,
    /// Its type in words, long and short.
    pub type_words: Vec<String>,
    /// Its numbers and codes as written.
    pub numbers: Vec<String>,
    /// What it is called.
    pub name: String,
    /// Further short texts.
    pub more: String,
    /// Its full text.
    pub text: String,
    /// The type by which it is filtered, as shown.
    pub of_type: String,
    /// The issuer by which it is filtered, as shown.
    pub issuer: String,
    /// The state of validity by which it is filtered: a code, its text is `search-validity-<code>`.
    pub validity: String,
    /// Its day.
    pub day: Option<kernel::Day>,
}

/// What an event changed for the search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changed {
    /// Nothing.
    Nothing,
    /// These rows.
    Rows(Vec<String>),
    /// Rows that the event does not name: they are found by their stamps.
    Some,
    /// Who sees what in the branch of this unit: every row of every kind in it.
    Branch(UnitId),
}

/// A place in a text to which a link can lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Where it begins, in bytes.
    pub starts_at: usize,
    /// What it is called: `Điều 3`.
    pub label: String,
    /// The anchor on the row's page.
    pub anchor: String,
}

/// Something a search found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hit {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// A second line.
    pub note: String,
    /// Where it is.
    pub href: String,
    /// Its full text, of which the page shows the piece with the words in it.
    pub text: String,
    /// The places of that text, in order.
    pub places: Vec<Place>,
}

/// A unit and those above it as sights: who may look into the branch of any of them sees what belongs to the unit.
#[must_use]
pub fn sights_of_branch(line: impl IntoIterator<Item = UnitId>) -> Vec<Sight> {
    line.into_iter().map(Sight::Branch).collect()
}

/// `($1, $2, …)` for a list of so many, numbered from `first`.
#[must_use]
pub fn numbered(first: usize, count: usize) -> String {
    let numbers: Vec<String> = (first..first + count).map(|n| format!("${n}")).collect();
    format!("({})", numbers.join(", "))
}
