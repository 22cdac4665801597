//! Who may do what with rollouts and duties.

use kernel::{Permission, Role};

/// See rollouts, their duties and the map, in one's branch.
pub const VIEW: Permission = Permission::new(
    "rollouts.view",
    &[Role::Administrator, Role::Officer, Role::CommuneOfficer, Role::CellSecretary, Role::Leader, Role::Reporter],
);
/// Prepare, launch and close rollouts; ask more of one's own branch; keep templates.
pub const PREPARE: Permission = Permission::new("rollouts.prepare", &[Role::Officer, Role::CommuneOfficer]);
/// Begin a unit's duty and say that it is done.
pub const DO: Permission = Permission::new("rollouts.do", &[Role::Officer, Role::CommuneOfficer, Role::CellSecretary]);
/// Waive a duty of a unit below, reopen one that was ended. Asked at the unit above the one that owes it.
pub const WAIVE: Permission = Permission::new("rollouts.waive", &[Role::Officer, Role::CommuneOfficer]);
