//! The conference itself: found, listed, saved, opened, closed.

use std::collections::BTreeMap;

use kernel::{ConferenceId, Day, Delta, Event, Fact, Instant, RolloutId, UnitId};
use platform::db::{Row, StoreError, Tx, places, with_each};
use platform::params;

use super::{duties, word};
use crate::domain::attendance::ABSENT_WITHOUT_REASON;
use crate::domain::{CodeSeed, Conference, Form, State, checklist};

pub(super) const COLUMNS: &str =
    "c.id, c.rollout_id, c.unit_id, c.title, c.form, c.place, c.starts_at, c.ends_at, c.state,
     c.opened_on, c.closed_on, c.make_up_of, c.code_seed, c.head_count_due_on, c.version";

pub(super) fn read(row: &Row<'_>) -> Result<Conference, StoreError> {
    Ok(Conference {
        id: row.get(0)?,
        rollout: row.get(1)?,
        unit: row.get(2)?,
        title: row.get(3)?,
        form: word(row, 4, "conference")?,
        place: row.get(5)?,
        starts_at: row.get(6)?,
        ends_at: row.get(7)?,
        state: state_of(&row.get::<String>(8)?, row.get(9)?, row.get(10)?)?,
        make_up_of: row.get(11)?,
        code_seed: seed_of(&row.get::<Vec<u8>>(12)?)?,
        head_count_due_on: row.get(13)?,
        version: row.get(14)?,
    })
}

/// The state out of its three columns.
pub(super) fn state_of(code: &str, opened_on: Option<Day>, closed_on: Option<Day>) -> Result<State, StoreError> {
    match (code, opened_on, closed_on) {
        ("planned", _, _) => Ok(State::Planned),
        ("open", Some(since), _) => Ok(State::Open { since }),
        ("closed", _, Some(on)) => Ok(State::Closed { on }),
        _ => Err(StoreError::corrupt("conference", format!("state {code}"))),
    }
}

/// The seed out of its column.
pub(super) fn seed_of(bytes: &[u8]) -> Result<CodeSeed, StoreError> {
    bytes.try_into().map(CodeSeed).map_err(|_| StoreError::corrupt("conference", "code_seed"))
}

/// A conference to be planned.
#[derive(Debug, Clone)]
pub struct NewConference {
    /// The rollout it serves.
    pub rollout: Option<RolloutId>,
    /// The organising unit.
    pub unit: UnitId,
    /// Its title.
    pub title: String,
    /// How it is held.
    pub form: Form,
    /// Where the main hall is.
    pub place: String,
    /// When it begins.
    pub starts_at: Instant,
    /// When it ends.
    pub ends_at: Instant,
    /// The closed conference whose absentees it is for.
    pub make_up_of: Option<ConferenceId>,
    /// Until when head-counts are reported; none for the day before.
    pub head_count_due_on: Option<Day>,
}

/// The conference with this id.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find(tx: &mut Tx<'_>, id: ConferenceId) -> Result<Conference, StoreError> {
    tx.find(&format!("SELECT {COLUMNS} FROM conference c WHERE c.id = $1"), params![id], read)
}

/// Plans a conference: the row, its checklist from the lines valid on its day, the organiser's duty begun.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert(tx: &mut Tx<'_>, new: &NewConference) -> Result<ConferenceId, StoreError> {
    let id: ConferenceId = tx.new_id();
    let random: Vec<u8> = (0..4).flat_map(|_| *tx.new_id::<ConferenceId>().0.as_bytes()).collect();
    let seed = CodeSeed::derived_from(&random);
    let day = new.starts_at.day();
    let due_on = new.head_count_due_on.unwrap_or_else(|| day.plus(-1));
    let folded = vietnamese::fold(&new.title);
    tx.run(
        "INSERT INTO conference (id, rollout_id, unit_id, title, folded, form, place, starts_at, ends_at, state,
             opened_on, closed_on, make_up_of, code_seed, head_count_due_on, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'planned', NULL, NULL, $10, $11, $12, 1)",
        params![
            id,
            new.rollout,
            new.unit,
            new.title,
            folded,
            new.form.code(),
            new.place,
            new.starts_at,
            new.ends_at,
            new.make_up_of,
            seed.0.as_slice(),
            due_on
        ],
    )?;
    copy_default_checklist(tx, id, day)?;
    tx.record(Event::noted("conferences.planned", id, Some(new.unit)).with(serde_json::json!({ "title": new.title })))?;
    let conference = find(tx, id)?;
    duties::begin(tx, &conference, new.unit)?;
    Ok(id)
}

fn copy_default_checklist(tx: &mut Tx<'_>, id: ConferenceId, day: Day) -> Result<(), StoreError> {
    let lines = tx.list(
        "SELECT title, day_offset FROM conference_checklist_default
         WHERE valid_from <= $1 AND (valid_to IS NULL OR valid_to >= $1) ORDER BY position",
        params![day],
        |row| Ok((row.get::<String>(0)?, row.get::<i64>(1)?)),
    )?;
    for (title, day_offset) in lines {
        super::agenda::insert_checklist_item(tx, id, day, &title, day_offset)?;
    }
    Ok(())
}

/// Saves the facts of a conference over the version that was read. What was planned moves with its beginning: the
/// checklist by days, the agenda and the prompts drawn for later by the same span. What has really happened stays.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn save(tx: &mut Tx<'_>, conference: &Conference) -> Result<(), StoreError> {
    let before = find(tx, conference.id)?;
    super::past::keep(tx, conference)?;
    save_row(tx, conference)?;
    let span = conference.starts_at.0 - before.starts_at.0;
    super::agenda::move_planned(tx, conference.id, span)?;
    super::presence::move_drawn(tx, conference, span)?;
    let day = conference.day();
    for item in super::list_checklist(tx, conference.id)? {
        let due_on = checklist::due_on(day, item.day_offset);
        if due_on != item.due_on {
            tx.run("UPDATE checklist_item SET due_on = $2 WHERE id = $1", params![item.id, due_on])?;
        }
    }
    tx.record(
        Event::noted("conferences.changed", conference.id, Some(conference.unit))
            .with(serde_json::json!({ "title": conference.title, "moved_minutes": span / 60_000 })),
    )
}

fn save_row(tx: &mut Tx<'_>, conference: &Conference) -> Result<(), StoreError> {
    let (opened_on, closed_on) = match conference.state {
        State::Planned => (None, None),
        State::Open { since } => (Some(since), None),
        State::Closed { on } => (None, Some(on)),
    };
    let folded = vietnamese::fold(&conference.title);
    tx.run_one(
        "UPDATE conference SET rollout_id = $3, title = $4, folded = $5, form = $6, place = $7, starts_at = $8,
             ends_at = $9, state = $10, opened_on = COALESCE($11, opened_on), closed_on = $12,
             head_count_due_on = $13, version = version + 1
         WHERE id = $1 AND version = $2",
        params![
            conference.id,
            conference.version,
            conference.rollout,
            conference.title,
            folded,
            conference.form.code(),
            conference.place,
            conference.starts_at,
            conference.ends_at,
            conference.state.code(),
            opened_on,
            closed_on,
            conference.head_count_due_on
        ],
    )
}

/// Saves a conference just opened; the duties of the points' units begin.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn open(tx: &mut Tx<'_>, opened: &Conference) -> Result<(), StoreError> {
    save_row(tx, opened)?;
    for unit in units_of_points(tx, opened.id)? {
        duties::begin(tx, opened, unit)?;
    }
    tx.record(Event::noted("conferences.opened", opened.id, Some(opened.unit)))
}

fn units_of_points(tx: &mut Tx<'_>, id: ConferenceId) -> Result<Vec<UnitId>, StoreError> {
    tx.list("SELECT DISTINCT unit_id FROM point WHERE conference_id = $1 ORDER BY unit_id", params![id], |row| {
        row.get(0)
    })
}

/// Saves a conference just closed: whoever has no outcome is absent without reason; the conference duty of the
/// organiser and of each unit whose point had somebody present is done; prompts drawn for later are dropped. Returns how
/// many became absent.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn close(tx: &mut Tx<'_>, closed: &Conference) -> Result<i64, StoreError> {
    let (today, now) = (tx.today(), tx.now());
    save_row(tx, closed)?;
    tx.run("UPDATE conference SET closed_at = $2 WHERE id = $1", params![closed.id, now])?;
    super::presence::drop_ahead(tx, closed.id)?;
    // the rows themselves say whom it met: a check-in that commits meanwhile is not counted absent
    let mut missing: BTreeMap<UnitId, i64> = BTreeMap::new();
    tx.each(
        "UPDATE delegate SET outcome = 'absent_without_reason', outcome_on = $2
         WHERE conference_id = $1 AND outcome = 'none' RETURNING unit_id",
        params![closed.id, today],
        |row| {
            *missing.entry(row.get(0)?).or_default() += 1;
            Ok(())
        },
    )?;
    for (unit, n) in &missing {
        let subject = closed.id.to_string();
        tx.post(Delta { subject, figure: ABSENT_WITHOUT_REASON, unit: *unit, day: today, n: *n });
    }
    complete_duties(tx, closed)?;
    super::open_survey(tx, closed, today)?;
    let became_absent = missing.values().sum::<i64>();
    tx.record(
        Event::noted("conferences.closed", closed.id, Some(closed.unit))
            .with(serde_json::json!({ "became_absent": became_absent }))
            .telling(Fact::ConferenceClosed(closed.id)),
    )?;
    Ok(became_absent)
}

fn complete_duties(tx: &mut Tx<'_>, closed: &Conference) -> Result<(), StoreError> {
    if closed.rollout.is_none() {
        return Ok(());
    }
    let mut units = tx.list(
        "SELECT DISTINCT p.unit_id FROM point p WHERE p.conference_id = $1
         AND (COALESCE(p.head_count, 0) > 0
              OR EXISTS (SELECT 1 FROM delegate d
                         WHERE d.conference_id = $1 AND d.point_id = p.id AND d.outcome = 'present'))
         ORDER BY p.unit_id",
        params![closed.id],
        |row| row.get::<UnitId>(0),
    )?;
    if !units.is_empty() && !units.contains(&closed.unit) {
        units.push(closed.unit);
    }
    for unit in units {
        duties::complete(tx, closed, unit)?;
    }
    Ok(())
}

/// The conferences that these units called and that begin between now and an instant, soonest first.
///
/// # Errors
/// [`StoreError::Corrupt`].
pub fn list_planned(tx: &mut Tx<'_>, units: &[UnitId], until: Instant) -> Result<Vec<Conference>, StoreError> {
    let now = tx.now();
    let sql = format!(
        "SELECT {COLUMNS} FROM conference c WHERE c.state = 'planned' AND c.starts_at >= $1 AND c.starts_at <= $2
           AND c.unit_id IN ({}) ORDER BY c.starts_at, c.id",
        places(3, units.len())
    );
    tx.list(&sql, &with_each(vec![&now, &until], units), read)
}

/// The conferences that a unit called near now: those that wait or are under way and begin between a day and an
/// instant, and those closed since that day; the latest first.
///
/// # Errors
/// [`StoreError::Corrupt`].
pub fn list_near(tx: &mut Tx<'_>, unit: UnitId, since: Day, until: Instant) -> Result<Vec<Conference>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM conference c WHERE c.unit_id = $1
           AND ((c.state = 'closed' AND c.closed_on >= $2)
                OR (c.state <> 'closed' AND c.starts_at >= $3 AND c.starts_at <= $4))
         ORDER BY c.starts_at DESC, c.id DESC"
    );
    tx.list(&sql, params![unit, since, Instant::at(since, 0, 0), until], read)
}

/// The closed conferences of a rollout, oldest first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_closed_for_rollout(tx: &mut Tx<'_>, rollout: RolloutId) -> Result<Vec<Conference>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM conference c WHERE c.rollout_id = $1 AND c.state = 'closed' ORDER BY c.starts_at, c.id"
    );
    tx.list(&sql, params![rollout], read)
}

/// How many conferences of a rollout were held and closed by units in this branch.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_closed_in(tx: &mut Tx<'_>, rollout: &str, root: UnitId) -> Result<i64, StoreError> {
    tx.scalar(
        "SELECT COUNT(*) FROM conference c JOIN unit_ancestor a ON a.unit_id = c.unit_id
         WHERE c.rollout_id = $1 AND a.ancestor_id = $2 AND c.closed_on IS NOT NULL",
        params![rollout, root],
    )
}
