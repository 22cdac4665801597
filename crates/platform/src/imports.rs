//! Imports of lists: lines are taken in by the feature that owns the rows, in transactions of two thousand lines, each
//! with its progress, so that an import that was killed goes on where it stood and doubles nothing. What a line means
//! belongs in the feature; the pages of every import are in [`crate::web::imports`].

mod run;
mod store;

use kernel::{AccountId, Instant, UnitId};
use sheets::{CannotRead, Column, Row};

pub use run::{Beside, run, run_file, run_job};
pub use store::{create, find, forget_cells, list_faults, list_latest};

use crate::db::{StoreError, Tx};

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

/// Lines a CSV file seems to have, without its header; 0 for a workbook, whose lines are known only when it is read.
#[must_use]
pub fn expected_lines(content: &[u8]) -> i64 {
    if content.starts_with(b"PK") || content.starts_with(&[0xd0, 0xcf]) {
        return 0;
    }
    let lines = content.iter().filter(|byte| **byte == b'\n').count();
    i64::try_from(lines).unwrap_or(0)
}
