//! What goes when a person is erased.

use kernel::PersonId;
use platform::db::{StoreError, Tx};
use platform::params;

/// Erases what the person answered. Attempts stay with how many answers were right, without a name, so that no figure
/// changes; one that runs was never counted and goes whole.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn erase_person(tx: &mut Tx<'_>, person: PersonId) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM quiz_answer WHERE attempt_id IN (SELECT id FROM quiz_attempt WHERE person_id = $1)",
        "DELETE FROM quiz_attempt WHERE person_id = $1 AND handed_in_at IS NULL",
    ] {
        tx.run(sql, params![person])?;
    }
    Ok(())
}
