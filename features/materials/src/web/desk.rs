//! What materials put on a person's desk: conferences without a set, sheets to type in, sets not read yet.

use kernel::PersonId;
use platform::db::{StoreError, Tx};
use platform::web::{Actor, DeskItem, State as PageState};

use super::packs::About;
use super::read::serving;
use crate::permissions::{PACK, PUBLISH};
use crate::store::{self, Reading};

/// Unread sets named, of those published within so many days.
const UNREAD: i64 = 3;
const DAYS: i64 = 60;

/// The things that wait for this actor.
///
/// # Errors
/// [`StoreError`].
pub(crate) fn desk(tx: &mut Tx<'_>, who: &Actor) -> Result<Vec<DeskItem>, StoreError> {
    let mut items = missing(tx, who)?;
    items.extend(sheets(tx, who)?);
    if let Some(person) = who.person() {
        items.extend(unread(tx, who, person)?);
    }
    Ok(items)
}

/// Conferences of the actor's own units that begin soon and for which nothing is published.
fn missing(tx: &mut Tx<'_>, who: &Actor) -> Result<Vec<DeskItem>, StoreError> {
    let units = who.scope(PUBLISH);
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let (today, cx) = (who.today(), who.cx("materials-menu"));
    let warn_days = store::rule_on(tx, today)?.warn_days;
    let until = tx.now().plus_seconds(warn_days * 86_400);
    let mut items = Vec::new();
    for conference in conferences::store::list_planned(tx, &units, until)? {
        if !serving(tx, &conference)?.is_empty() {
            continue;
        }
        let days = today.days_until(conference.day());
        items.push(DeskItem {
            title: cx.t1("materials-desk-missing", "title", &conference.title),
            note: cx.t1("materials-desk-missing-note", "days", days),
            href: format!("/materials/new?conference={}", conference.id),
            action: cx.t("materials-new"),
            state: if days <= 1 { PageState::Red } else { PageState::Amber },
            due: Some(conference.day()),
        });
    }
    Ok(items)
}

/// Sheets of the actor's own cells that wait to be typed back in.
fn sheets(tx: &mut Tx<'_>, who: &Actor) -> Result<Vec<DeskItem>, StoreError> {
    let (cx, mut items) = (who.cx("materials-menu"), Vec::new());
    for unit in who.scope(PACK) {
        for pack in store::list_packs(tx, unit)?.into_iter().filter(|pack| pack.returned_on.is_none()) {
            let title = About::of(tx, pack.purpose)?.title;
            items.push(DeskItem {
                title: cx.t1("materials-desk-sheet", "title", &title),
                note: cx.t1("materials-pack-made", "day", pack.made_on),
                href: format!("/packs/{}/sheet", pack.id),
                action: cx.t("materials-pack-type"),
                state: PageState::Amber,
                due: None,
            });
        }
    }
    Ok(items)
}

/// Published sets for the audiences this person belongs to, not read yet.
fn unread(tx: &mut Tx<'_>, who: &Actor, person: PersonId) -> Result<Vec<DeskItem>, StoreError> {
    let audiences = store::audiences_of(tx, person)?;
    let reader = Reading { person, unit: people::store::find_person(tx, person)?.known.home_unit };
    let cx = who.cx("materials-menu");
    let sets = store::list_unread(tx, reader, &audiences, who.today().plus(-DAYS), UNREAD)?;
    let item = |set: crate::domain::Set| DeskItem {
        title: cx.t1("materials-desk-read", "title", &set.head.title),
        note: cx.word("rollouts-audience", set.head.audience),
        href: format!("/m/{}", set.code),
        action: cx.t("materials-read"),
        state: PageState::Grey,
        due: None,
    };
    Ok(sets.into_iter().map(item).collect())
}
