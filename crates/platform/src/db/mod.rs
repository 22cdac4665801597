//! The database: one SQL text in a portable subset, two engines. A transaction is one synchronous closure over a
//! [`Tx`]. What belongs here: engines, transactions, migrations, the sealed event log. What does not: any table of a
//! feature.

mod history;
mod many;
mod migrate;
mod postgres_engine;
mod seal;
mod sqlite_engine;
mod transfer;
mod tx;
mod upkeep;
mod value;

use std::path::Path;
use std::sync::Arc;

use kernel::{Clock, Delta, Event};
use tokio::sync::Semaphore;

pub use history::{known_by_events_sql, word_by_events_sql};
pub use many::{in_pieces, places, values, with_each};
pub use migrate::{Migration, SchemaColumn, schema};
pub use seal::{AuditReport, LoggedEvent, SealedHead, find_seal, list_sealed, newest_seal};
pub use transfer::{Moved, Sum, Told, Transfer};
pub use tx::Tx;
pub use value::{FromValue, Param, Row, Value, ValueRef};

use postgres_engine::PostgresEngine;
use sqlite_engine::SqliteEngine;

/// Binds values to `$1`, `$2` … of a statement.
#[macro_export]
macro_rules! params {
    () => { &[] as &[&dyn $crate::db::Param] };
    ($($value:expr),+ $(,)?) => { &[$(&$value as &dyn $crate::db::Param),+] };
}

/// What can go wrong in the store. Told to the log, never to the user in these words.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No such row (or none the caller may know of).
    #[error("not found")]
    NotFound,
    /// The row changed since it was read.
    #[error("changed meanwhile")]
    Stale,
    /// A row with the same key exists.
    #[error("already taken: {0}")]
    Taken(String),
    /// What stands in the database cannot be understood.
    #[error("corrupt {table}: {detail}")]
    Corrupt {
        /// The table.
        table: &'static str,
        /// What stood there.
        detail: String,
    },
    /// The driver or the database failed.
    #[error("database: {0}")]
    Driver(String),
}

impl StoreError {
    /// What stands in the table cannot be understood.
    pub fn corrupt(table: &'static str, detail: impl Into<String>) -> Self {
        StoreError::Corrupt { table, detail: detail.into() }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::ConstraintViolation) if error.to_string().contains("UNIQUE") => {
                StoreError::Taken(error.to_string())
            }
            _ => StoreError::Driver(error.to_string()),
        }
    }
}

impl From<postgres::Error> for StoreError {
    fn from(error: postgres::Error) -> Self {
        if error.code() == Some(&postgres::error::SqlState::UNIQUE_VIOLATION) {
            return StoreError::Taken(error.to_string());
        }
        let detail = error.as_db_error().map(ToString::to_string).unwrap_or_default();
        StoreError::Driver(format!("{error} {detail}"))
    }
}

/// What the features hang into every transaction. Set once at start.
#[derive(Default, Clone)]
pub struct Hooks {
    /// Told of each event, in the app's list order, in the same transaction.
    pub on_event: Vec<fn(&mut Tx<'_>, &Event) -> Result<(), StoreError>>,
    /// Adds the deltas of a commit to the ledger of figures.
    pub post_deltas: Option<fn(&mut Tx<'_>, &[Delta]) -> Result<(), StoreError>>,
}

/// Which engine stands behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// SQLite, bundled.
    Sqlite,
    /// PostgreSQL 15 or later.
    Postgres,
}

#[derive(Clone)]
enum Engine {
    Sqlite(Arc<SqliteEngine>),
    Postgres(Arc<PostgresEngine>),
}

/// Who else is there, and how texts are sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Neighbours {
    /// Other clients that are connected.
    pub others: i64,
    /// True when texts are sorted by their bytes, as the product needs.
    pub sorts_bytes: bool,
}

enum NotKept {
    Differs(Transfer),
    Store(StoreError),
}

impl From<StoreError> for NotKept {
    fn from(error: StoreError) -> Self {
        NotKept::Store(error)
    }
}

/// A database. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    engine: Engine,
    /// Requests at work in the database. Those that wait hold neither thread nor connection: a crowd that comes at once
    /// costs no memory.
    at_work: Arc<Semaphore>,
}

/// Requests at work at most: fewer than PostgreSQL has clients for, so that jobs find one.
const AT_WORK: usize = 10;

impl Db {
    fn on(engine: Engine) -> Self {
        Db { engine, at_work: Arc::new(Semaphore::new(AT_WORK)) }
    }

    /// Works on a thread that may wait, when it is this request's turn.
    async fn in_turn<T: Send + 'static, E: From<StoreError> + Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        let turn = Arc::clone(&self.at_work).acquire_owned().await;
        let turn = turn.map_err(|error| StoreError::Driver(error.to_string()))?;
        // the work goes on when whoever asked has gone away, and keeps the turn until it ends
        let in_turn = move || {
            let outcome = work();
            drop(turn);
            outcome
        };
        let outcome = tokio::task::spawn_blocking(in_turn).await;
        outcome.unwrap_or_else(|error| Err(StoreError::Driver(format!("the closure panicked: {error}")).into()))
    }

    /// Opens (and makes, when absent) the SQLite database at this path and brings its schema up to date.
    ///
    /// # Errors
    /// When the file cannot be opened or a migration fails or was edited after it ran.
    pub fn open_sqlite(
        path: &Path,
        migrations: &[Migration],
        hooks: Hooks,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, StoreError> {
        Ok(Self::on(Engine::Sqlite(Arc::new(SqliteEngine::open(path, migrations, hooks, clock)?))))
    }

    /// Opens a PostgreSQL database and brings its schema up to date.
    ///
    /// # Errors
    /// When the server cannot be reached or a migration fails or was edited after it ran.
    pub fn open_postgres(
        url: &str,
        migrations: &[Migration],
        hooks: Hooks,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, StoreError> {
        Ok(Self::on(Engine::Postgres(Arc::new(PostgresEngine::open(url, migrations, hooks, clock)?))))
    }

    /// Reaches a PostgreSQL database and leaves it as it is: to be filled by [`Db::fill_from`].
    ///
    /// # Errors
    /// When the server cannot be reached.
    pub fn reach_postgres(url: &str, clock: Arc<dyn Clock>) -> Result<Self, StoreError> {
        Ok(Self::on(Engine::Postgres(Arc::new(PostgresEngine::reach(url, clock)?))))
    }

    /// The schema of the PostgreSQL database in which the tables lie: the first of the connection's search path that is
    /// there; empty when there is none.
    ///
    /// # Errors
    /// When it cannot be asked.
    pub fn schema_name(&self) -> Result<String, StoreError> {
        self.read_now(|tx| tx.scalar("SELECT COALESCE(CAST(current_schema() AS TEXT), '')", &[]))
    }

    /// True when there is no table in it.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn is_empty(&self) -> Result<bool, StoreError> {
        self.read_now(transfer::is_empty)
    }

    /// True when a connection holds this SQLite file open. Ask before opening it oneself.
    ///
    /// # Errors
    /// When the file cannot be opened.
    pub fn is_in_use(path: &Path) -> Result<bool, StoreError> {
        sqlite_engine::is_in_use(path)
    }

    /// How many other clients the PostgreSQL database has, and whether it sorts texts by their bytes. SQLite has its
    /// own sorting, and is asked by [`Db::is_in_use`].
    ///
    /// # Errors
    /// When that cannot be found out.
    pub fn neighbours(&self) -> Result<Neighbours, StoreError> {
        match &self.engine {
            Engine::Sqlite(_) => Ok(Neighbours { others: 0, sorts_bytes: true }),
            Engine::Postgres(engine) => engine.read(postgres_engine::neighbours),
        }
    }

    /// Takes every row of another database into this one in one transaction, and proves each table by count and hash.
    /// What differs, or fails, leaves nothing behind.
    ///
    /// # Errors
    /// When a row cannot be read or written.
    pub fn fill_from(&self, source: &Db, migrations: &[Migration], told: Told) -> Result<Transfer, StoreError> {
        let (source, migrations) = (source.clone(), migrations.to_vec());
        let filled = self.write_now(move |to| {
            let transfer = source.read_now(|from| transfer::fill(from, to, &migrations, told))?;
            // an answer that is no success takes back what was written
            if transfer.is_kept { Ok(transfer) } else { Err(NotKept::Differs(transfer)) }
        });
        match filled {
            Ok(transfer) | Err(NotKept::Differs(transfer)) => Ok(transfer),
            Err(NotKept::Store(error)) => Err(error),
        }
    }

    /// Which engine stands behind.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        match self.engine {
            Engine::Sqlite(_) => Dialect::Sqlite,
            Engine::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Reads in one consistent snapshot.
    ///
    /// # Errors
    /// What the closure returns, or a [`StoreError`] of the engine turned into it.
    pub async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let db = self.clone();
        self.in_turn(move || db.read_now(work)).await
    }

    /// Reads in one consistent snapshot, on this thread: for jobs and commands, never in a handler.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub fn read_now<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<T, E>,
        E: From<StoreError>,
    {
        match &self.engine {
            Engine::Sqlite(engine) => engine.read(work),
            Engine::Postgres(engine) => engine.read(work),
        }
    }

    /// Writes in one transaction. It is durable when this returns; nothing of it is kept when the closure fails.
    ///
    /// # Errors
    /// What the closure returns, or a [`StoreError`] of the engine turned into it.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        match &self.engine {
            Engine::Sqlite(engine) => {
                let (sender, receiver) = tokio::sync::oneshot::channel();
                engine.submit(work, move |result| {
                    // the asker may have gone away; the write stands all the same
                    let _ = sender.send(result);
                })?;
                receiver.await.unwrap_or_else(|_| Err(StoreError::Driver("the writer stopped".into()).into()))
            }
            Engine::Postgres(engine) => {
                let engine = Arc::clone(engine);
                self.in_turn(move || engine.write(work)).await
            }
        }
    }

    /// Writes in one transaction, waiting on this thread: for jobs and commands, never in a handler.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub fn write_now<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        match &self.engine {
            Engine::Sqlite(engine) => {
                let (sender, receiver) = std::sync::mpsc::channel();
                engine.submit(work, move |result| {
                    let _ = sender.send(result);
                })?;
                receiver.recv().unwrap_or_else(|_| Err(StoreError::Driver("the writer stopped".into()).into()))
            }
            Engine::Postgres(engine) => engine.write(work),
        }
    }

    /// The tables and columns as the engine sees them, sorted, types in the portable words: for comparing engines.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn schema(&self) -> Result<Vec<SchemaColumn>, StoreError> {
        self.read_now(migrate::schema)
    }

    /// Copies the SQLite database, consistently, to a new file while it is in use.
    ///
    /// # Errors
    /// On PostgreSQL (use its own tools, `docs/admin`), or when the copy fails.
    pub fn copy_to(&self, target: &Path) -> Result<(), StoreError> {
        match &self.engine {
            Engine::Sqlite(engine) => engine.copy_to(target),
            Engine::Postgres(_) => Err(StoreError::Driver("not a SQLite database".into())),
        }
    }

    /// Seals events that are not sealed yet (PostgreSQL; SQLite seals with each commit). Returns how many.
    ///
    /// # Errors
    /// When the log cannot be read or written.
    pub fn seal_events(&self) -> Result<i64, StoreError> {
        match self.dialect() {
            Dialect::Sqlite => Ok(0),
            Dialect::Postgres if self.read_now(seal::has_pending)? => self.write_now(seal::seal_pending),
            Dialect::Postgres => Ok(0),
        }
    }

    /// Recomputes the chain of seals over the event log and reports every break.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub fn verify_audit(&self) -> Result<AuditReport, StoreError> {
        self.seal_events()?;
        self.read_now(seal::verify)
    }
}
