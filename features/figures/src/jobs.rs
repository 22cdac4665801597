//! Work behind the ledger: draining PostgreSQL's queue, and proving the ledger against the rows, every night and when asked.

use std::collections::{BTreeSet, HashMap};

use kernel::{Day, UnitId};
use platform::App;
use platform::app::{Figure, RowsOf};
use platform::db::{Db, StoreError, Tx};
use platform::jobs::{self, Job, JobKind, JobRun, JobState};

use crate::domain::{Difference, Recomputation};
use crate::store::{self, At, Tree};

/// The job that recomputes the ledger.
pub const RECOMPUTE: JobKind = JobKind { name: "figures.recompute", run: recompute_and_note };

/// The hour of the night at which the ledger is recomputed.
const HOUR: i8 = 2;

/// Sees to it that the ledger is recomputed every night: plans the next time unless one is planned.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn plan_next(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    let is_planned = jobs::list_pending(tx, RECOMPUTE.name)?.iter().any(|job| job.state == JobState::Waiting);
    if !is_planned {
        let night = jobs::next_at(tx.now(), HOUR);
        jobs::enqueue_at(tx, RECOMPUTE.name, &serde_json::Value::Null, night)?;
    }
    Ok(())
}

/// Asks for a recomputation now, unless one is under way.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn ask_now(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    let is_under_way = lookup_under_way(tx)?.is_some();
    if !is_under_way {
        jobs::enqueue(tx, RECOMPUTE.name, &serde_json::Value::Null)?;
    }
    Ok(())
}

/// The recomputation that runs, or waits although its time has come.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn lookup_under_way(tx: &mut Tx<'_>) -> Result<Option<Job>, StoreError> {
    let now = tx.now();
    Ok(jobs::list_pending(tx, RECOMPUTE.name)?.into_iter().find(|job| job.run_after <= now))
}

fn recompute_and_note(run: &JobRun) -> Result<serde_json::Value, String> {
    let app = &run.app;
    let noted = recompute(app, app.clock.today(), |done, total| run.progress(done, total)).and_then(|found| {
        let outcome = serde_json::json!({ "compared": found.compared, "differences": found.differences.len() });
        app.db.write_now(move |tx| {
            store::insert_recomputation(tx, &found)?;
            plan_next(tx)?;
            Ok::<_, StoreError>(outcome)
        })
    });
    noted.map_err(|error| error.to_string())
}

/// Deltas drained at once from which on their dead rows are taken out: reading would go over them.
const MANY: i64 = 10_000;

/// Drains the queue until it is empty. Cheap when it is.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn drain_all(db: &Db) -> Result<(), StoreError> {
    let mut drained = 0;
    loop {
        let taken = db.write_now(store::drain)?;
        drained += taken;
        if taken == 0 {
            break;
        }
    }
    if drained >= MANY { db.sweep("figure_queue") } else { Ok(()) }
}

/// Compares the whole ledger with the rows it was made of, figure by figure and subject by subject: every unit's sum at the
/// end of this day, in the tree of that day. `done` is told how many of how many are through and says whether to go on.
/// Gives how many were compared, and every difference; a difference that is gone when looked at again was a change under way.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn recompute(
    app: &App,
    as_of: Day,
    mut done: impl FnMut(i64, i64) -> Result<bool, StoreError>,
) -> Result<Recomputation, StoreError> {
    drain_all(&app.db)?;
    let superiors = app.db.read_now(|tx| units::store::list_superiors_on(tx, as_of))?;
    let mut subjects = Vec::new();
    for figure in app.features.iter().flat_map(|feature| feature.figures) {
        let known = app.db.read_now(|tx| store::list_subjects(tx, figure.id))?;
        subjects.extend(known.into_iter().map(|subject| (figure, subject)));
    }
    let total = i64::try_from(subjects.len()).unwrap_or(i64::MAX);
    let mut found = Recomputation { as_of, compared: 0, units: 0, differences: Vec::new() };
    for (figure, subject) in &subjects {
        let mut compared = (0, Vec::new());
        for _ in 0..LOOKS {
            compared = app.db.read_now(|tx| recompute_subject(tx, figure, subject, as_of, &superiors))?;
            if compared.1.is_empty() {
                break;
            }
        }
        found.compared += 1;
        found.units += compared.0;
        found.differences.extend(compared.1);
        if !done(found.compared, total)? {
            break;
        }
    }
    Ok(found)
}

/// How often a difference is looked at before it is told.
const LOOKS: usize = 3;

fn recompute_subject(
    tx: &mut Tx<'_>,
    figure: &Figure,
    subject: &str,
    as_of: Day,
    superiors: &HashMap<UnitId, UnitId>,
) -> Result<(i64, Vec<Difference>), StoreError> {
    if (figure.owner)(tx, subject)?.is_none() {
        return Ok((0, Vec::new()));
    }
    let rows = rolled_up((figure.of_units)(tx, subject, as_of)?, superiors);
    let mut ledger = store::list_sums(tx, subject, figure.id, as_of)?;
    for (unit, n) in rolled_up(store::list_waiting(tx, subject, figure.id, as_of)?, superiors) {
        *ledger.entry(unit).or_default() += n;
    }
    let units: BTreeSet<UnitId> = rows.keys().chain(ledger.keys()).copied().collect();
    let of = |sums: &HashMap<UnitId, i64>, unit| sums.get(&unit).copied().unwrap_or_default();
    let differences = units.iter().map(|unit| Difference {
        subject: subject.to_owned(),
        figure: figure.id,
        unit: *unit,
        as_of,
        ledger: of(&ledger, *unit),
        rows: of(&rows, *unit),
    });
    let differences = differences.filter(Difference::is_real).collect();
    Ok((i64::try_from(units.len()).unwrap_or(i64::MAX), differences))
}

/// What each unit has of its own, added to it and to every unit above it.
fn rolled_up(own: Vec<(UnitId, i64)>, superiors: &HashMap<UnitId, UnitId>) -> HashMap<UnitId, i64> {
    let mut sums: HashMap<UnitId, i64> = HashMap::with_capacity(own.len() * 2);
    for (unit, n) in own {
        let mut at = Some(unit);
        while let Some(unit) = at {
            *sums.entry(unit).or_default() += n;
            at = superiors.get(&unit).copied();
        }
    }
    sums
}

/// The proof tests ask for: [`recompute`], and every figure of every subject as the page behind a number shows it, at the unit
/// that owns the subject and at each unit directly below, in the tree of that day and in that of today. An empty list means
/// that the ledger is true.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn prove(app: &App, as_of: Day) -> Result<Vec<Difference>, StoreError> {
    let today = app.clock.today();
    let trees: &[Tree] = if as_of < today { &[Tree::AsWas, Tree::AsNow] } else { &[Tree::AsWas] };
    let mut differences = recompute(app, as_of, |_, _| Ok(true))?.differences;
    for figure in app.features.iter().flat_map(|feature| feature.figures) {
        let subjects = app.db.read_now(|tx| store::list_subjects(tx, figure.id))?;
        for subject in subjects {
            for tree in trees {
                let at = At { subject: &subject, figure: figure.id, as_of, tree: *tree };
                let shown = app.db.read_now(|tx| prove_subject(tx, figure, at))?;
                differences.extend(shown.into_iter().filter(|one| !differences.contains(one)).collect::<Vec<_>>());
            }
        }
    }
    Ok(differences)
}

fn prove_subject(tx: &mut Tx<'_>, figure: &Figure, at: At<'_>) -> Result<Vec<Difference>, StoreError> {
    let Some(owner) = (figure.owner)(tx, at.subject)? else { return Ok(Vec::new()) };
    let mut units: Vec<UnitId> = vec![owner];
    units.extend(store::children_in(tx, at, owner)?.into_iter().map(|unit| unit.id));
    let tree_on = at.tree.day(at.as_of, tx.today());
    let mut differences = Vec::new();
    for unit in units {
        let of = RowsOf { subject: at.subject.to_owned(), unit, as_of: at.as_of, tree_on, offset: 0, limit: 0 };
        let ledger = store::value_in(tx, at, unit)?;
        let rows = (figure.rows)(tx, &of)?.total;
        let difference =
            Difference { subject: at.subject.to_owned(), figure: figure.id, unit, as_of: at.as_of, ledger, rows };
        if difference.is_real() {
            differences.push(difference);
        }
    }
    Ok(differences)
}
