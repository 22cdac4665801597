//! One duty: found, saved with what it means for the figures, ended by evidence of other features.

use std::collections::HashMap;

use kernel::{Day, DutyId, Event, Fact, RolloutId, UnitId};
use platform::db::{Row, StoreError, Tx, in_pieces, places, with_each};
use platform::params;

use super::{answers, endings, find, find_requirement, list_answers};
use crate::domain::{Duty, DutyState, Evidence, Measure, Requirement, Rollout, count_missing, deltas_of_asking};

const COLUMNS: &str = "d.id, d.rollout_id, d.requirement_id, d.unit_id, d.due_on, d.state, d.ended_on, d.reason,
     d.evidence_kind, d.evidence_id, d.note, d.version, d.reminded_on, d.work";

pub(super) fn read(row: &Row<'_>) -> Result<Duty, StoreError> {
    let (state, ended_on): (String, Option<Day>) = (row.get(5)?, row.get(6)?);
    let state = match (state.as_str(), ended_on) {
        ("waiting", _) => DutyState::Waiting,
        ("in_progress", _) => DutyState::InProgress,
        ("done", Some(on)) => DutyState::Done { on, late: false },
        ("done_late", Some(on)) => DutyState::Done { on, late: true },
        ("waived", Some(on)) => DutyState::Waived { on, reason: row.get(7)? },
        (other, _) => return Err(StoreError::corrupt("duty", other)),
    };
    Ok(Duty {
        id: row.get(0)?,
        rollout: row.get(1)?,
        requirement: row.get(2)?,
        unit: row.get(3)?,
        due_on: row.get(4)?,
        state,
        evidence: Evidence { kind: row.get(8)?, id: row.get(9)?, note: row.get(10)? },
        version: row.get(11)?,
        reminded_on: row.get(12)?,
        work: row.get(13)?,
    })
}

pub(super) fn columns() -> &'static str {
    COLUMNS
}

/// The same as they stood at the end of the day `$3`, with the ending `e` that covered it. What proves it and why it was waived
/// are known of the last ending alone; when it was begun is not kept.
pub(super) fn columns_then() -> String {
    let last = |column: &str| format!("CASE WHEN e.id IS NOT NULL AND e.until_day IS NULL THEN {column} ELSE '' END");
    format!(
        "d.id, d.rollout_id, d.requirement_id, d.unit_id, d.due_on, COALESCE(e.kind, 'waiting'), e.from_day, {}, {}, {}, {},
         d.version, CASE WHEN d.reminded_on <= $3 THEN d.reminded_on END, d.work",
        last("d.reason"),
        last("d.evidence_kind"),
        last("d.evidence_id"),
        last("d.note")
    )
}

/// The duty with this id.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_duty(tx: &mut Tx<'_>, id: DutyId) -> Result<Duty, StoreError> {
    tx.find(&format!("SELECT {COLUMNS} FROM duty d WHERE d.id = $1"), params![id], read)
}

/// Whose each of these duties is.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn units_of_duties(tx: &mut Tx<'_>, duties: &[DutyId]) -> Result<HashMap<DutyId, UnitId>, StoreError> {
    let mut units = HashMap::with_capacity(duties.len());
    for piece in in_pieces(duties) {
        let sql = format!("SELECT id, unit_id FROM duty WHERE id IN ({})", places(1, piece.len()));
        tx.each(&sql, &with_each(Vec::new(), piece), |row| {
            units.insert(row.get(0)?, row.get(1)?);
            Ok(())
        })?;
    }
    Ok(units)
}

/// A duty with what it belongs to.
#[derive(Debug, Clone)]
pub struct DutyFacts {
    /// The duty.
    pub duty: Duty,
    /// What is asked.
    pub requirement: Requirement,
    /// In which rollout.
    pub rollout: Rollout,
    /// How many of the figures asked are not entered.
    pub missing_figures: i64,
}

/// The duty with its requirement and rollout.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_duty_facts(tx: &mut Tx<'_>, id: DutyId) -> Result<DutyFacts, StoreError> {
    let duty = find_duty(tx, id)?;
    let requirement = find_requirement(tx, duty.requirement)?;
    let missing_figures = count_missing(&list_answers(tx, id, &requirement)?);
    Ok(DutyFacts { rollout: find(tx, duty.rollout)?, requirement, duty, missing_figures })
}

/// Saves a changed duty over the version that was read: its row, the days of its ending, the figures, the event.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn save_duty(tx: &mut Tx<'_>, before: &Duty, after: &Duty) -> Result<(), StoreError> {
    let today = tx.today();
    let (state, ended_on, reason) = match &after.state {
        DutyState::Waiting => ("waiting", None, ""),
        DutyState::InProgress => ("in_progress", None, ""),
        DutyState::Done { on, late: false } => ("done", Some(*on), ""),
        DutyState::Done { on, late: true } => ("done_late", Some(*on), ""),
        DutyState::Waived { on, reason } => ("waived", Some(*on), reason.as_str()),
    };
    let evidence = &after.evidence;
    tx.run_one(
        "UPDATE duty SET state = $3, ended_on = $4, reason = $5, evidence_kind = $6, evidence_id = $7, note = $8,
         version = version + 1 WHERE id = $1 AND version = $2",
        params![before.id, before.version, state, ended_on, reason, evidence.kind, evidence.id, evidence.note],
    )?;
    if let Some((ending, _)) = before.ending() {
        endings::end_ending(tx, before.id, today)?;
        post_all(tx, before.deltas_of_ending(ending, today, -1));
    }
    if let Some((ending, day)) = after.ending() {
        endings::insert_ending(tx, after, ending, day)?;
        post_all(tx, after.deltas_of_ending(ending, day, 1));
    }
    match (is_waived(before), is_waived(after)) {
        (false, true) => {
            post_asking(tx, after, -1)?;
            burden::store::retract(tx, &after.id.to_string())?;
            answers::post_waived(tx, after, true)?;
        }
        (true, false) => {
            post_asking(tx, after, 1)?;
            answers::post_waived(tx, after, false)?;
        }
        _ => {}
    }
    let name = match (&after.state, before.is_open()) {
        (DutyState::Done { .. }, _) => "rollouts.duty-done",
        (DutyState::Waived { .. }, _) => "rollouts.duty-waived",
        (_, false) => "rollouts.duty-reopened",
        (_, true) => "rollouts.duty-begun",
    };
    let mut event = Event::noted(name, after.id, Some(after.unit))
        .with(serde_json::json!({ "reason": reason, "evidence": evidence.kind, "note": evidence.note }));
    if !after.is_open() {
        event = event.telling(Fact::DutyEnded(after.id));
    }
    tx.record(event)
}

fn is_waived(duty: &Duty) -> bool {
    matches!(duty.state, DutyState::Waived { .. })
}

/// What is not asked any more (or asked again) is no burden (is one again) in the month in which it is due.
fn post_asking(tx: &mut Tx<'_>, duty: &Duty, n: i64) -> Result<(), StoreError> {
    let requirement = find_requirement(tx, duty.requirement)?;
    post_all(tx, deltas_of_asking(duty, &requirement.ask.figures, n));
    Ok(())
}

/// Keeps how long the duty took its unit, in the place of what was said before.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn say_minutes(tx: &mut Tx<'_>, duty: &Duty, title: &str, minutes: i64) -> Result<(), StoreError> {
    let said = burden::domain::Said {
        piece: duty.id.to_string(),
        work: duty.work.clone(),
        unit: duty.unit,
        due_on: duty.due_on,
        minutes,
        title: title.to_owned(),
        href: format!("/duties/{}", duty.id),
    };
    burden::store::say(tx, &said)
}

/// Notes that the unit above reminds of this duty. What the unit's own page showed stays true, so the version stays.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn save_reminder(tx: &mut Tx<'_>, reminded: &Duty) -> Result<(), StoreError> {
    tx.run("UPDATE duty SET reminded_on = $2 WHERE id = $1", params![reminded.id, reminded.reminded_on])?;
    tx.record(Event::noted("rollouts.duty-reminded", reminded.id, Some(reminded.unit)))
}

fn post_all(tx: &mut Tx<'_>, deltas: Vec<kernel::Delta>) {
    for delta in deltas {
        tx.post(delta);
    }
}

fn list_open(tx: &mut Tx<'_>, rollout: RolloutId, unit: UnitId, measure: Measure) -> Result<Vec<Duty>, StoreError> {
    // the empty text keeps SQLite from walking every duty of the rollout by its day to find the few of one unit
    let sql = format!(
        "SELECT {COLUMNS} FROM duty d JOIN requirement q ON q.id = d.requirement_id
         JOIN rollout r ON r.id = d.rollout_id
         WHERE d.unit_id = $1 AND d.rollout_id = $2 AND q.measure = $3 AND r.state = 'launched'
         AND d.state IN ('waiting', 'in_progress') ORDER BY d.due_on || '', d.id"
    );
    let mut open = tx.list(&sql, params![unit, rollout, measure.code()], read)?;
    // what units that ended left undone is now to be done by the one that took their place
    for before in units::store::list_predecessors(tx, unit)? {
        open.extend(tx.list(&sql, params![before, rollout, measure.code()], read)?);
    }
    Ok(open)
}

/// What another feature began proves that the unit began: a conference planned, a report drafted. Returns whether a
/// duty was begun by it; none is when nothing of this measure is open.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn begin_by_evidence(
    tx: &mut Tx<'_>,
    rollout: RolloutId,
    unit: UnitId,
    measure: Measure,
    evidence: &Evidence,
) -> Result<bool, StoreError> {
    let mut any = false;
    for duty in list_open(tx, rollout, unit, measure)? {
        if duty.state == DutyState::Waiting {
            let begun = Duty { state: DutyState::InProgress, evidence: evidence.clone(), ..duty.clone() };
            save_duty(tx, &duty, &begun)?;
            any = true;
        }
    }
    Ok(any)
}

/// What another feature ended proves that the unit did its duty: a conference closed, a report signed, a document
/// acknowledged. Completes every open duty of this measure the unit has in the rollout (that of the rollout and a
/// stricter one of its committee). Returns whether there was any.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn complete_by_evidence(
    tx: &mut Tx<'_>,
    rollout: RolloutId,
    unit: UnitId,
    measure: Measure,
    evidence: &Evidence,
) -> Result<bool, StoreError> {
    let today = tx.today();
    let open = list_open(tx, rollout, unit, measure)?;
    for duty in &open {
        let late = today > duty.due_on;
        let state = DutyState::Done { on: today, late };
        let done = Duty { state, evidence: evidence.clone(), ..duty.clone() };
        save_duty(tx, duty, &done)?;
    }
    Ok(!open.is_empty())
}

/// What happened elsewhere: a document that a unit acknowledged ends its duty to acknowledge, once it has acknowledged
/// every document of the rollout.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn on_event(tx: &mut Tx<'_>, event: &Event) -> Result<(), StoreError> {
    let (document, unit) = match &event.fact {
        Fact::DocumentAcknowledged { document, unit } => (*document, *unit),
        Fact::DocumentChanged { document, units } => return super::again::ask_again(tx, *document, units),
        _ => return Ok(()),
    };
    for rollout in super::list_running_with(tx, document)? {
        if has_acknowledged_all(tx, rollout, unit)? {
            let evidence = Evidence { kind: "document".into(), id: document.to_string(), note: String::new() };
            complete_by_evidence(tx, rollout, unit, Measure::Acknowledge, &evidence)?;
        }
    }
    Ok(())
}

fn has_acknowledged_all(tx: &mut Tx<'_>, rollout: RolloutId, unit: UnitId) -> Result<bool, StoreError> {
    for document in super::list_documents(tx, rollout)? {
        let delivery = documents::store::lookup_delivery(tx, document.id, unit)?;
        if delivery.is_none_or(|delivery| delivery.acknowledged_at.is_none()) {
            return Ok(false);
        }
    }
    Ok(true)
}
