//! The pages of drafts, one module per screen.

pub(crate) mod answer;
mod answers_then;
pub(crate) mod ask;
pub(crate) mod asked;
pub(crate) mod compare;
pub(crate) mod delegations;
pub(crate) mod edit;
mod form;
pub(crate) mod issue;
pub(crate) mod list;
pub(crate) mod opine;
pub(crate) mod show;
pub(crate) mod signing;
pub(crate) mod steps;
pub(crate) mod table;
mod voices;

use kernel::Permission;
use platform::db::Tx;
use platform::web::{Actor, Failure, State as Colour};

use crate::domain::{Decision, Draft, DraftId, State};
use crate::store;

pub use form::suggested_head;
pub(crate) use voices::{Voices, voices};

/// The draft, if the actor may do this with it: in the unit that drafts it.
///
/// # Errors
/// [`Failure::NotFound`] outside the actor's branches, [`Failure::Forbidden`] without the role.
pub(crate) fn draft_for(who: &Actor, tx: &mut Tx<'_>, permission: Permission, id: DraftId) -> Result<Draft, Failure> {
    let draft = store::find(tx, id)?;
    who.must(tx, permission, draft.unit)?;
    Ok(draft)
}

/// The draft, if the actor may do this in the unit that issues it.
///
/// # Errors
/// [`Failure::NotFound`] outside the actor's branches, [`Failure::Forbidden`] without the role.
pub(crate) fn draft_of_issuer(
    who: &Actor,
    tx: &mut Tx<'_>,
    permission: Permission,
    id: DraftId,
) -> Result<Draft, Failure> {
    let draft = store::find(tx, id)?;
    who.must(tx, permission, draft.issuer)?;
    Ok(draft)
}

/// The colour of a state.
pub(crate) fn colour_of(state: &State) -> Colour {
    match state {
        State::Writing | State::Dropped => Colour::Grey,
        State::Asking | State::Submitted | State::Approved => Colour::Amber,
        State::Issued => Colour::Green,
    }
}

/// The colour of a decision.
pub(crate) fn colour_of_decision(decision: &Decision) -> Colour {
    match decision {
        Decision::Open => Colour::Amber,
        Decision::Accepted | Decision::Partly => Colour::Green,
        Decision::Explained => Colour::Grey,
    }
}
