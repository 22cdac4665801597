//! What becomes of the rows of a feature that name a unit when this unit ends.

use crate::db::{StoreError, Tx};

/// A column of a feature's table that names a unit, and what becomes of its rows when that unit ends.
#[derive(Debug, Clone, Copy)]
pub struct UnitRows {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// What becomes of the rows.
    pub at_end: AtEnd,
}

impl UnitRows {
    /// Rows that stay under the unit that ended: they tell what was.
    #[must_use]
    pub const fn stay(table: &'static str, column: &'static str, why: &'static str) -> Self {
        UnitRows { table, column, at_end: AtEnd::Stay(why) }
    }

    /// Rows that keep the name of the unit that ended; with those that are open its main heir goes on.
    #[must_use]
    pub const fn go_on(table: &'static str, column: &'static str, text: &'static str, open: &'static str) -> Self {
        UnitRows { table, column, at_end: AtEnd::GoOn { text, open } }
    }

    /// Rows that pass to the main heir while they are open, by naming it in the column.
    #[must_use]
    pub const fn pass(table: &'static str, column: &'static str, text: &'static str, open: &'static str) -> Self {
        UnitRows { table, column, at_end: AtEnd::Pass(Passing { text, open, carry: None }) }
    }
}

/// What becomes of rows when the unit they name ends.
#[derive(Debug, Clone, Copy)]
pub enum AtEnd {
    /// They stay under the unit that ended, for this reason: they tell what was.
    Stay(&'static str),
    /// They stay under it too; whoever acts for the unit that takes its place goes on with those that are open.
    GoOn {
        /// The key of the text that names the open ones, with their number as `count`.
        text: &'static str,
        /// Which rows are open, in SQL; the table is called `t`.
        open: &'static str,
    },
    /// Those that are open pass to the unit that takes its place.
    Pass(Passing),
}

/// Open rows that pass from a unit that ended to its main heir. The table is called `t` in the condition.
#[derive(Debug, Clone, Copy)]
pub struct Passing {
    /// The key of the text that names them, with their number as `count`.
    pub text: &'static str,
    /// Which rows are open, in SQL; `TRUE` for all.
    pub open: &'static str,
    /// Passes them on where naming the heir in the column is not enough; is given the change. `unit_succession` holds
    /// which unit ended and which one took its place.
    pub carry: Option<fn(&mut Tx<'_>, &str) -> Result<(), StoreError>>,
}
