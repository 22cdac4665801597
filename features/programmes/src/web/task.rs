//! One task: its form while the programme is written, its progress afterwards.

use askama::Template;
use axum::http::StatusCode;
use documents::import::must_bear_no_mark;
use kernel::Day;
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, FieldErrors, Form, Path, Query, go_to_saying, page, page_with};
use serde::Deserialize;

use super::show::ShowQuery;
use super::target::ClauseQuery;
use super::{clause_choices, clauses_of, day_or_today, programme_for, writable, write_on};
use crate::domain::{Programme, ProgrammeId, State, Task, TaskId};
use crate::permissions::{VIEW, WRITE};
use crate::store::{self, Entry, TaskFields};

/// A task as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct TaskForm {
    pub clause: String,
    pub work: String,
    pub lead: String,
    pub answers: String,
    pub partners: String,
    pub starts_on: String,
    pub due_on: String,
    pub product: String,
    pub funding: String,
}

impl TaskForm {
    fn of(task: &Task) -> Self {
        let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
        TaskForm {
            clause: task.clause.clone(),
            work: task.work.clone(),
            lead: task.lead.clone(),
            answers: task.answers.clone(),
            partners: task.partners.clone(),
            starts_on: day(task.starts_on),
            due_on: day(task.due_on),
            product: task.product.clone(),
            funding: task.funding.clone(),
        }
    }

    pub fn fields(&self) -> Result<TaskFields, FieldErrors> {
        let mut errors = FieldErrors::default();
        let line = |text: &str| vietnamese::nfc(text.trim());
        let work = line(&self.work);
        errors.add_if(work.is_empty(), "work", "programmes-error-work");
        let day = super::typed_day;
        let (starts_on, due_on) = (day(&self.starts_on), day(&self.due_on));
        let is_day = |text: &str, day: Option<Day>| text.trim().is_empty() || day.is_some();
        errors.add_if(!is_day(&self.starts_on, starts_on), "starts_on", "programmes-error-day");
        let is_backward = due_on.is_some() && due_on < starts_on;
        errors.add_if(!is_day(&self.due_on, due_on) || is_backward, "due_on", "programmes-error-ends");
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(TaskFields {
            clause: line(&self.clause),
            work,
            lead: line(&self.lead),
            answers: line(&self.answers),
            partners: line(&self.partners),
            starts_on,
            due_on,
            product: line(&self.product),
            funding: line(&self.funding),
        })
    }
}

/// No field may bear a mark of secrecy.
///
/// # Errors
/// [`kernel::Refused`] for `DOC-02`.
pub(crate) fn look_for_marks(fields: &TaskFields) -> Result<(), kernel::Refused> {
    let TaskFields { clause, work, lead, answers, partners, product, funding, .. } = fields;
    must_bear_no_mark(&[clause, work, lead, answers, partners, product, funding])
}

#[derive(Template)]
#[template(path = "programmes/task_edit.html")]
struct EditPage {
    cx: Cx,
    programme: Programme,
    form: TaskForm,
    errors: FieldErrors,
    clauses: Vec<(String, String)>,
    action: String,
}

fn edit_page(
    who: &Actor,
    tx: &mut Tx<'_>,
    programme: Programme,
    task: Option<TaskId>,
    (form, errors): (TaskForm, FieldErrors),
) -> Result<EditPage, Failure> {
    Ok(EditPage {
        cx: who.cx(if task.is_some() { "programmes-task-edit" } else { "programmes-task-new" }),
        clauses: clause_choices(&clauses_of(tx, programme.head.basis)?),
        action: task.map_or_else(
            || format!("/programmes/{}/tasks/new", programme.id),
            |id| format!("/programmes/tasks/{id}/edit"),
        ),
        form,
        errors,
        programme,
    })
}

pub(crate) async fn new(who: Actor, Path(id): Path<ProgrammeId>, Query(query): Query<ClauseQuery>) -> Answer {
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let programme = writable(&asker, tx, id)?;
            let form = TaskForm { clause: query.clause, ..TaskForm::default() };
            edit_page(&asker, tx, programme, None, (form, FieldErrors::default()))
        })
        .await?;
    page(&shown)
}

pub(crate) async fn create(who: Actor, Path(id): Path<ProgrammeId>, Form(form): Form<TaskForm>) -> Answer {
    save(who, id, None, form).await
}

pub(crate) async fn edit(who: Actor, Path(id): Path<TaskId>) -> Answer {
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let task = store::find_task(tx, id, asker.today())?;
            let programme = writable(&asker, tx, task.programme)?;
            edit_page(&asker, tx, programme, Some(id), (TaskForm::of(&task), FieldErrors::default()))
        })
        .await?;
    page(&shown)
}

pub(crate) async fn update(who: Actor, Path(id): Path<TaskId>, Form(form): Form<TaskForm>) -> Answer {
    let today = who.today();
    let programme = who.read(move |tx| Ok::<_, Failure>(store::find_task(tx, id, today)?.programme)).await?;
    save(who, programme, Some(id), form).await
}

async fn save(who: Actor, programme: ProgrammeId, task: Option<TaskId>, form: TaskForm) -> Answer {
    let asker = who.clone();
    let wrong = who
        .write(move |tx| {
            write_on(&asker, tx, programme, |tx, programme| {
                let fields = match form.fields() {
                    Ok(fields) => fields,
                    Err(errors) => return Ok(Some(edit_page(&asker, tx, programme.clone(), task, (form, errors))?)),
                };
                look_for_marks(&fields)?;
                match task {
                    Some(id) => store::save_task(tx, programme, id, &fields)?,
                    None => drop(store::insert_task(tx, programme, &fields)?),
                }
                Ok(None)
            })
        })
        .await?;
    match wrong {
        Some(shown) => page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown),
        None => go_to_saying(format!("/programmes/{programme}"), "programmes-task-saved"),
    }
}

pub(crate) async fn remove(who: Actor, Path(id): Path<TaskId>) -> Answer {
    let asker = who.clone();
    let programme = who
        .write(move |tx| {
            let programme = store::find_task(tx, id, asker.today())?.programme;
            write_on(&asker, tx, programme, |tx, programme| Ok(store::remove_task(tx, programme, id)?))?;
            Ok::<_, Failure>(programme)
        })
        .await?;
    go_to_saying(format!("/programmes/{programme}"), "programmes-task-removed")
}

#[derive(Template)]
#[template(path = "programmes/task.html")]
struct TaskPage {
    cx: Cx,
    programme: Programme,
    task: Task,
    day: Day,
    today: Day,
    entries: Vec<Entry>,
    may_write: bool,
    may_enter: bool,
}

impl TaskPage {
    fn enter_at(&self) -> String {
        format!("/programmes/tasks/{}/results", self.task.id)
    }
}

pub(crate) async fn show(who: Actor, Path(id): Path<TaskId>, Query(query): Query<ShowQuery>) -> Answer {
    let (asker, day) = (who.clone(), day_or_today(&who, &query.day));
    let shown = who
        .read(move |tx| {
            let task = store::find_task(tx, id, day)?;
            let programme = programme_for(&asker, tx, VIEW, task.programme)?;
            Ok::<_, Failure>(TaskPage {
                cx: asker.cx_titled(task.work.clone()),
                may_write: asker.may(tx, WRITE, programme.unit)?,
                may_enter: asker.may(tx, WRITE, programme.unit)? && programme.state == State::Issued,
                entries: store::list_entries(tx, &id.to_string())?,
                today: asker.today(),
                day,
                task,
                programme,
            })
        })
        .await?;
    page(&shown)
}
