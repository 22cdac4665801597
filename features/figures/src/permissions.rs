//! Who may open figures.

use kernel::{Permission, Role};

/// See the figures of one's branch and the rows behind them.
pub const VIEW: Permission = Permission::new(
    "figures.view",
    &[Role::Administrator, Role::Officer, Role::CommuneOfficer, Role::CellSecretary, Role::Leader],
);
