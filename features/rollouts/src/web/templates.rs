//! Templates of requirements: listed, copied, edited. A delivered template, or one of a unit above, is changed by saving
//! a copy of the own unit.

use askama::Template;
use axum::http::StatusCode;
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, Form, Path, Query, go_to_saying, page, page_with};
use serde::Deserialize;
use units::domain::Unit;

use super::acting_unit;
use super::edit::{CHOICES, Choices};
use super::form::{Pairs, RowForm, RowsForm};
use crate::domain::{Template as Asks, TemplateId};
use crate::{permissions, store};

#[derive(Template)]
#[template(path = "rollouts/templates.html")]
struct ListPage {
    cx: Cx,
    unit: Unit,
    templates: Vec<Asks>,
}

pub(crate) async fn list(who: Actor) -> Answer {
    let asker = who.clone();
    let list = who
        .read(move |tx| {
            let unit = acting_unit(&asker, tx, permissions::PREPARE, "")?;
            let templates = store::list_templates(tx, unit.id)?;
            Ok::<_, Failure>(ListPage { cx: asker.cx("rollouts-templates"), unit, templates })
        })
        .await?;
    page(&list)
}

#[derive(Template)]
#[template(path = "rollouts/template.html")]
struct EditPage {
    cx: Cx,
    form: RowsForm,
    choices: Choices,
    unit_name: String,
    action: String,
    /// It will be kept as a copy of the own unit.
    is_copy: bool,
}

/// Which template a new one starts from.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct NewQuery {
    from: String,
}

/// A template as this actor's unit sees it: the unit, the template, whether it is the unit's own.
fn seen(who: &Actor, tx: &mut Tx<'_>, id: TemplateId) -> Result<(Unit, Asks, bool), Failure> {
    let unit = acting_unit(who, tx, permissions::PREPARE, "")?;
    let template = store::list_templates(tx, unit.id)?.into_iter().find(|t| t.id == id).ok_or(Failure::NotFound)?;
    let is_own = template.unit == Some(unit.id);
    Ok((unit, template, is_own))
}

pub(crate) async fn new(who: Actor, Query(query): Query<NewQuery>) -> Answer {
    let asker = who.clone();
    let form = who
        .read(move |tx| {
            let Ok(from) = query.from.parse() else {
                acting_unit(&asker, tx, permissions::PREPARE, "")?;
                return Ok(RowsForm { rows: vec![RowForm::empty()], ..RowsForm::default() });
            };
            let (_, template, _) = seen(&asker, tx, from)?;
            let mut form = form_of(&template);
            form.title = asker.cx("rollouts-templates").t1("rollouts-template-copy-name", "name", &template.name);
            Ok::<_, Failure>(form)
        })
        .await?;
    show_form(&who, form, None, StatusCode::OK).await
}

fn form_of(template: &Asks) -> RowsForm {
    RowsForm {
        title: template.name.clone(),
        rows: template.asks.iter().map(RowForm::of).collect(),
        version: template.version,
        ..RowsForm::default()
    }
}

pub(crate) async fn edit(who: Actor, Path(id): Path<TemplateId>) -> Answer {
    let asker = who.clone();
    let form = who.read(move |tx| Ok::<_, Failure>(form_of(&seen(&asker, tx, id)?.1))).await?;
    show_form(&who, form, Some(id), StatusCode::OK).await
}

pub(crate) async fn create(who: Actor, Form(pairs): Form<Pairs>) -> Answer {
    keep(who, None, pairs).await
}

pub(crate) async fn update(who: Actor, Path(id): Path<TemplateId>, Form(pairs): Form<Pairs>) -> Answer {
    keep(who, Some(id), pairs).await
}

async fn keep(who: Actor, id: Option<TemplateId>, pairs: Pairs) -> Answer {
    let (mut form, press) = RowsForm::read(pairs);
    if !form.apply(&press) {
        return show_form(&who, form, id, StatusCode::OK).await;
    }
    let name = vietnamese::nfc(form.title.trim());
    form.errors.add_if(name.is_empty(), "title", "rollouts-error-template-name");
    let asks = form.asks();
    let (Some(asks), true) = (asks, form.errors.is_empty()) else {
        return show_form(&who, form, id, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let asker = who.clone();
    who.write(move |tx| {
        let unit = acting_unit(&asker, tx, permissions::PREPARE, "")?;
        let own = match id {
            Some(id) => Some(seen(&asker, tx, id)?).filter(|(_, _, is_own)| *is_own),
            None => None,
        };
        match own {
            Some((_, template, _)) => {
                store::save_template(tx, &Asks { name, asks, version: form.version, ..template })?;
            }
            None => {
                store::insert_template(tx, unit.id, &name, &asks)?;
            }
        }
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying("/rollouts/templates", "rollouts-template-saved")
}

async fn show_form(who: &Actor, form: RowsForm, id: Option<TemplateId>, status: StatusCode) -> Answer {
    let asker = who.clone();
    let page = who
        .read(move |tx| {
            let unit = acting_unit(&asker, tx, permissions::PREPARE, "")?;
            let is_copy = match id {
                Some(id) => !seen(&asker, tx, id)?.2,
                None => false,
            };
            let action =
                id.map_or_else(|| "/rollouts/templates/new".to_owned(), |id| format!("/rollouts/templates/{id}"));
            let cx = asker.cx(if id.is_some() { "rollouts-template-edit" } else { "rollouts-template-new" });
            Ok::<_, Failure>(EditPage { cx, form, choices: CHOICES, unit_name: unit.name, action, is_copy })
        })
        .await?;
    page_with(status, &page)
}
