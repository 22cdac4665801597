//! Organisers and others who may not take part: their lines, and the contestants who are meant by them.

use std::collections::BTreeMap;

use kernel::Event;
use platform::db::{StoreError, Tx};
use platform::params;

use super::{Contestant, annul_contestants, contestants_called};
use crate::domain::{Barred, BarredLines, Contest, Known, Match, State};

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

/// What a new line of those who are barred does to the contestants who are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TakenOut {
    /// How many are meant for certain and were taken out.
    pub certain: usize,
    /// How many have the name, and a person must say whether they are meant.
    pub perhaps: usize,
}

/// Adds somebody who may not take part, and takes out the contestants who are meant for certain: before the announcement
/// they are excluded, afterwards annulled.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert_barred(tx: &mut Tx<'_>, contest: &Contest, line: &Barred) -> Result<TakenOut, StoreError> {
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

fn exclude_barred(tx: &mut Tx<'_>, contest: &Contest, line: &Barred) -> Result<TakenOut, StoreError> {
    let is_preparing = contest.state == State::Preparing;
    let (mut meant, mut perhaps) = (Vec::new(), 0);
    for one in contestants_called(tx, contest.no, &line.name, &line.phone)? {
        let told = line.is(&known(&one));
        // what is done before the announcement can be taken back
        let is_meant = told.is_certain() || (is_preparing && may_be(tx, told)?);
        if is_meant {
            meant.push(one.no);
        } else if may_be(tx, told)? {
            perhaps += 1;
        }
    }
    let taken_out = TakenOut { certain: meant.len(), perhaps };
    if !is_preparing {
        annul_contestants(tx, contest, &meant, line.why())?;
        return Ok(taken_out);
    }
    for no in &meant {
        tx.run(
            "UPDATE contestant SET excluded = $3, barred_no = $4 WHERE contest_no = $1 AND no = $2",
            params![contest.no, no, line.why(), line.no],
        )?;
    }
    Ok(taken_out)
}

/// Annuls everybody of an announced contest who is meant for certain by a line, with the line's reason.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn annul_barred(tx: &mut Tx<'_>, contest: &Contest) -> Result<(), StoreError> {
    let lines = BarredLines::new(list_barred(tx, contest.no)?);
    if lines.is_empty() {
        return Ok(());
    }
    let mut meant: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    tx.each(
        "SELECT no, name, folded, phone, born, unit_id FROM contestant
         WHERE contest_no = $1 AND excluded = '' AND annulled = '' ORDER BY no",
        params![contest.no],
        |row| {
            let (name, folded, phone): (String, String, String) = (row.get(1)?, row.get(2)?, row.get(3)?);
            let near = lines.near(folded.trim(), &phone);
            if near.is_empty() {
                return Ok(());
            }
            let known = Known { name: &name, phone: &phone, born: row.get(4)?, unit: row.get(5)? };
            if let Some(line) = near.into_iter().find(|line| line.is(&known).is_certain()) {
                meant.entry(line.why().to_owned()).or_default().push(row.get(0)?);
            }
            Ok(())
        },
    )?;
    meant.iter().try_for_each(|(why, numbers)| annul_contestants(tx, contest, numbers, why))
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

/// Whether somebody may be meant, units compared in the tree.
fn may_be(tx: &mut Tx<'_>, told: Match) -> Result<bool, StoreError> {
    match told {
        Match::No => Ok(false),
        Match::IfWithin(a, b) => Ok(units::store::is_within(tx, a, b)? || units::store::is_within(tx, b, a)?),
        Match::Perhaps | Match::Yes => Ok(true),
    }
}

/// The line that bars who registers or is put on the list; of several the first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn barred_by<'l>(
    tx: &mut Tx<'_>,
    lines: &'l BarredLines,
    known: &Known<'_>,
) -> Result<Option<&'l Barred>, StoreError> {
    if lines.is_empty() {
        return Ok(None);
    }
    for line in lines.near(&vietnamese::fold(known.name), known.phone) {
        if may_be(tx, line.is(known))? {
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
    Ok(list_barred(tx, contest)?.iter().any(|line| line.is(&known(one)).is_certain()))
}
