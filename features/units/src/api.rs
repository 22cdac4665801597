//! The JSON face of the tree.

use axum::extract::{Path, Query};
use kernel::UnitId;
use platform::web::{Actor, Answer, Failure, ListQuery, json};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::domain::Unit;
use crate::{permissions, store, web};

/// A unit as the API shows it.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnitBody {
    /// Identifier (UUID).
    id: String,
    /// Code, unique in the installation.
    code: String,
    /// Kind, such as `commune_committee`.
    kind: String,
    /// Full name.
    name: String,
    /// Short name.
    short_name: String,
    /// The unit above.
    parent: Option<String>,
    /// Identification code in the exchange of electronic documents; empty when it was not entered.
    organ_id: String,
    /// Founding day (yyyy-mm-dd).
    founded_on: Option<String>,
}

/// One page of units.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnitsBody {
    /// Units in all.
    total: i64,
    /// The page's rows.
    rows: Vec<UnitBody>,
}

impl From<Unit> for UnitBody {
    fn from(unit: Unit) -> Self {
        UnitBody {
            id: unit.id.to_string(),
            code: unit.code,
            kind: unit.kind.code().to_owned(),
            name: unit.name,
            short_name: unit.short_name,
            parent: unit.parent.map(|p| p.to_string()),
            organ_id: unit.organ_id,
            founded_on: unit.founded_on.map(|d| d.to_string()),
        }
    }
}

#[derive(OpenApi)]
#[openapi(paths(list, show), components(schemas(UnitBody, UnitsBody)))]
struct Description;

pub(crate) fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// The units of the caller's branch.
#[utoipa::path(get, path = "/api/v1/units", tag = "units",
    params(("q" = Option<String>, Query, description = "Words, with or without accents"),
           ("page" = Option<i64>, Query, description = "From 1"),
           ("size" = Option<i64>, Query, description = "Rows on a page, at most 500")),
    responses((status = 200, body = UnitsBody), (status = 401), (status = 403)))]
pub(crate) async fn list(who: Actor, Query(query): Query<web::UnitsQuery>) -> Answer {
    let asker = who.clone();
    let (rows, total) = who
        .read(move |tx| {
            let Some(filter) = web::filter_of(&asker, tx, &query)? else { return Ok((Vec::new(), 0)) };
            let list: &ListQuery = &query.list();
            let rows = store::list_page(tx, &filter, list.sort_in(store::SORT_KEYS), list.offset(), list.size())?;
            Ok::<_, Failure>((rows, store::count(tx, &filter)?))
        })
        .await?;
    json(UnitsBody { total, rows: rows.into_iter().map(UnitBody::from).collect() })
}

/// One unit.
#[utoipa::path(get, path = "/api/v1/units/{id}", tag = "units", params(("id" = String, Path)),
    responses((status = 200, body = UnitBody), (status = 401), (status = 404)))]
pub(crate) async fn show(who: Actor, Path(id): Path<UnitId>) -> Answer {
    let asker = who.clone();
    let unit = who
        .read(move |tx| {
            asker.must(tx, permissions::VIEW, id)?;
            Ok::<_, Failure>(store::find(tx, id)?)
        })
        .await?;
    json(UnitBody::from(unit))
}
