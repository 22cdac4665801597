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

/// The texts of other units' papers issued after the same document, which stands under these ids in the registers:
/// those of the latest, in any order.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_siblings(tx: &mut Tx<'_>, programme: &Programme, same: &[DocumentId]) -> Result<Vec<String>, StoreError> {
    let sql = format!(
        "SELECT p.document_id FROM programme p WHERE {} AND p.state = 'issued' AND p.unit_id <> $1 AND p.id <> $2
             AND p.document_id IS NOT NULL ORDER BY p.id DESC LIMIT $3",
        after(same)
    );
    let papers = tx.list(&sql, params![programme.unit, programme.id, SIBLINGS], |row| row.get::<DocumentId>(0))?;
    Ok(documents::store::list_texts(tx, &papers)?.into_iter().map(|(_, text)| text).collect())
}

/// The condition that a programme `p` carries out a document that stands under these ids; of no ids: any programme. Ids
/// are of our own making and may stand in the text.
#[must_use]
pub fn after(same: &[DocumentId]) -> String {
    if same.is_empty() {
        return "1 = 1".to_owned();
    }
    let ids = same.iter().map(|id| format!("'{id}'")).collect::<Vec<_>>().join(", ");
    format!("p.basis_document_id IN ({ids})")
}

/// The wording of a document that those below must repeat, a sentence a line, as its issuer's side set it; empty when none
/// is set.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn lookup_mandated(tx: &mut Tx<'_>, same: &[DocumentId]) -> Result<String, StoreError> {
    let among = same.iter().map(|id| format!("'{id}'")).collect::<Vec<_>>().join(", ");
    let sql = format!(
        "SELECT wording FROM programme_mandated WHERE document_id IN ({among}) AND by_issuer ORDER BY document_id"
    );
    let wording = tx.list(&sql, params![], |row| row.get::<String>(0))?;
    Ok(wording.into_iter().next().unwrap_or_default())
}

/// Sets the mandated wording of a document, which stands under these ids in the registers, in the name of the unit on
/// whose side it was issued.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn save_mandated(
    tx: &mut Tx<'_>,
    document: DocumentId,
    same: &[DocumentId],
    (issuer, wording): (UnitId, &str),
) -> Result<(), StoreError> {
    for id in same {
        tx.run("DELETE FROM programme_mandated WHERE document_id = $1", params![id])?;
    }
    tx.run(
        "INSERT INTO programme_mandated (document_id, wording, by_issuer) VALUES ($1, $2, TRUE)",
        params![document, wording],
    )?;
    tx.record(Event::noted("programmes.mandated_set", document, Some(issuer)))
}

/// The documents that papers of a branch carry out, and those of the unit's own register, the latest first: what a figure
/// after a document is asked for.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_bases(tx: &mut Tx<'_>, root: UnitId, limit: i64) -> Result<Vec<(DocumentId, String)>, StoreError> {
    let rows = tx.list(
        "SELECT d.id, d.full_number, d.title, COALESCE(d.identity, d.id) FROM document d WHERE d.state = 'registered'
             AND (d.id IN (SELECT p.basis_document_id FROM programme p JOIN unit_ancestor a ON a.unit_id = p.unit_id
                           WHERE a.ancestor_id = $1 AND p.state <> 'dropped')
                  OR (d.owner_unit_id = $1 AND d.type_code IN ('NQ', 'CT', 'KL', 'CTr', 'KH', 'ĐA')))
         ORDER BY COALESCE(d.issued_on, '') DESC, d.id LIMIT $2",
        params![root, limit],
        |row| Ok((row.get(0)?, row.get::<String>(1)?, row.get::<String>(2)?, row.get::<String>(3)?)),
    )?;
    let mut known = Vec::new();
    let mut bases = Vec::new();
    for (id, number, title, identity) in rows {
        // the same document out of several registers is offered once
        if !known.contains(&identity) {
            known.push(identity);
            bases.push((id, if number.is_empty() { title } else { format!("{number} – {title}") }));
        }
    }
    Ok(bases)
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
    /// Papers that could not be compared, or were not yet.
    pub unknown: i64,
}

/// The distribution over a branch, of those that carry out a document that stands under these ids (none: of all).
///
/// # Errors
/// [`StoreError::Driver`].
pub fn distribution(tx: &mut Tx<'_>, root: UnitId, same: &[DocumentId]) -> Result<Distribution, StoreError> {
    let sql = format!(
        "SELECT CASE WHEN p.copied IS NULL THEN -1 WHEN p.copied < 100 THEN 0 WHEN p.copied < 300 THEN 1
             WHEN p.copied < 500 THEN 2 WHEN p.copied < 700 THEN 3 ELSE 4 END AS bin, COUNT(*)
         FROM unit_ancestor a JOIN programme p ON p.unit_id = a.unit_id
         WHERE a.ancestor_id = $1 AND p.state = 'issued' AND {} GROUP BY 1",
        after(same)
    );
    let shares = tx.list(&sql, params![root], |row| Ok((row.get::<i64>(0)?, row.get::<i64>(1)?)))?;
    let mut all = Distribution::default();
    for (bin, count) in shares {
        match usize::try_from(bin) {
            Ok(bin) => all.bins[bin.min(4)] = count,
            Err(_) => all.unknown = count,
        }
    }
    Ok(all)
}
