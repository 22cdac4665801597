//! What came in with a document besides its text: the head of its packet, further files, digital signatures.

use kernel::{DocumentId, Event, Instant, UnitId};
use pdf_signatures::{Integrity, Signature};
use platform::db::{StoreError, Tx};
use platform::params;

use crate::domain::{Added, PacketHead};

/// A further file of the packet a document came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachmentRow {
    /// Its place, from 0.
    pub position: i64,
    /// Its name.
    pub name: String,
    /// Its name in the store of files.
    pub file: String,
}

pub(super) fn insert_head(tx: &mut Tx<'_>, id: DocumentId, head: &PacketHead) -> Result<(), StoreError> {
    let text = serde_json::to_string(head).map_err(|e| StoreError::corrupt("document_packet", e.to_string()))?;
    let now = tx.now();
    tx.run("INSERT INTO document_packet (document_id, head, received_at) VALUES ($1, $2, $3)", params![id, text, now])?;
    Ok(())
}

/// The head of the packet the document came in; none for one that came as a file.
///
/// # Errors
/// [`StoreError::Corrupt`].
pub fn lookup_head(tx: &mut Tx<'_>, id: DocumentId) -> Result<Option<PacketHead>, StoreError> {
    tx.lookup("SELECT head FROM document_packet WHERE document_id = $1", params![id], |row| {
        let text: String = row.get(0)?;
        serde_json::from_str(&text).map_err(|e| StoreError::corrupt("document_packet", e.to_string()))
    })
}

/// Adds what a later packet of a document brings: its head when none is there, the files that are not.
///
/// # Errors
/// [`StoreError`].
pub fn add_from_packet(
    tx: &mut Tx<'_>,
    id: DocumentId,
    head: Option<&PacketHead>,
    further: &[(String, String)],
) -> Result<Added, StoreError> {
    let there = list_attachments(tx, id)?;
    let new: Vec<&(String, String)> =
        further.iter().filter(|(_, file)| there.iter().all(|one| one.file != *file)).collect();
    let new_head = if lookup_head(tx, id)?.is_none() { head } else { None };
    if new.is_empty() && new_head.is_none() {
        return Ok(Added::Nothing);
    }
    if let Some(head) = new_head {
        insert_head(tx, id, head)?;
    }
    let next = there.last().map_or(0, |last| last.position + 1);
    insert_attachments_from(tx, id, next, new.iter().copied())?;
    let owner = super::find(tx, id)?.owner_unit;
    let names: Vec<&str> = new.iter().map(|(name, _)| name.as_str()).collect();
    tx.record(Event::noted("documents.completed", id, Some(owner)).with(serde_json::json!({ "files": names })))?;
    Ok(Added::Something)
}

pub(super) fn insert_attachments(
    tx: &mut Tx<'_>,
    id: DocumentId,
    attachments: &[(String, String)],
) -> Result<(), StoreError> {
    insert_attachments_from(tx, id, 0, attachments)
}

fn insert_attachments_from<'a>(
    tx: &mut Tx<'_>,
    id: DocumentId,
    first: i64,
    attachments: impl IntoIterator<Item = &'a (String, String)>,
) -> Result<(), StoreError> {
    for (position, (name, file)) in (first..).zip(attachments) {
        tx.run(
            "INSERT INTO document_attachment (document_id, position, name, file) VALUES ($1, $2, $3, $4)",
            params![id, position, name, file],
        )?;
    }
    Ok(())
}

/// The further files, in the packet's order.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_attachments(tx: &mut Tx<'_>, id: DocumentId) -> Result<Vec<AttachmentRow>, StoreError> {
    tx.list(
        "SELECT position, name, file FROM document_attachment WHERE document_id = $1 ORDER BY position",
        params![id],
        |row| Ok(AttachmentRow { position: row.get(0)?, name: row.get(1)?, file: row.get(2)? }),
    )
}

pub(super) fn insert_signatures(tx: &mut Tx<'_>, id: DocumentId, signatures: &[Signature]) -> Result<(), StoreError> {
    for (position, one) in (0i64..).zip(signatures) {
        let signed_at = one.signed_at.map(|at| Instant(at.as_millisecond()));
        tx.run(
            "INSERT INTO document_signature (document_id, position, signer, organisation, issuer, signed_at, reason,
                 location, integrity, covers_file) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            params![
                id,
                position,
                vietnamese::nfc(&one.signer),
                vietnamese::nfc(&one.organisation),
                vietnamese::nfc(&one.issuer),
                signed_at,
                vietnamese::nfc(&one.reason),
                vietnamese::nfc(&one.location),
                one.integrity.code(),
                one.covers_file
            ],
        )?;
    }
    Ok(())
}

/// The digital signatures of the file the document was read from.
///
/// # Errors
/// [`StoreError::Corrupt`].
pub fn list_signatures(tx: &mut Tx<'_>, id: DocumentId) -> Result<Vec<Signature>, StoreError> {
    tx.list(
        "SELECT signer, organisation, issuer, signed_at, reason, location, integrity, covers_file
         FROM document_signature WHERE document_id = $1 ORDER BY position",
        params![id],
        |row| {
            let (signed_at, integrity): (Option<Instant>, String) = (row.get(3)?, row.get(6)?);
            Ok(Signature {
                signer: row.get(0)?,
                organisation: row.get(1)?,
                issuer: row.get(2)?,
                signed_at: signed_at.and_then(|at| jiff::Timestamp::from_millisecond(at.0).ok()),
                reason: row.get(4)?,
                location: row.get(5)?,
                integrity: Integrity::of(&integrity)
                    .ok_or_else(|| StoreError::corrupt("document_signature", integrity))?,
                covers_file: row.get(7)?,
            })
        },
    )
}

/// Takes everything back that came in with a document that is given up; the names of its further files.
pub(super) fn remove_all(tx: &mut Tx<'_>, id: DocumentId) -> Result<Vec<String>, StoreError> {
    let files = list_attachments(tx, id)?.into_iter().map(|attachment| attachment.file).collect();
    for table in ["document_packet", "document_attachment", "document_signature"] {
        tx.run(&format!("DELETE FROM {table} WHERE document_id = $1"), params![id])?;
    }
    Ok(files)
}

/// The units it was delivered to, without those below another of them, in the order of their names.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_topmost_delivered(tx: &mut Tx<'_>, id: DocumentId) -> Result<Vec<UnitId>, StoreError> {
    tx.list(
        "SELECT v.unit_id FROM document_delivery v JOIN unit u ON u.id = v.unit_id
         WHERE v.document_id = $1 AND NOT EXISTS (
             SELECT 1 FROM unit_ancestor a
             JOIN document_delivery w ON w.unit_id = a.ancestor_id AND w.document_id = v.document_id
             WHERE a.unit_id = v.unit_id AND a.distance > 0)
         ORDER BY u.sort_key, u.code LIMIT 500",
        params![id],
        |row| row.get(0),
    )
}
