//! One duty: what is owed, until when, and the steps that may be taken now. The unit begins and finishes it; the unit
//! above waives and reopens it.

use askama::Template;
use axum::extract::Path;
use kernel::{Day, DutyId, Refused, UnitId};
use people::store::Happening;
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, Form, State, WhoAnswers, go_to_saying, page};
use serde::Deserialize;
use units::domain::Unit;

use super::history;
use crate::domain::{Duty, DutyState, Evidence, Measure, Requirement, Rollout};
use crate::permissions;
use crate::store::{self, ChosenDocument, DutyFacts};

#[derive(Template)]
#[template(path = "rollouts/duty.html")]
struct ShowPage {
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
    let shown = who.read(move |tx| read(&asker, tx, id)).await?;
    page(&shown)
}

fn read(who: &Actor, tx: &mut Tx<'_>, id: DutyId) -> Result<ShowPage, Failure> {
    let DutyFacts { duty, requirement, rollout } = store::find_duty_facts(tx, id)?;
    who.must(tx, permissions::VIEW, duty.unit)?;
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
        cannot_finish: duty.may_finish(runs).told(),
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
fn above(tx: &mut Tx<'_>, unit: UnitId) -> Result<UnitId, Failure> {
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
    step(who, id, form.version, By::Unit, move |facts, today| finished(facts, evidence, today)).await?;
    go_to_saying(format!("/duties/{id}"), "rollouts-duty-done")
}

/// The duty as done today.
pub(crate) fn finished(facts: DutyFacts, evidence: Evidence, today: Day) -> Result<Duty, Refused> {
    let DutyFacts { duty, requirement, rollout } = facts;
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
