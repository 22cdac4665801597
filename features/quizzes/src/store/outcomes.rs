//! Rows of `question_outcome`: sums over real answers, so that no list reads every answer.

use std::collections::HashMap;

use platform::db::{StoreError, Tx};
use platform::params;

use crate::domain::{Outcomes, QuestionId};

/// Sets what became of a question in one test or one round of a contest (`source`), in the place of what was said before.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn save_outcomes(tx: &mut Tx<'_>, id: QuestionId, source: &str, sums: &Outcomes) -> Result<(), StoreError> {
    let Outcomes { answers, right, points, squares, points_of_right } = sums;
    tx.run(
        "INSERT INTO question_outcome (question_id, source, answers, right_answers, points, squares, points_of_right)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (question_id, source) DO UPDATE SET answers = EXCLUDED.answers,
             right_answers = EXCLUDED.right_answers, points = EXCLUDED.points, squares = EXCLUDED.squares,
             points_of_right = EXCLUDED.points_of_right",
        params![id, source, answers, right, points, squares, points_of_right],
    )?;
    Ok(())
}

/// Adds one answer to what became of a question there.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn add_outcome(tx: &mut Tx<'_>, id: QuestionId, source: &str, one: &Outcomes) -> Result<(), StoreError> {
    let Outcomes { answers, right, points, squares, points_of_right } = one;
    tx.run(
        "INSERT INTO question_outcome (question_id, source, answers, right_answers, points, squares, points_of_right)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (question_id, source) DO UPDATE SET answers = question_outcome.answers + EXCLUDED.answers,
             right_answers = question_outcome.right_answers + EXCLUDED.right_answers,
             points = question_outcome.points + EXCLUDED.points,
             squares = question_outcome.squares + EXCLUDED.squares,
             points_of_right = question_outcome.points_of_right + EXCLUDED.points_of_right",
        params![id, source, answers, right, points, squares, points_of_right],
    )?;
    Ok(())
}

/// What became of the questions of one test or round.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_outcomes(tx: &mut Tx<'_>, source: &str) -> Result<HashMap<QuestionId, Outcomes>, StoreError> {
    let rows = tx.list(
        "SELECT question_id, answers, right_answers, points, squares, points_of_right FROM question_outcome
         WHERE source = $1",
        params![source],
        |row| {
            let sums = Outcomes {
                answers: row.get(1)?,
                right: row.get(2)?,
                points: row.get(3)?,
                squares: row.get(4)?,
                points_of_right: row.get(5)?,
            };
            Ok((row.get::<QuestionId>(0)?, sums))
        },
    )?;
    Ok(rows.into_iter().collect())
}

/// What became of a question everywhere.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn sum_outcomes(tx: &mut Tx<'_>, id: QuestionId) -> Result<Outcomes, StoreError> {
    let sum = |column: &str| format!("COALESCE(CAST(SUM({column}) AS BIGINT), 0)");
    let columns = ["answers", "right_answers", "points", "squares", "points_of_right"].map(sum).join(", ");
    tx.find(&format!("SELECT {columns} FROM question_outcome WHERE question_id = $1"), params![id], |row| {
        Ok(Outcomes {
            answers: row.get(0)?,
            right: row.get(1)?,
            points: row.get(2)?,
            squares: row.get(3)?,
            points_of_right: row.get(4)?,
        })
    })
}
