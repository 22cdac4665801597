//! A call for reflections and its template, while it is prepared.

use askama::Template;
use axum::http::StatusCode;
use documents::import::must_bear_no_mark;
use kernel::{Day, UnitId};
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, FieldErrors, Form, Path, Query, go_to_saying, page_with};
use serde::Deserialize;

use super::call_for;
use crate::domain::{Audience, Call, CallId, CallState, Part, PartKind, usual_parts};
use crate::permissions::ORGANISE;
use crate::store;

/// Parts a template has room for.
const PARTS: usize = 6;

/// The call as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct CallForm {
    title: String,
    rollout: String,
    audience: String,
    due_on: String,
    least_words: String,
    kind: Vec<String>,
    heading: Vec<String>,
    hint: Vec<String>,
    version: i64,
}

impl CallForm {
    fn with_parts(self, parts: &[Part]) -> Self {
        CallForm {
            kind: parts.iter().map(|part| part.kind.code().to_owned()).collect(),
            heading: parts.iter().map(|part| part.heading.clone()).collect(),
            hint: parts.iter().map(|part| part.hint.clone()).collect(),
            ..self
        }
    }

    fn of(call: &Call) -> Self {
        let form = CallForm {
            title: call.title.clone(),
            rollout: call.rollout.to_string(),
            audience: call.audience.code().to_owned(),
            due_on: call.due_on.to_string(),
            least_words: call.least_words.to_string(),
            version: call.version,
            ..CallForm::default()
        };
        form.with_parts(&call.parts)
    }

    /// Rows of the template as the form shows them: kind, heading, hint.
    fn rows(&self) -> Vec<(String, String, String)> {
        let at = |list: &[String], place: usize| list.get(place).cloned().unwrap_or_default();
        let row = |place| (at(&self.kind, place), at(&self.heading, place), at(&self.hint, place));
        (0..(self.heading.len() + 1).min(PARTS).max(self.heading.len())).map(row).collect()
    }

    fn parts(&self) -> Vec<Part> {
        let line = |text: &str| vietnamese::nfc(text.trim());
        let rows = self.rows().into_iter().filter(|(_, heading, _)| !heading.trim().is_empty());
        rows.map(|(kind, heading, hint)| Part {
            kind: kind.parse().unwrap_or(PartKind::Other),
            heading: line(&heading),
            hint: line(&hint),
        })
        .collect()
    }

    /// What was typed for the call of this unit, or what is wrong with it.
    fn call(&self, tx: &mut Tx<'_>, before: Option<Call>, unit: UnitId) -> Result<Result<Call, FieldErrors>, Failure> {
        let mut errors = FieldErrors::default();
        let title = vietnamese::nfc(self.title.trim());
        errors.add_if(title.is_empty(), "title", "reflections-wrong-title");
        let due_on = self.due_on.trim().parse::<Day>().ok();
        errors.add_if(due_on.is_none(), "due_on", "reflections-wrong-day");
        let least_words = self.least_words.trim().parse::<i64>().ok().filter(|words| (0..=5_000).contains(words));
        errors.add_if(least_words.is_none(), "least_words", "reflections-wrong-words");
        let parts = self.parts();
        errors.add_if(parts.is_empty(), "parts", "reflections-wrong-parts");
        let offered = rollouts::store::list_running_of(tx, unit)?;
        let rollout = match &before {
            Some(call) => Some(call.rollout),
            None => offered.iter().map(|rollout| rollout.id).find(|id| id.to_string() == self.rollout),
        };
        errors.add_if(rollout.is_none(), "rollout", "reflections-wrong-rollout");
        must_bear_no_mark(&[&title])?;
        let (Some(due_on), Some(least_words), Some(rollout), true) = (due_on, least_words, rollout, errors.is_empty())
        else {
            return Ok(Err(errors));
        };
        let audience = self.audience.parse().unwrap_or(Audience::Members);
        let id = match &before {
            Some(call) => call.id,
            None => tx.new_id(),
        };
        let state = CallState::Preparing;
        Ok(Ok(Call { id, unit, rollout, title, audience, due_on, least_words, parts, state, version: self.version }))
    }
}

#[derive(Template)]
#[template(path = "reflections/edit.html")]
struct EditPage {
    cx: Cx,
    form: CallForm,
    errors: FieldErrors,
    action: String,
    back: String,
    rollouts: Vec<(String, String)>,
    is_new: bool,
}

async fn edit_page(who: &Actor, id: Option<CallId>, form: CallForm, errors: FieldErrors) -> Answer {
    let asker = who.clone();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shown = who
        .read(move |tx| {
            let unit = match id {
                Some(id) => call_for(&asker, tx, ORGANISE, id)?.unit,
                None => rollouts::acting_unit(&asker, tx, ORGANISE, "")?.id,
            };
            let rollouts = rollouts::store::list_running_of(tx, unit)?;
            Ok::<_, Failure>(EditPage {
                cx: asker.cx(if id.is_some() { "reflections-edit" } else { "reflections-new" }),
                action: id.map_or_else(|| "/reflections/new".to_owned(), |id| format!("/reflections/{id}/edit")),
                back: id.map_or_else(|| "/reflections".to_owned(), |id| format!("/reflections/{id}")),
                rollouts: rollouts.into_iter().map(|rollout| (rollout.id.to_string(), rollout.title)).collect(),
                is_new: id.is_none(),
                form,
                errors,
            })
        })
        .await?;
    page_with(status, &shown)
}

pub(crate) async fn new(who: Actor, Query(form): Query<CallForm>) -> Answer {
    let form = CallForm {
        due_on: who.today().plus(15).or_next_monday().to_string(),
        least_words: "300".into(),
        audience: "members".into(),
        ..form
    };
    edit_page(&who, None, form.with_parts(&usual_parts()), FieldErrors::default()).await
}

pub(crate) async fn create(who: Actor, Form(form): Form<CallForm>) -> Answer {
    let (asker, typed) = (who.clone(), form.clone());
    let made = who
        .write(move |tx| {
            let unit = rollouts::acting_unit(&asker, tx, ORGANISE, "")?.id;
            match typed.call(tx, None, unit)? {
                Ok(call) => Ok::<_, Failure>(Ok(store::insert_call(tx, &call)?)),
                Err(errors) => Ok(Err(errors)),
            }
        })
        .await?;
    match made {
        Ok(id) => go_to_saying(format!("/reflections/{id}"), "reflections-saved-call"),
        Err(errors) => edit_page(&who, None, form, errors).await,
    }
}

pub(crate) async fn edit(who: Actor, Path(id): Path<CallId>) -> Answer {
    let asker = who.clone();
    let call = who
        .read(move |tx| {
            let call = call_for(&asker, tx, ORGANISE, id)?;
            call.may_edit().or_refuse()?;
            Ok::<_, Failure>(call)
        })
        .await?;
    edit_page(&who, Some(id), CallForm::of(&call), FieldErrors::default()).await
}

pub(crate) async fn update(who: Actor, Path(id): Path<CallId>, Form(form): Form<CallForm>) -> Answer {
    let (asker, typed) = (who.clone(), form.clone());
    let errors = who
        .write(move |tx| {
            let call = call_for(&asker, tx, ORGANISE, id)?;
            call.may_edit().or_refuse()?;
            let unit = call.unit;
            match typed.call(tx, Some(call), unit)? {
                Ok(call) => {
                    store::save_call(tx, &call)?;
                    Ok::<_, Failure>(FieldErrors::default())
                }
                Err(errors) => Ok(errors),
            }
        })
        .await?;
    if errors.is_empty() {
        return go_to_saying(format!("/reflections/{id}"), "reflections-saved-call");
    }
    edit_page(&who, Some(id), form, errors).await
}
