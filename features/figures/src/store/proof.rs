//! What the proof of the ledger reads, and what became of each.

use std::collections::HashMap;

use kernel::{Day, Event, EventId, Instant, UnitId};
use platform::db::{StoreError, Tx};
use platform::params;

use crate::domain::{Recomputation, month_ends};

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

impl Proof {
    /// True when a past day was proved, false for the day on which it was.
    #[must_use]
    pub fn is_of_past(&self) -> bool {
        self.as_of < self.at.day()
    }
}

/// Keeps what a recomputation found; of a past day only the latest is kept.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert_recomputation(tx: &mut Tx<'_>, found: &Recomputation) -> Result<(), StoreError> {
    let (id, now): (EventId, _) = (tx.new_id(), tx.now());
    let is_of_past = found.as_of < now.day();
    if is_of_past {
        forget_past(tx, found.as_of)?;
    }
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
    if is_of_past && differences == 0 {
        return Ok(());
    }
    let detail = serde_json::json!({ "as_of": found.as_of, "compared": found.compared, "differences": differences });
    tx.record(Event::noted("figures.recomputed", id, None).with(detail))
}

fn forget_past(tx: &mut Tx<'_>, day: Day) -> Result<(), StoreError> {
    let over = Instant::after(day);
    let earlier = "SELECT r.id FROM figure_recomputation r WHERE r.as_of = $1 AND r.at >= $2";
    tx.run(&format!("DELETE FROM figure_difference WHERE recomputation_id IN ({earlier})"), params![day, over])?;
    tx.run("DELETE FROM figure_recomputation WHERE as_of = $1 AND at >= $2", params![day, over])?;
    Ok(())
}

/// The recomputations that were made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proofs {
    /// Each of the day on which it was made, the latest first.
    pub daily: Vec<Proof>,
    /// The latest of each past day, the latest day first.
    pub past: Vec<Proof>,
}

impl Proofs {
    /// Those that hold now and found a difference: the latest of today, and those of past days.
    pub fn differing(&self) -> impl Iterator<Item = &Proof> {
        self.daily.first().into_iter().chain(&self.past).filter(|proof| proof.differences > 0)
    }
}

/// The recomputations that were made.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_proofs(tx: &mut Tx<'_>) -> Result<Proofs, StoreError> {
    let all = tx.list(
        "SELECT id, as_of, at, compared, units, differences FROM figure_recomputation ORDER BY at DESC, id DESC",
        &[],
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
    )?;
    let (mut past, daily): (Vec<Proof>, Vec<Proof>) = all.into_iter().partition(Proof::is_of_past);
    past.sort_by_key(|proof| std::cmp::Reverse(proof.as_of));
    Ok(Proofs { daily, past })
}

/// The past days the ledger is proved of, in the order in which to look at them: those found wrong, then those never looked
/// at, then those not looked at for longest.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_past_days(tx: &mut Tx<'_>, today: Day) -> Result<Vec<Day>, StoreError> {
    let Some(first) = super::first_day(tx)? else { return Ok(Vec::new()) };
    let proofs = list_proofs(tx)?.past;
    let last: HashMap<Day, (bool, Instant)> =
        proofs.into_iter().map(|proof| (proof.as_of, (proof.differences == 0, proof.at))).collect();
    let mut days = month_ends(first, today);
    days.sort_by_key(|day| last.get(day).map_or((true, None), |(is_true, at)| (*is_true, Some(*at))));
    Ok(days)
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
