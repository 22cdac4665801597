//! How far a set has come in a unit. Somebody of its audience has it who opened it or got it on paper; the two are counted
//! apart, and together never more than the audience has members.

use kernel::Verdict;
use rollouts::domain::Audience;

use super::{CannotEnterCopies, Set};

/// The numbers of one unit, or of a branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Coverage {
    /// Members of the set's audience: of the Party, where it is for them.
    pub members: i64,
    /// Of them, who opened it (recorded).
    pub opened: i64,
    /// Copies on paper given out (entered).
    pub paper: i64,
    /// Who has it one way or the other, never more than the members of each unit.
    pub covered: i64,
}

impl Coverage {
    /// How many of so many members have it, with these two ways.
    #[must_use]
    pub fn covered_of(members: i64, opened: i64, paper: i64) -> i64 {
        (opened + paper).clamp(0, members.max(opened))
    }

    /// Who does not have it yet.
    #[must_use]
    pub fn without(&self) -> i64 {
        (self.members - self.covered).max(0)
    }

    /// True when nobody is without.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.members > 0 && self.without() == 0
    }
}

/// May so many more (or, negative, fewer) copies be entered for a unit that stands there?
pub fn may_enter_copies(set: &Set, unit: Coverage, copies: i64) -> Verdict<CannotEnterCopies> {
    // of the people, the register knows a few only
    let is_bounded = set.measured() != Audience::People;
    let left = unit.members - unit.opened - unit.paper;
    Verdict::default()
        .refuse_if(!set.is_read(), CannotEnterCopies::NotPublished)
        .refuse_if(is_bounded && copies > 0 && copies > left, CannotEnterCopies::TooMany(left.max(0)))
        .refuse_if(unit.paper + copies < 0, CannotEnterCopies::TooFew)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_opened_it_and_who_has_it_on_paper_are_never_more_than_the_members() {
        assert_eq!(Coverage::covered_of(10, 4, 3), 7);
        assert_eq!(Coverage::covered_of(10, 8, 5), 10);
        assert_eq!(Coverage::covered_of(0, 1, 0), 1, "a reader whose unit has no members any more is still a reader");
        let unit = Coverage { members: 10, opened: 8, paper: 2, covered: 10 };
        assert!(unit.is_whole());
        assert!(!Coverage::default().is_whole());
    }
}
