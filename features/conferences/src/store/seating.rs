//! The hall and equipment of a point, and its seats.

use std::collections::HashMap;

use halls::domain::{Condition, Equipment, EquipmentId, Hall, HallId};
use kernel::{ConferenceId, DelegateId, Event, PointId, UnitId};
use platform::db::{StoreError, Tx};
use platform::params;

use crate::domain::seating::{Clash, Prepared, Seat, arrange};
use crate::domain::{Conference, Point};

/// The hall chosen for a point.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn lookup_hall(tx: &mut Tx<'_>, point: PointId) -> Result<Option<Hall>, StoreError> {
    let id: Option<HallId> =
        tx.lookup("SELECT hall_id FROM point_hall WHERE point_id = $1", params![point], |row| row.get(0))?;
    id.map(|id| halls::store::find_hall(tx, id)).transpose()
}

/// Chooses a hall for a point, or none; the seats of another hall are given up.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn choose_hall(tx: &mut Tx<'_>, point: &Point, hall: Option<HallId>) -> Result<(), StoreError> {
    let before = lookup_hall(tx, point.id)?.map(|hall| hall.id);
    if before != hall {
        tx.run("DELETE FROM seat WHERE point_id = $1", params![point.id])?;
    }
    tx.run("DELETE FROM point_hall WHERE point_id = $1", params![point.id])?;
    if let Some(hall) = hall {
        tx.run(
            "INSERT INTO point_hall (point_id, conference_id, hall_id) VALUES ($1, $2, $3)",
            params![point.id, point.conference, hall],
        )?;
    }
    tx.record(
        Event::noted("conferences.hall_chosen", point.id, Some(point.unit)).with(serde_json::json!({ "hall": hall })),
    )
}

/// The equipment chosen for a point besides what stands in its hall.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_chosen_equipment(tx: &mut Tx<'_>, point: PointId) -> Result<Vec<Equipment>, StoreError> {
    let ids: Vec<EquipmentId> = tx.list(
        "SELECT equipment_id FROM point_equipment WHERE point_id = $1 ORDER BY equipment_id",
        params![point],
        |row| row.get(0),
    )?;
    ids.into_iter().map(|id| halls::store::find_equipment(tx, id)).collect()
}

/// Chooses the equipment of a point, in place of what was chosen.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn choose_equipment(tx: &mut Tx<'_>, point: &Point, chosen: &[EquipmentId]) -> Result<(), StoreError> {
    tx.run("DELETE FROM point_equipment WHERE point_id = $1", params![point.id])?;
    for equipment in chosen {
        tx.run(
            "INSERT INTO point_equipment (point_id, equipment_id, conference_id) VALUES ($1, $2, $3)
             ON CONFLICT (point_id, equipment_id) DO NOTHING",
            params![point.id, equipment, point.conference],
        )?;
    }
    let detail = serde_json::json!({ "pieces": chosen.len() });
    tx.record(Event::noted("conferences.equipment_chosen", point.id, Some(point.unit)).with(detail))
}

/// What is known of the hall and the equipment of a point.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn prepared(tx: &mut Tx<'_>, conference: &Conference, point: &Point) -> Result<Prepared, StoreError> {
    let hall = lookup_hall(tx, point.id)?;
    let mut equipment = list_chosen_equipment(tx, point.id)?;
    let mut clashes = clashing_equipment(tx, conference, point)?;
    if let Some(hall) = &hall {
        equipment.extend(halls::store::list_equipment_in(tx, hall.id)?);
        clashes.extend(clashing_hall(tx, conference, point)?);
    }
    let (_, listed) = super::count_at_point(tx, conference.id, point.id)?;
    Ok(Prepared {
        people: if listed > 0 { listed } else { point.expected.unwrap_or(0) },
        hall: hall.map(|hall| (hall.name, hall.capacity, hall.in_use)),
        not_working: equipment.into_iter().filter(|e| e.condition != Condition::Working).map(|e| e.name).collect(),
        clashes,
    })
}

fn clashing_hall(tx: &mut Tx<'_>, conference: &Conference, point: &Point) -> Result<Vec<Clash>, StoreError> {
    clashing(
        tx,
        conference,
        point,
        "SELECT h.name, u.short_name, c.starts_at FROM point_hall m
         JOIN point_hall o ON o.hall_id = m.hall_id AND o.point_id <> m.point_id JOIN hall h ON h.id = m.hall_id",
    )
}

fn clashing_equipment(tx: &mut Tx<'_>, conference: &Conference, point: &Point) -> Result<Vec<Clash>, StoreError> {
    clashing(
        tx,
        conference,
        point,
        "SELECT h.name, u.short_name, c.starts_at FROM point_equipment m
         JOIN point_equipment o ON o.equipment_id = m.equipment_id AND o.point_id <> m.point_id
         JOIN equipment h ON h.id = m.equipment_id",
    )
}

fn clashing(tx: &mut Tx<'_>, conference: &Conference, point: &Point, select: &str) -> Result<Vec<Clash>, StoreError> {
    let sql = format!(
        "{select} JOIN conference c ON c.id = o.conference_id JOIN unit u ON u.id = c.unit_id
         WHERE m.point_id = $1 AND c.starts_at < $3 AND c.ends_at > $2 ORDER BY c.starts_at, c.id"
    );
    tx.list(&sql, params![point.id, conference.starts_at, conference.ends_at], |row| {
        Ok(Clash { what: row.get(0)?, organiser: row.get(1)?, starts_at: row.get(2)? })
    })
}

/// Draws up the seats of a point anew: guests in front, then unit by unit in the order of the tree, key officials before
/// members, by name. Returns how many were seated. The rule is asked by the caller.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn seat_everybody(tx: &mut Tx<'_>, point: &Point, hall: &Hall) -> Result<usize, StoreError> {
    let people: Vec<(UnitId, DelegateId)> = tx.list(
        "SELECT d.unit_id, d.id FROM delegate d JOIN unit u ON u.id = d.unit_id WHERE d.point_id = $1
         ORDER BY CASE WHEN d.kind = 'guest' THEN 0 ELSE 1 END, u.sort_key, u.id,
             CASE WHEN d.kind = 'official' THEN 0 ELSE 1 END, d.sort_key, d.id",
        params![point.id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    tx.run("DELETE FROM seat WHERE point_id = $1", params![point.id])?;
    let placed = arrange(&people, hall.rows, hall.row_seats);
    for (delegate, seat) in &placed {
        tx.run(
            "INSERT INTO seat (point_id, row_no, seat_no, delegate_id, conference_id) VALUES ($1, $2, $3, $4, $5)",
            params![point.id, seat.row, seat.number, delegate, point.conference],
        )?;
    }
    let detail = serde_json::json!({ "seated": placed.len() });
    tx.record(Event::noted("conferences.seats_drawn_up", point.id, Some(point.unit)).with(detail))?;
    Ok(placed.len())
}

/// A seat with who sits there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seated {
    /// The seat.
    pub seat: Seat,
    /// The delegate.
    pub delegate: DelegateId,
    /// The name.
    pub name: String,
    /// The unit.
    pub unit: UnitId,
    /// Its short name.
    pub unit_name: String,
}

/// Who sits where at a point, from the first row on.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_seated(tx: &mut Tx<'_>, point: PointId) -> Result<Vec<Seated>, StoreError> {
    tx.list(
        "SELECT s.row_no, s.seat_no, d.id, d.name, d.unit_id, u.short_name FROM seat s
         JOIN delegate d ON d.id = s.delegate_id JOIN unit u ON u.id = d.unit_id
         WHERE s.point_id = $1 ORDER BY s.row_no, s.seat_no",
        params![point],
        |row| {
            Ok(Seated {
                seat: Seat { row: row.get(0)?, number: row.get(1)? },
                delegate: row.get(2)?,
                name: row.get(3)?,
                unit: row.get(4)?,
                unit_name: row.get(5)?,
            })
        },
    )
}

/// The seats of a point by delegate.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn seats_of(tx: &mut Tx<'_>, point: PointId) -> Result<HashMap<DelegateId, Seat>, StoreError> {
    Ok(list_seated(tx, point)?.into_iter().map(|one| (one.delegate, one.seat)).collect())
}

/// The seat of one delegate.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn lookup_seat(tx: &mut Tx<'_>, delegate: DelegateId) -> Result<Option<Seat>, StoreError> {
    tx.lookup("SELECT row_no, seat_no FROM seat WHERE delegate_id = $1", params![delegate], |row| {
        Ok(Seat { row: row.get(0)?, number: row.get(1)? })
    })
}

/// Forgets everything that hangs on a point that is being removed: its hall, its seats, and what was noted there.
///
/// # Errors
/// [`StoreError::Driver`].
pub(super) fn forget_point(tx: &mut Tx<'_>, conference: ConferenceId, point: PointId) -> Result<(), StoreError> {
    let tables = ["point_hall", "point_equipment", "seat", "presence_answer", "presence_count", "line_fault"];
    for table in tables {
        let sql = format!("DELETE FROM {table} WHERE conference_id = $1 AND point_id = $2");
        tx.run(&sql, params![conference, point])?;
    }
    Ok(())
}
