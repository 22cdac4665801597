//! Carrying a change of the tree out: units founded and ended, places and names changed, and the rows of
//! every feature passed to the heirs. Set by set, so that ten thousand units pass in one go.

use std::collections::BTreeMap;

use kernel::{Event, Fact, UnitId, UnitKind};
use platform::Feature;
use platform::app::{AtEnd, Passing, UnitRows};
use platform::db::{Dialect, Param, StoreError, Tx};
use platform::params;

use super::{insert_silently, lines};
use crate::domain::NewUnit;
use crate::domain::change::{Change, ChangeId, ChangeState, Place, Step};

/// One change of the tree at a time, up to the end of the transaction: who asks the rules takes the lock first, so that they
/// are asked of the tree that will be changed. SQLite has one writer anyway.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn lock_tree(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    match tx.dialect() {
        Dialect::Sqlite => Ok(()),
        Dialect::Postgres => tx.each("SELECT pg_advisory_xact_lock(7426004)", &[], |_| Ok(())),
    }
}

/// Carries the change out. The lock has been taken and the rules have been asked.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile; [`StoreError::Corrupt`] when the steps contradict one another.
pub fn carry_out(tx: &mut Tx<'_>, change: &Change, features: &[Feature]) -> Result<(), StoreError> {
    lock_tree(tx)?;
    if tx.dialect() == Dialect::Postgres {
        // whole sets pass through its joins: in memory, and no plan is worth compiling for the once
        tx.run("SELECT set_config('work_mem', '64MB', TRUE), set_config('jit', 'off', TRUE)", &[])?;
    }
    let now = tx.now();
    tx.run_one(
        "UPDATE unit_change SET state = 'carried_out', carried_out_at = $3, version = version + 1
         WHERE id = $1 AND version = $2 AND state = 'planned'",
        params![change.id, change.version, now],
    )?;
    let founded = found_units(tx, change)?;
    rename(tx, change)?;
    let moves = moves_of(change, &founded)?;
    end_units(tx, change, &founded)?;
    // while it was planned no unit had an heir yet: by that PostgreSQL would look each one up among all
    lines::learn_sizes(tx, u64::try_from(change.steps.len()).unwrap_or(u64::MAX), &["unit_succession"])?;
    for (unit, parent) in &moves {
        leave(tx, change, *unit)?;
        tx.run("UPDATE unit SET parent_id = $2, version = version + 1 WHERE id = $1", params![unit, parent])?;
    }
    pass_children(tx, change)?;
    note_versions(tx, change)?;
    lines::renew(tx, change.id, change.on)?;
    for rows in features.iter().flat_map(|feature| feature.unit_rows) {
        pass_rows(tx, change.id, rows)?;
    }
    tell(tx, change, &founded)
}

fn pass_rows(tx: &mut Tx<'_>, change: ChangeId, rows: &UnitRows) -> Result<(), StoreError> {
    let AtEnd::Pass(Passing { open, carry, .. }) = rows.at_end else { return Ok(()) };
    if let Some(carry) = carry {
        return carry(tx, &change.to_string());
    }
    let (table, column) = (rows.table, rows.column);
    let sql = format!(
        "UPDATE {table} AS t SET {column} = s.heir_id FROM unit_succession s
         WHERE s.change_id = $1 AND s.position = 0 AND s.heir_id IS NOT NULL AND s.unit_id = t.{column} AND ({open})"
    );
    tx.run(&sql, params![change])?;
    Ok(())
}

type Founded = BTreeMap<String, UnitId>;

fn place(founded: &Founded, place: &Place) -> Result<UnitId, StoreError> {
    match place {
        Place::Unit(unit) => Ok(*unit),
        Place::New(code) => founded.get(code).copied().ok_or_else(|| contradiction(format!("no unit {code}"))),
    }
}

pub(super) fn contradiction(detail: String) -> StoreError {
    StoreError::Corrupt { table: "unit_change", detail }
}

/// Founds the new units, those above before those below.
fn found_units(tx: &mut Tx<'_>, change: &Change) -> Result<Founded, StoreError> {
    let mut founded = Founded::new();
    let mut left: Vec<&Step> = change.steps.iter().filter(|step| matches!(step, Step::Found { .. })).collect();
    while !left.is_empty() {
        let before = left.len();
        let mut later = Vec::new();
        for step in left {
            let Step::Found { code, kind, name, short_name, parent } = step else { continue };
            let Ok(parent) = place(&founded, parent) else {
                later.push(step);
                continue;
            };
            let kind: UnitKind = kind.parse().map_err(|_| contradiction(format!("kind {kind}")))?;
            let new = NewUnit {
                code: code.clone(),
                kind,
                name: name.clone(),
                short_name: short_name.clone(),
                parent: Some(parent),
                founded_on: Some(change.on),
            };
            let id = insert_silently(tx, &new)?;
            tx.run("UPDATE unit_version SET change_id = $2 WHERE unit_id = $1", params![id, change.id])?;
            founded.insert(code.clone(), id);
        }
        left = later;
        if left.len() == before {
            return Err(contradiction("new units stand under one another in a circle".into()));
        }
    }
    Ok(founded)
}

fn rename(tx: &mut Tx<'_>, change: &Change) -> Result<(), StoreError> {
    for step in &change.steps {
        match step {
            Step::Rename { unit, name, short_name } => {
                let code: String = tx.scalar("SELECT code FROM unit WHERE id = $1", params![unit])?;
                let short = if short_name.is_empty() { name } else { short_name };
                let (folded, sort_key) = (super::folded(&code, name), vietnamese::collation_key(short));
                tx.run(
                    "UPDATE unit SET name = $2, short_name = $3, folded = $4, sort_key = $5, version = version + 1
                     WHERE id = $1",
                    params![unit, name, short, folded, sort_key],
                )?;
            }
            Step::ChangeKind { unit, kind } => {
                tx.run("UPDATE unit SET kind = $2, version = version + 1 WHERE id = $1", params![unit, kind])?;
            }
            _ => {}
        }
    }
    Ok(())
}

fn moves_of(change: &Change, founded: &Founded) -> Result<Vec<(UnitId, UnitId)>, StoreError> {
    let mut moves = Vec::new();
    for step in &change.steps {
        if let Step::Move { unit, parent } = step {
            moves.push((*unit, place(founded, parent)?));
        }
    }
    Ok(moves)
}

// the place the unit leaves, from the last change of it to this one
const LEFT: &str = "INSERT INTO unit_edge_past (unit_id, change_id, parent_id, from_day, to_day)
     SELECT u.id, $1, u.parent_id,
         COALESCE((SELECT MAX(e.to_day) FROM unit_edge_past e WHERE e.unit_id = u.id), ''), $2
     FROM unit u";

fn leave(tx: &mut Tx<'_>, change: &Change, unit: UnitId) -> Result<(), StoreError> {
    tx.run(&format!("{LEFT} WHERE u.id = $3"), params![change.id, change.on, unit])?;
    Ok(())
}

fn end_units(tx: &mut Tx<'_>, change: &Change, founded: &Founded) -> Result<(), StoreError> {
    let mut heirs: BTreeMap<(UnitId, i64), UnitId> = BTreeMap::new();
    for step in &change.steps {
        let Step::End { unit, heirs: named } = step else { continue };
        for (position, heir) in (0_i64..).zip(named) {
            heirs.insert((*unit, position), place(founded, heir)?);
        }
    }
    let mut rows: Vec<[&dyn Param; 5]> = Vec::with_capacity(heirs.len());
    for ((unit, position), heir) in &heirs {
        rows.push([&change.id, unit, position, heir, &change.on]);
    }
    tx.insert_rows(
        "INSERT INTO unit_succession (change_id, unit_id, position, heir_id, on_day)",
        &rows,
        "ON CONFLICT (change_id, unit_id, position) DO UPDATE SET heir_id = excluded.heir_id",
    )?;
    tx.run("UPDATE unit_succession SET on_day = $2 WHERE change_id = $1", params![change.id, change.on])?;
    let ended = "IN (SELECT s.unit_id FROM unit_succession s WHERE s.change_id = $1 AND s.position = 0)";
    tx.run(&format!("{LEFT} WHERE u.id {ended}"), params![change.id, change.on])?;
    let sql = format!("UPDATE unit SET ended_on = $2, version = version + 1 WHERE id {ended}");
    tx.run(&sql, params![change.id, change.on])?;
    Ok(())
}

/// What stands below units that ended passes to their main heirs.
fn pass_children(tx: &mut Tx<'_>, change: &Change) -> Result<(), StoreError> {
    let orphaned = "u.ended_on IS NULL AND u.parent_id IN
         (SELECT s.unit_id FROM unit_succession s WHERE s.change_id = $1 AND s.position = 0)";
    tx.run(&format!("{LEFT} WHERE {orphaned}"), params![change.id, change.on])?;
    tx.run(
        "UPDATE unit AS u SET version = u.version + 1, parent_id = s.heir_id FROM unit_succession s
         WHERE s.change_id = $1 AND s.position = 0 AND s.unit_id = u.parent_id AND u.ended_on IS NULL",
        params![change.id],
    )?;
    Ok(())
}

/// Names, kinds and places from the day of the change on, for all it touched.
fn note_versions(tx: &mut Tx<'_>, change: &Change) -> Result<(), StoreError> {
    let text = |which: &str| {
        format!(
            "INSERT INTO unit_version (unit_id, from_day, kind, name, parent_id, deciding_document, short_name, change_id)
             SELECT u.id, $2, u.kind, u.name, u.parent_id, '', u.short_name, $1 FROM unit u WHERE u.ended_on IS NULL AND {which}
             ON CONFLICT (unit_id, from_day) DO UPDATE SET kind = excluded.kind, name = excluded.name,
                 parent_id = excluded.parent_id, short_name = excluded.short_name, change_id = excluded.change_id"
        )
    };
    let moved = "u.id IN (SELECT e.unit_id FROM unit_edge_past e WHERE e.change_id = $1)";
    tx.run(&text(moved), params![change.id, change.on])?;
    for step in &change.steps {
        if let Step::Rename { unit, .. } | Step::ChangeKind { unit, .. } = step {
            tx.run(&text("u.id = $3"), params![change.id, change.on, unit])?;
        }
    }
    Ok(())
}

fn tell(tx: &mut Tx<'_>, change: &Change, founded: &Founded) -> Result<(), StoreError> {
    let mut units: Vec<UnitId> = change.steps.iter().filter_map(Step::unit).collect();
    units.extend(founded.values());
    units.sort_unstable();
    units.dedup();
    let detail = serde_json::json!({
        "title": change.title, "on": change.on, "decision": change.decision, "steps": change.steps.len(),
        "founded": founded.len(), "state": ChangeState::CarriedOut.code(),
    });
    tx.record(
        Event::noted("units.change_carried_out", change.id, Some(change.unit))
            .with(detail)
            .telling(Fact::TreeChanged { change: change.id.to_string(), on: change.on }),
    )?;
    tx.record(Event::noted("units.changed", change.unit, Some(change.unit)).telling(Fact::UnitsChanged { units }))
}
