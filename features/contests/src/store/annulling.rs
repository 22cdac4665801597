//! Annulling: results that do not count, and whole contestants, who stay on the list and count in nothing. The log keeps
//! everything. What counts is found anew, figures that were posted are taken back, certificates cease to hold.

use std::collections::HashSet;

use fair_contest::Performance;
use kernel::{Delta, Event, UnitId};
use platform::db::{Param, StoreError, Tx, in_pieces, places as dollars, with_each};
use platform::params;

use super::reading::performance;
use super::{
    ATTEMPTS, PEOPLE, annul_certificates, annul_certificates_of_final, list_rounds, load_entries, save_entries,
};
use crate::domain::{Contest, Round, counts_before};

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
/// [`StoreError::NotFound`] when the log has no such place.
pub fn annul(
    tx: &mut Tx<'_>,
    contest: &Contest,
    round: &Round,
    places: &[i64],
    reason: &str,
) -> Result<(), StoreError> {
    let now = tx.now();
    let mut contestants: Vec<i64> = Vec::new();
    for place in places {
        contestants.push(super::find_result(tx, round.no, *place)?.result.contestant);
        tx.run(
            "INSERT INTO contest_annulment (round_no, place, reason, at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (round_no, place) DO NOTHING",
            params![round.no, place, reason, now],
        )?;
    }
    contestants.sort_unstable();
    contestants.dedup();
    count_anew(tx, contest, round, &contestants)?;
    tx.run("UPDATE contest_round SET revision = revision + 1 WHERE no = $1", params![round.no])?;
    let detail = serde_json::json!({ "round": round.no, "places": places, "reason": reason });
    tx.record(Event::noted("contests.annulled", contest.id, Some(contest.unit)).with(detail))
}

/// What counts of these contestants in a round is found anew.
fn count_anew(tx: &mut Tx<'_>, contest: &Contest, round: &Round, contestants: &[i64]) -> Result<(), StoreError> {
    let annulled: HashSet<i64> = list_annulled(tx, round.no)?.into_iter().map(|one| one.place).collect();
    let results = results_of(tx, round.no, contestants)?;
    let mut entries = load_entries(tx, round.no, contestants)?;
    let (mut changed, mut voided) = (Vec::new(), Vec::new());
    for entry in &mut entries {
        let before = entry.best;
        let own = results.iter().filter(|one| one.contestant == entry.contestant);
        entry.best = best_of(contest, round, own.copied().filter(|one| !annulled.contains(&one.place)));
        if before.map(|one| one.place) != entry.best.map(|one| one.place) {
            changed.push(entry.contestant);
        }
        if before.is_some() && entry.best.is_none() {
            voided.push((entry.contestant, entry.attempts));
        }
    }
    save_entries(tx, round.no, &entries.iter().collect::<Vec<_>>())?;
    void(tx, contest, round, &voided)?;
    annul_certificates(tx, contest, round, &changed)
}

/// Of who counted in a round nothing counts any more: what the ledger was told of a settled round is taken back.
fn void(tx: &mut Tx<'_>, contest: &Contest, round: &Round, voided: &[(i64, i64)]) -> Result<(), StoreError> {
    let (now, day) = (tx.now(), tx.today());
    for (contestant, attempts) in voided {
        tx.run(
            "UPDATE contest_entry SET voided_at = $3 WHERE round_no = $1 AND contestant_no = $2",
            params![round.no, contestant, now],
        )?;
        if round.settled_at.is_none() {
            continue;
        }
        let unit: Option<UnitId> = tx.find(
            "SELECT unit_id FROM contestant WHERE contest_no = $1 AND no = $2",
            params![contest.no, contestant],
            |row| row.get(0),
        )?;
        let Some(unit) = unit else { continue };
        let others: i64 = tx.scalar(
            "SELECT COUNT(*) FROM contest_round o JOIN contest_entry x ON x.round_no = o.no
             WHERE o.contest_id = $1 AND o.no <> $2 AND o.settled_at IS NOT NULL AND x.contestant_no = $3
               AND (x.best_place IS NOT NULL OR x.voided_at > $4)",
            params![contest.id, round.no, contestant, now],
        )?;
        let people = if others == 0 { -1 } else { 0 };
        for (figure, n) in [(PEOPLE, people), (ATTEMPTS, -attempts)] {
            tx.post(Delta { subject: contest.id.to_string(), figure, unit, day, n });
        }
    }
    Ok(())
}

/// Annuls whole contestants: they stay on the list and count in nothing.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn annul_contestants(tx: &mut Tx<'_>, contest: &Contest, numbers: &[i64], reason: &str) -> Result<(), StoreError> {
    if numbers.is_empty() {
        return Ok(());
    }
    let now = tx.now();
    for piece in in_pieces(numbers) {
        let sql = format!(
            "UPDATE contestant SET annulled = $2, annulled_at = $3 WHERE contest_no = $1 AND annulled = '' AND no IN ({})",
            dollars(4, piece.len())
        );
        tx.run(&sql, &with_each(vec![&contest.no as &dyn Param, &reason, &now], piece))?;
    }
    for round in list_rounds(tx, contest.id)? {
        annul_all_of(tx, contest, &round, numbers, reason)?;
    }
    annul_certificates_of_final(tx, contest, numbers)?;
    let detail = serde_json::json!({ "contestants": numbers, "reason": reason });
    tx.record(Event::noted("contests.contestants_annulled", contest.id, Some(contest.unit)).with(detail))
}

/// Annuls what contestants who were annulled have still brought to an end in a round.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn annul_latecomers(tx: &mut Tx<'_>, contest: &Contest, round: &Round) -> Result<(), StoreError> {
    let late: Vec<(i64, String)> = tx.list(
        "SELECT t.no, t.annulled FROM contestant t JOIN contest_entry e ON e.round_no = $2 AND e.contestant_no = t.no
         WHERE t.contest_no = $1 AND t.annulled <> '' AND e.best_place IS NOT NULL",
        params![contest.no, round.no],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    for (contestant, reason) in late {
        annul_all_of(tx, contest, round, &[contestant], &reason)?;
    }
    Ok(())
}

fn annul_all_of(
    tx: &mut Tx<'_>,
    contest: &Contest,
    round: &Round,
    contestants: &[i64],
    reason: &str,
) -> Result<(), StoreError> {
    let annulled: HashSet<i64> = list_annulled(tx, round.no)?.into_iter().map(|one| one.place).collect();
    let all = results_of(tx, round.no, contestants)?;
    let places: Vec<i64> = all.iter().map(|one| one.place).filter(|place| !annulled.contains(place)).collect();
    if places.is_empty() { Ok(()) } else { annul(tx, contest, round, &places, reason) }
}

/// The results of these contestants in a round, in the order of the log.
fn results_of(tx: &mut Tx<'_>, round: i64, contestants: &[i64]) -> Result<Vec<Performance>, StoreError> {
    let mut all = Vec::new();
    for piece in in_pieces(contestants) {
        let sql = format!(
            "SELECT contestant_no, place, score, finished_at - started_at, finished_at, prediction FROM contest_result
             WHERE round_no = $1 AND contestant_no IN ({}) ORDER BY place",
            dollars(2, piece.len())
        );
        all.extend(tx.list(&sql, &with_each(vec![&round as &dyn Param], piece), performance)?);
    }
    Ok(all)
}

/// What counts of a contestant's results, in the order of the log.
fn best_of(contest: &Contest, round: &Round, all: impl Iterator<Item = Performance>) -> Option<Performance> {
    let mut best: Option<Performance> = None;
    for new in all {
        if best.is_none_or(|old| counts_before(&new, &old, &contest.rules, round.opens_at)) {
            best = Some(new);
        }
    }
    best
}
