//! Rows of `account` and `role_grant`.

use kernel::{AccountId, Day, Instant, PersonId, Role, UnitId};
use platform::db::{Param, Row, StoreError, Tx};
use platform::params;

use crate::domain::{Account, GrantId, HeldRole, NewAccount, user_name_kept};

pub(super) const COLUMNS: &str = "a.id, a.person_id, a.user_name, a.language, a.created_at, a.disabled_at, a.version";

pub(super) fn read(row: &Row<'_>) -> Result<Account, StoreError> {
    Ok(Account {
        id: row.get(0)?,
        person: row.get(1)?,
        user_name: row.get(2)?,
        language: row.get(3)?,
        created_at: row.get(4)?,
        disabled_at: row.get(5)?,
        version: row.get(6)?,
    })
}

/// Opens an account. It holds no role yet.
///
/// # Errors
/// [`StoreError::Taken`] when the user name belongs to somebody.
pub fn create_account(tx: &mut Tx<'_>, account: &NewAccount) -> Result<AccountId, StoreError> {
    let id: AccountId = tx.new_id();
    let now = tx.now();
    tx.run(
        "INSERT INTO account (id, person_id, user_name, password_hash, language, created_at, disabled_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, NULL, 1)",
        params![id, account.person, user_name_kept(&account.user_name), account.password_hash, account.language, now],
    )?;
    Ok(id)
}

/// The account with this id.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_account(tx: &mut Tx<'_>, id: AccountId) -> Result<Account, StoreError> {
    tx.find(&format!("SELECT {COLUMNS} FROM account a WHERE a.id = $1"), params![id], read)
}

/// The account with this user name.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn lookup_account_by_user_name(tx: &mut Tx<'_>, user_name: &str) -> Result<Option<Account>, StoreError> {
    tx.lookup(
        &format!("SELECT {COLUMNS} FROM account a WHERE a.user_name = $1"),
        params![user_name_kept(user_name)],
        read,
    )
}

/// The account that may sign in under this name, with the hash of its password; none while it has no password.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn lookup_credentials(tx: &mut Tx<'_>, user_name: &str) -> Result<Option<(AccountId, String)>, StoreError> {
    tx.lookup(
        "SELECT id, password_hash FROM account WHERE user_name = $1 AND disabled_at IS NULL AND password_hash <> ''",
        params![user_name_kept(user_name)],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The hash of an account's password.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn password_hash(tx: &mut Tx<'_>, id: AccountId) -> Result<String, StoreError> {
    tx.scalar("SELECT password_hash FROM account WHERE id = $1", params![id])
}

/// Keeps another password, provided that the old hash still stands.
///
/// # Errors
/// [`StoreError::Stale`] when it was changed meanwhile.
pub fn save_password(tx: &mut Tx<'_>, id: AccountId, old_hash: &str, new_hash: &str) -> Result<(), StoreError> {
    tx.run_one(
        "UPDATE account SET password_hash = $3, version = version + 1 WHERE id = $1 AND password_hash = $2",
        params![id, old_hash, new_hash],
    )
}

/// Keeps the language of the account's pages.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn save_language(tx: &mut Tx<'_>, id: AccountId, language: &str) -> Result<(), StoreError> {
    tx.run("UPDATE account SET language = $2 WHERE id = $1", params![id, language])?;
    Ok(())
}

/// Disables the account (its sessions end, its tokens no longer count) or enables it.
///
/// # Errors
/// [`StoreError::Stale`] when it was changed meanwhile.
pub fn save_disabled(tx: &mut Tx<'_>, account: &Account, disabled_at: Option<Instant>) -> Result<(), StoreError> {
    tx.run_one(
        "UPDATE account SET disabled_at = $3, version = version + 1 WHERE id = $1 AND version = $2",
        params![account.id, account.version, disabled_at],
    )?;
    if disabled_at.is_some() {
        tx.run("DELETE FROM session WHERE account_id = $1", params![account.id])?;
    }
    Ok(())
}

/// The name shown for an account: the person's, or the user name.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn account_name(tx: &mut Tx<'_>, id: AccountId) -> Result<String, StoreError> {
    tx.scalar(
        "SELECT COALESCE(p.full_name, a.user_name) FROM account a LEFT JOIN person p ON p.id = a.person_id
         WHERE a.id = $1",
        params![id],
    )
}

/// The accounts of a person.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_accounts_of(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Account>, StoreError> {
    tx.list(
        &format!("SELECT {COLUMNS} FROM account a WHERE a.person_id = $1 ORDER BY a.user_name"),
        params![person],
        read,
    )
}

pub(super) const GRANT_COLUMNS: &str = "g.id, g.account_id, g.role, g.unit_id, u.name, g.from_day, g.to_day";

pub(super) fn read_grant(row: &Row<'_>) -> Result<HeldRole, StoreError> {
    Ok(HeldRole {
        id: row.get(0)?,
        account: row.get(1)?,
        role: row.get(2)?,
        unit: row.get(3)?,
        unit_name: row.get(4)?,
        from: row.get(5)?,
        to: row.get(6)?,
    })
}

/// Gives a role in a unit from this day on.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn grant(tx: &mut Tx<'_>, account: AccountId, role: Role, unit: UnitId, from: Day) -> Result<GrantId, StoreError> {
    let id: GrantId = tx.new_id();
    tx.run(
        "INSERT INTO role_grant (id, account_id, role, unit_id, from_day, to_day) VALUES ($1, $2, $3, $4, $5, NULL)",
        params![id, account, role, unit, from],
    )?;
    Ok(id)
}

/// The role given under this id.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_grant(tx: &mut Tx<'_>, id: GrantId) -> Result<HeldRole, StoreError> {
    tx.find(
        &format!("SELECT {GRANT_COLUMNS} FROM role_grant g JOIN unit u ON u.id = g.unit_id WHERE g.id = $1"),
        params![id],
        read_grant,
    )
}

/// Every role the account holds, held or will hold, newest first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_grants(tx: &mut Tx<'_>, account: AccountId) -> Result<Vec<HeldRole>, StoreError> {
    tx.list(
        &format!(
            "SELECT {GRANT_COLUMNS} FROM role_grant g JOIN unit u ON u.id = g.unit_id WHERE g.account_id = $1
             ORDER BY g.from_day DESC, g.id DESC"
        ),
        params![account],
        read_grant,
    )
}

/// Ends a role: from this day on it is no longer held.
///
/// # Errors
/// [`StoreError::Stale`] when there is none such or it ended before.
pub fn end_grant(tx: &mut Tx<'_>, id: GrantId, on: Day) -> Result<(), StoreError> {
    tx.run_one("UPDATE role_grant SET to_day = $2 WHERE id = $1 AND (to_day IS NULL OR to_day > $2)", params![id, on])
}

/// The accounts that hold this role somewhere today.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_holders(tx: &mut Tx<'_>, role: Role) -> Result<Vec<AccountId>, StoreError> {
    let today = tx.today();
    tx.list(
        "SELECT DISTINCT account_id FROM role_grant
         WHERE role = $1 AND from_day <= $2 AND (to_day IS NULL OR to_day > $2) ORDER BY account_id",
        params![role, today],
        |row| row.get(0),
    )
}

/// Who answers for a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The person, when the account is one's.
    pub person: Option<PersonId>,
    /// The name.
    pub name: String,
    /// The post; may be empty.
    pub post: String,
    /// In which role.
    pub role: Role,
}

/// The leaders and secretaries of this very unit today, then its officers.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn heads_of(tx: &mut Tx<'_>, unit: UnitId) -> Result<Vec<Head>, StoreError> {
    let today = tx.today();
    heads_of_on(tx, unit, today)
}

/// The same on any day up to today.
pub(super) fn heads_of_on(tx: &mut Tx<'_>, unit: UnitId, day: Day) -> Result<Vec<Head>, StoreError> {
    let until = Instant::after(day);
    tx.list(
        "SELECT a.person_id, COALESCE(p.full_name, a.user_name), COALESCE(p.post, ''), g.role
         FROM role_grant g JOIN account a ON a.id = g.account_id LEFT JOIN person p ON p.id = a.person_id
         WHERE g.unit_id = $1 AND g.from_day <= $2 AND (g.to_day IS NULL OR g.to_day > $2)
         AND (a.disabled_at IS NULL OR a.disabled_at >= $3)
         AND g.role IN ('leader', 'cell_secretary', 'officer', 'commune_officer')
         ORDER BY CASE g.role WHEN 'leader' THEN 0 WHEN 'cell_secretary' THEN 0 ELSE 1 END, p.sort_key, a.user_name",
        params![unit, day, until],
        |row| Ok(Head { person: row.get(0)?, name: row.get(1)?, post: row.get(2)?, role: row.get(3)? }),
    )
}

/// Roles held in units that a change ended go on in the units that took their place; without an heir they end.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn pass_roles(tx: &mut Tx<'_>, change: &str) -> Result<(), StoreError> {
    let held = tx.list(
        "SELECT DISTINCT g.account_id, g.role, s.heir_id, s.on_day FROM unit_succession s
         JOIN role_grant g ON g.unit_id = s.unit_id
         WHERE s.change_id = $1 AND s.position = 0 AND s.heir_id IS NOT NULL AND g.to_day IS NULL
           AND NOT EXISTS (SELECT 1 FROM role_grant o WHERE o.account_id = g.account_id AND o.role = g.role
               AND o.unit_id = s.heir_id AND o.to_day IS NULL)",
        params![change],
        |row| Ok((row.get::<AccountId>(0)?, row.get::<String>(1)?, row.get::<UnitId>(2)?, row.get::<kernel::Day>(3)?)),
    )?;
    let ids: Vec<GrantId> = held.iter().map(|_| tx.new_id()).collect();
    let mut rows: Vec<[&dyn Param; 5]> = Vec::with_capacity(held.len());
    for ((account, role, heir, on), id) in held.iter().zip(&ids) {
        rows.push([id, account, role, heir, on]);
    }
    tx.insert_rows("INSERT INTO role_grant (id, account_id, role, unit_id, from_day)", &rows, "")?;
    tx.run(
        "UPDATE role_grant SET to_day = (SELECT MIN(s.on_day) FROM unit_succession s
             WHERE s.change_id = $1 AND s.unit_id = role_grant.unit_id)
         WHERE to_day IS NULL AND unit_id IN (SELECT s.unit_id FROM unit_succession s WHERE s.change_id = $1)",
        params![change],
    )?;
    Ok(())
}
