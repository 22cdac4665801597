//! The hot rows: entries and the log, many at a time. One entry for a contestant and round, one row of the log for a
//! finished attempt, nothing else.

use fair_contest::{AttemptResult, Head, Performance};
use platform::db::{Dialect, Param, Row, StoreError, Tx, in_pieces, values};
use platform::params;

use super::Params;
use crate::domain::{Entry, Marks, Sitting};

const COLUMNS: &str =
    "contestant_no, attempts, nonce, started_at, due_at, revision, answers, prediction, device, address,
     last_place, best_place, best_score, best_took, best_finished_at, best_prediction, version";

fn read(row: &Row<'_>) -> Result<Entry, StoreError> {
    let contestant = row.get(0)?;
    let sitting = match row.get(3)? {
        None => None,
        Some(started_at) => Some(Sitting {
            nonce: row.get(2)?,
            started_at,
            due_at: row.get(4)?,
            revision: row.get(5)?,
            answers: row.get(6)?,
            prediction: row.get(7)?,
            marks: Marks { device: row.get(8)?, address: row.get(9)? },
        }),
    };
    let best = match row.get(11)? {
        None => None,
        Some(place) => Some(Performance {
            contestant,
            place,
            score: row.get(12)?,
            took: row.get(13)?,
            finished_at: row.get(14)?,
            prediction: row.get(15)?,
        }),
    };
    Ok(Entry { contestant, attempts: row.get(1)?, sitting, last_place: row.get(10)?, best, version: row.get(16)? })
}

/// Has the statements of this transaction planned for looking rows up one by one in an index. PostgreSQL keeps a plan it
/// made while a round had no entries yet, and reads every entry of the round by it once the round is full.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn prefer_indexes(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    if tx.dialect() == Dialect::Postgres {
        tx.run(
            "SELECT set_config(name, 'off', TRUE) FROM (VALUES ('enable_seqscan'), ('enable_bitmapscan')) s (name)",
            params![],
        )?;
    }
    Ok(())
}

/// The entries of these contestants in a round that are there.
///
/// # Errors
/// [`StoreError::Corrupt`].
pub fn load_entries(tx: &mut Tx<'_>, round: i64, contestants: &[i64]) -> Result<Vec<Entry>, StoreError> {
    let mut entries = Vec::with_capacity(contestants.len());
    for piece in in_pieces(contestants) {
        // one look each: of `IN` PostgreSQL may read the whole round and leave out the others
        let one = |at: usize| {
            format!("SELECT {COLUMNS} FROM contest_entry WHERE round_no = $1 AND contestant_no = ${}", at + 2)
        };
        let sql = (0..piece.len()).map(one).collect::<Vec<_>>().join(" UNION ALL ");
        let wanted = platform::db::with_each(vec![&round as &dyn Param], piece);
        tx.each(&sql, &wanted, |row| {
            entries.push(read(row)?);
            Ok(())
        })?;
    }
    Ok(entries)
}

/// An entry as its columns, so that a statement can borrow them.
struct EntryRow<'e> {
    entry: &'e Entry,
    nonce: &'e str,
    started_at: Option<i64>,
    due_at: Option<i64>,
    revision: i64,
    answers: &'e str,
    prediction: Option<i64>,
    device: &'e str,
    address: &'e str,
    best: [Option<i64>; 5],
    version: i64,
}

impl<'e> EntryRow<'e> {
    fn of(entry: &'e Entry) -> Self {
        let sitting = entry.sitting.as_ref();
        let best = entry.best;
        EntryRow {
            entry,
            nonce: sitting.map_or("", |one| &one.nonce),
            started_at: sitting.map(|one| one.started_at.0),
            due_at: sitting.map(|one| one.due_at.0),
            revision: sitting.map_or(0, |one| one.revision),
            answers: sitting.map_or("", |one| &one.answers),
            prediction: sitting.and_then(|one| one.prediction),
            device: sitting.map_or("", |one| &one.marks.device),
            address: sitting.map_or("", |one| &one.marks.address),
            best: [
                best.map(|one| one.place),
                best.map(|one| one.score),
                best.map(|one| one.took),
                best.map(|one| one.finished_at),
                best.and_then(|one| one.prediction),
            ],
            version: entry.version + 1,
        }
    }

    fn push_to<'p>(&'p self, params: &mut Params<'p>, round: &'p i64) {
        let first: [&dyn Param; 12] = [
            round,
            &self.entry.contestant,
            &self.entry.attempts,
            &self.nonce,
            &self.started_at,
            &self.due_at,
            &self.revision,
            &self.answers,
            &self.prediction,
            &self.device,
            &self.address,
            &self.entry.last_place,
        ];
        params.extend(first);
        params.extend(self.best.iter().map(|one| one as &dyn Param));
        params.push(&self.version);
    }
}

const ENTRY_COLUMNS: usize = 18;

/// Saves entries of a round over the versions that were read.
///
/// # Errors
/// [`StoreError::Stale`] when one changed meanwhile.
pub fn save_entries(tx: &mut Tx<'_>, round: i64, entries: &[&Entry]) -> Result<(), StoreError> {
    for piece in in_pieces(entries) {
        let rows: Vec<EntryRow<'_>> = piece.iter().map(|entry| EntryRow::of(entry)).collect();
        let mut params: Params<'_> = Vec::with_capacity(rows.len() * ENTRY_COLUMNS);
        for row in &rows {
            row.push_to(&mut params, &round);
        }
        let sql = format!(
            "INSERT INTO contest_entry (round_no, {COLUMNS}) VALUES {}
             ON CONFLICT (round_no, contestant_no) DO UPDATE SET attempts = excluded.attempts, nonce = excluded.nonce,
                 started_at = excluded.started_at, due_at = excluded.due_at, revision = excluded.revision,
                 answers = excluded.answers, prediction = excluded.prediction, device = excluded.device,
                 address = excluded.address, last_place = excluded.last_place, best_place = excluded.best_place,
                 best_score = excluded.best_score, best_took = excluded.best_took,
                 best_finished_at = excluded.best_finished_at, best_prediction = excluded.best_prediction,
                 version = excluded.version
             WHERE contest_entry.version = excluded.version - 1",
            values(rows.len(), ENTRY_COLUMNS)
        );
        if tx.run(&sql, &params)? != u64::try_from(rows.len()).unwrap_or(0) {
            return Err(StoreError::Stale);
        }
    }
    Ok(())
}

/// Where the log of a round stands, held against other writers until the transaction ends.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn lock_log(tx: &mut Tx<'_>, round: i64) -> Result<(i64, Head), StoreError> {
    tx.find(
        "UPDATE contest_round SET log_place = log_place WHERE no = $1 RETURNING log_place, log_head",
        params![round],
        |row| {
            let head: Vec<u8> = row.get(1)?;
            let head = head.try_into().map_err(|_| StoreError::corrupt("contest_round", "log_head"))?;
            Ok((row.get(0)?, Head(head)))
        },
    )
}

/// Saves where the log of a round stands.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn save_log(tx: &mut Tx<'_>, round: i64, place: i64, head: &Head) -> Result<(), StoreError> {
    tx.run(
        "UPDATE contest_round SET log_place = $2, log_head = $3 WHERE no = $1",
        params![round, place, head.0.as_slice()],
    )?;
    Ok(())
}

/// A result with its hash and its device's marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged {
    /// The result.
    pub result: AttemptResult,
    /// The hash of the log with it.
    pub head: Head,
    /// Device and address.
    pub marks: Marks,
}

/// Puts results into the log of a round.
///
/// # Errors
/// [`StoreError::Taken`] when a place is taken.
pub fn insert_results(tx: &mut Tx<'_>, round: i64, results: &[Logged]) -> Result<(), StoreError> {
    for piece in in_pieces(results) {
        let heads: Vec<&[u8]> = piece.iter().map(|one| one.head.0.as_slice()).collect();
        let mut params: Params<'_> = Vec::with_capacity(piece.len() * 13);
        for (one, head) in piece.iter().zip(&heads) {
            let result = &one.result;
            let row: [&dyn Param; 13] = [
                &round,
                &result.place,
                &result.contestant,
                &result.number,
                &result.nonce,
                &result.started_at,
                &result.finished_at,
                &result.answers,
                &result.score,
                &result.prediction,
                head,
                &one.marks.device,
                &one.marks.address,
            ];
            params.extend(row);
        }
        let sql = format!(
            "INSERT INTO contest_result (round_no, place, contestant_no, number, nonce, started_at, finished_at, answers,
                 score, prediction, head, device, address) VALUES {}",
            values(piece.len(), 13)
        );
        tx.run(&sql, &params)?;
    }
    Ok(())
}

/// A result as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The result.
    pub result: AttemptResult,
    /// The hash of the log with it, in hexadecimal.
    pub head: String,
    /// Device and address.
    pub marks: Marks,
}

pub(super) const RESULT_COLUMNS: &str =
    "r.place, r.contestant_no, r.number, r.nonce, r.started_at, r.finished_at, r.answers,
     r.score, r.prediction, r.head, r.device, r.address";

pub(super) fn read_result(row: &Row<'_>) -> Result<Kept, StoreError> {
    Ok(Kept {
        result: AttemptResult {
            place: row.get(0)?,
            contestant: row.get(1)?,
            number: row.get(2)?,
            nonce: row.get(3)?,
            started_at: row.get(4)?,
            finished_at: row.get(5)?,
            answers: row.get(6)?,
            score: row.get(7)?,
            prediction: row.get(8)?,
        },
        head: fair_contest::to_hex(&row.get::<Vec<u8>>(9)?),
        marks: Marks { device: row.get(10)?, address: row.get(11)? },
    })
}

/// The result at this place of a round's log.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_result(tx: &mut Tx<'_>, round: i64, place: i64) -> Result<Kept, StoreError> {
    let sql = format!("SELECT {RESULT_COLUMNS} FROM contest_result r WHERE r.round_no = $1 AND r.place = $2");
    tx.find(&sql, params![round, place], read_result)
}
