//! Signing in and out, and the language of the pages: what somebody sees who is not signed in yet.

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use kernel::{AccountId, Event};
use people::domain::{SESSION_LONGEST, is_too_many, user_name_kept};
use people::{password, secret};
use platform::db::{StoreError, Tx};
use platform::texts::Language;
use platform::web::Query;
use platform::web::{Actor, Answer, Cx, Failure, Form, While, clear_session, go_to, page, page_with, set_session};
use serde::Deserialize;

use super::{Client, STEP_COOKIE};
use crate::domain::STEP_LONGEST;
use crate::oidc;
use crate::store;

#[derive(Template)]
#[template(path = "accounts/sign_in.html")]
struct SignInPage {
    cx: Cx,
    user_name: String,
    next: String,
    is_wrong: bool,
    /// What the provider is called; empty without one.
    provider: String,
}

pub(super) fn provider_of(who: &Actor) -> String {
    oidc::of(who.app()).map(|provider| provider.name().to_owned()).unwrap_or_default()
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Next {
    pub(super) next: String,
}

/// Only paths of this site: a link that someone sent must not lead elsewhere after the sign-in.
pub(super) fn local(next: &str) -> &str {
    let is_local =
        next.starts_with('/') && !next.starts_with("//") && !next.chars().any(|c| c == '\\' || c.is_control());
    if is_local { next } else { "/" }
}

pub(crate) async fn show(who: Actor, Query(query): Query<Next>) -> Answer {
    let next = local(&query.next).to_owned();
    if who.identity().is_some() {
        return go_to(next);
    }
    page(&SignInPage {
        cx: who.cx("people-sign-in"),
        user_name: String::new(),
        next,
        is_wrong: false,
        provider: provider_of(&who),
    })
}

/// The form of the sign-in. It has no `Debug`, so that no log line can hold a password.
#[derive(Deserialize)]
pub(crate) struct SignInForm {
    user_name: String,
    password: String,
    #[serde(default)]
    next: String,
}

pub(crate) async fn sign_in(who: Actor, client: Client, Form(form): Form<SignInForm>) -> Answer {
    let SignInForm { user_name, password, next } = form;
    let (asked_name, address) = (user_name.clone(), client.address.clone());
    let (failures, credentials) = who
        .read(move |tx| {
            let failures = store::count_failures(tx, &asked_name, &address)?;
            Ok::<_, Failure>((failures, store::lookup_credentials(tx, &asked_name)?))
        })
        .await?;
    if is_too_many(failures.0, failures.1) {
        return Err(Failure::TooMany);
    }
    let (account, hash) = credentials.unzip();
    let is_right = password::verify_aside(password, hash).await;
    let Some(account) = account.filter(|_| is_right) else {
        note_failure(&who, &client, &user_name, account).await?;
        let cx = who.cx("people-sign-in");
        let wrong =
            SignInPage { cx, user_name, next: local(&next).to_owned(), is_wrong: true, provider: provider_of(&who) };
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &wrong);
    };
    enter(&who, client, account, &next).await
}

/// How far a right password leads.
enum Entered {
    /// In: the session's token.
    Session(String),
    /// To the question for the second factor: the token of the sign-in that waits.
    Asked(String),
    /// To setting one up, because a role asks for it.
    SetUp(String),
}

/// Lets the account in, or asks for its second factor first.
pub(super) async fn enter(who: &Actor, client: Client, id: AccountId, next: &str) -> Answer {
    let (agent, next) = (client.agent, local(next).to_owned());
    let wanted = next.clone();
    let entered = who
        .app()
        .write_as(Some(id), move |tx| {
            if store::lookup_confirmed_factor(tx, id)?.is_some() {
                store::begin_step(tx, id, &wanted).map(Entered::Asked)
            } else if store::needs_factor(tx, id)? {
                store::begin_step(tx, id, &wanted).map(Entered::SetUp)
            } else {
                start(tx, id, &agent).map(Entered::Session)
            }
        })
        .await
        .map_err(Failure::from)?;
    match entered {
        Entered::Session(token) => with_cookie(go_to(next)?, &set_session(who.app(), &token, SESSION_LONGEST)),
        Entered::Asked(token) => with_cookie(go_to("/sign-in/code")?, &set_step(who, &token)),
        Entered::SetUp(token) => with_cookie(go_to("/sign-in/second-factor")?, &set_step(who, &token)),
    }
}

/// Starts the session of an account that is in, and gives its token.
pub(super) fn start(tx: &mut Tx<'_>, id: AccountId, agent: &str) -> Result<String, StoreError> {
    let account = store::find_account(tx, id)?;
    store::forget_failures(tx, &account.user_name)?;
    tx.record(Event::noted("sessions.started", id, None))?;
    store::start_session(tx, id, agent)
}

fn set_step(who: &Actor, token: &str) -> String {
    let secure = if who.app().secure_cookies { "; Secure" } else { "" };
    format!("{STEP_COOKIE}={token}; Path=/sign-in; HttpOnly; SameSite=Lax; Max-Age={STEP_LONGEST}{secure}")
}

async fn note_failure(
    who: &Actor,
    client: &Client,
    user_name: &str,
    account: Option<AccountId>,
) -> Result<(), Failure> {
    let (name, address) = (user_name_kept(user_name), client.address.clone());
    who.write(move |tx| {
        // what was typed may be a password in the wrong field: only a known account is named in the log
        if let Some(account) = account {
            tx.record(Event::noted("sessions.refused", account, None))?;
        }
        store::insert_failure(tx, &name, &address).map_err(Failure::from)
    })
    .await
}

/// A form with a button only.
#[derive(Deserialize)]
pub(crate) struct Nothing {}

pub(crate) async fn sign_out(who: Actor, client: Client, Form(Nothing {}): Form<Nothing>) -> Answer {
    if let (Some(account), Some(token)) = (who.account(), client.session) {
        who.write(move |tx| {
            tx.record(Event::noted("sessions.ended", account, None))?;
            store::end_session(tx, account, &secret::kept(&token)).map_err(Failure::from)
        })
        .await?;
    }
    with_cookie(go_to("/sign-in")?, &clear_session())
}

#[derive(Debug, Deserialize)]
pub(crate) struct LanguageForm {
    language: String,
    #[serde(default)]
    back: String,
}

pub(crate) async fn choose_language(who: Actor, Form(form): Form<LanguageForm>) -> Answer {
    let language = Language::of(&form.language);
    if let Some(account) = who.account() {
        who.write(move |tx| store::save_language(tx, account, language.code()).map_err(Failure::from)).await?;
    }
    let cookie = format!("language={}; Path=/; SameSite=Lax; Max-Age=31536000", language.code());
    with_cookie(go_to(local(&form.back))?, &cookie)
}

pub(super) fn with_cookie(mut response: Response, cookie: &str) -> Answer {
    let value = HeaderValue::from_str(cookie).while_doing("writing the cookie")?;
    response.headers_mut().append(header::SET_COOKIE, value);
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn after_the_sign_in_nobody_is_sent_to_another_site() {
        assert_eq!(local("/people?q=an"), "/people?q=an");
        for foreign in ["https://example.org", "//example.org", "/\\example.org", "people", "", "/\nx"] {
            assert_eq!(local(foreign), "/", "{foreign}");
        }
    }
}
