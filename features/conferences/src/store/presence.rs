//! Prompts, their answers, and heads counted in halls.

use std::collections::HashMap;

use kernel::{ConferenceId, Event, Instant, PointId, Refused};
use platform::db::{Row, StoreError, Tx};
use platform::params;

use super::limits::{Limit, limit_on};
use crate::domain::presence::{CannotAnswer, CountId, Prompt, PromptId, draw, may_answer};
use crate::domain::{Conference, Point};

const PROMPT: &str = "id, opens_at, due_at, is_drawn";

fn read_prompt(row: &Row<'_>) -> Result<Prompt, StoreError> {
    Ok(Prompt { id: row.get(0)?, opens_at: row.get(1)?, due_at: row.get(2)?, is_drawn: row.get(3)? })
}

/// The prompts of a conference, earliest first; those drawn for later among them.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_prompts(tx: &mut Tx<'_>, conference: ConferenceId) -> Result<Vec<Prompt>, StoreError> {
    let sql = format!("SELECT {PROMPT} FROM presence_prompt WHERE conference_id = $1 ORDER BY opens_at, id");
    tx.list(&sql, params![conference], read_prompt)
}

/// When a conference really ended: from the moment it was closed on no point can answer. None while it is not.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn ended_at(tx: &mut Tx<'_>, conference: ConferenceId) -> Result<Option<Instant>, StoreError> {
    tx.scalar("SELECT closed_at FROM conference WHERE id = $1", params![conference])
}

/// The prompt whose code is shown now.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn lookup_open_prompt(tx: &mut Tx<'_>, conference: ConferenceId) -> Result<Option<Prompt>, StoreError> {
    let now = tx.now();
    let sql = format!(
        "SELECT {PROMPT} FROM presence_prompt WHERE conference_id = $1 AND opens_at <= $2 AND due_at >= $2
         ORDER BY opens_at DESC LIMIT 1"
    );
    tx.lookup(&sql, params![conference, now], read_prompt)
}

/// How many points of a conference lie below a main one: those that take part over a line.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_online_points(tx: &mut Tx<'_>, conference: ConferenceId) -> Result<i64, StoreError> {
    tx.scalar("SELECT COUNT(*) FROM point WHERE conference_id = $1 AND parent_id IS NOT NULL", params![conference])
}

fn insert_prompt(tx: &mut Tx<'_>, conference: &Conference, opens_at: Instant, drawn: bool) -> Result<(), StoreError> {
    let id: PromptId = tx.new_id();
    let seconds = limit_on(tx, Limit::PromptSeconds, conference.day())?;
    tx.run(
        "INSERT INTO presence_prompt (id, conference_id, opens_at, due_at, is_drawn) VALUES ($1, $2, $3, $4, $5)",
        params![id, conference.id, opens_at, opens_at.plus_seconds(seconds), drawn],
    )
    .map(|_| ())
}

/// Opens a prompt now. The rule is asked by the caller.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn open_prompt(tx: &mut Tx<'_>, conference: &Conference) -> Result<(), StoreError> {
    let now = tx.now();
    insert_prompt(tx, conference, now, false)?;
    tx.record(Event::noted("conferences.prompt_opened", conference.id, Some(conference.unit)))
}

/// Draws the moments of so many prompts between now, or the beginning of the conference if that is later, and its end.
/// Drawn ones that have not opened yet are drawn anew. Returns how many were drawn.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn draw_prompts(tx: &mut Tx<'_>, conference: &Conference, count: usize) -> Result<usize, StoreError> {
    let now = tx.now();
    drop_ahead(tx, conference.id)?;
    let random: Vec<u64> = (0..count).map(|_| super::random(tx)).collect();
    let moments = draw(conference.starts_at.max(now), conference.ends_at, &random);
    for at in &moments {
        insert_prompt(tx, conference, *at, true)?;
    }
    // when they open stays between the clock and the table until they do
    let detail = serde_json::json!({ "prompts": moments.len() });
    tx.record(Event::noted("conferences.prompts_drawn", conference.id, Some(conference.unit)).with(detail))?;
    Ok(moments.len())
}

/// Moves the drawn prompts that have not opened with the beginning of their conference, by so many milliseconds. When one
/// would fall before now or after the end, all of them are drawn anew; a conference without a line has none.
pub(super) fn move_drawn(tx: &mut Tx<'_>, conference: &Conference, span: i64) -> Result<(), StoreError> {
    if !conference.is_online() {
        return drop_ahead(tx, conference.id);
    }
    let now = tx.now();
    let mut ahead = list_prompts(tx, conference.id)?;
    ahead.retain(|prompt| prompt.is_drawn && prompt.opens_at > now);
    let fits = |prompt: &Prompt| (now.0 + 1..=conference.ends_at.0).contains(&(prompt.opens_at.0 + span));
    if !ahead.iter().all(fits) {
        return draw_prompts(tx, conference, ahead.len()).map(|_| ());
    }
    if span != 0 {
        tx.run(
            "UPDATE presence_prompt SET opens_at = opens_at + $3, due_at = due_at + $3
             WHERE conference_id = $1 AND is_drawn AND opens_at > $2",
            params![conference.id, now, span],
        )?;
    }
    Ok(())
}

/// Drops the drawn prompts that have not opened: the conference is over.
pub(super) fn drop_ahead(tx: &mut Tx<'_>, conference: ConferenceId) -> Result<(), StoreError> {
    let now = tx.now();
    let sql = "DELETE FROM presence_prompt WHERE conference_id = $1 AND is_drawn AND opens_at > $2";
    tx.run(sql, params![conference, now]).map(|_| ())
}

/// A point answers a prompt with the code of its screen. A wrong code is counted, and the refusal returned: nothing else
/// was written.
///
/// # Errors
/// [`StoreError::NotFound`] when the prompt is of another conference.
pub fn answer_prompt(
    tx: &mut Tx<'_>,
    conference: &Conference,
    point: &Point,
    prompt: PromptId,
    typed: &str,
) -> Result<Result<(), Refused>, StoreError> {
    let sql = format!("SELECT {PROMPT} FROM presence_prompt WHERE id = $1 AND conference_id = $2");
    let prompt = tx.find(&sql, params![prompt, conference.id], read_prompt)?;
    let before = tx.lookup(
        "SELECT at, wrong_tries FROM presence_answer WHERE prompt_id = $1 AND point_id = $2",
        params![prompt.id, point.id],
        |row| Ok((row.get::<Option<Instant>>(0)?, row.get::<i64>(1)?)),
    )?;
    let (answered, wrong) = before.map_or((false, 0), |(at, wrong)| (at.is_some(), wrong));
    let allowed = limit_on(tx, Limit::PromptTries, conference.day())?;
    let now = tx.now();
    if let Err(refused) = may_answer(&prompt, conference.state, answered, (wrong, allowed), now).or_refuse() {
        return Ok(Err(refused));
    }
    let is_right = conference.code_seed.prompt_code(point.id, prompt.id) == crate::domain::code::digits_of(typed);
    let (at, wrong) = if is_right { (Some(now), wrong) } else { (None, wrong + 1) };
    let by = tx.actor();
    tx.run(
        "INSERT INTO presence_answer (prompt_id, point_id, conference_id, at, wrong_tries, by_account)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (prompt_id, point_id) DO UPDATE SET at = $4, wrong_tries = $5, by_account = $6",
        params![prompt.id, point.id, conference.id, at, wrong, by],
    )?;
    if !is_right {
        return Ok(Err(Refused::because(CannotAnswer::WrongCode(allowed - wrong))));
    }
    tx.record(Event::noted("conferences.prompt_answered", point.id, Some(point.unit)))?;
    Ok(Ok(()))
}

/// When each point answered which prompt.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_answers(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
) -> Result<HashMap<(PointId, PromptId), Instant>, StoreError> {
    let mut all = HashMap::new();
    tx.each(
        "SELECT point_id, prompt_id, at FROM presence_answer WHERE conference_id = $1 AND at IS NOT NULL",
        params![conference],
        |row| {
            all.insert((row.get(0)?, row.get(1)?), row.get(2)?);
            Ok(())
        },
    )?;
    Ok(all)
}

/// Heads counted in a hall.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HallCount {
    /// Its id.
    pub id: CountId,
    /// The point.
    pub point: PointId,
    /// When.
    pub at: Instant,
    /// Heads counted.
    pub counted: i64,
    /// Check-ins of the point at that moment.
    pub checked_in: i64,
    /// What a person made of a difference; empty while nobody looked.
    pub judgement: String,
}

const COUNT: &str = "id, point_id, at, counted, checked_in, judgement";

fn read_count(row: &Row<'_>) -> Result<HallCount, StoreError> {
    Ok(HallCount {
        id: row.get(0)?,
        point: row.get(1)?,
        at: row.get(2)?,
        counted: row.get(3)?,
        checked_in: row.get(4)?,
        judgement: row.get(5)?,
    })
}

/// Notes the heads counted at a point now, with its check-ins of this moment.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert_count(tx: &mut Tx<'_>, point: &Point, counted: i64) -> Result<(), StoreError> {
    let (checked_in, _) = super::count_at_point(tx, point.conference, point.id)?;
    let (id, now, by): (CountId, _, _) = (tx.new_id(), tx.now(), tx.actor());
    tx.run(
        "INSERT INTO presence_count (id, conference_id, point_id, at, counted, checked_in, by_account, judgement,
             judged_at, judged_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, '', NULL, NULL)",
        params![id, point.conference, point.id, now, counted, checked_in, by],
    )?;
    let detail = serde_json::json!({ "counted": counted, "checked_in": checked_in });
    tx.record(Event::noted("conferences.heads_counted", point.id, Some(point.unit)).with(detail))
}

/// The count with this id.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_count(tx: &mut Tx<'_>, id: CountId) -> Result<HallCount, StoreError> {
    tx.find(&format!("SELECT {COUNT} FROM presence_count WHERE id = $1"), params![id], read_count)
}

/// The counts of a conference, of each point the latest first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_counts(tx: &mut Tx<'_>, conference: ConferenceId) -> Result<Vec<HallCount>, StoreError> {
    let sql =
        format!("SELECT {COUNT} FROM presence_count WHERE conference_id = $1 ORDER BY point_id, at DESC, id DESC");
    tx.list(&sql, params![conference], read_count)
}

/// Notes what a person made of a difference.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn judge_count(tx: &mut Tx<'_>, point: &Point, count: CountId, judgement: &str) -> Result<(), StoreError> {
    let (now, by) = (tx.now(), tx.actor());
    tx.run(
        "UPDATE presence_count SET judgement = $2, judged_at = $3, judged_by = $4 WHERE id = $1",
        params![count, judgement, now, by],
    )?;
    let detail = serde_json::json!({ "judgement": judgement });
    tx.record(Event::noted("conferences.count_judged", point.id, Some(point.unit)).with(detail))
}
