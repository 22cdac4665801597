//! The page of the search: every kind with its first hits, or one kind with filters, pages and export; the words marked,
//! the piece of the text that holds them shown with the section it stands in.

use askama::Template;
use platform::search::Hit;
use platform::web::Query;
use platform::web::{Actor, Answer as Response, Cx, ListQuery, Listing, page, personal_spreadsheet};
use serde::Deserialize;
use text_index::{Facet, Marks, Piece};

use crate::finding::{Answer, FEW, MOST_EXPORTED, Wanted, find};
use crate::node::Condition;

/// The query of a search.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct SearchQuery {
    q: String,
    kind: String,
    #[serde(rename = "type")]
    of_type: String,
    issuer: String,
    year: String,
    validity: String,
    sort: String,
    page: i64,
    format: String,
}

/// Hits on a page of one kind.
const SIZE: i64 = 20;
/// Values offered of a filter.
const CHOICES: usize = 8;

impl SearchQuery {
    fn list(&self) -> ListQuery {
        ListQuery {
            q: self.q.trim().to_owned(),
            sort: if self.sort == "newest" { self.sort.clone() } else { String::new() },
            page: self.page,
            format: self.format.clone(),
            size: SIZE,
            ..ListQuery::default()
        }
    }

    fn wanted(&self) -> Wanted {
        let list = self.list();
        let most = if self.kind.is_empty() { FEW } else { usize::try_from(SIZE).unwrap_or(FEW) };
        Wanted {
            words: list.q.clone(),
            kind: self.kind.clone(),
            of_type: self.of_type.clone(),
            issuer: self.issuer.clone(),
            year: self.year.clone(),
            validity: self.validity.clone(),
            newest: list.sort == "newest",
            offset: if list.is_export() { 0 } else { usize::try_from(list.offset()).unwrap_or_default() },
            limit: if list.is_export() { MOST_EXPORTED } else { most },
        }
    }

    /// The words of the query that stay from page to page.
    fn filters(&self) -> Vec<(&'static str, &str)> {
        let all = [
            ("kind", self.kind.as_str()),
            ("type", &self.of_type),
            ("issuer", &self.issuer),
            ("year", &self.year),
            ("validity", &self.validity),
        ];
        all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }

    /// The address of this search with one word of its query changed.
    fn with(&self, key: &'static str, value: &str) -> String {
        let mut pairs = vec![("q", self.q.trim())];
        // another kind has other filters
        let kept = self.filters().into_iter().filter(|(kept, _)| *kept != key && key != "kind");
        pairs.extend(kept);
        if self.sort == "newest" && key != "sort" {
            pairs.push(("sort", "newest"));
        }
        pairs.push((key, value));
        pairs.retain(|(key, value)| *key == "q" || !value.is_empty());
        format!("/search?{}", serde_html_form::to_string(pairs).unwrap_or_default())
    }
}

/// A choice among several.
struct Chip {
    text: String,
    href: String,
    is_on: bool,
    count: Option<i64>,
}

/// Choices of one filter.
struct Filter {
    label: &'static str,
    chips: Vec<Chip>,
}

/// A hit as the page shows it.
struct Shown {
    title: Vec<Piece>,
    note: Vec<Piece>,
    snippet: Vec<Piece>,
    href: String,
    /// The section in which the piece stands, and where it is; empty when nowhere.
    place: String,
    place_href: String,
}

/// The first hits of one kind.
struct Group {
    kind: &'static str,
    more: String,
    total: i64,
    hits: Vec<Shown>,
}

#[derive(Template)]
#[template(path = "search/search.html")]
struct SearchPage {
    cx: Cx,
    q: String,
    notice: &'static str,
    is_loose: bool,
    kinds: Vec<Chip>,
    filters: Vec<Filter>,
    hidden: Vec<(String, String)>,
    groups: Vec<Group>,
    listing: Option<Listing<Shown>>,
    unfiltered: String,
    order: Chip,
}

pub(crate) async fn search(who: Actor, Query(query): Query<SearchQuery>) -> Response {
    let answer = find(&who, query.wanted()).await?;
    let cx = who.cx("search-title");
    let marks = Marks::of(&query.q);
    if query.list().is_export() {
        return export(&cx, &query, answer, &marks).await;
    }
    let (kinds, filters) = (kinds(&cx, &query, &answer), filters(&cx, &query, &answer));
    let newest = query.sort == "newest";
    let order = Chip {
        text: cx.t(if newest { "search-order-best" } else { "search-order-newest" }),
        href: query.with("sort", if newest { "" } else { "newest" }),
        is_on: newest,
        count: None,
    };
    let mut page_of = SearchPage {
        q: query.q.trim().to_owned(),
        notice: match answer.condition {
            Condition::Ready => "",
            Condition::Building => "search-building",
            Condition::Rebuilding => "search-rebuilding",
        },
        is_loose: answer.is_loose,
        kinds,
        filters,
        hidden: query.filters().into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect(),
        groups: Vec::new(),
        listing: None,
        unfiltered: if query.wanted().is_filtered() { query.with("kind", &query.kind) } else { String::new() },
        order,
        cx,
    };
    for of_kind in answer.kinds {
        let hits: Vec<Shown> = of_kind.hits.into_iter().map(|hit| shown(&page_of.cx, hit, &marks)).collect();
        let total = i64::try_from(of_kind.total).unwrap_or(i64::MAX);
        if query.kind.is_empty() {
            page_of.groups.push(Group { kind: of_kind.kind, more: query.with("kind", of_kind.kind), total, hits });
        } else if !hits.is_empty() {
            let mut listing = Listing::new(hits, total, query.list(), "/search");
            listing.filters = serde_html_form::to_string(query.filters()).unwrap_or_default();
            page_of.listing = Some(listing);
        }
    }
    page(&page_of)
}

fn kinds(cx: &Cx, query: &SearchQuery, answer: &Answer) -> Vec<Chip> {
    let all = Chip {
        text: cx.t("search-all-kinds"),
        href: query.with("kind", ""),
        is_on: query.kind.is_empty(),
        count: None,
    };
    let mut chips = vec![all];
    chips.extend(answer.counts.iter().map(|(kind, count)| Chip {
        text: cx.word("search-kind", kind),
        href: query.with("kind", kind),
        is_on: query.kind == *kind,
        count: i64::try_from(*count).ok(),
    }));
    // a single kind is no choice
    if chips.len() > 2 || !query.kind.is_empty() { chips } else { Vec::new() }
}

fn filters(cx: &Cx, query: &SearchQuery, answer: &Answer) -> Vec<Filter> {
    if query.kind.is_empty() {
        return Vec::new();
    }
    let facets = &answer.facets;
    let as_it_is = |value: &str| value.to_owned();
    let in_words = |value: &str| cx.word("search-validity", value);
    let all = [
        ("type", &query.of_type, &facets.types, &as_it_is as &dyn Fn(&str) -> String),
        ("issuer", &query.issuer, &facets.issuers, &as_it_is),
        ("year", &query.year, &facets.years, &as_it_is),
        ("validity", &query.validity, &facets.validities, &in_words),
    ];
    let labels = ["search-filter-type", "search-filter-issuer", "search-filter-year", "search-filter-validity"];
    let choices = all
        .into_iter()
        .zip(labels)
        .map(|((key, chosen, facets, text), label)| Filter { label, chips: chips(query, key, chosen, facets, text) });
    choices.filter(|filter| !filter.chips.is_empty()).collect()
}

/// The values of a filter; pressed again a chosen one is taken back.
fn chips(
    query: &SearchQuery,
    key: &'static str,
    chosen: &str,
    facets: &[Facet],
    text: &dyn Fn(&str) -> String,
) -> Vec<Chip> {
    if !chosen.is_empty() {
        return vec![Chip { text: text(chosen), href: query.with(key, ""), is_on: true, count: None }];
    }
    if facets.len() < 2 {
        return Vec::new();
    }
    let chip = |facet: &Facet| Chip {
        text: text(&facet.value),
        href: query.with(key, &facet.value),
        is_on: false,
        count: i64::try_from(facet.count).ok(),
    };
    facets.iter().take(CHOICES).map(chip).collect()
}

/// The piece of the text to show, and where it begins; what stands before the first section is shown as the title.
fn snippet(hit: &Hit, marks: &Marks) -> (Vec<Piece>, usize) {
    let body = hit.places.first().map_or(0, |place| place.starts_at);
    marks.snippet(&hit.text, body).unwrap_or_default()
}

fn shown(cx: &Cx, hit: Hit, marks: &Marks) -> Shown {
    let (snippet, at) = snippet(&hit, marks);
    let place = hit.places.iter().rev().find(|place| place.starts_at <= at).filter(|_| !snippet.is_empty());
    Shown {
        title: marks.pieces(&hit.title),
        note: marks.pieces(&hit.note),
        place: place.map(|place| called(cx, &place.label)).unwrap_or_default(),
        place_href: place.map(|place| format!("{}#{}", hit.href, place.anchor)).unwrap_or_default(),
        snippet,
        href: hit.href,
    }
}

/// «Điều 3» is a name, «3» and «II» want one.
fn called(cx: &Cx, label: &str) -> String {
    if label.contains(' ') { label.to_owned() } else { cx.t1("search-place", "label", label) }
}

fn plain(pieces: Vec<Piece>) -> String {
    pieces.into_iter().map(|piece| piece.text).collect()
}

async fn export(cx: &Cx, query: &SearchQuery, answer: Answer, marks: &Marks) -> Response {
    let headings = [("kind", 16.0), ("name", 70.0), ("note", 40.0), ("piece", 80.0), ("link", 50.0)]
        .map(|(key, width)| sheets::Heading::new(cx.word("search-column", key), width));
    let address = &cx.who().app().public_address;
    let mut lines = Vec::new();
    for of_kind in answer.kinds {
        let kind = cx.word("search-kind", of_kind.kind);
        for hit in of_kind.hits {
            let piece = plain(snippet(&hit, marks).0);
            let link = format!("{address}{}", hit.href);
            lines.push(vec![kind.clone().into(), hit.title.into(), hit.note.into(), piece.into(), link.into()]);
        }
    }
    personal_spreadsheet(cx.who(), "ket-qua-tim-kiem", None, &query.format, (&headings, lines)).await
}
