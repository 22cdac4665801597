//! `POST /api/v1/check-ins` is the hot path: one write, no session, no page.

use axum::Json;
use axum::response::IntoResponse;
use kernel::PointId;
use platform::web::{Actor, Answer, ApiBody, Failure};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use crate::store::{self, CheckIn};
use crate::web::access;

/// A delegate's own check-in.
#[derive(Debug, Deserialize, ToSchema)]
pub struct CheckInBody {
    /// The letters of the invitation.
    invitation: String,
    /// The six digits shown in the hall.
    code: String,
    /// The point whose code was scanned, when known.
    #[serde(default)]
    point: Option<String>,
}

/// What came of a check-in.
#[derive(Debug, Serialize, ToSchema)]
pub struct CheckedInBody {
    /// `recorded` the first time, `already` from then on.
    status: &'static str,
    /// The delegate.
    delegate: String,
}

#[derive(OpenApi)]
#[openapi(paths(check_in), components(schemas(CheckInBody, CheckedInBody)))]
struct Description;

pub(crate) fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// A delegate checks in with the code of the hall. Idempotent: the second time answers `already`.
#[utoipa::path(post, path = "/api/v1/check-ins", tag = "conferences", request_body = CheckInBody,
    responses((status = 200, body = CheckedInBody), (status = 404, description = "No such invitation"),
              (status = 422, description = "Not open, wrong code, or too many wrong codes")))]
pub(crate) async fn check_in(who: Actor, ApiBody(body): ApiBody<CheckInBody>) -> Answer {
    let point: Option<PointId> = body.point.and_then(|text| text.parse().ok());
    let asker = who.clone();
    let answer = who
        .write(move |tx| {
            if asker.helper().is_some() {
                access::invited(tx, &asker, &body.invitation)?;
            }
            Ok::<_, Failure>(store::check_in(tx, &body.invitation, &body.code, point)?)
        })
        .await?;
    let (status, delegate) = match answer {
        CheckIn::Recorded(delegate) => ("recorded", delegate),
        CheckIn::Already(delegate) => ("already", delegate),
        CheckIn::Refused(refused) => return Err(Failure::Refused(refused)),
        CheckIn::Unknown => return Err(Failure::NotFound),
    };
    Ok(Json(CheckedInBody { status, delegate: delegate.to_string() }).into_response())
}
