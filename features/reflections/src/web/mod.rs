//! The pages of reflections, one module per screen. Who reads a text is asked here, in [`read_by`], and nowhere else.

pub(crate) mod changes;
pub(crate) mod digest;
pub(crate) mod earlier;
pub(crate) mod edit;
pub(crate) mod list;
pub(crate) mod people;
pub(crate) mod review;
pub(crate) mod show;
pub(crate) mod write;

use kernel::{Permission, PersonId};
use platform::db::Tx;
use platform::web::{Actor, Failure, State as PageState};

use crate::domain::{Call, CallId, CallState, Reflection, State};
use crate::store;

/// The call, if the actor may do this with it.
///
/// # Errors
/// [`Failure::NotFound`] outside the actor's branches, [`Failure::Forbidden`] without the role.
pub(crate) fn call_for(who: &Actor, tx: &mut Tx<'_>, permission: Permission, id: CallId) -> Result<Call, Failure> {
    let call = store::find_call(tx, id)?;
    who.must(tx, permission, call.unit)?;
    Ok(call)
}

/// The reflection of this person and its call, when the actor is one of the two who read it. For everybody else, whatever
/// their role, there is no such thing.
///
/// # Errors
/// [`Failure::NotFound`].
pub(crate) fn read_by(
    who: &Actor,
    tx: &mut Tx<'_>,
    id: CallId,
    person: PersonId,
) -> Result<(Call, Reflection), Failure> {
    who.note_asked();
    let reader = who.person().ok_or(Failure::NotFound)?;
    let reflection = store::find_reflection(tx, id, person)?;
    if !reflection.is_read_by(reader) {
        return Err(Failure::NotFound);
    }
    Ok((store::find_call(tx, id)?, reflection))
}

/// The actor's own reflection and its call.
///
/// # Errors
/// [`Failure::NotFound`] when none is asked of the actor.
pub(crate) fn own(who: &Actor, tx: &mut Tx<'_>, id: CallId) -> Result<(Call, Reflection), Failure> {
    who.note_asked();
    let person = who.person().ok_or(Failure::NotFound)?;
    read_by(who, tx, id, person)
}

/// The state of the call as this author meets it: after the closing they may have a day of their own.
///
/// # Errors
/// [`Failure::Broken`].
pub(crate) fn state_for(who: &Actor, tx: &mut Tx<'_>, call: &Call, of: &Reflection) -> Result<CallState, Failure> {
    Ok(call.state_for(store::lookup_own_day(tx, call.id, of.person)?, who.today()))
}

/// The colour of a reflection's state.
pub(crate) fn colour_of(state: &State) -> PageState {
    match state {
        State::Due => PageState::Grey,
        State::Submitted | State::Returned => PageState::Amber,
        State::Passed => PageState::Green,
    }
}

/// The colour of a call's state.
pub(crate) fn colour_of_call(state: &CallState) -> PageState {
    match state {
        CallState::Preparing => PageState::Grey,
        CallState::Announced => PageState::Amber,
        CallState::Closed => PageState::Green,
    }
}
