//! What changes after the announcement: people who joined since, people taken off the list, the day, the reviewer.

use std::collections::BTreeMap;

use kernel::{Day, Event, Instant, PersonId, UnitId};
use platform::db::{Row, StoreError, Tx};
use platform::params;

use super::calls::{ASKED_COLUMNS, ASKED_NOW, asked, post};
use crate::domain::{Call, CallId, Reflection, figure};

kernel::define_id!(
    /// A change that is told.
    ChangeId
);
platform::store_id!(ChangeId);

/// People who are on no list of the call `$2`.
const NOT_LISTED: &str = "NOT EXISTS (SELECT 1 FROM reflection o WHERE o.call_id = $2 AND o.person_id = p.id)
     AND NOT EXISTS (SELECT 1 FROM reflection_removed m WHERE m.call_id = $2 AND m.person_id = p.id)";

/// How many people of a branch would be asked today and are not, having joined since.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_joined(tx: &mut Tx<'_>, call: &Call, root: UnitId) -> Result<i64, StoreError> {
    tx.scalar(&format!("SELECT COUNT(*) {} AND {NOT_LISTED}", asked(call.audience)), params![root, call.id])
}

/// Asks the people of a branch who have joined since. How many they are.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn add_joined(tx: &mut Tx<'_>, call: &Call, root: UnitId) -> Result<i64, StoreError> {
    let today = tx.today();
    let sql = format!(
        "INSERT INTO reflection {ASKED_COLUMNS} SELECT $2, p.id, p.home_unit_id, {ASKED_NOW} {} AND {NOT_LISTED}
         RETURNING unit_id",
        asked(call.audience)
    );
    let mut added: BTreeMap<UnitId, i64> = BTreeMap::new();
    for unit in tx.list(&sql, params![root, call.id, today], |row| row.get::<UnitId>(0))? {
        *added.entry(unit).or_default() += 1;
    }
    let count = added.values().sum();
    for (unit, n) in added {
        post(tx, call.id, figure::DUE, unit, today, n);
    }
    let detail = serde_json::json!({ "people": count });
    tx.record(Event::noted("reflections.people_added", call.id, Some(root)).with(detail))?;
    Ok(count)
}

/// Somebody who was taken off the list.
#[derive(Debug, Clone)]
pub struct Removed {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// When.
    pub removed_on: Day,
    /// Why.
    pub reason: String,
}

fn read_removed(row: &Row<'_>) -> Result<Removed, StoreError> {
    Ok(Removed { person: row.get(0)?, name: row.get(1)?, removed_on: row.get(2)?, reason: row.get(3)? })
}

const REMOVED: &str = "SELECT m.person_id, p.full_name, m.removed_on, m.reason
     FROM reflection_removed m JOIN person p ON p.id = m.person_id WHERE m.call_id = $1
       AND NOT EXISTS (SELECT 1 FROM reflection o WHERE o.call_id = m.call_id AND o.person_id = m.person_id)";

/// Takes somebody who has not submitted off the list. What they had written stays theirs. The log says that it happened;
/// the reason stands with the row, which goes with the person's data.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn remove(tx: &mut Tx<'_>, of: &Reflection, reason: &str) -> Result<(), StoreError> {
    let today = tx.today();
    let gone = tx.lookup(
        "DELETE FROM reflection WHERE call_id = $1 AND person_id = $2 AND version = $3 AND submitted_on IS NULL
         RETURNING asked_on, is_counted",
        params![of.call, of.person, of.version],
        |row| Ok((row.get::<Day>(0)?, row.get::<bool>(1)?)),
    )?;
    let (asked_on, is_counted) = gone.ok_or(StoreError::Stale)?;
    tx.run(
        "INSERT INTO reflection_removed (call_id, person_id, unit_id, removed_on, reason, is_counted)
         VALUES ($1, $2, $3, $4, $5, $6)",
        params![of.call, of.person, of.unit, today, reason, is_counted],
    )?;
    if is_counted {
        post(tx, of.call, figure::DUE, of.unit, asked_on, -1);
    }
    tx.record(Event::noted("reflections.person_removed", format!("{}/{}", of.call, of.person), Some(of.unit)))
}

/// True when the call would ask this person today: of its branch and audience, and not gone.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn is_asked(tx: &mut Tx<'_>, call: &Call, person: PersonId) -> Result<bool, StoreError> {
    let sql = format!("SELECT 1 {} AND p.id = $2", asked(call.audience));
    Ok(tx.lookup(&sql, params![call.unit, person], |_| Ok(()))?.is_some())
}

/// Asks somebody again who was taken off the list of this unit, from today on and in the unit where they belong now.
///
/// # Errors
/// [`StoreError::NotFound`] when nobody was.
pub fn add_again(
    tx: &mut Tx<'_>,
    call: CallId,
    unit: UnitId,
    person: PersonId,
    home: UnitId,
) -> Result<(), StoreError> {
    let today = tx.today();
    let is_counted: bool = tx.find(
        "DELETE FROM reflection_removed WHERE call_id = $1 AND person_id = $2 AND unit_id = $3 RETURNING is_counted",
        params![call, person, unit],
        |row| row.get(0),
    )?;
    tx.run(
        "INSERT INTO reflection (call_id, person_id, unit_id, state, reviewer_person_id, secret, asked_on, submitted_on,
             passed_on, is_counted, version) VALUES ($1, $2, $3, 'due', NULL, '', $4, NULL, NULL, $5, 1)",
        params![call, person, home, today, is_counted],
    )?;
    if is_counted {
        post(tx, call, figure::DUE, home, today, 1);
    }
    tx.record(Event::noted("reflections.person_asked_again", format!("{call}/{person}"), Some(home)))
}

/// Who was taken off the list of exactly this unit, by name.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_removed(tx: &mut Tx<'_>, call: CallId, unit: UnitId) -> Result<Vec<Removed>, StoreError> {
    let sql = format!("{REMOVED} AND m.unit_id = $2 ORDER BY p.sort_key, p.id");
    tx.list(&sql, params![call, unit], read_removed)
}

/// When and why this person was taken off the list.
///
/// # Errors
/// [`StoreError::NotFound`] when they were not.
pub fn find_removed(tx: &mut Tx<'_>, call: CallId, person: PersonId) -> Result<Removed, StoreError> {
    tx.find(&format!("{REMOVED} AND m.person_id = $2"), params![call, person], read_removed)
}

/// A day that was moved.
#[derive(Debug, Clone)]
pub struct DueChange {
    /// The day before.
    pub before_on: Day,
    /// The day since.
    pub after_on: Day,
    /// Why.
    pub reason: String,
    /// When it was moved.
    pub changed_at: Instant,
}

/// Moves the day of a call, over the version that was read.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn move_due(tx: &mut Tx<'_>, call: &Call, to: Day, reason: &str) -> Result<(), StoreError> {
    tx.run_one(
        "UPDATE reflection_call SET due_on = $3, version = version + 1 WHERE id = $1 AND version = $2",
        params![call.id, call.version, to],
    )?;
    let (id, now): (ChangeId, Instant) = (tx.new_id(), tx.now());
    tx.run(
        "INSERT INTO reflection_due_change (id, call_id, before_on, after_on, reason, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
        params![id, call.id, call.due_on, to, reason, now],
    )?;
    let detail = serde_json::json!({ "from": call.due_on.to_string(), "to": to.to_string(), "reason": reason });
    tx.record(Event::noted("reflections.due_moved", call.id, Some(call.unit)).with(detail))
}

/// How the day of a call was moved, the latest first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_due_changes(tx: &mut Tx<'_>, call: CallId) -> Result<Vec<DueChange>, StoreError> {
    tx.list(
        "SELECT before_on, after_on, reason, changed_at FROM reflection_due_change WHERE call_id = $1
         ORDER BY changed_at DESC, id DESC",
        params![call],
        |row| {
            Ok(DueChange {
                before_on: row.get(0)?,
                after_on: row.get(1)?,
                reason: row.get(2)?,
                changed_at: row.get(3)?,
            })
        },
    )
}

/// Another reviewer of what was submitted.
#[derive(Debug, Clone)]
pub struct ReviewerChange {
    /// The call.
    pub call: CallId,
    /// What is asked.
    pub title: String,
    /// Who read it before; empty when nobody did.
    pub from: String,
    /// Who reads it since.
    pub to: String,
    /// Who gave it took it.
    pub is_self: bool,
    /// Why; empty when nobody's place was taken.
    pub reason: String,
    /// When.
    pub changed_at: Instant,
}

/// Keeps for the author that the reviewer changes from that of `before` to that of `after`.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert_reviewer_change(
    tx: &mut Tx<'_>,
    before: &Reflection,
    to: PersonId,
    is_self: bool,
    reason: &str,
) -> Result<(), StoreError> {
    let (id, now): (ChangeId, Instant) = (tx.new_id(), tx.now());
    tx.run(
        "INSERT INTO reflection_reviewer_change (id, call_id, person_id, from_person_id, to_person_id, is_self, reason,
             changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![id, before.call, before.person, before.reviewer, to, is_self, reason, now],
    )?;
    Ok(())
}

const CHANGED: &str =
    "SELECT h.call_id, c.title, COALESCE(f.full_name, ''), t.full_name, h.is_self, h.reason, h.changed_at
     FROM reflection_reviewer_change h JOIN reflection_call c ON c.id = h.call_id
     JOIN person t ON t.id = h.to_person_id LEFT JOIN person f ON f.id = h.from_person_id WHERE h.person_id = $1";

fn read_change(row: &Row<'_>) -> Result<ReviewerChange, StoreError> {
    Ok(ReviewerChange {
        call: row.get(0)?,
        title: row.get(1)?,
        from: row.get(2)?,
        to: row.get(3)?,
        is_self: row.get(4)?,
        reason: row.get(5)?,
        changed_at: row.get(6)?,
    })
}

/// How the reviewer of a person's reflection changed after it was submitted, the latest first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_reviewer_changes(
    tx: &mut Tx<'_>,
    call: CallId,
    person: PersonId,
) -> Result<Vec<ReviewerChange>, StoreError> {
    let sql = format!("{CHANGED} AND h.call_id = $2 ORDER BY h.changed_at DESC, h.id DESC");
    tx.list(&sql, params![person, call], read_change)
}

/// The latest changes of who reads what this person submitted, since then, one for each reflection.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_told_since(tx: &mut Tx<'_>, person: PersonId, since: Instant) -> Result<Vec<ReviewerChange>, StoreError> {
    let sql = format!("{CHANGED} AND h.changed_at >= $2 ORDER BY h.changed_at DESC, h.id DESC");
    let mut changes = tx.list(&sql, params![person, since], read_change)?;
    let mut seen = Vec::new();
    changes.retain(|change| {
        let is_first = !seen.contains(&change.call);
        seen.push(change.call);
        is_first
    });
    Ok(changes)
}
