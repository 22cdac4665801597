//! Migrations: each feature owns its files `yyyymmdd-name.sql`; they are merged, sorted by name, run once in one
//! transaction each start, and checksummed: a file that ran is never edited. Also the schema as data, for comparing
//! the two engines.

use super::{Dialect, StoreError, Tx};
use crate::params;

/// One migration file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Migration {
    /// `yyyymmdd-name`, unique in the product.
    pub name: &'static str,
    /// Its statements, in the portable subset; `BYTES` stands for the engine's type of bytes.
    pub sql: &'static str,
}

/// A column of the schema.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SchemaColumn {
    /// The table.
    pub table: String,
    /// The column.
    pub column: String,
    /// TEXT, BIGINT, BOOLEAN or BYTES.
    pub kind: String,
    /// True when it may hold NULL.
    pub nullable: bool,
}

pub(super) fn migrate(tx: &mut Tx<'_>, migrations: &[Migration]) -> Result<(), StoreError> {
    tx.run(
        "CREATE TABLE IF NOT EXISTS schema_migration (
            name TEXT NOT NULL PRIMARY KEY, checksum TEXT NOT NULL, run_at BIGINT NOT NULL)",
        &[],
    )?;
    let mut sorted: Vec<&Migration> = migrations.iter().collect();
    sorted.sort_by_key(|migration| migration.name);
    for migration in sorted {
        let checksum = blake3::hash(migration.sql.as_bytes()).to_hex().to_string();
        let ran =
            tx.lookup("SELECT checksum FROM schema_migration WHERE name = $1", params![migration.name], |row| {
                row.get::<String>(0)
            })?;
        match ran {
            Some(known) if known == checksum => {}
            Some(_) => {
                return Err(StoreError::Driver(format!("migration {} was edited after it ran", migration.name)));
            }
            None => {
                for statement in statements(migration.sql, tx.dialect()) {
                    tx.run(&statement, &[])
                        .map_err(|e| StoreError::Driver(format!("migration {}: {e}: {statement}", migration.name)))?;
                }
                let now = tx.now();
                tx.run(
                    "INSERT INTO schema_migration (name, checksum, run_at) VALUES ($1, $2, $3)",
                    params![migration.name, checksum, now],
                )?;
            }
        }
    }
    Ok(())
}

/// Statements end with `;` at the end of a line; comments are lines that begin with `--`. A table with a key of several
/// columns lies on SQLite in the order of that key: one tree to write instead of two.
fn statements(sql: &str, dialect: Dialect) -> Vec<String> {
    let bytes = match dialect {
        Dialect::Sqlite => "BLOB",
        Dialect::Postgres => "BYTEA",
    };
    let plain: Vec<&str> = sql.lines().filter(|line| !line.trim_start().starts_with("--")).collect();
    plain
        .join("\n")
        .split(";\n")
        .map(|text| text.trim().trim_end_matches(';').replace(" BYTES", &format!(" {bytes}")))
        .filter(|text| !text.is_empty())
        .map(|text| {
            let is_keyed = text.starts_with("CREATE TABLE") && text.contains("\n    PRIMARY KEY (");
            if is_keyed && dialect == Dialect::Sqlite { text + " WITHOUT ROWID" } else { text }
        })
        .collect()
}

/// The tables and their columns.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn schema(tx: &mut Tx<'_>) -> Result<Vec<SchemaColumn>, StoreError> {
    // both texts side by side: the catalogues differ by nature
    let sql = match tx.dialect() {
        Dialect::Sqlite => {
            "SELECT m.name, p.name, UPPER(p.type), p.\"notnull\" = 0 FROM sqlite_master m, pragma_table_info(m.name) p
             WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, p.name"
        }
        Dialect::Postgres => {
            "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT), UPPER(CAST(data_type AS TEXT)), is_nullable = 'YES'
             FROM information_schema.columns WHERE table_schema = current_schema() ORDER BY 1, 2"
        }
    };
    let mut columns = tx.list(sql, &[], |row| {
        let kind: String = row.get(2)?;
        Ok(SchemaColumn {
            table: row.get(0)?,
            column: row.get(1)?,
            kind: if kind == "BLOB" || kind == "BYTEA" { "BYTES".into() } else { kind },
            nullable: row.get(3)?,
        })
    })?;
    columns.sort();
    Ok(columns)
}

/// The columns of every table's primary key, in the order of the key.
pub(super) fn keys(tx: &mut Tx<'_>) -> Result<Vec<(String, String)>, StoreError> {
    // both texts side by side: the catalogues differ by nature
    let sql = match tx.dialect() {
        Dialect::Sqlite => {
            "SELECT m.name, p.name FROM sqlite_master m, pragma_table_info(m.name) p
             WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND p.pk > 0 ORDER BY m.name, p.pk"
        }
        Dialect::Postgres => {
            "SELECT CAST(c.relname AS TEXT), CAST(a.attname AS TEXT) FROM pg_index i
             JOIN pg_class c ON c.oid = i.indrelid CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY k (attnum, place)
             JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
             WHERE i.indisprimary AND c.relnamespace = current_schema()::regnamespace ORDER BY 1, k.place"
        }
    };
    tx.list(sql, &[], |row| Ok((row.get(0)?, row.get(1)?)))
}
