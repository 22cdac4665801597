//! What the figures of the way down count: deliveries and acknowledgements, as rows and by unit.

use kernel::{Day, Instant, UnitId};
use platform::app::{FigureRow, FigureRows, RowsOf};
use platform::db::{StoreError, Tx};
use platform::params;

/// The rows behind a figure; `column` is the instant that counts.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn delivery_rows(tx: &mut Tx<'_>, of: &RowsOf, column: &'static str) -> Result<FigureRows, StoreError> {
    let until = Instant::after(of.as_of);
    let branch = units::store::within_sql(tx, "v.unit_id", ("$2", "$4"), of.tree_on)?;
    let matching = format!(
        "FROM document_delivery v JOIN unit u ON u.id = v.unit_id
         WHERE v.document_id = $1 AND {branch} AND {}",
        delivered(column, "$3")
    );
    let total = tx.scalar(&format!("SELECT COUNT(*) {matching}"), params![of.subject, of.unit, until, of.tree_on])?;
    let rows = tx.list(
        &format!("SELECT u.name, v.{column}, u.id {matching} ORDER BY v.{column}, u.sort_key, u.id LIMIT $5 OFFSET $6"),
        params![of.subject, of.unit, until, of.tree_on, of.limit, of.offset],
        |row| {
            let at: Instant = row.get(1)?;
            let unit: UnitId = row.get(2)?;
            Ok(FigureRow { title: row.get(0)?, note: at.shown(), href: format!("/units/{unit}") })
        },
    )?;
    Ok(FigureRows { total, rows })
}

/// The rows behind the figure of acknowledgements: those that stood at the end of the day, though the text changed and
/// they lapsed later.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn acknowledgement_rows(tx: &mut Tx<'_>, of: &RowsOf) -> Result<FigureRows, StoreError> {
    let until = Instant::after(of.as_of);
    let branch = units::store::within_sql(tx, "v.unit_id", ("$2", "$4"), of.tree_on)?;
    let matching = format!(
        "FROM document_acknowledgement v JOIN unit u ON u.id = v.unit_id
         WHERE v.document_id = $1 AND {branch} AND {}",
        acknowledged("$3")
    );
    let total = tx.scalar(&format!("SELECT COUNT(*) {matching}"), params![of.subject, of.unit, until, of.tree_on])?;
    let rows = tx.list(
        &format!(
            "SELECT u.name, v.acknowledged_at, u.id {matching}
             ORDER BY v.acknowledged_at, u.sort_key, u.id LIMIT $5 OFFSET $6"
        ),
        params![of.subject, of.unit, until, of.tree_on, of.limit, of.offset],
        |row| {
            let at: Instant = row.get(1)?;
            let unit: UnitId = row.get(2)?;
            Ok(FigureRow { title: row.get(0)?, note: at.shown(), href: format!("/units/{unit}") })
        },
    )?;
    Ok(FigureRows { total, rows })
}

/// The condition of a delivery that had come so far before an instant; `until` is the place of this parameter.
fn delivered(column: &str, until: &str) -> String {
    format!("v.{column} < {until}")
}

/// The condition of an acknowledgement that stood just before an instant.
fn acknowledged(until: &str) -> String {
    format!("v.acknowledged_at < {until} AND (v.lapsed_at IS NULL OR v.lapsed_at >= {until})")
}

/// The deliveries behind a figure, counted by unit: (unit, n) at the end of the day.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_deliveries_by_unit(
    tx: &mut Tx<'_>,
    document: &str,
    as_of: Day,
    column: &'static str,
) -> Result<Vec<(UnitId, i64)>, StoreError> {
    count_by_unit(tx, "document_delivery", &delivered(column, "$2"), document, as_of)
}

/// The acknowledgements that stood at the end of the day, counted by unit: (unit, n).
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_acknowledgements_by_unit(
    tx: &mut Tx<'_>,
    document: &str,
    as_of: Day,
) -> Result<Vec<(UnitId, i64)>, StoreError> {
    count_by_unit(tx, "document_acknowledgement", &acknowledged("$2"), document, as_of)
}

fn count_by_unit(
    tx: &mut Tx<'_>,
    table: &str,
    condition: &str,
    document: &str,
    as_of: Day,
) -> Result<Vec<(UnitId, i64)>, StoreError> {
    tx.list(
        &format!(
            "SELECT v.unit_id, COUNT(*) FROM {table} v WHERE v.document_id = $1 AND {condition} GROUP BY v.unit_id"
        ),
        params![document, Instant::after(as_of)],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}
