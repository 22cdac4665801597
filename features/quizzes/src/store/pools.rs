//! Rows of `quiz_pool`: what the attempts of an announced test draw from.

use std::collections::BTreeSet;

use platform::db::{StoreError, Tx};
use platform::params;

use super::questions::insert_pool;
use super::{Pool, count_choices, find_quiz, list_ids_in_use};
use crate::domain::{DrawPool, QuestionId, Quiz, QuizId, QuizState, Quota, Supply};

fn pool_of(quota: &Quota) -> Pool {
    Pool { document: quota.document, clause: quota.clause.clone(), tag: quota.tag.clone() }
}

/// Keeps what each quota may draw from, from the announcement on.
pub(super) fn freeze(tx: &mut Tx<'_>, quiz: &Quiz) -> Result<(), StoreError> {
    tx.run("DELETE FROM quiz_pool WHERE quiz_id = $1", params![quiz.id])?;
    for (position, quota) in (0_i64..).zip(&quiz.plan.quotas) {
        insert_pool(tx, quiz.id, position, quiz.unit, &pool_of(quota))?;
    }
    Ok(())
}

/// The questions of a quota: while the test is prepared those in use now, afterwards those frozen and not retired since.
fn pool(tx: &mut Tx<'_>, quiz: &Quiz, position: i64, quota: &Quota) -> Result<Vec<QuestionId>, StoreError> {
    if quiz.state == QuizState::Preparing {
        return list_ids_in_use(tx, quiz.unit, &pool_of(quota));
    }
    tx.list(
        "SELECT q.id FROM quiz_pool f JOIN question q ON q.id = f.question_id
         WHERE f.quiz_id = $1 AND f.position = $2 AND q.state = 'in_use' ORDER BY q.id",
        params![quiz.id, position],
        |row| row.get(0),
    )
}

/// Each quota with the questions it may draw from.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn supplies(tx: &mut Tx<'_>, quiz: &Quiz) -> Result<Vec<Supply>, StoreError> {
    let mut supplies = Vec::with_capacity(quiz.plan.quotas.len());
    for (position, quota) in (0_i64..).zip(&quiz.plan.quotas) {
        let pool: BTreeSet<_> = pool(tx, quiz, position, quota)?.into_iter().collect();
        supplies.push(Supply { wanted: quota.questions, pool });
    }
    Ok(supplies)
}

/// What an attempt draws from.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn draw_pools(tx: &mut Tx<'_>, quiz: &Quiz) -> Result<Vec<(DrawPool, usize)>, StoreError> {
    let mut pools = Vec::with_capacity(quiz.plan.quotas.len());
    for (position, quota) in (0_i64..).zip(&quiz.plan.quotas) {
        let ids = pool(tx, quiz, position, quota)?;
        let choices = count_choices(tx, &ids)?;
        let pool = ids.into_iter().filter_map(|id| Some((id, *choices.get(&id)?))).collect();
        pools.push((pool, usize::try_from(quota.questions).unwrap_or_default()));
    }
    Ok(pools)
}

/// The announced tests whose attempts may draw this question.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_drawing(tx: &mut Tx<'_>, question: QuestionId) -> Result<Vec<Quiz>, StoreError> {
    let ids: Vec<QuizId> = tx.list(
        "SELECT z.id FROM quiz z WHERE z.state = 'announced'
             AND z.id IN (SELECT quiz_id FROM quiz_pool WHERE question_id = $1) ORDER BY z.closes_at, z.id",
        params![question],
        |row| row.get(0),
    )?;
    ids.into_iter().map(|id| find_quiz(tx, id)).collect()
}
