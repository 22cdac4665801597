//! What the proof of the ledger reads, and what became of each.

use std::collections::HashMap;

use kernel::{Day, Event, EventId, Instant, UnitId};
use platform::db::{StoreError, Tx};
use platform::params;

use crate::domain::Recomputation;

/// How many differences of a recomputation are kept; their number is always kept.
pub const DIFFERENCES_KEPT: usize = 1_000;

/// Every unit's sum of a figure at the end of this day, as the ledger holds it, without what waits in the queue.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_sums(tx: &mut Tx<'_>, subject: &str, figure: &str, as_of: Day) -> Result<HashMap<UnitId, i64>, StoreError> {
    let mut sums = HashMap::new();
    tx.each(
        "SELECT unit_id, CAST(SUM(n) AS BIGINT) FROM figure_sum WHERE subject = $1 AND figure = $2 AND day <= $3
         GROUP BY unit_id",
        params![subject, figure, as_of],
        |row| {
            sums.insert(row.get(0)?, row.get(1)?);
            Ok(())
        },
    )?;
    Ok(sums)
}

/// What still waits in the queue (PostgreSQL), by the unit it was counted at.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_waiting(
    tx: &mut Tx<'_>,
    subject: &str,
    figure: &str,
    as_of: Day,
) -> Result<Vec<(UnitId, i64)>, StoreError> {
    tx.list(
        "SELECT unit_id, CAST(SUM(n) AS BIGINT) FROM figure_queue WHERE subject = $1 AND figure = $2 AND day <= $3
         GROUP BY unit_id",
        params![subject, figure, as_of],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// A recomputation that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// Its id.
    pub id: EventId,
    /// At the end of which day.
    pub as_of: Day,
    /// When it was through.
    pub at: Instant,
    /// How many pairs of figure and subject were compared.
    pub compared: i64,
    /// How many sums of units these were.
    pub units: i64,
    /// How many differed.
    pub differences: i64,
}

/// Keeps what a recomputation found.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert_recomputation(tx: &mut Tx<'_>, found: &Recomputation) -> Result<(), StoreError> {
    let (id, now): (EventId, _) = (tx.new_id(), tx.now());
    let differences = i64::try_from(found.differences.len()).unwrap_or(i64::MAX);
    tx.run(
        "INSERT INTO figure_recomputation (id, as_of, at, compared, units, differences) VALUES ($1, $2, $3, $4, $5, $6)",
        params![id, found.as_of, now, found.compared, found.units, differences],
    )?;
    for (position, one) in (0_i64..).zip(found.differences.iter().take(DIFFERENCES_KEPT)) {
        tx.run(
            "INSERT INTO figure_difference (recomputation_id, position, subject, figure, unit_id, in_ledger, in_rows)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            params![id, position, one.subject, one.figure, one.unit, one.ledger, one.rows],
        )?;
    }
    let detail = serde_json::json!({ "compared": found.compared, "differences": differences });
    tx.record(Event::noted("figures.recomputed", id, None).with(detail))
}

/// The latest recomputations, newest first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_proofs(tx: &mut Tx<'_>, limit: i64) -> Result<Vec<Proof>, StoreError> {
    tx.list(
        "SELECT id, as_of, at, compared, units, differences FROM figure_recomputation ORDER BY at DESC, id DESC LIMIT $1",
        params![limit],
        |row| {
            Ok(Proof {
                id: row.get(0)?,
                as_of: row.get(1)?,
                at: row.get(2)?,
                compared: row.get(3)?,
                units: row.get(4)?,
                differences: row.get(5)?,
            })
        },
    )
}

/// A difference as it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundDifference {
    /// The rollout, requirement or conference.
    pub subject: String,
    /// The id of the figure.
    pub figure: String,
    /// The unit.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// What the ledger said.
    pub in_ledger: i64,
    /// What the rows added up to.
    pub in_rows: i64,
}

/// The differences a recomputation found, at most [`DIFFERENCES_KEPT`].
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_differences(tx: &mut Tx<'_>, proof: EventId) -> Result<Vec<FoundDifference>, StoreError> {
    tx.list(
        "SELECT d.subject, d.figure, d.unit_id, u.name, d.in_ledger, d.in_rows
         FROM figure_difference d JOIN unit u ON u.id = d.unit_id WHERE d.recomputation_id = $1 ORDER BY d.position",
        params![proof],
        |row| {
            Ok(FoundDifference {
                subject: row.get(0)?,
                figure: row.get(1)?,
                unit: row.get(2)?,
                unit_name: row.get(3)?,
                in_ledger: row.get(4)?,
                in_rows: row.get(5)?,
            })
        },
    )
}
