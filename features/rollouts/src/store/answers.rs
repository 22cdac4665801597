//! What units answer to the figures they are asked for, as of any day; the figures of the ledger that add them up; and what was
//! said of unusual answers.

use std::collections::{BTreeSet, HashMap};

use figures::store::At;
use kernel::{Day, Delta, DutyId, Event, Instant, RequirementId, UnitId, UnitKind};
use platform::app::{FigureRow, FigureRows, RowsOf};
use platform::db::{Row, StoreError, Tx};
use platform::params;

use crate::domain::{AskedFigure, Duty, DutyState, FigureAnswer, Requirement};

/// What units entered for a figure they were asked for (kê khai). Its subject is the requirement and the place of the figure in
/// it, from 1: `<requirement>.<place>`; so is that of the two below.
pub const ENTERED: &str = "rollouts.entered";
/// What the system had recorded of it when they did.
pub const ENTERED_RECORDED: &str = "rollouts.entered_recorded";
/// Units that entered it.
pub const ENTERED_BY: &str = "rollouts.entered_by";

/// Each with what it adds up, in SQL over the answers `f`. Answers are whole numbers, so all of them add up.
const COUNTED: [(&str, &str); 3] = [
    (ENTERED, "f.entered"),
    (ENTERED_RECORDED, "f.recorded"),
    (ENTERED_BY, "CASE WHEN f.entered IS NOT NULL THEN CAST(1 AS BIGINT) END"),
];

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
    let kept = list_kept(tx, duty)?;
    Ok(answers(&requirement.ask.figures, &kept))
}

/// What stands of a duty, by the place of the figure.
fn list_kept(tx: &mut Tx<'_>, duty: DutyId) -> Result<HashMap<i64, Kept>, StoreError> {
    let sql = "SELECT position, recorded, recorded_on, entered FROM duty_figure WHERE duty_id = $1";
    Ok(tx.list(sql, params![duty], |row| Ok((row.get(0)?, read(row)?)))?.into_iter().collect())
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
    let before = list_kept(tx, duty.id)?;
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
    if !matches!(duty.state, DutyState::Waived { .. }) {
        let after = (1..).zip(answers).map(|(place, answer)| (place, (answer.recorded, answer.entered))).collect();
        post(tx, duty, &before, &after);
    }
    let entered: Vec<Option<i64>> = answers.iter().map(|answer| answer.entered).collect();
    let detail = serde_json::json!({ "entered": entered });
    tx.record(Event::noted("rollouts.figures-entered", duty.id, Some(duty.unit)).with(detail))
}

/// From today on these answers stand in the place of those.
fn post(tx: &mut Tx<'_>, duty: &Duty, before: &HashMap<i64, Kept>, after: &HashMap<i64, Kept>) {
    let day = tx.today();
    let counted = |kept: Option<&Kept>| {
        let (recorded, entered) = kept.copied().unwrap_or_default();
        [entered.unwrap_or(0), recorded.map_or(0, |(n, _)| n), i64::from(entered.is_some())]
    };
    let places: BTreeSet<i64> = before.keys().chain(after.keys()).copied().collect();
    for place in places {
        let (old, new) = (counted(before.get(&place)), counted(after.get(&place)));
        for ((figure, _), (old, new)) in COUNTED.into_iter().zip(old.into_iter().zip(new)) {
            if old != new {
                let subject = subject(duty.requirement, place);
                tx.post(Delta { subject, figure, unit: duty.unit, day, n: new - old });
            }
        }
    }
}

/// What a unit entered counts no more from today on, since its duty was waived; or again, since it was reopened.
///
/// # Errors
/// [`StoreError::Driver`].
pub(super) fn post_waived(tx: &mut Tx<'_>, duty: &Duty, is_waived: bool) -> Result<(), StoreError> {
    let (kept, nothing) = (list_kept(tx, duty.id)?, HashMap::new());
    let (before, after) = if is_waived { (&kept, &nothing) } else { (&nothing, &kept) };
    post(tx, duty, before, after);
    Ok(())
}

fn subject(requirement: RequirementId, place: i64) -> String {
    format!("{requirement}.{place}")
}

fn parts(subject: &str) -> Option<(RequirementId, i64)> {
    let (requirement, place) = subject.split_once('.')?;
    Some((requirement.parse().ok()?, place.parse().ok().filter(|place| *place > 0)?))
}

/// Whose the figure at a place of a requirement is, as the requirement's other figures are.
pub(super) fn owner(tx: &mut Tx<'_>, subject: &str) -> Result<Option<UnitId>, StoreError> {
    let Some((requirement, place)) = parts(subject) else { return Ok(None) };
    tx.lookup(
        "SELECT r.unit_id FROM requirement q JOIN rollout r ON r.id = q.rollout_id
         WHERE q.id = $1 AND q.known_figures + q.other_figures >= $2",
        params![requirement, place],
        |row| row.get(0),
    )
}

/// The requirements and the places of the figures they ask, for the proof of the ledger.
pub(super) fn list_subjects(tx: &mut Tx<'_>, after: &str, limit: i64) -> Result<Vec<(String, i64)>, StoreError> {
    let sql = "SELECT id, known_figures + other_figures FROM requirement WHERE id > $1 ORDER BY id LIMIT $2";
    let requirements: Vec<(RequirementId, i64)> =
        tx.list(sql, params![after, limit], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let of_one = |(id, figures): (RequirementId, i64)| {
        std::iter::once(id.to_string()).chain((1..=figures).map(move |place| subject(id, place)))
    };
    Ok(requirements.into_iter().flat_map(of_one).map(|subject| (subject, 0)).collect())
}

/// Duties that are not waived at the end of a day; `day` is the place of this parameter.
fn not_waived(day: &str) -> String {
    format!(
        "NOT EXISTS (SELECT 1 FROM duty_ending e WHERE e.duty_id = d.id AND e.kind = 'waived'
             AND e.from_day <= {day} AND (e.until_day IS NULL OR e.until_day > {day}))"
    )
}

/// The answers to the figure at a place (`$2`) of a requirement (`$1`) as they stood at the end of a day (`$3`), of the units
/// that are meant: unit, duty and what of the answer the figure adds up.
fn standing(figure: &str, units: &str) -> String {
    let n = COUNTED.iter().find(|(id, _)| *id == figure).map_or("f.entered", |(_, n)| n);
    let asked = not_waived("$3");
    let of = |table: &str, days: &str| {
        format!(
            "SELECT d.unit_id AS unit_id, d.id AS duty_id, {n} AS n FROM duty d JOIN {table} f ON f.duty_id = d.id
             WHERE d.rollout_id = (SELECT q.rollout_id FROM requirement q WHERE q.id = $1) AND d.requirement_id = $1
               AND f.position = $2 AND {n} IS NOT NULL AND {days} AND d.launched_on <= $3 AND {asked} AND {units}"
        )
    };
    let past = of("duty_figure_past", "f.from_day <= $3 AND f.to_day > $3");
    format!("{} UNION ALL {past}", of("duty_figure", "f.entered_on <= $3"))
}

pub(super) fn of_units(
    tx: &mut Tx<'_>,
    subject: &str,
    as_of: Day,
    figure: &str,
) -> Result<Vec<(UnitId, i64)>, StoreError> {
    let Some((requirement, place)) = parts(subject) else { return Ok(Vec::new()) };
    let standing = standing(figure, "1 = 1");
    let sql = format!("SELECT s.unit_id, CAST(SUM(s.n) AS BIGINT) FROM ({standing}) s GROUP BY s.unit_id");
    tx.list(&sql, params![requirement, place, as_of], |row| Ok((row.get(0)?, row.get(1)?)))
}

pub(super) fn rows(tx: &mut Tx<'_>, of: &RowsOf, figure: &str) -> Result<FigureRows, StoreError> {
    let Some((requirement, place)) = parts(&of.subject) else { return Ok(FigureRows::default()) };
    let branch = units::store::within_sql(tx, "d.unit_id", ("$4", "$5"), of.tree_on)?;
    let standing = standing(figure, &branch);
    let total = tx.scalar(
        &format!("SELECT CAST(COALESCE(SUM(s.n), 0) AS BIGINT) FROM ({standing}) s"),
        params![requirement, place, of.as_of, of.unit, of.tree_on],
    )?;
    let sql = format!(
        "SELECT u.name, s.n, s.duty_id FROM ({standing}) s JOIN unit u ON u.id = s.unit_id
         ORDER BY u.sort_key, s.duty_id LIMIT $6 OFFSET $7"
    );
    let asked = params![requirement, place, of.as_of, of.unit, of.tree_on, of.limit, of.offset];
    let rows = tx.list(&sql, asked, |row| {
        let (n, duty): (i64, DutyId) = (row.get(1)?, row.get(2)?);
        Ok(FigureRow { title: row.get(0)?, note: n.to_string(), href: format!("/duties/{duty}") })
    })?;
    Ok(FigureRows { total, rows })
}

/// What the answers to a figure add up to in a branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AnswerSums {
    /// What the system had recorded.
    pub recorded: i64,
    /// What units entered.
    pub entered: i64,
    /// How many units did.
    pub answered: i64,
}

/// What the ledger says of each figure a requirement asks, in its order; the subject and the figure of `at` are not read.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_answer_sums(
    tx: &mut Tx<'_>,
    requirement: &Requirement,
    at: At<'_>,
    root: UnitId,
) -> Result<Vec<AnswerSums>, StoreError> {
    let mut sums = Vec::with_capacity(requirement.ask.figures.len());
    for (place, _) in (1..).zip(&requirement.ask.figures) {
        let subject = subject(requirement.id, place);
        let mut value = |figure| figures::store::value_in(tx, At { subject: &subject, figure, ..at }, root);
        let (recorded, entered, answered) = (value(ENTERED_RECORDED)?, value(ENTERED)?, value(ENTERED_BY)?);
        sums.push(AnswerSums { recorded, entered, answered });
    }
    Ok(sums)
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
        "d.rollout_id = $1 AND d.requirement_id = $2 AND u.folded LIKE $4 AND d.launched_on <= $5 AND {branch} AND {}",
        not_waived("$5")
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
