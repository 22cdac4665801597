//! The list of units: a branch filtered, searched, sorted and paged, as it is now or as it stood on a day.

use kernel::{Day, UnitId, UnitKind};
use platform::db::{Param, StoreError, Tx, with_each};
use platform::params;
use platform::web::Sort;

use super::past::columns_on;
use super::{COLUMNS, read};
use crate::domain::Unit;

/// What a page of the list is limited to.
#[derive(Debug, Clone)]
pub struct UnitFilter {
    /// The branch.
    pub root: UnitId,
    /// `LIKE` pattern over the folded code and name.
    pub like: String,
    /// Only this kind.
    pub kind: Option<UnitKind>,
    /// The tree as it stood and was called at the end of this day; none: as it is now.
    pub day: Option<Day>,
}

const MATCHING: &str = "FROM unit_ancestor a JOIN unit u ON u.id = a.unit_id
     WHERE a.ancestor_id = $1 AND u.ended_on IS NULL AND u.folded LIKE $2 AND (u.kind = $3 OR $3 = '')";

/// What stood on day `$4` in so many branches, the first of `$1`, the others of `$5` and on. Units are found by what they were
/// called last: only that is kept folded.
fn matching_on(tx: &mut Tx<'_>, day: Day, branches: usize) -> Result<String, StoreError> {
    let mut all = Vec::with_capacity(branches);
    for at in 0..branches {
        let root = if at == 0 { "$1".to_owned() } else { format!("${}", at + 4) };
        all.push(format!("SELECT b.unit_id FROM {} b", super::branch_sql(tx, &root, "$4", day)?));
    }
    let branch = format!("({})", all.join(" UNION ALL "));
    Ok(format!(
        "FROM (SELECT {}, COALESCE((SELECT e.parent_id FROM unit_edge_past e
                       WHERE e.unit_id = u.id AND e.from_day <= $4 AND e.to_day > $4), u.parent_id) AS parent_id,
             u.founded_on, u.ended_on, u.version, u.organ_id, u.folded, u.sort_key
             FROM unit u WHERE u.id IN {branch} AND (u.ended_on IS NULL OR u.ended_on > $4)
               AND (u.founded_on IS NULL OR u.founded_on <= $4)) u
         WHERE u.folded LIKE $2 AND (u.kind = $3 OR $3 = '')",
        columns_on("$4")
    ))
}

/// How many units a filter leaves.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count(tx: &mut Tx<'_>, filter: &UnitFilter) -> Result<i64, StoreError> {
    let kind = filter.kind.map_or("", UnitKind::code);
    match filter.day {
        None => tx.scalar(&format!("SELECT COUNT(*) {MATCHING}"), params![filter.root, filter.like, kind]),
        Some(day) => {
            let roots = super::roots_on(tx, &[filter.root], day)?;
            let Some((first, others)) = roots.split_first() else { return Ok(0) };
            let matching = matching_on(tx, day, roots.len())?;
            let values = with_each(vec![first, &filter.like, &kind, &day], others);
            tx.scalar(&format!("SELECT COUNT(*) {matching}"), &values)
        }
    }
}

/// The keys a list of units sorts by.
pub const SORT_KEYS: &[&str] = &["name", "code", "kind"];

/// One page of the units a filter leaves.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_page(
    tx: &mut Tx<'_>,
    filter: &UnitFilter,
    sort: Sort<'_>,
    offset: i64,
    limit: i64,
) -> Result<Vec<Unit>, StoreError> {
    let kind = filter.kind.map_or("", UnitKind::code);
    let column = match sort.key {
        "code" => "u.code",
        "kind" => "u.kind",
        _ => "u.sort_key",
    };
    let way = if sort.descending { "DESC" } else { "ASC" };
    let order = format!("ORDER BY {column} {way}, u.code");
    match filter.day {
        None => {
            let sql = format!("SELECT {COLUMNS} {MATCHING} {order} LIMIT $4 OFFSET $5");
            tx.list(&sql, params![filter.root, filter.like, kind, limit, offset], read)
        }
        Some(day) => {
            let roots = super::roots_on(tx, &[filter.root], day)?;
            let Some((first, others)) = roots.split_first() else { return Ok(Vec::new()) };
            let matching = matching_on(tx, day, roots.len())?;
            let (of_limit, of_offset) = (roots.len() + 4, roots.len() + 5);
            let sql = format!("SELECT {COLUMNS} {matching} {order} LIMIT ${of_limit} OFFSET ${of_offset}");
            let mut values = with_each(vec![first, &filter.like, &kind, &day], others);
            values.extend([&limit as &dyn Param, &offset]);
            tx.list(&sql, &values, read)
        }
    }
}
