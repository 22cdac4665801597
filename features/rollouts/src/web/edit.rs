//! Preparing a rollout: which documents, how deep, what is asked of whom until when. Rows are added and removed by
//! buttons of the form itself; nothing is saved before "save".

use askama::Template;
use axum::http::StatusCode;
use kernel::{DocumentId, RolloutId, UnitKind};
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, Form, Path, Query, go_to_saying, page_with};
use serde::Deserialize;

use super::acting_unit;
use super::form::{Pairs, Press, RowForm, RowsForm};
use super::weighing::{self, Scales};
use crate::domain::{ADDRESSABLE, Ask, Audience, DEPTHS, Measure, Rollout, Template as Asks};
use crate::store::{self, ChosenDocument, NewRollout};
use crate::{domain, permissions};

/// Most documents one family may have on the page.
const RECENT: i64 = 40;

/// The words every form of requirement rows offers.
pub(crate) struct Choices {
    pub measures: &'static [Measure],
    pub audiences: &'static [Audience],
    pub kinds: &'static [UnitKind],
    pub depths: &'static [UnitKind],
}

pub(crate) const CHOICES: Choices =
    Choices { measures: Measure::ALL, audiences: Audience::ALL, kinds: ADDRESSABLE, depths: DEPTHS };

#[derive(Template)]
#[template(path = "rollouts/edit.html")]
struct EditPage {
    cx: Cx,
    form: RowsForm,
    choices: Choices,
    /// Chosen first, then the newest that may be chosen.
    documents: Vec<(ChosenDocument, bool)>,
    templates: Vec<Asks>,
    units: Vec<(String, String)>,
    action: String,
    cancel: String,
    is_new: bool,
}

/// What the page of a new rollout starts from.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct NewQuery {
    document: String,
    template: String,
    unit: String,
}

pub(crate) async fn new(who: Actor, Query(query): Query<NewQuery>) -> Answer {
    let asker = who.clone();
    let form = who
        .read(move |tx| {
            let unit = acting_unit(&asker, tx, permissions::PREPARE, &query.unit)?;
            let mut form = RowsForm { unit: unit.id.to_string(), template: query.template, ..RowsForm::default() };
            let document = match query.document.parse::<DocumentId>() {
                Ok(id) => store::lookup_document(tx, unit.id, id)?,
                Err(_) => None,
            };
            if let Some(document) = document {
                let full = documents::store::find(tx, document.id)?;
                form.depth = full.entry.depth.map(|depth| depth.code().to_owned()).unwrap_or_default();
                form.title = asker.cx("rollouts-new").t1("rollouts-suggested-title", "document", full.called());
                form.documents.push(document.id.to_string());
            }
            use_template(tx, &mut form)?;
            Ok::<_, Failure>(form)
        })
        .await?;
    show_form(&who, form, None, StatusCode::OK).await
}

/// Fills the rows from the template chosen, or from the first the unit has.
fn use_template(tx: &mut Tx<'_>, form: &mut RowsForm) -> Result<(), Failure> {
    let unit = form.unit.parse().map_err(|_| Failure::NotFound)?;
    let templates = store::list_templates(tx, unit)?;
    let chosen = templates.iter().find(|t| t.id.to_string() == form.template).or_else(|| templates.first());
    if let Some(template) = chosen {
        form.template = template.id.to_string();
        form.rows = template.asks.iter().map(RowForm::of).collect();
    }
    Ok(())
}

pub(crate) async fn create(who: Actor, Form(pairs): Form<Pairs>) -> Answer {
    let (mut form, press) = RowsForm::read(pairs);
    if !form.apply(&press) {
        return pressed(&who, form, press, None).await;
    }
    let Some(read) = Filled::read(&who, &mut form) else {
        return show_form(&who, form, None, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let asker = who.clone();
    let id = who
        .write(move |tx| {
            let unit = acting_unit(&asker, tx, permissions::PREPARE, &form.unit)?.id;
            let new = NewRollout {
                unit,
                title: read.title,
                depth: read.depth,
                starts_on: read.starts_on,
                ends_on: read.ends_on,
            };
            let id = store::insert(tx, &new)?;
            save_parts(tx, id, unit, &read.documents, &read.asks)?;
            Ok::<_, Failure>(id)
        })
        .await?;
    go_to_saying(format!("/rollouts/{id}"), "rollouts-drafted")
}

pub(crate) async fn edit(who: Actor, Path(id): Path<RolloutId>) -> Answer {
    let asker = who.clone();
    let form = who
        .read(move |tx| {
            let rollout = store::find(tx, id)?;
            asker.must(tx, permissions::PREPARE, rollout.unit)?;
            rollout.may_edit().or_refuse()?;
            form_of(tx, &rollout)
        })
        .await?;
    show_form(&who, form, Some(id), StatusCode::OK).await
}

fn form_of(tx: &mut Tx<'_>, rollout: &Rollout) -> Result<RowsForm, Failure> {
    let day = |day: Option<kernel::Day>| day.map(|day| day.to_string()).unwrap_or_default();
    Ok(RowsForm {
        title: rollout.title.clone(),
        unit: rollout.unit.to_string(),
        depth: rollout.depth.map_or("", UnitKind::code).to_owned(),
        starts_on: day(rollout.starts_on),
        ends_on: day(rollout.ends_on),
        documents: store::list_documents(tx, rollout.id)?.iter().map(|d| d.id.to_string()).collect(),
        rows: store::list_requirements(tx, rollout.id)?.iter().map(|r| RowForm::of(&r.ask)).collect(),
        version: rollout.version,
        ..RowsForm::default()
    })
}

pub(crate) async fn update(who: Actor, Path(id): Path<RolloutId>, Form(pairs): Form<Pairs>) -> Answer {
    let (mut form, press) = RowsForm::read(pairs);
    if !form.apply(&press) {
        return pressed(&who, form, press, Some(id)).await;
    }
    let Some(read) = Filled::read(&who, &mut form) else {
        return show_form(&who, form, Some(id), StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let asker = who.clone();
    who.write(move |tx| {
        let rollout = store::find(tx, id)?;
        asker.must(tx, permissions::PREPARE, rollout.unit)?;
        rollout.may_edit().or_refuse()?;
        let changed = Rollout {
            title: read.title,
            depth: read.depth,
            starts_on: read.starts_on,
            ends_on: read.ends_on,
            version: form.version,
            ..rollout
        };
        store::save(tx, &changed, "rollouts.edited")?;
        save_parts(tx, id, changed.unit, &read.documents, &read.asks)
    })
    .await?;
    go_to_saying(format!("/rollouts/{id}"), "rollouts-saved")
}

/// Keeps the documents and requirements of a draft. A document that the unit may not roll out is as if it were not.
fn save_parts(
    tx: &mut Tx<'_>,
    id: RolloutId,
    unit: kernel::UnitId,
    chosen: &[DocumentId],
    asks: &[Ask],
) -> Result<(), Failure> {
    let mut documents = Vec::new();
    for document in chosen {
        let document = store::lookup_document(tx, unit, *document)?.ok_or(Failure::NotFound)?;
        documents.push(document.id);
    }
    store::save_documents(tx, id, &documents)?;
    store::replace_requirements(tx, id, unit, asks)?;
    Ok(())
}

/// The form's content once nothing is wrong with it.
struct Filled {
    title: String,
    depth: Option<UnitKind>,
    starts_on: Option<kernel::Day>,
    ends_on: Option<kernel::Day>,
    documents: Vec<DocumentId>,
    asks: Vec<Ask>,
}

impl Filled {
    fn read(who: &Actor, form: &mut RowsForm) -> Option<Filled> {
        let title = vietnamese::nfc(form.title.trim());
        form.errors.add_if(title.is_empty(), "title", "rollouts-error-title");
        let (starts_on, ends_on) = (form.some_day("starts_on"), form.some_day("ends_on"));
        let turned = starts_on.zip(ends_on).is_some_and(|(start, end)| end < start);
        form.errors.add_if(turned, "ends_on", "rollouts-error-ends-before");
        let asks = form.asks();
        let documents = form.documents.iter().filter_map(|id| id.parse().ok()).collect();
        let depth = form.depth.parse().ok().filter(|kind| domain::DEPTHS.contains(kind));
        if !form.errors.is_empty() {
            return None;
        }
        let mut asks = asks?;
        weighing::know(who, &mut asks);
        Some(Filled { title, depth, starts_on, ends_on, documents, asks })
    }
}

/// A button that changes the rows: the form again, with what was typed.
async fn pressed(who: &Actor, mut form: RowsForm, press: Press, id: Option<RolloutId>) -> Answer {
    if press == Press::UseTemplate {
        let asker = who.clone();
        form = who
            .read(move |tx| {
                acting_unit(&asker, tx, permissions::PREPARE, &form.unit)?;
                use_template(tx, &mut form)?;
                Ok::<_, Failure>(form)
            })
            .await?;
    }
    show_form(who, form, id, StatusCode::OK).await
}

async fn show_form(who: &Actor, form: RowsForm, id: Option<RolloutId>, status: StatusCode) -> Answer {
    let asker = who.clone();
    let page = who.read(move |tx| edit_page(&asker, tx, form, id)).await?;
    page_with(status, &page)
}

fn edit_page(who: &Actor, tx: &mut Tx<'_>, mut form: RowsForm, id: Option<RolloutId>) -> Result<EditPage, Failure> {
    let unit = acting_unit(who, tx, permissions::PREPARE, &form.unit)?;
    form.unit = unit.id.to_string();
    let mut documents = Vec::new();
    for chosen in form.documents.iter().filter_map(|id| id.parse::<DocumentId>().ok()) {
        documents.extend(store::lookup_document(tx, unit.id, chosen)?.map(|document| (document, true)));
    }
    for recent in store::list_recent_documents(tx, unit.id, RECENT)? {
        if !documents.iter().any(|(document, _)| document.id == recent.id) {
            documents.push((recent, false));
        }
    }
    let own = units::store::list_living(tx, &who.scope(permissions::PREPARE))?;
    let units = own.into_iter().map(|own| (own.id.to_string(), own.name)).collect();
    Scales::of(who, tx, unit.id, form.depth.parse().ok())?.weigh_rows(who, &mut form.rows);
    let (title, action, cancel) = match id {
        None => ("rollouts-new", "/rollouts/new".to_owned(), "/rollouts".to_owned()),
        Some(id) => ("rollouts-edit", format!("/rollouts/{id}/edit"), format!("/rollouts/{id}")),
    };
    Ok(EditPage {
        cx: who.cx(title),
        choices: CHOICES,
        documents,
        templates: store::list_templates(tx, unit.id)?,
        units,
        action,
        cancel,
        is_new: id.is_none(),
        form,
    })
}
