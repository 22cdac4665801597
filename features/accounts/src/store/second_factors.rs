//! Rows of `second_factor`, `recovery_code`, `second_factor_role` and `sign_in_step`.

use kernel::{AccountId, Instant, Role};
use people::secret;
use platform::db::{Row, StoreError, Tx};
use platform::params;

use crate::domain::{RECOVERY_CODES, RecoveryCodeId, SECRET_BYTES, STEP_LONGEST, SecondFactor, normal_code};

fn no_randomness(error: secret::NoRandomness) -> StoreError {
    StoreError::Driver(error.to_string())
}

fn read(row: &Row<'_>) -> Result<SecondFactor, StoreError> {
    let secret: Vec<u8> = row.get(1)?;
    let secret: [u8; SECRET_BYTES] = secret
        .try_into()
        .map_err(|_| StoreError::Corrupt { table: "second_factor", detail: "a secret of another length".into() })?;
    Ok(SecondFactor { account: row.get(0)?, secret, confirmed_at: row.get(2)?, last_step: row.get(3)? })
}

/// The second factor of an account, confirmed or being set up.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn lookup_second_factor(tx: &mut Tx<'_>, account: AccountId) -> Result<Option<SecondFactor>, StoreError> {
    let sql = "SELECT account_id, secret, confirmed_at, last_step FROM second_factor WHERE account_id = $1";
    tx.lookup(sql, params![account], read)
}

/// The second factor the account is asked for.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn lookup_confirmed_factor(tx: &mut Tx<'_>, account: AccountId) -> Result<Option<SecondFactor>, StoreError> {
    Ok(lookup_second_factor(tx, account)?.filter(|factor| factor.confirmed_at.is_some()))
}

/// Begins to set up a second factor with a fresh secret, in the place of one that was never confirmed.
///
/// # Errors
/// [`StoreError::Taken`] when the account has a confirmed one.
pub fn begin_second_factor(tx: &mut Tx<'_>, account: AccountId) -> Result<SecondFactor, StoreError> {
    let secret = secret::random::<SECRET_BYTES>().map_err(no_randomness)?;
    let now = tx.now();
    tx.run("DELETE FROM second_factor WHERE account_id = $1 AND confirmed_at IS NULL", params![account])?;
    tx.run(
        "INSERT INTO second_factor (account_id, secret, made_at, confirmed_at, last_step) VALUES ($1, $2, $3, NULL, 0)",
        params![account, secret.as_slice(), now],
    )?;
    Ok(SecondFactor { account, secret, confirmed_at: None, last_step: 0 })
}

/// Notes that the code of this time step was accepted, which confirms the second factor if it was being set up.
///
/// # Errors
/// [`StoreError::Stale`] when the same or a later one was accepted meanwhile.
pub fn save_step(tx: &mut Tx<'_>, account: AccountId, step: i64) -> Result<(), StoreError> {
    let now = tx.now();
    tx.run_one(
        "UPDATE second_factor SET last_step = $2, confirmed_at = COALESCE(confirmed_at, $3)
         WHERE account_id = $1 AND last_step < $2",
        params![account, step, now],
    )
}

/// Forgets the second factor with its recovery codes.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn remove_second_factor(tx: &mut Tx<'_>, account: AccountId) -> Result<(), StoreError> {
    tx.run("DELETE FROM recovery_code WHERE account_id = $1", params![account])?;
    tx.run("DELETE FROM second_factor WHERE account_id = $1", params![account])?;
    Ok(())
}

/// Makes new recovery codes in the place of the old ones and gives them, once.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn renew_recovery_codes(tx: &mut Tx<'_>, account: AccountId) -> Result<Vec<String>, StoreError> {
    tx.run("DELETE FROM recovery_code WHERE account_id = $1", params![account])?;
    let mut codes = Vec::with_capacity(RECOVERY_CODES);
    for _ in 0..RECOVERY_CODES {
        let code = secret::new_signs::<12>().map_err(no_randomness)?;
        let id: RecoveryCodeId = tx.new_id();
        tx.run(
            "INSERT INTO recovery_code (id, account_id, code_hash, used_at) VALUES ($1, $2, $3, NULL)",
            params![id, account, secret::kept(&normal_code(&code))],
        )?;
        codes.push(code);
    }
    Ok(codes)
}

/// How many recovery codes are left.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_recovery_codes(tx: &mut Tx<'_>, account: AccountId) -> Result<i64, StoreError> {
    tx.scalar("SELECT COUNT(*) FROM recovery_code WHERE account_id = $1 AND used_at IS NULL", params![account])
}

/// Uses up a recovery code. False when the account has none such left.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn use_recovery_code(tx: &mut Tx<'_>, account: AccountId, typed: &str) -> Result<bool, StoreError> {
    let now = tx.now();
    let used = tx.run(
        "UPDATE recovery_code SET used_at = $3 WHERE account_id = $1 AND code_hash = $2 AND used_at IS NULL",
        params![account, secret::kept(&normal_code(typed)), now],
    )?;
    Ok(used == 1)
}

/// The roles that ask for a second factor.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_factor_roles(tx: &mut Tx<'_>) -> Result<Vec<Role>, StoreError> {
    tx.list("SELECT role FROM second_factor_role ORDER BY role", &[], |row| row.get(0))
}

/// Keeps the roles that ask for a second factor. Who holds one of them without having one is signed out, and sets it up
/// at the next sign-in.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn save_factor_roles(tx: &mut Tx<'_>, roles: &[Role]) -> Result<(), StoreError> {
    tx.run("DELETE FROM second_factor_role", &[])?;
    for role in roles {
        tx.run("INSERT INTO second_factor_role (role) VALUES ($1)", params![role])?;
    }
    for role in roles {
        for account in people::store::list_holders(tx, *role)? {
            sign_out_without_factor(tx, account)?;
        }
    }
    Ok(())
}

/// Ends the sessions of an account that a role asks for a second factor it does not have.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn sign_out_without_factor(tx: &mut Tx<'_>, account: AccountId) -> Result<(), StoreError> {
    if lookup_confirmed_factor(tx, account)?.is_none() && needs_factor(tx, account)? {
        people::store::end_other_sessions(tx, account, None)?;
    }
    Ok(())
}

/// True when a role the account holds today asks for a second factor.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn needs_factor(tx: &mut Tx<'_>, account: AccountId) -> Result<bool, StoreError> {
    let roles = list_factor_roles(tx)?;
    if roles.is_empty() {
        return Ok(false);
    }
    let today = tx.today();
    let grants = people::store::list_grants(tx, account)?;
    Ok(grants.iter().any(|grant| grant.is_held_on(today) && roles.contains(&grant.role)))
}

/// A sign-in that waits for the second factor: the password was right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInStep {
    /// Whose.
    pub account: AccountId,
    /// Where the sign-in leads.
    pub next: String,
}

/// Keeps a sign-in until the second factor is given, and gives the token for the browser's cookie.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn begin_step(tx: &mut Tx<'_>, account: AccountId, next: &str) -> Result<String, StoreError> {
    let token = secret::new_secret().map_err(no_randomness)?;
    let now = tx.now();
    tx.run("DELETE FROM sign_in_step WHERE expires_at <= $1", params![now])?;
    tx.run(
        "INSERT INTO sign_in_step (token_hash, account_id, next, expires_at) VALUES ($1, $2, $3, $4)",
        params![secret::kept(&token), account, next, now.plus_seconds(STEP_LONGEST)],
    )?;
    Ok(token)
}

/// The sign-in that waits under this token.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn lookup_step(tx: &mut Tx<'_>, token: &str) -> Result<Option<SignInStep>, StoreError> {
    let now: Instant = tx.now();
    tx.lookup(
        "SELECT account_id, next FROM sign_in_step WHERE token_hash = $1 AND expires_at > $2",
        params![secret::kept(token), now],
        |row| Ok(SignInStep { account: row.get(0)?, next: row.get(1)? }),
    )
}

/// The sign-in waits no more.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn end_step(tx: &mut Tx<'_>, token: &str) -> Result<(), StoreError> {
    tx.run("DELETE FROM sign_in_step WHERE token_hash = $1", params![secret::kept(token)])?;
    Ok(())
}
