//! Launch: one duty per requirement and unit of the branch, thousands of them in one write; the documents go to the
//! units that got one.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use kernel::{Day, DutyId, Event, UnitId, UnitKind};
use platform::db::{StoreError, Tx};
use platform::params;

use super::{find, insert_requirement, list_documents, list_requirements, save};
use crate::domain::{
    Ask, Duty, DutyState, Evidence, Foreseen, LaunchFacts, Requirement, Rollout, deltas_of_asking, work_of,
};

/// How many units of one kind a requirement would reach: the preview before launch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addressed {
    /// The kind of unit.
    pub kind: UnitKind,
    /// How many living units of it stand in the branch.
    pub units: i64,
}

/// How many living units of each kind a branch holds.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_addressed(tx: &mut Tx<'_>, root: UnitId) -> Result<Vec<Addressed>, StoreError> {
    let mut kinds = tx.list(
        "SELECT u.kind, COUNT(*) FROM unit_ancestor a JOIN unit u ON u.id = a.unit_id
         WHERE a.ancestor_id = $1 AND u.ended_on IS NULL GROUP BY u.kind",
        params![root],
        |row| Ok(Addressed { kind: row.get(0)?, units: row.get(1)? }),
    )?;
    // from the top of the tree down
    kinds.sort_by_key(|addressed| addressed.kind);
    Ok(kinds)
}

/// What an ask would come to in a branch that holds these units. The asking unit itself owes nothing to itself.
#[must_use]
pub fn foresee(
    ask: &Ask,
    depth: Option<UnitKind>,
    own_kind: UnitKind,
    branch: &[Addressed],
    launched_on: Day,
) -> Foreseen {
    let reached = ask.reached(depth);
    let duties = branch
        .iter()
        .filter(|addressed| reached.contains(&addressed.kind))
        .map(|addressed| addressed.units - i64::from(addressed.kind == own_kind))
        .sum();
    Foreseen { title: ask.title.clone(), due_on: ask.deadline.due_on(launched_on), duties }
}

/// What launching the rollout on this day depends on.
///
/// # Errors
/// [`StoreError::NotFound`] when its unit is gone.
pub fn launch_facts(tx: &mut Tx<'_>, rollout: &Rollout, day: Day) -> Result<LaunchFacts, StoreError> {
    let unit = units::store::find(tx, rollout.unit)?;
    let branch = count_addressed(tx, rollout.unit)?;
    let documents = i64::try_from(list_documents(tx, rollout.id)?.len()).unwrap_or(i64::MAX);
    let requirements = list_requirements(tx, rollout.id)?
        .iter()
        .map(|requirement| foresee(&requirement.ask, rollout.depth, unit.kind, &branch, day))
        .collect();
    Ok(LaunchFacts { documents, requirements })
}

/// Launches a rollout that the rules let launch (`rollout` as it is after [`Rollout::launch`]): makes the duties, sends
/// the documents, saves, records. Returns how many duties were made.
///
/// # Errors
/// [`StoreError::Stale`] when the rollout changed meanwhile.
pub fn launch(tx: &mut Tx<'_>, rollout: &Rollout) -> Result<i64, StoreError> {
    save(tx, rollout, "rollouts.launched")?;
    let requirements = list_requirements(tx, rollout.id)?;
    insert_duties(tx, rollout, &requirements)
}

/// Adds a requirement to a running rollout and makes its duties in the branch of the unit that asks. Returns how many.
///
/// # Errors
/// [`StoreError::Stale`] when the rollout changed meanwhile.
pub fn add_requirement(tx: &mut Tx<'_>, rollout: &Rollout, unit: UnitId, ask: &Ask) -> Result<i64, StoreError> {
    tx.run_one(
        "UPDATE rollout SET version = version + 1 WHERE id = $1 AND version = $2",
        params![rollout.id, rollout.version],
    )?;
    let requirement = insert_requirement(tx, rollout.id, unit, ask)?;
    let detail = serde_json::json!({ "title": ask.title, "rollout": rollout.id.to_string() });
    tx.record(Event::noted("rollouts.requirement-added", requirement.id, Some(unit)).with(detail))?;
    let launched = find(tx, rollout.id)?;
    insert_duties(tx, &launched, &[requirement])
}

/// Makes the duties of these requirements, launched today.
///
/// # Errors
/// [`StoreError::Taken`] when a duty exists already.
pub fn insert_duties(tx: &mut Tx<'_>, rollout: &Rollout, requirements: &[Requirement]) -> Result<i64, StoreError> {
    let today = tx.today();
    let mut branches: BTreeMap<UnitId, Vec<(UnitId, UnitKind)>> = BTreeMap::new();
    let mut addressed: BTreeSet<UnitId> = BTreeSet::new();
    let mut made = 0;
    for requirement in requirements {
        if let Entry::Vacant(place) = branches.entry(requirement.unit) {
            let units = units::store::list_branch(tx, requirement.unit, &[])?;
            place.insert(units.into_iter().map(|unit| (unit.id, unit.kind)).collect());
        }
        let reached = requirement.ask.reached(rollout.depth);
        // days are counted from the day on which this requirement itself was launched
        let due_on = requirement.ask.deadline.due_on(today);
        for (unit, kind) in &branches[&requirement.unit] {
            if *unit == requirement.unit || !reached.contains(kind) {
                continue;
            }
            owe(tx, requirement, (*unit, *kind), due_on)?;
            addressed.insert(*unit);
            made += 1;
        }
    }
    let units: Vec<UnitId> = addressed.into_iter().collect();
    for document in list_documents(tx, rollout.id)? {
        documents::store::deliver(tx, document.id, &units)?;
    }
    Ok(made)
}

/// Makes the duty of a unit, launched today, with what it means for the figures.
pub(super) fn owe(
    tx: &mut Tx<'_>,
    requirement: &Requirement,
    (unit, kind): (UnitId, UnitKind),
    due_on: Day,
) -> Result<(), StoreError> {
    let duty = new_duty(tx.new_id(), requirement, unit, kind, due_on);
    let today = tx.today();
    insert_duty(tx, &duty, today)?;
    let asked = deltas_of_asking(&duty, &requirement.ask.figures, 1);
    for delta in duty.deltas_of_launch(today).into_iter().chain(asked) {
        tx.post(delta);
    }
    Ok(())
}

fn new_duty(id: DutyId, requirement: &Requirement, unit: UnitId, kind: UnitKind, due_on: Day) -> Duty {
    Duty {
        id,
        rollout: requirement.rollout,
        requirement: requirement.id,
        unit,
        due_on,
        work: work_of(requirement.ask.measure, kind).to_owned(),
        state: DutyState::Waiting,
        evidence: Evidence::default(),
        reminded_on: None,
        version: 1,
    }
}

fn insert_duty(tx: &mut Tx<'_>, duty: &Duty, launched_on: Day) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO duty (id, rollout_id, requirement_id, unit_id, launched_on, due_on, state, ended_on, reason,
         evidence_kind, evidence_id, note, version, work)
         VALUES ($1, $2, $3, $4, $5, $6, 'waiting', NULL, '', '', '', '', 1, $7)",
        params![duty.id, duty.rollout, duty.requirement, duty.unit, launched_on, duty.due_on, duty.work],
    )?;
    Ok(())
}
