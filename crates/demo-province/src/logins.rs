//! One person per role, with a name to log in by. Passwords are chosen where the demo is set up, not here.

use crate::people::Person;
use crate::posts::{SHOWN_CELL, SHOWN_MEMBER, SHOWN_SECRETARY, STANDING_DEPUTY};

/// Somebody who logs in to the demo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Login {
    pub user_name: &'static str,
    pub person_external_id: String,
    pub full_name: String,
    /// `officer`, `commune_officer`, `cell_secretary`, `member`, `reporter`, `leader` or `administrator`.
    pub role: &'static str,
    /// The unit the role is bound to.
    pub unit_code: &'static str,
    /// What the role is called in the list the demo prints.
    pub role_name: &'static str,
}

const LOGINS: [(&str, &str, &str, &str, &str); 7] = [
    ("canbo.tinh", "Nguyễn Thị Hoài Thu", "officer", "TU", "Cán bộ tham mưu cấp tỉnh"),
    ("canbo.xa", "Lò Văn Thức", "commune_officer", "X01", "Cán bộ phụ trách cấp xã"),
    ("bithu.chibo", SHOWN_SECRETARY.0, "cell_secretary", SHOWN_CELL, "Bí thư chi bộ"),
    ("dangvien", SHOWN_MEMBER.0, "member", SHOWN_CELL, "Đảng viên"),
    ("baocaovien", "Trịnh Thu Hằng", "reporter", "TU", "Báo cáo viên cấp tỉnh"),
    ("lanhdao", STANDING_DEPUTY, "leader", "TU", "Lãnh đạo Tỉnh ủy"),
    ("quantri", "Bùi Anh Tuân", "administrator", "TU", "Quản trị hệ thống"),
];

pub(crate) fn build(people: &[Person]) -> Vec<Login> {
    LOGINS
        .iter()
        .filter_map(|&(user_name, full_name, role, unit_code, role_name)| {
            let is_theirs = |person: &&Person| {
                let lives_here = person.unit_code == SHOWN_CELL || person.post_unit_code.is_some();
                let belongs = match role {
                    "cell_secretary" | "member" => person.unit_code == unit_code,
                    _ => person.post_unit_code.as_deref().is_some_and(|post_unit| post_unit.starts_with(unit_code)),
                };
                person.full_name == full_name && lives_here && belongs
            };
            let person = people.iter().find(is_theirs)?;
            Some(Login {
                user_name,
                person_external_id: person.external_id.clone(),
                full_name: person.full_name.clone(),
                role,
                unit_code,
                role_name,
            })
        })
        .collect()
}
