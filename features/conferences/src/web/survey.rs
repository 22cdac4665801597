//! The survey after a conference: answered on the delegate's phone, shown to the organiser as sums.

use askama::Template;
use axum::http::StatusCode;
use kernel::{ConferenceId, Refused, Told};
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, Form, Path, Query, go_to_saying, page, page_with, spreadsheet};
use serde::Deserialize;

use super::{access, dialogue};
use crate::domain::Conference;
use crate::domain::survey::{Aspect, BEST, CannotReply, MOST_LETTERS, Reply, Standing, may_reply};
use crate::store::{self, Delegate, Limit, SurveySums};

#[derive(Template)]
#[template(path = "conferences/survey.html")]
struct SurveyPage {
    cx: Cx,
    conference: Conference,
    aspects: Vec<Aspect>,
    sums: SurveySums,
    least: i64,
}

/// Whether a file is wanted.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ResultsQuery {
    format: String,
}

/// What is shown of the survey, for who sees the whole conference.
pub(crate) async fn results(who: Actor, Path(id): Path<ConferenceId>, Query(query): Query<ResultsQuery>) -> Answer {
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let (conference, _) = dialogue::whole(tx, &asker, id)?;
            let today = asker.today();
            Ok::<_, Failure>(SurveyPage {
                cx: asker.cx("conferences-survey"),
                aspects: conference.aspects(),
                sums: store::survey_sums(tx, id)?,
                least: store::limit_on(tx, Limit::SurveyMinimum, today)?,
                conference,
            })
        })
        .await?;
    if matches!(query.format.as_str(), "xlsx" | "csv") { export(&shown, &query.format) } else { page(&shown) }
}

/// The sums that are shown, and the words, in no order: no row is anybody's answer.
fn export(shown: &SurveyPage, format: &str) -> Answer {
    let cx = &shown.cx;
    let mut headings = cx.headings(&[("conferences-aspect", 40.0), ("conferences-average", 12.0)]);
    let marks = 1..=BEST;
    headings.extend(marks.map(|mark| sheets::Heading::new(cx.t1("conferences-mark", "mark", mark), 10.0)));
    headings.extend(cx.headings(&[("conferences-survey-words", 70.0)]));
    let mut lines = Vec::new();
    for aspect in shown.aspects.iter().filter(|_| shown.sums.shown > 0) {
        let marks = shown.sums.of(aspect);
        let mut line = vec![cx.word("conferences-aspect", aspect).into(), marks.average_shown().into()];
        line.extend(marks.0.iter().map(|n| sheets::Value::from(*n)));
        line.push(sheets::Value::Empty);
        lines.push(line);
    }
    for words in &shown.sums.words {
        let mut line = vec![sheets::Value::Empty; headings.len() - 1];
        line.push(words.as_str().into());
        lines.push(line);
    }
    spreadsheet("khao-sat", format, &headings, lines)
}

#[derive(Template)]
#[template(path = "conferences/member_survey.html")]
struct MemberSurveyPage {
    cx: Cx,
    conference: Conference,
    invitation: String,
    aspects: Vec<Aspect>,
    form: ReplyForm,
    why_not: String,
    refusal: String,
}

impl MemberSurveyPage {
    fn is_marked(&self, aspect: &Aspect, mark: &i64) -> bool {
        self.form.of(*aspect) == mark.to_string()
    }
}

/// An answer as sent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ReplyForm {
    organisation: String,
    materials: String,
    reporter: String,
    line: String,
    words: String,
}

impl ReplyForm {
    fn of(&self, aspect: Aspect) -> &str {
        match aspect {
            Aspect::Organisation => &self.organisation,
            Aspect::Materials => &self.materials,
            Aspect::Reporter => &self.reporter,
            Aspect::Line => &self.line,
        }
    }

    /// The answer about this conference; what is no mark is none.
    fn read(&self, conference: &Conference) -> Result<Reply, Refused> {
        let mark = |aspect: &Aspect| self.of(*aspect).parse::<i64>().ok().filter(|mark| (1..=BEST).contains(mark));
        let marks: Vec<(Aspect, i64)> =
            conference.aspects().into_iter().filter_map(|aspect| Some((aspect, mark(&aspect)?))).collect();
        let words: String = vietnamese::nfc(self.words.trim()).chars().take(MOST_LETTERS).collect();
        if marks.is_empty() && words.is_empty() {
            return Err(Refused::because(CannotReply::Empty));
        }
        Ok(Reply { marks, words })
    }
}

fn standing(tx: &mut Tx<'_>, delegate: &Delegate) -> Result<Standing, Failure> {
    Ok(Standing {
        outcome: delegate.outcome,
        answered: store::has_replied(tx, delegate.id)?,
        ends_on: store::survey_ends_on(tx, delegate.conference)?,
    })
}

/// True when the delegate may answer the survey now: what leads to it is then shown.
pub(crate) fn is_asked(tx: &mut Tx<'_>, conference: &Conference, delegate: &Delegate) -> Result<bool, Failure> {
    let standing = standing(tx, delegate)?;
    let today = tx.today();
    Ok(standing.ends_on.is_some() && may_reply(conference.state, standing, today).is_yes())
}

fn page_of(
    tx: &mut Tx<'_>,
    who: &Actor,
    invitation: &str,
    form: ReplyForm,
    told: &[Told],
) -> Result<MemberSurveyPage, Failure> {
    let delegate = access::invited(tx, who, invitation)?;
    let conference = store::find(tx, delegate.conference)?;
    let standing = standing(tx, &delegate)?;
    let cx = who.cx("conferences-survey");
    Ok(MemberSurveyPage {
        why_not: cx.reasons(&may_reply(conference.state, standing, who.today()).told()),
        invitation: delegate.invitation,
        aspects: conference.aspects(),
        form,
        refusal: cx.reasons(told),
        conference,
        cx,
    })
}

pub(crate) async fn show(who: Actor, Path(invitation): Path<String>) -> Answer {
    let asker = who.clone();
    page(&who.read(move |tx| page_of(tx, &asker, &invitation, ReplyForm::default(), &[])).await?)
}

/// Takes an answer, written without anybody acting.
pub(crate) async fn reply(who: Actor, Path(invitation): Path<String>, Form(form): Form<ReplyForm>) -> Answer {
    let (asker, sent, typed) = (who.clone(), invitation.clone(), form.clone());
    let taken = who
        .app()
        .write_as(None, move |tx| {
            let delegate = access::invited(tx, &asker, &sent)?;
            let conference = store::find(tx, delegate.conference)?;
            let standing = standing(tx, &delegate)?;
            let today = tx.today();
            may_reply(conference.state, standing, today).or_refuse()?;
            let reply = typed.read(&conference)?;
            if store::take_reply(tx, &conference, delegate.id, &reply)? {
                Ok::<_, Failure>(())
            } else {
                Err(Refused::because(CannotReply::Answered).into())
            }
        })
        .await;
    match taken {
        Ok(()) => go_to_saying(format!("/c/{invitation}"), "conferences-survey-thanks"),
        Err(Failure::Refused(refused)) => {
            let asker = who.clone();
            let shown = who.read(move |tx| page_of(tx, &asker, &invitation, form, &refused.0)).await?;
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(other) => Err(other),
    }
}
