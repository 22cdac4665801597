//! Screens that move by themselves, and rows replaced without a new page: driven request by request, because the
//! in-process browser waits for the end of an answer.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, header};
use conferences::domain::Outcome;
use conferences::store;
use http_body_util::BodyExt;
use kernel::{AccountId, Role};
use platform::app::Organisation;
use platform::db::{StoreError, Tx};
use platform::texts::Language;
use platform::web::{Grant, Identity, Routes};
use testkit::{Engine, Site};
use tower::ServiceExt;

use crate::stage::{a_conference, opened, people, set, summoned};

/// Whoever shows a session is the province's officer.
fn identify(tx: &mut Tx<'_>, _: &str) -> Result<Option<Identity>, StoreError> {
    let unit = units::store::lookup_by_code(tx, "TU")?.ok_or(StoreError::NotFound)?.id;
    Ok(Some(Identity {
        account: AccountId(uuid::Uuid::from_u128(7)),
        person: None,
        name: "officer".into(),
        language: Language::Vietnamese,
        grants: vec![Grant { role: Role::Officer, unit }],
        helper: None,
    }))
}

fn site(engine: Engine) -> Site {
    let organisation =
        Organisation { identify_session: identify, identify_token: identify, is_within: units::store::is_within };
    Site::with(engine, crate::features(), organisation)
}

fn router(site: &Site) -> axum::Router {
    let routes = crate::features().iter().filter_map(|f| f.routes).fold(Routes::default(), |all, r| all.and(r()));
    platform::web::router(&site.app, routes)
}

fn get(path: &str) -> Request<Body> {
    Request::get(path).header(header::COOKIE, "session=x").body(Body::empty()).unwrap()
}

async fn next_piece(body: &mut Body) -> String {
    let frame = tokio::time::timeout(Duration::from_secs(5), body.frame()).await.expect("a piece comes in time");
    String::from_utf8_lossy(frame.unwrap().unwrap().data_ref().unwrap()).into_owned()
}

fn the_live_screen_moves_within_two_seconds_of_a_check_in(engine: Engine) {
    let site = site(engine);
    people(&site);
    let conference = a_conference(&site, None);
    let delegates = summoned(&site, &conference);
    opened(&site, conference.id);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let path = format!("/conferences/{}/live/stream", conference.id);
    let answer = runtime.block_on(router(&site).oneshot(get(&path))).unwrap();
    assert_eq!(answer.headers()[header::CONTENT_TYPE], "text/event-stream");
    let mut body = answer.into_body();
    let first = runtime.block_on(next_piece(&mut body));
    assert!(first.contains(r#"id="live-present">0<"#), "{first}");
    set(&site, delegates[0].id, Outcome::Present);
    let second = runtime.block_on(next_piece(&mut body));
    assert!(second.contains(r#"id="live-present">1<"#), "{second}");
}

fn screens_end_when_the_server_stops(engine: Engine) {
    let site = site(engine);
    people(&site);
    let conference = a_conference(&site, None);
    let point = summoned(&site, &conference)[0].point;
    opened(&site, conference.id);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let paths = [format!("/conferences/{}/live/stream", conference.id), format!("/points/{point}/screen/stream")];
    let mut bodies = paths.map(|path| runtime.block_on(router(&site).oneshot(get(&path))).unwrap().into_body());
    for body in &mut bodies {
        runtime.block_on(next_piece(body));
    }
    site.app.stopping.tell();
    for body in &mut bodies {
        let ended = runtime.block_on(async { tokio::time::timeout(Duration::from_secs(1), body.frame()).await });
        assert!(ended.expect("the stream ends at once").is_none());
    }
}

fn the_code_of_the_hall_is_streamed(engine: Engine) {
    let site = site(engine);
    people(&site);
    let conference = a_conference(&site, None);
    let point = summoned(&site, &conference)[0].point;
    let conference = opened(&site, conference.id);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let answer = runtime.block_on(router(&site).oneshot(get(&format!("/points/{point}/screen/stream")))).unwrap();
    let mut body = answer.into_body();
    let code = conference.code_seed.code_at(point, site.app.clock.now());
    let first = runtime.block_on(next_piece(&mut body));
    assert!(first.contains(&format!("{} {}", &code[..3], &code[3..])), "{first}");
    site.clock.set(site.app.clock.now().plus_seconds(30));
    let second = runtime.block_on(next_piece(&mut body));
    assert!(!second.contains(&format!("{} {}", &code[..3], &code[3..])), "{second}");
}

fn with_scripts_only_the_row_and_the_counts_come_back(engine: Engine) {
    let site = site(engine);
    people(&site);
    let conference = a_conference(&site, None);
    let delegate = summoned(&site, &conference).remove(0);
    opened(&site, conference.id);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let page = runtime.block_on(async {
        let answer = router(&site).oneshot(get(&format!("/points/{}/check-in", delegate.point))).await.unwrap();
        String::from_utf8(answer.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap()
    });
    let token = page.split("name=\"_csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let request = Request::post(format!("/delegates/{}/outcome", delegate.id))
        .header(header::COOKIE, "session=x")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("hx-request", "true")
        .header("x-csrf-token", token)
        .body(Body::from("outcome=present"))
        .unwrap();
    let piece = runtime.block_on(async {
        let answer = router(&site).oneshot(request).await.unwrap();
        assert_eq!(answer.status(), 200);
        String::from_utf8(answer.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap()
    });
    assert!(piece.trim_start().starts_with("<li") && !piece.contains("<html"), "{piece}");
    assert!(piece.contains("hx-swap-oob") && piece.contains("Hoàn tác"), "{piece}");
    assert_eq!(site.read(|tx| store::find_delegate(tx, delegate.id)).outcome, Outcome::Present);
}

macro_rules! on_both {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            #[test]
            fn sqlite() {
                super::$name(testkit::Engine::Sqlite);
            }

            #[test]
            fn postgres() {
                super::$name(testkit::Engine::Postgres);
            }
        }
    )+};
}
on_both!(
    the_live_screen_moves_within_two_seconds_of_a_check_in,
    screens_end_when_the_server_stops,
    the_code_of_the_hall_is_streamed,
    with_scripts_only_the_row_and_the_counts_come_back,
);
