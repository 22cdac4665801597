//! The pages of this feature, one file per screen. What several of them need stands here: who called, from where.

pub(crate) mod accept;
pub(crate) mod account;
pub(crate) mod accounts;
pub(crate) mod acting;
pub(crate) mod factor_roles;
pub(crate) mod factor_sign_in;
pub(crate) mod invite;
pub(crate) mod oidc;
pub(crate) mod safety;
pub(crate) mod second_factor;
pub(crate) mod sign_in;

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use platform::web::{Failure, SESSION_COOKIE, Visitor, cookie};

/// The cookie of a sign-in that waits for the second factor.
pub(crate) const STEP_COOKIE: &str = "sign_in";

/// The cookie of a sign-in that is at the provider.
pub(crate) const OIDC_COOKIE: &str = "oidc";

/// The browser behind a request.
pub(crate) struct Client {
    /// Its network address; empty when unknown.
    pub address: String,
    /// What it calls itself.
    pub agent: String,
    /// The token of its session.
    pub session: Option<String>,
    /// The token of its sign-in that waits for the second factor.
    pub step: Option<String>,
    /// The token of its sign-in that is at the provider.
    pub oidc: Option<String>,
}

impl<S: Send + Sync> FromRequestParts<S> for Client {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        let text = |name: header::HeaderName| parts.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let cookie = |name: &str| cookie(&parts.headers, name).map(str::to_owned);
        Ok(Client {
            address: Visitor::of(parts).0,
            agent: text(header::USER_AGENT).to_owned(),
            session: cookie(SESSION_COOKIE),
            step: cookie(STEP_COOKIE),
            oidc: cookie(OIDC_COOKIE),
        })
    }
}
