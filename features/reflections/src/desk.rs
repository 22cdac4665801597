//! What reflections put on a desk: one's own to write, afterwards the way back to it, and those that wait for one's review.

use kernel::{Day, PersonId};
use platform::db::{StoreError, Tx};
use platform::web::{Actor, DeskItem, State as PageState};

use crate::domain::State;
use crate::store::{self, ReflectionRow, ReviewerChange};

/// Waiting reflections counted at most.
const COUNTED: i64 = 200;
/// For so many days what was handed in is found on the desk, and that somebody else reads it.
const TOLD_DAYS: i64 = 14;
/// Reflections handed in that a desk shows.
const HANDED_IN: i64 = 3;

pub(crate) fn desk(tx: &mut Tx<'_>, who: &Actor) -> Result<Vec<DeskItem>, StoreError> {
    let Some(person) = who.person() else { return Ok(Vec::new()) };
    let mut items = to_write(tx, who, person)?;
    let told = store::list_told_since(tx, person, tx.now().plus_seconds(-TOLD_DAYS * 86_400))?;
    for item in handed_in(tx, who, person, &told)?.into_iter().chain(told.iter().map(|change| told_of(who, change))) {
        // what is to be written on, or was named as handed in, is named once
        if !items.iter().any(|other| other.href == item.href) {
            items.push(item);
        }
    }
    items.extend(to_review(tx, who, person)?);
    Ok(items)
}

/// What the person has still to write.
fn to_write(tx: &mut Tx<'_>, who: &Actor, person: PersonId) -> Result<Vec<DeskItem>, StoreError> {
    let (today, cx, mut items) = (who.today(), who.cx("reflections-menu"), Vec::new());
    for row in store::list_of_person(tx, person)? {
        if row.reflection.state == State::Submitted {
            continue;
        }
        let is_returned = row.reflection.state == State::Returned;
        let note = if is_returned { "reflections-desk-returned" } else { "reflections-desk-due" };
        items.push(DeskItem {
            title: row.title,
            note: cx.t1(note, "day", row.due_on.shown()),
            href: format!("/reflections/{}/mine", row.reflection.call),
            action: cx.t("reflections-write"),
            due: Some(row.due_on),
            state: colour(row.due_on, today),
        });
    }
    Ok(items)
}

/// What the person handed in lately: nothing to do, but the way back to it.
fn handed_in(
    tx: &mut Tx<'_>,
    who: &Actor,
    person: PersonId,
    told: &[ReviewerChange],
) -> Result<Vec<DeskItem>, StoreError> {
    let (since, cx) = (who.today().plus(-TOLD_DAYS), who.cx("reflections-menu"));
    let item = |row: ReflectionRow| {
        let (call, state) = (row.reflection.call, row.reflection.state);
        let change = told.iter().find(|change| change.call == call && state == State::Submitted);
        DeskItem {
            title: row.title,
            note: match change {
                Some(change) => cx.t1("reflections-desk-reviewer", "name", change.to.as_str()),
                None => cx.word("reflections-desk-handed-in", state),
            },
            href: format!("/reflections/{call}/mine"),
            action: cx.t("reflections-look"),
            due: None,
            state: if state == State::Returned { PageState::Grey } else { PageState::Green },
        }
    };
    Ok(store::list_handed_in(tx, person, since, HANDED_IN)?.into_iter().map(item).collect())
}

/// Somebody else reads what was handed in.
fn told_of(who: &Actor, change: &ReviewerChange) -> DeskItem {
    let cx = who.cx("reflections-menu");
    DeskItem {
        title: change.title.clone(),
        note: cx.t1("reflections-desk-reviewer", "name", change.to.as_str()),
        href: format!("/reflections/{}/mine", change.call),
        action: cx.t("reflections-look"),
        due: None,
        state: PageState::Grey,
    }
}

/// What waits for the person's review.
fn to_review(tx: &mut Tx<'_>, who: &Actor, person: PersonId) -> Result<Option<DeskItem>, StoreError> {
    let cx = who.cx("reflections-menu");
    let waiting = store::list_of_reviewer(tx, person, false, COUNTED)?;
    Ok(waiting.first().map(|first| DeskItem {
        title: cx.t1("reflections-desk-waiting", "count", waiting.len()),
        note: first.title.clone(),
        href: "/reflections/reviewing".to_owned(),
        action: cx.t("reflections-review"),
        due: None,
        state: PageState::Amber,
    }))
}

fn colour(due_on: Day, today: Day) -> PageState {
    if due_on < today { PageState::Red } else { PageState::Amber }
}
