//! The JSON face of the tree.

use kernel::UnitId;
use platform::web::{Actor, Answer, Failure, ListQuery, Path, Query, json};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::domain::Unit;
use crate::domain::change::{Change, ChangeId, Step};
use crate::store::ChangeFilter;
use crate::web::list::{UnitsQuery, filter_of};
use crate::{permissions, store};

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

/// A change of the tree.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangeBody {
    /// Identifier (UUID).
    id: String,
    /// What it is called.
    title: String,
    /// The first day on which it holds (yyyy-mm-dd).
    on: String,
    /// The deciding document.
    decision: String,
    /// `planned`, `carried_out` or `withdrawn`.
    state: String,
    /// The unit in whose branch it happens.
    unit: String,
    /// Its steps, each with `step` (`found`, `rename`, `move`, `change_kind`, `end`) and the units it names.
    #[schema(value_type = Vec<Object>)]
    steps: Vec<Step>,
}

impl From<Change> for ChangeBody {
    fn from(change: Change) -> Self {
        ChangeBody {
            id: change.id.to_string(),
            title: change.title,
            on: change.on.to_string(),
            decision: change.decision,
            state: change.state.code().to_owned(),
            unit: change.unit.to_string(),
            steps: change.steps,
        }
    }
}

#[derive(OpenApi)]
#[openapi(paths(list, show, changes, change), components(schemas(UnitBody, UnitsBody, ChangeBody)))]
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
pub(crate) async fn list(who: Actor, Query(query): Query<UnitsQuery>) -> Answer {
    let asker = who.clone();
    let (rows, total) = who
        .read(move |tx| {
            let Some(filter) = filter_of(&asker, tx, &query)? else { return Ok((Vec::new(), 0)) };
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

/// The changes of the tree in the caller's branch, the latest day first.
#[utoipa::path(get, path = "/api/v1/units/changes", tag = "units",
    params(("q" = Option<String>, Query, description = "Words of the title or the deciding document")),
    responses((status = 200, body = [ChangeBody]), (status = 401), (status = 403)))]
pub(crate) async fn changes(who: Actor, Query(query): Query<ListQuery>) -> Answer {
    let filter = ChangeFilter { roots: who.scope(permissions::VIEW), words: query.q };
    let changes = who.read(move |tx| store::list_changes(tx, &filter)).await?;
    json(changes.into_iter().map(ChangeBody::from).collect::<Vec<_>>())
}

/// One change of the tree.
#[utoipa::path(get, path = "/api/v1/units/changes/{id}", tag = "units", params(("id" = String, Path)),
    responses((status = 200, body = ChangeBody), (status = 401), (status = 404)))]
pub(crate) async fn change(who: Actor, Path(id): Path<ChangeId>) -> Answer {
    let asker = who.clone();
    let change = who
        .read(move |tx| {
            let change = store::find_change(tx, id)?;
            asker.must(tx, permissions::VIEW, change.unit)?;
            Ok::<_, Failure>(change)
        })
        .await?;
    json(ChangeBody::from(change))
}
