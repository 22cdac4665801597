//! Two records that turn out to be one person, and back: whoever stood on the list of a conference twice counts once, and
//! who attended a rollout is counted anew from the delegates.

use kernel::{ConferenceId, Day, DelegateId, Delta, Event, Fact, Instant, PersonId, PointId, RolloutId, UnitId};
use platform::db::{StoreError, Tx};
use platform::params;
use serde::{Deserialize, Serialize};

use crate::domain::Outcome;
use crate::domain::attendance::{MADE_UP, PEOPLE_ATTENDED, SUMMONED, shifts};

/// What other features' changes mean here.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn on_event(tx: &mut Tx<'_>, event: &Event) -> Result<(), StoreError> {
    match &event.fact {
        Fact::PeopleMerged { merge, kept, merged } => {
            for conference in list_doubles(tx, *kept, *merged)? {
                take_off(tx, merge, conference, *kept, *merged)?;
            }
            recount_person(tx, *kept)?;
            recount_person(tx, *merged)
        }
        Fact::PeopleParted { merge, kept, merged } => {
            put_back(tx, merge, *kept, *merged)?;
            recount_person(tx, *kept)?;
            recount_person(tx, *merged)
        }
        Fact::PersonErased(person) => forget(tx, *person),
        _ => Ok(()),
    }
}

/// A delegate, whole. Days ISO, instants in milliseconds.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Entry {
    id: DelegateId,
    point: PointId,
    unit: UnitId,
    name: String,
    post: String,
    kind: String,
    invitation: String,
    summoned_on: String,
    outcome: String,
    outcome_on: Option<String>,
    reason: String,
    makes_up_for: Option<DelegateId>,
    made_up_in: Option<ConferenceId>,
    made_up_on: Option<String>,
    /// When and how the check-in was made, and by which account.
    check_in: Option<(i64, String, Option<String>)>,
    /// Delegates of other conferences who make up for this absence.
    made_up_by: Vec<DelegateId>,
}

impl Entry {
    /// How much was recorded: of two the one with more stays.
    fn weight(&self) -> u8 {
        match self.outcome.as_str() {
            "present" => 3,
            _ if self.made_up_on.is_some() => 2,
            "none" => 0,
            _ => 1,
        }
    }

    fn outcome(&self) -> Result<Outcome, StoreError> {
        self.outcome.parse().map_err(|_| StoreError::corrupt("delegate", self.outcome.clone()))
    }
}

fn a_day(text: &str) -> Result<Day, StoreError> {
    text.parse().map_err(|_| StoreError::corrupt("delegate", text.to_owned()))
}

fn list_doubles(tx: &mut Tx<'_>, kept: PersonId, merged: PersonId) -> Result<Vec<ConferenceId>, StoreError> {
    tx.list(
        "SELECT d.conference_id FROM delegate d JOIN delegate o ON o.conference_id = d.conference_id
         WHERE d.person_id = $1 AND o.person_id = $2 ORDER BY d.conference_id",
        params![kept, merged],
        |row| row.get(0),
    )
}

fn entry(tx: &mut Tx<'_>, conference: ConferenceId, person: PersonId) -> Result<Entry, StoreError> {
    let mut entry = tx.find(
        "SELECT d.id, d.point_id, d.unit_id, d.name, d.post, d.kind, d.invitation, d.summoned_on, d.outcome,
             d.outcome_on, d.reason, d.makes_up_for, d.made_up_in, d.made_up_on, i.at, i.way, i.by_account
         FROM delegate d LEFT JOIN check_in i ON i.delegate_id = d.id WHERE d.conference_id = $1 AND d.person_id = $2",
        params![conference, person],
        |row| {
            let (at, way): (Option<i64>, Option<String>) = (row.get(14)?, row.get(15)?);
            Ok(Entry {
                id: row.get(0)?,
                point: row.get(1)?,
                unit: row.get(2)?,
                name: row.get(3)?,
                post: row.get(4)?,
                kind: row.get(5)?,
                invitation: row.get(6)?,
                summoned_on: row.get(7)?,
                outcome: row.get(8)?,
                outcome_on: row.get(9)?,
                reason: row.get(10)?,
                makes_up_for: row.get(11)?,
                made_up_in: row.get(12)?,
                made_up_on: row.get(13)?,
                check_in: match at.zip(way) {
                    Some((at, way)) => Some((at, way, row.get(16)?)),
                    None => None,
                },
                made_up_by: Vec::new(),
            })
        },
    )?;
    entry.made_up_by =
        tx.list("SELECT id FROM delegate WHERE makes_up_for = $1", params![entry.id], |row| row.get(0))?;
    Ok(entry)
}

/// What the delegate adds to the conference's figures (`sign` 1) or takes back (-1), each on its day.
fn post(tx: &mut Tx<'_>, conference: ConferenceId, entry: &Entry, sign: i64) -> Result<(), StoreError> {
    let (subject, unit) = (conference.to_string(), entry.unit);
    let day = a_day(&entry.summoned_on)?;
    tx.post(Delta { subject: subject.clone(), figure: SUMMONED, unit, day, n: sign });
    if let Some(on) = &entry.outcome_on {
        for shift in shifts((Outcome::None, None), entry.outcome()?, a_day(on)?) {
            let (figure, day) = (shift.figure, shift.day);
            tx.post(Delta { subject: subject.clone(), figure, unit, day, n: sign * shift.n });
        }
    }
    if let Some(on) = &entry.made_up_on {
        tx.post(Delta { subject, figure: MADE_UP, unit, day: a_day(on)?, n: sign });
    }
    Ok(())
}

fn name_person(tx: &mut Tx<'_>, delegate: DelegateId, person: Option<PersonId>) -> Result<(), StoreError> {
    tx.run("UPDATE delegate SET person_id = $2 WHERE id = $1", params![delegate, person]).map(|_| ())
}

/// Takes one of the two delegates off the list: the one of whom less was recorded.
fn take_off(
    tx: &mut Tx<'_>,
    merge: &str,
    conference: ConferenceId,
    kept: PersonId,
    merged: PersonId,
) -> Result<(), StoreError> {
    let (own, other) = (entry(tx, conference, kept)?, entry(tx, conference, merged)?);
    let swapped = other.weight() > own.weight();
    let (stays, goes) = if swapped { (other, own) } else { (own, other) };
    if swapped {
        name_person(tx, goes.id, None)?;
        name_person(tx, stays.id, Some(kept))?;
    }
    let body = serde_json::to_string(&goes).map_err(|e| StoreError::corrupt("conference_double", e.to_string()))?;
    tx.run(
        "INSERT INTO conference_double (merge_id, conference_id, stays_delegate_id, swapped, body)
         VALUES ($1, $2, $3, $4, $5)",
        params![merge, conference, stays.id, swapped, body],
    )?;
    post(tx, conference, &goes, -1)?;
    tx.run("UPDATE delegate SET makes_up_for = $2 WHERE makes_up_for = $1", params![goes.id, stays.id])?;
    // what was asked stays asked, and stays with the one left on the list should the two be parted again
    tx.run("UPDATE dialogue_question SET delegate_id = $2 WHERE delegate_id = $1", params![goes.id, stays.id])?;
    tx.run("DELETE FROM seat WHERE delegate_id = $1", params![goes.id])?;
    tx.run("DELETE FROM check_in WHERE delegate_id = $1", params![goes.id])?;
    tx.run("DELETE FROM delegate WHERE id = $1", params![goes.id])?;
    let detail = serde_json::json!({ "conference": conference, "merge": merge });
    tx.record(Event::noted("conferences.double_taken_off", goes.id, Some(goes.unit)).with(detail))
}

/// Puts back on the lists whom a merging took off.
fn put_back(tx: &mut Tx<'_>, merge: &str, kept: PersonId, merged: PersonId) -> Result<(), StoreError> {
    let doubles = tx.list(
        "SELECT conference_id, stays_delegate_id, swapped, body FROM conference_double WHERE merge_id = $1
         ORDER BY conference_id",
        params![merge],
        |row| {
            let body: String = row.get(3)?;
            let entry: Entry =
                serde_json::from_str(&body).map_err(|e| StoreError::corrupt("conference_double", e.to_string()))?;
            Ok((row.get::<ConferenceId>(0)?, row.get::<DelegateId>(1)?, row.get::<bool>(2)?, entry))
        },
    )?;
    for (conference, stays, swapped, entry) in doubles {
        if swapped {
            name_person(tx, stays, Some(merged))?;
        }
        restore(tx, conference, &entry, if swapped { kept } else { merged })?;
        for delegate in &entry.made_up_by {
            let sql = "UPDATE delegate SET makes_up_for = $2 WHERE id = $1 AND makes_up_for = $3";
            tx.run(sql, params![delegate, entry.id, stays])?;
        }
    }
    tx.run("DELETE FROM conference_double WHERE merge_id = $1", params![merge]).map(|_| ())
}

fn restore(tx: &mut Tx<'_>, conference: ConferenceId, entry: &Entry, person: PersonId) -> Result<(), StoreError> {
    let (folded, sort_key) = (vietnamese::fold(&entry.name), vietnamese::name_sort_key(&entry.name));
    tx.run(
        "INSERT INTO delegate (id, conference_id, point_id, person_id, unit_id, name, folded, sort_key, post, kind,
             invitation, summoned_on, outcome, outcome_on, reason, makes_up_for, made_up_in, made_up_on, wrong_tries,
             wrong_since)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, 0, 0)",
        params![
            entry.id,
            conference,
            entry.point,
            person,
            entry.unit,
            entry.name,
            folded,
            sort_key,
            entry.post,
            entry.kind,
            entry.invitation,
            entry.summoned_on,
            entry.outcome,
            entry.outcome_on,
            entry.reason,
            entry.makes_up_for,
            entry.made_up_in,
            entry.made_up_on
        ],
    )?;
    if let Some((at, way, by)) = &entry.check_in {
        tx.run(
            "INSERT INTO check_in (delegate_id, conference_id, point_id, at, way, by_account)
             VALUES ($1, $2, $3, $4, $5, $6)",
            params![entry.id, conference, entry.point, Instant(*at), way, by],
        )?;
    }
    post(tx, conference, entry, 1)?;
    let detail = serde_json::json!({ "conference": conference });
    tx.record(Event::noted("conferences.double_put_back", entry.id, Some(entry.unit)).with(detail))
}

/// Counts anew in which rollouts the person attended: once each, by the first presence.
fn recount_person(tx: &mut Tx<'_>, person: PersonId) -> Result<(), StoreError> {
    let counted = tx.list(
        "DELETE FROM conference_rollout_person WHERE person_id = $1 RETURNING rollout_id, unit_id, counted_on",
        params![person],
        |row| Ok((row.get::<RolloutId>(0)?, row.get::<UnitId>(1)?, row.get::<Day>(2)?)),
    )?;
    for (rollout, unit, day) in counted {
        tx.post(Delta { subject: rollout.to_string(), figure: PEOPLE_ATTENDED, unit, day, n: -1 });
    }
    let present = tx.list(
        "SELECT c.rollout_id, d.id, d.unit_id, d.outcome_on FROM delegate d JOIN conference c ON c.id = d.conference_id
         WHERE d.person_id = $1 AND d.outcome = 'present' AND c.rollout_id IS NOT NULL ORDER BY d.outcome_on, d.id",
        params![person],
        |row| Ok((row.get::<RolloutId>(0)?, row.get::<DelegateId>(1)?, row.get::<UnitId>(2)?, row.get::<Day>(3)?)),
    )?;
    for (rollout, delegate, unit, day) in present {
        let new = tx.run(
            "INSERT INTO conference_rollout_person (rollout_id, person_id, delegate_id, unit_id, counted_on)
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT (rollout_id, person_id) DO NOTHING",
            params![rollout, person, delegate, unit, day],
        )?;
        if new == 1 {
            tx.post(Delta { subject: rollout.to_string(), figure: PEOPLE_ATTENDED, unit, day, n: 1 });
        }
    }
    Ok(())
}

/// The name goes from lists of delegates; that somebody was summoned and came stays.
fn forget(tx: &mut Tx<'_>, person: PersonId) -> Result<(), StoreError> {
    let name: String = tx.scalar("SELECT full_name FROM person WHERE id = $1", params![person])?;
    let (folded, sort_key) = (vietnamese::fold(&name), vietnamese::name_sort_key(&name));
    tx.run(
        "UPDATE delegate SET name = $2, folded = $3, sort_key = $4, post = '', reason = '' WHERE person_id = $1",
        params![person, name, folded, sort_key],
    )?;
    tx.run("UPDATE agenda_item SET reporter = $2 WHERE reporter_id = $1", params![person, name])?;
    Ok(())
}
