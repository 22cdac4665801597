//! One's own account: own data, password, sessions, API tokens, language. Nothing here concerns another account.

use askama::Template;
use axum::http::StatusCode;
use kernel::{AccountId, Event, Instant, Refused};
use people::domain::{Account, HeldRole, Person, TokenId, is_too_many};
use people::{password, secret};
use platform::web::{
    Actor, Answer, Cx, Failure, FieldErrors, Form, Path, While, clear_session, go_to, go_to_saying, page, page_with,
};
use serde::Deserialize;

use super::Client;
use super::sign_in::{provider_of, with_cookie};
use crate::domain::CannotActFor;
use crate::store::{self, SessionLine, TokenLine};

#[derive(Template)]
#[template(path = "accounts/account.html")]
struct AccountPage {
    cx: Cx,
    account: Account,
    person: Option<Person>,
    unit_name: String,
    roles: Vec<HeldRole>,
    sessions: Vec<(SessionLine, bool)>,
    tokens: Vec<TokenLine>,
    errors: FieldErrors,
    /// An API token just made: shown this once.
    new_token: String,
    /// Since when a second factor is asked for.
    factor_since: Option<Instant>,
    /// What the provider is called; empty without one.
    provider: String,
    linked_since: Option<Instant>,
}

/// The own account, unless one acts for somebody else.
pub(super) fn own(who: &Actor) -> Result<AccountId, Failure> {
    who.note_asked();
    if who.helper().is_some() {
        return Err(Refused::because(CannotActFor::OwnAccount).into());
    }
    who.account().ok_or(Failure::SignInFirst)
}

pub(crate) async fn show(who: Actor, client: Client) -> Answer {
    page(&account_page(&who, &client).await?)
}

async fn account_page(who: &Actor, client: &Client) -> Result<AccountPage, Failure> {
    let id = own(who)?;
    let cx = who.cx("account-title");
    let provider = provider_of(who);
    let here = client.session.as_deref().map(secret::kept).unwrap_or_default();
    who.read(move |tx| {
        let account = store::find_account(tx, id)?;
        let person = account.person.map(|person| store::find_person(tx, person)).transpose()?;
        let unit = person.as_ref().map(|p| units::store::find(tx, p.home_unit)).transpose()?;
        let today = tx.today();
        let mut roles = store::list_grants(tx, id)?;
        roles.retain(|role| role.is_held_on(today));
        let sessions = store::list_sessions(tx, id)?;
        let mut tokens = store::list_tokens(tx, id)?;
        tokens.retain(|token| token.revoked_at.is_none());
        Ok(AccountPage {
            cx,
            account,
            person,
            unit_name: unit.map(|unit| unit.name).unwrap_or_default(),
            roles,
            sessions: sessions
                .into_iter()
                .map(|line| (line.hash == here, line))
                .map(|(own, line)| (line, own))
                .collect(),
            tokens,
            errors: FieldErrors::default(),
            new_token: String::new(),
            factor_since: store::lookup_confirmed_factor(tx, id)?.and_then(|factor| factor.confirmed_at),
            provider,
            linked_since: store::lookup_link(tx, id)?.map(|(_, at)| at),
        })
    })
    .await
}

/// The form of a new password. It has no `Debug`, so that no log line can hold one.
#[derive(Deserialize)]
pub(crate) struct PasswordForm {
    current: String,
    new: String,
    repeated: String,
}

pub(crate) async fn change_password(who: Actor, client: Client, Form(form): Form<PasswordForm>) -> Answer {
    let id = own(&who)?;
    let (account, hash, failures) = who
        .read(move |tx| {
            let account = store::find_account(tx, id)?;
            let failures = store::count_failures(tx, &account.user_name, "")?;
            Ok::<_, Failure>((account, store::password_hash(tx, id)?, failures))
        })
        .await?;
    if is_too_many(failures.0, failures.1) {
        return Err(Failure::TooMany);
    }
    let mut errors = FieldErrors::default();
    if let Some(fault) = password::fault(&form.new, &account.user_name) {
        errors.add("new", fault);
    }
    errors.add_if(form.new != form.repeated, "repeated", "account-password-differs");
    if errors.is_empty() && !password::verify_aside(form.current, Some(hash.clone())).await {
        let name = account.user_name.clone();
        who.write(move |tx| store::insert_failure(tx, &name, "").map_err(Failure::from)).await?;
        errors.add("current", "account-password-wrong");
    }
    if !errors.is_empty() {
        let page = AccountPage { errors, ..account_page(&who, &client).await? };
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let new_hash = password::hash_aside(form.new).await.while_doing("hashing the password")?;
    let here = client.session.as_deref().map(secret::kept);
    who.write(move |tx| {
        store::save_password(tx, id, &hash, &new_hash)?;
        store::end_other_sessions(tx, id, here.as_deref())?;
        tx.record(Event::noted("accounts.password-changed", id, None))?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying("/account", "account-password-changed")
}

#[derive(Debug, Deserialize)]
pub(crate) struct SessionForm {
    /// The hash of a session's token; `others` for every one but this, `all` for this one too.
    which: String,
}

pub(crate) async fn end_session(who: Actor, client: Client, Form(form): Form<SessionForm>) -> Answer {
    let id = own(&who)?;
    let here = client.session.as_deref().map(secret::kept);
    let is_all = form.which == "all";
    who.write(move |tx| {
        match form.which.as_str() {
            "all" => store::end_other_sessions(tx, id, None).map(|_| ())?,
            "others" => store::end_other_sessions(tx, id, here.as_deref()).map(|_| ())?,
            hash => store::end_session(tx, id, hash)?,
        }
        tx.record(Event::noted("sessions.ended", id, None))?;
        Ok::<_, Failure>(())
    })
    .await?;
    if is_all {
        return with_cookie(go_to("/sign-in")?, &clear_session());
    }
    go_to_saying("/account", "account-session-ended")
}

#[derive(Debug, Deserialize)]
pub(crate) struct TokenForm {
    name: String,
}

pub(crate) async fn make_token(who: Actor, client: Client, Form(form): Form<TokenForm>) -> Answer {
    let id = own(&who)?;
    let name: String = form.name.trim().chars().take(100).collect();
    if name.is_empty() {
        let mut errors = FieldErrors::default();
        errors.add("name", "account-token-unnamed");
        let page = AccountPage { errors, ..account_page(&who, &client).await? };
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let new_token = who
        .write(move |tx| {
            let (token, secret) = store::insert_token(tx, id, &name)?;
            tx.record(Event::noted("tokens.made", token, None))?;
            Ok::<_, Failure>(secret)
        })
        .await?;
    page(&AccountPage { new_token, ..account_page(&who, &client).await? })
}

pub(crate) async fn revoke_token(
    who: Actor,
    Path(token): Path<TokenId>,
    Form(super::sign_in::Nothing {}): Form<super::sign_in::Nothing>,
) -> Answer {
    let id = own(&who)?;
    who.write(move |tx| {
        store::revoke_token(tx, id, token)?;
        tx.record(Event::noted("tokens.revoked", token, None))?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying("/account", "account-token-revoked")
}
