//! Questions that several rounds ask: the right answers of one that is settled must not be told while another still asks
//! them.

use std::collections::{HashMap, HashSet};

use kernel::Instant;
use platform::db::{StoreError, Tx};
use platform::params;

use crate::domain::{Question, Round};

/// Another round, or a test, that asks the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    /// Its contest's title; empty for a test.
    pub contest: String,
    /// Its name.
    pub round: String,
    /// When it closes.
    pub closes_at: Instant,
}

/// What closed so many seconds ago may still be handed in.
const GRACE_SECONDS: i64 = 120;

/// What makes questions the same: the question of the bank, or the words.
fn keys(bank: Option<String>, text: &str) -> impl Iterator<Item = String> {
    let bank = bank.map(|id| format!("bank/{id}"));
    bank.into_iter().chain([format!("text/{}", vietnamese::fold(text))])
}

fn keys_of(tx: &mut Tx<'_>, round: i64) -> Result<HashSet<String>, StoreError> {
    let mut all = HashSet::new();
    tx.each("SELECT bank_id, text FROM contest_question WHERE round_no = $1", params![round], |row| {
        all.extend(keys(row.get(0)?, &row.get::<String>(1)?));
        Ok(())
    })?;
    Ok(all)
}

/// The rounds of announced contests that are not closed yet and ask what this round asked, the last to close first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_open_elsewhere(tx: &mut Tx<'_>, round: i64) -> Result<Vec<Elsewhere>, StoreError> {
    let since = tx.now().plus_seconds(-GRACE_SECONDS);
    let others: Vec<(i64, Elsewhere)> = tx.list(
        "SELECT r.no, c.title, r.name, r.closes_at FROM contest_round r JOIN contest c ON c.id = r.contest_id
         WHERE r.no <> $1 AND r.closes_at > $2 AND r.settled_at IS NULL AND c.state = 'announced'
         ORDER BY r.closes_at DESC, r.no",
        params![round, since],
        |row| Ok((row.get(0)?, Elsewhere { contest: row.get(1)?, round: row.get(2)?, closes_at: row.get(3)? })),
    )?;
    if others.is_empty() {
        return Ok(Vec::new());
    }
    let own = keys_of(tx, round)?;
    let mut found = Vec::new();
    for (no, other) in others {
        if !keys_of(tx, no)?.is_disjoint(&own) {
            found.push(other);
        }
    }
    Ok(found)
}

/// Until when the right answers of a settled round are held back; none when they may be told.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn held_back(tx: &mut Tx<'_>, round: &Round) -> Result<Option<Instant>, StoreError> {
    let by_tests = round.held_until.filter(|until| *until > tx.now());
    let by_rounds = list_open_elsewhere(tx, round.no)?.first().map(|one| one.closes_at);
    Ok(by_tests.max(by_rounds))
}

/// Of these questions those that another round asks or asked, by their place, each with the one that closes last. What
/// another unit prepares is told to nobody.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn asked_elsewhere(
    tx: &mut Tx<'_>,
    round: i64,
    questions: &[Question],
) -> Result<HashMap<usize, Elsewhere>, StoreError> {
    let mut wanted: HashMap<String, Vec<usize>> = HashMap::new();
    for (place, one) in questions.iter().enumerate() {
        for key in keys(one.bank.map(|id| id.to_string()), &one.text) {
            wanted.entry(key).or_default().push(place);
        }
    }
    let mut found = HashMap::new();
    tx.each(
        "SELECT q.bank_id, q.text, c.title, r.name, r.closes_at FROM contest_question q
         JOIN contest_round r ON r.no = q.round_no JOIN contest c ON c.id = r.contest_id
         WHERE q.round_no <> $1
           AND (c.state <> 'preparing' OR c.unit_id = (SELECT m.unit_id FROM contest_round o
                    JOIN contest m ON m.id = o.contest_id WHERE o.no = $1))
         ORDER BY r.closes_at",
        params![round],
        |row| {
            for key in keys(row.get(0)?, &row.get::<String>(1)?) {
                for place in wanted.get(&key).into_iter().flatten() {
                    let other = Elsewhere { contest: row.get(2)?, round: row.get(3)?, closes_at: row.get(4)? };
                    found.insert(*place, other);
                }
            }
            Ok(())
        },
    )?;
    Ok(found)
}
