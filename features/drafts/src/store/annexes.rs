//! Annexes of a draft: given by the feature that had it drafted, printed behind the paper.

use platform::db::{StoreError, Tx};
use platform::params;
use publishing::Attachment;

use crate::domain::DraftId;

/// The annexes of a draft, in their order.
///
/// # Errors
/// [`StoreError::Corrupt`].
pub fn list_annexes(tx: &mut Tx<'_>, draft: DraftId) -> Result<Vec<Attachment>, StoreError> {
    let sql = "SELECT body FROM draft_annex WHERE draft_id = $1 ORDER BY position";
    tx.list(sql, params![draft], |row| {
        let body: String = row.get(0)?;
        serde_json::from_str(&body).map_err(|e| StoreError::corrupt("draft_annex", e.to_string()))
    })
}

/// Puts these annexes in the place of those the draft had. What they say is the other feature's: its events tell of it.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn save_annexes(tx: &mut Tx<'_>, draft: DraftId, annexes: &[Attachment]) -> Result<(), StoreError> {
    tx.run("DELETE FROM draft_annex WHERE draft_id = $1", params![draft])?;
    for (position, annex) in (1_i64..).zip(annexes) {
        let body = serde_json::to_string(annex).map_err(|e| StoreError::corrupt("draft_annex", e.to_string()))?;
        tx.run(
            "INSERT INTO draft_annex (draft_id, position, body) VALUES ($1, $2, $3)",
            params![draft, position, body],
        )?;
    }
    Ok(())
}
