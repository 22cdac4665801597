//! What a programme makes of what happens elsewhere, and what it puts on the desk.

use kernel::{Event, Fact};
use platform::db::{StoreError, Tx};
use platform::web::{Actor, DeskItem, State as PageState};

use crate::copying;
use crate::domain::{Colour, State};
use crate::permissions::WRITE;
use crate::store;

/// Its draft was issued or given up.
pub(crate) fn on_event(tx: &mut Tx<'_>, event: &Event) -> Result<(), StoreError> {
    let Fact::DraftEnded { document } = event.fact else { return Ok(()) };
    let Some(programme) = store::lookup_by_draft(tx, &event.subject)? else { return Ok(()) };
    let Some(document) = document else {
        return store::save_state(tx, &programme.taken_back(), "programmes.taken_back");
    };
    let issued = programme.issued(document);
    store::save_state(tx, &issued, "programmes.issued")?;
    copying::have_measured(tx, issued.id)
}

/// Tasks of the actor's own units, and of those whose place they took, that are late, or will be as they go.
pub(crate) fn desk(tx: &mut Tx<'_>, who: &Actor) -> Result<Vec<DeskItem>, StoreError> {
    let (today, cx, mut items) = (who.today(), who.cx("programmes-menu"), Vec::new());
    let mut units = who.scope(WRITE);
    for unit in who.scope(WRITE) {
        units.extend(units::store::list_predecessors(tx, unit)?);
    }
    units.sort_unstable();
    units.dedup();
    for unit in units {
        for programme in store::list_of_unit(tx, unit, State::Issued)? {
            for task in store::list_tasks(tx, programme.id, today)? {
                let state = match task.colour(today) {
                    Colour::Red => PageState::Red,
                    Colour::Amber if !task.is_done() => PageState::Amber,
                    _ => continue,
                };
                items.push(DeskItem {
                    title: task.work,
                    note: cx.t1("programmes-desk-note", "programme", programme.called()),
                    href: format!("/programmes/tasks/{}", task.id),
                    action: cx.t("programmes-enter"),
                    due: task.due_on,
                    state,
                });
            }
        }
    }
    Ok(items)
}
