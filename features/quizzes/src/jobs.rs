//! What ends by the clock: attempts whose people vanished are handed in, and tests close, without anybody at a screen.

use platform::db::{StoreError, Tx};
use platform::jobs::{JobKind, JobRun, enqueue, enqueue_at};
use serde::{Deserialize, Serialize};

use crate::domain::{GRACE_SECONDS, Quiz, QuizId, QuizState};
use crate::store;

const COLLECT: &str = "quizzes.collect";
/// How often attempts out of time are looked for while a test is open.
const EVERY_SECONDS: i64 = 60;
/// Attempts handed in within one transaction: others write in between.
const AT_ONCE: i64 = 200;

/// The background jobs of tests.
pub const JOBS: &[JobKind] = &[JobKind { name: COLLECT, run: collect }];

#[derive(Serialize, Deserialize)]
struct Body {
    quiz: QuizId,
}

fn body(quiz: &Quiz) -> serde_json::Value {
    serde_json::json!(Body { quiz: quiz.id })
}

/// From its opening on, attempts of this test out of time are collected, until it is closed.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn follow(tx: &mut Tx<'_>, quiz: &Quiz) -> Result<(), StoreError> {
    enqueue_at(tx, COLLECT, &body(quiz), quiz.plan.opens_at.plus_seconds(EVERY_SECONDS)).map(|_| ())
}

/// What runs of a test that was closed is collected at once.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn collect_now(tx: &mut Tx<'_>, quiz: &Quiz) -> Result<(), StoreError> {
    enqueue(tx, COLLECT, &body(quiz)).map(|_| ())
}

fn collect(run: &JobRun) -> Result<serde_json::Value, String> {
    let body: Body = serde_json::from_str(&run.job.body).map_err(|error| error.to_string())?;
    let mut collected = 0;
    loop {
        let some = run.app.db.write_now(move |tx| collect_some(tx, body.quiz)).map_err(|error| error.to_string())?;
        collected += some;
        let goes_on =
            run.progress(i64::try_from(collected).unwrap_or(i64::MAX), 0).map_err(|error| error.to_string())?;
        if some == 0 || !goes_on {
            break;
        }
    }
    run.app.db.write_now(move |tx| go_on(tx, body.quiz)).map_err(|error| error.to_string())?;
    Ok(serde_json::json!({ "collected": collected }))
}

fn collect_some(tx: &mut Tx<'_>, id: QuizId) -> Result<usize, StoreError> {
    let (quiz, now) = (store::find_quiz(tx, id)?, tx.now());
    let over_at = (quiz.state != QuizState::Closed).then_some(now);
    let ended = store::list_running(tx, id, AT_ONCE, over_at)?;
    store::collect(tx, &quiz, ended)
}

/// Closes a test whose time is over; looks at one that is open again in a while.
fn go_on(tx: &mut Tx<'_>, id: QuizId) -> Result<(), StoreError> {
    let (quiz, now) = (store::find_quiz(tx, id)?, tx.now());
    if quiz.state != QuizState::Announced {
        return Ok(());
    }
    if now >= quiz.plan.closes_at.plus_seconds(GRACE_SECONDS) {
        let closed = Quiz { state: QuizState::Closed, ..quiz };
        store::save_quiz_state(tx, &closed, "quizzes.quiz_closed")?;
        return collect_now(tx, &closed);
    }
    let next = now.plus_seconds(EVERY_SECONDS).min(quiz.plan.closes_at.plus_seconds(GRACE_SECONDS));
    enqueue_at(tx, COLLECT, &body(&quiz), next).map(|_| ())
}
