//! The pages of halls and equipment.

pub(crate) mod equipment;
pub(crate) mod halls;

use platform::db::{StoreError, Tx};
use platform::web::Actor;

use crate::permissions;

/// The units in whose branches the actor keeps halls, by id and name: what a form offers first.
pub(crate) fn kept_units(tx: &mut Tx<'_>, who: &Actor) -> Result<Vec<(String, String)>, StoreError> {
    let mut all = Vec::new();
    for unit in who.scope(permissions::KEEP) {
        all.push((unit.to_string(), units::store::find(tx, unit)?.name));
    }
    Ok(all)
}

/// A whole number as people type it: `1.200`, ` 40 `; an empty field is 0.
pub(crate) fn number(typed: &str) -> Option<i64> {
    let digits = typed.replace(['.', ' '], "");
    if digits.is_empty() { Some(0) } else { digits.parse().ok().filter(|n| (0..=1_000_000).contains(n)) }
}
