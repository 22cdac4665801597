//! Attendance written down: the delegate's own check-in (the hot path: one look-up, one update, one insert, one event)
//! and outcomes set by the organiser or from a file. All three ways end in the same step, so that a delegate counts
//! once however often and however they are recorded.

use kernel::{
    AccountId, ConferenceId, Day, DelegateId, Delta, Event, Instant, PersonId, PointId, Refused, RolloutId, UnitId,
};
use platform::db::{Row, StoreError, Tx};
use platform::params;

use super::conferences::{seed_of, state_of};
use super::word;
use crate::domain::attendance::{CannotRecord, MADE_UP, PEOPLE_ATTENDED, may_record, shifts};
use crate::domain::code::{WAIT_MILLIS, must_wait, normal_invitation};
use crate::domain::{CodeSeed, Outcome, State, Way};

/// What came of a delegate's own check-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckIn {
    /// Recorded now.
    Recorded(DelegateId),
    /// Was recorded before; nothing changed.
    Already(DelegateId),
    /// A rule speaks against it. A wrong code has been noted.
    Refused(Refused),
    /// Nobody has this invitation.
    Unknown,
}

/// What recording needs to know of a delegate and the conference, read in one row.
struct Facts {
    id: DelegateId,
    conference: ConferenceId,
    point: PointId,
    person: Option<PersonId>,
    unit: UnitId,
    outcome: Outcome,
    outcome_on: Option<Day>,
    makes_up_for: Option<DelegateId>,
    rollout: Option<RolloutId>,
    state: State,
    seed: CodeSeed,
    wrong_tries: i64,
    wrong_since: Instant,
}

const FACTS: &str = "SELECT d.id, d.conference_id, d.point_id, d.person_id, d.unit_id, d.outcome, d.outcome_on,
     d.makes_up_for, c.rollout_id, c.state, c.opened_on, c.closed_on, c.code_seed, d.wrong_tries, d.wrong_since
     FROM delegate d JOIN conference c ON c.id = d.conference_id";

fn read(row: &Row<'_>) -> Result<Facts, StoreError> {
    Ok(Facts {
        id: row.get(0)?,
        conference: row.get(1)?,
        point: row.get(2)?,
        person: row.get(3)?,
        unit: row.get(4)?,
        outcome: word(row, 5, "delegate")?,
        outcome_on: row.get(6)?,
        makes_up_for: row.get(7)?,
        rollout: row.get(8)?,
        state: state_of(&row.get::<String>(9)?, row.get(10)?, row.get(11)?)?,
        seed: seed_of(&row.get::<Vec<u8>>(12)?)?,
        wrong_tries: row.get(13)?,
        wrong_since: row.get(14)?,
    })
}

/// The delegate's own check-in with the code of the hall. `seen_at` is the point whose code was scanned, when known.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn check_in(
    tx: &mut Tx<'_>,
    invitation: &str,
    code: &str,
    seen_at: Option<PointId>,
) -> Result<CheckIn, StoreError> {
    let invitation = normal_invitation(invitation);
    let found = tx.lookup(&format!("{FACTS} WHERE d.invitation = $1"), params![invitation], read)?;
    let Some(facts) = found else { return Ok(CheckIn::Unknown) };
    if facts.outcome == Outcome::Present {
        return Ok(CheckIn::Already(facts.id));
    }
    if let Err(refused) = may_record(facts.state, Outcome::Present).or_refuse() {
        return Ok(CheckIn::Refused(refused));
    }
    let now = tx.now();
    if must_wait(facts.wrong_tries, facts.wrong_since, now) {
        let left = WAIT_MILLIS - (now.0 - facts.wrong_since.0);
        return Ok(CheckIn::Refused(Refused::because(CannotRecord::MustWait(left / 60_000 + 1))));
    }
    if !facts.seed.accepts(facts.point, code, now) {
        return wrong_code(tx, &facts, code, seen_at);
    }
    let present = Setting { to: Outcome::Present, way: Way::OwnPhone, reason: "", at: now };
    if record(tx, &facts, &present)? { Ok(CheckIn::Recorded(facts.id)) } else { Ok(CheckIn::Already(facts.id)) }
}

/// Notes a wrong code; a right code of another point is told apart and not held against the delegate.
fn wrong_code(tx: &mut Tx<'_>, facts: &Facts, code: &str, seen_at: Option<PointId>) -> Result<CheckIn, StoreError> {
    let now = tx.now();
    if seen_at.is_some_and(|other| other != facts.point && facts.seed.accepts(other, code, now)) {
        let name: String = tx.scalar("SELECT name FROM point WHERE id = $1", params![facts.point])?;
        return Ok(CheckIn::Refused(Refused::because(CannotRecord::OtherPoint(name))));
    }
    let is_new_count = facts.wrong_tries == 0 || now.0 - facts.wrong_since.0 >= WAIT_MILLIS;
    let (tries, since) = if is_new_count { (1, now) } else { (facts.wrong_tries + 1, facts.wrong_since) };
    tx.run("UPDATE delegate SET wrong_tries = $2, wrong_since = $3 WHERE id = $1", params![facts.id, tries, since])?;
    Ok(CheckIn::Refused(Refused::because(CannotRecord::WrongCode)))
}

/// Sets the outcome of one delegate, by the organiser's list or from a file. Returns false when it stood so already.
/// The rule is asked by the caller, who knows the conference.
///
/// # Errors
/// [`StoreError::NotFound`]; [`StoreError::Stale`] when the outcome changed meanwhile.
pub fn record_outcome(
    tx: &mut Tx<'_>,
    id: DelegateId,
    to: Outcome,
    way: Way,
    reason: &str,
) -> Result<bool, StoreError> {
    let now = tx.now();
    record_outcome_at(tx, id, to, way, reason, now)
}

/// As [`record_outcome`], for what happened at a moment before: presence is shown at that time.
///
/// # Errors
/// As [`record_outcome`].
pub fn record_outcome_at(
    tx: &mut Tx<'_>,
    id: DelegateId,
    to: Outcome,
    way: Way,
    reason: &str,
    at: Instant,
) -> Result<bool, StoreError> {
    let facts = tx.find(&format!("{FACTS} WHERE d.id = $1"), params![id], read)?;
    if facts.outcome == to {
        if to.is_absent() {
            tx.run("UPDATE delegate SET reason = $2 WHERE id = $1", params![id, reason])?;
        }
        return Ok(false);
    }
    if record(tx, &facts, &Setting { to, way, reason, at })? { Ok(true) } else { Err(StoreError::Stale) }
}

/// Marks many as present at once without a code: for building history and loads. Returns how many were new.
///
/// # Errors
/// [`StoreError::NotFound`] when one does not exist.
pub fn check_in_many(tx: &mut Tx<'_>, delegates: &[DelegateId], way: Way) -> Result<i64, StoreError> {
    let mut new = 0;
    for id in delegates {
        new += i64::from(record_outcome(tx, *id, Outcome::Present, way, "")?);
    }
    Ok(new)
}

/// What is to be recorded of a delegate.
struct Setting<'a> {
    to: Outcome,
    way: Way,
    reason: &'a str,
    at: Instant,
}

/// The one step every way ends in. False when somebody else was faster: then nothing is written.
fn record(tx: &mut Tx<'_>, facts: &Facts, setting: &Setting<'_>) -> Result<bool, StoreError> {
    let Setting { to, way, reason, at } = *setting;
    let today = tx.today();
    let set_on = (to != Outcome::None).then_some(today);
    let reason = if to.is_absent() { reason } else { "" };
    let changed = tx.run(
        "UPDATE delegate SET outcome = $3, outcome_on = $4, reason = $5, wrong_tries = 0
         WHERE id = $1 AND outcome = $2",
        params![facts.id, facts.outcome.code(), to.code(), set_on, reason],
    )?;
    if changed == 0 {
        return Ok(false);
    }
    let subject = facts.conference.to_string();
    for shift in shifts((facts.outcome, facts.outcome_on), to, today) {
        let (figure, day, n) = (shift.figure, shift.day, shift.n);
        tx.post(Delta { subject: subject.clone(), figure, unit: facts.unit, day, n });
    }
    if to == Outcome::Present {
        arrive(tx, facts, way, at)?;
    } else if facts.outcome == Outcome::Present {
        leave(tx, facts)?;
    }
    let name = match to {
        Outcome::Present => "conferences.check_in_recorded",
        Outcome::None => "conferences.outcome_taken_back",
        Outcome::AbsentWithReason | Outcome::AbsentWithoutReason => "conferences.absence_recorded",
    };
    let detail = if to == Outcome::Present {
        serde_json::json!({ "way": way.code() })
    } else {
        serde_json::json!({ "from": facts.outcome.code(), "to": to.code() })
    };
    tx.record(Event::noted(name, facts.id, Some(facts.unit)).with(detail))?;
    Ok(true)
}

fn arrive(tx: &mut Tx<'_>, facts: &Facts, way: Way, at: Instant) -> Result<(), StoreError> {
    let by: Option<AccountId> = tx.actor();
    tx.run(
        "INSERT INTO check_in (delegate_id, conference_id, point_id, at, way, by_account)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (delegate_id) DO NOTHING",
        params![facts.id, facts.conference, facts.point, at, way.code(), by],
    )?;
    let today = tx.today();
    count_person(tx, facts, facts.id, today)?;
    set_made_up(tx, facts, Some(today))
}

fn leave(tx: &mut Tx<'_>, facts: &Facts) -> Result<(), StoreError> {
    tx.run("DELETE FROM check_in WHERE delegate_id = $1", params![facts.id])?;
    uncount_person(tx, facts)?;
    set_made_up(tx, facts, None)
}

/// Counts the person once for the whole rollout, at their home unit, however many conferences they attend.
fn count_person(tx: &mut Tx<'_>, facts: &Facts, delegate: DelegateId, day: Day) -> Result<(), StoreError> {
    let (Some(rollout), Some(person)) = (facts.rollout, facts.person) else { return Ok(()) };
    let counted = tx.run(
        "INSERT INTO conference_rollout_person (rollout_id, person_id, delegate_id, unit_id, counted_on)
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (rollout_id, person_id) DO NOTHING",
        params![rollout, person, delegate, facts.unit, day],
    )?;
    if counted == 1 {
        tx.post(Delta { subject: rollout.to_string(), figure: PEOPLE_ATTENDED, unit: facts.unit, day, n: 1 });
    }
    Ok(())
}

/// Takes the person's count back, unless it came from another conference; one they attended besides takes its place.
fn uncount_person(tx: &mut Tx<'_>, facts: &Facts) -> Result<(), StoreError> {
    let (Some(rollout), Some(person)) = (facts.rollout, facts.person) else { return Ok(()) };
    let counted = tx.lookup(
        "DELETE FROM conference_rollout_person WHERE rollout_id = $1 AND person_id = $2 AND delegate_id = $3
         RETURNING unit_id, counted_on",
        params![rollout, person, facts.id],
        |row| Ok((row.get::<UnitId>(0)?, row.get::<Day>(1)?)),
    )?;
    let Some((unit, day)) = counted else { return Ok(()) };
    tx.post(Delta { subject: rollout.to_string(), figure: PEOPLE_ATTENDED, unit, day, n: -1 });
    let besides = tx.lookup(
        "SELECT d.id, d.outcome_on FROM delegate d JOIN conference c ON c.id = d.conference_id
         WHERE d.person_id = $1 AND c.rollout_id = $2 AND d.outcome = 'present' AND d.id <> $3
         ORDER BY d.outcome_on, d.id LIMIT 1",
        params![person, rollout, facts.id],
        |row| Ok((row.get::<DelegateId>(0)?, row.get::<Day>(1)?)),
    )?;
    match besides {
        Some((delegate, day)) => count_person(tx, facts, delegate, day),
        None => Ok(()),
    }
}

/// Presence at a make-up session settles the absence at the first conference; taking it back unsettles it.
fn set_made_up(tx: &mut Tx<'_>, facts: &Facts, on: Option<Day>) -> Result<(), StoreError> {
    let Some(first) = facts.makes_up_for else { return Ok(()) };
    let before = tx.find(
        "SELECT conference_id, unit_id, made_up_on, made_up_in FROM delegate WHERE id = $1",
        params![first],
        |row| Ok((row.get::<ConferenceId>(0)?, row.get::<UnitId>(1)?, row.get::<Option<Day>>(2)?, row.get(3)?)),
    )?;
    let (conference, unit, made_up_on, made_up_in): (_, _, _, Option<ConferenceId>) = before;
    let by_another_session = on.is_none() && made_up_in != Some(facts.conference);
    if made_up_on.is_some() == on.is_some() || by_another_session {
        return Ok(());
    }
    let in_conference = on.map(|_| facts.conference);
    tx.run("UPDATE delegate SET made_up_in = $2, made_up_on = $3 WHERE id = $1", params![first, in_conference, on])?;
    let n = if on.is_some() { 1 } else { -1 };
    if let Some(day) = on.or(made_up_on) {
        tx.post(Delta { subject: conference.to_string(), figure: MADE_UP, unit, day, n });
    }
    Ok(())
}

/// Who checked in in this delegate's place, by name; empty when they did it themselves.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn helper_of(tx: &mut Tx<'_>, delegate: &super::Delegate) -> Result<String, StoreError> {
    let Some(person) = delegate.person.filter(|_| delegate.way == Some(Way::OwnPhone)) else {
        return Ok(String::new());
    };
    let helper = tx.lookup(
        "SELECT e.actor FROM event e WHERE e.on_behalf_of = $1 AND e.subject = $2
             AND e.name = 'conferences.check_in_recorded' ORDER BY e.at DESC LIMIT 1",
        params![person, delegate.id],
        |row| row.get::<AccountId>(0),
    )?;
    helper.map_or(Ok(String::new()), |account| people::store::account_name(tx, account))
}
