//! Figures of many units at once: those directly below, or all of a kind in a branch.

use std::collections::HashMap;

use kernel::{UnitId, UnitKind};
use platform::db::{Param, StoreError, Tx, in_pieces, places, with_each};
use platform::web::ListQuery;
use units::domain::Unit;
use units::store::UnitFilter;

use super::{At, children_in, is_then, texts};

/// The units directly below in the tree that is meant; or, of a kind, all of the branch. Called as they were called in it.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_below(tx: &mut Tx<'_>, at: At<'_>, root: UnitId, kind: Option<UnitKind>) -> Result<Vec<Unit>, StoreError> {
    if kind.is_none() {
        return children_in(tx, at, root);
    }
    let day = is_then(tx, at)?.then_some(at.as_of);
    let everything = ListQuery::default();
    let filter = UnitFilter { root, like: everything.like(), kind, day };
    let mut units =
        units::store::list_page(tx, &filter, everything.sort_in(units::store::SORT_KEYS), 0, i64::from(i32::MAX))?;
    units.retain(|unit| unit.id != root);
    Ok(units)
}

/// The figure of each of these units' branches.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn values_of(tx: &mut Tx<'_>, at: At<'_>, units: &[UnitId]) -> Result<HashMap<UnitId, i64>, StoreError> {
    let mut values = HashMap::new();
    for piece in in_pieces(units) {
        let Some((first, others)) = piece.split_first() else { continue };
        let more = if others.is_empty() { String::new() } else { format!(", {}", places(5, others.len())) };
        let these = format!("(SELECT id FROM unit WHERE id IN ($3{more}))");
        for sql in texts(tx, at, &these)? {
            let asked = with_each(vec![&at.subject as &dyn Param, &at.figure, first, &at.as_of], others);
            tx.each(&sql, &asked, |row| {
                *values.entry(row.get(0)?).or_default() += row.get::<i64>(1)?;
                Ok(())
            })?;
        }
    }
    Ok(values)
}
