//! The layers around every request: who asks, may they at all, did the handler ask, failures turned into pages,
//! headers that keep the browser strict.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use kernel::{Event, Permission};
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};

use super::actor::ActorState;
use super::{Actor, Failure, Identity, Routes, assets, failure};
use crate::app::App;
use crate::db::StoreError;
use crate::texts::Language;

/// The name of the session cookie.
pub const SESSION_COOKIE: &str = "session";

const LARGEST_BODY: usize = 64 * 1024 * 1024;
const CONTENT_SECURITY: &str = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; \
     form-action 'self'; frame-ancestors 'none'; script-src 'self'; style-src 'self'";

/// The value of a `Set-Cookie` header that begins a session.
#[must_use]
pub fn set_session(app: &App, token: &str, seconds: i64) -> String {
    let secure = if app.secure_cookies { "; Secure" } else { "" };
    format!("{SESSION_COOKIE}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}")
}

/// The value of a `Set-Cookie` header that ends it.
#[must_use]
pub fn clear_session() -> String {
    format!("{SESSION_COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0")
}

/// The whole site: the routes of all features behind the layers.
pub fn router(app: &App, routes: Routes) -> Router {
    routes
        .router
        .route("/assets/{hash}/{name}", axum::routing::get(assets::serve))
        .route("/sw.js", axum::routing::get(assets::serve_worker))
        .fallback(|| async { Failure::NotFound })
        // an address that only takes forms, opened as a page
        .method_not_allowed_fallback(|| async { Failure::NotFound })
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(from_fn_with_state(app.clone(), surround))
        .layer(CompressionLayer::new().compress_when(worth_compressing()))
        .with_state(app.clone())
}

/// Films, PDF and archives are packed already; sent as they are, they can be taken up where they broke off.
fn worth_compressing() -> impl Predicate {
    DefaultPredicate::new()
        .and(NotForContentType::const_new("video/"))
        .and(NotForContentType::const_new("audio/"))
        .and(NotForContentType::const_new("application/pdf"))
        .and(NotForContentType::const_new("application/vnd.openxmlformats"))
}

/// The value of a cookie; none when it is absent or empty.
#[must_use]
pub fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, value)| *key == name && !value.is_empty())
        .map(|(_, value)| value)
}

/// A form posted from a foreign page is refused whatever it carries (Fetch Metadata; the Origin where that is absent).
fn is_foreign(request: &Request) -> bool {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return false;
    }
    let text = |name: &str| request.headers().get(name).and_then(|v| v.to_str().ok());
    match (text("sec-fetch-site"), text("origin"), text("host")) {
        (Some(site), _, _) => !matches!(site, "same-origin" | "none"),
        (None, Some(origin), Some(host)) => origin.split("://").nth(1) != Some(host),
        _ => false,
    }
}

async fn surround(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let began = Instant::now();
    let actor = match actor_of(&app, request.headers(), request.uri().path().to_owned()).await {
        Ok(actor) => actor,
        Err(failure) => {
            tracing::error!(?failure, "cannot tell who asks");
            return failure.into_response();
        }
    };
    let method = request.method().clone();
    let matched = request.extensions().get::<MatchedPath>().map(|p| p.as_str().to_owned());
    let back = request.headers().get(header::REFERER).and_then(|v| v.to_str().ok()).and_then(local_part);
    let response = if is_foreign(&request) {
        Failure::Forged.into_response()
    } else {
        request.extensions_mut().insert(actor.clone());
        next.run(request).await
    };
    if let Some(event) = failure::event_of(&actor, &response) {
        note(&actor, event, matched.as_deref().unwrap_or_default()).await;
    }
    let mut response = failure::render(&actor, response, back.as_deref());
    finish_headers(&actor, response.headers_mut());
    let labels = [
        ("method", method.to_string()),
        ("path", matched.unwrap_or_else(|| "other".into())),
        ("status", response.status().as_u16().to_string()),
    ];
    metrics::histogram!("thongsuot_request_seconds", &labels).record(began.elapsed().as_secs_f64());
    response
}

/// Notes that something was refused on a page; of what was sent nothing is kept.
async fn note(actor: &Actor, event: &'static str, page: &str) {
    let event = Event::noted(event, page, None);
    if let Err(error) = actor.write(move |tx| tx.record(event)).await {
        tracing::error!(%error, "the event of a refusal was not kept");
    }
}

/// The path of an address, so that "back" never leads to a foreign site.
fn local_part(address: &str) -> Option<String> {
    let rest = address.split_once("://")?.1;
    rest.find('/').map(|at| rest[at..].to_owned())
}

async fn actor_of(app: &App, headers: &HeaderMap, path: String) -> Result<Actor, Failure> {
    let bearer = headers
        .get(header::AUTHORIZATION)
        .and_then(|v| v.to_str().ok())
        .and_then(|v| v.strip_prefix("Bearer "))
        .map(str::to_owned);
    let session = cookie(headers, SESSION_COOKIE).map(str::to_owned);
    let mut identity: Option<Identity> = None;
    let mut csrf = String::new();
    let by_token = bearer.is_some();
    let organisation = app.organisation;
    if !path.starts_with("/assets/") {
        if let Some(token) = bearer {
            identity = app.db.read(move |tx| (organisation.identify_token)(tx, &token)).await?;
        } else if let Some(token) = session {
            csrf = blake3::derive_key("thongsuot form token", token.as_bytes())[..16]
                .iter()
                .map(|b| format!("{b:02x}"))
                .collect();
            identity = of_session(app, token).await?;
        }
    }
    let language = cookie(headers, "language")
        .map(Language::of)
        .or_else(|| identity.as_ref().map(|i| i.language))
        .unwrap_or_default();
    let flash = cookie(headers, "flash").map(str::to_owned);
    let state =
        ActorState { app: app.clone(), identity, language, path, flash, csrf, by_token, asked: AtomicBool::new(false) };
    Ok(Actor(Arc::new(state)))
}

/// The identity behind a session; its use is noted now and then, so that a session in use does not end.
async fn of_session(app: &App, token: String) -> Result<Option<Identity>, StoreError> {
    let organisation = app.organisation;
    let care = app.features.iter().find_map(|feature| feature.session_care);
    let asked = token.clone();
    let (identity, is_due) = app
        .db
        .read(move |tx| {
            let identity = (organisation.identify_session)(tx, &asked)?;
            let is_due = match care {
                Some(care) if identity.is_some() => (care.is_due)(tx, &asked)?,
                _ => false,
            };
            Ok::<_, StoreError>((identity, is_due))
        })
        .await?;
    if let (true, Some(care)) = (is_due, care) {
        app.db.write(move |tx| (care.renew)(tx, &token)).await?;
    }
    Ok(identity)
}

fn finish_headers(actor: &Actor, headers: &mut HeaderMap) {
    let fixed = [
        (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
    ];
    for (name, value) in fixed {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    let is_page =
        headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).is_some_and(|v| v.starts_with("text/html"));
    if actor.0.flash.is_some() && is_page {
        headers.append(header::SET_COOKIE, HeaderValue::from_static("flash=; Path=/; Max-Age=0"));
    }
}

/// The gate of one route.
pub(super) async fn guard(permission: Permission, request: Request, next: Next) -> Response {
    let Some(actor) = request.extensions().get::<Actor>().cloned() else {
        return Failure::broken("guarding the route", "no actor").into_response();
    };
    if permission != Permission::PUBLIC {
        if actor.identity().is_none() {
            return Failure::SignInFirst.into_response();
        }
        if !actor.holds(permission) {
            return Failure::Forbidden.into_response();
        }
    }
    let response = next.run(request).await;
    let needs_asking = permission != Permission::PUBLIC && permission != Permission::SIGNED_IN;
    let went_well = response.status().is_success() || response.status().is_redirection();
    if needs_asking && went_well && !actor.has_asked() {
        return Failure::broken("guarding the route", format!("the handler never asked for {}", permission.name))
            .into_response();
    }
    response
}
