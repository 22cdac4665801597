//! What a conference proves of the duties of units in its rollout: planning begins them, closing completes them.

use kernel::UnitId;
use platform::db::{StoreError, Tx};
use rollouts::domain::{Evidence, Measure};

use crate::domain::Conference;

fn evidence(conference: &Conference) -> Evidence {
    Evidence { kind: "conference".into(), id: conference.id.to_string(), note: conference.title.clone() }
}

/// The unit's conference duty is under way.
pub(super) fn begin(tx: &mut Tx<'_>, conference: &Conference, unit: UnitId) -> Result<(), StoreError> {
    if let Some(rollout) = conference.rollout {
        rollouts::store::begin_by_evidence(tx, rollout, unit, Measure::Conference, &evidence(conference))?;
    }
    Ok(())
}

/// The unit's conference duty is done.
pub(super) fn complete(tx: &mut Tx<'_>, conference: &Conference, unit: UnitId) -> Result<(), StoreError> {
    if let Some(rollout) = conference.rollout {
        rollouts::store::complete_by_evidence(tx, rollout, unit, Measure::Conference, &evidence(conference))?;
    }
    Ok(())
}
