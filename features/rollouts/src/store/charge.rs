//! In whose charge a rollout is: its field of work and its steering committee.

use kernel::{Event, RolloutId};
use people::domain::responsibility::{AreaId, SteeringId};
use platform::db::{StoreError, Tx};
use platform::params;

use crate::domain::Rollout;

/// In whose charge a rollout is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Charge {
    /// The field of work: whoever is assigned to it answers.
    pub area: Option<AreaId>,
    /// The steering committee.
    pub steering: Option<SteeringId>,
}

/// In whose charge the rollout is.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_charge(tx: &mut Tx<'_>, rollout: RolloutId) -> Result<Charge, StoreError> {
    tx.find("SELECT area_id, steering_id FROM rollout WHERE id = $1", params![rollout], |row| {
        Ok(Charge { area: row.get(0)?, steering: row.get(1)? })
    })
}

/// Puts the rollout in somebody's charge.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn save_charge(tx: &mut Tx<'_>, rollout: &Rollout, charge: Charge) -> Result<(), StoreError> {
    tx.run_one(
        "UPDATE rollout SET area_id = $3, steering_id = $4, version = version + 1 WHERE id = $1 AND version = $2",
        params![rollout.id, rollout.version, charge.area, charge.steering],
    )?;
    let detail = serde_json::json!({ "area": charge.area, "steering": charge.steering });
    tx.record(Event::noted("rollouts.put-in-charge", rollout.id, Some(rollout.unit)).with(detail))
}
