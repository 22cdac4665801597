//! The figures of reflections. The rows behind them are units with their counts: who has written is no list of names here.

use kernel::{Day, UnitId};
use people::store::CountedOnce;
use platform::app::{Counts, Figure, FigureRow, FigureRows, FigureSource, RowsOf};
use platform::db::{StoreError, Tx};
use platform::params;
use platform::search::Searchable;

use crate::domain::{CallId, figure};

type Rows = fn(&mut Tx<'_>, &RowsOf) -> Result<FigureRows, StoreError>;
type OfUnits = fn(&mut Tx<'_>, &str, Day) -> Result<Vec<(UnitId, i64)>, StoreError>;

const fn recorded(id: &'static str, rows: Rows, of_units: OfUnits) -> Figure {
    Figure { id, counts: Counts::People, source: FigureSource::Recorded, rows, of_units, owner }
}

/// Every figure of reflections.
pub const FIGURES: &[Figure] = &[
    recorded(figure::DUE, due, due_of_units),
    recorded(figure::SUBMITTED, submitted, submitted_of_units),
    recorded(figure::PASSED, passed, passed_of_units),
];

/// How people are counted once, however many records they turn out to have had.
pub const COUNTED_ONCE: CountedOnce = CountedOnce {
    table: "reflection",
    subject: "call_id",
    figures: &[(figure::DUE, "asked_on"), (figure::SUBMITTED, "submitted_on"), (figure::PASSED, "passed_on")],
};

/// Calls, for the proof of the ledger.
pub const SUBJECTS: &[Searchable] = &[figures::subjects::proved("reflection-call", list_subjects)];

fn list_subjects(tx: &mut Tx<'_>, after: &str, limit: i64) -> Result<Vec<(String, i64)>, StoreError> {
    tx.list("SELECT id FROM reflection_call WHERE id > $1 ORDER BY id LIMIT $2", params![after, limit], |row| {
        Ok((row.get(0)?, 0))
    })
}

fn owner(tx: &mut Tx<'_>, subject: &str) -> Result<Option<UnitId>, StoreError> {
    match subject.parse::<CallId>() {
        Ok(id) => tx.lookup("SELECT unit_id FROM reflection_call WHERE id = $1", params![id], |row| row.get(0)),
        Err(_) => Ok(None),
    }
}

fn due(tx: &mut Tx<'_>, of: &RowsOf) -> Result<FigureRows, StoreError> {
    rows(tx, of, "asked_on")
}

fn submitted(tx: &mut Tx<'_>, of: &RowsOf) -> Result<FigureRows, StoreError> {
    rows(tx, of, "submitted_on")
}

fn passed(tx: &mut Tx<'_>, of: &RowsOf) -> Result<FigureRows, StoreError> {
    rows(tx, of, "passed_on")
}

fn due_of_units(tx: &mut Tx<'_>, subject: &str, as_of: Day) -> Result<Vec<(UnitId, i64)>, StoreError> {
    of_units(tx, subject, as_of, "asked_on")
}

fn submitted_of_units(tx: &mut Tx<'_>, subject: &str, as_of: Day) -> Result<Vec<(UnitId, i64)>, StoreError> {
    of_units(tx, subject, as_of, "submitted_on")
}

fn passed_of_units(tx: &mut Tx<'_>, subject: &str, as_of: Day) -> Result<Vec<(UnitId, i64)>, StoreError> {
    of_units(tx, subject, as_of, "passed_on")
}

/// How many reflections count at each unit by the day.
fn of_units(tx: &mut Tx<'_>, subject: &str, as_of: Day, day: &str) -> Result<Vec<(UnitId, i64)>, StoreError> {
    let sql = format!(
        "SELECT r.unit_id, COUNT(*) FROM reflection r WHERE r.call_id = $1 AND r.is_counted AND r.{day} IS NOT NULL AND r.{day} <= $2
         GROUP BY r.unit_id"
    );
    tx.list(&sql, params![subject, as_of], |row| Ok((row.get(0)?, row.get(1)?)))
}

fn rows(tx: &mut Tx<'_>, of: &RowsOf, day: &str) -> Result<FigureRows, StoreError> {
    let branch = units::store::within_sql(tx, "r.unit_id", ("$2", "$4"), of.tree_on)?;
    let from = format!(
        "FROM reflection r WHERE r.call_id = $1 AND r.is_counted AND {branch} AND r.{day} IS NOT NULL AND r.{day} <= $3"
    );
    let total = tx.scalar(&format!("SELECT COUNT(*) {from}"), params![of.subject, of.unit, of.as_of, of.tree_on])?;
    let sql = format!(
        "SELECT u.name, n.count FROM (SELECT r.unit_id, COUNT(*) AS count {from} GROUP BY r.unit_id) n
             JOIN unit u ON u.id = n.unit_id ORDER BY u.sort_key, u.id LIMIT $5 OFFSET $6"
    );
    let bound = params![of.subject, of.unit, of.as_of, of.tree_on, of.limit, of.offset];
    let rows = tx.list(&sql, bound, |row| {
        Ok(FigureRow { title: row.get(0)?, note: row.get::<i64>(1)?.to_string(), href: String::new() })
    })?;
    Ok(FigureRows { total, rows })
}
