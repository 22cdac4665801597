//! The figures of materials, each with the rows behind it: units and numbers, never names.

use kernel::{Day, UnitId};
use platform::app::{Counts, Figure, FigureRow, FigureRows, FigureSource, RowsOf};
use platform::db::{StoreError, Tx};
use platform::params;

use crate::domain::MaterialId;

/// Members who opened the set (hệ thống ghi nhận).
pub const OPENED: &str = "materials.opened";
/// Copies on paper given out (kê khai).
pub const PAPER: &str = "materials.paper";
/// Members who have it one way or the other: what is recorded with what was entered, never more than the members of a unit.
pub const COVERED: &str = "materials.covered";

/// Members present at the study of a rollout in cells, by the sheets handed in (kê khai).
pub const STUDIED: &str = "materials.studied";

/// Every figure of this feature.
pub const FIGURES: &[Figure] = &[
    Figure {
        id: OPENED,
        counts: Counts::People,
        source: FigureSource::Recorded,
        rows: opened,
        of_units: opened_of_units,
        owner,
    },
    Figure {
        id: PAPER,
        counts: Counts::Documents,
        source: FigureSource::Entered,
        rows: paper,
        of_units: paper_of_units,
        owner,
    },
    Figure {
        id: COVERED,
        counts: Counts::People,
        source: FigureSource::Entered,
        rows: covered,
        of_units: covered_of_units,
        owner,
    },
    Figure {
        id: STUDIED,
        counts: Counts::People,
        source: FigureSource::Entered,
        rows: studied,
        of_units: studied_of_units,
        owner: owner_of_rollout,
    },
];

fn owner_of_rollout(tx: &mut Tx<'_>, subject: &str) -> Result<Option<UnitId>, StoreError> {
    match subject.parse::<kernel::RolloutId>() {
        Ok(id) => Ok(Some(rollouts::store::find(tx, id)?.unit)),
        Err(_) => Ok(None),
    }
}

fn studied_of_units(tx: &mut Tx<'_>, subject: &str, as_of: Day) -> Result<Vec<(UnitId, i64)>, StoreError> {
    tx.list(
        "SELECT k.unit_id, CAST(SUM(k.present) AS BIGINT) FROM cell_pack k
         WHERE k.rollout_id = $1 AND k.returned_on <= $2 GROUP BY k.unit_id",
        params![subject, as_of],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

fn studied(tx: &mut Tx<'_>, of: &RowsOf) -> Result<FigureRows, StoreError> {
    let branch = units::store::within_sql(tx, "k.unit_id", ("$2", "$4"), of.tree_on)?;
    let from = format!("FROM cell_pack k WHERE k.rollout_id = $1 AND {branch} AND k.returned_on <= $3");
    let sum = format!("SELECT CAST(COALESCE(SUM(k.present), 0) AS BIGINT) {from}");
    let total = tx.scalar(&sum, params![of.subject, of.unit, of.as_of, of.tree_on])?;
    let sql = format!(
        "SELECT (SELECT u.name FROM unit u WHERE u.id = k.unit_id), k.present, k.returned_on, k.id {from}
         ORDER BY 1, k.id LIMIT $5 OFFSET $6"
    );
    let rows = tx.list(&sql, params![of.subject, of.unit, of.as_of, of.tree_on, of.limit, of.offset], |row| {
        let (n, day): (i64, Day) = (row.get(1)?, row.get(2)?);
        Ok(FigureRow {
            title: row.get(0)?,
            note: format!("{n} · {}", day.shown()),
            href: format!("/packs/{}", row.get::<String>(3)?),
        })
    })?;
    Ok(FigureRows { total, rows })
}

fn owner(tx: &mut Tx<'_>, subject: &str) -> Result<Option<UnitId>, StoreError> {
    match subject.parse::<MaterialId>() {
        Ok(id) => tx.lookup("SELECT unit_id FROM material_set WHERE id = $1", params![id], |row| row.get(0)),
        Err(_) => Ok(None),
    }
}

fn opened(tx: &mut Tx<'_>, of: &RowsOf) -> Result<FigureRows, StoreError> {
    rows(tx, of, "opened")
}

fn paper(tx: &mut Tx<'_>, of: &RowsOf) -> Result<FigureRows, StoreError> {
    rows(tx, of, "paper")
}

fn covered(tx: &mut Tx<'_>, of: &RowsOf) -> Result<FigureRows, StoreError> {
    rows(tx, of, "covered")
}

fn opened_of_units(tx: &mut Tx<'_>, set: &str, as_of: Day) -> Result<Vec<(UnitId, i64)>, StoreError> {
    sums(tx, set, as_of, "opened")
}

fn paper_of_units(tx: &mut Tx<'_>, set: &str, as_of: Day) -> Result<Vec<(UnitId, i64)>, StoreError> {
    sums(tx, set, as_of, "paper")
}

fn covered_of_units(tx: &mut Tx<'_>, set: &str, as_of: Day) -> Result<Vec<(UnitId, i64)>, StoreError> {
    sums(tx, set, as_of, "covered")
}

fn sums(tx: &mut Tx<'_>, set: &str, as_of: Day, column: &str) -> Result<Vec<(UnitId, i64)>, StoreError> {
    let sql = format!(
        "SELECT c.unit_id, CAST(SUM(c.{column}) AS BIGINT) FROM material_count c
         WHERE c.set_id = $1 AND c.day <= $2 GROUP BY c.unit_id"
    );
    tx.list(&sql, params![set, as_of], |row| Ok((row.get(0)?, row.get(1)?)))
}

fn rows(tx: &mut Tx<'_>, of: &RowsOf, column: &str) -> Result<FigureRows, StoreError> {
    let branch = units::store::within_sql(tx, "c.unit_id", ("$2", "$4"), of.tree_on)?;
    let from = format!("FROM material_count c WHERE c.set_id = $1 AND {branch} AND c.day <= $3");
    let sum = format!("SELECT CAST(COALESCE(SUM(c.{column}), 0) AS BIGINT) {from}");
    let total = tx.scalar(&sum, params![of.subject, of.unit, of.as_of, of.tree_on])?;
    let sql = format!(
        "SELECT (SELECT u.name FROM unit u WHERE u.id = c.unit_id), CAST(SUM(c.{column}) AS BIGINT), MAX(c.day), c.set_id,
             c.unit_id {from} GROUP BY c.set_id, c.unit_id HAVING SUM(c.{column}) <> 0 ORDER BY 1, 5 LIMIT $5 OFFSET $6"
    );
    let rows = tx.list(&sql, params![of.subject, of.unit, of.as_of, of.tree_on, of.limit, of.offset], |row| {
        let (n, day, set, unit): (i64, Day, String, String) = (row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?);
        Ok(FigureRow {
            title: row.get(0)?,
            note: format!("{n} · {}", day.shown()),
            href: format!("/materials/{set}/coverage?unit={unit}"),
        })
    })?;
    Ok(FigureRows { total, rows })
}
