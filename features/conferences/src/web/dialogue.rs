//! Questions as the organiser sees them: how they are taken, the live list, each one handled, the screen of the hall.

use askama::Template;
use axum::http::StatusCode;
use kernel::ConferenceId;
use platform::db::Tx;
use platform::web::{
    Actor, Answer, Cx, Failure, Form, ListQuery, Listing, Path, Query, State as Colour, While, go_to_saying, page,
    page_with, personal_spreadsheet,
};
use serde::Deserialize;

use super::{access, live};
use crate::domain::Conference;
use crate::domain::dialogue::{Dialogue, Handling, Question, QuestionId, may_handle};
use crate::store::{self, QuestionFilter};

/// The colour of what became of a question.
pub(crate) fn colour(handling: Handling) -> Colour {
    match handling {
        Handling::Open => Colour::Amber,
        Handling::Live | Handling::Written => Colour::Green,
        Handling::PassedOn | Handling::SetAside => Colour::Grey,
    }
}

/// The conference, when the actor sees the whole of it: questions come from every point.
pub(crate) fn whole(tx: &mut Tx<'_>, who: &Actor, id: ConferenceId) -> Result<(Conference, bool), Failure> {
    let seen = access::see(tx, who, id)?;
    if seen.points.is_some() {
        return Err(Failure::NotFound);
    }
    Ok((seen.conference, seen.organises))
}

#[derive(Template)]
#[template(path = "conferences/dialogue.html")]
struct DialoguePage {
    cx: Cx,
    conference: Conference,
    dialogue: Dialogue,
    listing: Listing<Question>,
    state: String,
    handlings: &'static [Handling],
    piece: String,
    organises: bool,
}

impl DialoguePage {
    fn colour(&self, question: &Question) -> Colour {
        colour(question.handling)
    }
}

#[derive(Template)]
#[template(path = "conferences/_questions.html")]
struct QuestionsPiece {
    cx: Cx,
    questions: Vec<Question>,
    waiting: i64,
    for_hall: bool,
}

/// Questions on a screen at a time.
const ON_SCREEN: i64 = 12;

async fn piece(cx: &Cx, id: ConferenceId, for_hall: bool) -> Result<String, Failure> {
    let own = cx.clone();
    let shown = cx
        .who()
        .read(move |tx| {
            let open = QuestionFilter { like: "%%".into(), state: Handling::Open.code().into(), for_delegates: true };
            Ok::<_, Failure>(QuestionsPiece {
                questions: store::list_questions(tx, id, &open, (0, ON_SCREEN))?,
                waiting: store::count_questions(tx, id, &open)?,
                for_hall,
                cx: own,
            })
        })
        .await?;
    shown.render().while_doing("rendering the questions")
}

/// The query of the list.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct DialogueQuery {
    q: String,
    page: i64,
    format: String,
    state: String,
}

pub(crate) async fn dialogue(who: Actor, Path(id): Path<ConferenceId>, Query(query): Query<DialogueQuery>) -> Answer {
    let asker = who.clone();
    let mut shown = who
        .read(move |tx| {
            let (conference, organises) = whole(tx, &asker, id)?;
            let state = query.state.parse::<Handling>().map(Handling::code).unwrap_or_default().to_owned();
            let words = ListQuery { q: query.q, page: query.page, format: query.format, ..ListQuery::default() };
            let filter = QuestionFilter { like: words.like(), state: state.clone(), for_delegates: false };
            let part = if words.is_export() { (0, i64::MAX) } else { (words.offset(), words.size()) };
            let rows = store::list_questions(tx, id, &filter, part)?;
            let total = store::count_questions(tx, id, &filter)?;
            let mut listing = Listing::new(rows, total, words, format!("/conferences/{id}/dialogue"));
            if !state.is_empty() {
                listing.filters = format!("state={state}");
            }
            Ok::<_, Failure>(DialoguePage {
                cx: asker.cx("conferences-dialogue"),
                dialogue: store::find_dialogue(tx, id)?,
                listing,
                state,
                handlings: Handling::ALL,
                piece: String::new(),
                organises,
                conference,
            })
        })
        .await?;
    if shown.listing.query.is_export() {
        return export(&who, &shown).await;
    }
    shown.piece = piece(&shown.cx, id, false).await?;
    page(&shown)
}

async fn export(who: &Actor, shown: &DialoguePage) -> Answer {
    let cx = &shown.cx;
    let headings = cx.headings(&[
        ("conferences-question", 70.0),
        ("conferences-asker", 36.0),
        ("conferences-votes", 12.0),
        ("conferences-handling", 24.0),
        ("conferences-answer", 70.0),
        ("conferences-passed-to", 36.0),
    ]);
    let lines = shown
        .listing
        .rows
        .iter()
        .map(|question| {
            vec![
                question.words.as_str().into(),
                question.asker.as_str().into(),
                question.votes.into(),
                cx.word("conferences-handling", question.handling.code()).into(),
                question.answer.as_str().into(),
                question.passed_to.as_str().into(),
            ]
        })
        .collect();
    let (unit, format) = (Some(shown.conference.unit), shown.listing.query.format.as_str());
    personal_spreadsheet(who, "hoi-dap", unit, format, (&headings, lines)).await
}

/// How questions are taken.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct SettingForm {
    is_open: String,
    takes_anonymous: String,
    version: i64,
}

pub(crate) async fn set(who: Actor, Path(id): Path<ConferenceId>, Form(form): Form<SettingForm>) -> Answer {
    let asker = who.clone();
    who.write(move |tx| {
        let conference = access::change(tx, &asker, id)?;
        let dialogue = Dialogue {
            conference: id,
            is_open: form.is_open == "1",
            takes_anonymous: form.takes_anonymous == "1",
            version: form.version,
        };
        store::save_dialogue(tx, &conference, &dialogue)?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(format!("/conferences/{id}/dialogue"), "conferences-saved")
}

#[derive(Template)]
#[template(path = "conferences/dialogue_hall.html")]
struct HallPage {
    cx: Cx,
    conference: Conference,
    piece: String,
}

/// The screen of the hall: what is asked, the most wanted first.
pub(crate) async fn hall(who: Actor, Path(id): Path<ConferenceId>) -> Answer {
    let asker = who.clone();
    let (conference, _) = who.read(move |tx| whole(tx, &asker, id)).await?;
    let cx = who.cx_titled(conference.title.clone());
    let piece = piece(&cx, id, true).await?;
    page(&HallPage { cx, conference, piece })
}

/// For whom a stream is.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct StreamQuery {
    hall: String,
}

pub(crate) async fn stream(who: Actor, Path(id): Path<ConferenceId>, Query(query): Query<StreamQuery>) -> Answer {
    let asker = who.clone();
    who.read(move |tx| whole(tx, &asker, id)).await?;
    let (cx, for_hall) = (who.cx("conferences-dialogue"), query.hall == "1");
    Ok(live::pieces(who.app(), move || {
        let cx = cx.clone();
        async move { (piece(&cx, id, for_hall).await, std::time::Duration::from_secs(2)) }
    }))
}

#[derive(Template)]
#[template(path = "conferences/question.html")]
struct QuestionPage {
    cx: Cx,
    conference: Conference,
    question: Question,
    form: HandlingForm,
    refusal: String,
    organises: bool,
}

impl QuestionPage {
    fn colour(&self) -> Colour {
        colour(self.question.handling)
    }

    /// The ways a question may be handled, with the chosen one.
    fn choices(&self) -> Vec<(&'static str, bool)> {
        Handling::ALL.iter().map(|handling| (handling.code(), handling.code() == self.form.handling)).collect()
    }
}

/// What became of a question.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct HandlingForm {
    handling: String,
    answer: String,
    passed_to: String,
    version: i64,
}

fn question_page(
    tx: &mut Tx<'_>,
    who: &Actor,
    id: QuestionId,
    typed: Option<(HandlingForm, &[kernel::Told])>,
) -> Result<QuestionPage, Failure> {
    let question = store::find_question(tx, id)?;
    let (conference, organises) = whole(tx, who, question.conference)?;
    let cx = who.cx("conferences-question");
    let refusal = typed.as_ref().map(|(_, told)| cx.reasons(told)).unwrap_or_default();
    let form = typed.map(|(form, _)| form).unwrap_or_else(|| HandlingForm {
        handling: question.handling.code().to_owned(),
        answer: question.answer.clone(),
        passed_to: question.passed_to.clone(),
        version: question.version,
    });
    Ok(QuestionPage { cx, conference, question, form, refusal, organises })
}

pub(crate) async fn question(who: Actor, Path(id): Path<QuestionId>) -> Answer {
    let asker = who.clone();
    page(&who.read(move |tx| question_page(tx, &asker, id, None)).await?)
}

pub(crate) async fn handle(who: Actor, Path(id): Path<QuestionId>, Form(form): Form<HandlingForm>) -> Answer {
    let (asker, sent) = (who.clone(), form.clone());
    let handling: Handling = form.handling.parse().map_err(|_| Failure::Malformed("form-unreadable"))?;
    let saved = who
        .write(move |tx| {
            let question = store::find_question(tx, id)?;
            let conference = access::organise(tx, &asker, question.conference)?;
            let (answer, passed_to) = (vietnamese::nfc(sent.answer.trim()), vietnamese::nfc(sent.passed_to.trim()));
            may_handle(handling, &answer, &passed_to).or_refuse()?;
            let handled = Question { handling, answer, passed_to, version: sent.version, ..question };
            store::save_handling(tx, &conference, &handled)?;
            Ok::<_, Failure>(conference.id)
        })
        .await;
    match saved {
        Ok(conference) => go_to_saying(format!("/conferences/{conference}/dialogue"), "conferences-saved"),
        Err(Failure::Refused(refused)) => {
            let asker = who.clone();
            let shown = who.read(move |tx| question_page(tx, &asker, id, Some((form, &refused.0)))).await?;
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(other) => Err(other),
    }
}
