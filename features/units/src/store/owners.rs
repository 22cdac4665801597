//! Whose rows were on a past day, and how units were called then: for lists as of that day.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use kernel::{Day, UnitId};
use platform::db::{StoreError, Tx, in_pieces, places, values, with_each};
use platform::params;
use platform::web::Sort;

use super::past::{columns_on, last_change_day, main_heirs_sql};

/// How a unit was called on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its full name.
    pub name: String,
    /// Its short name.
    pub short_name: String,
}

/// These units as they were called on a day; of those that are not there, nothing.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn names_on(
    tx: &mut Tx<'_>,
    units: impl IntoIterator<Item = UnitId>,
    day: Day,
) -> Result<HashMap<UnitId, Named>, StoreError> {
    let mut names = HashMap::new();
    for piece in in_pieces(&each_once(units)) {
        let (columns, these) = (columns_on("$1"), places(2, piece.len()));
        let sql = format!("SELECT {columns} FROM unit u WHERE u.id IN ({these})");
        tx.each(&sql, &with_each(params![day].to_vec(), piece), |row| {
            names.insert(row.get(0)?, Named { name: row.get(3)?, short_name: row.get(4)? });
            Ok(())
        })?;
    }
    Ok(names)
}

fn each_once(units: impl IntoIterator<Item = UnitId>) -> Vec<UnitId> {
    units.into_iter().collect::<HashSet<_>>().into_iter().collect()
}

/// The short names of the units to which rows belonged on a day, as they were called then, in the order of the rows: for lists
/// as of a past day. A row is told by its id, as the subject of its events, and the unit to which it belongs now. What was open
/// passed from the unit for which its first event stands to the main heir of this one, and so on to the unit of now; what was
/// closed stayed where it was, and so belongs to its unit of now on every day.
///
/// # Errors
/// [`StoreError::Driver`]; [`StoreError::NotFound`] for a row of no unit.
pub fn names_of_owners_on(
    tx: &mut Tx<'_>,
    rows: impl IntoIterator<Item = (String, UnitId)>,
    day: Day,
) -> Result<Vec<String>, StoreError> {
    let mut rows: Vec<(String, UnitId)> = rows.into_iter().collect();
    to_owners_on(tx, &mut rows, day)?;
    let names = names_on(tx, rows.iter().map(|(_, owner)| *owner), day)?;
    let named = |(_, owner): &(String, UnitId)| names.get(owner).map(|named| named.short_name.clone());
    rows.iter().map(|row| named(row).ok_or(StoreError::NotFound)).collect()
}

/// A page of a list sorted by the unit to which each row belonged on a day, as it was called then. Such names stand in no table:
/// a list sorted otherwise asks the database for its page (`offset`, `limit`), one sorted by unit is read whole and cut here.
#[derive(Debug, Clone, Copy)]
pub struct PageByOwner {
    is_by_unit: bool,
    descending: bool,
    offset: i64,
    limit: i64,
}

impl PageByOwner {
    /// A page (first row, rows) of a list as of a day; it is by unit where it is sorted by the key `unit`.
    #[must_use]
    pub fn new(sort: Sort<'_>, (offset, limit): (i64, i64)) -> Self {
        PageByOwner { is_by_unit: sort.key == "unit", descending: sort.descending, offset, limit }
    }

    /// The first row and the rows to ask the database for.
    #[must_use]
    pub fn to_read(&self) -> (i64, i64) {
        if self.is_by_unit { (0, i64::MAX) } else { (self.offset, self.limit) }
    }

    /// The page of what was read. Rows of one unit stay in the order in which they were read, either way round.
    #[must_use]
    pub fn of<T>(self, mut rows: Vec<T>, name: impl Fn(&T) -> &str) -> Vec<T> {
        if !self.is_by_unit {
            return rows;
        }
        if self.descending {
            rows.sort_by_cached_key(|row| Reverse(vietnamese::collation_key(name(row))));
        } else {
            rows.sort_by_cached_key(|row| vietnamese::collation_key(name(row)));
        }
        let [offset, limit] = [self.offset, self.limit].map(|n| usize::try_from(n).unwrap_or_default());
        rows.into_iter().skip(offset).take(limit).collect()
    }
}

/// Puts into the place of each row's unit of now its unit on the day.
fn to_owners_on(tx: &mut Tx<'_>, rows: &mut [(String, UnitId)], day: Day) -> Result<(), StoreError> {
    let later_heirs = list_heirs_after(tx, rows.iter().map(|(_, now)| *now), day)?;
    let doubtful = |(_, now): &&mut (String, UnitId)| later_heirs.contains(now);
    let subjects: Vec<String> =
        rows.iter().filter(|(_, now)| later_heirs.contains(now)).map(|(subject, _)| subject.clone()).collect();
    let first = list_first_units(tx, &subjects)?;
    let heirs = list_heirs_by(tx, first.values().copied(), day)?;
    for (subject, unit) in rows.iter_mut().filter(doubtful) {
        *unit = owner_by(&heirs, first.get(subject).copied(), *unit);
    }
    Ok(())
}

/// The first unit of a row, or the one to which it had passed by the day, but never further than to its unit of now.
fn owner_by(heirs: &HashMap<UnitId, UnitId>, first: Option<UnitId>, now: UnitId) -> UnitId {
    let mut at = first.unwrap_or(now);
    let mut passed = HashSet::from([at]);
    while let Some(next) = heirs.get(&at).filter(|_| at != now) {
        if !passed.insert(*next) {
            break;
        }
        at = *next;
    }
    at
}

/// Of these units, those that took the place of another, as the main heir, after the day: only what they have may have been
/// another's on the day.
fn list_heirs_after(
    tx: &mut Tx<'_>,
    units: impl Iterator<Item = UnitId>,
    day: Day,
) -> Result<HashSet<UnitId>, StoreError> {
    let mut heirs = HashSet::new();
    if last_change_day(tx)?.is_none_or(|last| last <= day) {
        return Ok(heirs);
    }
    for piece in in_pieces(&each_once(units)) {
        let sql = format!(
            "SELECT s.heir_id FROM unit_succession s WHERE s.position = 0 AND s.on_day > $1 AND s.heir_id IN ({})",
            places(2, piece.len())
        );
        tx.each(&sql, &with_each(params![day].to_vec(), piece), |row| {
            heirs.insert(row.get(0)?);
            Ok(())
        })?;
    }
    Ok(heirs)
}

/// The unit for which the first event of each of these subjects stands.
fn list_first_units(tx: &mut Tx<'_>, subjects: &[String]) -> Result<HashMap<String, UnitId>, StoreError> {
    let mut first = HashMap::with_capacity(subjects.len());
    for piece in in_pieces(subjects) {
        let sql = format!(
            "WITH s (subject) AS (VALUES {})
             SELECT s.subject, (SELECT e.unit_id FROM event e WHERE e.subject = s.subject AND e.unit_id IS NOT NULL
                 ORDER BY e.at, e.id LIMIT 1) FROM s",
            values(piece.len(), 1)
        );
        tx.each(&sql, &with_each(Vec::new(), piece), |row| {
            if let Some(unit) = row.get::<Option<UnitId>>(1)? {
                first.insert(row.get(0)?, unit);
            }
            Ok(())
        })?;
    }
    Ok(first)
}

/// The main heirs, by the day, of these units, of their heirs and so on.
fn list_heirs_by(
    tx: &mut Tx<'_>,
    units: impl Iterator<Item = UnitId>,
    day: Day,
) -> Result<HashMap<UnitId, UnitId>, StoreError> {
    let mut heirs: HashMap<UnitId, UnitId> = HashMap::new();
    let mut asked = each_once(units);
    while !asked.is_empty() {
        let mut found = Vec::new();
        for piece in in_pieces(&asked) {
            let (by_day, these) = (main_heirs_sql("$1"), places(2, piece.len()));
            let sql = format!("SELECT s.unit_id, s.heir_id FROM {by_day} s WHERE s.unit_id IN ({these})");
            tx.each(&sql, &with_each(params![day].to_vec(), piece), |row| {
                let (unit, heir): (UnitId, UnitId) = (row.get(0)?, row.get(1)?);
                if heirs.insert(unit, heir).is_none() {
                    found.push(heir);
                }
                Ok(())
            })?;
        }
        asked = each_once(found);
    }
    Ok(heirs)
}
