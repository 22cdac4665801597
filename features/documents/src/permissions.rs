//! Who may do what with documents. Below an issuer's own branch a document is seen because it was delivered; that is
//! asked of the deliveries, not of a role.

use kernel::{Permission, Role};

/// Open the register and the documents that reached one's units. Everybody: what is seen is limited by unit.
pub const READ: Permission = Permission::new("documents.read", &Role::ALL);
/// See every document in the registers of one's branch, and how far each one got.
pub const VIEW: Permission =
    Permission::new("documents.view", &[Role::Administrator, Role::Officer, Role::CommuneOfficer, Role::Leader]);
/// Import, check and register.
pub const REGISTER: Permission = Permission::new("documents.register", &[Role::Officer, Role::CommuneOfficer]);
/// Send down.
pub const SEND: Permission = Permission::new("documents.send", &[Role::Officer, Role::CommuneOfficer]);
/// Acknowledge for a unit.
pub const ACKNOWLEDGE: Permission =
    Permission::new("documents.acknowledge", &[Role::Officer, Role::CommuneOfficer, Role::CellSecretary]);
/// Enter what a new regulation says of who may issue what: for the whole installation.
pub const SET_POWERS: Permission = Permission::new("documents.set_powers", &[Role::Administrator]);
/// Propose that a document be amended, supplemented, replaced or repealed.
pub const PROPOSE: Permission =
    Permission::new("documents.propose", &[Role::Officer, Role::CommuneOfficer, Role::CellSecretary, Role::Leader]);
/// Decide on such a proposal.
pub const DECIDE: Permission =
    Permission::new("documents.decide", &[Role::Officer, Role::CommuneOfficer, Role::Leader]);
