//! How a conference went, in sums, as its result report takes them: the line, the prompts, the questions, the survey.

use std::collections::HashSet;

use kernel::{ConferenceId, PointId, UnitId};
use platform::db::{StoreError, Tx};
use platform::params;

use super::SurveySums;
use crate::domain::Conference;
use crate::domain::presence::Standing;

/// How a conference went, over the points of a branch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Quality {
    /// Line faults noted.
    pub faults: i64,
    /// Points that had any.
    pub points_with_faults: i64,
    /// Minutes lost, summed over the points.
    pub minutes_lost: i64,
    /// Prompts that were opened.
    pub prompts: i64,
    /// Answers of points in time.
    pub in_time: i64,
    /// Answers of points that came late.
    pub late: i64,
    /// Prompts points did not answer.
    pub missed: i64,
    /// Minutes by which the last topic ended after its plan; none while it was not noted.
    pub ended_late: Option<i64>,
    /// Questions by what became of them; of the whole conference only.
    pub questions: Vec<(String, i64)>,
    /// The survey; of the whole conference only.
    pub survey: SurveySums,
}

/// How a conference went over the points run by the unit's branch; for the organiser, or a unit above it, in all.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn quality(tx: &mut Tx<'_>, conference: &Conference, unit: UnitId) -> Result<Quality, StoreError> {
    let is_whole = units::store::is_within(tx, conference.unit, unit)?;
    let points = points_of(tx, conference.id, if is_whole { None } else { Some(unit) })?;
    let mut quality = Quality {
        ended_late: super::list_agenda(tx, conference.id)?.last().and_then(super::AgendaItem::minutes_late),
        ..Quality::default()
    };
    let (now, ended) = (tx.now(), super::ended_at(tx, conference.id)?);
    let faults = super::list_faults(tx, conference.id)?;
    for (point, sum) in super::sum_by_point(&faults, super::end_of(conference, ended, now)) {
        if points.iter().any(|(id, _)| *id == point) {
            quality.faults += sum.faults;
            quality.points_with_faults += 1;
            quality.minutes_lost += sum.minutes;
        }
    }
    count_answers(tx, conference, &points, &mut quality)?;
    if is_whole {
        quality.questions = super::count_by_handling(tx, conference.id)?;
        quality.survey = super::survey_sums(tx, conference.id)?;
    }
    Ok(quality)
}

/// The points of a conference, of the unit's branch where one is given; with whether they take part over a line.
fn points_of(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    branch: Option<UnitId>,
) -> Result<HashSet<(PointId, bool)>, StoreError> {
    let branch = branch.map(|unit| unit.to_string()).unwrap_or_default();
    let rows = tx.list(
        "SELECT p.id, p.parent_id IS NOT NULL FROM point p WHERE p.conference_id = $1
         AND ($2 = '' OR EXISTS (SELECT 1 FROM unit_ancestor a WHERE a.unit_id = p.unit_id AND a.ancestor_id = $2))",
        params![conference, branch],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(rows.into_iter().collect())
}

fn count_answers(
    tx: &mut Tx<'_>,
    conference: &Conference,
    points: &HashSet<(PointId, bool)>,
    quality: &mut Quality,
) -> Result<(), StoreError> {
    let now = tx.now();
    let answers = super::list_answers(tx, conference.id)?;
    let ended = super::ended_at(tx, conference.id)?;
    for prompt in super::list_prompts(tx, conference.id)?.iter().filter(|prompt| prompt.has_opened(now, ended)) {
        quality.prompts += 1;
        for (point, _) in points.iter().filter(|(_, is_online)| *is_online) {
            match prompt.standing(answers.get(&(*point, prompt.id)).copied(), now, ended) {
                Standing::InTime => quality.in_time += 1,
                Standing::Late => quality.late += 1,
                Standing::Missed => quality.missed += 1,
                Standing::Waiting | Standing::Ahead | Standing::Lapsed => {}
            }
        }
    }
    Ok(())
}
