//! Rows of `import` and `import_fault`.

use kernel::{AccountId, UnitId};

use super::{FAULTS_KEPT, Fault, FaultKind, Import, ImportId, ImportState, Written};
use crate::db::{Row, StoreError, Tx};
use crate::params;

const COLUMNS: &str = "id, kind, file_name, file, owner, roots, state, last_line, lines_read, lines_expected, inserted,
     updated, unchanged, refused, doubtful, started_at, ended_at";

fn read(row: &Row<'_>) -> Result<Import, StoreError> {
    let roots: String = row.get(5)?;
    let roots: Result<Vec<UnitId>, _> = roots.split(',').filter(|id| !id.is_empty()).map(str::parse).collect();
    let state: String = row.get(6)?;
    Ok(Import {
        id: row.get(0)?,
        kind: row.get(1)?,
        file_name: row.get(2)?,
        file: row.get(3)?,
        owner: row.get(4)?,
        roots: roots.map_err(|e| StoreError::corrupt("import", e.to_string()))?,
        state: match state.as_str() {
            "running" => ImportState::Running,
            "done" => ImportState::Done,
            "failed" => ImportState::Failed,
            other => return Err(StoreError::corrupt("import", other)),
        },
        last_line: row.get(7)?,
        read: row.get(8)?,
        expected: row.get(9)?,
        inserted: row.get(10)?,
        updated: row.get(11)?,
        unchanged: row.get(12)?,
        refused: row.get(13)?,
        doubtful: row.get(14)?,
        started_at: row.get(15)?,
        ended_at: row.get(16)?,
    })
}

/// Notes an import that is to be run. `file` is where the file is kept; empty for a file of the command line.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
pub fn create(
    tx: &mut Tx<'_>,
    kind: &str,
    file_name: &str,
    file: &str,
    roots: &[UnitId],
    expected: i64,
) -> Result<ImportId, StoreError> {
    let id: ImportId = tx.new_id();
    let (now, owner): (_, Option<AccountId>) = (tx.now(), tx.actor());
    let roots: Vec<String> = roots.iter().map(ToString::to_string).collect();
    tx.run(
        "INSERT INTO import (id, kind, file_name, file, owner, roots, state, last_line, lines_read, lines_expected,
         inserted, updated, unchanged, refused, doubtful, started_at, ended_at)
         VALUES ($1, $2, $3, $4, $5, $6, 'running', 0, 0, $7, 0, 0, 0, 0, 0, $8, NULL)",
        params![id, kind, file_name, file, owner, roots.join(","), expected, now],
    )?;
    Ok(id)
}

/// The import with this id.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find(tx: &mut Tx<'_>, id: ImportId) -> Result<Import, StoreError> {
    tx.find(&format!("SELECT {COLUMNS} FROM import WHERE id = $1"), params![id], read)
}

/// The last imports of this kind that the account asked for, newest first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_latest(tx: &mut Tx<'_>, kind: &str, owner: AccountId) -> Result<Vec<Import>, StoreError> {
    tx.list(
        &format!(
            "SELECT {COLUMNS} FROM import WHERE kind = $1 AND owner = $2 ORDER BY started_at DESC, id DESC LIMIT 10"
        ),
        params![kind, owner],
        read,
    )
}

/// Faults of an import in the order of the file, at most so many.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_faults(tx: &mut Tx<'_>, id: ImportId, limit: i64) -> Result<Vec<Fault>, StoreError> {
    tx.list(
        "SELECT line, kind, column_key, cell, problem, detail FROM import_fault WHERE import_id = $1
         ORDER BY number LIMIT $2",
        params![id, limit],
        |row| {
            Ok(Fault {
                line: row.get(0)?,
                kind: if row.get::<String>(1)? == "doubt" { FaultKind::Doubt } else { FaultKind::Error },
                column: row.get(2)?,
                cell: row.get(3)?,
                problem: row.get(4)?,
                detail: row.get(5)?,
            })
        },
    )
}

/// Adds what became of some lines.
pub(super) fn note(
    tx: &mut Tx<'_>,
    id: ImportId,
    written: &Written,
    read: i64,
    last_line: i64,
) -> Result<(), StoreError> {
    let mut lines: Vec<i64> =
        written.faults.iter().filter(|fault| fault.kind == FaultKind::Error).map(|fault| fault.line).collect();
    lines.dedup();
    let refused = i64::try_from(lines.len()).unwrap_or(i64::MAX);
    let doubtful = written.faults.iter().filter(|fault| fault.kind == FaultKind::Doubt).count();
    let mut number: i64 =
        tx.scalar("SELECT COALESCE(MAX(number), 0) FROM import_fault WHERE import_id = $1", params![id])?;
    let mut faults: Vec<&Fault> = written.faults.iter().collect();
    faults.sort_by_key(|fault| fault.line);
    for fault in faults {
        number += 1;
        if number > FAULTS_KEPT {
            break;
        }
        let kind = if fault.kind == FaultKind::Doubt { "doubt" } else { "error" };
        tx.run(
            "INSERT INTO import_fault (import_id, number, line, kind, column_key, cell, problem, detail)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            params![id, number, fault.line, kind, fault.column, fault.cell, fault.problem, fault.detail],
        )?;
    }
    tx.run(
        "UPDATE import SET last_line = $2, lines_read = lines_read + $3, inserted = inserted + $4,
         updated = updated + $5, unchanged = unchanged + $6, refused = refused + $7, doubtful = doubtful + $8 WHERE id = $1",
        params![
            id,
            last_line,
            read,
            written.inserted,
            written.updated,
            written.unchanged,
            refused,
            i64::try_from(doubtful).unwrap_or(i64::MAX)
        ],
    )?;
    Ok(())
}

/// Says that an import is over.
pub(super) fn finish(tx: &mut Tx<'_>, id: ImportId, state: ImportState) -> Result<(), StoreError> {
    let now = tx.now();
    tx.run("UPDATE import SET state = $2, ended_at = $3 WHERE id = $1", params![id, state.code(), now])?;
    Ok(())
}

/// True while an import under way reads this file.
pub(super) fn is_file_needed(tx: &mut Tx<'_>, file: &str) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM import WHERE file = $1 AND state = 'running'";
    tx.lookup(sql, params![file], |_| Ok(())).map(|row| row.is_some())
}

/// Empties the cells kept of faulty lines that hold one of these texts: what was known of somebody is erased.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn forget_cells(tx: &mut Tx<'_>, texts: &[&str]) -> Result<(), StoreError> {
    for text in texts {
        tx.run("UPDATE import_fault SET cell = '', detail = '' WHERE cell = $1 OR detail = $1", params![text])?;
    }
    Ok(())
}
