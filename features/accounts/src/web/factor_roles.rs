//! Which roles ask for a second factor: one setting for the whole installation, set from its top.

use askama::Template;
use kernel::{Event, Role};
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, Form, go_to_saying, page};
use serde::Deserialize;

use crate::{permissions, store};

#[derive(Template)]
#[template(path = "accounts/factor_roles.html")]
struct RolesPage {
    cx: Cx,
    roles: Vec<(Role, bool)>,
}

/// True when who asks administers every root of the tree.
pub(super) fn may_set(who: &Actor, tx: &mut Tx<'_>) -> Result<bool, Failure> {
    for root in units::store::list_roots(tx)? {
        if !who.may(tx, permissions::ACCOUNTS, root.id)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn must_set(who: &Actor, tx: &mut Tx<'_>) -> Result<(), Failure> {
    if may_set(who, tx)? { Ok(()) } else { Err(Failure::Forbidden) }
}

pub(crate) async fn show(who: Actor) -> Answer {
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            must_set(&asker, tx)?;
            let chosen = store::list_factor_roles(tx)?;
            let roles = Role::ALL.into_iter().map(|role| (role, chosen.contains(&role))).collect();
            Ok::<_, Failure>(RolesPage { cx: asker.cx("second-factor-roles"), roles })
        })
        .await?;
    page(&shown)
}

#[derive(Debug, Deserialize)]
pub(crate) struct RolesForm {
    #[serde(default)]
    role: Vec<String>,
}

pub(crate) async fn save(who: Actor, Form(form): Form<RolesForm>) -> Answer {
    let roles: Result<Vec<Role>, _> = form.role.iter().map(|role| role.parse()).collect();
    let roles = roles.map_err(|_| Failure::Malformed("form-unreadable"))?;
    let asker = who.clone();
    who.write(move |tx| {
        must_set(&asker, tx)?;
        store::save_factor_roles(tx, &roles)?;
        let words: Vec<&str> = roles.iter().map(|role| role.code()).collect();
        let detail = serde_json::json!({ "roles": words });
        tx.record(Event::noted("accounts.second-factor-required", "second-factor", None).with(detail))?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying("/accounts/second-factor", "second-factor-roles-saved")
}
