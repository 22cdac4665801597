//! Targets, what is wanted year by year, and their results.

use std::collections::HashMap;

use kernel::{AccountId, Day, Event, UnitId};
use platform::db::{Row, StoreError, Tx};
use platform::params;

use super::{name_of, next_position, word};
use crate::domain::{Amount, Direction, Method, Part, Programme, ProgrammeId, Target, TargetId, Want, rolled_up};

platform::store_id!(TargetId);

/// What is written of a target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetFields {
    /// The clause of the superior's document it answers; empty for one of the unit's own.
    pub clause: String,
    /// What is measured.
    pub title: String,
    /// Đơn vị tính.
    pub measure: String,
    /// Which way is good.
    pub direction: Direction,
    /// Where it stood at the beginning.
    pub baseline: Option<Amount>,
    /// What is wanted, in the order of the years.
    pub wants: Vec<Want>,
    /// How results below are put together.
    pub method: Method,
    /// The superior's target it serves.
    pub serves: Option<TargetId>,
    /// How much it weighs there.
    pub weight: i64,
}

const COLUMNS: &str = "t.id, t.programme_id, t.clause, t.title, t.measure, t.direction, t.baseline, t.method,
     t.serves_target_id, t.weight";

fn read(row: &Row<'_>) -> Result<Target, StoreError> {
    Ok(Target {
        id: row.get(0)?,
        programme: row.get(1)?,
        clause: row.get(2)?,
        title: row.get(3)?,
        measure: row.get(4)?,
        direction: word("programme_target", &row.get::<String>(5)?)?,
        baseline: row.get::<Option<i64>>(6)?.map(Amount),
        wants: Vec::new(),
        method: word("programme_target", &row.get::<String>(7)?)?,
        serves: row.get(8)?,
        weight: row.get(9)?,
    })
}

/// The target with what is wanted now.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_target(tx: &mut Tx<'_>, id: TargetId) -> Result<Target, StoreError> {
    let target = tx.find(&format!("SELECT {COLUMNS} FROM programme_target t WHERE t.id = $1"), params![id], read)?;
    let wants =
        tx.list("SELECT year, amount FROM programme_want WHERE target_id = $1 ORDER BY year", params![id], |row| {
            Ok(Want { year: row.get(0)?, amount: Amount(row.get(1)?) })
        })?;
    Ok(Target { wants, ..target })
}

/// The targets of a programme, in their order, with what is wanted now.
///
/// # Errors
/// [`StoreError::Corrupt`].
pub fn list_targets(tx: &mut Tx<'_>, programme: ProgrammeId) -> Result<Vec<Target>, StoreError> {
    targets_of(tx, &[programme])
}

/// The targets of a programme with what was wanted on a day: changes made later are taken back.
///
/// # Errors
/// [`StoreError::Corrupt`].
pub fn list_targets_on(tx: &mut Tx<'_>, programme: ProgrammeId, day: Day) -> Result<Vec<Target>, StoreError> {
    Ok(targets_on(tx, &[programme], day)?.remove(&programme).unwrap_or_default())
}

/// The same for each of these programmes; those without a target are left out.
///
/// # Errors
/// [`StoreError::Corrupt`].
pub fn targets_on(
    tx: &mut Tx<'_>,
    programmes: &[ProgrammeId],
    day: Day,
) -> Result<HashMap<ProgrammeId, Vec<Target>>, StoreError> {
    let mut targets = targets_of(tx, programmes)?;
    let later = format!(
        "SELECT c.target_id, c.year, c.was FROM programme_want_change c JOIN programme_target t ON t.id = c.target_id
         WHERE {} AND c.changed_on > $1 ORDER BY c.id DESC",
        among(programmes)
    );
    let later = tx.list(&later, params![day], |row| {
        Ok((row.get::<TargetId>(0)?, row.get::<i64>(1)?, row.get::<Option<i64>>(2)?))
    })?;
    for (id, year, was) in later {
        let Some(target) = targets.iter_mut().find(|target| target.id == id) else { continue };
        target.wants.retain(|want| want.year != year);
        target.wants.extend(was.map(|amount| Want { year, amount: Amount(amount) }));
        target.wants.sort_by_key(|want| want.year);
    }
    let mut by_programme: HashMap<ProgrammeId, Vec<Target>> = HashMap::new();
    for target in targets {
        by_programme.entry(target.programme).or_default().push(target);
    }
    Ok(by_programme)
}

/// The targets of these programmes, each programme's in their order, with what is wanted now.
fn targets_of(tx: &mut Tx<'_>, programmes: &[ProgrammeId]) -> Result<Vec<Target>, StoreError> {
    let among = among(programmes);
    let sql = format!("SELECT {COLUMNS} FROM programme_target t WHERE {among} ORDER BY t.position");
    let mut targets = tx.list(&sql, params![], read)?;
    let wants = format!(
        "SELECT w.target_id, w.year, w.amount FROM programme_want w JOIN programme_target t ON t.id = w.target_id
         WHERE {among} ORDER BY w.year"
    );
    let wants = tx.list(&wants, params![], |row| {
        Ok((row.get::<TargetId>(0)?, Want { year: row.get(1)?, amount: Amount(row.get(2)?) }))
    })?;
    let places: HashMap<TargetId, usize> = (0..).zip(&targets).map(|(place, target)| (target.id, place)).collect();
    for (id, want) in wants {
        if let Some(place) = places.get(&id) {
            targets[*place].wants.push(want);
        }
    }
    Ok(targets)
}

/// The condition that a target `t` belongs to one of these; ids are of our own making and may stand in the text.
fn among(programmes: &[ProgrammeId]) -> String {
    let ids: Vec<String> = programmes.iter().map(|id| format!("'{id}'")).collect();
    if ids.is_empty() { "1 = 0".to_owned() } else { format!("t.programme_id IN ({})", ids.join(", ")) }
}

/// Adds a target.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert_target(tx: &mut Tx<'_>, programme: &Programme, fields: &TargetFields) -> Result<TargetId, StoreError> {
    let id: TargetId = tx.new_id();
    let position = next_position(tx, "programme_target", programme.id)?;
    tx.run(
        "INSERT INTO programme_target (id, programme_id, position, clause, title, measure, direction, baseline, method,
             serves_target_id, weight) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        params![
            id,
            programme.id,
            position,
            fields.clause,
            fields.title,
            fields.measure,
            fields.direction.code(),
            fields.baseline.map(|amount| amount.0),
            fields.method.code(),
            fields.serves,
            fields.weight
        ],
    )?;
    insert_wants(tx, id, &fields.wants)?;
    tx.record(Event::noted("programmes.target_written", programme.id, Some(programme.unit)))?;
    Ok(id)
}

/// Saves a target of a programme that is still written.
///
/// # Errors
/// [`StoreError::Stale`] when it is gone.
pub fn save_target(
    tx: &mut Tx<'_>,
    programme: &Programme,
    id: TargetId,
    fields: &TargetFields,
) -> Result<(), StoreError> {
    tx.run_one(
        "UPDATE programme_target SET clause = $3, title = $4, measure = $5, direction = $6, baseline = $7, method = $8,
             serves_target_id = $9, weight = $10 WHERE id = $1 AND programme_id = $2",
        params![
            id,
            programme.id,
            fields.clause,
            fields.title,
            fields.measure,
            fields.direction.code(),
            fields.baseline.map(|amount| amount.0),
            fields.method.code(),
            fields.serves,
            fields.weight
        ],
    )?;
    tx.run("DELETE FROM programme_want WHERE target_id = $1", params![id])?;
    insert_wants(tx, id, &fields.wants)?;
    tx.record(Event::noted("programmes.target_written", programme.id, Some(programme.unit)))
}

fn insert_wants(tx: &mut Tx<'_>, id: TargetId, wants: &[Want]) -> Result<(), StoreError> {
    for want in wants {
        tx.run(
            "INSERT INTO programme_want (target_id, year, amount) VALUES ($1, $2, $3)",
            params![id, want.year, want.amount.0],
        )?;
    }
    Ok(())
}

/// Takes a target out of a programme that is still written.
///
/// # Errors
/// [`StoreError::Stale`] when it is gone.
pub fn remove_target(tx: &mut Tx<'_>, programme: &Programme, id: TargetId) -> Result<(), StoreError> {
    tx.run("DELETE FROM programme_want WHERE target_id = $1", params![id])?;
    tx.run_one("DELETE FROM programme_target WHERE id = $1 AND programme_id = $2", params![id, programme.id])?;
    tx.record(Event::noted("programmes.target_removed", programme.id, Some(programme.unit)))
}

/// A change of what is wanted of an issued programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WantChange {
    /// The year.
    pub year: i64,
    /// What was wanted; none when nothing was.
    pub was: Option<Amount>,
    /// What is wanted since.
    pub becomes: Amount,
    /// Why.
    pub reason: String,
    /// When.
    pub on: Day,
    /// By whom, by name.
    pub by: String,
}

/// Changes what is wanted of an issued programme; what was wanted before is kept.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn change_want(
    tx: &mut Tx<'_>,
    programme: &Programme,
    target: &Target,
    want: Want,
    reason: &str,
) -> Result<(), StoreError> {
    let was = target.wants.iter().find(|one| one.year == want.year).map(|one| one.amount.0);
    let (id, on, by): (crate::store::EntryId, Day, Option<AccountId>) = (tx.new_id(), tx.today(), tx.actor());
    tx.run(
        "INSERT INTO programme_want_change (id, target_id, year, was, becomes, reason, changed_on, changed_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![id, target.id, want.year, was, want.amount.0, reason, on, by],
    )?;
    tx.run(
        "INSERT INTO programme_want (target_id, year, amount) VALUES ($1, $2, $3)
         ON CONFLICT (target_id, year) DO UPDATE SET amount = EXCLUDED.amount",
        params![target.id, want.year, want.amount.0],
    )?;
    let detail = serde_json::json!({ "target": target.id.to_string(), "year": want.year, "was": was,
        "becomes": want.amount.0, "reason": reason });
    tx.record(Event::noted("programmes.target_changed", programme.id, Some(programme.unit)).with(detail))
}

/// The changes of a target, latest first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_changes(tx: &mut Tx<'_>, target: TargetId) -> Result<Vec<WantChange>, StoreError> {
    let rows = tx.list(
        "SELECT year, was, becomes, reason, changed_on, changed_by FROM programme_want_change
         WHERE target_id = $1 ORDER BY id DESC",
        params![target],
        |row| {
            let change = WantChange {
                year: row.get(0)?,
                was: row.get::<Option<i64>>(1)?.map(Amount),
                becomes: Amount(row.get(2)?),
                reason: row.get(3)?,
                on: row.get(4)?,
                by: String::new(),
            };
            Ok((change, row.get::<Option<AccountId>>(5)?))
        },
    )?;
    rows.into_iter().map(|(change, by)| Ok(WantChange { by: name_of(tx, by)?, ..change })).collect()
}

/// A target of a unit above that one here may serve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServedTarget {
    /// Its id.
    pub id: TargetId,
    /// What it measures.
    pub title: String,
    /// Whose it is, by short name.
    pub unit_name: String,
}

/// The targets of issued programmes of the units above.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_served(tx: &mut Tx<'_>, unit: UnitId) -> Result<Vec<ServedTarget>, StoreError> {
    tx.list(
        "SELECT t.id, t.title, u.short_name FROM unit_ancestor a JOIN programme p ON p.unit_id = a.ancestor_id
         JOIN programme_target t ON t.programme_id = p.id JOIN unit u ON u.id = p.unit_id
         WHERE a.unit_id = $1 AND a.distance > 0 AND p.state = 'issued' ORDER BY a.distance, p.id, t.position",
        params![unit],
        |row| Ok(ServedTarget { id: row.get(0)?, title: row.get(1)?, unit_name: row.get(2)? }),
    )
}

/// A target below that serves one here, with its result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Serving {
    /// The target.
    pub target: Target,
    /// Whose it is.
    pub unit: UnitId,
    /// Whose it is, by name.
    pub unit_name: String,
    /// Its result of the day.
    pub result: Option<Amount>,
}

/// Deepest line of targets that serve one another.
const DEEPEST: u8 = 12;

/// The targets of issued programmes that serve this one, each with its result of a day.
///
/// # Errors
/// [`StoreError::Corrupt`].
pub fn list_serving(tx: &mut Tx<'_>, target: TargetId, day: Day) -> Result<Vec<Serving>, StoreError> {
    serving(tx, target, day, DEEPEST)
}

fn serving(tx: &mut Tx<'_>, target: TargetId, day: Day, depth: u8) -> Result<Vec<Serving>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS}, p.unit_id, u.name, (SELECT e.value FROM programme_entry e WHERE e.subject_id = t.id
             AND e.on_day <= $2 ORDER BY e.on_day DESC, e.id DESC LIMIT 1)
         FROM programme_target t JOIN programme p ON p.id = t.programme_id JOIN unit u ON u.id = p.unit_id
         WHERE t.serves_target_id = $1 AND p.state = 'issued' ORDER BY u.sort_key, t.position"
    );
    let mut below = tx.list(&sql, params![target, day], |row| {
        let result = row.get::<Option<i64>>(12)?.map(Amount);
        Ok(Serving { target: read(row)?, unit: row.get(10)?, unit_name: row.get(11)?, result })
    })?;
    for one in below.iter_mut().filter(|one| one.target.method != Method::Own) {
        one.result = if depth == 0 { None } else { put_together(tx, &one.target, day, depth - 1)? };
    }
    Ok(below)
}

fn put_together(tx: &mut Tx<'_>, target: &Target, day: Day, depth: u8) -> Result<Option<Amount>, StoreError> {
    let parts: Vec<Part> = serving(tx, target.id, day, depth)?
        .iter()
        .map(|one| Part { result: one.result, weight: one.target.weight })
        .collect();
    Ok(rolled_up(target.method, target.direction, &parts))
}

/// The result of a target on a day: what was entered last by then, or put together from below by its method.
///
/// # Errors
/// [`StoreError::Corrupt`].
pub fn result_on(tx: &mut Tx<'_>, target: &Target, day: Day) -> Result<Option<Amount>, StoreError> {
    if target.method != Method::Own {
        return put_together(tx, target, day, DEEPEST);
    }
    let value = tx.lookup(
        "SELECT value FROM programme_entry WHERE subject_id = $1 AND on_day <= $2
         ORDER BY on_day DESC, id DESC LIMIT 1",
        params![target.id, day],
        |row| row.get::<i64>(0),
    )?;
    Ok(value.map(Amount))
}

/// The results of targets on a day.
///
/// # Errors
/// [`StoreError::Corrupt`].
pub fn results_on(tx: &mut Tx<'_>, targets: &[Target], day: Day) -> Result<HashMap<TargetId, Amount>, StoreError> {
    let mut results = HashMap::new();
    for target in targets {
        results.extend(result_on(tx, target, day)?.map(|amount| (target.id, amount)));
    }
    Ok(results)
}
