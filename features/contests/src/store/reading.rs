//! Reading a round as a whole: standings, totals, the log in order.

use fair_contest::Performance;
use platform::db::{Row, StoreError, Tx};
use platform::params;

use super::Kept;
use super::attempts::{RESULT_COLUMNS, read_result};
use crate::domain::Round;

pub(super) fn performance(row: &Row<'_>) -> Result<Performance, StoreError> {
    Ok(Performance {
        contestant: row.get(0)?,
        place: row.get(1)?,
        score: row.get(2)?,
        took: row.get(3)?,
        finished_at: row.get(4)?,
        prediction: row.get(5)?,
    })
}

/// Hands over what counts of every contestant of a round.
///
/// # Errors
/// Of the closure, or [`StoreError::Driver`].
pub fn each_best(tx: &mut Tx<'_>, round: i64, mut take: impl FnMut(Performance)) -> Result<(), StoreError> {
    let sql = "SELECT contestant_no, best_place, best_score, best_took, best_finished_at, best_prediction
         FROM contest_entry WHERE round_no = $1 AND best_place IS NOT NULL";
    tx.each(sql, params![round], |row| {
        take(performance(row)?);
        Ok(())
    })
}

/// The results of a round after this place of its log, at most so many, as they are ranked.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn results_after(tx: &mut Tx<'_>, round: i64, place: i64, limit: i64) -> Result<Vec<Performance>, StoreError> {
    tx.list(
        "SELECT contestant_no, place, score, finished_at - started_at, finished_at, prediction FROM contest_result
         WHERE round_no = $1 AND place > $2 ORDER BY place LIMIT $3",
        params![round, place, limit],
        performance,
    )
}

/// Hands over the results of a round after this place of its log, in order, at most so many.
///
/// # Errors
/// Of the closure, or [`StoreError::Driver`].
pub fn each_result(
    tx: &mut Tx<'_>,
    round: i64,
    after: i64,
    limit: i64,
    mut take: impl FnMut(Kept),
) -> Result<(), StoreError> {
    let sql = format!(
        "SELECT {RESULT_COLUMNS} FROM contest_result r WHERE r.round_no = $1 AND r.place > $2 ORDER BY r.place LIMIT $3"
    );
    tx.each(&sql, params![round, after, limit], |row| {
        take(read_result(row)?);
        Ok(())
    })
}

/// People and attempts of a round; never added to one another.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RoundTotals {
    /// Contestants who began.
    pub people: i64,
    /// Attempts begun.
    pub begun: i64,
    /// Attempts ended.
    pub ended: i64,
}

/// People and attempts of a round.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn round_totals(tx: &mut Tx<'_>, round: &Round) -> Result<RoundTotals, StoreError> {
    let (people, begun) = tx.find(
        "SELECT COUNT(*), COALESCE(CAST(SUM(attempts) AS BIGINT), 0) FROM contest_entry WHERE round_no = $1",
        params![round.no],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(RoundTotals { people, begun, ended: round.log_place })
}
