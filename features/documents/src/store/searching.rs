//! What the search reads of documents: with their text, by whom they are seen.

use kernel::{DocumentId, UnitId};
use platform::db::{Param, StoreError, Tx};
use platform::params;
use platform::search::numbered;

use super::listing::Sight;
use super::{COLUMNS, read};
use crate::domain::Document;

/// Ids after this one with their versions, in the order of ids.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_stamps(tx: &mut Tx<'_>, after: &str, limit: i64) -> Result<Vec<(String, i64)>, StoreError> {
    let sql = "SELECT id, version FROM document WHERE id > $1 ORDER BY id LIMIT $2";
    tx.list(sql, params![after, limit], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// These documents with their texts; with a sight only those it holds.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_with_text(
    tx: &mut Tx<'_>,
    ids: &[String],
    sight: Option<&Sight>,
) -> Result<Vec<(Document, String)>, StoreError> {
    let seen = sight.map_or_else(|| "1 = 1".to_owned(), |sight| sight.condition(1 + ids.len()));
    let sql = format!(
        "SELECT {COLUMNS}, t.text FROM document d JOIN document_text t ON t.document_id = d.id
         WHERE d.id IN {} AND {seen}",
        numbered(1, ids.len())
    );
    let mut values: Vec<&dyn Param> = ids.iter().map(|id| id as &dyn Param).collect();
    values.extend(sight.into_iter().flat_map(Sight::values));
    tx.list(&sql, &values, |row| Ok((read(row)?, row.get(25)?)))
}

/// The units above those it was delivered to, these among them.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_branches_delivered_to(tx: &mut Tx<'_>, id: DocumentId) -> Result<Vec<UnitId>, StoreError> {
    tx.list(
        "SELECT DISTINCT a.ancestor_id FROM document_delivery v JOIN unit_ancestor a ON a.unit_id = v.unit_id
         WHERE v.document_id = $1",
        params![id],
        |row| row.get(0),
    )
}

/// The units it was delivered to.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_units_delivered_to(tx: &mut Tx<'_>, id: DocumentId) -> Result<Vec<UnitId>, StoreError> {
    tx.list("SELECT unit_id FROM document_delivery WHERE document_id = $1", params![id], |row| row.get(0))
}
