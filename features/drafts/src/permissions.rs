//! Who may do what with drafts. Opinions are given by whoever was asked; that is looked up in the round, not in a role.

use kernel::{Permission, Role};

/// Read the drafts of one's branch and what was said of them.
pub const VIEW: Permission = Permission::new(
    "drafts.view",
    &[Role::Administrator, Role::Officer, Role::CommuneOfficer, Role::CellSecretary, Role::Leader],
);
/// Write a draft, ask for opinions, answer them, lay it before the leader.
pub const WRITE: Permission =
    Permission::new("drafts.write", &[Role::Officer, Role::CommuneOfficer, Role::CellSecretary]);
/// Approve a draft or give it back.
pub const APPROVE: Permission = Permission::new("drafts.approve", &[Role::Leader, Role::CellSecretary]);
/// Number an approved draft and enter it into the register: who keeps the register.
pub const ISSUE: Permission = Permission::new("drafts.issue", &[Role::Officer, Role::CommuneOfficer]);
/// Enter who may sign by order.
pub const DELEGATE: Permission = Permission::new("drafts.delegate", &[Role::Officer, Role::CommuneOfficer]);
/// Enter the rules on signing: they hold for the whole installation.
pub const SET_SIGNING: Permission = Permission::new("drafts.set_signing", &[Role::Administrator]);
/// Give an opinion in a round that asks one: everybody.
pub const OPINE: Permission = Permission::new("drafts.opine", &Role::ALL);
/// Give the opinion of a unit.
pub const ANSWER_FOR: Permission =
    Permission::new("drafts.answer_for", &[Role::Officer, Role::CommuneOfficer, Role::CellSecretary, Role::Leader]);
