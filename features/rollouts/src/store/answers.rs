//! What units answer to the figures they are asked for, as of any day; and what was said of unusual answers.

use std::collections::HashMap;

use kernel::{Day, DutyId, Event, Instant, UnitId, UnitKind};
use platform::db::{Row, StoreError, Tx};
use platform::params;

use crate::domain::{AskedFigure, Duty, FigureAnswer, Requirement};

type Kept = (Option<(i64, Day)>, Option<i64>);

fn read(row: &Row<'_>) -> Result<Kept, StoreError> {
    let recorded = row.get::<Option<i64>>(1)?.zip(row.get::<Option<Day>>(2)?);
    Ok((recorded, row.get(3)?))
}

/// The figures a requirement asks, with what was answered for a duty.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_answers(tx: &mut Tx<'_>, duty: DutyId, requirement: &Requirement) -> Result<Vec<FigureAnswer>, StoreError> {
    if requirement.ask.figures.is_empty() {
        return Ok(Vec::new());
    }
    let sql = "SELECT position, recorded, recorded_on, entered FROM duty_figure WHERE duty_id = $1";
    let kept: Vec<(i64, Kept)> = tx.list(sql, params![duty], |row| Ok((row.get(0)?, read(row)?)))?;
    Ok(answers(&requirement.ask.figures, &kept.into_iter().collect()))
}

fn answers(asked: &[AskedFigure], kept: &HashMap<i64, Kept>) -> Vec<FigureAnswer> {
    (1..)
        .zip(asked)
        .map(|(position, asked)| {
            let (recorded, entered) = kept.get(&position).copied().unwrap_or_default();
            FigureAnswer { asked: asked.clone(), recorded, entered }
        })
        .collect()
}

/// Keeps what a unit answers, over the version of the duty that was read. What stood on earlier days stays known for them.
///
/// # Errors
/// [`StoreError::Stale`] when the duty changed meanwhile.
pub fn save_answers(tx: &mut Tx<'_>, duty: &Duty, answers: &[FigureAnswer]) -> Result<(), StoreError> {
    let today = tx.today();
    tx.run_one("UPDATE duty SET version = version + 1 WHERE id = $1 AND version = $2", params![duty.id, duty.version])?;
    tx.run(
        "INSERT INTO duty_figure_past (duty_id, position, recorded, recorded_on, entered, from_day, to_day)
         SELECT duty_id, position, recorded, recorded_on, entered, entered_on, $2 FROM duty_figure
         WHERE duty_id = $1 AND entered_on < $2 ON CONFLICT (duty_id, position, to_day) DO NOTHING",
        params![duty.id, today],
    )?;
    tx.run("DELETE FROM duty_figure WHERE duty_id = $1", params![duty.id])?;
    for (position, answer) in (1_i64..).zip(answers) {
        let (recorded, on) = (answer.recorded.map(|(n, _)| n), answer.recorded.map(|(_, day)| day));
        tx.run(
            "INSERT INTO duty_figure (duty_id, position, recorded, recorded_on, entered, entered_on)
             VALUES ($1, $2, $3, $4, $5, $6)",
            params![duty.id, position, recorded, on, answer.entered, today],
        )?;
    }
    let entered: Vec<Option<i64>> = answers.iter().map(|answer| answer.entered).collect();
    let detail = serde_json::json!({ "entered": entered });
    tx.record(Event::noted("rollouts.figures-entered", duty.id, Some(duty.unit)).with(detail))
}

/// A unit with what it answered.
#[derive(Debug, Clone)]
pub struct UnitAnswers {
    /// Its duty.
    pub duty: DutyId,
    /// Its name.
    pub unit_name: String,
    /// What kind of unit it is.
    pub unit_kind: UnitKind,
    /// One per figure asked, in order.
    pub answers: Vec<FigureAnswer>,
}

/// Whose answers are asked for, and as of when.
#[derive(Debug, Clone)]
pub struct AnswersOf {
    /// The branch.
    pub root: UnitId,
    /// `LIKE` over the folded name of the unit.
    pub like: String,
    /// As they stood at the end of this day.
    pub on: Day,
    /// The branch as it was on this day.
    pub tree_on: Day,
}

/// The units in a branch that were asked for the figures of a requirement, by name, with what they had answered.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_answers_of(
    tx: &mut Tx<'_>,
    requirement: &Requirement,
    of: &AnswersOf,
) -> Result<Vec<UnitAnswers>, StoreError> {
    let branch = units::store::within_sql(tx, "d.unit_id", ("$3", "$6"), of.tree_on)?;
    let from = "FROM duty d JOIN unit u ON u.id = d.unit_id";
    let asked = format!(
        "d.rollout_id = $1 AND d.requirement_id = $2 AND u.folded LIKE $4 AND d.launched_on <= $5 AND {branch}
         AND NOT EXISTS (SELECT 1 FROM duty_ending e WHERE e.duty_id = d.id AND e.kind = 'waived'
             AND e.from_day <= $5 AND (e.until_day IS NULL OR e.until_day > $5))"
    );
    let about = params![requirement.rollout, requirement.id, of.root, of.like, of.on, of.tree_on];
    let mut kept: HashMap<DutyId, HashMap<i64, Kept>> = HashMap::new();
    let columns = "SELECT f.position, f.recorded, f.recorded_on, f.entered, d.id";
    let sql = format!(
        "{columns} {from} JOIN duty_figure f ON f.duty_id = d.id WHERE {asked} AND f.entered_on <= $5 UNION ALL
         {columns} {from} JOIN duty_figure_past f ON f.duty_id = d.id
         WHERE {asked} AND f.from_day <= $5 AND f.to_day > $5"
    );
    tx.each(&sql, about, |row| {
        kept.entry(row.get(4)?).or_default().insert(row.get(0)?, read(row)?);
        Ok(())
    })?;
    let sql = format!("SELECT d.id, u.name, u.kind {from} WHERE {asked} ORDER BY u.sort_key, d.id");
    tx.list(&sql, about, |row| {
        let duty: DutyId = row.get(0)?;
        let answers = answers(&requirement.ask.figures, kept.get(&duty).unwrap_or(&HashMap::new()));
        Ok(UnitAnswers { duty, unit_name: row.get(1)?, unit_kind: row.get(2)?, answers })
    })
}

/// What somebody who looked at an unusual answer said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// The answer that was looked at; another one is to be looked at anew.
    pub entered: i64,
    /// What was said.
    pub note: String,
    /// When.
    pub at: Instant,
}

/// Keeps what somebody who looked at an answer says of it. Nothing else of the duty changes.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn save_look(tx: &mut Tx<'_>, duty: &Duty, place: i64, entered: i64, note: &str) -> Result<(), StoreError> {
    let (now, by) = (tx.now(), tx.actor());
    tx.run(
        "INSERT INTO duty_figure_look (duty_id, position, entered, note, looked_at, looked_by)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (duty_id, position) DO UPDATE
         SET entered = excluded.entered, note = excluded.note, looked_at = excluded.looked_at,
             looked_by = excluded.looked_by",
        params![duty.id, place, entered, note, now, by],
    )?;
    let detail = serde_json::json!({ "figure": place, "entered": entered, "note": note });
    tx.record(Event::noted("rollouts.figure-looked-at", duty.id, Some(duty.unit)).with(detail))
}

/// What was said of answers to a requirement, by duty and the place of the figure, from 1.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_looks(tx: &mut Tx<'_>, requirement: &Requirement) -> Result<HashMap<(DutyId, i64), Look>, StoreError> {
    let mut looks = HashMap::new();
    tx.each(
        "SELECT l.duty_id, l.position, l.entered, l.note, l.looked_at FROM duty_figure_look l
         JOIN duty d ON d.id = l.duty_id WHERE d.rollout_id = $1 AND d.requirement_id = $2",
        params![requirement.rollout, requirement.id],
        |row| {
            let look = Look { entered: row.get(2)?, note: row.get(3)?, at: row.get(4)? };
            looks.insert((row.get(0)?, row.get(1)?), look);
            Ok(())
        },
    )?;
    Ok(looks)
}
