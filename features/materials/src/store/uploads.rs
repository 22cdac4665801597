//! Files that arrive in pieces: whose they are, how long they wait. How much has arrived is known to the store of files.

use kernel::{AccountId, Event, Instant};
use platform::db::{Row, StoreError, Tx};
use platform::params;

use crate::domain::UploadId;

/// A file that arrives, or has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArrivingFile {
    /// Its id.
    pub id: UploadId,
    /// Who sends it.
    pub account: Option<AccountId>,
    /// What it is called.
    pub name: String,
    /// Its length in bytes when it is whole.
    pub length: i64,
    /// Until when it waits to become a part.
    pub expires_at: Instant,
    /// Its name in the store of files once it was kept; empty before.
    pub kept: String,
}

const COLUMNS: &str = "id, account_id, name, length, expires_at, kept";

fn read(row: &Row<'_>) -> Result<ArrivingFile, StoreError> {
    Ok(ArrivingFile {
        id: row.get(0)?,
        account: row.get(1)?,
        name: row.get(2)?,
        length: row.get(3)?,
        expires_at: row.get(4)?,
        kept: row.get(5)?,
    })
}

/// The file.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_upload(tx: &mut Tx<'_>, id: UploadId) -> Result<ArrivingFile, StoreError> {
    tx.find(&format!("SELECT {COLUMNS} FROM material_upload WHERE id = $1"), params![id], read)
}

/// Announces a file of the account that acts.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert_upload(tx: &mut Tx<'_>, name: &str, length: i64, expires_at: Instant) -> Result<UploadId, StoreError> {
    let (id, account): (UploadId, _) = (tx.new_id(), tx.actor());
    tx.run(
        "INSERT INTO material_upload (id, account_id, name, length, expires_at, kept) VALUES ($1, $2, $3, $4, $5, '')",
        params![id, account, name, length, expires_at],
    )?;
    tx.record(Event::noted("materials.upload_begun", id, None).with(serde_json::json!({ "length": length })))?;
    Ok(id)
}

/// Notes under which name a file that arrived was kept.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn note_kept(tx: &mut Tx<'_>, id: UploadId, kept: &str) -> Result<(), StoreError> {
    tx.run("UPDATE material_upload SET kept = $2 WHERE id = $1", params![id, kept]).map(|_| ())
}

/// Those that have waited long enough.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_expired(tx: &mut Tx<'_>) -> Result<Vec<ArrivingFile>, StoreError> {
    let now = tx.now();
    tx.list(&format!("SELECT {COLUMNS} FROM material_upload WHERE expires_at <= $1"), params![now], read)
}

/// Forgets an upload: it became a part, or has waited long enough.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn remove_upload(tx: &mut Tx<'_>, id: UploadId) -> Result<(), StoreError> {
    tx.run("DELETE FROM material_upload WHERE id = $1", params![id])?;
    Ok(())
}
