//! Entries a phone held back while it had no net: taken in once each, however often they are sent.

use kernel::{Day, DelegateId, Instant, PointId};
use platform::db::{StoreError, Tx};
use platform::params;

use crate::domain::attendance::may_record;
use crate::domain::offline::{Synced, happened_at, synced};
use crate::domain::{Conference, Outcome, State, Way};

/// An entry as the phone sent it; both moments by the phone's clock.
#[derive(Debug, Clone)]
pub struct HeldBack {
    /// The id the phone made (a UUID).
    pub id: String,
    /// Whom it is about.
    pub delegate: DelegateId,
    /// The outcome wanted.
    pub wanted: Outcome,
    /// The reason of an absence.
    pub reason: String,
    /// When it was taken.
    pub at: Instant,
    /// When it was sent.
    pub sent_at: Instant,
}

/// Takes an entry in and says what became of it; one that was taken in before says the same again.
///
/// # Errors
/// [`StoreError::Stale`] when the delegate changed in this very moment: send again.
pub fn take_in(
    tx: &mut Tx<'_>,
    conference: &Conference,
    point: PointId,
    entry: &HeldBack,
) -> Result<Synced, StoreError> {
    let sql = "SELECT result FROM offline_entry WHERE id = $1 AND point_id = $2";
    if let Some(before) = tx.lookup(sql, params![entry.id, point], |row| super::word(row, 0, "offline_entry"))? {
        return Ok(before);
    }
    let now = tx.now();
    let at = happened_at(entry.at, entry.sent_at, now, opening(conference));
    let result = apply(tx, conference, point, entry, at)?;
    let by = tx.actor();
    tx.run(
        "INSERT INTO offline_entry (id, conference_id, point_id, delegate_id, wanted, at, received_at, result, by_account)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![entry.id, conference.id, point, entry.delegate, entry.wanted.code(), at, now, result.code(), by],
    )?;
    Ok(result)
}

/// Attendance cannot have been taken before the day it was opened on.
fn opening(conference: &Conference) -> Instant {
    let day: Day = match conference.state {
        State::Open { since } => since,
        State::Planned | State::Closed { .. } => conference.day(),
    };
    Instant::at(day, 0, 0)
}

fn apply(
    tx: &mut Tx<'_>,
    conference: &Conference,
    point: PointId,
    entry: &HeldBack,
    at: Instant,
) -> Result<Synced, StoreError> {
    let delegate = match super::find_delegate(tx, entry.delegate) {
        Ok(delegate) if delegate.point == point => delegate,
        Ok(_) | Err(StoreError::NotFound) => return Ok(Synced::Unknown),
        Err(error) => return Err(error),
    };
    let result = synced(delegate.outcome, entry.wanted);
    if result != Synced::Recorded {
        return Ok(result);
    }
    if !may_record(conference.state, entry.wanted).is_yes() {
        return Ok(Synced::Refused);
    }
    super::record_outcome_at(tx, delegate.id, entry.wanted, Way::Organiser, &entry.reason, at)?;
    Ok(Synced::Recorded)
}
