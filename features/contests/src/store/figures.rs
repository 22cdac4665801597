//! The figures of contests: people once, attempts each, of settled rounds; with the rows behind them.

use kernel::{Day, UnitId};
use platform::app::{Counts, Figure, FigureRow, FigureRows, FigureSource, RowsOf};
use platform::db::{StoreError, Tx};
use platform::params;

use crate::domain::{Contest, ContestId, Round};

/// People who took part in a contest, each once at their unit.
pub const PEOPLE: &str = "contests.people";
/// Their attempts ended.
pub const ATTEMPTS: &str = "contests.attempts";

/// Every figure of this feature.
pub const FIGURES: &[Figure] = &[
    Figure {
        id: PEOPLE,
        counts: Counts::People,
        source: FigureSource::Recorded,
        rows: people_rows,
        of_units: people_of_units,
        owner,
    },
    Figure {
        id: ATTEMPTS,
        counts: Counts::Attempts,
        source: FigureSource::Recorded,
        rows: attempt_rows,
        of_units: attempts_of_units,
        owner,
    },
];

fn owner(tx: &mut Tx<'_>, subject: &str) -> Result<Option<UnitId>, StoreError> {
    match subject.parse::<ContestId>() {
        Ok(id) => tx.lookup("SELECT unit_id FROM contest WHERE id = $1", params![id], |row| row.get(0)),
        Err(_) => Ok(None),
    }
}

/// People and attempts begun of a contest, over all its rounds.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_people_and_attempts(tx: &mut Tx<'_>, contest: ContestId) -> Result<(i64, i64), StoreError> {
    tx.find(
        "SELECT COUNT(DISTINCT e.contestant_no), COALESCE(CAST(SUM(e.attempts) AS BIGINT), 0)
         FROM contest_round r JOIN contest_entry e ON e.round_no = r.no WHERE r.contest_id = $1",
        params![contest],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// What a round that is being settled adds: by unit, the people with a result that counts who are in no round settled
/// before, and their attempts.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn settled_by_unit(
    tx: &mut Tx<'_>,
    contest: &Contest,
    round: &Round,
) -> Result<Vec<(UnitId, i64, i64)>, StoreError> {
    let now = tx.now();
    tx.list(
        "SELECT t.unit_id,
                CAST(SUM(CASE WHEN EXISTS (SELECT 1 FROM contest_round o JOIN contest_entry x ON x.round_no = o.no
                        WHERE o.contest_id = $3 AND o.no <> $2 AND o.settled_at IS NOT NULL
                          AND x.contestant_no = e.contestant_no
                          AND (x.best_place IS NOT NULL OR x.voided_at > $4))
                    THEN 0 ELSE 1 END) AS BIGINT),
                CAST(SUM(e.attempts) AS BIGINT)
         FROM contest_entry e JOIN contestant t ON t.contest_no = $1 AND t.no = e.contestant_no
         WHERE e.round_no = $2 AND e.best_place IS NOT NULL AND t.unit_id IS NOT NULL GROUP BY t.unit_id",
        params![contest.no, round.no, contest.id, now],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

/// The entries that counted before an instant, of the rounds of a contest (`$1`) that were settled before it; `until` is the place of this parameter.
fn settled_entries(until: &str) -> String {
    format!(
        "FROM contest c JOIN contest_round r ON r.contest_id = c.id AND r.settled_at IS NOT NULL
         JOIN contest_entry e ON e.round_no = r.no AND (e.best_place IS NOT NULL OR e.voided_at >= {until})
         JOIN contestant t ON t.contest_no = c.no AND t.no = e.contestant_no
         WHERE c.id = $1 AND r.settled_at < {until}"
    )
}

/// Those of them in a branch; `$2` the branch, `$3` and `$4` the days.
fn from(tx: &mut Tx<'_>, of: &RowsOf) -> Result<String, StoreError> {
    let branch = units::store::within_sql(tx, "t.unit_id", ("$2", "$4"), of.tree_on)?;
    Ok(format!("{} AND {branch}", settled_entries("$3")))
}

/// The end of a day.
fn until(day: Day) -> kernel::Instant {
    kernel::Instant::after(day)
}

const EACH_PERSON: &str = "COUNT(DISTINCT t.no)";
const EACH_ATTEMPT: &str = "COALESCE(CAST(SUM(e.attempts) AS BIGINT), 0)";

fn people_rows(tx: &mut Tx<'_>, of: &RowsOf) -> Result<FigureRows, StoreError> {
    rows(tx, of, EACH_PERSON, "1")
}

fn attempt_rows(tx: &mut Tx<'_>, of: &RowsOf) -> Result<FigureRows, StoreError> {
    rows(tx, of, EACH_ATTEMPT, "SUM(e.attempts)")
}

fn people_of_units(tx: &mut Tx<'_>, contest: &str, as_of: Day) -> Result<Vec<(UnitId, i64)>, StoreError> {
    of_units(tx, contest, as_of, EACH_PERSON)
}

fn attempts_of_units(tx: &mut Tx<'_>, contest: &str, as_of: Day) -> Result<Vec<(UnitId, i64)>, StoreError> {
    of_units(tx, contest, as_of, EACH_ATTEMPT)
}

fn of_units(tx: &mut Tx<'_>, contest: &str, as_of: Day, total: &str) -> Result<Vec<(UnitId, i64)>, StoreError> {
    let sql =
        format!("SELECT t.unit_id, {total} {} AND t.unit_id IS NOT NULL GROUP BY t.unit_id", settled_entries("$2"));
    tx.list(&sql, params![contest, until(as_of)], |row| Ok((row.get(0)?, row.get(1)?)))
}

fn rows(tx: &mut Tx<'_>, of: &RowsOf, total: &str, each: &str) -> Result<FigureRows, StoreError> {
    let (from, until) = (from(tx, of)?, until(of.as_of));
    let total = tx.scalar(&format!("SELECT {total} {from}"), params![of.subject, of.unit, until, of.tree_on])?;
    let sql = format!(
        "SELECT t.no, t.name, CAST({each} AS BIGINT), MIN((SELECT u.short_name FROM unit u WHERE u.id = t.unit_id))
         {from} GROUP BY t.no, t.name, t.sort_key ORDER BY t.sort_key, t.no LIMIT $5 OFFSET $6"
    );
    let rows = tx.list(&sql, params![of.subject, of.unit, until, of.tree_on, of.limit, of.offset], |row| {
        let (no, n): (i64, i64) = (row.get(0)?, row.get(2)?);
        let unit: String = row.get(3)?;
        Ok(FigureRow { title: row.get(1)?, note: format!("{no:06} · {unit} · {n}"), href: String::new() })
    })?;
    Ok(FigureRows { total, rows })
}
