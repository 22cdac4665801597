//! Work behind the ledger: draining PostgreSQL's queue, and proving the ledger against the rows, every night and when asked.

use std::collections::{BTreeSet, HashMap, HashSet};

use kernel::{Day, UnitId};
use platform::App;
use platform::app::{Feature, Figure, RowsOf};
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
        jobs::enqueue(tx, RECOMPUTE.name, &serde_json::json!({ ASKED: true }))?;
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

/// How long past days are proved after today, in seconds, at night; the next night goes on with the others.
const SECONDS_FOR_THE_PAST: i64 = 20 * 60;
/// The same when somebody asks by day: other work waits behind this.
const SECONDS_WHEN_ASKED: i64 = 30;
/// Stands in the body of a job that somebody asked for.
const ASKED: &str = "asked";

fn recompute_and_note(run: &JobRun) -> Result<serde_json::Value, String> {
    prove_days(run).map_err(|error| error.to_string())
}

/// Proves today, then past days: the ends of the months that are over, those found wrong and those not looked at for longest
/// first, as long as there is time.
fn prove_days(run: &JobRun) -> Result<serde_json::Value, StoreError> {
    let app = &run.app;
    let (began, today) = (app.clock.now(), app.clock.today());
    drain_all(&app.db)?;
    let pairs = pairs_of_whole(app, today, &mut || run.progress(0, 1))?;
    let found = recompute_pairs(app, today, &pairs, |done, total| run.progress(done, total))?;
    let (compared, mut differences, mut past) = (found.compared, found.differences.len(), 0_i64);
    app.db.write_now(move |tx| {
        plan_next(tx)?;
        store::insert_recomputation(tx, &found)
    })?;
    let seconds = if run.job.body.contains(ASKED) { SECONDS_WHEN_ASKED } else { SECONDS_FOR_THE_PAST };
    for day in app.db.read_now(|tx| store::list_past_days(tx, today))? {
        if run.is_stopping() || app.clock.now() > began.plus_seconds(seconds) {
            break;
        }
        let found = recompute_pairs(app, day, &pairs, |done, total| run.progress(done, total))?;
        if run.is_stopping() {
            break;
        }
        differences += found.differences.len();
        past += 1;
        app.db.write_now(move |tx| store::insert_recomputation(tx, &found))?;
    }
    Ok(serde_json::json!({ "compared": compared, "differences": differences, "past_days": past }))
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

/// A figure and a subject.
type Pair<'a> = (&'a Figure, String);

/// The pairs the ledger knows.
fn pairs_of_ledger(app: &App) -> Result<Vec<Pair<'_>>, StoreError> {
    let figures: HashMap<&str, &Figure> =
        app.features.iter().flat_map(|feature| feature.figures).map(|figure| (figure.id, figure)).collect();
    let known = app.db.read_now(store::list_pairs)?;
    Ok(known.into_iter().filter_map(|(subject, id)| Some((*figures.get(id.as_str())?, subject))).collect())
}

/// The pairs the ledger knows, and those it never heard of although rows may stand behind them: what each feature with figures
/// has in its lists, and what is counted under any other figure, where rows stand behind it on this day.
/// `goes_on` is asked now and then, so that the job is known to be alive.
fn pairs_of_whole<'a>(
    app: &'a App,
    as_of: Day,
    goes_on: &mut dyn FnMut() -> Result<bool, StoreError>,
) -> Result<Vec<Pair<'a>>, StoreError> {
    let mut pairs = pairs_of_ledger(app)?;
    let known: HashSet<(&str, String)> = pairs.iter().map(|(figure, subject)| (figure.id, subject.clone())).collect();
    let counted: BTreeSet<String> = pairs.iter().map(|(_, subject)| subject.clone()).collect();
    for feature in app.features.iter().filter(|feature| !feature.figures.is_empty()) {
        let listed: BTreeSet<String> = app.db.read_now(|tx| listed(tx, feature))?.into_iter().collect();
        for figure in feature.figures {
            // a figure that takes every subject for its own cannot say which of the others' are its
            let takes_any = app.db.read_now(|tx| owner_of(tx, figure, ""))?.is_some();
            let others = counted.difference(&listed).filter(|_| !takes_any);
            let unheard: Vec<&String> = listed
                .iter()
                .chain(others)
                .filter(|subject| !known.contains(&(figure.id, (*subject).clone())))
                .collect();
            for piece in unheard.chunks(LOOKED_AT) {
                pairs.extend(app.db.read_now(|tx| with_rows(tx, figure, piece, as_of))?);
                if !goes_on()? {
                    return Ok(pairs);
                }
            }
        }
    }
    Ok(pairs)
}

/// How many subjects are looked at in one go.
const LOOKED_AT: usize = 500;

/// Those of these subjects that are the figure's own and have rows on this day.
fn with_rows<'a>(
    tx: &mut Tx<'_>,
    figure: &'a Figure,
    subjects: &[&String],
    as_of: Day,
) -> Result<Vec<Pair<'a>>, StoreError> {
    let mut found = Vec::new();
    for subject in subjects {
        let is_owned = owner_of(tx, figure, subject)?.is_some();
        if is_owned && !(figure.of_units)(tx, subject, as_of)?.is_empty() {
            found.push((figure, (*subject).clone()));
        }
    }
    Ok(found)
}

/// How many ids a feature is asked for at once.
const LISTED: i64 = 1_000;

/// The ids of all that a feature has in its lists, as it gives them to the search.
fn listed(tx: &mut Tx<'_>, feature: &Feature) -> Result<Vec<String>, StoreError> {
    let mut ids: Vec<String> = Vec::new();
    for kind in feature.search {
        let mut after = String::new();
        loop {
            let page = (kind.page)(tx, &after, LISTED)?;
            let Some((last, _)) = page.last() else { break };
            after.clone_from(last);
            ids.extend(page.into_iter().map(|(id, _)| id));
        }
    }
    Ok(ids)
}

/// The owner of a subject; none when the figure's feature does not know it.
fn owner_of(tx: &mut Tx<'_>, figure: &Figure, subject: &str) -> Result<Option<UnitId>, StoreError> {
    match (figure.owner)(tx, subject) {
        Err(StoreError::NotFound) => Ok(None),
        owner => owner,
    }
}

/// Compares what the ledger holds with the rows it was made of, figure by figure and subject by subject: every unit's sum at
/// the end of this day, in the tree of that day. `done` is told how many of how many are through and says whether to go on.
/// Gives how many were compared, and every difference; a difference that is gone when looked at again was a change under way.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn recompute(
    app: &App,
    as_of: Day,
    done: impl FnMut(i64, i64) -> Result<bool, StoreError>,
) -> Result<Recomputation, StoreError> {
    drain_all(&app.db)?;
    recompute_pairs(app, as_of, &pairs_of_ledger(app)?, done)
}

/// Compares as [`recompute`] does, and looks beyond the ledger: at every subject the features have, so that rows of which it
/// never heard are found.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn recompute_whole(
    app: &App,
    as_of: Day,
    done: impl FnMut(i64, i64) -> Result<bool, StoreError>,
) -> Result<Recomputation, StoreError> {
    drain_all(&app.db)?;
    recompute_pairs(app, as_of, &pairs_of_whole(app, as_of, &mut || Ok(true))?, done)
}

fn recompute_pairs(
    app: &App,
    as_of: Day,
    pairs: &[Pair<'_>],
    mut done: impl FnMut(i64, i64) -> Result<bool, StoreError>,
) -> Result<Recomputation, StoreError> {
    let superiors = app.db.read_now(|tx| units::store::list_superiors_on(tx, as_of))?;
    let total = i64::try_from(pairs.len()).unwrap_or(i64::MAX);
    let mut found = Recomputation { as_of, compared: 0, units: 0, differences: Vec::new() };
    for (through, (figure, subject)) in (1_i64..).zip(pairs) {
        let mut compared = (0, Vec::new());
        for _ in 0..LOOKS {
            compared = app.db.read_now(|tx| recompute_subject(tx, figure, subject, as_of, &superiors))?;
            if compared.1.is_empty() {
                break;
            }
        }
        // where neither the ledger nor the rows have anything there was nothing to compare
        found.compared += i64::from(compared.0 > 0);
        found.units += compared.0;
        found.differences.extend(compared.1);
        if !done(through, total)? {
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
    if owner_of(tx, figure, subject)?.is_none() {
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
    drain_all(&app.db)?;
    let mut differences =
        recompute_pairs(app, as_of, &pairs_of_whole(app, as_of, &mut || Ok(true))?, |_, _| Ok(true))?.differences;
    for (figure, subject) in &pairs_of_ledger(app)? {
        for tree in trees {
            let at = At { subject, figure: figure.id, as_of, tree: *tree };
            let shown = app.db.read_now(|tx| prove_subject(tx, figure, at))?;
            differences.extend(shown.into_iter().filter(|one| !differences.contains(one)).collect::<Vec<_>>());
        }
    }
    Ok(differences)
}

fn prove_subject(tx: &mut Tx<'_>, figure: &Figure, at: At<'_>) -> Result<Vec<Difference>, StoreError> {
    let Some(owner) = owner_of(tx, figure, at.subject)? else { return Ok(Vec::new()) };
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
