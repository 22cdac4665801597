//! The lines of what a change of the tree moved: those of before are kept with their days, and only those that are others now
//! are written, for a merger leaves most of a line as it was.

use kernel::Day;
use platform::db::{Dialect, StoreError, Tx};
use platform::params;

use super::carrying::contradiction;
use crate::domain::change::ChangeId;

/// Units whose line a change moves, each with the one above it, since when its line is as it is, and how far below the first
/// unit that stays it stands; -1 while that is not known. The empty day is the beginning.
const MOVING: &str = "CREATE TEMPORARY TABLE unit_moving (
    unit_id TEXT NOT NULL PRIMARY KEY, above_id TEXT, from_day TEXT NOT NULL, depth BIGINT NOT NULL)";
/// Their lines after the change, in the manner of `unit_ancestor`; in the end also those of others that a past place names.
const LINE: &str = "CREATE TEMPORARY TABLE unit_line (
    unit_id TEXT NOT NULL, ancestor_id TEXT NOT NULL, distance BIGINT NOT NULL, PRIMARY KEY (unit_id, ancestor_id))";

/// Makes the lines of all that moved anew, keeps the old ones with their days, and works out what past places mean now.
pub(super) fn renew(tx: &mut Tx<'_>, change: ChangeId, on: Day) -> Result<(), StoreError> {
    tx.run(MOVING, &[])?;
    tx.run(LINE, &[])?;
    let moved = tx.run(
        "INSERT INTO unit_moving (unit_id, above_id, from_day, depth)
         SELECT u.id, CASE WHEN u.ended_on IS NULL THEN u.parent_id ELSE COALESCE((SELECT s.heir_id FROM unit_succession s
                 WHERE s.unit_id = u.id AND s.position = 0 AND s.on_day IS NOT NULL), u.parent_id) END,
             COALESCE((SELECT MAX(p.to_day) FROM unit_ancestor_past p WHERE p.unit_id = u.id), ''), -1
         FROM unit u WHERE u.id IN (SELECT a.unit_id FROM unit_ancestor a WHERE a.ancestor_id IN
             (SELECT e.unit_id FROM unit_edge_past e WHERE e.change_id = $1))",
        params![change],
    )?;
    learn_sizes(tx, moved, &["unit_moving"])?;
    tx.run(
        "INSERT INTO unit_ancestor_past (unit_id, ancestor_id, distance, from_day, to_day)
         SELECT a.unit_id, a.ancestor_id, a.distance, m.from_day, $1
         FROM unit_moving m JOIN unit_ancestor a ON a.unit_id = m.unit_id WHERE m.from_day < $1
         ORDER BY a.unit_id, a.ancestor_id",
        params![on],
    )?;
    draw(tx)?;
    learn_sizes(tx, moved, &["unit_line"])?;
    replace(tx)?;
    learn_sizes(tx, moved, &["unit", "unit_ancestor", "unit_edge_past", "unit_ancestor_past"])?;
    renew_borders(tx, moved)?;
    tx.run("DROP TABLE unit_line", &[])?;
    tx.run("DROP TABLE unit_moving", &[])?;
    learn_sizes(tx, moved, &["unit_border"])
}

/// The new lines, from the units right below one that stays downwards.
fn draw(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO unit_line (unit_id, ancestor_id, distance) SELECT m.unit_id, m.unit_id, 0 FROM unit_moving m",
        &[],
    )?;
    let mut depth = 0_i64;
    let mut placed = tx.run(
        "UPDATE unit_moving SET depth = 0 WHERE above_id IS NULL OR above_id NOT IN (SELECT unit_id FROM unit_moving)",
        &[],
    )?;
    while placed > 0 {
        let above = if depth == 0 { "unit_ancestor" } else { "unit_line" };
        let sql = format!(
            "INSERT INTO unit_line (unit_id, ancestor_id, distance)
             SELECT m.unit_id, a.ancestor_id, a.distance + 1
             FROM unit_moving m JOIN {above} a ON a.unit_id = m.above_id WHERE m.depth = $1"
        );
        tx.run(&sql, params![depth])?;
        placed = tx.run(
            "UPDATE unit_moving SET depth = $1 + 1 WHERE depth = -1
                 AND above_id IN (SELECT o.unit_id FROM unit_moving o WHERE o.depth = $1)",
            params![depth],
        )?;
        depth += 1;
    }
    let left: i64 = tx.scalar("SELECT COUNT(*) FROM unit_moving WHERE depth = -1", &[])?;
    if left > 0 {
        return Err(contradiction(format!("{left} units stand below themselves")));
    }
    Ok(())
}

/// Puts the new lines into the place of the old ones.
fn replace(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    tx.run(
        "DELETE FROM unit_ancestor AS a WHERE a.unit_id IN (SELECT m.unit_id FROM unit_moving m) AND NOT EXISTS
             (SELECT 1 FROM unit_line n WHERE n.unit_id = a.unit_id AND n.ancestor_id = a.ancestor_id)",
        &[],
    )?;
    tx.run(
        "UPDATE unit_ancestor AS a SET distance = n.distance FROM unit_line n
         WHERE n.unit_id = a.unit_id AND n.ancestor_id = a.ancestor_id AND n.distance <> a.distance",
        &[],
    )?;
    tx.run(
        "INSERT INTO unit_ancestor (unit_id, ancestor_id, distance)
         SELECT n.unit_id, n.ancestor_id, n.distance FROM unit_line n WHERE NOT EXISTS
             (SELECT 1 FROM unit_ancestor a WHERE a.unit_id = n.unit_id AND a.ancestor_id = n.ancestor_id)",
        &[],
    )?;
    Ok(())
}

/// See the migration: the branch of a unit now is, as of a past day, its own value then with those of these units added or
/// taken away. A unit counts where its line leads now, less where the line of its superior of then leads now. Only past places
/// of which one of the two lines moved mean something else than before.
fn renew_borders(tx: &mut Tx<'_>, moved: u64) -> Result<(), StoreError> {
    let concerned = "unit_edge_past e WHERE e.unit_id IN (SELECT m.unit_id FROM unit_moving m)
         OR e.parent_id IN (SELECT m.unit_id FROM unit_moving m)";
    let sql = format!(
        "DELETE FROM unit_border WHERE (unit_id, change_id) IN (SELECT e.unit_id, e.change_id FROM {concerned})"
    );
    tx.run(&sql, &[])?;
    // beside the lines that moved those that stayed, so that a merger of thousands does not go through the whole tree
    let sql = format!(
        "INSERT INTO unit_line (unit_id, ancestor_id, distance)
         SELECT a.unit_id, a.ancestor_id, a.distance FROM unit_ancestor a
         WHERE a.unit_id IN (SELECT e.unit_id FROM {concerned} UNION SELECT e.parent_id FROM {concerned})
           AND a.unit_id NOT IN (SELECT m.unit_id FROM unit_moving m)"
    );
    tx.run(&sql, &[])?;
    learn_sizes(tx, moved, &["unit_line"])?;
    for (sign, counts, less) in [(1_i64, "unit_id", "parent_id"), (-1, "parent_id", "unit_id")] {
        let sql = format!(
            "INSERT INTO unit_border (ancestor_id, unit_id, change_id, from_day, to_day, sign)
             SELECT l.ancestor_id, c.unit_id, c.change_id, c.from_day, c.to_day, CAST($1 AS BIGINT)
             FROM (SELECT e.* FROM {concerned}) c JOIN unit_line l ON l.unit_id = c.{counts}
             WHERE NOT EXISTS (SELECT 1 FROM unit_line o WHERE o.unit_id = c.{less} AND o.ancestor_id = l.ancestor_id)"
        );
        tx.run(&sql, params![sign])?;
    }
    Ok(())
}

/// Units whose move changes the tables of the tree so much that PostgreSQL's plans of before no longer fit.
const MANY: u64 = 1_000;

/// After many units moved PostgreSQL learns at once how large the tables of the tree are now. Plans that it made while nothing
/// was past would read all of the past for every page.
pub(super) fn learn_sizes(tx: &mut Tx<'_>, moved: u64, tables: &[&str]) -> Result<(), StoreError> {
    if tx.dialect() == Dialect::Sqlite || moved < MANY {
        return Ok(());
    }
    for table in tables {
        tx.run(&format!("ANALYZE {table}"), &[])?;
    }
    Ok(())
}
