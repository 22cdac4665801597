//! What goes when a person is erased.

use kernel::PersonId;
use platform::db::{StoreError, Tx};
use platform::params;

/// Erases what the person wrote and what was written about it. That they were asked, have submitted and passed stays as a
/// date without a name, so that no figure changes; so do proposals, which were kept without a name. What waited for the
/// person's review is without a reviewer again.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn erase_person(tx: &mut Tx<'_>, person: PersonId) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM reflection_text WHERE person_id = $1",
        "DELETE FROM reflection_earlier WHERE person_id = $1",
        "UPDATE reflection SET secret = '' WHERE person_id = $1",
        "UPDATE reflection_removed SET reason = '' WHERE person_id = $1",
        "UPDATE reflection_reviewer_change SET reason = ''
         WHERE person_id = $1 OR from_person_id = $1 OR to_person_id = $1",
        "UPDATE reflection SET reviewer_person_id = NULL, version = version + 1
         WHERE reviewer_person_id = $1 AND state <> 'passed'",
    ] {
        tx.run(sql, params![person])?;
    }
    Ok(())
}
