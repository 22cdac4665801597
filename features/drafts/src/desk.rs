//! What drafts put on a person's desk: opinions asked of one's units and of oneself, answers that are missing, drafts to
//! approve and to issue.

use kernel::Day;
use platform::db::{StoreError, Tx};
use platform::web::{Actor, DeskItem, State as Colour};

use crate::domain::{Draft, State};
use crate::{permissions, store};

const AT_MOST: i64 = 3;
/// From so many days before its last one a round is near.
const NEAR: i64 = 3;

pub(crate) fn items(tx: &mut Tx<'_>, who: &Actor) -> Result<Vec<DeskItem>, StoreError> {
    let mut items = asked(tx, who)?;
    for (permission, state, by_issuer, word) in [
        (permissions::APPROVE, State::Submitted, true, "approve"),
        (permissions::ISSUE, State::Approved, true, "issue"),
    ] {
        for draft in store::list_waiting(tx, &who.scope(permission), state, by_issuer, AT_MOST)? {
            let path = if word == "issue" { "/issue" } else { "" };
            items.push(step(who, &draft, word, path));
        }
    }
    items.extend(to_answer(tx, who)?);
    Ok(items)
}

/// The colour of a last day as seen today.
pub(crate) fn colour(due_on: &Day, today: Day) -> Colour {
    match today.days_until(*due_on) {
        ..0 => Colour::Red,
        0..=NEAR => Colour::Amber,
        _ => Colour::Grey,
    }
}

fn asked(tx: &mut Tx<'_>, who: &Actor) -> Result<Vec<DeskItem>, StoreError> {
    let cx = who.cx("drafts-menu");
    let rounds = store::list_asked(tx, &who.scope(permissions::ANSWER_FOR), who.person(), &who.own_units())?;
    let mut items = Vec::new();
    for (round, unit) in rounds.into_iter().take(5) {
        let draft = store::find(tx, round.draft)?;
        let for_whom = match unit {
            Some(unit) => units::store::find(tx, unit)?.short_name,
            None => cx.t("drafts-desk-yourself"),
        };
        items.push(DeskItem {
            title: cx.t1("drafts-desk-asked", "called", draft.called()),
            note: cx.t2("drafts-desk-asked-note", "unit", for_whom, "kind", cx.word("drafts-round-kind", round.kind)),
            href: format!("/drafts/rounds/{}", round.id),
            action: cx.t("drafts-desk-asked-action"),
            state: colour(&round.due_on, who.today()),
            due: Some(round.due_on),
        });
    }
    Ok(items)
}

fn step(who: &Actor, draft: &Draft, word: &'static str, path: &str) -> DeskItem {
    let cx = who.cx("drafts-menu");
    DeskItem {
        title: cx.t1(format!("drafts-desk-{word}"), "called", draft.called()),
        note: cx.t(format!("drafts-desk-{word}-note")),
        href: format!("/drafts/{}{path}", draft.id),
        action: cx.t(format!("drafts-desk-{word}-action")),
        state: Colour::Amber,
        due: None,
    }
}

/// Drafts of one's own units whose opinions wait for an answer, or whose round has reached its day.
fn to_answer(tx: &mut Tx<'_>, who: &Actor) -> Result<Vec<DeskItem>, StoreError> {
    let mut items = Vec::new();
    let units = who.scope(permissions::WRITE);
    for draft in store::list_waiting(tx, &units, State::Asking, false, AT_MOST)? {
        let rounds = store::list_rounds(tx, draft.id)?;
        let Some(round) = rounds.last() else { continue };
        let all_answered = store::close_facts(tx, round.id)?.waiting == 0;
        if all_answered || round.is_overdue(who.today()) {
            let item = step(who, &draft, "close", "");
            items.push(DeskItem { href: format!("/drafts/rounds/{}/answers", round.id), ..item });
        }
    }
    for draft in store::list_waiting(tx, &units, State::Writing, false, AT_MOST)? {
        if store::count_undecided(tx, draft.id)? > 0 {
            let rounds = store::list_rounds(tx, draft.id)?;
            let Some(round) = rounds.last() else { continue };
            let item = step(who, &draft, "answer", "");
            items.push(DeskItem { href: format!("/drafts/rounds/{}/answers", round.id), ..item });
        } else if !draft.note.is_empty() {
            items.push(step(who, &draft, "returned", "/edit"));
        }
    }
    Ok(items)
}
