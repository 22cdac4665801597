//! The list of conferences as it stood at the end of a past day. The rows keep when they were opened and closed, when each
//! delegate was summoned and when an outcome was set, so states and counts of then come from them. What was taken off or put
//! right afterwards counts as it was put right, as in the ledger of figures. Title, hours, form and place of then stand in what
//! a change replaced; before the migration `20261208-conferences-history` nothing was kept: of a conference changed before it,
//! what stood after the last of those changes is shown for all days before, and [`count_untold`] counts such rows.

use std::collections::HashMap;

use kernel::id_parts::Uuid;
use kernel::{ConferenceId, Day, Instant, PointId, UnitId};
use platform::db::{Param, StoreError, Tx, in_pieces, known_by_events_sql, places, with_each};
use platform::params;
use platform::web::Sort;

use super::conferences::{COLUMNS, read};
use super::listing::{ConferenceRow, order_by, seen};
use crate::domain::Conference;

/// Keeps what a change over this version replaces.
pub(super) fn keep(tx: &mut Tx<'_>, changed: &Conference) -> Result<(), StoreError> {
    let now = tx.now();
    tx.run(
        "INSERT INTO conference_past (conference_id, version, until_at, rollout_id, title, folded, form, place, starts_at,
             ends_at)
         SELECT c.id, c.version, CAST($3 AS BIGINT), c.rollout_id, c.title, c.folded, c.form, c.place, c.starts_at, c.ends_at
         FROM conference c WHERE c.id = $1 AND c.version = $2",
        params![changed.id, changed.version, now],
    )?;
    Ok(())
}

/// In brackets, the conferences planned by the end of a day as they were then. The places of the day and of the first
/// instant after it. Of a row of which no event tells nobody knows when it was planned: its own hour is the latest it can
/// have been.
fn conferences_sql(day: &str, until: &str) -> String {
    let changing = ["title", "folded", "form", "place", "starts_at", "ends_at"];
    let changing = changing.map(|column| format!("COALESCE(p.{column}, t.{column}) AS {column}")).join(", ");
    let known = known_by_events_sql("t.id", until);
    format!(
        "(SELECT t.id, t.unit_id, {changing}, CASE WHEN p.version IS NULL THEN t.rollout_id ELSE p.rollout_id END AS rollout_id,
              CASE WHEN t.closed_on <= {day} THEN 'closed' WHEN t.opened_on <= {day} THEN 'open' ELSE 'planned' END AS state,
              t.opened_on, t.closed_on, t.make_up_of, t.code_seed, t.head_count_due_on, t.version
          FROM conference t LEFT JOIN conference_past p ON p.conference_id = t.id AND p.version =
              (SELECT MIN(q.version) FROM conference_past q WHERE q.conference_id = t.id AND q.until_at >= {until})
          WHERE {known} OR (t.starts_at < {until} AND NOT EXISTS (SELECT 1 FROM event e WHERE e.subject = t.id)))"
    )
}

/// As [`super::list_page`], at the end of a past day: those planned by then as they were, in the state they had, the organiser
/// called as it was called, counts of then. Who sees what is decided by the tree of today.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_page_on(
    tx: &mut Tx<'_>,
    roots: &[UnitId],
    (like, state): (&str, &str),
    sort: Sort<'_>,
    (offset, limit): (i64, i64),
    day: Day,
) -> Result<(Vec<ConferenceRow>, i64), StoreError> {
    let until = Instant::after(day);
    let from = format!(
        "FROM {} c WHERE c.folded LIKE $1 AND (c.state = $2 OR $2 = '') AND {}",
        conferences_sql("$3", "$4"),
        seen(5, roots.len())
    );
    let asked: Vec<&dyn Param> = with_each(vec![&like, &state, &day, &until], roots);
    let total = tx.scalar(&format!("SELECT COUNT(*) {from}"), &asked)?;
    let sql = format!(
        "SELECT {COLUMNS} {from} ORDER BY {}, c.id LIMIT ${} OFFSET ${}",
        order_by(sort),
        roots.len() + 5,
        roots.len() + 6
    );
    let of_page: Vec<&dyn Param> = asked.into_iter().chain([&limit as &dyn Param, &offset]).collect();
    let mut rows = tx.list(&sql, &of_page, |row| {
        let unit_name = String::new();
        Ok(ConferenceRow { conference: read(row)?, unit_name, points: 0, summoned: 0, present: 0 })
    })?;
    count(tx, &mut rows, day)?;
    name(tx, &mut rows, day)?;
    Ok((rows, total))
}

/// Of these conferences, how many were changed after the day at a time when what a change replaced was not kept yet: of them
/// what stood after those changes is shown.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_untold(tx: &mut Tx<'_>, ids: &[ConferenceId], day: Day) -> Result<i64, StoreError> {
    let until = Instant::after(day);
    let mut untold = 0;
    for piece in in_pieces(ids) {
        let sql = format!(
            "SELECT COUNT(*) FROM conference c WHERE c.id IN ({}) AND EXISTS
                 (SELECT 1 FROM event e WHERE e.subject = c.id AND e.name = 'conferences.changed' AND e.at >= $1
                      AND e.at < COALESCE((SELECT MIN(p.until_at) FROM conference_past p WHERE p.conference_id = c.id),
                          9223372036854775807))",
            places(2, piece.len())
        );
        untold += tx.scalar::<i64>(&sql, &with_each(vec![&until], piece))?;
    }
    Ok(untold)
}

/// The organisers as they were called; a conference stays with the unit that called it.
fn name(tx: &mut Tx<'_>, rows: &mut [ConferenceRow], day: Day) -> Result<(), StoreError> {
    let names = units::store::names_on(tx, rows.iter().map(|row| row.conference.unit), day)?;
    for row in rows {
        row.unit_name = names.get(&row.conference.unit).map(|named| named.name.clone()).unwrap_or_default();
    }
    Ok(())
}

/// Points made and delegates summoned by the end of the day, and who was present then.
fn count(tx: &mut Tx<'_>, rows: &mut [ConferenceRow], day: Day) -> Result<(), StoreError> {
    let ids: Vec<ConferenceId> = rows.iter().map(|row| row.conference.id).collect();
    let made_before = first_id_at(Instant::after(day));
    let (mut points, mut people) = (HashMap::new(), HashMap::new());
    for piece in in_pieces(&ids) {
        let these = places(2, piece.len());
        let sql = format!(
            "SELECT p.conference_id, COUNT(*) FROM point p WHERE p.id < $1 AND p.conference_id IN ({these})
             GROUP BY p.conference_id"
        );
        tx.each(&sql, &with_each(vec![&made_before], piece), |row| {
            points.insert(row.get::<ConferenceId>(0)?, row.get::<i64>(1)?);
            Ok(())
        })?;
        let sql = format!(
            "SELECT d.conference_id, COUNT(*),
                 CAST(SUM(CASE WHEN d.outcome = 'present' AND d.outcome_on <= $1 THEN 1 ELSE 0 END) AS BIGINT)
             FROM delegate d WHERE d.summoned_on <= $1 AND d.conference_id IN ({these}) GROUP BY d.conference_id"
        );
        tx.each(&sql, &with_each(vec![&day], piece), |row| {
            people.insert(row.get::<ConferenceId>(0)?, (row.get::<i64>(1)?, row.get::<i64>(2)?));
            Ok(())
        })?;
    }
    for row in rows {
        row.points = points.get(&row.conference.id).copied().unwrap_or_default();
        (row.summoned, row.present) = people.get(&row.conference.id).copied().unwrap_or_default();
    }
    Ok(())
}

/// Sorts before every id made from this instant on and after those made before: ids tell when they were made.
fn first_id_at(at: Instant) -> PointId {
    PointId(Uuid::from_u128(u128::try_from(at.0).unwrap_or_default() << 80))
}
