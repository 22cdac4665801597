//! The list of drafts: search without accents, chips, sort, pages, export, now or as of a past day.

use askama::Template;
use platform::db::Tx;
use platform::web::Query;
use platform::web::{Actor, Answer, Cx, Failure, ListQuery, Listing, While, page, spreadsheet};
use serde::Deserialize;

use crate::domain::State;
use crate::permissions::{VIEW, WRITE};
use crate::store::{self, DraftFilter, DraftRow};

/// The query of the list.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct DraftsQuery {
    q: String,
    sort: String,
    page: i64,
    size: i64,
    format: String,
    state: String,
    #[serde(rename = "type")]
    type_code: String,
    day: String,
}

impl DraftsQuery {
    pub(crate) fn list(&self) -> ListQuery {
        ListQuery {
            q: self.q.clone(),
            sort: self.sort.clone(),
            page: self.page,
            format: self.format.clone(),
            size: self.size,
            state: self.state.parse::<State>().map(State::code).unwrap_or_default().to_owned(),
            day: self.day.clone(),
        }
    }
}

/// One page of the drafts the actor sees, and how many there are.
pub(crate) fn read(who: &Actor, tx: &mut Tx<'_>, query: &DraftsQuery) -> Result<(Vec<DraftRow>, i64), Failure> {
    let list = query.list();
    let (like, state, type_code) = (list.like(), list.state.clone(), query.type_code.clone());
    let filter = DraftFilter { roots: who.scope(VIEW), like, state, type_code, day: list.past_day(who.today())? };
    let part = if list.is_export() { (0, 10_000) } else { (list.offset(), list.size()) };
    let rows = store::list_page(tx, &filter, list.sort_in(store::SORT_KEYS), part)?;
    Ok((rows, store::count(tx, &filter)?))
}

#[derive(Template)]
#[template(path = "drafts/list.html")]
struct ListPage {
    cx: Cx,
    listing: Listing<DraftRow>,
    is_filtered: bool,
    may_write: bool,
}

pub(crate) async fn list(who: Actor, Query(query): Query<DraftsQuery>) -> Answer {
    let (asker, asked) = (who.clone(), query.clone());
    let (rows, total) = who.read(move |tx| read(&asker, tx, &asked)).await?;
    if query.list().is_export() {
        return export(&who, &rows, &query.format);
    }
    let as_of = query.list().past_day(who.today())?;
    let mut listing = Listing::new(rows, total, query.list(), "/drafts").seen_as_of(as_of);
    if !query.type_code.is_empty() {
        listing.filters =
            serde_html_form::to_string([("type", &query.type_code)]).while_doing("linking the list of drafts")?;
    }
    let is_filtered = !(listing.filters.is_empty() && listing.query.state.is_empty() && query.q.is_empty());
    page(&ListPage { cx: who.cx("drafts-list"), listing, is_filtered, may_write: who.holds(WRITE) })
}

fn export(who: &Actor, rows: &[DraftRow], format: &str) -> Answer {
    let cx = who.cx("drafts-list");
    let headings = cx.headings(&[
        ("drafts-column-type", 16.0),
        ("drafts-column-title", 60.0),
        ("drafts-column-unit", 32.0),
        ("drafts-column-state", 18.0),
        ("drafts-column-begun", 12.0),
        ("drafts-column-rounds", 10.0),
        ("drafts-column-opinions", 10.0),
        ("drafts-column-undecided", 14.0),
    ]);
    let lines = rows
        .iter()
        .map(|row| {
            vec![
                documents::domain::name_of_type(&row.draft.head.type_code).into(),
                row.draft.head.title.as_str().into(),
                row.unit_name.as_str().into(),
                cx.word("drafts-state", row.draft.state).into(),
                Some(row.draft.created_at.day().0).into(),
                row.rounds.into(),
                row.opinions.into(),
                row.undecided.into(),
            ]
        })
        .collect();
    spreadsheet("du-thao", format, &headings, lines)
}
