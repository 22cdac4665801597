//! The attempts of a contest as a list: what stands in the logs of its rounds, with whose it is.

use kernel::Instant;
use platform::db::{StoreError, Tx};
use platform::params;
use platform::web::Sort;

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
    /// Their unit's short name; empty without one.
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

const FROM: &str = "FROM contest_round r JOIN contest_result x ON x.round_no = r.no
     LEFT JOIN contestant t ON t.contest_no = $2 AND t.no = x.contestant_no
     LEFT JOIN unit u ON u.id = t.unit_id
     LEFT JOIN contest_annulment a ON a.round_no = x.round_no AND a.place = x.place
     WHERE r.contest_id = $1 AND ($3 = '%%' OR t.folded LIKE $3)";

/// How many ended; `like` is a pattern over the folded name of the contestant.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_attempts(tx: &mut Tx<'_>, contest: &Contest, like: &str) -> Result<i64, StoreError> {
    if like == "%%" {
        // without a search nobody counts the rows of millions
        let sum = "SELECT COALESCE(CAST(SUM(log_place) AS BIGINT), 0) FROM contest_round WHERE contest_id = $1";
        return tx.scalar(sum, params![contest.id]);
    }
    tx.scalar(&format!("SELECT COUNT(*) {FROM}"), params![contest.id, contest.no, like])
}

/// One page of them.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_attempts(
    tx: &mut Tx<'_>,
    contest: &Contest,
    like: &str,
    sort: Sort<'_>,
    (offset, limit): (i64, i64),
) -> Result<Vec<AttemptRow>, StoreError> {
    let order = match (sort.key, sort.descending) {
        ("score", false) => "x.score, r.position, x.place",
        ("score", true) => "x.score DESC, r.position, x.place",
        (_, true) => "x.round_no, x.place",
        (_, false) => "x.round_no DESC, x.place DESC",
    };
    let sql = format!(
        "SELECT r.no, r.name, x.place, x.contestant_no, COALESCE(t.name, ''), COALESCE(u.short_name, ''), x.number,
                x.score, x.finished_at - x.started_at, x.finished_at, COALESCE(a.reason, '')
         {FROM} ORDER BY {order} LIMIT $4 OFFSET $5"
    );
    tx.list(&sql, params![contest.id, contest.no, like, limit, offset], |row| {
        Ok(AttemptRow {
            round_no: row.get(0)?,
            round: row.get(1)?,
            place: row.get(2)?,
            contestant: row.get(3)?,
            name: row.get(4)?,
            unit_name: row.get(5)?,
            number: row.get(6)?,
            score: row.get(7)?,
            took: row.get(8)?,
            finished_at: row.get(9)?,
            annulled: row.get(10)?,
        })
    })
}
