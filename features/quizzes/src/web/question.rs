//! One question: its words, what real answers say, and the steps that may be taken.

use askama::Template;
use kernel::Told;
use platform::web::{Actor, Answer, Cx, Failure, Form, Path, go_to_saying, page};
use serde::Deserialize;

use super::{after_step, called, kept_by_tests, question_for};
use crate::domain::{Outcomes, Question, QuestionId, State, Step};
use crate::permissions::BANK;
use crate::store;

/// The discrimination as people write it; empty while unknown.
pub(crate) fn shown_discrimination(outcomes: &Outcomes) -> String {
    match outcomes.discrimination() {
        Some(hundredths) => {
            let sign = if hundredths < 0 { "-" } else { "" };
            format!("{sign}{},{:02}", hundredths.abs() / 100, hundredths.abs() % 100)
        }
        None => String::new(),
    }
}

/// A step and what speaks against it.
pub(crate) struct StepShown {
    pub step: Step,
    pub reasons: Vec<Told>,
}

#[derive(Template)]
#[template(path = "quizzes/question.html")]
struct QuestionPage {
    cx: Cx,
    question: Question,
    unit_name: String,
    document: String,
    outcomes: Outcomes,
    discrimination: String,
    steps: Vec<StepShown>,
    is_writable: bool,
}

pub(crate) async fn show(who: Actor, Path(id): Path<QuestionId>) -> Answer {
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let question = question_for(&asker, tx, BANK, id)?;
            let next: &[Step] = match question.state {
                State::Draft => &[Step::Review],
                State::Reviewed => &[Step::Use],
                State::InUse => &[Step::Retire],
                State::Retired => &[],
            };
            let mut steps = Vec::new();
            for step in next {
                let mut reasons = question.may(*step, asker.account()).told();
                reasons.extend(kept_by_tests(tx, id, *step)?);
                steps.push(StepShown { step: *step, reasons });
            }
            let outcomes = store::sum_outcomes(tx, id)?;
            Ok::<_, Failure>(QuestionPage {
                cx: asker.cx("quizzes-question"),
                unit_name: units::store::find(tx, question.unit)?.name,
                document: called(tx, question.wording.document)?,
                discrimination: shown_discrimination(&outcomes),
                outcomes,
                steps,
                is_writable: question.may_write().is_yes(),
                question,
            })
        })
        .await?;
    page(&shown)
}

/// A step as it was sent.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct StepForm {
    step: String,
    version: i64,
    remark: String,
}

pub(crate) async fn step(who: Actor, Path(id): Path<QuestionId>, Form(form): Form<StepForm>) -> Answer {
    let step: Step = form.step.parse().map_err(|_| Failure::Malformed("form-unreadable"))?;
    let asker = who.clone();
    who.write(move |tx| {
        let question = question_for(&asker, tx, BANK, id)?;
        documents::import::must_bear_no_mark(&[&form.remark])?;
        let after = after_step(&asker, tx, Question { version: form.version, ..question }, step, &form.remark)?;
        Ok::<_, Failure>(store::save_step(tx, &after, step)?)
    })
    .await?;
    go_to_saying(format!("/quizzes/questions/{id}"), "quizzes-step-taken")
}

/// A draft with the same words: what is or was in use is changed by taking its place.
pub(crate) async fn copy(who: Actor, Path(id): Path<QuestionId>, Form(_): Form<StepForm>) -> Answer {
    let asker = who.clone();
    let made = who
        .write(move |tx| {
            let question = question_for(&asker, tx, BANK, id)?;
            Ok::<_, Failure>(store::insert_question(tx, question.unit, &question.wording)?)
        })
        .await?;
    go_to_saying(format!("/quizzes/questions/{made}/edit"), "quizzes-copied")
}
