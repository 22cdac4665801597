//! What the copy meter compares and keeps: the text of a programme, those of its siblings, mandated wording, and one
//! figure of each paper that was issued.

use kernel::{DocumentId, Event, UnitId};
use platform::db::{StoreError, Tx};
use platform::params;

use super::{list_targets, list_tasks};
use crate::domain::{Programme, ProgrammeId, State, body_of};

/// Siblings looked at, at most: those issued last.
const SIBLINGS: i64 = 3_000;

/// The text of a programme: of its document, of its draft as it stands, or as its draft would begin.
///
/// # Errors
/// [`StoreError`].
pub fn text_of(tx: &mut Tx<'_>, programme: &Programme) -> Result<String, StoreError> {
    if let Some(document) = programme.document {
        return documents::store::find_text(tx, document);
    }
    if let (State::Drafted, Ok(draft)) = (programme.state, programme.draft.parse()) {
        let draft = drafts::store::find(tx, draft)?;
        return drafts::store::find_text(tx, draft.id, draft.revision);
    }
    let basis = match programme.head.basis {
        Some(basis) => documents::store::find_entry(tx, basis)?.called(),
        None => String::new(),
    };
    let today = tx.today();
    let (targets, tasks) = (list_targets(tx, programme.id)?, list_tasks(tx, programme.id, today)?);
    Ok(body_of(programme, &basis, &targets, &tasks))
}

/// The texts of other units' papers issued after the same document, the latest first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_siblings(tx: &mut Tx<'_>, programme: &Programme) -> Result<Vec<String>, StoreError> {
    let papers = tx.list(
        "SELECT document_id FROM programme WHERE basis_document_id = $1 AND state = 'issued' AND unit_id <> $2
             AND id <> $3 AND document_id IS NOT NULL ORDER BY id DESC LIMIT $4",
        params![programme.head.basis, programme.unit, programme.id, SIBLINGS],
        |row| row.get::<DocumentId>(0),
    )?;
    papers.into_iter().map(|paper| documents::store::find_text(tx, paper)).collect()
}

/// The wording of a document that those below must repeat, a sentence a line; empty when none is set.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn lookup_mandated(tx: &mut Tx<'_>, document: DocumentId) -> Result<String, StoreError> {
    let wording =
        tx.lookup("SELECT wording FROM programme_mandated WHERE document_id = $1", params![document], |row| {
            row.get::<String>(0)
        })?;
    Ok(wording.unwrap_or_default())
}

/// Sets the mandated wording of a document, in the name of the unit whose register it stands in.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn save_mandated(tx: &mut Tx<'_>, document: DocumentId, owner: UnitId, wording: &str) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO programme_mandated (document_id, wording) VALUES ($1, $2)
         ON CONFLICT (document_id) DO UPDATE SET wording = EXCLUDED.wording",
        params![document, wording],
    )?;
    tx.record(Event::noted("programmes.mandated_set", document, Some(owner)))
}

/// Keeps how much of an issued paper was copied: words of a thousand; none without a document to compare it with.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn save_copied(tx: &mut Tx<'_>, id: ProgrammeId, copied: Option<i64>) -> Result<(), StoreError> {
    tx.run("UPDATE programme SET copied = $2 WHERE id = $1", params![id, copied])?;
    Ok(())
}

/// Issued papers by how much of them was copied.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Distribution {
    /// Papers by share: under 10, 30, 50, 70 per cent, and above.
    pub bins: [i64; 5],
    /// Papers that could not be compared.
    pub unknown: i64,
}

/// The distribution over a branch, of those that carry out a document (empty: of all).
///
/// # Errors
/// [`StoreError::Driver`].
pub fn distribution(tx: &mut Tx<'_>, root: UnitId, basis: &str) -> Result<Distribution, StoreError> {
    let shares = tx.list(
        "SELECT CASE WHEN p.copied IS NULL THEN -1 WHEN p.copied < 100 THEN 0 WHEN p.copied < 300 THEN 1
             WHEN p.copied < 500 THEN 2 WHEN p.copied < 700 THEN 3 ELSE 4 END AS bin, COUNT(*)
         FROM unit_ancestor a JOIN programme p ON p.unit_id = a.unit_id
         WHERE a.ancestor_id = $1 AND p.state = 'issued' AND (CAST($2 AS TEXT) = '' OR p.basis_document_id = $2)
         GROUP BY 1",
        params![root, basis],
        |row| Ok((row.get::<i64>(0)?, row.get::<i64>(1)?)),
    )?;
    let mut all = Distribution::default();
    for (bin, count) in shares {
        match usize::try_from(bin) {
            Ok(bin) => all.bins[bin.min(4)] = count,
            Err(_) => all.unknown = count,
        }
    }
    Ok(all)
}
