//! What contests put on a person's desk: rounds that wait for their settling, contests that wait for their announcement.

use platform::db::{StoreError, Tx};
use platform::web::{Actor, DeskItem, State as Colour};

use crate::permissions::ORGANISE;
use crate::store;

/// The things that wait for this actor.
///
/// # Errors
/// [`StoreError::Driver`].
pub(crate) fn desk(tx: &mut Tx<'_>, who: &Actor) -> Result<Vec<DeskItem>, StoreError> {
    let units = who.scope(ORGANISE);
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let (cx, now) = (who.cx("contests-menu"), tx.now());
    let mut items = Vec::new();
    for (contest, title, round, closes_at) in store::list_unsettled(tx, &units, now)? {
        items.push(DeskItem {
            title: cx.t1("contests-desk-settle", "round", &round),
            note: format!("{title} · {}", closes_at.shown()),
            href: format!("/contests/{contest}"),
            action: cx.t("contests-settle"),
            state: Colour::Amber,
            due: Some(closes_at.day()),
        });
    }
    Ok(items)
}
