//! Changes of the tree to and from the database, and what the rules must know of them.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{Day, Event, UnitId};
use platform::Feature;
use platform::db::{Param, Row, StoreError, Tx};
use platform::params;

use crate::domain::Unit;
use crate::domain::change::{Change, ChangeFacts, ChangeId, ChangeState, Place, Step, UnitFacts};

platform::store_id!(ChangeId);

const COLUMNS: &str = "c.id, c.unit_id, c.title, c.on_day, c.decision, c.state, c.steps, c.version";

fn read(row: &Row<'_>) -> Result<Change, StoreError> {
    let state: String = row.get(5)?;
    let steps: String = row.get(6)?;
    let corrupt = |detail: String| StoreError::Corrupt { table: "unit_change", detail };
    Ok(Change {
        id: row.get(0)?,
        unit: row.get(1)?,
        title: row.get(2)?,
        on: row.get(3)?,
        decision: row.get(4)?,
        state: state.parse().map_err(|_| corrupt(format!("state {state}")))?,
        steps: serde_json::from_str(&steps).map_err(|e| corrupt(e.to_string()))?,
        version: row.get(7)?,
    })
}

fn written(steps: &[Step]) -> Result<String, StoreError> {
    serde_json::to_string(steps)
        .map_err(|e| StoreError::Corrupt { table: "unit_change", detail: format!("writing steps: {e}") })
}

/// The change with this id.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_change(tx: &mut Tx<'_>, id: ChangeId) -> Result<Change, StoreError> {
    tx.find(&format!("SELECT {COLUMNS} FROM unit_change c WHERE c.id = $1"), params![id], read)
}

/// Writes a planned change down.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert_change(tx: &mut Tx<'_>, change: &Change) -> Result<(), StoreError> {
    let (steps, now) = (written(&change.steps)?, tx.now());
    tx.run(
        "INSERT INTO unit_change (id, unit_id, title, on_day, decision, state, steps, created_at, carried_out_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, 1)",
        params![change.id, change.unit, change.title, change.on, change.decision, change.state.code(), steps, now],
    )?;
    save_endings(tx, change)?;
    let detail = serde_json::json!({ "title": change.title, "on": change.on, "decision": change.decision });
    tx.record(Event::noted("units.change_planned", change.id, Some(change.unit)).with(detail))
}

/// Saves a change over the version that was read.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn save_change(tx: &mut Tx<'_>, change: &Change, event: &'static str) -> Result<(), StoreError> {
    let steps = written(&change.steps)?;
    tx.run_one(
        "UPDATE unit_change SET title = $3, on_day = $4, decision = $5, state = $6, steps = $7, version = version + 1
         WHERE id = $1 AND version = $2",
        params![change.id, change.version, change.title, change.on, change.decision, change.state.code(), steps],
    )?;
    save_endings(tx, change)?;
    let detail = serde_json::json!({ "steps": change.steps.len(), "state": change.state.code(), "on": change.on });
    tx.record(Event::noted(event, change.id, Some(change.unit)).with(detail))
}

// which units it would end, so that the other features can be asked what passes on
fn save_endings(tx: &mut Tx<'_>, change: &Change) -> Result<(), StoreError> {
    tx.run("DELETE FROM unit_succession WHERE change_id = $1", params![change.id])?;
    if change.state == ChangeState::Withdrawn {
        return Ok(());
    }
    let ended = |step: &Step| if let Step::End { unit, .. } = step { Some(*unit) } else { None };
    let ended: BTreeSet<UnitId> = change.steps.iter().filter_map(ended).collect();
    let rows: Vec<[&dyn Param; 3]> = ended.iter().map(|unit| [&change.id as &dyn Param, unit, &0_i64]).collect();
    tx.insert_rows("INSERT INTO unit_succession (change_id, unit_id, position)", &rows, "")
}

/// What a page of the list of changes is limited to.
#[derive(Debug, Clone)]
pub struct ChangeFilter {
    /// The branches.
    pub roots: Vec<UnitId>,
    /// `LIKE` pattern over the folded title and decision; folded in Rust, so the rows are few.
    pub words: String,
}

/// The changes of these branches, the latest day first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_changes(tx: &mut Tx<'_>, filter: &ChangeFilter) -> Result<Vec<Change>, StoreError> {
    let mut found = BTreeMap::new();
    let sql = format!(
        "SELECT {COLUMNS} FROM unit_change c JOIN unit_ancestor a ON a.unit_id = c.unit_id AND a.ancestor_id = $1"
    );
    for root in &filter.roots {
        for change in tx.list(&sql, params![root], read)? {
            found.insert((change.on, change.id), change);
        }
    }
    let words = vietnamese::fold(&filter.words);
    let mut changes: Vec<Change> = found.into_values().rev().collect();
    changes.retain(|change| vietnamese::fold(&format!("{} {}", change.title, change.decision)).contains(&words));
    Ok(changes)
}

/// The planned changes whose day has come.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_due_changes(tx: &mut Tx<'_>, today: Day) -> Result<Vec<Change>, StoreError> {
    let sql =
        format!("SELECT {COLUMNS} FROM unit_change c WHERE c.state = 'planned' AND c.on_day <= $1 ORDER BY c.on_day");
    tx.list(&sql, params![today], read)
}

/// What the rules must know to carry a change out. The features say who is at home in units that end.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn change_facts(tx: &mut Tx<'_>, change: &Change, features: &[Feature]) -> Result<ChangeFacts, StoreError> {
    let mut facts = ChangeFacts { today: Some(tx.today()), ..ChangeFacts::default() };
    let mut named: BTreeSet<UnitId> = change.steps.iter().filter_map(Step::unit).collect();
    for place in change.steps.iter().flat_map(Step::places) {
        if let Place::Unit(unit) = place {
            named.insert(*unit);
        }
    }
    for step in &change.steps {
        match step {
            Step::End { unit, .. } => {
                let below =
                    tx.list("SELECT id FROM unit WHERE parent_id = $1 AND ended_on IS NULL", params![unit], |row| {
                        row.get::<UnitId>(0)
                    })?;
                named.extend(below.iter().copied());
                facts.below.extend(below);
            }
            Step::Found { code, .. } => {
                if let Some(unit) = super::lookup_by_code(tx, code)? {
                    facts.codes_taken.insert(code.clone(), unit.name);
                }
            }
            _ => {}
        }
    }
    for unit in named {
        add_unit(tx, change, &mut facts, unit)?;
    }
    facts.circles = circles(tx, change, &facts)?;
    facts.last_moved = last_moved(tx, change, &facts.below)?;
    facts.places_changed = places_changed(tx, change)?;
    for left in super::list_left_people(tx, change, features)? {
        *facts.left_people.entry(left.unit).or_default() += left.count;
    }
    Ok(facts)
}

fn add_unit(tx: &mut Tx<'_>, change: &Change, facts: &mut ChangeFacts, id: UnitId) -> Result<(), StoreError> {
    let Some(unit) = super::lookup(tx, id)? else { return Ok(()) };
    let is_within = super::is_within(tx, id, change.unit)?;
    // the superior's kind is asked when only the kind of a unit changes
    if let Some(parent) = unit.parent.filter(|parent| !facts.units.contains_key(parent)) {
        let above = super::find(tx, parent)?;
        let is_within = super::is_within(tx, parent, change.unit)?;
        facts.units.insert(parent, facts_of(above, is_within));
    }
    facts.units.insert(id, facts_of(unit, is_within));
    Ok(())
}

fn facts_of(unit: Unit, is_within: bool) -> UnitFacts {
    let Unit { name, kind, parent, ended_on, .. } = unit;
    UnitFacts { name, kind, parent, ended: ended_on.is_some(), is_within }
}

/// The names of moved units that would stand below themselves.
fn circles(tx: &mut Tx<'_>, change: &Change, facts: &ChangeFacts) -> Result<Vec<String>, StoreError> {
    let moved: BTreeMap<UnitId, &Place> = change
        .steps
        .iter()
        .filter_map(|step| match step {
            Step::Move { unit, parent } => Some((*unit, parent)),
            _ => None,
        })
        .collect();
    let founded: BTreeMap<&str, &Place> = change
        .steps
        .iter()
        .filter_map(|step| match step {
            Step::Found { code, parent, .. } => Some((code.as_str(), parent)),
            _ => None,
        })
        .collect();
    let ending: BTreeMap<UnitId, Option<&Place>> = change
        .steps
        .iter()
        .filter_map(|step| match step {
            Step::End { unit, heirs } => Some((*unit, heirs.first())),
            _ => None,
        })
        .collect();
    let mut found = Vec::new();
    for start in moved.keys().chain(ending.keys()) {
        let mut at = Place::Unit(*start);
        let mut steps = 0;
        while steps < DEEPEST {
            let next = match &at {
                Place::New(code) => founded.get(code.as_str()).map(|place| (*place).clone()),
                Place::Unit(unit) => above(tx, *unit, &moved, &ending)?,
            };
            let Some(next) = next else { break };
            at = next;
            steps += 1;
        }
        if steps == DEEPEST {
            found.extend(facts.units.get(start).map(|facts| facts.name.clone()));
        }
    }
    Ok(found)
}

/// No tree of these organisations is deeper; a line that goes on goes round.
const DEEPEST: usize = 64;

/// Where a unit's line leads after the change: to its new superior, to its heir, to the heir of its superior, or on.
fn above(
    tx: &mut Tx<'_>,
    unit: UnitId,
    moved: &BTreeMap<UnitId, &Place>,
    ending: &BTreeMap<UnitId, Option<&Place>>,
) -> Result<Option<Place>, StoreError> {
    if let Some(place) = moved.get(&unit) {
        return Ok(Some((*place).clone()));
    }
    if let Some(Some(heir)) = ending.get(&unit) {
        return Ok(Some((*heir).clone()));
    }
    let parent = super::lookup(tx, unit)?.and_then(|unit| unit.parent);
    Ok(parent.map(|parent| match ending.get(&parent) {
        Some(Some(heir)) if !ending.contains_key(&unit) => (*heir).clone(),
        _ => Place::Unit(parent),
    }))
}

/// The latest day on which a unit in the branch of those that move was moved before.
fn last_moved(tx: &mut Tx<'_>, change: &Change, below: &[UnitId]) -> Result<Option<Day>, StoreError> {
    let mut latest: Option<Day> = None;
    let moving = change.steps.iter().filter_map(|step| match step {
        Step::Move { unit, .. } | Step::End { unit, .. } => Some(*unit),
        _ => None,
    });
    for unit in moving.chain(below.iter().copied()) {
        let day: Option<Day> = tx.scalar(
            "SELECT MAX(p.to_day) FROM unit_ancestor a JOIN unit_ancestor_past p ON p.unit_id = a.unit_id
             WHERE a.ancestor_id = $1",
            params![unit],
        )?;
        latest = latest.max(day);
    }
    Ok(latest)
}

/// Superiors and heirs that were founded, or whose own place changed, after the day of the change: on that day they stood
/// elsewhere or not yet, and what was counted since could not pass to them.
fn places_changed(tx: &mut Tx<'_>, change: &Change) -> Result<BTreeMap<UnitId, Day>, StoreError> {
    let mut changed = BTreeMap::new();
    for place in change.steps.iter().flat_map(Step::places) {
        let Place::Unit(unit) = place else { continue };
        let moved: Option<Day> =
            tx.scalar("SELECT MAX(to_day) FROM unit_ancestor_past WHERE unit_id = $1", params![unit])?;
        let founded = super::lookup(tx, *unit)?.and_then(|unit| unit.founded_on);
        if let Some(day) = moved.max(founded).filter(|day| *day > change.on) {
            changed.insert(*unit, day);
        }
    }
    Ok(changed)
}

/// A line of the history of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Before {
    /// From which day on.
    pub from: Day,
    /// What it was called.
    pub name: String,
    /// Its kind, as a code.
    pub kind: String,
    /// Under whom.
    pub under: String,
    /// The deciding document, where a change brought it.
    pub decision: String,
    /// The change.
    pub change: Option<ChangeId>,
}

/// What a unit was called and where it stood, the latest first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_history(tx: &mut Tx<'_>, unit: UnitId) -> Result<Vec<Before>, StoreError> {
    tx.list(
        "SELECT v.from_day, v.name, v.kind, COALESCE(p.name, ''), COALESCE(c.decision, v.deciding_document), v.change_id
         FROM unit_version v LEFT JOIN unit p ON p.id = v.parent_id LEFT JOIN unit_change c ON c.id = v.change_id
         WHERE v.unit_id = $1 ORDER BY v.from_day DESC",
        params![unit],
        |row| {
            Ok(Before {
                from: row.get(0)?,
                name: row.get(1)?,
                kind: row.get(2)?,
                under: row.get(3)?,
                decision: row.get(4)?,
                change: row.get(5)?,
            })
        },
    )
}

/// A unit before or after another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kin {
    /// It.
    pub id: UnitId,
    /// Its name.
    pub name: String,
    /// The day of the change.
    pub on: Day,
}

/// Those whose place the unit took, and those that took its place.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_kin(tx: &mut Tx<'_>, unit: UnitId) -> Result<(Vec<Kin>, Vec<Kin>), StoreError> {
    let kin = |row: &Row<'_>| Ok(Kin { id: row.get(0)?, name: row.get(1)?, on: row.get(2)? });
    let before = tx.list(
        "SELECT u.id, u.name, s.on_day FROM unit_succession s JOIN unit u ON u.id = s.unit_id
         WHERE s.heir_id = $1 AND s.on_day IS NOT NULL ORDER BY s.on_day, u.sort_key",
        params![unit],
        kin,
    )?;
    let after = tx.list(
        "SELECT u.id, u.name, s.on_day FROM unit_succession s JOIN unit u ON u.id = s.heir_id
         WHERE s.unit_id = $1 AND s.on_day IS NOT NULL ORDER BY s.position",
        params![unit],
        kin,
    )?;
    Ok((before, after))
}
