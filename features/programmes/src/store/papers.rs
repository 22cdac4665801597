//! Documents of the register that may be the paper of a programme issued before or beside this program.

use kernel::{DocumentId, UnitId};
use platform::db::{StoreError, Tx};
use platform::params;

use super::lookup_by_document;
use crate::domain::{PaperFacts, Programme};

/// What taking this document for the paper of the programme depends on. The document is held until the transaction ends:
/// of two that take it, the second sees what the first did.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn paper_facts(tx: &mut Tx<'_>, programme: &Programme, document: DocumentId) -> Result<PaperFacts, StoreError> {
    tx.run("UPDATE document SET state = state WHERE id = $1", params![document])?;
    let issued = tx.scalar::<i64>(
        "SELECT COUNT(*) FROM document d WHERE d.id = $1 AND d.owner_unit_id = $2 AND d.state = 'registered'
             AND d.direction = 'outgoing' AND d.number IS NOT NULL AND d.issued_on IS NOT NULL
             AND d.type_code IN ('CTr', 'KH')",
        params![document, programme.unit],
    )?;
    Ok(PaperFacts { is_of_unit: issued > 0, is_taken: lookup_by_document(tx, document)?.is_some() })
}

/// The programmes and plans in the register of a unit that are no programme's paper yet, the latest first, with what they
/// are called.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_papers(tx: &mut Tx<'_>, unit: UnitId, limit: i64) -> Result<Vec<(DocumentId, String)>, StoreError> {
    tx.list(
        "SELECT d.id, d.full_number, d.title FROM document d WHERE d.owner_unit_id = $1 AND d.state = 'registered'
             AND d.direction = 'outgoing' AND d.number IS NOT NULL AND d.issued_on IS NOT NULL
             AND d.type_code IN ('CTr', 'KH')
             AND NOT EXISTS (SELECT 1 FROM programme p WHERE p.document_id = d.id)
         ORDER BY d.issued_on DESC, d.id LIMIT $2",
        params![unit, limit],
        |row| Ok((row.get(0)?, format!("{} – {}", row.get::<String>(1)?, row.get::<String>(2)?))),
    )
}
