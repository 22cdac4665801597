//! The final on stage: finalists and judges' marks.

use kernel::{Event, UnitId};
use platform::db::{StoreError, Tx};
use platform::params;

use super::{Contestant, FINAL, annul_certificates_of_final};
use crate::domain::{Contest, Given};

/// A person or team of the final.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finalist {
    /// Its number.
    pub no: i64,
    /// Its name.
    pub name: String,
    /// Its unit's short name; empty without one.
    pub unit_name: String,
    /// Its unit.
    pub unit: Option<UnitId>,
    /// The contestant it is; none for a team.
    pub contestant: Option<i64>,
    /// Why that contestant counts in nothing; empty for who counts.
    pub annulled: String,
    /// Somebody said that it is none of the contestants.
    pub is_apart: bool,
}

/// The finalists of a contest.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_finalists(tx: &mut Tx<'_>, contest: i64) -> Result<Vec<Finalist>, StoreError> {
    tx.list(
        "SELECT f.no, f.name, COALESCE(u.short_name, ''), f.contestant_no, f.unit_id, COALESCE(t.annulled, ''),
                f.apart_at IS NOT NULL
         FROM contest_finalist f LEFT JOIN unit u ON u.id = f.unit_id
         LEFT JOIN contestant t ON t.contest_no = f.contest_no AND t.no = f.contestant_no
         WHERE f.contest_no = $1 ORDER BY f.no",
        params![contest],
        |row| {
            Ok(Finalist {
                no: row.get(0)?,
                name: row.get(1)?,
                unit_name: row.get(2)?,
                contestant: row.get(3)?,
                unit: row.get(4)?,
                annulled: row.get(5)?,
                is_apart: row.get(6)?,
            })
        },
    )
}

/// Adds one: a contestant by their number, or a team.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert_finalist(
    tx: &mut Tx<'_>,
    contest: &Contest,
    name: &str,
    (unit, contestant): (Option<UnitId>, Option<i64>),
) -> Result<(), StoreError> {
    let next = "SELECT COALESCE(MAX(no), 0) + 1 FROM contest_finalist WHERE contest_no = $1";
    let no: i64 = tx.scalar(next, params![contest.no])?;
    tx.run(
        "INSERT INTO contest_finalist (contest_no, no, name, unit_id, contestant_no) VALUES ($1, $2, $3, $4, $5)",
        params![contest.no, no, name, unit, contestant],
    )?;
    tx.record(Event::noted("contests.finalist_added", contest.id, Some(contest.unit)))
}

/// Says which contestant a finalist is who was recorded without a number, or that it is none. Their certificates of the final
/// are known by the contestant from then on, and cease to hold where that one was annulled.
///
/// # Errors
/// [`StoreError::Stale`] when it is known already.
pub fn tie_finalist(
    tx: &mut Tx<'_>,
    contest: &Contest,
    finalist: &Finalist,
    contestant: Option<&Contestant>,
) -> Result<(), StoreError> {
    let no = contestant.map(|one| one.no);
    let apart_at = if no.is_none() { Some(tx.now()) } else { None };
    tx.run_one(
        "UPDATE contest_finalist SET contestant_no = $3, apart_at = $4
         WHERE contest_no = $1 AND no = $2 AND contestant_no IS NULL",
        params![contest.no, finalist.no, no, apart_at],
    )?;
    let detail = serde_json::json!({ "finalist": finalist.no, "contestant": no });
    tx.record(Event::noted("contests.finalist_tied", contest.id, Some(contest.unit)).with(detail))?;
    let Some(one) = contestant else { return Ok(()) };
    // of two finalists of the same name and unit the certificate does not tell whose it is
    tx.run(
        "UPDATE contest_certificate SET contestant_no = $3
         WHERE contest_no = $1 AND contestant_no IS NULL AND round_no IS NULL AND round_name = $4 AND name = $5
           AND (unit_id = $6 OR unit_name = $7)
           AND NOT EXISTS (SELECT 1 FROM contest_finalist o LEFT JOIN unit u ON u.id = o.unit_id
               WHERE o.contest_no = $1 AND o.no <> $2 AND o.name = $5 AND COALESCE(u.short_name, '') = $7)",
        params![contest.no, finalist.no, one.no, FINAL, finalist.name, finalist.unit, finalist.unit_name],
    )?;
    if one.annulled.is_empty() { Ok(()) } else { annul_certificates_of_final(tx, contest, &[one.no]) }
}

/// Takes one out, with the marks.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn remove_finalist(tx: &mut Tx<'_>, contest: &Contest, no: i64) -> Result<(), StoreError> {
    tx.run("DELETE FROM contest_mark WHERE contest_no = $1 AND finalist_no = $2", params![contest.no, no])?;
    tx.run("DELETE FROM contest_finalist WHERE contest_no = $1 AND no = $2", params![contest.no, no])?;
    tx.record(Event::noted("contests.finalist_removed", contest.id, Some(contest.unit)))
}

/// The marks given.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_marks(tx: &mut Tx<'_>, contest: i64) -> Result<Vec<Given>, StoreError> {
    tx.list(
        "SELECT finalist_no, judge, part, mark FROM contest_mark WHERE contest_no = $1 ORDER BY finalist_no, judge, part",
        params![contest],
        |row| Ok(Given { finalist: row.get(0)?, judge: row.get(1)?, part: row.get(2)?, mark: row.get(3)? }),
    )
}

/// Keeps a mark; a corrected one takes the place of the one before, and both stand in the log.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn save_mark(tx: &mut Tx<'_>, contest: &Contest, given: &Given) -> Result<(), StoreError> {
    let now = tx.now();
    tx.run(
        "INSERT INTO contest_mark (contest_no, finalist_no, judge, part, mark, at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (contest_no, finalist_no, judge, part) DO UPDATE SET mark = excluded.mark, at = excluded.at",
        params![contest.no, given.finalist, given.judge, given.part, given.mark, now],
    )?;
    let Given { finalist, judge, part, mark } = given;
    let detail = serde_json::json!({ "finalist": finalist, "judge": judge, "part": part, "mark": mark });
    tx.record(Event::noted("contests.marked", contest.id, Some(contest.unit)).with(detail))
}

/// Drops the name of a contestant from the finalists: of their own, and of one of the same name and unit that is tied to
/// nobody, where no other contestant has both.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn erase_from_finalists(tx: &mut Tx<'_>, contest: i64, contestant: i64) -> Result<(), StoreError> {
    tx.run(
        "UPDATE contest_finalist SET name = '', contestant_no = $2
         WHERE contest_no = $1 AND (contestant_no = $2 OR (contestant_no IS NULL
           AND EXISTS (SELECT 1 FROM contestant t WHERE t.contest_no = $1 AND t.no = $2
               AND t.name = contest_finalist.name AND t.unit_id = contest_finalist.unit_id
               AND NOT EXISTS (SELECT 1 FROM contestant o WHERE o.contest_no = $1 AND o.no <> $2
                   AND o.folded = t.folded AND o.unit_id = t.unit_id))))",
        params![contest, contestant],
    )?;
    Ok(())
}
