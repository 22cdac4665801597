//! Who may do what with reports.

use kernel::{Permission, Role};

/// Read the reports of one's branch.
pub const VIEW: Permission = Permission::new(
    "reports.view",
    &[Role::Administrator, Role::Officer, Role::CommuneOfficer, Role::CellSecretary, Role::Leader],
);
/// Draft a report of the unit and write its narrative.
pub const WRITE: Permission =
    Permission::new("reports.write", &[Role::Officer, Role::CommuneOfficer, Role::CellSecretary, Role::Leader]);
/// Sign a report of the unit, which freezes it.
pub const SIGN: Permission = Permission::new("reports.sign", &[Role::CellSecretary, Role::Leader]);
