//! The plan of a test: what it draws from, how long, how often, when and for whom.

use askama::Template;
use axum::http::StatusCode;
use documents::import::must_bear_no_mark;
use kernel::{Day, Instant, RolloutId, UnitId};
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, FieldErrors, Form, Path, Query, Sort, go_to_saying, page_with};
use rollouts::store::{ChosenDocument, list_recent_documents, lookup_document};
use serde::Deserialize;

use super::quiz_for;
use crate::domain::{Audience, Plan, Quiz, QuizId, Quota, Shows};
use crate::permissions::ORGANISE;
use crate::store::{self, Pool};

/// Documents offered at once.
const RECENT: i64 = 100;
/// Conferences looked at, the newest.
const CONFERENCES: i64 = 200;
/// Rows of quotas a form has at least.
const QUOTAS: usize = 3;
/// Questions an attempt usually has, where there are so many.
const USUAL_QUESTIONS: i64 = 20;
/// The most questions an attempt may have.
const MOST_QUESTIONS: i64 = 200;

/// The plan as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PlanForm {
    title: String,
    rollout: String,
    conference: String,
    quota_document: Vec<String>,
    quota_clause: Vec<String>,
    quota_tag: Vec<String>,
    quota_questions: Vec<String>,
    minutes: String,
    attempts: String,
    pass_mark: String,
    opens_on: String,
    opens: String,
    closes_on: String,
    closes: String,
    audience: String,
    shows: String,
    explains: String,
    duty_share: String,
    version: i64,
}

/// A row of quotas as the form shows it: document, clause, tag, questions.
type QuotaRow = (String, String, String, String);

impl PlanForm {
    /// `in_use`: how many questions there are to draw from; with none the number stays open.
    fn new(today: Day, NewQuery { rollout, document }: NewQuery, in_use: i64) -> Self {
        let questions = if in_use > 0 { in_use.min(USUAL_QUESTIONS).to_string() } else { String::new() };
        PlanForm {
            rollout,
            quota_document: vec![document],
            quota_questions: vec![questions],
            minutes: "20".into(),
            attempts: "2".into(),
            pass_mark: "50".into(),
            opens_on: today.plus(1).to_string(),
            opens: "07:30".into(),
            closes_on: today.plus(8).to_string(),
            closes: "17:30".into(),
            explains: "on".into(),
            duty_share: "100".into(),
            ..PlanForm::default()
        }
    }

    fn of(quiz: &Quiz) -> Self {
        let plan = &quiz.plan;
        let each = |read: fn(&Quota) -> String| plan.quotas.iter().map(read).collect();
        PlanForm {
            title: plan.title.clone(),
            rollout: plan.rollout.map(|id| id.to_string()).unwrap_or_default(),
            conference: plan.conference.map(|id| id.to_string()).unwrap_or_default(),
            quota_document: each(|quota| quota.document.map(|id| id.to_string()).unwrap_or_default()),
            quota_clause: each(|quota| quota.clause.clone()),
            quota_tag: each(|quota| quota.tag.clone()),
            quota_questions: each(|quota| quota.questions.to_string()),
            minutes: plan.minutes.to_string(),
            attempts: plan.attempts.to_string(),
            pass_mark: plan.pass_mark.to_string(),
            opens_on: plan.opens_at.day().to_string(),
            opens: plan.opens_at.time_shown(),
            closes_on: plan.closes_at.day().to_string(),
            closes: plan.closes_at.time_shown(),
            audience: plan.audience.code().to_owned(),
            shows: plan.shows.code().to_owned(),
            explains: if plan.explains { "on".into() } else { String::new() },
            duty_share: plan.duty_share.to_string(),
            version: quiz.version,
        }
    }

    fn rows(&self) -> Vec<QuotaRow> {
        let at = |list: &[String], place: usize| list.get(place).cloned().unwrap_or_default();
        let row = |place| {
            (
                at(&self.quota_document, place),
                at(&self.quota_clause, place),
                at(&self.quota_tag, place),
                at(&self.quota_questions, place),
            )
        };
        (0..(self.quota_questions.len() + 1).max(QUOTAS)).map(row).collect()
    }

    fn quotas(&self, tx: &mut Tx<'_>, unit: UnitId, errors: &mut FieldErrors) -> Result<Vec<Quota>, Failure> {
        let mut quotas = Vec::new();
        for (document, clause, tag, questions) in self.rows() {
            if questions.trim().is_empty() {
                continue;
            }
            let known = match document.parse() {
                Ok(id) => lookup_document(tx, unit, id)?.map(|document| document.id),
                Err(_) => None,
            };
            errors.add_if(!document.is_empty() && known.is_none(), "quotas", "quizzes-wrong-document");
            let count = number(&questions, 1..=MOST_QUESTIONS);
            errors.add_if(count.is_none(), "quotas", "quizzes-wrong-count");
            let tag = vietnamese::nfc(tag.trim()).to_lowercase();
            let clause = vietnamese::nfc(clause.trim());
            quotas.push(Quota { document: known, clause, tag, questions: count.unwrap_or_default() });
        }
        errors.add_if(quotas.is_empty(), "quotas", "quizzes-wrong-no-quota");
        Ok(quotas)
    }

    /// What was typed, or what is wrong with it.
    fn plan(&self, tx: &mut Tx<'_>, unit: UnitId) -> Result<Result<Plan, FieldErrors>, Failure> {
        let mut errors = FieldErrors::default();
        let title = vietnamese::nfc(self.title.trim());
        errors.add_if(title.is_empty(), "title", "quizzes-wrong-title");
        let mut whole = |text: &str, field, range| {
            let read = number(text, range);
            errors.add_if(read.is_none(), field, "quizzes-wrong-number");
            read.unwrap_or_default()
        };
        let minutes = whole(&self.minutes, "minutes", 1..=600);
        let attempts = whole(&self.attempts, "attempts", 1..=50);
        let pass_mark = whole(&self.pass_mark, "pass_mark", 0..=100);
        let duty_share = whole(&self.duty_share, "duty_share", 1..=100);
        let (opens_at, closes_at) = (at(&self.opens_on, &self.opens), at(&self.closes_on, &self.closes));
        errors.add_if(opens_at.is_none(), "opens_on", "quizzes-wrong-moment");
        errors.add_if(closes_at.is_none() || closes_at <= opens_at, "closes_on", "quizzes-wrong-closes");
        let (rollouts, conferences) = (rollouts_of(tx, unit)?, conferences_of(tx, unit)?);
        let rollout = choice(&self.rollout, &rollouts);
        errors.add_if(!self.rollout.is_empty() && rollout.is_none(), "rollout", "quizzes-wrong-rollout");
        let quotas = self.quotas(tx, unit, &mut errors)?;
        must_bear_no_mark(&[&title])?;
        let (Some(opens_at), Some(closes_at), true) = (opens_at, closes_at, errors.is_empty()) else {
            return Ok(Err(errors));
        };
        Ok(Ok(Plan {
            title,
            rollout: rollout.and_then(|id| id.parse().ok()),
            conference: choice(&self.conference, &conferences).and_then(|id| id.parse().ok()),
            quotas,
            minutes,
            attempts,
            pass_mark,
            opens_at,
            closes_at,
            audience: self.audience.parse().unwrap_or(Audience::Members),
            shows: self.shows.parse().unwrap_or(Shows::AfterClosing),
            explains: !self.explains.is_empty(),
            duty_share,
        }))
    }
}

fn number(text: &str, range: std::ops::RangeInclusive<i64>) -> Option<i64> {
    text.trim().parse().ok().filter(|read| range.contains(read))
}

/// A day and a time of day as typed.
fn at(day: &str, time: &str) -> Option<Instant> {
    let (hour, minute) = time.trim().split_once(':')?;
    let (hour, minute) = (hour.parse::<i8>().ok()?, minute.parse::<i8>().ok()?);
    let is_time = (0..24).contains(&hour) && (0..60).contains(&minute);
    is_time.then_some(Instant::at(day.trim().parse().ok()?, hour, minute))
}

fn choice<'c>(typed: &str, offered: &'c [(String, String)]) -> Option<&'c str> {
    offered.iter().map(|(id, _)| id.as_str()).find(|id| *id == typed)
}

/// The rollouts a test of this unit may belong to: its own and those from above that run.
fn rollouts_of(tx: &mut Tx<'_>, unit: UnitId) -> Result<Vec<(String, String)>, Failure> {
    let running = rollouts::store::list_running_of(tx, unit)?;
    Ok(running.into_iter().map(|rollout| (rollout.id.to_string(), rollout.title)).collect())
}

/// The conferences of the unit a test may belong to, of rollouts that run: planned, open or closed, the newest first.
fn conferences_of(tx: &mut Tx<'_>, unit: UnitId) -> Result<Vec<(String, String)>, Failure> {
    let rollouts = rollouts::store::list_running_of(tx, unit)?;
    let runs = |rollout: Option<RolloutId>| rollouts.iter().any(|one| Some(one.id) == rollout);
    let newest = Sort { key: "date", descending: false };
    let (rows, _) = conferences::store::list_page(tx, &[unit], "%", "", newest, (0, CONFERENCES))?;
    let own = rows.into_iter().map(|row| row.conference).filter(|one| one.unit == unit && runs(one.rollout));
    Ok(own.map(|conference| (conference.id.to_string(), conference.title)).collect())
}

#[derive(Template)]
#[template(path = "quizzes/plan.html")]
struct PlanPage {
    cx: Cx,
    form: PlanForm,
    errors: FieldErrors,
    action: String,
    back: String,
    documents: Vec<ChosenDocument>,
    rollouts: Vec<(String, String)>,
    conferences: Vec<(String, String)>,
    in_use: i64,
}

async fn plan_page(who: &Actor, id: Option<QuizId>, form: PlanForm, errors: FieldErrors) -> Answer {
    let asker = who.clone();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shown = who
        .read(move |tx| {
            let unit = match id {
                Some(id) => quiz_for(&asker, tx, ORGANISE, id)?.unit,
                None => rollouts::acting_unit(&asker, tx, ORGANISE, "")?.id,
            };
            Ok::<_, Failure>(PlanPage {
                cx: asker.cx(if id.is_some() { "quizzes-edit" } else { "quizzes-new" }),
                action: id.map_or_else(|| "/quizzes/new".to_owned(), |id| format!("/quizzes/{id}/edit")),
                back: id.map_or_else(|| "/quizzes".to_owned(), |id| format!("/quizzes/{id}")),
                documents: list_recent_documents(tx, unit, RECENT)?,
                rollouts: rollouts_of(tx, unit)?,
                conferences: conferences_of(tx, unit)?,
                in_use: store::count_in_use(tx, unit, &Pool::default())?,
                form,
                errors,
            })
        })
        .await?;
    page_with(status, &shown)
}

/// What a new test begins with.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct NewQuery {
    rollout: String,
    document: String,
}

pub(crate) async fn new(who: Actor, Query(query): Query<NewQuery>) -> Answer {
    let (asker, pool) = (who.clone(), Pool { document: query.document.parse().ok(), ..Pool::default() });
    let in_use = who
        .read(move |tx| {
            let unit = rollouts::acting_unit(&asker, tx, ORGANISE, "")?.id;
            Ok::<_, Failure>(store::count_in_use(tx, unit, &pool)?)
        })
        .await?;
    let form = PlanForm::new(who.today(), query, in_use);
    plan_page(&who, None, form, FieldErrors::default()).await
}

pub(crate) async fn create(who: Actor, Form(form): Form<PlanForm>) -> Answer {
    let (asker, typed) = (who.clone(), form.clone());
    let made = who
        .write(move |tx| {
            let unit = rollouts::acting_unit(&asker, tx, ORGANISE, "")?.id;
            match typed.plan(tx, unit)? {
                Ok(plan) => Ok::<_, Failure>(Ok(store::insert_quiz(tx, unit, &plan)?)),
                Err(errors) => Ok(Err(errors)),
            }
        })
        .await?;
    match made {
        Ok(id) => go_to_saying(format!("/quizzes/{id}"), "quizzes-saved"),
        Err(errors) => plan_page(&who, None, form, errors).await,
    }
}

pub(crate) async fn edit(who: Actor, Path(id): Path<QuizId>) -> Answer {
    let asker = who.clone();
    let quiz = who
        .read(move |tx| {
            let quiz = quiz_for(&asker, tx, ORGANISE, id)?;
            quiz.may_write().or_refuse()?;
            Ok::<_, Failure>(quiz)
        })
        .await?;
    plan_page(&who, Some(id), PlanForm::of(&quiz), FieldErrors::default()).await
}

pub(crate) async fn update(who: Actor, Path(id): Path<QuizId>, Form(form): Form<PlanForm>) -> Answer {
    let (asker, typed) = (who.clone(), form.clone());
    let errors = who
        .write(move |tx| {
            let quiz = quiz_for(&asker, tx, ORGANISE, id)?;
            quiz.may_write().or_refuse()?;
            match typed.plan(tx, quiz.unit)? {
                Ok(plan) => {
                    store::save_plan(tx, &Quiz { version: typed.version, ..quiz }, &plan)?;
                    Ok::<_, Failure>(FieldErrors::default())
                }
                Err(errors) => Ok(errors),
            }
        })
        .await?;
    if errors.is_empty() {
        return go_to_saying(format!("/quizzes/{id}"), "quizzes-saved");
    }
    plan_page(&who, Some(id), form, errors).await
}
