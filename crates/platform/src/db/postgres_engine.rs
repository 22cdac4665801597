//! PostgreSQL: a pool of synchronous clients, statements prepared once per client. One transaction per write; the
//! commit is durable when it returns.

use std::collections::HashMap;
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use kernel::Clock;
use postgres::{Client, NoTls, Statement};

use super::tx::Connection;
use super::{Hooks, Migration, Neighbours, StoreError, Tx, migrate};

const CLIENTS: usize = 12;

struct Pooled {
    client: Client,
    statements: HashMap<String, Statement>,
}

struct Pool {
    idle: Vec<Pooled>,
    open: usize,
}

pub(super) struct PostgresEngine {
    url: String,
    hooks: Hooks,
    clock: Arc<dyn Clock>,
    pool: Mutex<Pool>,
    returned: Condvar,
}

impl PostgresEngine {
    pub fn open(url: &str, migrations: &[Migration], hooks: Hooks, clock: Arc<dyn Clock>) -> Result<Self, StoreError> {
        let engine = Self::new(url, hooks, clock);
        let migrations = migrations.to_vec();
        // a client must not be made or dropped on an async thread
        std::thread::scope(|scope| {
            scope
                .spawn(|| {
                    engine.write(move |tx| {
                        // two nodes may start at once: one migrates, the other waits
                        tx.lookup("SELECT CAST(pg_advisory_xact_lock(7426001) AS TEXT)", &[], |_| Ok(()))?;
                        if tx.scalar::<Option<String>>("SELECT CAST(current_schema() AS TEXT)", &[])?.is_none() {
                            return Err(StoreError::Driver(
                                "không có lược đồ nêu trong search_path: tạo bằng CREATE SCHEMA trước / \
                                 the schema of search_path is not there"
                                    .into(),
                            ));
                        }
                        migrate::migrate(tx, &migrations)
                    })
                })
                .join()
                .unwrap_or_else(|_| Err(StoreError::Driver("the migration panicked".into())))
        })?;
        Ok(engine)
    }

    /// Looks only whether the database answers.
    pub fn reach(url: &str, clock: Arc<dyn Clock>) -> Result<Self, StoreError> {
        let engine = Self::new(url, Hooks::default(), clock);
        engine.with_client(|_| Ok::<_, StoreError>(()))?;
        Ok(engine)
    }

    fn new(url: &str, hooks: Hooks, clock: Arc<dyn Clock>) -> Self {
        let pool = Mutex::new(Pool { idle: Vec::new(), open: 0 });
        Self { url: url.to_owned(), hooks, clock, pool, returned: Condvar::new() }
    }

    pub fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<T, E>,
        E: From<StoreError>,
    {
        self.with_client(|pooled| {
            let transaction = pooled
                .client
                .build_transaction()
                .read_only(true)
                .isolation_level(postgres::IsolationLevel::RepeatableRead)
                .start()
                .map_err(StoreError::from)?;
            let connection = Connection::Postgres { transaction, statements: &mut pooled.statements };
            work(&mut Tx::new(connection, &self.hooks, Arc::clone(&self.clock)))
        })
    }

    pub fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<T, E>,
        E: From<StoreError>,
    {
        self.with_client(|pooled| {
            let transaction = pooled.client.transaction().map_err(StoreError::from)?;
            let connection = Connection::Postgres { transaction, statements: &mut pooled.statements };
            let mut tx = Tx::new(connection, &self.hooks, Arc::clone(&self.clock));
            let value = work(&mut tx)?;
            tx.tell_features()?;
            tx.settle_deltas()?;
            match tx.connection {
                Connection::Postgres { transaction, .. } => transaction.commit().map_err(StoreError::from)?,
                Connection::Sqlite(_) => {
                    return Err(StoreError::Driver("wrong engine".into()).into());
                }
            }
            Ok(value)
        })
    }

    /// Runs one statement outside of any transaction.
    pub fn run_alone(&self, sql: &str) -> Result<(), StoreError> {
        self.with_client(|pooled| Ok(pooled.client.batch_execute(sql)?))
    }

    fn with_client<T, E: From<StoreError>>(&self, work: impl FnOnce(&mut Pooled) -> Result<T, E>) -> Result<T, E> {
        let mut lease = Lease { engine: self, pooled: Some(self.take()?) };
        match lease.pooled.as_mut() {
            Some(pooled) => work(pooled),
            None => Err(StoreError::Driver("no client".into()).into()),
        }
    }

    fn take(&self) -> Result<Pooled, StoreError> {
        let mut pool = self.pool.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(pooled) = pool.idle.pop() {
                return Ok(pooled);
            }
            if pool.open < CLIENTS {
                pool.open += 1;
                break;
            }
            pool = self.returned.wait(pool).unwrap_or_else(PoisonError::into_inner);
        }
        drop(pool);
        match Client::connect(&self.url, NoTls) {
            Ok(mut client) => {
                // tells the servers of provinces that share a database apart
                client
                    .batch_execute("SELECT set_config('application_name', 'thongsuot ' || current_schema(), FALSE)")?;
                Ok(Pooled { client, statements: HashMap::new() })
            }
            Err(error) => {
                self.gone();
                Err(error.into())
            }
        }
    }

    fn gone(&self) {
        self.pool.lock().unwrap_or_else(PoisonError::into_inner).open -= 1;
        self.returned.notify_one();
    }
}

/// Other clients of this database, those of other provinces' schemas left out, and whether it has the C collation.
pub(super) fn neighbours(tx: &mut Tx<'_>) -> Result<Neighbours, StoreError> {
    tx.find(
        "SELECT (SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
                 AND backend_type = 'client backend'
                 AND (application_name NOT LIKE 'thongsuot %' OR application_name = current_setting('application_name'))),
                (SELECT datcollate IN ('C', 'POSIX') FROM pg_database WHERE datname = current_database())",
        &[],
        |row| Ok(Neighbours { others: row.get(0)?, sorts_bytes: row.get(1)? }),
    )
}

/// Gives the client back when the work ends, also when it panics; a broken one is not kept.
struct Lease<'e> {
    engine: &'e PostgresEngine,
    pooled: Option<Pooled>,
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        if let Some(pooled) = self.pooled.take() {
            if pooled.client.is_closed() || std::thread::panicking() {
                self.engine.gone();
            } else {
                self.engine.pool.lock().unwrap_or_else(PoisonError::into_inner).idle.push(pooled);
                self.engine.returned.notify_one();
            }
        }
    }
}

impl Drop for PostgresEngine {
    fn drop(&mut self) {
        let idle = std::mem::take(&mut self.pool.get_mut().unwrap_or_else(PoisonError::into_inner).idle);
        if !idle.is_empty() {
            // a client must not be dropped on an async thread
            let _ = std::thread::spawn(move || drop(idle)).join();
        }
    }
}
