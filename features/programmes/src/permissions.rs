//! Who may do what with programmes.

use kernel::{Permission, Role};

/// Read the programmes of one's branch.
pub const VIEW: Permission = Permission::new(
    "programmes.view",
    &[Role::Administrator, Role::Officer, Role::CommuneOfficer, Role::CellSecretary, Role::Leader],
);
/// Write programmes of one's branch, have their paper drafted, enter results.
pub const WRITE: Permission =
    Permission::new("programmes.write", &[Role::Officer, Role::CommuneOfficer, Role::CellSecretary]);
