//! Sections, recipients, joint issuers and citations of a document. Citations that name a document of the same line of registers are
//! linked to it, at once or when it is registered later.

use kernel::{AccountId, Day, DocumentId, Instant};
use platform::db::{StoreError, Tx};
use platform::params;

use crate::domain::{Citation, Recipient, Section};

pub(super) fn insert_sections(tx: &mut Tx<'_>, id: DocumentId, sections: &[Section]) -> Result<(), StoreError> {
    for (position, section) in (0i64..).zip(sections) {
        tx.run(
            "INSERT INTO document_section (document_id, position, depth, label, title, starts_at, ends_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            params![id, position, section.depth, section.label, section.title, section.start, section.end],
        )?;
    }
    Ok(())
}

/// The sections in their order.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_sections(tx: &mut Tx<'_>, id: DocumentId) -> Result<Vec<Section>, StoreError> {
    tx.list(
        "SELECT depth, label, title, starts_at, ends_at FROM document_section WHERE document_id = $1 ORDER BY position",
        params![id],
        |row| {
            Ok(Section {
                depth: row.get(0)?,
                label: row.get(1)?,
                title: row.get(2)?,
                start: row.get(3)?,
                end: row.get(4)?,
            })
        },
    )
}

pub(super) fn save_recipients(tx: &mut Tx<'_>, id: DocumentId, recipients: &[Recipient]) -> Result<(), StoreError> {
    tx.run("DELETE FROM document_recipient WHERE document_id = $1", params![id])?;
    for (position, line) in (0i64..).zip(recipients) {
        tx.run(
            "INSERT INTO document_recipient (document_id, position, name, purpose, is_archive)
             VALUES ($1, $2, $3, $4, $5)",
            params![id, position, line.name, line.purpose, line.is_archive],
        )?;
    }
    Ok(())
}

/// The recipients in their order.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_recipients(tx: &mut Tx<'_>, id: DocumentId) -> Result<Vec<Recipient>, StoreError> {
    tx.list(
        "SELECT name, purpose, is_archive FROM document_recipient WHERE document_id = $1 ORDER BY position",
        params![id],
        |row| Ok(Recipient { name: row.get(0)?, purpose: row.get(1)?, is_archive: row.get(2)? }),
    )
}

pub(super) fn save_issuers(tx: &mut Tx<'_>, id: DocumentId, names: &[String]) -> Result<(), StoreError> {
    tx.run("DELETE FROM document_issuer WHERE document_id = $1", params![id])?;
    for (position, name) in (0i64..).zip(names) {
        tx.run(
            "INSERT INTO document_issuer (document_id, position, name) VALUES ($1, $2, $3)",
            params![id, position, name],
        )?;
    }
    Ok(())
}

/// Those who issue a joint document beside its lead, in their order.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_issuers(tx: &mut Tx<'_>, id: DocumentId) -> Result<Vec<String>, StoreError> {
    tx.list("SELECT name FROM document_issuer WHERE document_id = $1 ORDER BY position", params![id], |row| row.get(0))
}

pub(super) fn insert_citations(tx: &mut Tx<'_>, id: DocumentId, citations: &[Citation]) -> Result<(), StoreError> {
    for (position, citation) in (0i64..).zip(citations) {
        tx.run(
            "INSERT INTO document_citation (document_id, position, text, number_key, issued_on, relation, starts_at,
                 ends_at, cited_id, type_code, number) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, $9, $10)",
            params![
                id,
                position,
                citation.text,
                citation.number_key,
                citation.issued_on,
                citation.relation,
                citation.start,
                citation.end,
                citation.type_code,
                citation.number
            ],
        )?;
    }
    Ok(())
}

/// Puts the parts of another text of the document in the place of those it had. A mention that stands in both keeps the
/// document it was found to name.
pub(super) fn replace_parts(
    tx: &mut Tx<'_>,
    id: DocumentId,
    (sections, citations): &(Vec<Section>, Vec<Citation>),
) -> Result<(), StoreError> {
    let known: Vec<(String, Option<DocumentId>, Option<Instant>, Option<AccountId>)> = tx.list(
        "SELECT text, cited_id, decided_at, decided_by FROM document_citation
         WHERE document_id = $1 AND (cited_id IS NOT NULL OR decided_at IS NOT NULL) ORDER BY position",
        params![id],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )?;
    for table in ["document_section", "document_citation"] {
        tx.run(&format!("DELETE FROM {table} WHERE document_id = $1"), params![id])?;
    }
    insert_sections(tx, id, sections)?;
    insert_citations(tx, id, citations)?;
    for (text, cited, at, by) in known {
        tx.run(
            "UPDATE document_citation SET cited_id = $3, decided_at = $4, decided_by = $5
             WHERE document_id = $1 AND text = $2 AND cited_id IS NULL",
            params![id, text, cited, at, by],
        )?;
    }
    Ok(())
}

/// A citation with the document it was found to name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitationRow {
    /// As written.
    pub citation: Citation,
    /// The document, when it is in a register of the same line.
    pub cited: Option<DocumentId>,
}

/// The citations in their order.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_citations(tx: &mut Tx<'_>, id: DocumentId) -> Result<Vec<CitationRow>, StoreError> {
    tx.list(
        "SELECT text, number_key, issued_on, relation, starts_at, ends_at, cited_id, type_code, number
         FROM document_citation WHERE document_id = $1 ORDER BY position",
        params![id],
        |row| {
            Ok(CitationRow {
                citation: Citation {
                    text: row.get(0)?,
                    number_key: row.get(1)?,
                    type_code: row.get(7)?,
                    number: row.get(8)?,
                    issued_on: row.get(2)?,
                    relation: row.get(3)?,
                    start: row.get(4)?,
                    end: row.get(5)?,
                },
                cited: row.get(6)?,
            })
        },
    )
}

/// Links the citations of a document to registered documents they can only mean: the same number and day, or the same
/// number when a single document of the line of registers bears it (numbers recur with each term).
///
/// # Errors
/// [`StoreError::Driver`].
pub fn resolve_citations_of(tx: &mut Tx<'_>, id: DocumentId) -> Result<(), StoreError> {
    let open: Vec<(i64, String, Option<Day>)> = tx.list(
        "SELECT position, number_key, issued_on FROM document_citation
         WHERE document_id = $1 AND cited_id IS NULL AND decided_at IS NULL AND number_key <> ''",
        params![id],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    for (position, number_key, day) in open {
        let candidates: Vec<(DocumentId, Option<Day>)> = tx.list(
            "SELECT c.id, c.issued_on FROM document c
             JOIN document d ON d.id = $1
             JOIN unit_ancestor a ON a.unit_id = d.owner_unit_id AND a.ancestor_id = c.owner_unit_id
             WHERE c.number_key = $2 AND c.state = 'registered' AND c.id <> $1",
            params![id, number_key],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        if let Some(cited) = only_one(&candidates, day) {
            tx.run(
                "UPDATE document_citation SET cited_id = $3 WHERE document_id = $1 AND position = $2",
                params![id, position, cited],
            )?;
        }
    }
    super::reviews::propose_from_text(tx, id)
}

fn only_one(candidates: &[(DocumentId, Option<Day>)], day: Option<Day>) -> Option<DocumentId> {
    let mut fitting = candidates.iter().filter(|(_, issued)| day.is_none() || *issued == day).map(|(id, _)| *id);
    let first = fitting.next()?;
    fitting.next().is_none().then_some(first)
}

/// Looks again at the open citations that bear the number of a document registered now.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn resolve_citations_to(tx: &mut Tx<'_>, cited: DocumentId) -> Result<(), StoreError> {
    let citing: Vec<DocumentId> = tx.list(
        "SELECT DISTINCT c.document_id FROM document_citation c JOIN document d ON d.number_key = c.number_key
         WHERE d.id = $1 AND c.cited_id IS NULL AND c.number_key <> '' AND c.document_id <> $1",
        params![cited],
        |row| row.get(0),
    )?;
    for id in citing {
        resolve_citations_of(tx, id)?;
    }
    Ok(())
}
