//! The pages of a unit: what is known of it and what stands below it, and what of it is edited without a decision.

pub(crate) mod changes;
pub(crate) mod founding;
pub(crate) mod head;
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

use crate::domain::change::ChangeId;
use crate::domain::{Unit, is_organ_id, may_stand_under, usual_below};
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
    /// How it ended.
    ending: Option<(ChangeId, String)>,
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
    let day: Option<Day> = platform::web::typed_day(&as_of.day).filter(|day| *day < who.today());
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
                ending: store::lookup_ending(tx, id)?,
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
    /// The document that decided the founding.
    decision: String,
    /// Not empty for a unit that existed before the software came.
    existed: String,
    /// Not empty when another name only puts the spelling right.
    correction: String,
    /// Why the spelling is put right.
    reason: String,
    parent: String,
    version: i64,
}

impl UnitForm {
    fn is_organ_id_sound(&self) -> bool {
        self.organ_id.trim().is_empty() || is_organ_id(self.organ_id.trim())
    }

    /// Where a decision that gives the unit another name is written down, with what was typed here.
    fn renaming(&self, unit: UnitId) -> String {
        let unit = unit.to_string();
        let known = [("unit", unit.as_str()), ("rename", "1"), ("name", &self.name), ("short_name", &self.short_name)];
        format!("/units/changes/new?{}", serde_html_form::to_string(known).unwrap_or_default())
    }
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
    /// Where another name is given by a decision; empty when none was typed.
    renaming: String,
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
        ..UnitForm::default()
    };
    edit_page(&who, form, FieldErrors::default(), false, StatusCode::OK).await
}

pub(crate) async fn update(who: Actor, Path(id): Path<UnitId>, Form(form): Form<UnitForm>) -> Answer {
    let asker = who.clone();
    let now = who
        .read(move |tx| {
            asker.must(tx, permissions::EDIT, id)?;
            Ok::<_, Failure>(store::find(tx, id)?)
        })
        .await?;
    let name = vietnamese::nfc(form.name.trim());
    let is_renamed = name != vietnamese::nfc(now.name.trim());
    let errors = errors_of(&form, is_renamed);
    if !errors.is_empty() {
        let form = UnitForm { parent: id.to_string(), ..form };
        return edit_page(&who, form, errors, false, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let asker = who.clone();
    who.write(move |tx| {
        asker.must(tx, permissions::EDIT, id)?;
        let before = store::find(tx, id)?;
        let short_name = match form.short_name.trim() {
            // a short name that only repeats the name follows it
            short if short.is_empty() || short == before.name => name.clone(),
            short => vietnamese::nfc(short),
        };
        let organ_id = form.organ_id.trim().to_owned();
        let after = Unit { short_name, organ_id, version: form.version, ..before.clone() };
        if is_renamed {
            store::correct_name(tx, &before, &Unit { name, ..after }, &vietnamese::nfc(form.reason.trim()))?;
        } else {
            store::save_details(tx, &before, &after)?;
        }
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(format!("/units/{id}"), "units-saved")
}

/// What is wrong with what was typed. Another name is given by a decision; here only its spelling is put right, with a reason.
fn errors_of(form: &UnitForm, is_renamed: bool) -> FieldErrors {
    let is_correction = is_renamed && !form.correction.is_empty();
    let mut errors = FieldErrors::default();
    errors.add_if(form.name.trim().is_empty(), "name", "units-error-name");
    errors.add_if(!form.is_organ_id_sound(), "organ_id", "units-error-organ-id");
    errors.add_if(is_renamed && !is_correction && !form.name.trim().is_empty(), "correction", "units-error-renamed");
    errors.add_if(is_correction && form.reason.trim().is_empty(), "reason", "units-error-reason");
    errors
}

/// `form.parent` is the unit the permission is asked for: the parent of a new unit, the unit itself when it is edited.
async fn edit_page(who: &Actor, form: UnitForm, errors: FieldErrors, is_new: bool, status: StatusCode) -> Answer {
    let asker = who.clone();
    let place: UnitId = form.parent.parse().map_err(|_| Failure::NotFound)?;
    let (above, usual) = who
        .read(move |tx| {
            asker.must(tx, permissions::EDIT, place)?;
            Ok::<_, Failure>((store::find(tx, place)?, store::lookup_usual_kind_below(tx, place)?))
        })
        .await?;
    let usual = usual.unwrap_or_else(|| usual_below(above.kind));
    let chosen = if form.kind.is_empty() { usual.code() } else { form.kind.as_str() };
    let kinds = UnitKind::ALL.iter().filter(|kind| !is_new || may_stand_under(**kind, Some(above.kind)));
    let kinds = kinds.map(|kind| (kind.code(), kind.code() == chosen)).collect();
    let parent_name = above.name;
    let cx = who.cx(if is_new { "units-new" } else { "units-edit" });
    let cancel = format!("/units/{place}");
    let renaming = if errors.has("correction") { form.renaming(place) } else { String::new() };
    page_with(status, &EditPage { cx, form, errors, parent_name, kinds, is_new, cancel, renaming })
}
