//! The list of calls: those of the branch, and those announced from above.

use askama::Template;
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, ListQuery, Listing, Query, page, spreadsheet};

use crate::domain::{Call, CallState};
use crate::permissions::{ORGANISE, VIEW};
use crate::store::{self, CALL_SORT_KEYS, CallFilter};

/// The states that the list can be narrowed to.
const STATES: &[&str] = &[CallState::Preparing.code(), CallState::Announced.code(), CallState::Closed.code()];

/// One page of the calls the actor sees, and how many there are.
pub(crate) fn read(who: &Actor, tx: &mut Tx<'_>, query: &ListQuery) -> Result<(Vec<(Call, String)>, i64), Failure> {
    let Some(root) = rollouts::widest(tx, who.scope(VIEW))? else { return Ok((Vec::new(), 0)) };
    let (state, day) = (query.state_in(STATES).to_owned(), query.past_day(who.today())?);
    let filter = CallFilter { root, like: query.like(), state, day };
    let rows = store::list_calls(tx, &filter, query.sort_in(CALL_SORT_KEYS), query.piece(10_000))?;
    Ok((rows, store::count_calls(tx, &filter)?))
}

#[derive(Template)]
#[template(path = "reflections/list.html")]
struct ListPage {
    cx: Cx,
    listing: Listing<(Call, String)>,
    may_organise: bool,
}

pub(crate) async fn list(who: Actor, Query(query): Query<ListQuery>) -> Answer {
    let (asker, asked) = (who.clone(), query.clone());
    let (rows, total) = who.read(move |tx| read(&asker, tx, &asked)).await?;
    if query.is_export() {
        return export(&who, &rows, &query.format);
    }
    let as_of = query.past_day(who.today())?;
    let listing = Listing::new(rows, total, query, "/reflections").seen_as_of(as_of);
    page(&ListPage { cx: who.cx("reflections-menu"), listing, may_organise: who.holds(ORGANISE) })
}

fn export(who: &Actor, rows: &[(Call, String)], format: &str) -> Answer {
    let cx = who.cx("reflections-menu");
    let headings = cx.headings(&[
        ("reflections-title", 60.0),
        ("reflections-unit", 32.0),
        ("reflections-state", 18.0),
        ("reflections-due-on", 16.0),
    ]);
    let lines = rows.iter().map(|(call, unit)| {
        let state = cx.word("reflections-call-state", call.state);
        vec![call.title.as_str().into(), unit.as_str().into(), state.into(), call.due_on.0.into()]
    });
    spreadsheet("bai-thu-hoach", format, &headings, lines.collect())
}
