//! What the live screen shows, read from the database so that every node shows the same.

use kernel::{ConferenceId, PointId};
use platform::db::{StoreError, Tx};
use platform::params;

use crate::domain::points::Sums;

const MINUTE: i64 = 60_000;

/// A point on the live screen, with all below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LivePoint {
    /// The point.
    pub point: PointId,
    /// Its name.
    pub name: String,
    /// Its counts with all below it.
    pub below: Sums,
}

/// The figures of this moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Live {
    /// All points together.
    pub total: Sums,
    /// Check-ins of the last sixty seconds.
    pub last_minute: i64,
    /// Check-ins of each of the last fifteen minutes, oldest first.
    pub minutes: Vec<i64>,
    /// The main points' own children (or, of a conference with few points, all of them), in the order of the tree.
    pub points: Vec<LivePoint>,
}

/// The figures of this moment.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn live(tx: &mut Tx<'_>, conference: ConferenceId) -> Result<Live, StoreError> {
    let all = super::list_points_with_sums(tx, conference)?;
    let total = Sums::of_all(all.iter().map(|row| &row.own));
    let deepest_shown = if all.len() <= 40 { i64::MAX } else { 1 };
    let points = all
        .into_iter()
        .filter(|row| row.point.depth <= deepest_shown)
        .map(|row| {
            // a point whose children have tiles of their own shows itself only
            let shows_itself = deepest_shown == i64::MAX || row.point.depth == 0;
            LivePoint {
                point: row.point.id,
                name: row.point.name,
                below: if shows_itself { row.own } else { row.below },
            }
        })
        .collect();
    let now = tx.now().0;
    let mut minutes = vec![0; 15];
    let mut last_minute = 0;
    let since = now - 15 * MINUTE;
    tx.each(
        "SELECT ($3 - at) / 60000, COUNT(*) FROM check_in WHERE conference_id = $1 AND at > $2 AND at <= $3
         GROUP BY ($3 - at) / 60000",
        params![conference, since, now],
        |row| {
            let (minutes_ago, n): (i64, i64) = (row.get(0)?, row.get(1)?);
            if minutes_ago == 0 {
                last_minute = n;
            }
            let place = usize::try_from(14 - minutes_ago).ok();
            if let Some(minute) = place.and_then(|place| minutes.get_mut(place)) {
                *minute = n;
            }
            Ok(())
        },
    )?;
    Ok(Live { total, last_minute, minutes, points })
}

/// Of one point alone: how many are present, and how many are on its list.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_at_point(tx: &mut Tx<'_>, conference: ConferenceId, point: PointId) -> Result<(i64, i64), StoreError> {
    tx.find(
        "SELECT CAST(COALESCE(SUM(CASE WHEN outcome = 'present' THEN 1 ELSE 0 END), 0) AS BIGINT), COUNT(*)
         FROM delegate WHERE conference_id = $1 AND point_id = $2",
        params![conference, point],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}
