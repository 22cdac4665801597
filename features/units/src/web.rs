//! The pages of a unit: what is known of it and what stands below it, founding and renaming.

pub(crate) mod changes;
pub(crate) mod list;
pub(crate) mod passing;
pub(crate) mod steps;

use askama::Template;
use axum::http::StatusCode;
use kernel::{Day, Permission, UnitId, UnitKind};
use platform::db::{StoreError, Tx};
use platform::web::{
    Actor, Answer, Cx, Failure, FieldErrors, Form, Path, Query, WhoAnswers, go_to_saying, page, page_with,
};
use serde::Deserialize;

use crate::domain::{NewUnit, Unit, is_organ_id};
use crate::permissions;
use crate::store::{self, Before, Kin};

/// The actor may do this in every branch: for what holds for the whole installation.
///
/// # Errors
/// [`Failure::NotFound`] or [`Failure::Forbidden`] when a branch is not the actor's.
pub fn must_everywhere(who: &Actor, tx: &mut Tx<'_>, permission: Permission) -> Result<(), Failure> {
    for root in store::list_roots(tx)? {
        who.must(tx, permission, root.id)?;
    }
    Ok(())
}

#[derive(Template)]
#[template(path = "units/show.html")]
struct ShowPage {
    cx: Cx,
    unit: Unit,
    ancestors: Vec<Unit>,
    children: Vec<(Unit, i64)>,
    below: i64,
    /// Named by the features that know; nobody for a past day.
    answering: Vec<WhoAnswers>,
    may_edit: bool,
    /// The day whose tree is shown; none for now.
    as_of: Option<Day>,
    history: Vec<Before>,
    before: Vec<Kin>,
    after: Vec<Kin>,
}

impl ShowPage {
    /// What leads on to other units on the same day.
    fn query(&self) -> String {
        self.as_of.map(|day| format!("?day={day}")).unwrap_or_default()
    }

    /// The list of the branch, on the same day.
    fn list_of(&self, unit: &UnitId) -> String {
        let day = self.as_of.map(|day| format!("&day={day}")).unwrap_or_default();
        format!("/units?under={unit}{day}")
    }
}

/// On which day the tree is looked at.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AsOf {
    day: String,
}

pub(crate) async fn show(who: Actor, Path(id): Path<UnitId>, Query(as_of): Query<AsOf>) -> Answer {
    let asker = who.clone();
    let day: Option<Day> = as_of.day.parse().ok().filter(|day| *day < who.today());
    let show = who
        .read(move |tx| {
            asker.must(tx, permissions::VIEW, id)?;
            let on = day.unwrap_or_else(|| asker.today());
            let unit = store::find_on(tx, id, on)?;
            let (before, after) = store::list_kin(tx, id)?;
            Ok::<_, Failure>(ShowPage {
                cx: asker.cx_titled(unit.name.clone()),
                ancestors: store::list_ancestors_on(tx, id, on)?,
                below: count_below(tx, id, day)?,
                answering: if day.is_none() { answering(&asker, tx, id)? } else { Vec::new() },
                may_edit: unit.ended_on.is_none() && day.is_none() && asker.may(tx, permissions::EDIT, id)?,
                children: children_of(tx, id, day)?,
                history: store::list_history(tx, id)?,
                as_of: day,
                unit,
                before,
                after,
            })
        })
        .await?;
    page(&show)
}

fn answering(who: &Actor, tx: &mut Tx<'_>, id: UnitId) -> Result<Vec<WhoAnswers>, StoreError> {
    let mut all = Vec::new();
    for answering in who.app().features.iter().filter_map(|feature| feature.answering) {
        all.extend(answering(tx, who, id)?);
    }
    Ok(all)
}

fn count_below(tx: &mut Tx<'_>, id: UnitId, day: Option<Day>) -> Result<i64, StoreError> {
    match day {
        Some(day) => store::count_below_on(tx, id, day),
        None => store::count_below(tx, id),
    }
}

/// The units directly below with how many each has below itself, now or on a past day.
fn children_of(tx: &mut Tx<'_>, id: UnitId, day: Option<Day>) -> Result<Vec<(Unit, i64)>, StoreError> {
    let children = match day {
        Some(day) => store::list_children_on(tx, id, day)?,
        None => store::list_children(tx, id)?,
    };
    let mut counted = Vec::with_capacity(children.len());
    for child in children {
        let below = count_below(tx, child.id, day)?;
        counted.push((child, below));
    }
    Ok(counted)
}

/// The form of a unit.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct UnitForm {
    code: String,
    kind: String,
    name: String,
    short_name: String,
    organ_id: String,
    founded_on: String,
    parent: String,
    version: i64,
}

#[derive(Template)]
#[template(path = "units/edit.html")]
struct EditPage {
    cx: Cx,
    form: UnitForm,
    errors: FieldErrors,
    parent_name: String,
    kinds: Vec<(&'static str, bool)>,
    is_new: bool,
    cancel: String,
}

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
    let (new, errors) = new_unit(&form);
    let Some(new) = new.filter(|_| errors.is_empty()) else {
        return edit_page(&who, form, errors, true, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let (asker, organ_id) = (who.clone(), form.organ_id.trim().to_owned());
    let id = who
        .write(move |tx| {
            let parent = new.parent.ok_or(Failure::NotFound)?;
            asker.must(tx, permissions::EDIT, parent)?;
            let facts = store::placing_facts(tx, &new)?;
            new.may_be_placed(&facts).or_refuse()?;
            let id = store::insert(tx, &new)?;
            if !organ_id.is_empty() {
                store::save_organ_id(tx, id, &organ_id)?;
            }
            Ok::<_, Failure>(id)
        })
        .await?;
    go_to_saying(format!("/units/{id}"), "units-founded-saved")
}

fn is_organ_id_or_empty(form: &UnitForm) -> bool {
    form.organ_id.trim().is_empty() || is_organ_id(form.organ_id.trim())
}

fn new_unit(form: &UnitForm) -> (Option<NewUnit>, FieldErrors) {
    let mut errors = FieldErrors::default();
    let kind: Option<UnitKind> = form.kind.parse().ok();
    let founded_on = if form.founded_on.trim().is_empty() { None } else { form.founded_on.trim().parse().ok() };
    errors.add_if(form.code.trim().is_empty(), "code", "units-error-code");
    errors.add_if(form.name.trim().is_empty(), "name", "units-error-name");
    errors.add_if(kind.is_none(), "kind", "units-error-kind");
    errors.add_if(!is_organ_id_or_empty(form), "organ_id", "units-error-organ-id");
    errors.add_if(!form.founded_on.trim().is_empty() && founded_on.is_none(), "founded_on", "units-error-day");
    let new = kind.map(|kind| NewUnit {
        code: form.code.trim().to_owned(),
        kind,
        name: vietnamese::nfc(form.name.trim()),
        short_name: vietnamese::nfc(form.short_name.trim()),
        parent: form.parent.parse().ok(),
        founded_on,
    });
    (new, errors)
}

pub(crate) async fn edit(who: Actor, Path(id): Path<UnitId>) -> Answer {
    let unit = who.read(move |tx| store::find(tx, id)).await?;
    let form = UnitForm {
        code: unit.code,
        kind: unit.kind.code().to_owned(),
        name: unit.name,
        short_name: unit.short_name,
        organ_id: unit.organ_id,
        founded_on: unit.founded_on.map(|d| d.to_string()).unwrap_or_default(),
        parent: id.to_string(),
        version: unit.version,
    };
    edit_page(&who, form, FieldErrors::default(), false, StatusCode::OK).await
}

pub(crate) async fn update(who: Actor, Path(id): Path<UnitId>, Form(form): Form<UnitForm>) -> Answer {
    let mut errors = FieldErrors::default();
    errors.add_if(form.name.trim().is_empty(), "name", "units-error-name");
    errors.add_if(!is_organ_id_or_empty(&form), "organ_id", "units-error-organ-id");
    if !errors.is_empty() {
        let form = UnitForm { parent: id.to_string(), ..form };
        return edit_page(&who, form, errors, false, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let asker = who.clone();
    who.write(move |tx| {
        asker.must(tx, permissions::EDIT, id)?;
        let unit = store::find(tx, id)?;
        let name = vietnamese::nfc(form.name.trim());
        let short_name = match form.short_name.trim() {
            "" => name.clone(),
            short => vietnamese::nfc(short),
        };
        store::save_names(
            tx,
            &Unit { name, short_name, organ_id: form.organ_id.trim().to_owned(), version: form.version, ..unit },
        )?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(format!("/units/{id}"), "units-saved")
}

/// `form.parent` is the unit the permission is asked for: the parent of a new unit, the unit itself when renamed.
async fn edit_page(who: &Actor, form: UnitForm, errors: FieldErrors, is_new: bool, status: StatusCode) -> Answer {
    let asker = who.clone();
    let place: UnitId = form.parent.parse().map_err(|_| Failure::NotFound)?;
    let parent_name = who
        .read(move |tx| {
            asker.must(tx, permissions::EDIT, place)?;
            Ok::<_, Failure>(store::find(tx, place)?.name)
        })
        .await?;
    let kinds = UnitKind::ALL.iter().map(|k| (k.code(), k.code() == form.kind)).collect();
    let cx = who.cx(if is_new { "units-new" } else { "units-edit" });
    let cancel = format!("/units/{place}");
    page_with(status, &EditPage { cx, form, errors, parent_name, kinds, is_new, cancel })
}
