//! Rounds: hours, quotas, what was sealed, the head of the log.

use fair_contest::{Head, Seed, genesis};
use kernel::{Event, Instant, UnitId};
use platform::db::{Param, Row, StoreError, Tx};
use platform::params;

use super::{json, to_json};
use crate::domain::{Contest, ContestId, Round};

const COLUMNS: &str =
    "r.no, r.contest_id, r.position, r.name, r.opens_at, r.closes_at, r.minutes, r.attempts, r.quotas,
     r.seed, r.commitment, r.pool_hash, r.truth, r.settled_at, r.log_place, r.log_head, r.revision, r.version,
     r.held_until";

fn read(row: &Row<'_>) -> Result<Round, StoreError> {
    let seed: Vec<u8> = row.get(9)?;
    Ok(Round {
        no: row.get(0)?,
        contest: row.get(1)?,
        position: row.get(2)?,
        name: row.get(3)?,
        opens_at: row.get(4)?,
        closes_at: row.get(5)?,
        minutes: row.get(6)?,
        attempts: row.get(7)?,
        quotas: json("contest_round", &row.get::<String>(8)?)?,
        seed: <[u8; 32]>::try_from(seed).ok().map(Seed),
        commitment: row.get(10)?,
        pool_hash: row.get(11)?,
        truth: row.get(12)?,
        settled_at: row.get(13)?,
        log_place: row.get(14)?,
        log_head: row.get(15)?,
        revision: row.get(16)?,
        version: row.get(17)?,
        held_until: row.get(18)?,
    })
}

/// The round.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_round(tx: &mut Tx<'_>, no: i64) -> Result<Round, StoreError> {
    tx.find(&format!("SELECT {COLUMNS} FROM contest_round r WHERE r.no = $1"), params![no], read)
}

/// The rounds of a contest, in order.
///
/// # Errors
/// [`StoreError::Corrupt`].
pub fn list_rounds(tx: &mut Tx<'_>, contest: ContestId) -> Result<Vec<Round>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM contest_round r WHERE r.contest_id = $1 ORDER BY r.position");
    tx.list(&sql, params![contest], read)
}

/// Whether a contest has rounds and every one of them is settled.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn is_settled(tx: &mut Tx<'_>, contest: ContestId) -> Result<bool, StoreError> {
    tx.find("SELECT COUNT(*), COUNT(settled_at) FROM contest_round WHERE contest_id = $1", params![contest], |row| {
        let (rounds, settled): (i64, i64) = (row.get(0)?, row.get(1)?);
        Ok(rounds > 0 && rounds == settled)
    })
}

/// Keeps a new one behind the others.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert_round(tx: &mut Tx<'_>, contest: &Contest, round: &Round) -> Result<i64, StoreError> {
    let no: i64 = tx.scalar("SELECT COALESCE(MAX(no), 0) + 1 FROM contest_round", &[])?;
    let next = "SELECT COALESCE(MAX(position), 0) + 1 FROM contest_round WHERE contest_id = $1";
    let position: i64 = tx.scalar(next, params![contest.id])?;
    let nothing: Vec<u8> = Vec::new();
    tx.run(
        "INSERT INTO contest_round (no, contest_id, position, name, opens_at, closes_at, minutes, attempts, quotas, seed,
             commitment, pool_hash, truth, settled_at, log_place, log_head, revision, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', '', NULL, NULL, 0, $10, 0, 1)",
        params![
            no,
            contest.id,
            position,
            round.name,
            round.opens_at,
            round.closes_at,
            round.minutes,
            round.attempts,
            to_json(&round.quotas),
            nothing
        ],
    )?;
    tx.record(Event::noted("contests.round_added", contest.id, Some(contest.unit)))?;
    Ok(no)
}

/// Saves name, hours, attempts and quotas over the version that was read.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn save_round(tx: &mut Tx<'_>, contest: &Contest, round: &Round) -> Result<(), StoreError> {
    tx.run_one(
        "UPDATE contest_round SET name = $3, opens_at = $4, closes_at = $5, minutes = $6, attempts = $7, quotas = $8,
             version = version + 1 WHERE no = $1 AND version = $2",
        params![
            round.no,
            round.version,
            round.name,
            round.opens_at,
            round.closes_at,
            round.minutes,
            round.attempts,
            to_json(&round.quotas)
        ],
    )?;
    tx.record(Event::noted("contests.round_written", contest.id, Some(contest.unit)))
}

/// Removes a round that was never announced, with its questions.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn remove_round(tx: &mut Tx<'_>, contest: &Contest, no: i64) -> Result<(), StoreError> {
    tx.run("DELETE FROM contest_question WHERE round_no = $1", params![no])?;
    tx.run("DELETE FROM contest_round WHERE no = $1", params![no])?;
    tx.record(Event::noted("contests.round_removed", contest.id, Some(contest.unit)))
}

/// Seals a round: its seed, what is published of seed and pool, the head of its empty log.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn seal_round(tx: &mut Tx<'_>, round: i64, seed: &Seed, pool_hash: &str) -> Result<(), StoreError> {
    let commitment = seed.commitment();
    let head = genesis(round, &commitment, pool_hash);
    tx.run(
        "UPDATE contest_round SET seed = $2, commitment = $3, pool_hash = $4, log_head = $5, version = version + 1
         WHERE no = $1",
        params![round, seed.0.as_slice(), commitment, pool_hash, head.0.as_slice()],
    )?;
    Ok(())
}

/// The newest hash of the log.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_log_head(tx: &mut Tx<'_>, round: i64) -> Result<Head, StoreError> {
    let head: Vec<u8> = tx.scalar("SELECT log_head FROM contest_round WHERE no = $1", params![round])?;
    head.try_into().map(Head).map_err(|_| StoreError::corrupt("contest_round", "log_head of another length"))
}

/// Lets a round close later: an incident, told with its reason. Attempts that run and were cut short by the old closing
/// have their time.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn extend_round(
    tx: &mut Tx<'_>,
    contest: &Contest,
    round: &Round,
    closes_at: Instant,
    reason: &str,
) -> Result<(), StoreError> {
    tx.run_one(
        "UPDATE contest_round SET closes_at = $3, version = version + 1 WHERE no = $1 AND version = $2",
        params![round.no, round.version, closes_at],
    )?;
    let whole = round.minutes * 60_000;
    tx.run(
        "UPDATE contest_entry SET version = version + 1,
             due_at = CASE WHEN started_at + $2 < $3 THEN started_at + $2 ELSE $3 END
         WHERE round_no = $1 AND due_at < started_at + $2",
        params![round.no, whole, closes_at],
    )?;
    let detail = serde_json::json!({ "round": round.no, "closes_at": closes_at.shown(), "reason": reason });
    tx.record(Event::noted("contests.round_extended", contest.id, Some(contest.unit)).with(detail))
}

/// Enters what was to be predicted; standings are read anew.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn save_truth(tx: &mut Tx<'_>, contest: &Contest, round: &Round, truth: i64) -> Result<(), StoreError> {
    tx.run_one(
        "UPDATE contest_round SET truth = $3, revision = revision + 1, version = version + 1 WHERE no = $1 AND version = $2",
        params![round.no, round.version, truth],
    )?;
    let detail = serde_json::json!({ "round": round.no, "truth": truth });
    tx.record(Event::noted("contests.truth_entered", contest.id, Some(contest.unit)).with(detail))
}

/// Contestants of a round whose attempt was over before this instant and not ended, at most so many.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_open_overdue(tx: &mut Tx<'_>, round: i64, before: Instant, limit: i64) -> Result<Vec<i64>, StoreError> {
    tx.list(
        "SELECT contestant_no FROM contest_entry WHERE round_no = $1 AND due_at < $2 ORDER BY contestant_no LIMIT $3",
        params![round, before, limit],
        |row| row.get(0),
    )
}

/// The result of the round stands; the head of its log is in the event. Its right answers are held back until then.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn settle(tx: &mut Tx<'_>, contest: &Contest, round: &Round) -> Result<(), StoreError> {
    let now = tx.now();
    tx.run_one(
        "UPDATE contest_round SET settled_at = $2, held_until = $3, revision = revision + 1, version = version + 1
         WHERE no = $1 AND settled_at IS NULL",
        params![round.no, now, round.held_until],
    )?;
    let head = find_log_head(tx, round.no)?;
    let detail = serde_json::json!({ "round": round.no, "results": round.log_place, "head": head.shown() });
    tx.record(Event::noted("contests.round_settled", contest.id, Some(contest.unit)).with(detail))
}

/// Rounds of these units that are over and not settled: contest, its title, the round's name, when it closed.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_unsettled(
    tx: &mut Tx<'_>,
    units: &[UnitId],
    now: Instant,
) -> Result<Vec<(ContestId, String, String, Instant)>, StoreError> {
    let sql = format!(
        "SELECT c.id, c.title, r.name, r.closes_at FROM contest_round r JOIN contest c ON c.id = r.contest_id
         WHERE r.settled_at IS NULL AND r.closes_at < $1 AND c.state = 'announced' AND c.unit_id IN ({})
         ORDER BY r.closes_at LIMIT 7",
        platform::db::places(2, units.len())
    );
    tx.list(&sql, &platform::db::with_each(vec![&now as &dyn Param], units), |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
    })
}
