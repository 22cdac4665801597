//! Who may open figures.

use kernel::{Permission, Role};

/// See the figures of one's branch and the rows behind them.
pub const VIEW: Permission = Permission::new(
    "figures.view",
    &[Role::Administrator, Role::Officer, Role::CommuneOfficer, Role::CellSecretary, Role::Leader],
);

/// Have the whole ledger recomputed from the rows and see where it differs: who administers the whole installation.
pub const PROVE: Permission = Permission::new("figures.prove", &[Role::Administrator]);
