//! What features say of the work they ask units to do, and of the figures they already know: the feature `burden` puts
//! both together, so that whoever asks is told what it costs below and what need not be asked at all.

use kernel::UnitId;

use crate::db::{StoreError, Tx};

/// A kind of work that units are asked to do. How often it is asked stands in the ledger, under the subject
/// `<yyyy-mm>.<code>` of the month in which it is due. Its text is the key `work-<code>`.
#[derive(Debug, Clone, Copy)]
pub struct Work {
    /// Unique among all features.
    pub code: &'static str,
    /// The figure that counts how often it is asked.
    pub figure: &'static str,
    /// True for work of cells, false for work of the bodies above them.
    pub of_cells: bool,
    /// Minutes it takes, until an administrator says otherwise or enough units said how long it took.
    pub minutes: i64,
}

/// Of whom a figure is asked.
#[derive(Debug, Clone, Copy)]
pub struct AskedOf<'a> {
    /// The unit; its whole branch is meant.
    pub unit: UnitId,
    /// The rollout in which it is asked.
    pub subject: &'a str,
}

/// A figure that this installation knows of every unit, so that nobody need be asked for it. Its text is the key
/// `known-<code>`.
#[derive(Clone, Copy)]
pub struct Known {
    /// Unique among all features.
    pub code: &'static str,
    /// How people call it when they ask for it, folded (`so dang vien`).
    pub names: &'static [&'static str],
    /// Its value as it stands now.
    pub read: fn(&mut Tx<'_>, &AskedOf<'_>) -> Result<i64, StoreError>,
}
