//! The first steps of an empty installation: the unit at the top and its administrator. By a page that a one-time code
//! from the log opens, or by `thongsuot admin create`; both go through [`begin`].

use askama::Template;
use axum::extract::Extension;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use kernel::{AccountId, Event, Reason, Refused, Role, UnitId, UnitKind};
use people::domain::{NewAccount, is_user_name, user_name_kept};
use platform::db::{StoreError, Tx};
use platform::web::{Actor, Answer, Cx, Failure, FieldErrors, Form, While, go_to, page, page_with, set_session};
use serde::Deserialize;
use units::domain::NewUnit;

use super::Operation;

/// The kinds a unit at the top can have.
const KINDS: [UnitKind; 5] = [
    UnitKind::ProvinceCommittee,
    UnitKind::CommuneCommittee,
    UnitKind::DirectCommittee,
    UnitKind::GrassrootsOrganisation,
    UnitKind::Centre,
];
const FIRST_SESSION: i64 = 12 * 3600;

/// What an empty installation is begun with.
#[derive(Clone)]
pub struct FirstSteps {
    /// The code of the unit the administrator is bound to.
    pub unit_code: String,
    /// Its name and kind, for when there is no such unit yet.
    pub unit: Option<(String, UnitKind)>,
    /// What the administrator signs in with.
    pub user_name: String,
    /// The hash of the password.
    pub password_hash: String,
}

/// Why an administrator cannot be made so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotBegin {
    /// Another account has this user name.
    UserNameTaken,
    /// There is no unit with this code and no name to found it with.
    NoUnit(String),
}

/// The codes of these refusals.
pub(super) const REFUSALS: &[&str] = &["OPER-01", "OPER-02"];

impl Reason for CannotBegin {
    fn code(&self) -> &'static str {
        match self {
            CannotBegin::UserNameTaken => "OPER-01",
            CannotBegin::NoUnit(_) => "OPER-02",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, kernel::Argument)> {
        match self {
            CannotBegin::NoUnit(code) => vec![("code", code.as_str().into())],
            CannotBegin::UserNameTaken => Vec::new(),
        }
    }
}

/// Makes an administrator of a unit, founding the unit when it is not there and a name is given.
///
/// # Errors
/// [`Failure::Refused`] when the user name is taken or the unit is unknown or may not stand so.
pub fn begin(tx: &mut Tx<'_>, steps: &FirstSteps) -> Result<AccountId, Failure> {
    if people::store::lookup_account_by_user_name(tx, &steps.user_name)?.is_some() {
        return Err(Refused::because(CannotBegin::UserNameTaken).into());
    }
    let unit = match (units::store::lookup_by_code(tx, &steps.unit_code)?, &steps.unit) {
        (Some(unit), _) => unit.id,
        (None, Some((name, kind))) => found(tx, &steps.unit_code, name, *kind)?,
        (None, None) => return Err(Refused::because(CannotBegin::NoUnit(steps.unit_code.clone())).into()),
    };
    let account = NewAccount {
        person: None,
        user_name: steps.user_name.clone(),
        password_hash: steps.password_hash.clone(),
        language: "vi".into(),
    };
    let id = people::store::create_account(tx, &account)?;
    let today = tx.today();
    people::store::grant(tx, id, Role::Administrator, unit, today)?;
    tx.record(Event::noted("operation.administrator-made", id, Some(unit)))?;
    Ok(id)
}

fn found(tx: &mut Tx<'_>, code: &str, name: &str, kind: UnitKind) -> Result<UnitId, Failure> {
    let new = NewUnit {
        code: code.to_owned(),
        kind,
        name: vietnamese::nfc(name.trim()),
        short_name: String::new(),
        parent: None,
        founded_on: None,
    };
    let facts = units::store::placing_facts(tx, &new)?;
    new.may_be_placed(&facts).or_refuse()?;
    Ok(units::store::insert(tx, &new)?)
}

#[derive(Template)]
#[template(path = "operation/set_up.html")]
struct SetUpPage {
    cx: Cx,
    form: SetUpForm,
    errors: FieldErrors,
    kinds: Vec<(&'static str, bool)>,
}

/// The form of the page. It has no `Debug`, so that no log line can hold a password.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct SetUpForm {
    code: String,
    unit_name: String,
    unit_code: String,
    kind: String,
    user_name: String,
    password: String,
    again: String,
}

pub(super) async fn show(who: Actor, Extension(operation): Extension<Operation>) -> Answer {
    if !operation.is_waiting() {
        return Err(Failure::NotFound);
    }
    let form = SetUpForm { unit_code: "TU".into(), kind: KINDS[0].code().into(), ..SetUpForm::default() };
    page(&page_of(&who, form, FieldErrors::default()))
}

fn page_of(who: &Actor, form: SetUpForm, errors: FieldErrors) -> SetUpPage {
    let kinds = KINDS.iter().map(|kind| (kind.code(), kind.code() == form.kind)).collect();
    SetUpPage {
        cx: who.cx("operation-set-up"),
        form: SetUpForm { password: String::new(), again: String::new(), ..form },
        errors,
        kinds,
    }
}

pub(super) async fn set_up(
    who: Actor,
    Extension(operation): Extension<Operation>,
    headers: HeaderMap,
    Form(form): Form<SetUpForm>,
) -> Answer {
    if !operation.is_waiting() {
        return Err(Failure::NotFound);
    }
    let errors = errors_of(&operation, &form);
    let kind = form.kind.parse::<UnitKind>();
    let (true, Ok(kind)) = (errors.is_empty(), kind) else {
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page_of(&who, form, errors));
    };
    let password_hash = people::password::hash_aside(form.password).await.while_doing("hashing the password")?;
    let steps = FirstSteps {
        unit_code: form.unit_code.trim().to_owned(),
        unit: Some((form.unit_name, kind)),
        user_name: user_name_kept(&form.user_name),
        password_hash,
    };
    // as the list of sessions names it
    let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default().to_owned();
    let token = who
        .write(move |tx| {
            // two browsers may stand at this page: the first one sets up
            if has_accounts(tx)? {
                return Err(Failure::Stale);
            }
            let account = begin(tx, &steps)?;
            Ok(people::store::start_session(tx, account, &agent)?)
        })
        .await?;
    operation.note_set_up();
    let mut response = go_to("/")?;
    let cookie = HeaderValue::from_str(&set_session(who.app(), &token, FIRST_SESSION)).while_doing("the cookie")?;
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

fn errors_of(operation: &Operation, form: &SetUpForm) -> FieldErrors {
    let mut errors = FieldErrors::default();
    let user_name = user_name_kept(&form.user_name);
    errors.add_if(!operation.knows_code(&form.code), "code", "operation-error-code");
    errors.add_if(form.unit_name.trim().is_empty(), "unit_name", "operation-error-unit-name");
    errors.add_if(form.unit_code.trim().is_empty(), "unit_code", "operation-error-unit-code");
    errors.add_if(!KINDS.iter().any(|kind| kind.code() == form.kind), "kind", "operation-error-kind");
    errors.add_if(!is_user_name(&user_name), "user_name", "operation-error-user-name");
    if let Some(fault) = people::password::fault(&form.password, &user_name) {
        errors.add("password", fault);
    }
    errors.add_if(form.password != form.again, "again", "operation-error-again");
    errors
}

/// True when anybody can sign in.
pub(crate) fn has_accounts(tx: &mut Tx<'_>) -> Result<bool, StoreError> {
    Ok(tx.lookup("SELECT 1 FROM account LIMIT 1", &[], |_| Ok(()))?.is_some())
}
