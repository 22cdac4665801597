//! Rows of `reflection` and `reflection_text`.

use kernel::{Day, Event, PersonId, UnitId};
use platform::db::{Row, StoreError, Tx};
use platform::params;

use super::calls::post;
use crate::domain::{CallId, Reflection, State, figure};

const COLUMNS: &str = "r.call_id, r.person_id, r.unit_id, r.state, r.reviewer_person_id, r.secret, r.submitted_on,
     r.passed_on, r.version";

fn read(row: &Row<'_>) -> Result<Reflection, StoreError> {
    let state: String = row.get(3)?;
    Ok(Reflection {
        call: row.get(0)?,
        person: row.get(1)?,
        unit: row.get(2)?,
        state: state.parse().map_err(|_| StoreError::corrupt("reflection", state))?,
        reviewer: row.get(4)?,
        remark: row.get(5)?,
        submitted_on: row.get(6)?,
        passed_on: row.get(7)?,
        version: row.get(8)?,
    })
}

/// The reflection of a person, without its text.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_reflection(tx: &mut Tx<'_>, call: CallId, person: PersonId) -> Result<Reflection, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM reflection r WHERE r.call_id = $1 AND r.person_id = $2");
    tx.find(&sql, params![call, person], read)
}

/// Until when its author may hand in although the call is closed.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn lookup_own_day(tx: &mut Tx<'_>, call: CallId, person: PersonId) -> Result<Option<Day>, StoreError> {
    let sql = "SELECT own_until FROM reflection WHERE call_id = $1 AND person_id = $2";
    Ok(tx.lookup(sql, params![call, person], |row| row.get::<Option<Day>>(0))?.flatten())
}

/// Gives its author this day, over the version that was read.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn save_own_day(tx: &mut Tx<'_>, of: &Reflection, until: Day) -> Result<(), StoreError> {
    tx.run_one(
        "UPDATE reflection SET own_until = $4, version = version + 1
         WHERE call_id = $1 AND person_id = $2 AND version = $3",
        params![of.call, of.person, of.version, until],
    )?;
    let event = Event::noted("reflections.own_day_given", format!("{}/{}", of.call, of.person), Some(of.unit));
    tx.record(event.with(serde_json::json!({ "until": until.to_string() })))
}

/// What is written, part by part of the template. Only for whom [`Reflection::is_read_by`] names.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn find_texts(tx: &mut Tx<'_>, of: &Reflection, parts: usize) -> Result<Vec<String>, StoreError> {
    find_own_texts(tx, of.call, of.person, parts)
}

/// What somebody wrote who was taken off the list meanwhile. Only for that person.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn find_own_texts(
    tx: &mut Tx<'_>,
    call: CallId,
    person: PersonId,
    parts: usize,
) -> Result<Vec<String>, StoreError> {
    let rows = tx.list(
        "SELECT position, secret FROM reflection_text WHERE call_id = $1 AND person_id = $2",
        params![call, person],
        |row| Ok((row.get::<i64>(0)?, row.get::<String>(1)?)),
    )?;
    let mut texts = vec![String::new(); parts];
    for (position, text) in rows {
        if let Some(place) = usize::try_from(position).ok().and_then(|position| texts.get_mut(position)) {
            *place = text;
        }
    }
    Ok(texts)
}

/// Keeps what the author has written so far, over the version that was read.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn save_draft(tx: &mut Tx<'_>, of: &Reflection, texts: &[String]) -> Result<(), StoreError> {
    tx.run_one(
        "UPDATE reflection SET version = version + 1 WHERE call_id = $1 AND person_id = $2 AND version = $3",
        params![of.call, of.person, of.version],
    )?;
    for (position, text) in (0_i64..).zip(texts) {
        tx.run(
            "INSERT INTO reflection_text (call_id, person_id, position, secret) VALUES ($1, $2, $3, $4)
             ON CONFLICT (call_id, person_id, position) DO UPDATE SET secret = EXCLUDED.secret",
            params![of.call, of.person, position, text],
        )?;
    }
    Ok(())
}

/// Saves the state a step led to, over the version that was read, and posts what the step adds to the figures.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn save_step(tx: &mut Tx<'_>, before: &Reflection, after: &Reflection) -> Result<(), StoreError> {
    let saved = tx.lookup(
        "UPDATE reflection SET state = $4, secret = $5, submitted_on = $6, passed_on = $7, version = version + 1
         WHERE call_id = $1 AND person_id = $2 AND version = $3 RETURNING is_counted",
        params![
            before.call,
            before.person,
            before.version,
            after.state.code(),
            after.remark,
            after.submitted_on,
            after.passed_on
        ],
        |row| row.get::<bool>(0),
    )?;
    let is_counted = saved.ok_or(StoreError::Stale)?;
    let today = tx.today();
    if is_counted && before.submitted_on.is_none() && after.submitted_on.is_some() {
        post(tx, after.call, figure::SUBMITTED, after.unit, today, 1);
    }
    if is_counted && before.passed_on.is_none() && after.passed_on.is_some() {
        post(tx, after.call, figure::PASSED, after.unit, today, 1);
    }
    let event = match after.state {
        State::Due | State::Submitted => "reflections.submitted",
        State::Returned => "reflections.returned",
        State::Passed => "reflections.passed",
    };
    // the log says that it happened, not what was written or answered
    tx.record(Event::noted(event, format!("{}/{}", after.call, after.person), Some(after.unit)))
}

/// Gives a reflection its reviewer.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn assign(tx: &mut Tx<'_>, reviewed: &Reflection) -> Result<(), StoreError> {
    tx.run_one(
        "UPDATE reflection SET reviewer_person_id = $4, version = version + 1
         WHERE call_id = $1 AND person_id = $2 AND version = $3",
        params![reviewed.call, reviewed.person, reviewed.version, reviewed.reviewer],
    )?;
    let subject = format!("{}/{}", reviewed.call, reviewed.person);
    let detail = serde_json::json!({ "reviewer": reviewed.reviewer.map(|id| id.to_string()) });
    tx.record(Event::noted("reflections.reviewer_assigned", subject, Some(reviewed.unit)).with(detail))
}

/// A reflection with the names its row shows.
#[derive(Debug, Clone)]
pub struct ReflectionRow {
    /// The reflection, without its text.
    pub reflection: Reflection,
    /// Its author's name.
    pub author: String,
    /// Its reviewer's name; empty without one.
    pub reviewer: String,
    /// What is asked.
    pub title: String,
    /// Until when: the call's day, or one of the author's own.
    pub due_on: Day,
    /// The name of the author's unit.
    pub unit_name: String,
}

const ROWS: &str = "p.full_name, COALESCE(w.full_name, ''), c.title, COALESCE(r.own_until, c.due_on), u.short_name
     FROM reflection r JOIN person p ON p.id = r.person_id JOIN reflection_call c ON c.id = r.call_id
     JOIN unit u ON u.id = r.unit_id LEFT JOIN person w ON w.id = r.reviewer_person_id";

fn read_row(row: &Row<'_>) -> Result<ReflectionRow, StoreError> {
    Ok(ReflectionRow {
        reflection: read(row)?,
        author: row.get(9)?,
        reviewer: row.get(10)?,
        title: row.get(11)?,
        due_on: row.get(12)?,
        unit_name: row.get(13)?,
    })
}

/// Who of exactly this unit is asked, by name.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_of_unit(tx: &mut Tx<'_>, call: CallId, unit: UnitId) -> Result<Vec<ReflectionRow>, StoreError> {
    let sql = format!("SELECT {COLUMNS}, {ROWS} WHERE r.call_id = $1 AND r.unit_id = $2 ORDER BY p.sort_key, p.id");
    tx.list(&sql, params![call, unit], read_row)
}

/// Everybody of a branch who is asked, unit by unit, by name.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_of_branch(tx: &mut Tx<'_>, call: CallId, root: UnitId) -> Result<Vec<ReflectionRow>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS}, {ROWS} WHERE r.call_id = $1
             AND r.unit_id IN (SELECT unit_id FROM unit_ancestor WHERE ancestor_id = $2)
         ORDER BY u.sort_key, u.id, p.sort_key, p.id"
    );
    tx.list(&sql, params![call, root], read_row)
}

/// What a person is asked for and has not passed, where something is still taken in; soonest first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_of_person(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<ReflectionRow>, StoreError> {
    let today = tx.today();
    let sql = format!(
        "SELECT {COLUMNS}, {ROWS} WHERE r.person_id = $1 AND r.state <> 'passed'
             AND (c.state = 'announced' OR (c.state = 'closed' AND r.state = 'returned' AND r.own_until >= $2))
         ORDER BY COALESCE(r.own_until, c.due_on), c.id"
    );
    tx.list(&sql, params![person, today], read_row)
}

/// What a person submitted since this day, or that passed since, or had a day of its own since; the latest first, at most so
/// many.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_handed_in(
    tx: &mut Tx<'_>,
    person: PersonId,
    since: Day,
    limit: i64,
) -> Result<Vec<ReflectionRow>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS}, {ROWS} WHERE r.person_id = $1 AND r.state <> 'due'
             AND (r.submitted_on >= $2 OR r.passed_on >= $2 OR r.own_until >= $2)
         ORDER BY COALESCE(r.passed_on, r.submitted_on) DESC, c.id LIMIT $3"
    );
    tx.list(&sql, params![person, since, limit], read_row)
}

/// What waits for this reviewer; or, `reviewed`, what this reviewer gave back or passed.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_of_reviewer(
    tx: &mut Tx<'_>,
    person: PersonId,
    reviewed: bool,
    limit: i64,
) -> Result<Vec<ReflectionRow>, StoreError> {
    let states = if reviewed { "r.state NOT IN ('due', 'submitted')" } else { "r.state = 'submitted'" };
    let sql = format!(
        "SELECT {COLUMNS}, {ROWS} WHERE r.reviewer_person_id = $1 AND {states}
         ORDER BY c.due_on, p.sort_key, p.id LIMIT $2"
    );
    tx.list(&sql, params![person, limit], read_row)
}

/// What others submitted on the same rollout, latest first, each as one text: for the coach, which compares and tells
/// nobody whose it was or what it says.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_other_texts(tx: &mut Tx<'_>, of: &Reflection, limit: i64) -> Result<Vec<String>, StoreError> {
    let mut texts: Vec<(String, String)> = Vec::new();
    tx.each(
        "SELECT t.person_id, t.secret FROM (SELECT r.call_id, r.person_id FROM reflection r
             JOIN reflection_call c ON c.id = r.call_id
             WHERE c.rollout_id = (SELECT rollout_id FROM reflection_call WHERE id = $1) AND r.person_id <> $2
               AND r.submitted_on IS NOT NULL ORDER BY r.submitted_on DESC, r.person_id LIMIT $3) o
         JOIN reflection_text t ON t.call_id = o.call_id AND t.person_id = o.person_id
         ORDER BY t.call_id, t.person_id, t.position",
        params![of.call, of.person, limit],
        |row| {
            let (person, text): (String, String) = (row.get(0)?, row.get(1)?);
            match texts.last_mut().filter(|(last, _)| *last == person) {
                Some((_, whole)) => {
                    whole.push_str("\n\n");
                    whole.push_str(&text);
                }
                None => texts.push((person, text)),
            }
            Ok(())
        },
    )?;
    Ok(texts.into_iter().map(|(_, text)| text).collect())
}
