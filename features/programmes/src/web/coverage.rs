//! Clause by clause: what of the superior's document is answered here, what is not, and what is the unit's own.

use askama::Template;
use documents::import::must_bear_no_mark;
use platform::web::{Actor, Answer, Cx, Failure, Form, Path, go_to_saying, page};
use serde::Deserialize;

use super::{called, clauses_of, programme_for};
use crate::domain::{Coverage, CoveredClause, Programme, ProgrammeId, Says, Silence, Target, Task, cover};
use crate::permissions::{VIEW, WRITE};
use crate::store;

#[derive(Template)]
#[template(path = "programmes/coverage.html")]
struct CoveragePage {
    cx: Cx,
    programme: Programme,
    basis: String,
    coverage: Coverage,
    targets: Vec<Target>,
    tasks: Vec<Task>,
    may_write: bool,
    may_mark: bool,
}

/// Letters of a clause that are shown before it is opened.
const SHOWN: usize = 120;

impl CoveragePage {
    fn start(&self, text: &str) -> String {
        let mut start: String = text.chars().take(SHOWN).collect();
        if start.len() < text.len() {
            start.push('…');
        }
        start
    }

    /// The clauses that are left out, each with the place of its row.
    fn left_out(&self) -> Vec<(usize, &CoveredClause)> {
        (1..).zip(&self.coverage.clauses).filter(|(_, clause)| clause.silence.is_some()).collect()
    }
}

/// How far the document is answered, and how many of its clauses are left out of that.
pub(crate) fn told(cx: &Cx, coverage: &Coverage) -> String {
    let (asked, open) = (coverage.asked(), coverage.open());
    let answered = match (asked, open) {
        (0, _) => cx.t("programmes-none-asked"),
        (_, 0) => cx.t1("programmes-all-covered", "asked", asked),
        _ => cx.t2("programmes-open-clauses", "open", open, "asked", asked),
    };
    let (telling, marked) = (coverage.telling(), coverage.marked());
    if telling + marked == 0 {
        return answered;
    }
    format!("{answered} {}", cx.t2("programmes-left-out", "telling", telling, "marked", marked))
}

pub(crate) async fn show(who: Actor, Path(id): Path<ProgrammeId>) -> Answer {
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let programme = programme_for(&asker, tx, VIEW, id)?;
            let targets = store::list_targets(tx, id)?;
            let tasks = store::list_tasks(tx, id, asker.today())?;
            Ok::<_, Failure>(CoveragePage {
                cx: asker.cx("programmes-coverage"),
                basis: called(tx, programme.head.basis)?,
                coverage: cover(&clauses_of(tx, programme.head.basis)?, &targets, &tasks, &store::list_marks(tx, id)?),
                may_mark: asker.may(tx, WRITE, programme.unit)?,
                may_write: programme.may_write().is_yes() && asker.may(tx, WRITE, programme.unit)?,
                programme,
                targets,
                tasks,
            })
        })
        .await?;
    page(&shown)
}

/// Which clause, what it is and why; without a reason asked for where the mark is taken back.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct MarkForm {
    clause: String,
    says: String,
    reason: String,
    take_back: String,
}

/// Marks a clause as calling for no task here, or as ordering work, or takes that back. What is marked is no part of the
/// paper, so that a programme that is issued is marked, too.
pub(crate) async fn mark(who: Actor, Path(id): Path<ProgrammeId>, Form(form): Form<MarkForm>) -> Answer {
    let asker = who.clone();
    who.write(move |tx| {
        let programme = programme_for(&asker, tx, WRITE, id)?;
        let is_clause = clauses_of(tx, programme.head.basis)?.iter().any(|clause| clause.path == form.clause);
        if !is_clause {
            return Err(Failure::NotFound);
        }
        if !form.take_back.is_empty() {
            return Ok(store::remove_mark(tx, &programme, &form.clause)?);
        }
        let (says, reason) = (form.says.parse().unwrap_or(Says::Silent), vietnamese::nfc(form.reason.trim()));
        programme.may_mark(says, &reason).or_refuse()?;
        must_bear_no_mark(&[&reason])?;
        Ok(store::save_mark(tx, &programme, &form.clause, says, &reason)?)
    })
    .await?;
    go_to_saying(format!("/programmes/{id}/coverage"), "programmes-clause-saved")
}
