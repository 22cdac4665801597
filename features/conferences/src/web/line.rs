//! The page of whoever minds a point: answers the prompt on the screen, counts heads, keeps the log of the line. One
//! column, large type; made for a phone in the hall.

use askama::Template;
use axum::http::StatusCode;
use kernel::{Instant, PointId, Refused};
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, FieldErrors, Form, Path, State as Colour, go_to_saying, page_with};
use serde::Deserialize;

use super::{access, edit};
use crate::domain::line_faults::{Fault, FaultId, FaultKind, may_note};
use crate::domain::presence::{Prompt, PromptId, Standing, differs};
use crate::domain::{Conference, Point};
use crate::permissions::ATTEND_TO_POINT;
use crate::store::{self, HallCount, Limit, NewFault};

#[derive(Template)]
#[template(path = "conferences/line.html")]
struct LinePage {
    cx: Cx,
    conference: Conference,
    point: Point,
    /// The prompt to answer, and the seconds left.
    waiting: Option<(Prompt, i64)>,
    prompts: Vec<(Prompt, Standing)>,
    counts: Vec<(HallCount, bool)>,
    faults: Vec<Fault>,
    minutes: i64,
    present: i64,
    end: Instant,
    kinds: &'static [FaultKind],
    form: FaultForm,
    errors: FieldErrors,
    refusal: String,
}

impl LinePage {
    fn standing(&self, standing: &Standing) -> (Colour, &'static str) {
        match standing {
            Standing::InTime => (Colour::Green, "conferences-prompt-in-time"),
            Standing::Late => (Colour::Amber, "conferences-prompt-late"),
            Standing::Missed => (Colour::Red, "conferences-prompt-missed"),
            Standing::Waiting | Standing::Ahead => (Colour::Grey, "conferences-prompt-waiting"),
            Standing::Lapsed => (Colour::Grey, "conferences-prompt-lapsed"),
        }
    }

    fn minutes_of(&self, fault: &Fault) -> i64 {
        fault.minutes(self.end)
    }
}

/// What was typed, with what is wrong with it.
#[derive(Default)]
struct Typed {
    form: FaultForm,
    errors: FieldErrors,
    refused: Option<Refused>,
}

pub(crate) async fn line(who: Actor, Path(id): Path<PointId>) -> Answer {
    line_page(&who, id, Typed::default()).await
}

async fn line_page(who: &Actor, id: PointId, typed: Typed) -> Answer {
    let asker = who.clone();
    let is_right = typed.errors.is_empty() && typed.refused.is_none();
    let shown = who
        .read(move |tx| {
            let (conference, point) = access::at_point(tx, &asker, ATTEND_TO_POINT, id)?;
            let (now, ended) = (tx.now(), store::ended_at(tx, conference.id)?);
            let answers = store::list_answers(tx, conference.id)?;
            let mut prompts: Vec<(Prompt, Standing)> = store::list_prompts(tx, conference.id)?
                .into_iter()
                .filter(|prompt| point.parent.is_some() && prompt.has_opened(now, ended))
                .map(|prompt| (prompt, prompt.standing(answers.get(&(id, prompt.id)).copied(), now, ended)))
                .collect();
            prompts.reverse();
            let waiting = prompts.iter().find(|(_, s)| matches!(s, Standing::Waiting | Standing::Missed));
            let (present, listed) = store::count_at_point(tx, conference.id, id)?;
            let mut faults = store::list_faults(tx, conference.id)?;
            faults.retain(|fault| fault.point == id);
            let end = store::end_of(&conference, ended, now);
            let cx = asker.cx_titled(point.name.clone());
            Ok::<_, Failure>(LinePage {
                waiting: waiting.map(|(prompt, _)| (*prompt, prompt.seconds_left(now))),
                prompts: prompts.clone(),
                counts: counts_of(tx, &conference, id, listed)?,
                minutes: store::sum_by_point(&faults, end).get(&id).map_or(0, |sum| sum.minutes),
                faults,
                present,
                end,
                kinds: FaultKind::ALL,
                form: typed.form,
                errors: typed.errors,
                refusal: typed.refused.map(|refused| cx.reasons(&refused.0)).unwrap_or_default(),
                conference,
                point,
                cx,
            })
        })
        .await?;
    page_with(if is_right { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &shown)
}

/// The counts of a point, each with whether it differs from the check-ins; without a list nothing does.
fn counts_of(
    tx: &mut Tx<'_>,
    conference: &Conference,
    point: PointId,
    listed: i64,
) -> Result<Vec<(HallCount, bool)>, Failure> {
    let percent = store::limit_on(tx, Limit::CountDifferencePercent, conference.day())?;
    let counts = store::list_counts(tx, conference.id)?.into_iter().filter(|count| count.point == point);
    Ok(counts
        .map(|count| {
            let is_odd = listed > 0 && differs(count.counted, count.checked_in, percent);
            (count, is_odd)
        })
        .collect())
}

/// The code of a prompt as typed from the screen.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AnswerForm {
    prompt: String,
    code: String,
}

pub(crate) async fn answer(who: Actor, Path(id): Path<PointId>, Form(form): Form<AnswerForm>) -> Answer {
    let asker = who.clone();
    let prompt: PromptId = form.prompt.parse().map_err(|_| Failure::NotFound)?;
    let answered = who
        .write(move |tx| {
            let (conference, point) = access::at_point(tx, &asker, ATTEND_TO_POINT, id)?;
            Ok::<_, Failure>(store::answer_prompt(tx, &conference, &point, prompt, &form.code)?)
        })
        .await?;
    match answered {
        Ok(()) => go_to_saying(format!("/points/{id}/line"), "conferences-prompt-answered"),
        Err(refused) => line_page(&who, id, Typed { refused: Some(refused), ..Typed::default() }).await,
    }
}

/// Heads counted in the hall.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct CountForm {
    counted: String,
}

pub(crate) async fn count(who: Actor, Path(id): Path<PointId>, Form(form): Form<CountForm>) -> Answer {
    let counted = form.counted.replace(['.', ' '], "").parse::<i64>().ok().filter(|n| (0..=1_000_000).contains(n));
    let Some(counted) = counted else {
        let mut errors = FieldErrors::default();
        errors.add("counted", "conferences-error-number");
        return line_page(&who, id, Typed { errors, ..Typed::default() }).await;
    };
    let asker = who.clone();
    who.write(move |tx| {
        let (conference, point) = access::at_point(tx, &asker, ATTEND_TO_POINT, id)?;
        conference.may_change().or_refuse()?;
        store::insert_count(tx, &point, counted)?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(format!("/points/{id}/line"), "conferences-saved")
}

/// A fault as typed; times of the conference's day, the moment of saving where the time it was lost is left out.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct FaultForm {
    kind: String,
    lost_at: String,
    restored_at: String,
    remedy: String,
    version: i64,
}

pub(crate) async fn note_fault(who: Actor, Path(id): Path<PointId>, Form(form): Form<FaultForm>) -> Answer {
    let (asker, sent) = (who.clone(), form.clone());
    let errors = who
        .write(move |tx| {
            let (conference, point) = access::at_point(tx, &asker, ATTEND_TO_POINT, id)?;
            let day = conference.day();
            let (lost, restored) = (edit::some_time_on(day, &sent.lost_at), edit::some_time_on(day, &sent.restored_at));
            let mut errors = FieldErrors::default();
            errors.add_if(lost.is_err(), "lost_at", "conferences-error-time");
            errors.add_if(restored.is_err(), "restored_at", "conferences-error-time");
            let kind: Result<FaultKind, _> = sent.kind.parse();
            let (Ok(kind), Ok(lost), Ok(restored_at)) = (kind, lost, restored) else { return Ok(errors) };
            let now = tx.now();
            let lost_at = lost.unwrap_or(now);
            may_note(conference.state, lost_at, restored_at, now).or_refuse()?;
            let remedy = vietnamese::nfc(sent.remedy.trim());
            store::insert_fault(tx, &point, &NewFault { kind, lost_at, restored_at, remedy })?;
            Ok::<_, Failure>(errors)
        })
        .await;
    finish(&who, id, form, errors).await
}

/// The line is back: when (now, where no time is typed) and what was done.
pub(crate) async fn restore(who: Actor, Path(id): Path<FaultId>, Form(form): Form<FaultForm>) -> Answer {
    let (asker, sent) = (who.clone(), form.clone());
    let point = who.read(move |tx| store::find_fault(tx, id)).await?.point;
    let errors = who
        .write(move |tx| {
            let fault = store::find_fault(tx, id)?;
            let (conference, point) = access::at_point(tx, &asker, ATTEND_TO_POINT, fault.point)?;
            let mut errors = FieldErrors::default();
            let Ok(typed) = edit::some_time_on(conference.day(), &sent.restored_at) else {
                errors.add("back_at", "conferences-error-time");
                return Ok(errors);
            };
            let now = tx.now();
            let restored_at = typed.or(fault.restored_at).unwrap_or(now);
            may_note(conference.state, fault.lost_at, Some(restored_at), now).or_refuse()?;
            let remedy = vietnamese::nfc(sent.remedy.trim());
            let restored = Fault { restored_at: Some(restored_at), remedy, version: sent.version, ..fault };
            store::save_fault(tx, &point, &restored)?;
            Ok::<_, Failure>(errors)
        })
        .await;
    finish(&who, point, FaultForm::default(), errors).await
}

/// The page again: with what is wrong, or saved.
async fn finish(who: &Actor, id: PointId, form: FaultForm, errors: Result<FieldErrors, Failure>) -> Answer {
    match errors {
        Ok(errors) if errors.is_empty() => go_to_saying(format!("/points/{id}/line"), "conferences-saved"),
        Ok(errors) => line_page(who, id, Typed { form, errors, refused: None }).await,
        Err(Failure::Refused(refused)) => {
            line_page(who, id, Typed { form, refused: Some(refused), ..Typed::default() }).await
        }
        Err(other) => Err(other),
    }
}
