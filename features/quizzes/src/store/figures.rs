//! The figures of tests. The rows behind them are units with their counts: who reached what is nobody's list.

use kernel::{Day, UnitId};
use people::store::CountedOnce;
use platform::app::{Counts, Figure, FigureRow, FigureRows, FigureSource, RowsOf};
use platform::db::{StoreError, Tx};
use platform::params;
use platform::search::Searchable;

use crate::domain::{QuizId, figure};

type Rows = fn(&mut Tx<'_>, &RowsOf) -> Result<FigureRows, StoreError>;
type OfUnits = fn(&mut Tx<'_>, &str, Day) -> Result<Vec<(UnitId, i64)>, StoreError>;

const fn recorded(id: &'static str, counts: Counts, rows: Rows, of_units: OfUnits) -> Figure {
    Figure { id, counts, source: FigureSource::Recorded, rows, of_units, owner }
}

/// Every figure of tests.
pub const FIGURES: &[Figure] = &[
    recorded(figure::PEOPLE, Counts::People, people, people_of_units),
    recorded(figure::PASSED, Counts::People, passed, passed_of_units),
    recorded(figure::ATTEMPTS, Counts::Attempts, attempts, attempts_of_units),
];

/// What counts people: of two records of one person one row.
const PEOPLE_ONCE: &str = "(SELECT * FROM quiz_person WHERE is_counted)";
const ALL_ATTEMPTS: &str = "quiz_attempt";

/// How people are counted once, however many records they turn out to have had.
pub const COUNTED_ONCE: CountedOnce = CountedOnce {
    table: "quiz_person",
    subject: "quiz_id",
    figures: &[(figure::PEOPLE, "counted_on"), (figure::PASSED, "passed_on")],
};

/// Tests, for the proof of the ledger.
pub const SUBJECTS: &[Searchable] = &[figures::subjects::proved("quiz", list_subjects)];

fn list_subjects(tx: &mut Tx<'_>, after: &str, limit: i64) -> Result<Vec<(String, i64)>, StoreError> {
    tx.list("SELECT id FROM quiz WHERE id > $1 ORDER BY id LIMIT $2", params![after, limit], |row| Ok((row.get(0)?, 0)))
}

fn owner(tx: &mut Tx<'_>, subject: &str) -> Result<Option<UnitId>, StoreError> {
    match subject.parse::<QuizId>() {
        Ok(id) => tx.lookup("SELECT unit_id FROM quiz WHERE id = $1", params![id], |row| row.get(0)),
        Err(_) => Ok(None),
    }
}

fn people(tx: &mut Tx<'_>, of: &RowsOf) -> Result<FigureRows, StoreError> {
    rows(tx, of, PEOPLE_ONCE, "counted_on")
}

fn people_of_units(tx: &mut Tx<'_>, subject: &str, as_of: Day) -> Result<Vec<(UnitId, i64)>, StoreError> {
    of_units(tx, subject, as_of, PEOPLE_ONCE, "counted_on")
}

fn passed(tx: &mut Tx<'_>, of: &RowsOf) -> Result<FigureRows, StoreError> {
    rows(tx, of, PEOPLE_ONCE, "passed_on")
}

fn passed_of_units(tx: &mut Tx<'_>, subject: &str, as_of: Day) -> Result<Vec<(UnitId, i64)>, StoreError> {
    of_units(tx, subject, as_of, PEOPLE_ONCE, "passed_on")
}

fn attempts(tx: &mut Tx<'_>, of: &RowsOf) -> Result<FigureRows, StoreError> {
    rows(tx, of, ALL_ATTEMPTS, "counted_on")
}

fn attempts_of_units(tx: &mut Tx<'_>, subject: &str, as_of: Day) -> Result<Vec<(UnitId, i64)>, StoreError> {
    of_units(tx, subject, as_of, ALL_ATTEMPTS, "counted_on")
}

/// How many rows of `table` count at each unit by the day.
fn of_units(
    tx: &mut Tx<'_>,
    subject: &str,
    as_of: Day,
    table: &str,
    day: &str,
) -> Result<Vec<(UnitId, i64)>, StoreError> {
    let sql = format!(
        "SELECT r.unit_id, COUNT(*) FROM {table} r WHERE r.quiz_id = $1 AND r.{day} IS NOT NULL AND r.{day} <= $2
         GROUP BY r.unit_id"
    );
    tx.list(&sql, params![subject, as_of], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Units of the branch with how many rows of `table` count there by the day.
fn rows(tx: &mut Tx<'_>, of: &RowsOf, table: &str, day: &str) -> Result<FigureRows, StoreError> {
    let branch = units::store::within_sql(tx, "r.unit_id", ("$2", "$4"), of.tree_on)?;
    let from = format!("FROM {table} r WHERE r.quiz_id = $1 AND {branch} AND r.{day} IS NOT NULL AND r.{day} <= $3");
    let total = tx.scalar(&format!("SELECT COUNT(*) {from}"), params![of.subject, of.unit, of.as_of, of.tree_on])?;
    let sql = format!(
        "SELECT u.name, c.n, c.unit_id FROM (SELECT r.unit_id, COUNT(*) AS n {from} GROUP BY r.unit_id) c
             JOIN unit u ON u.id = c.unit_id ORDER BY u.sort_key, u.id LIMIT $5 OFFSET $6"
    );
    let bound = params![of.subject, of.unit, of.as_of, of.tree_on, of.limit, of.offset];
    let subject = of.subject.clone();
    let rows = tx.list(&sql, bound, |row| {
        let (count, unit): (i64, UnitId) = (row.get(1)?, row.get(2)?);
        let href = format!("/quizzes/{subject}/people?unit={unit}");
        Ok(FigureRow { title: row.get(0)?, note: count.to_string(), href })
    })?;
    Ok(FigureRows { total, rows })
}
