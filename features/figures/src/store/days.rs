//! What the ledger knows of its subjects, and on which days they were counted.

use std::collections::BTreeMap;

use kernel::{Day, UnitId};
use platform::db::{Dialect, StoreError, Tx};
use platform::params;

use super::Posted;

/// Each day's change of a figure in the unit's branch, oldest first, what still waits in the queue among them: for curves.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn days(tx: &mut Tx<'_>, subject: &str, figure: &str, unit: UnitId) -> Result<Vec<(Day, i64)>, StoreError> {
    let mut days: BTreeMap<Day, i64> = BTreeMap::new();
    tx.each(
        "SELECT day, n FROM figure_sum WHERE subject = $1 AND figure = $2 AND unit_id = $3 AND n <> 0",
        params![subject, figure, unit],
        |row| {
            days.insert(row.get(0)?, row.get(1)?);
            Ok(())
        },
    )?;
    if tx.dialect() == Dialect::Postgres && super::waits(tx, subject)? {
        let waiting = list_queued(tx, subject, figure)?;
        for ((_, _, counted_at, day), n) in super::sums_of(tx, waiting)? {
            if counted_at == unit {
                *days.entry(day).or_default() += n;
            }
        }
    }
    Ok(days.into_iter().filter(|(_, n)| *n != 0).collect())
}

fn list_queued(tx: &mut Tx<'_>, subject: &str, figure: &str) -> Result<Vec<Posted>, StoreError> {
    tx.list(
        "SELECT unit_id, day, CAST(SUM(n) AS BIGINT) FROM figure_queue WHERE subject = $1 AND figure = $2
         GROUP BY unit_id, day",
        params![subject, figure],
        |row| {
            let (unit, day, n) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(Posted { subject: subject.to_owned(), figure: figure.to_owned(), unit, day, n })
        },
    )
}

/// The pairs of subject and figure the ledger knows.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_pairs(tx: &mut Tx<'_>) -> Result<Vec<(String, String)>, StoreError> {
    tx.list(
        "SELECT subject, figure FROM figure_sum GROUP BY subject, figure
         UNION SELECT subject, figure FROM figure_queue ORDER BY 2, 1",
        &[],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The first day on which anything was counted.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn first_day(tx: &mut Tx<'_>) -> Result<Option<Day>, StoreError> {
    tx.scalar("SELECT MIN(day) FROM (SELECT day FROM figure_sum UNION ALL SELECT day FROM figure_queue) d", &[])
}

/// The subjects counted under a figure in the unit's branch, each with the first and the last day of it; what still waits in
/// the queue is not looked at.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_subjects(tx: &mut Tx<'_>, figure: &str, unit: UnitId) -> Result<Vec<(String, Day, Day)>, StoreError> {
    // from subject to subject by the key, each looked up: not once through the whole ledger
    tx.list(
        "WITH RECURSIVE known (subject) AS (
             SELECT MIN(subject) FROM figure_sum
             UNION ALL
             SELECT (SELECT MIN(s.subject) FROM figure_sum s WHERE s.subject > known.subject) FROM known
             WHERE known.subject IS NOT NULL)
         SELECT k.subject, k.first_day, k.last_day FROM (
             SELECT known.subject,
                 (SELECT MIN(s.day) FROM figure_sum s WHERE s.subject = known.subject AND s.figure = $1 AND s.unit_id = $2)
                     AS first_day,
                 (SELECT MAX(s.day) FROM figure_sum s WHERE s.subject = known.subject AND s.figure = $1 AND s.unit_id = $2)
                     AS last_day
             FROM known WHERE known.subject IS NOT NULL) k
         WHERE k.first_day IS NOT NULL ORDER BY k.last_day DESC, k.subject",
        params![figure, unit],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}
