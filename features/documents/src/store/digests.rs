//! Digests of new points, one per document and audience.

use kernel::{DocumentId, Event};
use platform::db::{Row, StoreError, Tx};
use platform::params;

use super::find_entry;
use crate::domain::{Digest, Reader};

fn read(row: &Row<'_>) -> Result<Digest, StoreError> {
    let reader: String = row.get(0)?;
    Ok(Digest {
        reader: Reader::of(&reader).ok_or_else(|| StoreError::corrupt("document_digest", &reader))?,
        points: Digest::points_of(&row.get::<String>(1)?),
        author: row.get(2)?,
        written_at: row.get(3)?,
        version: row.get(4)?,
    })
}

/// The digests of a document, in the order of the audiences.
///
/// # Errors
/// [`StoreError::Corrupt`] when a row cannot be read.
pub fn list_digests(tx: &mut Tx<'_>, document: DocumentId) -> Result<Vec<Digest>, StoreError> {
    let mut digests = tx.list(
        "SELECT reader, points, author, written_at, version FROM document_digest WHERE document_id = $1",
        params![document],
        read,
    )?;
    digests.sort_by_key(|digest| digest.reader);
    Ok(digests)
}

/// Writes a digest over the version that was read; without points it goes.
///
/// # Errors
/// [`StoreError::Stale`] or [`StoreError::Taken`] when it changed meanwhile.
pub fn save_digest(
    tx: &mut Tx<'_>,
    document: DocumentId,
    reader: Reader,
    points: &[String],
    version: i64,
) -> Result<(), StoreError> {
    let (at, by, text, word) = (tx.now(), tx.actor(), points.join("\n"), reader.code());
    if points.is_empty() {
        tx.run(
            "DELETE FROM document_digest WHERE document_id = $1 AND reader = $2 AND version = $3",
            params![document, word, version],
        )?;
    } else if version == 0 {
        tx.run(
            "INSERT INTO document_digest (document_id, reader, points, author, written_at, version)
             VALUES ($1, $2, $3, $4, $5, 1)",
            params![document, word, text, by, at],
        )?;
    } else {
        tx.run_one(
            "UPDATE document_digest SET points = $4, author = $5, written_at = $6, version = version + 1
             WHERE document_id = $1 AND reader = $2 AND version = $3",
            params![document, word, version, text, by, at],
        )?;
    }
    let owner = find_entry(tx, document)?.owner_unit;
    let detail = serde_json::json!({ "reader": word, "points": points.len() });
    tx.record(Event::noted("documents.digested", document, Some(owner)).with(detail))
}
