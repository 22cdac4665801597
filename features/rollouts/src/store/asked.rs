//! The rows behind what is asked: duties by kind of work and the month in which they are due, and the figures asked with
//! them.

use burden::domain::Month;
use kernel::{Day, UnitId};
use platform::app::{FigureRow, FigureRows, RowsOf};
use platform::db::{StoreError, Tx};
use platform::params;

use crate::domain::figure::{ASKED, ASKED_FIGURES};
use crate::domain::{Measure, work_of};
use crate::work::WORKS;

/// How many months are listed at most.
const MONTHS: usize = 1_200;

/// The months and kinds of work that may have been asked, for the proof of the ledger: every kind from the first month in which
/// anything is due to the last.
pub(super) fn list_subjects(tx: &mut Tx<'_>, after: &str, limit: i64) -> Result<Vec<(String, i64)>, StoreError> {
    let (mut first, mut last): (Option<Day>, Option<Day>) = (None, None);
    for work in WORKS {
        // one look each: the index of duties by work ends with the day
        let least: Option<Day> = tx.scalar("SELECT MIN(due_on) FROM duty WHERE work = $1", params![work.code])?;
        let most: Option<Day> = tx.scalar("SELECT MAX(due_on) FROM duty WHERE work = $1", params![work.code])?;
        first = [first, least].into_iter().flatten().min();
        last = last.max(most);
    }
    let Some((first, last)) = first.map(Month::of).zip(last.map(Month::of)) else { return Ok(Vec::new()) };
    let months = std::iter::successors(Some(first), |month| Some(month.plus(1)).filter(|next| *next <= last));
    let of_month = |month: Month| WORKS.iter().map(move |work| burden::domain::subject(month, work.code));
    let mut subjects: Vec<String> =
        months.take(MONTHS).flat_map(of_month).filter(|subject| subject.as_str() > after).collect();
    subjects.sort_unstable();
    subjects.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(subjects.into_iter().map(|subject| (subject, 0)).collect())
}

/// What of the duties of a month is added up, and of which.
struct Counted {
    month: String,
    total: String,
    condition: String,
}

/// The duties of a kind of work; none when the subject is no month and work.
fn of_work(subject: &str) -> Option<Counted> {
    let (month, work) = subject.split_once('.')?;
    let condition = format!("d.work = '{}'", counted_by(work, ASKED)?);
    Some(Counted { month: month.to_owned(), total: "COUNT(*)".into(), condition })
}

/// The duties with figures that stand here already, or that units must say.
fn of_figures(subject: &str) -> Option<Counted> {
    let (month, work) = subject.split_once('.')?;
    let work = counted_by(work, ASKED_FIGURES)?;
    let column = if work.starts_with("known-") { "q.known_figures" } else { "q.other_figures" };
    let level = if work.ends_with("-cell") { kernel::UnitKind::Cell } else { kernel::UnitKind::CommuneCommittee };
    let works: Vec<String> = Measure::ALL.iter().map(|measure| format!("'{}'", work_of(*measure, level))).collect();
    let condition = format!("d.work IN ({}) AND {column} > 0", works.join(", "));
    let total = format!("CAST(COALESCE(SUM({column}), 0) AS BIGINT)");
    Some(Counted { month: month.to_owned(), total, condition })
}

pub(super) fn rows_of_asked(tx: &mut Tx<'_>, of: &RowsOf) -> Result<FigureRows, StoreError> {
    rows(tx, of, of_work(&of.subject))
}

pub(super) fn rows_of_figures(tx: &mut Tx<'_>, of: &RowsOf) -> Result<FigureRows, StoreError> {
    rows(tx, of, of_figures(&of.subject))
}

pub(super) fn asked_of_units(tx: &mut Tx<'_>, subject: &str, as_of: Day) -> Result<Vec<(UnitId, i64)>, StoreError> {
    of_units(tx, of_work(subject), as_of)
}

pub(super) fn figures_of_units(tx: &mut Tx<'_>, subject: &str, as_of: Day) -> Result<Vec<(UnitId, i64)>, StoreError> {
    of_units(tx, of_figures(subject), as_of)
}

fn of_units(tx: &mut Tx<'_>, counted: Option<Counted>, as_of: Day) -> Result<Vec<(UnitId, i64)>, StoreError> {
    let Some(Counted { month, total, condition }) = counted else { return Ok(Vec::new()) };
    let sql = format!("SELECT d.unit_id, {total} {} GROUP BY d.unit_id", duties_in_month(&condition, "$2"));
    tx.list(&sql, params![month, as_of], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// The duties that are due in the month (`$1`) by a day; `day` is the place of this parameter.
fn duties_in_month(condition: &str, day: &str) -> String {
    format!(
        "FROM duty d JOIN requirement q ON q.id = d.requirement_id
         WHERE {condition} AND d.due_on >= $1 || '-01' AND d.due_on <= $1 || '-31' AND d.due_on <= {day}
         AND d.state <> 'waived'"
    )
}

/// The code as one of ours that this figure counts: what stands in an address does not go into the text of a query.
fn counted_by(work: &str, figure: &str) -> Option<&'static str> {
    WORKS.iter().find(|known| known.code == work && known.figure == figure).map(|known| known.code)
}

fn rows(tx: &mut Tx<'_>, of: &RowsOf, counted: Option<Counted>) -> Result<FigureRows, StoreError> {
    let Some(Counted { month, total, condition }) = counted else { return Ok(FigureRows::default()) };
    let branch = units::store::branch_sql(tx, "$2", "$4", of.tree_on)?;
    let from = format!("{} AND CAST($4 AS TEXT) <> '' AND d.unit_id IN {branch}", duties_in_month(&condition, "$3"));
    let total = tx.scalar(&format!("SELECT {total} {from}"), params![month, of.unit, of.as_of, of.tree_on])?;
    let sql = format!(
        "SELECT d.id, (SELECT u.name FROM unit u WHERE u.id = d.unit_id), q.title, d.due_on {from}
         ORDER BY d.due_on, d.unit_id, d.id LIMIT $5 OFFSET $6"
    );
    let rows = tx.list(&sql, params![month, of.unit, of.as_of, of.tree_on, of.limit, of.offset], |row| {
        let (id, title, due): (kernel::DutyId, String, Day) = (row.get(0)?, row.get(2)?, row.get(3)?);
        let note = format!("{title} · {}", due.shown());
        Ok(FigureRow { title: row.get(1)?, note, href: format!("/duties/{id}") })
    })?;
    Ok(FigureRows { total, rows })
}
