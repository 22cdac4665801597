//! The head of a change of the tree: what it is called, its day and its deciding document, written down and edited. A new
//! name of a unit is written down with it.

use askama::Template;
use axum::http::StatusCode;
use kernel::{Day, UnitId};
use platform::web::{Actor, Answer, Cx, Failure, FieldErrors, Form, Path, Query, go_to_saying, page_with};
use serde::Deserialize;

use crate::domain::Unit;
use crate::domain::change::{Change, ChangeId, ChangeState, Step};
use crate::due::await_day;
use crate::permissions::EDIT;
use crate::store;

/// The head of a change.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ChangeForm {
    unit: String,
    title: String,
    on: String,
    decision: String,
    version: i64,
    /// Not empty when the decision gives the unit another name: the step is written down with it.
    rename: String,
    new_name: String,
    new_short_name: String,
}

#[derive(Template)]
#[template(path = "units/change_edit.html")]
struct EditPage {
    cx: Cx,
    form: ChangeForm,
    errors: FieldErrors,
    unit: Unit,
    cancel: String,
}

/// Where a change is begun.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct InBranch {
    unit: String,
    /// Not empty for another name of the unit.
    rename: String,
    name: String,
    short_name: String,
}

pub(crate) async fn new(who: Actor, Query(place): Query<InBranch>) -> Answer {
    let form = ChangeForm {
        unit: place.unit,
        on: who.today().to_string(),
        rename: place.rename,
        new_name: place.name,
        new_short_name: place.short_name,
        ..ChangeForm::default()
    };
    let back = form.back();
    edit_page(&who, form, FieldErrors::default(), back, StatusCode::OK).await
}

impl ChangeForm {
    fn read(&self) -> (Option<Day>, FieldErrors) {
        let on = self.on.trim().parse().ok();
        let mut errors = FieldErrors::default();
        errors.add_if(self.title.trim().is_empty(), "title", "units-error-change-title");
        errors.add_if(on.is_none(), "on", "units-error-day");
        errors.add_if(self.decision.trim().is_empty(), "decision", "units-error-decision");
        errors.add_if(self.is_renaming() && self.new_name.trim().is_empty(), "new_name", "units-error-name");
        (on, errors)
    }

    fn is_renaming(&self) -> bool {
        !self.rename.is_empty()
    }

    /// Where who does not write it down goes back to.
    fn back(&self) -> String {
        if self.is_renaming() { format!("/units/{}", self.unit) } else { "/units/changes".to_owned() }
    }

    /// What the form of a new change says already of what it does.
    fn steps(&self, unit: UnitId) -> Vec<Step> {
        if !self.is_renaming() {
            return Vec::new();
        }
        let name = vietnamese::nfc(self.new_name.trim());
        vec![Step::Rename { unit, name, short_name: vietnamese::nfc(self.new_short_name.trim()) }]
    }
}

pub(crate) async fn create(who: Actor, Form(form): Form<ChangeForm>) -> Answer {
    let (on, errors) = form.read();
    let Some(on) = on.filter(|_| errors.is_empty()) else {
        let back = form.back();
        return edit_page(&who, form, errors, back, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let unit: UnitId = form.unit.parse().map_err(|_| Failure::NotFound)?;
    let (asker, saved) = (who.clone(), if form.is_renaming() { "units-renaming-saved" } else { "units-change-saved" });
    let id = who
        .write(move |tx| {
            asker.must(tx, EDIT, unit)?;
            let change = Change {
                id: tx.new_id(),
                unit,
                title: vietnamese::nfc(form.title.trim()),
                on,
                decision: vietnamese::nfc(form.decision.trim()),
                state: ChangeState::Planned,
                steps: form.steps(unit),
                version: 1,
            };
            store::insert_change(tx, &change)?;
            await_day(tx, &change)?;
            Ok::<_, Failure>(change.id)
        })
        .await?;
    go_to_saying(format!("/units/changes/{id}"), saved)
}

pub(crate) async fn edit(who: Actor, Path(id): Path<ChangeId>) -> Answer {
    let change = who.read(move |tx| store::find_change(tx, id)).await?;
    let form = ChangeForm {
        unit: change.unit.to_string(),
        title: change.title,
        on: change.on.to_string(),
        decision: change.decision,
        version: change.version,
        ..ChangeForm::default()
    };
    edit_page(&who, form, FieldErrors::default(), format!("/units/changes/{id}"), StatusCode::OK).await
}

pub(crate) async fn update(who: Actor, Path(id): Path<ChangeId>, Form(form): Form<ChangeForm>) -> Answer {
    let (on, errors) = form.read();
    let Some(on) = on.filter(|_| errors.is_empty()) else {
        let back = format!("/units/changes/{id}");
        return edit_page(&who, form, errors, back, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let asker = who.clone();
    who.write(move |tx| {
        let change = store::find_change(tx, id)?;
        asker.must(tx, EDIT, change.unit)?;
        change.may_be_edited().or_refuse()?;
        let (title, decision) = (vietnamese::nfc(form.title.trim()), vietnamese::nfc(form.decision.trim()));
        let change = Change { title, decision, on, version: form.version, ..change };
        store::save_change(tx, &change, "units.change_edited")?;
        await_day(tx, &change)?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(format!("/units/changes/{id}"), "units-change-saved")
}

async fn edit_page(
    who: &Actor,
    mut form: ChangeForm,
    errors: FieldErrors,
    cancel: String,
    status: StatusCode,
) -> Answer {
    let asker = who.clone();
    let place: UnitId = form.unit.parse().map_err(|_| Failure::NotFound)?;
    let unit = who
        .read(move |tx| {
            asker.must(tx, EDIT, place)?;
            Ok::<_, Failure>(store::find(tx, place)?)
        })
        .await?;
    let cx = who.cx(if form.is_renaming() { "units-renaming" } else { "units-change" });
    if form.is_renaming() && errors.is_empty() {
        form.title = cx.t1("units-renaming-title", "name", unit.name.as_str());
        if form.new_name.is_empty() {
            form.new_name.clone_from(&unit.name);
        }
    }
    page_with(status, &EditPage { cx, form, errors, unit, cancel })
}
