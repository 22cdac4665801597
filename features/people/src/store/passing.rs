//! Assignments to units that a change ends: the old one closes with the unit, a new one begins in the unit that took its place.

use std::collections::HashSet;

use kernel::{Day, PersonId, UnitId};
use platform::db::{Param, StoreError, Tx, in_pieces, places, with_each};
use platform::params;

use crate::domain::responsibility::{AreaId, AssignmentId};

/// Which assignments to a unit are open when it ends, for counting before a planned change: those without an end, and those
/// whose end is to come after the day of the change.
pub const OPEN_ASSIGNMENTS: &str = "t.to_day IS NULL OR EXISTS (SELECT 1 FROM unit_succession p
     JOIN unit_change c ON c.id = p.change_id
     WHERE p.unit_id = t.covered_unit_id AND p.position = 0 AND c.state = 'planned' AND t.to_day > c.on_day)";

/// Which memberships are open when their unit ends.
pub const OPEN_MEMBERSHIPS: &str = "t.to_day IS NULL OR EXISTS (SELECT 1 FROM unit_succession p
     JOIN unit_change c ON c.id = p.change_id
     WHERE p.unit_id = t.unit_id AND p.position = 0 AND c.state = 'planned' AND t.to_day > c.on_day)";

struct Open {
    id: AssignmentId,
    committee: UnitId,
    person: PersonId,
    area: Option<AreaId>,
    from: Day,
    to: Option<Day>,
    decision: String,
    heir: Option<UnitId>,
    on: Day,
}

/// Assignments to units that a change ended: they close on its day, and new ones to the heirs begin on it with the end they
/// had; those that had not begun yet name the heir. Without an heir, or when the committee that assigned ends too, they close.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn pass_assignments(tx: &mut Tx<'_>, change: &str) -> Result<(), StoreError> {
    let (begun, to_come): (Vec<Open>, Vec<Open>) =
        list_open(tx, change)?.into_iter().partition(|one| one.from < one.on);
    // those that begin with the heir, or after, name it from the start
    for one in &to_come {
        if let Some(heir) = one.heir {
            tx.run("UPDATE assignment SET covered_unit_id = $2 WHERE id = $1", params![one.id, heir])?;
        } else {
            tx.run("UPDATE assignment SET to_day = from_day WHERE id = $1", params![one.id])?;
        }
    }
    let closed: Vec<AssignmentId> = begun.iter().map(|one| one.id).collect();
    for piece in in_pieces(&closed) {
        let sql = format!(
            "UPDATE assignment SET to_day = (SELECT s.on_day FROM unit_succession s
                 WHERE s.change_id = $1 AND s.position = 0 AND s.unit_id = assignment.covered_unit_id)
             WHERE id IN ({})",
            places(2, piece.len())
        );
        tx.run(&sql, &with_each(vec![&change as &dyn Param], piece))?;
    }
    let mut held = list_held(tx, change)?;
    let begins = |one: &Open| one.heir.filter(|heir| held.insert((one.committee, one.person, one.area, *heir)));
    let new: Vec<(AssignmentId, UnitId, Open)> = with_ids(tx, begun, begins);
    let mut rows: Vec<[&dyn Param; 8]> = Vec::with_capacity(new.len());
    for (id, heir, one) in &new {
        rows.push([id, &one.committee, &one.person, &one.area, heir, &one.on, &one.to, &one.decision]);
    }
    tx.insert_rows(
        "INSERT INTO assignment (id, unit_id, person_id, area_id, covered_unit_id, from_day, to_day, decision)",
        &rows,
        "",
    )
}

/// Those of the assignments that begin anew, each with a new id and its heir.
fn with_ids(
    tx: &mut Tx<'_>,
    closed: Vec<Open>,
    mut begins: impl FnMut(&Open) -> Option<UnitId>,
) -> Vec<(AssignmentId, UnitId, Open)> {
    closed.into_iter().filter_map(|one| begins(&one).map(|heir| (tx.new_id(), heir, one))).collect()
}

fn list_open(tx: &mut Tx<'_>, change: &str) -> Result<Vec<Open>, StoreError> {
    tx.list(
        "SELECT t.id, t.unit_id, t.person_id, t.area_id, t.from_day, t.to_day, t.decision, s.on_day,
             CASE WHEN u.ended_on IS NULL THEN s.heir_id END
         FROM unit_succession s JOIN assignment t ON t.covered_unit_id = s.unit_id JOIN unit u ON u.id = t.unit_id
         WHERE s.change_id = $1 AND s.position = 0 AND (t.to_day IS NULL OR t.to_day > s.on_day)
         ORDER BY t.to_day IS NOT NULL, t.to_day DESC, t.id",
        params![change],
        |row| {
            Ok(Open {
                id: row.get(0)?,
                committee: row.get(1)?,
                person: row.get(2)?,
                area: row.get(3)?,
                from: row.get(4)?,
                to: row.get(5)?,
                decision: row.get(6)?,
                on: row.get(7)?,
                heir: row.get(8)?,
            })
        },
    )
}

/// By whom, whose, for which field and to which unit.
type Held = (UnitId, PersonId, Option<AreaId>, UnitId);

/// Assignments to the heirs that hold on the day of the change.
fn list_held(tx: &mut Tx<'_>, change: &str) -> Result<HashSet<Held>, StoreError> {
    let held = tx.list(
        "SELECT o.unit_id, o.person_id, o.area_id, o.covered_unit_id
         FROM unit_succession s JOIN assignment o ON o.covered_unit_id = s.heir_id
         WHERE s.change_id = $1 AND s.position = 0 AND o.from_day <= s.on_day AND (o.to_day IS NULL OR o.to_day > s.on_day)",
        params![change],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )?;
    Ok(held.into_iter().collect())
}
