//! Who has opened what. A reader's row is for the reader and for counting once; pages show numbers of units only.

use kernel::{Day, PersonId, UnitId};
use platform::db::{Param, StoreError, Tx, places, with_each};
use platform::params;
use rollouts::domain::Audience;

use super::counts::{Added, add};
use super::sets::{COLUMNS, read};
use crate::domain::{MaterialId, Set};

/// A reader whom the set is for, at home in a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// The person.
    pub person: PersonId,
    /// The home unit.
    pub unit: UnitId,
}

/// The newest edition this person has opened, if any.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn lookup_opening(tx: &mut Tx<'_>, set: MaterialId, person: PersonId) -> Result<Option<i64>, StoreError> {
    let sql = "SELECT edition FROM material_opening WHERE set_id = $1 AND person_id = $2";
    tx.lookup(sql, params![set, person], |row| row.get(0))
}

/// Notes that somebody of the audience opened the edition readers see: counted the first time, later the newer edition only.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn note_opening(tx: &mut Tx<'_>, set: &Set, reading: Reading) -> Result<(), StoreError> {
    let today = tx.today();
    let is_new = tx.run(
        "INSERT INTO material_opening (set_id, person_id, unit_id, opened_on, edition, is_counted)
         VALUES ($1, $2, $3, $4, $5, TRUE) ON CONFLICT (set_id, person_id) DO NOTHING",
        params![set.id, reading.person, reading.unit, today, set.edition],
    )? == 1;
    if is_new {
        return add(tx, set.id, reading.unit, Added { opened: 1, paper: 0 });
    }
    tx.run(
        "UPDATE material_opening SET edition = $3 WHERE set_id = $1 AND person_id = $2 AND edition < $3",
        params![set.id, reading.person, set.edition],
    )?;
    Ok(())
}

/// How many readers of a branch have an edition as their newest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EditionCount {
    /// The edition.
    pub edition: i64,
    /// Readers.
    pub readers: i64,
}

/// Readers of a branch by the newest edition each has opened, the newest edition first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_edition_counts(tx: &mut Tx<'_>, set: MaterialId, root: UnitId) -> Result<Vec<EditionCount>, StoreError> {
    tx.list(
        "SELECT o.edition, COUNT(*) FROM material_opening o JOIN unit_ancestor a ON a.unit_id = o.unit_id
         WHERE o.set_id = $1 AND a.ancestor_id = $2 AND o.is_counted GROUP BY o.edition ORDER BY o.edition DESC",
        params![set, root],
        |row| Ok(EditionCount { edition: row.get(0)?, readers: row.get(1)? }),
    )
}

/// The published sets for one of these audiences that reach the reader's unit and whose newest edition the reader has not
/// opened, the newest first.
///
/// # Errors
/// [`StoreError::Corrupt`].
pub fn list_unread(
    tx: &mut Tx<'_>,
    reader: Reading,
    audiences: &[Audience],
    since: Day,
    limit: i64,
) -> Result<Vec<Set>, StoreError> {
    let Reading { person, unit } = reader;
    // where only members are counted nobody else's opening is kept
    let is_member = audiences.contains(&Audience::Members);
    let codes: Vec<&str> = audiences.iter().map(|one| one.code()).collect();
    let sql = format!(
        "SELECT {COLUMNS} FROM material_set s WHERE s.state = 'published' AND s.published_on >= $2
           AND s.unit_id IN (SELECT a.ancestor_id FROM unit_ancestor a WHERE a.unit_id = $4)
           AND s.audience IN ({}) AND (CAST($5 AS BOOLEAN) OR NOT s.measures_members) AND NOT EXISTS (SELECT 1 FROM material_opening o
               WHERE o.set_id = s.id AND o.person_id = $1 AND o.edition = s.edition)
         ORDER BY s.published_on DESC, s.id DESC LIMIT $3",
        places(6, codes.len())
    );
    let all: Vec<&dyn Param> = with_each(vec![&person, &since, &limit, &unit, &is_member], &codes);
    tx.list(&sql, &all, read)
}
