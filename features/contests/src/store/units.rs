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

/// What is another after a change of the tree of units, and after the organiser's unit or one directly below it was renamed.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn state_of_units(tx: &mut Tx<'_>, organiser: UnitId) -> Result<[i64; 3], StoreError> {
    tx.find(
        "SELECT COUNT(*), COALESCE(CAST(SUM(version) AS BIGINT), 0),
                (SELECT COUNT(*) FROM unit_change WHERE state = 'carried_out')
         FROM unit WHERE parent_id = $1 OR id = $1",
        params![organiser],
        |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]),
    )
}

/// Every unit that contestants of a contest belong to, with the unit under which [`unit_figures`] counts it, in the order of
/// these.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_tops(tx: &mut Tx<'_>, contest: &Contest) -> Result<Vec<(UnitId, UnitId)>, StoreError> {
    let sql = format!(
        "SELECT x.unit_id, x.top FROM (
             SELECT y.unit_id, {TOP} AS top FROM (SELECT DISTINCT t.unit_id FROM contestant t
                 WHERE t.contest_no = $1 AND t.unit_id IS NOT NULL) y) x
         JOIN unit g ON g.id = x.top ORDER BY g.sort_key, g.id, x.unit_id"
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
