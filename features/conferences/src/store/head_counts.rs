//! Entered figures of a point: expected and present head-counts, kept apart from what is recorded person by person.

use kernel::{Day, Delta, Event};
use platform::db::{StoreError, Tx};
use platform::params;

use crate::domain::attendance::{HEAD_COUNT, HEAD_COUNT_EXPECTED};
use crate::domain::points::Point;

/// Posts the step from the old entry (counted from its day) to the new one (counted from today).
fn post(tx: &mut Tx<'_>, point: &Point, figure: &'static str, old: (i64, Option<Day>), new: Option<i64>) {
    let subject = point.conference.to_string();
    if let (n, Some(day)) = old {
        tx.post(Delta { subject: subject.clone(), figure, unit: point.unit, day, n: -n });
    }
    if let Some(n) = new {
        let day = tx.today();
        tx.post(Delta { subject, figure, unit: point.unit, day, n });
    }
}

fn entered_on(tx: &mut Tx<'_>, point: &Point, column: &str) -> Result<Option<Day>, StoreError> {
    tx.scalar(&format!("SELECT {column} FROM point WHERE id = $1"), params![point.id])
}

/// Enters how many a point expects.
///
/// # Errors
/// [`StoreError::Stale`] when the point changed meanwhile.
pub fn enter_expected(tx: &mut Tx<'_>, point: &Point, expected: i64) -> Result<(), StoreError> {
    let old = (point.expected.unwrap_or(0), entered_on(tx, point, "expected_on")?);
    let today = tx.today();
    tx.run_one(
        "UPDATE point SET expected = $3, expected_on = $4, version = version + 1 WHERE id = $1 AND version = $2",
        params![point.id, point.version, expected, today],
    )?;
    post(tx, point, HEAD_COUNT_EXPECTED, old, Some(expected));
    note(tx, "conferences.expected_entered", point, serde_json::json!({ "expected": expected }))
}

/// Locks what a point expects.
///
/// # Errors
/// [`StoreError::Stale`] when the point changed meanwhile.
pub fn lock_expected(tx: &mut Tx<'_>, point: &Point) -> Result<(), StoreError> {
    let now = tx.now();
    tx.run_one(
        "UPDATE point SET expected_locked_at = $3, version = version + 1 WHERE id = $1 AND version = $2",
        params![point.id, point.version, now],
    )?;
    note(tx, "conferences.expected_locked", point, serde_json::json!({ "expected": point.expected }))
}

/// Unlocks what a point expects, so that it can be corrected.
///
/// # Errors
/// [`StoreError::Stale`] when the point changed meanwhile.
pub fn unlock_expected(tx: &mut Tx<'_>, point: &Point) -> Result<(), StoreError> {
    tx.run_one(
        "UPDATE point SET expected_locked_at = NULL, version = version + 1 WHERE id = $1 AND version = $2",
        params![point.id, point.version],
    )?;
    note(tx, "conferences.expected_unlocked", point, serde_json::json!({ "expected": point.expected }))
}

/// Enters how many are present at a point without a list.
///
/// # Errors
/// [`StoreError::Stale`] when the point changed meanwhile.
pub fn enter_head_count(tx: &mut Tx<'_>, point: &Point, present: i64) -> Result<(), StoreError> {
    let old = (point.head_count.unwrap_or(0), entered_on(tx, point, "head_count_on")?);
    let today = tx.today();
    tx.run_one(
        "UPDATE point SET head_count = $3, head_count_on = $4, version = version + 1 WHERE id = $1 AND version = $2",
        params![point.id, point.version, present, today],
    )?;
    post(tx, point, HEAD_COUNT, old, Some(present));
    note(tx, "conferences.head_count_entered", point, serde_json::json!({ "present": present }))
}

/// Reports that the line to a point stands (or no longer does).
///
/// # Errors
/// [`StoreError::NotFound`] when the point is gone.
pub fn note_connected(tx: &mut Tx<'_>, point: &Point, stands: bool) -> Result<(), StoreError> {
    let at = stands.then(|| tx.now());
    tx.run("UPDATE point SET connected_at = $2 WHERE id = $1", params![point.id, at])?;
    let name = if stands { "conferences.point_connected" } else { "conferences.point_disconnected" };
    note(tx, name, point, serde_json::Value::Null)
}

/// Takes back what was entered at a point that is removed.
pub(super) fn withdraw(tx: &mut Tx<'_>, point: &Point) -> Result<(), StoreError> {
    let old = (point.expected.unwrap_or(0), entered_on(tx, point, "expected_on")?);
    post(tx, point, HEAD_COUNT_EXPECTED, old, None);
    let old = (point.head_count.unwrap_or(0), entered_on(tx, point, "head_count_on")?);
    post(tx, point, HEAD_COUNT, old, None);
    Ok(())
}

fn note(tx: &mut Tx<'_>, name: &'static str, point: &Point, detail: serde_json::Value) -> Result<(), StoreError> {
    tx.record(Event::noted(name, point.id, Some(point.unit)).with(detail))
}
