//! What PostgreSQL is helped with after much has come or gone at once, and would do by itself a minute later. SQLite needs none.

use super::{Db, Engine, StoreError, Tx};

impl Db {
    /// Lets the database learn how large its tables have become, after many rows came at once: it plans by it. Other schemas
    /// are left alone.
    ///
    /// # Errors
    /// When the database fails.
    pub fn learn_sizes(&self) -> Result<(), StoreError> {
        match &self.engine {
            Engine::Sqlite(_) => Ok(()),
            Engine::Postgres(engine) => engine.write(sample),
        }
    }

    /// Takes dead rows out of a table from which many were deleted at once: reading would go over them.
    ///
    /// # Errors
    /// When the database fails.
    pub fn sweep(&self, table: &'static str) -> Result<(), StoreError> {
        match &self.engine {
            Engine::Sqlite(_) => Ok(()),
            Engine::Postgres(engine) => engine.run_alone(&format!("VACUUM (ANALYZE) {table}")),
        }
    }
}

/// Samples every table of the connection's schema.
fn sample(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    let tables: Vec<String> = tx.list(
        "SELECT CAST(oid::regclass AS TEXT) FROM pg_class
         WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace ORDER BY 1",
        &[],
        |row| row.get(0),
    )?;
    tables.iter().try_for_each(|table| tx.run(&format!("ANALYZE {table}"), &[]).map(|_| ()))
}
