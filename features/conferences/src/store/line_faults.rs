//! The log of line faults.

use std::collections::HashMap;

use kernel::{ConferenceId, Event, Instant, PointId};
use platform::db::{Row, StoreError, Tx};
use platform::params;

use super::word;
use crate::domain::line_faults::{Fault, FaultId, FaultKind, minutes_lost};
use crate::domain::{Conference, Point};

const FAULT: &str = "id, point_id, kind, lost_at, restored_at, remedy, version";

fn read(row: &Row<'_>) -> Result<Fault, StoreError> {
    Ok(Fault {
        id: row.get(0)?,
        point: row.get(1)?,
        kind: word(row, 2, "line_fault")?,
        lost_at: row.get(3)?,
        restored_at: row.get(4)?,
        remedy: row.get(5)?,
        version: row.get(6)?,
    })
}

/// The fault with this id.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_fault(tx: &mut Tx<'_>, id: FaultId) -> Result<Fault, StoreError> {
    tx.find(&format!("SELECT {FAULT} FROM line_fault WHERE id = $1"), params![id], read)
}

/// The faults of a conference, earliest first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_faults(tx: &mut Tx<'_>, conference: ConferenceId) -> Result<Vec<Fault>, StoreError> {
    let sql = format!("SELECT {FAULT} FROM line_fault WHERE conference_id = $1 ORDER BY lost_at, id");
    tx.list(&sql, params![conference], read)
}

/// A fault to be noted.
#[derive(Debug, Clone)]
pub struct NewFault {
    /// What was lost.
    pub kind: FaultKind,
    /// Since when.
    pub lost_at: Instant,
    /// When it was back; none while it lasts.
    pub restored_at: Option<Instant>,
    /// What was done.
    pub remedy: String,
}

/// Notes a fault of a point's line. The rule is asked by the caller.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert_fault(tx: &mut Tx<'_>, point: &Point, new: &NewFault) -> Result<(), StoreError> {
    let (id, by): (FaultId, _) = (tx.new_id(), tx.actor());
    tx.run(
        "INSERT INTO line_fault (id, conference_id, point_id, kind, lost_at, restored_at, remedy, noted_by, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1)",
        params![id, point.conference, point.id, new.kind.code(), new.lost_at, new.restored_at, new.remedy, by],
    )?;
    let detail = serde_json::json!({ "kind": new.kind.code() });
    tx.record(Event::noted("conferences.line_lost", point.id, Some(point.unit)).with(detail))
}

/// Saves when a line was back and what was done, over the version that was read.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn save_fault(tx: &mut Tx<'_>, point: &Point, fault: &Fault) -> Result<(), StoreError> {
    tx.run_one(
        "UPDATE line_fault SET restored_at = $3, remedy = $4, version = version + 1 WHERE id = $1 AND version = $2",
        params![fault.id, fault.version, fault.restored_at, fault.remedy],
    )?;
    tx.record(Event::noted("conferences.line_restored", point.id, Some(point.unit)))
}

/// Until when a fault that was never restored counts: now, or once the conference is over its end, planned or real,
/// whichever came first.
#[must_use]
pub fn end_of(conference: &Conference, ended: Option<Instant>, now: Instant) -> Instant {
    if conference.state.is_closed() { conference.ends_at.min(ended.unwrap_or(now)).min(now) } else { now }
}

/// The faults of one point: how many, and the minutes lost.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LineSum {
    /// Faults noted.
    pub faults: i64,
    /// Minutes lost, overlaps counted once.
    pub minutes: i64,
    /// Faults that last.
    pub lasting: i64,
}

/// The faults summed by point.
#[must_use]
pub fn sum_by_point(faults: &[Fault], end: Instant) -> HashMap<PointId, LineSum> {
    let mut spans: HashMap<PointId, Vec<(Instant, Instant)>> = HashMap::new();
    let mut sums: HashMap<PointId, LineSum> = HashMap::new();
    for fault in faults {
        spans.entry(fault.point).or_default().push(fault.span(end));
        let sum = sums.entry(fault.point).or_default();
        sum.faults += 1;
        sum.lasting += i64::from(fault.restored_at.is_none());
    }
    for (point, spans) in spans {
        sums.entry(point).or_default().minutes = minutes_lost(spans);
    }
    sums
}
