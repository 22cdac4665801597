//! How many programmes and plans were issued, level by level, as the tree was on the day: «33 chương trình hành động và 25 kế
//! hoạch». A paper is counted at the unit that issued it, though that has ended since; who took its place holds it.

use kernel::{Day, DocumentId, UnitId, UnitKind};
use platform::db::{StoreError, Tx};
use platform::params;

use super::{after, word};

/// Counts of one kind of unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountLine {
    /// The kind of unit.
    pub kind: UnitKind,
    /// Units of that kind that stood in the branch.
    pub units: i64,
    /// Units that have issued one or the other, or took the place of one that has.
    pub with_any: i64,
    /// Programmes issued, those of action among them.
    pub programmes: i64,
    /// Programmes of action issued.
    pub actions: i64,
    /// Plans issued.
    pub plans: i64,
}

/// What is counted: `lying`, the units of branch `$1` on day `$2`, ended ones too, each with its kind of that day and
/// whether it stood; `own`, the papers each has issued by then; `held`, these and those of the units whose place it took.
fn counted(tx: &mut Tx<'_>, same: &[DocumentId], day: Day) -> Result<String, StoreError> {
    let branch = units::store::branch_sql(tx, "$1", "$2", day)?;
    let kind = if day < tx.today() { units::store::kind_on_sql("u", "$2") } else { "u.kind".to_owned() };
    let heirs = units::store::main_heirs_sql("$2");
    let issued = format!("FROM programme p WHERE p.state = 'issued' AND p.issued_on <= $2 AND {}", after(same));
    Ok(format!(
        "WITH RECURSIVE lying (id, kind, stands) AS (
             SELECT u.id, {kind},
                 (u.ended_on IS NULL OR u.ended_on > $2) AND (u.founded_on IS NULL OR u.founded_on <= $2)
             FROM unit u WHERE u.id IN {branch}),
         own (unit_id, programmes, plans, actions) AS (
             SELECT p.unit_id, COUNT(CASE WHEN p.kind <> 'plan' THEN 1 END), COUNT(CASE WHEN p.kind = 'plan' THEN 1 END),
                 COUNT(CASE WHEN p.kind = 'action' THEN 1 END)
             {issued} GROUP BY p.unit_id),
         passed (unit_id, programme_id) AS (
             SELECT p.unit_id, p.id {issued}
             UNION
             SELECT s.heir_id, h.programme_id FROM passed h JOIN {heirs} s ON s.unit_id = h.unit_id),
         held (unit_id, papers) AS (SELECT unit_id, COUNT(*) FROM passed GROUP BY unit_id)"
    ))
}

/// The counts of a branch at the end of a day, of those that carry out a document that stands under these ids in the
/// registers (none: of all).
///
/// # Errors
/// [`StoreError::Corrupt`].
pub fn list_counts(tx: &mut Tx<'_>, root: UnitId, same: &[DocumentId], day: Day) -> Result<Vec<CountLine>, StoreError> {
    let sql = format!(
        "{} SELECT l.kind, COUNT(CASE WHEN l.stands THEN 1 END),
             COUNT(CASE WHEN l.stands AND h.papers IS NOT NULL THEN 1 END),
             CAST(COALESCE(SUM(o.programmes), 0) AS BIGINT), CAST(COALESCE(SUM(o.plans), 0) AS BIGINT),
             CAST(COALESCE(SUM(o.actions), 0) AS BIGINT)
         FROM lying l LEFT JOIN own o ON o.unit_id = l.id LEFT JOIN held h ON h.unit_id = l.id
         WHERE l.stands OR o.unit_id IS NOT NULL GROUP BY l.kind",
        counted(tx, same, day)?
    );
    let mut lines = tx.list(&sql, params![root, day], |row| {
        Ok(CountLine {
            kind: word("unit", &row.get::<String>(0)?)?,
            units: row.get(1)?,
            with_any: row.get(2)?,
            programmes: row.get(3)?,
            plans: row.get(4)?,
            actions: row.get(5)?,
        })
    })?;
    let place = |kind: UnitKind| UnitKind::ALL.iter().position(|one| *one == kind);
    lines.sort_by_key(|line| place(line.kind));
    Ok(lines)
}

/// Which of the counted units are asked for.
#[derive(Debug, Clone)]
pub struct CountedFilter {
    /// Those of this branch.
    pub root: UnitId,
    /// After a document that stands under these ids; none for all papers.
    pub same: Vec<DocumentId>,
    /// As the tree was on this day.
    pub day: Day,
    /// Of this kind then; empty for all.
    pub level: String,
    /// A pattern over the folded name; `%` for all.
    pub like: String,
    /// Only those that have a paper, or those that have none.
    pub having: Option<bool>,
}

/// A unit with what it has issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedUnit {
    /// The unit.
    pub id: UnitId,
    /// What it is called.
    pub name: String,
    /// Programmes it issued.
    pub programmes: i64,
    /// Plans it issued.
    pub plans: i64,
    /// Papers of the units whose place it took.
    pub taken_over: i64,
}

/// The units behind a figure of the counts, in people's order, and how many there are.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_counted_units(
    tx: &mut Tx<'_>,
    filter: &CountedFilter,
    offset: i64,
    limit: i64,
) -> Result<(Vec<CountedUnit>, i64), StoreError> {
    let CountedFilter { root, same, day, level, like, having } = filter;
    let having = match having {
        None => "1 = 1",
        Some(true) => "h.papers IS NOT NULL",
        Some(false) => "h.papers IS NULL",
    };
    let counted = counted(tx, same, *day)?;
    let from = format!(
        "FROM lying l JOIN unit u ON u.id = l.id LEFT JOIN own o ON o.unit_id = l.id LEFT JOIN held h ON h.unit_id = l.id
         WHERE l.stands AND (CAST($3 AS TEXT) = '' OR l.kind = $3) AND u.folded LIKE $4 AND {having}"
    );
    let total = tx.scalar(&format!("{counted} SELECT COUNT(*) {from}"), params![root, day, level, like])?;
    let sql = format!(
        "{counted} SELECT l.id, u.name, COALESCE(o.programmes, 0), COALESCE(o.plans, 0), COALESCE(h.papers, 0) {from}
         ORDER BY u.sort_key, l.id LIMIT $5 OFFSET $6"
    );
    let rows = tx.list(&sql, params![root, day, level, like, limit, offset], |row| {
        let (programmes, plans) = (row.get::<i64>(2)?, row.get::<i64>(3)?);
        let taken_over = row.get::<i64>(4)? - programmes - plans;
        Ok(CountedUnit { id: row.get(0)?, name: row.get(1)?, programmes, plans, taken_over })
    })?;
    Ok((rows, total))
}
