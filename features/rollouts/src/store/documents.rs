//! The documents a rollout carries. Their content is the register's; only what pages name them by is read here.

use kernel::{Day, DocumentId, RolloutId, UnitId};
use platform::db::{Row, StoreError, Tx};
use platform::params;

/// A document as the pages of a rollout name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChosenDocument {
    /// Its id.
    pub id: DocumentId,
    /// Number and symbol; may be empty.
    pub full_number: String,
    /// Trích yếu.
    pub title: String,
    /// When it was issued.
    pub issued_on: Option<Day>,
    /// Whether it holds today; told only where the documents of a rollout are listed.
    pub validity: documents::domain::Validity,
}

impl ChosenDocument {
    /// What people call it: number and title.
    #[must_use]
    pub fn called(&self) -> String {
        if self.full_number.is_empty() {
            self.title.clone()
        } else {
            format!("{} – {}", self.full_number, self.title)
        }
    }
}

const COLUMNS: &str = "d.id, d.full_number, d.title, d.issued_on";

fn read(row: &Row<'_>) -> Result<ChosenDocument, StoreError> {
    Ok(ChosenDocument {
        id: row.get(0)?,
        full_number: row.get(1)?,
        title: row.get(2)?,
        issued_on: row.get(3)?,
        validity: documents::domain::Validity::default(),
    })
}

const OPEN_TO: &str = "d.state = 'registered'
     AND (d.owner_unit_id IN (SELECT unit_id FROM unit_ancestor WHERE ancestor_id = $1)
          OR d.id IN (SELECT document_id FROM document_delivery WHERE unit_id = $1))";

/// The document with this id, if this unit may roll it out: registered in its branch, or sent to it.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn lookup_document(tx: &mut Tx<'_>, unit: UnitId, id: DocumentId) -> Result<Option<ChosenDocument>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM document d WHERE {OPEN_TO} AND d.id = $2");
    tx.lookup(&sql, params![unit, id], read)
}

/// The documents of a rollout, in the order chosen.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_documents(tx: &mut Tx<'_>, rollout: RolloutId) -> Result<Vec<ChosenDocument>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM rollout_document o JOIN document d ON d.id = o.document_id
         WHERE o.rollout_id = $1 ORDER BY o.position"
    );
    let mut chosen = tx.list(&sql, params![rollout], read)?;
    let (ids, today): (Vec<DocumentId>, Day) = (chosen.iter().map(|document| document.id).collect(), tx.today());
    let validities = documents::store::list_validities(tx, &ids, today)?;
    for document in &mut chosen {
        document.validity = validities.get(&document.id).copied().unwrap_or_default();
    }
    Ok(chosen)
}

/// The newest of the documents this unit may roll out.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_recent_documents(tx: &mut Tx<'_>, unit: UnitId, limit: i64) -> Result<Vec<ChosenDocument>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM document d WHERE {OPEN_TO} ORDER BY COALESCE(d.issued_on, '') DESC, d.id DESC LIMIT $2"
    );
    tx.list(&sql, params![unit, limit], read)
}

/// Puts these documents in the place of those the rollout had.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn save_documents(tx: &mut Tx<'_>, rollout: RolloutId, documents: &[DocumentId]) -> Result<(), StoreError> {
    tx.run("DELETE FROM rollout_document WHERE rollout_id = $1", params![rollout])?;
    for (position, document) in (1_i64..).zip(documents) {
        tx.run(
            "INSERT INTO rollout_document (rollout_id, document_id, position) VALUES ($1, $2, $3)
             ON CONFLICT (rollout_id, document_id) DO NOTHING",
            params![rollout, document, position],
        )?;
    }
    Ok(())
}

/// The running rollouts that carry a document.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_running_with(tx: &mut Tx<'_>, document: DocumentId) -> Result<Vec<RolloutId>, StoreError> {
    tx.list(
        "SELECT o.rollout_id FROM rollout_document o JOIN rollout r ON r.id = o.rollout_id
         WHERE o.document_id = $1 AND r.state = 'launched' ORDER BY o.rollout_id",
        params![document],
        |row| row.get(0),
    )
}
