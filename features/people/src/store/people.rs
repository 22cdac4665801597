//! Rows of `person`.

use kernel::{Day, Instant, PersonId, UnitId};
use platform::db::{Row, StoreError, Tx, places, with_each};
use platform::params;

use crate::domain::{Gender, MemberStatus, NewPerson, Person};

pub(super) const COLUMNS: &str =
    "p.id, p.external_id, p.full_name, p.birth_day, p.gender, p.home_unit_id, p.member_status,
     p.joined_on, p.post, p.phone, p.is_key_official, p.ended_on, p.version, p.standing_from,
     p.merged_into_person_id, p.erased_at IS NOT NULL";

/// How many columns [`COLUMNS`] names: where those of a join begin.
pub(super) const WIDTH: usize = 16;

pub(crate) fn read_status(text: &str) -> Result<MemberStatus, StoreError> {
    text.parse().map_err(|e| StoreError::corrupt("person", format!("{e}")))
}

pub(crate) fn read_gender(text: &str) -> Result<Option<Gender>, StoreError> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|e| StoreError::corrupt("person", format!("{e}")))
}

pub(super) fn read(row: &Row<'_>) -> Result<Person, StoreError> {
    read_at(row, 0)
}

/// A person whose columns begin at this position.
pub(super) fn read_at(row: &Row<'_>, at: usize) -> Result<Person, StoreError> {
    Ok(Person {
        id: row.get(at)?,
        known: NewPerson {
            external_id: row.get(at + 1)?,
            full_name: row.get(at + 2)?,
            birth_day: row.get(at + 3)?,
            gender: read_gender(&row.get::<String>(at + 4)?)?,
            home_unit: row.get(at + 5)?,
            member_status: read_status(&row.get::<String>(at + 6)?)?,
            joined_on: row.get(at + 7)?,
            post: row.get(at + 8)?,
            phone: row.get(at + 9)?,
            is_key_official: row.get(at + 10)?,
        },
        ended_on: row.get(at + 11)?,
        version: row.get(at + 12)?,
        since: row.get(at + 13)?,
        merged_into: row.get(at + 14)?,
        is_erased: row.get(at + 15)?,
    })
}

/// What a search finds a person by: the name and the external id, folded.
pub(crate) fn folded(person: &NewPerson) -> String {
    let mut text = vietnamese::fold(&person.full_name);
    if let Some(id) = &person.external_id {
        vietnamese::fold_into(id, &mut text);
    }
    text
}

/// The person with this id.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_person(tx: &mut Tx<'_>, id: PersonId) -> Result<Person, StoreError> {
    tx.find(&format!("SELECT {COLUMNS} FROM person p WHERE p.id = $1"), params![id], read)
}

/// The person with this number in the member database.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn lookup_person_by_external_id(tx: &mut Tx<'_>, external_id: &str) -> Result<Option<Person>, StoreError> {
    tx.lookup(&format!("SELECT {COLUMNS} FROM person p WHERE p.external_id = $1"), params![external_id], read)
}

/// The person without an external id who has this name (as a sort key), birth day and home unit.
///
/// # Errors
/// [`StoreError::Driver`].
pub(crate) fn lookup_person_without_id(
    tx: &mut Tx<'_>,
    sort_key: &str,
    birth_day: Option<Day>,
    unit: UnitId,
) -> Result<Option<Person>, StoreError> {
    let birth_day = birth_day.map(|day| day.to_string()).unwrap_or_default();
    tx.lookup(
        &format!(
            "SELECT {COLUMNS} FROM person p WHERE p.sort_key = $1 AND p.home_unit_id = $2 AND p.external_id IS NULL
             AND COALESCE(p.birth_day, '') = $3 ORDER BY p.id"
        ),
        params![sort_key, unit, birth_day],
        read,
    )
}

/// The person with an external id who has this name (as a sort key), birth day and home unit; none when several have.
///
/// # Errors
/// [`StoreError::Driver`].
pub(crate) fn lookup_person_by_name(
    tx: &mut Tx<'_>,
    sort_key: &str,
    birth_day: Day,
    unit: UnitId,
) -> Result<Option<Person>, StoreError> {
    let mut found = tx.list(
        &format!("SELECT {COLUMNS} FROM person p WHERE p.sort_key = $1 AND p.birth_day = $2 AND p.home_unit_id = $3"),
        params![sort_key, birth_day, unit],
        read,
    )?;
    Ok(if found.len() == 1 { found.pop() } else { None })
}

/// Registers a person of whom it is not known since when the home and the status hold.
///
/// # Errors
/// [`StoreError::Taken`] when the external id belongs to somebody.
pub fn insert_person(tx: &mut Tx<'_>, person: &NewPerson) -> Result<PersonId, StoreError> {
    insert_person_since(tx, person, None)
}

/// Registers a person whose home and status hold since this day.
///
/// # Errors
/// [`StoreError::Taken`] when the external id belongs to somebody.
pub fn insert_person_since(tx: &mut Tx<'_>, person: &NewPerson, since: Option<Day>) -> Result<PersonId, StoreError> {
    let id: PersonId = tx.new_id();
    tx.run(
        "INSERT INTO person (id, external_id, full_name, folded, sort_key, birth_day, gender, home_unit_id,
         member_status, joined_on, post, phone, is_key_official, standing_from, ended_on, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, NULL, 1)",
        params![
            id,
            person.external_id,
            person.full_name,
            folded(person),
            vietnamese::name_sort_key(&person.full_name),
            person.birth_day,
            person.gender.map_or("", Gender::code),
            person.home_unit,
            person.member_status.code(),
            person.joined_on,
            person.post,
            person.phone,
            person.is_key_official,
            since
        ],
    )?;
    Ok(id)
}

/// Keeps a corrected person.
///
/// # Errors
/// [`StoreError::Stale`] when somebody corrected it meanwhile, [`StoreError::Taken`] for the external id.
pub fn save_person(tx: &mut Tx<'_>, person: &Person) -> Result<(), StoreError> {
    tx.run_one(
        "UPDATE person SET external_id = $3, full_name = $4, folded = $5, sort_key = $6, birth_day = $7, gender = $8,
         home_unit_id = $9, member_status = $10, joined_on = $11, post = $12, phone = $13, is_key_official = $14,
         ended_on = $15, standing_from = $16, version = version + 1 WHERE id = $1 AND version = $2",
        params![
            person.id,
            person.version,
            person.external_id,
            person.full_name,
            folded(person),
            vietnamese::name_sort_key(&person.full_name),
            person.birth_day,
            person.gender.map_or("", Gender::code),
            person.home_unit,
            person.member_status.code(),
            person.joined_on,
            person.post,
            person.phone,
            person.is_key_official,
            person.ended_on,
            person.since
        ],
    )
}

/// The people whose home this very unit is (not those of units below it), by name.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_unit_people(tx: &mut Tx<'_>, unit: UnitId) -> Result<Vec<Person>, StoreError> {
    tx.list(
        &format!(
            "SELECT {COLUMNS} FROM person p WHERE p.home_unit_id = $1 AND p.ended_on IS NULL ORDER BY p.sort_key, p.id"
        ),
        params![unit],
        read,
    )
}

/// Other people with the same name (accents and case aside) and birth day: perhaps the same person twice.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_same_person(
    tx: &mut Tx<'_>,
    full_name: &str,
    birth_day: Day,
    except: Option<PersonId>,
) -> Result<Vec<Person>, StoreError> {
    let key = vietnamese::name_sort_key(full_name);
    let mut found = tx.list(
        &format!(
            "SELECT {COLUMNS} FROM person p WHERE p.sort_key = $1 AND p.birth_day = $2
                 AND p.merged_into_person_id IS NULL ORDER BY p.id"
        ),
        params![key, birth_day],
        read,
    )?;
    found.retain(|person| Some(person.id) != except);
    Ok(found)
}

/// The roots that lie below no other of them, so that no branch is counted twice and the query stays short.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn minimal_roots(tx: &mut Tx<'_>, roots: &[UnitId]) -> Result<Vec<UnitId>, StoreError> {
    let mut kept = Vec::new();
    for (at, root) in roots.iter().enumerate() {
        let mut is_covered = roots[..at].contains(root);
        for other in roots {
            is_covered = is_covered || (other != root && is_below(tx, *root, *other)?);
        }
        if !is_covered {
            kept.push(*root);
        }
    }
    Ok(kept)
}

fn is_below(tx: &mut Tx<'_>, unit: UnitId, root: UnitId) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM unit_ancestor WHERE unit_id = $1 AND ancestor_id = $2";
    tx.lookup(sql, params![unit, root], |_| Ok(())).map(|row| row.is_some())
}

/// Members of the Party in the branch of this unit.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_members(tx: &mut Tx<'_>, root: UnitId) -> Result<i64, StoreError> {
    tx.scalar(
        "SELECT COUNT(*) FROM unit_ancestor a JOIN person p ON p.home_unit_id = a.unit_id
         WHERE a.ancestor_id = $1 AND p.ended_on IS NULL
           AND p.member_status IN ('official', 'probationary', 'exempt', 'temporarily_elsewhere')",
        params![root],
    )
}

/// Probationary members in the branch of this unit.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_probationary(tx: &mut Tx<'_>, root: UnitId) -> Result<i64, StoreError> {
    tx.scalar(
        "SELECT COUNT(*) FROM unit_ancestor a JOIN person p ON p.home_unit_id = a.unit_id
         WHERE a.ancestor_id = $1 AND p.ended_on IS NULL AND p.member_status = 'probationary'",
        params![root],
    )
}

/// Members of the Party at home in this very unit (not in those below it).
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_own_members(tx: &mut Tx<'_>, unit: UnitId) -> Result<i64, StoreError> {
    tx.scalar(
        "SELECT COUNT(*) FROM person p WHERE p.home_unit_id = $1 AND p.ended_on IS NULL
           AND p.member_status IN ('official', 'probationary', 'exempt', 'temporarily_elsewhere')",
        params![unit],
    )
}

/// Members of the Party in the branch of each unit directly below this one; units without members are left out.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_members_of_children(tx: &mut Tx<'_>, parent: UnitId) -> Result<Vec<(UnitId, i64)>, StoreError> {
    tx.list(
        "SELECT u.id, COUNT(*) FROM unit u JOIN unit_ancestor a ON a.ancestor_id = u.id
         JOIN person p ON p.home_unit_id = a.unit_id
         WHERE u.parent_id = $1 AND p.ended_on IS NULL
           AND p.member_status IN ('official', 'probationary', 'exempt', 'temporarily_elsewhere')
         GROUP BY u.id",
        params![parent],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Everybody in the branch of this unit, members or not.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_people(tx: &mut Tx<'_>, root: UnitId) -> Result<i64, StoreError> {
    tx.scalar(
        "SELECT COUNT(*) FROM unit_ancestor a JOIN person p ON p.home_unit_id = a.unit_id
         WHERE a.ancestor_id = $1 AND p.ended_on IS NULL",
        params![root],
    )
}

/// One thing that happened, as histories show it.
#[derive(Debug, Clone, PartialEq)]
pub struct Happening {
    /// When.
    pub at: Instant,
    /// The event's name, such as `rollouts.launched`.
    pub name: String,
    /// Who did it; empty for the system itself.
    pub actor: String,
    /// What the event keeps beside.
    pub detail: serde_json::Value,
    /// In whose place it was done; empty when in the own name.
    pub on_behalf_of: String,
}

impl Happening {
    /// The key of the event's text.
    #[must_use]
    pub fn text_key(&self) -> String {
        format!("event-{}", self.name.replace('.', "-"))
    }

    /// A text the event keeps under this word; empty when it keeps none.
    #[must_use]
    pub fn kept(&self, word: &str) -> &str {
        self.detail[word].as_str().unwrap_or_default()
    }
}

/// What happened to these things, and what was done in the place of these people, newest first: persons, accounts,
/// whatever events are about.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_history(tx: &mut Tx<'_>, subjects: &[String], limit: i64) -> Result<Vec<Happening>, StoreError> {
    let these = places(2, subjects.len());
    let sql = format!(
        "{} WHERE e.subject IN ({these}) OR e.on_behalf_of IN ({these}) ORDER BY e.at DESC, e.id DESC LIMIT $1",
        super::behalf::select()
    );
    tx.list(&sql, &with_each(vec![&limit], subjects), super::behalf::read)
}
