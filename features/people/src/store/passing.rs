//! Assignments to units that a change ends: the old one closes with the unit, a new one begins in the unit that took its place.

use std::collections::HashSet;

use kernel::{Day, PersonId, UnitId};
use platform::db::{StoreError, Tx};
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
    let open = list_open(tx, change)?;
    let mut passed: HashSet<(UnitId, PersonId, Option<AreaId>, UnitId)> = HashSet::new();
    for one in open {
        if one.from >= one.on {
            if let Some(heir) = one.heir {
                tx.run("UPDATE assignment SET covered_unit_id = $2 WHERE id = $1", params![one.id, heir])?;
            } else {
                tx.run("UPDATE assignment SET to_day = from_day WHERE id = $1", params![one.id])?;
            }
            continue;
        }
        tx.run("UPDATE assignment SET to_day = $2 WHERE id = $1", params![one.id, one.on])?;
        let Some(heir) = one.heir else { continue };
        if passed.insert((one.committee, one.person, one.area, heir)) && !is_held(tx, &one, heir)? {
            let id: AssignmentId = tx.new_id();
            tx.run(
                "INSERT INTO assignment (id, unit_id, person_id, area_id, covered_unit_id, from_day, to_day, decision)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                params![id, one.committee, one.person, one.area, heir, one.on, one.to, one.decision],
            )?;
        }
    }
    Ok(())
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

/// The person is assigned to the heir already.
fn is_held(tx: &mut Tx<'_>, open: &Open, heir: UnitId) -> Result<bool, StoreError> {
    let held: i64 = tx.scalar(
        "SELECT COUNT(*) FROM assignment o WHERE o.unit_id = $1 AND o.person_id = $2 AND o.covered_unit_id = $3
           AND COALESCE(o.area_id, '') = $4 AND o.from_day <= $5 AND (o.to_day IS NULL OR o.to_day > $5)",
        params![open.committee, open.person, heir, open.area.map(|area| area.to_string()).unwrap_or_default(), open.on],
    )?;
    Ok(held > 0)
}
