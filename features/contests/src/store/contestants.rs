//! Who takes part: registered, or on the frozen list; and who may not.

use kernel::{Event, Instant, PersonId, UnitId};
use platform::db::{Param, Row, StoreError, Tx, in_pieces, places, values};
use platform::params;

use super::Params;
use crate::domain::{Contest, normal_phone};

/// A contestant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contestant {
    /// Their number in the contest: all that is published of them without their wish.
    pub no: i64,
    /// Their name.
    pub name: String,
    /// Their unit.
    pub unit: Option<UnitId>,
    /// Its short name; empty without one.
    pub unit_name: String,
    /// Where they live or work, in their words.
    pub place: String,
    /// Their telephone; empty when not given.
    pub phone: String,
    /// Year of birth.
    pub born: Option<i64>,
    /// What they type to enter.
    pub code: String,
    /// Why not eligible since before the announcement; empty for who is.
    pub excluded: String,
    /// Why they count in nothing since after it; empty for who counts.
    pub annulled: String,
    /// When that was decided.
    pub annulled_at: Option<Instant>,
    /// When they first entered.
    pub joined_at: Option<Instant>,
}

impl Contestant {
    /// Their unit, else what they wrote in its place.
    #[must_use]
    pub fn belongs_to(&self) -> &str {
        if self.unit_name.is_empty() { &self.place } else { &self.unit_name }
    }

    /// Why they may not take part; empty for who may.
    #[must_use]
    pub fn kept_out(&self) -> &str {
        if self.excluded.is_empty() { &self.annulled } else { &self.excluded }
    }
}

/// A new one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewContestant {
    /// Their name.
    pub name: String,
    /// Their unit.
    pub unit: Option<UnitId>,
    /// The person of the register.
    pub person: Option<PersonId>,
    /// Where they live or work.
    pub place: String,
    /// Their telephone.
    pub phone: String,
    /// Year of birth.
    pub born: Option<i64>,
    /// What they type to enter.
    pub code: String,
    /// The registration it comes from; unique.
    pub join_key: String,
    /// Why not eligible; empty for who is.
    pub excluded: String,
    /// The line of those who are barred that excluded them.
    pub barred_no: Option<i64>,
    /// Registered by themselves, now.
    pub has_joined: bool,
}

pub(super) const COLUMNS: &str =
    "t.no, t.name, t.unit_id, COALESCE(u.short_name, ''), t.place, t.phone, t.born, t.code, t.excluded,
     t.joined_at, t.annulled, t.annulled_at";

pub(super) fn read(row: &Row<'_>) -> Result<Contestant, StoreError> {
    Ok(Contestant {
        no: row.get(0)?,
        name: row.get(1)?,
        unit: row.get(2)?,
        unit_name: row.get(3)?,
        place: row.get(4)?,
        phone: row.get(5)?,
        born: row.get(6)?,
        code: row.get(7)?,
        excluded: row.get(8)?,
        joined_at: row.get(9)?,
        annulled: row.get(10)?,
        annulled_at: row.get(11)?,
    })
}

pub(super) const FROM: &str = "FROM contestant t LEFT JOIN unit u ON u.id = t.unit_id";

/// The contestant with this number.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_contestant(tx: &mut Tx<'_>, contest: i64, no: i64) -> Result<Contestant, StoreError> {
    let sql = format!("SELECT {COLUMNS} {FROM} WHERE t.contest_no = $1 AND t.no = $2");
    tx.find(&sql, params![contest, no], read)
}

/// The contestants with these numbers.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_contestants_by_no(tx: &mut Tx<'_>, contest: i64, numbers: &[i64]) -> Result<Vec<Contestant>, StoreError> {
    let mut found = Vec::with_capacity(numbers.len());
    for piece in in_pieces(numbers) {
        let sql = format!("SELECT {COLUMNS} {FROM} WHERE t.contest_no = $1 AND t.no IN ({})", places(2, piece.len()));
        found.extend(tx.list(&sql, &platform::db::with_each(vec![&contest as &dyn Param], piece), read)?);
    }
    Ok(found)
}

/// The contestant with this code.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn lookup_by_code(tx: &mut Tx<'_>, contest: i64, code: &str) -> Result<Option<Contestant>, StoreError> {
    let sql = format!("SELECT {COLUMNS} {FROM} WHERE t.contest_no = $1 AND t.code = $2");
    tx.lookup(&sql, params![contest, code], read)
}

/// Of these registrations those that are kept already, each with its number.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn lookup_join_keys(tx: &mut Tx<'_>, keys: &[&str]) -> Result<Vec<(String, i64)>, StoreError> {
    let mut found = Vec::new();
    for piece in in_pieces(keys) {
        let sql = format!("SELECT join_key, no FROM contestant WHERE join_key IN ({})", places(1, piece.len()));
        found.extend(tx.list(&sql, &platform::db::with_each(Vec::new(), piece), |row| Ok((row.get(0)?, row.get(1)?)))?);
    }
    Ok(found)
}

/// Of these codes those that somebody has.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_taken_codes(tx: &mut Tx<'_>, codes: &[&str]) -> Result<std::collections::HashSet<String>, StoreError> {
    let mut taken = std::collections::HashSet::new();
    for piece in in_pieces(codes) {
        let sql = format!("SELECT code FROM contestant WHERE code IN ({})", places(1, piece.len()));
        taken.extend(tx.list::<String>(&sql, &platform::db::with_each(Vec::new(), piece), |row| row.get(0))?);
    }
    Ok(taken)
}

/// Contestants who take part and have this name, or a telephone that ends like this one.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn contestants_called(
    tx: &mut Tx<'_>,
    contest: i64,
    name: &str,
    phone: &str,
) -> Result<Vec<Contestant>, StoreError> {
    let phone = normal_phone(phone);
    // written with the country's prefix or without, the last nine digits are the same
    let ending = phone.get(phone.len().saturating_sub(9)..).unwrap_or_default();
    let like = if ending.is_empty() { String::new() } else { format!("%{ending}") };
    let sql = format!(
        "SELECT {COLUMNS} {FROM} WHERE t.contest_no = $1 AND t.excluded = '' AND t.annulled = ''
             AND (t.folded = $2 OR (t.phone <> '' AND t.phone LIKE $3)) ORDER BY t.no"
    );
    tx.list(&sql, params![contest, folded(name), like], read)
}

/// Contestants who are called like one of these, annulled ones too, at most so many of each name.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_namesakes(tx: &mut Tx<'_>, contest: i64, names: &[&str], most: i64) -> Result<Vec<Contestant>, StoreError> {
    let names: std::collections::BTreeSet<String> = names.iter().map(|name| folded(name)).collect();
    let names: Vec<String> = names.into_iter().collect();
    let mut found = Vec::new();
    for piece in in_pieces(&names) {
        let sql = format!(
            "SELECT {COLUMNS} FROM (SELECT q.contest_no, q.no FROM (
                 SELECT s.contest_no, s.no, ROW_NUMBER() OVER (PARTITION BY s.folded ORDER BY s.no) AS place
                 FROM contestant s WHERE s.contest_no = $1 AND s.excluded = '' AND s.folded IN ({})) q
                 WHERE q.place <= $2) x
             JOIN contestant t ON t.contest_no = x.contest_no AND t.no = x.no
             LEFT JOIN unit u ON u.id = t.unit_id ORDER BY t.no",
            places(3, piece.len())
        );
        found.extend(tx.list(&sql, &platform::db::with_each(vec![&contest as &dyn Param, &most], piece), read)?);
    }
    Ok(found)
}

/// Gives so many numbers; the last of them is the answer.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn reserve_numbers(tx: &mut Tx<'_>, contest: i64, count: usize) -> Result<i64, StoreError> {
    let count = i64::try_from(count).unwrap_or(0);
    tx.scalar(
        "UPDATE contest SET contestants = contestants + $2 WHERE no = $1 RETURNING contestants",
        params![contest, count],
    )
}

/// Keeps new contestants, each with its number.
///
/// # Errors
/// [`StoreError::Taken`] when a code or a registration is there already.
pub fn insert_contestants(tx: &mut Tx<'_>, contest: i64, new: &[(i64, NewContestant)]) -> Result<(), StoreError> {
    let now = tx.now();
    for piece in in_pieces(new) {
        let derived: Vec<(String, String, Option<Instant>)> = piece
            .iter()
            .map(|(_, one)| {
                let joined = one.has_joined.then_some(now);
                (folded(&one.name), vietnamese::name_sort_key(&one.name), joined)
            })
            .collect();
        let mut params: Params<'_> = Vec::with_capacity(piece.len() * 15);
        for ((no, one), (folded, sort_key, joined)) in piece.iter().zip(&derived) {
            let row: [&dyn Param; 15] = [
                &contest,
                no,
                &one.name,
                folded,
                sort_key,
                &one.unit,
                &one.person,
                &one.place,
                &one.phone,
                &one.born,
                &one.code,
                &one.join_key,
                &one.excluded,
                &one.barred_no,
                joined,
            ];
            params.extend(row);
        }
        let sql = format!(
            "INSERT INTO contestant (contest_no, no, name, folded, sort_key, unit_id, person_id, place, phone, born, code,
                 join_key, excluded, barred_no, joined_at) VALUES {}",
            values(piece.len(), 15)
        );
        tx.run(&sql, &params)?;
    }
    Ok(())
}

fn folded(name: &str) -> String {
    format!(" {} ", vietnamese::fold(name))
}

/// Says, until the announcement, that a contestant may not take part, or may again with an empty reason.
///
/// # Errors
/// [`StoreError::Stale`] when there is none with this number.
pub fn exclude(tx: &mut Tx<'_>, contest: &Contest, no: i64, reason: &str) -> Result<(), StoreError> {
    tx.run_one(
        "UPDATE contestant SET excluded = $3, barred_no = NULL WHERE contest_no = $1 AND no = $2",
        params![contest.no, no, reason],
    )?;
    let detail = serde_json::json!({ "contestant": no, "reason": reason });
    tx.record(Event::noted("contests.contestant_excluded", contest.id, Some(contest.unit)).with(detail))
}

/// People on the list of a contest, excluded ones too.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_listed(tx: &mut Tx<'_>, contest: i64) -> Result<i64, StoreError> {
    tx.scalar("SELECT COUNT(*) FROM contestant WHERE contest_no = $1", params![contest])
}

/// Members of a branch who are not on the list of a contest yet: person, name, home, year of birth, status.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_eligible_people(
    tx: &mut Tx<'_>,
    contest: i64,
    root: UnitId,
) -> Result<Vec<people::domain::Person>, StoreError> {
    let known: std::collections::HashSet<PersonId> = tx
        .list(
            "SELECT person_id FROM contestant WHERE contest_no = $1 AND person_id IS NOT NULL",
            params![contest],
            |row| row.get(0),
        )?
        .into_iter()
        .collect();
    let units: Vec<UnitId> =
        tx.list("SELECT unit_id FROM unit_ancestor WHERE ancestor_id = $1", params![root], |row| row.get(0))?;
    let mut people = Vec::new();
    for unit in units {
        people.extend(people::store::list_unit_people(tx, unit)?.into_iter().filter(|one| !known.contains(&one.id)));
    }
    Ok(people)
}

/// Contestants who may not take part, or not any more.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_excluded(tx: &mut Tx<'_>, contest: i64) -> Result<std::collections::HashSet<i64>, StoreError> {
    let mut all = std::collections::HashSet::new();
    let sql = "SELECT no FROM contestant WHERE contest_no = $1 AND excluded <> ''
         UNION ALL SELECT no FROM contestant WHERE contest_no = $1 AND annulled <> ''";
    tx.each(sql, params![contest], |row| {
        all.insert(row.get(0)?);
        Ok(())
    })?;
    Ok(all)
}

/// Drops what is kept of a person beside their number: on lists, on certificates and among the finalists.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn erase_person(tx: &mut Tx<'_>, person: PersonId) -> Result<(), StoreError> {
    let own: Vec<(i64, i64)> =
        tx.list("SELECT contest_no, no FROM contestant WHERE person_id = $1", params![person], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    for (contest, no) in own {
        super::erase_from_certificates(tx, contest, no)?;
        super::erase_from_finalists(tx, contest, no)?;
    }
    tx.run(
        "UPDATE contestant SET name = '', folded = '', sort_key = '', place = '', phone = '', born = NULL WHERE person_id = $1",
        params![person],
    )?;
    Ok(())
}
