//! What must hold after the merger, whatever the features did: nothing is lost, nothing open stays in a unit that ended unless
//! its feature says so, and each heir has what those had whose place it took.

use anyhow::{Result, ensure};
use figures::store::{At, Tree};
use kernel::{RolloutId, UnitId};
use platform::Feature;
use platform::db::Tx;
use platform::params;
use rollouts::domain::figure;
use units::domain::change::ChangeId;

use super::{BEFORE, ON};
use crate::roll_up::{FIGURES, SUBJECT};

/// Heirs of which each is looked at.
const HEIRS: i64 = 100;

/// What there is as much of afterwards as before.
const KEPT: &[(&str, &str)] = &[
    ("people", "SELECT COUNT(*) FROM person WHERE ended_on IS NULL"),
    ("memberships", "SELECT COUNT(*) FROM membership WHERE to_day IS NULL OR to_day > '2026-11-22'"),
    ("roles", "SELECT COUNT(*) FROM role_grant WHERE to_day IS NULL"),
    (
        // who answers for two that become one answers for it once
        "members of committees who answer for an organisation",
        "SELECT COUNT(*) FROM (SELECT DISTINCT a.unit_id, a.person_id, t.heir_id FROM assignment a
             JOIN touched t ON t.unit_id = a.covered_unit_id WHERE a.to_day IS NULL) held",
    ),
    ("open duties", "SELECT COUNT(*) FROM duty WHERE state = 'waiting'"),
    ("deliveries", "SELECT COUNT(*) FROM document_delivery"),
    ("points", "SELECT COUNT(*) FROM point"),
    ("programmes that are written", "SELECT COUNT(*) FROM programme WHERE state = 'writing'"),
    ("drafts", "SELECT COUNT(*) FROM draft WHERE state = 'writing'"),
];

/// What ends with its unit or goes on in the heir: table and column.
const NONE_HELD: &[(&str, &str)] = &[
    ("membership", "unit_id"),
    ("post", "unit_id"),
    ("assignment", "unit_id"),
    ("assignment", "covered_unit_id"),
    ("steering_committee", "unit_id"),
    ("role_grant", "unit_id"),
];

/// What there is none of afterwards.
const NONE: &[(&str, &str)] = &[
    (
        "open duties that nobody's are",
        "SELECT COUNT(*) FROM duty d JOIN unit u ON u.id = d.unit_id
         WHERE d.state = 'waiting' AND u.ended_on IS NOT NULL AND NOT EXISTS
             (SELECT 1 FROM unit_succession s JOIN unit h ON h.id = s.heir_id
              WHERE s.unit_id = u.id AND s.position = 0 AND s.on_day IS NOT NULL AND h.ended_on IS NULL)",
    ),
    (
        "accounts without a role",
        "SELECT COUNT(*) FROM account a
         WHERE NOT EXISTS (SELECT 1 FROM role_grant g WHERE g.account_id = a.id AND g.to_day IS NULL)",
    ),
];

/// An heir with those whose place it takes.
struct Heir {
    unit: UnitId,
    /// With itself.
    units: Vec<UnitId>,
    /// Its figures and theirs: people summoned, duties.
    sums: [i64; 2],
}

/// What was counted before the merger.
pub(super) struct Counted {
    change: ChangeId,
    rollout: RolloutId,
    kept: Vec<i64>,
    /// People at home in units that end.
    homes: i64,
    heirs: Vec<Heir>,
}

impl Counted {
    /// Counts while the change is planned.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) fn before(tx: &mut Tx<'_>, change: ChangeId) -> Result<Self> {
        let kept = KEPT.iter().map(|(_, sql)| tx.scalar(sql, &[])).collect::<Result<_, _>>()?;
        let rollout = tx.scalar("SELECT id FROM rollout", &[])?;
        let homes = tx.scalar(
            "SELECT COUNT(*) FROM person WHERE home_unit_id IN
                 (SELECT s.unit_id FROM unit_succession s WHERE s.change_id = $1)",
            params![change],
        )?;
        let mut heirs = Vec::new();
        let named = "SELECT DISTINCT heir_id FROM touched ORDER BY heir_id LIMIT $1";
        for unit in tx.list(named, params![HEIRS], |row| row.get::<UnitId>(0))? {
            let units: Vec<UnitId> =
                tx.list("SELECT unit_id FROM touched WHERE heir_id = $1", params![unit], |row| row.get(0))?;
            let mut sums = [0; 2];
            for one in &units {
                let own = figures_of(tx, rollout, *one, BEFORE, Tree::AsWas)?;
                sums.iter_mut().zip(own).for_each(|(sum, n)| *sum += n);
            }
            heirs.push(Heir { unit, units, sums });
        }
        Ok(Counted { change, rollout, kept, homes, heirs })
    }

    /// Compares with what is there after the merger.
    ///
    /// # Errors
    /// When something does not agree.
    pub(super) fn still_holds(&self, tx: &mut Tx<'_>, features: &[Feature]) -> Result<()> {
        for ((what, sql), before) in KEPT.iter().zip(&self.kept) {
            let after: i64 = tx.scalar(sql, &[])?;
            ensure!(after == *before && after > 0, "{what}: {before} before the merger, {after} after it");
        }
        let past: i64 = tx.scalar("SELECT COUNT(*) FROM person_past", &[])?;
        ensure!(past == self.homes, "{past} past homes are kept of {}", self.homes);
        for (table, column) in NONE_HELD {
            let sql = format!(
                "SELECT COUNT(*) FROM {table} t JOIN unit u ON u.id = t.{column}
                 WHERE u.ended_on IS NOT NULL AND (t.to_day IS NULL OR t.to_day > u.ended_on)"
            );
            let held: i64 = tx.scalar(&sql, &[])?;
            ensure!(held == 0, "{held} rows of {table} are held in units that ended ({column})");
        }
        for (what, sql) in NONE {
            let left: i64 = tx.scalar(sql, &[])?;
            ensure!(left == 0, "{left} {what}");
        }
        let change = units::store::find_change(tx, self.change)?;
        let mut left = units::store::list_passing(tx, &change, features)?;
        left.retain(|of| !of.stays);
        ensure!(left.is_empty(), "open rows stayed in units that ended: {:?}", left.first());
        self.heirs.iter().try_for_each(|heir| self.goes_on(tx, heir))
    }

    /// The heir has what it and the others had, in the figures of now and of the day before in the tree of now, and their
    /// duties are its.
    fn goes_on(&self, tx: &mut Tx<'_>, heir: &Heir) -> Result<()> {
        for (as_of, tree) in [(ON, Tree::AsWas), (BEFORE, Tree::AsNow)] {
            let sums = figures_of(tx, self.rollout, heir.unit, as_of, tree)?;
            ensure!(sums == heir.sums, "{sums:?} {as_of} {tree:?}, {:?} before the merger", heir.sums);
        }
        let mut duties = rollouts::store::list_own_duties(tx, heir.unit, 10)?.len();
        for before in units::store::list_predecessors(tx, heir.unit)? {
            duties += rollouts::store::list_own_duties(tx, before, 10)?.len();
        }
        ensure!(duties == heir.units.len(), "{duties} duties of {} organisations that became one", heir.units.len());
        Ok(())
    }
}

fn figures_of(tx: &mut Tx<'_>, rollout: RolloutId, unit: UnitId, as_of: &str, tree: Tree) -> Result<[i64; 2]> {
    let as_of = as_of.parse()?;
    let summoned = At { subject: SUBJECT, figure: FIGURES[0], as_of, tree };
    let rollout = rollout.to_string();
    let duties = At { subject: &rollout, figure: figure::DUTIES, as_of, tree };
    Ok([figures::store::value_in(tx, summoned, unit)?, figures::store::value_in(tx, duties, unit)?])
}
