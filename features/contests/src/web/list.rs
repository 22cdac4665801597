//! The list of contests: search without accents, chips, pages, export.

use askama::Template;
use axum::extract::Query;
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, ListQuery, Listing, page, spreadsheet};
use serde::Deserialize;

use crate::domain::{Contest, State};
use crate::permissions::{ORGANISE, VIEW};
use crate::store::{self, ContestFilter};

/// The query of the list.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ContestsQuery {
    q: String,
    sort: String,
    page: i64,
    size: i64,
    format: String,
    state: String,
}

impl ContestsQuery {
    fn list(&self) -> ListQuery {
        ListQuery {
            q: self.q.clone(),
            sort: self.sort.clone(),
            page: self.page,
            format: self.format.clone(),
            size: self.size,
        }
    }

    fn state(&self) -> &'static str {
        self.state.parse::<State>().map(State::code).unwrap_or_default()
    }
}

/// A contest with whose it is, its people and its attempts.
pub(crate) struct ContestRow {
    pub contest: Contest,
    pub unit_name: String,
    pub people: i64,
    pub attempts: i64,
}

/// One page of the contests the actor sees, and how many there are.
pub(crate) fn read(who: &Actor, tx: &mut Tx<'_>, query: &ContestsQuery) -> Result<(Vec<ContestRow>, i64), Failure> {
    let Some(root) = rollouts::widest(tx, who.scope(VIEW))? else { return Ok((Vec::new(), 0)) };
    let list = query.list();
    let filter = ContestFilter { root, like: list.like(), state: query.state().to_owned() };
    let (offset, size) = if list.is_export() { (0, 10_000) } else { (list.offset(), list.size()) };
    let mut rows = Vec::new();
    for (contest, unit_name) in store::list_page(tx, &filter, list.sort_in(store::CONTEST_SORT_KEYS), offset, size)? {
        let (people, attempts) = store::count_people_and_attempts(tx, contest.id)?;
        rows.push(ContestRow { contest, unit_name, people, attempts });
    }
    Ok((rows, store::count(tx, &filter)?))
}

#[derive(Template)]
#[template(path = "contests/list.html")]
struct ListPage {
    cx: Cx,
    listing: Listing<ContestRow>,
    state: &'static str,
    is_filtered: bool,
    may_organise: bool,
}

pub(crate) async fn list(who: Actor, Query(query): Query<ContestsQuery>) -> Answer {
    let (asker, asked) = (who.clone(), query.clone());
    let (rows, total) = who.read(move |tx| read(&asker, tx, &asked)).await?;
    if query.list().is_export() {
        return export(&who, &rows, &query.format);
    }
    let state = query.state();
    let is_filtered = !state.is_empty() || !query.q.is_empty();
    let mut listing = Listing::new(rows, total, query.list(), "/contests");
    listing.filters = if state.is_empty() { String::new() } else { format!("state={state}") };
    let may_organise = who.holds(ORGANISE);
    page(&ListPage { cx: who.cx("contests-menu"), listing, state, is_filtered, may_organise })
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
