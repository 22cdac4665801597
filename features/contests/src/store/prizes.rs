//! Certificates: issued for prizes, verified by anybody with their code, withdrawn with a reason.

use kernel::{Event, Instant};
use platform::db::{Row, StoreError, Tx};
use platform::params;

use crate::domain::{Contest, Round};

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
    /// The contestant it is of; none for a unit's.
    pub contestant: Option<i64>,
    /// The round it is of; none for the final and the contest as a whole.
    pub round: Option<i64>,
    /// Why it does not hold any more; empty while it does.
    pub withdrawn: String,
    /// Since when.
    pub withdrawn_at: Option<Instant>,
    /// For what: [`BY_PERSON`], [`ANNULLED`], [`REPLACED`]; empty while it holds.
    pub withdrawn_for: String,
}

/// Somebody withdrew it.
pub const BY_PERSON: &str = "person";
/// The result it stands on was annulled.
pub const ANNULLED: &str = "annulled";
/// The ranking was made anew, and another takes its place.
pub const REPLACED: &str = "replaced";

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
    /// The round's name.
    pub round_name: String,
    /// The contestant it is of.
    pub contestant: Option<i64>,
    /// The round it is of.
    pub round: Option<i64>,
}

const COLUMNS: &str = "code, name, unit_name, prize, round_name, issued_at, withdrawn, contestant_no, round_no,
     withdrawn_at, withdrawn_for";

fn read(row: &Row<'_>) -> Result<Certificate, StoreError> {
    Ok(Certificate {
        code: row.get(0)?,
        name: row.get(1)?,
        unit_name: row.get(2)?,
        prize: row.get(3)?,
        round_name: row.get(4)?,
        issued_at: row.get(5)?,
        withdrawn: row.get(6)?,
        contestant: row.get(7)?,
        round: row.get(8)?,
        withdrawn_at: row.get(9)?,
        withdrawn_for: row.get(10)?,
    })
}

/// The certificate with this code, and the number of its contest.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_certificate(tx: &mut Tx<'_>, code: &str) -> Result<(Certificate, i64), StoreError> {
    let sql = format!("SELECT {COLUMNS}, contest_no FROM contest_certificate WHERE code = $1");
    tx.find(&sql, params![code], |row| Ok((read(row)?, row.get(11)?)))
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
            "INSERT INTO contest_certificate (code, contest_no, name, unit_name, prize, round_name, issued_at, withdrawn,
                 contestant_no, round_no)
             VALUES ($1, $2, $3, $4, $5, $6, $7, '', $8, $9)",
            params![
                one.code,
                contest.no,
                one.name,
                one.unit_name,
                one.prize,
                one.round_name,
                now,
                one.contestant,
                one.round
            ],
        )?;
    }
    let detail = serde_json::json!({ "certificates": new.len() });
    tx.record(Event::noted("contests.certificates_issued", contest.id, Some(contest.unit)).with(detail))
}

/// Withdraws one; its page says so, since when and why. The first reason stands.
///
/// # Errors
/// [`StoreError::Stale`] when the contest has none with this code that holds.
pub fn withdraw_certificate(
    tx: &mut Tx<'_>,
    contest: &Contest,
    code: &str,
    (what_for, reason): (&str, &str),
) -> Result<(), StoreError> {
    let now = tx.now();
    tx.run_one(
        "UPDATE contest_certificate SET withdrawn = $3, withdrawn_at = $4, withdrawn_for = $5
         WHERE contest_no = $1 AND code = $2 AND withdrawn = ''",
        params![contest.no, code, reason, now, what_for],
    )?;
    let detail = serde_json::json!({ "code": code, "reason": reason });
    tx.record(Event::noted("contests.certificate_withdrawn", contest.id, Some(contest.unit)).with(detail))
}

/// What these contestants counted with in a round was annulled: their certificates of it, and of the contest as a whole,
/// hold no more.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn annul_certificates(
    tx: &mut Tx<'_>,
    contest: &Contest,
    round: &Round,
    contestants: &[i64],
) -> Result<(), StoreError> {
    for contestant in contestants {
        // certificates issued before they knew their contestant are found by the name
        let codes: Vec<String> = tx.list(
            "SELECT x.code FROM contest_certificate x WHERE x.contest_no = $1 AND x.withdrawn = ''
               AND ((x.contestant_no = $2 AND COALESCE(x.round_no, $3) = $3)
                 OR (x.contestant_no IS NULL AND x.round_no IS NULL AND x.round_name = $4
                     AND x.name = (SELECT t.name FROM contestant t WHERE t.contest_no = $1 AND t.no = $2)))
             ORDER BY x.code",
            params![contest.no, contestant, round.no, round.name],
            |row| row.get(0),
        )?;
        for code in codes {
            withdraw_certificate(tx, contest, &code, (ANNULLED, "Kết quả thi đã hủy theo thể lệ"))?;
        }
    }
    Ok(())
}
