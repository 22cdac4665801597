//! A new unit: founded by a decision, which is written down and carried out as a change of the tree; or one that existed before
//! the software came, which is said and logged.

use axum::http::StatusCode;
use kernel::{Day, UnitId, UnitKind};
use platform::db::Tx;
use platform::web::{Actor, Answer, Failure, FieldErrors, Form, Query, go_to_saying};
use serde::Deserialize;

use super::{UnitForm, edit_page};
use crate::domain::NewUnit;
use crate::domain::change::{Change, ChangeState, Place, Step};
use crate::due::await_day;
use crate::permissions;
use crate::store;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Under {
    under: String,
}

pub(crate) async fn new(who: Actor, Query(under): Query<Under>) -> Answer {
    let parent: UnitId = under.under.parse().map_err(|_| Failure::NotFound)?;
    let form = UnitForm { parent: parent.to_string(), ..UnitForm::default() };
    edit_page(&who, form, FieldErrors::default(), true, StatusCode::OK).await
}

pub(crate) async fn create(who: Actor, Form(form): Form<UnitForm>) -> Answer {
    let (asked, errors) = Asked::read(&form, who.today());
    let Some(asked) = asked.filter(|_| errors.is_empty()) else {
        return edit_page(&who, form, errors, true, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let asker = who.clone();
    let (address, said) = who
        .write(move |tx| {
            asker.must(tx, permissions::EDIT, asked.parent)?;
            store::lock_tree(tx)?;
            let facts = store::placing_facts(tx, &asked.new)?;
            asked.new.may_be_placed(&facts).or_refuse()?;
            match asked.decided_for {
                Some(on) => found(&asker, tx, &asked, on),
                None => enter(tx, &asked),
            }
        })
        .await?;
    go_to_saying(address, said)
}

/// What was typed, well formed.
struct Asked {
    new: NewUnit,
    parent: UnitId,
    organ_id: String,
    decision: String,
    /// The day from which the decision holds; none for a unit that existed before.
    decided_for: Option<Day>,
}

impl Asked {
    fn read(form: &UnitForm, today: Day) -> (Option<Self>, FieldErrors) {
        let mut errors = FieldErrors::default();
        let (existed, day) = (!form.existed.is_empty(), form.founded_on.trim());
        let kind: Option<UnitKind> = form.kind.parse().ok();
        let founded_on: Option<Day> = day.parse().ok();
        let is_to_come = founded_on.is_some_and(|day| day > today);
        let decision = vietnamese::nfc(form.decision.trim());
        errors.add_if(form.code.trim().is_empty(), "code", "units-error-code");
        errors.add_if(form.name.trim().is_empty(), "name", "units-error-name");
        errors.add_if(kind.is_none(), "kind", "units-error-kind");
        errors.add_if(!form.is_organ_id_sound(), "organ_id", "units-error-organ-id");
        errors.add_if(!day.is_empty() && founded_on.is_none(), "founded_on", "units-error-day");
        errors.add_if(day.is_empty() && !existed, "founded_on", "units-error-founding-day");
        errors.add_if(decision.is_empty() && !existed, "decision", "units-error-founding-decision");
        errors.add_if(is_to_come && existed, "founded_on", "units-error-existed-later");
        let is_early = is_to_come && !existed && !form.organ_id.trim().is_empty();
        errors.add_if(is_early && form.is_organ_id_sound(), "organ_id", "units-error-organ-id-later");
        let asked = kind.zip(form.parent.parse().ok()).map(|(kind, parent)| Asked {
            new: NewUnit {
                code: form.code.trim().to_owned(),
                kind,
                name: vietnamese::nfc(form.name.trim()),
                short_name: vietnamese::nfc(form.short_name.trim()),
                parent: Some(parent),
                founded_on,
            },
            parent,
            organ_id: form.organ_id.trim().to_owned(),
            decision,
            decided_for: founded_on.filter(|_| !existed),
        });
        (asked, errors)
    }
}

/// Where to go then, and what is said there.
type Next = (String, &'static str);

/// Writes down a unit that existed before the software came.
fn enter(tx: &mut Tx<'_>, asked: &Asked) -> Result<Next, Failure> {
    let id = store::insert_existing(tx, &asked.new, &asked.decision)?;
    name_organ(tx, id, asked)?;
    Ok((format!("/units/{id}"), "units-founded-saved"))
}

fn name_organ(tx: &mut Tx<'_>, id: UnitId, asked: &Asked) -> Result<(), Failure> {
    if !asked.organ_id.is_empty() {
        store::save_organ_id(tx, id, &asked.organ_id)?;
    }
    Ok(())
}

/// A change with this one step, carried out at once unless its day is still to come.
fn found(who: &Actor, tx: &mut Tx<'_>, asked: &Asked, on: Day) -> Result<Next, Failure> {
    let NewUnit { code, kind, name, short_name, .. } = asked.new.clone();
    let change = Change {
        id: tx.new_id(),
        unit: asked.parent,
        title: who.cx("units-new").t1("units-founding-title", "name", name.as_str()),
        on,
        decision: asked.decision.clone(),
        state: ChangeState::Planned,
        steps: vec![Step::Found {
            code: code.clone(),
            kind: kind.code().to_owned(),
            name,
            short_name,
            parent: Place::Unit(asked.parent),
        }],
        version: 1,
    };
    store::insert_change(tx, &change)?;
    let features = &who.app().features;
    let facts = store::change_facts(tx, &change, features)?;
    change.is_sound(&facts).or_refuse()?;
    if on > who.today() {
        await_day(tx, &change)?;
        return Ok((format!("/units/changes/{}", change.id), "units-founding-planned"));
    }
    store::carry_out(tx, &change, features)?;
    let unit = store::lookup_by_code(tx, &code)?.ok_or(Failure::NotFound)?;
    name_organ(tx, unit.id, asked)?;
    Ok((format!("/units/{}", unit.id), "units-founded-saved"))
}
