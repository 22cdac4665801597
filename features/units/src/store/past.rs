//! The tree as it was on a day: lines, branches, names. `unit_ancestor` is the tree as it is now, in which a unit that ended
//! stands below the one that took its place; `unit_ancestor_past` keeps the lines that a change replaced, with their days.

use std::collections::HashMap;

use kernel::{Day, UnitId};
use platform::db::{Param, StoreError, Tx, places, with_each};
use platform::params;

use super::read;
use crate::domain::Unit;

/// The last day on which a change replaced lines; none while the tree never changed.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn last_change_day(tx: &mut Tx<'_>) -> Result<Option<Day>, StoreError> {
    tx.scalar("SELECT MAX(to_day) FROM unit_ancestor_past", &[])
}

/// SQL for the ids of the units in a branch as it was on a day, in brackets: for `unit_id IN …`. `root` and `day` are the
/// places of these parameters, such as `$2`; both are always used.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn branch_sql(tx: &mut Tx<'_>, root: &str, day: &str, tree_on: Day) -> Result<String, StoreError> {
    if last_change_day(tx)?.is_none_or(|last| tree_on >= last) {
        return Ok(format!("(SELECT a.unit_id FROM unit_ancestor a WHERE a.ancestor_id = {root} AND {day} <> '')"));
    }
    Ok(format!(
        "(SELECT a.unit_id FROM unit_ancestor a WHERE a.ancestor_id = {root} AND NOT EXISTS
             (SELECT 1 FROM unit_ancestor_past p WHERE p.unit_id = a.unit_id AND p.to_day > {day})
          UNION ALL
          SELECT p.unit_id FROM unit_ancestor_past p
          WHERE p.ancestor_id = {root} AND p.from_day <= {day} AND p.to_day > {day})"
    ))
}

/// SQL that is true of rows whose unit lay in a branch on a day: the same as [`branch_sql`], asked of each row. `column` is the
/// row's unit, `root` and `day` the places of these parameters.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn within_sql(
    tx: &mut Tx<'_>,
    column: &str,
    (root, day): (&str, &str),
    tree_on: Day,
) -> Result<String, StoreError> {
    let now = format!("SELECT 1 FROM unit_ancestor a WHERE a.unit_id = {column} AND a.ancestor_id = {root}");
    if last_change_day(tx)?.is_none_or(|last| tree_on >= last) {
        return Ok(format!("EXISTS ({now} AND {day} <> '')"));
    }
    Ok(format!(
        "(EXISTS (SELECT 1 FROM unit_ancestor_past p WHERE p.unit_id = {column} AND p.ancestor_id = {root}
              AND p.from_day <= {day} AND p.to_day > {day})
          OR EXISTS ({now} AND NOT EXISTS
              (SELECT 1 FROM unit_ancestor_past p WHERE p.unit_id = a.unit_id AND p.to_day > {day})))"
    ))
}

/// A stretch of the history of a unit's line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The day on which this line ended, the first without it; none for the line as it is now.
    pub until: Option<Day>,
    /// The unit and those above it.
    pub units: Vec<UnitId>,
}

/// The lines of a unit from this day on, the earliest first, that of now last. What was counted at the unit on the day counts
/// for the first of them, and passes on at each change.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_lines(tx: &mut Tx<'_>, unit: UnitId, from: Day) -> Result<Vec<Line>, StoreError> {
    let mut lines: Vec<Line> = Vec::new();
    tx.each(
        "SELECT to_day, ancestor_id FROM unit_ancestor_past WHERE unit_id = $1 AND to_day > $2 ORDER BY to_day",
        params![unit, from],
        |row| {
            let until: Option<Day> = row.get(0)?;
            match lines.last_mut() {
                Some(line) if line.until == until => line.units.push(row.get(1)?),
                _ => lines.push(Line { until, units: vec![row.get(1)?] }),
            }
            Ok(())
        },
    )?;
    lines.push(Line { until: None, units: super::list_line(tx, unit)? });
    Ok(lines)
}

/// The superior of each unit in the tree as it was on a day; the unit at the top has none. A unit that had ended stands below
/// the one that took its place.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_superiors_on(tx: &mut Tx<'_>, day: Day) -> Result<HashMap<UnitId, UnitId>, StoreError> {
    let mut superiors = HashMap::new();
    tx.each(
        "SELECT a.unit_id, a.ancestor_id FROM unit_ancestor a WHERE a.distance = 1 AND NOT EXISTS
             (SELECT 1 FROM unit_ancestor_past p WHERE p.unit_id = a.unit_id AND p.to_day > $1)
         UNION ALL
         SELECT p.unit_id, p.ancestor_id FROM unit_ancestor_past p
         WHERE p.distance = 1 AND p.from_day <= $1 AND p.to_day > $1",
        params![day],
        |row| {
            superiors.insert(row.get(0)?, row.get(1)?);
            Ok(())
        },
    )?;
    Ok(superiors)
}

/// Of the branch as it was on a day, the highest units that lie in none of these branches now: what stood there then and is
/// others' to see today.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_tops_outside(
    tx: &mut Tx<'_>,
    root: UnitId,
    day: Day,
    branches: &[UnitId],
) -> Result<Vec<UnitId>, StoreError> {
    if last_change_day(tx)?.is_none_or(|last| day >= last) {
        return Ok(Vec::new());
    }
    let branch = branch_sql(tx, "$1", "$2", day)?;
    let these = places(3, branches.len());
    let sql = format!(
        "SELECT l.unit_id, l.ancestor_id FROM (
             SELECT a.unit_id, a.ancestor_id FROM unit_ancestor a WHERE a.distance = 1 AND NOT EXISTS
                 (SELECT 1 FROM unit_ancestor_past p WHERE p.unit_id = a.unit_id AND p.to_day > $2)
             UNION ALL
             SELECT p.unit_id, p.ancestor_id FROM unit_ancestor_past p
             WHERE p.distance = 1 AND p.from_day <= $2 AND p.to_day > $2) l
         WHERE l.unit_id IN {branch} AND NOT EXISTS
             (SELECT 1 FROM unit_ancestor n WHERE n.unit_id = l.unit_id AND n.ancestor_id IN ({these}))"
    );
    let asked = with_each(vec![&root as &dyn Param, &day], branches);
    let outside: HashMap<UnitId, UnitId> =
        tx.list(&sql, &asked, |row| Ok((row.get(0)?, row.get(1)?)))?.into_iter().collect();
    let mut tops: Vec<UnitId> =
        outside.iter().filter(|(_, above)| !outside.contains_key(above)).map(|(unit, _)| *unit).collect();
    tops.sort_unstable();
    Ok(tops)
}

/// What a unit was on a day by its versions, as terms of a `COALESCE`: that of the day, else the first. `unit` is what the query
/// calls the table `unit`, `day` the place of this parameter.
fn version_on(column: &str, unit: &str, day: &str) -> String {
    let version = format!("SELECT {column} FROM unit_version v WHERE v.unit_id = {unit}.id");
    format!(
        "({version} AND v.from_day <= {day} ORDER BY v.from_day DESC LIMIT 1), ({version} ORDER BY v.from_day LIMIT 1)"
    )
}

/// SQL for the kind of a unit as it was on a day: for lists and counts by kind in the features. `unit` is what the query calls
/// the table `unit`, such as `u`; `day` the place of this parameter, such as `$2`.
#[must_use]
pub fn kind_on_sql(unit: &str, day: &str) -> String {
    format!("COALESCE({}, {unit}.kind)", version_on("v.kind", unit, day))
}

/// SQL for the short name of a unit as lists of what units left name it: one that ended with the one that took its place.
/// `unit` is what the query calls the table `unit`.
#[must_use]
pub fn name_with_heir_sql(unit: &str) -> String {
    format!(
        "({unit}.short_name || COALESCE((SELECT ' → ' || h.short_name FROM unit_succession s JOIN unit h ON h.id = s.heir_id
             WHERE s.unit_id = {unit}.id AND s.position = 0 AND s.on_day IS NOT NULL), ''))"
    )
}

/// SQL in brackets for the rows (`unit_id`, `heir_id`, `on_day`) of units that had ended by a day, each with the one that took
/// its place, as the main heir: for `JOIN … s ON s.unit_id = …`, also step by step in a recursive query. `day` is the place of
/// this parameter.
#[must_use]
pub fn main_heirs_sql(day: &str) -> String {
    format!(
        "(SELECT o.unit_id, o.heir_id, o.on_day FROM unit_succession o
          WHERE o.position = 0 AND o.heir_id IS NOT NULL AND o.on_day <= {day})"
    )
}

/// The first columns of `store::read`, of `unit u`, with kind and names as they were on a day; `day` is the place of this
/// parameter.
pub(super) fn columns_on(day: &str) -> String {
    let short_name = "CASE WHEN v.short_name = '' THEN u.short_name ELSE v.short_name END";
    format!(
        "u.id, u.code, {} AS kind, COALESCE({}, u.name) AS name, COALESCE((SELECT {short_name} FROM unit_version v
             WHERE v.unit_id = u.id AND v.from_day <= {day} ORDER BY v.from_day DESC LIMIT 1), u.short_name) AS short_name",
        kind_on_sql("u", day),
        version_on("v.name", "u", day),
    )
}

/// The unit as it was called on a day, and under whom it stood.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_on(tx: &mut Tx<'_>, id: UnitId, day: Day) -> Result<Unit, StoreError> {
    let sql = format!(
        "SELECT {}, u.parent_id, u.founded_on, u.ended_on, u.version, u.organ_id FROM unit u WHERE u.id = $1",
        columns_on("$2")
    );
    let mut unit = tx.find(&sql, params![id, day], read)?;
    let past = tx.lookup(
        "SELECT e.parent_id FROM unit_edge_past e WHERE e.unit_id = $1 AND e.from_day <= $2 AND e.to_day > $2",
        params![id, day],
        |row| row.get::<Option<UnitId>>(0),
    )?;
    if let Some(parent) = past {
        unit.parent = parent;
    }
    Ok(unit)
}

/// The units that stood directly below on a day, as they were called then, in people's order.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_children_on(tx: &mut Tx<'_>, parent: UnitId, day: Day) -> Result<Vec<Unit>, StoreError> {
    let below = children_on_sql("$1", "$2");
    let sql = format!(
        "SELECT {}, $1, u.founded_on, u.ended_on, u.version, u.organ_id FROM unit u WHERE u.id IN {below}",
        columns_on("$2")
    );
    let mut units = tx.list(&sql, params![parent, day], read)?;
    units.sort_by_cached_key(|unit| vietnamese::collation_key(&unit.short_name));
    Ok(units)
}

/// How many units the branch had below its root on a day.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_below_on(tx: &mut Tx<'_>, root: UnitId, day: Day) -> Result<i64, StoreError> {
    let branch = branch_sql(tx, "$1", "$2", day)?;
    tx.scalar(
        &format!(
            "SELECT COUNT(*) FROM unit u WHERE u.id <> $1 AND u.id IN {branch}
               AND (u.ended_on IS NULL OR u.ended_on > $2) AND (u.founded_on IS NULL OR u.founded_on <= $2)"
        ),
        params![root, day],
    )
}

/// SQL for the ids of the units that stood directly below a unit on a day, in brackets. `parent` and `day` are the places of
/// these parameters, such as `$1`.
#[must_use]
pub fn children_on_sql(parent: &str, day: &str) -> String {
    format!(
        "(SELECT c.id FROM unit c WHERE c.parent_id = {parent} AND c.ended_on IS NULL
             AND (c.founded_on IS NULL OR c.founded_on <= {day})
             AND NOT EXISTS (SELECT 1 FROM unit_edge_past e WHERE e.unit_id = c.id AND e.to_day > {day})
         UNION ALL
         SELECT e.unit_id FROM unit_edge_past e WHERE e.parent_id = {parent} AND e.from_day <= {day} AND e.to_day > {day}
             AND NOT EXISTS (SELECT 1 FROM unit f WHERE f.id = e.unit_id AND f.founded_on > {day}))"
    )
}

/// The units that stood above on a day, the top first, as they were called then.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_ancestors_on(tx: &mut Tx<'_>, id: UnitId, day: Day) -> Result<Vec<Unit>, StoreError> {
    let lines = list_lines(tx, id, day)?;
    let Some(line) = lines.into_iter().next() else { return Ok(Vec::new()) };
    let mut above = Vec::new();
    let mut at = find_on(tx, id, day)?.parent;
    while let Some(unit) = at.filter(|unit| line.units.contains(unit) && above.len() < line.units.len()) {
        let unit = find_on(tx, unit, day)?;
        at = unit.parent;
        above.push(unit);
    }
    above.reverse();
    Ok(above)
}

/// The units that ended and whose place this one took, as the main heir, directly or one after the other: what they left
/// undone is now this unit's to do.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_predecessors(tx: &mut Tx<'_>, unit: UnitId) -> Result<Vec<UnitId>, StoreError> {
    let mut found: Vec<UnitId> = Vec::new();
    let mut asked = vec![unit];
    while let Some(heir) = asked.pop() {
        let before = tx.list(
            "SELECT unit_id FROM unit_succession WHERE heir_id = $1 AND position = 0 AND on_day IS NOT NULL",
            params![heir],
            |row| row.get::<UnitId>(0),
        )?;
        for unit in before {
            if !found.contains(&unit) {
                found.push(unit);
                asked.push(unit);
            }
        }
    }
    Ok(found)
}
