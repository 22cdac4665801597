//! The rows behind the figures of signed reports, as they were when the report was signed.

use std::collections::HashMap;

use kernel::{DelegateId, PersonId, ReportId, UnitId};
use people::domain::erase::ERASED_NAME;
use platform::db::{Param, Row, StoreError, Tx, in_pieces, places, with_each};
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

/// The rows behind a figure of a signed report whose words are like this, in the order in which they were read.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_kept(tx: &mut Tx<'_>, report: ReportId, position: i64, like: &str) -> Result<Vec<KeptRow>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM report_row WHERE report_id = $1 AND figure_position = $2 AND folded LIKE $3
         ORDER BY position"
    );
    tx.list(&sql, params![report, position, like], read)
}

/// What these units are called.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn names_of_units(tx: &mut Tx<'_>, units: &[UnitId]) -> Result<HashMap<UnitId, String>, StoreError> {
    let mut names = HashMap::with_capacity(units.len());
    for piece in in_pieces(units) {
        let sql = format!("SELECT u.id, u.name FROM unit u WHERE u.id IN ({})", places(1, piece.len()));
        tx.each(&sql, &with_each(Vec::new(), piece), |row| {
            names.insert(row.get(0)?, row.get(1)?);
            Ok(())
        })?;
    }
    Ok(names)
}

/// Rows that were signed while two records were one name the one their delegate names now that they are two again, so that
/// its name can be erased.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn part(tx: &mut Tx<'_>, kept: PersonId, merged: PersonId) -> Result<(), StoreError> {
    let sql = "SELECT DISTINCT row_key FROM report_row WHERE person_id = $1";
    let keys: Vec<String> = tx.list(sql, params![kept], |row| row.get(0))?;
    for key in keys {
        let Ok(id) = key.parse::<DelegateId>() else { continue };
        let person = match conferences::store::find_delegate(tx, id) {
            Ok(delegate) => delegate.person,
            // struck off the list since: the row keeps the record it had
            Err(StoreError::NotFound) => continue,
            Err(e) => return Err(e),
        };
        if person == Some(merged) {
            let sql = "UPDATE report_row SET person_id = $3 WHERE person_id = $1 AND row_key = $2";
            tx.run(sql, params![kept, key, merged])?;
        }
    }
    Ok(())
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
