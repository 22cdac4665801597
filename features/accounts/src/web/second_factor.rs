//! The own second factor: set up with a QR code and confirmed by its first code, recovery codes renewed, removed.

use askama::Template;
use axum::http::StatusCode;
use kernel::{Event, Told};
use people::domain::Account;
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, FieldErrors, Form, go_to, go_to_saying, page, page_with};

use super::Client;
use super::account::own;
use super::factor_sign_in::{CodeForm, RecoveryPage, SetUp, accept_code, confirm_factor, guess};
use super::sign_in::Nothing;
use crate::domain::{SecondFactor, may_remove};
use crate::store;

#[derive(Template)]
#[template(path = "accounts/second_factor.html")]
struct FactorPage {
    cx: Cx,
    factor: Option<SecondFactor>,
    /// What the telephone needs while it is being set up.
    set_up: SetUp,
    action: &'static str,
    codes_left: i64,
    is_required: bool,
    why_no_removal: Vec<Told>,
    errors: FieldErrors,
}

impl FactorPage {
    fn must_keep(&self) -> bool {
        self.is_required
    }
}

pub(crate) async fn show(who: Actor) -> Answer {
    factor_page(&who, FieldErrors::default()).await
}

async fn factor_page(who: &Actor, errors: FieldErrors) -> Answer {
    let id = own(who)?;
    let cx = who.cx("second-factor-title");
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shown = who
        .read(move |tx| {
            let account = store::find_account(tx, id)?;
            let factor = store::lookup_second_factor(tx, id)?;
            let is_confirmed = factor.as_ref().is_some_and(|factor| factor.confirmed_at.is_some());
            let set_up = match &factor {
                Some(factor) if !is_confirmed => SetUp::of(factor, &account.user_name)?,
                _ => SetUp::default(),
            };
            let is_required = store::needs_factor(tx, id)?;
            Ok::<_, Failure>(FactorPage {
                cx,
                factor,
                set_up,
                action: "/account/second-factor",
                codes_left: store::count_recovery_codes(tx, id)?,
                is_required,
                why_no_removal: may_remove(is_confirmed, is_required).told(),
                errors,
            })
        })
        .await?;
    page_with(status, &shown)
}

pub(crate) async fn begin(who: Actor, Form(Nothing {}): Form<Nothing>) -> Answer {
    let id = own(&who)?;
    who.write(move |tx| {
        if store::lookup_confirmed_factor(tx, id)?.is_none() {
            store::begin_second_factor(tx, id)?;
        }
        Ok::<_, Failure>(())
    })
    .await?;
    go_to("/account/second-factor")
}

fn wrong(field: &'static str) -> FieldErrors {
    let mut errors = FieldErrors::default();
    errors.add(field, "second-factor-wrong");
    errors
}

pub(crate) async fn confirm(who: Actor, client: Client, Form(form): Form<CodeForm>) -> Answer {
    let id = own(&who)?;
    let codes = who
        .write(move |tx| {
            let account = store::find_account(tx, id)?;
            confirm_factor(tx, &account, &client.address, &form.code)
        })
        .await?;
    match codes {
        Some(codes) => recovery_page(&who, codes),
        None => factor_page(&who, wrong("code")).await,
    }
}

fn recovery_page(who: &Actor, codes: Vec<String>) -> Answer {
    page(&RecoveryPage { cx: who.cx("recovery-codes-title"), codes, next: "/account".into() })
}

/// The second factor of the account, if this is a code of it.
fn proven(tx: &mut Tx<'_>, account: &Account, address: &str, code: &str) -> Result<bool, Failure> {
    let Some(factor) = store::lookup_confirmed_factor(tx, account.id)? else { return Ok(false) };
    guess(tx, account, address, |tx| accept_code(tx, &factor, code))
}

pub(crate) async fn renew_codes(who: Actor, client: Client, Form(form): Form<CodeForm>) -> Answer {
    let id = own(&who)?;
    let codes = who
        .write(move |tx| {
            let account = store::find_account(tx, id)?;
            if !proven(tx, &account, &client.address, &form.code)? {
                return Ok(None);
            }
            tx.record(Event::noted("accounts.recovery-codes-made", id, None))?;
            Ok::<_, Failure>(Some(store::renew_recovery_codes(tx, id)?))
        })
        .await?;
    match codes {
        Some(codes) => recovery_page(&who, codes),
        None => factor_page(&who, wrong("renew")).await,
    }
}

pub(crate) async fn remove(who: Actor, client: Client, Form(form): Form<CodeForm>) -> Answer {
    let id = own(&who)?;
    let is_removed = who
        .write(move |tx| {
            let account = store::find_account(tx, id)?;
            let has_one = store::lookup_confirmed_factor(tx, id)?.is_some();
            may_remove(has_one, store::needs_factor(tx, id)?).or_refuse()?;
            if !proven(tx, &account, &client.address, &form.code)? {
                return Ok(false);
            }
            store::remove_second_factor(tx, id)?;
            tx.record(Event::noted("accounts.second-factor-removed", id, None))?;
            Ok::<_, Failure>(true)
        })
        .await?;
    if is_removed {
        go_to_saying("/account", "second-factor-is-removed")
    } else {
        factor_page(&who, wrong("remove")).await
    }
}
