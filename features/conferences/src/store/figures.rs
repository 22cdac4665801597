//! The figures of conferences: each defined once with the rows behind it, and recomputed from the rows for checking
//! the ledger.

use kernel::{ConferenceId, Day, RolloutId, UnitId};
use platform::app::{Counts, Figure, FigureRow, FigureRows, FigureSource, RowsOf};
use platform::db::{Row, StoreError, Tx};
use platform::params;

use crate::domain::attendance::{
    ABSENT_WITH_REASON, ABSENT_WITHOUT_REASON, ATTENDED, HEAD_COUNT, HEAD_COUNT_EXPECTED, MADE_UP, PEOPLE_ATTENDED,
    SUMMONED,
};

type Rows = fn(&mut Tx<'_>, &RowsOf) -> Result<FigureRows, StoreError>;
type OfUnits = fn(&mut Tx<'_>, &str, Day) -> Result<Vec<(UnitId, i64)>, StoreError>;

const fn of_people(id: &'static str, rows: Rows, of_units: OfUnits) -> Figure {
    Figure { id, counts: Counts::People, source: FigureSource::Recorded, rows, of_units, owner }
}

const fn entered(id: &'static str, rows: Rows, of_units: OfUnits) -> Figure {
    Figure { id, counts: Counts::Attempts, source: FigureSource::Entered, rows, of_units, owner }
}

/// Every figure of this feature.
pub const FIGURES: &[Figure] = &[
    of_people(SUMMONED, summoned, |tx, subject, day| delegates_of_units(tx, subject, day, SUMMONED)),
    of_people(ATTENDED, attended, |tx, subject, day| delegates_of_units(tx, subject, day, ATTENDED)),
    of_people(ABSENT_WITH_REASON, absent_with_reason, |tx, subject, day| {
        delegates_of_units(tx, subject, day, ABSENT_WITH_REASON)
    }),
    of_people(ABSENT_WITHOUT_REASON, absent_without_reason, |tx, subject, day| {
        delegates_of_units(tx, subject, day, ABSENT_WITHOUT_REASON)
    }),
    of_people(MADE_UP, made_up, |tx, subject, day| delegates_of_units(tx, subject, day, MADE_UP)),
    Figure { owner: owner_of_rollout, ..of_people(PEOPLE_ATTENDED, people_attended, people_attended_of_units) },
    entered(HEAD_COUNT_EXPECTED, expected, |tx, subject, day| points_of_units(tx, subject, day, "expected")),
    entered(HEAD_COUNT, head_count, |tx, subject, day| points_of_units(tx, subject, day, "head_count")),
];

fn owner(tx: &mut Tx<'_>, subject: &str) -> Result<Option<UnitId>, StoreError> {
    match subject.parse::<ConferenceId>() {
        Ok(id) => tx.lookup("SELECT unit_id FROM conference WHERE id = $1", params![id], |row| row.get(0)),
        Err(_) => Ok(None),
    }
}

fn owner_of_rollout(tx: &mut Tx<'_>, subject: &str) -> Result<Option<UnitId>, StoreError> {
    match subject.parse::<RolloutId>() {
        Ok(id) => tx.lookup("SELECT unit_id FROM rollout WHERE id = $1", params![id], |row| row.get(0)),
        Err(_) => Ok(None),
    }
}

/// The condition under which a delegate's row counts on a day; `day` is the place of this parameter.
fn condition(figure: &str, day: &str) -> String {
    match figure {
        SUMMONED => format!("d.summoned_on <= {day}"),
        ATTENDED => format!("d.outcome = 'present' AND d.outcome_on <= {day}"),
        ABSENT_WITH_REASON => format!("d.outcome = 'absent_with_reason' AND d.outcome_on <= {day}"),
        ABSENT_WITHOUT_REASON => format!("d.outcome = 'absent_without_reason' AND d.outcome_on <= {day}"),
        _ => format!("d.made_up_on <= {day}"),
    }
}

fn delegates_of_units(
    tx: &mut Tx<'_>,
    conference: &str,
    as_of: Day,
    figure: &str,
) -> Result<Vec<(UnitId, i64)>, StoreError> {
    let counts = condition(figure, "$2");
    let sql = format!(
        "SELECT d.unit_id, COUNT(*) FROM delegate d WHERE d.conference_id = $1 AND {counts} GROUP BY d.unit_id"
    );
    tx.list(&sql, params![conference, as_of], unit_and_count)
}

fn people_attended_of_units(tx: &mut Tx<'_>, rollout: &str, as_of: Day) -> Result<Vec<(UnitId, i64)>, StoreError> {
    let sql =
        "SELECT r.unit_id, COUNT(*) FROM conference_rollout_person r WHERE r.rollout_id = $1 AND r.counted_on <= $2
         GROUP BY r.unit_id";
    tx.list(sql, params![rollout, as_of], unit_and_count)
}

fn points_of_units(
    tx: &mut Tx<'_>,
    conference: &str,
    as_of: Day,
    column: &str,
) -> Result<Vec<(UnitId, i64)>, StoreError> {
    let sql = format!(
        "SELECT p.unit_id, CAST(SUM(p.{column}) AS BIGINT) FROM point p
         WHERE p.conference_id = $1 AND p.{column} IS NOT NULL AND p.{column}_on <= $2 GROUP BY p.unit_id"
    );
    tx.list(&sql, params![conference, as_of], unit_and_count)
}

fn unit_and_count(row: &Row<'_>) -> Result<(UnitId, i64), StoreError> {
    Ok((row.get(0)?, row.get(1)?))
}

fn delegates(tx: &mut Tx<'_>, of: &RowsOf, figure: &str) -> Result<FigureRows, StoreError> {
    let branch = units::store::within_sql(tx, "d.unit_id", ("$2", "$4"), of.tree_on)?;
    let from = format!("FROM delegate d WHERE d.conference_id = $1 AND {branch} AND {}", condition(figure, "$3"));
    let total = tx.scalar(&format!("SELECT COUNT(*) {from}"), params![of.subject, of.unit, of.as_of, of.tree_on])?;
    let columns = "SELECT d.name, d.post, (SELECT u.short_name FROM unit u WHERE u.id = d.unit_id),
         COALESCE(d.outcome_on, d.summoned_on), d.reason, d.point_id";
    let sql = format!("{columns} {from} ORDER BY d.sort_key, d.id LIMIT $5 OFFSET $6");
    let rows = tx.list(&sql, params![of.subject, of.unit, of.as_of, of.tree_on, of.limit, of.offset], delegate_row)?;
    Ok(FigureRows { total, rows })
}

fn delegate_row(row: &Row<'_>) -> Result<FigureRow, StoreError> {
    let (post, unit, day, reason): (String, String, Day, String) = (row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?);
    let parts = [post, unit, day.shown(), reason];
    let note: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    Ok(FigureRow {
        title: row.get(0)?,
        note: note.join(" · "),
        href: format!("/points/{}/check-in", row.get::<String>(5)?),
    })
}

fn summoned(tx: &mut Tx<'_>, of: &RowsOf) -> Result<FigureRows, StoreError> {
    delegates(tx, of, SUMMONED)
}

fn attended(tx: &mut Tx<'_>, of: &RowsOf) -> Result<FigureRows, StoreError> {
    delegates(tx, of, ATTENDED)
}

fn absent_with_reason(tx: &mut Tx<'_>, of: &RowsOf) -> Result<FigureRows, StoreError> {
    delegates(tx, of, ABSENT_WITH_REASON)
}

fn absent_without_reason(tx: &mut Tx<'_>, of: &RowsOf) -> Result<FigureRows, StoreError> {
    delegates(tx, of, ABSENT_WITHOUT_REASON)
}

fn made_up(tx: &mut Tx<'_>, of: &RowsOf) -> Result<FigureRows, StoreError> {
    delegates(tx, of, MADE_UP)
}

fn people_attended(tx: &mut Tx<'_>, of: &RowsOf) -> Result<FigureRows, StoreError> {
    let branch = units::store::within_sql(tx, "r.unit_id", ("$2", "$4"), of.tree_on)?;
    let from = format!(
        "FROM conference_rollout_person r JOIN delegate d ON d.id = r.delegate_id
         WHERE r.rollout_id = $1 AND {branch} AND r.counted_on <= $3"
    );
    let total = tx.scalar(&format!("SELECT COUNT(*) {from}"), params![of.subject, of.unit, of.as_of, of.tree_on])?;
    let columns = "SELECT d.name, d.post, (SELECT u.short_name FROM unit u WHERE u.id = r.unit_id), r.counted_on, '',
         d.point_id";
    let sql = format!("{columns} {from} ORDER BY d.sort_key, d.id LIMIT $5 OFFSET $6");
    let rows = tx.list(&sql, params![of.subject, of.unit, of.as_of, of.tree_on, of.limit, of.offset], delegate_row)?;
    Ok(FigureRows { total, rows })
}

fn expected(tx: &mut Tx<'_>, of: &RowsOf) -> Result<FigureRows, StoreError> {
    points(tx, of, "expected")
}

fn head_count(tx: &mut Tx<'_>, of: &RowsOf) -> Result<FigureRows, StoreError> {
    points(tx, of, "head_count")
}

fn points(tx: &mut Tx<'_>, of: &RowsOf, column: &str) -> Result<FigureRows, StoreError> {
    let branch = units::store::within_sql(tx, "p.unit_id", ("$2", "$4"), of.tree_on)?;
    let from = format!(
        "FROM point p
         WHERE p.conference_id = $1 AND {branch} AND p.{column} IS NOT NULL AND p.{column}_on <= $3"
    );
    let sum = format!("SELECT CAST(COALESCE(SUM(p.{column}), 0) AS BIGINT) {from}");
    let total = tx.scalar(&sum, params![of.subject, of.unit, of.as_of, of.tree_on])?;
    let sql = format!(
        "SELECT p.name, p.{column}, p.{column}_on, p.conference_id {from} ORDER BY p.sort_key LIMIT $5 OFFSET $6"
    );
    let rows = tx.list(&sql, params![of.subject, of.unit, of.as_of, of.tree_on, of.limit, of.offset], |row| {
        let (n, day): (i64, Day) = (row.get(1)?, row.get(2)?);
        Ok(FigureRow {
            title: row.get(0)?,
            note: format!("{n} · {}", day.shown()),
            href: format!("/conferences/{}/head-counts", row.get::<String>(3)?),
        })
    })?;
    Ok(FigureRows { total, rows })
}
