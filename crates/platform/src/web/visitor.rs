//! From where a request comes, and how often: what pages that need no sign-in are limited by.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use kernel::Instant;

use super::Failure;

/// The network address behind a request; empty when unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visitor(pub String);

impl Visitor {
    /// Of a request. Only a proxy on this machine is believed when it says for whom it asks.
    #[must_use]
    pub fn of(parts: &Parts) -> Self {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        let forwarded = parts.headers.get("x-forwarded-for").and_then(|value| value.to_str().ok());
        let behind_proxy = peer.filter(|ip| ip.is_loopback()).and(forwarded);
        Visitor(match behind_proxy.and_then(|list| list.rsplit(',').next()) {
            Some(address) => address.trim().chars().take(60).collect(),
            None => peer.map(|ip| ip.to_string()).unwrap_or_default(),
        })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Visitor::of(parts))
    }
}

/// Visits of this minute by address, on this node. Kept with [`crate::App::kept`].
#[derive(Debug, Default)]
pub struct Visits(Mutex<(i64, HashMap<String, u32>)>);

impl Visits {
    /// Counts a visit.
    ///
    /// # Errors
    /// [`Failure::TooMany`] once more than `most` came from the address within this minute.
    pub fn count(&self, visitor: &Visitor, now: Instant, most: u32) -> Result<(), Failure> {
        const MINUTE: i64 = 60_000;
        let mut visits = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let minute = now.0 / MINUTE;
        if visits.0 != minute {
            *visits = (minute, HashMap::new());
        }
        let count = visits.1.entry(visitor.0.clone()).or_default();
        *count += 1;
        if *count > most { Err(Failure::TooMany) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_so_many_visits_a_minute() {
        let (visits, one, other) = (Visits::default(), Visitor("10.0.0.1".into()), Visitor("10.0.0.2".into()));
        let now = Instant::at("2026-11-22".parse().unwrap(), 8, 0);
        assert!(visits.count(&one, now, 2).is_ok() && visits.count(&one, now, 2).is_ok());
        assert!(matches!(visits.count(&one, now, 2), Err(Failure::TooMany)));
        assert!(visits.count(&other, now, 2).is_ok());
        assert!(visits.count(&one, now.plus_seconds(60), 2).is_ok());
    }
}
