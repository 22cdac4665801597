//! The standings of rounds in memory, kept up with the log: read whole once, then only what was added. A rank is looked up
//! in microseconds however many took part.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use fair_contest::Standings;
use platform::App;
use platform::db::{StoreError, Tx};

use super::engine;
use crate::domain::{Contest, Round};
use crate::store;

/// Results read from the log at once.
const STRETCH: i64 = 20_000;

/// A round's standings, up to a place of its log.
struct Kept {
    /// What else was decided when they were read.
    revision: i64,
    place: i64,
    standings: Standings,
}

/// The standings this node keeps.
#[derive(Default)]
pub(crate) struct AllStandings(Mutex<HashMap<i64, Arc<Mutex<Option<Kept>>>>>);

impl AllStandings {
    fn of(&self, round: i64) -> Arc<Mutex<Option<Kept>>> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(all.entry(round).or_default())
    }
}

/// Looks something up in the standings of a round as they are now.
///
/// # Errors
/// [`StoreError::NotFound`] before the round is announced.
pub(crate) async fn standings_of<T: Send + 'static>(
    app: &App,
    round: i64,
    look: impl FnOnce(&Standings) -> T + Send + 'static,
) -> Result<T, StoreError> {
    let its_app = app.clone();
    app.db.read(move |tx| read_standings(&its_app, tx, round, look)).await
}

/// As [`standings_of`], inside a transaction that reads.
///
/// # Errors
/// [`StoreError::NotFound`] before the round is announced.
pub(crate) fn read_standings<T>(
    app: &App,
    tx: &mut Tx<'_>,
    round: i64,
    look: impl FnOnce(&Standings) -> T,
) -> Result<T, StoreError> {
    let kept = engine(app).standings.of(round);
    let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
    let round = store::find_round(tx, round)?;
    let contest = store::find(tx, round.contest)?;
    let is_fitting = kept.as_ref().is_some_and(|kept| kept.revision == round.revision);
    if !is_fitting {
        *kept = Some(whole(tx, &contest, &round)?);
    }
    match kept.as_mut() {
        Some(kept) => {
            follow(tx, kept, round.no)?;
            Ok(look(&kept.standings))
        }
        None => Err(StoreError::NotFound),
    }
}

/// Read from what counts of every contestant. It is of the same snapshot as the round's place in the log.
fn whole(tx: &mut Tx<'_>, contest: &Contest, round: &Round) -> Result<Kept, StoreError> {
    let seed = round.seed.ok_or(StoreError::NotFound)?;
    let rules = &contest.rules;
    let mut standings = Standings::new(rules.counts(), rules.tie_break(), round.opens_at.0, seed);
    store::each_best(tx, round.no, |one| {
        standings.take(one);
    })?;
    if let Some(truth) = round.truth {
        standings.tell_truth(truth);
    }
    Ok(Kept { revision: round.revision, place: round.log_place, standings })
}

/// Takes in what the log has beyond.
fn follow(tx: &mut Tx<'_>, kept: &mut Kept, round: i64) -> Result<(), StoreError> {
    loop {
        let added = store::results_after(tx, round, kept.place, STRETCH)?;
        let count = i64::try_from(added.len()).unwrap_or(0);
        for one in added {
            kept.place = one.place;
            kept.standings.take(one);
        }
        if count < STRETCH {
            return Ok(());
        }
    }
}
