//! The limits, from a day on.

use kernel::{Day, Event};
use platform::db::{Row, StoreError, Tx};
use platform::params;

use crate::domain::Rule;

const COLUMNS: &str = "from_day, warn_days, largest_mb, keep_hours, visits_a_minute";

fn read(row: &Row<'_>) -> Result<Rule, StoreError> {
    Ok(Rule {
        from: row.get(0)?,
        warn_days: row.get(1)?,
        largest_mb: row.get(2)?,
        keep_hours: row.get(3)?,
        visits_a_minute: row.get(4)?,
    })
}

/// The limits that hold on a day.
///
/// # Errors
/// [`StoreError::NotFound`] before the first.
pub fn rule_on(tx: &mut Tx<'_>, day: Day) -> Result<Rule, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM material_rule WHERE from_day <= $1 ORDER BY from_day DESC LIMIT 1");
    tx.find(&sql, params![day], read)
}

/// All limits, the latest first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_rules(tx: &mut Tx<'_>) -> Result<Vec<Rule>, StoreError> {
    tx.list(&format!("SELECT {COLUMNS} FROM material_rule ORDER BY from_day DESC"), &[], read)
}

/// Enters limits that hold from their day on; those of the same day are replaced.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn save_rule(tx: &mut Tx<'_>, rule: Rule) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO material_rule (from_day, warn_days, largest_mb, keep_hours, visits_a_minute)
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (from_day) DO UPDATE SET warn_days = excluded.warn_days,
             largest_mb = excluded.largest_mb, keep_hours = excluded.keep_hours,
             visits_a_minute = excluded.visits_a_minute",
        params![rule.from, rule.warn_days, rule.largest_mb, rule.keep_hours, rule.visits_a_minute],
    )?;
    let detail = serde_json::json!({ "warn_days": rule.warn_days, "largest_mb": rule.largest_mb,
        "keep_hours": rule.keep_hours, "visits_a_minute": rule.visits_a_minute });
    tx.record(Event::noted("materials.rules_set", rule.from, None).with(detail))
}
