//! The attempts of a contest as a list: what stands in the logs of its rounds, with whose it is.

use kernel::{Day, Instant, UnitId};
use platform::db::{Param, Row, StoreError, Tx};
use platform::params;
use platform::web::Sort;

use super::past::count_ended_on;
use crate::domain::Contest;

/// An attempt that ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttemptRow {
    /// Its round's number.
    pub round_no: i64,
    /// Its round's name.
    pub round: String,
    /// Its place in the round's log.
    pub place: i64,
    /// The contestant's number.
    pub contestant: i64,
    /// Their name.
    pub name: String,
    /// Their unit.
    pub unit: Option<UnitId>,
    /// Its short name; empty without one.
    pub unit_name: String,
    /// Which attempt of the round, from 1.
    pub number: i64,
    /// Right answers.
    pub score: i64,
    /// Milliseconds it took.
    pub took: i64,
    /// When it ended.
    pub finished_at: Instant,
    /// Why it does not count; empty where it does.
    pub annulled: String,
}

/// What the list can be sorted by.
pub const ATTEMPT_SORT_KEYS: &[&str] = &["newest", "score"];

/// The results found by `$3`; of a past day those that were there before the instant `$4`.
fn from(day: Option<Day>) -> String {
    let (annulled, known) = match day {
        Some(_) => (" AND a.at < $4", " AND r.opens_at < $4 AND x.finished_at < $4"),
        None => ("", ""),
    };
    format!(
        "FROM contest_round r JOIN contest_result x ON x.round_no = r.no
         LEFT JOIN contestant t ON t.contest_no = $2 AND t.no = x.contestant_no
         LEFT JOIN unit u ON u.id = t.unit_id
         LEFT JOIN contest_annulment a ON a.round_no = x.round_no AND a.place = x.place{annulled}
         WHERE r.contest_id = $1 AND ($3 = '%%' OR t.folded LIKE $3){known}"
    )
}

fn values<'a>(contest: &'a Contest, like: &'a &str, until: Option<&'a Instant>) -> Vec<&'a dyn Param> {
    let mut values: Vec<&dyn Param> = vec![&contest.id, &contest.no, like];
    values.extend(until.map(|until| until as &dyn Param));
    values
}

/// How many ended, by the end of a past day or until now; `like` is a pattern over the folded name of the contestant.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_attempts(tx: &mut Tx<'_>, contest: &Contest, like: &str, day: Option<Day>) -> Result<i64, StoreError> {
    match day {
        // without a search nobody counts the rows of millions
        None if like == "%%" => {
            let sum = "SELECT COALESCE(CAST(SUM(log_place) AS BIGINT), 0) FROM contest_round WHERE contest_id = $1";
            tx.scalar(sum, params![contest.id])
        }
        Some(day) if like == "%%" => count_ended_on(tx, contest.id, day),
        _ => {
            let until = day.map(Instant::after);
            tx.scalar(&format!("SELECT COUNT(*) {}", from(day)), &values(contest, &like, until.as_ref()))
        }
    }
}

/// One page of them; of a past day with what had been annulled by then and the names of units of then.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_attempts(
    tx: &mut Tx<'_>,
    contest: &Contest,
    (like, day): (&str, Option<Day>),
    sort: Sort<'_>,
    (offset, limit): (i64, i64),
) -> Result<Vec<AttemptRow>, StoreError> {
    let until = day.map(Instant::after);
    let mut values = values(contest, &like, until.as_ref());
    let order = match (sort.key, sort.descending) {
        ("score", false) => "x.score, r.position, x.place",
        ("score", true) => "x.score DESC, r.position, x.place",
        (_, true) => "x.round_no, x.place",
        (_, false) => "x.round_no DESC, x.place DESC",
    };
    let sql = format!(
        "SELECT r.no, r.name, x.place, x.contestant_no, COALESCE(t.name, ''), COALESCE(u.short_name, ''), x.number,
                x.score, x.finished_at - x.started_at, x.finished_at, COALESCE(a.reason, ''), t.unit_id
         {} ORDER BY {order} LIMIT ${} OFFSET ${}",
        from(day),
        values.len() + 1,
        values.len() + 2
    );
    values.extend([&limit as &dyn Param, &offset]);
    let mut rows = tx.list(&sql, &values, read)?;
    if let Some(day) = day {
        let names = units::store::names_on(tx, rows.iter().filter_map(|row: &AttemptRow| row.unit), day)?;
        for row in &mut rows {
            row.unit_name =
                row.unit.and_then(|unit| names.get(&unit)).map(|named| named.short_name.clone()).unwrap_or_default();
        }
    }
    Ok(rows)
}

fn read(row: &Row<'_>) -> Result<AttemptRow, StoreError> {
    Ok(AttemptRow {
        round_no: row.get(0)?,
        round: row.get(1)?,
        place: row.get(2)?,
        contestant: row.get(3)?,
        name: row.get(4)?,
        unit: row.get(11)?,
        unit_name: row.get(5)?,
        number: row.get(6)?,
        score: row.get(7)?,
        took: row.get(8)?,
        finished_at: row.get(9)?,
        annulled: row.get(10)?,
    })
}
