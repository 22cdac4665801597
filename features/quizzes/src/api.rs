//! The JSON face of awareness tests: reading them with people and attempts apart. Nothing about right answers is in it.

use platform::web::{Actor, Answer, Failure, ListQuery, Path, Query, json};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::domain::{Quiz, QuizId, figure};
use crate::web::list::read;
use crate::web::show::{BranchQuery, sight};

/// A test.
#[derive(Debug, Serialize, ToSchema)]
pub struct QuizBody {
    /// Identifier (UUID).
    id: String,
    /// Who holds it (UUID).
    unit: String,
    /// What it is called.
    title: String,
    /// `preparing`, `announced` or `closed`.
    state: String,
    /// Milliseconds since 1970 UTC.
    opens_at: i64,
    /// Milliseconds since 1970 UTC.
    closes_at: i64,
    /// Minutes of an attempt.
    minutes: i64,
    /// Attempts of a person.
    attempts: i64,
    /// Right answers of a hundred with which it is passed.
    pass_mark: i64,
}

/// One page of tests.
#[derive(Debug, Serialize, ToSchema)]
pub struct QuizzesBody {
    /// Tests in all.
    total: i64,
    /// The page's rows.
    rows: Vec<QuizBody>,
}

/// A test with what a branch has done.
#[derive(Debug, Serialize, ToSchema)]
pub struct QuizOfBranchBody {
    /// The test.
    #[serde(flatten)]
    quiz: QuizBody,
    /// The branch looked at (UUID).
    branch: String,
    /// People who handed in at least once.
    people: i64,
    /// People who passed.
    passed: i64,
    /// Attempts handed in.
    attempts_handed_in: i64,
}

impl From<&Quiz> for QuizBody {
    fn from(one: &Quiz) -> Self {
        QuizBody {
            id: one.id.to_string(),
            unit: one.unit.to_string(),
            title: one.plan.title.clone(),
            state: one.state.to_string(),
            opens_at: one.plan.opens_at.0,
            closes_at: one.plan.closes_at.0,
            minutes: one.plan.minutes,
            attempts: one.plan.attempts,
            pass_mark: one.plan.pass_mark,
        }
    }
}

#[derive(OpenApi)]
#[openapi(paths(list, show), components(schemas(QuizBody, QuizzesBody, QuizOfBranchBody)))]
struct Description;

pub(crate) fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// Those of the caller's branches, and those announced from above.
#[utoipa::path(get, path = "/api/v1/quizzes", tag = "quizzes",
    params(("q" = Option<String>, Query), ("state" = Option<String>, Query), ("page" = Option<i64>, Query),
        ("day" = Option<String>, Query, description = "A past day: those written by its end, in the states of then")),
    responses((status = 200, body = QuizzesBody), (status = 401), (status = 403), (status = 422)))]
pub(crate) async fn list(who: Actor, Query(query): Query<ListQuery>) -> Answer {
    let asker = who.clone();
    let (rows, total) = who.read(move |tx| read(&asker, tx, &query)).await?;
    json(QuizzesBody { total, rows: rows.iter().map(|(quiz, _)| quiz.into()).collect() })
}

/// One, with what a branch has done.
#[utoipa::path(get, path = "/api/v1/quizzes/{id}", tag = "quizzes",
    params(("id" = String, Path), ("unit" = Option<String>, Query, description = "Branch to look at")),
    responses((status = 200, body = QuizOfBranchBody), (status = 401), (status = 403), (status = 404)))]
pub(crate) async fn show(who: Actor, Path(id): Path<QuizId>, Query(query): Query<BranchQuery>) -> Answer {
    let asker = who.clone();
    let body = who
        .read(move |tx| {
            let (quiz, branch) = sight(&asker, tx, id, &query.unit)?;
            let (subject, today) = (id.to_string(), asker.today());
            let mut value = |figure: &str| figures::store::value(tx, &subject, figure, branch.id, today);
            Ok::<_, Failure>(QuizOfBranchBody {
                people: value(figure::PEOPLE)?,
                passed: value(figure::PASSED)?,
                attempts_handed_in: value(figure::ATTEMPTS)?,
                branch: branch.id.to_string(),
                quiz: (&quiz).into(),
            })
        })
        .await?;
    json(body)
}
