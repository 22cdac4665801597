//! Questions from the delegate's phone: asked with or without a name, voted for once each, the answers read. What is
//! asked without a name is written without anybody acting: neither the row nor the log of events knows who it was.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use askama::Template;
use axum::http::StatusCode;
use kernel::{ConferenceId, DelegateId, Instant, Refused};
use platform::App;
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, Form, Path, State as Colour, go_to, go_to_saying, page, page_with};
use serde::Deserialize;

use super::{access, dialogue};
use crate::domain::Conference;
use crate::domain::dialogue::{CannotAsk, Dialogue, Question, QuestionId};
use crate::store::{self, Delegate, Limit, QuestionFilter};

/// Questions shown on a phone.
const SHOWN: i64 = 100;
const TEN_MINUTES: i64 = 10 * 60_000;

/// When which phone asked lately; in memory only, and forgotten after ten minutes.
#[derive(Default)]
struct Asked(Mutex<HashMap<(ConferenceId, DelegateId), Vec<Instant>>>);

impl Asked {
    /// Notes a question unless there were so many in the last ten minutes.
    fn may_ask_another(&self, who: (ConferenceId, DelegateId), most: i64, now: Instant) -> Result<(), Refused> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, times| {
            times.retain(|at| now.0 - at.0 < TEN_MINUTES);
            !times.is_empty()
        });
        let times = all.entry(who).or_default();
        if i64::try_from(times.len()).unwrap_or(i64::MAX) >= most {
            return Err(Refused::because(CannotAsk::TooMany(most)));
        }
        times.push(now);
        Ok(())
    }
}

fn asked(app: &App) -> std::sync::Arc<Asked> {
    app.kept(|_| Asked::default())
}

#[derive(Template)]
#[template(path = "conferences/member_dialogue.html")]
struct MemberDialoguePage {
    cx: Cx,
    conference: Conference,
    dialogue: Dialogue,
    invitation: String,
    name: String,
    questions: Vec<(Question, bool)>,
    form: AskForm,
    refusal: String,
}

impl MemberDialoguePage {
    fn colour(&self, question: &Question) -> Colour {
        dialogue::colour(question.handling)
    }

    fn is_open(&self) -> bool {
        self.dialogue.is_open && !self.conference.state.is_closed()
    }
}

/// A question as typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AskForm {
    words: String,
    anonymous: String,
}

fn page_of(
    tx: &mut Tx<'_>,
    who: &Actor,
    invitation: &str,
    form: AskForm,
    told: &[kernel::Told],
) -> Result<MemberDialoguePage, Failure> {
    let delegate = access::invited(tx, who, invitation)?;
    let conference = store::find(tx, delegate.conference)?;
    let filter = QuestionFilter { like: "%%".into(), state: String::new(), for_delegates: true };
    let mut questions = Vec::new();
    for question in store::list_questions(tx, conference.id, &filter, (0, SHOWN))? {
        let voter = conference.code_seed.voter(question.id, delegate.id);
        let voted = store::has_voted(tx, question.id, &voter)?;
        questions.push((question, voted));
    }
    let cx = who.cx("conferences-dialogue");
    Ok(MemberDialoguePage {
        dialogue: store::find_dialogue(tx, conference.id)?,
        invitation: delegate.invitation,
        name: delegate.name,
        questions,
        form,
        refusal: cx.reasons(told),
        conference,
        cx,
    })
}

pub(crate) async fn show(who: Actor, Path(invitation): Path<String>) -> Answer {
    let asker = who.clone();
    page(&who.read(move |tx| page_of(tx, &asker, &invitation, AskForm::default(), &[])).await?)
}

/// Asks; refused with the reason above the form and the words kept.
pub(crate) async fn ask(who: Actor, Path(invitation): Path<String>, Form(form): Form<AskForm>) -> Answer {
    match asking(&who, &invitation, &form).await {
        Ok(()) => go_to_saying(format!("/c/{invitation}/dialogue"), "conferences-question-asked"),
        Err(Failure::Refused(refused)) => {
            let asker = who.clone();
            let shown = who.read(move |tx| page_of(tx, &asker, &invitation, form, &refused.0)).await?;
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(other) => Err(other),
    }
}

async fn asking(who: &Actor, invitation: &str, form: &AskForm) -> Result<(), Failure> {
    let (asker, invitation) = (who.clone(), invitation.to_owned());
    let words = vietnamese::nfc(form.words.trim());
    let anonymous = form.anonymous == "1";
    let typed = words.clone();
    let (conference, delegate): (Conference, Delegate) = who
        .read(move |tx| {
            let delegate = access::invited(tx, &asker, &invitation)?;
            let conference = store::find(tx, delegate.conference)?;
            let most = store::limit_on(tx, Limit::QuestionLetters, conference.day())?;
            store::find_dialogue(tx, conference.id)?.may_ask(conference.state, &typed, anonymous, most).or_refuse()?;
            Ok::<_, Failure>((conference, delegate))
        })
        .await?;
    let day = conference.day();
    let most = who.read(move |tx| store::limit_on(tx, Limit::QuestionsInTenMinutes, day)).await?;
    asked(who.app()).may_ask_another((conference.id, delegate.id), most, who.app().clock.now())?;
    let keep = move |tx: &mut Tx<'_>| {
        let named = (!anonymous).then_some(delegate.id);
        store::insert_question(tx, &conference, named, &words)?;
        Ok::<_, Failure>(())
    };
    if anonymous { who.app().write_as(None, keep).await } else { who.write(keep).await }
}

/// A form without fields of its own.
#[derive(Debug, Deserialize)]
pub(crate) struct Nothing {}

/// Votes for a question; the second time changes nothing. A vote, too, is written without anybody acting.
pub(crate) async fn vote(
    who: Actor,
    Path((invitation, id)): Path<(String, QuestionId)>,
    Form(_): Form<Nothing>,
) -> Answer {
    let (asker, sent) = (who.clone(), invitation.clone());
    who.app()
        .write_as(None, move |tx| {
            let delegate = access::invited(tx, &asker, &sent)?;
            let conference = store::find(tx, delegate.conference)?;
            let question = store::find_question(tx, id)?;
            if question.conference != conference.id {
                return Err(Failure::NotFound);
            }
            store::find_dialogue(tx, conference.id)?.may_vote(conference.state, question.handling).or_refuse()?;
            store::vote(tx, id, &conference.code_seed.voter(id, delegate.id))?;
            Ok::<_, Failure>(())
        })
        .await?;
    go_to(format!("/c/{invitation}/dialogue#q-{id}"))
}
