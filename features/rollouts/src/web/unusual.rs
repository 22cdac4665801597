//! Unusual figures: what units entered that is far from what comparable units did, for a person to look at. Somebody of the
//! unit above confirms one with a note; nothing is refused and nothing corrected.

use std::collections::HashMap;

use kernel::DutyId;
use platform::db::Tx;
use platform::web::{Actor, Answer, Failure, Form, Path, go_to_saying};
use serde::Deserialize;

use super::duty::above;
use crate::domain::{Entry, FigureAnswer, Requirement, Unusual, unusual};
use crate::permissions;
use crate::store::{self, Look, UnitAnswers};

/// An unusual entry with what was said of it.
#[derive(Debug, Clone)]
pub(crate) struct Odd {
    pub duty: DutyId,
    pub unit_name: String,
    /// The place of the figure, from 1.
    pub place: i64,
    pub label: String,
    pub entered: i64,
    pub usual: Unusual,
    pub look: Option<Look>,
    pub may_look: bool,
}

/// By duty and place of the figure, how an entry differs; learnt from all units that are asked.
pub(crate) fn found(requirement: &Requirement, all: &[UnitAnswers]) -> HashMap<(DutyId, i64), Unusual> {
    let mut found = HashMap::new();
    for place in 0..requirement.ask.figures.len() {
        let entries: Vec<Option<Entry>> = all.iter().map(|row| entry(row, place)).collect();
        for (row, odd) in all.iter().zip(unusual(&entries)) {
            if let Some(odd) = odd {
                found.insert((row.duty, position(place)), odd);
            }
        }
    }
    found
}

fn position(place: usize) -> i64 {
    i64::try_from(place + 1).unwrap_or(i64::MAX)
}

fn entry(row: &UnitAnswers, place: usize) -> Option<Entry> {
    let answer = row.answers.get(place)?;
    Some(Entry { kind: row.unit_kind, entered: answer.entered?, base: base(&row.answers, answer) })
}

/// What an entry is a part of: the figure it must not exceed, or what is recorded of the same.
fn base(answers: &[FigureAnswer], answer: &FigureAnswer) -> Option<i64> {
    let within = &answer.asked.rule.within_figure;
    let other = answers.iter().find(|other| !within.is_empty() && other.asked.label == *within);
    other.and_then(|other| other.entered).or(answer.recorded.map(|(n, _)| n))
}

/// The unusual entries among these rows; those nobody has looked at yet first.
pub(crate) fn list(
    who: &Actor,
    tx: &mut Tx<'_>,
    requirement: &Requirement,
    rows: &[UnitAnswers],
    found: &HashMap<(DutyId, i64), Unusual>,
) -> Result<Vec<Odd>, Failure> {
    let looks = store::list_looks(tx, requirement)?;
    let mut odd = Vec::new();
    for row in rows {
        for (place, answer) in (1..).zip(&row.answers) {
            let (Some(usual), Some(entered)) = (found.get(&(row.duty, place)), answer.entered) else { continue };
            odd.push(Odd {
                duty: row.duty,
                unit_name: row.unit_name.clone(),
                place,
                label: answer.asked.label.clone(),
                entered,
                usual: *usual,
                look: looks.get(&(row.duty, place)).filter(|look| look.entered == entered).cloned(),
                may_look: false,
            });
        }
    }
    odd.sort_by_key(|one| one.look.is_some());
    odd.truncate(MOST);
    for one in &mut odd {
        let unit = store::find_duty(tx, one.duty)?.unit;
        let above = above(tx, unit)?;
        one.may_look = who.may(tx, permissions::WAIVE, above)?;
    }
    Ok(odd)
}

/// Unusual entries on a page; the file has all.
const MOST: usize = 100;

/// What is said of an entry.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct LookForm {
    entered: i64,
    note: String,
    unit: String,
}

pub(crate) async fn look(who: Actor, Path((id, place)): Path<(DutyId, i64)>, Form(form): Form<LookForm>) -> Answer {
    let asker = who.clone();
    let unit = form.unit.parse::<kernel::UnitId>().map(|unit| format!("?unit={unit}")).unwrap_or_default();
    let requirement = who
        .write(move |tx| {
            let facts = store::find_duty_facts(tx, id)?;
            let above = above(tx, facts.duty.unit)?;
            asker.must(tx, permissions::WAIVE, above)?;
            let answers = store::list_answers(tx, id, &facts.requirement)?;
            let answer =
                usize::try_from(place - 1).ok().and_then(|place| answers.get(place)).ok_or(Failure::NotFound)?;
            if answer.entered != Some(form.entered) {
                return Err(Failure::Stale);
            }
            let note: String = vietnamese::nfc(form.note.trim()).chars().take(500).collect();
            if note.is_empty() {
                return Err(Failure::Malformed("rollouts-error-look-note"));
            }
            store::save_look(tx, &facts.duty, place, form.entered, &note)?;
            Ok::<_, Failure>(facts.requirement.id)
        })
        .await?;
    go_to_saying(format!("/requirements/{requirement}/figures{unit}"), "rollouts-looked")
}
