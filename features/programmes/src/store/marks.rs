//! Clauses that a person marked as calling for no task.

use kernel::Event;
use platform::db::{StoreError, Tx};
use platform::params;

use crate::domain::{Mark, Programme, ProgrammeId};

/// The marks of a programme.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_marks(tx: &mut Tx<'_>, programme: ProgrammeId) -> Result<Vec<Mark>, StoreError> {
    let sql = "SELECT clause, reason FROM programme_mark WHERE programme_id = $1 ORDER BY clause";
    tx.list(sql, params![programme], |row| Ok(Mark { clause: row.get(0)?, reason: row.get(1)? }))
}

/// Marks a clause, or marks it for another reason.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn save_mark(tx: &mut Tx<'_>, programme: &Programme, mark: &Mark) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO programme_mark (programme_id, clause, reason) VALUES ($1, $2, $3)
         ON CONFLICT (programme_id, clause) DO UPDATE SET reason = excluded.reason",
        params![programme.id, mark.clause, mark.reason],
    )?;
    let detail = serde_json::json!({ "clause": mark.clause, "reason": mark.reason });
    tx.record(Event::noted("programmes.clause_marked", programme.id, Some(programme.unit)).with(detail))
}

/// Takes a mark back.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn remove_mark(tx: &mut Tx<'_>, programme: &Programme, clause: &str) -> Result<(), StoreError> {
    tx.run("DELETE FROM programme_mark WHERE programme_id = $1 AND clause = $2", params![programme.id, clause])?;
    let detail = serde_json::json!({ "clause": clause });
    tx.record(Event::noted("programmes.clause_unmarked", programme.id, Some(programme.unit)).with(detail))
}
