//! Rounds of opinions and who is asked in them.

use kernel::{Day, Event, PersonId, UnitId, UnitKind};
use platform::db::{Row, StoreError, Tx};
use platform::params;
use units::domain::Unit;

use super::word;
use crate::domain::{CloseFacts, Draft, DraftId, Round, RoundId, RoundKind};

const COLUMNS: &str = "r.id, r.draft_id, r.number, r.revision, r.kind, r.question, r.due_on, r.may_be_anonymous,
     r.is_open_to_people, r.state, r.opened_at, r.close_reason, r.version";

fn read(row: &Row<'_>) -> Result<Round, StoreError> {
    Ok(Round {
        id: row.get(0)?,
        draft: row.get(1)?,
        number: row.get(2)?,
        revision: row.get(3)?,
        kind: word("draft_round", &row.get::<String>(4)?)?,
        question: row.get(5)?,
        due_on: row.get(6)?,
        may_be_anonymous: row.get(7)?,
        is_open_to_people: row.get(8)?,
        state: word("draft_round", &row.get::<String>(9)?)?,
        opened_at: row.get(10)?,
        close_reason: row.get(11)?,
        version: row.get(12)?,
    })
}

/// A round to be opened.
#[derive(Debug, Clone)]
pub struct NewRound {
    /// What kind.
    pub kind: RoundKind,
    /// What is asked.
    pub question: String,
    /// The last day.
    pub due_on: Day,
    /// Whether a name may be left out.
    pub may_be_anonymous: bool,
    /// Whether the people of the units are asked too.
    pub is_open_to_people: bool,
}

/// The round.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_round(tx: &mut Tx<'_>, id: RoundId) -> Result<Round, StoreError> {
    tx.find(&format!("SELECT {COLUMNS} FROM draft_round r WHERE r.id = $1"), params![id], read)
}

/// The rounds of a draft, in order.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_rounds(tx: &mut Tx<'_>, draft: DraftId) -> Result<Vec<Round>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM draft_round r WHERE r.draft_id = $1 ORDER BY r.number");
    tx.list(&sql, params![draft], read)
}

/// Opens a round on the latest revision of the draft. Who is asked is added after it.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert_round(tx: &mut Tx<'_>, draft: &Draft, new: &NewRound) -> Result<RoundId, StoreError> {
    let (id, now): (RoundId, _) = (tx.new_id(), tx.now());
    let number: i64 = tx.scalar("SELECT COUNT(*) + 1 FROM draft_round WHERE draft_id = $1", params![draft.id])?;
    tx.run(
        "INSERT INTO draft_round (id, draft_id, number, revision, kind, question, due_on, may_be_anonymous,
             is_open_to_people, state, opened_at, close_reason, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'open', $10, '', 1)",
        params![
            id,
            draft.id,
            number,
            draft.revision,
            new.kind.code(),
            new.question,
            new.due_on,
            new.may_be_anonymous,
            new.is_open_to_people,
            now
        ],
    )?;
    Ok(id)
}

/// Asks a unit.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn invite_unit(tx: &mut Tx<'_>, round: RoundId, unit: UnitId) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO draft_invitee (round_id, invitee, unit_id, person_id, is_asked, has_answered)
         VALUES ($1, $2, $2, NULL, TRUE, FALSE) ON CONFLICT (round_id, invitee) DO NOTHING",
        params![round, unit],
    )?;
    Ok(())
}

/// Asks a person.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn invite_person(tx: &mut Tx<'_>, round: RoundId, person: PersonId) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO draft_invitee (round_id, invitee, unit_id, person_id, is_asked, has_answered)
         VALUES ($1, $2, NULL, $2, TRUE, FALSE) ON CONFLICT (round_id, invitee) DO NOTHING",
        params![round, person],
    )?;
    Ok(())
}

/// Asks every living unit of a kind below the root.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn invite_level(tx: &mut Tx<'_>, round: RoundId, root: UnitId, kind: UnitKind) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO draft_invitee (round_id, invitee, unit_id, person_id, is_asked, has_answered)
         SELECT $1, u.id, u.id, NULL, TRUE, FALSE FROM unit_ancestor a JOIN unit u ON u.id = a.unit_id
         WHERE a.ancestor_id = $2 AND a.distance > 0 AND u.kind = $3 AND u.ended_on IS NULL
         ON CONFLICT (round_id, invitee) DO NOTHING",
        params![round, root, kind],
    )?;
    Ok(())
}

/// The kinds of living units below a unit, with how many there are of each.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_kinds_below(tx: &mut Tx<'_>, root: UnitId) -> Result<Vec<(UnitKind, i64)>, StoreError> {
    tx.list(
        "SELECT u.kind, COUNT(*) FROM unit_ancestor a JOIN unit u ON u.id = a.unit_id
         WHERE a.ancestor_id = $1 AND a.distance > 0 AND u.ended_on IS NULL GROUP BY u.kind ORDER BY COUNT(*), u.kind",
        params![root],
        |row| Ok((word("unit", &row.get::<String>(0)?)?, row.get(1)?)),
    )
}

/// How many units and people were asked in the round.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_asked(tx: &mut Tx<'_>, round: RoundId) -> Result<i64, StoreError> {
    tx.scalar("SELECT COUNT(*) FROM draft_invitee WHERE round_id = $1 AND is_asked", params![round])
}

/// Asked and answered, over all rounds of a draft.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_answers(tx: &mut Tx<'_>, draft: DraftId) -> Result<(i64, i64), StoreError> {
    tx.find(
        "SELECT COUNT(*), COUNT(CASE WHEN i.has_answered THEN 1 END) FROM draft_invitee i
         JOIN draft_round r ON r.id = i.round_id WHERE r.draft_id = $1 AND i.is_asked",
        params![draft],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// True when a body of the Front or an association of it is asked.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn has_front(tx: &mut Tx<'_>, round: RoundId) -> Result<bool, StoreError> {
    let found: i64 = tx.scalar(
        "SELECT COUNT(*) FROM draft_invitee i JOIN unit u ON u.id = i.unit_id
         WHERE i.round_id = $1 AND u.kind IN ('front', 'mass_organisation')",
        params![round],
    )?;
    Ok(found > 0)
}

/// What closing the round depends on.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn close_facts(tx: &mut Tx<'_>, round: RoundId) -> Result<CloseFacts, StoreError> {
    let sql = "SELECT COUNT(*) FROM draft_invitee WHERE round_id = $1 AND is_asked AND NOT has_answered";
    Ok(CloseFacts { waiting: tx.scalar(sql, params![round])?, today: tx.today() })
}

/// Closes the round over the version that was read.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn save_closed(tx: &mut Tx<'_>, round: &Round, draft: &Draft) -> Result<(), StoreError> {
    tx.run_one(
        "UPDATE draft_round SET state = $3, close_reason = $4, version = version + 1 WHERE id = $1 AND version = $2",
        params![round.id, round.version, round.state.code(), round.close_reason],
    )?;
    let detail = serde_json::json!({ "round": round.number, "reason": round.close_reason });
    super::save_state(tx, draft, Event::noted("drafts.round_closed", draft.id, Some(draft.unit)).with(detail))
}

/// Who is asked, or gives an opinion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Invitee {
    /// A unit.
    Unit(UnitId),
    /// A person.
    Person(PersonId),
}

impl Invitee {
    fn key(self) -> String {
        match self {
            Invitee::Unit(id) => id.to_string(),
            Invitee::Person(id) => id.to_string(),
        }
    }
}

/// Whether the invitee of a round has answered; none when it is not asked by itself.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn lookup_invitee(tx: &mut Tx<'_>, round: RoundId, who: Invitee) -> Result<Option<bool>, StoreError> {
    let sql = "SELECT has_answered FROM draft_invitee WHERE round_id = $1 AND invitee = $2";
    tx.lookup(sql, params![round, who.key()], |row| row.get(0))
}

/// Notes that somebody answered, without a time. Who was not asked by name is added, and not counted as asked.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn note_answered(tx: &mut Tx<'_>, round: RoundId, who: Invitee) -> Result<(), StoreError> {
    let (unit, person) = match who {
        Invitee::Unit(unit) => (Some(unit), None),
        Invitee::Person(person) => (None, Some(person)),
    };
    tx.run(
        "INSERT INTO draft_invitee (round_id, invitee, unit_id, person_id, is_asked, has_answered)
         VALUES ($1, $2, $3, $4, FALSE, TRUE) ON CONFLICT (round_id, invitee) DO UPDATE SET has_answered = TRUE",
        params![round, who.key(), unit, person],
    )?;
    Ok(())
}

/// The open rounds that wait for an answer of these units or this person, nearest day first: asked by name, or as one of
/// the people of a unit that is asked.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_asked(
    tx: &mut Tx<'_>,
    answers_for: &[UnitId],
    person: Option<PersonId>,
    own: &[UnitId],
) -> Result<Vec<(Round, Option<UnitId>)>, StoreError> {
    let by_name = format!(
        "SELECT {COLUMNS} FROM draft_invitee i JOIN draft_round r ON r.id = i.round_id
         WHERE i.invitee = $1 AND NOT i.has_answered AND i.is_asked AND r.state = 'open' ORDER BY r.due_on, r.id"
    );
    let mut found = Vec::new();
    for unit in answers_for {
        let rounds = tx.list(&by_name, params![unit], read)?;
        found.extend(rounds.into_iter().map(|round| (round, Some(*unit))));
    }
    let Some(person) = person else { return Ok(found) };
    found.extend(tx.list(&by_name, params![person], read)?.into_iter().map(|round| (round, None)));
    let as_people = format!(
        "SELECT {COLUMNS} FROM draft_round r WHERE r.state = 'open' AND r.is_open_to_people AND EXISTS (
             SELECT 1 FROM draft_invitee i JOIN unit_ancestor a ON a.ancestor_id = i.unit_id
             WHERE i.round_id = r.id AND a.unit_id = $1)
         AND NOT EXISTS (SELECT 1 FROM draft_invitee p WHERE p.round_id = r.id AND p.invitee = $2) ORDER BY r.due_on, r.id"
    );
    for unit in own {
        for round in tx.list(&as_people, params![unit, person], read)? {
            if !found.iter().any(|(known, as_unit)| known.id == round.id && as_unit.is_none()) {
                found.push((round, None));
            }
        }
    }
    Ok(found)
}

/// True when the people of this unit are asked in the round, because it or a unit above it is.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn asks_people_of(tx: &mut Tx<'_>, round: RoundId, unit: UnitId) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM draft_invitee i JOIN unit_ancestor a ON a.ancestor_id = i.unit_id
         WHERE i.round_id = $1 AND i.is_asked AND a.unit_id = $2";
    Ok(tx.lookup(sql, params![round, unit], |_| Ok(()))?.is_some())
}

/// A unit or person asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InviteeRow {
    /// Its name.
    pub name: String,
    /// Whether it is a unit.
    pub is_unit: bool,
    /// Whether it has answered.
    pub has_answered: bool,
    /// Whether that is not shown.
    pub is_hidden: bool,
}

/// Which of those asked are listed.
#[derive(Debug, Clone, Default)]
pub struct InviteeFilter {
    /// Folded pattern of words in the name.
    pub like: String,
    /// `waiting`, `answered` or everybody.
    pub state: String,
    /// Where a name may be left out, it is not shown which of the people has answered: beside an opinion that just came
    /// it would be the name.
    pub hides_people: bool,
}

impl InviteeFilter {
    /// Those of whom it is not shown.
    fn hidden(&self) -> &'static str {
        if self.hides_people { "i.person_id IS NOT NULL" } else { "1 = 0" }
    }

    fn asked(&self) -> String {
        format!(
            "FROM draft_invitee i LEFT JOIN unit u ON u.id = i.unit_id LEFT JOIN person p ON p.id = i.person_id
             WHERE i.round_id = $1 AND i.is_asked AND COALESCE(u.folded, p.folded, '') LIKE $2
             AND ($3 = '' OR (NOT ({0}) AND ($3 = 'answered' AND i.has_answered OR $3 = 'waiting' AND NOT i.has_answered)))",
            self.hidden()
        )
    }
}

/// How many of those asked the filter leaves.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_invitees(tx: &mut Tx<'_>, round: RoundId, filter: &InviteeFilter) -> Result<i64, StoreError> {
    tx.scalar(&format!("SELECT COUNT(*) {}", filter.asked()), params![round, filter.like, filter.state])
}

/// One page of those asked, who has not answered first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_invitees(
    tx: &mut Tx<'_>,
    round: RoundId,
    filter: &InviteeFilter,
    (offset, limit): (i64, i64),
) -> Result<Vec<InviteeRow>, StoreError> {
    let sql = format!(
        "SELECT COALESCE(u.name, p.full_name, ''), i.unit_id, i.has_answered {0}
         ORDER BY i.has_answered AND NOT ({1}), i.person_id IS NOT NULL, COALESCE(u.sort_key, p.sort_key, ''), i.invitee
         LIMIT $4 OFFSET $5",
        filter.asked(),
        filter.hidden()
    );
    tx.list(&sql, params![round, filter.like, filter.state, limit, offset], |row| {
        let is_unit = row.get::<Option<UnitId>>(1)?.is_some();
        let is_hidden = filter.hides_people && !is_unit;
        Ok(InviteeRow { name: row.get(0)?, is_unit, has_answered: !is_hidden && row.get(2)?, is_hidden })
    })
}

/// Who of those asked bears this name, without regard to case and accents.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn lookup_invitee_by_name(tx: &mut Tx<'_>, round: RoundId, name: &str) -> Result<Option<Invitee>, StoreError> {
    let filter = InviteeFilter { like: format!("%{}%", vietnamese::fold(name)), ..InviteeFilter::default() };
    let sql = format!("SELECT i.unit_id, i.person_id, COALESCE(u.name, p.full_name, '') {}", filter.asked());
    let found = tx.list(&sql, params![round, filter.like, filter.state], |row| {
        Ok((row.get::<Option<UnitId>>(0)?, row.get::<Option<PersonId>>(1)?, row.get::<String>(2)?))
    })?;
    let mut same = found.into_iter().filter(|(.., called)| vietnamese::fold(called) == vietnamese::fold(name));
    let first = same.next();
    // two people of one name cannot be told apart
    Ok(first.filter(|_| same.next().is_none()).and_then(|(unit, person, _)| match (unit, person) {
        (Some(unit), _) => Some(Invitee::Unit(unit)),
        (None, Some(person)) => Some(Invitee::Person(person)),
        (None, None) => None,
    }))
}

/// Living units below a root whose code or name holds these words.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn search_units(tx: &mut Tx<'_>, root: UnitId, like: &str, limit: i64) -> Result<Vec<Unit>, StoreError> {
    let ids: Vec<UnitId> = tx.list(
        "SELECT u.id FROM unit_ancestor a JOIN unit u ON u.id = a.unit_id
         WHERE a.ancestor_id = $1 AND u.ended_on IS NULL AND u.folded LIKE $2 ORDER BY a.distance, u.sort_key LIMIT $3",
        params![root, like, limit],
        |row| row.get(0),
    )?;
    ids.into_iter().map(|id| units::store::find(tx, id)).collect()
}
