//! Copies on paper as units entered them. What was entered is not changed; a mistake is taken back by a further entry.

use kernel::{AccountId, Day, Event, UnitId};
use platform::db::{StoreError, Tx};
use platform::params;

use super::counts::{Added, add};
use crate::domain::{MaterialId, Set};

/// Copies a unit gave out.
#[derive(Debug, Clone)]
pub struct Copies {
    /// The unit's name.
    pub unit_name: String,
    /// How many; negative when taken back.
    pub copies: i64,
    /// When.
    pub on: Day,
    /// To whom, how.
    pub note: String,
    /// Who entered it.
    pub entered_by: Option<AccountId>,
}

/// Enters copies that a unit gave out.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert_copies(tx: &mut Tx<'_>, set: &Set, unit: UnitId, copies: i64, note: &str) -> Result<(), StoreError> {
    let (id, today, at, by): (MaterialId, Day, _, _) = (tx.new_id(), tx.today(), tx.now(), tx.actor());
    tx.run(
        "INSERT INTO material_copies (id, set_id, unit_id, copies, on_day, note, entered_at, entered_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![id, set.id, unit, copies, today, note, at, by],
    )?;
    add(tx, set.id, unit, Added { opened: 0, paper: copies })?;
    let detail = serde_json::json!({ "copies": copies, "note": note });
    tx.record(Event::noted("materials.copies_entered", set.id, Some(unit)).with(detail))
}

/// The entries of a branch, the newest first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_copies(tx: &mut Tx<'_>, set: MaterialId, root: UnitId, limit: i64) -> Result<Vec<Copies>, StoreError> {
    tx.list(
        "SELECT u.short_name, c.copies, c.on_day, c.note, c.entered_by
         FROM material_copies c JOIN unit_ancestor a ON a.unit_id = c.unit_id JOIN unit u ON u.id = c.unit_id
         WHERE c.set_id = $1 AND a.ancestor_id = $2 ORDER BY c.id DESC LIMIT $3",
        params![set, root, limit],
        |row| {
            Ok(Copies {
                unit_name: row.get(0)?,
                copies: row.get(1)?,
                on: row.get(2)?,
                note: row.get(3)?,
                entered_by: row.get(4)?,
            })
        },
    )
}
