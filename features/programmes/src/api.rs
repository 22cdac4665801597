//! The JSON face of programmes: reading them with their targets, tasks and progress.

use platform::web::{Actor, Answer, Failure, Path, Query, json};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::domain::{Amount, Programme, ProgrammeId, Target, Task};
use crate::permissions::VIEW;
use crate::store;
use crate::web::list::{ProgrammesQuery, read};
use crate::web::programme_for;

/// A programme or plan.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProgrammeBody {
    /// Identifier (UUID).
    id: String,
    /// Whose it is (UUID).
    unit: String,
    /// `programme`, `action` or `plan`.
    kind: String,
    /// Trích yếu.
    title: String,
    /// `writing`, `drafted`, `issued` or `dropped`.
    state: String,
    /// First day (yyyy-mm-dd).
    starts_on: String,
    /// Last day (yyyy-mm-dd).
    ends_on: String,
    /// The document of the superior it carries out (UUID).
    basis: Option<String>,
    /// The document of the register it became (UUID).
    document: Option<String>,
}

/// One page of programmes.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProgrammesBody {
    /// Programmes in all.
    total: i64,
    /// The page's rows.
    rows: Vec<ProgrammeBody>,
}

/// What is wanted by the end of a year.
#[derive(Debug, Serialize, ToSchema)]
pub struct WantBody {
    /// The year.
    year: i64,
    /// Thousandths of the unit of measure.
    amount: i64,
}

/// A target. Amounts are thousandths of its unit of measure.
#[derive(Debug, Serialize, ToSchema)]
pub struct TargetBody {
    /// Identifier (UUID).
    id: String,
    /// The clause of the superior's document it answers.
    clause: String,
    /// What is measured.
    title: String,
    /// Unit of measure.
    measure: String,
    /// `at_least` or `at_most`.
    direction: String,
    /// Where it stood at the beginning.
    baseline: Option<i64>,
    /// What is wanted, year by year.
    wants: Vec<WantBody>,
    /// `own`, `sum`, `mean`, `worst` or `weighted`.
    method: String,
    /// Its result of today.
    result: Option<i64>,
    /// `grey`, `green`, `amber` or `red`.
    colour: String,
}

/// A task.
#[derive(Debug, Serialize, ToSchema)]
pub struct TaskBody {
    /// Identifier (UUID).
    id: String,
    /// The clause of the superior's document it answers.
    clause: String,
    /// What is done.
    work: String,
    /// Who carries it out.
    lead: String,
    /// Until when (yyyy-mm-dd).
    due_on: Option<String>,
    /// Per cent done.
    percent: i64,
    /// `grey`, `green`, `amber` or `red`.
    colour: String,
}

/// A programme with its targets and tasks.
#[derive(Debug, Serialize, ToSchema)]
pub struct WholeProgrammeBody {
    /// The programme.
    #[serde(flatten)]
    programme: ProgrammeBody,
    /// Its targets, in order.
    targets: Vec<TargetBody>,
    /// Its tasks, in order.
    tasks: Vec<TaskBody>,
}

impl From<&Programme> for ProgrammeBody {
    fn from(one: &Programme) -> Self {
        ProgrammeBody {
            id: one.id.to_string(),
            unit: one.unit.to_string(),
            kind: one.head.kind.to_string(),
            title: one.head.title.clone(),
            state: one.state.to_string(),
            starts_on: one.head.starts_on.to_string(),
            ends_on: one.head.ends_on.to_string(),
            basis: one.head.basis.map(|id| id.to_string()),
            document: one.document.map(|id| id.to_string()),
        }
    }
}

fn target_body(target: &Target, result: Option<Amount>, today: kernel::Day) -> TargetBody {
    TargetBody {
        id: target.id.to_string(),
        clause: target.clause.clone(),
        title: target.title.clone(),
        measure: target.measure.clone(),
        direction: target.direction.to_string(),
        baseline: target.baseline.map(|amount| amount.0),
        wants: target.wants.iter().map(|want| WantBody { year: want.year, amount: want.amount.0 }).collect(),
        method: target.method.to_string(),
        result: result.map(|amount| amount.0),
        colour: target.colour(result, today).to_string(),
    }
}

fn task_body(task: &Task, today: kernel::Day) -> TaskBody {
    TaskBody {
        id: task.id.to_string(),
        clause: task.clause.clone(),
        work: task.work.clone(),
        lead: task.lead.clone(),
        due_on: task.due_on.map(|day| day.to_string()),
        percent: task.percent,
        colour: task.colour(today).to_string(),
    }
}

#[derive(OpenApi)]
#[openapi(
    paths(list, show),
    components(schemas(ProgrammeBody, ProgrammesBody, WantBody, TargetBody, TaskBody, WholeProgrammeBody))
)]
struct Description;

pub(crate) fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// Those of the caller's branches.
#[utoipa::path(get, path = "/api/v1/programmes", tag = "programmes",
    params(("q" = Option<String>, Query), ("kind" = Option<String>, Query), ("state" = Option<String>, Query),
           ("document" = Option<String>, Query), ("level" = Option<String>, Query), ("day" = Option<String>, Query),
           ("page" = Option<i64>, Query)),
    responses((status = 200, body = ProgrammesBody), (status = 401), (status = 403)))]
pub(crate) async fn list(who: Actor, Query(query): Query<ProgrammesQuery>) -> Answer {
    let asker = who.clone();
    let found = who.read(move |tx| read(&asker, tx, &query)).await?;
    json(ProgrammesBody {
        total: found.total,
        rows: found.rows.iter().map(|row| ProgrammeBody::from(&row.programme)).collect(),
    })
}

/// One with its targets and tasks, as they stand today.
#[utoipa::path(get, path = "/api/v1/programmes/{id}", tag = "programmes", params(("id" = String, Path)),
    responses((status = 200, body = WholeProgrammeBody), (status = 401), (status = 403), (status = 404)))]
pub(crate) async fn show(who: Actor, Path(id): Path<ProgrammeId>) -> Answer {
    let (asker, today) = (who.clone(), who.today());
    let body = who
        .read(move |tx| {
            let programme = programme_for(&asker, tx, VIEW, id)?;
            let targets = store::list_targets(tx, id)?;
            let results = store::results_on(tx, &targets, today)?;
            let tasks = store::list_tasks(tx, id, today)?;
            let with = |target: &Target| target_body(target, results.get(&target.id).copied(), today);
            Ok::<_, Failure>(WholeProgrammeBody {
                programme: ProgrammeBody::from(&programme),
                targets: targets.iter().map(with).collect(),
                tasks: tasks.iter().map(|task| task_body(task, today)).collect(),
            })
        })
        .await?;
    json(body)
}
