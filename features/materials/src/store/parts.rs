//! Parts of editions.

use kernel::Event;
use platform::db::{Row, StoreError, Tx};
use platform::params;

use super::word;
use crate::domain::{MaterialId, Part, PartFile, PartId, PartKind, Set};

const COLUMNS: &str =
    "p.id, p.set_id, p.edition, p.position, p.kind, p.title, p.body, p.file, p.file_name, p.length, p.media";

fn read(row: &Row<'_>) -> Result<Part, StoreError> {
    let file: String = row.get(7)?;
    Ok(Part {
        id: row.get(0)?,
        set: row.get(1)?,
        edition: row.get(2)?,
        position: row.get(3)?,
        kind: word("material_part", &row.get::<String>(4)?)?,
        title: row.get(5)?,
        body: row.get(6)?,
        file: match file.as_str() {
            "" => None,
            _ => Some(PartFile {
                file,
                name: row.get(8)?,
                length: row.get(9)?,
                media: word("material_part", &row.get::<String>(10)?)?,
            }),
        },
    })
}

/// What is written of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartFields {
    /// What it is.
    pub kind: PartKind,
    /// What it is called.
    pub title: String,
    /// The text, the questions, the address of a film elsewhere, what a picture shows.
    pub body: String,
    /// Its file, if it has one.
    pub file: Option<PartFile>,
}

/// The part.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_part(tx: &mut Tx<'_>, id: PartId) -> Result<Part, StoreError> {
    tx.find(&format!("SELECT {COLUMNS} FROM material_part p WHERE p.id = $1"), params![id], read)
}

/// The parts of an edition, in their order.
///
/// # Errors
/// [`StoreError::Corrupt`].
pub fn list_parts(tx: &mut Tx<'_>, set: MaterialId, edition: i64) -> Result<Vec<Part>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM material_part p WHERE p.set_id = $1 AND p.edition = $2 ORDER BY p.position, p.id"
    );
    tx.list(&sql, params![set, edition], read)
}

/// How many parts an edition has.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_parts(tx: &mut Tx<'_>, set: MaterialId, edition: i64) -> Result<i64, StoreError> {
    tx.scalar("SELECT COUNT(*) FROM material_part WHERE set_id = $1 AND edition = $2", params![set, edition])
}

fn noted(name: &'static str, set: &Set, title: &str) -> Event {
    let detail = serde_json::json!({ "part": title, "edition": set.shown() });
    Event::noted(name, set.id, Some(set.unit)).with(detail)
}

/// Adds a part at the end of the edition that is written.
///
/// # Errors
/// [`StoreError::Stale`] when the set changed meanwhile.
pub fn insert_part(tx: &mut Tx<'_>, set: &Set, fields: &PartFields) -> Result<PartId, StoreError> {
    let id: PartId = tx.new_id();
    touch(tx, set)?;
    let last = "SELECT COALESCE(MAX(position), 0) FROM material_part WHERE set_id = $1 AND edition = $2";
    let position: i64 = tx.scalar(last, params![set.id, set.shown()])?;
    insert(
        tx,
        &Part {
            id,
            set: set.id,
            edition: set.shown(),
            position: position + 1,
            kind: fields.kind,
            title: fields.title.clone(),
            body: fields.body.clone(),
            file: fields.file.clone(),
        },
    )?;
    tx.record(noted("materials.part_written", set, &fields.title))?;
    Ok(id)
}

/// What is added to a set is a change of it.
fn touch(tx: &mut Tx<'_>, set: &Set) -> Result<(), StoreError> {
    tx.run_one(
        "UPDATE material_set SET version = version + 1 WHERE id = $1 AND version = $2",
        params![set.id, set.version],
    )
}

fn insert(tx: &mut Tx<'_>, part: &Part) -> Result<(), StoreError> {
    let (file, name, length, media) = columns_of(part.file.as_ref());
    tx.run(
        "INSERT INTO material_part (id, set_id, edition, position, kind, title, body, file, file_name, length, media)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        params![
            part.id,
            part.set,
            part.edition,
            part.position,
            part.kind.code(),
            part.title,
            part.body,
            file,
            name,
            length,
            media
        ],
    )?;
    Ok(())
}

fn columns_of(file: Option<&PartFile>) -> (&str, &str, i64, &str) {
    file.map_or(("", "", 0, ""), |file| (&file.file, &file.name, file.length, file.media.code()))
}

/// The same part in another edition; its file is kept once.
pub(super) fn copy_to(tx: &mut Tx<'_>, part: &Part, edition: i64) -> Result<(), StoreError> {
    let copy = Part { id: tx.new_id(), edition, ..part.clone() };
    insert(tx, &copy)
}

/// Saves a part of the edition that is written.
///
/// # Errors
/// [`StoreError::Stale`] when the set changed meanwhile.
pub fn save_part(tx: &mut Tx<'_>, set: &Set, id: PartId, fields: &PartFields) -> Result<(), StoreError> {
    touch(tx, set)?;
    let (file, name, length, media) = columns_of(fields.file.as_ref());
    tx.run_one(
        "UPDATE material_part SET title = $3, body = $4, file = $5, file_name = $6, length = $7, media = $8
         WHERE id = $1 AND edition = $2",
        params![id, set.shown(), fields.title, fields.body, file, name, length, media],
    )?;
    tx.record(noted("materials.part_written", set, &fields.title))
}

/// Takes a part out of the edition that is written.
///
/// # Errors
/// [`StoreError::Stale`] when the set changed meanwhile.
pub fn remove_part(tx: &mut Tx<'_>, set: &Set, part: &Part) -> Result<(), StoreError> {
    touch(tx, set)?;
    tx.run("DELETE FROM material_part WHERE id = $1 AND edition = $2", params![part.id, set.shown()])?;
    tx.record(noted("materials.part_removed", set, &part.title))
}

/// Puts a part before the one before it.
///
/// # Errors
/// [`StoreError::Stale`] when the set changed meanwhile.
pub fn move_up(tx: &mut Tx<'_>, set: &Set, part: &Part) -> Result<(), StoreError> {
    touch(tx, set)?;
    let parts = list_parts(tx, set.id, set.shown())?;
    let Some(before) = parts.iter().take_while(|one| one.id != part.id).last() else { return Ok(()) };
    for (id, position) in [(part.id, before.position), (before.id, part.position)] {
        tx.run("UPDATE material_part SET position = $2 WHERE id = $1", params![id, position])?;
    }
    tx.record(noted("materials.part_moved", set, &part.title))
}
