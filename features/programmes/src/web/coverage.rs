//! Clause by clause: what of the superior's document is answered here, what is not, and what is the unit's own.

use askama::Template;
use axum::extract::Path;
use platform::web::{Actor, Answer, Cx, Failure, page};

use super::{called, clauses_of, programme_for};
use crate::domain::{Coverage, Programme, ProgrammeId, Target, Task, cover};
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
                coverage: cover(&clauses_of(tx, programme.head.basis)?, &targets, &tasks),
                may_write: programme.may_write().is_yes() && asker.may(tx, WRITE, programme.unit)?,
                programme,
                targets,
                tasks,
            })
        })
        .await?;
    page(&shown)
}
