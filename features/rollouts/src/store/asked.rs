//! The rows behind what is asked: duties by kind of work and the month in which they are due, and the figures asked with
//! them.

use platform::app::{FigureRow, FigureRows, RowsOf};
use platform::db::{StoreError, Tx};
use platform::params;

use crate::domain::{Measure, work_of};

/// The duties of a kind of work.
pub(super) fn rows_of_asked(tx: &mut Tx<'_>, of: &RowsOf) -> Result<FigureRows, StoreError> {
    let Some((month, work)) = of.subject.split_once('.') else { return Ok(FigureRows::default()) };
    rows(tx, of, month, "COUNT(*)", &format!("d.work = '{}'", code_of(work)))
}

/// The duties with figures that stand here already, or that units must say.
pub(super) fn rows_of_figures(tx: &mut Tx<'_>, of: &RowsOf) -> Result<FigureRows, StoreError> {
    let Some((month, work)) = of.subject.split_once('.') else { return Ok(FigureRows::default()) };
    let column = if work.starts_with("known-") { "q.known_figures" } else { "q.other_figures" };
    let level = if work.ends_with("-cell") { kernel::UnitKind::Cell } else { kernel::UnitKind::CommuneCommittee };
    let works: Vec<String> = Measure::ALL.iter().map(|measure| format!("'{}'", work_of(*measure, level))).collect();
    let condition = format!("d.work IN ({}) AND {column} > 0", works.join(", "));
    rows(tx, of, month, &format!("CAST(COALESCE(SUM({column}), 0) AS BIGINT)"), &condition)
}

/// The code as one of ours: what stands in an address does not go into the text of a query.
fn code_of(work: &str) -> &'static str {
    crate::work::WORKS.iter().find(|known| known.code == work).map_or("", |known| known.code)
}

fn rows(tx: &mut Tx<'_>, of: &RowsOf, month: &str, total: &str, condition: &str) -> Result<FigureRows, StoreError> {
    let branch = units::store::branch_sql(tx, "$2", "$4", of.tree_on)?;
    let from = format!(
        "FROM duty d JOIN requirement q ON q.id = d.requirement_id
         WHERE {condition} AND d.due_on >= $1 || '-01' AND d.due_on <= $1 || '-31' AND d.due_on <= $3
         AND d.state <> 'waived' AND CAST($4 AS TEXT) <> '' AND d.unit_id IN {branch}"
    );
    let total = tx.scalar(&format!("SELECT {total} {from}"), params![month, of.unit, of.as_of, of.tree_on])?;
    let sql = format!(
        "SELECT d.id, (SELECT u.name FROM unit u WHERE u.id = d.unit_id), q.title, d.due_on {from}
         ORDER BY d.due_on, d.unit_id, d.id LIMIT $5 OFFSET $6"
    );
    let rows = tx.list(&sql, params![month, of.unit, of.as_of, of.tree_on, of.limit, of.offset], |row| {
        let (id, title, due): (kernel::DutyId, String, kernel::Day) = (row.get(0)?, row.get(2)?, row.get(3)?);
        let note = format!("{title} · {}", due.shown());
        Ok(FigureRow { title: row.get(1)?, note, href: format!("/duties/{id}") })
    })?;
    Ok(FigureRows { total, rows })
}
