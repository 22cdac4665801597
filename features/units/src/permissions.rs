//! Who may do what with units.

use kernel::{Permission, Role};

/// See the units of one's branch.
pub const VIEW: Permission = Permission::new(
    "units.view",
    &[Role::Administrator, Role::Officer, Role::CommuneOfficer, Role::CellSecretary, Role::Leader],
);
/// Found, rename, import units.
pub const EDIT: Permission = Permission::new("units.edit", &[Role::Administrator, Role::Officer]);
