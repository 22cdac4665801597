//! What units answer to the figures they are asked for.

use std::collections::HashMap;

use kernel::{Day, DutyId, Event, UnitId};
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

/// Keeps what a unit answers, over the version of the duty that was read.
///
/// # Errors
/// [`StoreError::Stale`] when the duty changed meanwhile.
pub fn save_answers(tx: &mut Tx<'_>, duty: &Duty, answers: &[FigureAnswer]) -> Result<(), StoreError> {
    tx.run_one("UPDATE duty SET version = version + 1 WHERE id = $1 AND version = $2", params![duty.id, duty.version])?;
    tx.run("DELETE FROM duty_figure WHERE duty_id = $1", params![duty.id])?;
    for (position, answer) in (1_i64..).zip(answers) {
        let (recorded, on) = (answer.recorded.map(|(n, _)| n), answer.recorded.map(|(_, day)| day));
        tx.run(
            "INSERT INTO duty_figure (duty_id, position, recorded, recorded_on, entered) VALUES ($1, $2, $3, $4, $5)",
            params![duty.id, position, recorded, on, answer.entered],
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
    /// One per figure asked, in order.
    pub answers: Vec<FigureAnswer>,
}

/// The units in a branch that are asked for the figures of a requirement, by name, with what they answered.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_answers_of(
    tx: &mut Tx<'_>,
    requirement: &Requirement,
    root: UnitId,
    like: &str,
) -> Result<Vec<UnitAnswers>, StoreError> {
    let from = "FROM duty d JOIN unit u ON u.id = d.unit_id";
    let asked = "d.rollout_id = $1 AND d.requirement_id = $2 AND d.state <> 'waived' AND u.folded LIKE $4
         AND d.unit_id IN (SELECT unit_id FROM unit_ancestor WHERE ancestor_id = $3)";
    let about = params![requirement.rollout, requirement.id, root, like];
    let mut kept: HashMap<DutyId, HashMap<i64, Kept>> = HashMap::new();
    let sql = format!(
        "SELECT f.position, f.recorded, f.recorded_on, f.entered, d.id
         {from} JOIN duty_figure f ON f.duty_id = d.id WHERE {asked}"
    );
    tx.each(&sql, about, |row| {
        kept.entry(row.get(4)?).or_default().insert(row.get(0)?, read(row)?);
        Ok(())
    })?;
    let sql = format!("SELECT d.id, u.name {from} WHERE {asked} ORDER BY u.sort_key, d.id");
    let duties: Vec<(DutyId, String)> = tx.list(&sql, about, |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(duties
        .into_iter()
        .map(|(duty, unit_name)| {
            let answers = answers(&requirement.ask.figures, kept.get(&duty).unwrap_or(&HashMap::new()));
            UnitAnswers { duty, unit_name, answers }
        })
        .collect())
}
