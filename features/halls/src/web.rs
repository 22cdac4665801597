//! The pages of halls and equipment.

pub(crate) mod equipment;
pub(crate) mod halls;

use kernel::Day;
use platform::db::{Param, StoreError, Tx};
use platform::web::Actor;

use crate::permissions;
use crate::store::{self, Kept};

/// The units in whose branches the actor keeps halls, by id and name: what a form offers first.
pub(crate) fn kept_units(tx: &mut Tx<'_>, who: &Actor) -> Result<Vec<(String, String)>, StoreError> {
    let own = units::store::list_living(tx, &who.scope(permissions::KEEP))?;
    Ok(own.into_iter().map(|unit| (unit.id.to_string(), unit.name)).collect())
}

/// Of the rows shown as of a past day, how many were changed after it while what a change replaced was not kept yet.
pub(crate) fn untold<I: Param>(tx: &mut Tx<'_>, of: Kept, ids: &[I], as_of: Option<Day>) -> Result<i64, StoreError> {
    as_of.map_or(Ok(0), |day| store::count_untold(tx, of, ids, day))
}

/// A whole number as people type it: `1.200`, ` 40 `; an empty field is 0.
pub(crate) fn number(typed: &str) -> Option<i64> {
    let digits = typed.replace(['.', ' '], "");
    if digits.is_empty() { Some(0) } else { digits.parse().ok().filter(|n| (0..=1_000_000).contains(n)) }
}
