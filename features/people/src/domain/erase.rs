//! When what is known of a person may be erased, and when the record must be kept.

use kernel::{Reason, Verdict};

use super::Person;

/// What stands in the place of an erased name.
pub const ERASED_NAME: &str = "(đã xóa dữ liệu)";

/// What of an erased person stays, and why: keys of texts, shown before erasing and in `docs/admin/personal-data.md`.
pub const STAYS: &[&str] = &[
    "people-erase-stays-figures",
    "people-erase-stays-reports",
    "people-erase-stays-log",
    "people-erase-stays-standing",
    "people-erase-stays-proposals",
    "people-erase-stays-sheets",
    "people-erase-stays-prizes",
    "people-erase-stays-backups",
];

/// Why a person's data cannot be erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotErase {
    /// A member of the Party who belongs to a cell: the record is kept as long as the membership lasts.
    StillMember,
    /// Holds posts, assignments or seats: so many.
    HoldsOffice(i64),
    /// Was merged into another: that one is erased, this one with it.
    Merged,
    /// Erased already.
    Erased,
    /// The name typed to confirm is another.
    NameDiffers,
}

impl Reason for CannotErase {
    fn code(&self) -> &'static str {
        match self {
            CannotErase::StillMember => "ERAS-01",
            CannotErase::HoldsOffice(_) => "ERAS-02",
            CannotErase::Merged => "ERAS-03",
            CannotErase::Erased => "ERAS-04",
            CannotErase::NameDiffers => "ERAS-05",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, kernel::Argument)> {
        match self {
            CannotErase::HoldsOffice(count) => vec![("count", (*count).into())],
            _ => Vec::new(),
        }
    }
}

impl Person {
    /// May what is known be erased? `offices`: posts, assignments and seats held today or later.
    pub fn may_be_erased(&self, offices: i64) -> Verdict<CannotErase> {
        let still = self.ended_on.is_none() && self.member_status.is_member();
        Verdict::default()
            .refuse_if(self.is_erased, CannotErase::Erased)
            .refuse_if(self.merged_into.is_some(), CannotErase::Merged)
            .refuse_if(still && !self.is_erased, CannotErase::StillMember)
            .refuse_if(offices > 0, CannotErase::HoldsOffice(offices))
    }
}

#[cfg(test)]
mod tests {
    use kernel::id_parts::Uuid;
    use kernel::{PersonId, UnitId};

    use super::*;
    use crate::domain::{MemberStatus, NewPerson};

    #[test]
    fn the_record_of_a_member_is_kept_and_that_of_who_left_or_never_was_one_may_go() {
        let person = Person {
            id: PersonId(Uuid::from_u128(1)),
            known: NewPerson::named("Nguyễn Thị Ánh", UnitId(Uuid::from_u128(2))),
            since: None,
            ended_on: None,
            merged_into: None,
            is_erased: false,
            version: 1,
        };
        assert_eq!(person.may_be_erased(0).reasons(), &[CannotErase::StillMember]);
        let left = Person { ended_on: "2026-01-01".parse().ok(), ..person.clone() };
        assert!(left.may_be_erased(0).is_yes());
        assert_eq!(left.may_be_erased(2).reasons(), &[CannotErase::HoldsOffice(2)]);
        let mut guest = person;
        guest.known.member_status = MemberStatus::Guest;
        assert!(guest.may_be_erased(0).is_yes());
        assert_eq!(Person { is_erased: true, ..guest }.may_be_erased(0).reasons(), &[CannotErase::Erased]);
    }
}
