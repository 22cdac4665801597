//! The administrator's screens: accounts of the branch, their roles, passwords, and whether they sign in.

use askama::Template;
use axum::http::StatusCode;
use kernel::{AccountId, Day, Event, Instant, PersonId, Refused, Role, Told, UnitId};
use people::domain::{
    Account, AccountFacts, CannotAdminister, GrantId, HeldRole, NewAccount, Person, is_user_name, user_name_kept,
};
use platform::db::{StoreError, Tx};
use platform::web::{
    Actor, Answer, Cx, Failure, FieldErrors, Form, ListQuery, Listing, Path, Query, While, go_to_saying, page,
    page_with, personal_spreadsheet,
};
use serde::Deserialize;

use super::factor_roles;
use super::invite::{sheets, slip};
use super::sign_in::Nothing;
use crate::domain::VALID_DAYS;
use crate::permissions;
use crate::store::{self, AccountFilter, AccountLine, SessionLine};

#[derive(Template)]
#[template(path = "accounts/list.html")]
struct ListPage {
    cx: Cx,
    listing: Listing<AccountLine>,
    roots: Vec<(UnitId, String, bool)>,
    /// The unit the list is narrowed to; empty when it is not.
    unit: String,
    /// Who asks administers the whole installation.
    has_all: bool,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AccountWords {
    q: String,
    sort: String,
    page: i64,
    size: i64,
    format: String,
    unit: String,
    /// As they stood at the end of this day; now when empty.
    day: String,
}

impl AccountWords {
    fn list(&self) -> ListQuery {
        ListQuery {
            q: self.q.clone(),
            sort: self.sort.clone(),
            page: self.page,
            size: self.size,
            format: self.format.clone(),
            day: self.day.clone(),
            ..ListQuery::default()
        }
    }
}

pub(crate) async fn list(who: Actor, Query(words): Query<AccountWords>) -> Answer {
    let query = words.list();
    let as_of = query.past_day(who.today())?;
    let (asker, asked, unit) = (who.clone(), query.clone(), words.unit.clone());
    let (lines, total, roots, root, has_all) = who
        .read(move |tx| {
            let roots = store::minimal_roots(tx, &asker.scope(permissions::ACCOUNTS))?;
            let root = match unit.parse::<UnitId>() {
                Ok(unit) => {
                    asker.must(tx, permissions::ACCOUNTS, unit)?;
                    unit
                }
                Err(_) => *roots.first().ok_or(Failure::Forbidden)?,
            };
            let filter = AccountFilter { root, like: asked.like(), as_of };
            let sort = asked.sort_in(store::ACCOUNT_SORTS);
            let lines = store::list_accounts_page(tx, &filter, sort, asked.piece(100_000))?;
            let total = store::count_accounts(tx, &filter)?;
            let mut named = Vec::new();
            for id in roots {
                named.push((id, units::store::find(tx, id)?.name, id == root));
            }
            let has_all = factor_roles::may_set(&asker, tx)?;
            Ok::<_, Failure>((lines, total, named, root, has_all))
        })
        .await?;
    if query.is_export() {
        return export(&who, root, &lines, &query.format).await;
    }
    let mut listing = Listing::new(lines, total, query, "/accounts").seen_as_of(as_of);
    if !words.unit.is_empty() {
        listing.filters = serde_html_form::to_string([("unit", &words.unit)]).while_doing("linking the list")?;
    }
    page(&ListPage { cx: who.cx("accounts-menu"), listing, roots, unit: words.unit, has_all })
}

/// The list as a file. That it left is kept in the log.
async fn export(who: &Actor, root: UnitId, lines: &[AccountLine], format: &str) -> Answer {
    let cx = who.cx("accounts-menu");
    let headings = cx.headings(&[
        ("people-user-name", 24.0),
        ("people-full-name", 30.0),
        ("people-unit", 36.0),
        ("accounts-roles", 60.0),
        ("accounts-state", 18.0),
    ]);
    let rows = lines.iter().map(|line| {
        let roles = line.roles.iter().map(|role| format!("{} · {}", cx.word("role", role.role), role.unit_name));
        let state = if line.is_disabled { "accounts-is-disabled" } else { "accounts-is-enabled" };
        vec![
            line.account.user_name.as_str().into(),
            line.name.as_str().into(),
            line.unit_name.as_str().into(),
            roles.collect::<Vec<_>>().join("; ").into(),
            cx.t(state).into(),
        ]
    });
    personal_spreadsheet(who, "tai-khoan", Some(root), format, (&headings, rows.collect())).await
}

/// The account, if it lies in the branch of who asks, and what the rules over it need to know.
pub(super) fn administered(who: &Actor, tx: &mut Tx<'_>, id: AccountId) -> Result<(Account, AccountFacts), Failure> {
    let account = store::find_account(tx, id)?;
    let today = tx.today();
    let (mut inside, mut reaches_outside) = (false, false);
    if let Some(person) = account.person {
        let home = store::find_person(tx, person)?.home_unit;
        inside = who.may(tx, permissions::ACCOUNTS, home)?;
    }
    for role in store::list_grants(tx, id)? {
        if role.to.is_none_or(|to| today < to) {
            let is_ours = who.may(tx, permissions::ACCOUNTS, role.unit)?;
            inside = inside || (is_ours && account.person.is_none());
            reaches_outside = reaches_outside || !is_ours;
        }
    }
    if inside {
        Ok((account, AccountFacts { is_own: who.account() == Some(id), reaches_outside }))
    } else {
        Err(Failure::NotFound)
    }
}

/// The form of a new account.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AccountForm {
    person: String,
    user_name: String,
    role: String,
    unit: String,
}

#[derive(Template)]
#[template(path = "accounts/new.html")]
struct NewPage {
    cx: Cx,
    form: AccountForm,
    errors: FieldErrors,
    person: Person,
    unit_name: String,
    roles: [Role; 7],
}

fn person_of(who: &Actor, tx: &mut Tx<'_>, id: &str) -> Result<Person, Failure> {
    let id: PersonId = id.parse().map_err(|_| Failure::NotFound)?;
    let person = store::find_person(tx, id)?;
    who.must(tx, permissions::ACCOUNTS, person.home_unit)?;
    Ok(person)
}

pub(crate) async fn new(who: Actor, Query(form): Query<AccountForm>) -> Answer {
    new_page(&who, form, FieldErrors::default()).await
}

async fn new_page(who: &Actor, mut form: AccountForm, errors: FieldErrors) -> Answer {
    let (asker, asked) = (who.clone(), form.clone());
    let (person, unit, unit_name) = who
        .read(move |tx| {
            let person = person_of(&asker, tx, &asked.person)?;
            let unit = asked.unit.parse().unwrap_or(person.home_unit);
            asker.must(tx, permissions::ACCOUNTS, unit)?;
            let name = units::store::find(tx, unit)?.name;
            Ok::<_, Failure>((person, unit, name))
        })
        .await?;
    if form.user_name.is_empty() {
        form.user_name = suggested(&person.full_name);
    }
    if form.role.is_empty() {
        form.role = Role::Member.code().into();
    }
    form.unit = unit.to_string();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let cx = who.cx("accounts-new");
    page_with(status, &NewPage { cx, form, errors, person, unit_name, roles: Role::ALL })
}

/// `hanh.tran` for Trần Thị Hạnh.
pub(super) fn suggested(full_name: &str) -> String {
    let parts = vietnamese::name_parts(full_name);
    let (given, family) = (vietnamese::fold(parts.given), vietnamese::fold(parts.family));
    format!("{given}.{family}").replace(' ', "").trim_matches('.').to_owned()
}

pub(crate) async fn create(who: Actor, Form(form): Form<AccountForm>) -> Answer {
    let mut errors = FieldErrors::default();
    let user_name = user_name_kept(&form.user_name);
    errors.add_if(!is_user_name(&user_name), "user_name", "accounts-error-user-name");
    let role = form.role.parse::<Role>().ok();
    errors.add_if(role.is_none(), "role", "accounts-error-role");
    let (true, Some(role)) = (errors.is_empty(), role) else { return new_page(&who, form, errors).await };
    let (asker, asked, kept) = (who.clone(), form.clone(), user_name.clone());
    let created = who
        .write(move |tx| {
            let person = person_of(&asker, tx, &asked.person)?;
            let unit: UnitId = asked.unit.parse().map_err(|_| Failure::NotFound)?;
            asker.must(tx, permissions::ACCOUNTS, unit)?;
            if store::lookup_account_by_user_name(tx, &kept)?.is_some() {
                return Ok(None);
            }
            let (password_hash, language) = (String::new(), "vi".to_owned());
            let new = NewAccount { person: Some(person.id), user_name: kept, password_hash, language };
            let id = store::create_account(tx, &new)?;
            tx.record(Event::noted("accounts.created", id, Some(person.home_unit)))?;
            let today = tx.today();
            give(tx, id, role, unit, today)?;
            let account = store::find_account(tx, id)?;
            Ok::<_, Failure>(Some((id, slip(&asker, tx, &account, Some(&person), VALID_DAYS[0])?)))
        })
        .await?;
    match created {
        Some((id, slip)) => sheets(&who, "accounts-created", format!("/accounts/{id}"), vec![slip]),
        None => {
            errors.add("user_name", "accounts-error-taken");
            new_page(&who, form, errors).await
        }
    }
}

pub(super) fn give(tx: &mut Tx<'_>, id: AccountId, role: Role, unit: UnitId, from: Day) -> Result<(), StoreError> {
    let grant = store::grant(tx, id, role, unit, from)?;
    let detail = serde_json::json!({ "account": id.to_string(), "role": role.code(), "from": from.to_string() });
    tx.record(Event::noted("grants.given", grant, Some(unit)).with(detail))?;
    store::sign_out_without_factor(tx, id)
}

#[derive(Template)]
#[template(path = "accounts/show.html")]
struct ShowPage {
    cx: Cx,
    account: Account,
    person: Option<Person>,
    roles: Vec<(HeldRole, bool)>,
    all_roles: [Role; 7],
    unit: Option<(UnitId, String)>,
    today: Day,
    why_no_reset: Vec<Told>,
    why_no_disable: Vec<Told>,
    why_no_enable: Vec<Told>,
    /// The last day of the invitation that waits to be used.
    invited_until: Option<Day>,
    sessions: Vec<SessionLine>,
    /// Since when a second factor is asked for.
    factor_since: Option<Instant>,
    /// The provider it is linked with.
    linked_with: Option<String>,
}

pub(crate) async fn show(who: Actor, Path(id): Path<AccountId>) -> Answer {
    let asker = who.clone();
    let show = who
        .read(move |tx| {
            let (account, facts) = administered(&asker, tx, id)?;
            let person = account.person.map(|person| store::find_person(tx, person)).transpose()?;
            let today = tx.today();
            let roles = store::list_grants(tx, id)?;
            let unit = match &person {
                Some(person) => Some((person.home_unit, units::store::find(tx, person.home_unit)?.name)),
                None => roles.first().map(|role| (role.unit, role.unit_name.clone())),
            };
            let name = store::account_name(tx, id)?;
            Ok::<_, Failure>(ShowPage {
                cx: asker.cx_titled(name),
                roles: roles
                    .into_iter()
                    .map(|role| (role.may_end(today, facts.is_own).is_yes(), role))
                    .map(|(e, r)| (r, e))
                    .collect(),
                all_roles: Role::ALL,
                unit,
                today,
                why_no_reset: account.may_reset_password(facts).told(),
                why_no_disable: account.may_disable(facts).told(),
                why_no_enable: account.may_enable(facts).told(),
                invited_until: store::lookup_waiting_invitation(tx, id)?.map(|invitation| invitation.expires_on),
                sessions: store::list_sessions(tx, id)?,
                linked_with: store::lookup_link(tx, id)?.map(|(issuer, _)| issuer),
                factor_since: store::lookup_confirmed_factor(tx, id)?.and_then(|factor| factor.confirmed_at),
                account,
                person,
            })
        })
        .await?;
    page(&show)
}

/// The form of a role to be given.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct GrantForm {
    role: String,
    unit: String,
    #[serde(default)]
    from: String,
}

pub(crate) async fn give_role(who: Actor, Path(id): Path<AccountId>, Form(form): Form<GrantForm>) -> Answer {
    let role: Role = form.role.parse().map_err(|_| Failure::Malformed("form-unreadable"))?;
    let unit: UnitId = form.unit.parse().map_err(|_| Failure::Malformed("form-unreadable"))?;
    let from = form.from.parse::<Day>().unwrap_or_else(|_| who.today());
    let asker = who.clone();
    who.write(move |tx| {
        administered(&asker, tx, id)?;
        asker.must(tx, permissions::ACCOUNTS, unit)?;
        let is_held = |held: &HeldRole| held.role == role && held.unit == unit && held.to.is_none_or(|to| from < to);
        if store::list_grants(tx, id)?.iter().any(is_held) {
            return Err(Refused::because(CannotAdminister::RoleHeld).into());
        }
        give(tx, id, role, unit, from)?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(format!("/accounts/{id}"), "accounts-role-given")
}

pub(crate) async fn end_role(
    who: Actor,
    Path((id, grant)): Path<(AccountId, GrantId)>,
    Form(Nothing {}): Form<Nothing>,
) -> Answer {
    let asker = who.clone();
    who.write(move |tx| {
        let (_, facts) = administered(&asker, tx, id)?;
        let held = store::find_grant(tx, grant)?;
        if held.account != id {
            return Err(Failure::NotFound);
        }
        asker.must(tx, permissions::ACCOUNTS, held.unit)?;
        let today = tx.today();
        held.may_end(today, facts.is_own).or_refuse()?;
        store::end_grant(tx, grant, today)?;
        tx.record(Event::noted("grants.ended", grant, Some(held.unit)))?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(format!("/accounts/{id}"), "accounts-role-ended")
}

#[cfg(test)]
mod tests {
    use super::suggested;

    #[test]
    fn a_user_name_is_suggested_from_the_name() {
        assert_eq!(suggested("Trần Thị Hạnh"), "hanh.tran");
        assert_eq!(suggested("Đỗ Ước"), "uoc.do");
    }
}
