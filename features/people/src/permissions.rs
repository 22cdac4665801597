//! What may be done with people and accounts, and by which roles. What concerns only oneself (own account, own
//! sessions) asks for no more than being signed in.

use kernel::Permission;
use kernel::Role::{Administrator, CellSecretary, CommuneOfficer, Leader, Officer};

/// See the people of the branch; phone numbers stay masked.
pub const VIEW: Permission =
    Permission::new("people.view", &[Administrator, Officer, CommuneOfficer, CellSecretary, Leader]);

/// Register and correct people of the branch, see their phone numbers.
pub const EDIT: Permission = Permission::new("people.edit", &[Administrator, Officer, CommuneOfficer, CellSecretary]);

/// Assign members of the standing committee, set up steering committees.
pub const ASSIGN: Permission = Permission::new("people.assign", &[Administrator, Officer, CommuneOfficer]);

/// Decide whether two records are one person, merge and part them.
pub const MERGE: Permission = Permission::new("people.merge", &[Administrator, Officer, CommuneOfficer]);

/// Hand out and erase what is kept of somebody.
pub const PERSONAL_DATA: Permission = Permission::new("people.personal-data", &[Administrator]);

/// Import lists of people.
pub const IMPORT: Permission = Permission::new("people.import", &[Administrator, Officer, CommuneOfficer]);

/// Open and close accounts, give and end roles.
pub const ACCOUNTS: Permission = Permission::new("people.accounts", &[Administrator]);
