//! The JSON face of the search.

use axum::extract::Query;
use platform::web::{Actor, Answer, Hit, json};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use crate::web::{find, kind_word};

/// What was found.
#[derive(Debug, Serialize, ToSchema)]
pub struct FoundBody {
    /// The words searched for.
    q: String,
    /// The hits, grouped by kind.
    hits: Vec<HitBody>,
}

/// A hit.
#[derive(Debug, Serialize, ToSchema)]
pub struct HitBody {
    /// `document`, `unit`, `person` …
    kind: String,
    /// Its title.
    title: String,
    /// A second line.
    note: String,
    /// The page that shows it.
    href: String,
    /// The piece of text that was found; empty when the title says it all.
    snippet: String,
}

impl From<Hit> for HitBody {
    fn from(hit: Hit) -> Self {
        HitBody {
            kind: kind_word(hit.kind).to_owned(),
            title: hit.title,
            note: hit.note,
            href: hit.href,
            snippet: hit.snippet,
        }
    }
}

#[derive(OpenApi)]
#[openapi(paths(search), components(schemas(FoundBody, HitBody)))]
struct Description;

pub(crate) fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// The query of the API.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct FindQuery {
    q: String,
    limit: i64,
}

/// Finds documents, units, people and more by number or words, with or without accents.
#[utoipa::path(get, path = "/api/v1/search", tag = "search",
    params(("q" = String, Query, description = "Number or words, with or without accents"),
           ("limit" = Option<i64>, Query, description = "Hits of each kind, at most 100; 20 without it")),
    responses((status = 200, body = FoundBody), (status = 401)))]
pub(crate) async fn search(who: Actor, Query(query): Query<FindQuery>) -> Answer {
    let limit = if query.limit <= 0 { 20 } else { query.limit.min(100) };
    let hits = find(&who, &query.q, limit).await?;
    json(FoundBody { q: query.q, hits: hits.into_iter().map(HitBody::from).collect() })
}
