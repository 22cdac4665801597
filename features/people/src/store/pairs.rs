//! Rows of `person_pair`: records that may be one person, and what was decided of them.

use kernel::{PersonId, UnitId};
use platform::db::{StoreError, Tx, places, with_each};
use platform::params;

use super::people::{COLUMNS, WIDTH, read};
use crate::domain::Person;
use crate::domain::merge::{Pair, PairReason};

/// Decided: they are two people.
pub(crate) const DIFFERENT: &str = "different";
const OPEN: &str = "open";
const MERGED: &str = "merged";

fn in_order(one: PersonId, other: PersonId) -> (PersonId, PersonId) {
    if one < other { (one, other) } else { (other, one) }
}

/// Notes that two records may be one person. What was decided of them is not asked again.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn note_pair(tx: &mut Tx<'_>, one: PersonId, other: PersonId, reason: PairReason) -> Result<(), StoreError> {
    let ((first, second), now) = (in_order(one, other), tx.now());
    tx.run(
        "INSERT INTO person_pair (first_person_id, second_person_id, reason, found_at, decision, decided_at, decided_by)
         VALUES ($1, $2, $3, $4, $5, NULL, NULL) ON CONFLICT (first_person_id, second_person_id) DO NOTHING",
        params![first, second, reason.code(), now, OPEN],
    )?;
    Ok(())
}

/// Keeps what was decided of two records.
///
/// # Errors
/// [`StoreError::Driver`].
pub(crate) fn decide(tx: &mut Tx<'_>, one: PersonId, other: PersonId, decision: &str) -> Result<(), StoreError> {
    let ((first, second), now, by) = (in_order(one, other), tx.now(), tx.actor());
    tx.run(
        "INSERT INTO person_pair (first_person_id, second_person_id, reason, found_at, decision, decided_at, decided_by)
         VALUES ($1, $2, $3, $4, $5, $4, $6) ON CONFLICT (first_person_id, second_person_id)
         DO UPDATE SET decision = excluded.decision, decided_at = excluded.decided_at, decided_by = excluded.decided_by",
        params![first, second, PairReason::NameAndBirthDay.code(), now, decision, by],
    )?;
    Ok(())
}

/// Remembers that two records are two people: they are not asked about again.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn note_different(tx: &mut Tx<'_>, one: PersonId, other: PersonId) -> Result<(), StoreError> {
    decide(tx, one, other, DIFFERENT)
}

pub(super) fn note_merged(tx: &mut Tx<'_>, kept: PersonId, merged: PersonId) -> Result<(), StoreError> {
    decide(tx, kept, merged, MERGED)
}

const STANDING: &str = "a.merged_into_person_id IS NULL AND b.merged_into_person_id IS NULL
     AND a.erased_at IS NULL AND b.erased_at IS NULL";

/// Looks through everybody for records that may be one person: the same name and birth day; the same name in the same unit
/// with the birth day of one unknown; the same telephone with the same name or birth day. Gives the number of pairs not seen
/// before.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn find_pairs(tx: &mut Tx<'_>) -> Result<u64, StoreError> {
    let now = tx.now();
    let mut found = 0;
    for (reason, condition) in [
        (PairReason::NameAndBirthDay, "b.sort_key = a.sort_key AND b.birth_day = a.birth_day"),
        (
            PairReason::NameAndUnit,
            "b.home_unit_id = a.home_unit_id AND b.sort_key = a.sort_key AND (a.birth_day IS NULL OR b.birth_day IS NULL)",
        ),
        (PairReason::NameAndPhone, "a.phone <> '' AND b.phone <> '' AND b.phone = a.phone AND b.sort_key = a.sort_key"),
        (
            PairReason::PhoneAndBirthDay,
            "a.phone <> '' AND b.phone <> '' AND b.phone = a.phone AND b.birth_day = a.birth_day",
        ),
    ] {
        found += tx.run(
            &format!(
                "INSERT INTO person_pair (first_person_id, second_person_id, reason, found_at, decision, decided_at,
                     decided_by)
                 SELECT a.id, b.id, CAST($1 AS TEXT), CAST($2 AS BIGINT), '{OPEN}', NULL, NULL FROM person a JOIN person b ON {condition} AND a.id < b.id
                 WHERE {STANDING} ON CONFLICT (first_person_id, second_person_id) DO NOTHING"
            ),
            params![reason.code(), now],
        )?;
    }
    Ok(found)
}

// both records stand, and both homes lie in the branches
fn open_in(roots: usize, first: usize) -> String {
    let within = |person: &str| {
        format!(
            "EXISTS (SELECT 1 FROM unit_ancestor x WHERE x.unit_id = {person}.home_unit_id AND x.ancestor_id IN ({}))",
            places(first, roots)
        )
    };
    format!("q.decision = '{OPEN}' AND {STANDING} AND {} AND {}", within("a"), within("b"))
}

const JOINS: &str =
    "person_pair q JOIN person a ON a.id = q.first_person_id JOIN person b ON b.id = q.second_person_id";

/// How many pairs wait for a decision in these branches.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_pairs(tx: &mut Tx<'_>, roots: &[UnitId]) -> Result<i64, StoreError> {
    if roots.is_empty() {
        return Ok(0);
    }
    let sql = format!("SELECT COUNT(*) FROM {JOINS} WHERE {}", open_in(roots.len(), 1));
    tx.scalar(&sql, &with_each(Vec::new(), roots))
}

/// A page of the pairs that wait for a decision in these branches, by name.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_pairs(tx: &mut Tx<'_>, roots: &[UnitId], limit: i64, offset: i64) -> Result<Vec<Pair>, StoreError> {
    if roots.is_empty() {
        return Ok(Vec::new());
    }
    let columns = |alias: &str| COLUMNS.replace("p.", &format!("{alias}."));
    let sql = format!(
        "SELECT {}, {}, q.reason FROM {JOINS} WHERE {} ORDER BY a.sort_key, a.id, b.id LIMIT $1 OFFSET $2",
        columns("a"),
        columns("b"),
        open_in(roots.len(), 3)
    );
    tx.list(&sql, &with_each(vec![&limit, &offset], roots), |row| {
        let reason: String = row.get(2 * WIDTH)?;
        Ok(Pair {
            first: read(row)?,
            second: super::people::read_at(row, WIDTH)?,
            reason: reason.parse().map_err(|e| StoreError::corrupt("person_pair", format!("{e}")))?,
        })
    })
}

/// The people a list of same names leaves: those not decided to be others than this one.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn undecided(tx: &mut Tx<'_>, person: PersonId, others: Vec<Person>) -> Result<Vec<Person>, StoreError> {
    let mut left = Vec::new();
    for other in others {
        let (first, second) = in_order(person, other.id);
        let sql = "SELECT 1 FROM person_pair WHERE first_person_id = $1 AND second_person_id = $2 AND decision = $3";
        if tx.lookup(sql, params![first, second, DIFFERENT], |_| Ok(()))?.is_none() {
            left.push(other);
        }
    }
    Ok(left)
}
