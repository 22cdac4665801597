//! Rows of `question`, `question_choice` and `question_tag`.

use std::collections::HashMap;

use kernel::{DocumentId, Event, UnitId};
use platform::db::{Row, StoreError, Tx, places, with_each};
use platform::params;

use crate::domain::{Choice, Question, QuestionId, QuizId, State, Step, Wording};

/// Questions read at once; more parameters a statement of SQLite may not have.
const AT_ONCE: usize = 500;

pub(super) const COLUMNS: &str = "q.id, q.unit_id, q.document_id, q.clause, q.text, q.takes_several, q.explanation,
     q.is_open_below, q.state, q.remark, q.written_by, q.version";

pub(super) fn read(row: &Row<'_>) -> Result<Question, StoreError> {
    let state: String = row.get(8)?;
    Ok(Question {
        id: row.get(0)?,
        unit: row.get(1)?,
        wording: Wording {
            document: row.get(2)?,
            clause: row.get(3)?,
            text: row.get(4)?,
            takes_several: row.get(5)?,
            explanation: row.get(6)?,
            is_open_below: row.get(7)?,
            choices: Vec::new(),
            tags: Vec::new(),
        },
        state: state.parse().map_err(|_| StoreError::corrupt("question", state))?,
        remark: row.get(9)?,
        author: row.get(10)?,
        version: row.get(11)?,
    })
}

/// Gives questions their choices and tags.
pub(super) fn complete(tx: &mut Tx<'_>, mut questions: Vec<Question>) -> Result<Vec<Question>, StoreError> {
    let (mut choices, mut tags): (HashMap<QuestionId, Vec<Choice>>, HashMap<QuestionId, Vec<String>>) =
        Default::default();
    let ids: Vec<QuestionId> = questions.iter().map(|question| question.id).collect();
    for some in ids.chunks(AT_ONCE) {
        let of = places(1, some.len());
        let sql = format!(
            "SELECT question_id, text, is_right FROM question_choice WHERE question_id IN ({of})
             ORDER BY question_id, position"
        );
        tx.each(&sql, &with_each(Vec::new(), some), |row| {
            choices.entry(row.get(0)?).or_default().push(Choice { text: row.get(1)?, is_right: row.get(2)? });
            Ok(())
        })?;
        let sql = format!("SELECT question_id, tag FROM question_tag WHERE question_id IN ({of}) ORDER BY tag");
        tx.each(&sql, &with_each(Vec::new(), some), |row| {
            tags.entry(row.get(0)?).or_default().push(row.get(1)?);
            Ok(())
        })?;
    }
    for question in &mut questions {
        question.wording.choices = choices.remove(&question.id).unwrap_or_default();
        question.wording.tags = tags.remove(&question.id).unwrap_or_default();
    }
    Ok(questions)
}

/// The question, with its choices and tags.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_question(tx: &mut Tx<'_>, id: QuestionId) -> Result<Question, StoreError> {
    let question = tx.find(&format!("SELECT {COLUMNS} FROM question q WHERE q.id = $1"), params![id], read)?;
    complete(tx, vec![question])?.pop().ok_or(StoreError::NotFound)
}

/// These questions, with their choices and tags, in the order asked for; unknown ones are left out.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_questions(tx: &mut Tx<'_>, ids: &[QuestionId]) -> Result<Vec<Question>, StoreError> {
    let mut found = HashMap::new();
    for some in ids.chunks(AT_ONCE) {
        let sql = format!("SELECT {COLUMNS} FROM question q WHERE q.id IN ({})", places(1, some.len()));
        let some = tx.list(&sql, &with_each(Vec::new(), some), read)?;
        found.extend(complete(tx, some)?.into_iter().map(|question| (question.id, question)));
    }
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

/// Which questions may be drawn: those that have all of what is named here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pool {
    /// About this document; none for any.
    pub document: Option<DocumentId>,
    /// Of this clause or one below it («II» holds «II › 1»); empty for any.
    pub clause: String,
    /// With this tag, in small letters; empty for any.
    pub tag: String,
}

/// The unit's own questions, and those of units above that are open below (`$1`).
const OPEN_TO: &str = "q.state = 'in_use' AND (q.unit_id = $1 OR (q.is_open_below AND q.unit_id IN
     (SELECT ancestor_id FROM unit_ancestor WHERE unit_id = $1)))
     AND (CAST($2 AS TEXT) = '' OR q.document_id = $2)
     AND (CAST($3 AS TEXT) = '' OR q.clause = $3 OR q.clause LIKE $4)
     AND (CAST($5 AS TEXT) = '' OR q.id IN (SELECT question_id FROM question_tag WHERE tag = $5))";

fn bound(pool: &Pool) -> (String, String) {
    (pool.document.map(|id| id.to_string()).unwrap_or_default(), format!("{} › %", pool.clause))
}

/// The questions in use that this unit may draw from, with their choices and what is right, oldest first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_in_use(tx: &mut Tx<'_>, unit: UnitId, pool: &Pool) -> Result<Vec<Question>, StoreError> {
    let (document, below) = bound(pool);
    let sql = format!("SELECT {COLUMNS} FROM question q WHERE {OPEN_TO} ORDER BY q.id");
    let found = tx.list(&sql, params![unit, document, pool.clause, below, pool.tag], read)?;
    complete(tx, found)
}

/// The ids of the questions in use that this unit may draw from, oldest first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_ids_in_use(tx: &mut Tx<'_>, unit: UnitId, pool: &Pool) -> Result<Vec<QuestionId>, StoreError> {
    let (document, below) = bound(pool);
    let sql = format!("SELECT q.id FROM question q WHERE {OPEN_TO} ORDER BY q.id");
    tx.list(&sql, params![unit, document, pool.clause, below, pool.tag], |row| row.get(0))
}

/// Keeps for a quota of a test the questions in use that this unit may draw from.
pub(super) fn insert_pool(
    tx: &mut Tx<'_>,
    quiz: QuizId,
    position: i64,
    unit: UnitId,
    pool: &Pool,
) -> Result<(), StoreError> {
    let (document, below) = bound(pool);
    let sql = format!(
        "INSERT INTO quiz_pool (quiz_id, position, question_id)
         SELECT CAST($6 AS TEXT), CAST($7 AS BIGINT), q.id FROM question q WHERE {OPEN_TO}"
    );
    tx.run(&sql, params![unit, document, pool.clause, below, pool.tag, quiz, position]).map(|_| ())
}

/// How many choices each of these questions has.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_choices(tx: &mut Tx<'_>, ids: &[QuestionId]) -> Result<HashMap<QuestionId, usize>, StoreError> {
    let mut counts = HashMap::new();
    for some in ids.chunks(AT_ONCE) {
        let sql = format!(
            "SELECT question_id, COUNT(*) FROM question_choice WHERE question_id IN ({}) GROUP BY question_id",
            places(1, some.len())
        );
        tx.each(&sql, &with_each(Vec::new(), some), |row| {
            counts.insert(row.get(0)?, usize::try_from(row.get::<i64>(1)?).unwrap_or_default());
            Ok(())
        })?;
    }
    Ok(counts)
}

/// How many questions in use this unit may draw from.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_in_use(tx: &mut Tx<'_>, unit: UnitId, pool: &Pool) -> Result<i64, StoreError> {
    let (document, below) = bound(pool);
    let sql = format!("SELECT COUNT(*) FROM question q WHERE {OPEN_TO}");
    tx.scalar(&sql, params![unit, document, pool.clause, below, pool.tag])
}

/// What a question is found and known again by.
fn folded(wording: &Wording) -> String {
    format!(" {} ", vietnamese::fold(&wording.text))
}

/// True when the bank of this unit has a question that asks the same and is not retired.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn is_known(tx: &mut Tx<'_>, unit: UnitId, wording: &Wording) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM question WHERE unit_id = $1 AND folded = $2 AND state <> 'retired'";
    Ok(tx.lookup(sql, params![unit, folded(wording)], |_| Ok(()))?.is_some())
}

/// Puts a new draft into the bank of a unit.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert_question(tx: &mut Tx<'_>, unit: UnitId, wording: &Wording) -> Result<QuestionId, StoreError> {
    let (id, now, author): (QuestionId, kernel::Instant, _) = (tx.new_id(), tx.now(), tx.actor());
    tx.run(
        "INSERT INTO question (id, unit_id, document_id, clause, text, folded, takes_several, explanation,
             is_open_below, state, remark, written_by, reviewed_by, reviewed_at, created_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', $11, NULL, NULL, $12, 1)",
        params![
            id,
            unit,
            wording.document,
            wording.clause,
            wording.text,
            folded(wording),
            wording.takes_several,
            wording.explanation,
            wording.is_open_below,
            State::Draft.code(),
            author,
            now
        ],
    )?;
    insert_parts(tx, id, wording)?;
    tx.record(Event::noted("quizzes.question_written", id, Some(unit)))?;
    Ok(id)
}

fn insert_parts(tx: &mut Tx<'_>, id: QuestionId, wording: &Wording) -> Result<(), StoreError> {
    for (position, choice) in (0_i64..).zip(&wording.choices) {
        tx.run(
            "INSERT INTO question_choice (question_id, position, text, is_right) VALUES ($1, $2, $3, $4)",
            params![id, position, choice.text, choice.is_right],
        )?;
    }
    for tag in &wording.tags {
        tx.run("INSERT INTO question_tag (question_id, tag) VALUES ($1, $2)", params![id, tag])?;
    }
    Ok(())
}

/// Saves other words over the version that was read. The question is a draft again: somebody else looks at it.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn save_wording(tx: &mut Tx<'_>, question: &Question, wording: &Wording) -> Result<(), StoreError> {
    let author = tx.actor();
    tx.run_one(
        "UPDATE question SET document_id = $3, clause = $4, text = $5, folded = $6, takes_several = $7,
             explanation = $8, is_open_below = $9, state = $10, remark = '', written_by = $11, reviewed_by = NULL,
             reviewed_at = NULL, version = version + 1 WHERE id = $1 AND version = $2",
        params![
            question.id,
            question.version,
            wording.document,
            wording.clause,
            wording.text,
            folded(wording),
            wording.takes_several,
            wording.explanation,
            wording.is_open_below,
            State::Draft.code(),
            author
        ],
    )?;
    tx.run("DELETE FROM question_choice WHERE question_id = $1", params![question.id])?;
    tx.run("DELETE FROM question_tag WHERE question_id = $1", params![question.id])?;
    insert_parts(tx, question.id, wording)?;
    tx.record(Event::noted("quizzes.question_written", question.id, Some(question.unit)))
}

/// The name under which a step is logged.
fn event_of(step: Step) -> &'static str {
    match step {
        Step::Review => "quizzes.question_reviewed",
        Step::Return => "quizzes.question_returned",
        Step::Use => "quizzes.question_used",
        Step::Retire => "quizzes.question_retired",
    }
}

/// Saves the state a step led to, over the version that was read.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn save_step(tx: &mut Tx<'_>, question: &Question, step: Step) -> Result<(), StoreError> {
    tx.run_one(
        "UPDATE question SET state = $3, remark = $4, version = version + 1 WHERE id = $1 AND version = $2",
        params![question.id, question.version, question.state.code(), question.remark],
    )?;
    if step == Step::Review {
        let (now, by) = (tx.now(), tx.actor());
        tx.run("UPDATE question SET reviewed_by = $2, reviewed_at = $3 WHERE id = $1", params![question.id, by, now])?;
    }
    tx.record(Event::noted(event_of(step), question.id, Some(question.unit)))
}
