//! The ledger of figures. Written only through [`post`], which the platform calls with the deltas of each commit;
//! read as the value of a branch at the end of a day.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use kernel::{Day, Delta, UnitId};
use platform::db::{Dialect, StoreError, Tx};
use platform::params;
use units::domain::Unit;

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
            for delta in deltas {
                let id: kernel::EventId = tx.new_id();
                tx.run(
                    "INSERT INTO figure_queue (id, subject, figure, unit_id, day, n) VALUES ($1, $2, $3, $4, $5, $6)",
                    params![id, delta.subject, delta.figure, delta.unit, delta.day, delta.n],
                )?;
            }
            Ok(())
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

fn add(tx: &mut Tx<'_>, deltas: Vec<Posted>) -> Result<(), StoreError> {
    let mut lines: HashMap<UnitId, Vec<UnitId>> = HashMap::new();
    let mut sums: HashMap<(String, String, UnitId, Day), i64> = HashMap::new();
    for delta in deltas {
        let line = match lines.entry(delta.unit) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(units::store::list_line(tx, delta.unit)?),
        };
        for unit in &*line {
            *sums.entry((delta.subject.clone(), delta.figure.clone(), *unit, delta.day)).or_default() += delta.n;
        }
    }
    let mut sums: Vec<_> = sums.into_iter().filter(|(_, n)| *n != 0).collect();
    sums.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    for ((subject, figure, unit, day), n) in sums {
        tx.run(
            "INSERT INTO figure_sum (subject, figure, unit_id, day, n) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (subject, figure, unit_id, day) DO UPDATE SET n = figure_sum.n + excluded.n",
            params![subject, figure, unit, day, n],
        )?;
    }
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
    if !mine {
        return Ok(0);
    }
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

/// The figure of the unit's whole branch at the end of this day.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn value(tx: &mut Tx<'_>, subject: &str, figure: &str, unit: UnitId, as_of: Day) -> Result<i64, StoreError> {
    let settled: i64 = tx.scalar(
        "SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT) FROM figure_sum
         WHERE subject = $1 AND figure = $2 AND unit_id = $3 AND day <= $4",
        params![subject, figure, unit, as_of],
    )?;
    if tx.dialect() == Dialect::Sqlite {
        return Ok(settled);
    }
    let queued: i64 = tx.scalar(
        "SELECT CAST(COALESCE(SUM(q.n), 0) AS BIGINT) FROM figure_queue q
         JOIN unit_ancestor a ON a.unit_id = q.unit_id AND a.ancestor_id = $3
         WHERE q.subject = $1 AND q.figure = $2 AND q.day <= $4",
        params![subject, figure, unit, as_of],
    )?;
    Ok(settled + queued)
}

/// A unit with the figures of its branch.
#[derive(Debug, Clone)]
pub struct ChildFigures {
    /// The unit.
    pub unit: Unit,
    /// One value per figure asked for, in that order.
    pub values: Vec<i64>,
}

/// The units directly below with the figures of their branches at the end of this day.
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
    let children = units::store::list_children(tx, parent)?;
    let mut values: HashMap<UnitId, Vec<i64>> =
        children.iter().map(|child| (child.id, vec![0; figures.len()])).collect();
    // SQLite keeps the order of a cross join: the few children first, then their lines, never the whole subject
    let mut texts = vec![
        "SELECT u.id, CAST(SUM(s.n) AS BIGINT) FROM unit u CROSS JOIN figure_sum s
         WHERE u.parent_id = $3 AND s.subject = $1 AND s.figure = $2 AND s.unit_id = u.id AND s.day <= $4
         GROUP BY u.id",
    ];
    if tx.dialect() == Dialect::Postgres {
        texts.push(
            "SELECT a.ancestor_id, CAST(SUM(q.n) AS BIGINT) FROM figure_queue q
             JOIN unit_ancestor a ON a.unit_id = q.unit_id JOIN unit u ON u.id = a.ancestor_id
             WHERE q.subject = $1 AND q.figure = $2 AND u.parent_id = $3 AND q.day <= $4 GROUP BY a.ancestor_id",
        );
    }
    for (index, figure) in figures.iter().enumerate() {
        for sql in &texts {
            tx.each(sql, params![subject, figure, parent, as_of], |row| {
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

/// Each day's change of a figure in the unit's branch, oldest first: for curves.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn days(tx: &mut Tx<'_>, subject: &str, figure: &str, unit: UnitId) -> Result<Vec<(Day, i64)>, StoreError> {
    tx.list(
        "SELECT day, n FROM figure_sum WHERE subject = $1 AND figure = $2 AND unit_id = $3 AND n <> 0 ORDER BY day",
        params![subject, figure, unit],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Which subjects the ledger knows for a figure.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_subjects(tx: &mut Tx<'_>, figure: &str) -> Result<Vec<String>, StoreError> {
    tx.list(
        "SELECT subject FROM figure_sum WHERE figure = $1 UNION SELECT subject FROM figure_queue WHERE figure = $1
         ORDER BY 1",
        params![figure],
        |row| row.get(0),
    )
}
