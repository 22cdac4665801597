//! The pages of contests: those of contestants and of anybody under `public`, those of organisers one module per screen.

pub(crate) mod alike;
pub(crate) mod attempts;
pub(crate) mod certificates;
pub(crate) mod contestants;
pub(crate) mod desk;
pub(crate) mod edit;
pub(crate) mod excluding;
pub(crate) mod filling;
pub(crate) mod finals;
pub(crate) mod list;
pub(crate) mod prizes;
pub(crate) mod public;
pub(crate) mod questions;
pub(crate) mod results;
pub(crate) mod rounds;
pub(crate) mod show;
pub(crate) mod units;

use std::borrow::Borrow;

use kernel::Permission;
use platform::db::Tx;
use platform::web::{Actor, Failure, State as PageState};

use crate::domain::{Contest, ContestId, Phase, Round, State};
use crate::store;

/// The contest, if the actor may do this with it.
///
/// # Errors
/// [`Failure::NotFound`] outside the actor's branches, [`Failure::Forbidden`] without the role.
pub(crate) fn contest_for(
    who: &Actor,
    tx: &mut Tx<'_>,
    permission: Permission,
    id: ContestId,
) -> Result<Contest, Failure> {
    let contest = store::find(tx, id)?;
    who.must(tx, permission, contest.unit)?;
    Ok(contest)
}

/// The round with its contest, if the actor may do this with it.
///
/// # Errors
/// As [`contest_for`].
pub(crate) fn round_for(
    who: &Actor,
    tx: &mut Tx<'_>,
    permission: Permission,
    no: i64,
) -> Result<(Contest, Round), Failure> {
    let round = store::find_round(tx, no)?;
    Ok((contest_for(who, tx, permission, round.contest)?, round))
}

/// The colour of a state.
pub(crate) fn colour_of(state: impl Borrow<State>) -> PageState {
    match state.borrow() {
        State::Preparing => PageState::Grey,
        State::Announced => PageState::Amber,
        State::Ended => PageState::Green,
    }
}

/// The colour of what a round is doing.
pub(crate) fn phase_colour(phase: impl Borrow<Phase>) -> PageState {
    match phase.borrow() {
        Phase::Waiting => PageState::Grey,
        Phase::Open | Phase::Closed => PageState::Amber,
        Phase::Settled => PageState::Green,
    }
}

/// Minutes and seconds of so many milliseconds: `4:07,52`.
pub(crate) fn took_shown(millis: impl Borrow<i64>) -> String {
    let hundredths = millis.borrow() / 10;
    format!("{}:{:02},{:02}", hundredths / 6_000, hundredths / 100 % 60, hundredths % 100)
}

/// A contestant's number as it is shown: six digits.
pub(crate) fn number_shown(no: impl Borrow<i64>) -> String {
    format!("{:06}", no.borrow())
}

/// Hundredths with two decimals, as Vietnamese write them.
pub(crate) fn hundredths(n: impl Borrow<i64>) -> String {
    let n = *n.borrow();
    format!("{},{:02}", n / 100, n % 100)
}
