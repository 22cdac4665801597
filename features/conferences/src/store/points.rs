//! Points: generated for a branch in one go, edited one by one, with their counts.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use kernel::{ConferenceId, Event, PointId, UnitId, UnitKind};
use platform::db::{Row, StoreError, Tx};
use platform::params;

use crate::domain::Conference;
use crate::domain::points::{Point, Sums, roll_up, sort_key_under};

const COLUMNS: &str = "p.id, p.conference_id, p.parent_id, p.unit_id, p.name, p.place, p.sort_key, p.depth, p.expected,
     p.expected_locked_at, p.head_count, p.connected_at, p.version";

fn read(row: &Row<'_>) -> Result<Point, StoreError> {
    Ok(Point {
        id: row.get(0)?,
        conference: row.get(1)?,
        parent: row.get(2)?,
        unit: row.get(3)?,
        name: row.get(4)?,
        place: row.get(5)?,
        sort_key: row.get(6)?,
        depth: row.get(7)?,
        expected: row.get(8)?,
        expected_locked_at: row.get(9)?,
        head_count: row.get(10)?,
        connected_at: row.get(11)?,
        version: row.get(12)?,
    })
}

/// A point to be added.
#[derive(Debug, Clone)]
pub struct NewPoint {
    /// The point above; none for a main point.
    pub parent: Option<PointId>,
    /// The unit that runs it.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// Where it is.
    pub place: String,
}

/// The point with this id.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_point(tx: &mut Tx<'_>, id: PointId) -> Result<Point, StoreError> {
    tx.find(&format!("SELECT {COLUMNS} FROM point p WHERE p.id = $1"), params![id], read)
}

/// All points of a conference, read from top to bottom of the tree.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_points(tx: &mut Tx<'_>, conference: ConferenceId) -> Result<Vec<Point>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM point p WHERE p.conference_id = $1 ORDER BY p.sort_key");
    tx.list(&sql, params![conference], read)
}

/// How many points a conference has.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_points(tx: &mut Tx<'_>, conference: ConferenceId) -> Result<i64, StoreError> {
    tx.scalar("SELECT COUNT(*) FROM point WHERE conference_id = $1", params![conference])
}

/// The first main point of a conference.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn main_point(tx: &mut Tx<'_>, conference: ConferenceId) -> Result<Option<Point>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM point p WHERE p.conference_id = $1 AND p.parent_id IS NULL ORDER BY p.sort_key LIMIT 1"
    );
    tx.lookup(&sql, params![conference], read)
}

/// Adds a point and records it.
///
/// # Errors
/// [`StoreError::NotFound`] when the parent does not exist.
pub fn insert_point(tx: &mut Tx<'_>, conference: &Conference, new: &NewPoint) -> Result<PointId, StoreError> {
    let parent = new.parent.map(|parent| find_point(tx, parent)).transpose()?;
    let (parent_key, depth) = parent.map_or((String::new(), 0), |p| (p.sort_key, p.depth + 1));
    let (id, _) = insert_silently(tx, conference.id, new, (&parent_key, depth))?;
    tx.record(
        Event::noted("conferences.point_added", id, Some(new.unit))
            .with(serde_json::json!({ "conference": conference.id, "name": new.name })),
    )?;
    Ok(id)
}

fn insert_silently(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    new: &NewPoint,
    (parent_key, depth): (&str, i64),
) -> Result<(PointId, String), StoreError> {
    let id: PointId = tx.new_id();
    let sort_key = sort_key_under(parent_key, &new.name, id);
    let folded = vietnamese::fold(&new.name);
    tx.run(
        "INSERT INTO point (id, conference_id, parent_id, unit_id, name, folded, place, sort_key, depth, expected,
             expected_on, expected_locked_at, head_count, head_count_on, connected_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, NULL, NULL, NULL, NULL, NULL, NULL, 1)",
        params![id, conference, new.parent, new.unit, new.name, folded, new.place, sort_key, depth],
    )?;
    Ok((id, sort_key))
}

/// Makes the points of the organiser's branch in one go: a main point for the organiser, and one for each living unit
/// of these kinds below it, nested as the units are. Units that have a point already keep it. Returns how many were
/// made.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn generate_points(tx: &mut Tx<'_>, conference: &Conference, kinds: &[UnitKind]) -> Result<i64, StoreError> {
    let mut known: HashMap<UnitId, (PointId, String, i64)> = HashMap::new();
    for point in list_points(tx, conference.id)? {
        known.entry(point.unit).or_insert((point.id, point.sort_key, point.depth));
    }
    let mut made = 0;
    let organiser = units::store::find(tx, conference.unit)?;
    if let Entry::Vacant(place) = known.entry(organiser.id) {
        let name = if conference.place.is_empty() { organiser.short_name.clone() } else { conference.place.clone() };
        let new = NewPoint { parent: None, unit: organiser.id, name, place: conference.place.clone() };
        let (id, key) = insert_silently(tx, conference.id, &new, ("", 0))?;
        place.insert((id, key, 0));
        made += 1;
    }
    // the branch comes top first, so that the point above is there before those below it
    let parents = parents_in_branch(tx, conference.unit)?;
    // no kinds: the main point only; of the branch it would mean every unit
    let below = if kinds.is_empty() { Vec::new() } else { units::store::list_branch(tx, conference.unit, kinds)? };
    for unit in below {
        if known.contains_key(&unit.id) {
            continue;
        }
        let mut above = parents.get(&unit.id).copied().flatten();
        while let Some(candidate) = above {
            if known.contains_key(&candidate) {
                break;
            }
            above = parents.get(&candidate).copied().flatten();
        }
        let parent = above.unwrap_or(organiser.id);
        let Some((parent_id, parent_key, depth)) = known.get(&parent).cloned() else { continue };
        let new =
            NewPoint { parent: Some(parent_id), unit: unit.id, name: unit.short_name.clone(), place: String::new() };
        let (id, key) = insert_silently(tx, conference.id, &new, (&parent_key, depth + 1))?;
        known.insert(unit.id, (id, key, depth + 1));
        made += 1;
    }
    tx.record(
        Event::noted("conferences.points_generated", conference.id, Some(conference.unit))
            .with(serde_json::json!({ "points": made })),
    )?;
    Ok(made)
}

fn parents_in_branch(tx: &mut Tx<'_>, root: UnitId) -> Result<HashMap<UnitId, Option<UnitId>>, StoreError> {
    let rows = tx.list(
        "SELECT u.id, u.parent_id FROM unit_ancestor a JOIN unit u ON u.id = a.unit_id WHERE a.ancestor_id = $1",
        params![root],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(rows.into_iter().collect())
}

/// Saves name, place and parent of a point over the version that was read; what hangs below it moves with it.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn save_point(tx: &mut Tx<'_>, before: &Point, after: &Point) -> Result<(), StoreError> {
    let parent = after.parent.map(|parent| find_point(tx, parent)).transpose()?;
    let (parent_key, depth) = parent.map_or((String::new(), 0), |p| (p.sort_key, p.depth + 1));
    let key = sort_key_under(&parent_key, &after.name, after.id);
    let folded = vietnamese::fold(&after.name);
    tx.run_one(
        "UPDATE point SET parent_id = $3, name = $4, folded = $5, place = $6, sort_key = $7, depth = $8,
             version = version + 1 WHERE id = $1 AND version = $2",
        params![after.id, after.version, after.parent, after.name, folded, after.place, key, depth],
    )?;
    if key != before.sort_key {
        for below in list_points(tx, before.conference)? {
            if let Some(rest) = below.sort_key.strip_prefix(before.sort_key.as_str()) {
                let (new_key, new_depth) = (format!("{key}{rest}"), below.depth + depth - before.depth);
                tx.run(
                    "UPDATE point SET sort_key = $2, depth = $3 WHERE id = $1",
                    params![below.id, new_key, new_depth],
                )?;
            }
        }
    }
    tx.record(
        Event::noted("conferences.point_changed", after.id, Some(after.unit))
            .with(serde_json::json!({ "name": after.name })),
    )
}

/// Removes a point on which nothing hangs.
///
/// # Errors
/// [`StoreError::Driver`] when something does (the rule is asked before).
pub fn remove_point(tx: &mut Tx<'_>, point: &Point) -> Result<(), StoreError> {
    super::head_counts::withdraw(tx, point)?;
    super::seating::forget_point(tx, point.conference, point.id)?;
    tx.run("DELETE FROM point WHERE id = $1", params![point.id])?;
    tx.record(
        Event::noted("conferences.point_removed", point.id, Some(point.unit))
            .with(serde_json::json!({ "conference": point.conference, "name": point.name })),
    )
}

/// The counts of each point by itself. Three counting scans of covering indexes, cheap enough for a screen that asks
/// every second.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn own_sums(tx: &mut Tx<'_>, conference: ConferenceId) -> Result<HashMap<PointId, Sums>, StoreError> {
    let mut sums: HashMap<PointId, Sums> = HashMap::new();
    tx.each(
        "SELECT id, expected, expected_locked_at, head_count, connected_at FROM point WHERE conference_id = $1",
        params![conference],
        |row| {
            let own = sums.entry(row.get(0)?).or_default();
            own.points = 1;
            own.expected = row.get::<Option<i64>>(1)?.unwrap_or(0);
            own.locked = i64::from(row.get::<Option<i64>>(2)?.is_some());
            own.head_count = row.get::<Option<i64>>(3)?.unwrap_or(0);
            own.connected = i64::from(row.get::<Option<i64>>(4)?.is_some() || own.head_count > 0);
            Ok(())
        },
    )?;
    let count = "SELECT point_id, COUNT(*) FROM delegate WHERE conference_id = $1 GROUP BY point_id";
    tx.each(count, params![conference], |row| {
        sums.entry(row.get(0)?).or_default().summoned = row.get(1)?;
        Ok(())
    })?;
    let count = "SELECT point_id, COUNT(*) FROM check_in WHERE conference_id = $1 GROUP BY point_id";
    tx.each(count, params![conference], |row| {
        let own = sums.entry(row.get(0)?).or_default();
        own.present = row.get(1)?;
        own.connected = 1;
        Ok(())
    })?;
    tx.each(
        "SELECT point_id, outcome, COUNT(*) FROM delegate WHERE conference_id = $1
         AND outcome IN ('absent_with_reason', 'absent_without_reason') GROUP BY point_id, outcome",
        params![conference],
        |row| {
            let own = sums.entry(row.get(0)?).or_default();
            match row.get::<String>(1)?.as_str() {
                "absent_with_reason" => own.with_reason = row.get(2)?,
                _ => own.without_reason = row.get(2)?,
            }
            Ok(())
        },
    )?;
    Ok(sums)
}

/// A point with its own counts and those of all below it.
#[derive(Debug, Clone)]
pub struct PointWithSums {
    /// The point.
    pub point: Point,
    /// Its unit's name.
    pub unit_name: String,
    /// Its own counts.
    pub own: Sums,
    /// Its counts with all below it.
    pub below: Sums,
}

/// All points of a conference with their counts, read from top to bottom of the tree.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_points_with_sums(tx: &mut Tx<'_>, conference: ConferenceId) -> Result<Vec<PointWithSums>, StoreError> {
    let own = own_sums(tx, conference)?;
    let sql = format!(
        "SELECT {COLUMNS}, u.short_name FROM point p JOIN unit u ON u.id = p.unit_id
         WHERE p.conference_id = $1 ORDER BY p.sort_key"
    );
    let points = tx.list(&sql, params![conference], |row| Ok((read(row)?, row.get::<String>(13)?)))?;
    let tree: Vec<(PointId, Option<PointId>)> = points.iter().map(|(p, _)| (p.id, p.parent)).collect();
    let below = roll_up(&tree, &own);
    Ok(points
        .into_iter()
        .map(|(point, unit_name)| PointWithSums {
            own: own.get(&point.id).copied().unwrap_or_default(),
            below: below.get(&point.id).copied().unwrap_or_default(),
            point,
            unit_name,
        })
        .collect())
}
