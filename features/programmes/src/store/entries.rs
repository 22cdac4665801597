//! Results as they are entered: of which day, on what evidence, by whom. None is changed; a later one takes its place.

use kernel::{AccountId, Day, Event, Instant};
use platform::db::{Row, StoreError, Tx};
use platform::params;

use super::name_of;
use crate::domain::{Programme, ProgrammeId};

kernel::define_id!(
    /// An entered result.
    EntryId
);
platform::store_id!(EntryId);

/// A result to enter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntry {
    /// The target or task it is of.
    pub subject: String,
    /// Thousandths of a target's measure, or per cent of a task.
    pub value: i64,
    /// Of this day.
    pub on: Day,
    /// What it rests on.
    pub evidence: String,
    /// The name of the file that shows it; empty for none.
    pub file_name: String,
    /// Its name in the store of files; empty for none.
    pub file: String,
}

/// A result that was entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub id: EntryId,
    /// The programme it belongs to.
    pub programme: ProgrammeId,
    /// What was entered.
    pub entered: NewEntry,
    /// When it was entered.
    pub at: Instant,
    /// By whom, by name.
    pub by: String,
}

const COLUMNS: &str = "id, programme_id, subject_id, value, on_day, evidence, file_name, file, entered_at, entered_by";

fn read(row: &Row<'_>) -> Result<(Entry, Option<AccountId>), StoreError> {
    let entered = NewEntry {
        subject: row.get(2)?,
        value: row.get(3)?,
        on: row.get(4)?,
        evidence: row.get(5)?,
        file_name: row.get(6)?,
        file: row.get(7)?,
    };
    let entry = Entry { id: row.get(0)?, programme: row.get(1)?, entered, at: row.get(8)?, by: String::new() };
    Ok((entry, row.get(9)?))
}

/// Enters a result.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert_entry(tx: &mut Tx<'_>, programme: &Programme, new: &NewEntry) -> Result<EntryId, StoreError> {
    let (id, now, by): (EntryId, Instant, Option<AccountId>) = (tx.new_id(), tx.now(), tx.actor());
    tx.run(
        "INSERT INTO programme_entry (id, programme_id, subject_id, value, on_day, evidence, file_name, file, entered_at,
             entered_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        params![id, programme.id, new.subject, new.value, new.on, new.evidence, new.file_name, new.file, now, by],
    )?;
    let detail = serde_json::json!({ "of": new.subject, "value": new.value, "on": new.on.to_string() });
    tx.record(Event::noted("programmes.result_entered", programme.id, Some(programme.unit)).with(detail))?;
    Ok(id)
}

/// The result with this id.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_entry(tx: &mut Tx<'_>, id: EntryId) -> Result<Entry, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM programme_entry WHERE id = $1");
    let (entry, by) = tx.find(&sql, params![id], read)?;
    Ok(Entry { by: name_of(tx, by)?, ..entry })
}

/// The results of a target or task, those of the latest day first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_entries(tx: &mut Tx<'_>, subject: &str) -> Result<Vec<Entry>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM programme_entry WHERE subject_id = $1 ORDER BY on_day DESC, id DESC");
    let rows = tx.list(&sql, params![subject], read)?;
    rows.into_iter().map(|(entry, by)| Ok(Entry { by: name_of(tx, by)?, ..entry })).collect()
}
