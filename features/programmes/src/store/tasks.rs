//! Tasks with their «5 rõ», each with how much of it is done.

use kernel::{Day, Event};
use platform::db::{Row, StoreError, Tx};
use platform::params;

use super::next_position;
use crate::domain::{Programme, ProgrammeId, Task, TaskId};

platform::store_id!(TaskId);

/// What is written of a task.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TaskFields {
    /// The clause of the superior's document it answers; empty for one of the unit's own.
    pub clause: String,
    /// What is done.
    pub work: String,
    /// Who carries it out.
    pub lead: String,
    /// Who answers for it.
    pub answers: String,
    /// Who works with them.
    pub partners: String,
    /// From this day.
    pub starts_on: Option<Day>,
    /// Until this day.
    pub due_on: Option<Day>,
    /// What there is at the end.
    pub product: String,
    /// From which funds.
    pub funding: String,
}

const COLUMNS: &str = "t.id, t.programme_id, t.clause, t.work, t.lead, t.answers, t.partners, t.starts_on, t.due_on,
     t.product, t.funding,
     (SELECT e.value FROM programme_entry e WHERE e.subject_id = t.id AND e.on_day <= $2
      ORDER BY e.on_day DESC, e.id DESC LIMIT 1),
     (SELECT MIN(e.on_day) FROM programme_entry e WHERE e.subject_id = t.id AND e.on_day <= $2 AND e.value >= 100
          AND NOT EXISTS (SELECT 1 FROM programme_entry l WHERE l.subject_id = t.id AND l.on_day <= $2 AND l.value < 100
              AND (l.on_day > e.on_day OR (l.on_day = e.on_day AND l.id > e.id)))),
     COALESCE(t.starts_on, (SELECT p.starts_on FROM programme p WHERE p.id = t.programme_id))";

fn read(row: &Row<'_>) -> Result<Task, StoreError> {
    let percent = row.get::<Option<i64>>(11)?.unwrap_or(0);
    Ok(Task {
        id: row.get(0)?,
        programme: row.get(1)?,
        clause: row.get(2)?,
        work: row.get(3)?,
        lead: row.get(4)?,
        answers: row.get(5)?,
        partners: row.get(6)?,
        starts_on: row.get(7)?,
        begins_on: row.get(13)?,
        due_on: row.get(8)?,
        product: row.get(9)?,
        funding: row.get(10)?,
        percent,
        done_on: if percent >= 100 { row.get(12)? } else { None },
    })
}

/// The task as it stood on a day.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_task(tx: &mut Tx<'_>, id: TaskId, day: Day) -> Result<Task, StoreError> {
    tx.find(&format!("SELECT {COLUMNS} FROM programme_task t WHERE t.id = $1"), params![id, day], read)
}

/// The tasks of a programme, in their order, as they stood on a day.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_tasks(tx: &mut Tx<'_>, programme: ProgrammeId, day: Day) -> Result<Vec<Task>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM programme_task t WHERE t.programme_id = $1 ORDER BY t.position");
    tx.list(&sql, params![programme, day], read)
}

/// The tasks of many programmes, each programme's in their order, as they stood on a day.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn tasks_of_many(tx: &mut Tx<'_>, programmes: &[ProgrammeId], day: Day) -> Result<Vec<Task>, StoreError> {
    if programmes.is_empty() {
        return Ok(Vec::new());
    }
    // ids are of our own making and may stand in the text
    let ids = programmes.iter().map(|id| format!("'{id}'")).collect::<Vec<_>>().join(", ");
    let columns = COLUMNS.replace("$2", "$1");
    let sql = format!("SELECT {columns} FROM programme_task t WHERE t.programme_id IN ({ids}) ORDER BY t.position");
    tx.list(&sql, params![day], read)
}

/// Adds a task.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert_task(tx: &mut Tx<'_>, programme: &Programme, fields: &TaskFields) -> Result<TaskId, StoreError> {
    let id: TaskId = tx.new_id();
    let position = next_position(tx, "programme_task", programme.id)?;
    tx.run(
        "INSERT INTO programme_task (id, programme_id, position, clause, work, lead, answers, partners, starts_on, due_on,
             product, funding) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        params![
            id,
            programme.id,
            position,
            fields.clause,
            fields.work,
            fields.lead,
            fields.answers,
            fields.partners,
            fields.starts_on,
            fields.due_on,
            fields.product,
            fields.funding
        ],
    )?;
    tx.record(Event::noted("programmes.task_written", programme.id, Some(programme.unit)))?;
    Ok(id)
}

/// Saves a task of a programme that is still written.
///
/// # Errors
/// [`StoreError::Stale`] when it is gone.
pub fn save_task(tx: &mut Tx<'_>, programme: &Programme, id: TaskId, fields: &TaskFields) -> Result<(), StoreError> {
    tx.run_one(
        "UPDATE programme_task SET clause = $3, work = $4, lead = $5, answers = $6, partners = $7, starts_on = $8,
             due_on = $9, product = $10, funding = $11 WHERE id = $1 AND programme_id = $2",
        params![
            id,
            programme.id,
            fields.clause,
            fields.work,
            fields.lead,
            fields.answers,
            fields.partners,
            fields.starts_on,
            fields.due_on,
            fields.product,
            fields.funding
        ],
    )?;
    tx.record(Event::noted("programmes.task_written", programme.id, Some(programme.unit)))
}

/// Takes a task out of a programme that is still written.
///
/// # Errors
/// [`StoreError::Stale`] when it is gone.
pub fn remove_task(tx: &mut Tx<'_>, programme: &Programme, id: TaskId) -> Result<(), StoreError> {
    tx.run_one("DELETE FROM programme_task WHERE id = $1 AND programme_id = $2", params![id, programme.id])?;
    tx.record(Event::noted("programmes.task_removed", programme.id, Some(programme.unit)))
}
