//! Signing in and out, and the language of the pages: what somebody sees who is not signed in yet.

use askama::Template;
use axum::extract::Query;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use kernel::{AccountId, Event};
use platform::texts::Language;
use platform::web::{Actor, Answer, Cx, Failure, Form, While, clear_session, go_to, page, page_with, set_session};
use serde::Deserialize;

use super::Client;
use crate::domain::{SESSION_LONGEST, is_too_many, user_name_kept};
use crate::{password, secret, store};

#[derive(Template)]
#[template(path = "people/sign_in.html")]
struct SignInPage {
    cx: Cx,
    user_name: String,
    next: String,
    is_wrong: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Next {
    next: String,
}

/// Only paths of this site: a link that someone sent must not lead elsewhere after the sign-in.
fn local(next: &str) -> &str {
    let is_local =
        next.starts_with('/') && !next.starts_with("//") && !next.chars().any(|c| c == '\\' || c.is_control());
    if is_local { next } else { "/" }
}

pub(crate) async fn show(who: Actor, Query(query): Query<Next>) -> Answer {
    let next = local(&query.next).to_owned();
    if who.identity().is_some() {
        return go_to(next);
    }
    page(&SignInPage { cx: who.cx("people-sign-in"), user_name: String::new(), next, is_wrong: false })
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
        let wrong = SignInPage { cx, user_name, next: local(&next).to_owned(), is_wrong: true };
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &wrong);
    };
    let agent = client.agent;
    let token = who
        .app()
        .write_as(Some(account), move |tx| {
            store::forget_failures(tx, &user_name)?;
            tx.record(Event::noted("sessions.started", account, None))?;
            store::start_session(tx, account, &agent)
        })
        .await
        .map_err(Failure::from)?;
    with_cookie(go_to(local(&next))?, &set_session(who.app(), &token, SESSION_LONGEST))
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

fn with_cookie(mut response: Response, cookie: &str) -> Answer {
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
