//! Rows of `quiz` and `quiz_quota`.

use kernel::{Day, Event, Instant, PersonId, RolloutId, UnitId};
use people::domain::Person;
use platform::db::{Param, Row, StoreError, Tx, word_by_events_sql};
use platform::params;
use platform::web::Sort;

use crate::domain::{Audience, Plan, Quiz, QuizId, QuizState, Quota};

const COLUMNS: &str = "z.id, z.unit_id, z.rollout_id, z.conference_id, z.title, z.minutes, z.attempts, z.pass_mark,
     z.opens_at, z.closes_at, z.audience, z.shows, z.explains, z.duty_share, z.state, z.version";

fn word<T: std::str::FromStr>(text: &str) -> Result<T, StoreError> {
    text.parse().map_err(|_| StoreError::corrupt("quiz", text))
}

fn read(row: &Row<'_>) -> Result<Quiz, StoreError> {
    Ok(Quiz {
        id: row.get(0)?,
        unit: row.get(1)?,
        plan: Plan {
            rollout: row.get(2)?,
            conference: row.get(3)?,
            title: row.get(4)?,
            quotas: Vec::new(),
            minutes: row.get(5)?,
            attempts: row.get(6)?,
            pass_mark: row.get(7)?,
            opens_at: row.get(8)?,
            closes_at: row.get(9)?,
            audience: word(&row.get::<String>(10)?)?,
            shows: word(&row.get::<String>(11)?)?,
            explains: row.get(12)?,
            duty_share: row.get(13)?,
        },
        state: word(&row.get::<String>(14)?)?,
        version: row.get(15)?,
    })
}

/// The test, with its quotas.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_quiz(tx: &mut Tx<'_>, id: QuizId) -> Result<Quiz, StoreError> {
    let mut quiz = tx.find(&format!("SELECT {COLUMNS} FROM quiz z WHERE z.id = $1"), params![id], read)?;
    quiz.plan.quotas = tx.list(
        "SELECT document_id, clause, tag, questions FROM quiz_quota WHERE quiz_id = $1 ORDER BY position",
        params![id],
        |row| Ok(Quota { document: row.get(0)?, clause: row.get(1)?, tag: row.get(2)?, questions: row.get(3)? }),
    )?;
    Ok(quiz)
}

/// What a test can be found by.
#[derive(Debug, Clone)]
pub struct QuizFilter {
    /// Those held in this branch, and those announced by units above it.
    pub root: UnitId,
    /// A pattern over the folded title; `%` for all.
    pub like: String,
    /// Only in this state; empty for all.
    pub state: String,
    /// As the list was at the end of this past day; now without one.
    pub day: Option<Day>,
}

/// What the list of tests can be sorted by.
pub const QUIZ_SORT_KEYS: &[&str] = &["newest", "title", "closes"];

/// The events that lead a test to another state.
const STEPS: &[(&str, &str)] = &[("quizzes.quiz_announced", "announced"), ("quizzes.quiz_closed", "closed")];

impl QuizFilter {
    /// The first instant after the day.
    fn until(&self) -> Option<Instant> {
        self.day.map(Instant::after)
    }

    /// Where a test stands; where it stood before the instant `$4`, of a past day.
    fn state_sql(&self) -> String {
        match self.day {
            Some(_) => format!("COALESCE({}, 'preparing')", word_by_events_sql("z.id", "$4", STEPS)),
            None => "z.state".to_owned(),
        }
    }

    fn chosen(&self) -> String {
        let state = self.state_sql();
        let known = if self.day.is_some() { " AND z.created_at < $4" } else { "" };
        format!(
            "FROM quiz z JOIN unit u ON u.id = z.unit_id
             WHERE (z.unit_id IN (SELECT unit_id FROM unit_ancestor WHERE ancestor_id = $1)
                 OR ({state} <> 'preparing' AND z.unit_id IN (SELECT ancestor_id FROM unit_ancestor WHERE unit_id = $1)))
               AND z.folded LIKE $2 AND (CAST($3 AS TEXT) = '' OR {state} = $3){known}"
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
pub fn count_quizzes(tx: &mut Tx<'_>, filter: &QuizFilter) -> Result<i64, StoreError> {
    let until = filter.until();
    tx.scalar(&format!("SELECT COUNT(*) {}", filter.chosen()), &filter.values(until.as_ref()))
}

/// One page of them, without their quotas, each with the name of its unit; of a past day with the state and the name of then.
///
/// # Errors
/// [`StoreError::Corrupt`].
pub fn list_quizzes(
    tx: &mut Tx<'_>,
    filter: &QuizFilter,
    sort: Sort<'_>,
    offset: i64,
    limit: i64,
) -> Result<Vec<(Quiz, String)>, StoreError> {
    let until = filter.until();
    let mut values = filter.values(until.as_ref());
    let column = match sort.key {
        "title" => "z.sort_key",
        "closes" => "z.closes_at",
        _ => "z.created_at",
    };
    let direction = if sort.descending || sort.key == "newest" { "DESC" } else { "ASC" };
    let sql = format!(
        "SELECT {COLUMNS}, u.short_name, {} {} ORDER BY {column} {direction}, z.id {direction} LIMIT ${} OFFSET ${}",
        filter.state_sql(),
        filter.chosen(),
        values.len() + 1,
        values.len() + 2
    );
    values.extend([&limit as &dyn Param, &offset]);
    let mut rows: Vec<(Quiz, String)> = tx.list(&sql, &values, |row| {
        let state = word(&row.get::<String>(17)?)?;
        Ok((Quiz { state, ..read(row)? }, row.get(16)?))
    })?;
    if let Some(day) = filter.day {
        let owners: Vec<(String, UnitId)> = rows.iter().map(|(quiz, _)| (quiz.id.to_string(), quiz.unit)).collect();
        let names = units::store::names_of_owners_on(tx, owners, day)?;
        rows = rows.into_iter().zip(names).map(|((quiz, _), name)| (quiz, name)).collect();
    }
    Ok(rows)
}

fn folded(title: &str) -> String {
    format!(" {} ", vietnamese::fold(title))
}

/// Keeps a new test.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert_quiz(tx: &mut Tx<'_>, unit: UnitId, plan: &Plan) -> Result<QuizId, StoreError> {
    let (id, now): (QuizId, Instant) = (tx.new_id(), tx.now());
    tx.run(
        "INSERT INTO quiz (id, unit_id, rollout_id, conference_id, title, folded, sort_key, minutes, attempts, pass_mark,
             opens_at, closes_at, audience, shows, explains, duty_share, state, created_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 'preparing', $17, 1)",
        params![
            id,
            unit,
            plan.rollout,
            plan.conference,
            plan.title,
            folded(&plan.title),
            vietnamese::collation_key(&plan.title),
            plan.minutes,
            plan.attempts,
            plan.pass_mark,
            plan.opens_at,
            plan.closes_at,
            plan.audience.code(),
            plan.shows.code(),
            plan.explains,
            plan.duty_share,
            now
        ],
    )?;
    insert_quotas(tx, id, &plan.quotas)?;
    tx.record(Event::noted("quizzes.quiz_written", id, Some(unit)).with(serde_json::json!({ "title": plan.title })))?;
    Ok(id)
}

fn insert_quotas(tx: &mut Tx<'_>, id: QuizId, quotas: &[Quota]) -> Result<(), StoreError> {
    for (position, quota) in (0_i64..).zip(quotas) {
        tx.run(
            "INSERT INTO quiz_quota (quiz_id, position, document_id, clause, tag, questions)
             VALUES ($1, $2, $3, $4, $5, $6)",
            params![id, position, quota.document, quota.clause, quota.tag, quota.questions],
        )?;
    }
    Ok(())
}

/// Saves another plan over the version that was read.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn save_plan(tx: &mut Tx<'_>, quiz: &Quiz, plan: &Plan) -> Result<(), StoreError> {
    tx.run_one(
        "UPDATE quiz SET rollout_id = $3, conference_id = $4, title = $5, folded = $6, sort_key = $7, minutes = $8,
             attempts = $9, pass_mark = $10, opens_at = $11, closes_at = $12, audience = $13, shows = $14,
             explains = $15, duty_share = $16, version = version + 1 WHERE id = $1 AND version = $2",
        params![
            quiz.id,
            quiz.version,
            plan.rollout,
            plan.conference,
            plan.title,
            folded(&plan.title),
            vietnamese::collation_key(&plan.title),
            plan.minutes,
            plan.attempts,
            plan.pass_mark,
            plan.opens_at,
            plan.closes_at,
            plan.audience.code(),
            plan.shows.code(),
            plan.explains,
            plan.duty_share
        ],
    )?;
    tx.run("DELETE FROM quiz_quota WHERE quiz_id = $1", params![quiz.id])?;
    insert_quotas(tx, quiz.id, &plan.quotas)?;
    tx.record(Event::noted("quizzes.quiz_written", quiz.id, Some(quiz.unit)))
}

/// Saves the state a step led to, over the version that was read. What attempts draw from is frozen when it is announced.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn save_quiz_state(tx: &mut Tx<'_>, quiz: &Quiz, event: &'static str) -> Result<(), StoreError> {
    tx.run_one(
        "UPDATE quiz SET state = $3, version = version + 1 WHERE id = $1 AND version = $2",
        params![quiz.id, quiz.version, quiz.state.code()],
    )?;
    if quiz.state == QuizState::Announced {
        super::pools::freeze(tx, quiz)?;
    }
    tx.record(Event::noted(event, quiz.id, Some(quiz.unit)))
}

/// True when the person belongs to those who take it: of the branch, and a member where only members take it.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn is_taken_by(tx: &mut Tx<'_>, quiz: &Quiz, person: &Person) -> Result<bool, StoreError> {
    let is_asked = quiz.plan.audience == Audience::Everybody || person.member_status.is_member();
    Ok(is_asked && person.ended_on.is_none() && units::store::is_within(tx, person.home_unit, quiz.unit)?)
}

/// The tests announced for the person that are open or open before this instant, which the person has not handed in yet.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_waiting(tx: &mut Tx<'_>, person: PersonId, before: Instant) -> Result<Vec<Quiz>, StoreError> {
    let (Some(who), now) = (people::store::find_person(tx, person).ok(), tx.now()) else { return Ok(Vec::new()) };
    let sql = format!(
        "SELECT {COLUMNS} FROM quiz z JOIN unit_ancestor a ON a.ancestor_id = z.unit_id
         WHERE a.unit_id = $1 AND z.state = $2 AND z.opens_at < $3 AND z.closes_at > $4
           AND NOT EXISTS (SELECT 1 FROM quiz_person c WHERE c.quiz_id = z.id AND c.person_id = $5)
         ORDER BY z.closes_at, z.id"
    );
    let announced = QuizState::Announced.code();
    let mut waiting = tx.list(&sql, params![who.home_unit, announced, before, now, person], read)?;
    waiting.retain(|quiz| quiz.plan.audience == Audience::Everybody || who.member_status.is_member());
    Ok(waiting)
}

/// The tests this person handed in since this instant, or handed in and that closed since, as far as they still take them;
/// and when. The latest first, at most so many.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_handed_in(
    tx: &mut Tx<'_>,
    person: PersonId,
    since: Instant,
    limit: i64,
) -> Result<Vec<(Quiz, Instant)>, StoreError> {
    let Ok(who) = people::store::find_person(tx, person) else { return Ok(Vec::new()) };
    let sql = format!(
        "SELECT {COLUMNS}, t.handed_at FROM quiz z
         JOIN (SELECT quiz_id, MAX(handed_in_at) AS handed_at FROM quiz_attempt
               WHERE person_id = $1 AND handed_in_at IS NOT NULL GROUP BY quiz_id) t ON t.quiz_id = z.id
         WHERE t.handed_at >= $2 OR (z.state = $3 AND z.closes_at >= $2)
         ORDER BY t.handed_at DESC, z.id LIMIT $4"
    );
    let closed = QuizState::Closed.code();
    let mut done = Vec::new();
    for (quiz, at) in tx.list(&sql, params![person, since, closed, limit], |row| Ok((read(row)?, row.get(16)?)))? {
        // who has moved away, or is no longer asked, does not open its page any more
        if is_taken_by(tx, &quiz, &who)? {
            done.push((quiz, at));
        }
    }
    Ok(done)
}

/// The tests announced or closed that belong to a rollout.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_of_rollout(tx: &mut Tx<'_>, rollout: RolloutId) -> Result<Vec<Quiz>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM quiz z WHERE z.rollout_id = $1 AND z.state <> 'preparing' ORDER BY z.opens_at, z.id"
    );
    tx.list(&sql, params![rollout], read)
}
