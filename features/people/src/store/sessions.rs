//! Rows of `session`, `api_token` and `sign_in_failure`, and who stands behind a cookie or a token.

use kernel::{AccountId, Instant};
use platform::db::{StoreError, Tx};
use platform::params;
use platform::texts::Language;
use platform::web::{Grant, Identity};

use crate::domain::{ATTEMPTS_WINDOW, TokenId, session_ends, user_name_kept};
use crate::secret;

/// A session that was used less than this many seconds ago is not written again.
const RENEW_AFTER: i64 = 5 * 60;

fn new_secret() -> Result<String, StoreError> {
    secret::new_secret().map_err(|error| StoreError::Driver(error.to_string()))
}

/// Starts a session and gives its token, which goes into the cookie and nowhere else.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn start_session(tx: &mut Tx<'_>, account: AccountId, agent: &str) -> Result<String, StoreError> {
    let token = new_secret()?;
    let now = tx.now();
    let agent: String = agent.chars().take(200).collect();
    tx.run(
        "INSERT INTO session (token_hash, account_id, created_at, seen_at, expires_at, agent)
         VALUES ($1, $2, $3, $3, $4, $5)",
        params![secret::kept(&token), account, now, session_ends(now, now), agent],
    )?;
    tx.run("DELETE FROM session WHERE account_id = $1 AND expires_at <= $2", params![account, now])?;
    Ok(token)
}

/// The identity behind a session's token, if it is valid now.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn identify_session(tx: &mut Tx<'_>, token: &str) -> Result<Option<Identity>, StoreError> {
    let now = tx.now();
    let account = tx.lookup(
        "SELECT account_id FROM session WHERE token_hash = $1 AND expires_at > $2",
        params![secret::kept(token), now],
        |row| row.get::<AccountId>(0),
    )?;
    account.map_or(Ok(None), |account| identity(tx, account))
}

/// The identity behind an API token, unless it was revoked.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn identify_token(tx: &mut Tx<'_>, token: &str) -> Result<Option<Identity>, StoreError> {
    let account = tx.lookup(
        "SELECT account_id FROM api_token WHERE token_hash = $1 AND revoked_at IS NULL",
        params![secret::kept(token)],
        |row| row.get::<AccountId>(0),
    )?;
    account.map_or(Ok(None), |account| identity(tx, account))
}

fn identity(tx: &mut Tx<'_>, account: AccountId) -> Result<Option<Identity>, StoreError> {
    let known = tx.lookup(
        "SELECT a.person_id, COALESCE(p.full_name, a.user_name), a.language FROM account a
         LEFT JOIN person p ON p.id = a.person_id WHERE a.id = $1 AND a.disabled_at IS NULL",
        params![account],
        |row| {
            Ok(Identity {
                account,
                person: row.get(0)?,
                name: row.get(1)?,
                language: Language::of(&row.get::<String>(2)?),
                grants: Vec::new(),
                helper: None,
            })
        },
    )?;
    let Some(mut identity) = known else {
        return Ok(None);
    };
    let today = tx.today();
    identity.grants = tx.list(
        "SELECT role, unit_id FROM role_grant
         WHERE account_id = $1 AND from_day <= $2 AND (to_day IS NULL OR to_day > $2) ORDER BY id",
        params![account, today],
        |row| Ok(Grant { role: row.get(0)?, unit: row.get(1)? }),
    )?;
    // what was addressed to units that ended concerns those who act for the unit that took their place
    for grant in identity.grants.clone() {
        let before = units::store::list_predecessors(tx, grant.unit)?;
        identity.grants.extend(before.into_iter().map(|unit| Grant { unit, ..grant }));
    }
    Ok(Some(identity))
}

/// True when the session was last noted long enough ago that its use should be noted again.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn is_session_due(tx: &mut Tx<'_>, token: &str) -> Result<bool, StoreError> {
    let before = tx.now().plus_seconds(-RENEW_AFTER);
    tx.lookup(
        "SELECT 1 FROM session WHERE token_hash = $1 AND seen_at < $2",
        params![secret::kept(token), before],
        |_| Ok(()),
    )
    .map(|row| row.is_some())
}

/// Notes that the session is used: its end moves on.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn renew_session(tx: &mut Tx<'_>, token: &str) -> Result<(), StoreError> {
    let now = tx.now();
    let hash = secret::kept(token);
    let began = tx.lookup(
        "SELECT created_at FROM session WHERE token_hash = $1 AND expires_at > $2",
        params![hash, now],
        |row| row.get::<Instant>(0),
    )?;
    if let Some(began) = began {
        tx.run(
            "UPDATE session SET seen_at = $2, expires_at = $3 WHERE token_hash = $1",
            params![hash, now, session_ends(began, now)],
        )?;
    }
    Ok(())
}

/// A session as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionLine {
    /// The hash of its token: its name in forms.
    pub hash: String,
    /// Since when.
    pub created_at: Instant,
    /// Last used (to five minutes).
    pub seen_at: Instant,
    /// Ends, if it is not used.
    pub expires_at: Instant,
    /// The browser, as it calls itself.
    pub agent: String,
}

/// The sessions of an account that are valid now, last used first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_sessions(tx: &mut Tx<'_>, account: AccountId) -> Result<Vec<SessionLine>, StoreError> {
    let now = tx.now();
    tx.list(
        "SELECT token_hash, created_at, seen_at, expires_at, agent FROM session
         WHERE account_id = $1 AND expires_at > $2 ORDER BY seen_at DESC, token_hash",
        params![account, now],
        |row| {
            Ok(SessionLine {
                hash: row.get(0)?,
                created_at: row.get(1)?,
                seen_at: row.get(2)?,
                expires_at: row.get(3)?,
                agent: row.get(4)?,
            })
        },
    )
}

/// Ends one session of the account, named by the hash of its token. Ended already is well too.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn end_session(tx: &mut Tx<'_>, account: AccountId, hash: &str) -> Result<(), StoreError> {
    tx.run("DELETE FROM session WHERE account_id = $1 AND token_hash = $2", params![account, hash])?;
    Ok(())
}

/// Ends every session of the account but this one (none: every one). Gives how many.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn end_other_sessions(tx: &mut Tx<'_>, account: AccountId, kept_hash: Option<&str>) -> Result<u64, StoreError> {
    tx.run(
        "DELETE FROM session WHERE account_id = $1 AND token_hash <> $2",
        params![account, kept_hash.unwrap_or_default()],
    )
}

/// An API token as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenLine {
    /// Its id.
    pub id: TokenId,
    /// What it is for, in the owner's words.
    pub name: String,
    /// Since when.
    pub created_at: Instant,
    /// Counts no more since.
    pub revoked_at: Option<Instant>,
}

/// Makes an API token and gives it, once.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert_token(tx: &mut Tx<'_>, account: AccountId, name: &str) -> Result<(TokenId, String), StoreError> {
    // the prefix lets a scanner of leaked secrets recognise it
    let token = format!("thongsuot_{}", new_secret()?);
    let id: TokenId = tx.new_id();
    let now = tx.now();
    tx.run(
        "INSERT INTO api_token (id, account_id, name, token_hash, created_at, revoked_at)
         VALUES ($1, $2, $3, $4, $5, NULL)",
        params![id, account, name, secret::kept(&token), now],
    )?;
    Ok((id, token))
}

/// The API tokens of an account, newest first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_tokens(tx: &mut Tx<'_>, account: AccountId) -> Result<Vec<TokenLine>, StoreError> {
    tx.list(
        "SELECT id, name, created_at, revoked_at FROM api_token WHERE account_id = $1 ORDER BY created_at DESC, id DESC",
        params![account],
        |row| {
            Ok(TokenLine {
                id: row.get(0)?,
                name: row.get(1)?,
                created_at: row.get(2)?,
                revoked_at: row.get(3)?,
            })
        },
    )
}

/// Revokes an API token of the account.
///
/// # Errors
/// [`StoreError::NotFound`] when the account has none such in force.
pub fn revoke_token(tx: &mut Tx<'_>, account: AccountId, id: TokenId) -> Result<(), StoreError> {
    let now = tx.now();
    let revoked = tx.run(
        "UPDATE api_token SET revoked_at = $3 WHERE id = $1 AND account_id = $2 AND revoked_at IS NULL",
        params![id, account, now],
    )?;
    if revoked == 1 { Ok(()) } else { Err(StoreError::NotFound) }
}

/// Failed attempts of the window: for this user name, and from this address (0 when it is not known).
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_failures(tx: &mut Tx<'_>, user_name: &str, address: &str) -> Result<(i64, i64), StoreError> {
    let since = tx.now().plus_seconds(-ATTEMPTS_WINDOW);
    let for_name = tx.scalar(
        "SELECT COUNT(*) FROM sign_in_failure WHERE user_name = $1 AND at > $2",
        params![user_name_kept(user_name), since],
    )?;
    let from_address = tx.scalar(
        "SELECT COUNT(*) FROM sign_in_failure WHERE address = $1 AND address <> '' AND at > $2",
        params![address, since],
    )?;
    Ok((for_name, from_address))
}

/// Notes a failed attempt and forgets those out of the window.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert_failure(tx: &mut Tx<'_>, user_name: &str, address: &str) -> Result<(), StoreError> {
    let id: TokenId = tx.new_id();
    let now = tx.now();
    let name: String = user_name_kept(user_name).chars().take(100).collect();
    tx.run(
        "INSERT INTO sign_in_failure (id, user_name, address, at) VALUES ($1, $2, $3, $4)",
        params![id, name, address, now],
    )?;
    let old = now.plus_seconds(-ATTEMPTS_WINDOW);
    tx.run("DELETE FROM sign_in_failure WHERE at <= $1", params![old])?;
    Ok(())
}

/// Forgets the failed attempts for a user name: its owner is in.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn forget_failures(tx: &mut Tx<'_>, user_name: &str) -> Result<(), StoreError> {
    tx.run("DELETE FROM sign_in_failure WHERE user_name = $1", params![user_name_kept(user_name)])?;
    Ok(())
}
