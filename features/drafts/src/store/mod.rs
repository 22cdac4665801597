//! Drafts to and from the database. Rounds, opinions, lists and the data of signing stand in the modules below.

mod annexes;
mod clauses;
mod listing;
mod opinions;
mod past;
mod rounds;
mod signing;

use kernel::{AccountId, DocumentId, Event, Instant, UnitId};
use platform::db::{Row, StoreError, Tx};
use platform::params;

use crate::domain::{Draft, DraftId, Head, OpinionId, RoundId};

pub use annexes::{list_annexes, save_annexes};
pub use clauses::{insert_clauses, list_clauses, lookup_clause};
pub use listing::{DraftFilter, DraftRow, SORT_KEYS, count, list_all, list_page, list_stamps, list_waiting};
pub use opinions::{
    Giver, NewOpinion, OPINION_SORTS, OpinionFilter, count_opinions, count_undecided, find_opinion, forget_giver,
    insert_opinion, list_of_draft, list_of_giver, list_opinions, remove_opinion, save_decision, sums_of_round,
};
pub use past::{list_opinions_on, round_on};
pub use rounds::{
    Invitee, InviteeFilter, InviteeRow, NewRound, asks_people_of, close_facts, count_answers, count_asked,
    count_invitees, count_kinds_below, find_round, has_front, insert_round, invite_level, invite_person, invite_unit,
    list_asked, list_invitees, list_rounds, lookup_invitee, lookup_invitee_by_name, note_answered, save_closed,
    search_units,
};
pub use signing::{DelegationId, end_delegation, insert_delegation, insert_rule, list_delegations, list_rules};

platform::store_id!(DraftId, RoundId, OpinionId, DelegationId);

pub(crate) const COLUMNS: &str = "d.id, d.unit_id, d.issuer_unit_id, d.form, d.type_code, d.title, d.issuer_name,
     d.parent_body, d.symbol, d.place, d.addressees, d.recipients, d.state, d.revision, d.note, d.document_id,
     d.created_at, d.version";

/// A word of a closed set out of a row.
fn word<T: std::str::FromStr>(table: &'static str, text: &str) -> Result<T, StoreError> {
    text.parse().map_err(|_| StoreError::corrupt(table, text))
}

pub(crate) fn read(row: &Row<'_>) -> Result<Draft, StoreError> {
    Ok(Draft {
        id: row.get(0)?,
        unit: row.get(1)?,
        issuer: row.get(2)?,
        head: Head {
            form: word("draft", &row.get::<String>(3)?)?,
            type_code: row.get(4)?,
            title: row.get(5)?,
            issuer_name: row.get(6)?,
            parent_body: row.get(7)?,
            symbol: row.get(8)?,
            place: row.get(9)?,
            addressees: row.get(10)?,
            recipients: row.get(11)?,
        },
        state: word("draft", &row.get::<String>(12)?)?,
        revision: row.get(13)?,
        note: row.get(14)?,
        document: row.get(15)?,
        created_at: row.get(16)?,
        version: row.get(17)?,
    })
}

/// The draft.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find(tx: &mut Tx<'_>, id: DraftId) -> Result<Draft, StoreError> {
    tx.find(&format!("SELECT {COLUMNS} FROM draft d WHERE d.id = $1"), params![id], read)
}

/// The draft a document of the register was made from.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn lookup_by_document(tx: &mut Tx<'_>, document: DocumentId) -> Result<Option<Draft>, StoreError> {
    tx.lookup(&format!("SELECT {COLUMNS} FROM draft d WHERE d.document_id = $1"), params![document], read)
}

fn folded(head: &Head) -> String {
    let kind = documents::domain::name_by_symbol(&head.type_code, &head.symbol);
    format!(" {} ", vietnamese::fold(&format!("{kind} {} {} {}", head.title, head.issuer_name, head.symbol)))
}

/// Begins a draft with its first revision.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert(tx: &mut Tx<'_>, unit: UnitId, issuer: UnitId, head: &Head, text: &str) -> Result<DraftId, StoreError> {
    let (id, now): (DraftId, Instant) = (tx.new_id(), tx.now());
    tx.run(
        "INSERT INTO draft (id, unit_id, issuer_unit_id, form, type_code, title, folded, sort_key, issuer_name,
             parent_body, symbol, place, addressees, recipients, state, revision, note, document_id, created_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'writing', 1, '', NULL, $15, 1)",
        params![
            id,
            unit,
            issuer,
            head.form.code(),
            head.type_code,
            head.title,
            folded(head),
            vietnamese::collation_key(&head.title),
            head.issuer_name,
            head.parent_body,
            head.symbol,
            head.place,
            head.addressees,
            head.recipients,
            now
        ],
    )?;
    insert_revision(tx, id, 1, text)?;
    tx.record(Event::noted("drafts.begun", id, Some(unit)).with(serde_json::json!({ "title": head.title })))?;
    Ok(id)
}

/// Holds the draft until the transaction ends: of two that ask about its state and then write, the second waits and sees
/// what the first did. On SQLite there is one writer anyway.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn hold(tx: &mut Tx<'_>, id: DraftId) -> Result<(), StoreError> {
    tx.run("UPDATE draft SET state = state WHERE id = $1", params![id])?;
    Ok(())
}

fn insert_revision(tx: &mut Tx<'_>, id: DraftId, number: i64, text: &str) -> Result<(), StoreError> {
    let (now, by) = (tx.now(), tx.actor());
    let hash = blake3::hash(text.as_bytes()).to_hex().to_string();
    tx.run(
        "INSERT INTO draft_revision (draft_id, number, text, hash, saved_at, saved_by) VALUES ($1, $2, $3, $4, $5, $6)",
        params![id, number, text, hash, now, by],
    )?;
    Ok(())
}

/// Saves head and text over the version that was read; another text is a further revision.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn save_text(tx: &mut Tx<'_>, draft: &Draft, head: &Head, text: &str) -> Result<(), StoreError> {
    let stands = find_text(tx, draft.id, draft.revision)?;
    let revision = if stands == text { draft.revision } else { draft.revision + 1 };
    tx.run_one(
        "UPDATE draft SET form = $3, type_code = $4, title = $5, folded = $6, sort_key = $7, issuer_name = $8,
             parent_body = $9, symbol = $10, place = $11, addressees = $12, recipients = $13, revision = $14,
             version = version + 1 WHERE id = $1 AND version = $2",
        params![
            draft.id,
            draft.version,
            head.form.code(),
            head.type_code,
            head.title,
            folded(head),
            vietnamese::collation_key(&head.title),
            head.issuer_name,
            head.parent_body,
            head.symbol,
            head.place,
            head.addressees,
            head.recipients,
            revision
        ],
    )?;
    if revision != draft.revision {
        insert_revision(tx, draft.id, revision, text)?;
    }
    let detail = serde_json::json!({ "revision": revision });
    tx.record(Event::noted("drafts.written", draft.id, Some(draft.unit)).with(detail))
}

/// Saves the state a step led to, over the version that was read, and records the step under this name.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn save_state(tx: &mut Tx<'_>, draft: &Draft, event: Event) -> Result<(), StoreError> {
    tx.run_one(
        "UPDATE draft SET state = $3, note = $4, document_id = $5, version = version + 1 WHERE id = $1 AND version = $2",
        params![draft.id, draft.version, draft.state.code(), draft.note, draft.document],
    )?;
    tx.record(event)
}

/// The text of a revision.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_text(tx: &mut Tx<'_>, id: DraftId, number: i64) -> Result<String, StoreError> {
    tx.find("SELECT text FROM draft_revision WHERE draft_id = $1 AND number = $2", params![id, number], |row| {
        row.get(0)
    })
}

/// A saved revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// From 1.
    pub number: i64,
    /// The hash of its text.
    pub hash: String,
    /// When it was saved.
    pub saved_at: Instant,
    /// By whom, by name.
    pub saved_by: String,
}

/// The revisions, latest first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_revisions(tx: &mut Tx<'_>, id: DraftId) -> Result<Vec<Revision>, StoreError> {
    let rows = tx.list(
        "SELECT number, hash, saved_at, saved_by FROM draft_revision WHERE draft_id = $1 ORDER BY number DESC",
        params![id],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get::<Option<AccountId>>(3)?)),
    )?;
    let mut revisions = Vec::with_capacity(rows.len());
    for (number, hash, saved_at, by) in rows {
        revisions.push(Revision { number, hash, saved_at, saved_by: name_of(tx, by)? });
    }
    Ok(revisions)
}

fn name_of(tx: &mut Tx<'_>, account: Option<AccountId>) -> Result<String, StoreError> {
    match account.map(|id| people::store::account_name(tx, id)) {
        None | Some(Err(StoreError::NotFound)) => Ok(String::new()),
        Some(name) => name,
    }
}

/// A line of a draft's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryLine {
    /// When.
    pub at: Instant,
    /// Who, by name; empty for the system itself.
    pub actor: String,
    /// The event's name.
    pub name: String,
    /// The reason it tells; empty for none.
    pub reason: String,
}

/// The last fifty steps of a draft, newest first. Single opinions are no steps.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_history(tx: &mut Tx<'_>, id: DraftId) -> Result<Vec<HistoryLine>, StoreError> {
    let rows = tx.list(
        "SELECT at, actor, name, detail FROM event WHERE subject = $1 AND name LIKE 'drafts.%'
             AND name NOT IN ('drafts.opined', 'drafts.opinion_withdrawn')
         ORDER BY at DESC, id DESC LIMIT 50",
        params![id],
        |row| {
            let detail: serde_json::Value = serde_json::from_str(&row.get::<String>(3)?).unwrap_or_default();
            let reason = detail["reason"].as_str().unwrap_or_default().to_owned();
            Ok((row.get(0)?, row.get::<Option<AccountId>>(1)?, row.get(2)?, reason))
        },
    )?;
    let mut lines = Vec::with_capacity(rows.len());
    for (at, actor, name, reason) in rows {
        lines.push(HistoryLine { at, actor: name_of(tx, actor)?, name, reason });
    }
    Ok(lines)
}

/// Records that a secret was refused: that it happened and where, nothing of the text.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn note_secret_refused(tx: &mut Tx<'_>, unit: UnitId) -> Result<(), StoreError> {
    tx.record(Event::noted("drafts.secret_refused", unit, Some(unit)))
}
