//! Everything a handler can fail with, and the page or JSON the user sees of it. What is broken is logged once, here,
//! and the user sees an incident number only.

use std::fmt;
use std::sync::Arc;

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::Refused;

use super::{Actor, Cx};
use crate::db::StoreError;

/// What a handler returns.
pub type Answer = Result<Response, Failure>;

/// Why a request was not done.
#[derive(Debug)]
pub enum Failure {
    /// 404: it is not there, or lies outside the actor's branch.
    NotFound,
    /// 403: the actor may see it but not do this.
    Forbidden,
    /// Nobody is signed in: to the sign-in page, 401 in the API.
    SignInFirst,
    /// 403: the form did not come from our own page.
    Forged,
    /// 409: it was changed meanwhile.
    Stale,
    /// 429: too many attempts.
    TooMany,
    /// 503: more is waiting than can be done soon; nothing was lost, the browser is told when to try again.
    Busy,
    /// 422: a rule speaks against it.
    Refused(Refused),
    /// 422: what was sent cannot be understood; the text key says what and what to do.
    Malformed(&'static str),
    /// 500: broken; the user sees an incident number only.
    Broken {
        /// What was being done.
        doing: &'static str,
        /// Why it failed, for the log.
        cause: String,
    },
}

impl Failure {
    /// Broken while doing something.
    pub fn broken(doing: &'static str, cause: impl fmt::Display) -> Self {
        Failure::Broken { doing, cause: cause.to_string() }
    }

    fn status(&self) -> StatusCode {
        match self {
            Failure::NotFound => StatusCode::NOT_FOUND,
            Failure::Forbidden | Failure::Forged => StatusCode::FORBIDDEN,
            Failure::SignInFirst => StatusCode::UNAUTHORIZED,
            Failure::Stale => StatusCode::CONFLICT,
            Failure::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Failure::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Failure::Refused(_) | Failure::Malformed(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Failure::Broken { .. } => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Failure::NotFound => "not-found",
            Failure::Forbidden => "forbidden",
            Failure::SignInFirst => "sign-in-first",
            Failure::Forged => "forged",
            Failure::Stale => "stale",
            Failure::TooMany => "too-many",
            Failure::Busy => "busy",
            Failure::Refused(_) => "refused",
            Failure::Malformed(_) => "malformed",
            Failure::Broken { .. } => "broken",
        }
    }
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Self {
        Failure::Refused(refused)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound => Failure::NotFound,
            // somebody else wrote the same at the same moment
            StoreError::Stale | StoreError::Taken(_) => Failure::Stale,
            other => Failure::broken("using the database", other),
        }
    }
}

impl From<sheets::CannotWrite> for Failure {
    fn from(error: sheets::CannotWrite) -> Self {
        match error {
            sheets::CannotWrite::TooManyRows => Failure::Malformed("failure-too-long-for-excel"),
            other => Failure::broken("writing the list", other),
        }
    }
}

/// `.while_doing("reading the upload")` on any other error.
pub trait While<T> {
    /// Turns the error into [`Failure::Broken`] naming what was being done.
    ///
    /// # Errors
    /// The failure.
    fn while_doing(self, doing: &'static str) -> Result<T, Failure>;
}

impl<T, E: fmt::Display> While<T> for Result<T, E> {
    fn while_doing(self, doing: &'static str) -> Result<T, Failure> {
        self.map_err(|cause| Failure::broken(doing, cause))
    }
}

/// Travels with the response to the outermost layer, which knows the actor's language.
#[derive(Clone)]
pub(super) struct Failed(Arc<Failure>);

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = (self.status(), self.code()).into_response();
        response.extensions_mut().insert(Failed(Arc::new(self)));
        response
    }
}

/// The event that this answer leaves, if it is a refusal that a feature wants noted.
pub(super) fn event_of(actor: &Actor, response: &Response) -> Option<&'static str> {
    let Failed(failure) = response.extensions().get::<Failed>()?;
    let Failure::Refused(refused) = &**failure else { return None };
    let mut noted = actor.app().features.iter().flat_map(|feature| feature.noted_refusals);
    noted.find(|(code, _)| refused.0.iter().any(|told| told.code == *code)).map(|(_, event)| *event)
}

#[derive(askama::Template)]
#[template(path = "failure.html")]
struct FailurePage {
    cx: Cx,
    reasons: Vec<String>,
    incident: String,
    back: String,
}

/// Seconds after which a browser that was told to wait tries again.
const RETRY_AFTER: &str = "3";

/// Renders a failed answer for the actor: JSON under `/api/`, a redirection to the sign-in, or a page.
pub(super) fn render(actor: &Actor, response: Response, back: Option<&str>) -> Response {
    let Some(Failed(failure)) = response.extensions().get::<Failed>().cloned() else {
        return response;
    };
    let is_busy = matches!(*failure, Failure::Busy);
    let mut response = render_failure(actor, response, &failure, back);
    if is_busy {
        response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from_static(RETRY_AFTER));
    }
    response
}

fn render_failure(actor: &Actor, response: Response, failure: &Failure, back: Option<&str>) -> Response {
    let incident = incident_of(actor, failure);
    let reasons = reasons_of(actor, failure);
    let path = actor.0.path.as_str();
    if path.starts_with("/api/") {
        let body = serde_json::json!({
            "error": failure.code(), "reasons": reasons, "incident": incident,
            "codes": match failure { Failure::Refused(r) => r.0.iter().map(|t| t.code).collect(), _ => Vec::new() },
        });
        return (failure.status(), Json(body)).into_response();
    }
    if matches!(failure, Failure::SignInFirst) {
        let next: String = path
            .bytes()
            .map(|b| {
                if b.is_ascii_alphanumeric() || b == b'/' || b == b'-' {
                    char::from(b).to_string()
                } else {
                    format!("%{b:02X}")
                }
            })
            .collect();
        return (StatusCode::SEE_OTHER, [(header::LOCATION, format!("/sign-in?next={next}"))]).into_response();
    }
    let cx = actor.cx(&format!("failure-{}", failure.code()));
    let page = FailurePage { cx, reasons, incident, back: back.unwrap_or("/").to_owned() };
    match askama::Template::render(&page) {
        Ok(html) => {
            let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
            (failure.status(), headers, html).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "the failure page failed");
            response
        }
    }
}

fn incident_of(actor: &Actor, failure: &Failure) -> String {
    let Failure::Broken { doing, cause } = failure else {
        return String::new();
    };
    let uuid = actor.app().clock.new_uuid().simple().to_string();
    let incident = uuid[uuid.len() - 8..].to_owned();
    tracing::error!(incident, doing, cause, path = actor.0.path, "broken");
    metrics::counter!("thongsuot_broken_total").increment(1);
    incident
}

fn reasons_of(actor: &Actor, failure: &Failure) -> Vec<String> {
    let texts = &actor.app().texts;
    match failure {
        Failure::Refused(refused) => refused.0.iter().map(|told| texts.refusal(actor.language(), told)).collect(),
        Failure::Malformed(key) => vec![texts.say(actor.language(), key, &[])],
        other => vec![texts.say(actor.language(), &format!("failure-{}-help", other.code()), &[])],
    }
}
