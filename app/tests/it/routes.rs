//! The permission of every route, asked as nobody and as each role, through the whole router.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use kernel::Permission;
use platform::web::RouteEntry;
use thongsuot::operation::Operation;
use thongsuot::server;
use tower::ServiceExt;

use crate::harness::Installed;

const NOBODY_HAS_IT: &str = "01990000-0000-7000-8000-00000000ffff";

/// The route's path with an id that nothing has in the place of each variable.
fn path_of(entry: &RouteEntry) -> String {
    let filled = |part: &str| if part.starts_with('{') { NOBODY_HAS_IT.to_owned() } else { part.to_owned() };
    entry.path.split('/').map(filled).collect::<Vec<_>>().join("/")
}

struct Asker {
    router: axum::Router,
    runtime: tokio::runtime::Runtime,
}

impl Asker {
    fn of(installed: &Installed) -> Self {
        let router = server::router(&installed.app, &Operation::set_up_already(None, String::new()));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        Asker { router, runtime }
    }

    fn ask(&self, entry: &RouteEntry, session: Option<&str>) -> (StatusCode, String) {
        let mut request = Request::builder().method(entry.method).uri(path_of(entry)).header(header::HOST, "localhost");
        if let Some(token) = session {
            request = request.header(header::COOKIE, format!("session={token}"));
        }
        if entry.method != "GET" {
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        let request = request.body(Body::empty()).expect("a request");
        let response = self.runtime.block_on(self.router.clone().oneshot(request)).expect("an answer");
        let to = response.headers().get(header::LOCATION).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
        (response.status(), to)
    }
}

fn is_sign_in(status: StatusCode, to: &str) -> bool {
    status == StatusCode::UNAUTHORIZED || (status == StatusCode::SEE_OTHER && to.starts_with("/sign-in"))
}

#[test]
fn nobody_is_sent_to_the_sign_in_from_every_route_that_is_not_public() {
    let installed = Installed::new();
    let asker = Asker::of(&installed);
    let mut faults = Vec::new();
    for entry in server::routes(&installed.app).entries() {
        let (status, to) = asker.ask(entry, None);
        let is_public = entry.permission == Permission::PUBLIC;
        // the steps of a sign-in lead back to its beginning
        let leaves = ["/sign-out", "/set-up", "/sign-in/code", "/sign-in/second-factor"].contains(&entry.path);
        if (is_sign_in(status, &to) == is_public && !leaves) || status.is_server_error() {
            faults.push(format!("{} {}: {status} {to}", entry.method, entry.path));
        }
    }
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn roles_without_the_permission_are_refused_and_nothing_breaks_for_those_with_it() {
    let installed = Installed::new();
    let asker = Asker::of(&installed);
    let mut faults = Vec::new();
    for entry in server::routes(&installed.app).entries() {
        if entry.permission == Permission::PUBLIC {
            continue;
        }
        for (role, token) in &installed.sessions {
            let (status, to) = asker.ask(entry, Some(token));
            let carries = entry.permission.is_carried_by(*role);
            let is_wrong = if carries { is_sign_in(status, &to) } else { status != StatusCode::FORBIDDEN };
            if is_wrong || status.is_server_error() {
                faults.push(format!("{role}: {} {}: {status} {to}", entry.method, entry.path));
            }
        }
    }
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn permissions_have_names_of_their_own() {
    let installed = Installed::new();
    let mut known: Vec<Permission> = Vec::new();
    for entry in server::routes(&installed.app).entries() {
        let same = known.iter().find(|permission| permission.name == entry.permission.name);
        match same {
            Some(permission) => assert_eq!(*permission, entry.permission, "{}", entry.path),
            None => known.push(entry.permission),
        }
    }
    assert!(known.len() > 8);
}
