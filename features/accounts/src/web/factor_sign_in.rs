//! The second step of signing in: the code of the second factor, or setting one up where a role asks for it. The sign-in
//! waits under a cookie of its own until then; there is no session yet.

use askama::Template;
use axum::http::StatusCode;
use kernel::Event;
use people::domain::{Account, SESSION_LONGEST, is_too_many};
use platform::db::{StoreError, Tx};
use platform::web::{
    Actor, Answer, Cx, Failure, FieldErrors, Form, While, go_to, page, page_with, qr_svg, set_session,
};
use serde::Deserialize;

use super::sign_in::{start, with_cookie};
use super::{Client, STEP_COOKIE};
use crate::domain::{SecondFactor, is_recovery_code};
use crate::store::{self, SignInStep};

/// A sign-in that waits in this browser.
struct Waiting {
    token: String,
    step: SignInStep,
    account: Account,
}

async fn waiting(who: &Actor, client: &Client) -> Result<Option<Waiting>, Failure> {
    let Some(token) = client.step.clone() else { return Ok(None) };
    who.read(move |tx| {
        let Some(step) = store::lookup_step(tx, &token)? else { return Ok(None) };
        let account = store::find_account(tx, step.account)?;
        let is_disabled = account.disabled_at.is_some();
        Ok::<_, Failure>((!is_disabled).then_some(Waiting { token, step, account }))
    })
    .await
}

/// Uses up this code of the account's second factor. False for a wrong one.
///
/// # Errors
/// [`Failure::Broken`] when the code cannot be computed.
pub(super) fn accept_code(tx: &mut Tx<'_>, factor: &SecondFactor, code: &str) -> Result<bool, Failure> {
    if is_recovery_code(code) {
        let is_used = factor.confirmed_at.is_some() && store::use_recovery_code(tx, factor.account, code)?;
        if is_used {
            tx.record(Event::noted("accounts.recovery-code-used", factor.account, None))?;
        }
        return Ok(is_used);
    }
    let Some(step) = factor.step_of(code, tx.now()).while_doing("computing the code")? else { return Ok(false) };
    match store::save_step(tx, factor.account, step) {
        Ok(()) => Ok(true),
        Err(StoreError::Stale) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Guesses are limited like those of passwords, by name and by address; a wrong one is noted.
///
/// # Errors
/// [`Failure::TooMany`].
pub(super) fn guess(
    tx: &mut Tx<'_>,
    account: &Account,
    address: &str,
    is_right: impl FnOnce(&mut Tx<'_>) -> Result<bool, Failure>,
) -> Result<bool, Failure> {
    let failures = store::count_failures(tx, &account.user_name, address)?;
    if is_too_many(failures.0, failures.1) {
        return Err(Failure::TooMany);
    }
    let is_right = is_right(tx)?;
    if !is_right {
        store::insert_failure(tx, &account.user_name, address)?;
        tx.record(Event::noted("sessions.refused", account.id, None))?;
    }
    Ok(is_right)
}

#[derive(Template)]
#[template(path = "accounts/code.html")]
struct CodePage {
    cx: Cx,
    is_wrong: bool,
}

pub(crate) async fn ask(who: Actor, client: Client) -> Answer {
    match waiting(&who, &client).await? {
        Some(_) => page(&CodePage { cx: who.cx("second-factor-ask"), is_wrong: false }),
        None => go_to("/sign-in"),
    }
}

/// A code as typed. It has no `Debug`, so that no log line can hold one.
#[derive(Deserialize)]
pub(crate) struct CodeForm {
    pub(super) code: String,
}

pub(crate) async fn answer(who: Actor, client: Client, Form(form): Form<CodeForm>) -> Answer {
    let Some(Waiting { token, step, account }) = waiting(&who, &client).await? else { return go_to("/sign-in") };
    let id = account.id;
    let entered = who
        .app()
        .write_as(Some(id), move |tx| {
            let Some(factor) = store::lookup_confirmed_factor(tx, id)? else { return Ok(None) };
            if !guess(tx, &account, &client.address, |tx| accept_code(tx, &factor, &form.code))? {
                return Ok(None);
            }
            store::end_step(tx, &token)?;
            Ok::<_, Failure>(Some(start(tx, id, &client.agent)?))
        })
        .await?;
    match entered {
        Some(session) => with_session(&who, go_to(&step.next)?, &session),
        None => {
            let page = CodePage { cx: who.cx("second-factor-ask"), is_wrong: true };
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

fn with_session(who: &Actor, answer: axum::response::Response, session: &str) -> Answer {
    let answer = with_cookie(answer, &set_session(who.app(), session, SESSION_LONGEST))?;
    with_cookie(answer, &format!("{STEP_COOKIE}=; Path=/sign-in; HttpOnly; SameSite=Lax; Max-Age=0"))
}

/// What a telephone needs to know, drawn and written.
#[derive(Default)]
pub(super) struct SetUp {
    pub qr: String,
    pub secret: String,
}

impl SetUp {
    /// Of this second factor, named after the account on the telephone.
    pub fn of(factor: &SecondFactor, user_name: &str) -> Result<Self, Failure> {
        let address = factor.address(user_name).while_doing("writing the address of the second factor")?;
        Ok(SetUp { qr: qr_svg(&address)?, secret: factor.typed_secret() })
    }
}

#[derive(Template)]
#[template(path = "accounts/set_up.html")]
struct SetUpPage {
    cx: Cx,
    set_up: SetUp,
    action: &'static str,
    errors: FieldErrors,
}

/// Recovery codes just made: shown this once.
#[derive(Template)]
#[template(path = "accounts/recovery_codes.html")]
pub(super) struct RecoveryPage {
    pub cx: Cx,
    pub codes: Vec<String>,
    pub next: String,
}

pub(crate) async fn show_set_up(who: Actor, client: Client) -> Answer {
    let Some(found) = waiting(&who, &client).await? else { return go_to("/sign-in") };
    set_up_page(&who, found.account, FieldErrors::default()).await
}

async fn set_up_page(who: &Actor, account: Account, errors: FieldErrors) -> Answer {
    let id = account.id;
    let factor = who
        .app()
        .write_as(Some(id), move |tx| match store::lookup_second_factor(tx, id)? {
            Some(factor) => Ok(factor),
            None => store::begin_second_factor(tx, id),
        })
        .await
        .map_err(Failure::from)?;
    if factor.confirmed_at.is_some() {
        return go_to("/sign-in/code");
    }
    let set_up = SetUp::of(&factor, &account.user_name)?;
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let cx = who.cx("second-factor-set-up");
    page_with(status, &SetUpPage { cx, set_up, action: "/sign-in/second-factor", errors })
}

pub(crate) async fn set_up(who: Actor, client: Client, Form(form): Form<CodeForm>) -> Answer {
    let Some(Waiting { token, step, account }) = waiting(&who, &client).await? else { return go_to("/sign-in") };
    let (id, named) = (account.id, account.clone());
    let entered = who
        .app()
        .write_as(Some(id), move |tx| {
            let Some(codes) = confirm_factor(tx, &named, &client.address, &form.code)? else { return Ok(None) };
            store::end_step(tx, &token)?;
            Ok::<_, Failure>(Some((codes, start(tx, id, &client.agent)?)))
        })
        .await?;
    match entered {
        Some((codes, session)) => {
            let codes = RecoveryPage { cx: who.cx("recovery-codes-title"), codes, next: step.next };
            with_session(&who, page(&codes)?, &session)
        }
        None => {
            let mut errors = FieldErrors::default();
            errors.add("code", "second-factor-wrong");
            set_up_page(&who, account, errors).await
        }
    }
}

/// Confirms the second factor that is being set up, by its code, and gives the recovery codes; none for a wrong code and
/// where nothing is being set up.
pub(super) fn confirm_factor(
    tx: &mut Tx<'_>,
    account: &Account,
    address: &str,
    code: &str,
) -> Result<Option<Vec<String>>, Failure> {
    let id = account.id;
    let waiting = store::lookup_second_factor(tx, id)?.filter(|factor| factor.confirmed_at.is_none());
    let Some(factor) = waiting else { return Ok(None) };
    if !guess(tx, account, address, |tx| accept_code(tx, &factor, code))? {
        return Ok(None);
    }
    tx.record(Event::noted("accounts.second-factor-enrolled", id, None))?;
    Ok(Some(store::renew_recovery_codes(tx, id)?))
}
