//! Rows of `person_past` and `membership`: what a home was before, and memberships beside it.

use kernel::{Day, Event, PersonId, UnitId};
use platform::db::{Row, StoreError, Tx};
use platform::params;

use super::people::read_status;
use crate::domain::Person;
use crate::domain::membership::{Membership, PastHome};

/// Keeps what the home and the status were until this day; nothing when they never held.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn note_past(tx: &mut Tx<'_>, before: &Person, to: Day, reason: &str) -> Result<(), StoreError> {
    if before.since.is_some_and(|since| since >= to) {
        return Ok(());
    }
    tx.run(
        "INSERT INTO person_past (unit_id, person_id, member_status, from_day, to_day, reason)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (unit_id, person_id, to_day) DO NOTHING",
        params![before.home_unit, before.id, before.member_status.code(), before.since, to, reason],
    )?;
    Ok(())
}

/// What the person's home and status were, newest first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_past_homes(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<PastHome>, StoreError> {
    tx.list(
        "SELECT h.unit_id, u.name, h.member_status, h.from_day, h.to_day, h.reason FROM person_past h
         JOIN unit u ON u.id = h.unit_id WHERE h.person_id = $1 ORDER BY h.to_day DESC, h.from_day DESC",
        params![person],
        |row| {
            Ok(PastHome {
                unit: row.get(0)?,
                unit_name: row.get(1)?,
                status: read_status(&row.get::<String>(2)?)?,
                from: row.get(3)?,
                to: row.get(4)?,
                reason: row.get(5)?,
            })
        },
    )
}

fn read(row: &Row<'_>) -> Result<Membership, StoreError> {
    Ok(Membership {
        person: row.get(0)?,
        unit: row.get(1)?,
        unit_name: row.get(2)?,
        kind: read_status(&row.get::<String>(3)?)?,
        from: row.get(4)?,
        to: row.get(5)?,
        note: row.get(6)?,
    })
}

/// The person's memberships beside the home, past and present, newest first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_memberships(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Membership>, StoreError> {
    tx.list(
        "SELECT m.person_id, m.unit_id, u.name, m.kind, m.from_day, m.to_day, m.note FROM membership m
         JOIN unit u ON u.id = m.unit_id WHERE m.person_id = $1 ORDER BY m.from_day DESC, u.sort_key",
        params![person],
        read,
    )
}

/// The units in which the person takes part today beside the home.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_units_beside(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<UnitId>, StoreError> {
    let today = tx.today();
    tx.list(
        "SELECT unit_id FROM membership WHERE person_id = $1 AND from_day <= $2 AND (to_day IS NULL OR to_day > $2)",
        params![person, today],
        |row| row.get(0),
    )
}

/// Adds a membership. The rule has been asked.
///
/// # Errors
/// [`StoreError::Taken`] when the same one begins on the same day.
pub fn insert_membership(tx: &mut Tx<'_>, new: &Membership) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO membership (unit_id, person_id, kind, from_day, to_day, note) VALUES ($1, $2, $3, $4, $5, $6)",
        params![new.unit, new.person, new.kind.code(), new.from, new.to, new.note],
    )?;
    let detail = serde_json::json!({ "kind": new.kind.code(), "unit": new.unit_name, "from": new.from, "to": new.to });
    tx.record(Event::noted("people.membership_added", new.person, Some(new.unit)).with(detail))
}

/// Ends a membership: from this day on it holds no more.
///
/// # Errors
/// [`StoreError::Stale`] when it ended meanwhile.
pub fn end_membership(tx: &mut Tx<'_>, of: &Membership, on: Day) -> Result<(), StoreError> {
    tx.run_one(
        "UPDATE membership SET to_day = $5 WHERE unit_id = $1 AND person_id = $2 AND kind = $3 AND from_day = $4
         AND (to_day IS NULL OR to_day > $5)",
        params![of.unit, of.person, of.kind.code(), of.from, on],
    )?;
    let detail = serde_json::json!({ "kind": of.kind.code(), "unit": of.unit_name, "on": on });
    tx.record(Event::noted("people.membership_ended", of.person, Some(of.unit)).with(detail))
}

fn decision_of(tx: &mut Tx<'_>, change: &str) -> Result<String, StoreError> {
    let id = change.parse().map_err(|_| StoreError::NotFound)?;
    Ok(units::store::find_change(tx, id)?.decision)
}

// the units a change ended, each with the one that took its place
const HEIRS: &str = "unit_succession s WHERE s.change_id = $1 AND s.position = 0 AND s.heir_id IS NOT NULL";

/// Homes in units that a change ended go on in the units that took their place; what they were is kept.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn pass_homes(tx: &mut Tx<'_>, change: &str) -> Result<(), StoreError> {
    let reason = decision_of(tx, change)?;
    tx.run(
        "INSERT INTO person_past (unit_id, person_id, member_status, from_day, to_day, reason)
         SELECT p.home_unit_id, p.id, p.member_status, p.standing_from, s.on_day, CAST($2 AS TEXT)
         FROM unit_succession s JOIN person p ON p.home_unit_id = s.unit_id
         WHERE s.change_id = $1 AND s.position = 0 AND s.heir_id IS NOT NULL AND p.ended_on IS NULL
           AND (p.standing_from IS NULL OR p.standing_from < s.on_day)
         ON CONFLICT (unit_id, person_id, to_day) DO NOTHING",
        params![change, reason],
    )?;
    // joined, not looked up person by person: a change may end ten thousand units
    tx.run(
        &format!(
            "UPDATE person SET version = person.version + 1, standing_from = s.on_day, home_unit_id = s.heir_id
             FROM {HEIRS} AND s.unit_id = person.home_unit_id AND person.ended_on IS NULL"
        ),
        params![change],
    )?;
    Ok(())
}

/// Memberships in units that a change ended go on in the units that took their place; without one they end.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn pass_memberships(tx: &mut Tx<'_>, change: &str) -> Result<(), StoreError> {
    let note = decision_of(tx, change)?;
    tx.run(
        "INSERT INTO membership (unit_id, person_id, kind, from_day, to_day, note)
         SELECT DISTINCT s.heir_id, m.person_id, m.kind, s.on_day, m.to_day, CAST($2 AS TEXT)
         FROM unit_succession s JOIN membership m ON m.unit_id = s.unit_id
         WHERE s.change_id = $1 AND s.position = 0 AND s.heir_id IS NOT NULL
           AND (m.to_day IS NULL OR m.to_day > s.on_day)
           AND NOT EXISTS (SELECT 1 FROM membership o WHERE o.person_id = m.person_id AND o.unit_id = s.heir_id
               AND o.kind = m.kind AND (o.to_day IS NULL OR o.to_day > s.on_day))
         ON CONFLICT (unit_id, person_id, kind, from_day) DO NOTHING",
        params![change, note],
    )?;
    tx.run(
        "UPDATE membership SET to_day = s.on_day
         FROM (SELECT e.unit_id, MIN(e.on_day) AS on_day FROM unit_succession e WHERE e.change_id = $1 GROUP BY e.unit_id) s
         WHERE s.unit_id = membership.unit_id AND (membership.to_day IS NULL OR membership.to_day > s.on_day)",
        params![change],
    )?;
    Ok(())
}
