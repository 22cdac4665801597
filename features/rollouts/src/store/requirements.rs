//! Requirements of a rollout, to and from the database.

use kernel::{Day, RequirementId, RolloutId, UnitId, UnitKind};
use platform::db::{Row, StoreError, Tx};
use platform::params;

use crate::domain::{Ask, DeadlineRule, Requirement, count_known};

const COLUMNS: &str = "id, rollout_id, unit_id, position, measure, title, addressees, audience, deadline_days,
     deadline_day, note, figures";

fn read(row: &Row<'_>) -> Result<Requirement, StoreError> {
    let corrupt = |text: &str| StoreError::corrupt("requirement", text);
    let figures: String = row.get(11)?;
    let (measure, addressees, audience): (String, String, String) = (row.get(4)?, row.get(6)?, row.get(7)?);
    let kinds: Result<Vec<UnitKind>, _> =
        addressees.split(',').filter(|code| !code.is_empty()).map(str::parse).collect();
    let deadline = match (row.get::<Option<i64>>(8)?, row.get::<Option<Day>>(9)?) {
        (_, Some(day)) => DeadlineRule::FixedDay(day),
        (Some(days), None) => DeadlineRule::DaysAfterLaunch(days),
        (None, None) => return Err(corrupt("no deadline")),
    };
    let ask = Ask {
        measure: measure.parse().map_err(|_| corrupt(&measure))?,
        title: row.get(5)?,
        addressees: kinds.map_err(|_| corrupt(&addressees))?,
        audience: audience.parse().map_err(|_| corrupt(&audience))?,
        deadline,
        note: row.get(10)?,
        figures: serde_json::from_str(&figures).map_err(|e| corrupt(&e.to_string()))?,
    };
    Ok(Requirement { id: row.get(0)?, rollout: row.get(1)?, unit: row.get(2)?, position: row.get(3)?, ask })
}

/// The requirement with this id.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_requirement(tx: &mut Tx<'_>, id: RequirementId) -> Result<Requirement, StoreError> {
    tx.find(&format!("SELECT {COLUMNS} FROM requirement WHERE id = $1"), params![id], read)
}

/// All that a rollout asks, in order; those added by committees below come last.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_requirements(tx: &mut Tx<'_>, rollout: RolloutId) -> Result<Vec<Requirement>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM requirement WHERE rollout_id = $1 ORDER BY position, id");
    tx.list(&sql, params![rollout], read)
}

/// Adds a requirement at the end of the rollout's list.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert_requirement(
    tx: &mut Tx<'_>,
    rollout: RolloutId,
    unit: UnitId,
    ask: &Ask,
) -> Result<Requirement, StoreError> {
    let id: RequirementId = tx.new_id();
    let position: i64 =
        tx.scalar("SELECT COALESCE(MAX(position), 0) + 1 FROM requirement WHERE rollout_id = $1", params![rollout])?;
    let addressees = ask.addressees.iter().map(|kind| kind.code()).collect::<Vec<_>>().join(",");
    let (kind, days, day) = match ask.deadline {
        DeadlineRule::FixedDay(day) => ("fixed_day", None, Some(day)),
        DeadlineRule::DaysAfterLaunch(days) => ("days_after_launch", Some(days), None),
    };
    let (measure, audience) = (ask.measure.code(), ask.audience.code());
    let (known, other) = count_known(&ask.figures);
    let figures = serde_json::to_string(&ask.figures).map_err(|e| StoreError::corrupt("requirement", e.to_string()))?;
    tx.run(
        "INSERT INTO requirement (id, rollout_id, unit_id, position, measure, title, addressees, audience,
         deadline_kind, deadline_days, deadline_day, note, figures, known_figures, other_figures)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        params![
            id, rollout, unit, position, measure, ask.title, addressees, audience, kind, days, day, ask.note, figures,
            known, other
        ],
    )?;
    Ok(Requirement { id, rollout, unit, position, ask: ask.clone() })
}

/// Puts these requirements in the place of those a draft had.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn replace_requirements(tx: &mut Tx<'_>, rollout: RolloutId, unit: UnitId, asks: &[Ask]) -> Result<(), StoreError> {
    tx.run("DELETE FROM requirement WHERE rollout_id = $1", params![rollout])?;
    for ask in asks {
        insert_requirement(tx, rollout, unit, ask)?;
    }
    Ok(())
}

/// The last day of a requirement's duties; none before launch.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn lookup_due_day(tx: &mut Tx<'_>, id: RequirementId) -> Result<Option<Day>, StoreError> {
    let sql =
        "SELECT d.due_on FROM requirement q JOIN duty d ON d.rollout_id = q.rollout_id AND d.requirement_id = q.id
         WHERE q.id = $1 LIMIT 1";
    tx.lookup(sql, params![id], |row| row.get(0))
}
