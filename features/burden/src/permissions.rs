//! Who may see what is asked of units, and say what work takes.

use kernel::Permission;
use kernel::Role::{Administrator, CellSecretary, CommuneOfficer, Leader, Officer};

/// See what is asked of the units of one's branch.
pub const VIEW: Permission =
    Permission::new("burden.view", &[Administrator, Officer, CommuneOfficer, CellSecretary, Leader]);

/// Set how many minutes a kind of work takes.
pub const SET_RATES: Permission = Permission::new("burden.set-rates", &[Administrator]);
