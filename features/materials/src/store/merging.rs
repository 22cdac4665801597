//! Two records that turn out to be one person are one reader; of who is erased nothing stays that was written of them.

use kernel::{Event, Fact, PersonId, UnitId};
use platform::db::{StoreError, Tx};
use platform::params;

use super::counts::{Added, add};
use crate::domain::MaterialId;

/// Who opened a set under both records is counted once; parted again, twice. Why somebody who is erased was absent from
/// meetings of the cell is forgotten; that they were stays, without a name.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn on_event(tx: &mut Tx<'_>, event: &Event) -> Result<(), StoreError> {
    match &event.fact {
        // what did not follow to the kept record has its double there
        Fact::PeopleMerged { merged, .. } => set_counted(tx, *merged, false),
        Fact::PeopleParted { merged, .. } => set_counted(tx, *merged, true),
        Fact::PersonErased(person) => forget(tx, *person),
        _ => Ok(()),
    }
}

fn forget(tx: &mut Tx<'_>, person: PersonId) -> Result<(), StoreError> {
    tx.run("UPDATE cell_pack_line SET reason = '' WHERE person_id = $1", params![person]).map(|_| ())
}

fn set_counted(tx: &mut Tx<'_>, person: PersonId, counted: bool) -> Result<(), StoreError> {
    let changed: Vec<(MaterialId, UnitId)> = tx.list(
        "UPDATE material_opening SET is_counted = $2 WHERE person_id = $1 AND is_counted <> $2 RETURNING set_id, unit_id",
        params![person, counted],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let opened = if counted { 1 } else { -1 };
    for (set, unit) in changed {
        add(tx, set, unit, Added { opened, paper: 0 })?;
    }
    Ok(())
}
