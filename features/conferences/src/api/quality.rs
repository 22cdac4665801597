//! How a conference went, and what was asked at it, for machines: sums and words, never who asked without a name.

use kernel::ConferenceId;
use platform::web::{Actor, Answer, Failure, ListQuery, Path, Query, json};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::store::{self, QuestionFilter};
use crate::web::dialogue::whole;

/// How a conference went.
#[derive(Debug, Serialize, ToSchema)]
pub struct QualityBody {
    /// Line faults noted.
    faults: i64,
    /// Points that had any.
    points_with_faults: i64,
    /// Minutes lost, summed over the points.
    minutes_lost: i64,
    /// Presence prompts that were opened.
    prompts: i64,
    /// Answers of points in time.
    in_time: i64,
    /// Answers of points that came late.
    late: i64,
    /// Prompts points did not answer.
    missed: i64,
    /// Minutes by which the last topic ended after its plan; null while it was not noted.
    ended_late: Option<i64>,
    /// Answers of the survey that are shown.
    survey_answers: i64,
    /// Averages of the survey, in tenths of a mark; only those that are shown.
    survey_averages: Vec<AverageBody>,
}

/// The average of one aspect.
#[derive(Debug, Serialize, ToSchema)]
pub struct AverageBody {
    /// `organisation`, `materials`, `reporter` or `line`.
    aspect: &'static str,
    /// The average in tenths: 43 is 4.3 of 5.
    tenths: i64,
}

/// A question.
#[derive(Debug, Serialize, ToSchema)]
pub struct QuestionBody {
    /// Identifier (UUID).
    id: String,
    /// What was asked.
    words: String,
    /// Name and unit of who asked; empty for an anonymous one.
    asker: String,
    /// Votes for it.
    votes: i64,
    /// `open`, `live`, `written`, `passed_on` or `set_aside`.
    handling: &'static str,
    /// The answer, or why it was set aside.
    answer: String,
    /// To whom it was passed on.
    passed_to: String,
}

/// One page of questions.
#[derive(Debug, Serialize, ToSchema)]
pub struct QuestionsBody {
    /// Questions in all.
    total: i64,
    /// The page's rows.
    rows: Vec<QuestionBody>,
}

#[derive(OpenApi)]
#[openapi(paths(quality, questions), components(schemas(QualityBody, AverageBody, QuestionBody, QuestionsBody)))]
struct Description;

pub(crate) fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// How a conference went, for who sees the whole of it.
#[utoipa::path(get, path = "/api/v1/conferences/{id}/quality", tag = "conferences", params(("id" = String, Path)),
    responses((status = 200, body = QualityBody), (status = 401), (status = 404)))]
pub(crate) async fn quality(who: Actor, Path(id): Path<ConferenceId>) -> Answer {
    let asker = who.clone();
    let (conference, quality) = who
        .read(move |tx| {
            let (conference, _) = whole(tx, &asker, id)?;
            let quality = store::quality(tx, &conference, conference.unit)?;
            Ok::<_, Failure>((conference, quality))
        })
        .await?;
    let averages = conference.aspects().into_iter().filter_map(|aspect| {
        let tenths = quality.survey.of(&aspect).average_tenths()?;
        Some(AverageBody { aspect: aspect.code(), tenths })
    });
    json(QualityBody {
        faults: quality.faults,
        points_with_faults: quality.points_with_faults,
        minutes_lost: quality.minutes_lost,
        prompts: quality.prompts,
        in_time: quality.in_time,
        late: quality.late,
        missed: quality.missed,
        ended_late: quality.ended_late,
        survey_answers: quality.survey.shown,
        survey_averages: averages.collect(),
    })
}

/// The questions of a conference, for who sees the whole of it.
#[utoipa::path(get, path = "/api/v1/conferences/{id}/questions", tag = "conferences",
    params(("id" = String, Path), ("q" = Option<String>, Query), ("page" = Option<i64>, Query),
           ("size" = Option<i64>, Query)),
    responses((status = 200, body = QuestionsBody), (status = 401), (status = 404)))]
pub(crate) async fn questions(who: Actor, Path(id): Path<ConferenceId>, Query(query): Query<ListQuery>) -> Answer {
    let asker = who.clone();
    let (rows, total) = who
        .read(move |tx| {
            whole(tx, &asker, id)?;
            let filter = QuestionFilter { like: query.like(), ..QuestionFilter::default() };
            let rows = store::list_questions(tx, id, &filter, (query.offset(), query.size()))?;
            Ok::<_, Failure>((rows, store::count_questions(tx, id, &filter)?))
        })
        .await?;
    let rows = rows
        .into_iter()
        .map(|question| QuestionBody {
            id: question.id.to_string(),
            words: question.words,
            asker: question.asker,
            votes: question.votes,
            handling: question.handling.code(),
            answer: question.answer,
            passed_to: question.passed_to,
        })
        .collect();
    json(QuestionsBody { total, rows })
}
