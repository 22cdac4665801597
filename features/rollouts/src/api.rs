//! The JSON face of rollouts: the same rules as the pages.

use kernel::{DutyId, RequirementId, RolloutId};
use platform::db::Tx;
use platform::web::{Actor, Answer, ApiBody, Failure, ListQuery, Path, Query, json};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use crate::domain::{AskBody, Evidence, FigureAnswer, Progress, Rollout};
use crate::permissions;
use crate::store::{self, DutyRow, UnitAnswers};
use crate::web::duties::{DutiesQuery, DutiesRead};
use crate::web::{self, AsOf, show::ShowQuery};

/// How far a rollout is in the caller's part of it, today or at the end of the day asked for.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProgressBody {
    /// Duties owed.
    duties: i64,
    /// Done in time.
    done: i64,
    /// Done late.
    done_late: i64,
    /// Waived.
    waived: i64,
    /// Overdue.
    overdue: i64,
    /// red, amber, green or grey.
    colour: &'static str,
}

impl From<Progress> for ProgressBody {
    fn from(progress: Progress) -> Self {
        ProgressBody {
            duties: progress.duties,
            done: progress.done,
            done_late: progress.done_late,
            waived: progress.waived,
            overdue: progress.overdue,
            colour: progress.colour().code(),
        }
    }
}

/// A rollout.
#[derive(Debug, Serialize, ToSchema)]
pub struct RolloutBody {
    /// Identifier (UUID).
    id: String,
    /// The unit that rolls out.
    unit: String,
    /// Title.
    title: String,
    /// draft, launched or closed.
    state: &'static str,
    /// Kind of unit down to which it goes.
    depth: Option<String>,
    /// Day of launch, yyyy-mm-dd.
    launched_on: Option<String>,
    /// How far it is.
    progress: ProgressBody,
}

impl RolloutBody {
    fn of(rollout: &Rollout, progress: Progress) -> Self {
        RolloutBody {
            id: rollout.id.to_string(),
            unit: rollout.unit.to_string(),
            title: rollout.title.clone(),
            state: web::list::state_word(rollout),
            depth: rollout.depth.map(|kind| kind.code().to_owned()),
            launched_on: rollout.launched_on().map(|day| day.to_string()),
            progress: progress.into(),
        }
    }
}

/// One page of rollouts.
#[derive(Debug, Serialize, ToSchema)]
pub struct RolloutsBody {
    /// Rollouts in all.
    total: i64,
    /// The page's rows.
    rows: Vec<RolloutBody>,
}

/// A requirement with how far it is.
#[derive(Debug, Serialize, ToSchema)]
pub struct RequirementBody {
    /// Identifier (UUID).
    id: String,
    /// The committee that asks it.
    unit: String,
    /// What it asks.
    ask: AskBody,
    /// How far it is.
    progress: ProgressBody,
}

/// A rollout with its documents and requirements.
#[derive(Debug, Serialize, ToSchema)]
pub struct RolloutDetailBody {
    /// The rollout.
    rollout: RolloutBody,
    /// Ids of its documents.
    documents: Vec<String>,
    /// What it asks.
    requirements: Vec<RequirementBody>,
}

/// A duty.
#[derive(Debug, Serialize, ToSchema)]
pub struct DutyBody {
    /// Identifier (UUID).
    id: String,
    /// The unit that owes it.
    unit: String,
    /// Its name.
    unit_name: String,
    /// The requirement it comes from.
    requirement: String,
    /// What is asked, in words.
    title: String,
    /// acknowledge, plan, conference, self_study or report.
    measure: &'static str,
    /// Last day in time, yyyy-mm-dd.
    due_on: String,
    /// waiting, in_progress, done, done_late, waived or overdue; of a past day open instead of the first two.
    state: &'static str,
    /// red, amber, green or grey.
    colour: &'static str,
    /// Day on which it ended.
    ended_on: Option<String>,
    /// What proves it, in words.
    note: String,
}

/// One page of duties.
#[derive(Debug, Serialize, ToSchema)]
pub struct DutiesBody {
    /// Duties in all.
    total: i64,
    /// Duties of a past day whose units are outside of the caller's branches today; they are not named.
    of_others: i64,
    /// The page's rows.
    rows: Vec<DutyBody>,
}

/// What proves that a duty was done.
#[derive(Debug, Deserialize, ToSchema)]
pub struct DoneBody {
    /// In words: number and day of the plan, for one.
    #[serde(default)]
    note: String,
    /// How many minutes it took; nobody must say.
    #[serde(default)]
    minutes: Option<i64>,
}

#[derive(OpenApi)]
#[openapi(
    paths(list, show, duties, done, figures),
    components(schemas(
        RolloutBody,
        RolloutsBody,
        RolloutDetailBody,
        RequirementBody,
        ProgressBody,
        AskBody,
        DutyBody,
        DutiesBody,
        DoneBody,
        UnitFiguresBody,
        FigureAnswerBody,
        DutyStateBody
    ))
)]
struct Description;

pub(crate) fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// The rollouts of the caller's branch and those that reach it from above.
#[utoipa::path(get, path = "/api/v1/rollouts", tag = "rollouts",
    params(("q" = Option<String>, Query, description = "Words, with or without accents"),
           ("state" = Option<String>, Query, description = "draft, launched or closed"),
           ("day" = Option<String>, Query, description = "As they stood at the end of this past day, yyyy-mm-dd"),
           ("page" = Option<i64>, Query, description = "From 1")),
    responses((status = 200, body = RolloutsBody), (status = 401), (status = 403), (status = 422)))]
pub(crate) async fn list(who: Actor, Query(query): Query<ListQuery>) -> Answer {
    let asker = who.clone();
    let (rows, total) = who.read(move |tx| web::list::read(&asker, tx, &query)).await?;
    let rows = rows.iter().map(|row| RolloutBody::of(&row.rollout, row.progress)).collect();
    json(RolloutsBody { total, rows })
}

/// One rollout, as far as the caller sees it.
#[utoipa::path(get, path = "/api/v1/rollouts/{id}", tag = "rollouts",
    params(("id" = String, Path), ("unit" = Option<String>, Query, description = "Branch to look at"),
           ("day" = Option<String>, Query, description = "As it was at the end of this day, yyyy-mm-dd"),
           ("tree" = Option<String>, Query, description = "then: by the units of that day; now: by those of today")),
    responses((status = 200, body = RolloutDetailBody), (status = 401), (status = 404), (status = 422)))]
pub(crate) async fn show(who: Actor, Path(id): Path<RolloutId>, Query(query): Query<ShowQuery>) -> Answer {
    let asker = who.clone();
    let body = who.read(move |tx| detail(&asker, tx, id, &query)).await?;
    json(body)
}

fn detail(who: &Actor, tx: &mut Tx<'_>, id: RolloutId, query: &ShowQuery) -> Result<RolloutDetailBody, Failure> {
    platform::web::past_day(&query.day, who.today())?;
    let mut seen = AsOf::read(who, tx, &query.day, &query.tree)?;
    let sight = web::sight_on(who, tx, id, &query.unit, &mut seen)?;
    let root = sight.root.id;
    let progress = store::progress_in(tx, seen.at(&id.to_string()), root)?;
    let mut requirements = Vec::new();
    for requirement in store::list_requirements(tx, id)? {
        let progress = store::progress_in(tx, seen.at(&requirement.id.to_string()), root)?;
        // what another committee asks of its own branch is not told outside it
        if requirement.unit == sight.rollout.unit || progress.duties > 0 {
            requirements.push(RequirementBody {
                id: requirement.id.to_string(),
                unit: requirement.unit.to_string(),
                ask: AskBody::from(&requirement.ask),
                progress: progress.into(),
            });
        }
    }
    let documents = store::list_documents(tx, id)?.iter().map(|document| document.id.to_string()).collect();
    Ok(RolloutDetailBody { rollout: RolloutBody::of(&sight.rollout, progress), documents, requirements })
}

/// The duties of a rollout in the caller's branch.
#[utoipa::path(get, path = "/api/v1/rollouts/{id}/duties", tag = "rollouts",
    params(("id" = String, Path), ("unit" = Option<String>, Query, description = "Branch to look at"),
           ("state" = Option<String>, Query, description = "red, amber, green, grey or waived"),
           ("requirement" = Option<String>, Query), ("kind" = Option<String>, Query, description = "Kind of unit"),
           ("day" = Option<String>, Query, description = "As it was at the end of this day, yyyy-mm-dd"),
           ("tree" = Option<String>, Query, description = "then: by the units of that day; now: by those of today"),
           ("page" = Option<i64>, Query), ("size" = Option<i64>, Query, description = "At most 500")),
    responses((status = 200, body = DutiesBody), (status = 401), (status = 404), (status = 422)))]
pub(crate) async fn duties(who: Actor, Path(id): Path<RolloutId>, Query(query): Query<DutiesQuery>) -> Answer {
    let asker = who.clone();
    let read = who.read(move |tx| web::duties::read(&asker, tx, id, &query)).await?;
    let rows = read.rows.iter().map(|row| duty_body(row, &read.seen)).collect();
    json(DutiesBody { total: read.total, of_others: read.of_others, rows })
}

fn duty_body(row: &DutyRow, seen: &AsOf) -> DutyBody {
    let duty = &row.duty;
    DutyBody {
        id: duty.id.to_string(),
        unit: duty.unit.to_string(),
        unit_name: row.unit_name.clone(),
        requirement: duty.requirement.to_string(),
        title: row.requirement_title.clone(),
        measure: row.measure.code(),
        due_on: duty.due_on.to_string(),
        state: DutiesRead::word(seen, duty),
        colour: duty.colour(seen.day).code(),
        ended_on: duty.ending().map(|(_, day)| day.to_string()),
        note: duty.evidence.note.clone(),
    }
}

/// Says that a duty is done.
#[utoipa::path(post, path = "/api/v1/duties/{id}/done", tag = "rollouts", params(("id" = String, Path)),
    request_body = DoneBody,
    responses((status = 200, body = DutyStateBody), (status = 404), (status = 422)))]
pub(crate) async fn done(who: Actor, Path(id): Path<DutyId>, ApiBody(body): ApiBody<DoneBody>) -> Answer {
    let asker = who.clone();
    let state = who
        .write(move |tx| {
            let duty = store::find_duty(tx, id)?;
            asker.must(tx, permissions::DO, duty.unit)?;
            let facts = store::find_duty_facts(tx, id)?;
            let evidence = Evidence { note: vietnamese::nfc(body.note.trim()), ..Evidence::default() };
            let title = facts.requirement.ask.title.clone();
            let done = web::duty::finished(facts, evidence, asker.today())?;
            store::save_duty(tx, &duty, &done)?;
            let typed = body.minutes.map(|minutes| minutes.to_string()).unwrap_or_default();
            web::duty::say(tx, &done, &title, &typed)?;
            Ok::<_, Failure>(done.word(asker.today()))
        })
        .await?;
    json(DutyStateBody { state })
}

/// Where a duty stands after a step.
#[derive(Debug, Serialize, ToSchema)]
pub struct DutyStateBody {
    /// done or done_late.
    state: &'static str,
}

/// What a unit answers to a figure.
#[derive(Debug, Serialize, ToSchema)]
pub struct FigureAnswerBody {
    /// What is asked, in words.
    label: String,
    /// What the system recorded.
    recorded: Option<i64>,
    /// What the unit entered.
    entered: Option<i64>,
}

/// A unit with what it answers to the figures it is asked for.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnitFiguresBody {
    /// Its name.
    unit: String,
    /// Its duty.
    duty: String,
    /// One per figure asked.
    figures: Vec<FigureAnswerBody>,
}

/// The figures of a requirement, unit by unit in the caller's branch; recorded and entered apart.
#[utoipa::path(get, path = "/api/v1/requirements/{id}/figures", tag = "rollouts",
    params(("id" = String, Path), ("unit" = Option<String>, Query, description = "Branch to look at"),
           ("day" = Option<String>, Query, description = "As it was at the end of this day, yyyy-mm-dd"),
           ("tree" = Option<String>, Query, description = "then: by the units of that day; now: by those of today")),
    responses((status = 200, body = Vec<UnitFiguresBody>), (status = 401), (status = 404), (status = 422)))]
pub(crate) async fn figures(who: Actor, Path(id): Path<RequirementId>, Query(query): Query<ShowQuery>) -> Answer {
    let asker = who.clone();
    let rows = who
        .read(move |tx| {
            let requirement = store::find_requirement(tx, id)?;
            platform::web::past_day(&query.day, asker.today())?;
            let mut seen = AsOf::read(&asker, tx, &query.day, &query.tree)?;
            let sight = web::sight_on(&asker, tx, requirement.rollout, &query.unit, &mut seen)?;
            let (on, tree_on) = (seen.day, seen.tree_on());
            let of = store::AnswersOf { root: sight.root.id, like: "%".into(), on, tree_on };
            Ok::<_, Failure>(store::list_answers_of(tx, &requirement, &of)?)
        })
        .await?;
    let figure = |answer: FigureAnswer| FigureAnswerBody {
        label: answer.asked.label,
        recorded: answer.recorded.map(|(n, _)| n),
        entered: answer.entered,
    };
    let body = |row: UnitAnswers| UnitFiguresBody {
        unit: row.unit_name,
        duty: row.duty.to_string(),
        figures: row.answers.into_iter().map(figure).collect(),
    };
    json(rows.into_iter().map(body).collect::<Vec<_>>())
}
