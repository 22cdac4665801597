//! Rows of `external_identity` and `oidc_step`: which account a provider's person is, and sign-ins that are at the
//! provider.

use kernel::{AccountId, Instant};
use people::secret;
use platform::db::{StoreError, Tx};
use platform::params;

use crate::domain::ExternalId;
use crate::oidc::External;

/// How long a sign-in may take at the provider, in seconds.
const AT_PROVIDER_LONGEST: i64 = 10 * 60;

/// The account linked to this person of the provider.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn lookup_linked_account(tx: &mut Tx<'_>, external: &External) -> Result<Option<AccountId>, StoreError> {
    tx.lookup(
        "SELECT account_id FROM external_identity WHERE issuer = $1 AND subject = $2",
        params![external.issuer, external.subject],
        |row| row.get(0),
    )
}

/// Since when and with which provider the account is linked.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn lookup_link(tx: &mut Tx<'_>, account: AccountId) -> Result<Option<(String, Instant)>, StoreError> {
    tx.lookup(
        "SELECT issuer, linked_at FROM external_identity WHERE account_id = $1 ORDER BY linked_at DESC",
        params![account],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Links the account with this person of the provider, in the place of another one.
///
/// # Errors
/// [`StoreError::Taken`] when the person is linked with another account.
pub fn insert_link(tx: &mut Tx<'_>, account: AccountId, external: &External) -> Result<(), StoreError> {
    remove_link(tx, account)?;
    let (id, now): (ExternalId, Instant) = (tx.new_id(), tx.now());
    tx.run(
        "INSERT INTO external_identity (id, account_id, issuer, subject, linked_at) VALUES ($1, $2, $3, $4, $5)",
        params![id, account, external.issuer, external.subject, now],
    )?;
    Ok(())
}

/// The account is linked with nobody any more. False when it was not.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn remove_link(tx: &mut Tx<'_>, account: AccountId) -> Result<bool, StoreError> {
    Ok(tx.run("DELETE FROM external_identity WHERE account_id = $1", params![account])? > 0)
}

/// A sign-in that is at the provider.
#[derive(Clone, PartialEq, Eq)]
pub struct AtProvider {
    /// Must come back with the browser.
    pub state: String,
    /// Must stand in the ID token.
    pub nonce: String,
    /// Proves to the provider that the code is asked for by who began.
    pub verifier: String,
    /// Where the sign-in leads.
    pub next: String,
    /// The account to be linked; none for a sign-in.
    pub link: Option<AccountId>,
}

/// Keeps a sign-in that goes to the provider, and gives the token for the browser's cookie.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert_at_provider(tx: &mut Tx<'_>, one: &AtProvider) -> Result<String, StoreError> {
    let token = secret::new_secret().map_err(|error| StoreError::Driver(error.to_string()))?;
    let now = tx.now();
    tx.run("DELETE FROM oidc_step WHERE expires_at <= $1", params![now])?;
    tx.run(
        "INSERT INTO oidc_step (token_hash, state, nonce, verifier, next, link_account_id, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![
            secret::kept(&token),
            one.state,
            one.nonce,
            one.verifier,
            one.next,
            one.link,
            now.plus_seconds(AT_PROVIDER_LONGEST)
        ],
    )?;
    Ok(token)
}

/// Takes the sign-in that comes back to this browser; it comes back once.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn take_at_provider(tx: &mut Tx<'_>, token: &str) -> Result<Option<AtProvider>, StoreError> {
    let now = tx.now();
    tx.lookup(
        "DELETE FROM oidc_step WHERE token_hash = $1 AND expires_at > $2
         RETURNING state, nonce, verifier, next, link_account_id",
        params![secret::kept(token), now],
        |row| {
            Ok(AtProvider {
                state: row.get(0)?,
                nonce: row.get(1)?,
                verifier: row.get(2)?,
                next: row.get(3)?,
                link: row.get(4)?,
            })
        },
    )
}
