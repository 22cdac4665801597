//! The device behind a request: which contestant it entered as, from where. A contestant's cookie carries the server's own
//! proof, so that knowing them costs no look into the database.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use fair_contest::{is_signed, sign};
use platform::App;
use platform::web::{Failure, Visitor as Client, cookie};

use crate::domain::{Contest, Marks};

/// Half a year.
const KEPT_SECONDS: i64 = 15_552_000;
const DEVICE_COOKIE: &str = "device";

/// A device.
pub(crate) struct Visitor {
    address: String,
    headers: HeaderMap,
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        let mut headers = HeaderMap::new();
        for cookies in parts.headers.get_all(header::COOKIE) {
            headers.append(header::COOKIE, cookies.clone());
        }
        Ok(Visitor { address: Client::of(parts).0, headers })
    }
}

fn name_of(contest: &Contest) -> String {
    format!("contestant-{}", contest.no)
}

fn signed_text(contest: &Contest, no: i64) -> String {
    format!("contestant/{}/{no}", contest.no)
}

fn words_name(contest: &Contest) -> String {
    format!("words-{}", contest.no)
}

fn words_text(contest: &Contest, no: i64) -> String {
    format!("words/{}/{no}", contest.no)
}

impl Visitor {
    /// As which contestant this device entered.
    pub fn contestant(&self, contest: &Contest) -> Option<i64> {
        let (no, proof) = cookie(&self.headers, &name_of(contest))?.split_once('.')?;
        let no = no.parse().ok()?;
        is_signed(&contest.secret, &signed_text(contest, no), proof).then_some(no)
    }

    /// Whether this device earned questions in words where others see pictures.
    pub fn reads_words(&self, contest: &Contest, no: i64) -> bool {
        let proof = cookie(&self.headers, &words_name(contest)).unwrap_or_default();
        is_signed(&contest.secret, &words_text(contest, no), proof)
    }

    /// Lets the answer keep on the device that it earned questions in words.
    pub fn keep_words(app: &App, contest: &Contest, no: i64, answer: &mut Response) {
        let proof = sign(&contest.secret, &words_text(contest, no));
        keep(app, answer, &words_name(contest), &proof);
    }

    /// Device and address as they are kept with an attempt: tokens, no address that leads to a person.
    pub fn marks(&self, contest: &Contest) -> Marks {
        let device = cookie(&self.headers, DEVICE_COOKIE).unwrap_or_default();
        let address = sign(&contest.secret, &format!("address/{}", self.address));
        Marks { device: device.chars().take(32).collect(), address: address.chars().take(16).collect() }
    }

    /// The network address, for counting how often it asks.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Lets the answer keep on the device as which contestant it entered.
    pub fn enter(&self, app: &App, contest: &Contest, no: i64, answer: &mut Response) {
        let value = format!("{no}.{}", sign(&contest.secret, &signed_text(contest, no)));
        keep(app, answer, &name_of(contest), &value);
        if cookie(&self.headers, DEVICE_COOKIE).is_none() {
            keep(app, answer, DEVICE_COOKIE, &app.clock.new_uuid().simple().to_string());
        }
    }
}

fn keep(app: &App, answer: &mut Response, name: &str, value: &str) {
    let secure = if app.secure_cookies { "; Secure" } else { "" };
    let cookie = format!("{name}={value}; Path=/thi; HttpOnly; SameSite=Lax; Max-Age={KEPT_SECONDS}{secure}");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        answer.headers_mut().append(header::SET_COOKIE, cookie);
    }
}

/// The cookie of a contestant, for load tests that begin in the middle.
#[must_use]
pub fn contestant_cookie(contest: &Contest, no: i64) -> String {
    format!("{}={no}.{}", name_of(contest), sign(&contest.secret, &signed_text(contest, no)))
}
