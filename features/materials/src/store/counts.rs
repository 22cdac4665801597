//! What each day added in each unit: the rows behind the figures. They hold no names.

use std::collections::HashMap;

use kernel::{Day, Delta, UnitId};
use platform::db::{StoreError, Tx};
use platform::params;
use units::domain::Unit;

use super::audience;
use super::figures::{COVERED, OPENED, PAPER};
use crate::domain::{Coverage, MaterialId, Set};

/// What is added to the counts of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Added {
    /// Readers.
    pub opened: i64,
    /// Copies on paper.
    pub paper: i64,
}

/// Adds today, and with it what it changes in how many have the set one way or the other.
pub(super) fn add(tx: &mut Tx<'_>, set: MaterialId, unit: UnitId, added: Added) -> Result<(), StoreError> {
    let day = tx.today();
    // the row is locked by this until the end, so that two readers of a unit are summed one after the other
    put(tx, set, unit, day, (added.opened, added.paper, 0))?;
    let now = coverage_of_unit(tx, set, unit)?;
    let covered = Coverage::covered_of(now.members, now.opened, now.paper) - now.covered;
    put(tx, set, unit, day, (0, 0, covered))?;
    for (figure, n) in [(OPENED, added.opened), (PAPER, added.paper), (COVERED, covered)] {
        if n != 0 {
            tx.post(Delta { subject: set.to_string(), figure, unit, day, n });
        }
    }
    Ok(())
}

fn put(
    tx: &mut Tx<'_>,
    set: MaterialId,
    unit: UnitId,
    day: Day,
    (opened, paper, covered): (i64, i64, i64),
) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO material_count (set_id, unit_id, day, opened, paper, covered) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (set_id, unit_id, day) DO UPDATE SET opened = material_count.opened + excluded.opened,
             paper = material_count.paper + excluded.paper, covered = material_count.covered + excluded.covered",
        params![set, unit, day, opened, paper, covered],
    )?;
    Ok(())
}

/// True once somebody of the set's audience opened it or got it on paper.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn is_counted(tx: &mut Tx<'_>, set: MaterialId) -> Result<bool, StoreError> {
    let found = tx.lookup("SELECT 1 FROM material_count WHERE set_id = $1 LIMIT 1", params![set], |_| Ok(()))?;
    Ok(found.is_some())
}

/// The unit by itself.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn coverage_of_unit(tx: &mut Tx<'_>, set: MaterialId, unit: UnitId) -> Result<Coverage, StoreError> {
    let measured = super::find(tx, set)?.measured();
    let members = audience::count_own(tx, measured, unit)?;
    tx.find(
        "SELECT CAST(COALESCE(SUM(opened), 0) AS BIGINT), CAST(COALESCE(SUM(paper), 0) AS BIGINT),
             CAST(COALESCE(SUM(covered), 0) AS BIGINT) FROM material_count WHERE set_id = $1 AND unit_id = $2",
        params![set, unit],
        |row| Ok(Coverage { members, opened: row.get(0)?, paper: row.get(1)?, covered: row.get(2)? }),
    )
}

/// The unit's whole branch at the end of a day, out of the ledger; its audience is always that of today.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn coverage_of_branch(tx: &mut Tx<'_>, set: &Set, root: UnitId, as_of: Day) -> Result<Coverage, StoreError> {
    let subject = set.id.to_string();
    let mut of = |figure: &str| ::figures::store::value(tx, &subject, figure, root, as_of);
    let (opened, paper, covered) = (of(OPENED)?, of(PAPER)?, of(COVERED)?);
    Ok(Coverage { members: audience::count_audience(tx, set.measured(), root)?, opened, paper, covered })
}

/// A unit with how far a set has come in its branch.
#[derive(Debug, Clone)]
pub struct CoverageOf {
    /// The unit.
    pub unit: Unit,
    /// Its branch.
    pub coverage: Coverage,
}

/// The units directly below at the end of a day, each with its branch, out of the ledger.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn coverage_of_children(
    tx: &mut Tx<'_>,
    set: &Set,
    root: UnitId,
    as_of: Day,
) -> Result<Vec<CoverageOf>, StoreError> {
    let members = audience::count_of_children(tx, set.measured(), root)?;
    let members: HashMap<UnitId, i64> = members.into_iter().collect();
    let children = ::figures::store::of_children(tx, &set.id.to_string(), &[OPENED, PAPER, COVERED], root, as_of)?;
    let covered = children.into_iter().map(|child| {
        let at = |index: usize| child.values.get(index).copied().unwrap_or(0);
        let members = members.get(&child.unit.id).copied().unwrap_or(0);
        CoverageOf { coverage: Coverage { members, opened: at(0), paper: at(1), covered: at(2) }, unit: child.unit }
    });
    Ok(covered.collect())
}
