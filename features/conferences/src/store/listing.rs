//! The list of conferences, limited to what the asker may see.

use kernel::{ConferenceId, UnitId};
use platform::db::{Param, StoreError, Tx, places, with_each};
use platform::web::Sort;

use super::conferences::{COLUMNS, read};
use crate::domain::Conference;

/// A line of the list of conferences.
#[derive(Debug, Clone)]
pub struct ConferenceRow {
    /// The conference.
    pub conference: Conference,
    /// The organising unit's name.
    pub unit_name: String,
    /// Its points.
    pub points: i64,
    /// Delegates on its lists.
    pub summoned: i64,
    /// Of them present.
    pub present: i64,
}

/// Who sees a conference: the branch of the organiser, and those whose branch holds one of its points.
pub(super) fn seen(from: usize, count: usize) -> String {
    let list = places(from, count);
    format!(
        "(EXISTS (SELECT 1 FROM unit_ancestor a WHERE a.unit_id = c.unit_id AND a.ancestor_id IN ({list}))
          OR EXISTS (SELECT 1 FROM point p JOIN unit_ancestor a ON a.unit_id = p.unit_id
                     WHERE p.conference_id = c.id AND a.ancestor_id IN ({list})))"
    )
}

/// True when the branches hold the organiser or a point of the conference.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn is_seen_by(tx: &mut Tx<'_>, id: ConferenceId, roots: &[UnitId]) -> Result<bool, StoreError> {
    let sql = format!("SELECT 1 FROM conference c WHERE c.id = $1 AND {}", seen(2, roots.len()));
    let all = with_each(vec![&id], roots);
    Ok(tx.lookup(&sql, &all, |_| Ok(()))?.is_some())
}

/// The units of the points that lie in these branches.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_seen_points(
    tx: &mut Tx<'_>,
    id: ConferenceId,
    roots: &[UnitId],
) -> Result<Vec<kernel::PointId>, StoreError> {
    let sql = format!(
        "SELECT DISTINCT p.id FROM point p JOIN unit_ancestor a ON a.unit_id = p.unit_id
         WHERE p.conference_id = $1 AND a.ancestor_id IN ({}) ORDER BY p.id",
        places(2, roots.len())
    );
    tx.list(&sql, &with_each(vec![&id], roots), |row| row.get(0))
}

/// The order asked for.
pub(super) fn order_by(sort: Sort<'_>) -> String {
    let order = match sort.key {
        "title" => "c.folded",
        "state" => "c.state",
        _ => "c.starts_at",
    };
    // the newest stand first; asking for the date turned round gives the oldest
    let down = sort.descending != (sort.key == "date");
    format!("{order} {}", if down { "DESC" } else { "ASC" })
}

/// One page of the conferences these branches see, newest first unless sorted otherwise, and how many there are.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_page(
    tx: &mut Tx<'_>,
    roots: &[UnitId],
    like: &str,
    state: &str,
    sort: Sort<'_>,
    (offset, limit): (i64, i64),
) -> Result<(Vec<ConferenceRow>, i64), StoreError> {
    let matching = format!("c.folded LIKE $1 AND (c.state = $2 OR $2 = '') AND {}", seen(5, roots.len()));
    let count_matching = format!("c.folded LIKE $1 AND (c.state = $2 OR $2 = '') AND {}", seen(3, roots.len()));
    let order = order_by(sort);
    let sql = format!(
        "SELECT {COLUMNS}, u.name,
             (SELECT COUNT(*) FROM point p WHERE p.conference_id = c.id),
             (SELECT COUNT(*) FROM delegate d WHERE d.conference_id = c.id),
             (SELECT COUNT(*) FROM check_in i WHERE i.conference_id = c.id)
         FROM conference c JOIN unit u ON u.id = c.unit_id WHERE {matching}
         ORDER BY {order}, c.id LIMIT $3 OFFSET $4"
    );
    let page: Vec<&dyn Param> = vec![&like, &state, &limit, &offset];
    let rows = tx.list(&sql, &with_each(page, roots), |row| {
        Ok(ConferenceRow {
            conference: read(row)?,
            unit_name: row.get(15)?,
            points: row.get(16)?,
            summoned: row.get(17)?,
            present: row.get(18)?,
        })
    })?;
    let count = format!("SELECT COUNT(*) FROM conference c WHERE {count_matching}");
    let total = tx.scalar(&count, &with_each(vec![&like, &state], roots))?;
    Ok((rows, total))
}
