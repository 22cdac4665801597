//! How many programmes and plans were issued, level by level: «33 chương trình hành động và 25 kế hoạch».

use kernel::{Day, UnitId, UnitKind};
use platform::db::{StoreError, Tx};
use platform::params;

use super::word;

/// Counts of one kind of unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountLine {
    /// The kind of unit.
    pub kind: UnitKind,
    /// Units of that kind in the branch.
    pub units: i64,
    /// Units that have issued one or the other.
    pub with_any: i64,
    /// Programmes issued.
    pub programmes: i64,
    /// Plans issued.
    pub plans: i64,
}

/// The counts of a branch at the end of a day, of those that carry out a document (empty: of all).
///
/// # Errors
/// [`StoreError::Corrupt`].
pub fn list_counts(tx: &mut Tx<'_>, root: UnitId, basis: &str, day: Day) -> Result<Vec<CountLine>, StoreError> {
    let lines = tx.list(
        "SELECT u.kind, COUNT(DISTINCT u.id), COUNT(DISTINCT p.unit_id),
             COUNT(CASE WHEN p.kind = 'programme' THEN 1 END), COUNT(CASE WHEN p.kind = 'plan' THEN 1 END)
         FROM unit_ancestor a JOIN unit u ON u.id = a.unit_id
         LEFT JOIN programme p ON p.unit_id = u.id AND p.state = 'issued' AND p.issued_on <= $2
             AND (CAST($3 AS TEXT) = '' OR p.basis_document_id = $3)
         WHERE a.ancestor_id = $1 AND (u.ended_on IS NULL OR u.ended_on > $2)
         GROUP BY u.kind",
        params![root, day, basis],
        |row| {
            Ok(CountLine {
                kind: word("unit", &row.get::<String>(0)?)?,
                units: row.get(1)?,
                with_any: row.get(2)?,
                programmes: row.get(3)?,
                plans: row.get(4)?,
            })
        },
    )?;
    let place = |kind: UnitKind| UnitKind::ALL.iter().position(|one| *one == kind);
    let mut lines = lines;
    lines.sort_by_key(|line| place(line.kind));
    Ok(lines)
}
