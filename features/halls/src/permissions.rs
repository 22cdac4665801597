//! Who may do what with halls and equipment. Who may do it where is asked with the unit at hand.

use kernel::{Permission, Role};

/// See those of one's branch.
pub const VIEW: Permission = Permission::new(
    "halls.view",
    &[Role::Administrator, Role::Officer, Role::CommuneOfficer, Role::CellSecretary, Role::Leader],
);
/// Enter and change them.
pub const KEEP: Permission =
    Permission::new("halls.keep", &[Role::Administrator, Role::Officer, Role::CommuneOfficer, Role::CellSecretary]);
