//! Halls and equipment to and from the database, now and as they were. `conferences` reads through these functions.

mod past;

use kernel::{Day, Event, UnitId};
use platform::db::{Param, Row, StoreError, Tx, places, with_each};
use platform::params;
use platform::web::Sort;

pub use self::past::{Kept, count_untold, list_equipment_in_on, lookup_hall_on, owner_name_on};
use self::past::{equipment_sql, halls_sql};
use crate::domain::{Equipment, EquipmentId, Hall, HallId};

platform::store_id!(HallId, EquipmentId);

const HALL: &str =
    "h.id, h.unit_id, h.name, h.place, h.capacity, h.row_count, h.row_seats, h.in_use, h.note, h.version";

fn read_hall(row: &Row<'_>) -> Result<Hall, StoreError> {
    Ok(Hall {
        id: row.get(0)?,
        unit: row.get(1)?,
        name: row.get(2)?,
        place: row.get(3)?,
        capacity: row.get(4)?,
        rows: row.get(5)?,
        row_seats: row.get(6)?,
        in_use: row.get(7)?,
        note: row.get(8)?,
        version: row.get(9)?,
    })
}

/// The hall with this id.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_hall(tx: &mut Tx<'_>, id: HallId) -> Result<Hall, StoreError> {
    tx.find(&format!("SELECT {HALL} FROM hall h WHERE h.id = $1"), params![id], read_hall)
}

/// A line of the list of halls.
#[derive(Debug, Clone)]
pub struct HallRow {
    /// The hall.
    pub hall: Hall,
    /// Its unit's name.
    pub unit_name: String,
    /// Pieces of equipment standing in it.
    pub equipment: i64,
    /// Of these not working.
    pub out_of_order: i64,
}

/// What a list of halls or equipment is limited to.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// Those of these branches, as the tree is today.
    pub roots: &'a [UnitId],
    /// Words of the name, folded, for a `LIKE`.
    pub like: &'a str,
    /// Only equipment in this state; empty for any.
    pub state: &'a str,
    /// As it was at the end of this day; now without one.
    pub day: Option<Day>,
}

fn of_branches(table: &str, count: usize) -> String {
    let list = places(2, count);
    format!(
        "EXISTS (SELECT 1 FROM unit_ancestor a WHERE a.unit_id = {table}.unit_id AND a.ancestor_id IN ({list}))
         AND {table}.folded LIKE $1"
    )
}

/// How many halls of these branches match.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_halls(tx: &mut Tx<'_>, asked: Asked<'_>) -> Result<i64, StoreError> {
    let (halls, matching) = (halls_sql(asked.day), of_branches("h", asked.roots.len()));
    tx.scalar(&format!("SELECT COUNT(*) FROM {halls} h WHERE {matching}"), &with_each(vec![&asked.like], asked.roots))
}

/// The halls of these branches that match, a page of them. Sorted by `name`, `unit` or `capacity`.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_halls(
    tx: &mut Tx<'_>,
    asked: Asked<'_>,
    sort: Sort<'_>,
    piece: (i64, i64),
) -> Result<Vec<HallRow>, StoreError> {
    match asked.day {
        None => list_halls_now(tx, asked, sort, piece),
        Some(day) => past::list_halls(tx, (asked, day), sort, piece),
    }
}

fn list_halls_now(
    tx: &mut Tx<'_>,
    asked: Asked<'_>,
    sort: Sort<'_>,
    (offset, limit): (i64, i64),
) -> Result<Vec<HallRow>, StoreError> {
    let sql = format!(
        "SELECT {HALL}, u.short_name,
             (SELECT COUNT(*) FROM equipment e WHERE e.hall_id = h.id),
             (SELECT COUNT(*) FROM equipment e WHERE e.hall_id = h.id AND e.state <> 'working')
         FROM hall h JOIN unit u ON u.id = h.unit_id WHERE {} ORDER BY {}, h.id LIMIT {limit} OFFSET {offset}",
        of_branches("h", asked.roots.len()),
        order_by(sort)
    );
    tx.list(&sql, &with_each(vec![&asked.like], asked.roots), |row| {
        Ok(HallRow {
            hall: read_hall(row)?,
            unit_name: row.get(10)?,
            equipment: row.get(11)?,
            out_of_order: row.get(12)?,
        })
    })
}

fn order_by(sort: Sort<'_>) -> String {
    let column = match sort.key {
        "capacity" => "h.capacity",
        "unit" => "u.sort_key",
        _ => "h.sort_key",
    };
    format!("{column} {}", if sort.descending { "DESC" } else { "ASC" })
}

/// The halls a point of this unit may choose from: those in use of the unit, of the units above it and below it, the
/// unit's own first, then the largest.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_choices(tx: &mut Tx<'_>, unit: UnitId) -> Result<Vec<Hall>, StoreError> {
    let sql = format!(
        "SELECT {HALL} FROM hall h WHERE h.in_use
         AND (h.unit_id IN (SELECT a.ancestor_id FROM unit_ancestor a WHERE a.unit_id = $1)
              OR h.unit_id IN (SELECT a.unit_id FROM unit_ancestor a WHERE a.ancestor_id = $1))
         ORDER BY CASE WHEN h.unit_id = $1 THEN 0 ELSE 1 END, h.capacity DESC, h.sort_key, h.id LIMIT 200"
    );
    tx.list(&sql, params![unit], read_hall)
}

/// Enters a hall; its version is not looked at.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert_hall(tx: &mut Tx<'_>, new: &Hall) -> Result<(), StoreError> {
    let (folded, sort_key) = (vietnamese::fold(&new.name), vietnamese::collation_key(&new.name));
    tx.run(
        "INSERT INTO hall (id, unit_id, name, folded, sort_key, place, capacity, row_count, row_seats, in_use, note,
             version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1)",
        params![
            new.id,
            new.unit,
            new.name,
            folded,
            sort_key,
            new.place,
            new.capacity,
            new.rows,
            new.row_seats,
            new.in_use,
            new.note
        ],
    )?;
    tx.record(Event::noted("halls.hall_added", new.id, Some(new.unit)).with(serde_json::json!({ "name": new.name })))
}

/// Saves a hall over the version that was read; what the change replaces is kept.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn save_hall(tx: &mut Tx<'_>, changed: &Hall) -> Result<(), StoreError> {
    let (folded, sort_key) = (vietnamese::fold(&changed.name), vietnamese::collation_key(&changed.name));
    past::keep_hall(tx, changed.id, changed.version)?;
    tx.run_one(
        "UPDATE hall SET name = $3, folded = $4, sort_key = $5, place = $6, capacity = $7, row_count = $8,
             row_seats = $9, in_use = $10, note = $11, version = version + 1 WHERE id = $1 AND version = $2",
        params![
            changed.id,
            changed.version,
            changed.name,
            folded,
            sort_key,
            changed.place,
            changed.capacity,
            changed.rows,
            changed.row_seats,
            changed.in_use,
            changed.note
        ],
    )?;
    tx.record(
        Event::noted("halls.hall_changed", changed.id, Some(changed.unit))
            .with(serde_json::json!({ "name": changed.name })),
    )
}

const EQUIPMENT: &str = "e.id, e.unit_id, e.hall_id, e.kind, e.name, e.quantity, e.state, e.note, e.version";

fn read_equipment(row: &Row<'_>) -> Result<Equipment, StoreError> {
    let (kind, state): (String, String) = (row.get(3)?, row.get(6)?);
    Ok(Equipment {
        id: row.get(0)?,
        unit: row.get(1)?,
        hall: row.get(2)?,
        kind: kind.parse().map_err(|_| StoreError::corrupt("equipment", kind.clone()))?,
        name: row.get(4)?,
        quantity: row.get(5)?,
        condition: state.parse().map_err(|_| StoreError::corrupt("equipment", state.clone()))?,
        note: row.get(7)?,
        version: row.get(8)?,
    })
}

/// The equipment with this id.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_equipment(tx: &mut Tx<'_>, id: EquipmentId) -> Result<Equipment, StoreError> {
    tx.find(&format!("SELECT {EQUIPMENT} FROM equipment e WHERE e.id = $1"), params![id], read_equipment)
}

/// The equipment standing in a hall, by kind and name.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_equipment_in(tx: &mut Tx<'_>, hall: HallId) -> Result<Vec<Equipment>, StoreError> {
    let sql = format!("SELECT {EQUIPMENT} FROM equipment e WHERE e.hall_id = $1 ORDER BY e.kind, e.folded, e.id");
    tx.list(&sql, params![hall], read_equipment)
}

/// The equipment of a unit that stands in no hall and can be carried to one, by kind and name.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_movable(tx: &mut Tx<'_>, unit: UnitId) -> Result<Vec<Equipment>, StoreError> {
    let sql = format!(
        "SELECT {EQUIPMENT} FROM equipment e WHERE e.unit_id = $1 AND e.hall_id IS NULL ORDER BY e.kind, e.folded, e.id"
    );
    tx.list(&sql, params![unit], read_equipment)
}

/// A line of the list of equipment.
#[derive(Debug, Clone)]
pub struct EquipmentRow {
    /// The equipment.
    pub equipment: Equipment,
    /// Its unit's name.
    pub unit_name: String,
    /// The hall it stands in; empty for none.
    pub hall_name: String,
}

fn matching(count: usize) -> String {
    format!("{} AND (e.state = ${} OR ${} = '')", of_branches("e", count), count + 2, count + 2)
}

/// How many pieces of equipment of these branches match.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_equipment(tx: &mut Tx<'_>, asked: Asked<'_>) -> Result<i64, StoreError> {
    let mut all: Vec<&dyn Param> = with_each(vec![&asked.like], asked.roots);
    all.push(&asked.state);
    let (equipment, matching) = (equipment_sql(asked.day), matching(asked.roots.len()));
    tx.scalar(&format!("SELECT COUNT(*) FROM {equipment} e WHERE {matching}"), &all)
}

/// The equipment of these branches that matches, a page of it, by name.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_equipment(
    tx: &mut Tx<'_>,
    asked: Asked<'_>,
    (offset, limit): (i64, i64),
) -> Result<Vec<EquipmentRow>, StoreError> {
    let mut all: Vec<&dyn Param> = with_each(vec![&asked.like], asked.roots);
    all.push(&asked.state);
    let sql = format!(
        "SELECT {EQUIPMENT}, u.short_name, COALESCE(h.name, '') FROM {} e JOIN unit u ON u.id = e.unit_id
         LEFT JOIN {} h ON h.id = e.hall_id WHERE {} ORDER BY e.folded, e.id LIMIT {limit} OFFSET {offset}",
        equipment_sql(asked.day),
        halls_sql(asked.day),
        matching(asked.roots.len())
    );
    let mut rows = tx.list(&sql, &all, |row| {
        Ok(EquipmentRow { equipment: read_equipment(row)?, unit_name: row.get(9)?, hall_name: row.get(10)? })
    })?;
    if let Some(day) = asked.day {
        let names = past::names_on(tx, rows.iter().map(|row| (row.equipment.id, row.equipment.unit)), day)?;
        rows.iter_mut().zip(names).for_each(|(row, name)| row.unit_name = name);
    }
    Ok(rows)
}

/// Enters equipment; its version is not looked at.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert_equipment(tx: &mut Tx<'_>, new: &Equipment) -> Result<(), StoreError> {
    let folded = vietnamese::fold(&new.name);
    tx.run(
        "INSERT INTO equipment (id, unit_id, hall_id, kind, name, folded, quantity, state, note, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)",
        params![
            new.id,
            new.unit,
            new.hall,
            new.kind.code(),
            new.name,
            folded,
            new.quantity,
            new.condition.code(),
            new.note
        ],
    )?;
    let detail = serde_json::json!({ "name": new.name });
    tx.record(Event::noted("halls.equipment_added", new.id, Some(new.unit)).with(detail))
}

/// Saves equipment over the version that was read; what the change replaces is kept. Kind and name stay.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn save_equipment(tx: &mut Tx<'_>, changed: &Equipment) -> Result<(), StoreError> {
    past::keep_equipment(tx, changed.id, changed.version)?;
    tx.run_one(
        "UPDATE equipment SET hall_id = $3, quantity = $4, state = $5, note = $6, version = version + 1
         WHERE id = $1 AND version = $2",
        params![changed.id, changed.version, changed.hall, changed.quantity, changed.condition.code(), changed.note],
    )?;
    let detail = serde_json::json!({ "name": changed.name, "state": changed.condition.code() });
    tx.record(Event::noted("halls.equipment_changed", changed.id, Some(changed.unit)).with(detail))
}
