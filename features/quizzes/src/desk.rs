//! What tests put on a desk: a test to take for its people, afterwards the way back to it; questions that wait for a
//! second person.

use kernel::{Instant, PersonId};
use platform::db::{StoreError, Tx};
use platform::web::{Actor, DeskItem, State as PageState};

use crate::domain::{Quiz, State};
use crate::permissions::BANK;
use crate::store;

/// Tests that open within so many seconds are told.
const AHEAD_SECONDS: i64 = 3 * 86_400;
/// A test that closes within so many seconds is near its end.
const NEAR_SECONDS: i64 = 2 * 86_400;
/// For so many seconds what was handed in, or ended, is found on the desk.
const BACK_SECONDS: i64 = 14 * 86_400;
/// Tests handed in that a desk shows.
const HANDED_IN: i64 = 3;

pub(crate) fn desk(tx: &mut Tx<'_>, who: &Actor) -> Result<Vec<DeskItem>, StoreError> {
    let mut items: Vec<DeskItem> = to_review(tx, who)?.into_iter().collect();
    if let Some(person) = who.person() {
        items.extend(to_take(tx, who, person)?);
        items.extend(handed_in(tx, who, person)?);
    }
    Ok(items)
}

/// The tests the person has still to take.
fn to_take(tx: &mut Tx<'_>, who: &Actor, person: PersonId) -> Result<Vec<DeskItem>, StoreError> {
    let (now, cx) = (tx.now(), who.cx("quizzes-menu"));
    let waiting = store::list_waiting(tx, person, now.plus_seconds(AHEAD_SECONDS))?;
    let item = |quiz: Quiz| {
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

/// What the person handed in lately: nothing to do, but the way to the result.
fn handed_in(tx: &mut Tx<'_>, who: &Actor, person: PersonId) -> Result<Vec<DeskItem>, StoreError> {
    let (since, cx) = (tx.now().plus_seconds(-BACK_SECONDS), who.cx("quizzes-menu"));
    let done = store::list_handed_in(tx, person, since, HANDED_IN)?;
    let item = |(quiz, at): (Quiz, Instant)| {
        let note = if quiz.shows_result() { "quizzes-desk-result" } else { "quizzes-desk-handed-in" };
        DeskItem {
            note: cx.t1(note, "at", at.shown()),
            href: format!("/quizzes/{}/take", quiz.id),
            action: cx.t("quizzes-look"),
            due: None,
            state: PageState::Green,
            title: quiz.plan.title,
        }
    };
    Ok(done.into_iter().map(item).collect())
}

/// The questions of the bank that somebody else wrote and that wait for this actor's review.
fn to_review(tx: &mut Tx<'_>, who: &Actor) -> Result<Option<DeskItem>, StoreError> {
    let Some(root) = rollouts::widest(tx, who.scope(BANK))? else { return Ok(None) };
    let waiting = store::count_to_review(tx, root, who.account())?;
    let cx = who.cx("quizzes-menu");
    Ok((waiting > 0).then(|| DeskItem {
        title: cx.t1("quizzes-desk-review", "count", waiting),
        note: cx.t("quizzes-bank"),
        href: format!("/quizzes/questions?state={}", State::Draft),
        action: cx.t("quizzes-step-review"),
        due: None,
        state: PageState::Amber,
    }))
}
