//! What was done in the place of people who do not sign in, out of the event log.

use kernel::{PersonId, UnitId};
use platform::db::{Row, StoreError, Tx};
use platform::params;

use super::Happening;

const COLUMNS: &str = "e.at, e.name, COALESCE(p.full_name, a.user_name, ''), e.detail, COALESCE(b.full_name, '')";
const JOINS: &str = "LEFT JOIN account a ON a.id = e.actor LEFT JOIN person p ON p.id = a.person_id
     LEFT JOIN person b ON b.id = e.on_behalf_of";

/// What an event with its actor and in whose place it was done is selected by, from `event e`.
pub(super) fn select() -> String {
    format!("SELECT {COLUMNS} FROM event e {JOINS}")
}

pub(super) fn read(row: &Row<'_>) -> Result<Happening, StoreError> {
    let detail: String = row.get(3)?;
    Ok(Happening {
        at: row.get(0)?,
        name: row.get(1)?,
        actor: row.get(2)?,
        detail: serde_json::from_str(&detail).unwrap_or_default(),
        on_behalf_of: row.get(4)?,
    })
}

/// What was done in the place of this person, newest first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_done_for(tx: &mut Tx<'_>, person: PersonId, limit: i64) -> Result<Vec<Happening>, StoreError> {
    let sql = format!("{} WHERE e.on_behalf_of = $1 ORDER BY e.at DESC, e.id DESC LIMIT $2", select());
    tx.list(&sql, params![person, limit], read)
}

/// What was done in the place of people of this branch, newest first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_done_for_people_of(tx: &mut Tx<'_>, root: UnitId, limit: i64) -> Result<Vec<Happening>, StoreError> {
    let sql = format!(
        "{} JOIN unit_ancestor x ON x.unit_id = b.home_unit_id AND x.ancestor_id = $1
         WHERE e.on_behalf_of IS NOT NULL ORDER BY e.at DESC, e.id DESC LIMIT $2",
        select()
    );
    tx.list(&sql, params![root, limit], read)
}
