//! The JSON face of contests: reading them with their rounds, people and attempts apart.

use platform::web::{Actor, Answer, Failure, ListQuery, Path, Query, json};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::domain::{Contest, ContestId, Round};
use crate::permissions::VIEW;
use crate::store::{self, RoundTotals};
use crate::web::contest_for;
use crate::web::list::read;

/// A contest.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContestBody {
    /// Identifier (UUID).
    id: String,
    /// Its number, in public addresses and draws.
    no: i64,
    /// Who holds it (UUID).
    unit: String,
    /// What it is called.
    title: String,
    /// `preparing`, `announced` or `ended`.
    state: String,
}

/// A contest of the list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContestLineBody {
    /// The contest.
    #[serde(flatten)]
    contest: ContestBody,
    /// Contestants who began.
    people: i64,
    /// Attempts begun.
    attempts: i64,
}

/// One page of contests.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContestsBody {
    /// Contests in all.
    total: i64,
    /// The page's rows.
    rows: Vec<ContestLineBody>,
}

/// A round.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoundBody {
    /// Its number.
    no: i64,
    /// What it is called.
    name: String,
    /// Milliseconds since 1970 UTC.
    opens_at: i64,
    /// Milliseconds since 1970 UTC.
    closes_at: i64,
    /// Minutes of an attempt.
    minutes: i64,
    /// Attempts of a contestant.
    attempts: i64,
    /// SHA-256 of the sealed seed; empty before the announcement.
    commitment: String,
    /// SHA-256 of the sealed pool.
    pool_hash: String,
    /// Its result stands.
    is_settled: bool,
    /// Contestants who began.
    people: i64,
    /// Attempts begun.
    begun: i64,
    /// Attempts ended.
    ended: i64,
}

/// A contest with its rounds.
#[derive(Debug, Serialize, ToSchema)]
pub struct WholeContestBody {
    /// The contest.
    #[serde(flatten)]
    contest: ContestBody,
    /// Its rounds, in order.
    rounds: Vec<RoundBody>,
}

impl From<&Contest> for ContestBody {
    fn from(one: &Contest) -> Self {
        ContestBody {
            id: one.id.to_string(),
            no: one.no,
            unit: one.unit.to_string(),
            title: one.title.clone(),
            state: one.state.to_string(),
        }
    }
}

fn round_body(round: &Round, totals: RoundTotals) -> RoundBody {
    RoundBody {
        no: round.no,
        name: round.name.clone(),
        opens_at: round.opens_at.0,
        closes_at: round.closes_at.0,
        minutes: round.minutes,
        attempts: round.attempts,
        commitment: round.commitment.clone(),
        pool_hash: round.pool_hash.clone(),
        is_settled: round.settled_at.is_some(),
        people: totals.people,
        begun: totals.begun,
        ended: totals.ended,
    }
}

#[derive(OpenApi)]
#[openapi(
    paths(list, show),
    components(schemas(ContestBody, ContestLineBody, ContestsBody, RoundBody, WholeContestBody))
)]
struct Description;

pub(crate) fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// Those of the caller's branches.
#[utoipa::path(get, path = "/api/v1/contests", tag = "contests",
    params(("q" = Option<String>, Query), ("state" = Option<String>, Query), ("page" = Option<i64>, Query),
        ("day" = Option<String>, Query, description = "A past day: those begun by its end, with states and counts of then")),
    responses((status = 200, body = ContestsBody), (status = 401), (status = 403), (status = 422)))]
pub(crate) async fn list(who: Actor, Query(query): Query<ListQuery>) -> Answer {
    let asker = who.clone();
    let (rows, total) = who.read(move |tx| read(&asker, tx, &query)).await?;
    let line = |contest: &Contest, people, attempts| ContestLineBody { contest: contest.into(), people, attempts };
    json(ContestsBody { total, rows: rows.iter().map(|row| line(&row.contest, row.people, row.attempts)).collect() })
}

/// One with its rounds.
#[utoipa::path(get, path = "/api/v1/contests/{id}", tag = "contests", params(("id" = String, Path)),
    responses((status = 200, body = WholeContestBody), (status = 401), (status = 403), (status = 404)))]
pub(crate) async fn show(who: Actor, Path(id): Path<ContestId>) -> Answer {
    let asker = who.clone();
    let body = who
        .read(move |tx| {
            let contest = contest_for(&asker, tx, VIEW, id)?;
            let mut rounds = Vec::new();
            for round in store::list_rounds(tx, id)? {
                rounds.push(round_body(&round, store::round_totals(tx, &round)?));
            }
            Ok::<_, Failure>(WholeContestBody { contest: (&contest).into(), rounds })
        })
        .await?;
    json(body)
}
