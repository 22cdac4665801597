//! Reading a round as a whole: standings, totals, the log in order, annulments.

use std::collections::HashSet;

use fair_contest::Performance;
use kernel::Event;
use platform::db::{Row, StoreError, Tx};
use platform::params;

use super::attempts::{RESULT_COLUMNS, read_result};
use super::{Kept, load_entries, save_entries};
use crate::domain::{Contest, Round, counts_before};

fn performance(row: &Row<'_>) -> Result<Performance, StoreError> {
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

/// A result that does not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annulled {
    /// Its place in the log.
    pub place: i64,
    /// Why.
    pub reason: String,
    /// When that was decided.
    pub at: kernel::Instant,
}

/// What was annulled of a round.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_annulled(tx: &mut Tx<'_>, round: i64) -> Result<Vec<Annulled>, StoreError> {
    tx.list(
        "SELECT place, reason, at FROM contest_annulment WHERE round_no = $1 ORDER BY place",
        params![round],
        |row| Ok(Annulled { place: row.get(0)?, reason: row.get(1)?, at: row.get(2)? }),
    )
}

/// Annuls results of a round; what counts of their contestants is found anew. The log keeps them.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn annul(
    tx: &mut Tx<'_>,
    contest: &Contest,
    round: &Round,
    places: &[i64],
    reason: &str,
) -> Result<(), StoreError> {
    let now = tx.now();
    for place in places {
        tx.run(
            "INSERT INTO contest_annulment (round_no, place, reason, at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (round_no, place) DO NOTHING",
            params![round.no, place, reason, now],
        )?;
    }
    let annulled: HashSet<i64> = list_annulled(tx, round.no)?.into_iter().map(|one| one.place).collect();
    let mut contestants: Vec<i64> = Vec::new();
    for place in places {
        contestants.push(super::find_result(tx, round.no, *place)?.result.contestant);
    }
    contestants.sort_unstable();
    contestants.dedup();
    let mut entries = load_entries(tx, round.no, &contestants)?;
    for entry in &mut entries {
        entry.best = best_of(tx, contest, round, entry.contestant, &annulled)?;
    }
    save_entries(tx, round.no, &entries.iter().collect::<Vec<_>>())?;
    tx.run("UPDATE contest_round SET revision = revision + 1 WHERE no = $1", params![round.no])?;
    let detail = serde_json::json!({ "round": round.no, "places": places, "reason": reason });
    tx.record(Event::noted("contests.annulled", contest.id, Some(contest.unit)).with(detail))
}

/// What counts of a contestant's results that are not annulled.
fn best_of(
    tx: &mut Tx<'_>,
    contest: &Contest,
    round: &Round,
    contestant: i64,
    annulled: &HashSet<i64>,
) -> Result<Option<Performance>, StoreError> {
    let all = tx.list(
        "SELECT contestant_no, place, score, finished_at - started_at, finished_at, prediction FROM contest_result
         WHERE round_no = $1 AND contestant_no = $2 ORDER BY place",
        params![round.no, contestant],
        performance,
    )?;
    let mut best: Option<Performance> = None;
    for new in all.into_iter().filter(|one| !annulled.contains(&one.place)) {
        if best.is_none_or(|old| counts_before(&new, &old, &contest.rules, round.opens_at)) {
            best = Some(new);
        }
    }
    Ok(best)
}
