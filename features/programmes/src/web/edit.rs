//! The head of a programme: what it is called, from when until when, after which document. A new one may begin with the
//! tasks its document gives, to be made the unit's own.

use askama::Template;
use axum::http::StatusCode;
use documents::import::must_bear_no_mark;
use kernel::UnitId;
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, FieldErrors, Form, Path, Query, go_to_saying, page_with};
use rollouts::store::{ChosenDocument, list_recent_documents, lookup_document};
use serde::Deserialize;
use units::domain::Unit;

use super::{writable, write_on};
use crate::domain::{Head, Kind, Programme, ProgrammeId};
use crate::permissions::WRITE;
use crate::store::{self, TaskFields};

/// Documents offered at once.
const RECENT: i64 = 100;

/// The head as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct HeadForm {
    unit: String,
    kind: String,
    title: String,
    goal: String,
    starts_on: String,
    ends_on: String,
    document: String,
    tasks: String,
    version: i64,
}

impl HeadForm {
    fn of(programme: &Programme) -> Self {
        let head = &programme.head;
        HeadForm {
            unit: programme.unit.to_string(),
            kind: head.kind.code().to_owned(),
            title: head.title.clone(),
            goal: head.goal.clone(),
            starts_on: head.starts_on.to_string(),
            ends_on: head.ends_on.to_string(),
            document: head.basis.map(|id| id.to_string()).unwrap_or_default(),
            tasks: String::new(),
            version: programme.version,
        }
    }

    /// What was typed, or what is wrong with it. The document must be one the unit may work on.
    fn head(&self, tx: &mut Tx<'_>, unit: UnitId) -> Result<Result<Head, FieldErrors>, Failure> {
        let mut errors = FieldErrors::default();
        let title = vietnamese::nfc(self.title.trim());
        errors.add_if(title.is_empty(), "title", "programmes-error-title");
        let day = super::typed_day;
        let (starts_on, ends_on) = (day(&self.starts_on), day(&self.ends_on));
        errors.add_if(starts_on.is_none(), "starts_on", "programmes-error-day");
        errors.add_if(ends_on.is_none() || ends_on < starts_on, "ends_on", "programmes-error-ends");
        let basis = match self.document.parse() {
            Ok(id) => {
                let known = lookup_document(tx, unit, id)?;
                errors.add_if(known.is_none(), "document", "programmes-error-document");
                known.map(|document| document.id)
            }
            Err(_) => None,
        };
        let (Some(starts_on), Some(ends_on), true) = (starts_on, ends_on, errors.is_empty()) else {
            return Ok(Err(errors));
        };
        let kind = self.kind.parse().unwrap_or(Kind::Programme);
        let goal = vietnamese::nfc(self.goal.trim());
        must_bear_no_mark(&[&title, &goal])?;
        Ok(Ok(Head { kind, title, goal, starts_on, ends_on, basis }))
    }
}

#[derive(Template)]
#[template(path = "programmes/edit.html")]
struct EditPage {
    cx: Cx,
    form: HeadForm,
    errors: FieldErrors,
    action: String,
    back: String,
    units: Vec<Unit>,
    documents: Vec<ChosenDocument>,
    is_new: bool,
}

async fn edit_page(who: &Actor, id: Option<ProgrammeId>, form: HeadForm, errors: FieldErrors) -> Answer {
    let (asker, typed) = (who.clone(), form.clone());
    let (units, unit, documents) = who
        .read(move |tx| {
            let units = units::store::list_living(tx, &asker.scope(WRITE))?;
            let first = units.first().map(|unit| unit.id.to_string()).unwrap_or_default();
            let asked = if typed.unit.is_empty() { &first } else { &typed.unit };
            let unit = rollouts::acting_unit(&asker, tx, WRITE, asked)?.id;
            let mut documents = list_recent_documents(tx, unit, RECENT)?;
            if let Ok(chosen) = typed.document.parse()
                && documents.iter().all(|one| one.id != chosen)
            {
                documents.extend(lookup_document(tx, unit, chosen)?);
            }
            Ok::<_, Failure>((units, unit, documents))
        })
        .await?;
    let form = HeadForm { unit: unit.to_string(), ..form };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let cx = who.cx(if id.is_some() { "programmes-edit" } else { "programmes-new" });
    let back = id.map_or_else(|| "/programmes".to_owned(), |id| format!("/programmes/{id}"));
    let action = id.map_or_else(|| "/programmes/new".to_owned(), |id| format!("/programmes/{id}/edit"));
    page_with(status, &EditPage { cx, form, errors, action, back, units, documents, is_new: id.is_none() })
}

pub(crate) async fn new(who: Actor, Query(form): Query<HeadForm>) -> Answer {
    let year = who.today().0.year();
    let or = |typed: String, otherwise: String| if typed.is_empty() { otherwise } else { typed };
    let form = HeadForm {
        starts_on: or(form.starts_on, format!("{year}-01-01")),
        ends_on: or(form.ends_on, format!("{}-12-31", year + 4)),
        tasks: or(form.tasks, "copy".to_owned()),
        ..form
    };
    edit_page(&who, None, form, FieldErrors::default()).await
}

pub(crate) async fn create(who: Actor, Form(form): Form<HeadForm>) -> Answer {
    let (asker, typed) = (who.clone(), form.clone());
    let made = who
        .write(move |tx| {
            let unit = rollouts::acting_unit(&asker, tx, WRITE, &typed.unit)?.id;
            let head = match typed.head(tx, unit)? {
                Ok(head) => head,
                Err(errors) => return Ok::<_, Failure>(Err(errors)),
            };
            let id = store::insert(tx, unit, &head)?;
            if typed.tasks == "copy" {
                take_tasks(tx, id)?;
            }
            Ok(Ok(id))
        })
        .await?;
    match made {
        Ok(id) => go_to_saying(format!("/programmes/{id}"), "programmes-begun"),
        Err(errors) => edit_page(&who, None, form, errors).await,
    }
}

/// Begins with the tasks that the superior's document gives, clause by clause.
fn take_tasks(tx: &mut Tx<'_>, id: ProgrammeId) -> Result<(), Failure> {
    let programme = store::find(tx, id)?;
    let Some(basis) = programme.head.basis else { return Ok(()) };
    let text = documents::store::find_text(tx, basis)?;
    let clauses = super::clauses_of(tx, Some(basis))?;
    for task in documents::domain::Task::all_of(&official_text::parse(&text)) {
        // the clause that holds the sentence, named as the clauses here are
        let clause = clauses.iter().rfind(|clause| clause.text.contains(&task.text));
        let fields = TaskFields {
            clause: clause.map(|clause| clause.path.clone()).unwrap_or_default(),
            work: task.work,
            lead: task.lead,
            partners: task.partners,
            due_on: task.due_on,
            ..TaskFields::default()
        };
        store::insert_task(tx, &programme, &fields)?;
    }
    Ok(())
}

pub(crate) async fn edit(who: Actor, Path(id): Path<ProgrammeId>) -> Answer {
    let asker = who.clone();
    let programme = who.read(move |tx| writable(&asker, tx, id)).await?;
    edit_page(&who, Some(id), HeadForm::of(&programme), FieldErrors::default()).await
}

pub(crate) async fn update(who: Actor, Path(id): Path<ProgrammeId>, Form(form): Form<HeadForm>) -> Answer {
    let (asker, typed) = (who.clone(), form.clone());
    let saved = who
        .write(move |tx| {
            write_on(&asker, tx, id, |tx, programme| match typed.head(tx, programme.unit)? {
                Ok(head) => {
                    store::save_head(tx, &Programme { version: typed.version, ..programme.clone() }, &head)?;
                    Ok::<_, Failure>(FieldErrors::default())
                }
                Err(errors) => Ok(errors),
            })
        })
        .await?;
    if saved.is_empty() {
        return go_to_saying(format!("/programmes/{id}"), "programmes-saved");
    }
    edit_page(&who, Some(id), form, saved).await
}
