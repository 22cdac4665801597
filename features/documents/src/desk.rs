//! What documents put on a person's desk: drafts that wait for their check, documents that reached one's own units and
//! wait to be acknowledged or opened.

use platform::db::{StoreError, Tx};
use platform::web::{Actor, DeskItem, State};

use crate::domain::ProposalState;
use crate::permissions::{ACKNOWLEDGE, DECIDE, REGISTER};
use crate::store;

const AT_MOST: i64 = 3;

/// The items of the actor's desk, newest first, at most three of each kind.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn items(tx: &mut Tx<'_>, who: &Actor) -> Result<Vec<DeskItem>, StoreError> {
    let cx = who.cx("documents-menu");
    let mut items = Vec::new();
    for (id, called, _) in store::list_drafts(tx, &who.scope(REGISTER), AT_MOST)? {
        items.push(DeskItem {
            title: cx.t1("documents-desk-draft", "called", called),
            note: cx.t("documents-desk-draft-note"),
            href: format!("/documents/{id}/check"),
            action: cx.t("documents-desk-draft-action"),
            state: State::Amber,
            due: None,
        });
    }
    let answers = who.scope(ACKNOWLEDGE);
    let reads: Vec<_> = who.own_units().into_iter().filter(|unit| !answers.contains(unit)).collect();
    for (units, what, until_acknowledged) in [(answers, "acknowledge", true), (reads, "read", false)] {
        for (document, delivery) in store::list_waiting(tx, &units, until_acknowledged, AT_MOST)? {
            let unit = units::store::find(tx, delivery.unit)?;
            let what = if delivery.asked_again_at.is_some() && until_acknowledged { "acknowledge-again" } else { what };
            items.push(DeskItem {
                title: cx.t1(format!("documents-desk-{what}"), "called", document.called()),
                note: cx.t2("documents-desk-sent", "unit", unit.short_name, "at", delivery.sent_at.shown()),
                href: format!("/documents/{}", document.id),
                action: cx.t(format!("documents-desk-{what}-action")),
                state: if delivery.opened_at.is_none() { State::Amber } else { State::Grey },
                due: None,
            });
        }
    }
    let sight = store::Sight { roots: who.scope(DECIDE), own: Vec::new() };
    let waiting = if sight.roots.is_empty() { 0 } else { store::count_queue(tx, &sight, ProposalState::Open)? };
    if waiting > 0 {
        items.push(DeskItem {
            title: cx.t1("documents-desk-reviews", "count", waiting),
            note: cx.t("documents-desk-reviews-note"),
            href: "/documents/reviews".to_owned(),
            action: cx.t("documents-desk-reviews-action"),
            state: State::Amber,
            due: None,
        });
    }
    Ok(items)
}
