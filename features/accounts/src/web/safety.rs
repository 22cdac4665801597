//! What an administrator does when the way into an account is lost or in the wrong hands: another password, every session
//! ended, the second factor and the link with the provider reset, the account disabled and enabled.

use askama::Template;
use kernel::{AccountId, Event, Refused};
use people::{password, secret};
use platform::web::{Actor, Answer, Cx, Failure, Form, Path, While, go_to_saying, page};

use super::accounts::administered;
use super::sign_in::Nothing;
use crate::domain::{CannotLink, may_reset};
use crate::store;

/// A password that was made for somebody, shown this once.
#[derive(Template)]
#[template(path = "accounts/password_once.html")]
struct PasswordPage {
    cx: Cx,
    user_name: String,
    password: String,
    account: AccountId,
}

pub(crate) async fn reset_password(who: Actor, Path(id): Path<AccountId>, Form(Nothing {}): Form<Nothing>) -> Answer {
    let made = secret::new_password().while_doing("making a password")?;
    let new_hash = password::hash_aside(made.clone()).await.while_doing("hashing the password")?;
    let asker = who.clone();
    let user_name = who
        .write(move |tx| {
            let (account, facts) = administered(&asker, tx, id)?;
            account.may_reset_password(facts).or_refuse()?;
            let old_hash = store::password_hash(tx, id)?;
            store::save_password(tx, id, &old_hash, &new_hash)?;
            store::end_other_sessions(tx, id, None)?;
            store::forget_failures(tx, &account.user_name)?;
            tx.record(Event::noted("accounts.password-reset", id, None))?;
            Ok::<_, Failure>(account.user_name)
        })
        .await?;
    page(&PasswordPage { cx: who.cx("accounts-password-reset"), user_name, password: made, account: id })
}

/// Forgets the second factor of somebody who lost the telephone and the recovery codes.
pub(crate) async fn reset_second_factor(
    who: Actor,
    Path(id): Path<AccountId>,
    Form(Nothing {}): Form<Nothing>,
) -> Answer {
    let asker = who.clone();
    who.write(move |tx| {
        let (account, facts) = administered(&asker, tx, id)?;
        account.may_reset_password(facts).or_refuse()?;
        may_reset(store::lookup_second_factor(tx, id)?.is_some()).or_refuse()?;
        store::remove_second_factor(tx, id)?;
        store::end_other_sessions(tx, id, None)?;
        tx.record(Event::noted("accounts.second-factor-reset", id, None))?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(format!("/accounts/{id}"), "accounts-factor-is-reset")
}

/// The account is linked with no person of the provider any more: it was linked with the wrong one, or they left.
pub(crate) async fn unlink(who: Actor, Path(id): Path<AccountId>, Form(Nothing {}): Form<Nothing>) -> Answer {
    let asker = who.clone();
    who.write(move |tx| {
        let (account, facts) = administered(&asker, tx, id)?;
        account.may_reset_password(facts).or_refuse()?;
        if !store::remove_link(tx, id)? {
            return Err(Refused::because(CannotLink::None).into());
        }
        store::end_other_sessions(tx, id, None)?;
        tx.record(Event::noted("accounts.unlinked", id, None))?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(format!("/accounts/{id}"), "oidc-unlinked")
}

/// Signs the account out everywhere: a telephone was lost, or somebody else sits at it.
pub(crate) async fn end_sessions(who: Actor, Path(id): Path<AccountId>, Form(Nothing {}): Form<Nothing>) -> Answer {
    let asker = who.clone();
    who.write(move |tx| {
        let (account, facts) = administered(&asker, tx, id)?;
        account.may_reset_password(facts).or_refuse()?;
        store::end_other_sessions(tx, id, None)?;
        tx.record(Event::noted("sessions.ended", id, None))?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(format!("/accounts/{id}"), "accounts-sessions-ended")
}

pub(crate) async fn disable(who: Actor, Path(id): Path<AccountId>, Form(Nothing {}): Form<Nothing>) -> Answer {
    let asker = who.clone();
    who.write(move |tx| {
        let (account, facts) = administered(&asker, tx, id)?;
        account.may_disable(facts).or_refuse()?;
        let now = tx.now();
        store::save_disabled(tx, &account, Some(now))?;
        tx.record(Event::noted("accounts.disabled", id, None))?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(format!("/accounts/{id}"), "accounts-disabled")
}

pub(crate) async fn enable(who: Actor, Path(id): Path<AccountId>, Form(Nothing {}): Form<Nothing>) -> Answer {
    let asker = who.clone();
    who.write(move |tx| {
        let (account, facts) = administered(&asker, tx, id)?;
        account.may_enable(facts).or_refuse()?;
        store::save_disabled(tx, &account, None)?;
        tx.record(Event::noted("accounts.enabled", id, None))?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(format!("/accounts/{id}"), "accounts-enabled")
}
