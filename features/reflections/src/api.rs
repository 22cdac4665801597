//! The JSON face of calls for reflections: how many are asked, have submitted and passed. Nothing that anybody wrote is in
//! it, and no name.

use platform::web::{Actor, Answer, Failure, ListQuery, Path, Query, json};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::domain::{Call, CallId, figure};
use crate::web::list::read;
use crate::web::show::{BranchQuery, sight};

/// A call.
#[derive(Debug, Serialize, ToSchema)]
pub struct CallBody {
    /// Identifier (UUID).
    id: String,
    /// Who asks (UUID).
    unit: String,
    /// The rollout it belongs to (UUID).
    rollout: String,
    /// What it is called.
    title: String,
    /// `key_officials` or `members`.
    audience: String,
    /// Until when, as `2026-11-30`.
    due_on: String,
    /// `preparing`, `announced` or `closed`.
    state: String,
}

/// One page of calls.
#[derive(Debug, Serialize, ToSchema)]
pub struct CallsBody {
    /// Calls in all.
    total: i64,
    /// The page's rows.
    rows: Vec<CallBody>,
}

/// A call with what a branch has done.
#[derive(Debug, Serialize, ToSchema)]
pub struct CallOfBranchBody {
    /// The call.
    #[serde(flatten)]
    call: CallBody,
    /// The branch looked at (UUID).
    branch: String,
    /// People who are asked.
    due: i64,
    /// People who have submitted.
    submitted: i64,
    /// People whose reflection has passed.
    passed: i64,
}

impl From<&Call> for CallBody {
    fn from(one: &Call) -> Self {
        CallBody {
            id: one.id.to_string(),
            unit: one.unit.to_string(),
            rollout: one.rollout.to_string(),
            title: one.title.clone(),
            audience: one.audience.to_string(),
            due_on: one.due_on.to_string(),
            state: one.state.to_string(),
        }
    }
}

#[derive(OpenApi)]
#[openapi(paths(list, show), components(schemas(CallBody, CallsBody, CallOfBranchBody)))]
struct Description;

pub(crate) fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// Those of the caller's branches, and those announced from above.
#[utoipa::path(get, path = "/api/v1/reflections", tag = "reflections",
    params(("q" = Option<String>, Query), ("state" = Option<String>, Query), ("page" = Option<i64>, Query),
        ("day" = Option<String>, Query, description = "A past day: those written by its end, in the states and due of then")),
    responses((status = 200, body = CallsBody), (status = 401), (status = 403), (status = 422)))]
pub(crate) async fn list(who: Actor, Query(query): Query<ListQuery>) -> Answer {
    let asker = who.clone();
    let (rows, total) = who.read(move |tx| read(&asker, tx, &query)).await?;
    json(CallsBody { total, rows: rows.iter().map(|(call, _)| call.into()).collect() })
}

/// One, with what a branch has done.
#[utoipa::path(get, path = "/api/v1/reflections/{id}", tag = "reflections",
    params(("id" = String, Path), ("unit" = Option<String>, Query, description = "Branch to look at")),
    responses((status = 200, body = CallOfBranchBody), (status = 401), (status = 403), (status = 404)))]
pub(crate) async fn show(who: Actor, Path(id): Path<CallId>, Query(query): Query<BranchQuery>) -> Answer {
    let asker = who.clone();
    let body = who
        .read(move |tx| {
            let (call, branch) = sight(&asker, tx, id, &query.unit)?;
            let (subject, today) = (id.to_string(), asker.today());
            let mut value = |figure: &str| figures::store::value(tx, &subject, figure, branch.id, today);
            Ok::<_, Failure>(CallOfBranchBody {
                due: value(figure::DUE)?,
                submitted: value(figure::SUBMITTED)?,
                passed: value(figure::PASSED)?,
                branch: branch.id.to_string(),
                call: (&call).into(),
            })
        })
        .await?;
    json(body)
}
