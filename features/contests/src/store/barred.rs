//! Organisers and others who may not take part: their lines, and the contestants who are meant by them.

use kernel::Event;
use platform::db::{StoreError, Tx};
use platform::params;

use super::{Contestant, annul_contestants, contestants_called};
use crate::domain::{Barred, Contest, Known, Match, State};

/// Who may not take part.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_barred(tx: &mut Tx<'_>, contest: i64) -> Result<Vec<Barred>, StoreError> {
    tx.list(
        "SELECT no, name, phone, born, unit_id, reason FROM contest_barred WHERE contest_no = $1 ORDER BY no",
        params![contest],
        |row| {
            Ok(Barred {
                no: row.get(0)?,
                name: row.get(1)?,
                phone: row.get(2)?,
                born: row.get(3)?,
                unit: row.get(4)?,
                reason: row.get(5)?,
            })
        },
    )
}

/// Adds somebody who may not take part, and takes out the contestants who are meant for certain. Gives how many those are.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert_barred(tx: &mut Tx<'_>, contest: &Contest, line: &Barred) -> Result<usize, StoreError> {
    let next = "SELECT COALESCE(MAX(no), 0) + 1 FROM contest_barred WHERE contest_no = $1";
    let line = Barred { no: tx.scalar(next, params![contest.no])?, ..line.clone() };
    let Barred { no, name, phone, born, unit, reason } = &line;
    tx.run(
        "INSERT INTO contest_barred (contest_no, no, name, folded, phone, born, unit_id, reason)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![contest.no, no, name, vietnamese::fold(name), crate::domain::normal_phone(phone), born, unit, reason],
    )?;
    tx.record(Event::noted("contests.barred", contest.id, Some(contest.unit)))?;
    exclude_barred(tx, contest, &line)
}

/// Takes out the contestants who are meant by a line: before the announcement they are excluded, afterwards annulled.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn exclude_barred(tx: &mut Tx<'_>, contest: &Contest, line: &Barred) -> Result<usize, StoreError> {
    let is_preparing = contest.state == State::Preparing;
    let mut meant = Vec::new();
    for one in contestants_called(tx, contest.no, &line.name, &line.phone)? {
        let is_meant = match is_barred_by(tx, line, &known(&one))? {
            Match::Yes => true,
            // it can be taken back until the announcement
            Match::Perhaps => is_preparing,
            Match::No | Match::IfWithin(..) => false,
        };
        if is_meant {
            meant.push(one.no);
        }
    }
    if !is_preparing {
        annul_contestants(tx, contest, &meant, line.why())?;
        return Ok(meant.len());
    }
    for no in &meant {
        tx.run(
            "UPDATE contestant SET excluded = $3, barred_no = $4 WHERE contest_no = $1 AND no = $2",
            params![contest.no, no, line.why(), line.no],
        )?;
    }
    Ok(meant.len())
}

/// Takes somebody from the list of those who may not; who was excluded for it may take part again until the announcement.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn remove_barred(tx: &mut Tx<'_>, contest: &Contest, no: i64) -> Result<(), StoreError> {
    tx.run("DELETE FROM contest_barred WHERE contest_no = $1 AND no = $2", params![contest.no, no])?;
    if contest.state == State::Preparing {
        tx.run(
            "UPDATE contestant SET excluded = '', barred_no = NULL WHERE contest_no = $1 AND barred_no = $2",
            params![contest.no, no],
        )?;
    }
    tx.record(Event::noted("contests.unbarred", contest.id, Some(contest.unit)))
}

fn known(one: &Contestant) -> Known<'_> {
    Known { name: &one.name, phone: &one.phone, born: one.born, unit: one.unit }
}

/// Whether this line means them, units compared in the tree.
fn is_barred_by(tx: &mut Tx<'_>, line: &Barred, known: &Known<'_>) -> Result<Match, StoreError> {
    match line.is(known) {
        Match::IfWithin(a, b) => {
            let is_one = units::store::is_within(tx, a, b)? || units::store::is_within(tx, b, a)?;
            Ok(if is_one { Match::Yes } else { Match::No })
        }
        told => Ok(told),
    }
}

/// The line that bars who registers, enters or is put on the list; of several the first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn barred_by<'l>(
    tx: &mut Tx<'_>,
    lines: &'l [Barred],
    known: &Known<'_>,
) -> Result<Option<&'l Barred>, StoreError> {
    for line in lines {
        if matches!(is_barred_by(tx, line, known)?, Match::Yes | Match::Perhaps) {
            return Ok(Some(line));
        }
    }
    Ok(None)
}

/// Whether a contestant is barred for certain: a name alone tells nobody of a list from another.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn is_barred_for_certain(tx: &mut Tx<'_>, contest: i64, one: &Contestant) -> Result<bool, StoreError> {
    for line in list_barred(tx, contest)? {
        if is_barred_by(tx, &line, &known(one))? == Match::Yes {
            return Ok(true);
        }
    }
    Ok(false)
}
