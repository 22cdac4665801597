//! The review queue and what came of it: proposals, and the changes decided. Whether a document holds is read from the
//! changes alone.

use std::collections::HashMap;

use kernel::{AccountId, Day, DocumentId, Event, Instant, UnitId};
use platform::db::{Param, Row, StoreError, Tx};
use platform::{jobs, params};

use super::listing::Sight;
use super::{COLUMNS as DOCUMENT, find_entry, read as read_document};
use crate::domain::{
    CarryingFacts, Change, Competence, Document, Effect, Origin, Proposal, ProposalId, ProposalState, Validity,
    entry_is_by, number_key,
};

/// The job that tells of a change on its first day.
pub const EFFECT: &str = "documents.validity";

const COLUMNS: &str = "p.id, p.document_id, p.change, p.clause, p.reason, p.origin, p.state, p.decision, p.by_id,
     p.version, p.proposed_at, p.proposed_by, p.decided_at, p.decided_by, p.unit_id";

/// A proposal with who made and decided it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposalRow {
    /// The proposal.
    pub proposal: Proposal,
    /// When it was made.
    pub proposed_at: Instant,
    /// By whom; nobody when the text said so.
    pub proposed_by: Option<AccountId>,
    /// When it was decided.
    pub decided_at: Option<Instant>,
    /// By whom.
    pub decided_by: Option<AccountId>,
    /// For which unit it was made.
    pub unit: Option<UnitId>,
}

fn read(row: &Row<'_>) -> Result<ProposalRow, StoreError> {
    let corrupt = |word: &str| StoreError::corrupt("document_proposal", word);
    let (change, origin, state): (String, String, String) = (row.get(2)?, row.get(5)?, row.get(6)?);
    Ok(ProposalRow {
        proposal: Proposal {
            id: row.get(0)?,
            document: row.get(1)?,
            change: Change::of(&change).ok_or_else(|| corrupt(&change))?,
            clause: row.get(3)?,
            reason: row.get(4)?,
            origin: Origin::of(&origin).ok_or_else(|| corrupt(&origin))?,
            state: ProposalState::of(&state).ok_or_else(|| corrupt(&state))?,
            decision: row.get(7)?,
            by: row.get(8)?,
            version: row.get(9)?,
        },
        proposed_at: row.get(10)?,
        proposed_by: row.get(11)?,
        decided_at: row.get(12)?,
        decided_by: row.get(13)?,
        unit: row.get(14)?,
    })
}

/// A proposal to be made.
#[derive(Debug, Clone)]
pub struct NewProposal {
    /// About this document.
    pub document: DocumentId,
    /// What should become of it.
    pub change: Change,
    /// Which part; empty for the whole.
    pub clause: String,
    /// Why.
    pub reason: String,
    /// Where it came from.
    pub origin: Origin,
    /// The later document that says so.
    pub by: Option<DocumentId>,
    /// For which unit.
    pub unit: Option<UnitId>,
}

/// Puts a proposal into the queue.
///
/// # Errors
/// [`StoreError::NotFound`] when there is no such document.
pub fn insert_proposal(tx: &mut Tx<'_>, new: &NewProposal) -> Result<ProposalId, StoreError> {
    let id: ProposalId = tx.new_id();
    let (at, by) = (tx.now(), if new.origin == Origin::Text { None } else { tx.actor() });
    tx.run(
        "INSERT INTO document_proposal (id, document_id, change, clause, reason, origin, state, decision, by_id,
             unit_id, proposed_at, proposed_by, decided_at, decided_by, version)
         VALUES ($1, $2, $3, $4, $5, $6, 'open', '', $7, $8, $9, $10, NULL, NULL, 0)",
        params![
            id,
            new.document,
            new.change.code(),
            new.clause,
            new.reason,
            new.origin.code(),
            new.by,
            new.unit,
            at,
            by
        ],
    )?;
    let owner = find_entry(tx, new.document)?.owner_unit;
    let detail = serde_json::json!({ "proposal": id, "change": new.change.code() });
    tx.record(Event::noted("documents.proposed", new.document, Some(owner)).with(detail))?;
    Ok(id)
}

/// The proposal with this id.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_proposal(tx: &mut Tx<'_>, id: ProposalId) -> Result<ProposalRow, StoreError> {
    tx.find(&format!("SELECT {COLUMNS} FROM document_proposal p WHERE p.id = $1"), params![id], read)
}

/// The proposals about a document, latest first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_proposals_about(tx: &mut Tx<'_>, document: DocumentId) -> Result<Vec<ProposalRow>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM document_proposal p WHERE p.document_id = $1 ORDER BY p.proposed_at DESC, p.id DESC"
    );
    tx.list(&sql, params![document], read)
}

/// The proposals of one state about documents that are seen, longest waiting first, each with its document.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_queue(
    tx: &mut Tx<'_>,
    sight: &Sight,
    state: ProposalState,
    (offset, limit): (i64, i64),
) -> Result<Vec<(ProposalRow, Document)>, StoreError> {
    let word = state.code().to_owned();
    let seen = sight.condition(4);
    let sql = format!(
        "SELECT {DOCUMENT}, {COLUMNS} FROM document_proposal p JOIN document d ON d.id = p.document_id
         WHERE p.state = $1 AND {seen} ORDER BY p.proposed_at, p.id LIMIT $2 OFFSET $3"
    );
    let mut values: Vec<&dyn Param> = vec![&word, &limit, &offset];
    values.extend(sight.values());
    let found = tx.list(&sql, &values, |row| Ok((row.get::<ProposalId>(25)?, read_document(row)?)))?;
    let mut queue = Vec::with_capacity(found.len());
    for (id, document) in found {
        queue.push((find_proposal(tx, id)?, document));
    }
    Ok(queue)
}

/// How many proposals of a state are about documents that are seen.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn count_queue(tx: &mut Tx<'_>, sight: &Sight, state: ProposalState) -> Result<i64, StoreError> {
    let word = state.code().to_owned();
    let mut values: Vec<&dyn Param> = vec![&word];
    values.extend(sight.values());
    let sql = format!(
        "SELECT COUNT(*) FROM document_proposal p JOIN document d ON d.id = p.document_id WHERE p.state = $1 AND {}",
        sight.condition(2)
    );
    tx.scalar(&sql, &values)
}

/// Saves a decision over the version that was read.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn save_proposal(tx: &mut Tx<'_>, proposal: &Proposal) -> Result<(), StoreError> {
    let (id, at, by) = (proposal.id, tx.now(), tx.actor());
    tx.run_one(
        "UPDATE document_proposal SET state = $3, decision = $4, by_id = $5, decided_at = $6, decided_by = $7,
             version = version + 1 WHERE id = $1 AND version = $2",
        params![id, proposal.version, proposal.state.code(), proposal.decision, proposal.by, at, by],
    )?;
    let owner = find_entry(tx, proposal.document)?.owner_unit;
    let detail = serde_json::json!({ "proposal": id, "state": proposal.state.code(), "decision": proposal.decision });
    tx.record(Event::noted("documents.proposal_decided", proposal.document, Some(owner)).with(detail))
}

/// Records what a document does with another from a day on, as a proposal carried out says.
///
/// # Errors
/// [`StoreError::NotFound`] when the document is gone.
pub fn insert_effect(
    tx: &mut Tx<'_>,
    proposal: &Proposal,
    by: DocumentId,
    effective_on: Day,
) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO document_effect (document_id, by_id, change, effective_on, proposal_id)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (document_id, by_id, change) DO UPDATE SET effective_on = EXCLUDED.effective_on",
        params![proposal.document, by, proposal.change.code(), effective_on, proposal.id],
    )?;
    let owner = find_entry(tx, proposal.document)?.owner_unit;
    if effective_on > tx.today() {
        // until then it holds; on that day somebody must say that it no longer does
        let body = serde_json::json!({ "document": proposal.document });
        jobs::enqueue_at(tx, EFFECT, &body, Instant::at(effective_on, 0, 0))?;
    }
    let detail = serde_json::json!({ "change": proposal.change.code(), "by": by, "from": effective_on.to_string() });
    tx.record(Event::noted("documents.validity_changed", proposal.document, Some(owner)).with(detail))
}

/// Records that a change decided earlier holds from today, so that what follows the events sees the document anew.
///
/// # Errors
/// [`StoreError::NotFound`] when the document is gone.
pub fn note_effect_began(tx: &mut Tx<'_>, document: DocumentId) -> Result<(), StoreError> {
    let owner = find_entry(tx, document)?.owner_unit;
    tx.record(Event::noted("documents.validity_began", document, Some(owner)))
}

/// What later documents did with a document, earliest first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_effects(tx: &mut Tx<'_>, document: DocumentId) -> Result<Vec<Effect>, StoreError> {
    let rows: Vec<(String, DocumentId, Day)> = tx.list(
        "SELECT change, by_id, effective_on FROM document_effect WHERE document_id = $1
         ORDER BY effective_on, by_id, change",
        params![document],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let mut effects = Vec::with_capacity(rows.len());
    for (change, by, effective_on) in rows {
        let change = Change::of(&change).ok_or_else(|| StoreError::corrupt("document_effect", &change))?;
        effects.push(Effect { change, by, by_called: find_entry(tx, by)?.called(), effective_on });
    }
    Ok(effects)
}

/// Whether these documents hold on a day; those of which nothing was decided are left out and hold.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_validities(
    tx: &mut Tx<'_>,
    documents: &[DocumentId],
    day: Day,
) -> Result<HashMap<DocumentId, Validity>, StoreError> {
    let mut changes: HashMap<DocumentId, Vec<(Change, Day)>> = HashMap::new();
    for part in documents.chunks(100) {
        let numbers = (1..=part.len()).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ");
        let sql =
            format!("SELECT document_id, change, effective_on FROM document_effect WHERE document_id IN ({numbers})");
        let values: Vec<&dyn Param> = part.iter().map(|id| id as &dyn Param).collect();
        for (id, change, from) in
            tx.list(&sql, &values, |row| Ok((row.get::<DocumentId>(0)?, row.get::<String>(1)?, row.get(2)?)))?
        {
            let change = Change::of(&change).ok_or_else(|| StoreError::corrupt("document_effect", &change))?;
            changes.entry(id).or_default().push((change, from));
        }
        // a text entered as amended says so too, whether or not a document was named that amends it
        let sql = format!(
            "SELECT document_id, from_day FROM document_edition
             WHERE number > 1 AND from_day IS NOT NULL AND document_id IN ({numbers})"
        );
        for (id, from) in tx.list(&sql, &values, |row| Ok((row.get::<DocumentId>(0)?, row.get(1)?)))? {
            changes.entry(id).or_default().push((Change::Amend, from));
        }
    }
    Ok(changes.into_iter().map(|(id, changes)| (id, Validity::on(day, changes))).collect())
}

/// Whether a document holds on a day.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn validity_on(tx: &mut Tx<'_>, document: DocumentId, day: Day) -> Result<Validity, StoreError> {
    Ok(list_validities(tx, &[document], day)?.remove(&document).unwrap_or_default())
}

/// What a registered document says in its text that it amends, supplements, replaces or repeals becomes a proposal: a
/// person decides whether it is so.
///
/// # Errors
/// [`StoreError::Driver`].
pub(super) fn propose_from_text(tx: &mut Tx<'_>, by: DocumentId) -> Result<(), StoreError> {
    let told: Vec<(DocumentId, String, String)> = tx.list(
        "SELECT c.cited_id, c.relation, MIN(c.text) FROM document_citation c JOIN document d ON d.id = c.document_id
         WHERE c.document_id = $1 AND c.cited_id IS NOT NULL AND d.state = 'registered'
           AND c.relation IN ('amends', 'supplements', 'replaces', 'repeals')
         GROUP BY c.cited_id, c.relation ORDER BY c.cited_id, c.relation",
        params![by],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    for (document, relation, text) in told {
        let Some(change) = Change::told_by(&relation) else { continue };
        let known: i64 = tx.scalar(
            "SELECT COUNT(*) FROM document_proposal WHERE document_id = $1 AND by_id = $2 AND change = $3",
            params![document, by, change.code()],
        )?;
        if known == 0 && document != by {
            let new = NewProposal {
                document,
                change,
                clause: String::new(),
                reason: text,
                origin: Origin::Text,
                by: Some(by),
                unit: None,
            };
            insert_proposal(tx, &new)?;
        }
    }
    Ok(())
}

/// The registered documents bearing this number that stand in the registers of the unit's line, its own among them, or
/// went to it; latest first.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_by_number(tx: &mut Tx<'_>, unit: UnitId, number: &str) -> Result<Vec<Document>, StoreError> {
    let key = number_key(number);
    let sql = format!(
        "SELECT {DOCUMENT} FROM document d WHERE d.number_key = $2 AND d.state = 'registered' AND $2 <> ''
           AND (d.owner_unit_id IN (SELECT a.ancestor_id FROM unit_ancestor a WHERE a.unit_id = $1)
                OR EXISTS (SELECT 1 FROM document_delivery v WHERE v.document_id = d.id AND v.unit_id = $1))
         ORDER BY COALESCE(d.issued_on, '') DESC, d.id DESC"
    );
    tx.list(&sql, params![unit, key], read_document)
}

/// What carrying out a change of one document by another depends on.
///
/// # Errors
/// [`StoreError::NotFound`] when a unit is gone.
pub fn carrying_facts(tx: &mut Tx<'_>, changed: &Document, by: &Document) -> Result<CarryingFacts, StoreError> {
    let line = match changed.issuer_unit {
        Some(unit) => units::store::list_line(tx, unit)?,
        None => Vec::new(),
    };
    let same_name = entry_is_by(&by.entry, &changed.entry.issuer_name);
    Ok(CarryingFacts {
        by: by.id,
        issuer: by.entry.issuer_name.clone(),
        issued_on: by.entry.issued_on,
        competence: Competence::of(by.issuer_unit, changed.issuer_unit, &line, same_name),
    })
}
