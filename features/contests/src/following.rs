//! What contests do when something happened elsewhere.

use kernel::{Event, Fact};
use platform::db::{StoreError, Tx};

use crate::store;

/// Copies of a name go when the person is erased.
pub(crate) fn on_event(tx: &mut Tx<'_>, event: &Event) -> Result<(), StoreError> {
    match event.fact {
        Fact::PersonErased(person) => store::erase_person(tx, person),
        _ => Ok(()),
    }
}
