//! Who is to take a test and who has: by person, wherever they belonged when they handed in.

use std::collections::HashSet;

use kernel::{PersonId, UnitId};
use people::domain::{MemberStatus, Person};
use platform::db::{StoreError, Tx};
use platform::params;

use crate::domain::{Audience, Quiz};

/// Of the people who take part in exactly this unit: how many are to take the test, and how many have handed in.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn turnout(tx: &mut Tx<'_>, quiz: &Quiz, unit: UnitId) -> Result<(i64, i64), StoreError> {
    let people = list_asked(tx, quiz, unit)?;
    let asked = i64::try_from(people.len()).unwrap_or(i64::MAX);
    Ok((asked, people.iter().map(|(_, has_done)| i64::from(*has_done)).sum()))
}

/// The people of exactly this unit who are to take the test, in the order of names, and whether they have handed in.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_asked(tx: &mut Tx<'_>, quiz: &Quiz, unit: UnitId) -> Result<Vec<(Person, bool)>, StoreError> {
    let done: Vec<PersonId> = tx.list(
        "SELECT c.person_id FROM quiz_person c JOIN person p ON p.id = c.person_id
         WHERE c.quiz_id = $1 AND p.home_unit_id = $2",
        params![quiz.id, unit],
        |row| row.get(0),
    )?;
    let done: HashSet<PersonId> = done.into_iter().collect();
    let mut people = people::store::list_unit_people(tx, unit)?;
    // those who are exempt, or take part elsewhere for a time, may take it but are not waited for
    let is_waited_for = |status| matches!(status, MemberStatus::Official | MemberStatus::Probationary);
    people.retain(|person| quiz.plan.audience == Audience::Everybody || is_waited_for(person.member_status));
    let with_done = |person: Person| {
        let has_done = done.contains(&person.id);
        (person, has_done)
    };
    Ok(people.into_iter().map(with_done).collect())
}

/// Somebody of a branch who is to take a test.
#[derive(Debug, Clone)]
pub struct AskedRow {
    /// The unit.
    pub unit_name: String,
    /// The name.
    pub name: String,
    /// Has handed in.
    pub has_done: bool,
}

/// Everybody of a branch who is to take the test, unit by unit, by name.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_asked_in(tx: &mut Tx<'_>, quiz: &Quiz, root: UnitId) -> Result<Vec<AskedRow>, StoreError> {
    let asked = match quiz.plan.audience {
        Audience::Everybody => "",
        Audience::Members => "AND p.member_status IN ('official', 'probationary')",
    };
    let sql = format!(
        "SELECT u.name, p.full_name,
             EXISTS (SELECT 1 FROM quiz_person c WHERE c.quiz_id = $1 AND c.person_id = p.id)
         FROM person p JOIN unit_ancestor a ON a.unit_id = p.home_unit_id JOIN unit u ON u.id = p.home_unit_id
         WHERE a.ancestor_id = $2 AND p.ended_on IS NULL {asked}
         ORDER BY u.sort_key, u.id, p.sort_key, p.id"
    );
    tx.list(&sql, params![quiz.id, root], |row| {
        Ok(AskedRow { unit_name: row.get(0)?, name: row.get(1)?, has_done: row.get(2)? })
    })
}
