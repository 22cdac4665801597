//! Figures nobody need ask units for: members, as they stand in the register.

use platform::burden::{AskedOf, Known};
use platform::db::{StoreError, Tx};

use crate::store;

pub(crate) const KNOWN: &[Known] = &[
    Known { code: "members", names: &["so dang vien"], read: members },
    Known { code: "official-members", names: &["so dang vien chinh thuc"], read: official },
    Known { code: "probationary-members", names: &["so dang vien du bi"], read: probationary },
];

fn members(tx: &mut Tx<'_>, of: &AskedOf<'_>) -> Result<i64, StoreError> {
    store::count_members(tx, of.unit)
}

fn official(tx: &mut Tx<'_>, of: &AskedOf<'_>) -> Result<i64, StoreError> {
    Ok(members(tx, of)? - probationary(tx, of)?)
}

fn probationary(tx: &mut Tx<'_>, of: &AskedOf<'_>) -> Result<i64, StoreError> {
    store::count_probationary(tx, of.unit)
}
