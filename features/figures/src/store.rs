//! The ledger of figures. Written only through [`post`], which the platform calls with the deltas of each commit;
//! read as the value of a branch at the end of a day.

mod comparing;
mod days;
mod proof;

use std::collections::HashMap;

use kernel::{Day, Delta, UnitId};
use platform::db::{Dialect, Param, StoreError, Tx};
use platform::params;
use units::domain::Unit;
use units::store::Line;

pub use self::comparing::{list_below, values_of};
pub use self::days::{Counted, days, first_day, list_pairs, list_subjects, lookup_subject};
pub use self::proof::{
    DIFFERENCES_KEPT, FoundDifference, Proof, Proofs, insert_recomputation, list_differences, list_past_days,
    list_proofs, list_sums, list_waiting,
};

/// How many queued deltas one round of [`drain`] takes.
const BATCH: i64 = 5_000;

/// Takes the deltas of a commit: on SQLite straight into the sums of the unit and of each unit above it (one writer,
/// so nobody waits), on PostgreSQL into the queue (many writers, who would all wait for the root's row).
///
/// # Errors
/// [`StoreError::Driver`].
pub fn post(tx: &mut Tx<'_>, deltas: &[Delta]) -> Result<(), StoreError> {
    match tx.dialect() {
        Dialect::Sqlite => add_to_lines(tx, deltas),
        Dialect::Postgres => {
            let ids: Vec<kernel::EventId> = deltas.iter().map(|_| tx.new_id()).collect();
            let mut rows: Vec<[&dyn Param; 6]> = Vec::with_capacity(deltas.len());
            for (delta, id) in deltas.iter().zip(&ids) {
                rows.push([id, &delta.subject, &delta.figure, &delta.unit, &delta.day, &delta.n]);
            }
            tx.insert_rows("INSERT INTO figure_queue (id, subject, figure, unit_id, day, n)", &rows, "")
        }
    }
}

fn add_to_lines(tx: &mut Tx<'_>, deltas: &[Delta]) -> Result<(), StoreError> {
    let deltas = deltas.iter().map(|d| Posted {
        subject: d.subject.clone(),
        figure: d.figure.to_owned(),
        unit: d.unit,
        day: d.day,
        n: d.n,
    });
    add(tx, deltas.collect())
}

struct Posted {
    subject: String,
    figure: String,
    unit: UnitId,
    day: Day,
    n: i64,
}

/// What deltas come to: subject, figure, unit and day with what is added there.
type Sums = HashMap<(String, String, UnitId, Day), i64>;

/// Each delta at the unit and those above it on its day; where lines changed since, it passes on at each change, so that the
/// branches of every day add up.
fn sums_of(tx: &mut Tx<'_>, deltas: Vec<Posted>) -> Result<Sums, StoreError> {
    let last_change = units::store::last_change_day(tx)?;
    let is_before = |delta: &Posted| last_change.is_some_and(|last| delta.day < last);
    let mut now: Vec<UnitId> = deltas.iter().filter(|one| !is_before(one)).map(|one| one.unit).collect();
    now.sort_unstable();
    now.dedup();
    let lines = units::store::list_lines_of(tx, &now)?;
    let mut sums = Sums::new();
    for delta in deltas {
        if is_before(&delta) {
            for (unit, day, n) in along(&units::store::list_lines(tx, delta.unit, delta.day)?, &delta) {
                *sums.entry((delta.subject.clone(), delta.figure.clone(), unit, day)).or_default() += n;
            }
            continue;
        }
        for unit in lines.get(&delta.unit).map_or(&[][..], Vec::as_slice) {
            *sums.entry((delta.subject.clone(), delta.figure.clone(), *unit, delta.day)).or_default() += delta.n;
        }
    }
    Ok(sums)
}

fn add(tx: &mut Tx<'_>, deltas: Vec<Posted>) -> Result<(), StoreError> {
    let mut sums: Vec<_> = sums_of(tx, deltas)?.into_iter().filter(|(_, n)| *n != 0).collect();
    sums.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    let mut rows: Vec<[&dyn Param; 5]> = Vec::with_capacity(sums.len());
    for ((subject, figure, unit, day), n) in &sums {
        rows.push([subject, figure, unit, day, n]);
    }
    tx.insert_rows(
        "INSERT INTO figure_sum (subject, figure, unit_id, day, n)",
        &rows,
        "ON CONFLICT (subject, figure, unit_id, day) DO UPDATE SET n = figure_sum.n + excluded.n",
    )
}

/// What a delta of the past adds where: to its first line on its day, and at each change away from those its line left and
/// to those it came under.
fn along(lines: &[Line], delta: &Posted) -> Vec<(UnitId, Day, i64)> {
    let mut added = Vec::new();
    let mut before: &[UnitId] = &[];
    let mut day = delta.day;
    for line in lines {
        added.extend(line.units.iter().filter(|unit| !before.contains(unit)).map(|unit| (*unit, day, delta.n)));
        added.extend(before.iter().filter(|unit| !line.units.contains(unit)).map(|unit| (*unit, day, -delta.n)));
        before = &line.units;
        day = line.until.unwrap_or(day);
    }
    added
}

/// After a change of the tree: what was counted in the branches that moved passes, on the day of the change, from those they
/// left to those they came under; what was counted on later days already, on those days.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn pass_on(tx: &mut Tx<'_>, change: &str, on: Day) -> Result<(), StoreError> {
    if tx.dialect() == Dialect::Postgres {
        // nobody drains meanwhile. What waits stays in the queue: the lines are new already, so it comes into the sums along them
        // and must not pass on once more
        tx.each("SELECT pg_advisory_xact_lock(7426003)", &[], |_| Ok(()))?;
    }
    // the order of a cross join is kept by SQLite: once through the sums, each looked up among the few that moved
    tx.run(
        "INSERT INTO figure_sum (subject, figure, unit_id, day, n)
         SELECT s.subject, s.figure, b.ancestor_id, CASE WHEN s.day < $2 THEN $2 ELSE s.day END AS on_day,
             CAST(SUM(b.sign * s.n) AS BIGINT)
         FROM figure_sum s CROSS JOIN unit_border b
         WHERE b.change_id = $1 AND b.unit_id = s.unit_id AND b.ancestor_id <> b.unit_id
         GROUP BY s.subject, s.figure, b.ancestor_id, CASE WHEN s.day < $2 THEN $2 ELSE s.day END
         HAVING SUM(b.sign * s.n) <> 0
         ON CONFLICT (subject, figure, unit_id, day) DO UPDATE SET n = figure_sum.n + excluded.n",
        params![change, on],
    )?;
    Ok(())
}

/// Moves what waits in the queue into the sums (PostgreSQL). Returns how many deltas it took; 0 when the queue is
/// empty or another node is at it.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn drain(tx: &mut Tx<'_>) -> Result<i64, StoreError> {
    if tx.dialect() == Dialect::Sqlite {
        return Ok(0);
    }
    let mine: bool = tx.scalar("SELECT pg_try_advisory_xact_lock(7426003)", &[])?;
    if mine { drain_batch(tx) } else { Ok(0) }
}

fn drain_batch(tx: &mut Tx<'_>) -> Result<i64, StoreError> {
    let waiting = tx.list(
        "DELETE FROM figure_queue WHERE id IN (SELECT id FROM figure_queue ORDER BY id LIMIT $1)
         RETURNING subject, figure, unit_id, day, n",
        params![BATCH],
        |row| {
            Ok(Posted {
                subject: row.get(0)?,
                figure: row.get(1)?,
                unit: row.get(2)?,
                day: row.get(3)?,
                n: row.get(4)?,
            })
        },
    )?;
    let count = i64::try_from(waiting.len()).unwrap_or(i64::MAX);
    add(tx, waiting)?;
    Ok(count)
}

/// Which tree a past day is seen in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tree {
    /// As it was on that day.
    #[default]
    AsWas,
    /// As it is now: what was counted then is grouped under the units of today.
    AsNow,
}

impl Tree {
    /// The word in addresses.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Tree::AsWas => "then",
            Tree::AsNow => "now",
        }
    }

    /// The day whose tree is meant.
    #[must_use]
    pub fn day(self, as_of: Day, today: Day) -> Day {
        match self {
            Tree::AsWas => as_of,
            Tree::AsNow => as_of.max(today),
        }
    }
}

/// A figure at the end of a day, in a tree.
#[derive(Debug, Clone, Copy)]
pub struct At<'a> {
    /// The rollout, requirement or conference.
    pub subject: &'a str,
    /// The figure.
    pub figure: &'a str,
    /// At the end of which day.
    pub as_of: Day,
    /// In which tree.
    pub tree: Tree,
}

/// The figure of the unit's whole branch at the end of this day, as the branch was then.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn value(tx: &mut Tx<'_>, subject: &str, figure: &str, unit: UnitId, as_of: Day) -> Result<i64, StoreError> {
    value_in(tx, At { subject, figure, as_of, tree: Tree::AsWas }, unit)
}

/// The figure of the unit's whole branch.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn value_in(tx: &mut Tx<'_>, at: At<'_>, unit: UnitId) -> Result<i64, StoreError> {
    let one = "(SELECT id FROM unit WHERE id = $3)";
    let mut sum = 0;
    for sql in texts(tx, at, one)? {
        tx.each(&sql, params![at.subject, at.figure, unit, at.as_of], |row| {
            sum += row.get::<i64>(1)?;
            Ok(())
        })?;
    }
    Ok(sum)
}

/// The queries whose answers (unit, n) add up to the figure of each of these units: its own sums, what past places mean for
/// the tree as it is now, and on PostgreSQL what still waits in the queue.
fn texts(tx: &mut Tx<'_>, at: At<'_>, units: &str) -> Result<Vec<String>, StoreError> {
    let is_past = units::store::last_change_day(tx)?.is_some_and(|last| at.as_of < last);
    let is_regrouped = is_past && at.tree == Tree::AsNow;
    // a unit that stood elsewhere then counts through its past place
    let stays = if is_regrouped {
        "WHERE NOT EXISTS (SELECT 1 FROM unit_edge_past e WHERE e.unit_id = c.id AND e.to_day > $4)"
    } else {
        ""
    };
    // one look for each of the few units, whatever the engine believes of the size of the ledger
    let own = |unit: &str| {
        format!(
            "(SELECT COALESCE(SUM(s.n), 0) FROM figure_sum s
              WHERE s.subject = $1 AND s.figure = $2 AND s.unit_id = {unit} AND s.day <= $4)"
        )
    };
    let mut texts = vec![format!("SELECT c.id, CAST({} AS BIGINT) FROM {units} c {stays}", own("c.id"))];
    if is_regrouped {
        texts.push(format!(
            "SELECT c.id, CAST(COALESCE((SELECT SUM(b.sign * {}) FROM unit_border b
                 WHERE b.ancestor_id = c.id AND b.from_day <= $4 AND b.to_day > $4), 0) AS BIGINT) FROM {units} c",
            own("b.unit_id")
        ));
    }
    if tx.dialect() == Dialect::Postgres && waits(tx, at.subject)? {
        let tree_on = at.tree.day(at.as_of, tx.today());
        let within = units::store::within_sql(tx, "q.unit_id", ("c.id", "$4"), tree_on)?;
        texts.push(format!(
            "SELECT c.id, CAST(COALESCE((SELECT SUM(q.n) FROM figure_queue q
                 WHERE q.subject = $1 AND q.figure = $2 AND q.day <= $4 AND {within}), 0) AS BIGINT) FROM {units} c"
        ));
    }
    Ok(texts)
}

/// Whether deltas of a subject wait in the queue: mostly none do, and one look says so for all figures and units.
fn waits(tx: &mut Tx<'_>, subject: &str) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM figure_queue WHERE subject = $1 LIMIT 1";
    Ok(tx.lookup(sql, params![subject], |_| Ok(()))?.is_some())
}

/// A unit with the figures of its branch.
#[derive(Debug, Clone)]
pub struct ChildFigures {
    /// The unit.
    pub unit: Unit,
    /// One value per figure asked for, in that order.
    pub values: Vec<i64>,
}

/// The units directly below with the figures of their branches at the end of this day, as the tree was then.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn of_children(
    tx: &mut Tx<'_>,
    subject: &str,
    figures: &[&str],
    parent: UnitId,
    as_of: Day,
) -> Result<Vec<ChildFigures>, StoreError> {
    let at = At { subject, figure: "", as_of, tree: Tree::AsWas };
    of_children_in(tx, at, figures, parent)
}

/// True when the tree that is meant is not that of now.
fn is_then(tx: &mut Tx<'_>, at: At<'_>) -> Result<bool, StoreError> {
    Ok(at.tree == Tree::AsWas && units::store::last_change_day(tx)?.is_some_and(|last| at.as_of < last))
}

/// The units directly below in the tree that is meant, called as they were called in it.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn children_in(tx: &mut Tx<'_>, at: At<'_>, parent: UnitId) -> Result<Vec<Unit>, StoreError> {
    if is_then(tx, at)? {
        return units::store::list_children_on(tx, parent, at.as_of);
    }
    units::store::list_children(tx, parent)
}

/// The units directly below with these figures of their branches.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn of_children_in(
    tx: &mut Tx<'_>,
    at: At<'_>,
    figures: &[&str],
    parent: UnitId,
) -> Result<Vec<ChildFigures>, StoreError> {
    let children = children_in(tx, at, parent)?;
    if children.is_empty() {
        return Ok(Vec::new());
    }
    let below = if is_then(tx, at)? {
        units::store::children_on_sql("$3", "$4")
    } else {
        "(SELECT id FROM unit WHERE parent_id = $3)".to_owned()
    };
    let mut values: HashMap<UnitId, Vec<i64>> =
        children.iter().map(|child| (child.id, vec![0; figures.len()])).collect();
    for sql in texts(tx, at, &below)? {
        for (index, figure) in figures.iter().enumerate() {
            tx.each(&sql, params![at.subject, figure, parent, at.as_of], |row| {
                if let Some(own) = values.get_mut(&row.get::<UnitId>(0)?) {
                    own[index] += row.get::<i64>(1)?;
                }
                Ok(())
            })?;
        }
    }
    Ok(children
        .into_iter()
        .map(|unit| {
            let values = values.remove(&unit.id).unwrap_or_default();
            ChildFigures { unit, values }
        })
        .collect())
}
