//! What persons said of clauses: that they call for no task, or that they order work.

use kernel::{AccountId, Event, Instant};
use platform::db::{StoreError, Tx};
use platform::params;

use super::{name_of, word};
use crate::domain::{Mark, Programme, ProgrammeId, Says};

/// The marks of a programme.
///
/// # Errors
/// [`StoreError::Corrupt`].
pub fn list_marks(tx: &mut Tx<'_>, programme: ProgrammeId) -> Result<Vec<Mark>, StoreError> {
    let sql = "SELECT clause, says, reason, marked_at, marked_by FROM programme_mark WHERE programme_id = $1
         ORDER BY clause";
    let marks = tx.list(sql, params![programme], |row| {
        let says = word("programme_mark", &row.get::<String>(1)?)?;
        let mark = Mark { clause: row.get(0)?, says, reason: row.get(2)?, at: row.get(3)?, by: String::new() };
        Ok((mark, row.get::<Option<AccountId>>(4)?))
    })?;
    marks.into_iter().map(|(mark, by)| Ok(Mark { by: name_of(tx, by)?, ..mark })).collect()
}

/// Marks a clause in the actor's name, or marks it otherwise.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn save_mark(
    tx: &mut Tx<'_>,
    programme: &Programme,
    clause: &str,
    says: Says,
    reason: &str,
) -> Result<(), StoreError> {
    let (now, by): (Instant, Option<AccountId>) = (tx.now(), tx.actor());
    tx.run(
        "INSERT INTO programme_mark (programme_id, clause, says, reason, marked_at, marked_by)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (programme_id, clause) DO UPDATE SET says = excluded.says, reason = excluded.reason,
             marked_at = excluded.marked_at, marked_by = excluded.marked_by",
        params![programme.id, clause, says.code(), reason, now, by],
    )?;
    let event = match says {
        Says::Silent => "programmes.clause_marked",
        Says::Asks => "programmes.clause_asked",
    };
    let detail = serde_json::json!({ "clause": clause, "reason": reason });
    tx.record(Event::noted(event, programme.id, Some(programme.unit)).with(detail))
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
