//! The pages of this feature, one file per screen. What several of them need stands here: who called, from where.

pub(crate) mod account;
pub(crate) mod accounts;
pub mod answering;
pub(crate) mod duplicates;
pub(crate) mod edit;
pub(crate) mod import;
pub(crate) mod list;
pub(crate) mod memberships;
pub(crate) mod personal;
pub(crate) mod responsibility;
pub(crate) mod sights;
pub(crate) mod sign_in;
pub(crate) mod steering;

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::header;
use axum::http::request::Parts;
use platform::web::{Failure, SESSION_COOKIE};

/// The browser behind a request.
pub(crate) struct Client {
    /// Its network address; empty when unknown.
    pub address: String,
    /// What it calls itself.
    pub agent: String,
    /// The token of its session.
    pub session: Option<String>,
}

impl<S: Send + Sync> FromRequestParts<S> for Client {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        let text = |name: header::HeaderName| parts.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        // only a proxy on this machine is believed when it says for whom it asks
        let forwarded = parts.headers.get("x-forwarded-for").and_then(|v| v.to_str().ok());
        let behind_proxy = peer.filter(|ip| ip.is_loopback()).and(forwarded);
        let address = match behind_proxy.and_then(|list| list.rsplit(',').next()) {
            Some(address) => address.trim().chars().take(60).collect(),
            None => peer.map(|ip| ip.to_string()).unwrap_or_default(),
        };
        let session = text(header::COOKIE)
            .split(';')
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(key, _)| *key == SESSION_COOKIE)
            .map(|(_, value)| value.to_owned());
        Ok(Client { address, agent: text(header::USER_AGENT).to_owned(), session })
    }
}
