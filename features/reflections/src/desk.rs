//! What reflections put on a desk: one's own to write, and those that wait for one's review.

use kernel::Day;
use platform::db::{StoreError, Tx};
use platform::web::{Actor, DeskItem, State as PageState};

use crate::domain::State;
use crate::store;

/// Waiting reflections counted at most.
const COUNTED: i64 = 200;
/// For so many seconds it is told that somebody else reads what was submitted.
const TOLD_SECONDS: i64 = 14 * 86_400;

pub(crate) fn desk(tx: &mut Tx<'_>, who: &Actor) -> Result<Vec<DeskItem>, StoreError> {
    let Some(person) = who.person() else { return Ok(Vec::new()) };
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
    let since = tx.now().plus_seconds(-TOLD_SECONDS);
    for change in store::list_told_since(tx, person, since)? {
        items.push(DeskItem {
            title: change.title,
            note: cx.t1("reflections-desk-reviewer", "name", change.to),
            href: format!("/reflections/{}/mine", change.call),
            action: cx.t("reflections-look"),
            due: None,
            state: PageState::Grey,
        });
    }
    let waiting = store::list_of_reviewer(tx, person, COUNTED)?;
    let waiting: Vec<_> = waiting.iter().filter(|row| row.reflection.state == State::Submitted).collect();
    if let Some(first) = waiting.first() {
        items.push(DeskItem {
            title: cx.t1("reflections-desk-waiting", "count", waiting.len()),
            note: first.title.clone(),
            href: "/reflections/reviewing".to_owned(),
            action: cx.t("reflections-review"),
            due: None,
            state: PageState::Amber,
        });
    }
    Ok(items)
}

fn colour(due_on: Day, today: Day) -> PageState {
    if due_on < today { PageState::Red } else { PageState::Amber }
}
