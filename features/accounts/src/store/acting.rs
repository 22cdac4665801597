//! Rows of `acting`: in which session somebody acts in whose place, and until when.

use kernel::{AccountId, Instant, PersonId};
use people::secret;
use platform::db::{StoreError, Tx};
use platform::params;

use crate::domain::{ACTING_LONGEST, ActingId};

/// From now on the session acts in the person's place.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn begin_acting(tx: &mut Tx<'_>, session: &str, account: AccountId, person: PersonId) -> Result<(), StoreError> {
    end_acting(tx, session)?;
    let (id, now): (ActingId, Instant) = (tx.new_id(), tx.now());
    tx.run(
        "INSERT INTO acting (id, session_hash, account_id, person_id, began_at, ends_at) VALUES ($1, $2, $3, $4, $5, $6)",
        params![id, secret::kept(session), account, person, now, now.plus_seconds(ACTING_LONGEST)],
    )?;
    Ok(())
}

/// The session acts in nobody's place any more. Not acting is well too.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn end_acting(tx: &mut Tx<'_>, session: &str) -> Result<(), StoreError> {
    let now = tx.now();
    tx.run(
        "UPDATE acting SET ends_at = $2 WHERE session_hash = $1 AND ends_at > $2",
        params![secret::kept(session), now],
    )?;
    Ok(())
}

/// In whose place the session acts now.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn lookup_acting(tx: &mut Tx<'_>, session: &str) -> Result<Option<PersonId>, StoreError> {
    let now = tx.now();
    tx.lookup(
        "SELECT person_id FROM acting WHERE session_hash = $1 AND ends_at > $2",
        params![secret::kept(session), now],
        |row| row.get(0),
    )
}
