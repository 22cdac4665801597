//! The rows behind the figures of signed reports, as they were when the report was signed.

use kernel::{PersonId, ReportId};
use people::domain::erase::ERASED_NAME;
use platform::db::{Param, Row, StoreError, Tx};
use platform::params;

use crate::domain::kept::{KeptFigure, KeptRow};

/// Keeps what stands behind a figure of a report that is being signed.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert_kept(tx: &mut Tx<'_>, report: ReportId, figure: &KeptFigure, rows: &[KeptRow]) -> Result<(), StoreError> {
    let KeptFigure { position, figure: id, subject, unit, value, what, sums_hash } = figure;
    tx.run(
        "INSERT INTO report_figure (report_id, position, figure, subject, unit_id, value, kept, sums_hash)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![report, position, id, subject, unit, value, what.code(), sums_hash],
    )?;
    let numbered: Vec<(i64, String, &KeptRow)> = (1..)
        .zip(rows)
        .map(|(place, row)| (place, vietnamese::fold(&format!("{} {}", row.title, row.note)), row))
        .collect();
    let mut values: Vec<[&dyn Param; 11]> = Vec::with_capacity(rows.len());
    for (place, folded, row) in &numbered {
        let KeptRow { key, title, note, href, n, person, unit } = row;
        values.push([&report, position, place, key, title, note, folded, href, n, person, unit]);
    }
    tx.insert_rows(
        "INSERT INTO report_row (report_id, figure_position, position, row_key, title, note, folded, href, n, person_id,
             unit_id)",
        &values,
        "",
    )
}

/// A figure of a signed report.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_kept(tx: &mut Tx<'_>, report: ReportId, position: i64) -> Result<KeptFigure, StoreError> {
    tx.find(
        "SELECT position, figure, subject, unit_id, value, kept, sums_hash FROM report_figure
         WHERE report_id = $1 AND position = $2",
        params![report, position],
        |row| {
            let what: String = row.get(5)?;
            Ok(KeptFigure {
                position: row.get(0)?,
                figure: row.get(1)?,
                subject: row.get(2)?,
                unit: row.get(3)?,
                value: row.get(4)?,
                what: what.parse().map_err(|_| StoreError::corrupt("report_figure", what))?,
                sums_hash: row.get(6)?,
            })
        },
    )
}

fn read(row: &Row<'_>) -> Result<KeptRow, StoreError> {
    Ok(KeptRow {
        key: row.get(0)?,
        title: row.get(1)?,
        note: row.get(2)?,
        href: row.get(3)?,
        n: row.get(4)?,
        person: row.get(5)?,
        unit: row.get(6)?,
    })
}

const COLUMNS: &str = "row_key, title, note, href, n, person_id, unit_id";
const MATCHING: &str = "FROM report_row WHERE report_id = $1 AND figure_position = $2 AND folded LIKE $3";

/// One page of the rows behind a figure of a signed report, in the order in which they were read, and how many there are.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_kept(
    tx: &mut Tx<'_>,
    report: ReportId,
    position: i64,
    like: &str,
    (offset, limit): (i64, i64),
) -> Result<(Vec<KeptRow>, i64), StoreError> {
    let total = tx.scalar(&format!("SELECT COUNT(*) {MATCHING}"), params![report, position, like])?;
    let sql = format!("SELECT {COLUMNS} {MATCHING} ORDER BY position LIMIT $4 OFFSET $5");
    let rows = tx.list(&sql, params![report, position, like, limit, offset], read)?;
    Ok((rows, total))
}

/// A person's name goes out of the lists behind signed figures; the rows stay, so that the figures stay true.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn forget(tx: &mut Tx<'_>, person: PersonId) -> Result<(), StoreError> {
    let folded = vietnamese::fold(ERASED_NAME);
    tx.run(
        "UPDATE report_row SET title = $2, folded = $3, note = '' WHERE person_id = $1",
        params![person, ERASED_NAME, folded],
    )?;
    Ok(())
}
