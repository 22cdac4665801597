//! What a person decided of the tasks read in a document.

use kernel::{DocumentId, Event};
use platform::db::{Row, StoreError, Tx};
use platform::params;

use super::find_entry;
use crate::domain::{Task, TaskState};

fn read(row: &Row<'_>) -> Result<Task, StoreError> {
    let state: String = row.get(8)?;
    Ok(Task {
        key: row.get(0)?,
        text: row.get(1)?,
        lead: row.get(2)?,
        partners: row.get(3)?,
        work: row.get(4)?,
        deadline: row.get(5)?,
        due_on: row.get(6)?,
        clause: row.get(7)?,
        state: TaskState::of(&state).ok_or_else(|| StoreError::corrupt("document_task", &state))?,
    })
}

/// The tasks of a document that were confirmed or dismissed, by their day.
///
/// # Errors
/// [`StoreError::Corrupt`] when a row cannot be read.
pub fn list_decided_tasks(tx: &mut Tx<'_>, document: DocumentId) -> Result<Vec<Task>, StoreError> {
    tx.list(
        "SELECT key, text, lead, partners, work, deadline, due_on, clause, state FROM document_task
         WHERE document_id = $1 ORDER BY COALESCE(due_on, '9'), key",
        params![document],
        read,
    )
}

/// Keeps what was decided of a task, over what was decided before.
///
/// # Errors
/// [`StoreError::NotFound`] when the document is gone.
pub fn save_task(tx: &mut Tx<'_>, document: DocumentId, task: &Task) -> Result<(), StoreError> {
    let (at, by) = (tx.now(), tx.actor());
    tx.run(
        "INSERT INTO document_task (document_id, key, text, lead, partners, work, deadline, due_on, clause, state,
             decided_at, decided_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         ON CONFLICT (document_id, key) DO UPDATE SET lead = EXCLUDED.lead, partners = EXCLUDED.partners,
             work = EXCLUDED.work, due_on = EXCLUDED.due_on, clause = EXCLUDED.clause, state = EXCLUDED.state,
             decided_at = EXCLUDED.decided_at, decided_by = EXCLUDED.decided_by",
        params![
            document,
            task.key,
            task.text,
            task.lead,
            task.partners,
            task.work,
            task.deadline,
            task.due_on,
            task.clause,
            task.state.code(),
            at,
            by
        ],
    )?;
    let owner = find_entry(tx, document)?.owner_unit;
    let detail = serde_json::json!({ "state": task.state.code(), "lead": task.lead });
    tx.record(Event::noted("documents.task_decided", document, Some(owner)).with(detail))
}
