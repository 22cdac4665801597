//! One programme: how far it is, its targets and tasks, and what can be done now.

use std::collections::HashMap;

use askama::Template;
use documents::import::must_bear_no_mark;
use drafts::domain::Head as DraftHead;
use kernel::{Day, DocumentId, Told};
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, Form, Path, Query, go_to, go_to_saying, page};
use serde::Deserialize;
use units::store::Kin;

use super::{called, clauses_of, day_or_today, programme_for};
use crate::domain::{
    Amount, Colour, Coverage, Programme, ProgrammeId, State, Summary, Target, TargetId, Task, body_of, cover,
    summary_of,
};
use crate::permissions::{VIEW, WRITE};
use crate::store;

/// Papers of the register offered at once.
const PAPERS: i64 = 200;

/// As of which day.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ShowQuery {
    pub day: String,
}

#[derive(Template)]
#[template(path = "programmes/show.html")]
struct ShowPage {
    cx: Cx,
    programme: Programme,
    unit_name: String,
    /// Who took the place of the unit, where that has ended.
    heir: Option<Kin>,
    basis: String,
    document: String,
    day: Day,
    today: Day,
    summary: Summary,
    targets: Vec<Target>,
    results: HashMap<TargetId, Amount>,
    tasks: Vec<Task>,
    coverage: Coverage,
    may_write: bool,
    drafting: Vec<Told>,
    is_writable: bool,
    /// Papers of the register it may have been issued as.
    papers: Vec<(DocumentId, String)>,
}

impl ShowPage {
    fn result(&self, target: &Target) -> Option<Amount> {
        self.results.get(&target.id).copied()
    }

    fn count(&self, which: impl Fn(&Task) -> bool) -> i64 {
        self.tasks.iter().map(|task| i64::from(which(task))).sum()
    }

    fn task_count(&self) -> i64 {
        self.count(|_| true)
    }

    fn done(&self) -> i64 {
        self.count(Task::is_done)
    }

    fn late(&self) -> i64 {
        self.count(|task| task.colour(self.day) == Colour::Red)
    }
}

pub(crate) async fn show(who: Actor, Path(id): Path<ProgrammeId>, Query(query): Query<ShowQuery>) -> Answer {
    let (asker, day) = (who.clone(), day_or_today(&who, &query.day));
    let shown = who
        .read(move |tx| {
            let programme = programme_for(&asker, tx, VIEW, id)?;
            let targets = store::list_targets_on(tx, id, day)?;
            let tasks = store::list_tasks(tx, id, day)?;
            let marks = store::list_marks(tx, id)?;
            let coverage = cover(&clauses_of(tx, programme.head.basis)?, &targets, &tasks, &marks);
            let results = store::results_on(tx, &targets, day)?;
            Ok::<_, Failure>(ShowPage {
                cx: asker.cx_titled(programme.called()),
                unit_name: units::store::find(tx, programme.unit)?.name,
                heir: units::store::list_kin(tx, programme.unit)?.1.into_iter().next(),
                basis: called(tx, programme.head.basis)?,
                document: called(tx, programme.document)?,
                day,
                today: asker.today(),
                summary: summary_of(&targets, &results, day),
                results,
                coverage,
                may_write: asker.may(tx, WRITE, programme.unit)?,
                drafting: programme.may_draft(store::facts(tx, id)?).told(),
                is_writable: programme.may_write().is_yes(),
                papers: store::list_papers(tx, programme.unit, PAPERS)?,
                targets,
                tasks,
                programme,
            })
        })
        .await?;
    page(&shown)
}

/// The version the page showed, and why.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct StepForm {
    version: i64,
    reason: String,
}

/// Its paper becomes a draft, which is consulted on, approved and issued there.
pub(crate) async fn draft(who: Actor, Path(id): Path<ProgrammeId>, Form(form): Form<StepForm>) -> Answer {
    let asker = who.clone();
    let draft = who
        .write(move |tx| {
            let programme = programme_for(&asker, tx, WRITE, id)?;
            asker.must(tx, drafts::permissions::WRITE, programme.unit)?;
            let facts = store::facts(tx, id)?;
            programme.may_draft(facts).or_refuse()?;
            let (targets, tasks) = (store::list_targets(tx, id)?, store::list_tasks(tx, id, asker.today())?);
            let text = body_of(&programme, &called(tx, programme.head.basis)?, &targets, &tasks);
            let head = head_of(tx, &programme)?;
            let draft = drafts::store::insert(tx, programme.unit, programme.unit, &head, &text)?;
            let drafted = Programme { version: form.version, ..programme }.drafted(facts, draft.to_string())?;
            store::save_state(tx, &drafted, "programmes.drafted")?;
            crate::annex::refresh(tx, &drafted)?;
            Ok::<_, Failure>(draft)
        })
        .await?;
    go_to(format!("/drafts/{draft}"))
}

fn head_of(tx: &mut Tx<'_>, programme: &Programme) -> Result<DraftHead, Failure> {
    let unit = units::store::find(tx, programme.unit)?;
    let above = unit.parent.map(|parent| units::store::find(tx, parent)).transpose()?;
    let recipients = above.as_ref().map(|above| format!("{} (để báo cáo)", above.name)).unwrap_or_default();
    let kind = programme.head.kind;
    let mut head = drafts::suggested_head(&unit, above.as_ref(), kind.type_code(), &programme.head.title, &recipients);
    head.symbol = head.symbol.replacen(kind.type_code(), kind.symbol_code(), 1);
    Ok(head)
}

/// The version the page showed, and the document of the register.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct IssuedForm {
    version: i64,
    document: String,
}

/// It was issued on paper or through the register: the document there is its paper, with its number and day.
pub(crate) async fn enter_issued(who: Actor, Path(id): Path<ProgrammeId>, Form(form): Form<IssuedForm>) -> Answer {
    let asker = who.clone();
    let document: DocumentId = form.document.parse().map_err(|_| Failure::Malformed("programmes-error-document"))?;
    who.write(move |tx| {
        let programme = programme_for(&asker, tx, WRITE, id)?;
        let facts = store::paper_facts(tx, &programme, document)?;
        let issued = Programme { version: form.version, ..programme }.entered_issued(document, facts)?;
        store::save_state(tx, &issued, "programmes.entered_issued")?;
        Ok::<_, Failure>(crate::copying::have_measured(tx, id)?)
    })
    .await?;
    go_to_saying(format!("/programmes/{id}"), "programmes-entered-issued")
}

pub(crate) async fn give_up(who: Actor, Path(id): Path<ProgrammeId>, Form(form): Form<StepForm>) -> Answer {
    let asker = who.clone();
    who.write(move |tx| {
        let programme = programme_for(&asker, tx, WRITE, id)?;
        let reason = vietnamese::nfc(form.reason.trim());
        must_bear_no_mark(&[&reason])?;
        let dropped = Programme { version: form.version, ..programme }.give_up(reason)?;
        Ok::<_, Failure>(store::save_state(tx, &dropped, "programmes.given_up")?)
    })
    .await?;
    go_to_saying(format!("/programmes/{id}"), "programmes-given-up")
}
