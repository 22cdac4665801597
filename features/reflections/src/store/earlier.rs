//! Rows of `reflection_earlier`: words of the author that something else took the place of. Read by the author alone.

use kernel::{Instant, PersonId};
use platform::db::{Row, StoreError, Tx};
use platform::params;

use crate::domain::{CallId, Reflection};

kernel::define_id!(
    /// Words that were replaced.
    EarlierId
);
platform::store_id!(EarlierId);

/// What stood in a part before something took its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// Its id.
    pub id: EarlierId,
    /// The part of the template, from 0.
    pub position: i64,
    /// What stood there.
    pub text: String,
    /// When it was replaced.
    pub replaced_at: Instant,
}

fn read(row: &Row<'_>) -> Result<Earlier, StoreError> {
    Ok(Earlier { id: row.get(0)?, position: row.get(1)?, text: row.get(2)?, replaced_at: row.get(3)? })
}

const COLUMNS: &str = "SELECT id, position, secret, replaced_at FROM reflection_earlier";

/// Keeps what stands in the parts that these texts are about to replace.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn keep_earlier(tx: &mut Tx<'_>, of: &Reflection, written: &[String], texts: &[String]) -> Result<(), StoreError> {
    let now = tx.now();
    for ((position, before), after) in (0_i64..).zip(written).zip(texts) {
        if before.is_empty() || before == after {
            continue;
        }
        let id: EarlierId = tx.new_id();
        tx.run(
            "INSERT INTO reflection_earlier (id, call_id, person_id, position, secret, replaced_at)
             VALUES ($1, $2, $3, $4, $5, $6)",
            params![id, of.call, of.person, position, before, now],
        )?;
    }
    Ok(())
}

/// What was replaced, the latest first, at most so many.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_earlier(tx: &mut Tx<'_>, call: CallId, person: PersonId, limit: i64) -> Result<Vec<Earlier>, StoreError> {
    let sql = format!("{COLUMNS} WHERE call_id = $1 AND person_id = $2 ORDER BY replaced_at DESC, id DESC LIMIT $3");
    tx.list(&sql, params![call, person, limit], read)
}

/// What was replaced, if it is of this reflection.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_earlier(tx: &mut Tx<'_>, of: &Reflection, id: EarlierId) -> Result<Earlier, StoreError> {
    let sql = format!("{COLUMNS} WHERE id = $1 AND call_id = $2 AND person_id = $3");
    tx.find(&sql, params![id, of.call, of.person], read)
}
