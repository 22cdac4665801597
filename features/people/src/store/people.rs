//! Rows of `person`.

use kernel::{Day, Instant, PersonId, UnitId};
use platform::db::{Dialect, Row, StoreError, Tx, places, with_each};
use platform::params;
use platform::web::Sort;

use crate::domain::{Gender, MemberStatus, NewPerson, Person};

const COLUMNS: &str = "p.id, p.external_id, p.full_name, p.birth_day, p.gender, p.home_unit_id, p.member_status,
     p.joined_on, p.post, p.phone, p.is_key_official, p.ended_on, p.version";

pub(crate) fn read_status(text: &str) -> Result<MemberStatus, StoreError> {
    text.parse().map_err(|e| StoreError::corrupt("person", format!("{e}")))
}

pub(crate) fn read_gender(text: &str) -> Result<Option<Gender>, StoreError> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|e| StoreError::corrupt("person", format!("{e}")))
}

fn read(row: &Row<'_>) -> Result<Person, StoreError> {
    Ok(Person {
        id: row.get(0)?,
        known: NewPerson {
            external_id: row.get(1)?,
            full_name: row.get(2)?,
            birth_day: row.get(3)?,
            gender: read_gender(&row.get::<String>(4)?)?,
            home_unit: row.get(5)?,
            member_status: read_status(&row.get::<String>(6)?)?,
            joined_on: row.get(7)?,
            post: row.get(8)?,
            phone: row.get(9)?,
            is_key_official: row.get(10)?,
        },
        ended_on: row.get(11)?,
        version: row.get(12)?,
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

/// Registers a person.
///
/// # Errors
/// [`StoreError::Taken`] when the external id belongs to somebody.
pub fn insert_person(tx: &mut Tx<'_>, person: &NewPerson) -> Result<PersonId, StoreError> {
    let id: PersonId = tx.new_id();
    tx.run(
        "INSERT INTO person (id, external_id, full_name, folded, sort_key, birth_day, gender, home_unit_id,
         member_status, joined_on, post, phone, is_key_official, ended_on, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, NULL, 1)",
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
            person.is_key_official
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
         ended_on = $15, version = version + 1 WHERE id = $1 AND version = $2",
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
            person.ended_on
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
        &format!("SELECT {COLUMNS} FROM person p WHERE p.sort_key = $1 AND p.birth_day = $2 ORDER BY p.id"),
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

/// What a list of people is asked for.
#[derive(Debug, Clone)]
pub struct PeopleQuery {
    /// The branches looked at.
    pub roots: Vec<UnitId>,
    /// Folded pattern, `%` for all.
    pub like: String,
    /// Only this status.
    pub status: Option<MemberStatus>,
    /// Those who no longer belong instead of those who do.
    pub ended: bool,
}

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonLine {
    /// The person.
    pub person: Person,
    /// The name of the home unit.
    pub unit_name: String,
    /// Its code.
    pub unit_code: String,
}

/// Branches of more units than this are large: SQLite then asks of each person whether its unit lies in the branch,
/// while it walks an index in the wanted order or reads the table once. In small ones it looks up the units' people.
const LARGE: i64 = 300;

fn condition(query: &PeopleQuery, is_large: bool) -> String {
    let roots = (0..query.roots.len()).map(|at| format!("${}", at + 3)).collect::<Vec<_>>().join(", ");
    let branch = if roots.is_empty() {
        "1 = 0".to_owned()
    } else if is_large {
        format!(
            "EXISTS (SELECT 1 FROM unit_ancestor a WHERE a.unit_id = p.home_unit_id AND a.ancestor_id IN ({roots}))"
        )
    } else {
        format!("p.home_unit_id IN (SELECT a.unit_id FROM unit_ancestor a WHERE a.ancestor_id IN ({roots}))")
    };
    let ended = if query.ended { "IS NOT NULL" } else { "IS NULL" };
    format!(
        "(CAST($1 AS TEXT) = '%%' OR p.folded LIKE $1) AND p.ended_on {ended}
         AND (CAST($2 AS TEXT) = '' OR p.member_status = $2) AND {branch}"
    )
}

fn count_units(tx: &mut Tx<'_>, roots: &[UnitId]) -> Result<i64, StoreError> {
    let mut units = 0;
    for root in roots {
        units += tx.scalar::<i64>("SELECT COUNT(*) FROM unit_ancestor WHERE ancestor_id = $1", params![root])?;
    }
    Ok(units)
}

fn is_large(tx: &mut Tx<'_>, query: &PeopleQuery) -> Result<bool, StoreError> {
    Ok(tx.dialect() == Dialect::Sqlite && count_units(tx, &query.roots)? > LARGE)
}

fn bound<'q>(query: &'q PeopleQuery, status: &'q &'static str) -> Vec<&'q dyn platform::db::Param> {
    let mut bound: Vec<&dyn platform::db::Param> = vec![&query.like, status];
    bound.extend(query.roots.iter().map(|root| root as &dyn platform::db::Param));
    bound
}

/// How many people the query finds.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_page(tx: &mut Tx<'_>, query: &PeopleQuery) -> Result<i64, StoreError> {
    let status = query.status.map_or("", MemberStatus::code);
    // the index of units answers a count without words alone, however large the branch is
    let is_large = query.like != "%%" && is_large(tx, query)?;
    tx.scalar(&format!("SELECT COUNT(*) FROM person p WHERE {}", condition(query, is_large)), &bound(query, &status))
}

/// The columns a list may be sorted by.
pub const SORTS: &[&str] = &["name", "unit", "birth", "joined", "id"];

/// A page of what the query finds.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_page(
    tx: &mut Tx<'_>,
    query: &PeopleQuery,
    sort: Sort<'_>,
    limit: i64,
    offset: i64,
) -> Result<Vec<PersonLine>, StoreError> {
    let mut lines = Vec::new();
    each_line(tx, query, sort, (limit, offset), |line| {
        lines.push(line);
        Ok(())
    })?;
    Ok(lines)
}

/// A page of what the query finds, and how many it finds in all. Words are compared with every person of the branch,
/// so with words both come from one pass.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn page_and_total(
    tx: &mut Tx<'_>,
    query: &PeopleQuery,
    sort: Sort<'_>,
    limit: i64,
    offset: i64,
) -> Result<(Vec<PersonLine>, i64), StoreError> {
    let (mut lines, mut total) = (Vec::new(), 0);
    each_row(tx, query, sort, (limit, offset), |line, of| {
        lines.push(line);
        total = of;
        Ok(())
    })?;
    // without words, or on a page behind the last
    if total == 0 {
        total = count_page(tx, query)?;
    }
    Ok((lines, total))
}

/// Hands over what the query finds, line by line: for exports, which may be long.
///
/// # Errors
/// Of the closure, or [`StoreError::Driver`].
pub fn each_line(
    tx: &mut Tx<'_>,
    query: &PeopleQuery,
    sort: Sort<'_>,
    page: (i64, i64),
    mut take: impl FnMut(PersonLine) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    each_row(tx, query, sort, page, |line, _| take(line))
}

/// Each line with the number of all lines; 0 where words do not make a full pass necessary.
fn each_row(
    tx: &mut Tx<'_>,
    query: &PeopleQuery,
    sort: Sort<'_>,
    (limit, offset): (i64, i64),
    mut take: impl FnMut(PersonLine, i64) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let is_large = is_large(tx, query)?;
    let walks = is_large && query.like == "%%";
    // the empty text keeps SQLite from walking the whole index of names to find the thirty people of a cell
    let key = match sort.key {
        "unit" => "u.sort_key",
        "birth" => "p.birth_day",
        "joined" => "p.joined_on",
        "id" if walks => "p.external_id",
        "id" => "p.external_id || ''",
        _ if walks => "p.sort_key",
        _ => "p.sort_key || ''",
    };
    // the order of a cross join is kept: units in their order, each with its people
    let from = if walks && sort.key == "unit" { "unit u CROSS JOIN person p" } else { "person p JOIN unit u ON 1 = 1" };
    let way = if sort.descending { "DESC" } else { "ASC" };
    let total = if query.like == "%%" { "CAST(0 AS BIGINT)" } else { "COUNT(*) OVER ()" };
    let (at_limit, at_offset) = (query.roots.len() + 3, query.roots.len() + 4);
    let status = query.status.map_or("", MemberStatus::code);
    let mut bound = bound(query, &status);
    bound.push(&limit);
    bound.push(&offset);
    tx.each(
        &format!(
            "SELECT {COLUMNS}, u.name, u.code, {total} FROM {from} WHERE u.id = p.home_unit_id AND {}
             ORDER BY {key} {way}, p.id LIMIT ${at_limit} OFFSET ${at_offset}",
            condition(query, is_large)
        ),
        &bound,
        |row| take(PersonLine { person: read(row)?, unit_name: row.get(13)?, unit_code: row.get(14)? }, row.get(15)?),
    )
}

/// Members of the Party in the branch of this unit.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_members(tx: &mut Tx<'_>, root: UnitId) -> Result<i64, StoreError> {
    tx.scalar(
        "SELECT COUNT(*) FROM unit_ancestor a JOIN person p ON p.home_unit_id = a.unit_id
         WHERE a.ancestor_id = $1 AND p.ended_on IS NULL AND p.member_status <> 'not_member'",
        params![root],
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

/// What happened to these things, newest first: persons, accounts, whatever events are about.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_history(tx: &mut Tx<'_>, subjects: &[String], limit: i64) -> Result<Vec<Happening>, StoreError> {
    let sql = format!(
        "SELECT e.at, e.name, COALESCE(p.full_name, a.user_name, ''), e.detail FROM event e
         LEFT JOIN account a ON a.id = e.actor LEFT JOIN person p ON p.id = a.person_id
         WHERE e.subject IN ({}) ORDER BY e.at DESC, e.id DESC LIMIT $1",
        places(2, subjects.len())
    );
    tx.list(&sql, &with_each(vec![&limit], subjects), |row| {
        let detail: String = row.get(3)?;
        Ok(Happening {
            at: row.get(0)?,
            name: row.get(1)?,
            actor: row.get(2)?,
            detail: serde_json::from_str(&detail).unwrap_or_default(),
        })
    })
}
