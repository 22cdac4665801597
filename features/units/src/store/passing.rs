//! What ends with a planned change: which rows of the other features would pass to the heirs or be gone on with by them, and
//! what would have none.

use std::collections::BTreeSet;

use kernel::UnitId;
use platform::Feature;
use platform::app::{AtEnd, Passing, UnitRows};
use platform::db::{StoreError, Tx};
use platform::params;

use crate::domain::change::{Change, Step};

/// A column of this name says where people are at home; nobody is left at home in a unit that ended.
const HOME: &str = "home_unit_id";

/// Open rows of one sort in a unit that would end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfUnit {
    /// The unit.
    pub unit: UnitId,
    /// The key of the text that names them, with their number as `count`.
    pub text: &'static str,
    /// How many.
    pub count: i64,
    /// They are people at home there.
    pub is_home: bool,
    /// They keep the name of the unit.
    pub stays: bool,
    /// The unit has an heir, to whom they pass or who goes on with them.
    pub has_heir: bool,
}

/// The units a change dissolves: they have no heir.
fn heirless(change: &Change) -> BTreeSet<UnitId> {
    let dissolved = |step: &Step| match step {
        Step::End { unit, heirs } if heirs.is_empty() => Some(*unit),
        _ => None,
    };
    change.steps.iter().filter_map(dissolved).collect()
}

/// The open rows of the other features in the units a planned change would end.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_passing(tx: &mut Tx<'_>, change: &Change, features: &[Feature]) -> Result<Vec<OfUnit>, StoreError> {
    let heirless = heirless(change);
    let mut found = Vec::new();
    for rows in features.iter().flat_map(|feature| feature.unit_rows) {
        found.extend(of_rows(tx, change, rows, &heirless)?);
    }
    Ok(found)
}

/// The people at home in units that a planned change would end without an heir, by unit.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_left_people(tx: &mut Tx<'_>, change: &Change, features: &[Feature]) -> Result<Vec<OfUnit>, StoreError> {
    let heirless = heirless(change);
    let mut found = Vec::new();
    if heirless.is_empty() {
        return Ok(found);
    }
    for rows in features.iter().flat_map(|feature| feature.unit_rows).filter(|rows| rows.column == HOME) {
        found.extend(of_rows(tx, change, rows, &heirless)?);
    }
    found.retain(|of| !of.has_heir);
    Ok(found)
}

fn of_rows(
    tx: &mut Tx<'_>,
    change: &Change,
    rows: &UnitRows,
    heirless: &BTreeSet<UnitId>,
) -> Result<Vec<OfUnit>, StoreError> {
    let (text, open, stays) = match rows.at_end {
        AtEnd::Stay(_) => return Ok(Vec::new()),
        AtEnd::GoOn { text, open } => (text, open, true),
        AtEnd::Pass(Passing { text, open, .. }) => (text, open, false),
    };
    let (table, column) = (rows.table, rows.column);
    let sql = format!(
        "SELECT t.{column}, COUNT(*) FROM {table} t WHERE t.{column} IN
             (SELECT s.unit_id FROM unit_succession s WHERE s.change_id = $1 AND s.position = 0) AND ({open})
         GROUP BY t.{column} ORDER BY t.{column}"
    );
    tx.list(&sql, params![change.id], |row| {
        let unit: UnitId = row.get(0)?;
        let (is_home, has_heir) = (column == HOME, !heirless.contains(&unit));
        Ok(OfUnit { unit, text, count: row.get(1)?, is_home, stays, has_heir })
    })
}
