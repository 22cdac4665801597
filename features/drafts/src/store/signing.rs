//! The data of signing: which position signs for which body, and who may sign by order.

use kernel::{Day, Event, UnitId};
use platform::db::{StoreError, Tx};
use platform::params;

use super::word;
use crate::domain::{Delegation, SigningRule};

kernel::define_id!(
    /// A delegation to sign by order.
    DelegationId,
);

/// The rules on signing that hold on a day: of each body, capacity and position the latest begun.
///
/// # Errors
/// [`StoreError::Corrupt`] when a row cannot be read.
pub fn list_rules(tx: &mut Tx<'_>, day: Day) -> Result<Vec<SigningRule>, StoreError> {
    tx.list(
        "SELECT r.body, r.capacity, r.position, r.regulation, r.starts_on, r.may FROM draft_signing_rule r
         WHERE r.starts_on = (SELECT MAX(o.starts_on) FROM draft_signing_rule o WHERE o.body = r.body
             AND o.capacity = r.capacity AND o.position = r.position AND o.starts_on <= $1)
         ORDER BY r.body, r.capacity, r.position",
        params![day],
        |row| {
            Ok(SigningRule {
                body: word("draft_signing_rule", &row.get::<String>(0)?)?,
                capacity: word("draft_signing_rule", &row.get::<String>(1)?)?,
                position: word("draft_signing_rule", &row.get::<String>(2)?)?,
                regulation: row.get(3)?,
                starts_on: row.get(4)?,
                may: row.get(5)?,
            })
        },
    )
}

/// Enters a rule on signing; on the day of one that is there it replaces it.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert_rule(tx: &mut Tx<'_>, rule: &SigningRule) -> Result<(), StoreError> {
    let SigningRule { body, capacity, position, regulation, starts_on, may } = rule;
    tx.run(
        "INSERT INTO draft_signing_rule (body, capacity, position, starts_on, regulation, may)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (body, capacity, position, starts_on)
         DO UPDATE SET regulation = EXCLUDED.regulation, may = EXCLUDED.may",
        params![body.code(), capacity.code(), position.code(), starts_on, regulation, may],
    )?;
    let detail = serde_json::json!({ "body": body.code(), "capacity": capacity.code(), "position": position.code(),
        "may": may, "regulation": regulation, "from": starts_on.to_string() });
    tx.record(Event::noted("drafts.signing_rule_set", body.code(), None).with(detail))
}

/// The delegations of a unit, latest first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_delegations(tx: &mut Tx<'_>, unit: UnitId) -> Result<Vec<(DelegationId, Delegation)>, StoreError> {
    tx.list(
        "SELECT id, position, types, ground, starts_on, ends_on FROM draft_delegation WHERE unit_id = $1
         ORDER BY starts_on DESC, id DESC",
        params![unit],
        |row| {
            let types: String = row.get(2)?;
            let delegation = Delegation {
                position: row.get(1)?,
                types: types.split_whitespace().map(str::to_owned).collect(),
                ground: row.get(3)?,
                starts_on: row.get(4)?,
                ends_on: row.get(5)?,
            };
            Ok((row.get(0)?, delegation))
        },
    )
}

/// Enters a delegation of a unit.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert_delegation(tx: &mut Tx<'_>, unit: UnitId, new: &Delegation) -> Result<DelegationId, StoreError> {
    let id: DelegationId = tx.new_id();
    tx.run(
        "INSERT INTO draft_delegation (id, unit_id, position, types, ground, starts_on, ends_on)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![id, unit, new.position, new.types.join(" "), new.ground, new.starts_on, new.ends_on],
    )?;
    let detail = serde_json::json!({ "position": new.position, "ground": new.ground });
    tx.record(Event::noted("drafts.delegated", id, Some(unit)).with(detail))?;
    Ok(id)
}

/// Ends a delegation of a unit with this day.
///
/// # Errors
/// [`StoreError::Stale`] when it has ended or is not the unit's.
pub fn end_delegation(tx: &mut Tx<'_>, unit: UnitId, id: DelegationId, on: Day) -> Result<(), StoreError> {
    tx.run_one(
        "UPDATE draft_delegation SET ends_on = $3 WHERE id = $1 AND unit_id = $2 AND (ends_on IS NULL OR ends_on > $3)",
        params![id, unit, on],
    )?;
    tx.record(Event::noted("drafts.delegation_ended", id, Some(unit)))
}
