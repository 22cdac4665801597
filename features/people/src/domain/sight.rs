//! Which role sees which of a person's fields: one table, shown in `docs/admin/personal-data.md`, asked by every page, the
//! API and every file. What a role does not need, it does not see.

use kernel::{Role, words};

words! {
    /// What is kept of a person.
    Field {
        /// Họ và tên.
        FullName = "full_name",
        /// Đơn vị.
        Unit = "unit",
        /// Trạng thái.
        Status = "status",
        /// Chức vụ.
        Post = "post",
        /// Mã đảng viên, số thẻ.
        ExternalId = "external_id",
        /// Ngày sinh.
        BirthDay = "birth_day",
        /// Giới tính.
        Gender = "gender",
        /// Ngày vào Đảng.
        JoinedOn = "joined_on",
        /// Điện thoại.
        Phone = "phone",
        /// What was changed, when, by whom.
        History = "history",
    }
}

impl Field {
    /// The key of its text.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Field::FullName => "people-full-name",
            Field::Unit => "people-unit",
            Field::Status => "people-status",
            Field::Post => "people-post",
            Field::ExternalId => "people-external-id",
            Field::BirthDay => "people-birth-day",
            Field::Gender => "people-gender",
            Field::JoinedOn => "people-joined-on",
            Field::Phone => "people-phone",
            Field::History => "people-history",
        }
    }
}

words! {
    /// How much of a field is seen.
    Sight {
        /// Not at all.
        Hidden = "hidden",
        /// In part: the last three characters of a number, the year of a day.
        Masked = "masked",
        /// All of it.
        Full = "full",
    }
}

/// Through whose eyes a person is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Viewer {
    /// The person.
    Oneself,
    /// Who holds this role over the person's home.
    Holds(Role),
    /// Who holds a role over a unit in which the person takes part beside the home.
    Beside,
}

impl Viewer {
    /// Every one, in the order of the table's columns.
    pub const ALL: [Viewer; 9] = [
        Viewer::Oneself,
        Viewer::Holds(Role::Administrator),
        Viewer::Holds(Role::Officer),
        Viewer::Holds(Role::CommuneOfficer),
        Viewer::Holds(Role::CellSecretary),
        Viewer::Holds(Role::Leader),
        Viewer::Holds(Role::Reporter),
        Viewer::Holds(Role::Member),
        Viewer::Beside,
    ];
}

/// The table: a field, and how much each of [`Viewer::ALL`] sees of it.
pub const SIGHTS: &[(Field, [Sight; 9])] = {
    use Sight::{Full as F, Hidden as H, Masked as M};
    // oneself, administrator, officer, commune officer, cell secretary, leader, reporter, member, beside
    &[
        (Field::FullName, [F, F, F, F, F, F, H, H, F]),
        (Field::Unit, [F, F, F, F, F, F, H, H, F]),
        (Field::Status, [F, F, F, F, F, F, H, H, F]),
        (Field::Post, [F, F, F, F, F, F, H, H, F]),
        (Field::ExternalId, [F, F, F, F, F, M, H, H, M]),
        (Field::BirthDay, [F, F, F, F, F, M, H, H, M]),
        (Field::Gender, [F, F, F, F, F, F, H, H, H]),
        (Field::JoinedOn, [F, F, F, F, F, M, H, H, H]),
        (Field::Phone, [F, F, F, F, F, M, H, H, M]),
        (Field::History, [H, F, F, F, F, H, H, H, H]),
    ]
};

/// How much these viewers together see of a field: the most of any.
#[must_use]
pub fn sight(viewers: &[Viewer], field: Field) -> Sight {
    let row = SIGHTS.iter().find(|(of, _)| *of == field).map(|(_, row)| row);
    let seen = Viewer::ALL.iter().zip(row.into_iter().flatten());
    seen.filter(|(viewer, _)| viewers.contains(viewer)).map(|(_, sight)| *sight).max().unwrap_or(Sight::Hidden)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_in_the_table_once() {
        for field in Field::ALL {
            assert_eq!(SIGHTS.iter().filter(|(of, _)| of == field).count(), 1, "{field}");
        }
    }

    #[test]
    fn the_most_of_several_roles_is_seen_and_nothing_without_one() {
        let leader = Viewer::Holds(Role::Leader);
        assert_eq!(sight(&[leader], Field::Phone), Sight::Masked);
        assert_eq!(sight(&[leader, Viewer::Holds(Role::Officer)], Field::Phone), Sight::Full);
        assert_eq!(sight(&[Viewer::Holds(Role::Member)], Field::FullName), Sight::Hidden);
        assert_eq!(sight(&[], Field::FullName), Sight::Hidden);
        assert_eq!(sight(&[Viewer::Oneself], Field::History), Sight::Hidden);
    }
}
