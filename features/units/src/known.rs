//! Figures nobody need ask units for: what stands in the tree.

use kernel::UnitKind;
use platform::burden::{AskedOf, Known};
use platform::db::{StoreError, Tx};

use crate::store;

pub(crate) const KNOWN: &[Known] = &[
    Known { code: "cells", names: &["so chi bo"], read: cells },
    Known { code: "grassroots", names: &["so to chuc co so dang", "so tccs dang"], read: grassroots },
];

fn cells(tx: &mut Tx<'_>, of: &AskedOf<'_>) -> Result<i64, StoreError> {
    count(tx, of, &[UnitKind::Cell, UnitKind::GrassrootsCell])
}

fn grassroots(tx: &mut Tx<'_>, of: &AskedOf<'_>) -> Result<i64, StoreError> {
    count(tx, of, &[UnitKind::GrassrootsOrganisation, UnitKind::GrassrootsCell])
}

fn count(tx: &mut Tx<'_>, of: &AskedOf<'_>, kinds: &[UnitKind]) -> Result<i64, StoreError> {
    Ok(i64::try_from(store::list_branch(tx, of.unit, kinds)?.len()).unwrap_or(i64::MAX))
}
