//! The rows behind a figure as far as the actor may see them. A past day has the branches of then: what stood in the actor's
//! branch then and lies in another's today is that one's to name; here it is one sum.

use std::collections::HashMap;

use platform::app::{Figure, FigureRow, RowsOf};
use platform::db::Tx;
use platform::web::{Actor, Failure};

use crate::permissions;

/// Rows as far as they are seen.
#[derive(Debug, Clone, Default)]
pub(crate) struct SeenRows {
    /// What all rows add up to.
    pub total: i64,
    /// One page of those that are seen.
    pub rows: Vec<FigureRow>,
    /// How many pages' rows there are to turn over.
    pub listed: i64,
    /// What the rows add up to that belong to units outside of the actor's branches today.
    pub hidden: i64,
}

/// More rows than any figure has.
pub(crate) const ALL: i64 = i32::MAX as i64;

/// The rows asked for, those of units outside of the actor's branches today left out and added up.
pub(crate) fn seen(who: &Actor, tx: &mut Tx<'_>, figure: &Figure, of: &RowsOf) -> Result<SeenRows, Failure> {
    let branches = who.scope(permissions::VIEW);
    let outside = units::store::list_tops_outside(tx, of.unit, of.tree_on, &branches)?;
    if outside.is_empty() {
        let read = (figure.rows)(tx, of)?;
        return Ok(SeenRows { total: read.total, listed: read.total, rows: read.rows, hidden: 0 });
    }
    let whole = (figure.rows)(tx, &RowsOf { offset: 0, limit: ALL, ..of.clone() })?;
    let mut hidden = 0;
    let mut left_out: HashMap<[String; 3], i64> = HashMap::new();
    for unit in outside {
        let theirs = (figure.rows)(tx, &RowsOf { unit, offset: 0, limit: ALL, ..of.clone() })?;
        hidden += theirs.total;
        for row in theirs.rows {
            *left_out.entry(words(&row)).or_default() += 1;
        }
    }
    let is_seen = |row: &FigureRow| match left_out.get_mut(&words(row)) {
        Some(left) if *left > 0 => {
            *left -= 1;
            false
        }
        _ => true,
    };
    let seen: Vec<FigureRow> = whole.rows.into_iter().filter(is_seen).collect();
    let count = |n: i64| usize::try_from(n).unwrap_or_default();
    let listed = i64::try_from(seen.len()).unwrap_or(i64::MAX);
    let rows = seen.into_iter().skip(count(of.offset)).take(count(of.limit)).collect();
    Ok(SeenRows { total: whole.total, listed, rows, hidden })
}

fn words(row: &FigureRow) -> [String; 3] {
    [row.title.clone(), row.note.clone(), row.href.clone()]
}
