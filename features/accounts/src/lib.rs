//! How people sign in: accounts and their roles on the administrator's pages, invitations on paper, sessions, the own
//! account. This file is the plug.

pub mod domain;
mod identity;
pub mod oidc;
pub mod permissions;
pub mod store;
mod web;

use kernel::{Event, Fact, Permission};
use platform::Feature;
use platform::app::{AccountRows, AtMerge, PersonRows};
use platform::db::{Migration, StoreError, Tx};
use platform::texts::{Language, Source};
use platform::web::{MenuEntry, Routes};

pub use identity::identify_session;

const TEXTS: &[Source] = &[
    Source { language: Language::Vietnamese, text: include_str!("../locales/vi.ftl") },
    Source { language: Language::English, text: include_str!("../locales/en.ftl") },
];

const MIGRATIONS: &[Migration] = &[
    Migration { name: "20261130-accounts", sql: include_str!("../migrations/20261130-accounts.sql") },
    Migration {
        name: "20261201-accounts-second-factor",
        sql: include_str!("../migrations/20261201-accounts-second-factor.sql"),
    },
    Migration { name: "20261202-accounts-oidc", sql: include_str!("../migrations/20261202-accounts-oidc.sql") },
];

const MENU: &[MenuEntry] = &[MenuEntry {
    text: "acting-menu",
    href: "/acting",
    icon: "user-check",
    permission: permissions::ACT_FOR,
    order: 65,
}];

/// In whose place somebody acted is told as it was.
const PERSON_ROWS: &[PersonRows] = &[PersonRows {
    table: "acting",
    column: "person_id",
    text: "acting-of-person",
    key: "t.id",
    told: "CAST(t.began_at AS TEXT)",
    at_merge: AtMerge::Stay("for whom it was done then"),
}];

const ACCOUNT_ROWS: &[AccountRows] = &[
    AccountRows {
        table: "second_factor",
        column: "account_id",
        text: "second-factors-of-person",
        told: "CAST(t.made_at AS TEXT)",
    },
    AccountRows {
        table: "external_identity",
        column: "account_id",
        text: "provider-links-of-person",
        told: "t.issuer",
    },
    AccountRows {
        table: "account_invitation",
        column: "account_id",
        text: "invitations-of-person",
        told: "t.expires_on",
    },
    AccountRows { table: "acting", column: "account_id", text: "acting-by-person", told: "CAST(t.began_at AS TEXT)" },
];

/// Of a person whose data was erased, nothing that signs in stays.
fn on_event(tx: &mut Tx<'_>, event: &Event) -> Result<(), StoreError> {
    match event.fact {
        Fact::PersonErased(person) => store::forget_sign_in(tx, person),
        _ => Ok(()),
    }
}

fn routes() -> Routes {
    Routes::default()
        .get("/sign-in", Permission::PUBLIC, web::sign_in::show)
        .post("/sign-in", Permission::PUBLIC, web::sign_in::sign_in)
        .post("/sign-out", Permission::PUBLIC, web::sign_in::sign_out)
        .post("/language", Permission::PUBLIC, web::sign_in::choose_language)
        .get("/sign-in/code", Permission::PUBLIC, web::factor_sign_in::ask)
        .post("/sign-in/code", Permission::PUBLIC, web::factor_sign_in::answer)
        .get("/sign-in/second-factor", Permission::PUBLIC, web::factor_sign_in::show_set_up)
        .post("/sign-in/second-factor", Permission::PUBLIC, web::factor_sign_in::set_up)
        .get("/sign-in/oidc", Permission::PUBLIC, web::oidc::begin)
        .get("/sign-in/oidc/back", Permission::PUBLIC, web::oidc::back)
        .get("/invitation", Permission::PUBLIC, web::accept::ask)
        .post("/invitation", Permission::PUBLIC, web::accept::find)
        .get("/invitation/{code}", Permission::PUBLIC, web::accept::show)
        .post("/invitation/{code}", Permission::PUBLIC, web::accept::accept)
        .get("/account", Permission::SIGNED_IN, web::account::show)
        .post("/account/password", Permission::SIGNED_IN, web::account::change_password)
        .post("/account/sessions/end", Permission::SIGNED_IN, web::account::end_session)
        .post("/account/oidc/link", Permission::SIGNED_IN, web::oidc::begin_link)
        .post("/account/oidc/unlink", Permission::SIGNED_IN, web::oidc::unlink)
        .post("/account/tokens", Permission::SIGNED_IN, web::account::make_token)
        .post("/account/tokens/{id}/revoke", Permission::SIGNED_IN, web::account::revoke_token)
        .get("/acting", permissions::ACT_FOR, web::acting::show)
        .post("/acting/end", Permission::SIGNED_IN, web::acting::end)
        .post("/acting/{person}", permissions::ACT_FOR, web::acting::begin)
        .and(second_factor())
        .and(administration())
}

fn second_factor() -> Routes {
    Routes::default()
        .get("/account/second-factor", Permission::SIGNED_IN, web::second_factor::show)
        .post("/account/second-factor", Permission::SIGNED_IN, web::second_factor::confirm)
        .post("/account/second-factor/begin", Permission::SIGNED_IN, web::second_factor::begin)
        .post("/account/second-factor/codes", Permission::SIGNED_IN, web::second_factor::renew_codes)
        .post("/account/second-factor/remove", Permission::SIGNED_IN, web::second_factor::remove)
        .get("/accounts/second-factor", permissions::ACCOUNTS, web::factor_roles::show)
        .post("/accounts/second-factor", permissions::ACCOUNTS, web::factor_roles::save)
        .post("/accounts/{id}/second-factor/reset", permissions::ACCOUNTS, web::safety::reset_second_factor)
}

fn administration() -> Routes {
    Routes::default()
        .get("/accounts", permissions::ACCOUNTS, web::accounts::list)
        .get("/accounts/new", permissions::ACCOUNTS, web::accounts::new)
        .post("/accounts/new", permissions::ACCOUNTS, web::accounts::create)
        .get("/accounts/invitations", permissions::ACCOUNTS, web::invite::choose)
        .post("/accounts/invitations", permissions::ACCOUNTS, web::invite::invite)
        .get("/accounts/{id}", permissions::ACCOUNTS, web::accounts::show)
        .post("/accounts/{id}/invitation", permissions::ACCOUNTS, web::invite::invite_again)
        .post("/accounts/{id}/password", permissions::ACCOUNTS, web::safety::reset_password)
        .post("/accounts/{id}/sessions/end", permissions::ACCOUNTS, web::safety::end_sessions)
        .post("/accounts/{id}/unlink", permissions::ACCOUNTS, web::safety::unlink)
        .post("/accounts/{id}/disable", permissions::ACCOUNTS, web::safety::disable)
        .post("/accounts/{id}/enable", permissions::ACCOUNTS, web::safety::enable)
        .post("/accounts/{id}/roles", permissions::ACCOUNTS, web::accounts::give_role)
        .post("/accounts/{id}/roles/{grant}/end", permissions::ACCOUNTS, web::accounts::end_role)
}

/// The feature's plug.
#[must_use]
pub fn plug() -> Feature {
    Feature {
        name: "accounts",
        person_rows: PERSON_ROWS,
        account_rows: ACCOUNT_ROWS,
        on_event: Some(on_event),
        migrations: MIGRATIONS,
        texts: TEXTS,
        routes: Some(routes),
        menu: MENU,
        refusals: domain::REFUSALS,
        ..Feature::default()
    }
}
