//! The event log shows tampering: events are sealed in groups, each seal a blake3 hash over the seal before it and the
//! digests of its events in order. Changing, removing or adding an event breaks the chain from there on. The head
//! (number and hash) is printed by `audit verify` and kept in each backup, so that a cut-off end shows too.

use kernel::{AccountId, Event, EventId, Instant};

use super::{StoreError, Tx};
use crate::params;

/// The newest seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedHead {
    /// Its number, 0 before the first.
    pub number: i64,
    /// Its hash in hexadecimal, empty before the first.
    pub hash: String,
}

/// What verifying the log found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditReport {
    /// Events read.
    pub events: i64,
    /// The newest seal.
    pub head: SealedHead,
    /// A sentence for every break found, in order; empty when the log is whole.
    pub breaks: Vec<String>,
}

/// A sealed event as the log keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedEvent {
    /// `<feature>.<past participle>`.
    pub name: String,
    /// The id of the thing that changed.
    pub subject: String,
    /// What changed.
    pub detail: serde_json::Value,
    /// The number of the seal it stands under. An event that commits later never stands under an earlier seal: whoever
    /// has seen all events of a seal and those before it has missed none.
    pub seal: i64,
}

/// The newest seal.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn newest_seal(tx: &mut Tx<'_>) -> Result<SealedHead, StoreError> {
    head(tx)
}

/// The seal with this number; none when there is none. Number 0 is before the first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn find_seal(tx: &mut Tx<'_>, number: i64) -> Result<Option<SealedHead>, StoreError> {
    if number == 0 {
        return Ok(Some(SealedHead { number: 0, hash: String::new() }));
    }
    tx.lookup("SELECT number, hash FROM event_seal WHERE number = $1", params![number], |row| {
        Ok(SealedHead { number: row.get(0)?, hash: row.get(1)? })
    })
}

/// At most so many events sealed after this seal, in the order of seals. All but the last seal among them are whole.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_sealed(tx: &mut Tx<'_>, after: i64, limit: i64) -> Result<Vec<LoggedEvent>, StoreError> {
    tx.list(
        "SELECT name, subject, detail, seal_no FROM event WHERE seal_no > $1 ORDER BY seal_no LIMIT $2",
        params![after, limit],
        |row| {
            let detail: String = row.get(2)?;
            Ok(LoggedEvent {
                name: row.get(0)?,
                subject: row.get(1)?,
                detail: serde_json::from_str(&detail).unwrap_or_default(),
                seal: row.get(3)?,
            })
        },
    )
}

pub(super) fn has_pending(tx: &mut Tx<'_>) -> Result<bool, StoreError> {
    Ok(tx.lookup("SELECT 1 FROM event WHERE seal_no IS NULL LIMIT 1", &[], |_| Ok(()))?.is_some())
}

pub(super) fn digest(id: EventId, at: Instant, actor: Option<AccountId>, event: &Event, detail: &str) -> [u8; 32] {
    let actor = actor.map(|a| a.to_string()).unwrap_or_default();
    let unit = event.unit.map(|u| u.to_string()).unwrap_or_default();
    digest_of(&id.to_string(), at.0, [&actor, event.name, &event.subject, &unit, detail])
}

fn digest_of(id: &str, at: i64, rest: [&str; 5]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(id.as_bytes());
    hasher.update(&at.to_le_bytes());
    for text in rest {
        hasher.update(&u64::try_from(text.len()).unwrap_or(u64::MAX).to_le_bytes());
        hasher.update(text.as_bytes());
    }
    *hasher.finalize().as_bytes()
}

pub(super) fn head(tx: &mut Tx<'_>) -> Result<SealedHead, StoreError> {
    let found = tx.lookup("SELECT number, hash FROM event_seal ORDER BY number DESC LIMIT 1", &[], |row| {
        Ok(SealedHead { number: row.get(0)?, hash: row.get(1)? })
    })?;
    Ok(found.unwrap_or(SealedHead { number: 0, hash: String::new() }))
}

/// Seals the events of one group commit.
pub(super) fn seal_group(tx: &mut Tx<'_>, head: &SealedHead) -> Result<(), StoreError> {
    let mut digests = std::mem::take(&mut tx.sealed);
    if digests.is_empty() {
        return Ok(());
    }
    digests.sort_unstable();
    insert(tx, head, &digests)
}

fn insert(tx: &mut Tx<'_>, head: &SealedHead, digests: &[[u8; 32]]) -> Result<(), StoreError> {
    let hash = chain(&head.hash, digests);
    let (count, now) = (i64::try_from(digests.len()).unwrap_or(i64::MAX), tx.now());
    tx.run(
        "INSERT INTO event_seal (number, hash, events, at) VALUES ($1, $2, $3, $4)",
        params![head.number + 1, hash, count, now],
    )?;
    Ok(())
}

fn chain(previous: &str, sorted: &[[u8; 32]]) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(previous.as_bytes());
    for digest in sorted {
        hasher.update(digest);
    }
    hasher.finalize().to_hex().to_string()
}

/// PostgreSQL: many writers, so a job seals what they left.
pub(super) fn seal_pending(tx: &mut Tx<'_>) -> Result<i64, StoreError> {
    tx.lookup("SELECT CAST(pg_advisory_xact_lock(7426002) AS TEXT)", &[], |_| Ok(()))?;
    let head = head(tx)?;
    let mut digests: Vec<[u8; 32]> = Vec::new();
    tx.each("UPDATE event SET seal_no = $1 WHERE seal_no IS NULL RETURNING digest", params![head.number + 1], |row| {
        digests.push(fixed(row.get::<Vec<u8>>(0)?)?);
        Ok(())
    })?;
    if !digests.is_empty() {
        digests.sort_unstable();
        insert(tx, &head, &digests)?;
    }
    Ok(i64::try_from(digests.len()).unwrap_or(i64::MAX))
}

fn fixed(bytes: Vec<u8>) -> Result<[u8; 32], StoreError> {
    bytes.try_into().map_err(|_| StoreError::corrupt("event", "digest of another length"))
}

struct Group {
    number: i64,
    digests: Vec<[u8; 32]>,
}

pub(super) fn verify(tx: &mut Tx<'_>) -> Result<AuditReport, StoreError> {
    let seals = tx.list("SELECT number, hash, events FROM event_seal ORDER BY number", &[], |row| {
        Ok((row.get::<i64>(0)?, row.get::<String>(1)?, row.get::<i64>(2)?))
    })?;
    let mut breaks = Vec::new();
    let mut events = 0_i64;
    let mut groups: Vec<Group> = Vec::new();
    tx.each(
        "SELECT id, at, COALESCE(actor, ''), name, subject, COALESCE(unit_id, ''), detail, digest, COALESCE(seal_no, 0)
         FROM event ORDER BY COALESCE(seal_no, 0), id",
        &[],
        |row| {
            events += 1;
            let id: String = row.get(0)?;
            let texts: Vec<String> = (2..7).map(|i| row.get(i)).collect::<Result<_, _>>()?;
            let rest = [&texts[0], &texts[1], &texts[2], &texts[3], &texts[4]].map(String::as_str);
            let computed = digest_of(&id, row.get(1)?, rest);
            if computed != fixed(row.get::<Vec<u8>>(7)?)? {
                breaks.push(format!("event {id} was changed"));
            }
            let number: i64 = row.get(8)?;
            match groups.last_mut() {
                Some(group) if group.number == number => group.digests.push(computed),
                _ => groups.push(Group { number, digests: vec![computed] }),
            }
            Ok(())
        },
    )?;
    let head = check_seals(&seals, groups, &mut breaks);
    Ok(AuditReport { events, head, breaks })
}

fn check_seals(seals: &[(i64, String, i64)], groups: Vec<Group>, breaks: &mut Vec<String>) -> SealedHead {
    let mut by_number: std::collections::HashMap<i64, Vec<[u8; 32]>> =
        groups.into_iter().map(|group| (group.number, group.digests)).collect();
    let mut head = SealedHead { number: 0, hash: String::new() };
    for (number, hash, count) in seals {
        if *number != head.number + 1 {
            breaks.push(format!("seals between {} and {number} are missing", head.number));
        }
        let mut digests = by_number.remove(number).unwrap_or_default();
        digests.sort_unstable();
        if i64::try_from(digests.len()).ok() != Some(*count) {
            breaks.push(format!("seal {number} covers {count} events, {} are there", digests.len()));
        } else if chain(&head.hash, &digests) != *hash {
            breaks.push(format!("seal {number} does not fit its events"));
        }
        head = SealedHead { number: *number, hash: hash.clone() };
    }
    for (number, digests) in by_number {
        breaks.push(format!("{} events stand under seal {number}, which does not exist", digests.len()));
    }
    head
}
