//! The rollout itself: found, listed, saved over the version that was read.

use kernel::{Day, Event, Fact, Instant, RolloutId, UnitId, UnitKind};
use platform::db::{Param, Row, StoreError, Tx};
use platform::params;

use crate::domain::{Rollout, RolloutState};

const COLUMNS: &str =
    "r.id, r.unit_id, r.title, r.state, r.depth, r.starts_on, r.ends_on, r.launched_on, r.closed_on, r.version";

fn read(row: &Row<'_>) -> Result<Rollout, StoreError> {
    let (state, depth): (String, String) = (row.get(3)?, row.get(4)?);
    let (launched_on, closed_on): (Option<Day>, Option<Day>) = (row.get(7)?, row.get(8)?);
    let state = match (state.as_str(), launched_on, closed_on) {
        ("draft", _, _) => RolloutState::Draft,
        ("launched", Some(on), _) => RolloutState::Launched { on },
        ("closed", Some(launched_on), Some(on)) => RolloutState::Closed { launched_on, on },
        (other, _, _) => return Err(StoreError::corrupt("rollout", other)),
    };
    Ok(Rollout {
        id: row.get(0)?,
        unit: row.get(1)?,
        title: row.get(2)?,
        state,
        depth: depth.parse::<UnitKind>().ok(),
        starts_on: row.get(5)?,
        ends_on: row.get(6)?,
        version: row.get(9)?,
    })
}

/// The rollout with this id.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find(tx: &mut Tx<'_>, id: RolloutId) -> Result<Rollout, StoreError> {
    tx.find(&format!("SELECT {COLUMNS} FROM rollout r WHERE r.id = $1"), params![id], read)
}

/// What a new rollout begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRollout {
    /// The committee that rolls out.
    pub unit: UnitId,
    /// As the units will read it.
    pub title: String,
    /// How deep it goes.
    pub depth: Option<UnitKind>,
    /// When the work begins, if said.
    pub starts_on: Option<Day>,
    /// When it should be over, if said.
    pub ends_on: Option<Day>,
}

/// Begins a draft.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert(tx: &mut Tx<'_>, new: &NewRollout) -> Result<RolloutId, StoreError> {
    let id: RolloutId = tx.new_id();
    let (folded, now) = (vietnamese::fold(&new.title), tx.now());
    let depth = new.depth.map_or("", UnitKind::code);
    tx.run(
        "INSERT INTO rollout (id, unit_id, title, folded, state, depth, starts_on, ends_on, launched_on, closed_on,
         created_at, version) VALUES ($1, $2, $3, $4, 'draft', $5, $6, $7, NULL, NULL, $8, 1)",
        params![id, new.unit, new.title, folded, depth, new.starts_on, new.ends_on, now],
    )?;
    let detail = serde_json::json!({ "title": new.title });
    tx.record(Event::noted("rollouts.drafted", id, Some(new.unit)).with(detail))?;
    Ok(id)
}

/// Saves a rollout over the version that was read, and records what was done to it (`rollouts.edited`, `.launched`,
/// `.closed`).
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn save(tx: &mut Tx<'_>, rollout: &Rollout, event: &'static str) -> Result<(), StoreError> {
    let (state, closed_on) = match rollout.state {
        RolloutState::Draft => ("draft", None),
        RolloutState::Launched { .. } => ("launched", None),
        RolloutState::Closed { on, .. } => ("closed", Some(on)),
    };
    let (folded, depth) = (vietnamese::fold(&rollout.title), rollout.depth.map_or("", UnitKind::code));
    let launched_on = rollout.launched_on();
    tx.run_one(
        "UPDATE rollout SET title = $3, folded = $4, state = $5, depth = $6, starts_on = $7, ends_on = $8,
         launched_on = $9, closed_on = $10, version = version + 1 WHERE id = $1 AND version = $2",
        params![
            rollout.id,
            rollout.version,
            rollout.title,
            folded,
            state,
            depth,
            rollout.starts_on,
            rollout.ends_on,
            launched_on,
            closed_on
        ],
    )?;
    let mut told = Event::noted(event, rollout.id, Some(rollout.unit))
        .with(serde_json::json!({ "title": rollout.title, "state": state }));
    if event == "rollouts.launched" {
        told = told.telling(Fact::RolloutLaunched(rollout.id));
    }
    tx.record(told)
}

/// What a page of the list is limited to. A rollout is seen by whoever may see the unit that rolls out, and, once
/// launched, by everybody below it.
#[derive(Debug, Clone)]
pub struct RolloutFilter {
    /// The branch of the reader.
    pub root: UnitId,
    /// `LIKE` pattern over the folded title.
    pub like: String,
    /// `draft`, `launched`, `closed`; empty: any.
    pub state: String,
    /// As the rollouts stood at the end of this day; now without one. Who sees what is decided by the tree of today.
    pub as_of: Option<Day>,
}

impl RolloutFilter {
    /// A rollout of the branch, or one launched by a unit above. Its parameters are `$1` to `$3`, of a past day also `$4` and
    /// `$5`.
    fn matching(&self) -> String {
        let (state, known) = match self.as_of {
            None => ("r.state", ""),
            Some(_) => (
                "CASE WHEN r.closed_on <= $4 THEN 'closed' WHEN r.launched_on <= $4 THEN 'launched' ELSE 'draft' END",
                "AND r.created_at < $5",
            ),
        };
        format!(
            "FROM rollout r WHERE r.folded LIKE $2 AND ({state} = $3 OR $3 = '') {known}
             AND (r.unit_id IN (SELECT unit_id FROM unit_ancestor WHERE ancestor_id = $1)
                  OR ({state} <> 'draft' AND r.unit_id IN (SELECT ancestor_id FROM unit_ancestor WHERE unit_id = $1)))"
        )
    }

    fn values<'a>(&'a self, until: &'a Option<Instant>) -> Vec<&'a dyn Param> {
        let mut values: Vec<&dyn Param> = vec![&self.root, &self.like, &self.state];
        if let (Some(day), Some(until)) = (&self.as_of, until) {
            values.extend([day as &dyn Param, until]);
        }
        values
    }

    /// The first instant after the day.
    fn until(&self) -> Option<Instant> {
        self.as_of.map(Instant::after)
    }
}

/// How many rollouts a filter leaves.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_rollouts(tx: &mut Tx<'_>, filter: &RolloutFilter) -> Result<i64, StoreError> {
    let until = filter.until();
    tx.scalar(&format!("SELECT COUNT(*) {}", filter.matching()), &filter.values(&until))
}

/// One page of the rollouts a filter leaves, the newest first; of a past day each in the state it had then.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_page(tx: &mut Tx<'_>, filter: &RolloutFilter, offset: i64, limit: i64) -> Result<Vec<Rollout>, StoreError> {
    let until = filter.until();
    let mut values = filter.values(&until);
    let (of_limit, of_offset) = (values.len() + 1, values.len() + 2);
    values.extend([&limit as &dyn Param, &offset]);
    let sql = format!(
        "SELECT {COLUMNS} {} ORDER BY r.created_at DESC, r.id DESC LIMIT ${of_limit} OFFSET ${of_offset}",
        filter.matching()
    );
    let mut rows = tx.list(&sql, &values, read)?;
    if let Some(day) = filter.as_of {
        for rollout in &mut rows {
            rollout.state = rollout.state.on(day);
        }
    }
    Ok(rows)
}

/// The running rollouts in which this unit owes something, the newest first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_running_for_unit(tx: &mut Tx<'_>, unit: UnitId) -> Result<Vec<Rollout>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM rollout r WHERE r.state = 'launched'
         AND r.id IN (SELECT rollout_id FROM duty WHERE unit_id = $1) ORDER BY r.launched_on DESC, r.id DESC"
    );
    tx.list(&sql, params![unit], read)
}

/// The running rollouts that reach this unit's branch: its own, those of units above, those of units below. The newest
/// first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_running_of(tx: &mut Tx<'_>, unit: UnitId) -> Result<Vec<Rollout>, StoreError> {
    let filter = RolloutFilter { root: unit, like: "%".to_owned(), state: "launched".to_owned(), as_of: None };
    list_page(tx, &filter, 0, 20)
}
