//! What waits for somebody: invitations, head-counts to enter, lines of checklists, attendance to finish.

use kernel::{ConferenceId, Day, Instant, PersonId, PointId, UnitId};
use platform::db::{StoreError, Tx, places, with_each};
use platform::params;

/// An invitation of a person to a conference that is near or open.
#[derive(Debug, Clone)]
pub struct Invited {
    /// The conference's title.
    pub title: String,
    /// When it begins.
    pub starts_at: Instant,
    /// The point to come to.
    pub point_name: String,
    /// Where it is.
    pub place: String,
    /// The invitation.
    pub invitation: String,
    /// Attendance is taken now.
    pub is_open: bool,
}

/// The person's invitations that wait: not closed, nothing recorded, within the next two weeks or open.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_invited(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Invited>, StoreError> {
    let horizon = tx.now().plus_seconds(14 * 86_400);
    let sql = "SELECT c.title, c.starts_at, p.name, CASE WHEN p.place = '' AND p.parent_id IS NULL THEN c.place ELSE p.place END, d.invitation,
             c.state = 'open'
         FROM delegate d JOIN conference c ON c.id = d.conference_id JOIN point p ON p.id = d.point_id
         WHERE d.person_id = $1 AND d.outcome = 'none' AND (c.state = 'open' OR (c.state = 'planned' AND c.starts_at < $2))
         ORDER BY c.starts_at, d.id";
    tx.list(sql, params![person, horizon], |row| {
        Ok(Invited {
            title: row.get(0)?,
            starts_at: row.get(1)?,
            point_name: row.get(2)?,
            place: row.get(3)?,
            invitation: row.get(4)?,
            is_open: row.get(5)?,
        })
    })
}

/// A head-count that waits to be entered or locked.
#[derive(Debug, Clone)]
pub struct HeadCountDue {
    /// The conference.
    pub conference: ConferenceId,
    /// Its title.
    pub title: String,
    /// The points of these branches that are not locked.
    pub points: i64,
    /// One of their names.
    pub point_name: String,
    /// Until when.
    pub due_on: Option<Day>,
}

/// Head-counts of points run by exactly these units that wait, soonest first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_due_head_counts(tx: &mut Tx<'_>, units: &[UnitId]) -> Result<Vec<HeadCountDue>, StoreError> {
    let sql = format!(
        "SELECT c.id, c.title, COUNT(*), MIN(p.name), c.head_count_due_on
         FROM point p JOIN conference c ON c.id = p.conference_id
         WHERE c.state = 'planned' AND p.expected_locked_at IS NULL AND p.unit_id IN ({})
         GROUP BY c.id, c.title, c.head_count_due_on ORDER BY c.head_count_due_on, c.id",
        places(1, units.len())
    );
    tx.list(&sql, &with_each(Vec::new(), units), |row| {
        Ok(HeadCountDue {
            conference: row.get(0)?,
            title: row.get(1)?,
            points: row.get(2)?,
            point_name: row.get(3)?,
            due_on: row.get(4)?,
        })
    })
}

/// Lines of a checklist that are due.
#[derive(Debug, Clone)]
pub struct ChecklistDue {
    /// The conference.
    pub conference: ConferenceId,
    /// Its title.
    pub title: String,
    /// The most urgent line.
    pub first: String,
    /// How many lines are due.
    pub lines: i64,
    /// The earliest day.
    pub due_on: Day,
    /// The conference was closed: what is left is ticked off afterwards.
    pub is_closed: bool,
}

/// For so many days after its closing a conference reminds of lines that nobody ticked off.
const REMINDED_DAYS: i64 = 30;

/// Checklist lines of conferences organised by exactly these units that are due by this day, one entry a conference: of
/// those still to come, and of those closed lately, whose lines may still be ticked off.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_due_checklist(tx: &mut Tx<'_>, units: &[UnitId], by: Day) -> Result<Vec<ChecklistDue>, StoreError> {
    let since = tx.today().plus(-REMINDED_DAYS);
    let sql = format!(
        "SELECT c.id, c.title, k.title, k.due_on, c.state = 'closed'
         FROM checklist_item k JOIN conference c ON c.id = k.conference_id
         WHERE (c.state <> 'closed' OR c.closed_on >= $2) AND k.done_at IS NULL AND k.due_on <= $1 AND c.unit_id IN ({})
         ORDER BY c.starts_at, c.id, k.due_on, k.position",
        places(3, units.len())
    );
    let mut due: Vec<ChecklistDue> = Vec::new();
    tx.each(&sql, &with_each(vec![&by, &since], units), |row| {
        let conference: ConferenceId = row.get(0)?;
        match due.last_mut() {
            Some(last) if last.conference == conference => last.lines += 1,
            _ => due.push(ChecklistDue {
                conference,
                title: row.get(1)?,
                first: row.get(2)?,
                lines: 1,
                due_on: row.get(3)?,
                is_closed: row.get(4)?,
            }),
        }
        Ok(())
    })?;
    Ok(due)
}

/// Conferences open now with a point run by exactly these units (or organised by them): attendance to finish. The id,
/// the title, a point of theirs, and how many delegates of their points have no outcome.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_open(tx: &mut Tx<'_>, units: &[UnitId]) -> Result<Vec<(ConferenceId, String, PointId, i64)>, StoreError> {
    let sql = format!(
        "SELECT c.id, c.title, MIN(p.id), (SELECT COUNT(*) FROM delegate d JOIN point q ON q.id = d.point_id
             WHERE d.conference_id = c.id AND d.outcome = 'none' AND q.unit_id IN ({list}))
         FROM conference c JOIN point p ON p.conference_id = c.id
         WHERE c.state = 'open' AND p.unit_id IN ({list}) GROUP BY c.id, c.title ORDER BY c.id",
        list = places(1, units.len())
    );
    tx.list(&sql, &with_each(Vec::new(), units), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
}

/// A prompt that waits for the answer of a point.
#[derive(Debug, Clone)]
pub struct WaitingPrompt {
    /// The point.
    pub point: PointId,
    /// Its name.
    pub point_name: String,
    /// The conference's title.
    pub title: String,
    /// Until when an answer is in time.
    pub due_at: Instant,
}

/// The open prompts that points of these very units have not answered.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_waiting_prompts(tx: &mut Tx<'_>, units: &[UnitId]) -> Result<Vec<WaitingPrompt>, StoreError> {
    let now = tx.now();
    let sql = format!(
        "SELECT p.id, p.name, c.title, r.due_at FROM presence_prompt r JOIN conference c ON c.id = r.conference_id
         JOIN point p ON p.conference_id = c.id AND p.parent_id IS NOT NULL
         WHERE r.opens_at <= $1 AND r.due_at >= $1 AND c.state = 'open' AND p.unit_id IN ({})
         AND NOT EXISTS (SELECT 1 FROM presence_answer a
                         WHERE a.prompt_id = r.id AND a.point_id = p.id AND a.at IS NOT NULL)
         ORDER BY r.due_at, p.sort_key LIMIT 5",
        places(2, units.len())
    );
    tx.list(&sql, &with_each(vec![&now], units), |row| {
        Ok(WaitingPrompt { point: row.get(0)?, point_name: row.get(1)?, title: row.get(2)?, due_at: row.get(3)? })
    })
}
