//! Who may do what with materials. Reading them in the own branch needs a sign-in only; public ones not even that.

use kernel::{Permission, Role};

/// See sets of one's branch, their parts and coverage.
pub const VIEW: Permission = Permission::new(
    "materials.view",
    &[Role::Administrator, Role::Officer, Role::CommuneOfficer, Role::CellSecretary, Role::Leader, Role::Reporter],
);
/// Write, publish and withdraw sets of one's branch; bring files in.
pub const PUBLISH: Permission = Permission::new("materials.publish", &[Role::Officer, Role::CommuneOfficer]);
/// Enter how many copies on paper were given out in a unit of one's branch.
pub const GIVE_OUT: Permission =
    Permission::new("materials.give_out", &[Role::Officer, Role::CommuneOfficer, Role::CellSecretary]);
/// Set the limits.
pub const SET_RULES: Permission = Permission::new("materials.set_rules", &[Role::Administrator]);
/// Has materials in the menu as a reader and nothing more.
pub const READ: Permission = Permission::new("materials.read", &[Role::Member]);
/// Make the pack of a cell of one's branch, type its sheet back in.
pub const PACK: Permission =
    Permission::new("materials.pack", &[Role::Officer, Role::CommuneOfficer, Role::CellSecretary]);
