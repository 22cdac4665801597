//! As of which day a page is seen, and in which tree: as it was on that day, or as it is now. Rollouts show theirs so too.

use figures::store::{At, Tree};
use kernel::Day;
use platform::db::{StoreError, Tx};
use platform::web::{Actor, typed_day};

/// The day and the tree.
#[derive(Debug, Clone, Copy)]
pub struct AsOf {
    /// At the end of which day.
    pub day: Day,
    /// In which tree.
    pub tree: Tree,
    /// Today.
    pub today: Day,
    /// True when the tree changed since that day, so that it can be seen in two ways.
    pub has_two_trees: bool,
}

impl AsOf {
    /// The day asked for, today when it is none or still to come; `now` is the tree of today.
    ///
    /// # Errors
    /// [`StoreError::Driver`].
    pub fn read(who: &Actor, tx: &mut Tx<'_>, day: &str, tree: &str) -> Result<Self, StoreError> {
        let today = who.today();
        let day = typed_day(day).unwrap_or(today).min(today);
        let has_two_trees = units::store::last_change_day(tx)?.is_some_and(|last| day < last);
        Ok(AsOf { day, tree: if tree == "now" { Tree::AsNow } else { Tree::AsWas }, today, has_two_trees })
    }

    /// True for a day that is over.
    #[must_use]
    pub fn is_past(&self) -> bool {
        self.day < self.today
    }

    /// The day whose tree is meant.
    #[must_use]
    pub fn tree_on(&self) -> Day {
        self.tree.day(self.day, self.today)
    }

    /// What the ledger is asked about a subject.
    #[must_use]
    pub fn at<'s>(&self, subject: &'s str) -> At<'s> {
        At { subject, figure: "", as_of: self.day, tree: self.tree }
    }

    /// What an address carries on of it.
    #[must_use]
    pub fn query(&self) -> String {
        format!("day={}&tree={}", self.day, self.tree.code())
    }
}
