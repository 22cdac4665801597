//! Agenda and checklist of a conference.

use kernel::{ConferenceId, Day, Event, Instant, PersonId, UnitId};
use platform::db::{Row, StoreError, Tx};
use platform::params;

use crate::domain::{AgendaItemId, ChecklistItem, ChecklistItemId, Conference, checklist};

/// A line of the agenda.
#[derive(Debug, Clone)]
pub struct AgendaItem {
    /// Its id.
    pub id: AgendaItemId,
    /// The conference.
    pub conference: ConferenceId,
    /// The topic.
    pub title: String,
    /// The reporter's name and post, as printed.
    pub reporter: String,
    /// Planned from.
    pub planned_from: Instant,
    /// Planned to.
    pub planned_to: Instant,
    /// When it really began.
    pub real_from: Option<Instant>,
    /// When it really ended.
    pub real_to: Option<Instant>,
}

impl AgendaItem {
    /// Minutes by which it began after its planned beginning; negative when before.
    #[must_use]
    pub fn minutes_late_to_begin(&self) -> Option<i64> {
        self.real_from.map(|begin| (begin.0 - self.planned_from.0).div_euclid(60_000))
    }

    /// Minutes by which it ended after its planned end; negative when before.
    #[must_use]
    pub fn minutes_late(&self) -> Option<i64> {
        self.real_to.map(|end| (end.0 - self.planned_to.0).div_euclid(60_000))
    }
}

/// A line to be added to the agenda.
#[derive(Debug, Clone)]
pub struct NewAgendaItem {
    /// The topic.
    pub title: String,
    /// The reporter as a person of the register, when known.
    pub reporter_id: Option<PersonId>,
    /// The reporter's name and post, as printed.
    pub reporter: String,
    /// Planned from.
    pub planned_from: Instant,
    /// Planned to.
    pub planned_to: Instant,
}

const AGENDA: &str = "id, conference_id, title, reporter, planned_from, planned_to, real_from, real_to";

fn read_agenda(row: &Row<'_>) -> Result<AgendaItem, StoreError> {
    Ok(AgendaItem {
        id: row.get(0)?,
        conference: row.get(1)?,
        title: row.get(2)?,
        reporter: row.get(3)?,
        planned_from: row.get(4)?,
        planned_to: row.get(5)?,
        real_from: row.get(6)?,
        real_to: row.get(7)?,
    })
}

fn noted(name: &'static str, conference: &Conference, title: &str) -> Event {
    Event::noted(name, conference.id, Some(conference.unit)).with(serde_json::json!({ "title": title }))
}

/// The agenda in the order of planned times.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_agenda(tx: &mut Tx<'_>, conference: ConferenceId) -> Result<Vec<AgendaItem>, StoreError> {
    let sql = format!("SELECT {AGENDA} FROM agenda_item WHERE conference_id = $1 ORDER BY planned_from, position");
    tx.list(&sql, params![conference], read_agenda)
}

/// The agenda line with this id.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn lookup_agenda_item(tx: &mut Tx<'_>, id: AgendaItemId) -> Result<Option<AgendaItem>, StoreError> {
    tx.lookup(&format!("SELECT {AGENDA} FROM agenda_item WHERE id = $1"), params![id], read_agenda)
}

/// Adds a line to the agenda.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert_agenda_item(
    tx: &mut Tx<'_>,
    conference: &Conference,
    new: &NewAgendaItem,
) -> Result<AgendaItemId, StoreError> {
    let id: AgendaItemId = tx.new_id();
    tx.run(
        "INSERT INTO agenda_item (id, conference_id, position, title, reporter_id, reporter, planned_from, planned_to,
             real_from, real_to)
         SELECT $1, $2, COUNT(*) + 1, $3, $4, $5, CAST($6 AS BIGINT), CAST($7 AS BIGINT), NULL, NULL FROM agenda_item WHERE conference_id = $2",
        params![id, conference.id, new.title, new.reporter_id, new.reporter, new.planned_from, new.planned_to],
    )?;
    tx.record(noted("conferences.agenda_item_added", conference, &new.title))?;
    Ok(id)
}

/// Notes when a line of the agenda really began or ended; what stood there before stays in the log.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn note_agenda_time(
    tx: &mut Tx<'_>,
    conference: &Conference,
    item: &AgendaItem,
    (from, to): (Option<Instant>, Option<Instant>),
) -> Result<(), StoreError> {
    tx.run("UPDATE agenda_item SET real_from = $2, real_to = $3 WHERE id = $1", params![item.id, from, to])?;
    let shown = |at: Option<Instant>| at.map(Instant::shown);
    let detail = serde_json::json!({
        "title": item.title,
        "from": shown(from),
        "to": shown(to),
        "before": [shown(item.real_from), shown(item.real_to)],
        "after_closing": conference.state.is_closed(),
    });
    let event = Event::noted("conferences.agenda_time_noted", conference.id, Some(conference.unit));
    tx.record(event.with(detail))
}

/// Moves the plan of the topics that have not begun by so many milliseconds.
pub(super) fn move_planned(tx: &mut Tx<'_>, conference: ConferenceId, span: i64) -> Result<(), StoreError> {
    if span != 0 {
        tx.run(
            "UPDATE agenda_item SET planned_from = planned_from + $2, planned_to = planned_to + $2
             WHERE conference_id = $1 AND real_from IS NULL",
            params![conference, span],
        )?;
    }
    Ok(())
}

/// Removes a line of the agenda.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn remove_agenda_item(tx: &mut Tx<'_>, conference: &Conference, item: &AgendaItem) -> Result<(), StoreError> {
    tx.run("DELETE FROM agenda_item WHERE id = $1", params![item.id])?;
    tx.record(noted("conferences.agenda_item_removed", conference, &item.title))
}

const CHECKLIST: &str = "id, position, title, day_offset, due_on, done_at";

fn read_checklist(row: &Row<'_>) -> Result<ChecklistItem, StoreError> {
    Ok(ChecklistItem {
        id: row.get(0)?,
        position: row.get(1)?,
        title: row.get(2)?,
        day_offset: row.get(3)?,
        due_on: row.get(4)?,
        done_at: row.get(5)?,
    })
}

/// The checklist by day and place.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_checklist(tx: &mut Tx<'_>, conference: ConferenceId) -> Result<Vec<ChecklistItem>, StoreError> {
    let sql = format!("SELECT {CHECKLIST} FROM checklist_item WHERE conference_id = $1 ORDER BY due_on, position");
    tx.list(&sql, params![conference], read_checklist)
}

/// A line of the checklist and the conference it belongs to.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_checklist_item(tx: &mut Tx<'_>, id: ChecklistItemId) -> Result<(ChecklistItem, ConferenceId), StoreError> {
    let sql = format!("SELECT {CHECKLIST}, conference_id FROM checklist_item WHERE id = $1");
    tx.find(&sql, params![id], |row| Ok((read_checklist(row)?, row.get(6)?)))
}

/// Adds a line to the checklist.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn add_checklist_item(
    tx: &mut Tx<'_>,
    conference: &Conference,
    title: &str,
    day_offset: i64,
) -> Result<ChecklistItemId, StoreError> {
    let id = insert_checklist_item(tx, conference.id, conference.day(), title, day_offset)?;
    tx.record(noted("conferences.checklist_item_added", conference, title))?;
    Ok(id)
}

pub(super) fn insert_checklist_item(
    tx: &mut Tx<'_>,
    conference: ConferenceId,
    day: Day,
    title: &str,
    day_offset: i64,
) -> Result<ChecklistItemId, StoreError> {
    let id: ChecklistItemId = tx.new_id();
    let due_on = checklist::due_on(day, day_offset);
    tx.run(
        "INSERT INTO checklist_item (id, conference_id, position, title, day_offset, due_on, done_at, done_by)
         SELECT $1, $2, COUNT(*) + 1, $3, CAST($4 AS BIGINT), $5, NULL, NULL FROM checklist_item WHERE conference_id = $2",
        params![id, conference, title, day_offset, due_on],
    )?;
    Ok(id)
}

/// Saves title and day of a line.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn save_checklist_item(tx: &mut Tx<'_>, conference: &Conference, item: &ChecklistItem) -> Result<(), StoreError> {
    let due_on = checklist::due_on(conference.day(), item.day_offset);
    tx.run(
        "UPDATE checklist_item SET title = $2, day_offset = $3, due_on = $4 WHERE id = $1",
        params![item.id, item.title, item.day_offset, due_on],
    )?;
    tx.record(noted("conferences.checklist_item_changed", conference, &item.title))
}

/// Ticks a line off, or takes the tick back.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn tick_checklist_item(
    tx: &mut Tx<'_>,
    item: &ChecklistItem,
    unit: UnitId,
    is_done: bool,
) -> Result<(), StoreError> {
    let (at, by) = if is_done { (Some(tx.now()), tx.actor()) } else { (None, None) };
    tx.run("UPDATE checklist_item SET done_at = $2, done_by = $3 WHERE id = $1", params![item.id, at, by])?;
    let name = if is_done { "conferences.checklist_item_ticked" } else { "conferences.checklist_item_unticked" };
    tx.record(Event::noted(name, item.id, Some(unit)).with(serde_json::json!({ "title": item.title })))
}

/// Removes a line of the checklist.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn remove_checklist_item(tx: &mut Tx<'_>, conference: &Conference, item: &ChecklistItem) -> Result<(), StoreError> {
    tx.run("DELETE FROM checklist_item WHERE id = $1", params![item.id])?;
    tx.record(noted("conferences.checklist_item_removed", conference, &item.title))
}
