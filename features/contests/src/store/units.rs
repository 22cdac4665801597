//! What the people of units did, in a round and in a contest as a whole. Who counts is said once, here: whoever was not
//! excluded before the announcement and has a result that counts. Annulled ones stay on the list and count in nothing.

use std::collections::HashMap;

use kernel::UnitId;
use platform::db::{Row, StoreError, Tx};
use platform::params;

use crate::domain::{Contest, UnitScore};

/// A unit with what its people did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitFigures {
    /// The unit.
    pub unit: UnitId,
    /// What its people did, under the unit's name.
    pub score: UnitScore,
}

/// The unit directly below the organiser whose branch a contestant's unit is in; else that unit itself. `$2` is the
/// organiser.
const TOP: &str = "COALESCE((SELECT b.ancestor_id FROM unit_ancestor b JOIN unit k ON k.id = b.ancestor_id
                WHERE b.unit_id = y.unit_id AND k.parent_id = $2), y.unit_id)";

fn read(row: &Row<'_>) -> Result<UnitFigures, StoreError> {
    let score = UnitScore {
        name: row.get(1)?,
        eligible: row.get(2)?,
        people: row.get(3)?,
        attempts: row.get(4)?,
        scores: row.get(5)?,
    };
    Ok(UnitFigures { unit: row.get(0)?, score })
}

/// By unit directly below the organiser out of the sums by unit of a contestant.
fn by_top(of_units: &str) -> String {
    format!(
        "SELECT g.id, g.short_name, x.eligible, x.people, x.attempts, x.scores
         FROM (SELECT {TOP} AS top,
                      CAST(SUM(y.eligible) AS BIGINT) AS eligible, CAST(SUM(y.people) AS BIGINT) AS people,
                      CAST(SUM(y.attempts) AS BIGINT) AS attempts, CAST(SUM(y.scores) AS BIGINT) AS scores
               FROM ({of_units}) y
               GROUP BY 1) x
         JOIN unit g ON g.id = x.top ORDER BY g.sort_key, g.id"
    )
}

/// What the people of each unit directly below the organiser did in a round, those of whole branches together; the
/// organiser's own people stand under its own name.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn unit_figures(tx: &mut Tx<'_>, contest: &Contest, round: i64) -> Result<Vec<UnitFigures>, StoreError> {
    let sql = by_top(
        "SELECT t.unit_id, SUM(CASE WHEN t.excluded = '' THEN 1 ELSE 0 END) AS eligible, COUNT(e.best_place) AS people,
                COALESCE(SUM(e.attempts), 0) AS attempts, COALESCE(SUM(e.best_score), 0) AS scores
         FROM contestant t LEFT JOIN contest_entry e
           ON e.round_no = $3 AND e.contestant_no = t.no AND e.best_place IS NOT NULL AND t.excluded = ''
         WHERE t.contest_no = $1 AND t.unit_id IS NOT NULL GROUP BY t.unit_id",
    );
    tx.list(&sql, params![contest.no, contest.unit, round], read)
}

/// What the entries of the settled rounds of a contest (`$1`) come to, by contestant.
const WHOLE: &str = "SELECT e.contestant_no, SUM(e.attempts) AS attempts, SUM(e.best_score) AS score,
        SUM(e.best_took) AS took
     FROM contest c JOIN contest_round r ON r.contest_id = c.id AND r.settled_at IS NOT NULL
     JOIN contest_entry e ON e.round_no = r.no AND e.best_place IS NOT NULL
     WHERE c.no = $1 GROUP BY e.contestant_no";

/// As [`unit_figures`], over all settled rounds: each person once, with the sum of their scores.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn whole_unit_figures(tx: &mut Tx<'_>, contest: &Contest) -> Result<Vec<UnitFigures>, StoreError> {
    let sql = by_top(&format!(
        "SELECT t.unit_id, SUM(CASE WHEN t.excluded = '' THEN 1 ELSE 0 END) AS eligible, COUNT(w.contestant_no) AS people,
                COALESCE(SUM(w.attempts), 0) AS attempts, COALESCE(SUM(w.score), 0) AS scores
         FROM contestant t LEFT JOIN ({WHOLE}) w ON w.contestant_no = t.no AND t.excluded = ''
         WHERE t.contest_no = $1 AND t.unit_id IS NOT NULL GROUP BY t.unit_id"
    ));
    tx.list(&sql, params![contest.no, contest.unit], read)
}

/// A contestant's sum over the settled rounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WholeResult {
    /// The contestant's number.
    pub contestant: i64,
    /// The sum of the scores that count.
    pub score: i64,
    /// The sum of the times of these attempts, milliseconds.
    pub took: i64,
    /// From 1; equal sums share it.
    pub rank: i64,
}

/// Contestants by the sum of their scores over the settled rounds, then by the sum of their times; those of these ranks.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_whole(
    tx: &mut Tx<'_>,
    contest: i64,
    until_rank: i64,
    (offset, limit): (i64, i64),
) -> Result<Vec<WholeResult>, StoreError> {
    let sql = format!(
        "SELECT q.contestant_no, q.score, q.took, q.place FROM (
             SELECT w.contestant_no, CAST(w.score AS BIGINT) AS score, CAST(w.took AS BIGINT) AS took,
                    RANK() OVER (ORDER BY w.score DESC, w.took) AS place FROM ({WHOLE}) w) q
         WHERE q.place <= $2 ORDER BY q.place, q.contestant_no LIMIT $3 OFFSET $4"
    );
    tx.list(&sql, params![contest, until_rank, limit, offset], |row| {
        Ok(WholeResult { contestant: row.get(0)?, score: row.get(1)?, took: row.get(2)?, rank: row.get(3)? })
    })
}

/// Contestants with a result that counts in a settled round.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_whole(tx: &mut Tx<'_>, contest: i64) -> Result<i64, StoreError> {
    tx.scalar(&format!("SELECT COUNT(*) FROM ({WHOLE}) w"), params![contest])
}

/// Every unit that contestants of a contest belong to, with the unit under which [`unit_figures`] counts it.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_tops(tx: &mut Tx<'_>, contest: &Contest) -> Result<Vec<(UnitId, UnitId)>, StoreError> {
    let sql = format!(
        "SELECT y.unit_id, {TOP} FROM (SELECT DISTINCT t.unit_id FROM contestant t
             WHERE t.contest_no = $1 AND t.unit_id IS NOT NULL) y"
    );
    tx.list(&sql, params![contest.no, contest.unit], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// The units of the contestants whose results stand behind a place of a round's log, at most so many results.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn units_of_results(
    tx: &mut Tx<'_>,
    contest: i64,
    round: i64,
    (after, limit): (i64, i64),
) -> Result<HashMap<i64, UnitId>, StoreError> {
    let mut all = HashMap::new();
    tx.each(
        "SELECT t.no, t.unit_id FROM contest_result r
         JOIN contestant t ON t.contest_no = $1 AND t.no = r.contestant_no
         WHERE r.round_no = $2 AND r.place > $3 AND r.place <= $3 + $4 AND t.unit_id IS NOT NULL
           AND t.excluded = ''",
        params![contest, round, after, limit],
        |row| {
            all.insert(row.get(0)?, row.get(1)?);
            Ok(())
        },
    )?;
    Ok(all)
}
