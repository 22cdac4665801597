//! SQLite: write-ahead log, full synchronisation, many readers, one writer thread. The writer puts every request
//! queued meanwhile into one commit, each in its own savepoint, so that a thousand small writes cost one fsync.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use kernel::Clock;
use rusqlite::{Connection as Sqlite, OpenFlags};

use super::tx::Connection;
use super::{Hooks, Migration, StoreError, Tx, migrate, seal};

/// How many requests share a commit at most: bounds how long the first of them waits.
const GROUP: usize = 2_000;
const READERS: usize = 4;
/// The writer keeps the pages it changes in memory, and carries the log into the file every 32 MiB rather than every 4:
/// a page that many commits change is then carried over once. What a large change sorts goes to a file, not to memory.
const WRITER: &str = "PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 8192; PRAGMA temp_store = FILE;";

type Finish = Box<dyn FnOnce(Result<(), StoreError>) + Send>;
type Work = Box<dyn FnOnce(&mut Tx<'_>) -> (bool, Finish) + Send>;

pub(super) struct SqliteEngine {
    path: PathBuf,
    hooks: Hooks,
    clock: Arc<dyn Clock>,
    readers: Mutex<Vec<Sqlite>>,
    queue: Mutex<Option<Sender<Work>>>,
    writer: Mutex<Option<JoinHandle<()>>>,
}

impl SqliteEngine {
    pub fn open(
        path: &Path,
        migrations: &[Migration],
        hooks: Hooks,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, StoreError> {
        let writer = connect(path, OpenFlags::default())?;
        writer.execute_batch(WRITER)?;
        writer.execute_batch("BEGIN IMMEDIATE")?;
        let mut tx = Tx::new(Connection::Sqlite(&writer), &hooks, Arc::clone(&clock));
        migrate::migrate(&mut tx, migrations)?;
        drop(tx);
        writer.execute_batch("COMMIT")?;
        let (queue, work) = channel::<Work>();
        let (its_hooks, its_clock) = (hooks.clone(), Arc::clone(&clock));
        let thread = std::thread::Builder::new()
            .name("sqlite-writer".into())
            .spawn(move || write_groups(&writer, &work, &its_hooks, &its_clock))
            .map_err(|e| StoreError::Driver(e.to_string()))?;
        Ok(Self {
            path: path.to_owned(),
            hooks,
            clock,
            readers: Mutex::new(Vec::new()),
            queue: Mutex::new(Some(queue)),
            writer: Mutex::new(Some(thread)),
        })
    }

    pub fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<T, E>,
        E: From<StoreError>,
    {
        let pooled = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let reader = match pooled {
            Some(reader) => reader,
            None => connect(&self.path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?,
        };
        reader.execute_batch("BEGIN").map_err(StoreError::from)?;
        let result = work(&mut Tx::new(Connection::Sqlite(&reader), &self.hooks, Arc::clone(&self.clock)));
        reader.execute_batch("ROLLBACK").map_err(StoreError::from)?;
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        if readers.len() < READERS {
            readers.push(reader);
        }
        result
    }

    /// Queues a write; `answer` is called after the commit that holds it (or after it failed).
    pub fn submit<T, E, F>(&self, work: F, answer: impl FnOnce(Result<T, E>) + Send + 'static) -> Result<(), StoreError>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let job: Work = Box::new(move |tx| {
            let result = catch_unwind(AssertUnwindSafe(|| {
                let value = work(tx)?;
                tx.tell_features()?;
                Ok(value)
            }))
            .unwrap_or_else(|_| Err(StoreError::Driver("the writing closure panicked".into()).into()));
            let keep = result.is_ok();
            let finish: Finish = Box::new(move |committed| {
                // what failed by itself is told by its own words, whatever became of the others
                answer(match committed {
                    Err(error) if result.is_ok() => Err(error.into()),
                    _ => result,
                });
            });
            (keep, finish)
        });
        let queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        queue
            .as_ref()
            .ok_or_else(|| StoreError::Driver("the database is closed".into()))?
            .send(job)
            .map_err(|_| StoreError::Driver("the writer stopped".into()))
    }

    pub fn copy_to(&self, target: &Path) -> Result<(), StoreError> {
        let source = connect(&self.path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let mut copy = Sqlite::open(target)?;
        let backup = rusqlite::backup::Backup::new(&source, &mut copy)?;
        backup.run_to_completion(4_096, Duration::ZERO, None)?;
        Ok(())
    }
}

impl Drop for SqliteEngine {
    fn drop(&mut self) {
        // closing the queue lets the writer finish what stands in it
        self.queue.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take() {
            // the last holder may be the writer itself, when a queued closure owned the database
            if thread.thread().id() != std::thread::current().id() {
                let _ = thread.join();
            }
        }
    }
}

/// Whether a connection, of this program or another, holds the file open: each keeps a shared lock on it as long as it
/// lives, which the exclusive mode does not bear.
pub(super) fn is_in_use(path: &Path) -> Result<bool, StoreError> {
    let connection = Sqlite::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connection.busy_timeout(Duration::ZERO)?;
    connection.execute_batch("PRAGMA locking_mode = EXCLUSIVE")?;
    match connection.execute_batch("BEGIN EXCLUSIVE; ROLLBACK") {
        Ok(()) => Ok(false),
        Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy) => Ok(true),
        Err(error) => Err(error.into()),
    }
}

fn connect(path: &Path, flags: OpenFlags) -> Result<Sqlite, StoreError> {
    let connection = Sqlite::open_with_flags(path, flags)?;
    connection.set_prepared_statement_cache_capacity(256);
    connection.busy_timeout(Duration::from_secs(30))?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
         PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 67108864;",
    )?;
    Ok(connection)
}

fn write_groups(writer: &Sqlite, queue: &Receiver<Work>, hooks: &Hooks, clock: &Arc<dyn Clock>) {
    while let Ok(first) = queue.recv() {
        let mut finishes: Vec<Finish> = Vec::new();
        let outcome = write_group(writer, first, queue, hooks, clock, &mut finishes);
        if outcome.is_err() {
            // nothing of the group is kept; it may not even have begun
            let _ = writer.execute_batch("ROLLBACK");
        }
        for finish in finishes {
            finish(match &outcome {
                Ok(()) => Ok(()),
                Err(error) => Err(StoreError::Driver(format!("not committed: {error}"))),
            });
        }
    }
}

fn write_group(
    writer: &Sqlite,
    first: Work,
    queue: &Receiver<Work>,
    hooks: &Hooks,
    clock: &Arc<dyn Clock>,
    finishes: &mut Vec<Finish>,
) -> Result<(), StoreError> {
    let mut next = Some(first);
    let began = writer.execute_batch("BEGIN IMMEDIATE");
    let mut tx = Tx::new(Connection::Sqlite(writer), hooks, Arc::clone(clock));
    let head = match began {
        Ok(()) => seal::head(&mut tx),
        Err(error) => Err(error.into()),
    };
    tx.seal = head.as_ref().ok().map(|head| head.number + 1);
    while let Some(work) = next.take() {
        in_savepoint(writer, &mut tx, work, finishes)?;
        if finishes.len() < GROUP && head.is_ok() {
            next = queue.try_recv().ok();
        }
    }
    let head = head?;
    tx.settle_deltas()?;
    seal::seal_group(&mut tx, &head)?;
    drop(tx);
    writer.execute_batch("COMMIT")?;
    Ok(())
}

/// One request of a group. What it recorded is dropped with its savepoint when it fails.
fn in_savepoint(writer: &Sqlite, tx: &mut Tx<'_>, work: Work, finishes: &mut Vec<Finish>) -> Result<(), StoreError> {
    let (events, deltas, sealed) = (tx.pending_events.len(), tx.deltas.len(), tx.sealed.len());
    writer.prepare_cached("SAVEPOINT request")?.raw_execute()?;
    tx.act_as(None);
    let (keep, finish) = work(tx);
    finishes.push(finish);
    // a full disk takes back the whole group at once, and its savepoints with it
    if writer.is_autocommit() {
        return Err(StoreError::Driver("SQLite took the whole transaction back; is the disk full?".into()));
    }
    if !keep {
        writer.prepare_cached("ROLLBACK TO request")?.raw_execute()?;
        tx.pending_events.truncate(events);
        tx.deltas.truncate(deltas);
        tx.sealed.truncate(sealed);
    }
    writer.prepare_cached("RELEASE request")?.raw_execute()?;
    Ok(())
}
