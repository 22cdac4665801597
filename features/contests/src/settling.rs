//! What happens when a round is over: attempts that nobody ended are ended with what was saved, and its figures go to the
//! ledger.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use fair_contest::Answers;
use kernel::{Delta, Instant};
use platform::App;
use platform::db::{StoreError, Tx};
use platform::web::{Actor, Failure};
use quizzes::domain::{Outcomes, QuestionId};

use crate::domain::{Contest, ContestId, Question, Round};
use crate::engine::{OpenRound, Wish, engine};
use crate::store::{self, ATTEMPTS, PEOPLE};

/// Attempts ended at once.
const STRETCH: i64 = 500;

/// Ends every attempt of a round whose time is up, with what was saved.
///
/// # Errors
/// [`Failure::Busy`] when contestants' requests wait.
pub(crate) async fn end_overdue(app: &App, no: i64) -> Result<(), Failure> {
    let round = OpenRound::find(app, no).await?;
    let grace = round.contest.rules.grace_seconds;
    loop {
        let before = app.clock.now().plus_seconds(-grace);
        let overdue = app.db.read(move |tx| store::list_open_overdue(tx, no, before, STRETCH)).await?;
        if overdue.is_empty() {
            return Ok(());
        }
        let engine = engine(app);
        let asked: Vec<_> =
            overdue.into_iter().map(|one| engine.ask(Some(Arc::clone(&round)), Wish::EndLate(one))).collect();
        for answer in futures_util::future::join_all(asked).await {
            answer?;
        }
    }
}

/// What became of the questions that came from the bank, for their difficulty and discrimination there. A contestant's first
/// attempt counts alone: who comes again has met some of them before. Annulled results do not count.
///
/// # Errors
/// [`Failure::Broken`].
pub(crate) async fn outcomes(app: &App, no: i64) -> Result<Vec<(QuestionId, Outcomes)>, Failure> {
    let round = OpenRound::find(app, no).await?;
    if round.questions.iter().all(|one| one.bank.is_none()) {
        return Ok(Vec::new());
    }
    app.db
        .read(move |tx| {
            let annulled: HashSet<i64> = store::list_annulled(tx, no)?.into_iter().map(|one| one.place).collect();
            let mut sums: BTreeMap<usize, Outcomes> = BTreeMap::new();
            store::each_result(tx, no, 0, i64::MAX, |store::Kept { result, .. }| {
                if result.number != 1 || annulled.contains(&result.place) {
                    return;
                }
                let drawn = round.draw(result.contestant, result.number, &result.nonce);
                let length = i64::try_from(drawn.len()).unwrap_or(i64::MAX).max(1);
                let points = result.score * 1_000 / length;
                let answers =
                    Answers::read(&result.answers, drawn.len()).unwrap_or_else(|_| Answers::none(drawn.len()));
                for (question, chosen) in answers.in_pool(&drawn) {
                    let is_right = chosen == round.questions[question].right_set();
                    let sum = sums.entry(question).or_default();
                    *sum = sum.with(Outcomes::of_answer(is_right, points));
                }
            })?;
            // a question whose answers were all annulled has none
            let of_bank = |(place, question): (usize, &Question)| {
                Some((question.bank?, sums.get(&place).copied().unwrap_or_default()))
            };
            Ok(round.questions.iter().enumerate().filter_map(of_bank).collect())
        })
        .await
}

/// Tells the bank what became of its questions in a round, in the place of what it was told before.
pub(crate) fn tell_bank(tx: &mut Tx<'_>, no: i64, outcomes: &[(QuestionId, Outcomes)]) -> Result<(), StoreError> {
    let source = format!("contest-round-{no}");
    outcomes.iter().try_for_each(|(question, sums)| quizzes::store::save_outcomes(tx, *question, &source, sums))
}

/// The settled rounds of a contest.
pub(crate) fn settled_rounds(tx: &mut Tx<'_>, contest: ContestId) -> Result<Vec<i64>, StoreError> {
    let rounds = store::list_rounds(tx, contest)?;
    Ok(rounds.into_iter().filter(|round| round.settled_at.is_some()).map(|round| round.no).collect())
}

/// Tells the bank anew of these settled rounds: results were annulled.
///
/// # Errors
/// [`Failure::Broken`].
pub(crate) async fn tell_bank_again(who: &Actor, rounds: Vec<i64>) -> Result<(), Failure> {
    for no in rounds {
        let outcomes = outcomes(who.app(), no).await?;
        who.write(move |tx| tell_bank(tx, no, &outcomes)).await?;
    }
    Ok(())
}

/// Whoever was barred or annulled while the round ran counts in nothing, whatever was still on its way then.
pub(crate) fn take_out_barred(tx: &mut Tx<'_>, contest: &Contest, round: &Round) -> Result<(), StoreError> {
    store::annul_barred(tx, contest)?;
    store::annul_latecomers(tx, contest, round)
}

/// When the last of the tests that are announced and may ask a question of this round closes.
///
/// # Errors
/// [`StoreError::Driver`].
pub(crate) fn open_tests_until(tx: &mut Tx<'_>, round: &Round) -> Result<Option<Instant>, StoreError> {
    let now = tx.now();
    let mut until = None;
    for question in store::list_questions(tx, round.no)?.into_iter().filter_map(|question| question.bank) {
        for quiz in quizzes::store::list_drawing(tx, question)? {
            until = until.max(Some(quiz.plan.closes_at).filter(|closes_at| *closes_at > now));
        }
    }
    Ok(until)
}

/// Adds a settled round to the ledger, by unit.
pub(crate) fn post_figures(tx: &mut Tx<'_>, contest: &Contest, round: &Round) -> Result<(), Failure> {
    let day = tx.today();
    for (unit, people, attempts) in store::settled_by_unit(tx, contest, round)? {
        for (figure, n) in [(PEOPLE, people), (ATTEMPTS, attempts)] {
            tx.post(Delta { subject: contest.id.to_string(), figure, unit, day, n });
        }
    }
    Ok(())
}
