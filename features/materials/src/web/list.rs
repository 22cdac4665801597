//! The list of sets: search without accents, chips, sort, pages, export, now or as of a past day.

use askama::Template;
use kernel::DocumentId;
use platform::db::Tx;
use platform::web::Query;
use platform::web::{Actor, Answer, Cx, Failure, ListQuery, Listing, page, spreadsheet};
use rollouts::domain::Audience;
use serde::Deserialize;

use crate::domain::{Coverage, Set, State};
use crate::permissions::{PACK, PUBLISH, SET_RULES, VIEW};
use crate::store::{self, SetFilter};

/// The query of the list.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct SetsQuery {
    q: String,
    sort: String,
    page: i64,
    size: i64,
    format: String,
    state: String,
    audience: String,
    document: String,
    day: String,
}

impl SetsQuery {
    fn list(&self) -> ListQuery {
        ListQuery {
            q: self.q.clone(),
            sort: self.sort.clone(),
            page: self.page,
            format: self.format.clone(),
            size: self.size,
            state: self.state().to_owned(),
            day: self.day.clone(),
        }
    }

    fn state(&self) -> &'static str {
        self.state.parse::<State>().map(State::code).unwrap_or_default()
    }

    fn audience(&self) -> &'static str {
        self.audience.parse::<Audience>().map(Audience::code).unwrap_or_default()
    }

    fn document(&self) -> String {
        self.document.parse::<DocumentId>().map(|id| id.to_string()).unwrap_or_default()
    }
}

/// A set with whose it is and how far it has come in the reader's branch.
pub(crate) struct Row {
    pub set: Set,
    pub unit_name: String,
    pub coverage: Coverage,
}

/// One page of the sets the actor sees, and how many there are.
pub(crate) fn read(who: &Actor, tx: &mut Tx<'_>, query: &SetsQuery) -> Result<(Vec<Row>, i64), Failure> {
    let Some(root) = rollouts::widest(tx, who.scope(VIEW))? else { return Ok((Vec::new(), 0)) };
    let list = query.list();
    let filter = SetFilter {
        root,
        like: list.like(),
        state: query.state().to_owned(),
        audience: query.audience().to_owned(),
        document: query.document(),
        day: list.past_day(who.today())?,
    };
    let day = filter.day.unwrap_or_else(|| who.today());
    let (offset, size) = if list.is_export() { (0, 10_000) } else { (list.offset(), list.size()) };
    let mut rows = Vec::new();
    for row in store::list_page(tx, &filter, list.sort_in(store::SORT_KEYS), (offset, size))? {
        let branch = if units::store::is_within(tx, row.set.unit, root)? { row.set.unit } else { root };
        let coverage = store::coverage_of_branch(tx, &row.set, branch, day)?;
        rows.push(Row { set: row.set, unit_name: row.unit_name, coverage });
    }
    Ok((rows, store::count(tx, &filter)?))
}

#[derive(Template)]
#[template(path = "materials/list.html")]
struct ListPage {
    cx: Cx,
    listing: Listing<Row>,
    audience: &'static str,
    /// The document whose sets these are, and what it is called; both empty for all.
    document: (String, String),
    is_filtered: bool,
    may_publish: bool,
    may_pack: bool,
    may_set_rules: bool,
}

/// What a link of the list holds beside the words looked for, the state and the day, without what is empty.
fn filters_of(audience: &str, document: &str) -> String {
    let pairs = [("audience", audience), ("document", document)];
    let kept = pairs.iter().filter(|(_, value)| !value.is_empty());
    kept.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}

impl ListPage {
    /// What an address takes along to show the same day.
    fn on_day(&self) -> String {
        self.listing.as_of.map(|day| format!("?day={day}")).unwrap_or_default()
    }
}

pub(crate) async fn list(who: Actor, Query(query): Query<SetsQuery>) -> Answer {
    let (asker, asked) = (who.clone(), query.clone());
    let ((rows, total), document) = who
        .read(move |tx| Ok::<_, Failure>((read(&asker, tx, &asked)?, document_of(tx, &asker, &asked.document)?)))
        .await?;
    let as_of = query.list().past_day(who.today())?;
    if query.list().is_export() {
        return export(&who, &rows, &query.format, as_of.is_none());
    }
    let mut listing = Listing::new(rows, total, query.list(), "/materials").seen_as_of(as_of);
    listing.filters = filters_of(query.audience(), &query.document());
    let is_filtered = !(listing.filters.is_empty() && query.state().is_empty() && query.q.is_empty());
    let (may_publish, may_pack, may_set_rules) = (who.holds(PUBLISH), who.holds(PACK), who.holds(SET_RULES));
    let (cx, audience) = (who.cx("materials-menu"), query.audience());
    page(&ListPage { cx, listing, audience, document, is_filtered, may_publish, may_pack, may_set_rules })
}

/// The document the list is limited to, when the actor may have its code.
fn document_of(tx: &mut Tx<'_>, who: &Actor, id: &str) -> Result<(String, String), Failure> {
    let none = (String::new(), String::new());
    let Ok(id) = id.parse::<DocumentId>() else { return Ok(none) };
    match super::qr::must_see(who, tx, id) {
        Ok(document) => Ok((id.to_string(), document.called())),
        Err(Failure::NotFound) => Ok(none),
        Err(other) => Err(other),
    }
}

/// How many belonged to an audience on a past day nobody knows: the file tells it of now only.
fn export(who: &Actor, rows: &[Row], format: &str, is_now: bool) -> Answer {
    let cx = who.cx("materials-menu");
    let headings = cx.headings(&[
        ("materials-title", 60.0),
        ("materials-audience", 28.0),
        ("materials-unit", 32.0),
        ("materials-state", 16.0),
        ("materials-published-on", 14.0),
        ("materials-members", 12.0),
        ("materials-opened", 12.0),
        ("materials-paper", 12.0),
        ("materials-covered", 12.0),
    ]);
    let lines = rows
        .iter()
        .map(|Row { set, unit_name, coverage }| {
            vec![
                set.head.title.as_str().into(),
                cx.word("rollouts-audience", set.head.audience).into(),
                unit_name.as_str().into(),
                cx.word("materials-state", set.state).into(),
                set.published_on.map(|day| day.0).into(),
                is_now.then_some(coverage.members).into(),
                coverage.opened.into(),
                coverage.paper.into(),
                coverage.covered.into(),
            ]
        })
        .collect();
    spreadsheet("tai-lieu", format, &headings, lines)
}
