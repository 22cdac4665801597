//! What conferences put on a person's desk.

use kernel::UnitId;
use platform::db::{StoreError, Tx};
use platform::web::{Actor, DeskItem, State as Colour};

use crate::{permissions, store};

/// The things that wait for this actor, most urgent kinds first.
///
/// # Errors
/// [`StoreError::Driver`].
pub(crate) fn desk(tx: &mut Tx<'_>, who: &Actor) -> Result<Vec<DeskItem>, StoreError> {
    let mut items = Vec::new();
    if let Some(person) = who.person() {
        items.extend(invitations(tx, who, person)?);
    }
    let attends = who.scope(permissions::ATTEND_TO_POINT);
    if !attends.is_empty() {
        items.extend(prompts(tx, who, &attends)?);
        items.extend(open_attendance(tx, who, &attends)?);
        items.extend(head_counts(tx, who, &attends)?);
    }
    let organises = who.scope(permissions::ORGANISE);
    if !organises.is_empty() {
        items.extend(checklists(tx, who, &organises)?);
    }
    Ok(items)
}

fn invitations(tx: &mut Tx<'_>, who: &Actor, person: kernel::PersonId) -> Result<Vec<DeskItem>, StoreError> {
    let cx = who.cx("conferences-menu");
    Ok(store::list_invited(tx, person)?
        .into_iter()
        .map(|invited| DeskItem {
            title: cx.t1("conferences-desk-come", "title", &invited.title),
            note: [invited.starts_at.shown(), invited.point_name, invited.place]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(" · "),
            href: format!("/c/{}", invited.invitation),
            action: cx.t(if invited.is_open { "conferences-check-in" } else { "conferences-desk-see" }),
            state: if invited.is_open { Colour::Amber } else { Colour::Grey },
            due: Some(invited.starts_at.day()),
        })
        .collect())
}

/// Prompts that wait for an answer from a point one minds oneself: nothing is more urgent, they wait for minutes.
fn prompts(tx: &mut Tx<'_>, who: &Actor, units: &[UnitId]) -> Result<Vec<DeskItem>, StoreError> {
    let cx = who.cx("conferences-menu");
    Ok(store::list_waiting_prompts(tx, units)?
        .into_iter()
        .map(|waiting| DeskItem {
            title: cx.t1("conferences-desk-prompt", "point", &waiting.point_name),
            note: cx.t2("conferences-desk-prompt-until", "title", &waiting.title, "time", waiting.due_at.time_shown()),
            href: format!("/points/{}/line", waiting.point),
            action: cx.t("conferences-prompt-send"),
            state: Colour::Red,
            due: Some(waiting.due_at.day()),
        })
        .collect())
}

fn open_attendance(tx: &mut Tx<'_>, who: &Actor, units: &[UnitId]) -> Result<Vec<DeskItem>, StoreError> {
    let cx = who.cx("conferences-menu");
    let mut items = Vec::new();
    for (conference, title, point, waiting) in store::list_open(tx, units)? {
        let starts = store::find(tx, conference)?;
        let organises = units.contains(&starts.unit);
        items.push(DeskItem {
            title: cx.t1("conferences-desk-attendance", "title", &title),
            note: cx.t1("conferences-desk-waiting", "count", waiting),
            href: if organises { format!("/conferences/{conference}") } else { format!("/points/{point}/check-in") },
            action: cx.t("conferences-desk-take"),
            state: if who.today() > starts.day() { Colour::Red } else { Colour::Amber },
            due: Some(starts.day()),
        });
    }
    Ok(items)
}

fn head_counts(tx: &mut Tx<'_>, who: &Actor, units: &[UnitId]) -> Result<Vec<DeskItem>, StoreError> {
    let cx = who.cx("conferences-menu");
    let today = who.today();
    Ok(store::list_due_head_counts(tx, units)?
        .into_iter()
        .map(|due| DeskItem {
            title: cx.t1("conferences-desk-head-count", "title", &due.title),
            note: due.point_name,
            href: format!("/conferences/{}/head-counts", due.conference),
            action: cx.t("conferences-desk-enter"),
            state: match due.due_on.map(|day| today.days_until(day)) {
                Some(days) if days < 0 => Colour::Red,
                Some(0..=2) => Colour::Amber,
                _ => Colour::Grey,
            },
            due: due.due_on,
        })
        .collect())
}

fn checklists(tx: &mut Tx<'_>, who: &Actor, units: &[UnitId]) -> Result<Vec<DeskItem>, StoreError> {
    let cx = who.cx("conferences-menu");
    let today = who.today();
    Ok(store::list_due_checklist(tx, units, today.plus(2))?
        .into_iter()
        .map(|due| {
            let state = if due.due_on < today { Colour::Red } else { Colour::Amber };
            let (note, action) = if due.is_closed {
                ("conferences-desk-unticked", "conferences-desk-tick")
            } else {
                ("conferences-desk-checklist", "conferences-desk-prepare")
            };
            DeskItem {
                title: due.first,
                note: cx.t2(note, "title", &due.title, "count", due.lines),
                href: format!("/conferences/{}", due.conference),
                action: cx.t(action),
                state,
                due: Some(due.due_on),
            }
        })
        .collect())
}
