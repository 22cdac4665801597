//! Who may do what with contests.

use kernel::{Permission, Role};

/// See the contests of one's branch, their rankings and figures.
pub const VIEW: Permission = Permission::new(
    "contests.view",
    &[Role::Administrator, Role::Officer, Role::CommuneOfficer, Role::CellSecretary, Role::Leader],
);
/// Write rules, freeze lists, announce, settle, annul, give prizes.
pub const ORGANISE: Permission = Permission::new("contests.organise", &[Role::Officer, Role::CommuneOfficer]);
