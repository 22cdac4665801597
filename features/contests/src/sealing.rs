//! The announcement: every round's seed and pool are sealed, and what is published of them stands in the log.

use fair_contest::Seed;
use platform::db::{StoreError, Tx};

use crate::domain::{Contest, Question};
use crate::store;

/// The published lines of the questions of a round, as they are hashed and written.
#[must_use]
pub(crate) fn question_lines(round: i64, questions: &[Question]) -> Vec<String> {
    let line = |(place, one): (usize, &Question)| fair_contest::Line::Question(one.published(round, place)).written();
    questions.iter().enumerate().map(line).collect()
}

/// Saves that the contest is announced, with the rounds' seeds in their order sealed.
///
/// # Errors
/// [`StoreError::Stale`] when the contest changed meanwhile; [`StoreError::NotFound`] when there are too few seeds.
pub fn announce(tx: &mut Tx<'_>, announced: &Contest, seeds: &[Seed]) -> Result<(), StoreError> {
    let mut sealed = Vec::new();
    for (at, round) in store::list_rounds(tx, announced.id)?.iter().enumerate() {
        let seed = seeds.get(at).ok_or(StoreError::NotFound)?;
        let lines = question_lines(round.no, &store::list_questions(tx, round.no)?);
        let pool_hash = fair_contest::pool_hash(lines.into_iter().map(Into::into), &round.quotas);
        store::seal_round(tx, round.no, seed, &pool_hash)?;
        sealed.push(serde_json::json!({ "round": round.no, "commitment": seed.commitment(), "pool": pool_hash }));
    }
    store::announce(tx, announced, &serde_json::Value::Array(sealed))
}
