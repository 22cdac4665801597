//! Who may do what with questions and tests. Whoever reads the bank sees what is right, so few do.

use kernel::{Permission, Role};

/// Read, write, review and use the questions of one's branch.
pub const BANK: Permission = Permission::new("quizzes.bank", &[Role::Officer, Role::CommuneOfficer]);
