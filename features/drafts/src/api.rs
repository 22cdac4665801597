//! The JSON face of drafts: reading them and their rounds, giving opinions.

use axum::http::StatusCode;
use axum::response::IntoResponse;
use platform::web::{Actor, Answer, ApiBody, Failure, Path, Query, json};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use crate::domain::{Draft, DraftId, Round, RoundId};
use crate::permissions::VIEW;
use crate::web::list::{DraftsQuery, read};
use crate::web::opine::{OpinionForm, given, seen_round};
use crate::{asking, store};

/// A draft.
#[derive(Debug, Serialize, ToSchema)]
pub struct DraftBody {
    /// Identifier (UUID).
    id: String,
    /// The unit that drafts.
    unit: String,
    /// The unit that issues.
    issuer: String,
    /// `party` or `state`.
    form: String,
    /// Code of the type: NQ, CT, KL …
    type_code: String,
    /// Trích yếu.
    title: String,
    /// `writing`, `asking`, `submitted`, `approved`, `issued` or `dropped`.
    state: String,
    /// The number of the latest revision.
    revision: i64,
    /// The document of the register it became.
    document: Option<String>,
}

/// One page of drafts.
#[derive(Debug, Serialize, ToSchema)]
pub struct DraftsBody {
    /// Drafts in all.
    total: i64,
    /// The page's rows.
    rows: Vec<DraftBody>,
}

/// A draft with its text and rounds.
#[derive(Debug, Serialize, ToSchema)]
pub struct WholeDraftBody {
    /// The draft.
    #[serde(flatten)]
    draft: DraftBody,
    /// The latest text, one paragraph a line.
    text: String,
    /// The rounds, in order.
    rounds: Vec<RoundBody>,
}

/// A round of opinions.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoundBody {
    /// Identifier (UUID).
    id: String,
    /// From 1.
    number: i64,
    /// `committee`, `units`, `wide`, `criticism` or `appraisal`.
    kind: String,
    /// What is asked.
    question: String,
    /// Last day (yyyy-mm-dd).
    due_on: String,
    /// Whether a person may leave the name out.
    may_be_anonymous: bool,
    /// `open` or `closed`.
    state: String,
}

/// A clause of the text a round asks about.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClauseBody {
    /// Its place, to be named in an opinion.
    place: i64,
    /// «II › 1».
    path: String,
    /// Its text.
    text: String,
}

/// A round with the text it asks about.
#[derive(Debug, Serialize, ToSchema)]
pub struct WholeRoundBody {
    /// The round.
    #[serde(flatten)]
    round: RoundBody,
    /// The draft's id.
    draft: String,
    /// What the draft is called.
    called: String,
    /// The text, clause by clause.
    clauses: Vec<ClauseBody>,
}

/// An opinion to be given.
#[derive(Debug, Deserialize, ToSchema)]
pub struct OpinionBody {
    /// The clause's place; absent for the whole.
    clause: Option<i64>,
    /// `agree`, `amend`, `supplement`, `remove` or `question`.
    kind: String,
    /// The opinion.
    #[serde(default)]
    text: String,
    /// The words proposed; needed for `amend` and `supplement`.
    #[serde(default)]
    wording: String,
    /// For whom: a unit's id, or `person`; the only one when absent.
    #[serde(default)]
    voice: String,
    /// Leaves the name out, where the round lets it.
    #[serde(default)]
    is_anonymous: bool,
}

/// What was kept.
#[derive(Debug, Serialize, ToSchema)]
pub struct GivenBody {
    /// Identifier (UUID).
    id: String,
}

impl From<Draft> for DraftBody {
    fn from(draft: Draft) -> Self {
        DraftBody {
            id: draft.id.to_string(),
            unit: draft.unit.to_string(),
            issuer: draft.issuer.to_string(),
            form: draft.head.form.code().to_owned(),
            type_code: draft.head.type_code,
            title: draft.head.title,
            state: draft.state.code().to_owned(),
            revision: draft.revision,
            document: draft.document.map(|id| id.to_string()),
        }
    }
}

impl From<Round> for RoundBody {
    fn from(round: Round) -> Self {
        RoundBody {
            id: round.id.to_string(),
            number: round.number,
            kind: round.kind.code().to_owned(),
            question: round.question,
            due_on: round.due_on.to_string(),
            may_be_anonymous: round.may_be_anonymous,
            state: round.state.code().to_owned(),
        }
    }
}

#[derive(OpenApi)]
#[openapi(
    paths(list, show, round, opine),
    components(schemas(
        DraftBody,
        DraftsBody,
        WholeDraftBody,
        RoundBody,
        ClauseBody,
        WholeRoundBody,
        OpinionBody,
        GivenBody
    ))
)]
struct Description;

pub(crate) fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// The drafts of the caller's branch, newest first. As of a past day: those begun by then, with state, revision and document of
/// then; title and unit are of today.
#[utoipa::path(get, path = "/api/v1/drafts", tag = "drafts",
    params(("q" = Option<String>, Query, description = "Words, with or without accents"),
           ("state" = Option<String>, Query), ("type" = Option<String>, Query),
           ("day" = Option<String>, Query, description = "At the end of this past day (yyyy-mm-dd); now without it"),
           ("page" = Option<i64>, Query), ("size" = Option<i64>, Query)),
    responses((status = 200, body = DraftsBody), (status = 401), (status = 403), (status = 422)))]
pub(crate) async fn list(who: Actor, Query(query): Query<DraftsQuery>) -> Answer {
    let asker = who.clone();
    let (rows, total) = who.read(move |tx| read(&asker, tx, &query)).await?;
    json(DraftsBody { total, rows: rows.into_iter().map(|row| row.draft.into()).collect() })
}

/// One draft with its text and rounds.
#[utoipa::path(get, path = "/api/v1/drafts/{id}", tag = "drafts", params(("id" = String, Path)),
    responses((status = 200, body = WholeDraftBody), (status = 401), (status = 404)))]
pub(crate) async fn show(who: Actor, Path(id): Path<DraftId>) -> Answer {
    let asker = who.clone();
    let body = who
        .read(move |tx| {
            let draft = crate::web::draft_for(&asker, tx, VIEW, id)?;
            let text = store::find_text(tx, id, draft.revision)?;
            let rounds = store::list_rounds(tx, id)?.into_iter().map(Into::into).collect();
            Ok::<_, Failure>(WholeDraftBody { draft: draft.into(), text, rounds })
        })
        .await?;
    json(body)
}

/// One round with the text it asks about: for who was asked in it, and who reads the drafts of its unit.
#[utoipa::path(get, path = "/api/v1/drafts/rounds/{id}", tag = "drafts", params(("id" = String, Path)),
    responses((status = 200, body = WholeRoundBody), (status = 401), (status = 404)))]
pub(crate) async fn round(who: Actor, Path(id): Path<RoundId>) -> Answer {
    let asker = who.clone();
    let body = who
        .read(move |tx| {
            let (draft, round) = seen_round(&asker, tx, id)?;
            let clauses = asking::clauses_of(tx, &draft, &round)?;
            let clauses = clauses
                .into_iter()
                .map(|one| ClauseBody { place: one.place, path: one.path, text: one.text })
                .collect();
            let called = draft.called();
            Ok::<_, Failure>(WholeRoundBody { draft: draft.id.to_string(), called, clauses, round: round.into() })
        })
        .await?;
    json(body)
}

/// Gives an opinion in a round, for a unit that was asked or for oneself.
#[utoipa::path(post, path = "/api/v1/drafts/rounds/{id}/opinions", tag = "drafts", params(("id" = String, Path)),
    request_body = OpinionBody,
    responses((status = 201, body = GivenBody), (status = 401), (status = 403), (status = 404), (status = 422)))]
pub(crate) async fn opine(who: Actor, Path(id): Path<RoundId>, ApiBody(body): ApiBody<OpinionBody>) -> Answer {
    let form = OpinionForm::new(body.clause, body.kind, (body.text, body.wording), body.voice);
    let id = given(&who, id, form.hidden(body.is_anonymous)).await?;
    Ok((StatusCode::CREATED, axum::Json(GivenBody { id: id.to_string() })).into_response())
}
