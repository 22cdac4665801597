//! The pages of materials, one module per screen, and who sees what.

pub(crate) mod coverage;
pub(crate) mod desk;
pub(crate) mod edit;
pub(crate) mod list;
pub(crate) mod pack_files;
pub(crate) mod pack_list;
pub(crate) mod pack_sheet;
pub(crate) mod packs;
pub(crate) mod part;
pub(crate) mod qr;
pub(crate) mod read;
pub(crate) mod rules;
pub(crate) mod show;
pub(crate) mod uploads;

use kernel::{AccountId, Permission, UnitId};
use platform::db::{StoreError, Tx};
use platform::web::{Actor, Failure, State as PageState};
use serde::Deserialize;

use crate::domain::{MaterialId, Set, State};
use crate::permissions::VIEW;
use crate::store;

/// A set as somebody sees it: down from this unit.
pub(crate) struct Seen {
    pub set: Set,
    /// The set's own unit, or the widest of the actor's units it reaches.
    pub root: UnitId,
}

/// The set, when its unit lies in the actor's branches, or when it is published and reaches one of them from above.
///
/// # Errors
/// [`Failure::NotFound`] otherwise.
pub(crate) fn see(who: &Actor, tx: &mut Tx<'_>, id: MaterialId) -> Result<Seen, Failure> {
    let set = store::find(tx, id)?;
    if who.may(tx, VIEW, set.unit)? {
        return Ok(Seen { root: set.unit, set });
    }
    if !set.is_read() {
        return Err(Failure::NotFound);
    }
    let mut reached = Vec::new();
    for unit in who.scope(VIEW) {
        if units::store::is_within(tx, unit, set.unit)? {
            reached.push(unit);
        }
    }
    let root = rollouts::widest(tx, reached)?.ok_or(Failure::NotFound)?;
    Ok(Seen { set, root })
}

/// The set, when the actor may do this with it.
///
/// # Errors
/// [`Failure::NotFound`] outside the actor's branches, [`Failure::Forbidden`] without the role.
pub(crate) fn set_for(who: &Actor, tx: &mut Tx<'_>, permission: Permission, id: MaterialId) -> Result<Set, Failure> {
    let set = store::find(tx, id)?;
    who.must(tx, permission, set.unit)?;
    Ok(set)
}

/// May a reader open it: everybody a public one, whoever has a role in a unit that it reaches, whoever may look at it as an
/// officer.
pub(crate) fn may_read(who: &Actor, tx: &mut Tx<'_>, set: &Set) -> Result<bool, StoreError> {
    if !set.is_read() {
        return Ok(false);
    }
    if set.head.is_public || who.may(tx, VIEW, set.unit)? {
        return Ok(true);
    }
    for own in who.own_units() {
        if units::store::is_within(tx, own, set.unit)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The name behind an account; empty for the system and for one that is gone.
pub(crate) fn name_of(tx: &mut Tx<'_>, account: Option<AccountId>) -> Result<String, StoreError> {
    match account.map(|id| people::store::account_name(tx, id)) {
        None | Some(Err(StoreError::NotFound)) => Ok(String::new()),
        Some(name) => name,
    }
}

/// The colour of a state.
pub(crate) fn colour_of(state: &State) -> PageState {
    match state {
        State::Writing => PageState::Amber,
        State::Published => PageState::Green,
        State::Withdrawn => PageState::Grey,
    }
}

/// The version the page showed, and why.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct StepForm {
    pub version: i64,
    pub reason: String,
    pub note: String,
}
