//! Lists of people: what is asked, a page of it, how many there are, and all of it line by line for a file.

use kernel::{Day, UnitId};
use platform::db::{Dialect, StoreError, Tx};
use platform::params;
use platform::web::Sort;

use super::as_of::{self, PastDay};
use super::people::{COLUMNS, WIDTH, read};
use crate::domain::{MemberStatus, Person};

/// What a list of people is asked for.
#[derive(Debug, Clone, Default)]
pub struct PeopleQuery {
    /// The branches looked at.
    pub roots: Vec<UnitId>,
    /// Folded pattern, `%` for all.
    pub like: String,
    /// Only this status.
    pub status: Option<MemberStatus>,
    /// Those who no longer belong instead of those who do.
    pub ended: bool,
    /// Those who take part there beside their home, instead of those whose home it is.
    pub beside: bool,
    /// As of a past day; now without one.
    pub past: Option<PastDay>,
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

/// Branches of more units than this are large.
const LARGE: i64 = 300;

/// How the people of the branches are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// One branch is the whole tree: nobody needs to be asked.
    Whole,
    /// SQLite asks of each person whether its unit lies in the branch, while it walks an index in the wanted order or
    /// reads the table once.
    Large,
    /// The units of the branch are listed and their people looked up.
    Small,
    /// Their memberships beside the home are looked up.
    Beside,
}

/// What a list of people is sorted by, of `person p` and `unit u`. The empty text keeps SQLite from walking the whole index of
/// names to find the thirty people of a cell.
pub(super) fn sort_column(key: &str, walks: bool) -> &'static str {
    match key {
        "unit" => "u.sort_key",
        "birth" => "p.birth_day",
        "joined" => "p.joined_on",
        "id" if walks => "p.external_id",
        "id" => "p.external_id || ''",
        _ if walks => "p.sort_key",
        _ => "p.sort_key || ''",
    }
}

fn reach(tx: &mut Tx<'_>, query: &PeopleQuery) -> Result<Reach, StoreError> {
    if query.beside {
        return Ok(Reach::Beside);
    }
    if units::store::is_whole_tree(tx, &query.roots)? {
        return Ok(Reach::Whole);
    }
    let is_large = tx.dialect() == Dialect::Sqlite && count_units(tx, &query.roots)? > LARGE;
    Ok(if is_large { Reach::Large } else { Reach::Small })
}

fn condition(query: &PeopleQuery, reach: Reach, today: Day) -> String {
    let roots = (0..query.roots.len()).map(|at| format!("${}", at + 3)).collect::<Vec<_>>().join(", ");
    let branch = if roots.is_empty() {
        "1 = 0".to_owned()
    } else {
        match reach {
            Reach::Whole => format!("COALESCE({roots}, '') <> ''"),
            Reach::Large => format!(
                "EXISTS (SELECT 1 FROM unit_ancestor a WHERE a.unit_id = p.home_unit_id AND a.ancestor_id IN ({roots}))"
            ),
            Reach::Beside => format!(
                "p.id IN (SELECT m.person_id FROM membership m JOIN unit_ancestor a ON a.unit_id = m.unit_id
                     WHERE a.ancestor_id IN ({roots}) AND m.from_day <= '{today}'
                       AND (m.to_day IS NULL OR m.to_day > '{today}'))"
            ),
            Reach::Small => {
                format!("p.home_unit_id IN (SELECT a.unit_id FROM unit_ancestor a WHERE a.ancestor_id IN ({roots}))")
            }
        }
    };
    let ended = if query.ended { "IS NOT NULL" } else { "IS NULL" };
    let words = words(query);
    format!(
        "{words} AND p.ended_on {ended} AND p.merged_into_person_id IS NULL
         AND (CAST($2 AS TEXT) = '' OR p.member_status = $2) AND {branch}"
    )
}

/// Whom the words fit. Without words nothing is asked of the record, so that an index may answer alone.
pub(super) fn words(query: &PeopleQuery) -> &'static str {
    if query.like == "%%" { "CAST($1 AS TEXT) = '%%'" } else { "p.folded LIKE $1" }
}

fn count_units(tx: &mut Tx<'_>, roots: &[UnitId]) -> Result<i64, StoreError> {
    let mut units = 0;
    for root in roots {
        units += tx.scalar::<i64>("SELECT COUNT(*) FROM unit_ancestor WHERE ancestor_id = $1", params![root])?;
    }
    Ok(units)
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
    if let Some(past) = &query.past {
        return as_of::count(tx, query, past);
    }
    let status = query.status.map_or("", MemberStatus::code);
    // the index of units answers a count without words alone, however large the branch is
    let reach = match reach(tx, query)? {
        Reach::Large if query.like == "%%" => Reach::Small,
        other => other,
    };
    let condition = condition(query, reach, tx.today());
    tx.scalar(&format!("SELECT COUNT(*) FROM person p WHERE {condition}"), &bound(query, &status))
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

/// A page of what the query finds, and how many it finds in all.
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
    let total = count_page(tx, query)?;
    let mut lines = Vec::new();
    let mut take = |line| {
        lines.push(line);
        Ok(())
    };
    if query.like != "%%" && total < COMMON {
        each_row(tx, query, sort, (limit, offset), Way::Search, &mut take)?;
    } else {
        each_row(tx, query, sort, (limit, offset), Way::Walk, &mut take)?;
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
    let way = if query.like == "%%" { Way::Walk } else { Way::Search };
    each_row(tx, query, sort, page, way, &mut take)
}

/// Words found this often soon fill a page when people are looked at in the wanted order; for rarer ones everybody is
/// looked at once and what was found is sorted.
const COMMON: i64 = 1_000;

/// How a page is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// In the wanted order, until the page is full.
    Walk,
    /// What fits is found first, then sorted.
    Search,
}

fn each_row(
    tx: &mut Tx<'_>,
    query: &PeopleQuery,
    sort: Sort<'_>,
    (limit, offset): (i64, i64),
    way: Way,
    take: &mut dyn FnMut(PersonLine) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    if let Some(past) = &query.past {
        let lines = as_of::list(tx, query, past, (sort, way == Way::Search), (limit, offset))?;
        return lines.into_iter().try_for_each(take);
    }
    let reach = reach(tx, query)?;
    let walks = way == Way::Walk && matches!(reach, Reach::Whole | Reach::Large);
    let key = sort_column(sort.key, walks);
    // the order of a cross join is kept: units in their order, each with its people
    let from = if walks && sort.key == "unit" { "unit u CROSS JOIN person p" } else { "person p JOIN unit u ON 1 = 1" };
    let direction = if sort.descending { "DESC" } else { "ASC" };
    let (at_limit, at_offset) = (query.roots.len() + 3, query.roots.len() + 4);
    let status = query.status.map_or("", MemberStatus::code);
    let mut bound = bound(query, &status);
    bound.push(&limit);
    bound.push(&offset);
    tx.each(
        &format!(
            "SELECT {COLUMNS}, u.name, u.code FROM {from} WHERE u.id = p.home_unit_id AND {}
             ORDER BY {key} {direction}, p.id LIMIT ${at_limit} OFFSET ${at_offset}",
            condition(query, reach, tx.today())
        ),
        &bound,
        |row| take(PersonLine { person: read(row)?, unit_name: row.get(WIDTH)?, unit_code: row.get(WIDTH + 1)? }),
    )
}
