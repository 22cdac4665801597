//! Who of a branch does not sign in yet, and user names for them.

use std::collections::HashSet;

use kernel::{AccountId, PersonId, UnitId};
use platform::db::{StoreError, Tx};
use platform::params;

use crate::domain::user_name_kept;

/// Somebody without an account, or with one for which no password was chosen yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotSigningIn {
    /// The person.
    pub person: PersonId,
    /// The name.
    pub name: String,
    /// The unit.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// The account that waits for its password.
    pub account: Option<AccountId>,
    /// A telephone number is known.
    pub has_phone: bool,
}

/// Somebody who does not sign in is one without an account, or whose only accounts have no password and are not disabled.
const NOT_SIGNING_IN: &str = "FROM unit_ancestor b JOIN person p ON p.home_unit_id = b.unit_id
     JOIN unit u ON u.id = p.home_unit_id LEFT JOIN account a ON a.person_id = p.id
     WHERE b.ancestor_id = $1 AND p.ended_on IS NULL AND (a.id IS NULL OR (a.password_hash = '' AND a.disabled_at IS NULL))
       AND NOT EXISTS (SELECT 1 FROM account o WHERE o.person_id = p.id AND o.password_hash <> '')";

/// Those of the branch who do not sign in, by unit and name.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_not_signing_in(
    tx: &mut Tx<'_>,
    root: UnitId,
    limit: i64,
    offset: i64,
) -> Result<Vec<NotSigningIn>, StoreError> {
    tx.list(
        &format!(
            "SELECT p.id, p.full_name, u.id, u.name, a.id, p.phone <> '' {NOT_SIGNING_IN}
             ORDER BY u.code, p.sort_key, p.id LIMIT $2 OFFSET $3"
        ),
        params![root, limit, offset],
        |row| {
            Ok(NotSigningIn {
                person: row.get(0)?,
                name: row.get(1)?,
                unit: row.get(2)?,
                unit_name: row.get(3)?,
                account: row.get(4)?,
                has_phone: row.get(5)?,
            })
        },
    )
}

/// How many of the branch do not sign in.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_not_signing_in(tx: &mut Tx<'_>, root: UnitId) -> Result<i64, StoreError> {
    tx.scalar(&format!("SELECT COUNT(*) {NOT_SIGNING_IN}"), params![root])
}

/// This user name, or with the smallest number after it that nobody has: `hanh.tran`, `hanh.tran2`.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn free_user_name(tx: &mut Tx<'_>, wanted: &str) -> Result<String, StoreError> {
    let wanted = user_name_kept(wanted);
    let taken: HashSet<String> = tx
        .list("SELECT user_name FROM account WHERE user_name LIKE $1", params![format!("{wanted}%")], |row| row.get(0))?
        .into_iter()
        .collect();
    if !taken.contains(&wanted) {
        return Ok(wanted);
    }
    let mut number = 2;
    while taken.contains(&format!("{wanted}{number}")) {
        number += 1;
    }
    Ok(format!("{wanted}{number}"))
}

/// True when this person signs in, or was barred from it.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn signs_in(tx: &mut Tx<'_>, person: PersonId) -> Result<bool, StoreError> {
    tx.lookup(
        "SELECT 1 FROM account WHERE person_id = $1 AND (password_hash <> '' OR disabled_at IS NOT NULL)",
        params![person],
        |_| Ok(()),
    )
    .map(|row| row.is_some())
}
