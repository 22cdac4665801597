//! Imports of lists: lines are taken in by the feature that owns the rows, in transactions of two thousand lines, each
//! with its progress, so that an import that was killed goes on where it stood and doubles nothing. What a line means
//! belongs in the feature; the pages of every import are in [`crate::web::imports`].

mod store;

use std::path::Path;
use std::sync::mpsc::{Receiver, sync_channel};

use kernel::{AccountId, Event, Instant, JobId, UnitId};
use sheets::{CannotRead, Column, Reader, Row};

pub use store::{create, find, list_faults, list_latest};

use crate::db::{Db, StoreError, Tx};
use crate::jobs::{self, JobRun};

kernel::define_id!(
    /// An import of a list.
    ImportId,
);
crate::store_id!(ImportId);

/// Lines that share a transaction.
pub const CHUNK: usize = 2_000;
/// Faults kept of one import; further ones are counted only.
pub const FAULTS_KEPT: i64 = 20_000;

/// Where an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportState {
    /// Under way, or waiting for its turn.
    Running,
    /// Every line was looked at.
    Done,
    /// The file could not be read to its end; what was read stands.
    Failed,
}

impl ImportState {
    pub(crate) fn code(self) -> &'static str {
        match self {
            ImportState::Running => "running",
            ImportState::Done => "done",
            ImportState::Failed => "failed",
        }
    }
}

/// An import, as far as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// Its id.
    pub id: ImportId,
    /// `<feature>.import`.
    pub kind: String,
    /// The name of the file on the user's machine.
    pub file_name: String,
    /// Where the file is kept until the import is over; empty for a file of the command line.
    pub file: String,
    /// Who asked for it; none on the command line.
    pub owner: Option<AccountId>,
    /// The branches it may touch; none means every one (command line).
    pub roots: Vec<UnitId>,
    /// Where it stands.
    pub state: ImportState,
    /// The last line of the file that was taken in.
    pub last_line: i64,
    /// Lines looked at, without the header.
    pub read: i64,
    /// Lines the file seems to have; 0 while unknown.
    pub expected: i64,
    /// New rows.
    pub inserted: i64,
    /// Rows that were there and differ.
    pub updated: i64,
    /// Rows that were there just so.
    pub unchanged: i64,
    /// Lines with an error, not taken in.
    pub refused: i64,
    /// Lines taken in that somebody should look at (a probable duplicate).
    pub doubtful: i64,
    /// When it was asked for.
    pub started_at: Instant,
    /// When it was over.
    pub ended_at: Option<Instant>,
}

impl Import {
    /// True once nothing more will happen.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.state != ImportState::Running
    }
}

/// How bad a fault is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// The line was not taken in.
    Error,
    /// The line was taken in; somebody should look.
    Doubt,
}

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The line in the file, as Excel shows it.
    pub line: i64,
    /// How bad it is.
    pub kind: FaultKind,
    /// The key of the column; empty when the whole line is meant.
    pub column: String,
    /// What stood there.
    pub cell: String,
    /// A text key that says what is wrong and what to do; it may name `{ $cell }` and `{ $detail }`.
    pub problem: String,
    /// What the text names besides: another line, another person.
    pub detail: String,
}

impl Fault {
    /// An error in a column of a row.
    #[must_use]
    pub fn at(row: &Row, column: &str, problem: &str) -> Self {
        Fault {
            line: i64::try_from(row.line).unwrap_or(i64::MAX),
            kind: FaultKind::Error,
            column: column.to_owned(),
            cell: row.get(column).chars().take(200).collect(),
            problem: problem.to_owned(),
            detail: String::new(),
        }
    }

    /// With what the text names besides.
    #[must_use]
    pub fn naming(mut self, detail: impl ToString) -> Self {
        self.detail = detail.to_string();
        self
    }
}

/// What became of the lines of a transaction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// New rows.
    pub inserted: i64,
    /// Rows that were there and differ.
    pub updated: i64,
    /// Rows that were there just so.
    pub unchanged: i64,
    /// What is wrong: errors were not taken in, doubts were.
    pub faults: Vec<Fault>,
}

/// How a feature takes in its lines.
pub trait TakesIn: Send {
    /// A line, checked and ready to be written.
    type Line: Send + 'static;

    /// Checks a line, without the database. Is also given the lines that an earlier run took in (their answer is
    /// dropped), so that it knows what stands in the file above.
    ///
    /// # Errors
    /// What is wrong with the line.
    fn check(&mut self, row: &Row) -> Result<Self::Line, Vec<Fault>>;
}

/// What is the same for every import of a kind.
pub struct Recipe<L> {
    /// `<feature>.import`: the name of the kind and of its job.
    pub kind: &'static str,
    /// The columns of the file.
    pub columns: &'static [Column],
    /// The event recorded when an import is over, such as `people.imported`.
    pub event: &'static str,
    /// Writes checked lines in the transaction given.
    pub write: fn(&mut Tx<'_>, Vec<L>) -> Result<Written, StoreError>,
}

/// An import did not come to its end.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file cannot be read (any further).
    #[error("{0}")]
    File(#[from] CannotRead),
    /// The database failed.
    #[error("{0}")]
    Store(#[from] StoreError),
    /// Told to stop; it goes on when it is run again.
    #[error("stopped")]
    Stopped,
}

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
        Ok(finish(db, id, ImportState::Done, recipe.event)?)
    })
}

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
    run: &JobRun,
    recipe: &Recipe<T::Line>,
    prepare: impl FnOnce(&mut Tx<'_>, &Import) -> Result<T, StoreError>,
) -> Result<serde_json::Value, String> {
    let (db, files) = (&run.app.db, &run.app.files);
    let body: serde_json::Value = serde_json::from_str(&run.job.body).map_err(|e| e.to_string())?;
    let id: ImportId = body["import"].as_str().unwrap_or_default().parse().map_err(|e| format!("{e}"))?;
    let (import, taker) = db
        .read_now(|tx| {
            let import = find(tx, id)?;
            let taker = prepare(tx, &import)?;
            Ok::<_, StoreError>((import, taker))
        })
        .map_err(|e| e.to_string())?;
    let content = files.read(&import.file).map_err(|e| e.to_string())?;
    let mut progress = |_: &Import| !run.is_stopping();
    let beside = Beside { job: Some(run.job.id), progress: &mut progress };
    let result = Reader::from_bytes(&import.file_name, content, recipe.columns)
        .map_err(ImportError::from)
        .and_then(|reader| self::run(db, id, reader, taker, recipe, beside));
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

/// Lines a CSV file seems to have, without its header; 0 for a workbook, whose lines are known only when it is read.
#[must_use]
pub fn expected_lines(content: &[u8]) -> i64 {
    if content.starts_with(b"PK") || content.starts_with(&[0xd0, 0xcf]) {
        return 0;
    }
    let lines = content.iter().filter(|byte| **byte == b'\n').count();
    i64::try_from(lines).unwrap_or(0)
}
