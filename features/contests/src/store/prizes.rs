//! Certificates: issued for prizes, verified by anybody with their code, withdrawn with a reason.

use kernel::{Event, Instant};
use platform::db::{Row, StoreError, Tx};
use platform::params;

use crate::domain::Contest;

/// A certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// What its QR code leads to.
    pub code: String,
    /// Whose it is.
    pub name: String,
    /// Their unit or place.
    pub unit_name: String,
    /// «Giải Nhất».
    pub prize: String,
    /// The round; empty for the contest as a whole.
    pub round_name: String,
    /// When it was issued.
    pub issued_at: Instant,
    /// Why it does not hold any more; empty while it does.
    pub withdrawn: String,
}

/// A new one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCertificate {
    /// Its code, not to be guessed.
    pub code: String,
    /// Whose it is.
    pub name: String,
    /// Their unit or place.
    pub unit_name: String,
    /// «Giải Nhất».
    pub prize: String,
    /// The round.
    pub round_name: String,
}

const COLUMNS: &str = "code, name, unit_name, prize, round_name, issued_at, withdrawn";

fn read(row: &Row<'_>) -> Result<Certificate, StoreError> {
    Ok(Certificate {
        code: row.get(0)?,
        name: row.get(1)?,
        unit_name: row.get(2)?,
        prize: row.get(3)?,
        round_name: row.get(4)?,
        issued_at: row.get(5)?,
        withdrawn: row.get(6)?,
    })
}

/// The certificate with this code, and the number of its contest.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_certificate(tx: &mut Tx<'_>, code: &str) -> Result<(Certificate, i64), StoreError> {
    let sql = format!("SELECT {COLUMNS}, contest_no FROM contest_certificate WHERE code = $1");
    tx.find(&sql, params![code], |row| Ok((read(row)?, row.get(7)?)))
}

/// The certificates of a contest, in the order issued.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_certificates(tx: &mut Tx<'_>, contest: i64) -> Result<Vec<Certificate>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM contest_certificate WHERE contest_no = $1 ORDER BY issued_at, code");
    tx.list(&sql, params![contest], read)
}

/// Issues certificates.
///
/// # Errors
/// [`StoreError::Taken`] when a code is there already.
pub fn insert_certificates(tx: &mut Tx<'_>, contest: &Contest, new: &[NewCertificate]) -> Result<(), StoreError> {
    let now = tx.now();
    for one in new {
        tx.run(
            "INSERT INTO contest_certificate (code, contest_no, name, unit_name, prize, round_name, issued_at, withdrawn)
             VALUES ($1, $2, $3, $4, $5, $6, $7, '')",
            params![one.code, contest.no, one.name, one.unit_name, one.prize, one.round_name, now],
        )?;
    }
    let detail = serde_json::json!({ "certificates": new.len() });
    tx.record(Event::noted("contests.certificates_issued", contest.id, Some(contest.unit)).with(detail))
}

/// Withdraws one; its page says so and why.
///
/// # Errors
/// [`StoreError::Stale`] when the contest has none with this code.
pub fn withdraw_certificate(tx: &mut Tx<'_>, contest: &Contest, code: &str, reason: &str) -> Result<(), StoreError> {
    tx.run_one(
        "UPDATE contest_certificate SET withdrawn = $3 WHERE contest_no = $1 AND code = $2",
        params![contest.no, code, reason],
    )?;
    let detail = serde_json::json!({ "code": code, "reason": reason });
    tx.record(Event::noted("contests.certificate_withdrawn", contest.id, Some(contest.unit)).with(detail))
}
