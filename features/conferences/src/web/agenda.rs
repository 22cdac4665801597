//! Agenda and checklist: the actions behind the two lists of the conference's page, and the page that edits them.

use askama::Template;
use axum::http::StatusCode;
use kernel::{ConferenceId, Instant};
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, FieldErrors, Form, Path, State as Colour, go_to_saying, page_with};
use serde::Deserialize;

use super::{access, edit, show};
use crate::domain::{AgendaItemId, ChecklistItem, ChecklistItemId, Conference, LineAct};
use crate::store::{self, AgendaItem, NewAgendaItem};

#[derive(Template)]
#[template(path = "conferences/agenda.html")]
struct AgendaPage {
    cx: Cx,
    conference: Conference,
    agenda: Vec<AgendaItem>,
    checklist: Vec<ChecklistItem>,
    form: AgendaForm,
    /// The times of a topic as typed, when something is wrong with them.
    times: Option<(AgendaItemId, LineForm)>,
    /// A line of the checklist as typed, when something is wrong with it.
    line: LineForm,
    errors: FieldErrors,
    may_change: bool,
    today: kernel::Day,
}

impl AgendaPage {
    fn urgency(&self, item: &ChecklistItem) -> (Colour, &'static str) {
        show::urgency(item, self.today)
    }

    fn offset(&self, item: &ChecklistItem) -> String {
        show::offset(&self.cx, item)
    }

    fn deviation(&self, item: &AgendaItem) -> String {
        show::deviation(&self.cx, item)
    }

    /// Real times are noted from the day of the conference on, also after it was closed.
    fn has_begun(&self) -> bool {
        self.today >= self.conference.day()
    }

    fn has_wrong_times(&self, item: &AgendaItem) -> bool {
        self.times.as_ref().is_some_and(|(id, _)| *id == item.id)
    }

    /// When a topic really began and ended, as typed or as it is kept.
    fn times(&self, item: &AgendaItem) -> (String, String) {
        match &self.times {
            Some((id, typed)) if *id == item.id => (typed.real_from.clone(), typed.real_to.clone()),
            _ => (time_kept(item.real_from), time_kept(item.real_to)),
        }
    }
}

fn time_kept(at: Option<Instant>) -> String {
    at.map(Instant::time_shown).unwrap_or_default()
}

/// A line to be added to the agenda.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AgendaForm {
    title: String,
    reporter: String,
    from: String,
    to: String,
}

/// What was typed on the page, with what is wrong with it.
#[derive(Default)]
struct Typed {
    form: AgendaForm,
    times: Option<(AgendaItemId, LineForm)>,
    line: LineForm,
    errors: FieldErrors,
}

pub(crate) async fn agenda(who: Actor, Path(id): Path<ConferenceId>) -> Answer {
    agenda_page(&who, id, Typed::default()).await
}

async fn agenda_page(who: &Actor, id: ConferenceId, typed: Typed) -> Answer {
    let asker = who.clone();
    let status = if typed.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shown = who
        .read(move |tx| {
            let conference = access::organise(tx, &asker, id)?;
            Ok::<_, Failure>(AgendaPage {
                cx: asker.cx("conferences-prepare"),
                agenda: store::list_agenda(tx, id)?,
                checklist: store::list_checklist(tx, id)?,
                may_change: conference.may_change().is_yes(),
                today: asker.today(),
                conference,
                form: typed.form,
                times: typed.times,
                line: typed.line,
                errors: typed.errors,
            })
        })
        .await?;
    page_with(status, &shown)
}

pub(crate) async fn add_agenda(who: Actor, Path(id): Path<ConferenceId>, Form(form): Form<AgendaForm>) -> Answer {
    let asker = who.clone();
    let sent = form.clone();
    let errors = who
        .write(move |tx| {
            let conference = access::change(tx, &asker, id)?;
            let day = conference.day();
            let (from, to) = (edit::time_on(day, &sent.from), edit::time_on(day, &sent.to));
            let title = vietnamese::nfc(sent.title.trim());
            let mut errors = FieldErrors::default();
            errors.add_if(title.is_empty(), "title", "conferences-error-topic");
            errors.add_if(from.is_none(), "from", "conferences-error-time");
            errors.add_if(to.is_none() || to <= from, "to", "conferences-error-backward");
            if let (Some(planned_from), Some(planned_to), true) = (from, to, errors.is_empty()) {
                let reporter = vietnamese::nfc(sent.reporter.trim());
                let new = NewAgendaItem { title, reporter_id: None, reporter, planned_from, planned_to };
                store::insert_agenda_item(tx, &conference, &new)?;
            }
            Ok::<_, Failure>(errors)
        })
        .await?;
    if errors.is_empty() {
        return go_to_saying(format!("/conferences/{id}/agenda"), "conferences-saved");
    }
    agenda_page(&who, id, Typed { form, errors, ..Typed::default() }).await
}

/// What is done with a line.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct LineForm {
    act: String,
    title: String,
    day_offset: String,
    real_from: String,
    real_to: String,
    back: String,
}

impl LineForm {
    /// Back to the page the button stood on.
    fn back_to(&self, id: ConferenceId) -> String {
        if self.back == "show" { format!("/conferences/{id}") } else { format!("/conferences/{id}/agenda") }
    }
}

pub(crate) async fn alter_agenda(
    who: Actor,
    Path((id, item)): Path<(ConferenceId, AgendaItemId)>,
    Form(form): Form<LineForm>,
) -> Answer {
    if form.act == "times" {
        return note_times(&who, id, item, form).await;
    }
    let asker = who.clone();
    let back = form.back_to(id);
    who.write(move |tx| {
        let conference = access::change(tx, &asker, id)?;
        let item = item_of(tx, id, item)?;
        let now = Some(tx.now());
        match form.act.as_str() {
            "begin" => store::note_agenda_time(tx, &conference, &item, (now, None))?,
            "end" => store::note_agenda_time(tx, &conference, &item, (item.real_from.or(now), now))?,
            "reset" => store::note_agenda_time(tx, &conference, &item, (None, None))?,
            "remove" => store::remove_agenda_item(tx, &conference, &item)?,
            _ => return Err(Failure::Malformed("form-unreadable")),
        }
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(back, "conferences-saved")
}

fn item_of(tx: &mut Tx<'_>, id: ConferenceId, item: AgendaItemId) -> Result<AgendaItem, Failure> {
    store::lookup_agenda_item(tx, item)?.filter(|item| item.conference == id).ok_or(Failure::NotFound)
}

/// Notes the times typed for a topic: what nobody pressed a button for at the moment. Whoever organises the conference
/// corrects them after it was closed too.
async fn note_times(who: &Actor, id: ConferenceId, item: AgendaItemId, form: LineForm) -> Answer {
    let (asker, sent, back) = (who.clone(), form.clone(), form.back_to(id));
    let errors = who
        .write(move |tx| {
            let conference = access::organise(tx, &asker, id)?;
            let item = item_of(tx, id, item)?;
            let from = typed_time(&conference, &sent.real_from, item.real_from);
            let to = typed_time(&conference, &sent.real_to, item.real_to);
            let errors = wrong_times(from, to, tx.now());
            if let (Ok(from), Ok(to), true) = (from, to, errors.is_empty()) {
                store::note_agenda_time(tx, &conference, &item, (from, to))?;
            }
            Ok::<_, Failure>(errors)
        })
        .await?;
    if errors.is_empty() {
        return go_to_saying(back, "conferences-saved");
    }
    agenda_page(who, id, Typed { times: Some((item, form)), errors, ..Typed::default() }).await
}

/// A time of the day of the conference; the moment that is kept, where its minute was left as it stood.
fn typed_time(conference: &Conference, typed: &str, kept: Option<Instant>) -> Result<Option<Instant>, ()> {
    if kept.is_some() && typed.trim() == time_kept(kept) {
        return Ok(kept);
    }
    edit::some_time_on(conference.day(), typed)
}

fn wrong_times(from: Result<Option<Instant>, ()>, to: Result<Option<Instant>, ()>, now: Instant) -> FieldErrors {
    let mut errors = FieldErrors::default();
    let (Ok(from), Ok(to)) = (from, to) else {
        errors.add("times", "conferences-error-time");
        return errors;
    };
    let is_backward = matches!((from, to), (Some(from), Some(to)) if to < from);
    let is_ahead = from.into_iter().chain(to).any(|at| at > now);
    errors.add_if(from.is_none() && to.is_some(), "times", "conferences-error-no-beginning");
    errors.add_if(is_backward, "times", "conferences-error-backward");
    errors.add_if(is_ahead, "times", "conferences-error-not-yet");
    errors
}

/// A field that grows is typed over several lines; what is kept is one.
fn one_line(typed: &str) -> String {
    vietnamese::nfc(&typed.split_whitespace().collect::<Vec<_>>().join(" "))
}

pub(crate) async fn add_checklist(who: Actor, Path(id): Path<ConferenceId>, Form(form): Form<LineForm>) -> Answer {
    let asker = who.clone();
    let (title, offset) = (one_line(&form.title), form.day_offset.trim().parse::<i64>());
    let back = form.back_to(id);
    let (Ok(offset @ -365..=365), false) = (offset, title.is_empty()) else {
        let mut errors = FieldErrors::default();
        errors.add("checklist", "conferences-error-checklist");
        return agenda_page(&who, id, Typed { line: form, errors, ..Typed::default() }).await;
    };
    who.write(move |tx| {
        let conference = access::change(tx, &asker, id)?;
        store::add_checklist_item(tx, &conference, &title, offset)?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(back, "conferences-saved")
}

pub(crate) async fn alter_checklist(
    who: Actor,
    Path((id, item)): Path<(ConferenceId, ChecklistItemId)>,
    Form(form): Form<LineForm>,
) -> Answer {
    let asker = who.clone();
    let back = form.back_to(id);
    who.write(move |tx| {
        let conference = access::organise(tx, &asker, id)?;
        let act: LineAct = form.act.parse().map_err(|_| Failure::Malformed("form-unreadable"))?;
        conference.may_alter_line(act).or_refuse()?;
        let (item, owner) = store::find_checklist_item(tx, item)?;
        if owner != id {
            return Err(Failure::NotFound);
        }
        match act {
            LineAct::Tick => store::tick_checklist_item(tx, &item, conference.unit, true)?,
            LineAct::Untick => store::tick_checklist_item(tx, &item, conference.unit, false)?,
            LineAct::Remove => store::remove_checklist_item(tx, &conference, &item)?,
            LineAct::Save => {
                let title = one_line(&form.title);
                let Ok(day_offset @ -365..=365) = form.day_offset.trim().parse::<i64>() else {
                    return Err(Failure::Malformed("conferences-error-checklist"));
                };
                if title.is_empty() {
                    return Err(Failure::Malformed("conferences-error-checklist"));
                }
                store::save_checklist_item(tx, &conference, &ChecklistItem { title, day_offset, ..item })?;
            }
        }
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(back, "conferences-saved")
}
