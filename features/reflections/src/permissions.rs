//! Who may do what with reflections. No role reads one: that is for its author and its reviewer alone, whoever they are.

use kernel::{Permission, Role};

/// See what is asked in one's branch and how many have written; read the digest of proposals.
pub const VIEW: Permission =
    Permission::new("reflections.view", &[Role::Officer, Role::CommuneOfficer, Role::CellSecretary, Role::Leader]);
/// Ask for reflections in one's branch, and close it.
pub const ORGANISE: Permission = Permission::new("reflections.organise", &[Role::Officer, Role::CommuneOfficer]);
/// Give reflections of one's branch a reviewer, and see who has written.
pub const ASSIGN: Permission =
    Permission::new("reflections.assign", &[Role::Officer, Role::CommuneOfficer, Role::CellSecretary]);
