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

/// A subject with the first and the last day on which it was counted.
pub type Counted = (String, Day, Day);

/// How many subjects of any figure are looked at for those of one.
const LOOKED_AT: i64 = 5_000;

/// Subjects counted under a figure in the unit's branch, at most so many of the youngest (ids grow with time, and so do months),
/// the latest counted first; what still waits in the queue is not looked at.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_subjects(tx: &mut Tx<'_>, figure: &str, unit: UnitId, most: i64) -> Result<Vec<Counted>, StoreError> {
    // from subject to subject by the key, each looked up, until enough are found: not through the whole ledger
    let mut found: Vec<Counted> = tx.list(
        &format!(
            "WITH RECURSIVE known (subject, place) AS (
                 SELECT MAX(subject), 1 FROM figure_sum
                 UNION ALL
                 SELECT (SELECT MAX(s.subject) FROM figure_sum s WHERE s.subject < known.subject), known.place + 1
                 FROM known WHERE known.subject IS NOT NULL AND known.place < {LOOKED_AT})
             SELECT k.subject, k.first_day, k.last_day FROM (
                 SELECT known.subject, {} AS first_day, {} AS last_day FROM known WHERE known.subject IS NOT NULL) k
             WHERE k.first_day IS NOT NULL LIMIT $3",
            day_of("MIN", "known.subject"),
            day_of("MAX", "known.subject")
        ),
        params![figure, unit, most],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    found.sort_by(|one, other| other.2.cmp(&one.2).then_with(|| one.0.cmp(&other.0)));
    Ok(found)
}

/// The first or the last day of a subject in the branch of a unit (`$2`) under a figure (`$1`).
fn day_of(which: &str, subject: &str) -> String {
    format!(
        "(SELECT {which}(s.day) FROM figure_sum s WHERE s.subject = {subject} AND s.figure = $1 AND s.unit_id = $2)"
    )
}

/// The same for one subject; none when it was not counted there.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn lookup_subject(
    tx: &mut Tx<'_>,
    figure: &str,
    unit: UnitId,
    subject: &str,
) -> Result<Option<Counted>, StoreError> {
    let sql = format!("SELECT {}, {}", day_of("MIN", "$3"), day_of("MAX", "$3"));
    let days: Option<(Option<Day>, Option<Day>)> =
        tx.lookup(&sql, params![figure, unit, subject], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(days.and_then(|(first, last)| first.zip(last)).map(|(first, last)| (subject.to_owned(), first, last)))
}
