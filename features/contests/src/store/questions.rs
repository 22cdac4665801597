//! The pool of a round: its own copy of questions, replaced as a whole until it is sealed.

use kernel::Event;
use platform::db::{StoreError, Tx};
use platform::params;

use super::{json, to_json};
use crate::domain::{Contest, Question, Round};

/// The questions of a round, in pool order.
///
/// # Errors
/// [`StoreError::Corrupt`].
pub fn list_questions(tx: &mut Tx<'_>, round: i64) -> Result<Vec<Question>, StoreError> {
    tx.list(
        "SELECT source, text, options, right_options, keeps_order, bank_id FROM contest_question
         WHERE round_no = $1 ORDER BY place",
        params![round],
        |row| {
            Ok(Question {
                source: row.get(0)?,
                text: row.get(1)?,
                options: json("contest_question", &row.get::<String>(2)?)?,
                right: json("contest_question", &row.get::<String>(3)?)?,
                keeps_order: row.get(4)?,
                bank: row.get(5)?,
            })
        },
    )
}

/// How many questions each source of a round has.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn sources(tx: &mut Tx<'_>, round: i64) -> Result<Vec<(String, i64)>, StoreError> {
    tx.list(
        "SELECT source, COUNT(*) FROM contest_question WHERE round_no = $1 GROUP BY source ORDER BY MIN(place)",
        params![round],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Questions of a round.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_questions(tx: &mut Tx<'_>, round: i64) -> Result<i64, StoreError> {
    tx.scalar("SELECT COUNT(*) FROM contest_question WHERE round_no = $1", params![round])
}

/// The round's pool is these questions from now on.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn replace_questions(
    tx: &mut Tx<'_>,
    contest: &Contest,
    round: &Round,
    questions: &[Question],
) -> Result<(), StoreError> {
    tx.run("DELETE FROM contest_question WHERE round_no = $1", params![round.no])?;
    for (place, one) in (0_i64..).zip(questions) {
        tx.run(
            "INSERT INTO contest_question (round_no, place, source, text, options, right_options, keeps_order,
                 bank_id)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            params![
                round.no,
                place,
                one.source,
                one.text,
                to_json(&one.options),
                to_json(&one.right),
                one.keeps_order,
                one.bank
            ],
        )?;
    }
    let detail = serde_json::json!({ "round": round.no, "questions": questions.len() });
    tx.record(Event::noted("contests.questions_taken", contest.id, Some(contest.unit)).with(detail))
}
