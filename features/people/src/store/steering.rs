//! Rows of `steering_committee` and `steering_member`.

use kernel::{Day, Event, PersonId, UnitId};
use platform::db::{Row, StoreError, Tx};
use platform::params;

use crate::domain::responsibility::{SteeringCommittee, SteeringId, SteeringMember, SteeringMemberId};

const COLUMNS: &str = "id, unit_id, name, purpose, decision, from_day, to_day, version";

fn read(row: &Row<'_>) -> Result<SteeringCommittee, StoreError> {
    Ok(SteeringCommittee {
        id: row.get(0)?,
        unit: row.get(1)?,
        name: row.get(2)?,
        purpose: row.get(3)?,
        decision: row.get(4)?,
        from: row.get(5)?,
        to: row.get(6)?,
        version: row.get(7)?,
    })
}

/// The steering committee with this id.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_steering(tx: &mut Tx<'_>, id: SteeringId) -> Result<SteeringCommittee, StoreError> {
    tx.find(&format!("SELECT {COLUMNS} FROM steering_committee WHERE id = $1"), params![id], read)
}

/// The steering committees of a unit, those whose term is over too, by name.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_steering(tx: &mut Tx<'_>, unit: UnitId) -> Result<Vec<SteeringCommittee>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM steering_committee WHERE unit_id = $1 ORDER BY sort_key, from_day, id");
    tx.list(&sql, params![unit], read)
}

/// Sets a steering committee up; the id of the value is not used.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert_steering(tx: &mut Tx<'_>, new: &SteeringCommittee) -> Result<SteeringId, StoreError> {
    let id: SteeringId = tx.new_id();
    tx.run(
        "INSERT INTO steering_committee (id, unit_id, name, sort_key, purpose, decision, from_day, to_day, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1)",
        params![
            id,
            new.unit,
            new.name,
            vietnamese::collation_key(&new.name),
            new.purpose,
            new.decision,
            new.from,
            new.to
        ],
    )?;
    let detail = serde_json::json!({ "name": new.name, "decision": new.decision, "from": new.from, "to": new.to });
    tx.record(Event::noted("steering.founded", id, Some(new.unit)).with(detail))?;
    Ok(id)
}

/// Keeps what changed of a steering committee.
///
/// # Errors
/// [`StoreError::Stale`] when somebody changed it meanwhile.
pub fn save_steering(tx: &mut Tx<'_>, of: &SteeringCommittee) -> Result<(), StoreError> {
    tx.run_one(
        "UPDATE steering_committee SET name = $3, sort_key = $4, purpose = $5, decision = $6, from_day = $7, to_day = $8,
         version = version + 1 WHERE id = $1 AND version = $2",
        params![
            of.id,
            of.version,
            of.name,
            vietnamese::collation_key(&of.name),
            of.purpose,
            of.decision,
            of.from,
            of.to
        ],
    )?;
    let detail = serde_json::json!({ "name": of.name, "decision": of.decision, "from": of.from, "to": of.to });
    tx.record(Event::noted("steering.changed", of.id, Some(of.unit)).with(detail))
}

const MEMBERS: &str =
    "SELECT m.id, m.committee_id, c.name, m.person_id, p.full_name, p.post, m.role, m.task, m.from_day,
     COALESCE(m.to_day, c.to_day) FROM steering_member m JOIN steering_committee c ON c.id = m.committee_id
     JOIN person p ON p.id = m.person_id";
const IN_ORDER: &str = "CASE m.role WHEN 'head' THEN 0 WHEN 'standing_deputy' THEN 1 WHEN 'deputy' THEN 2
     WHEN 'member' THEN 3 ELSE 4 END, p.sort_key, m.id";

fn read_member(row: &Row<'_>) -> Result<SteeringMember, StoreError> {
    let role: String = row.get(6)?;
    Ok(SteeringMember {
        id: row.get(0)?,
        committee: row.get(1)?,
        committee_name: row.get(2)?,
        person: row.get(3)?,
        name: row.get(4)?,
        post: row.get(5)?,
        role: role.parse().map_err(|e| StoreError::corrupt("steering_member", format!("{e}")))?,
        task: row.get(7)?,
        from: row.get(8)?,
        to: row.get(9)?,
    })
}

/// The member with this id. Without an end of its own a seat ends with the committee's term.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_steering_member(tx: &mut Tx<'_>, id: SteeringMemberId) -> Result<SteeringMember, StoreError> {
    tx.find(&format!("{MEMBERS} WHERE m.id = $1"), params![id], read_member)
}

/// The members of a steering committee, past and present: the head first, then by role and name.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_steering_members(tx: &mut Tx<'_>, of: SteeringId) -> Result<Vec<SteeringMember>, StoreError> {
    tx.list(&format!("{MEMBERS} WHERE m.committee_id = $1 ORDER BY {IN_ORDER}"), params![of], read_member)
}

/// The seats a person has or had, newest first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_seats_of(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<SteeringMember>, StoreError> {
    tx.list(
        &format!("{MEMBERS} WHERE m.person_id = $1 ORDER BY m.from_day DESC, {IN_ORDER}"),
        params![person],
        read_member,
    )
}

/// Seats a member; the rule has been asked.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert_steering_member(
    tx: &mut Tx<'_>,
    new: &SteeringMember,
    unit: UnitId,
) -> Result<SteeringMemberId, StoreError> {
    let id: SteeringMemberId = tx.new_id();
    tx.run(
        "INSERT INTO steering_member (id, committee_id, person_id, role, task, from_day, to_day)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![id, new.committee, new.person, new.role.code(), new.task, new.from, new.to],
    )?;
    let detail = serde_json::json!({ "person": new.person, "role": new.role.code(), "from": new.from });
    tx.record(Event::noted("steering.member_seated", new.committee, Some(unit)).with(detail))?;
    Ok(id)
}

/// Ends a seat: from this day on it is empty.
///
/// # Errors
/// [`StoreError::Stale`] when it ended meanwhile.
pub fn end_seat(tx: &mut Tx<'_>, of: &SteeringMember, unit: UnitId, on: Day) -> Result<(), StoreError> {
    let sql = "UPDATE steering_member SET to_day = $2 WHERE id = $1 AND (to_day IS NULL OR to_day > $2)";
    tx.run_one(sql, params![of.id, on])?;
    let detail = serde_json::json!({ "person": of.person, "on": on });
    tx.record(Event::noted("steering.member_left", of.committee, Some(unit)).with(detail))
}
