//! One document in several registers: a unit that registers what its superior issued has a row of its own for it.

use kernel::{Day, DocumentId, UnitId};
use platform::db::{StoreError, Tx};
use platform::params;

use super::find_entry;

/// The rows of a document in all registers, its own first: the same issuer, number and term, or the same issuer, number
/// and day.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn list_same(tx: &mut Tx<'_>, id: DocumentId) -> Result<Vec<DocumentId>, StoreError> {
    let (identity, key, day, issuer): (Option<String>, String, Option<Day>, String) = tx.find(
        "SELECT identity, number_key, issued_on, issuer_name FROM document WHERE id = $1",
        params![id],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )?;
    let issuer = vietnamese::fold(&issuer);
    let others: Vec<(DocumentId, String)> = tx.list(
        "SELECT id, issuer_name FROM document WHERE state = 'registered' AND id <> $1
             AND (identity = $2 OR (number_key <> '' AND number_key = $3 AND issued_on = $4)) ORDER BY id",
        params![id, identity, key, day],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let same = others.into_iter().filter(|(_, other)| vietnamese::fold(other) == issuer).map(|(id, _)| id);
    Ok(std::iter::once(id).chain(same).collect())
}

/// The unit on whose side a document was issued: the issuer, or the topmost unit of the register's line where the issuer
/// stands outside the tree.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_issuing_side(tx: &mut Tx<'_>, id: DocumentId) -> Result<UnitId, StoreError> {
    let document = find_entry(tx, id)?;
    if let Some(issuer) = document.issuer_unit {
        return Ok(issuer);
    }
    let top = units::store::list_ancestors(tx, document.owner_unit)?.into_iter().next();
    Ok(top.map_or(document.owner_unit, |unit| unit.id))
}

/// The texts of these documents, in any order; those that are gone are left out.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_texts(tx: &mut Tx<'_>, ids: &[DocumentId]) -> Result<Vec<(DocumentId, String)>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    // ids are of our own making and may stand in the text
    let among = ids.iter().map(|id| format!("'{id}'")).collect::<Vec<_>>().join(", ");
    let sql = format!("SELECT document_id, text FROM document_text WHERE document_id IN ({among})");
    tx.list(&sql, params![], |row| Ok((row.get(0)?, row.get(1)?)))
}
