//! Routes: none can be registered without its permission. The list of them is kept for the permission matrix and the
//! OpenAPI test.

use axum::Router;
use axum::handler::Handler;
use axum::middleware::from_fn;
use axum::routing::{MethodRouter, get, patch, post, put};
use kernel::Permission;

use super::guard;
use crate::app::App;

/// A route as the tests see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RouteEntry {
    /// GET, POST, PUT or PATCH.
    pub method: &'static str,
    /// The path with `{id}` for its variables.
    pub path: &'static str,
    /// What it asks for.
    pub permission: Permission,
}

/// The routes of a feature.
#[derive(Default)]
pub struct Routes {
    pub(super) router: Router<App>,
    entries: Vec<RouteEntry>,
}

impl Routes {
    /// A page or something read.
    #[must_use]
    pub fn get<H, T>(self, path: &'static str, permission: Permission, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add("GET", path, permission, get(handler))
    }

    /// An action.
    #[must_use]
    pub fn post<H, T>(self, path: &'static str, permission: Permission, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add("POST", path, permission, post(handler))
    }

    /// A replacement (API).
    #[must_use]
    pub fn put<H, T>(self, path: &'static str, permission: Permission, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add("PUT", path, permission, put(handler))
    }

    /// A piece added to what is there (resumable uploads).
    #[must_use]
    pub fn patch<H, T>(self, path: &'static str, permission: Permission, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add("PATCH", path, permission, patch(handler))
    }

    fn add(mut self, method: &'static str, path: &'static str, permission: Permission, to: MethodRouter<App>) -> Self {
        self.entries.push(RouteEntry { method, path, permission });
        let guarded = to.layer(from_fn(move |request, next| guard::guard(permission, request, next)));
        self.router = self.router.route(path, guarded);
        self
    }

    /// The routes of both.
    #[must_use]
    pub fn and(mut self, other: Routes) -> Self {
        self.router = self.router.merge(other.router);
        self.entries.extend(other.entries);
        self
    }

    /// Every route with its permission.
    #[must_use]
    pub fn entries(&self) -> &[RouteEntry] {
        &self.entries
    }
}
