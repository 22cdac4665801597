//! What becomes of the work of a unit that ended: in whose branch it is counted, as of which day, and who goes on with it.

use kernel::{Day, UnitId};
use platform::db::{StoreError, Tx, places, with_each};
use platform::params;
use platform::web::Failure;

use super::{COLUMNS, read};
use crate::domain::Unit;

/// Nobody is the heir of so many units one after the other.
const MANY: usize = 100;

/// In whose branch what a unit called is counted as of a day: in its own; after it ended in that of its only heir, who goes on
/// with it. Where several or none took its place, in its own still, which [`day_of_branch`] shows as it was at last.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn counted_in(tx: &mut Tx<'_>, unit: UnitId, day: Day) -> Result<UnitId, StoreError> {
    let mut at = unit;
    for _ in 0..MANY {
        if last_day(tx, at)?.is_none_or(|last| day <= last) {
            return Ok(at);
        }
        let heirs: Vec<UnitId> = tx.list(
            "SELECT heir_id FROM unit_succession WHERE unit_id = $1 AND on_day IS NOT NULL AND heir_id IS NOT NULL",
            params![at],
            |row| row.get(0),
        )?;
        match heirs[..] {
            [heir] => at = heir,
            _ => break,
        }
    }
    Ok(unit)
}

/// The day as of which the branch of a unit is counted when a day is asked: that day, but of a unit that ended its last.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn day_of_branch(tx: &mut Tx<'_>, unit: UnitId, asked: Day) -> Result<Day, StoreError> {
    Ok(last_day(tx, unit)?.map_or(asked, |last| asked.min(last)))
}

/// The last day on which a unit was there; none while it is.
fn last_day(tx: &mut Tx<'_>, unit: UnitId) -> Result<Option<Day>, StoreError> {
    let ended = tx.lookup("SELECT ended_on FROM unit WHERE id = $1", params![unit], |row| row.get::<Option<Day>>(0))?;
    Ok(ended.ok_or(StoreError::NotFound)?.map(|on| on.plus(-1)))
}

/// Of these units those that ended since a day, each with its main heir, the latest first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_ended_since(tx: &mut Tx<'_>, units: &[UnitId], since: Day) -> Result<Vec<(Unit, Unit)>, StoreError> {
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT s.unit_id, s.heir_id FROM unit_succession s
         WHERE s.position = 0 AND s.on_day >= $1 AND s.heir_id IS NOT NULL AND s.unit_id IN ({})
         ORDER BY s.on_day DESC, s.unit_id",
        places(2, units.len())
    );
    let pairs: Vec<(UnitId, UnitId)> =
        tx.list(&sql, &with_each(vec![&since], units), |row| Ok((row.get(0)?, row.get(1)?)))?;
    pairs.into_iter().map(|(unit, heir)| Ok((super::find(tx, unit)?, super::find(tx, heir)?))).collect()
}

/// True of a unit that a change founded later in the place of others: its branch of that day is empty, what was counted then is
/// that of its predecessors.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn is_founded_after(tx: &mut Tx<'_>, unit: UnitId, day: Day) -> Result<bool, StoreError> {
    let later = "SELECT 1 FROM unit u WHERE u.id = $1 AND u.founded_on > $2
         AND EXISTS (SELECT 1 FROM unit_succession s JOIN unit_version v ON v.change_id = s.change_id
             WHERE s.heir_id = u.id AND s.on_day > $2 AND v.unit_id = u.id AND v.from_day = u.founded_on)";
    Ok(tx.lookup(later, params![unit, day], |_| Ok(()))?.is_some())
}

/// The branches that were these branches on a day: a unit that was founded later took over those of its predecessors.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn roots_on(tx: &mut Tx<'_>, roots: &[UnitId], day: Day) -> Result<Vec<UnitId>, StoreError> {
    let mut then = Vec::new();
    for root in roots {
        let before = if is_founded_after(tx, *root, day)? { super::list_predecessors(tx, *root)? } else { Vec::new() };
        if before.is_empty() {
            then.push(*root);
        }
        for unit in before {
            if !is_founded_after(tx, unit, day)? {
                then.push(unit);
            }
        }
    }
    Ok(then)
}

/// Of these units those that are there, in their order: in whose name something new may be begun. Roles in units that ended
/// stay for what these did.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_living(tx: &mut Tx<'_>, units: &[UnitId]) -> Result<Vec<Unit>, StoreError> {
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!("SELECT {COLUMNS} FROM unit u WHERE u.ended_on IS NULL AND u.id IN ({})", places(1, units.len()));
    let mut living = tx.list(&sql, &with_each(Vec::new(), units), read)?;
    living.sort_by_key(|unit| units.iter().position(|id| *id == unit.id));
    Ok(living)
}

/// Something new may be begun in the name of this unit only while it is there.
///
/// # Errors
/// [`Failure::Malformed`] with the reason; [`StoreError::Driver`].
pub fn must_live(tx: &mut Tx<'_>, unit: UnitId) -> Result<(), Failure> {
    match last_day(tx, unit)? {
        Some(_) => Err(Failure::Malformed("units-ended-begins-nothing")),
        None => Ok(()),
    }
}
