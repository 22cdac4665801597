//! What reports put on a person's desk: drafts to finish, drafts to sign.

use platform::db::{StoreError, Tx};
use platform::web::{Actor, DeskItem, State};

use crate::domain::count_missing;
use crate::{permissions, store};

const AT_MOST: i64 = 3;

pub(crate) fn items(tx: &mut Tx<'_>, who: &Actor) -> Result<Vec<DeskItem>, StoreError> {
    let cx = who.cx("reports-menu");
    let mut items = Vec::new();
    for unit in who.scope(permissions::WRITE) {
        for report in store::list_drafts_of(tx, unit, AT_MOST)? {
            let missing = count_missing(&store::list_sections(tx, report.id)?);
            let may_sign = who.may(tx, permissions::SIGN, report.unit)?;
            let (action, href) = if missing == 0 && may_sign {
                ("reports-desk-sign", format!("/reports/{}", report.id))
            } else {
                ("reports-desk-write", format!("/reports/{}/edit", report.id))
            };
            items.push(DeskItem {
                title: cx.t1("reports-desk-title", "title", &report.head.title),
                note: if missing > 0 {
                    cx.t1("reports-desk-missing", "count", missing)
                } else {
                    cx.t("reports-desk-ready")
                },
                href,
                action: cx.t(action),
                state: State::Amber,
                due: None,
            });
        }
    }
    Ok(items)
}
