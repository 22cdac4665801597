//! What may be done with conferences, and by which roles. Who may do it where is asked with the unit at hand.

use kernel::{Permission, Role};

/// See conferences, points, delegates and results of one's branch.
pub const VIEW: Permission = Permission::new(
    "conferences.view",
    &[Role::Administrator, Role::Officer, Role::CommuneOfficer, Role::CellSecretary, Role::Leader, Role::Reporter],
);

/// Plan, summon, open, close: of the organising unit.
pub const ORGANISE: Permission = Permission::new("conferences.organise", &[Role::Officer, Role::CommuneOfficer]);

/// Take attendance and enter head-counts: of the unit that runs the point.
pub const ATTEND_TO_POINT: Permission =
    Permission::new("conferences.attend_to_point", &[Role::Officer, Role::CommuneOfficer, Role::CellSecretary]);

/// Set what limits prompts, questions and surveys, for the whole installation.
pub const SET_LIMITS: Permission = Permission::new("conferences.set_limits", &[Role::Administrator]);
