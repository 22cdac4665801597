//! Halls and equipment as they were on a past day. A save keeps the row it replaces, so a row of then is the first kept one
//! that ended after the day, else the row of today. Before the migration `20261208-halls-history` nothing was kept: of a row
//! changed before it, what stood after the last of those changes is shown for all days before, and [`count_untold`] counts
//! such rows. A row is there from the first event that tells of it; one of which no event tells has always been there.

use std::collections::HashMap;
use std::fmt::Display;

use kernel::{Day, Instant, UnitId};
use platform::db::{Param, StoreError, Tx, in_pieces, known_by_events_sql, places, with_each};
use platform::params;
use platform::web::Sort;

use super::{Asked, EQUIPMENT, HALL, HallRow, of_branches, order_by, read_equipment, read_hall};
use crate::domain::{Equipment, EquipmentId, Hall, HallId};

/// What to select halls from: the table, or in brackets its rows as they were at the end of a day.
pub(super) fn halls_sql(day: Option<Day>) -> String {
    let columns = ["name", "folded", "sort_key", "place", "capacity", "row_count", "row_seats", "in_use", "note"];
    rows_sql(Kept::Halls, "", &columns, day)
}

/// What to select equipment from, as [`halls_sql`].
pub(super) fn equipment_sql(day: Option<Day>) -> String {
    let stays = "t.kind, t.name, t.folded, CASE WHEN p.version IS NULL THEN t.hall_id ELSE p.hall_id END AS hall_id, ";
    rows_sql(Kept::Equipment, stays, &["quantity", "state", "note"], day)
}

/// The instant stands in the text as a number, so that the query of now needs no place for it.
fn rows_sql(of: Kept, stays: &str, changing: &[&str], day: Option<Day>) -> String {
    let table = of.table();
    let Some(day) = day else { return table.to_owned() };
    let until = Instant::after(day).0.to_string();
    let columns: Vec<String> = changing.iter().map(|name| format!("COALESCE(p.{name}, t.{name}) AS {name}")).collect();
    let known = known_by_events_sql("t.id", &until);
    format!(
        "(SELECT t.id, t.unit_id, {stays}{}, t.version FROM {table} t
          LEFT JOIN {table}_past p ON p.{table}_id = t.id AND p.version =
              (SELECT MIN(q.version) FROM {table}_past q WHERE q.{table}_id = t.id AND q.until_at >= {until})
          WHERE {known} OR NOT EXISTS (SELECT 1 FROM event e WHERE e.subject = t.id))",
        columns.join(", ")
    )
}

/// Keeps the row of a hall that a change over this version replaces.
pub(super) fn keep_hall(tx: &mut Tx<'_>, id: HallId, version: i64) -> Result<(), StoreError> {
    let now = tx.now();
    tx.run(
        "INSERT INTO hall_past (hall_id, version, until_at, name, folded, sort_key, place, capacity, row_count, row_seats,
             in_use, note)
         SELECT h.id, h.version, CAST($3 AS BIGINT), h.name, h.folded, h.sort_key, h.place, h.capacity, h.row_count,
             h.row_seats, h.in_use, h.note FROM hall h WHERE h.id = $1 AND h.version = $2",
        params![id, version, now],
    )?;
    Ok(())
}

/// Keeps what a change of equipment over this version replaces.
pub(super) fn keep_equipment(tx: &mut Tx<'_>, id: EquipmentId, version: i64) -> Result<(), StoreError> {
    let now = tx.now();
    tx.run(
        "INSERT INTO equipment_past (equipment_id, version, until_at, hall_id, quantity, state, note)
         SELECT t.id, t.version, CAST($3 AS BIGINT), t.hall_id, t.quantity, t.state, t.note
         FROM equipment t WHERE t.id = $1 AND t.version = $2",
        params![id, version, now],
    )?;
    Ok(())
}

/// The hall as it was at the end of a day; none when it had not been entered by then.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn lookup_hall_on(tx: &mut Tx<'_>, id: HallId, day: Day) -> Result<Option<Hall>, StoreError> {
    tx.lookup(&format!("SELECT {HALL} FROM {} h WHERE h.id = $1", halls_sql(Some(day))), params![id], read_hall)
}

/// The equipment that stood in a hall at the end of a day, as it was then, by kind and name.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_equipment_in_on(tx: &mut Tx<'_>, hall: HallId, day: Day) -> Result<Vec<Equipment>, StoreError> {
    let equipment = equipment_sql(Some(day));
    let sql = format!("SELECT {EQUIPMENT} FROM {equipment} e WHERE e.hall_id = $1 ORDER BY e.kind, e.folded, e.id");
    tx.list(&sql, params![hall], read_equipment)
}

/// As [`super::list_halls`], at the end of a day. By the unit they are sorted as it was called then.
pub(super) fn list_halls(
    tx: &mut Tx<'_>,
    (asked, day): (Asked<'_>, Day),
    sort: Sort<'_>,
    piece: (i64, i64),
) -> Result<Vec<HallRow>, StoreError> {
    let page = units::store::PageByOwner::new(sort, piece);
    let (from, most) = page.to_read();
    let sql = format!(
        "SELECT {HALL} FROM {} h WHERE {} ORDER BY {}, h.id LIMIT {most} OFFSET {from}",
        halls_sql(Some(day)),
        of_branches("h", asked.roots.len()),
        if sort.key == "unit" { "h.sort_key".to_owned() } else { order_by(sort) }
    );
    let halls = tx.list(&sql, &with_each(vec![&asked.like], asked.roots), read_hall)?;
    let names = names_on(tx, halls.iter().map(|hall| (hall.id, hall.unit)), day)?;
    let named = halls.into_iter().zip(names);
    let rows = named.map(|(hall, unit_name)| HallRow { hall, unit_name, equipment: 0, out_of_order: 0 }).collect();
    let mut rows = page.of(rows, |row: &HallRow| &row.unit_name);
    count_equipment_in(tx, &mut rows, day)?;
    Ok(rows)
}

/// The pieces of equipment that stood in these halls, and of them those that did not work.
fn count_equipment_in(tx: &mut Tx<'_>, rows: &mut [HallRow], day: Day) -> Result<(), StoreError> {
    let equipment = equipment_sql(Some(day));
    let ids: Vec<HallId> = rows.iter().map(|row| row.hall.id).collect();
    let mut counts: HashMap<HallId, (i64, i64)> = HashMap::new();
    for piece in in_pieces(&ids) {
        let sql = format!(
            "SELECT e.hall_id, COUNT(*), CAST(SUM(CASE WHEN e.state <> 'working' THEN 1 ELSE 0 END) AS BIGINT)
             FROM {equipment} e WHERE e.hall_id IN ({}) GROUP BY e.hall_id",
            places(1, piece.len())
        );
        tx.each(&sql, &with_each(Vec::new(), piece), |row| {
            counts.insert(row.get(0)?, (row.get(1)?, row.get(2)?));
            Ok(())
        })?;
    }
    for row in rows {
        (row.equipment, row.out_of_order) = counts.get(&row.hall.id).copied().unwrap_or_default();
    }
    Ok(())
}

/// The units to which rows belonged, as they were called: they pass to the heir of a unit that ended.
pub(super) fn names_on<I: Display>(
    tx: &mut Tx<'_>,
    rows: impl Iterator<Item = (I, UnitId)>,
    day: Day,
) -> Result<Vec<String>, StoreError> {
    units::store::names_of_owners_on(tx, rows.map(|(id, unit)| (id.to_string(), unit)), day)
}

/// The unit to which a hall belonged at the end of a day, as it was called then.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn owner_name_on(tx: &mut Tx<'_>, hall: &Hall, day: Day) -> Result<String, StoreError> {
    Ok(names_on(tx, std::iter::once((hall.id, hall.unit)), day)?.pop().unwrap_or_default())
}

/// What keeps a history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// Halls.
    Halls,
    /// Equipment.
    Equipment,
}

impl Kept {
    fn table(self) -> &'static str {
        match self {
            Kept::Halls => "hall",
            Kept::Equipment => "equipment",
        }
    }
}

/// Of these rows, how many were changed after the day at a time when what a change replaced was not kept yet: of them what
/// stood after those changes is shown.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_untold<I: Param>(tx: &mut Tx<'_>, of: Kept, ids: &[I], day: Day) -> Result<i64, StoreError> {
    let (until, table) = (Instant::after(day), of.table());
    let mut untold = 0;
    for piece in in_pieces(ids) {
        let sql = format!(
            "SELECT COUNT(*) FROM {table} t WHERE t.id IN ({}) AND EXISTS
                 (SELECT 1 FROM event e WHERE e.subject = t.id AND e.name = 'halls.{table}_changed' AND e.at >= $1
                      AND e.at < COALESCE((SELECT MIN(p.until_at) FROM {table}_past p WHERE p.{table}_id = t.id),
                          9223372036854775807))",
            places(2, piece.len())
        );
        untold += tx.scalar::<i64>(&sql, &with_each(vec![&until], piece))?;
    }
    Ok(untold)
}
