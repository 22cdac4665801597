//! Lists of duties and their counts by group, as they stand or as they stood on a past day. The group is computed in SQL by
//! the same rule as [`crate::domain::Duty::group`]; a test compares the two.

use kernel::{Day, RequirementId, RolloutId, UnitId, UnitKind};
use platform::db::{Param, Row, StoreError, Tx, places};
use platform::params;
use platform::web::Sort;

use super::{duties, figures};
use crate::domain::{Duty, Group, Measure, NEAR_DAYS};

/// A past day as lists show it: duties as they stood at its end.
#[derive(Debug, Clone)]
pub struct PastDay {
    /// The day of the tree whose branch is meant, and of the names of its units.
    pub tree_on: Day,
    /// Only duties of units that lie in these branches today; all of the branch when empty.
    pub seen: Vec<UnitId>,
}

/// What a list of duties is limited to.
#[derive(Debug, Clone)]
pub struct DutyFilter {
    /// The rollout.
    pub rollout: RolloutId,
    /// The branch.
    pub root: UnitId,
    /// The day colours are computed for.
    pub today: Day,
    /// That day is over: duties as they stood then. None: as they stand now.
    pub past: Option<PastDay>,
    /// `LIKE` pattern over the folded code and name of the unit.
    pub like: String,
    /// Only of this requirement.
    pub requirement: Option<RequirementId>,
    /// Only of units of this kind.
    pub kind: Option<UnitKind>,
    /// Only of this group.
    pub group: Option<Group>,
    /// Only what the unit at the root may remind of or waive: open duties of units below it.
    pub in_hand: bool,
}

/// A duty with the words its row shows.
#[derive(Debug, Clone)]
pub struct DutyRow {
    /// The duty.
    pub duty: Duty,
    /// Whose it is.
    pub unit_name: String,
    /// What kind of unit that is.
    pub unit_kind: UnitKind,
    /// What is asked.
    pub requirement_title: String,
    /// What proves it.
    pub measure: Measure,
    /// In which rollout.
    pub rollout_title: String,
}

const GROUP: &str = "CASE WHEN d.state IN ('done', 'done_late') THEN 'green' WHEN d.state = 'waived' THEN 'waived'
     WHEN d.due_on < $3 THEN 'red' WHEN d.state = 'in_progress' OR d.due_on <= $4 THEN 'amber' ELSE 'grey' END";

/// The condition that limits to the branch. All duties of a rollout stand below the unit that rolls out, so looking
/// at the whole of it needs none; 30,000 look-ups are saved.
fn in_branch(tx: &mut Tx<'_>, rollout: RolloutId, root: UnitId) -> Result<&'static str, StoreError> {
    let sql = "SELECT 1 FROM rollout WHERE id = $1 AND unit_id = $2";
    let whole = tx.lookup(sql, params![rollout, root], |_| Ok(()))?.is_some();
    Ok(if whole {
        "CAST($2 AS TEXT) IS NOT NULL"
    } else {
        "d.unit_id IN (SELECT unit_id FROM unit_ancestor WHERE ancestor_id = $2)"
    })
}

/// How duties are read: as they stand, or as they stood at the end of a past day. Of a past day nobody knows which of the open
/// ones were begun.
struct View {
    columns: String,
    kind: String,
    state: &'static str,
    group: &'static str,
    ending: &'static str,
    /// Which duties are looked at at all.
    which: String,
}

const GROUP_THEN: &str = "CASE WHEN e.kind IN ('done', 'done_late') THEN 'green' WHEN e.kind = 'waived' THEN 'waived'
     WHEN d.due_on < $3 THEN 'red' WHEN d.due_on <= $4 THEN 'amber' ELSE 'grey' END";
/// At most one ending covers a day.
const ENDING_THEN: &str = "LEFT JOIN duty_ending e ON e.duty_id = d.id AND e.from_day <= $3
     AND (e.until_day IS NULL OR e.until_day > $3)";
/// The first place after those of every list: the day of the tree.
const TREE_ON: &str = "$10";
const PLACES: usize = 9;

fn view(tx: &mut Tx<'_>, filter: &DutyFilter) -> Result<View, StoreError> {
    let Some(past) = &filter.past else {
        return Ok(View {
            columns: duties::columns().to_owned(),
            kind: "u.kind".to_owned(),
            state: "d.state",
            group: GROUP,
            ending: "",
            which: in_branch(tx, filter.rollout, filter.root)?.to_owned(),
        });
    };
    let branch = figures::in_branch(tx, filter.root, past.tree_on, TREE_ON)?;
    let seen = if past.seen.is_empty() {
        String::new()
    } else {
        let these = places(PLACES + 2, past.seen.len());
        format!(" AND d.unit_id IN (SELECT n.unit_id FROM unit_ancestor n WHERE n.ancestor_id IN ({these}))")
    };
    Ok(View {
        columns: duties::columns_then(),
        kind: units::store::kind_on_sql("u", TREE_ON),
        state: "COALESCE(e.kind, '')",
        group: GROUP_THEN,
        ending: ENDING_THEN,
        which: format!("d.launched_on <= $3 AND {branch}{seen}"),
    })
}

fn matching(view: &View) -> String {
    let View { kind, group, ending, which, .. } = view;
    format!(
        "FROM duty d JOIN unit u ON u.id = d.unit_id JOIN requirement q ON q.id = d.requirement_id
         JOIN rollout r ON r.id = d.rollout_id {ending}
         WHERE d.rollout_id = $1 AND {which}
         AND u.folded LIKE $5 AND (d.requirement_id = $6 OR $6 = '') AND ({kind} = $7 OR $7 = '')
         AND ({group} = $8 OR $8 = '')
         AND (NOT $9 OR (d.state IN ('waiting', 'in_progress') AND d.unit_id <> $2))"
    )
}

struct Bound {
    near: Day,
    requirement: String,
    kind: &'static str,
    group: &'static str,
}

fn bound(filter: &DutyFilter) -> Bound {
    Bound {
        near: filter.today.plus(NEAR_DAYS),
        requirement: filter.requirement.map(|id| id.to_string()).unwrap_or_default(),
        kind: filter.kind.map_or("", UnitKind::code),
        group: filter.group.map_or("", Group::code),
    }
}

impl Bound {
    /// `$1` to `$9` of [`matching`], and of a past day those after them.
    fn params<'b>(&'b self, filter: &'b DutyFilter) -> Vec<&'b dyn Param> {
        let mut all: Vec<&dyn Param> = vec![
            &filter.rollout,
            &filter.root,
            &filter.today,
            &self.near,
            &filter.like,
            &self.requirement,
            &self.kind,
            &self.group,
            &filter.in_hand,
        ];
        if let Some(past) = &filter.past {
            all.push(&past.tree_on);
            all.extend(past.seen.iter().map(|unit| unit as &dyn Param));
        }
        all
    }
}

fn read(row: &Row<'_>) -> Result<DutyRow, StoreError> {
    let measure: String = row.get(17)?;
    Ok(DutyRow {
        duty: duties::read(row)?,
        unit_name: row.get(14)?,
        unit_kind: row.get(15)?,
        requirement_title: row.get(16)?,
        measure: measure.parse().map_err(|_| StoreError::corrupt("requirement", measure))?,
        rollout_title: row.get(18)?,
    })
}

/// After the columns of a duty; between the two the kind of its unit.
const WORDS: (&str, &str) = ("u.name", "q.title, q.measure, r.title");

/// How many duties a filter leaves.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_duties(tx: &mut Tx<'_>, filter: &DutyFilter) -> Result<i64, StoreError> {
    let (view, bound) = (view(tx, filter)?, bound(filter));
    tx.scalar(&format!("SELECT COUNT(*) {}", matching(&view)), &bound.params(filter))
}

/// The keys a list of duties sorts by.
pub const SORT_KEYS: &[&str] = &["due", "unit", "requirement", "state"];

/// One page of the duties a filter leaves.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_duties(
    tx: &mut Tx<'_>,
    filter: &DutyFilter,
    sort: Sort<'_>,
    offset: i64,
    limit: i64,
) -> Result<Vec<DutyRow>, StoreError> {
    let (view, way) = (view(tx, filter)?, if sort.descending { "DESC" } else { "ASC" });
    let order = match sort.key {
        "unit" => format!("u.sort_key {way}, d.unit_id, d.due_on"),
        "requirement" => format!("q.position {way}, d.due_on, d.unit_id"),
        "state" => format!("{} {way}, d.due_on, d.unit_id", view.state),
        _ => format!("d.due_on {way}, d.unit_id {way}, d.id"),
    };
    let bound = bound(filter);
    let mut params = bound.params(filter);
    let (View { columns, kind, .. }, (name, words)) = (&view, WORDS);
    let sql = format!(
        "SELECT {columns}, {name}, {kind}, {words} {} ORDER BY {order} LIMIT ${} OFFSET ${}",
        matching(&view),
        params.len() + 1,
        params.len() + 2
    );
    params.extend([&limit as &dyn Param, &offset]);
    let mut rows = tx.list(&sql, &params, read)?;
    if let Some(past) = &filter.past {
        name_then(tx, &mut rows, past.tree_on)?;
    }
    Ok(rows)
}

/// The units as they were called on a day.
fn name_then(tx: &mut Tx<'_>, rows: &mut [DutyRow], day: Day) -> Result<(), StoreError> {
    let names = units::store::names_on(tx, rows.iter().map(|row| row.duty.unit), day)?;
    for row in rows {
        if let Some(named) = names.get(&row.duty.unit) {
            row.unit_name.clone_from(&named.name);
        }
    }
    Ok(())
}

/// How many duties of each requirement stand in each group in the branch, on this day.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_groups(
    tx: &mut Tx<'_>,
    rollout: RolloutId,
    root: UnitId,
    today: Day,
) -> Result<Vec<(RequirementId, Group, i64)>, StoreError> {
    let near = today.plus(NEAR_DAYS);
    let branch = in_branch(tx, rollout, root)?;
    let sql = format!(
        "SELECT d.requirement_id, {GROUP} AS grouped, COUNT(*) FROM duty d
         WHERE d.rollout_id = $1 AND {branch}
         GROUP BY d.requirement_id, grouped"
    );
    tx.list(&sql, params![rollout, root, today, near], |row| {
        let group: String = row.get(1)?;
        let group = group.parse().map_err(|_| StoreError::corrupt("duty", group))?;
        Ok((row.get(0)?, group, row.get(2)?))
    })
}

/// How many duties of a rollout are open with their day still to come: what keeps it from being closed.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_open_not_due(tx: &mut Tx<'_>, rollout: RolloutId, today: Day) -> Result<i64, StoreError> {
    tx.scalar(
        "SELECT COUNT(*) FROM duty d WHERE d.rollout_id = $1 AND d.state IN ('waiting', 'in_progress') AND d.due_on >= $2",
        params![rollout, today],
    )
}

/// The open duties of this very unit in running rollouts, the most urgent first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_own_duties(tx: &mut Tx<'_>, unit: UnitId, limit: i64) -> Result<Vec<DutyRow>, StoreError> {
    let (name, words) = WORDS;
    let sql = format!(
        "SELECT {}, {name}, u.kind, {words} FROM duty d JOIN unit u ON u.id = d.unit_id JOIN requirement q ON q.id = d.requirement_id
         JOIN rollout r ON r.id = d.rollout_id
         WHERE d.unit_id = $1 AND d.state IN ('waiting', 'in_progress') AND r.state = 'launched'
         ORDER BY d.due_on, q.position, d.id LIMIT $2",
        duties::columns()
    );
    tx.list(&sql, params![unit, limit], read)
}

/// How many duties of this very unit are overdue in a rollout.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_own_overdue(tx: &mut Tx<'_>, rollout: RolloutId, unit: UnitId, today: Day) -> Result<i64, StoreError> {
    tx.scalar(
        "SELECT COUNT(*) FROM duty d WHERE d.unit_id = $2 AND d.rollout_id = $1
         AND d.state IN ('waiting', 'in_progress') AND d.due_on < $3",
        params![rollout, unit, today],
    )
}
