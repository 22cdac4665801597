//! Moving every row of one database into another of either engine, in one transaction of the target: whoever looks in
//! meanwhile sees it empty, and what fails leaves it so. Each table is hashed as it is read here and again as it stands
//! there, row by row in the order of its key and in one encoding, so that nothing can be lost or altered unseen.

use std::collections::BTreeMap;

use super::{Dialect, Migration, Param, Row, SealedHead, StoreError, Tx, Value, ValueRef, migrate, seal};

/// How many values one statement carries at most: SQLite's limit is 32,766.
const VALUES: usize = 16_000;
const ROWS: usize = 1_000;

/// What a table is: how many rows, and a hash over all of them in the order of the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// Its rows.
    pub rows: i64,
    /// blake3 in hexadecimal.
    pub hash: String,
}

/// One table, as it was read and as it stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The table.
    pub table: String,
    /// What was read.
    pub here: Sum,
    /// What stands in the target.
    pub there: Sum,
}

impl Moved {
    /// True when nothing was lost or altered.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.here == self.there
    }
}

/// What a move came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer {
    /// Every table, by name.
    pub tables: Vec<Moved>,
    /// The newest seal in the target.
    pub head: SealedHead,
    /// True when all is the same and the log is whole: the target was filled. False: it was left empty.
    pub is_kept: bool,
    /// Every break of the log in the target.
    pub breaks: Vec<String>,
}

/// Told after each batch: rows copied or proven so far, of twice the rows there are.
pub type Told = Box<dyn FnMut(i64, i64) + Send>;

struct Table {
    name: String,
    columns: Vec<String>,
    is_boolean: Vec<bool>,
    key: Vec<String>,
}

/// Copies everything from a snapshot into the target, which holds its schema (SQLite) or nothing (PostgreSQL).
pub(super) fn fill(
    from: &mut Tx<'_>,
    to: &mut Tx<'_>,
    migrations: &[Migration],
    mut told: Told,
) -> Result<Transfer, StoreError> {
    migrate::migrate(to, migrations)?;
    let tables = tables(from)?;
    if migrate::schema(from)? != migrate::schema(to)? {
        return Err(StoreError::Driver("the two databases have different tables".into()));
    }
    let mut all = 0;
    for table in &tables {
        all += from.scalar::<i64>(&format!("SELECT COUNT(*) FROM {}", table.name), &[])? * 2;
    }
    let references = loosen(to)?;
    let mut done = 0;
    let mut count = |rows: i64| {
        done += rows;
        told(done, all);
    };
    for table in &tables {
        // the rows that migrations put there come with the others
        to.run(&format!("DELETE FROM {}", table.name), &[])?;
    }
    let mut read = Vec::new();
    for table in &tables {
        read.push(copy(from, to, table, &mut count)?);
    }
    tighten(to, references)?;
    let mut moved = Vec::new();
    for (table, here) in tables.iter().zip(read) {
        moved.push(Moved { table: table.name.clone(), here, there: sum(to, table, &mut count)? });
    }
    let report = seal::verify(to)?;
    let is_kept = report.breaks.is_empty() && moved.iter().all(Moved::is_same) && report.head == seal::head(from)?;
    Ok(Transfer { tables: moved, head: report.head, is_kept, breaks: report.breaks })
}

/// True when the database holds no table yet.
pub(super) fn is_empty(tx: &mut Tx<'_>) -> Result<bool, StoreError> {
    Ok(migrate::schema(tx)?.is_empty())
}

fn tables(tx: &mut Tx<'_>) -> Result<Vec<Table>, StoreError> {
    let mut by_name: BTreeMap<String, Table> = BTreeMap::new();
    for column in migrate::schema(tx)? {
        let table = by_name.entry(column.table.clone()).or_insert_with(|| Table {
            name: column.table,
            columns: Vec::new(),
            is_boolean: Vec::new(),
            key: Vec::new(),
        });
        table.columns.push(column.column);
        table.is_boolean.push(column.kind == "BOOLEAN");
    }
    for (table, column) in migrate::keys(tx)? {
        if let Some(table) = by_name.get_mut(&table) {
            table.key.push(column);
        }
    }
    match by_name.values().find(|table| table.key.is_empty()) {
        Some(table) => Err(StoreError::Driver(format!("table {} has no key", table.name))),
        None => Ok(by_name.into_values().collect()),
    }
}

/// Lets rows come in any order. Gives the statements that make the rules about references hold again.
fn loosen(tx: &mut Tx<'_>) -> Result<Vec<String>, StoreError> {
    if tx.dialect() == Dialect::Sqlite {
        tx.run("PRAGMA defer_foreign_keys = ON", &[])?;
        return Ok(Vec::new());
    }
    let rules = tx.list(
        "SELECT CAST(conrelid::regclass AS TEXT), CAST(conname AS TEXT), pg_get_constraintdef(oid) FROM pg_constraint
         WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY 1, 2",
        &[],
        |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?, row.get::<String>(2)?)),
    )?;
    let mut again = Vec::new();
    for (table, name, rule) in rules {
        tx.run(&format!("ALTER TABLE {table} DROP CONSTRAINT {name}"), &[])?;
        again.push(format!("ALTER TABLE {table} ADD CONSTRAINT {name} {rule}"));
    }
    again.push("ANALYZE".into());
    Ok(again)
}

fn tighten(tx: &mut Tx<'_>, statements: Vec<String>) -> Result<(), StoreError> {
    for statement in statements {
        tx.run(&statement, &[])?;
    }
    Ok(())
}

fn copy(from: &mut Tx<'_>, to: &mut Tx<'_>, table: &Table, count: &mut impl FnMut(i64)) -> Result<Sum, StoreError> {
    let most = (VALUES / table.columns.len()).clamp(1, ROWS);
    let mut hashed = Hashed::default();
    let mut batch: Vec<Cell> = Vec::new();
    from.each(&table.select(), &[], |row| {
        let values = hashed.take(row, table)?;
        batch.extend(values.into_iter().zip(&table.is_boolean).map(|(value, flag)| Cell { value, is_boolean: *flag }));
        if batch.len() == most * table.columns.len() {
            count(insert(to, table, &batch)?);
            batch.clear();
        }
        Ok(())
    })?;
    if !batch.is_empty() {
        count(insert(to, table, &batch)?);
    }
    Ok(hashed.sum())
}

fn insert(to: &mut Tx<'_>, table: &Table, batch: &[Cell]) -> Result<i64, StoreError> {
    let width = table.columns.len();
    let rows: Vec<String> =
        (0..batch.len() / width).map(|row| format!("({})", super::places(row * width + 1, width))).collect();
    let sql = format!("INSERT INTO {} ({}) VALUES {}", table.name, table.columns.join(", "), rows.join(", "));
    let params: Vec<&dyn Param> = batch.iter().map(|cell| cell as &dyn Param).collect();
    to.run(&sql, &params).map_err(|error| StoreError::Driver(format!("table {}: {error}", table.name)))?;
    i64::try_from(rows.len()).map_err(|error| StoreError::Driver(error.to_string()))
}

fn sum(tx: &mut Tx<'_>, table: &Table, count: &mut impl FnMut(i64)) -> Result<Sum, StoreError> {
    let mut hashed = Hashed::default();
    tx.each(&table.select(), &[], |row| {
        hashed.take(row, table)?;
        if hashed.rows % 1_000 == 0 {
            count(1_000);
        }
        Ok(())
    })?;
    count(hashed.rows % 1_000);
    Ok(hashed.sum())
}

impl Table {
    fn select(&self) -> String {
        format!("SELECT {} FROM {} ORDER BY {}", self.columns.join(", "), self.name, self.key.join(", "))
    }
}

/// A value on its way. SQLite keeps truth as a number, PostgreSQL wants it as what it is.
struct Cell {
    value: Value,
    is_boolean: bool,
}

impl Param for Cell {
    fn value(&self) -> ValueRef<'_> {
        match &self.value {
            Value::Null => ValueRef::Null,
            Value::Int(n) if self.is_boolean => ValueRef::Bool(*n != 0),
            Value::Int(n) => ValueRef::Int(*n),
            Value::Text(text) => ValueRef::Text(text),
            Value::Bytes(bytes) => ValueRef::Bytes(bytes),
        }
    }
}

#[derive(Default)]
struct Hashed {
    hasher: blake3::Hasher,
    rows: i64,
}

impl Hashed {
    fn take(&mut self, row: &Row<'_>, table: &Table) -> Result<Vec<Value>, StoreError> {
        let values = (0..table.columns.len())
            .map(|index| row.get::<Value>(index))
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| StoreError::Driver(format!("table {}: {error}", table.name)))?;
        for value in &values {
            self.add(value);
        }
        self.rows += 1;
        Ok(values)
    }

    /// One byte for the kind, the length where it may vary, the value: no two rows have the same encoding.
    fn add(&mut self, value: &Value) {
        match value {
            Value::Null => {
                self.hasher.update(b"-");
            }
            Value::Int(n) => {
                self.hasher.update(b"n").update(&n.to_le_bytes());
            }
            Value::Text(text) => self.add_bytes(b"t", text.as_bytes()),
            Value::Bytes(bytes) => self.add_bytes(b"b", bytes),
        }
    }

    fn add_bytes(&mut self, kind: &[u8; 1], bytes: &[u8]) {
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.hasher.update(kind).update(&length.to_le_bytes()).update(bytes);
    }

    fn sum(self) -> Sum {
        Sum { rows: self.rows, hash: self.hasher.finalize().to_hex().to_string() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(values: &[Value]) -> String {
        let mut hashed = Hashed::default();
        values.iter().for_each(|value| hashed.add(value));
        hashed.sum().hash
    }

    #[test]
    fn values_that_differ_only_in_kind_or_in_where_they_end_have_different_hashes() {
        let text = |text: &str| Value::Text(text.into());
        let rows = [
            vec![text("ab"), text("c")],
            vec![text("a"), text("bc")],
            vec![text("abc"), Value::Null],
            vec![Value::Null, text("abc")],
            vec![Value::Bytes(b"ab".to_vec()), text("c")],
            vec![text("abc"), text("")],
            vec![Value::Int(0), Value::Null],
        ];
        let hashes: std::collections::BTreeSet<String> = rows.iter().map(|row| hash(row)).collect();
        assert_eq!(hashes.len(), rows.len());
    }
}
