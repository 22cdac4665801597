//! Organisers and others who may not take part.

use kernel::Event;
use platform::db::{StoreError, Tx};
use platform::params;

use crate::domain::Contest;

/// Somebody who may not take part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BarredLine {
    /// Its number.
    pub no: i64,
    /// The name.
    pub name: String,
    /// The telephone; empty when not known.
    pub phone: String,
    /// Why: «Ban Tổ chức».
    pub reason: String,
}

/// Who may not take part.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_barred(tx: &mut Tx<'_>, contest: i64) -> Result<Vec<BarredLine>, StoreError> {
    tx.list(
        "SELECT no, name, phone, reason FROM contest_barred WHERE contest_no = $1 ORDER BY no",
        params![contest],
        |row| Ok(BarredLine { no: row.get(0)?, name: row.get(1)?, phone: row.get(2)?, reason: row.get(3)? }),
    )
}

/// Adds somebody who may not take part.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert_barred(
    tx: &mut Tx<'_>,
    contest: &Contest,
    name: &str,
    phone: &str,
    reason: &str,
) -> Result<(), StoreError> {
    let next = "SELECT COALESCE(MAX(no), 0) + 1 FROM contest_barred WHERE contest_no = $1";
    let no: i64 = tx.scalar(next, params![contest.no])?;
    tx.run(
        "INSERT INTO contest_barred (contest_no, no, name, folded, phone, reason) VALUES ($1, $2, $3, $4, $5, $6)",
        params![contest.no, no, name, vietnamese::fold(name), digits(phone), reason],
    )?;
    tx.record(Event::noted("contests.barred", contest.id, Some(contest.unit)))
}

/// Takes somebody from the list of those who may not.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn remove_barred(tx: &mut Tx<'_>, contest: &Contest, no: i64) -> Result<(), StoreError> {
    tx.run("DELETE FROM contest_barred WHERE contest_no = $1 AND no = $2", params![contest.no, no])?;
    tx.record(Event::noted("contests.unbarred", contest.id, Some(contest.unit)))
}

/// Whether who registers is barred: by the telephone where both are known, by the name where the barred line has none.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn is_barred(tx: &mut Tx<'_>, contest: i64, name: &str, phone: &str) -> Result<bool, StoreError> {
    let found = tx.lookup(
        "SELECT 1 FROM contest_barred WHERE contest_no = $1 AND ((phone <> '' AND phone = $2) OR (phone = '' AND folded = $3))",
        params![contest, digits(phone), vietnamese::fold(name)],
        |_| Ok(()),
    )?;
    Ok(found.is_some())
}

fn digits(phone: &str) -> String {
    phone.chars().filter(char::is_ascii_digit).collect()
}
