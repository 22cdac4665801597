//! The clauses of the text a round asks about, as they were read when it opened.

use platform::db::{Row, StoreError, Tx};
use platform::params;

use crate::domain::{Clause, RoundId};

const COLUMNS: &str = "c.place, c.path, c.depth, c.title, c.text";

fn read(row: &Row<'_>) -> Result<Clause, StoreError> {
    Ok(Clause { place: row.get(0)?, path: row.get(1)?, depth: row.get(2)?, title: row.get(3)?, text: row.get(4)? })
}

/// Keeps the clauses of a round.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert_clauses(tx: &mut Tx<'_>, round: RoundId, clauses: &[Clause]) -> Result<(), StoreError> {
    for one in clauses {
        tx.run(
            "INSERT INTO draft_clause (round_id, place, path, depth, title, text) VALUES ($1, $2, $3, $4, $5, $6)",
            params![round, one.place, one.path, one.depth, one.title, one.text],
        )?;
    }
    Ok(())
}

/// The clauses of a round, in the text's order; none of a round opened before they were kept.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_clauses(tx: &mut Tx<'_>, round: RoundId) -> Result<Vec<Clause>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM draft_clause c WHERE c.round_id = $1 ORDER BY c.place");
    tx.list(&sql, params![round], read)
}

/// The clause at a place of a round.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn lookup_clause(tx: &mut Tx<'_>, round: RoundId, place: i64) -> Result<Option<Clause>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM draft_clause c WHERE c.round_id = $1 AND c.place = $2");
    tx.lookup(&sql, params![round, place], read)
}
