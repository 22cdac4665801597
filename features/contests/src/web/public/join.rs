//! Taking part: registering, or entering with the code of the frozen list. A registration that is sent twice is one.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use axum::http::StatusCode;
use fair_contest::is_solved;
use kernel::{Refused, Verdict};
use platform::db::Tx;
use platform::web::{Actor, Answer, Failure, FieldErrors, Form, Path, While, go_to, page_with};
use serde::Deserialize;

use super::Visitor;
use super::contest::{ContestPage, read_page};
use crate::domain::{Asked, BarredLines, CannotJoin, Contest, JoiningFacts, Known, State, age_on, normal_phone};
use crate::engine::{Granted, Wish, engine};
use crate::store::{self, NewContestant};

/// A registration as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct JoinForm {
    pub name: String,
    pub unit: String,
    pub place: String,
    pub phone: String,
    pub born: String,
    pub code: String,
    pub salt: String,
    pub signature: String,
    pub work: String,
}

/// What a registration's puzzle is for; the part behind it tells one page from another.
pub(crate) fn purpose(contest: &Contest) -> String {
    format!("join/{}", contest.no)
}

/// Registrations of the last minute by address, on this node.
#[derive(Default)]
struct Recent(Mutex<HashMap<String, (i64, i64)>>);

const MINUTE: i64 = 60_000;

impl Recent {
    /// Counts one more and tells whether it is more than allowed.
    fn is_flood(&self, address: &str, now: i64, most: i64) -> bool {
        let mut recent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if recent.len() > 10_000 {
            recent.retain(|_, (since, _)| now - *since < MINUTE);
        }
        let one = recent.entry(address.to_owned()).or_insert((now, 0));
        if now - one.0 >= MINUTE {
            *one = (now, 0);
        }
        one.1 += 1;
        one.1 > most
    }
}

impl JoinForm {
    fn born(&self) -> Option<i64> {
        self.born.trim().parse().ok().filter(|year| (1900..2100).contains(year))
    }

    /// The contestant of this form, or what is wrong with it.
    fn contestant(&self, contest: &Contest, tx: &mut Tx<'_>) -> Result<Result<NewContestant, FieldErrors>, Failure> {
        let rules = &contest.rules;
        let mut errors = FieldErrors::default();
        let is_required = |rule: &str| rule == Asked::Required.code();
        let name = vietnamese::nfc(self.name.trim());
        errors.add_if(name.chars().count() < 2 || name.chars().count() > 80, "name", "contests-error-name");
        let unit = self.unit.parse().ok();
        let unit = match unit {
            Some(id) if units::store::is_within(tx, id, contest.unit)? => Some(id),
            _ => None,
        };
        errors.add_if(is_required(&rules.asks_unit) && unit.is_none(), "unit", "contests-error-unit");
        let place = vietnamese::nfc(self.place.trim());
        errors.add_if(is_required(&rules.asks_place) && place.is_empty(), "place", "contests-error-place");
        errors.add_if(place.chars().count() > 200, "place", "contests-error-long");
        let phone: String = self.phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').take(20).collect();
        let is_phone = phone.len() >= 8 || (phone.is_empty() && !is_required(&rules.asks_phone));
        errors.add_if(!is_phone, "phone", "contests-error-phone");
        errors.add_if(rules.least_age.is_some() && self.born().is_none(), "born", "contests-error-born");
        if !errors.is_empty() {
            return Ok(Err(errors));
        }
        Ok(Ok(NewContestant {
            name,
            unit,
            place,
            phone: normal_phone(&phone),
            born: self.born(),
            has_joined: true,
            join_key: fair_contest::sign(&contest.secret, &format!("joined/{}", self.salt)),
            ..NewContestant::default()
        }))
    }

    fn has_worked(&self, contest: &Contest, now: i64) -> bool {
        // the salt carries a random part behind the contest, which is part of what was signed
        let purpose = self.salt.split('?').next().unwrap_or_default();
        let is_ours = purpose.strip_prefix(&self::purpose(contest)).is_some_and(|rest| rest.starts_with('/'));
        let given = (self.salt.as_str(), self.signature.as_str());
        is_ours && self.work.parse().is_ok_and(|number| is_solved(&contest.secret, purpose, now, given, number))
    }
}

/// The contest with this number, once it is announced: before, nobody knows of it.
pub(super) fn announced(tx: &mut Tx<'_>, no: i64) -> Result<Contest, Failure> {
    let contest = store::find_by_no(tx, no)?;
    if contest.state == State::Preparing { Err(Failure::NotFound) } else { Ok(contest) }
}

/// Registers.
pub(crate) async fn join(who: Actor, visitor: Visitor, Path(no): Path<i64>, Form(form): Form<JoinForm>) -> Answer {
    let app = who.app().clone();
    let (typed, now, today) = (form.clone(), app.clock.now(), who.today());
    let (contest, made, is_barred) = who
        .read(move |tx| {
            let contest = announced(tx, no)?;
            let made = typed.contestant(&contest, tx)?;
            let is_barred = match &made {
                Ok(new) => {
                    let known = Known { name: &new.name, phone: &new.phone, born: new.born, unit: new.unit };
                    let lines = BarredLines::new(store::list_barred(tx, contest.no)?);
                    store::barred_by(tx, &lines, &known)?.is_some()
                }
                Err(_) => false,
            };
            Ok::<_, Failure>((contest, made, is_barred))
        })
        .await?;
    let mut new = match made {
        Ok(new) => new,
        Err(errors) => return again(&who, &visitor, contest, form, errors, Vec::new()).await,
    };
    let recent = app.kept(|_| Recent::default());
    let facts = JoiningFacts {
        is_barred,
        age: new.born.map(|born| age_on(today, born)),
        has_worked: form.has_worked(&contest, now.0),
        is_flood: recent.is_flood(visitor.address(), now.0, contest.rules.joins_per_minute),
    };
    if let Err(Refused(reasons)) = contest.may_join(facts).or_refuse() {
        return again(&who, &visitor, contest, form, FieldErrors::default(), reasons).await;
    }
    new.code = people::secret::new_signs::<8>().while_doing("making a code")?;
    match engine(&app).ask(None, Wish::Join(no, Box::new(new))).await? {
        Granted::Joined(contestant) => entered(&who, &visitor, &contest, contestant),
        _ => Err(Failure::Busy),
    }
}

fn entered(who: &Actor, visitor: &Visitor, contest: &Contest, no: i64) -> Answer {
    let mut answer = go_to(format!("/thi/{}", contest.no))?;
    visitor.enter(who.app(), contest, no, &mut answer);
    Ok(answer)
}

/// Enters with the code that was printed, or that was told at the registration.
pub(crate) async fn enter(who: Actor, visitor: Visitor, Path(no): Path<i64>, Form(form): Form<JoinForm>) -> Answer {
    let app = who.app().clone();
    let recent = app.kept(|_| Recent::default());
    let code: String = form.code.to_lowercase().chars().filter(char::is_ascii_alphanumeric).take(20).collect();
    let code = if code.len() == 8 { format!("{}-{}", &code[..4], &code[4..]) } else { code };
    let (contest, found, is_barred) = who
        .read(move |tx| {
            let contest = announced(tx, no)?;
            let found = store::lookup_by_code(tx, no, &code)?;
            let is_barred = match &found {
                Some(one) => store::is_barred_for_certain(tx, no, one)?,
                None => false,
            };
            Ok::<_, Failure>((contest, found, is_barred))
        })
        .await?;
    let is_flood = recent.is_flood(visitor.address(), app.clock.now().0, contest.rules.joins_per_minute);
    let excluded = found.as_ref().map(|one| one.kept_out().to_owned()).filter(|reason| !reason.is_empty());
    let verdict = Verdict::default()
        .refuse_if(contest.state != State::Announced, CannotJoin::NotRunning)
        .refuse_if(is_flood, CannotJoin::TooMany)
        .refuse_if(found.is_none(), CannotJoin::UnknownCode)
        .refuse_if(is_barred && excluded.is_none(), CannotJoin::Barred)
        .refuse_if(excluded.is_some(), CannotJoin::Excluded(excluded.unwrap_or_default()));
    match (verdict.or_refuse(), found) {
        (Ok(()), Some(contestant)) => entered(&who, &visitor, &contest, contestant.no),
        (refused, _) => {
            let reasons = refused.err().map(|refused| refused.0).unwrap_or_default();
            again(&who, &visitor, contest, form, FieldErrors::default(), reasons).await
        }
    }
}

/// The page again, with what was typed and what is wrong with it.
async fn again(
    who: &Actor,
    visitor: &Visitor,
    contest: Contest,
    form: JoinForm,
    errors: FieldErrors,
    reasons: Vec<kernel::Told>,
) -> Answer {
    let shown: ContestPage = read_page(who, visitor, contest).await?;
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &ContestPage { form, errors, reasons, ..shown })
}
