//! One duty: what is owed, until when, and the steps that may be taken now. The unit begins and finishes it; the unit
//! above waives and reopens it.

use askama::Template;
use kernel::{Day, DutyId, Refused, UnitId};
use people::store::Happening;
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, Form, Path, State, WhoAnswers, go_to_saying, page};
use serde::Deserialize;
use units::domain::Unit;

use super::answers::{self, AnswerRow};
use super::history;
use crate::domain::{Duty, DutyState, Evidence, Measure, Requirement, Rollout};
use crate::permissions;
use crate::store::{self, ChosenDocument, DutyFacts};

#[derive(Template)]
#[template(path = "rollouts/duty.html")]
pub(crate) struct ShowPage {
    cx: Cx,
    duty: Duty,
    requirement: Requirement,
    rollout: Rollout,
    unit: Unit,
    documents: Vec<ChosenDocument>,
    word: &'static str,
    state: State,
    may_do: bool,
    may_waive: bool,
    cannot_begin: Vec<kernel::Told>,
    cannot_finish: Vec<kernel::Told>,
    cannot_reopen: Vec<kernel::Told>,
    /// Why figures cannot be entered any more.
    cannot_change: Vec<kernel::Told>,
    figures: Vec<AnswerRow>,
    /// Minutes the unit said it took.
    said: Option<i64>,
    may_say_minutes: bool,
    reason: String,
    evidence_href: String,
    answering: Vec<WhoAnswers>,
    history: Vec<Happening>,
}

impl ShowPage {
    /// Where the work itself is done; the duty ends by itself then. Key of the text, address.
    fn works(&self) -> Vec<(&'static str, String)> {
        let rollout = self.rollout.id;
        match self.requirement.ask.measure {
            Measure::Acknowledge => {
                self.documents.iter().map(|d| ("rollouts-go-acknowledge", format!("/documents/{}", d.id))).collect()
            }
            Measure::Conference => {
                vec![("rollouts-go-conference", format!("/conferences/new?rollout={rollout}&unit={}", self.unit.id))]
            }
            Measure::Report => {
                vec![("rollouts-go-report", format!("/reports/new?rollout={rollout}&unit={}", self.unit.id))]
            }
            Measure::Plan | Measure::SelfStudy => Vec::new(),
        }
    }
}

pub(crate) async fn show(who: Actor, Path(id): Path<DutyId>) -> Answer {
    let asker = who.clone();
    let shown = who.read(move |tx| read(&asker, tx, id, None)).await?;
    page(&shown)
}

/// The page of a duty; `typed` are its figures as just typed, when something is wrong with them.
pub(crate) fn read(
    who: &Actor,
    tx: &mut Tx<'_>,
    id: DutyId,
    typed: Option<Vec<AnswerRow>>,
) -> Result<ShowPage, Failure> {
    let facts = store::find_duty_facts(tx, id)?;
    who.must(tx, permissions::VIEW, facts.duty.unit)?;
    let figures = match typed {
        Some(typed) => typed,
        None => answers::rows(who, tx, &facts)?,
    };
    let said = burden::store::lookup_said(tx, &id.to_string())?.map(|said| said.minutes);
    let DutyFacts { duty, requirement, rollout, missing_figures } = facts;
    let unit = units::store::find(tx, duty.unit)?;
    let today = who.today();
    let runs = rollout.is_running();
    let above = above(tx, duty.unit)?;
    let reason = match &duty.state {
        DutyState::Waived { reason, .. } => reason.clone(),
        _ => String::new(),
    };
    let area = store::find_charge(tx, rollout.id)?.area;
    Ok(ShowPage {
        answering: people::who_answers(who, tx, duty.unit, area)?,
        cx: who.cx_titled(requirement.ask.title.clone()),
        documents: store::list_documents(tx, rollout.id)?,
        word: duty.word(today),
        state: duty.colour(today).into(),
        may_do: who.may(tx, permissions::DO, duty.unit)?,
        may_waive: who.may(tx, permissions::WAIVE, above)?,
        cannot_begin: duty.may_begin(runs).told(),
        cannot_finish: duty.may_say_done(runs, missing_figures).told(),
        cannot_change: duty.may_finish(runs).told(),
        may_say_minutes: duty.may_say_minutes().is_yes(),
        figures,
        said,
        cannot_reopen: duty.may_reopen(runs).told(),
        evidence_href: href_of(&duty.evidence),
        history: history::read(tx, vec![id.to_string()])?,
        reason,
        duty,
        requirement,
        rollout,
        unit,
    })
}

/// Where the evidence is seen; empty when nowhere.
fn href_of(evidence: &Evidence) -> String {
    match evidence.kind.as_str() {
        "document" => format!("/documents/{}", evidence.id),
        "conference" => format!("/conferences/{}", evidence.id),
        "report" => format!("/reports/{}", evidence.id),
        "link" => evidence.id.clone(),
        _ => String::new(),
    }
}

/// The unit above, which waives; the top of the tree answers for itself.
pub(crate) fn above(tx: &mut Tx<'_>, unit: UnitId) -> Result<UnitId, Failure> {
    Ok(units::store::find(tx, unit)?.parent.unwrap_or(unit))
}

/// What the steps of a duty send.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct StepForm {
    version: i64,
    note: String,
    link: String,
    reason: String,
    minutes: String,
}

impl StepForm {
    fn evidence(&self) -> Evidence {
        let link = self.link.trim();
        // anything but a web address would run as a script or lead nowhere
        let is_address = link.starts_with("https://") || link.starts_with("http://");
        Evidence {
            kind: if is_address { "link".to_owned() } else { String::new() },
            id: if is_address { link.to_owned() } else { String::new() },
            note: vietnamese::nfc(self.note.trim()),
        }
    }
}

/// Who takes a step: the unit that owes the duty, or the unit above it.
#[derive(Clone, Copy)]
enum By {
    Unit,
    UnitAbove,
}

/// One step of a duty over the version that the page showed.
async fn step<C>(who: Actor, id: DutyId, version: i64, by: By, change: C) -> Result<(), Failure>
where
    C: FnOnce(DutyFacts, Day) -> Result<Duty, Refused> + Send + 'static,
{
    let asker = who.clone();
    who.write(move |tx| {
        let facts = store::find_duty_facts(tx, id)?;
        match by {
            By::Unit => asker.must(tx, permissions::DO, facts.duty.unit)?,
            By::UnitAbove => {
                let above = above(tx, facts.duty.unit)?;
                asker.must(tx, permissions::WAIVE, above)?;
            }
        }
        if facts.duty.version != version {
            return Err(Failure::Stale);
        }
        let before = facts.duty.clone();
        store::save_duty(tx, &before, &change(facts, asker.today())?)?;
        Ok(())
    })
    .await
}

pub(crate) async fn begin(who: Actor, Path(id): Path<DutyId>, Form(form): Form<StepForm>) -> Answer {
    step(who, id, form.version, By::Unit, |facts, _| facts.duty.begin(facts.rollout.is_running())).await?;
    go_to_saying(format!("/duties/{id}"), "rollouts-duty-begun")
}

pub(crate) async fn done(who: Actor, Path(id): Path<DutyId>, Form(form): Form<StepForm>) -> Answer {
    let evidence = form.evidence();
    let asker = who.clone();
    who.write(move |tx| {
        let facts = store::find_duty_facts(tx, id)?;
        asker.must(tx, permissions::DO, facts.duty.unit)?;
        if facts.duty.version != form.version {
            return Err(Failure::Stale);
        }
        let before = facts.duty.clone();
        let title = facts.requirement.ask.title.clone();
        let done = finished(facts, evidence, asker.today())?;
        store::save_duty(tx, &before, &done)?;
        say(tx, &done, &title, &form.minutes)
    })
    .await?;
    go_to_saying(format!("/duties/{id}"), "rollouts-duty-done")
}

/// Keeps how long it took, if anything was typed.
pub(crate) fn say(tx: &mut Tx<'_>, duty: &Duty, title: &str, typed: &str) -> Result<(), Failure> {
    let Some(minutes) = burden::domain::read_minutes(typed)? else { return Ok(()) };
    Ok(store::say_minutes(tx, duty, title, minutes)?)
}

/// Says how long a duty took that is done, or that it took something else.
pub(crate) async fn say_minutes(who: Actor, Path(id): Path<DutyId>, Form(form): Form<StepForm>) -> Answer {
    let asker = who.clone();
    who.write(move |tx| {
        let DutyFacts { duty, requirement, .. } = store::find_duty_facts(tx, id)?;
        asker.must(tx, permissions::DO, duty.unit)?;
        duty.may_say_minutes().or_refuse()?;
        say(tx, &duty, &requirement.ask.title, &form.minutes)
    })
    .await?;
    go_to_saying(format!("/duties/{id}"), "rollouts-minutes-said")
}

/// The duty as done today.
pub(crate) fn finished(facts: DutyFacts, evidence: Evidence, today: Day) -> Result<Duty, Refused> {
    let DutyFacts { duty, requirement, rollout, missing_figures } = facts;
    duty.may_say_done(rollout.is_running(), missing_figures).or_refuse()?;
    duty.finish(requirement.ask.measure, evidence, rollout.is_running(), today)
}

pub(crate) async fn waive(who: Actor, Path(id): Path<DutyId>, Form(form): Form<StepForm>) -> Answer {
    let reason = vietnamese::nfc(form.reason.trim());
    step(who, id, form.version, By::UnitAbove, move |facts, today| {
        facts.duty.waive(&reason, facts.rollout.is_running(), today)
    })
    .await?;
    go_to_saying(format!("/duties/{id}"), "rollouts-duty-waived")
}

pub(crate) async fn reopen(who: Actor, Path(id): Path<DutyId>, Form(form): Form<StepForm>) -> Answer {
    step(who, id, form.version, By::UnitAbove, |facts, _| facts.duty.reopen(facts.rollout.is_running())).await?;
    go_to_saying(format!("/duties/{id}"), "rollouts-duty-reopened")
}
