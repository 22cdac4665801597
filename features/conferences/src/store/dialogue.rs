//! Questions, votes, and how they are taken. Nothing here writes who asked without a name.

use kernel::{ConferenceId, DelegateId, Event};
use platform::db::{Row, StoreError, Tx};
use platform::params;

use super::word;
use crate::domain::Conference;
use crate::domain::dialogue::{Dialogue, Question, QuestionId};

/// How questions are taken; never opened means not at all.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn find_dialogue(tx: &mut Tx<'_>, conference: ConferenceId) -> Result<Dialogue, StoreError> {
    let found = tx.lookup(
        "SELECT is_open, takes_anonymous, version FROM dialogue WHERE conference_id = $1",
        params![conference],
        |row| Ok(Dialogue { conference, is_open: row.get(0)?, takes_anonymous: row.get(1)?, version: row.get(2)? }),
    )?;
    Ok(found.unwrap_or(Dialogue { conference, is_open: false, takes_anonymous: false, version: 0 }))
}

/// Saves how questions are taken over the version that was read.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn save_dialogue(tx: &mut Tx<'_>, conference: &Conference, dialogue: &Dialogue) -> Result<(), StoreError> {
    if dialogue.version == 0 {
        let made = tx.run(
            "INSERT INTO dialogue (conference_id, is_open, takes_anonymous, version) VALUES ($1, $2, $3, 1)
             ON CONFLICT (conference_id) DO NOTHING",
            params![conference.id, dialogue.is_open, dialogue.takes_anonymous],
        )?;
        if made == 0 {
            return Err(StoreError::Stale);
        }
    } else {
        tx.run_one(
            "UPDATE dialogue SET is_open = $3, takes_anonymous = $4, version = version + 1
             WHERE conference_id = $1 AND version = $2",
            params![conference.id, dialogue.version, dialogue.is_open, dialogue.takes_anonymous],
        )?;
    }
    let name = if dialogue.is_open { "conferences.dialogue_opened" } else { "conferences.dialogue_closed" };
    tx.record(Event::noted(name, conference.id, Some(conference.unit)))
}

const COLUMNS: &str = "q.id, q.conference_id, COALESCE(d.name, ''), COALESCE(u.short_name, ''), q.words, q.asked_at,
     q.state, q.answer, q.passed_to, q.handled_at, q.votes, q.version";
const JOINS: &str = "FROM dialogue_question q LEFT JOIN delegate d ON d.id = q.delegate_id
     LEFT JOIN unit u ON u.id = d.unit_id";

fn read(row: &Row<'_>) -> Result<Question, StoreError> {
    let (name, unit): (String, String) = (row.get(2)?, row.get(3)?);
    let asker = if name.is_empty() { name } else { format!("{name}, {unit}") };
    Ok(Question {
        id: row.get(0)?,
        conference: row.get(1)?,
        asker,
        words: row.get(4)?,
        asked_at: row.get(5)?,
        handling: word(row, 6, "dialogue_question")?,
        answer: row.get(7)?,
        passed_to: row.get(8)?,
        handled_at: row.get(9)?,
        votes: row.get(10)?,
        version: row.get(11)?,
    })
}

/// The question with this id.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_question(tx: &mut Tx<'_>, id: QuestionId) -> Result<Question, StoreError> {
    tx.find(&format!("SELECT {COLUMNS} {JOINS} WHERE q.id = $1"), params![id], read)
}

/// What a list of questions is limited to.
#[derive(Debug, Clone, Default)]
pub struct QuestionFilter {
    /// `LIKE` pattern over the folded words; `%%` for all.
    pub like: String,
    /// Only these; empty for all.
    pub state: String,
    /// Without those set aside: what delegates see.
    pub for_delegates: bool,
}

const MATCHING: &str = "q.conference_id = $1 AND q.folded LIKE $2 AND (q.state = $3 OR $3 = '')
     AND (q.state <> 'set_aside' OR NOT $4)";

/// How many questions a filter leaves.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_questions(tx: &mut Tx<'_>, conference: ConferenceId, filter: &QuestionFilter) -> Result<i64, StoreError> {
    tx.scalar(
        &format!("SELECT COUNT(*) FROM dialogue_question q WHERE {MATCHING}"),
        params![conference, filter.like, filter.state, filter.for_delegates],
    )
}

/// True when anything was asked at a conference.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn has_questions(tx: &mut Tx<'_>, conference: ConferenceId) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM dialogue_question WHERE conference_id = $1 AND state <> 'set_aside' LIMIT 1";
    Ok(tx.lookup(sql, params![conference], |_| Ok(()))?.is_some())
}

/// The questions a filter leaves: those not handled first, of these the most wanted.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_questions(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    filter: &QuestionFilter,
    (offset, limit): (i64, i64),
) -> Result<Vec<Question>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} {JOINS} WHERE {MATCHING}
         ORDER BY CASE WHEN q.state = 'open' THEN 0 ELSE 1 END, q.votes DESC, q.asked_at, q.id LIMIT $5 OFFSET $6"
    );
    tx.list(&sql, params![conference, filter.like, filter.state, filter.for_delegates, limit, offset], read)
}

/// Keeps a question; `asker` none for an anonymous one, and then the transaction must not know who acts either.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert_question(
    tx: &mut Tx<'_>,
    conference: &Conference,
    asker: Option<DelegateId>,
    words: &str,
) -> Result<QuestionId, StoreError> {
    let (id, now): (QuestionId, _) = (tx.new_id(), tx.now());
    let folded = vietnamese::fold(words);
    tx.run(
        "INSERT INTO dialogue_question (id, conference_id, delegate_id, words, folded, asked_at, state, answer,
             passed_to, handled_at, handled_by, votes, version)
         VALUES ($1, $2, $3, $4, $5, $6, 'open', '', '', NULL, NULL, 0, 1)",
        params![id, conference.id, asker, words, folded, now],
    )?;
    tx.record(Event::noted("conferences.question_asked", id, Some(conference.unit)))?;
    Ok(id)
}

/// Gives a vote, once for each voter. Returns false when it was given before.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn vote(tx: &mut Tx<'_>, question: QuestionId, voter: &str) -> Result<bool, StoreError> {
    let new = tx.run(
        "INSERT INTO dialogue_vote (question_id, voter) VALUES ($1, $2) ON CONFLICT (question_id, voter) DO NOTHING",
        params![question, voter],
    )?;
    if new == 1 {
        tx.run("UPDATE dialogue_question SET votes = votes + 1 WHERE id = $1", params![question])?;
    }
    Ok(new == 1)
}

/// True when the voter has voted for the question.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn has_voted(tx: &mut Tx<'_>, question: QuestionId, voter: &str) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM dialogue_vote WHERE question_id = $1 AND voter = $2";
    Ok(tx.lookup(sql, params![question, voter], |_| Ok(()))?.is_some())
}

/// Saves what became of a question over the version that was read.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn save_handling(tx: &mut Tx<'_>, conference: &Conference, question: &Question) -> Result<(), StoreError> {
    let (now, by) = (tx.now(), tx.actor());
    tx.run_one(
        "UPDATE dialogue_question SET state = $3, answer = $4, passed_to = $5, handled_at = $6, handled_by = $7,
             version = version + 1 WHERE id = $1 AND version = $2",
        params![question.id, question.version, question.handling.code(), question.answer, question.passed_to, now, by],
    )?;
    let detail = serde_json::json!({ "state": question.handling.code() });
    tx.record(Event::noted("conferences.question_handled", question.id, Some(conference.unit)).with(detail))
}

/// How many questions came to which end.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_by_handling(tx: &mut Tx<'_>, conference: ConferenceId) -> Result<Vec<(String, i64)>, StoreError> {
    tx.list(
        "SELECT state, COUNT(*) FROM dialogue_question WHERE conference_id = $1 GROUP BY state ORDER BY state",
        params![conference],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}
