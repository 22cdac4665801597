//! Rows of `account_invitation`.

use kernel::{AccountId, Day, Instant};
use people::secret;
use platform::db::{Row, StoreError, Tx};
use platform::params;

use crate::domain::{Invitation, InvitationId, InvitationState, normal_code};

const COLUMNS: &str = "i.id, i.account_id, i.expires_on, i.accepted_at, i.replaced_at";

fn read(row: &Row<'_>) -> Result<Invitation, StoreError> {
    let (accepted, replaced): (Option<Instant>, Option<Instant>) = (row.get(3)?, row.get(4)?);
    let state = match (accepted, replaced) {
        (Some(at), _) => InvitationState::Accepted { at },
        (None, Some(at)) => InvitationState::Replaced { at },
        (None, None) => InvitationState::Waiting,
    };
    Ok(Invitation { id: row.get(0)?, account: row.get(1)?, expires_on: row.get(2)?, state })
}

/// Invites to an account until the end of a day, and gives the code for the slip: four groups of four signs, 80 random
/// bits. What was issued before and not used is replaced.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert_invitation(tx: &mut Tx<'_>, account: AccountId, expires_on: Day) -> Result<String, StoreError> {
    let code = secret::new_signs::<16>().map_err(|error| StoreError::Driver(error.to_string()))?;
    let (id, now): (InvitationId, Instant) = (tx.new_id(), tx.now());
    tx.run(
        "UPDATE account_invitation SET replaced_at = $2
         WHERE account_id = $1 AND accepted_at IS NULL AND replaced_at IS NULL",
        params![account, now],
    )?;
    tx.run(
        "INSERT INTO account_invitation (id, account_id, code_hash, made_at, expires_on, accepted_at, replaced_at)
         VALUES ($1, $2, $3, $4, $5, NULL, NULL)",
        params![id, account, secret::kept(&normal_code(&code)), now, expires_on],
    )?;
    Ok(code)
}

/// The invitation with this code, however it was typed and whatever became of it.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn lookup_invitation(tx: &mut Tx<'_>, typed: &str) -> Result<Option<Invitation>, StoreError> {
    tx.lookup(
        &format!("SELECT {COLUMNS} FROM account_invitation i WHERE i.code_hash = $1"),
        params![secret::kept(&normal_code(typed))],
        read,
    )
}

/// The invitation with this id.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_invitation(tx: &mut Tx<'_>, id: InvitationId) -> Result<Invitation, StoreError> {
    tx.find(&format!("SELECT {COLUMNS} FROM account_invitation i WHERE i.id = $1"), params![id], read)
}

/// The invitation to this account that can still be used today.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn lookup_waiting_invitation(tx: &mut Tx<'_>, account: AccountId) -> Result<Option<Invitation>, StoreError> {
    let today = tx.today();
    tx.lookup(
        &format!(
            "SELECT {COLUMNS} FROM account_invitation i
             WHERE i.account_id = $1 AND i.accepted_at IS NULL AND i.replaced_at IS NULL AND i.expires_on >= $2"
        ),
        params![account, today],
        read,
    )
}

/// Notes that the invitation was used.
///
/// # Errors
/// [`StoreError::Stale`] when it was used or replaced meanwhile.
pub fn save_accepted(tx: &mut Tx<'_>, id: InvitationId) -> Result<(), StoreError> {
    let now = tx.now();
    tx.run_one(
        "UPDATE account_invitation SET accepted_at = $2
         WHERE id = $1 AND accepted_at IS NULL AND replaced_at IS NULL",
        params![id, now],
    )
}
