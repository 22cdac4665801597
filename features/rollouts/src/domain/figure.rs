//! The names of the figures this feature posts. Their rows are in `store`.

use std::cmp::Reverse;

/// Duties owed.
pub const DUTIES: &str = "rollouts.duties";
/// Duties done in time.
pub const DONE: &str = "rollouts.done";
/// Duties done after their day.
pub const DONE_LATE: &str = "rollouts.done_late";
/// Duties waived for a reason.
pub const WAIVED: &str = "rollouts.waived";
/// Duties open after their day.
pub const OVERDUE: &str = "rollouts.overdue";

/// Duties asked, by kind of work and the month in which they are due, without those waived.
pub const ASKED: &str = "rollouts.asked";
/// Figures asked with them.
pub const ASKED_FIGURES: &str = "rollouts.asked_figures";

/// All of a rollout, in the order in which pages show and [`Progress::of`] reads them.
pub const ALL: [&str; 5] = [DUTIES, DONE, DONE_LATE, WAIVED, OVERDUE];

/// The figures of a unit's branch in a rollout, on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Duties owed.
    pub duties: i64,
    /// Done in time.
    pub done: i64,
    /// Done late.
    pub done_late: i64,
    /// Waived.
    pub waived: i64,
    /// Overdue.
    pub overdue: i64,
}

impl Progress {
    /// Out of values in the order of [`ALL`]; absent ones are 0.
    #[must_use]
    pub fn of(values: &[i64]) -> Self {
        let at = |index: usize| values.get(index).copied().unwrap_or(0);
        Progress { duties: at(0), done: at(1), done_late: at(2), waived: at(3), overdue: at(4) }
    }

    /// Done, in time or late.
    #[must_use]
    pub fn finished(&self) -> i64 {
        self.done + self.done_late
    }

    /// Owed and not waived: what "done of how many" is measured against.
    #[must_use]
    pub fn expected(&self) -> i64 {
        self.duties - self.waived
    }

    /// Neither done nor waived.
    #[must_use]
    pub fn open(&self) -> i64 {
        self.expected() - self.finished()
    }

    /// What a list of branches sorts by, so that what needs attention comes first: overdue before under way before done
    /// before nothing asked; within one colour the more overdue and then the more open.
    #[must_use]
    pub fn attention(&self) -> (super::Colour, Reverse<i64>, Reverse<i64>) {
        (self.colour(), Reverse(self.overdue), Reverse(self.open()))
    }

    /// The colour of the branch on the map.
    #[must_use]
    pub fn colour(&self) -> super::Colour {
        super::Colour::of_branch(self.duties, self.finished() + self.waived, self.overdue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waived_duties_are_neither_done_nor_expected() {
        let progress = Progress::of(&[10, 6, 1, 2, 1]);
        assert_eq!((progress.finished(), progress.expected()), (7, 8));
        assert_eq!(progress.colour(), super::super::Colour::Red);
        assert_eq!(Progress::of(&[3, 2, 0, 1, 0]).colour(), super::super::Colour::Green);
    }

    #[test]
    fn what_needs_attention_comes_first() {
        let nothing = Progress::default();
        let done = Progress::of(&[9, 9, 0, 0, 0]);
        let (little, much) = (Progress::of(&[9, 8, 0, 0, 0]), Progress::of(&[9, 1, 0, 0, 0]));
        let (late, later) = (Progress::of(&[9, 8, 0, 0, 1]), Progress::of(&[9, 0, 0, 0, 7]));
        let mut all = [nothing, done, little, late, much, later];
        all.sort_by_key(Progress::attention);
        assert_eq!(all, [later, late, much, little, done, nothing]);
    }
}
