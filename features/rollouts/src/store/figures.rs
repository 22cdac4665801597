//! The figures of rollouts: what the ledger says of a branch, and the rows behind each figure for any day. Row counts
//! equal the ledger's values; a test compares them day by day.

use figures::store::{At, Tree};
use kernel::{Day, UnitId};
use platform::app::{Counts, Figure, FigureRow, FigureRows, FigureSource, RowsOf};
use platform::db::{StoreError, Tx};
use platform::params;
use platform::search::Searchable;
use units::domain::Unit;

use super::answers;
use crate::domain::{Ending, Progress, figure};

/// What the feature plugs in.
pub const FIGURES: &[Figure] = &[
    recorded(figure::DUTIES, rows_of_duties, duties_of_units),
    recorded(figure::DONE, rows_of_done, done_of_units),
    recorded(figure::DONE_LATE, rows_of_done_late, done_late_of_units),
    recorded(figure::WAIVED, rows_of_waived, waived_of_units),
    recorded(figure::OVERDUE, rows_of_overdue, overdue_of_units),
    asked(figure::ASKED, super::asked::rows_of_asked, super::asked::asked_of_units),
    asked(figure::ASKED_FIGURES, super::asked::rows_of_figures, super::asked::figures_of_units),
    answered(
        answers::ENTERED,
        (Counts::Attempts, FigureSource::Entered),
        |tx, of| answers::rows(tx, of, answers::ENTERED),
        |tx, subject, day| answers::of_units(tx, subject, day, answers::ENTERED),
    ),
    answered(
        answers::ENTERED_RECORDED,
        (Counts::Attempts, FigureSource::Recorded),
        |tx, of| answers::rows(tx, of, answers::ENTERED_RECORDED),
        |tx, subject, day| answers::of_units(tx, subject, day, answers::ENTERED_RECORDED),
    ),
    answered(
        answers::ENTERED_BY,
        (Counts::Units, FigureSource::Entered),
        |tx, of| answers::rows(tx, of, answers::ENTERED_BY),
        |tx, subject, day| answers::of_units(tx, subject, day, answers::ENTERED_BY),
    ),
];

/// What the figures here speak of beside rollouts, for the proof of the ledger: requirements with the figures they ask, and
/// months with kinds of work.
pub const REQUIREMENTS: Searchable = figures::subjects::proved("requirement", answers::list_subjects);
/// See [`REQUIREMENTS`].
pub const MONTHS: Searchable = figures::subjects::proved("asked-month", super::asked::list_subjects);

type Rows = fn(&mut Tx<'_>, &RowsOf) -> Result<FigureRows, StoreError>;
type OfUnits = fn(&mut Tx<'_>, &str, Day) -> Result<Vec<(UnitId, i64)>, StoreError>;

const fn recorded(id: &'static str, rows: Rows, of_units: OfUnits) -> Figure {
    Figure { id, counts: Counts::Duties, source: FigureSource::Recorded, rows, of_units, owner: owner_of }
}

/// What is asked over all rollouts: its subject is a month and a kind of work.
const fn asked(id: &'static str, rows: Rows, of_units: OfUnits) -> Figure {
    Figure { owner: burden::store::owner, ..recorded(id, rows, of_units) }
}

/// What units answered to a figure that a requirement asks.
const fn answered(id: &'static str, what: (Counts, FigureSource), rows: Rows, of_units: OfUnits) -> Figure {
    Figure { id, counts: what.0, source: what.1, rows, of_units, owner: answers::owner }
}

/// What the ledger says of a branch, about a rollout or one requirement (`subject`), at the end of this day.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn progress(tx: &mut Tx<'_>, subject: &str, unit: UnitId, as_of: Day) -> Result<Progress, StoreError> {
    progress_in(tx, At { subject, figure: "", as_of, tree: Tree::AsWas }, unit)
}

/// The same in the tree that is meant; the figure of `at` is not read.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn progress_in(tx: &mut Tx<'_>, at: At<'_>, unit: UnitId) -> Result<Progress, StoreError> {
    let mut values = [0; 5];
    for (value, figure) in values.iter_mut().zip(figure::ALL) {
        *value = figures::store::value_in(tx, At { figure, ..at }, unit)?;
    }
    Ok(Progress::of(&values))
}

/// The same for each unit directly below.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_progress_of_children(
    tx: &mut Tx<'_>,
    subject: &str,
    parent: UnitId,
    as_of: Day,
) -> Result<Vec<(Unit, Progress)>, StoreError> {
    list_progress_of_children_in(tx, At { subject, figure: "", as_of, tree: Tree::AsWas }, parent)
}

/// The same for each unit directly below in the tree that is meant.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_progress_of_children_in(
    tx: &mut Tx<'_>,
    at: At<'_>,
    parent: UnitId,
) -> Result<Vec<(Unit, Progress)>, StoreError> {
    let children = figures::store::of_children_in(tx, at, &figure::ALL, parent)?;
    Ok(children.into_iter().map(|child| (child.unit, Progress::of(&child.values))).collect())
}

fn owner_of(tx: &mut Tx<'_>, subject: &str) -> Result<Option<UnitId>, StoreError> {
    // months with kinds of work and places of requirements are subjects of the other figures
    if subject.contains('.') {
        return Ok(None);
    }
    tx.lookup(
        "SELECT unit_id FROM rollout WHERE id = $1 UNION ALL
         SELECT r.unit_id FROM requirement q JOIN rollout r ON r.id = q.rollout_id WHERE q.id = $1",
        params![subject],
        |row| row.get(0),
    )
}

/// The subject of a figure (`$1`) is a rollout or one requirement: which duties it speaks of.
fn duties_of(tx: &mut Tx<'_>, subject: &str) -> Result<&'static str, StoreError> {
    let rollout = tx.lookup("SELECT 1 FROM rollout WHERE id = $1", params![subject], |_| Ok(()))?;
    Ok(if rollout.is_some() {
        "d.rollout_id = $1"
    } else {
        // the indexes of duties begin with the rollout
        "d.rollout_id = (SELECT rollout_id FROM requirement WHERE id = $1) AND d.requirement_id = $1"
    })
}

/// Which duties lie in the branch of the unit (`$2`) on the day of the tree, whose place is `on`, such as `$4`.
pub(super) fn in_branch(tx: &mut Tx<'_>, unit: UnitId, tree_on: Day, on: &str) -> Result<String, StoreError> {
    let is_now = units::store::last_change_day(tx)?.is_none_or(|last| tree_on >= last);
    Ok(if is_now && units::store::is_whole_tree(tx, &[unit])? {
        format!("CAST($2 AS TEXT) <> '' AND CAST({on} AS TEXT) <> ''")
    } else {
        format!("d.unit_id IN {}", units::store::branch_sql(tx, "$2", on, tree_on)?)
    })
}

/// Which duties a figure counts, and by which kind of ending; none: an ending of any kind. `$3` is the day.
#[derive(Clone, Copy)]
struct Which {
    condition: &'static str,
    ending: Option<Ending>,
}

const ALL: Which = Which { condition: "d.launched_on <= $3", ending: None };
const OVERDUE: Which = Which { condition: "d.due_on < $3 AND e.id IS NULL", ending: None };

const fn ended(kind: Ending) -> Which {
    Which { condition: "e.id IS NOT NULL", ending: Some(kind) }
}

fn rows_of_duties(tx: &mut Tx<'_>, of: &RowsOf) -> Result<FigureRows, StoreError> {
    rows(tx, of, ALL)
}

fn rows_of_done(tx: &mut Tx<'_>, of: &RowsOf) -> Result<FigureRows, StoreError> {
    rows(tx, of, ended(Ending::Done))
}

fn rows_of_done_late(tx: &mut Tx<'_>, of: &RowsOf) -> Result<FigureRows, StoreError> {
    rows(tx, of, ended(Ending::DoneLate))
}

fn rows_of_waived(tx: &mut Tx<'_>, of: &RowsOf) -> Result<FigureRows, StoreError> {
    rows(tx, of, ended(Ending::Waived))
}

fn rows_of_overdue(tx: &mut Tx<'_>, of: &RowsOf) -> Result<FigureRows, StoreError> {
    rows(tx, of, OVERDUE)
}

fn duties_of_units(tx: &mut Tx<'_>, subject: &str, as_of: Day) -> Result<Vec<(UnitId, i64)>, StoreError> {
    of_units(tx, subject, as_of, ALL)
}

fn done_of_units(tx: &mut Tx<'_>, subject: &str, as_of: Day) -> Result<Vec<(UnitId, i64)>, StoreError> {
    of_units(tx, subject, as_of, ended(Ending::Done))
}

fn done_late_of_units(tx: &mut Tx<'_>, subject: &str, as_of: Day) -> Result<Vec<(UnitId, i64)>, StoreError> {
    of_units(tx, subject, as_of, ended(Ending::DoneLate))
}

fn waived_of_units(tx: &mut Tx<'_>, subject: &str, as_of: Day) -> Result<Vec<(UnitId, i64)>, StoreError> {
    of_units(tx, subject, as_of, ended(Ending::Waived))
}

fn overdue_of_units(tx: &mut Tx<'_>, subject: &str, as_of: Day) -> Result<Vec<(UnitId, i64)>, StoreError> {
    of_units(tx, subject, as_of, OVERDUE)
}

/// The ending of a duty on the day: at most one covers it. `kind` is the place of the kind wanted, empty for any.
fn ending_on(kind: &str) -> String {
    format!(
        "LEFT JOIN duty_ending e ON e.duty_id = d.id AND e.from_day <= $3
             AND (e.until_day IS NULL OR e.until_day > $3) AND (e.kind = {kind} OR {kind} = '')"
    )
}

fn of_units(tx: &mut Tx<'_>, subject: &str, as_of: Day, which: Which) -> Result<Vec<(UnitId, i64)>, StoreError> {
    let (duties, ending, condition) = (duties_of(tx, subject)?, ending_on("$2"), which.condition);
    let sql =
        format!("SELECT d.unit_id, COUNT(*) FROM duty d {ending} WHERE {duties} AND {condition} GROUP BY d.unit_id");
    let kind = which.ending.map_or("", Ending::code);
    tx.list(&sql, params![subject, kind, as_of], |row| Ok((row.get(0)?, row.get(1)?)))
}

fn rows(tx: &mut Tx<'_>, of: &RowsOf, which: Which) -> Result<FigureRows, StoreError> {
    let (duties, branch) = (duties_of(tx, &of.subject)?, in_branch(tx, of.unit, of.tree_on, "$4")?);
    let (kind, ending) = (which.ending.map_or("", Ending::code), ending_on("$5"));
    let condition = format!("{duties} AND {branch} AND {}", which.condition);
    let total = if condition.contains("e.id") {
        let sql = format!("SELECT COUNT(*) FROM duty d {ending} WHERE {condition}");
        tx.scalar(&sql, params![of.subject, of.unit, of.as_of, of.tree_on, kind])?
    } else {
        let sql = format!("SELECT COUNT(*) FROM duty d WHERE {condition}");
        tx.scalar(&sql, params![of.subject, of.unit, of.as_of, of.tree_on])?
    };
    let sql = format!(
        "SELECT d.id, u.name, q.title, d.due_on, COALESCE(e.from_day, '')
         FROM duty d JOIN unit u ON u.id = d.unit_id JOIN requirement q ON q.id = d.requirement_id {ending}
         WHERE {condition} ORDER BY d.due_on, d.unit_id, d.id LIMIT $6 OFFSET $7"
    );
    let rows = tx.list(&sql, params![of.subject, of.unit, of.as_of, of.tree_on, kind, of.limit, of.offset], |row| {
        let (id, title, due): (kernel::DutyId, String, Day) = (row.get(0)?, row.get(2)?, row.get(3)?);
        let ended: String = row.get(4)?;
        let ended = ended.parse::<Day>().map(|day| format!(" → {}", day.shown())).unwrap_or_default();
        Ok(FigureRow {
            title: row.get(1)?,
            note: format!("{title} · {}{ended}", due.shown()),
            href: format!("/duties/{id}"),
        })
    })?;
    Ok(FigureRows { total, rows })
}
