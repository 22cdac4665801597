//! Who may do what with questions and tests. Whoever reads the bank sees what is right, so few do.

use kernel::{Permission, Role};

/// Read, write, review and use the questions of one's branch.
pub const BANK: Permission = Permission::new("quizzes.bank", &[Role::Officer, Role::CommuneOfficer]);
/// Make, announce and close the tests of one's unit.
pub const ORGANISE: Permission = Permission::new("quizzes.organise", &[Role::Officer, Role::CommuneOfficer]);
/// See the tests of one's branch and those announced for it, sums, and who has handed in.
pub const VIEW: Permission =
    Permission::new("quizzes.view", &[Role::Officer, Role::CommuneOfficer, Role::CellSecretary, Role::Leader]);
