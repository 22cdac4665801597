//! Opinions and their answers.

use kernel::{AccountId, Day, Event, PersonId, UnitId};
use platform::db::{Row, StoreError, Tx};
use platform::params;
use platform::web::Sort;

use super::word;
use crate::domain::{Decision, Draft, DraftId, Opinion, OpinionId, OpinionKind, Round, RoundId, Source, Sums};

pub(super) const COLUMNS: &str =
    "o.id, o.round_id, o.clause, o.clause_path, o.kind, o.text, o.wording, o.from_name, o.source,
     o.received_on, o.decision, o.answer, o.version";

pub(super) fn read(row: &Row<'_>) -> Result<Opinion, StoreError> {
    Ok(Opinion {
        id: row.get(0)?,
        round: row.get(1)?,
        clause: row.get(2)?,
        clause_path: row.get(3)?,
        kind: word("draft_opinion", &row.get::<String>(4)?)?,
        text: row.get(5)?,
        wording: row.get(6)?,
        from: row.get(7)?,
        source: word("draft_opinion", &row.get::<String>(8)?)?,
        received_on: row.get(9)?,
        decision: word("draft_opinion", &row.get::<String>(10)?)?,
        answer: row.get(11)?,
        version: row.get(12)?,
    })
}

/// Who gave an opinion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Giver {
    /// A unit, with its name as it then was.
    Unit(UnitId, String),
    /// An account, with the name.
    Account(AccountId, String),
    /// A person in whose place somebody else acted, with the name and who did.
    Person(PersonId, String),
    /// Somebody on paper, by name, received on this day.
    Paper(String, Day),
    /// Nobody may know.
    Nobody,
}

/// An opinion to be kept.
#[derive(Debug, Clone)]
pub struct NewOpinion {
    /// The clause's place.
    pub clause: i64,
    /// What it is called.
    pub clause_path: String,
    /// What it wants.
    pub kind: OpinionKind,
    /// The opinion.
    pub text: String,
    /// The words it proposes.
    pub wording: String,
    /// Who gave it.
    pub giver: Giver,
}

/// Keeps an opinion. One without a name is kept and recorded with nothing that leads to its giver: the caller lets nobody
/// act in the transaction, and the id says no time.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert_opinion(
    tx: &mut Tx<'_>,
    draft: &Draft,
    round: &Round,
    new: &NewOpinion,
) -> Result<OpinionId, StoreError> {
    let made: OpinionId = tx.new_id();
    let (from, key, source, day) = match &new.giver {
        Giver::Unit(unit, name) => (name.clone(), Some(unit.to_string()), Source::Page, Some(tx.today())),
        Giver::Account(account, name) => (name.clone(), Some(account.to_string()), Source::Page, Some(tx.today())),
        Giver::Person(person, name) => (name.clone(), Some(person.to_string()), Source::Page, Some(tx.today())),
        Giver::Paper(name, day) => (name.clone(), None, Source::Paper, Some(*day)),
        Giver::Nobody => (String::new(), None, Source::Page, None),
    };
    let id = if new.giver == Giver::Nobody { timeless([made, tx.new_id(), tx.new_id(), tx.new_id()]) } else { made };
    tx.run(
        "INSERT INTO draft_opinion (id, round_id, clause, clause_path, kind, text, wording, from_name, giver, source,
             received_on, decision, answer, version, folded, sort_key)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'open', '', 1, $12, $13)",
        params![
            id,
            round.id,
            new.clause,
            new.clause_path,
            new.kind.code(),
            new.text,
            new.wording,
            from,
            key,
            source.code(),
            day,
            vietnamese::fold(&format!("{} {} {} {from}", new.clause_path, new.text, new.wording)),
            vietnamese::collation_key(&from)
        ],
    )?;
    let (acting, behalf) = (tx.actor(), tx.behalf());
    if new.giver == Giver::Nobody {
        tx.act_as(None);
    }
    let detail = serde_json::json!({ "round": round.number, "source": source.code() });
    tx.record(Event::noted("drafts.opined", draft.id, Some(draft.unit)).with(detail))?;
    tx.act_as(acting);
    tx.act_for(behalf);
    Ok(id)
}

/// An id that tells no time: half of a digest of several ids. One alone begins with its millisecond and could be guessed
/// from the time of the event; the random parts of several cannot.
fn timeless(ids: [OpinionId; 4]) -> OpinionId {
    let mut hasher = blake3::Hasher::new();
    for id in ids {
        hasher.update(id.to_string().as_bytes());
    }
    let digest = hasher.finalize();
    let half = u128::from_be_bytes(std::array::from_fn(|at| digest.as_bytes()[at]));
    OpinionId(kernel::id_parts::Uuid::from_u128(half))
}

/// The opinion.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_opinion(tx: &mut Tx<'_>, id: OpinionId) -> Result<Opinion, StoreError> {
    tx.find(&format!("SELECT {COLUMNS} FROM draft_opinion o WHERE o.id = $1"), params![id], read)
}

/// Which opinions of a round are listed. Empty words limit nothing.
#[derive(Debug, Clone, Default)]
pub struct OpinionFilter {
    /// Folded pattern of words in clause, opinion, wording and name.
    pub like: String,
    /// The code of a decision; `open` for those that wait for an answer.
    pub decision: String,
}

/// The keys the opinions of a round sort by; the first stands without one.
pub const OPINION_SORTS: &[&str] = &["clause", "from", "kind", "decision"];

const LISTED: &str = "FROM draft_opinion o WHERE o.round_id = $1 AND o.folded LIKE $2
     AND ($3 = '' OR (o.decision = $3 AND ($3 <> 'open' OR o.kind <> 'agree')))";

/// How many opinions the filter leaves.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_opinions(tx: &mut Tx<'_>, round: RoundId, filter: &OpinionFilter) -> Result<i64, StoreError> {
    tx.scalar(&format!("SELECT COUNT(*) {LISTED}"), params![round, filter.like, filter.decision])
}

/// The order of opinions in SQL.
pub(super) fn order(sort: Sort<'_>) -> String {
    let way = if sort.descending { "DESC" } else { "ASC" };
    let first = match sort.key {
        "from" => "o.sort_key",
        "kind" => "o.kind",
        "decision" => "o.decision",
        _ => "o.clause",
    };
    format!("{first} {way}, o.clause, o.sort_key, o.kind, o.text, o.id")
}

/// One page of the opinions of a round. Within a clause they stand by name and words: the order in which they came says
/// nothing, and could say who gave one.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_opinions(
    tx: &mut Tx<'_>,
    round: RoundId,
    filter: &OpinionFilter,
    sort: Sort<'_>,
    (offset, limit): (i64, i64),
) -> Result<Vec<Opinion>, StoreError> {
    let sql = format!("SELECT {COLUMNS} {LISTED} ORDER BY {} LIMIT $4 OFFSET $5", order(sort));
    tx.list(&sql, params![round, filter.like, filter.decision, limit, offset], read)
}

/// How many opinions of a round came to what.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn sums_of_round(tx: &mut Tx<'_>, round: RoundId) -> Result<Sums, StoreError> {
    let rows = tx.list(
        "SELECT kind, decision, COUNT(*) FROM draft_opinion WHERE round_id = $1 GROUP BY kind, decision",
        params![round],
        |row| {
            let (kind, decision): (String, String) = (row.get(0)?, row.get(1)?);
            let read: (OpinionKind, Decision) = (word("draft_opinion", &kind)?, word("draft_opinion", &decision)?);
            Ok((read, row.get(2)?))
        },
    )?;
    Ok(Sums::of(&rows))
}

/// The opinions of every round of a draft, each with the number of its round.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_of_draft(tx: &mut Tx<'_>, draft: DraftId) -> Result<Vec<(Opinion, i64)>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS}, r.number FROM draft_opinion o JOIN draft_round r ON r.id = o.round_id
         WHERE r.draft_id = $1 ORDER BY r.number, o.clause, o.from_name, o.kind, o.text, o.id"
    );
    tx.list(&sql, params![draft], |row| Ok((read(row)?, row.get(13)?)))
}

/// What one giver (a unit's or an account's id) said in a round.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_of_giver(tx: &mut Tx<'_>, round: RoundId, giver: &str) -> Result<Vec<Opinion>, StoreError> {
    let sql =
        format!("SELECT {COLUMNS} FROM draft_opinion o WHERE o.round_id = $1 AND o.giver = $2 ORDER BY o.clause, o.id");
    tx.list(&sql, params![round, giver], read)
}

/// How many opinions of the draft wait for an answer.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_undecided(tx: &mut Tx<'_>, draft: DraftId) -> Result<i64, StoreError> {
    tx.scalar(
        "SELECT COUNT(*) FROM draft_opinion o JOIN draft_round r ON r.id = o.round_id
         WHERE r.draft_id = $1 AND o.decision = 'open' AND o.kind <> 'agree'",
        params![draft],
    )
}

/// Saves what was decided, over the version that was read.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn save_decision(tx: &mut Tx<'_>, draft: &Draft, opinion: &Opinion) -> Result<(), StoreError> {
    tx.run_one(
        "UPDATE draft_opinion SET decision = $3, answer = $4, version = version + 1 WHERE id = $1 AND version = $2",
        params![opinion.id, opinion.version, opinion.decision.code(), opinion.answer],
    )?;
    let detail = serde_json::json!({ "opinion": opinion.id, "decision": opinion.decision.code() });
    tx.record(Event::noted("drafts.opinion_decided", draft.id, Some(draft.unit)).with(detail))
}

/// Takes an opinion back.
///
/// # Errors
/// [`StoreError::Stale`] when it was decided or taken back meanwhile.
pub fn remove_opinion(tx: &mut Tx<'_>, draft: &Draft, opinion: &Opinion, giver: &str) -> Result<(), StoreError> {
    tx.run_one(
        "DELETE FROM draft_opinion WHERE id = $1 AND version = $2 AND giver = $3",
        params![opinion.id, opinion.version, giver],
    )?;
    // who has taken back everything has not answered
    tx.run(
        "UPDATE draft_invitee SET has_answered = FALSE WHERE round_id = $1 AND unit_id = $2
         AND NOT EXISTS (SELECT 1 FROM draft_opinion o WHERE o.round_id = $1 AND o.giver = $2)",
        params![opinion.round, giver],
    )?;
    tx.record(Event::noted("drafts.opinion_withdrawn", draft.id, Some(draft.unit)))
}

/// The name of a person whose data was erased goes from the opinions given under it.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn forget_giver(tx: &mut Tx<'_>, person: PersonId) -> Result<(), StoreError> {
    tx.run(
        "UPDATE draft_opinion SET from_name = (SELECT p.full_name FROM person p WHERE p.id = $1) WHERE giver = $1",
        params![person],
    )?;
    Ok(())
}
