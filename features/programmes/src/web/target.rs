//! One target: its form while the programme is written; its results, what they come from and its changes afterwards.

use askama::Template;
use axum::http::StatusCode;
use documents::import::must_bear_no_mark;
use kernel::Day;
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, FieldErrors, Form, Path, Query, go_to_saying, page, page_with};
use serde::Deserialize;

use super::show::ShowQuery;
use super::{clause_choices, clauses_of, day_or_today, programme_for, writable, write_on};
use crate::domain::{Amount, CannotChange, Direction, Method, Programme, ProgrammeId, State, Target, TargetId, Want};
use crate::permissions::{VIEW, WRITE};
use crate::store::{self, Entry, ServedTarget, Serving, TargetFields, WantChange};

/// Years a form offers.
const YEARS: i64 = 6;

/// A target as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct TargetForm {
    clause: String,
    title: String,
    measure: String,
    direction: String,
    baseline: String,
    year: Vec<String>,
    amount: Vec<String>,
    method: String,
    serves: String,
    weight: String,
}

impl TargetForm {
    fn of(target: &Target) -> Self {
        TargetForm {
            clause: target.clause.clone(),
            title: target.title.clone(),
            measure: target.measure.clone(),
            direction: target.direction.code().to_owned(),
            baseline: target.baseline.map(|amount| amount.to_string()).unwrap_or_default(),
            year: target.wants.iter().map(|want| want.year.to_string()).collect(),
            amount: target.wants.iter().map(|want| want.amount.to_string()).collect(),
            method: target.method.code().to_owned(),
            serves: target.serves.map(|id| id.to_string()).unwrap_or_default(),
            weight: target.weight.to_string(),
        }
    }

    /// A row for each year of the programme, and what was typed for it.
    fn years(&self, programme: &Programme) -> Vec<(i64, String)> {
        let (first, last) = (programme.head.starts_on.0.year(), programme.head.ends_on.0.year());
        let mut years: Vec<i64> =
            (i64::from(first)..=i64::from(last)).take(usize::try_from(YEARS).unwrap_or(1)).collect();
        years.extend(self.year.iter().filter_map(|year| year.parse::<i64>().ok()));
        years.sort_unstable();
        years.dedup();
        let typed = |year: i64| {
            let place = self.year.iter().position(|one| *one == year.to_string());
            place.and_then(|place| self.amount.get(place)).cloned().unwrap_or_default()
        };
        years.into_iter().map(|year| (year, typed(year))).collect()
    }

    fn fields(&self, served: &[ServedTarget]) -> Result<TargetFields, FieldErrors> {
        let mut errors = FieldErrors::default();
        let line = |text: &str| vietnamese::nfc(text.trim());
        let title = line(&self.title);
        errors.add_if(title.is_empty(), "title", "programmes-error-target");
        let baseline = Amount::read(&self.baseline);
        errors.add_if(!self.baseline.trim().is_empty() && baseline.is_none(), "baseline", "programmes-error-amount");
        let mut wants = Vec::new();
        for (year, amount) in self.year.iter().zip(&self.amount).filter(|(_, amount)| !amount.trim().is_empty()) {
            match (year.parse::<i64>(), Amount::read(amount)) {
                (Ok(year), Some(amount)) => wants.push(Want { year, amount }),
                _ => errors.add("amount", "programmes-error-amount"),
            }
        }
        wants.sort_by_key(|want| want.year);
        wants.dedup_by_key(|want| want.year);
        errors.add_if(wants.is_empty(), "amount", "programmes-error-wants");
        let serves = served.iter().find(|one| one.id.to_string() == self.serves).map(|one| one.id);
        let weight = self.weight.trim().parse::<i64>().ok().filter(|weight| (0..=1_000_000).contains(weight));
        errors.add_if(!self.weight.trim().is_empty() && weight.is_none(), "weight", "programmes-error-weight");
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(TargetFields {
            clause: line(&self.clause),
            title,
            measure: line(&self.measure),
            direction: self.direction.parse().unwrap_or(Direction::AtLeast),
            baseline,
            wants,
            method: self.method.parse().unwrap_or(Method::Own),
            serves,
            weight: weight.unwrap_or(1),
        })
    }
}

#[derive(Template)]
#[template(path = "programmes/target_edit.html")]
struct EditPage {
    cx: Cx,
    programme: Programme,
    form: TargetForm,
    errors: FieldErrors,
    clauses: Vec<(String, String)>,
    served: Vec<ServedTarget>,
    years: Vec<(i64, String)>,
    action: String,
}

fn edit_page(
    who: &Actor,
    tx: &mut Tx<'_>,
    programme: Programme,
    target: Option<TargetId>,
    (form, errors): (TargetForm, FieldErrors),
) -> Result<EditPage, Failure> {
    Ok(EditPage {
        cx: who.cx(if target.is_some() { "programmes-target-edit" } else { "programmes-target-new" }),
        clauses: clause_choices(&clauses_of(tx, programme.head.basis)?),
        served: store::list_served(tx, programme.unit)?,
        years: form.years(&programme),
        action: target.map_or_else(
            || format!("/programmes/{}/targets/new", programme.id),
            |id| format!("/programmes/targets/{id}/edit"),
        ),
        form,
        errors,
        programme,
    })
}

/// Which clause is answered.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ClauseQuery {
    pub clause: String,
}

pub(crate) async fn new(who: Actor, Path(id): Path<ProgrammeId>, Query(query): Query<ClauseQuery>) -> Answer {
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let programme = writable(&asker, tx, id)?;
            let form = TargetForm { clause: query.clause, ..TargetForm::default() };
            edit_page(&asker, tx, programme, None, (form, FieldErrors::default()))
        })
        .await?;
    page(&shown)
}

pub(crate) async fn create(who: Actor, Path(id): Path<ProgrammeId>, Form(form): Form<TargetForm>) -> Answer {
    save(who, id, None, form).await
}

pub(crate) async fn edit(who: Actor, Path(id): Path<TargetId>) -> Answer {
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let target = store::find_target(tx, id)?;
            let programme = writable(&asker, tx, target.programme)?;
            edit_page(&asker, tx, programme, Some(id), (TargetForm::of(&target), FieldErrors::default()))
        })
        .await?;
    page(&shown)
}

pub(crate) async fn update(who: Actor, Path(id): Path<TargetId>, Form(form): Form<TargetForm>) -> Answer {
    let programme = who.read(move |tx| Ok::<_, Failure>(store::find_target(tx, id)?.programme)).await?;
    save(who, programme, Some(id), form).await
}

async fn save(who: Actor, programme: ProgrammeId, target: Option<TargetId>, form: TargetForm) -> Answer {
    let asker = who.clone();
    let wrong = who
        .write(move |tx| {
            write_on(&asker, tx, programme, |tx, programme| {
                let fields = match form.fields(&store::list_served(tx, programme.unit)?) {
                    Ok(fields) => fields,
                    Err(errors) => return Ok(Some(edit_page(&asker, tx, programme.clone(), target, (form, errors))?)),
                };
                must_bear_no_mark(&[&fields.title, &fields.measure, &fields.clause])?;
                match target {
                    Some(id) => store::save_target(tx, programme, id, &fields)?,
                    None => drop(store::insert_target(tx, programme, &fields)?),
                }
                Ok(None)
            })
        })
        .await?;
    match wrong {
        Some(shown) => page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown),
        None => go_to_saying(format!("/programmes/{programme}"), "programmes-target-saved"),
    }
}

pub(crate) async fn remove(who: Actor, Path(id): Path<TargetId>) -> Answer {
    let asker = who.clone();
    let programme = who
        .write(move |tx| {
            let programme = store::find_target(tx, id)?.programme;
            write_on(&asker, tx, programme, |tx, programme| Ok(store::remove_target(tx, programme, id)?))?;
            Ok::<_, Failure>(programme)
        })
        .await?;
    go_to_saying(format!("/programmes/{programme}"), "programmes-target-removed")
}

#[derive(Template)]
#[template(path = "programmes/target.html")]
struct TargetPage {
    cx: Cx,
    programme: Programme,
    target: Target,
    day: Day,
    today: Day,
    result: Option<Amount>,
    serving: Vec<Serving>,
    entries: Vec<Entry>,
    changes: Vec<WantChange>,
    may_write: bool,
    may_enter: bool,
}

impl TargetPage {
    fn amount(&self, entry: &Entry) -> Amount {
        Amount(entry.entered.value)
    }

    /// The word of the method; the worst is the lowest or the highest, whichever way is good.
    fn method(&self) -> String {
        match self.target.method {
            Method::Worst => format!("{}-{}", Method::Worst, self.target.direction),
            method => method.to_string(),
        }
    }

    fn enter_at(&self) -> String {
        format!("/programmes/targets/{}/results", self.target.id)
    }
}

pub(crate) async fn show(who: Actor, Path(id): Path<TargetId>, Query(query): Query<ShowQuery>) -> Answer {
    let (asker, day) = (who.clone(), day_or_today(&who, &query.day));
    let shown = who
        .read(move |tx| {
            let programme = store::find_target(tx, id)?.programme;
            let programme = programme_for(&asker, tx, VIEW, programme)?;
            let targets = store::list_targets_on(tx, programme.id, day)?;
            let target = targets.into_iter().find(|target| target.id == id).ok_or(Failure::NotFound)?;
            let entries = store::list_entries(tx, &id.to_string())?;
            Ok::<_, Failure>(TargetPage {
                cx: asker.cx_titled(target.title.clone()),
                result: store::result_on(tx, &target, day)?,
                serving: store::list_serving(tx, id, day)?,
                changes: store::list_changes(tx, id)?,
                may_write: asker.may(tx, WRITE, programme.unit)?,
                may_enter: asker.may(tx, WRITE, programme.unit)? && programme.state == State::Issued,
                today: asker.today(),
                day,
                entries,
                target,
                programme,
            })
        })
        .await?;
    page(&shown)
}

/// A change of what is wanted.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ChangeForm {
    year: String,
    amount: String,
    reason: String,
}

pub(crate) async fn change(who: Actor, Path(id): Path<TargetId>, Form(form): Form<ChangeForm>) -> Answer {
    let asker = who.clone();
    who.write(move |tx| {
        let target = store::find_target(tx, id)?;
        let programme = programme_for(&asker, tx, WRITE, target.programme)?;
        let reason = vietnamese::nfc(form.reason.trim());
        let is_issued = programme.state == State::Issued;
        kernel::Verdict::default()
            .refuse_if(!is_issued, CannotChange::NotIssued)
            .refuse_if(reason.is_empty(), CannotChange::NoReason)
            .or_refuse()?;
        must_bear_no_mark(&[&reason])?;
        let (Ok(year), Some(amount)) = (form.year.trim().parse::<i64>(), Amount::read(&form.amount)) else {
            return Err(Failure::Malformed("programmes-error-amount"));
        };
        Ok(store::change_want(tx, &programme, &target, Want { year, amount }, &reason)?)
    })
    .await?;
    go_to_saying(format!("/programmes/targets/{id}"), "programmes-want-changed")
}
