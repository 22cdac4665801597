//! The list of contests: search without accents, chips, pages, export.

use askama::Template;
use platform::db::Tx;
use platform::web::Query;
use platform::web::{Actor, Answer, Cx, Failure, ListQuery, Listing, page, spreadsheet};

use crate::domain::{Contest, State};
use crate::permissions::{ORGANISE, VIEW};
use crate::store::{self, ContestFilter};

/// The states that the list can be narrowed to.
const STATES: &[&str] = &[State::Preparing.code(), State::Announced.code(), State::Ended.code()];

/// A contest with whose it is, its people and its attempts.
pub(crate) struct ContestRow {
    pub contest: Contest,
    pub unit_name: String,
    pub people: i64,
    pub attempts: i64,
}

/// One page of the contests the actor sees, and how many there are.
pub(crate) fn read(who: &Actor, tx: &mut Tx<'_>, query: &ListQuery) -> Result<(Vec<ContestRow>, i64), Failure> {
    let Some(root) = rollouts::widest(tx, who.scope(VIEW))? else { return Ok((Vec::new(), 0)) };
    let (state, day) = (query.state_in(STATES).to_owned(), query.past_day(who.today())?);
    let filter = ContestFilter { root, like: query.like(), state, day };
    let (offset, size) = query.piece(10_000);
    let mut rows = Vec::new();
    for (contest, unit_name) in store::list_page(tx, &filter, query.sort_in(store::CONTEST_SORT_KEYS), offset, size)? {
        let (people, attempts) = match day {
            Some(day) => store::count_people_and_attempts_on(tx, contest.id, day)?,
            None => store::count_people_and_attempts(tx, contest.id)?,
        };
        rows.push(ContestRow { contest, unit_name, people, attempts });
    }
    Ok((rows, store::count(tx, &filter)?))
}

#[derive(Template)]
#[template(path = "contests/list.html")]
struct ListPage {
    cx: Cx,
    listing: Listing<ContestRow>,
    may_organise: bool,
}

pub(crate) async fn list(who: Actor, Query(query): Query<ListQuery>) -> Answer {
    let (asker, asked) = (who.clone(), query.clone());
    let (rows, total) = who.read(move |tx| read(&asker, tx, &asked)).await?;
    if query.is_export() {
        return export(&who, &rows, &query.format);
    }
    let as_of = query.past_day(who.today())?;
    let listing = Listing::new(rows, total, query, "/contests").seen_as_of(as_of);
    page(&ListPage { cx: who.cx("contests-menu"), listing, may_organise: who.holds(ORGANISE) })
}

fn export(who: &Actor, rows: &[ContestRow], format: &str) -> Answer {
    let cx = who.cx("contests-menu");
    let headings = cx.headings(&[
        ("contests-title", 60.0),
        ("contests-unit", 32.0),
        ("contests-state", 18.0),
        ("contests-people", 12.0),
        ("contests-attempts", 12.0),
    ]);
    let lines = rows
        .iter()
        .map(|row| {
            vec![
                row.contest.title.as_str().into(),
                row.unit_name.as_str().into(),
                cx.word("contests-state", row.contest.state).into(),
                row.people.into(),
                row.attempts.into(),
            ]
        })
        .collect();
    spreadsheet("hoi-thi", format, &headings, lines)
}
