//! Running an import: one thread reads and checks, one writes, each transaction with its progress.

use std::path::Path;
use std::sync::mpsc::{Receiver, sync_channel};

use kernel::{Event, JobId};
use sheets::{CannotRead, Reader};

use super::{
    CHUNK, Fault, FaultKind, Import, ImportError, ImportId, ImportState, Recipe, TakesIn, Written, create, find, store,
};
use crate::db::{Db, StoreError, Tx};
use crate::jobs::{self, JobRun};

struct Chunk<L> {
    lines: Vec<L>,
    faults: Vec<Fault>,
    read: i64,
    last_line: i64,
}

impl<L> Default for Chunk<L> {
    fn default() -> Self {
        Chunk { lines: Vec::with_capacity(CHUNK), faults: Vec::new(), read: 0, last_line: 0 }
    }
}

/// What runs beside an import.
pub struct Beside<'p> {
    /// The job whose lease is kept with each transaction.
    pub job: Option<JobId>,
    /// Told after each transaction; false stops the import at this safe place.
    pub progress: &'p mut dyn FnMut(&Import) -> bool,
}

/// Takes in the lines of the file, from where an earlier run of the same import stopped. One thread reads and checks
/// while this one writes.
///
/// # Errors
/// [`ImportError`]; what was committed before stands.
pub fn run<T: TakesIn>(
    db: &Db,
    id: ImportId,
    mut reader: Reader,
    mut taker: T,
    recipe: &Recipe<T::Line>,
    beside: Beside<'_>,
) -> Result<Import, ImportError> {
    let import = db.read_now(|tx| find(tx, id))?;
    if import.is_over() {
        return Ok(import);
    }
    let (chunks, ready) = sync_channel::<Chunk<T::Line>>(2);
    let from = import.last_line;
    std::thread::scope(|scope| {
        let reading =
            scope.spawn(move || read_chunks(&mut reader, &mut taker, from, |chunk| chunks.send(chunk).is_ok()));
        let written = write_chunks(db, import, &ready, recipe.write, beside);
        drop(ready);
        let read = reading.join().map_err(|_| StoreError::Driver("the reading thread panicked".into()))?;
        written?;
        read?;
        let import = finish(db, id, ImportState::Done, recipe.event)?;
        if import.read >= LEARNS_FIRST {
            db.learn_sizes()?;
        }
        Ok(import)
    })
}

/// Rows after which the database first learns how large its tables have become, lest it go on as if they were empty; then
/// at each doubling.
const LEARNS_FIRST: i64 = 10_000;

/// Ends an import: only the counts go into the log, no line of the file.
fn finish(db: &Db, id: ImportId, state: ImportState, event: &'static str) -> Result<Import, StoreError> {
    db.write_now(move |tx| {
        store::finish(tx, id, state)?;
        let import = find(tx, id)?;
        tx.act_as(import.owner);
        tx.record(Event::noted(event, id, import.roots.first().copied()).with(serde_json::json!({
            "read": import.read, "inserted": import.inserted, "updated": import.updated, "refused": import.refused,
        })))?;
        Ok(import)
    })
}

fn read_chunks<T: TakesIn>(
    reader: &mut Reader,
    taker: &mut T,
    from: i64,
    mut hand_over: impl FnMut(Chunk<T::Line>) -> bool,
) -> Result<(), CannotRead> {
    let mut chunk = Chunk::default();
    for row in reader.rows()? {
        let row = match row {
            Ok(row) => row,
            Err(error) => {
                hand_over(chunk);
                return Err(error);
            }
        };
        let line = i64::try_from(row.line).unwrap_or(i64::MAX);
        let checked = taker.check(&row);
        if line <= from {
            continue;
        }
        match checked {
            Ok(ready) => chunk.lines.push(ready),
            Err(faults) => chunk.faults.extend(faults),
        }
        chunk.read += 1;
        chunk.last_line = line;
        if usize::try_from(chunk.read).unwrap_or(CHUNK) >= CHUNK && !hand_over(std::mem::take(&mut chunk)) {
            return Ok(());
        }
    }
    hand_over(chunk);
    Ok(())
}

fn write_chunks<L: Send + 'static>(
    db: &Db,
    mut import: Import,
    ready: &Receiver<Chunk<L>>,
    write: fn(&mut Tx<'_>, Vec<L>) -> Result<Written, StoreError>,
    beside: Beside<'_>,
) -> Result<(), ImportError> {
    let Beside { job, progress } = beside;
    let mut learns_at = import.read.max(LEARNS_FIRST / 2) * 2;
    while let Ok(chunk) = ready.recv() {
        if chunk.read == 0 {
            continue;
        }
        let (id, owner) = (import.id, import.owner);
        import = db.write_now(move |tx| {
            tx.act_as(owner);
            let mut written = write(tx, chunk.lines)?;
            written.faults.splice(0..0, chunk.faults);
            store::note(tx, id, &written, chunk.read, chunk.last_line)?;
            let import = find(tx, id)?;
            if let Some(job) = job {
                jobs::note_progress(tx, job, import.read, import.expected)?;
            }
            Ok::<_, StoreError>(import)
        })?;
        if import.read >= learns_at {
            db.learn_sizes()?;
            learns_at = import.read * 2;
        }
        if !progress(&import) {
            return Err(ImportError::Stopped);
        }
    }
    Ok(())
}

/// Says that the file cannot be read to its end: the import is over, what was taken in stands.
fn give_up(db: &Db, id: ImportId, why: &CannotRead, event: &'static str) -> Result<Import, StoreError> {
    let fault = Fault {
        line: 0,
        kind: FaultKind::Error,
        column: String::new(),
        cell: String::new(),
        problem: "import-cannot-read".into(),
        detail: why.vi(),
    };
    db.write_now(move |tx| {
        let import = find(tx, id)?;
        let written = Written { faults: vec![fault], ..Written::default() };
        store::note(tx, id, &written, 0, import.last_line)
    })?;
    finish(db, id, ImportState::Failed, event)
}

/// Runs an import as a background job: takes up where an earlier run stopped, removes the file when it is over.
///
/// # Errors
/// A sentence for the log; the job is tried again.
pub fn run_job<T: TakesIn>(
    job: &JobRun,
    recipe: &Recipe<T::Line>,
    prepare: impl FnOnce(&mut Tx<'_>, &Import) -> Result<T, StoreError>,
) -> Result<serde_json::Value, String> {
    let (db, files) = (&job.app.db, &job.app.files);
    let body: serde_json::Value = serde_json::from_str(&job.job.body).map_err(|e| e.to_string())?;
    let id: ImportId = body["import"].as_str().unwrap_or_default().parse().map_err(|e| format!("{e}"))?;
    let (import, taker) = db
        .read_now(|tx| {
            let import = find(tx, id)?;
            let taker = prepare(tx, &import)?;
            Ok::<_, StoreError>((import, taker))
        })
        .map_err(|e| e.to_string())?;
    let content = files.read(&import.file).map_err(|e| e.to_string())?;
    let mut progress = |_: &Import| !job.is_stopping();
    let beside = Beside { job: Some(job.job.id), progress: &mut progress };
    let result = Reader::from_bytes(&import.file_name, content, recipe.columns)
        .map_err(ImportError::from)
        .and_then(|reader| run(db, id, reader, taker, recipe, beside));
    let import = match result {
        Err(ImportError::File(why)) => give_up(db, id, &why, recipe.event).map_err(|e| e.to_string())?,
        other => other.map_err(|e| e.to_string())?,
    };
    let needed = db.read_now(|tx| store::is_file_needed(tx, &import.file)).map_err(|e| e.to_string())?;
    if !needed {
        files.remove(&import.file).map_err(|e| e.to_string())?;
    }
    Ok(serde_json::json!({ "import": id.to_string() }))
}

/// Runs an import of a file of the command line, to its end or until `progress` says no. It may touch every unit.
///
/// # Errors
/// [`ImportError`]; what was committed before stands, and running it again doubles nothing.
pub fn run_file<T: TakesIn>(
    db: &Db,
    path: &Path,
    recipe: &Recipe<T::Line>,
    prepare: impl FnOnce(&mut Tx<'_>, &Import) -> Result<T, StoreError>,
    progress: &mut dyn FnMut(&Import) -> bool,
) -> Result<Import, ImportError> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let reader = Reader::from_path(&name, path, recipe.columns)?;
    let kind = recipe.kind;
    let id = db.write_now(move |tx| create(tx, kind, &name, "", &[], 0))?;
    let taker = db.read_now(|tx| {
        let import = find(tx, id)?;
        prepare(tx, &import)
    })?;
    match run(db, id, reader, taker, recipe, Beside { job: None, progress }) {
        Err(ImportError::File(why)) => {
            give_up(db, id, &why, recipe.event)?;
            Err(ImportError::File(why))
        }
        other => other,
    }
}
