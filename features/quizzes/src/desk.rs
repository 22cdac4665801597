//! What tests put on a desk: a test to take for its people, one that runs for who organises it.

use platform::db::{StoreError, Tx};
use platform::web::{Actor, DeskItem, State as PageState};

use crate::store;

/// Tests that open within so many seconds are told.
const AHEAD_SECONDS: i64 = 3 * 86_400;
/// A test that closes within so many seconds is near its end.
const NEAR_SECONDS: i64 = 2 * 86_400;

/// The tests the person has still to take.
pub(crate) fn desk(tx: &mut Tx<'_>, who: &Actor) -> Result<Vec<DeskItem>, StoreError> {
    let Some(person) = who.person() else { return Ok(Vec::new()) };
    let (now, cx) = (tx.now(), who.cx("quizzes-menu"));
    let waiting = store::list_waiting(tx, person, now.plus_seconds(AHEAD_SECONDS))?;
    let item = |quiz: crate::domain::Quiz| {
        let is_near = quiz.plan.closes_at <= now.plus_seconds(NEAR_SECONDS);
        let (opens, closes) = (quiz.plan.opens_at, quiz.plan.closes_at);
        let note = if now < opens {
            cx.t1("quizzes-desk-opens", "at", opens.shown())
        } else {
            cx.t1("quizzes-desk-until", "at", closes.shown())
        };
        DeskItem {
            title: quiz.plan.title,
            note,
            href: format!("/quizzes/{}/take", quiz.id),
            action: cx.t("quizzes-take"),
            due: Some(closes.day()),
            state: if is_near || now >= opens { PageState::Amber } else { PageState::Grey },
        }
    };
    Ok(waiting.into_iter().map(item).collect())
}
