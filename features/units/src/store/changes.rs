//! Changes of the tree to and from the database, and what the rules must know of them.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{Day, Event, UnitId};
use platform::db::{Param, Row, StoreError, Tx};
use platform::params;

use crate::domain::change::{Change, ChangeId, ChangeState, Step};

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
        "SELECT v.from_day, v.name, v.kind, COALESCE((SELECT n.name FROM unit_version n
                 WHERE n.unit_id = v.parent_id AND n.from_day <= v.from_day ORDER BY n.from_day DESC LIMIT 1),
                 (SELECT f.name FROM unit_version f WHERE f.unit_id = v.parent_id ORDER BY f.from_day LIMIT 1), p.name, ''),
             COALESCE(c.decision, v.deciding_document), v.change_id
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

/// The change by which a unit ended, with its deciding document; none while the unit is there.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn lookup_ending(tx: &mut Tx<'_>, unit: UnitId) -> Result<Option<(ChangeId, String)>, StoreError> {
    tx.lookup(
        "SELECT c.id, c.decision FROM unit_succession s JOIN unit_change c ON c.id = s.change_id
         WHERE s.unit_id = $1 AND s.position = 0 AND s.on_day IS NOT NULL",
        params![unit],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// How many units a change that was carried out passed to an heir because the one above them ended.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_passed_below(tx: &mut Tx<'_>, change: &Change) -> Result<i64, StoreError> {
    let left: i64 = tx.scalar("SELECT COUNT(*) FROM unit_edge_past WHERE change_id = $1", params![change.id])?;
    let placed = change.steps.iter().filter(|step| matches!(step, Step::Move { .. } | Step::End { .. })).count();
    Ok(left - i64::try_from(placed).unwrap_or(left))
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
