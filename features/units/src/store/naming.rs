//! What a unit is called, outside of changes of the tree: spelling put right, short names and codes, and names that an imported
//! list gives with their decision.

use std::collections::HashMap;

use kernel::{Event, Fact, UnitId};
use platform::db::{StoreError, Tx, in_pieces, places, with_each};
use platform::params;

use super::{folded, insert_silently, insert_version};
use crate::domain::{NewUnit, Unit};

/// Writes down a unit that existed before the software came, with the document that decided its founding where that is known.
///
/// # Errors
/// [`StoreError::Taken`] when the code is another unit's.
pub fn insert_existing(tx: &mut Tx<'_>, new: &NewUnit, decision: &str) -> Result<UnitId, StoreError> {
    let id = insert_silently(tx, new)?;
    if !decision.is_empty() {
        save_founding_decision(tx, id, decision)?;
    }
    let detail = serde_json::json!({
        "code": new.code, "name": new.name, "kind": new.kind.code(), "existed": true, "decision": decision,
    });
    let event = Event::noted("units.entered", id, Some(id)).with(detail);
    tx.record(event.telling(Fact::UnitsChanged { units: vec![id] }))?;
    Ok(id)
}

/// Keeps the document that decided the founding of a unit, unless a change of the tree founded it or the document is known
/// for another of its names. Tells whether anything changed.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn save_founding_decision(tx: &mut Tx<'_>, id: UnitId, decision: &str) -> Result<bool, StoreError> {
    let changed = tx.run(
        "UPDATE unit_version SET deciding_document = $2 WHERE unit_id = $1 AND change_id IS NULL
             AND from_day = (SELECT MIN(f.from_day) FROM unit_version f WHERE f.unit_id = $1)
             AND NOT EXISTS (SELECT 1 FROM unit_version k WHERE k.unit_id = $1 AND k.deciding_document = $2)",
        params![id, decision],
    )?;
    Ok(changed > 0)
}

/// The documents that decided the founding of these units, where they are known.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn founding_decisions_of(tx: &mut Tx<'_>, ids: &[UnitId]) -> Result<HashMap<UnitId, String>, StoreError> {
    let mut decisions = HashMap::new();
    for piece in in_pieces(ids) {
        let sql = format!(
            "SELECT v.unit_id, COALESCE(c.decision, v.deciding_document)
             FROM unit_version v LEFT JOIN unit_change c ON c.id = v.change_id
             WHERE v.unit_id IN ({})
               AND v.from_day = (SELECT MIN(f.from_day) FROM unit_version f WHERE f.unit_id = v.unit_id)",
            places(1, piece.len())
        );
        tx.each(&sql, &with_each(Vec::new(), piece), |row| {
            decisions.insert(row.get(0)?, row.get(1)?);
            Ok(())
        })?;
    }
    Ok(decisions)
}

/// Writes names and identification code over the version that was read.
fn write(tx: &mut Tx<'_>, unit: &Unit) -> Result<(), StoreError> {
    let (folded, sort_key) = (folded(&unit.code, &unit.name), vietnamese::collation_key(&unit.short_name));
    tx.run_one(
        "UPDATE unit SET name = $3, short_name = $4, folded = $5, sort_key = $6, organ_id = $7,
             version = version + 1 WHERE id = $1 AND version = $2",
        params![unit.id, unit.version, unit.name, unit.short_name, folded, sort_key, unit.organ_id],
    )
}

fn record(tx: &mut Tx<'_>, unit: &Unit, name: &'static str, detail: serde_json::Value) -> Result<(), StoreError> {
    let event = Event::noted(name, unit.id, Some(unit.id)).with(detail);
    tx.record(event.telling(Fact::UnitsChanged { units: vec![unit.id] }))
}

/// Saves a unit's names and identification code over the version that was read; from today on it is called so.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn save_names(tx: &mut Tx<'_>, unit: &Unit) -> Result<(), StoreError> {
    rename_by(tx, unit, "")
}

/// The same, by a deciding document.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn rename_by(tx: &mut Tx<'_>, unit: &Unit, decision: &str) -> Result<(), StoreError> {
    write(tx, unit)?;
    let today = tx.today();
    insert_version(tx, today, unit)?;
    if !decision.is_empty() {
        tx.run(
            "UPDATE unit_version SET deciding_document = $3 WHERE unit_id = $1 AND from_day = $2",
            params![unit.id, today, decision],
        )?;
    }
    let detail = serde_json::json!({
        "name": unit.name, "short_name": unit.short_name, "organ_id": unit.organ_id, "decision": decision,
    });
    record(tx, unit, "units.renamed", detail)
}

/// Puts the spelling of a unit's name right over the version that was read: it was never called otherwise, so its history says
/// so too. The log keeps what stood there.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn correct_name(tx: &mut Tx<'_>, before: &Unit, after: &Unit, reason: &str) -> Result<(), StoreError> {
    write(tx, after)?;
    tx.run(
        "UPDATE unit_version SET name = $3 WHERE unit_id = $1 AND name = $2",
        params![after.id, before.name, after.name],
    )?;
    tx.run(
        "UPDATE unit_version SET short_name = $3 WHERE unit_id = $1 AND short_name = $2",
        params![after.id, before.short_name, after.short_name],
    )?;
    let detail = serde_json::json!({
        "before": before.name, "name": after.name, "short_name": after.short_name, "organ_id": after.organ_id,
        "reason": reason,
    });
    record(tx, after, "units.name_corrected", detail)
}

/// Saves a unit's short name and identification code over the version that was read; its name stays.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn save_details(tx: &mut Tx<'_>, before: &Unit, after: &Unit) -> Result<(), StoreError> {
    write(tx, after)?;
    if before.short_name != after.short_name {
        let today = tx.today();
        insert_version(tx, today, after)?;
    }
    let detail = serde_json::json!({
        "short_name_before": before.short_name, "short_name": after.short_name,
        "organ_id_before": before.organ_id, "organ_id": after.organ_id,
    });
    record(tx, after, "units.edited", detail)
}
