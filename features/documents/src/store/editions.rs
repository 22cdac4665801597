//! The texts a document had over time. The one that holds today stands in `document_text` with its sections and
//! citations, because search and pages read it there; when another begins, acknowledgements of the one before lapse.

use kernel::{AccountId, Day, DocumentId, Event, Fact, Instant, UnitId};
use official_text::Document as Parsed;
use platform::db::{Row, StoreError, Tx};
use platform::{jobs, params};

use super::{find, parts, resolve_citations_of};
use crate::domain::{Citation, Document, Edition, Section};
use crate::figures::ACKNOWLEDGED;

/// The job that turns to an edition on its first day.
pub const TURN: &str = "documents.edition";

const COLUMNS: &str = "e.number, e.from_day, e.by_id, e.note, e.created_at, e.created_by";

fn read(row: &Row<'_>) -> Result<Edition, StoreError> {
    Ok(Edition {
        number: row.get(0)?,
        from_day: row.get(1)?,
        by: row.get(2)?,
        note: row.get(3)?,
        created_at: row.get(4)?,
        created_by: row.get(5)?,
    })
}

/// The editions in their order; none while the text is as it was issued.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_editions(tx: &mut Tx<'_>, document: DocumentId) -> Result<Vec<Edition>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM document_edition e WHERE e.document_id = $1 ORDER BY e.number");
    tx.list(&sql, params![document], read)
}

/// The text of an edition.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_edition_text(tx: &mut Tx<'_>, document: DocumentId, number: i64) -> Result<String, StoreError> {
    let sql = "SELECT text FROM document_edition WHERE document_id = $1 AND number = $2";
    tx.find(sql, params![document, number], |row| row.get(0))
}

/// A text to be entered.
#[derive(Debug, Clone)]
pub struct NewEdition {
    /// Its first day.
    pub from_day: Day,
    /// The text.
    pub text: String,
    /// The document that changes it.
    pub by: Option<DocumentId>,
    /// What changes, in words.
    pub note: String,
    /// The file's name; empty when pasted.
    pub file_name: String,
    /// The file in the store of files; empty when pasted.
    pub file: String,
}

/// Enters a text that holds from a day on: from today or before at once, else on its day. Returns its number.
///
/// # Errors
/// [`StoreError::Stale`] when the document changed meanwhile.
pub fn insert_edition(tx: &mut Tx<'_>, document: &Document, new: &NewEdition) -> Result<i64, StoreError> {
    tx.run_one(
        "UPDATE document SET version = version + 1 WHERE id = $1 AND version = $2",
        params![document.id, document.version],
    )?;
    let known: i64 = tx.scalar("SELECT COUNT(*) FROM document_edition WHERE document_id = $1", params![document.id])?;
    if known == 0 {
        keep_first(tx, document)?;
    }
    let number = known.max(1) + 1;
    let (at, by) = (tx.now(), tx.actor());
    tx.run(
        "INSERT INTO document_edition (document_id, number, from_day, text, by_id, note, file_name, file, created_at,
             created_by, is_turned) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, FALSE)",
        params![document.id, number, new.from_day, new.text, new.by, new.note, new.file_name, new.file, at, by],
    )?;
    let detail = serde_json::json!({ "edition": number, "from": new.from_day.to_string(), "note": new.note });
    tx.record(Event::noted("documents.amended", document.id, Some(document.owner_unit)).with(detail))?;
    if new.from_day <= tx.today() {
        turn(tx, document.id, number)?;
    } else {
        let body = serde_json::json!({ "document": document.id, "edition": number });
        jobs::enqueue_at(tx, TURN, &body, Instant::at(new.from_day, 0, 0))?;
    }
    Ok(number)
}

fn keep_first(tx: &mut Tx<'_>, document: &Document) -> Result<(), StoreError> {
    let from: Option<Day> = document.entry.issued_on;
    let text: String = tx.scalar("SELECT text FROM document_text WHERE document_id = $1", params![document.id])?;
    tx.run(
        "INSERT INTO document_edition (document_id, number, from_day, text, by_id, note, file_name, file, created_at,
             created_by, is_turned) VALUES ($1, 1, $2, $3, NULL, '', $4, $5, $6, NULL, TRUE)",
        params![document.id, from, text, document.file_name, document.file, document.created_at],
    )?;
    Ok(())
}

/// Makes an edition the text of its document, unless that was done. Units that had acknowledged the text before are
/// asked again.
///
/// # Errors
/// [`StoreError::NotFound`] when there is no such edition.
pub fn turn(tx: &mut Tx<'_>, document: DocumentId, number: i64) -> Result<(), StoreError> {
    let changed = tx.run(
        "UPDATE document_edition SET is_turned = TRUE WHERE document_id = $1 AND number = $2 AND NOT is_turned",
        params![document, number],
    )?;
    if changed == 0 {
        return Ok(());
    }
    let text = find_edition_text(tx, document, number)?;
    let folded = format!(" {} ", vietnamese::fold(&text));
    tx.run("UPDATE document_text SET text = $2, folded = $3 WHERE document_id = $1", params![document, text, folded])?;
    parts::replace_parts(tx, document, &read_again(&text))?;
    resolve_citations_of(tx, document)?;
    let units = lapse(tx, document)?;
    let owner = find(tx, document)?.owner_unit;
    let detail = serde_json::json!({ "edition": number, "units": units.len() });
    let fact = Fact::DocumentChanged { document, units };
    tx.record(Event::noted("documents.edition_began", document, Some(owner)).with(detail).telling(fact))
}

/// Sections and citations of a text.
fn read_again(text: &str) -> (Vec<Section>, Vec<Citation>) {
    let parsed: Parsed = official_text::parse(text);
    (Section::all_of(&parsed), Citation::all_of(&parsed))
}

/// Ends the acknowledgements of the text before, and asks these units again.
fn lapse(tx: &mut Tx<'_>, document: DocumentId) -> Result<Vec<UnitId>, StoreError> {
    let (now, today) = (tx.now(), tx.today());
    let units: Vec<UnitId> = tx.list(
        "SELECT unit_id FROM document_delivery WHERE document_id = $1 AND acknowledged_at IS NOT NULL ORDER BY unit_id",
        params![document],
        |row| row.get(0),
    )?;
    tx.run(
        "UPDATE document_acknowledgement SET lapsed_at = $2 WHERE document_id = $1 AND lapsed_at IS NULL",
        params![document, now],
    )?;
    tx.run(
        "UPDATE document_delivery SET acknowledged_at = NULL, acknowledged_by = NULL, asked_again_at = $2
         WHERE document_id = $1 AND acknowledged_at IS NOT NULL",
        params![document, now],
    )?;
    for unit in &units {
        tx.post(kernel::Delta { subject: document.to_string(), figure: ACKNOWLEDGED, unit: *unit, day: today, n: -1 });
    }
    Ok(units)
}

/// Keeps an acknowledgement of the text that holds now.
pub(super) fn insert_acknowledgement(
    tx: &mut Tx<'_>,
    document: DocumentId,
    unit: UnitId,
    (at, by): (Instant, Option<AccountId>),
) -> Result<(), StoreError> {
    let edition: i64 = tx.scalar(
        "SELECT COALESCE(MAX(number), 1) FROM document_edition WHERE document_id = $1 AND is_turned",
        params![document],
    )?;
    tx.run(
        "INSERT INTO document_acknowledgement (document_id, unit_id, edition, acknowledged_at, acknowledged_by,
             lapsed_at) VALUES ($1, $2, $3, $4, $5, NULL)",
        params![document, unit, edition, at, by],
    )?;
    Ok(())
}

/// An acknowledgement that a unit once made of an earlier text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LapsedAcknowledgement {
    /// Of this edition.
    pub edition: i64,
    /// When it was made.
    pub acknowledged_at: Instant,
    /// When the text changed.
    pub lapsed_at: Instant,
}

/// What a unit acknowledged before the text changed, latest first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_lapsed(
    tx: &mut Tx<'_>,
    document: DocumentId,
    unit: UnitId,
) -> Result<Vec<LapsedAcknowledgement>, StoreError> {
    tx.list(
        "SELECT edition, acknowledged_at, lapsed_at FROM document_acknowledgement
         WHERE document_id = $1 AND unit_id = $2 AND lapsed_at IS NOT NULL ORDER BY edition DESC",
        params![document, unit],
        |row| Ok(LapsedAcknowledgement { edition: row.get(0)?, acknowledged_at: row.get(1)?, lapsed_at: row.get(2)? }),
    )
}
