//! What the holder of an invitation sees, without signing in: the own password is chosen, and one is signed in.

use askama::Template;
use axum::http::StatusCode;
use kernel::{Event, Told};
use people::domain::{Account, is_too_many};
use people::password;
use platform::web::{Actor, Answer, Cx, Failure, FieldErrors, Form, Path, While, go_to, page, page_with};
use serde::Deserialize;

use super::Client;
use super::sign_in::enter;
use crate::domain::{Invitation, normal_code};
use crate::store;

#[derive(Template)]
#[template(path = "accounts/invitation_code.html")]
struct CodePage {
    cx: Cx,
    is_unknown: bool,
}

pub(crate) async fn ask(who: Actor) -> Answer {
    page(&CodePage { cx: who.cx("invitations-title"), is_unknown: false })
}

#[derive(Deserialize)]
pub(crate) struct CodeForm {
    code: String,
}

pub(crate) async fn find(who: Actor, client: Client, Form(form): Form<CodeForm>) -> Answer {
    match invited(&who, &client, &form.code).await? {
        Some(_) => go_to(format!("/invitation/{}", normal_code(&form.code))),
        None => unknown(&who),
    }
}

fn unknown(who: &Actor) -> Answer {
    let page = CodePage { cx: who.cx("invitations-title"), is_unknown: true };
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// The invitation with this code and its account. Guesses are counted by address, like those of passwords.
async fn invited(who: &Actor, client: &Client, code: &str) -> Result<Option<(Invitation, Account)>, Failure> {
    let (code, address) = (code.to_owned(), client.address.clone());
    let (failures, found) = who
        .read(move |tx| {
            let failures = store::count_failures(tx, "", &address)?;
            let found = match store::lookup_invitation(tx, &code)? {
                Some(invitation) => {
                    let account = store::find_account(tx, invitation.account)?;
                    Some((invitation, account))
                }
                None => None,
            };
            Ok::<_, Failure>((failures, found))
        })
        .await?;
    if is_too_many(0, failures.1) {
        return Err(Failure::TooMany);
    }
    if found.is_none() {
        let address = client.address.clone();
        who.write(move |tx| store::insert_failure(tx, "", &address).map_err(Failure::from)).await?;
    }
    Ok(found)
}

#[derive(Template)]
#[template(path = "accounts/invitation.html")]
struct InvitationPage {
    cx: Cx,
    code: String,
    name: String,
    user_name: String,
    why_not: Vec<Told>,
    errors: FieldErrors,
}

pub(crate) async fn show(who: Actor, client: Client, Path(code): Path<String>) -> Answer {
    match invited(&who, &client, &code).await? {
        Some((invitation, account)) => form_page(&who, code, &invitation, account, FieldErrors::default()).await,
        None => unknown(&who),
    }
}

async fn form_page(
    who: &Actor,
    code: String,
    invitation: &Invitation,
    account: Account,
    errors: FieldErrors,
) -> Answer {
    let why_not = invitation.may_accept(account.disabled_at.is_some(), who.today()).told();
    let name = who.read(move |tx| store::account_name(tx, account.id)).await?;
    let is_well = why_not.is_empty() && errors.is_empty();
    let status = if is_well { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let cx = who.cx("invitations-title");
    page_with(status, &InvitationPage { cx, code, name, user_name: account.user_name, why_not, errors })
}

/// The form of the password chosen. It has no `Debug`, so that no log line can hold one.
#[derive(Deserialize)]
pub(crate) struct ChosenForm {
    new: String,
    repeated: String,
}

pub(crate) async fn accept(
    who: Actor,
    client: Client,
    Path(code): Path<String>,
    Form(form): Form<ChosenForm>,
) -> Answer {
    let Some((invitation, account)) = invited(&who, &client, &code).await? else { return unknown(&who) };
    let may = invitation.may_accept(account.disabled_at.is_some(), who.today());
    let mut errors = FieldErrors::default();
    if let Some(fault) = password::fault(&form.new, &account.user_name) {
        errors.add("new", fault);
    }
    errors.add_if(form.new != form.repeated, "repeated", "account-password-differs");
    if !may.is_yes() || !errors.is_empty() {
        return form_page(&who, code, &invitation, account, errors).await;
    }
    let hash = password::hash_aside(form.new).await.while_doing("hashing the password")?;
    let id = account.id;
    who.app()
        .write_as(Some(id), move |tx| {
            // the slip may have been replaced, or the account disabled, while the password was hashed
            let (invitation, account) = (store::find_invitation(tx, invitation.id)?, store::find_account(tx, id)?);
            invitation.may_accept(account.disabled_at.is_some(), tx.today()).or_refuse()?;
            store::save_accepted(tx, invitation.id)?;
            let old_hash = store::password_hash(tx, id)?;
            store::save_password(tx, id, &old_hash, &hash)?;
            store::end_other_sessions(tx, id, None)?;
            store::forget_failures(tx, &account.user_name)?;
            tx.record(Event::noted("accounts.invitation-accepted", id, None))?;
            Ok::<_, Failure>(())
        })
        .await?;
    enter(&who, client, id, "/").await
}
