//! The pages of documents, one module per screen.

pub(crate) mod check;
mod check_form;
pub(crate) mod deliveries;
pub(crate) mod descent;
pub(crate) mod digest;
pub(crate) mod editions;
pub(crate) mod import;
pub(crate) mod list;
mod marked;
pub(crate) mod numbers;
pub(crate) mod packets;
pub(crate) mod powers;
pub(crate) mod reach;
pub(crate) mod reviews;
mod seen;
pub(crate) mod send;
pub(crate) mod show;
mod standing;
pub(crate) mod tasks;

pub use seen::AsOf;

use kernel::UnitId;
use platform::db::{StoreError, Tx};
use units::domain::Unit;

/// These units, in the order of the tree's names.
fn units_of(tx: &mut Tx<'_>, ids: &[UnitId]) -> Result<Vec<Unit>, StoreError> {
    let mut units = ids.iter().map(|id| units::store::find(tx, *id)).collect::<Result<Vec<_>, _>>()?;
    units.sort_by_key(|unit| unit.ended_on.is_some());
    Ok(units)
}
