//! Figures nobody need ask units for: programmes and plans issued.

use platform::burden::{AskedOf, Known};
use platform::db::{StoreError, Tx};

use crate::store::{self, CountLine};

pub(crate) const KNOWN: &[Known] = &[
    Known {
        code: "programmes",
        names: &["so chuong trinh hanh dong da ban hanh", "so chuong trinh hanh dong"],
        read: |tx, of| sum(tx, of, |line| line.programmes),
    },
    Known {
        code: "plans",
        names: &["so ke hoach da ban hanh", "so ke hoach"],
        read: |tx, of| sum(tx, of, |line| line.plans),
    },
];

fn sum(tx: &mut Tx<'_>, of: &AskedOf<'_>, count: fn(&CountLine) -> i64) -> Result<i64, StoreError> {
    let today = tx.today();
    Ok(store::list_counts(tx, of.unit, "", today)?.iter().map(count).sum())
}
