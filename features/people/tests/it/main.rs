//! Store, web and API tests of people and accounts, on both databases.

#![allow(clippy::unwrap_used, reason = "the helpers are test code too")]

mod accounts;
mod duplicates;
mod import;
mod lists;
mod memberships;
mod pages;
mod personal_data;
mod responsibility;
mod sign_in;

use kernel::{AccountId, Role};
use people::domain::{NewAccount, NewPerson};
use people::store;
use platform::Feature;
use platform::app::Organisation;
use testkit::Site;

fn features() -> Vec<Feature> {
    vec![units::plug(), figures::plug(), people::plug()]
}

/// The password of every account made here.
const PASSWORD: &str = "lúa chín vàng đồng";

/// Identified the real way: by the sessions and tokens of this feature.
fn organisation() -> Organisation {
    Organisation {
        identify_session: people::identify_session,
        identify_token: people::identify_token,
        is_within: units::store::is_within,
    }
}

/// Like `testkit::on_both_databases`, signed in with real sessions.
#[macro_export]
macro_rules! with_real_sessions {
    ($(fn $name:ident($site:ident) $body:block)+) => {$(
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            fn run($site: &testkit::Site) $body

            #[test]
            fn sqlite() {
                run(&testkit::Site::with(testkit::Engine::Sqlite, $crate::features(), $crate::organisation()));
            }

            #[test]
            fn postgres() {
                run(&testkit::Site::with(testkit::Engine::Postgres, $crate::features(), $crate::organisation()));
            }
        }
    )+};
}

/// An account of a new person of this unit, holding this role there.
fn account(site: &Site, user_name: &'static str, role: Role, code: &'static str) -> AccountId {
    let (unit, from) = (site.unit(code), site.today());
    let password_hash = people::password::hash(PASSWORD).unwrap();
    site.write(move |tx| {
        let person = store::insert_person(tx, &NewPerson::named(format!("Người của {user_name}"), unit))?;
        let new =
            NewAccount { person: Some(person), user_name: user_name.into(), password_hash, language: "vi".into() };
        let account = store::create_account(tx, &new)?;
        store::grant(tx, account, role, unit, from)?;
        Ok(account)
    })
}

/// A browser with a session of this account.
fn browser(site: &Site, account: AccountId) -> testkit::Browser<'_> {
    let token = site.write(move |tx| store::start_session(tx, account, "test"));
    site.visitor().with_session(&token)
}
