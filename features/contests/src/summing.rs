//! What is summed from everything of a contest: units ranked, people over all rounds. A million people's results are summed
//! once for all who look, and anew when something is settled, annulled or barred; while a round runs, every few seconds.

use std::collections::HashMap;
use std::sync::Arc;

use fair_contest::{WholeResult, WholeSums};
use kernel::UnitId;
use platform::App;
use platform::db::{StoreError, Tx};
use platform::web::Failure;

use crate::domain::{Contest, Round, State, UnitResult, UnitScore, collective_ranking};
use crate::engine::{Shared, Stamp, Wanted, read_standings};
use crate::store::{self, UnitFigures};

/// How old what is shown of a running round may be, in milliseconds.
const OF_RUNNING: i64 = 5_000;
/// How old what is final may be: who has joined since and did nothing yet changes no rank.
const OF_FINAL: i64 = 600_000;
/// Rankings of units kept.
const UNIT_RANKINGS: usize = 64;
/// Rankings over whole contests kept: each holds everybody.
const WHOLE_RANKINGS: usize = 4;

/// Units ranked, each with its id.
pub(crate) type RankedUnits = Vec<(UnitId, UnitResult)>;

/// Units as the published file names them.
pub(crate) struct Numbering {
    /// Units as they are counted, each with its number in the file.
    pub numbers: HashMap<UnitId, i64>,
    /// The number of the unit that contestants of each unit count for.
    pub counted: HashMap<UnitId, i64>,
}

/// What this node keeps.
struct Kept {
    units: Shared<RankedUnits>,
    whole: Shared<Vec<WholeResult>>,
    numbering: Shared<Numbering>,
}

fn kept(app: &App) -> Arc<Kept> {
    app.kept(|_| Kept {
        units: Shared::new(UNIT_RANKINGS),
        whole: Shared::new(WHOLE_RANKINGS),
        numbering: Shared::new(UNIT_RANKINGS),
    })
}

/// What changes with the contest's rules, with everything that is settled, annulled or barred of these rounds, and with the
/// tree of units.
pub(crate) fn stamp(tx: &mut Tx<'_>, contest: &Contest, rounds: &[Round]) -> Result<Stamp, StoreError> {
    let mut stamp = vec![contest.version];
    stamp.extend(store::state_of_units(tx, contest.unit)?);
    for round in rounds {
        stamp.extend([round.no, round.revision, round.settled_at.map_or(0, |at| at.0)]);
    }
    Ok(stamp)
}

/// As [`stamp`], of these as they stand now.
pub(crate) fn stamp_again(tx: &mut Tx<'_>, contest: &Contest, rounds: &[Round]) -> Result<Stamp, StoreError> {
    let contest = store::find(tx, contest.id)?;
    let rounds = rounds.iter().map(|round| store::find_round(tx, round.no)).collect::<Result<Vec<_>, _>>()?;
    stamp(tx, &contest, &rounds)
}

/// The settled rounds.
pub(crate) fn settled(rounds: Vec<Round>) -> Vec<Round> {
    rounds.into_iter().filter(|round| round.settled_at.is_some()).collect()
}

/// Units with the ranks that follow from their figures; beside each the unit's id.
fn ranked(contest: &Contest, figures: Vec<UnitFigures>) -> RankedUnits {
    let ids: Vec<UnitId> = figures.iter().map(|one| one.unit).collect();
    let names: Vec<String> = figures.iter().map(|one| one.score.name.clone()).collect();
    // by their number, as two units may have one name; numbers of one length are in the order of the units
    let of_list = figures.into_iter().enumerate().map(|(at, one)| UnitScore {
        name: format!("{at:09}"),
        eligible: contest.rules.on_list(one.score.eligible),
        ..one.score
    });
    let ranked = collective_ranking(of_list.collect(), contest.rules.least_percent());
    let named = |mut one: UnitResult| {
        let at: usize = one.of.name.parse().ok()?;
        one.of.name.clone_from(names.get(at)?);
        Some((*ids.get(at)?, one))
    };
    ranked.into_iter().filter_map(named).collect()
}

/// The units of a round, ranked; of the whole contest without a round. Summed now.
pub(crate) fn ranked_units(tx: &mut Tx<'_>, contest: &Contest, round: Option<i64>) -> Result<RankedUnits, StoreError> {
    let figures = match round {
        Some(no) => store::unit_figures(tx, contest, no)?,
        None => store::whole_unit_figures(tx, contest)?,
    };
    Ok(ranked(contest, figures))
}

/// Contestants by the sum of their scores over the settled rounds, then by the sum of their times. Summed now.
pub(crate) fn whole_ranking(app: &App, tx: &mut Tx<'_>, contest: &Contest) -> Result<Vec<WholeResult>, StoreError> {
    let mut sums = WholeSums::default();
    for round in settled(store::list_rounds(tx, contest.id)?) {
        read_standings(app, tx, round.no, |all| sums.add(all))?;
    }
    Ok(sums.ranking())
}

/// What is wanted of a contest, and of the round.
fn wanted(tx: &mut Tx<'_>, contest: &Contest, round: Option<&Round>) -> Result<Wanted, StoreError> {
    let of = (contest.no, round.map_or(0, |round| round.no));
    let age = if round.is_some_and(|round| round.settled_at.is_none()) { OF_RUNNING } else { OF_FINAL };
    let stamp = match round {
        Some(round) => stamp(tx, contest, std::slice::from_ref(round))?,
        None => {
            let rounds = settled(store::list_rounds(tx, contest.id)?);
            stamp(tx, contest, &rounds)?
        }
    };
    Ok(Wanted { of, stamp, age, now: tx.now() })
}

/// The rows as they stand now.
fn read_again(tx: &mut Tx<'_>, (contest, round): (i64, i64)) -> Result<(Contest, Option<Round>), StoreError> {
    let contest = store::find_by_no(tx, contest)?;
    let round = if round == 0 { None } else { Some(store::find_round(tx, round)?) };
    Ok((contest, round))
}

/// Makes something of a contest, with what it was made from, in one transaction.
async fn make<V: Send + 'static>(
    app: &App,
    of: (i64, i64),
    sum: impl FnOnce(&mut Tx<'_>, &Contest) -> Result<V, StoreError> + Send + 'static,
) -> Result<(Stamp, V), Failure> {
    let made = move |tx: &mut Tx<'_>| {
        let (contest, round) = read_again(tx, of)?;
        Ok::<_, StoreError>((wanted(tx, &contest, round.as_ref())?.stamp, sum(tx, &contest)?))
    };
    Ok(app.db.read(made).await?)
}

/// The units of a round, ranked; of the whole contest without a round. Shared by all who look.
///
/// # Errors
/// [`Failure::Broken`].
pub(crate) async fn units(app: &App, contest: &Contest, round: Option<&Round>) -> Result<Arc<RankedUnits>, Failure> {
    let (its_contest, its_round) = (contest.clone(), round.cloned());
    let wanted = app.db.read(move |tx| wanted(tx, &its_contest, its_round.as_ref())).await?;
    let no = round.map(|round| round.no);
    let sum = || make(app, wanted.of, move |tx, contest| ranked_units(tx, contest, no));
    if contest.state == State::Preparing {
        // the list is still written
        return Ok(Arc::new(sum().await?.1));
    }
    kept(app).units.find(&wanted, sum).await
}

/// Contestants over the whole contest, in their ranking. Shared by all who look.
///
/// # Errors
/// [`Failure::Broken`].
pub(crate) async fn whole(app: &App, contest: &Contest) -> Result<Arc<Vec<WholeResult>>, Failure> {
    let its_contest = contest.clone();
    let wanted = app.db.read(move |tx| wanted(tx, &its_contest, None)).await?;
    let its_app = app.clone();
    let sum = || make(app, wanted.of, move |tx, contest| whole_ranking(&its_app, tx, contest));
    kept(app).whole.find(&wanted, sum).await
}

/// The units of the published file. Shared by all who look.
///
/// # Errors
/// [`Failure::Broken`].
pub(crate) async fn numbering(app: &App, contest: &Contest) -> Result<Arc<Numbering>, Failure> {
    let its_contest = contest.clone();
    let wanted = app.db.read(move |tx| wanted(tx, &its_contest, None)).await?;
    let number = |tx: &mut Tx<'_>, contest: &Contest| {
        let mut all = Numbering { numbers: HashMap::new(), counted: HashMap::new() };
        for (unit, top) in store::list_tops(tx, contest)? {
            let next = i64::try_from(all.numbers.len()).unwrap_or(i64::MAX).saturating_add(1);
            let number = *all.numbers.entry(top).or_insert(next);
            all.counted.insert(unit, number);
        }
        Ok::<_, StoreError>(all)
    };
    kept(app).numbering.find(&wanted, || make(app, wanted.of, number)).await
}
