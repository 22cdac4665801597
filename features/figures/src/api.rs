//! The JSON face of the ledger.

use platform::web::{Actor, Answer, Path, Query, json};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::web::{self, FigureQuery};

/// A unit below with its value.
#[derive(Debug, Serialize, ToSchema)]
struct BelowBody {
    /// The unit's id.
    unit: String,
    /// Its name.
    name: String,
    /// The value of its branch.
    value: i64,
}

/// A row behind the figure.
#[derive(Debug, Serialize, ToSchema)]
struct RowBody {
    /// Who or what is counted.
    title: String,
    /// Unit, day, way.
    note: String,
}

/// A figure of a branch at the end of a day.
#[derive(Debug, Serialize, ToSchema)]
pub struct FigureBody {
    /// The figure's id.
    figure: String,
    /// The unit.
    unit: String,
    /// The day (yyyy-mm-dd).
    as_of: String,
    /// `then`, or `now` for the units of today.
    tree: String,
    /// The value of the branch.
    value: i64,
    /// The units directly below.
    below: Vec<BelowBody>,
    /// How many rows stand behind the value.
    rows_total: i64,
    /// What the rows add up to that belong to units outside of the caller's branches today; they are not named.
    rows_of_others: i64,
    /// One page of the others.
    rows: Vec<RowBody>,
}

#[derive(OpenApi)]
#[openapi(paths(show), components(schemas(FigureBody, BelowBody, RowBody)))]
struct Description;

pub(crate) fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// A figure with the units below and the rows behind it.
#[utoipa::path(get, path = "/api/v1/figures/{subject}/{figure}", tag = "figures",
    params(("subject" = String, Path, description = "Rollout, requirement or conference"), ("figure" = String, Path),
           ("unit" = Option<String>, Query), ("day" = Option<String>, Query, description = "yyyy-mm-dd"),
           ("tree" = Option<String>, Query, description = "then: by the units of that day; now: grouped under those of today"),
           ("page" = Option<i64>, Query)),
    responses((status = 200, body = FigureBody), (status = 401), (status = 404)))]
pub(crate) async fn show(
    who: Actor,
    Path((subject, figure)): Path<(String, String)>,
    Query(query): Query<FigureQuery>,
) -> Answer {
    let asker = who.clone();
    let read = who.read(move |tx| web::read(&asker, tx, &subject, &figure, &query)).await?;
    json(FigureBody {
        figure: read.figure.id.to_owned(),
        unit: read.unit.id.to_string(),
        as_of: read.as_of.to_string(),
        tree: read.tree.code().to_owned(),
        value: read.value,
        below: read
            .children
            .into_iter()
            .map(|c| BelowBody {
                unit: c.unit.id.to_string(),
                name: c.unit.name,
                value: c.values.first().copied().unwrap_or(0),
            })
            .collect(),
        rows_total: read.rows.total,
        rows_of_others: read.rows.hidden,
        rows: read.rows.rows.into_iter().map(|r| RowBody { title: r.title, note: r.note }).collect(),
    })
}
