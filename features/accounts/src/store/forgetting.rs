//! What signs a person in, taken away when the person's data is erased.

use kernel::PersonId;
use platform::db::{StoreError, Tx};
use platform::params;

/// Takes away invitations, second factors, links to providers and half-done sign-ins of a person's accounts.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn forget_sign_in(tx: &mut Tx<'_>, person: PersonId) -> Result<(), StoreError> {
    const OF_PERSON: &str = "IN (SELECT a.id FROM account a WHERE a.person_id = $1)";
    for (table, column) in [
        ("account_invitation", "account_id"),
        ("recovery_code", "account_id"),
        ("second_factor", "account_id"),
        ("sign_in_step", "account_id"),
        ("external_identity", "account_id"),
        ("oidc_step", "link_account_id"),
    ] {
        tx.run(&format!("DELETE FROM {table} WHERE {column} {OF_PERSON}"), params![person])?;
    }
    Ok(())
}
