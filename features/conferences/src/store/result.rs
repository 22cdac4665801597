//! The result of a conference, as reports take it: per point and in all, who was absent, who still owes a make-up.

use kernel::{ConferenceId, DelegateId, PersonId, PointId, UnitId};
use platform::db::{Row, StoreError, Tx};
use platform::params;

use super::word;
use crate::domain::points::Sums;
use crate::domain::{Kind, Outcome};

/// One point in the result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PointResult {
    /// The point.
    pub point: PointId,
    /// Its name.
    pub name: String,
    /// The unit that runs it.
    pub unit: UnitId,
    /// Its unit's short name.
    pub unit_name: String,
    /// How far below the main point.
    pub depth: i64,
    /// Its own counts, without the points below it.
    pub counts: Sums,
}

/// Somebody who was absent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Absentee {
    /// The delegate.
    pub delegate: DelegateId,
    /// The person, when in the register.
    pub person: Option<PersonId>,
    /// The name.
    pub name: String,
    /// The post.
    pub post: String,
    /// As what.
    pub kind: Kind,
    /// The home unit.
    pub unit: UnitId,
    /// Its short name.
    pub unit_name: String,
    /// The point.
    pub point: PointId,
    /// The point's name; others may be called the same.
    pub point_name: String,
    /// Absent with or without a reason.
    pub outcome: Outcome,
    /// The reason.
    pub reason: String,
    /// Made up for at a later session.
    pub is_made_up: bool,
}

/// The result of a conference over the points of a branch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConferenceResult {
    /// Each point, read from top to bottom of the tree.
    pub points: Vec<PointResult>,
    /// All points together.
    pub total: Sums,
    /// Absent, then present at a make-up session.
    pub made_up: i64,
    /// Who was absent, by point and name.
    pub absentees: Vec<Absentee>,
}

/// The result over the points run by the unit's branch; for the organiser, or a unit above it, over all points.
///
/// # Errors
/// [`StoreError::NotFound`] when there is no such conference.
pub fn result(tx: &mut Tx<'_>, conference: ConferenceId, unit: UnitId) -> Result<ConferenceResult, StoreError> {
    let organiser = super::find(tx, conference)?.unit;
    let whole = units::store::is_within(tx, organiser, unit)?;
    let mut points = Vec::new();
    for row in super::list_points_with_sums(tx, conference)? {
        if whole || units::store::is_within(tx, row.point.unit, unit)? {
            points.push(PointResult {
                point: row.point.id,
                name: row.point.name,
                unit: row.point.unit,
                unit_name: row.unit_name,
                depth: row.point.depth,
                counts: row.own,
            });
        }
    }
    let branch = if whole { String::new() } else { unit.to_string() };
    let absentees = tx.list(
        &format!(
            "{ABSENTEES} AND ($2 = '' OR EXISTS (SELECT 1 FROM unit_ancestor a
                 WHERE a.unit_id = p.unit_id AND a.ancestor_id = $2)) ORDER BY p.sort_key, d.sort_key, d.id"
        ),
        params![conference, branch],
        read,
    )?;
    Ok(ConferenceResult {
        total: Sums::of_all(points.iter().map(|p| &p.counts)),
        made_up: absentees.iter().filter(|a| a.is_made_up).fold(0, |n, _| n + 1),
        points,
        absentees,
    })
}

const ABSENTEES: &str = "SELECT d.id, d.person_id, d.name, d.post, d.kind, d.unit_id, u.short_name, p.name, d.outcome,
     d.reason, d.made_up_on IS NOT NULL, d.point_id
     FROM delegate d JOIN point p ON p.id = d.point_id JOIN unit u ON u.id = d.unit_id
     WHERE d.conference_id = $1 AND d.outcome IN ('absent_with_reason', 'absent_without_reason')";

fn read(row: &Row<'_>) -> Result<Absentee, StoreError> {
    Ok(Absentee {
        delegate: row.get(0)?,
        person: row.get(1)?,
        name: row.get(2)?,
        post: row.get(3)?,
        kind: word(row, 4, "delegate")?,
        unit: row.get(5)?,
        unit_name: row.get(6)?,
        point_name: row.get(7)?,
        outcome: word(row, 8, "delegate")?,
        reason: row.get(9)?,
        is_made_up: row.get(10)?,
        point: row.get(11)?,
    })
}

/// Those of the unit's branch (by home unit) who were absent and have not made it up yet, by name.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_owing(tx: &mut Tx<'_>, conference: ConferenceId, unit: UnitId) -> Result<Vec<Absentee>, StoreError> {
    let sql = format!(
        "{ABSENTEES} AND d.made_up_on IS NULL AND EXISTS (SELECT 1 FROM unit_ancestor a
             WHERE a.unit_id = d.unit_id AND a.ancestor_id = $2) ORDER BY d.sort_key, d.id"
    );
    tx.list(&sql, params![conference, unit], read)
}

/// How many of the unit's branch still owe a make-up.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_owing(tx: &mut Tx<'_>, conference: ConferenceId, unit: UnitId) -> Result<i64, StoreError> {
    tx.scalar(
        "SELECT COUNT(*) FROM delegate d JOIN unit_ancestor a ON a.unit_id = d.unit_id AND a.ancestor_id = $2
         WHERE d.conference_id = $1 AND d.outcome IN ('absent_with_reason', 'absent_without_reason')
         AND d.made_up_on IS NULL",
        params![conference, unit],
    )
}
