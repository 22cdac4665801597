//! The JSON face of the search.

use platform::web::Query;
use platform::web::{Actor, Answer, json};
use serde::{Deserialize, Serialize};
use text_index::Marks;
use utoipa::{OpenApi, ToSchema};

use crate::finding::{Wanted, find};
use crate::node::Condition;

/// What was found.
#[derive(Debug, Serialize, ToSchema)]
pub struct FoundBody {
    /// The words searched for.
    q: String,
    /// How many there are in all, of the kinds asked for.
    total: u64,
    /// True when no row holds every word and these hold most of them.
    is_loose: bool,
    /// False while the index is being built: not everything is found yet.
    is_complete: bool,
    /// The hits, grouped by kind, the best of each first.
    hits: Vec<HitBody>,
}

/// A hit.
#[derive(Debug, Serialize, ToSchema)]
pub struct HitBody {
    /// `document`, `unit`, `person` …
    kind: String,
    /// Its id.
    id: String,
    /// Its title.
    title: String,
    /// A second line.
    note: String,
    /// The page that shows it.
    href: String,
    /// The piece of text that was found; empty when the title says it all.
    snippet: String,
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
    kind: String,
    limit: usize,
}

/// Finds documents, units, people and more by number or words, with or without accents.
#[utoipa::path(get, path = "/api/v1/search", tag = "search",
    params(("q" = String, Query, description = "Number or words, with or without accents"),
           ("kind" = Option<String>, Query, description = "Only this kind: document, unit, person, rollout, conference, report"),
           ("limit" = Option<i64>, Query, description = "Hits of each kind, at most 100; 20 without it")),
    responses((status = 200, body = FoundBody), (status = 401)))]
pub(crate) async fn search(who: Actor, Query(query): Query<FindQuery>) -> Answer {
    let limit = if query.limit == 0 { 20 } else { query.limit.min(100) };
    let wanted = Wanted { words: query.q.clone(), kind: query.kind, limit, ..Wanted::default() };
    let answer = find(&who, wanted).await?;
    let marks = Marks::of(&query.q);
    let mut body = FoundBody {
        q: query.q,
        total: 0,
        is_loose: answer.is_loose,
        is_complete: answer.condition != Condition::Building,
        hits: Vec::new(),
    };
    for of_kind in answer.kinds {
        body.total += of_kind.total;
        body.hits.extend(of_kind.hits.into_iter().map(|hit| {
            HitBody {
                kind: of_kind.kind.to_owned(),
                id: hit.id,
                title: hit.title,
                note: hit.note,
                href: hit.href,
                snippet: marks
                    .snippet(&hit.text, hit.places.first().map_or(0, |place| place.starts_at))
                    .map(|(pieces, _)| pieces.into_iter().map(|piece| piece.text).collect())
                    .unwrap_or_default(),
            }
        }));
    }
    json(body)
}
