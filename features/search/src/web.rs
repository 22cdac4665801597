//! The page of the search: what every feature found, grouped by kind, the words marked.

use askama::Template;
use axum::extract::Query;
use platform::web::{Actor, Answer, Cx, Failure, Hit, While, page};
use serde::Deserialize;

use crate::domain::{Piece, mark};

/// The query of a search.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct SearchQuery {
    /// The words.
    pub q: String,
    /// Only this kind: the last word of its text key.
    pub kind: String,
}

/// Hits of one kind that are shown while all kinds are, and when only this one is.
const FEW: i64 = 8;
const MANY: i64 = 100;

/// A hit as the page shows it.
struct Shown {
    title: Vec<Piece>,
    note: Vec<Piece>,
    snippet: Vec<Piece>,
    href: String,
}

/// The hits of one kind.
struct Group {
    kind: &'static str,
    only: String,
    is_chosen: bool,
    count: i64,
    is_cut: bool,
    hits: Vec<Shown>,
}

#[derive(Template)]
#[template(path = "search/search.html")]
struct SearchPage {
    cx: Cx,
    q: String,
    all: String,
    is_all: bool,
    groups: Vec<Group>,
}

/// The word by which a kind is chosen: `document` of `search-kind-document`.
pub(crate) fn kind_word(kind: &str) -> &str {
    kind.rsplit('-').next().unwrap_or(kind)
}

/// What every feature finds, at most so many of each, in the features' order.
///
/// # Errors
/// [`Failure::Broken`] when a feature's table cannot be read.
pub(crate) async fn find(who: &Actor, query: &str, limit: i64) -> Result<Vec<Hit>, Failure> {
    // each feature limits itself to what the actor sees
    who.note_asked();
    if vietnamese::fold(query).is_empty() {
        return Ok(Vec::new());
    }
    let (asker, query) = (who.clone(), query.to_owned());
    who.read(move |tx| {
        let mut hits = Vec::new();
        for search in asker.app().features.iter().filter_map(|feature| feature.search) {
            hits.extend(search(tx, &asker, &query, limit)?);
        }
        Ok::<_, Failure>(hits)
    })
    .await
}

pub(crate) async fn search(who: Actor, Query(query): Query<SearchQuery>) -> Answer {
    let limit = if query.kind.is_empty() { FEW + 1 } else { MANY };
    let hits = find(&who, &query.q, limit).await?;
    let is_all = query.kind.is_empty();
    let most = if is_all { usize::try_from(FEW).unwrap_or_default() } else { usize::MAX };
    let mut groups: Vec<Group> = Vec::new();
    for hit in hits {
        let place = groups.iter().position(|group| group.kind == hit.kind);
        let group = match place {
            Some(place) => &mut groups[place],
            None => {
                groups.push(group(&query, hit.kind)?);
                let last = groups.len() - 1;
                &mut groups[last]
            }
        };
        group.count += 1;
        if group.hits.len() >= most {
            group.is_cut = true;
        } else if is_all || group.is_chosen {
            group.hits.push(shown(hit, &query.q));
        }
    }
    documents_first(&mut groups);
    let q = query.q.trim().to_owned();
    let all = serde_html_form::to_string([("q", q.as_str())]).while_doing("linking the search")?;
    page(&SearchPage { cx: who.cx("search-title"), q, all: format!("/search?{all}"), is_all, groups })
}

/// Documents are what most searches are after; the other kinds stay in the order of their features.
fn documents_first(groups: &mut [Group]) {
    groups.sort_by_key(|group| kind_word(group.kind) != "document");
}

fn group(query: &SearchQuery, kind: &'static str) -> Result<Group, Failure> {
    let word = kind_word(kind);
    let only = serde_html_form::to_string([("q", query.q.trim()), ("kind", word)]).while_doing("linking the search")?;
    Ok(Group {
        kind,
        only: format!("/search?{only}"),
        is_chosen: query.kind == word,
        count: 0,
        is_cut: false,
        hits: Vec::new(),
    })
}

fn shown(hit: Hit, query: &str) -> Shown {
    Shown {
        title: mark(&hit.title, query),
        note: mark(&hit.note, query),
        snippet: mark(&hit.snippet, query),
        href: hit.href,
    }
}
