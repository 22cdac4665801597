//! The days between which a duty counted as ended: what makes figures and their rows true for any day.

use kernel::{Day, DutyId, EventId};
use platform::db::{StoreError, Tx};
use platform::params;

use crate::domain::{Duty, Ending};

/// From this day on it counts as ended so.
pub(super) fn insert_ending(tx: &mut Tx<'_>, duty: &Duty, ending: Ending, day: Day) -> Result<(), StoreError> {
    let id: EventId = tx.new_id();
    tx.run(
        "INSERT INTO duty_ending (id, duty_id, rollout_id, kind, from_day, until_day) VALUES ($1, $2, $3, $4, $5, NULL)",
        params![id, duty.id, duty.rollout, ending.code(), day],
    )?;
    Ok(())
}

/// It was reopened: from this day on it counts as open again.
pub(super) fn end_ending(tx: &mut Tx<'_>, duty: DutyId, day: Day) -> Result<(), StoreError> {
    tx.run("UPDATE duty_ending SET until_day = $2 WHERE duty_id = $1 AND until_day IS NULL", params![duty, day])?;
    Ok(())
}
