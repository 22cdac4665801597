//! The tasks a document gives: those read in its text, each to be confirmed, corrected or dismissed by a person.

use askama::Template;
use axum::http::StatusCode;
use kernel::{Day, DocumentId, Refused};
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, Form, Path, go_to_saying, page_with};
use serde::Deserialize;

use crate::domain::{CannotConfirm, Document, State, Task, TaskState};
use crate::import::must_bear_no_mark;
use crate::{access, permissions, store};

#[derive(Template)]
#[template(path = "documents/tasks.html")]
struct TasksPage {
    cx: Cx,
    document: Document,
    tasks: Vec<Task>,
    may_decide: bool,
    reasons: String,
}

impl TasksPage {
    fn count(&self, state: TaskState) -> usize {
        self.tasks.iter().filter(|task| task.state == state).count()
    }
}

/// The tasks of the text as it reads now, with what was decided of them.
pub(crate) fn tasks_of(tx: &mut Tx<'_>, document: &Document) -> Result<Vec<Task>, Failure> {
    let read = Task::all_of(&official_text::parse(&document.text));
    Ok(Task::merged(read, store::list_decided_tasks(tx, document.id)?))
}

pub(crate) async fn list(who: Actor, Path(id): Path<DocumentId>) -> Answer {
    tasks_page(&who, id, None).await
}

async fn tasks_page(who: &Actor, id: DocumentId, refused: Option<Refused>) -> Answer {
    let asker = who.clone();
    let page = who
        .read(move |tx| {
            let document = store::find(tx, id)?;
            access::must_see(&asker, tx, &document)?;
            let cx = asker.cx("documents-tasks");
            Ok::<_, Failure>(TasksPage {
                reasons: refused.map(|refused| cx.reasons(&refused.0)).unwrap_or_default(),
                tasks: tasks_of(tx, &document)?,
                may_decide: document.state == State::Registered
                    && asker.may(tx, permissions::REGISTER, document.owner_unit)?,
                cx,
                document,
            })
        })
        .await?;
    let status = if page.reasons.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    page_with(status, &page)
}

/// The fields of a task as a person leaves them.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct TaskForm {
    key: String,
    lead: String,
    partners: String,
    work: String,
    due_on: String,
    clause: String,
    decision: String,
}

pub(crate) async fn decide(who: Actor, Path(id): Path<DocumentId>, Form(form): Form<TaskForm>) -> Answer {
    let asker = who.clone();
    let done = who
        .write(move |tx| {
            let document = store::find(tx, id)?;
            asker.must(tx, permissions::REGISTER, document.owner_unit)?;
            let Some(task) = tasks_of(tx, &document)?.into_iter().find(|task| task.key == form.key) else {
                return Ok(Err(Refused::because(CannotConfirm::NotThere)));
            };
            let task = decided(task, &form);
            if let Err(refused) = must_bear_no_mark(&[&task.lead, &task.partners, &task.work, &task.clause]) {
                return Ok(Err(refused));
            }
            if task.state == TaskState::Confirmed
                && let Err(refused) = task.may_be_confirmed().or_refuse()
            {
                return Ok(Err(refused));
            }
            store::save_task(tx, id, &task)?;
            Ok::<_, Failure>(Ok(()))
        })
        .await?;
    match done {
        Ok(()) => go_to_saying(format!("/documents/{id}/tasks"), "documents-task-saved"),
        Err(refused) => tasks_page(&who, id, Some(refused)).await,
    }
}

fn decided(task: Task, form: &TaskForm) -> Task {
    let line = |typed: &str| vietnamese::nfc(typed).split_whitespace().collect::<Vec<_>>().join(" ");
    if form.decision == "dismiss" {
        return Task { state: TaskState::Dismissed, ..task };
    }
    Task {
        lead: line(&form.lead),
        partners: line(&form.partners),
        work: line(&form.work),
        due_on: form.due_on.trim().parse::<Day>().ok(),
        clause: line(&form.clause),
        state: TaskState::Confirmed,
        ..task
    }
}
