//! A document changed after units had acknowledged it: in each running rollout that carries it, those units owe a new
//! acknowledgement. What they did before stays done; the new duty comes from a requirement of its own.

use std::collections::HashSet;

use kernel::{DocumentId, Event, RolloutId, UnitId, UnitKind};
use platform::db::{StoreError, Tx};
use platform::params;

use super::launch::owe;
use super::{find, insert_requirement, list_requirements, list_running_with};
use crate::domain::{Ask, DeadlineRule, Measure, Requirement};

/// Days for acknowledging again when the first requirement was due on a fixed day.
const DAYS: i64 = 3;

/// Makes the duties in every running rollout that carries the document.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn ask_again(tx: &mut Tx<'_>, document: DocumentId, units: &[UnitId]) -> Result<(), StoreError> {
    for rollout in list_running_with(tx, document)? {
        let first = list_requirements(tx, rollout)?.into_iter().find(|one| one.ask.measure == Measure::Acknowledge);
        let owing = list_owing(tx, rollout)?;
        let asked: Vec<UnitId> = units.iter().copied().filter(|unit| owing.contains(unit)).collect();
        if let (Some(first), false) = (first, asked.is_empty()) {
            ask_units(tx, &first, document, &asked)?;
        }
    }
    Ok(())
}

/// The units that had to acknowledge in the rollout and have nothing of it open: those with an open duty will
/// acknowledge the new text anyway.
fn list_owing(tx: &mut Tx<'_>, rollout: RolloutId) -> Result<HashSet<UnitId>, StoreError> {
    let units: Vec<UnitId> = tx.list(
        "SELECT d.unit_id FROM duty d JOIN requirement q ON q.id = d.requirement_id
         WHERE d.rollout_id = $1 AND q.measure = $2 GROUP BY d.unit_id
         HAVING SUM(CASE WHEN d.state IN ('waiting', 'in_progress') THEN 1 ELSE 0 END) = 0",
        params![rollout, Measure::Acknowledge.code()],
        |row| row.get(0),
    )?;
    Ok(units.into_iter().collect())
}

fn ask_units(tx: &mut Tx<'_>, first: &Requirement, document: DocumentId, units: &[UnitId]) -> Result<(), StoreError> {
    let today = tx.today();
    let called = documents::store::find_entry(tx, document)?.called();
    let mut addressees: Vec<UnitKind> = Vec::new();
    let mut asked = Vec::with_capacity(units.len());
    for unit in units {
        let kind = units::store::find(tx, *unit)?.kind;
        asked.push((*unit, kind));
        if !addressees.contains(&kind) {
            addressees.push(kind);
        }
    }
    let days = match first.ask.deadline {
        DeadlineRule::DaysAfterLaunch(days) => days,
        DeadlineRule::FixedDay(_) => DAYS,
    };
    let ask = Ask {
        title: format!("Tiếp thu lại {called} (nội dung thay đổi từ {})", today.shown()),
        addressees,
        deadline: DeadlineRule::DaysAfterLaunch(days),
        note: String::new(),
        figures: Vec::new(),
        ..first.ask.clone()
    };
    let requirement = insert_requirement(tx, first.rollout, first.unit, &ask)?;
    let detail = serde_json::json!({ "title": ask.title, "rollout": first.rollout, "document": document });
    tx.record(Event::noted("rollouts.requirement-added", requirement.id, Some(first.unit)).with(detail))?;
    let due_on = ask.deadline.due_on(today);
    for unit in asked {
        owe(tx, &requirement, unit, due_on)?;
    }
    // the version of the rollout guards what people decide on; they must see the new requirement
    let rollout = find(tx, first.rollout)?;
    tx.run_one(
        "UPDATE rollout SET version = version + 1 WHERE id = $1 AND version = $2",
        params![rollout.id, rollout.version],
    )
}
