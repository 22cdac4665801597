//! Inviting people to their accounts: who does not sign in yet, slips for them on sheets of A4. A code is shown on its
//! slip and nowhere else, so the answer to the form is the sheet itself.

use askama::Template;
use kernel::{AccountId, Day, Event, PersonId, Role, UnitId};
use people::domain::{Account, NewAccount, Person, is_user_name};
use platform::db::{StoreError, Tx};
use platform::web::{Actor, Answer, Cx, Failure, Form, Path, Query, page, qr_svg};
use serde::Deserialize;

use super::accounts::{administered, give, suggested};
use super::sign_in::Nothing;
use crate::domain::VALID_DAYS;
use crate::permissions;
use crate::store::{self, NotSigningIn};

/// So many people are shown, and invited, at once: fifty sheets of paper.
const AT_ONCE: i64 = 400;

/// A slip of paper with which somebody chooses a password.
pub(super) struct Slip {
    name: String,
    unit: UnitId,
    unit_name: String,
    user_name: String,
    code: String,
    expires_on: Day,
    address: String,
    qr: String,
}

#[derive(Template)]
#[template(path = "accounts/slips.html")]
struct SlipsPage {
    cx: Cx,
    /// How the site is reached, without `https://`: for who types.
    site: String,
    back: String,
    sheets: Vec<(String, Vec<Slip>)>,
}

impl SlipsPage {
    fn count(&self) -> usize {
        self.sheets.iter().map(|(_, slips)| slips.len()).sum()
    }
}

/// The sheets of these slips: one after another as they come, a new one for each unit.
pub(super) fn sheets(who: &Actor, title: &str, back: String, slips: Vec<Slip>) -> Answer {
    let mut sheets: Vec<(UnitId, String, Vec<Slip>)> = Vec::new();
    for slip in slips {
        match sheets.last_mut() {
            Some((unit, _, of_unit)) if *unit == slip.unit => of_unit.push(slip),
            _ => sheets.push((slip.unit, slip.unit_name.clone(), vec![slip])),
        }
    }
    let address = &who.app().public_address;
    page(&SlipsPage {
        cx: who.cx(title),
        site: address.split_once("://").map_or(address.as_str(), |(_, rest)| rest).to_owned(),
        back,
        sheets: sheets.into_iter().map(|(_, name, slips)| (name, slips)).collect(),
    })
}

/// Invites to the account; what was issued for it before ends.
pub(super) fn slip(
    who: &Actor,
    tx: &mut Tx<'_>,
    account: &Account,
    person: Option<&Person>,
    days: i64,
) -> Result<Slip, Failure> {
    let expires_on = tx.today().plus(days);
    let code = store::insert_invitation(tx, account.id, expires_on)?;
    let unit = match person {
        Some(person) => person.home_unit,
        None => store::list_grants(tx, account.id)?.first().map(|role| role.unit).ok_or(StoreError::NotFound)?,
    };
    let detail = serde_json::json!({ "until": expires_on.to_string() });
    tx.record(Event::noted("accounts.invited", account.id, Some(unit)).with(detail))?;
    let address = format!("{}/invitation/{code}", who.app().public_address);
    Ok(Slip {
        name: store::account_name(tx, account.id)?,
        unit,
        unit_name: units::store::find(tx, unit)?.name,
        user_name: account.user_name.clone(),
        code,
        expires_on,
        qr: qr_svg(&address)?,
        address,
    })
}

#[derive(Template)]
#[template(path = "accounts/invite.html")]
struct ChoosePage {
    cx: Cx,
    unit: UnitId,
    unit_name: String,
    people: Vec<(NotSigningIn, Option<Day>)>,
    total: i64,
    days: [i64; 3],
}

impl ChoosePage {
    fn has_more(&self) -> bool {
        self.total > AT_ONCE
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct UnitWords {
    unit: String,
}

pub(crate) async fn choose(who: Actor, Query(words): Query<UnitWords>) -> Answer {
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let unit = match words.unit.parse::<UnitId>() {
                Ok(unit) => unit,
                Err(_) => *asker.scope(permissions::ACCOUNTS).first().ok_or(Failure::Forbidden)?,
            };
            asker.must(tx, permissions::ACCOUNTS, unit)?;
            let mut people = Vec::new();
            for one in store::list_not_signing_in(tx, unit, AT_ONCE, 0)? {
                let waiting = match one.account {
                    Some(account) => store::lookup_waiting_invitation(tx, account)?,
                    None => None,
                };
                people.push((one, waiting.map(|invitation| invitation.expires_on)));
            }
            Ok::<_, Failure>(ChoosePage {
                cx: asker.cx("accounts-invite-title"),
                unit,
                unit_name: units::store::find(tx, unit)?.name,
                people,
                total: store::count_not_signing_in(tx, unit)?,
                days: VALID_DAYS,
            })
        })
        .await?;
    page(&shown)
}

/// The form of the people to be invited.
#[derive(Debug, Deserialize)]
pub(crate) struct InviteForm {
    unit: UnitId,
    #[serde(default)]
    person: Vec<PersonId>,
    days: i64,
}

pub(crate) async fn invite(who: Actor, Form(form): Form<InviteForm>) -> Answer {
    if !VALID_DAYS.contains(&form.days) {
        return Err(Failure::Malformed("form-unreadable"));
    }
    if form.person.is_empty() {
        return Err(Failure::Malformed("accounts-invite-nobody"));
    }
    let back = format!("/accounts/invitations?unit={}", form.unit);
    let asker = who.clone();
    let slips = who
        .write(move |tx| {
            asker.must(tx, permissions::ACCOUNTS, form.unit)?;
            let mut slips = Vec::new();
            for one in store::list_not_signing_in(tx, form.unit, AT_ONCE, 0)? {
                // who chose a password meanwhile is no longer listed and needs no slip
                if form.person.contains(&one.person) {
                    slips.push(invite_person(&asker, tx, &one, form.days)?);
                }
            }
            Ok::<_, Failure>(slips)
        })
        .await?;
    sheets(&who, "accounts-slips", back, slips)
}

fn invite_person(who: &Actor, tx: &mut Tx<'_>, one: &NotSigningIn, days: i64) -> Result<Slip, Failure> {
    let person = store::find_person(tx, one.person)?;
    let account = match one.account {
        Some(id) => {
            let (account, facts) = administered(who, tx, id)?;
            account.may_reset_password(facts).or_refuse()?;
            account
        }
        None => open_account(tx, &person)?,
    };
    slip(who, tx, &account, Some(&person), days)
}

/// An account of a member of the own unit, under a name made of the person's.
fn open_account(tx: &mut Tx<'_>, person: &Person) -> Result<Account, Failure> {
    let suggested = suggested(&person.full_name);
    let wanted = if is_user_name(&suggested) { suggested } else { format!("nguoi.{suggested}") };
    let new = NewAccount {
        person: Some(person.id),
        user_name: store::free_user_name(tx, &wanted)?,
        password_hash: String::new(),
        language: "vi".into(),
    };
    let id = store::create_account(tx, &new)?;
    tx.record(Event::noted("accounts.created", id, Some(person.home_unit)))?;
    let today = tx.today();
    give(tx, id, Role::Member, person.home_unit, today)?;
    Ok(store::find_account(tx, id)?)
}

pub(crate) async fn invite_again(who: Actor, Path(id): Path<AccountId>, Form(Nothing {}): Form<Nothing>) -> Answer {
    let asker = who.clone();
    let one = who
        .write(move |tx| {
            let (account, facts) = administered(&asker, tx, id)?;
            account.may_reset_password(facts).or_refuse()?;
            let person = account.person.map(|person| store::find_person(tx, person)).transpose()?;
            slip(&asker, tx, &account, person.as_ref(), VALID_DAYS[0])
        })
        .await?;
    sheets(&who, "accounts-slips", format!("/accounts/{id}"), vec![one])
}
