//! Store, web and API tests of people, on both databases.

#![allow(clippy::unwrap_used, reason = "the helpers are test code too")]

mod as_of;
mod duplicates;
mod import;
mod lists;
mod memberships;
mod pages;
mod personal_data;
mod responsibility;

use kernel::{AccountId, Role};
use people::domain::{NewAccount, NewPerson};
use people::store;
use platform::Feature;
use testkit::Site;

fn features() -> Vec<Feature> {
    vec![units::plug(), figures::plug(), people::plug()]
}

/// An account of a new person of this unit, holding this role there.
fn account(site: &Site, user_name: &'static str, role: Role, code: &'static str) -> AccountId {
    let (unit, from) = (site.unit(code), site.today());
    site.write(move |tx| {
        let person = store::insert_person(tx, &NewPerson::named(format!("Người của {user_name}"), unit))?;
        let new = NewAccount {
            person: Some(person),
            user_name: user_name.into(),
            password_hash: "x".into(),
            language: "vi".into(),
        };
        let account = store::create_account(tx, &new)?;
        store::grant(tx, account, role, unit, from)?;
        Ok(account)
    })
}
