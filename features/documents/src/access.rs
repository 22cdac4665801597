//! Which documents somebody sees: those in the registers of the branches where VIEW is held, those delivered into these
//! branches, and those delivered to a unit of one's own. Everything else is not found.

use kernel::UnitId;
use platform::db::{StoreError, Tx};
use platform::web::{Actor, Failure};

use crate::domain::{Document, State};
use crate::permissions::{SEND, VIEW};
use crate::store::{self, Sight};

/// What the actor sees, for lists.
#[must_use]
pub fn sight(who: &Actor) -> Sight {
    Sight { roots: who.scope(VIEW), own: who.own_units() }
}

/// The actor must see the document.
///
/// # Errors
/// [`Failure::NotFound`] when it does not.
pub fn must_see(who: &Actor, tx: &mut Tx<'_>, document: &Document) -> Result<(), Failure> {
    if may_see(who, tx, document)? { Ok(()) } else { Err(Failure::NotFound) }
}

/// Does the actor see the document?
///
/// # Errors
/// [`StoreError`] when the tree or the deliveries cannot be read.
pub fn may_see(who: &Actor, tx: &mut Tx<'_>, document: &Document) -> Result<bool, StoreError> {
    if who.may(tx, VIEW, document.owner_unit)? {
        return Ok(true);
    }
    if document.state != State::Registered {
        return Ok(false);
    }
    for own in who.own_units() {
        if store::lookup_delivery(tx, document.id, own)?.is_some() {
            return Ok(true);
        }
    }
    for root in who.scope(VIEW) {
        if store::is_delivered_to(tx, document.id, root)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The unit from which the actor may send the document down: the register's own, else the first of the actor's units
/// that received it.
///
/// # Errors
/// [`StoreError`] when the tree or the deliveries cannot be read.
pub fn sending_unit(who: &Actor, tx: &mut Tx<'_>, document: &Document) -> Result<Option<UnitId>, StoreError> {
    if who.may(tx, SEND, document.owner_unit)? {
        return Ok(Some(document.owner_unit));
    }
    for unit in who.scope(SEND) {
        if store::lookup_delivery(tx, document.id, unit)?.is_some() {
            return Ok(Some(unit));
        }
    }
    Ok(None)
}

/// The branch of whose deliveries the actor may know: all of them (`Some(None)`), those of one branch, or none at all.
///
/// # Errors
/// [`StoreError`] when the tree or the deliveries cannot be read.
pub fn delivery_root(who: &Actor, tx: &mut Tx<'_>, document: &Document) -> Result<Option<Option<UnitId>>, StoreError> {
    if who.may(tx, VIEW, document.owner_unit)? {
        return Ok(Some(None));
    }
    for root in who.scope(VIEW) {
        if store::is_delivered_to(tx, document.id, root)? {
            return Ok(Some(Some(root)));
        }
    }
    Ok(None)
}
