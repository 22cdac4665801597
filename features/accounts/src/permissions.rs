//! Who may do what with accounts. What concerns only oneself (own password, sessions, second factor) asks for no more
//! than being signed in.

use kernel::Permission;
use kernel::Role::CellSecretary;

pub use people::permissions::ACCOUNTS;

/// Act in the place of a member of the own cell who does not sign in.
pub const ACT_FOR: Permission = Permission::new("accounts.act_for", &[CellSecretary]);
