//! Rows of `reflection_call` and `reflection_part`; the announcement, which asks everybody at once.

use kernel::{Day, Delta, Event, Instant, UnitId};
use platform::db::{Param, Row, StoreError, Tx, word_by_events_sql};
use platform::params;
use platform::web::Sort;

use crate::domain::{Audience, Call, CallId, Part, figure};

const COLUMNS: &str = "c.id, c.unit_id, c.rollout_id, c.title, c.audience, c.due_on, c.least_words, c.state, c.version";

fn word<T: std::str::FromStr>(text: &str) -> Result<T, StoreError> {
    text.parse().map_err(|_| StoreError::corrupt("reflection_call", text))
}

fn read(row: &Row<'_>) -> Result<Call, StoreError> {
    Ok(Call {
        id: row.get(0)?,
        unit: row.get(1)?,
        rollout: row.get(2)?,
        title: row.get(3)?,
        audience: word(&row.get::<String>(4)?)?,
        due_on: row.get(5)?,
        least_words: row.get(6)?,
        state: word(&row.get::<String>(7)?)?,
        parts: Vec::new(),
        version: row.get(8)?,
    })
}

/// The call, with its template.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_call(tx: &mut Tx<'_>, id: CallId) -> Result<Call, StoreError> {
    let mut call = tx.find(&format!("SELECT {COLUMNS} FROM reflection_call c WHERE c.id = $1"), params![id], read)?;
    call.parts = tx.list(
        "SELECT kind, heading, hint FROM reflection_part WHERE call_id = $1 ORDER BY position",
        params![id],
        |row| Ok(Part { kind: word(&row.get::<String>(0)?)?, heading: row.get(1)?, hint: row.get(2)? }),
    )?;
    Ok(call)
}

/// What a call can be found by.
#[derive(Debug, Clone)]
pub struct CallFilter {
    /// Those of this branch, and those announced by units above it.
    pub root: UnitId,
    /// A pattern over the folded title; `%` for all.
    pub like: String,
    /// Only in this state; empty for all.
    pub state: String,
    /// As the list was at the end of this past day; now without one.
    pub day: Option<Day>,
}

/// What the list of calls can be sorted by.
pub const CALL_SORT_KEYS: &[&str] = &["newest", "title", "due"];

/// The events that lead a call to another state.
const STEPS: &[(&str, &str)] = &[("reflections.call_announced", "announced"), ("reflections.call_closed", "closed")];

impl CallFilter {
    /// The first instant after the day.
    fn until(&self) -> Option<Instant> {
        self.day.map(Instant::after)
    }

    /// Where a call stands; where it stood before the instant `$4`, of a past day.
    fn state_sql(&self) -> String {
        match self.day {
            Some(_) => format!("COALESCE({}, 'preparing')", word_by_events_sql("c.id", "$4", STEPS)),
            None => "c.state".to_owned(),
        }
    }

    /// Its day; of a past day the one that the first move since then replaced.
    fn due_sql(&self) -> &'static str {
        match self.day {
            Some(_) => {
                "COALESCE((SELECT h.before_on FROM reflection_due_change h WHERE h.call_id = c.id AND h.changed_at >= $4
                     ORDER BY h.changed_at, h.id LIMIT 1), c.due_on)"
            }
            None => "c.due_on",
        }
    }

    fn chosen(&self) -> String {
        let state = self.state_sql();
        let known = if self.day.is_some() { " AND c.created_at < $4" } else { "" };
        format!(
            "FROM reflection_call c JOIN unit u ON u.id = c.unit_id
             WHERE (c.unit_id IN (SELECT unit_id FROM unit_ancestor WHERE ancestor_id = $1)
                 OR ({state} <> 'preparing' AND c.unit_id IN (SELECT ancestor_id FROM unit_ancestor WHERE unit_id = $1)))
               AND c.folded LIKE $2 AND (CAST($3 AS TEXT) = '' OR {state} = $3){known}"
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
pub fn count_calls(tx: &mut Tx<'_>, filter: &CallFilter) -> Result<i64, StoreError> {
    let until = filter.until();
    tx.scalar(&format!("SELECT COUNT(*) {}", filter.chosen()), &filter.values(until.as_ref()))
}

/// One page of them, without their templates, each with the name of its unit; of a past day with the state, the day and the
/// name of then.
///
/// # Errors
/// [`StoreError::Corrupt`].
pub fn list_calls(
    tx: &mut Tx<'_>,
    filter: &CallFilter,
    sort: Sort<'_>,
    (offset, limit): (i64, i64),
) -> Result<Vec<(Call, String)>, StoreError> {
    let until = filter.until();
    let mut values = filter.values(until.as_ref());
    let due = filter.due_sql();
    let column = match sort.key {
        "title" => "c.sort_key",
        "due" => due,
        _ => "c.created_at",
    };
    let direction = if sort.descending || sort.key == "newest" { "DESC" } else { "ASC" };
    let sql = format!(
        "SELECT {COLUMNS}, u.short_name, {}, {due} {} ORDER BY {column} {direction}, c.id {direction} LIMIT ${} OFFSET ${}",
        filter.state_sql(),
        filter.chosen(),
        values.len() + 1,
        values.len() + 2
    );
    values.extend([&limit as &dyn Param, &offset]);
    let mut rows: Vec<(Call, String)> = tx.list(&sql, &values, |row| {
        let (state, due_on) = (word(&row.get::<String>(10)?)?, row.get(11)?);
        Ok((Call { state, due_on, ..read(row)? }, row.get(9)?))
    })?;
    if let Some(day) = filter.day {
        let owners: Vec<(String, UnitId)> = rows.iter().map(|(call, _)| (call.id.to_string(), call.unit)).collect();
        let names = units::store::names_of_owners_on(tx, owners, day)?;
        rows = rows.into_iter().zip(names).map(|((call, _), name)| (call, name)).collect();
    }
    Ok(rows)
}

/// As it is searched and sorted.
fn found_by(title: &str) -> (String, String) {
    (format!(" {} ", vietnamese::fold(title)), vietnamese::collation_key(title))
}

/// Keeps a new call.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert_call(tx: &mut Tx<'_>, call: &Call) -> Result<CallId, StoreError> {
    let (id, now): (CallId, Instant) = (tx.new_id(), tx.now());
    let (audience, (folded, sort_key)) = (call.audience.code(), found_by(&call.title));
    tx.run(
        "INSERT INTO reflection_call (id, unit_id, rollout_id, title, audience, due_on, least_words, state, created_at,
             folded, sort_key, version) VALUES ($1, $2, $3, $4, $5, $6, $7, 'preparing', $8, $9, $10, 1)",
        params![
            id,
            call.unit,
            call.rollout,
            call.title,
            audience,
            call.due_on,
            call.least_words,
            now,
            folded,
            sort_key
        ],
    )?;
    insert_parts(tx, id, &call.parts)?;
    let detail = serde_json::json!({ "title": call.title });
    tx.record(Event::noted("reflections.call_written", id, Some(call.unit)).with(detail))?;
    Ok(id)
}

fn insert_parts(tx: &mut Tx<'_>, id: CallId, parts: &[Part]) -> Result<(), StoreError> {
    for (position, part) in (0_i64..).zip(parts) {
        tx.run(
            "INSERT INTO reflection_part (call_id, position, kind, heading, hint) VALUES ($1, $2, $3, $4, $5)",
            params![id, position, part.kind.code(), part.heading, part.hint],
        )?;
    }
    Ok(())
}

/// Saves a call over the version that was read.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn save_call(tx: &mut Tx<'_>, call: &Call) -> Result<(), StoreError> {
    let (audience, (folded, sort_key)) = (call.audience.code(), found_by(&call.title));
    tx.run_one(
        "UPDATE reflection_call SET title = $3, audience = $4, due_on = $5, least_words = $6, folded = $7, sort_key = $8,
             version = version + 1 WHERE id = $1 AND version = $2",
        params![call.id, call.version, call.title, audience, call.due_on, call.least_words, folded, sort_key],
    )?;
    tx.run("DELETE FROM reflection_part WHERE call_id = $1", params![call.id])?;
    insert_parts(tx, call.id, &call.parts)?;
    tx.record(Event::noted("reflections.call_written", call.id, Some(call.unit)))
}

/// Saves the state a step led to, over the version that was read.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn save_state(tx: &mut Tx<'_>, call: &Call, event: &'static str) -> Result<(), StoreError> {
    tx.run_one(
        "UPDATE reflection_call SET state = $3, version = version + 1 WHERE id = $1 AND version = $2",
        params![call.id, call.version, call.state.code()],
    )?;
    tx.record(Event::noted(event, call.id, Some(call.unit)))
}

/// Who is asked in the branch of the unit `$1`.
pub(super) fn asked(audience: Audience) -> &'static str {
    match audience {
        Audience::KeyOfficials => {
            "FROM person p JOIN unit_ancestor a ON a.unit_id = p.home_unit_id
             WHERE a.ancestor_id = $1 AND p.ended_on IS NULL AND p.is_key_official"
        }
        Audience::Members => {
            "FROM person p JOIN unit_ancestor a ON a.unit_id = p.home_unit_id
             WHERE a.ancestor_id = $1 AND p.ended_on IS NULL AND p.member_status IN ('official', 'probationary')"
        }
    }
}

/// How many people would be asked.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_asked(tx: &mut Tx<'_>, unit: UnitId, audience: Audience) -> Result<i64, StoreError> {
    tx.scalar(&format!("SELECT COUNT(*) {}", asked(audience)), params![unit])
}

/// The columns of a reflection that is asked for, and their values after the call, the person and the unit (`$3`: today).
pub(super) const ASKED_COLUMNS: &str = "(call_id, person_id, unit_id, state, reviewer_person_id, secret, asked_on,
     submitted_on, passed_on, is_counted, version)";
pub(super) const ASKED_NOW: &str = "'due', NULL, '', $3, NULL, NULL, TRUE, 1";

/// Announces a call: everybody it asks has a reflection due from today on.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn announce(tx: &mut Tx<'_>, announced: &Call) -> Result<(), StoreError> {
    let today = tx.today();
    save_state(tx, announced, "reflections.call_announced")?;
    let sql = format!(
        "INSERT INTO reflection {ASKED_COLUMNS} SELECT $2, p.id, p.home_unit_id, {ASKED_NOW} {}",
        asked(announced.audience)
    );
    tx.run(&sql, params![announced.unit, announced.id, today])?;
    let counts = tx.list(
        "SELECT unit_id, COUNT(*) FROM reflection WHERE call_id = $1 GROUP BY unit_id ORDER BY unit_id",
        params![announced.id],
        |row| Ok((row.get::<UnitId>(0)?, row.get::<i64>(1)?)),
    )?;
    for (unit, n) in counts {
        post(tx, announced.id, figure::DUE, unit, today, n);
    }
    Ok(())
}

pub(super) fn post(tx: &mut Tx<'_>, call: CallId, figure: &'static str, unit: UnitId, day: Day, n: i64) {
    tx.post(Delta { subject: call.to_string(), figure, unit, day, n });
}
