//! The author's pages: writing, kept as it is typed; the coach; submitting.

use askama::Template;
use documents::import::must_bear_no_mark;
use kernel::{Day, Told};
use materials::domain::Set;
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, Form, Path, State as PageState, While, go_to, go_to_saying, page};
use rollouts::store::ChosenDocument;
use serde::Deserialize;

use super::{own, state_for};
use crate::coaching;
use crate::domain::{Call, CallId, Hint, Reflection, State};
use crate::store::{self, DueChange, Earlier, Removed, ReviewerChange};

/// Sets of materials looked at.
const MATERIALS: i64 = 200;
/// Replaced words shown at most, the latest first.
const EARLIER: i64 = 20;

#[derive(Template)]
#[template(path = "reflections/write.html")]
pub(super) struct WritePage {
    pub cx: Cx,
    pub call: Call,
    pub reflection: Reflection,
    due_on: Day,
    texts: Vec<String>,
    documents: Vec<ChosenDocument>,
    materials: Vec<Set>,
    reviewer: String,
    writing: Vec<Told>,
    earlier: Vec<Earlier>,
    reviewers: Vec<ReviewerChange>,
    moved: Option<DueChange>,
    pub unreadable: String,
}

impl WritePage {
    fn text(&self, place: &usize) -> &str {
        self.texts.get(*place).map(String::as_str).unwrap_or_default()
    }

    /// The heading of the part that these words stood in.
    fn heading(&self, of: &Earlier) -> &str {
        let part = usize::try_from(of.position).ok().and_then(|place| self.call.parts.get(place));
        part.map(|part| part.heading.as_str()).unwrap_or_default()
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

pub(super) fn page_of(who: &Actor, tx: &mut Tx<'_>, id: CallId) -> Result<WritePage, Failure> {
    let (call, reflection) = own(who, tx, id)?;
    let reviewer = match reflection.reviewer {
        Some(reviewer) => people::store::find_person(tx, reviewer)?.known.full_name,
        None => String::new(),
    };
    let documents = rollouts::store::list_documents(tx, call.rollout)?;
    let own_day = store::lookup_own_day(tx, id, reflection.person)?;
    Ok(WritePage {
        due_on: own_day.unwrap_or(call.due_on),
        earlier: store::list_earlier(tx, id, reflection.person, EARLIER)?,
        reviewers: store::list_reviewer_changes(tx, id, reflection.person)?,
        moved: store::list_due_changes(tx, id)?.into_iter().next().filter(|_| own_day.is_none()),
        cx: who.cx_titled(call.title.clone()),
        texts: store::find_texts(tx, &reflection, call.parts.len())?,
        materials: materials_of(tx, &call, &reflection, &documents)?,
        documents,
        writing: reflection.may_write(call.state_for(own_day, who.today())).told(),
        reviewer,
        unreadable: String::new(),
        reflection,
        call,
    })
}

#[derive(Template)]
#[template(path = "reflections/removed.html")]
struct RemovedPage {
    cx: Cx,
    call: Call,
    removed: Removed,
    texts: Vec<String>,
}

/// What somebody sees who was taken off the list: why, and what they had written.
fn removed_page(who: &Actor, tx: &mut Tx<'_>, id: CallId) -> Result<RemovedPage, Failure> {
    let person = who.person().ok_or(Failure::NotFound)?;
    let (removed, call) = (store::find_removed(tx, id, person)?, store::find_call(tx, id)?);
    let texts = store::find_own_texts(tx, id, person, call.parts.len())?;
    Ok(RemovedPage { cx: who.cx_titled(call.title.clone()), call, removed, texts })
}

/// What the author's address leads to.
enum Seen {
    Asked(Box<WritePage>),
    Removed(Box<RemovedPage>),
}

pub(crate) async fn show(who: Actor, Path(id): Path<CallId>) -> Answer {
    let asker = who.clone();
    let seen = who
        .read(move |tx| match page_of(&asker, tx, id) {
            Err(Failure::NotFound) => Ok::<_, Failure>(Seen::Removed(Box::new(removed_page(&asker, tx, id)?))),
            shown => Ok(Seen::Asked(Box::new(shown?))),
        })
        .await?;
    match seen {
        Seen::Asked(shown) => page(&*shown),
        Seen::Removed(shown) => page(&*shown),
    }
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
    reflection.may_write(state_for(who, tx, &call, &reflection)?).or_refuse()?;
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
    let (call, reflection, beside, submitting) = who
        .read(move |tx| {
            let (call, reflection) = own(&asker, tx, id)?;
            let state = state_for(&asker, tx, &call, &reflection)?;
            reflection.may_write(state).or_refuse()?;
            let beside = coaching::gather(tx, &call, &reflection, reflection.person)?;
            let is_empty = is_empty(tx, &call, &reflection)?;
            let submitting = reflection.may_submit(state, is_empty).told();
            Ok::<_, Failure>((call, reflection, beside, submitting))
        })
        .await?;
    let hints = tokio::task::spawn_blocking(move || coaching::say(beside)).await.while_doing("reading the text")?;
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
        let state = state_for(&asker, tx, &call, &before)?;
        let after = before.clone().submit(state, is_empty, asker.today())?;
        Ok::<_, Failure>(store::save_step(tx, &before, &after)?)
    })
    .await?;
    go_to_saying(format!("/reflections/{id}/mine"), "reflections-submitted")
}
