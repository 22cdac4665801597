//! Certificates: issued for prizes, verified by anybody with their code, withdrawn with a reason.

use kernel::{Event, Instant, UnitId};
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
    /// The unit whose prize it is, or whose team; none where that is not known.
    pub unit: Option<UnitId>,
    /// Why it does not hold any more; empty while it does.
    pub withdrawn: String,
    /// Since when.
    pub withdrawn_at: Option<Instant>,
    /// For what: [`BY_PERSON`], [`ANNULLED`], [`REPLACED`], [`DROPPED`]; empty while it holds.
    pub withdrawn_for: String,
}

/// Somebody withdrew it.
pub const BY_PERSON: &str = "person";
/// The result it stands on was annulled.
pub const ANNULLED: &str = "annulled";
/// The ranking was made anew, and another takes its place.
pub const REPLACED: &str = "replaced";
/// The ranking was made anew, and they have no prize any more.
pub const DROPPED: &str = "dropped";

/// What the final on stage is called on papers.
pub const FINAL: &str = "Chung kết";

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
    /// The unit whose prize it is, or whose team.
    pub unit: Option<UnitId>,
}

const COLUMNS: &str = "code, name, unit_name, prize, round_name, issued_at, withdrawn, contestant_no, round_no,
     withdrawn_at, withdrawn_for, unit_id";

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
        unit: row.get(11)?,
    })
}

/// The certificate with this code, and the number of its contest.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_certificate(tx: &mut Tx<'_>, code: &str) -> Result<(Certificate, i64), StoreError> {
    let sql = format!("SELECT {COLUMNS}, contest_no FROM contest_certificate WHERE code = $1");
    tx.find(&sql, params![code], |row| Ok((read(row)?, row.get(12)?)))
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
                 contestant_no, round_no, unit_id)
             VALUES ($1, $2, $3, $4, $5, $6, $7, '', $8, $9, $10)",
            params![
                one.code,
                contest.no,
                one.name,
                one.unit_name,
                one.prize,
                one.round_name,
                now,
                one.contestant,
                one.round,
                one.unit
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
/// hold no more. The final is judged by itself.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn annul_certificates(
    tx: &mut Tx<'_>,
    contest: &Contest,
    round: &Round,
    contestants: &[i64],
) -> Result<(), StoreError> {
    // certificates issued before they knew their contestant are found by name and unit where nobody else has both
    let sql = format!(
        "SELECT contest_certificate.code FROM contest_certificate
         WHERE contest_no = $1 AND withdrawn = ''
           AND ((contestant_no = $2 AND (round_no = $3 OR (round_no IS NULL AND round_name <> $5)))
             OR (contestant_no IS NULL AND round_no IS NULL AND round_name = $4 AND {ONLY_THEIRS}))
         ORDER BY code"
    );
    for contestant in contestants {
        let of = params![contest.no, contestant, round.no, round.name, FINAL];
        let codes: Vec<String> = tx.list(&sql, of, |row| row.get(0))?;
        annul_each(tx, contest, &codes)?;
    }
    Ok(())
}

/// These contestants were annulled as such: their certificates of the final hold no more.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn annul_certificates_of_final(tx: &mut Tx<'_>, contest: &Contest, contestants: &[i64]) -> Result<(), StoreError> {
    for contestant in contestants {
        let codes: Vec<String> = tx.list(
            "SELECT code FROM contest_certificate
             WHERE contest_no = $1 AND contestant_no = $2 AND withdrawn = '' AND round_no IS NULL AND round_name = $3
             ORDER BY code",
            params![contest.no, contestant, FINAL],
            |row| row.get(0),
        )?;
        annul_each(tx, contest, &codes)?;
    }
    Ok(())
}

fn annul_each(tx: &mut Tx<'_>, contest: &Contest, codes: &[String]) -> Result<(), StoreError> {
    codes
        .iter()
        .try_for_each(|code| withdraw_certificate(tx, contest, code, (ANNULLED, "Kết quả thi đã hủy theo thể lệ")))
}

/// A row of `contest_certificate` bears the name and the unit of the contestant `$2` of the contest `$1`, and of no other of
/// the contest.
const ONLY_THEIRS: &str = "EXISTS (SELECT 1 FROM contestant t LEFT JOIN unit u ON u.id = t.unit_id
    WHERE t.contest_no = $1 AND t.no = $2 AND t.name = contest_certificate.name
      AND COALESCE(u.short_name, t.place) = contest_certificate.unit_name
      AND NOT EXISTS (SELECT 1 FROM contestant o LEFT JOIN unit v ON v.id = o.unit_id
          WHERE o.contest_no = $1 AND o.no <> $2 AND o.folded = t.folded
            AND COALESCE(v.short_name, o.place) = contest_certificate.unit_name))";

/// Drops the name of a contestant from their certificates.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn erase_from_certificates(tx: &mut Tx<'_>, contest: i64, contestant: i64) -> Result<(), StoreError> {
    let sql = format!(
        "UPDATE contest_certificate SET name = '', contestant_no = $2
         WHERE contest_no = $1 AND (contestant_no = $2 OR (contestant_no IS NULL AND {ONLY_THEIRS}))"
    );
    tx.run(&sql, params![contest, contestant])?;
    Ok(())
}
