//! The author's pages: writing, kept as it is typed; the coach; submitting.

use askama::Template;
use axum::http::StatusCode;
use documents::domain::CannotImport;
use documents::import::must_bear_no_mark;
use kernel::{Refused, Told};
use materials::domain::Set;
use platform::db::Tx;
use platform::web::{
    Actor, Answer, Cx, Failure, Form, Path, State as PageState, Upload, While, go_to, go_to_saying, page, page_with,
};
use rollouts::store::ChosenDocument;
use serde::Deserialize;

use super::own;
use crate::coaching;
use crate::domain::{Call, CallId, Hint, Reflection, State, parts_of};
use crate::store;

/// Sets of materials looked at.
const MATERIALS: i64 = 200;

#[derive(Template)]
#[template(path = "reflections/write.html")]
struct WritePage {
    cx: Cx,
    call: Call,
    reflection: Reflection,
    texts: Vec<String>,
    documents: Vec<ChosenDocument>,
    materials: Vec<Set>,
    reviewer: String,
    writing: Vec<Told>,
    unreadable: String,
}

impl WritePage {
    fn text(&self, place: &usize) -> &str {
        self.texts.get(*place).map(String::as_str).unwrap_or_default()
    }
}

/// The sets of materials that serve the rollout and that the author's unit reads.
fn materials_of(
    tx: &mut Tx<'_>,
    call: &Call,
    of: &Reflection,
    documents: &[ChosenDocument],
) -> Result<Vec<Set>, Failure> {
    let documents: Vec<_> = documents.iter().map(|document| document.id).collect();
    let read = materials::store::list_read_by(tx, &[of.unit], "%", MATERIALS)?;
    let mut serving = materials::store::list_serving(tx, None, Some(call.rollout), &documents)?;
    serving.retain(|set| read.iter().any(|row| row.set.id == set.id));
    Ok(serving)
}

fn page_of(who: &Actor, tx: &mut Tx<'_>, id: CallId) -> Result<WritePage, Failure> {
    let (call, reflection) = own(who, tx, id)?;
    let reviewer = match reflection.reviewer {
        Some(reviewer) => people::store::find_person(tx, reviewer)?.known.full_name,
        None => String::new(),
    };
    let documents = rollouts::store::list_documents(tx, call.rollout)?;
    Ok(WritePage {
        cx: who.cx_titled(call.title.clone()),
        texts: store::find_texts(tx, &reflection, call.parts.len())?,
        materials: materials_of(tx, &call, &reflection, &documents)?,
        documents,
        writing: reflection.may_write(call.state).told(),
        reviewer,
        unreadable: String::new(),
        reflection,
        call,
    })
}

pub(crate) async fn show(who: Actor, Path(id): Path<CallId>) -> Answer {
    let asker = who.clone();
    page(&who.read(move |tx| page_of(&asker, tx, id)).await?)
}

/// What is written, part by part.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct WriteForm {
    part: Vec<String>,
    version: i64,
}

/// Keeps what is written over the version the page showed; the version it has now.
fn keep_text(who: &Actor, tx: &mut Tx<'_>, id: CallId, form: &WriteForm) -> Result<i64, Failure> {
    let (call, reflection) = own(who, tx, id)?;
    reflection.may_write(call.state).or_refuse()?;
    let texts: Vec<String> = form.part.iter().take(call.parts.len()).map(|text| vietnamese::nfc(text.trim())).collect();
    must_bear_no_mark(&texts.iter().map(String::as_str).collect::<Vec<_>>())?;
    store::save_draft(tx, &Reflection { version: form.version, ..reflection }, &texts)?;
    Ok(form.version + 1)
}

#[derive(Template)]
#[template(path = "reflections/_kept.html")]
struct KeptPiece {
    cx: Cx,
    version: i64,
    at: String,
}

/// Keeps the draft while it is typed; answers with the piece of the page that says so.
pub(crate) async fn keep(who: Actor, Path(id): Path<CallId>, Form(form): Form<WriteForm>) -> Answer {
    let asker = who.clone();
    let (version, at) =
        who.write(move |tx| Ok::<_, Failure>((keep_text(&asker, tx, id, &form)?, tx.now().time_shown()))).await?;
    page(&KeptPiece { cx: who.cx("reflections-menu"), version, at })
}

/// Keeps the draft and goes on to the coach.
pub(crate) async fn save(who: Actor, Path(id): Path<CallId>, Form(form): Form<WriteForm>) -> Answer {
    let asker = who.clone();
    who.write(move |tx| keep_text(&asker, tx, id, &form)).await?;
    go_to(format!("/reflections/{id}/mine/coach"))
}

/// Takes the text out of a file into the parts of the template. The file itself is not kept.
pub(crate) async fn upload(who: Actor, Path(id): Path<CallId>, upload: Upload) -> Answer {
    let Some(file) = upload.file("file").cloned() else { return Err(Failure::Malformed("reflections-wrong-file")) };
    let asker = who.clone();
    let mut shown = who.read(move |tx| page_of(&asker, tx, id)).await?;
    let read = tokio::task::spawn_blocking(move || official_text::read::text_of(&file.name, &file.content));
    let text = match read.await.while_doing("reading the file")? {
        Ok(text) => text,
        Err(why) => {
            shown.unreadable = shown.cx.reasons(&Refused::because(CannotImport::Unreadable(why)).0);
            return page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown);
        }
    };
    must_bear_no_mark(&[&text.body])?;
    let part = parts_of(&text.body, &shown.call.parts);
    let form = WriteForm { part, version: shown.reflection.version };
    let asker = who.clone();
    who.write(move |tx| keep_text(&asker, tx, id, &form)).await?;
    go_to_saying(format!("/reflections/{id}/mine"), "reflections-read-from-file")
}

#[derive(Template)]
#[template(path = "reflections/coach.html")]
struct CoachPage {
    cx: Cx,
    call: Call,
    reflection: Reflection,
    hints: Vec<Hint>,
    submitting: Vec<Told>,
}

/// What the coach has to say, to the author alone. Computed when it is asked for, and kept nowhere.
pub(crate) async fn coach(who: Actor, Path(id): Path<CallId>) -> Answer {
    let asker = who.clone();
    let (call, reflection, beside, is_empty) = who
        .read(move |tx| {
            let (call, reflection) = own(&asker, tx, id)?;
            reflection.may_write(call.state).or_refuse()?;
            let beside = coaching::gather(tx, &call, &reflection, reflection.person)?;
            let is_empty = is_empty(tx, &call, &reflection)?;
            Ok::<_, Failure>((call, reflection, beside, is_empty))
        })
        .await?;
    let hints = tokio::task::spawn_blocking(move || coaching::say(beside)).await.while_doing("reading the text")?;
    let submitting = reflection.may_submit(call.state, is_empty).told();
    page(&CoachPage { cx: who.cx("reflections-coach"), call, reflection, hints, submitting })
}

fn is_empty(tx: &mut Tx<'_>, call: &Call, of: &Reflection) -> Result<bool, Failure> {
    Ok(store::find_texts(tx, of, call.parts.len())?.iter().all(|text| text.trim().is_empty()))
}

/// The version the page showed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct SubmitForm {
    version: i64,
}

pub(crate) async fn submit(who: Actor, Path(id): Path<CallId>, Form(form): Form<SubmitForm>) -> Answer {
    let asker = who.clone();
    who.write(move |tx| {
        let (call, reflection) = own(&asker, tx, id)?;
        let before = Reflection { version: form.version, ..reflection };
        let is_empty = is_empty(tx, &call, &before)?;
        let after = before.clone().submit(call.state, is_empty, asker.today())?;
        Ok::<_, Failure>(store::save_step(tx, &before, &after)?)
    })
    .await?;
    go_to_saying(format!("/reflections/{id}/mine"), "reflections-submitted")
}
