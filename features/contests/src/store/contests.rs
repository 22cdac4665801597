//! The contests themselves.

use kernel::{Day, Event, Instant, UnitId};
use platform::db::{Param, Row, StoreError, Tx, word_by_events_sql};
use platform::params;
use platform::web::Sort;

use super::{json, to_json, word};
use crate::domain::{Contest, ContestId, Rules, State};

const COLUMNS: &str = "c.id, c.no, c.unit_id, c.title, c.rules, c.state, c.secret, c.contestants, c.version";

fn read(row: &Row<'_>) -> Result<Contest, StoreError> {
    Ok(Contest {
        id: row.get(0)?,
        no: row.get(1)?,
        unit: row.get(2)?,
        title: row.get(3)?,
        rules: json("contest", &row.get::<String>(4)?)?,
        state: word("contest", &row.get::<String>(5)?)?,
        secret: row.get(6)?,
        contestants: row.get(7)?,
        version: row.get(8)?,
    })
}

/// The contest.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find(tx: &mut Tx<'_>, id: ContestId) -> Result<Contest, StoreError> {
    tx.find(&format!("SELECT {COLUMNS} FROM contest c WHERE c.id = $1"), params![id], read)
}

/// The contest with this number.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_by_no(tx: &mut Tx<'_>, no: i64) -> Result<Contest, StoreError> {
    tx.find(&format!("SELECT {COLUMNS} FROM contest c WHERE c.no = $1"), params![no], read)
}

/// Which contests are asked for.
#[derive(Debug, Clone)]
pub struct ContestFilter {
    /// Those of this branch.
    pub root: UnitId,
    /// A pattern over the folded title; `%` for all.
    pub like: String,
    /// Only in this state; empty for all.
    pub state: String,
    /// As the list was at the end of this past day; now without one.
    pub day: Option<Day>,
}

/// What the list can be sorted by.
pub const CONTEST_SORT_KEYS: &[&str] = &["newest", "title"];

impl ContestFilter {
    /// Where a contest stands; where it stood before the instant `$4`, of a past day.
    fn state_sql(&self) -> String {
        match self.day {
            Some(_) => format!(
                "COALESCE({}, CASE WHEN c.announced_at < $4 THEN 'announced' ELSE 'preparing' END)",
                word_by_events_sql("c.id", "$4", &[("contests.ended", "ended")])
            ),
            None => "c.state".to_owned(),
        }
    }

    fn chosen(&self) -> String {
        let known = if self.day.is_some() { " AND c.created_at < $4" } else { "" };
        format!(
            "FROM unit_ancestor a JOIN contest c ON c.unit_id = a.unit_id JOIN unit u ON u.id = c.unit_id
             WHERE a.ancestor_id = $1 AND c.folded LIKE $2 AND (CAST($3 AS TEXT) = '' OR {} = $3){known}",
            self.state_sql()
        )
    }

    fn values<'a>(&'a self, until: Option<&'a Instant>) -> Vec<&'a dyn Param> {
        let mut values: Vec<&dyn Param> = vec![&self.root, &self.like, &self.state];
        values.extend(until.map(|until| until as &dyn Param));
        values
    }
}

/// How many there are.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count(tx: &mut Tx<'_>, filter: &ContestFilter) -> Result<i64, StoreError> {
    let until = filter.day.map(Instant::after);
    tx.scalar(&format!("SELECT COUNT(*) {}", filter.chosen()), &filter.values(until.as_ref()))
}

/// One page of them, each with the name of its unit; of a past day with the state and the name of then.
///
/// # Errors
/// [`StoreError::Corrupt`].
pub fn list_page(
    tx: &mut Tx<'_>,
    filter: &ContestFilter,
    sort: Sort<'_>,
    offset: i64,
    limit: i64,
) -> Result<Vec<(Contest, String)>, StoreError> {
    let until = filter.day.map(Instant::after);
    let mut values = filter.values(until.as_ref());
    let order = match (sort.key, sort.descending) {
        ("title", false) => "c.sort_key, c.no",
        ("title", true) => "c.sort_key DESC, c.no DESC",
        (_, true) => "c.no",
        (_, false) => "c.no DESC",
    };
    let sql = format!(
        "SELECT {COLUMNS}, u.short_name, {} {} ORDER BY {order} LIMIT ${} OFFSET ${}",
        filter.state_sql(),
        filter.chosen(),
        values.len() + 1,
        values.len() + 2
    );
    values.extend([&limit as &dyn Param, &offset]);
    let mut rows: Vec<(Contest, String)> = tx.list(&sql, &values, |row| {
        let state = word("contest", &row.get::<String>(10)?)?;
        Ok((Contest { state, ..read(row)? }, row.get(9)?))
    })?;
    if let Some(day) = filter.day {
        let owners: Vec<(String, UnitId)> = rows.iter().map(|(one, _)| (one.id.to_string(), one.unit)).collect();
        let names = units::store::names_of_owners_on(tx, owners, day)?;
        rows = rows.into_iter().zip(names).map(|((contest, _), name)| (contest, name)).collect();
    }
    Ok(rows)
}

const PUBLIC: &str = "FROM contest c WHERE c.state <> 'preparing' AND c.folded LIKE $1";

/// How many contests are announced or ended; `like` is a pattern over the folded title.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_public(tx: &mut Tx<'_>, like: &str) -> Result<i64, StoreError> {
    tx.scalar(&format!("SELECT COUNT(*) {PUBLIC}"), params![like])
}

/// One page of the contests that are announced or ended, newest first.
///
/// # Errors
/// [`StoreError::Corrupt`].
pub fn list_public(tx: &mut Tx<'_>, like: &str, offset: i64, limit: i64) -> Result<Vec<Contest>, StoreError> {
    let sql = format!("SELECT {COLUMNS} {PUBLIC} ORDER BY c.no DESC LIMIT $2 OFFSET $3");
    tx.list(&sql, params![like, limit, offset], read)
}

/// Keeps a new one.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert(
    tx: &mut Tx<'_>,
    unit: UnitId,
    title: &str,
    rules: &Rules,
    secret: &[u8],
) -> Result<ContestId, StoreError> {
    let (id, now): (ContestId, Instant) = (tx.new_id(), tx.now());
    let no: i64 = tx.scalar("SELECT COALESCE(MAX(no), 0) + 1 FROM contest", &[])?;
    tx.run(
        "INSERT INTO contest (id, no, unit_id, title, folded, sort_key, rules, state, secret, contestants, announced_at,
             created_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'preparing', $8, 0, NULL, $9, 1)",
        params![id, no, unit, title, folded(title), vietnamese::collation_key(title), to_json(rules), secret, now],
    )?;
    tx.record(Event::noted("contests.begun", id, Some(unit)).with(serde_json::json!({ "title": title })))?;
    Ok(id)
}

fn folded(title: &str) -> String {
    format!(" {} ", vietnamese::fold(title))
}

/// Saves title and rules over the version that was read.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn save_rules(tx: &mut Tx<'_>, contest: &Contest, title: &str, rules: &Rules) -> Result<(), StoreError> {
    tx.run_one(
        "UPDATE contest SET title = $3, folded = $4, sort_key = $5, rules = $6, version = version + 1
         WHERE id = $1 AND version = $2",
        params![contest.id, contest.version, title, folded(title), vietnamese::collation_key(title), to_json(rules)],
    )?;
    tx.record(Event::noted("contests.written", contest.id, Some(contest.unit)))
}

/// Saves the state a step led to, over the version that was read.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn save_state(tx: &mut Tx<'_>, contest: &Contest, event: &'static str) -> Result<(), StoreError> {
    tx.run_one(
        "UPDATE contest SET state = $3, version = version + 1 WHERE id = $1 AND version = $2",
        params![contest.id, contest.version, contest.state.code()],
    )?;
    tx.record(Event::noted(event, contest.id, Some(contest.unit)))
}

/// Saves that it is announced; what was sealed stands in the event, so that the log holds it too.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn announce(tx: &mut Tx<'_>, contest: &Contest, sealed: &serde_json::Value) -> Result<(), StoreError> {
    let now = tx.now();
    tx.run_one(
        "UPDATE contest SET state = $3, announced_at = $4, version = version + 1 WHERE id = $1 AND version = $2",
        params![contest.id, contest.version, State::Announced.code(), now],
    )?;
    let detail = serde_json::json!({ "rules": contest.rules, "sealed": sealed });
    tx.record(Event::noted("contests.announced", contest.id, Some(contest.unit)).with(detail))
}
