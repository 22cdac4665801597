//! Rates and what units said, to and from the database; loads out of the ledger.

use std::collections::{BTreeMap, HashMap};

use kernel::{Day, Delta, Event, UnitId};
use platform::app::{Counts, Figure, FigureRow, FigureRows, FigureSource, RowsOf};
use platform::burden::Work;
use platform::db::{Row, StoreError, Tx};
use platform::params;
use platform::search::Searchable;
use units::domain::Unit;

use crate::domain::{Estimate, Load, Month, Rate, Said, estimate, month_and_work, subject};

/// Pieces of which units said how long they took.
pub const SAID: &str = "burden.said";
/// The minutes those took.
pub const SAID_MINUTES: &str = "burden.said_minutes";

/// What units said last is what counts: of so many pieces the median is taken.
const LATEST: i64 = 500;

/// What the feature plugs in.
pub const FIGURES: &[Figure] =
    &[entered(SAID, rows_of_said, said_of_units), entered(SAID_MINUTES, rows_of_minutes, minutes_of_units)];

type Rows = fn(&mut Tx<'_>, &RowsOf) -> Result<FigureRows, StoreError>;
type OfUnits = fn(&mut Tx<'_>, &str, Day) -> Result<Vec<(UnitId, i64)>, StoreError>;

const fn entered(id: &'static str, rows: Rows, of_units: OfUnits) -> Figure {
    Figure { id, counts: Counts::Duties, source: FigureSource::Entered, rows, of_units, owner }
}

/// The top of the tree: what is asked over all of it belongs there.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn top(tx: &mut Tx<'_>) -> Result<Option<UnitId>, StoreError> {
    Ok(units::store::list_roots(tx)?.first().map(|root| root.id))
}

/// The owner of a month and kind of work; none of other subjects.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn owner(tx: &mut Tx<'_>, subject: &str) -> Result<Option<UnitId>, StoreError> {
    if month_and_work(subject).is_some() { top(tx) } else { Ok(None) }
}

/// The months and kinds of work of which anything was said, for the proof of the ledger.
pub const SUBJECTS: &[Searchable] = &[figures::subjects::proved("burden-said", list_subjects)];

fn list_subjects(tx: &mut Tx<'_>, after: &str, limit: i64) -> Result<Vec<(String, i64)>, StoreError> {
    tx.list(
        "SELECT d.subject FROM (SELECT DISTINCT SUBSTR(s.due_on, 1, 7) || '.' || s.work AS subject FROM burden_said s) d
         WHERE d.subject > $1 ORDER BY d.subject LIMIT $2",
        params![after, limit],
        |row| Ok((row.get(0)?, 0)),
    )
}

const PIECES: &str = "COUNT(*)";
const MINUTES: &str = "CAST(COALESCE(SUM(s.minutes), 0) AS BIGINT)";

fn said_of_units(tx: &mut Tx<'_>, subject: &str, as_of: Day) -> Result<Vec<(UnitId, i64)>, StoreError> {
    of_units(tx, subject, as_of, PIECES)
}

fn minutes_of_units(tx: &mut Tx<'_>, subject: &str, as_of: Day) -> Result<Vec<(UnitId, i64)>, StoreError> {
    of_units(tx, subject, as_of, MINUTES)
}

fn of_units(tx: &mut Tx<'_>, subject: &str, as_of: Day, total: &str) -> Result<Vec<(UnitId, i64)>, StoreError> {
    let sql = format!(
        "SELECT s.unit_id, {total} FROM burden_said s
         WHERE SUBSTR(s.due_on, 1, 7) || '.' || s.work = $1 AND s.due_on <= $2 GROUP BY s.unit_id"
    );
    tx.list(&sql, params![subject, as_of], |row| Ok((row.get(0)?, row.get(1)?)))
}

fn rows_of_said(tx: &mut Tx<'_>, of: &RowsOf) -> Result<FigureRows, StoreError> {
    rows(tx, of, PIECES)
}

fn rows_of_minutes(tx: &mut Tx<'_>, of: &RowsOf) -> Result<FigureRows, StoreError> {
    rows(tx, of, MINUTES)
}

fn rows(tx: &mut Tx<'_>, of: &RowsOf, total: &str) -> Result<FigureRows, StoreError> {
    let branch = units::store::branch_sql(tx, "$2", "$4", of.tree_on)?;
    let from = format!(
        "FROM burden_said s JOIN unit u ON u.id = s.unit_id
         WHERE SUBSTR(s.due_on, 1, 7) || '.' || s.work = $1 AND s.due_on <= $3
         AND CAST($4 AS TEXT) <> '' AND s.unit_id IN {branch}"
    );
    let total = tx.scalar(&format!("SELECT {total} {from}"), params![of.subject, of.unit, of.as_of, of.tree_on])?;
    let sql = format!(
        "SELECT u.name, s.title, s.minutes, s.href {from} ORDER BY s.due_on, s.unit_id, s.piece LIMIT $5 OFFSET $6"
    );
    let rows = tx.list(&sql, params![of.subject, of.unit, of.as_of, of.tree_on, of.limit, of.offset], |row| {
        let (title, minutes): (String, i64) = (row.get(1)?, row.get(2)?);
        Ok(FigureRow { title: row.get(0)?, note: format!("{title} · {minutes} phút"), href: row.get(3)? })
    })?;
    Ok(FigureRows { total, rows })
}

/// Keeps how long a piece took, in the place of what was said of it before.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn say(tx: &mut Tx<'_>, said: &Said) -> Result<(), StoreError> {
    retract(tx, &said.piece)?;
    let now = tx.now();
    tx.run(
        "INSERT INTO burden_said (piece, work, unit_id, due_on, minutes, title, href, said_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![said.piece, said.work, said.unit, said.due_on, said.minutes, said.title, said.href, now],
    )?;
    post(tx, said, 1);
    let detail = serde_json::json!({ "work": said.work, "minutes": said.minutes });
    tx.record(Event::noted("burden.said", &said.piece, Some(said.unit)).with(detail))
}

/// Takes back what was said of a piece, if anything was.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn retract(tx: &mut Tx<'_>, piece: &str) -> Result<(), StoreError> {
    if let Some(said) = lookup_said(tx, piece)? {
        tx.run("DELETE FROM burden_said WHERE piece = $1", params![piece])?;
        post(tx, &said, -1);
        tx.record(Event::noted("burden.retracted", piece, Some(said.unit)))?;
    }
    Ok(())
}

fn post(tx: &mut Tx<'_>, said: &Said, sign: i64) {
    let (subject, unit, day) = (subject(Month::of(said.due_on), &said.work), said.unit, said.due_on);
    tx.post(Delta { subject: subject.clone(), figure: SAID, unit, day, n: sign });
    tx.post(Delta { subject, figure: SAID_MINUTES, unit, day, n: sign * said.minutes });
}

/// What was said of a piece.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn lookup_said(tx: &mut Tx<'_>, piece: &str) -> Result<Option<Said>, StoreError> {
    let sql = "SELECT piece, work, unit_id, due_on, minutes, title, href FROM burden_said WHERE piece = $1";
    tx.lookup(sql, params![piece], |row| {
        Ok(Said {
            piece: row.get(0)?,
            work: row.get(1)?,
            unit: row.get(2)?,
            due_on: row.get(3)?,
            minutes: row.get(4)?,
            title: row.get(5)?,
            href: row.get(6)?,
        })
    })
}

fn read_rate(row: &Row<'_>) -> Result<(String, Rate), StoreError> {
    Ok((row.get(0)?, Rate { valid_from: row.get(1)?, minutes: row.get(2)?, least_said: row.get(3)? }))
}

/// All rates ever set, the latest of each kind of work first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_rates(tx: &mut Tx<'_>) -> Result<Vec<(String, Rate)>, StoreError> {
    let sql = "SELECT work, valid_from, minutes, least_said FROM burden_rate ORDER BY work, valid_from DESC";
    tx.list(sql, &[], read_rate)
}

/// Sets what a kind of work takes from a day on.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn save_rate(tx: &mut Tx<'_>, work: &str, rate: Rate) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO burden_rate (work, valid_from, minutes, least_said) VALUES ($1, $2, $3, $4)
         ON CONFLICT (work, valid_from) DO UPDATE SET minutes = excluded.minutes, least_said = excluded.least_said",
        params![work, rate.valid_from, rate.minutes, rate.least_said],
    )?;
    let detail = serde_json::json!({ "minutes": rate.minutes, "from": rate.valid_from, "least_said": rate.least_said });
    tx.record(Event::noted("burden.rate-set", work, None).with(detail))
}

/// Minutes that one piece of each kind of work takes.
pub type Estimates = BTreeMap<&'static str, Estimate>;

/// What each kind of work takes on a day.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn estimates(tx: &mut Tx<'_>, works: &[Work], day: Day) -> Result<Estimates, StoreError> {
    let rates = list_rates(tx)?;
    let mut estimates = Estimates::new();
    for work in works {
        let rate = rates.iter().find(|(code, rate)| code == work.code && rate.valid_from <= day).map(|(_, rate)| *rate);
        let sql = "SELECT minutes FROM burden_said WHERE work = $1 ORDER BY said_at DESC LIMIT $2";
        let said: Vec<i64> = tx.list(sql, params![work.code, LATEST], |row| row.get(0))?;
        estimates.insert(work.code, estimate(work.minutes, rate, &said));
    }
    Ok(estimates)
}

const COUNTED: [&str; 2] = [SAID, SAID_MINUTES];

fn load_of(asked: i64, rest: &[i64]) -> Load {
    let at = |index: usize| rest.get(index).copied().unwrap_or(0);
    Load { asked, said: at(0), said_minutes: at(1) }
}

/// What each kind of work comes to in the branch of a unit in a month.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn loads(tx: &mut Tx<'_>, works: &[Work], unit: UnitId, month: Month) -> Result<Vec<Load>, StoreError> {
    let day = month.last_day(tx.today());
    let mut loads = Vec::with_capacity(works.len());
    for work in works {
        let subject = subject(month, work.code);
        let asked = figures::store::value(tx, &subject, work.figure, unit, day)?;
        let mut rest = [0; COUNTED.len()];
        if asked > 0 {
            for (value, figure) in rest.iter_mut().zip(COUNTED) {
                *value = figures::store::value(tx, &subject, figure, unit, day)?;
            }
        }
        loads.push(load_of(asked, &rest));
    }
    Ok(loads)
}

/// A unit directly below with what each kind of work comes to in its branch.
#[derive(Debug, Clone)]
pub struct ChildLoads {
    /// The unit.
    pub unit: Unit,
    /// Living cells in its branch, itself included.
    pub cells: i64,
    /// One per kind of work, in the order asked for.
    pub loads: Vec<Load>,
}

/// The same for each unit directly below.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn loads_of_children(
    tx: &mut Tx<'_>,
    works: &[Work],
    parent: UnitId,
    month: Month,
) -> Result<Vec<ChildLoads>, StoreError> {
    let day = month.last_day(tx.today());
    let cells = cells_of_children(tx, parent)?;
    let mut children: Vec<ChildLoads> = Vec::new();
    for work in works {
        let subject = subject(month, work.code);
        let figures = [work.figure, COUNTED[0], COUNTED[1]];
        for (place, child) in figures::store::of_children(tx, &subject, &figures, parent, day)?.into_iter().enumerate()
        {
            let load = load_of(child.values[0], &child.values[1..]);
            if children.len() <= place {
                let cells = cells.get(&child.unit.id).copied().unwrap_or(0);
                children.push(ChildLoads { unit: child.unit, cells, loads: Vec::with_capacity(works.len()) });
            }
            children[place].loads.push(load);
        }
    }
    Ok(children)
}

fn cells_of_children(tx: &mut Tx<'_>, parent: UnitId) -> Result<HashMap<UnitId, i64>, StoreError> {
    let rows: Vec<(UnitId, i64)> = tx.list(
        "SELECT c.id, COUNT(*) FROM unit c JOIN unit_ancestor a ON a.ancestor_id = c.id JOIN unit u ON u.id = a.unit_id
         WHERE c.parent_id = $1 AND u.kind IN ('cell', 'grassroots_cell') AND u.ended_on IS NULL GROUP BY c.id",
        params![parent],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(rows.into_iter().collect())
}

/// Living cells in the branch of a unit, itself included.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_cells(tx: &mut Tx<'_>, unit: UnitId) -> Result<i64, StoreError> {
    tx.scalar(
        "SELECT COUNT(*) FROM unit_ancestor a JOIN unit u ON u.id = a.unit_id
         WHERE a.ancestor_id = $1 AND u.kind IN ('cell', 'grassroots_cell') AND u.ended_on IS NULL",
        params![unit],
    )
}
