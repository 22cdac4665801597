//! Delegates found and listed.

use kernel::{ConferenceId, Day, DelegateId, Delta, Event, Instant, PersonId, PointId, UnitId};
use platform::db::{Row, StoreError, Tx};
use platform::params;

use super::word;
use crate::domain::attendance::SUMMONED;
use crate::domain::{Kind, Outcome, Way};

/// A delegate as lists show them.
#[derive(Debug, Clone)]
pub struct Delegate {
    /// The delegate's id.
    pub id: DelegateId,
    /// The conference.
    pub conference: ConferenceId,
    /// The point they are summoned to.
    pub point: PointId,
    /// Its name.
    pub point_name: String,
    /// The person, when in the register of members.
    pub person: Option<PersonId>,
    /// The home unit when summoned.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// The name.
    pub name: String,
    /// The post.
    pub post: String,
    /// As what.
    pub kind: Kind,
    /// The invitation's letters.
    pub invitation: String,
    /// What came of it.
    pub outcome: Outcome,
    /// On which day that was set.
    pub outcome_on: Option<Day>,
    /// The reason of an absence.
    pub reason: String,
    /// The make-up session attended instead.
    pub made_up_in: Option<ConferenceId>,
    /// When presence was recorded.
    pub at: Option<Instant>,
    /// How.
    pub way: Option<Way>,
}

const COLUMNS: &str = "d.id, d.conference_id, d.point_id, p.name, d.person_id, d.unit_id, u.short_name, d.name, d.post,
     d.kind, d.invitation, d.outcome, d.outcome_on, d.reason, d.made_up_in, i.at, i.way";
const JOINS: &str = "FROM delegate d JOIN point p ON p.id = d.point_id JOIN unit u ON u.id = d.unit_id
     LEFT JOIN check_in i ON i.delegate_id = d.id";

fn read(row: &Row<'_>) -> Result<Delegate, StoreError> {
    let way: Option<String> = row.get(16)?;
    Ok(Delegate {
        id: row.get(0)?,
        conference: row.get(1)?,
        point: row.get(2)?,
        point_name: row.get(3)?,
        person: row.get(4)?,
        unit: row.get(5)?,
        unit_name: row.get(6)?,
        name: row.get(7)?,
        post: row.get(8)?,
        kind: word(row, 9, "delegate")?,
        invitation: row.get(10)?,
        outcome: word(row, 11, "delegate")?,
        outcome_on: row.get(12)?,
        reason: row.get(13)?,
        made_up_in: row.get(14)?,
        at: row.get(15)?,
        way: way.and_then(|way| way.parse().ok()),
    })
}

/// The delegate with this id.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_delegate(tx: &mut Tx<'_>, id: DelegateId) -> Result<Delegate, StoreError> {
    tx.find(&format!("SELECT {COLUMNS} {JOINS} WHERE d.id = $1"), params![id], read)
}

/// The delegate with this invitation, however it was typed.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn lookup_by_invitation(tx: &mut Tx<'_>, typed: &str) -> Result<Option<Delegate>, StoreError> {
    let invitation = crate::domain::code::normal_invitation(typed);
    tx.lookup(&format!("SELECT {COLUMNS} {JOINS} WHERE d.invitation = $1"), params![invitation], read)
}

/// What a list of delegates is limited to.
#[derive(Debug, Clone)]
pub struct DelegateFilter {
    /// The conference.
    pub conference: ConferenceId,
    /// Only this point.
    pub point: Option<PointId>,
    /// `LIKE` pattern over the folded name; `%%` for all.
    pub like: String,
    /// Only this outcome; empty for all.
    pub outcome: String,
    /// Only the branch of this unit.
    pub branch: Option<UnitId>,
}

const MATCHING: &str = "d.conference_id = $1 AND (d.point_id = $2 OR $2 = '') AND d.folded LIKE $3
     AND (d.outcome = $4 OR $4 = '')
     AND ($5 = '' OR EXISTS (SELECT 1 FROM unit_ancestor a WHERE a.unit_id = d.unit_id AND a.ancestor_id = $5))";

fn or_empty(id: Option<impl ToString>) -> String {
    id.map(|id| id.to_string()).unwrap_or_default()
}

/// How many delegates a filter leaves.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_delegates(tx: &mut Tx<'_>, filter: &DelegateFilter) -> Result<i64, StoreError> {
    let (point, branch) = (or_empty(filter.point), or_empty(filter.branch));
    tx.scalar(
        &format!("SELECT COUNT(*) FROM delegate d WHERE {MATCHING}"),
        params![filter.conference, point, filter.like, filter.outcome, branch],
    )
}

/// The delegates a filter leaves, by name.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_delegates(
    tx: &mut Tx<'_>,
    filter: &DelegateFilter,
    offset: i64,
    limit: i64,
) -> Result<Vec<Delegate>, StoreError> {
    let branch = or_empty(filter.branch);
    // one point is the common case on a phone: its own text lets both engines use the index by point and name
    if let Some(point) = filter.point {
        let matching = MATCHING.replace("(d.point_id = $2 OR $2 = '')", "d.point_id = $2");
        let sql = format!("SELECT {COLUMNS} {JOINS} WHERE {matching} ORDER BY d.sort_key, d.id LIMIT $6 OFFSET $7");
        return tx.list(
            &sql,
            params![filter.conference, point, filter.like, filter.outcome, branch, limit, offset],
            read,
        );
    }
    let sql = format!("SELECT {COLUMNS} {JOINS} WHERE {MATCHING} ORDER BY d.sort_key, d.id LIMIT $6 OFFSET $7");
    tx.list(&sql, params![filter.conference, "", filter.like, filter.outcome, branch, limit, offset], read)
}

/// The person's invitations to conferences that are not closed, soonest first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_delegates_of_person(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Delegate>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} {JOINS} JOIN conference c ON c.id = d.conference_id
         WHERE d.person_id = $1 AND c.state <> 'closed' ORDER BY c.starts_at, d.id"
    );
    tx.list(&sql, params![person], read)
}

/// Takes a delegate of whom nothing is recorded off the list. Returns false when something is.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn remove_delegate(tx: &mut Tx<'_>, delegate: &Delegate) -> Result<bool, StoreError> {
    let summoned_on = tx.lookup(
        "DELETE FROM delegate WHERE id = $1 AND outcome = 'none' RETURNING summoned_on",
        params![delegate.id],
        |row| row.get::<Day>(0),
    )?;
    let Some(day) = summoned_on else { return Ok(false) };
    tx.run("DELETE FROM seat WHERE delegate_id = $1", params![delegate.id])?;
    let (subject, unit) = (delegate.conference.to_string(), delegate.unit);
    tx.post(Delta { subject, figure: SUMMONED, unit, day, n: -1 });
    tx.record(
        Event::noted("conferences.delegate_removed", delegate.id, Some(unit))
            .with(serde_json::json!({ "conference": delegate.conference })),
    )?;
    Ok(true)
}
