//! The register: search without accents, chips, sort, pages, export.

use askama::Template;
use platform::web::Query;
use platform::web::{Actor, Answer, Cx, Failure, ListQuery, Listing, While, page, spreadsheet};
use serde::{Deserialize, Serialize};

use crate::domain::{State, name_of_type};
use crate::store::{self, DocumentFilter, DocumentRow, Facet};
use crate::{access, permissions};

/// The query of the register.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct DocumentsQuery {
    q: String,
    sort: String,
    page: i64,
    size: i64,
    format: String,
    #[serde(rename = "type")]
    type_code: String,
    year: String,
    direction: String,
    state: String,
    /// As the register was at the end of this day; now when empty.
    day: String,
}

/// The filters as they stand in addresses.
#[derive(Serialize)]
struct Filters<'q> {
    #[serde(rename = "type", skip_serializing_if = "str::is_empty")]
    type_code: &'q str,
    #[serde(skip_serializing_if = "str::is_empty")]
    year: &'q str,
    #[serde(skip_serializing_if = "str::is_empty")]
    direction: &'q str,
    #[serde(skip_serializing_if = "str::is_empty")]
    state: &'q str,
    #[serde(skip_serializing_if = "str::is_empty")]
    day: &'q str,
    #[serde(skip_serializing_if = "str::is_empty")]
    q: &'q str,
}

impl DocumentsQuery {
    pub(crate) fn list(&self) -> ListQuery {
        ListQuery {
            q: self.q.clone(),
            sort: self.sort.clone(),
            page: self.page,
            format: self.format.clone(),
            size: self.size,
            day: self.day.clone(),
            ..ListQuery::default()
        }
    }

    pub(crate) fn filter(&self, who: &Actor) -> Result<DocumentFilter, Failure> {
        Ok(DocumentFilter {
            q: self.q.clone(),
            type_code: self.type_code.clone(),
            year: self.year.clone(),
            direction: self.direction.clone(),
            state: self.state.clone(),
            day: self.list().past_day(who.today())?,
            sight: access::sight(who),
        })
    }

    fn filters(&self) -> Filters<'_> {
        Filters {
            type_code: &self.type_code,
            year: &self.year,
            direction: &self.direction,
            state: &self.state,
            day: &self.day,
            q: &self.q,
        }
    }
}

/// A filter to be switched on or off with one tap.
struct Chip {
    text: String,
    href: String,
    is_on: bool,
    count: Option<i64>,
}

#[derive(Template)]
#[template(path = "documents/list.html")]
struct ListPage {
    cx: Cx,
    listing: Listing<DocumentRow>,
    chips: Vec<Vec<Chip>>,
    is_filtered: bool,
    may_register: bool,
}

pub(crate) async fn list(who: Actor, Query(query): Query<DocumentsQuery>) -> Answer {
    let filter = query.filter(&who)?;
    let (asked, as_of) = (query.list(), filter.day);
    let (rows, total, types, years) = who
        .read(move |tx| {
            let (offset, size) = if asked.is_export() { (0, 100_000) } else { (asked.offset(), asked.size()) };
            let rows = store::list_page(tx, &filter, asked.sort_in(store::SORT_KEYS), offset, size)?;
            let total = store::count(tx, &filter)?;
            let types = store::list_types(tx, &filter.sight)?;
            Ok::<_, Failure>((rows, total, types, store::list_years(tx, &filter.sight)?))
        })
        .await?;
    if query.list().is_export() {
        return export(&who, &rows, &query.format);
    }
    let cx = who.cx("documents-menu");
    let chips = chips(&cx, &query, types, years)?;
    let mut listing = Listing::new(rows, total, query.list(), "/documents").seen_as_of(as_of);
    listing.filters =
        serde_html_form::to_string(Filters { q: "", day: "", ..query.filters() }).while_doing("linking the list")?;
    let is_filtered = !listing.filters.is_empty() || !query.q.is_empty() || as_of.is_some();
    let may_register = who.holds(permissions::REGISTER);
    page(&ListPage { cx, listing, chips, is_filtered, may_register })
}

fn link(filters: Filters<'_>) -> Result<String, Failure> {
    let query = serde_html_form::to_string(filters).while_doing("linking the list")?;
    Ok(if query.is_empty() { "/documents".to_owned() } else { format!("/documents?{query}") })
}

fn chips(cx: &Cx, query: &DocumentsQuery, types: Vec<Facet>, years: Vec<Facet>) -> Result<Vec<Vec<Chip>>, Failure> {
    let mut states = Vec::new();
    for state in [State::Parsed, State::Registered] {
        let is_on = query.state == state.code();
        let href = link(Filters { state: if is_on { "" } else { state.code() }, ..query.filters() })?;
        states.push(Chip { text: cx.word("documents-state", state.code()), href, is_on, count: None });
    }
    for direction in ["incoming", "outgoing"] {
        let is_on = query.direction == direction;
        let href = link(Filters { direction: if is_on { "" } else { direction }, ..query.filters() })?;
        states.push(Chip { text: cx.word("documents-direction", direction), href, is_on, count: None });
    }
    let mut kinds = Vec::new();
    for Facet { value, count } in types.into_iter().take(12) {
        let is_on = query.type_code == value;
        let href = link(Filters { type_code: if is_on { "" } else { &value }, ..query.filters() })?;
        kinds.push(Chip { text: name_of_type(&value).to_owned(), href, is_on, count: Some(count) });
    }
    let mut by_year = Vec::new();
    for Facet { value, count } in years.into_iter().take(8) {
        let is_on = query.year == value;
        let href = link(Filters { year: if is_on { "" } else { &value }, ..query.filters() })?;
        by_year.push(Chip { text: value.clone(), href, is_on, count: Some(count) });
    }
    Ok([states, kinds, by_year].into_iter().filter(|group| !group.is_empty()).collect())
}

/// The register as a file.
fn export(who: &Actor, rows: &[DocumentRow], format: &str) -> Answer {
    let cx = who.cx("documents-menu");
    let headings = [
        ("type", 18.0),
        ("number", 18.0),
        ("day", 12.0),
        ("title", 60.0),
        ("issuer", 32.0),
        ("direction", 12.0),
        ("term", 22.0),
        ("signer", 24.0),
        ("state", 14.0),
        ("sent", 12.0),
        ("acknowledged", 12.0),
    ]
    .map(|(key, width)| sheets::Heading::new(cx.t(format!("documents-column-{key}")), width));
    let lines = rows
        .iter()
        .map(|row| {
            let entry = &row.document.entry;
            vec![
                entry.type_name.as_str().into(),
                entry.full_number.as_str().into(),
                entry.issued_on.map(|day| day.0).into(),
                entry.title.as_str().into(),
                entry.issuer_name.as_str().into(),
                cx.word("documents-direction", entry.direction.code()).into(),
                entry.term.as_str().into(),
                entry.signer_name.as_str().into(),
                cx.word("documents-state", row.document.state.code()).into(),
                row.sent.into(),
                row.acknowledged.into(),
            ]
        })
        .collect();
    spreadsheet("so-van-ban", format, &headings, lines)
}
