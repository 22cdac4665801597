//! Signing in with the provider, and linking the own account with it. The provider proves who somebody is; whom that
//! makes here is said by a link alone.

use std::sync::Arc;

use askama::Template;
use axum::http::StatusCode;
use kernel::{AccountId, Event, Refused};
use platform::db::StoreError;
use platform::web::Query;
use platform::web::{Actor, Answer, Cx, Failure, Form, While, go_to, go_to_saying, page, page_with};
use serde::Deserialize;

use super::account::own;
use super::sign_in::{Next, Nothing, enter, local, with_cookie};
use super::{Client, OIDC_COOKIE};
use crate::domain::{CannotLink, may_unlink};
use crate::oidc::{self, Begun, External, Provider};
use crate::store::{self, AtProvider};

#[derive(Template)]
#[template(path = "accounts/oidc_failed.html")]
struct FailedPage {
    cx: Cx,
    text: &'static str,
}

fn failed(who: &Actor, text: &'static str) -> Answer {
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &FailedPage { cx: who.cx("oidc-title"), text })
}

fn provider(who: &Actor) -> Result<Arc<Provider>, Failure> {
    oidc::of(who.app()).ok_or(Failure::NotFound)
}

/// Remembers a sign-in that goes to the provider: the address to go to, and the cookie to be set.
async fn begun(who: &Actor, next: String, link: Option<AccountId>) -> Result<Option<(String, String)>, Failure> {
    let (provider, now) = (provider(who)?, who.app().clock.now());
    let begun = tokio::task::spawn_blocking(move || provider.begin(now)).await.while_doing("asking the provider")?;
    let Begun { address, state, nonce, verifier } = match begun {
        Ok(begun) => begun,
        Err(error) => {
            tracing::warn!(%error, "sign-in with the provider");
            return Ok(None);
        }
    };
    let one = AtProvider { state, nonce, verifier, next, link };
    let token = who.write(move |tx| store::insert_at_provider(tx, &one).map_err(Failure::from)).await?;
    let secure = if who.app().secure_cookies { "; Secure" } else { "" };
    Ok(Some((address, format!("{OIDC_COOKIE}={token}; Path=/sign-in; HttpOnly; SameSite=Lax; Max-Age=600{secure}"))))
}

pub(crate) async fn begin(who: Actor, Query(query): Query<Next>) -> Answer {
    match begun(&who, local(&query.next).to_owned(), None).await? {
        Some((address, cookie)) => with_cookie(go_to(address)?, &cookie),
        None => failed(&who, "oidc-unreachable"),
    }
}

/// What the provider sends the browser back with.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Back {
    code: String,
    state: String,
    error: String,
}

pub(crate) async fn back(who: Actor, client: Client, Query(back): Query<Back>) -> Answer {
    let provider = provider(&who)?;
    let Some(token) = client.oidc.clone() else { return failed(&who, "oidc-not-begun") };
    let taken = who.write(move |tx| store::take_at_provider(tx, &token).map_err(Failure::from)).await?;
    let Some(one) = taken.filter(|one| is_same(&one.state, &back.state)) else {
        return failed(&who, "oidc-not-begun");
    };
    if !back.error.is_empty() || back.code.is_empty() {
        return failed(&who, "oidc-refused");
    }
    let (now, nonce, verifier) = (who.app().clock.now(), one.nonce.clone(), one.verifier.clone());
    let finished = tokio::task::spawn_blocking(move || provider.finish(back.code, verifier, &nonce, now))
        .await
        .while_doing("asking the provider")?;
    match (finished, one.link) {
        (Ok(external), Some(account)) => link(&who, account, external).await,
        (Ok(external), None) => sign_in(&who, client, external, &one.next).await,
        (Err(error), _) => {
            tracing::warn!(%error, "sign-in with the provider");
            failed(&who, "oidc-unproven")
        }
    }
}

/// Compared by hashes, so that the time of the answer tells nothing.
fn is_same(kept: &str, given: &str) -> bool {
    people::secret::kept(kept) == people::secret::kept(given)
}

async fn sign_in(who: &Actor, client: Client, external: External, next: &str) -> Answer {
    let account = who
        .read(move |tx| {
            let Some(id) = store::lookup_linked_account(tx, &external)? else { return Ok(None) };
            let account = store::find_account(tx, id)?;
            Ok::<_, Failure>(account.disabled_at.is_none().then_some(id))
        })
        .await?;
    match account {
        Some(id) => enter(who, client, id, next).await,
        None => failed(who, "oidc-unknown"),
    }
}

async fn link(who: &Actor, account: AccountId, external: External) -> Answer {
    // whoever began to link is still the one who is signed in
    if own(who)? != account {
        return failed(who, "oidc-not-begun");
    }
    who.write(move |tx| {
        match store::insert_link(tx, account, &external) {
            Ok(()) => {}
            Err(StoreError::Taken(_)) => return Err(Refused::because(CannotLink::Taken).into()),
            Err(error) => return Err(error.into()),
        }
        let detail = serde_json::json!({ "issuer": external.issuer });
        tx.record(Event::noted("accounts.linked", account, None).with(detail))?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying("/account", "oidc-linked")
}

/// The last page before the provider: a form may lead to no foreign site, a link may.
#[derive(Template)]
#[template(path = "accounts/oidc_link.html")]
struct LinkPage {
    cx: Cx,
    name: String,
    address: String,
}

pub(crate) async fn begin_link(who: Actor, Form(Nothing {}): Form<Nothing>) -> Answer {
    let id = own(&who)?;
    let name = provider(&who)?.name().to_owned();
    match begun(&who, "/account".into(), Some(id)).await? {
        Some((address, cookie)) => with_cookie(page(&LinkPage { cx: who.cx("oidc-title"), name, address })?, &cookie),
        None => failed(&who, "oidc-unreachable"),
    }
}

pub(crate) async fn unlink(who: Actor, Form(Nothing {}): Form<Nothing>) -> Answer {
    let id = own(&who)?;
    who.write(move |tx| {
        let is_linked = store::lookup_link(tx, id)?.is_some();
        may_unlink(is_linked, !store::password_hash(tx, id)?.is_empty()).or_refuse()?;
        store::remove_link(tx, id)?;
        tx.record(Event::noted("accounts.unlinked", id, None))?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying("/account", "oidc-unlinked")
}
