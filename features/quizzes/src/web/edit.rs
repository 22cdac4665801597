//! The words of a question: written anew, or changed while it is not in use.

use askama::Template;
use axum::http::StatusCode;
use documents::import::must_bear_no_mark;
use kernel::UnitId;
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, FieldErrors, Form, Path, Query, go_to_saying, page_with};
use rollouts::store::{ChosenDocument, list_recent_documents, lookup_document};
use serde::Deserialize;

use super::question_for;
use crate::domain::{Choice, MOST_CHOICES, Question, QuestionId, Wording, letter_of};
use crate::permissions::BANK;
use crate::store;

/// Documents offered at once.
const RECENT: i64 = 100;
/// Choices a new question has room for.
const USUAL_CHOICES: usize = 4;

/// The question as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct QuestionForm {
    text: String,
    choice: Vec<String>,
    right: Vec<String>,
    several: String,
    explanation: String,
    document: String,
    clause: String,
    tags: String,
    below: String,
    version: i64,
}

impl QuestionForm {
    fn of(question: &Question) -> Self {
        let wording = &question.wording;
        let on = |is_on: bool| if is_on { "on".to_owned() } else { String::new() };
        QuestionForm {
            text: wording.text.clone(),
            choice: wording.choices.iter().map(|choice| choice.text.clone()).collect(),
            right: wording.right().iter().map(usize::to_string).collect(),
            several: on(wording.takes_several),
            explanation: wording.explanation.clone(),
            document: wording.document.map(|id| id.to_string()).unwrap_or_default(),
            clause: wording.clause.clone(),
            tags: wording.tags.join("; "),
            below: on(wording.is_open_below),
            version: question.version,
        }
    }

    /// The rows of choices the form shows: letter, words, whether right.
    fn rows(&self) -> Vec<(char, String, bool)> {
        let count = (self.choice.len() + 2).clamp(USUAL_CHOICES, MOST_CHOICES);
        let row = |place: usize| {
            let is_right = self.right.contains(&place.to_string());
            (letter_of(place), self.choice.get(place).cloned().unwrap_or_default(), is_right)
        };
        (0..count).map(row).collect()
    }

    /// What was typed, or what is wrong with it. The document must be one the unit may work on.
    fn wording(&self, tx: &mut Tx<'_>, unit: UnitId) -> Result<Result<Wording, FieldErrors>, Failure> {
        let choice = |(place, text): (usize, &String)| Choice {
            text: text.clone(),
            is_right: self.right.contains(&place.to_string()),
        };
        let document = match self.document.parse() {
            Ok(id) => lookup_document(tx, unit, id)?.map(|document| document.id),
            Err(_) => None,
        };
        let wording = Wording {
            text: self.text.clone(),
            choices: self.choice.iter().enumerate().map(choice).collect(),
            takes_several: !self.several.is_empty(),
            explanation: self.explanation.clone(),
            document,
            clause: self.clause.clone(),
            tags: self.tags.split([';', ',']).map(str::to_owned).collect(),
            is_open_below: !self.below.is_empty(),
        };
        let wording = wording.tidied();
        let mut errors = FieldErrors::default();
        errors.add_if(!self.document.is_empty() && document.is_none(), "document", "quizzes-wrong-document");
        for (field, key) in wording.wrong() {
            errors.add(field, key);
        }
        must_bear_no_mark(&[&wording.text, &wording.explanation])?;
        Ok(if errors.is_empty() { Ok(wording) } else { Err(errors) })
    }
}

#[derive(Template)]
#[template(path = "quizzes/question_edit.html")]
struct EditPage {
    cx: Cx,
    form: QuestionForm,
    errors: FieldErrors,
    action: String,
    back: String,
    documents: Vec<ChosenDocument>,
    clauses: Vec<String>,
}

async fn edit_page(who: &Actor, id: Option<QuestionId>, form: QuestionForm, errors: FieldErrors) -> Answer {
    let (asker, chosen) = (who.clone(), form.document.clone());
    let (documents, clauses) = who
        .read(move |tx| {
            let unit = match id {
                Some(id) => question_for(&asker, tx, BANK, id)?.unit,
                None => rollouts::acting_unit(&asker, tx, BANK, "")?.id,
            };
            let documents = list_recent_documents(tx, unit, RECENT)?;
            let clauses = match documents.iter().find(|document| document.id.to_string() == chosen) {
                Some(document) => clause_names(tx, document.id)?,
                None => Vec::new(),
            };
            Ok::<_, Failure>((documents, clauses))
        })
        .await?;
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let cx = who.cx(if id.is_some() { "quizzes-question-edit" } else { "quizzes-question-new" });
    let back = id.map_or_else(|| "/quizzes/questions".to_owned(), |id| format!("/quizzes/questions/{id}"));
    let action = id.map_or_else(|| "/quizzes/questions/new".to_owned(), |id| format!("/quizzes/questions/{id}/edit"));
    page_with(status, &EditPage { cx, form, errors, action, back, documents, clauses })
}

/// The clauses of a document, by their paths.
fn clause_names(tx: &mut Tx<'_>, id: kernel::DocumentId) -> Result<Vec<String>, Failure> {
    let text = documents::store::find_text(tx, id)?;
    let sections = documents::store::list_sections(tx, id)?;
    let clauses = drafts::domain::clauses(&text, &sections);
    Ok(clauses.into_iter().map(|clause| clause.path).filter(|path| !path.is_empty()).collect())
}

pub(crate) async fn new(who: Actor, Query(form): Query<QuestionForm>) -> Answer {
    edit_page(&who, None, form, FieldErrors::default()).await
}

pub(crate) async fn create(who: Actor, Form(form): Form<QuestionForm>) -> Answer {
    let (asker, typed) = (who.clone(), form.clone());
    let made = who
        .write(move |tx| {
            let unit = rollouts::acting_unit(&asker, tx, BANK, "")?.id;
            match typed.wording(tx, unit)? {
                Ok(wording) => Ok::<_, Failure>(Ok(store::insert_question(tx, unit, &wording)?)),
                Err(errors) => Ok(Err(errors)),
            }
        })
        .await?;
    match made {
        Ok(id) => go_to_saying(format!("/quizzes/questions/{id}"), "quizzes-question-saved"),
        Err(errors) => edit_page(&who, None, form, errors).await,
    }
}

pub(crate) async fn edit(who: Actor, Path(id): Path<QuestionId>) -> Answer {
    let asker = who.clone();
    let question = who
        .read(move |tx| {
            let question = question_for(&asker, tx, BANK, id)?;
            question.may_write().or_refuse()?;
            Ok::<_, Failure>(question)
        })
        .await?;
    edit_page(&who, Some(id), QuestionForm::of(&question), FieldErrors::default()).await
}

pub(crate) async fn update(who: Actor, Path(id): Path<QuestionId>, Form(form): Form<QuestionForm>) -> Answer {
    let (asker, typed) = (who.clone(), form.clone());
    let errors = who
        .write(move |tx| {
            let question = question_for(&asker, tx, BANK, id)?;
            question.may_write().or_refuse()?;
            match typed.wording(tx, question.unit)? {
                Ok(wording) => {
                    store::save_wording(tx, &Question { version: typed.version, ..question }, &wording)?;
                    Ok::<_, Failure>(FieldErrors::default())
                }
                Err(errors) => Ok(errors),
            }
        })
        .await?;
    if errors.is_empty() {
        return go_to_saying(format!("/quizzes/questions/{id}"), "quizzes-question-saved");
    }
    edit_page(&who, Some(id), form, errors).await
}
