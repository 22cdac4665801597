//! What machines ask of a running server: is it well, what does it measure, what is its API.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, Extension, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use platform::web::{Answer, Failure, json};
use platform::{App, Feature};
use utoipa::OpenApi;
use utoipa::openapi::OpenApi as Description;

use super::Operation;

/// 200 when the database answers, 503 when it does not.
pub(super) async fn healthz(State(app): State<App>) -> Answer {
    let answered = app.db.read(|tx| tx.scalar::<i64>("SELECT COUNT(*) FROM schema_migration", &[])).await;
    Ok(match answered {
        Ok(_) => (StatusCode::OK, "ok\n").into_response(),
        Err(error) => {
            tracing::error!(%error, "the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "database\n").into_response()
        }
    })
}

/// 204 while the process answers at all; asks nothing of the database. Also the reference of the benchmarks.
pub(super) async fn livez() -> Answer {
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// The measurements, for who holds the token; without a token configured, for programs on this machine.
pub(super) async fn metrics(
    Extension(operation): Extension<Operation>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
) -> Answer {
    let bearer = headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let may = match operation.metrics_token() {
        // what came through a proxy on this machine did not come from this machine
        "" => peer.is_some_and(|peer| peer.0.0.ip().is_loopback()) && !headers.contains_key("x-forwarded-for"),
        token => blake3::hash(bearer.as_bytes()) == blake3::hash(format!("Bearer {token}").as_bytes()),
    };
    if !may {
        return Err(Failure::NotFound);
    }
    let kind = [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    Ok((kind, operation.measurements()).into_response())
}

/// The description of the API.
pub(super) async fn openapi(State(app): State<App>) -> Answer {
    json(merged_openapi(&app.features))
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Thông Suốt",
        description = "Mọi lời gọi cần mã truy cập của tài khoản: `Authorization: Bearer ...`, tạo tại trang Tài khoản. / \
                       Every call needs an access token of an account, made on the page Account."
    ),
    modifiers(&Tokens),
    security(("token" = []))
)]
struct Base;

struct Tokens;

impl utoipa::Modify for Tokens {
    fn modify(&self, openapi: &mut Description) {
        use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
        let components = openapi.components.get_or_insert_with(Default::default);
        components.add_security_scheme("token", SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
    }
}

/// The descriptions of all features in one.
#[must_use]
pub fn merged_openapi(features: &[Feature]) -> Description {
    let mut all = Base::openapi();
    for part in features.iter().filter_map(|feature| feature.openapi) {
        all.merge(part());
    }
    all
}
