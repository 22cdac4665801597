//! The sequences of numbers of a register: which numbers are used, by documents and elsewhere, and the terms of the
//! committee in which they run.

use kernel::{AccountId, Day, DocumentId, Event, Instant, UnitId};
use platform::db::{StoreError, Tx};
use platform::params;

use super::{COLUMNS, list_terms, read};
use crate::domain::{Elsewhere, Entry, Sequence, Standing, Term};

/// The sequence in which the entry takes a number of the register its document stands in.
pub(super) fn sequence_of(tx: &mut Tx<'_>, id: DocumentId, entry: &Entry) -> Result<Option<Sequence>, StoreError> {
    let owner: UnitId = tx.scalar("SELECT owner_unit_id FROM document WHERE id = $1", params![id])?;
    let owner = units::store::find(tx, owner)?;
    let sequence = entry.sequence([&owner.name, &owner.short_name]);
    if let (Some(sequence), Some(number)) = (&sequence, entry.number) {
        // what was kept open is taken now
        tx.run(
            "DELETE FROM document_number_elsewhere WHERE owner_unit_id = $1 AND sequence = $2 AND number = $3",
            params![owner.id, sequence.key(), number],
        )?;
    }
    Ok(sequence)
}

/// The terms a unit declared of its own, latest first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_own_terms(tx: &mut Tx<'_>, unit: UnitId) -> Result<Vec<Term>, StoreError> {
    tx.list(
        "SELECT name, starts_on FROM document_own_term WHERE unit_id = $1 ORDER BY starts_on DESC",
        params![unit],
        |row| Ok(Term { series: "local".to_owned(), name: row.get(0)?, starts_on: row.get(1)? }),
    )
}

/// The terms that hold for a unit's documents: its own, before them and beside them those of the table.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_terms_of(tx: &mut Tx<'_>, unit: UnitId) -> Result<Vec<Term>, StoreError> {
    let mut terms = list_own_terms(tx, unit)?;
    let first = terms.last().map(|term| term.starts_on);
    let general = list_terms(tx)?;
    terms.extend(general.into_iter().filter(|t| t.series != "local" || first.is_none_or(|first| t.starts_on < first)));
    Ok(terms)
}

/// Declares that a term of the unit began on this day; the name of a day declared before is replaced.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert_own_term(tx: &mut Tx<'_>, unit: UnitId, term: &Term) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO document_own_term (unit_id, starts_on, name) VALUES ($1, $2, $3)
         ON CONFLICT (unit_id, starts_on) DO UPDATE SET name = EXCLUDED.name",
        params![unit, term.starts_on, term.name],
    )?;
    let detail = serde_json::json!({ "name": term.name, "starts_on": term.starts_on.to_string() });
    tx.record(Event::noted("documents.term_declared", unit, Some(unit)).with(detail))
}

/// The numbers of a sequence that are used, by documents of the register and elsewhere, in no order.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_used_numbers(
    tx: &mut Tx<'_>,
    owner: UnitId,
    sequence: &Sequence,
    besides: Option<DocumentId>,
) -> Result<Vec<i64>, StoreError> {
    let key = sequence.key();
    let mut used: Vec<i64> = tx.list(
        "SELECT number FROM document WHERE owner_unit_id = $1 AND sequence = $2
         AND (CAST($3 AS TEXT) IS NULL OR id <> $3)",
        params![owner, key, besides],
        |row| row.get(0),
    )?;
    used.extend(tx.list(
        "SELECT number FROM document_number_elsewhere WHERE owner_unit_id = $1 AND sequence = $2",
        params![owner, key],
        |row| row.get::<i64>(0),
    )?);
    Ok(used)
}

/// The number that follows the largest of the sequence.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn next_number(tx: &mut Tx<'_>, owner: UnitId, numbered_as: &str, term: &str) -> Result<i64, StoreError> {
    let sequence = Sequence { type_code: numbered_as.to_owned(), term: term.to_owned() };
    Ok(list_used_numbers(tx, owner, &sequence, None)?.into_iter().max().unwrap_or_default() + 1)
}

/// What was recorded of a number that stands in no row of the register.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn lookup_elsewhere(
    tx: &mut Tx<'_>,
    owner: UnitId,
    sequence: &Sequence,
    number: i64,
) -> Result<Option<Elsewhere>, StoreError> {
    tx.lookup(
        "SELECT reason FROM document_number_elsewhere WHERE owner_unit_id = $1 AND sequence = $2 AND number = $3",
        params![owner, sequence.key(), number],
        |row| reason(&row.get::<String>(0)?),
    )
}

fn reason(word: &str) -> Result<Elsewhere, StoreError> {
    Elsewhere::of(word).ok_or_else(|| StoreError::corrupt("document_number_elsewhere", word))
}

/// The document of the register that bears a number of the sequence.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn lookup_in_sequence(
    tx: &mut Tx<'_>,
    owner: UnitId,
    sequence: &Sequence,
    number: i64,
    besides: DocumentId,
) -> Result<Option<Standing>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM document d
         WHERE d.owner_unit_id = $1 AND d.sequence = $2 AND d.number = $3 AND d.id <> $4"
    );
    let found = tx.lookup(&sql, params![owner, sequence.key(), number, besides], read)?;
    Ok(found.map(|document| Standing {
        called: document.called(),
        title: document.entry.title,
        day: document.entry.issued_on,
    }))
}

/// A number that stands in no row of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ElsewhereRow {
    /// Of this sequence.
    pub sequence: Sequence,
    /// The number.
    pub number: i64,
    /// Where it went.
    pub reason: Elsewhere,
    /// In words.
    pub note: String,
    /// When it was recorded.
    pub recorded_at: Instant,
    /// By whom, by name.
    pub recorded_by: String,
}

/// Every number of the register recorded as given elsewhere, by sequence and number.
///
/// # Errors
/// [`StoreError::Corrupt`] when a row cannot be read.
pub fn list_elsewhere(tx: &mut Tx<'_>, owner: UnitId) -> Result<Vec<ElsewhereRow>, StoreError> {
    let rows = tx.list(
        "SELECT sequence, number, reason, note, recorded_at, recorded_by FROM document_number_elsewhere
         WHERE owner_unit_id = $1 ORDER BY sequence, number",
        params![owner],
        |row| {
            let by: Option<AccountId> = row.get(5)?;
            Ok((sequence(&row.get::<String>(0)?)?, row.get(1)?, row.get::<String>(2)?, row.get(3)?, row.get(4)?, by))
        },
    )?;
    let mut found = Vec::with_capacity(rows.len());
    for (sequence, number, word, note, recorded_at, by) in rows {
        let recorded_by = match by.map(|by| people::store::account_name(tx, by)) {
            None | Some(Err(StoreError::NotFound)) => String::new(),
            Some(name) => name?,
        };
        found.push(ElsewhereRow { sequence, number, reason: reason(&word)?, note, recorded_at, recorded_by });
    }
    Ok(found)
}

fn sequence(key: &str) -> Result<Sequence, StoreError> {
    Sequence::of_key(key).ok_or_else(|| StoreError::corrupt("document", key))
}

/// Records numbers as given elsewhere.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn record_elsewhere(
    tx: &mut Tx<'_>,
    owner: UnitId,
    sequence: &Sequence,
    (first, last): (i64, i64),
    (reason, note): (Elsewhere, &str),
) -> Result<(), StoreError> {
    let (key, at, by) = (sequence.key(), tx.now(), tx.actor());
    for number in first..=last {
        tx.run(
            "INSERT INTO document_number_elsewhere (owner_unit_id, sequence, number, reason, note, recorded_at,
                 recorded_by) VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (owner_unit_id, sequence, number) DO UPDATE SET reason = EXCLUDED.reason,
                 note = EXCLUDED.note, recorded_at = EXCLUDED.recorded_at, recorded_by = EXCLUDED.recorded_by",
            params![owner, key, number, reason.code(), note, at, by],
        )?;
    }
    let detail = serde_json::json!({ "sequence": key, "first": first, "last": last, "reason": reason.code() });
    tx.record(Event::noted("documents.number_recorded", owner, Some(owner)).with(detail))
}

/// Takes the record of a number back.
///
/// # Errors
/// [`StoreError::Stale`] when there is none.
pub fn remove_elsewhere(tx: &mut Tx<'_>, owner: UnitId, sequence: &Sequence, number: i64) -> Result<(), StoreError> {
    let key = sequence.key();
    tx.run_one(
        "DELETE FROM document_number_elsewhere WHERE owner_unit_id = $1 AND sequence = $2 AND number = $3",
        params![owner, key, number],
    )?;
    let detail = serde_json::json!({ "sequence": key, "number": number });
    tx.record(Event::noted("documents.number_released", owner, Some(owner)).with(detail))
}

/// A sequence of the register as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SequenceRow {
    /// Which.
    pub sequence: Sequence,
    /// The numbers used, by documents and elsewhere.
    pub used: Vec<i64>,
    /// How many documents of the register bear one.
    pub documents: i64,
    /// The latest day of issue among them.
    pub latest: Option<Day>,
}

/// The sequences of a register, those of the latest documents first.
///
/// # Errors
/// [`StoreError::Corrupt`] when a key cannot be read.
pub fn list_sequences(tx: &mut Tx<'_>, owner: UnitId) -> Result<Vec<SequenceRow>, StoreError> {
    let mut found: Vec<(String, i64, Option<Day>)> = tx.list(
        "SELECT sequence, COUNT(*), MAX(issued_on) FROM document WHERE owner_unit_id = $1 AND sequence <> ''
         GROUP BY sequence ORDER BY MAX(issued_on) DESC, sequence",
        params![owner],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let elsewhere: Vec<String> = tx.list(
        "SELECT DISTINCT sequence FROM document_number_elsewhere WHERE owner_unit_id = $1 ORDER BY sequence",
        params![owner],
        |row| row.get(0),
    )?;
    for key in elsewhere {
        if found.iter().all(|(known, ..)| *known != key) {
            found.push((key, 0, None));
        }
    }
    let mut rows = Vec::with_capacity(found.len());
    for (key, documents, latest) in found {
        let sequence = sequence(&key)?;
        let mut used = list_used_numbers(tx, owner, &sequence, None)?;
        used.sort_unstable();
        rows.push(SequenceRow { sequence, used, documents, latest });
    }
    Ok(rows)
}
