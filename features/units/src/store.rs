//! Units to and from the database. `unit`, `unit_ancestor` and `unit_succession` are published: later features may join them
//! for reading.

mod carrying;
mod changes;
mod ended;
mod facts;
mod lines;
mod listing;
mod naming;
mod owners;
mod passing;
mod past;

use std::collections::HashMap;

use kernel::{Day, Event, Fact, UnitId, UnitKind};
use platform::db::{Row, StoreError, Tx, in_pieces, places, with_each};
use platform::params;

pub use self::carrying::{carry_out, lock_tree};
pub use self::changes::{
    Before, ChangeFilter, Kin, count_passed_below, find_change, insert_change, list_changes, list_due_changes,
    list_history, list_kin, lookup_ending, save_change,
};
pub use self::ended::{
    counted_in, day_of_branch, is_founded_after, list_ended_since, list_living, must_live, roots_on,
};
pub use self::facts::change_facts;
pub use self::listing::{SORT_KEYS, UnitFilter, count, list_page};
pub use self::naming::{
    correct_name, founding_decisions_of, insert_existing, rename_by, save_details, save_founding_decision, save_names,
};
pub use self::owners::{Named, PageByOwner, names_of_owners_on, names_on};
pub use self::passing::{OfUnit, list_left_people, list_passing};
pub use self::past::{
    Line, branch_sql, children_on_sql, count_below_on, find_on, kind_on_sql, last_change_day, list_ancestors_on,
    list_children_on, list_lines, list_predecessors, list_superiors_on, list_tops_outside, main_heirs_sql,
    name_with_heir_sql, within_sql,
};
use crate::domain::{NewUnit, PlacingFacts, Unit};

const COLUMNS: &str = "u.id, u.code, u.kind, u.name, u.short_name, u.parent_id, u.founded_on, u.ended_on, u.version,
     u.organ_id";

fn read(row: &Row<'_>) -> Result<Unit, StoreError> {
    Ok(Unit {
        id: row.get(0)?,
        code: row.get(1)?,
        kind: row.get(2)?,
        name: row.get(3)?,
        short_name: row.get(4)?,
        parent: row.get(5)?,
        founded_on: row.get(6)?,
        ended_on: row.get(7)?,
        version: row.get(8)?,
        organ_id: row.get(9)?,
    })
}

/// The unit with this id.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find(tx: &mut Tx<'_>, id: UnitId) -> Result<Unit, StoreError> {
    tx.find(&format!("SELECT {COLUMNS} FROM unit u WHERE u.id = $1"), params![id], read)
}

/// The unit with this id, if there is one.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn lookup(tx: &mut Tx<'_>, id: UnitId) -> Result<Option<Unit>, StoreError> {
    tx.lookup(&format!("SELECT {COLUMNS} FROM unit u WHERE u.id = $1"), params![id], read)
}

/// The unit with this code, if there is one.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn lookup_by_code(tx: &mut Tx<'_>, code: &str) -> Result<Option<Unit>, StoreError> {
    tx.lookup(&format!("SELECT {COLUMNS} FROM unit u WHERE u.code = $1"), params![code], read)
}

/// The units at the top of the tree.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_roots(tx: &mut Tx<'_>) -> Result<Vec<Unit>, StoreError> {
    let sql =
        format!("SELECT {COLUMNS} FROM unit u WHERE u.parent_id IS NULL AND u.ended_on IS NULL ORDER BY u.sort_key");
    tx.list(&sql, &[], read)
}

/// The living units directly below, in people's order.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_children(tx: &mut Tx<'_>, parent: UnitId) -> Result<Vec<Unit>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM unit u WHERE u.parent_id = $1 AND u.ended_on IS NULL ORDER BY u.sort_key");
    tx.list(&sql, params![parent], read)
}

/// The kind of most of the living units directly below; none where there are none.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn lookup_usual_kind_below(tx: &mut Tx<'_>, parent: UnitId) -> Result<Option<UnitKind>, StoreError> {
    tx.lookup(
        "SELECT kind FROM unit WHERE parent_id = $1 AND ended_on IS NULL GROUP BY kind ORDER BY COUNT(*) DESC, kind LIMIT 1",
        params![parent],
        |row| row.get(0),
    )
}

/// The units above, the top first, without the unit itself.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_ancestors(tx: &mut Tx<'_>, id: UnitId) -> Result<Vec<Unit>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM unit_ancestor a JOIN unit u ON u.id = a.ancestor_id
         WHERE a.unit_id = $1 AND a.distance > 0 ORDER BY a.distance DESC"
    );
    tx.list(&sql, params![id], read)
}

/// The ids of the unit and of those above it: what a figure is added to.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_line(tx: &mut Tx<'_>, id: UnitId) -> Result<Vec<UnitId>, StoreError> {
    tx.list("SELECT ancestor_id FROM unit_ancestor WHERE unit_id = $1", params![id], |row| row.get(0))
}

/// Each of these units with all above it, itself among them.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_lines_of(tx: &mut Tx<'_>, ids: &[UnitId]) -> Result<HashMap<UnitId, Vec<UnitId>>, StoreError> {
    let mut lines: HashMap<UnitId, Vec<UnitId>> = HashMap::with_capacity(ids.len());
    for piece in in_pieces(ids) {
        let of_piece = places(1, piece.len());
        let sql = format!("SELECT unit_id, ancestor_id FROM unit_ancestor WHERE unit_id IN ({of_piece})");
        tx.each(&sql, &with_each(Vec::new(), piece), |row| {
            lines.entry(row.get(0)?).or_default().push(row.get(1)?);
            Ok(())
        })?;
    }
    Ok(lines)
}

/// Whether one of these branches is the whole tree, so that asking of a row whether it lies in them is needless.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn is_whole_tree(tx: &mut Tx<'_>, roots: &[UnitId]) -> Result<bool, StoreError> {
    let units: i64 = tx.scalar("SELECT COUNT(*) FROM unit", &[])?;
    for root in roots {
        let below: i64 = tx.scalar("SELECT COUNT(*) FROM unit_ancestor WHERE ancestor_id = $1", params![root])?;
        if below == units {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The living units of the branch (the root among them) that have one of these kinds; every kind when none is named.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_branch(tx: &mut Tx<'_>, root: UnitId, kinds: &[UnitKind]) -> Result<Vec<Unit>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM unit_ancestor a JOIN unit u ON u.id = a.unit_id
         WHERE a.ancestor_id = $1 AND u.ended_on IS NULL ORDER BY a.distance, u.sort_key"
    );
    let mut units = tx.list(&sql, params![root], read)?;
    if !kinds.is_empty() {
        units.retain(|unit| kinds.contains(&unit.kind));
    }
    Ok(units)
}

/// True when the unit is the root or stands below it.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn is_within(tx: &mut Tx<'_>, unit: UnitId, root: UnitId) -> Result<bool, StoreError> {
    if unit == root {
        return Ok(true);
    }
    let sql = "SELECT 1 FROM unit_ancestor WHERE unit_id = $1 AND ancestor_id = $2";
    Ok(tx.lookup(sql, params![unit, root], |_| Ok(()))?.is_some())
}

/// How many living units the branch has below its root.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_below(tx: &mut Tx<'_>, root: UnitId) -> Result<i64, StoreError> {
    tx.scalar(
        "SELECT COUNT(*) FROM unit_ancestor a JOIN unit u ON u.id = a.unit_id
         WHERE a.ancestor_id = $1 AND a.distance > 0 AND u.ended_on IS NULL",
        params![root],
    )
}

/// The codes of these units.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn codes_of(tx: &mut Tx<'_>, ids: &[UnitId]) -> Result<HashMap<UnitId, String>, StoreError> {
    let mut codes = HashMap::with_capacity(ids.len());
    for piece in in_pieces(ids) {
        let sql = format!("SELECT id, code FROM unit WHERE id IN ({})", places(1, piece.len()));
        tx.each(&sql, &with_each(Vec::new(), piece), |row| {
            codes.insert(row.get(0)?, row.get(1)?);
            Ok(())
        })?;
    }
    Ok(codes)
}

/// The units of these branches as they are now, those that ended under their heirs among them, with their codes.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn codes_below(tx: &mut Tx<'_>, roots: &[UnitId]) -> Result<HashMap<UnitId, String>, StoreError> {
    let mut codes = HashMap::new();
    for piece in in_pieces(roots) {
        let sql = format!(
            "SELECT u.id, u.code FROM unit_ancestor a JOIN unit u ON u.id = a.unit_id WHERE a.ancestor_id IN ({})",
            places(1, piece.len())
        );
        tx.each(&sql, &with_each(Vec::new(), piece), |row| {
            codes.insert(row.get(0)?, row.get(1)?);
            Ok(())
        })?;
    }
    Ok(codes)
}

/// What the rules must know to place a unit.
///
/// # Errors
/// [`StoreError::NotFound`] when the parent does not exist.
pub fn placing_facts(tx: &mut Tx<'_>, new: &NewUnit) -> Result<PlacingFacts, StoreError> {
    let parent = new.parent.map(|parent| find(tx, parent)).transpose()?;
    Ok(PlacingFacts {
        parent_kind: parent.as_ref().map(|p| p.kind),
        parent_ended: parent.is_some_and(|p| p.ended_on.is_some()),
        code_taken_by: lookup_by_code(tx, &new.code)?.map(|u| u.name),
    })
}

fn shortened(new: &NewUnit) -> &str {
    if new.short_name.is_empty() { &new.name } else { &new.short_name }
}

fn folded(code: &str, name: &str) -> String {
    vietnamese::fold(&format!("{code} {name}"))
}

/// Founds a unit and records it.
///
/// # Errors
/// [`StoreError::Taken`] when the code is another unit's.
pub fn insert(tx: &mut Tx<'_>, new: &NewUnit) -> Result<UnitId, StoreError> {
    let id = insert_silently(tx, new)?;
    let detail = serde_json::json!({ "code": new.code, "name": new.name, "kind": new.kind.code() });
    tx.record(
        Event::noted("units.founded", id, Some(id)).with(detail).telling(Fact::UnitsChanged { units: vec![id] }),
    )?;
    Ok(id)
}

/// Founds a unit without an event of its own: for imports, which record one event for all of a file's.
///
/// # Errors
/// [`StoreError::Taken`] when the code is another unit's.
pub fn insert_silently(tx: &mut Tx<'_>, new: &NewUnit) -> Result<UnitId, StoreError> {
    let id: UnitId = tx.new_id();
    let (folded, sort_key) = (folded(&new.code, &new.name), vietnamese::collation_key(shortened(new)));
    tx.run(
        "INSERT INTO unit (id, code, kind, name, short_name, folded, sort_key, parent_id, founded_on, ended_on, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, NULL, 1)",
        params![id, new.code, new.kind, new.name, shortened(new), folded, sort_key, new.parent, new.founded_on],
    )?;
    tx.run("INSERT INTO unit_ancestor (unit_id, ancestor_id, distance) VALUES ($1, $1, 0)", params![id])?;
    if let Some(parent) = new.parent {
        tx.run(
            "INSERT INTO unit_ancestor (unit_id, ancestor_id, distance)
             SELECT $1, ancestor_id, distance + 1 FROM unit_ancestor WHERE unit_id = $2",
            params![id, parent],
        )?;
    }
    let from = new.founded_on.unwrap_or_else(|| tx.today());
    let unit = Unit {
        id,
        code: new.code.clone(),
        kind: new.kind,
        name: new.name.clone(),
        short_name: shortened(new).to_owned(),
        parent: new.parent,
        organ_id: String::new(),
        founded_on: new.founded_on,
        ended_on: None,
        version: 1,
    };
    insert_version(tx, from, &unit)?;
    Ok(id)
}

fn insert_version(tx: &mut Tx<'_>, from: Day, unit: &Unit) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO unit_version (unit_id, from_day, kind, name, parent_id, deciding_document, short_name)
         VALUES ($1, $2, $3, $4, $5, '', $6)
         ON CONFLICT (unit_id, from_day) DO UPDATE SET kind = $3, name = $4, parent_id = $5, short_name = $6",
        params![unit.id, from, unit.kind, unit.name, unit.parent, unit.short_name],
    )?;
    Ok(())
}

/// Enters the identification code of a unit that was just founded.
///
/// # Errors
/// [`StoreError::NotFound`] when there is no such unit.
pub fn save_organ_id(tx: &mut Tx<'_>, id: UnitId, organ_id: &str) -> Result<(), StoreError> {
    tx.run_one("UPDATE unit SET organ_id = $2 WHERE id = $1", params![id, organ_id])
}
