//! The list of accounts of a branch, now or as it stood at the end of a past day.

use std::collections::HashMap;

use kernel::{AccountId, Day, Instant, UnitId};
use platform::db::{StoreError, Tx, in_pieces, places, with_each, word_by_events_sql};
use platform::params;
use platform::web::Sort;

use super::accounts::{COLUMNS, GRANT_COLUMNS, read, read_grant};
use crate::domain::{Account, HeldRole};

/// A line of the list of accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountLine {
    /// The account.
    pub account: Account,
    /// Whose it is.
    pub name: String,
    /// The name of that person's unit; empty without a person.
    pub unit_name: String,
    /// Nobody signs in with it, or did on the day of the list.
    pub is_disabled: bool,
    /// It has a password today; without one its person has not taken the invitation yet, or signs in elsewhere.
    pub has_password: bool,
    /// The roles it holds today or will hold; of a past day those it held then.
    pub roles: Vec<HeldRole>,
}

/// Which accounts are asked for.
#[derive(Debug, Clone)]
pub struct AccountFilter {
    /// Those of this branch, as it is today.
    pub root: UnitId,
    /// A pattern over folded names and user names.
    pub like: String,
    /// As they stood at the end of this day; now without one.
    pub as_of: Option<Day>,
}

/// The keys the list of accounts sorts by.
pub const ACCOUNT_SORTS: &[&str] = &["user_name", "name", "unit"];

// an account is within a branch by its person, or, where it has none, by a role it holds there
const WITHIN: &str = "(p.home_unit_id IN (SELECT b.unit_id FROM unit_ancestor b WHERE b.ancestor_id = $1)
     OR (a.person_id IS NULL AND EXISTS (SELECT 1 FROM role_grant g JOIN unit_ancestor b ON b.unit_id = g.unit_id
         WHERE g.account_id = a.id AND b.ancestor_id = $1)))
     AND (CAST($2 AS TEXT) = '%%' OR p.folded LIKE $2 OR REPLACE(REPLACE(REPLACE(a.user_name, '.', ' '), '-', ' '), '_', ' ') LIKE $2)";

impl AccountFilter {
    /// The first instant that no longer counts: all that was entered by now, or by the end of the day.
    fn until(&self, tx: &mut Tx<'_>) -> Instant {
        Instant::after(self.as_of.unwrap_or_else(|| tx.today()))
    }
}

/// How many accounts stand in the branch and match the folded pattern.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_accounts(tx: &mut Tx<'_>, filter: &AccountFilter) -> Result<i64, StoreError> {
    let until = filter.until(tx);
    tx.scalar(
        &format!(
            "SELECT COUNT(*) FROM account a LEFT JOIN person p ON p.id = a.person_id
             WHERE {WITHIN} AND a.created_at < $3"
        ),
        params![filter.root, filter.like, until],
    )
}

/// A page of the accounts of the branch.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_accounts_page(
    tx: &mut Tx<'_>,
    filter: &AccountFilter,
    sort: Sort<'_>,
    (offset, limit): (i64, i64),
) -> Result<Vec<AccountLine>, StoreError> {
    let way = if sort.descending { "DESC" } else { "ASC" };
    let order = match sort.key {
        "name" => "COALESCE(p.sort_key, a.user_name)",
        "unit" => "COALESCE(u.sort_key, '')",
        _ => "a.user_name",
    };
    let disabled = match filter.as_of {
        None => "CASE WHEN a.disabled_at IS NULL THEN '' ELSE 'disabled' END".to_owned(),
        // the last time it was disabled the account keeps itself; of what came before that the events tell
        Some(_) => format!(
            "CASE WHEN a.disabled_at < $3 THEN 'disabled' ELSE COALESCE({}, '') END",
            word_by_events_sql("a.id", "$3", &[("accounts.disabled", "disabled"), ("accounts.enabled", "enabled")])
        ),
    };
    let sql = format!(
        "SELECT {COLUMNS}, COALESCE(p.full_name, a.user_name), COALESCE(u.name, ''), {disabled}, a.password_hash <> '' FROM account a
         LEFT JOIN person p ON p.id = a.person_id LEFT JOIN unit u ON u.id = p.home_unit_id
         WHERE {WITHIN} AND a.created_at < $3 ORDER BY {order} {way}, a.user_name LIMIT $4 OFFSET $5"
    );
    let until = filter.until(tx);
    let mut lines = tx.list(&sql, params![filter.root, filter.like, until, limit, offset], |row| {
        let state: String = row.get(9)?;
        let (name, unit_name, is_disabled) = (row.get(7)?, row.get(8)?, state == "disabled");
        let has_password = row.get(10)?;
        Ok(AccountLine { account: read(row)?, name, unit_name, is_disabled, has_password, roles: Vec::new() })
    })?;
    let day = filter.as_of.unwrap_or_else(|| tx.today());
    let mut grants = grants_of(tx, lines.iter().map(|line| line.account.id))?;
    for line in &mut lines {
        line.roles = grants.remove(&line.account.id).unwrap_or_default();
        line.roles.retain(|role| role.to.is_none_or(|to| day < to) && (filter.as_of.is_none() || role.from <= day));
    }
    Ok(lines)
}

/// Every role that each of these accounts holds, held or will hold, newest first.
fn grants_of(
    tx: &mut Tx<'_>,
    accounts: impl Iterator<Item = AccountId>,
) -> Result<HashMap<AccountId, Vec<HeldRole>>, StoreError> {
    let accounts: Vec<AccountId> = accounts.collect();
    let mut grants: HashMap<AccountId, Vec<HeldRole>> = HashMap::new();
    for piece in in_pieces(&accounts) {
        let sql = format!(
            "SELECT {GRANT_COLUMNS} FROM role_grant g JOIN unit u ON u.id = g.unit_id WHERE g.account_id IN ({})
             ORDER BY g.from_day DESC, g.id DESC",
            places(1, piece.len())
        );
        tx.each(&sql, &with_each(Vec::new(), piece), |row| {
            let role = read_grant(row)?;
            grants.entry(role.account).or_default().push(role);
            Ok(())
        })?;
    }
    Ok(grants)
}
