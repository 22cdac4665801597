//! Roles are bound to a unit: whoever holds one holds it for that unit and everything below it. A permission names
//! the roles that carry it; each feature declares its own permissions.

use std::fmt;
use std::str::FromStr;

/// What a person is, in a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Quản trị hệ thống: accounts, units, settings.
    Administrator,
    /// Cán bộ tham mưu cấp tỉnh: registers, rolls out, organises, reports for the unit and its branch.
    Officer,
    /// Cán bộ phụ trách ở xã, phường, đảng ủy trực thuộc.
    CommuneOfficer,
    /// Bí thư chi bộ: answers for one cell.
    CellSecretary,
    /// Lãnh đạo cấp ủy: reads everything in the branch, signs.
    Leader,
    /// Báo cáo viên.
    Reporter,
    /// Đảng viên, đoàn viên, hội viên.
    Member,
}

/// The text names no role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown role: {0}")]
pub struct UnknownRole(pub String);

impl Role {
    /// Every role, widest first.
    pub const ALL: [Role; 7] = [
        Role::Administrator,
        Role::Officer,
        Role::CommuneOfficer,
        Role::CellSecretary,
        Role::Leader,
        Role::Reporter,
        Role::Member,
    ];

    /// The word kept in the database and in texts (`role-<code>`).
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Role::Administrator => "administrator",
            Role::Officer => "officer",
            Role::CommuneOfficer => "commune_officer",
            Role::CellSecretary => "cell_secretary",
            Role::Leader => "leader",
            Role::Reporter => "reporter",
            Role::Member => "member",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Role {
    type Err = UnknownRole;
    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        Role::ALL.into_iter().find(|role| role.code() == text).ok_or_else(|| UnknownRole(text.to_owned()))
    }
}

/// What may be done on a route, and by which roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Permission {
    /// `<feature>.<verb>`, unique in the product.
    pub name: &'static str,
    /// The roles that carry it.
    pub roles: &'static [Role],
}

impl Permission {
    /// Anybody, signed in or not. The handler need not ask.
    pub const PUBLIC: Permission = Permission { name: "public", roles: &[] };
    /// Anybody who is signed in, for what is theirs alone (own desk, own account).
    pub const SIGNED_IN: Permission = Permission { name: "signed-in", roles: &Role::ALL };

    /// A permission carried by these roles.
    #[must_use]
    pub const fn new(name: &'static str, roles: &'static [Role]) -> Self {
        Permission { name, roles }
    }

    /// True when the role carries it.
    #[must_use]
    pub fn is_carried_by(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}
