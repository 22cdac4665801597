//! The JSON face of the burden.

use platform::web::Query;
use platform::web::{Actor, Answer, json};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::web::show::{self, Below, BurdenQuery, WorkLine};

/// A kind of work in a branch and month.
#[derive(Debug, Serialize, ToSchema)]
struct WorkBody {
    /// Its code.
    work: String,
    /// Pieces asked.
    asked: i64,
    /// Minutes one piece is estimated to take.
    minutes_each: i64,
    /// `delivered`, `set` or `median`.
    basis: String,
    /// Pieces of which units said how long they took.
    said: i64,
    /// Minutes in all.
    minutes: i64,
}

impl From<WorkLine> for WorkBody {
    fn from(line: WorkLine) -> Self {
        WorkBody {
            work: line.work.code.to_owned(),
            asked: line.load.asked,
            minutes_each: line.estimate.minutes,
            basis: line.estimate.basis.word().to_owned(),
            said: line.load.said,
            minutes: line.minutes(),
        }
    }
}

/// A branch with what it is asked.
#[derive(Debug, Serialize, ToSchema)]
struct BranchBody {
    /// The unit's id.
    unit: String,
    /// Its name.
    name: String,
    /// Living cells in it.
    cells: i64,
    /// Pieces of work asked.
    asked: i64,
    /// Minutes in all.
    minutes: i64,
    /// Minutes of the work of cells, shared out over them.
    minutes_per_cell: Option<i64>,
}

impl From<Below> for BranchBody {
    fn from(below: Below) -> Self {
        BranchBody {
            unit: below.unit.id.to_string(),
            name: below.unit.name,
            cells: below.cells,
            asked: below.asked,
            minutes: below.minutes,
            minutes_per_cell: below.per_cell,
        }
    }
}

/// What is asked of a branch in a month.
#[derive(Debug, Serialize, ToSchema)]
pub struct BurdenBody {
    /// The month, yyyy-mm.
    month: String,
    /// The branch.
    total: BranchBody,
    /// By kind of work.
    work: Vec<WorkBody>,
    /// The units directly below.
    below: Vec<BranchBody>,
}

#[derive(OpenApi)]
#[openapi(paths(show), components(schemas(BurdenBody, BranchBody, WorkBody)))]
struct Description;

pub(crate) fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// Minutes asked of a branch in a month, by kind of work and by unit below.
#[utoipa::path(get, path = "/api/v1/burden", tag = "burden",
    params(("unit" = Option<String>, Query), ("month" = Option<String>, Query, description = "yyyy-mm; this month when absent")),
    responses((status = 200, body = BurdenBody), (status = 401), (status = 404)))]
pub(crate) async fn show(who: Actor, Query(query): Query<BurdenQuery>) -> Answer {
    let asker = who.clone();
    let read = who.read(move |tx| show::read(&asker, tx, &query)).await?;
    json(BurdenBody {
        month: read.month.to_string(),
        total: read.total.into(),
        work: read.lines.into_iter().map(WorkBody::from).collect(),
        below: read.children.into_iter().map(BranchBody::from).collect(),
    })
}
