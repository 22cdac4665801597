//! What happened with a document, from the event log; events that go with no row of their own.

use kernel::{DocumentId, Event, Instant, UnitId};
use platform::db::{StoreError, Tx};
use platform::params;

use crate::domain::Document;

/// Records that a document went out as a packet to so many offices.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn note_packed(tx: &mut Tx<'_>, document: &Document, to: &[String]) -> Result<(), StoreError> {
    let detail = serde_json::json!({ "units": to.len(), "to": to });
    tx.record(Event::noted("documents.packet_made", document.id, Some(document.owner_unit)).with(detail))
}

/// Keeps the page a document was made on, in the work of this unit. The feature that made it tells; the register asks
/// nobody.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert_origin(tx: &mut Tx<'_>, id: DocumentId, unit: UnitId, href: &str) -> Result<(), StoreError> {
    tx.run("INSERT INTO document_origin (document_id, unit_id, href) VALUES ($1, $2, $3)", params![id, unit, href])?;
    Ok(())
}

/// The page a document was made on, and in whose work; none for one that came in as a file.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn lookup_origin(tx: &mut Tx<'_>, id: DocumentId) -> Result<Option<(UnitId, String)>, StoreError> {
    let sql = "SELECT unit_id, href FROM document_origin WHERE document_id = $1";
    tx.lookup(sql, params![id], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Records that a secret was refused: that it happened and where, nothing of the document.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn note_secret_refused(tx: &mut Tx<'_>, unit: UnitId) -> Result<(), StoreError> {
    tx.record(Event::noted("documents.secret_refused", unit, Some(unit)))
}

/// A line of a document's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryLine {
    /// When.
    pub at: Instant,
    /// Who, by name; empty for the system itself.
    pub actor: String,
    /// In whose place, by name; empty when in the own name.
    pub on_behalf_of: String,
    /// The event's name.
    pub name: String,
    /// What it counted, such as units sent to; none when it counts nothing.
    pub count: Option<i64>,
    /// The unit concerned, by name, when it is another than the register's.
    pub unit: String,
}

/// The last hundred events of a document, newest first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_history(tx: &mut Tx<'_>, document: &Document) -> Result<Vec<HistoryLine>, StoreError> {
    let rows = tx.list(
        "SELECT e.at, e.actor, e.name, e.detail, e.unit_id, u.short_name, e.on_behalf_of
         FROM event e LEFT JOIN unit u ON u.id = e.unit_id
         WHERE e.subject = $1 ORDER BY e.at DESC, e.id DESC LIMIT 100",
        params![document.id],
        |row| {
            let detail: String = row.get(3)?;
            let detail: serde_json::Value = serde_json::from_str(&detail).unwrap_or_default();
            let unit: Option<UnitId> = row.get(4)?;
            let called: Option<String> = row.get(5)?;
            let actor: Option<kernel::AccountId> = row.get(1)?;
            let line = HistoryLine {
                at: row.get(0)?,
                actor: String::new(),
                on_behalf_of: String::new(),
                name: row.get(2)?,
                count: detail["units"].as_i64(),
                unit: called.filter(|_| unit != Some(document.owner_unit)).unwrap_or_default(),
            };
            Ok((line, actor, row.get::<Option<kernel::PersonId>>(6)?))
        },
    )?;
    let mut lines = Vec::with_capacity(rows.len());
    for (mut line, actor, behalf) in rows {
        if let Some(person) = behalf {
            line.on_behalf_of = match people::store::find_person(tx, person) {
                Err(StoreError::NotFound) => String::new(),
                found => found?.known.full_name,
            };
        }
        if let Some(actor) = actor {
            line.actor = match people::store::account_name(tx, actor) {
                Err(StoreError::NotFound) => String::new(),
                name => name?,
            };
        }
        lines.push(line);
    }
    Ok(lines)
}
