//! What stood in a contest at the end of a past day: who had begun, how far its list and its logs had come.

use kernel::{Day, Instant};
use platform::db::{StoreError, Tx};
use platform::params;

use crate::domain::{Contest, ContestId};

/// SQL for who had begun before an instant in a contest, with the attempts they had begun: `contestant_no` and `begun`. Of
/// a round that had closed by then the entries tell both; only of one that was open then the log is read.
pub(super) fn begun_sql(contest: &str, until: &str) -> String {
    let open_then = format!("r.contest_id = {contest} AND r.opens_at < {until} AND r.closes_at >= {until}");
    format!(
        "SELECT e.contestant_no, e.attempts AS begun FROM contest_round r JOIN contest_entry e ON e.round_no = r.no
         WHERE r.contest_id = {contest} AND r.closes_at < {until}
         UNION ALL SELECT e.contestant_no, 1 FROM contest_round r JOIN contest_entry e ON e.round_no = r.no
         WHERE {open_then} AND e.started_at < {until}
         UNION ALL SELECT x.contestant_no, 1 FROM contest_round r JOIN contest_result x ON x.round_no = r.no
         WHERE {open_then} AND x.started_at < {until}"
    )
}

/// People and attempts begun of a contest by the end of a day, over all its rounds.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_people_and_attempts_on(tx: &mut Tx<'_>, contest: ContestId, day: Day) -> Result<(i64, i64), StoreError> {
    let sql = format!(
        "SELECT COUNT(DISTINCT b.contestant_no), COALESCE(CAST(SUM(b.begun) AS BIGINT), 0) FROM ({}) b",
        begun_sql("$1", "$2")
    );
    tx.find(&sql, params![contest, Instant::after(day)], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// How many attempts of a contest had ended by the end of a day. Of a round that had closed by then its log tells.
pub(super) fn count_ended_on(tx: &mut Tx<'_>, contest: ContestId, day: Day) -> Result<i64, StoreError> {
    tx.scalar(
        "SELECT COALESCE(CAST(SUM(CASE WHEN r.closes_at < $2 THEN r.log_place ELSE
             (SELECT COUNT(*) FROM contest_result x WHERE x.round_no = r.no AND x.finished_at < $2) END) AS BIGINT), 0)
         FROM contest_round r WHERE r.contest_id = $1 AND r.opens_at < $2",
        params![contest, Instant::after(day)],
    )
}

/// How far the list of a contest had come by the end of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListThen {
    /// The day.
    pub day: Day,
    /// The newest number on the list; of those who registered themselves the instant tells.
    pub last: i64,
    /// The contest had been announced: who was not eligible is known as of then.
    pub is_frozen: bool,
}

/// How far the list of a contest had come by the end of a day. It is frozen with the announcement; before, each filling told
/// how many people it added, and numbers are given in turn.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_then(tx: &mut Tx<'_>, contest: &Contest, day: Day) -> Result<ListThen, StoreError> {
    let until = Instant::after(day);
    let announced: i64 =
        tx.scalar("SELECT COUNT(*) FROM contest WHERE id = $1 AND announced_at < $2", params![contest.id, until])?;
    if announced > 0 {
        return Ok(ListThen { day, last: i64::MAX, is_frozen: true });
    }
    let mut last = 0;
    let sql = "SELECT e.detail FROM event e WHERE e.subject = $1 AND e.name = 'contests.listed' AND e.at < $2";
    tx.each(sql, params![contest.id.to_string(), until], |row| {
        let detail: serde_json::Value = serde_json::from_str(&row.get::<String>(0)?).unwrap_or_default();
        last += detail["people"].as_i64().unwrap_or_default();
        Ok(())
    })?;
    Ok(ListThen { day, last, is_frozen: false })
}
