//! Figures nobody need ask units for: programmes and plans issued after the documents of the rollout that asks.

use kernel::{DocumentId, RolloutId};
use platform::burden::{AskedOf, Known};
use platform::db::{StoreError, Tx};

use crate::store::{self, CountLine};

pub(crate) const KNOWN: &[Known] = &[
    Known {
        code: "programmes",
        names: &["so chuong trinh hanh dong da ban hanh", "so chuong trinh hanh dong"],
        read: |tx, of| sum(tx, of, |line| line.actions),
    },
    Known {
        code: "all-programmes",
        names: &["so chuong trinh da ban hanh", "so chuong trinh"],
        read: |tx, of| sum(tx, of, |line| line.programmes),
    },
    Known {
        code: "plans",
        names: &["so ke hoach da ban hanh", "so ke hoach"],
        read: |tx, of| sum(tx, of, |line| line.plans),
    },
];

fn sum(tx: &mut Tx<'_>, of: &AskedOf<'_>, count: fn(&CountLine) -> i64) -> Result<i64, StoreError> {
    let (today, carried) = (tx.today(), carried_by(tx, of.subject)?);
    if carried.is_empty() {
        return Ok(0);
    }
    Ok(store::list_counts(tx, of.unit, &carried, today)?.iter().map(count).sum())
}

/// The documents of a rollout, as they stand in all registers; a rollout is not launched without one.
fn carried_by(tx: &mut Tx<'_>, rollout: &str) -> Result<Vec<DocumentId>, StoreError> {
    let Ok(rollout) = rollout.parse::<RolloutId>() else { return Ok(Vec::new()) };
    let mut carried = Vec::new();
    for document in rollouts::store::list_documents(tx, rollout)? {
        carried.extend(documents::store::list_same(tx, document.id)?);
    }
    carried.sort_unstable();
    carried.dedup();
    Ok(carried)
}
