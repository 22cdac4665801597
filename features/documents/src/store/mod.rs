//! Documents to and from the database. Parts of a document, deliveries, lists and search stand in the modules below.
//! Published for reading by later features: `document(id, full_number, title, issued_on)`.

mod counted;
mod deliveries;
mod descent;
mod digests;
mod editions;
mod history;
mod listing;
mod numbers;
mod packets;
mod parts;
mod powers;
mod reviews;
mod same;
mod searching;
mod tasks;

use kernel::{DocumentId, Event, Fact, UnitId};
use pdf_signatures::Signature;
use platform::db::{Row, StoreError, Tx};
use platform::params;

use crate::domain::{
    Citation, Depth, Direction, Document, Entry, Identity, PacketHead, Section, Standing, State, Term, number_key,
};

pub use counted::{acknowledgement_rows, delivery_rows, list_acknowledgements_by_unit, list_deliveries_by_unit};
pub use deliveries::{
    DeliveryCounts, DeliveryFilter, DeliveryRow, Level, acknowledge, count_deliveries, counts_of, deliver,
    is_delivered_to, list_deliveries, list_levels, list_waiting, lookup_delivery, note_opened,
};
pub use descent::{AT_MOST, OpenMention, Step, decide_mention, list_above, list_descent, list_open_mentions};
pub use digests::{list_digests, save_digest};
pub use editions::{
    LapsedAcknowledgement, NewEdition, TURN, find_edition_text, insert_edition, list_editions, list_lapsed, turn,
};
pub use history::{HistoryLine, insert_origin, list_history, lookup_origin, note_packed, note_secret_refused};
pub use listing::{
    DocumentFilter, DocumentRow, Facet, SORT_KEYS, Sight, count, list_drafts, list_page, list_types, list_years,
};
pub use numbers::{
    ElsewhereRow, SequenceRow, insert_own_term, list_elsewhere, list_own_terms, list_sequences, list_terms_of,
    list_used_numbers, lookup_elsewhere, lookup_in_sequence, next_number, record_elsewhere, remove_elsewhere,
};
pub use packets::{
    AttachmentRow, add_from_packet, list_attachments, list_signatures, list_topmost_delivered, lookup_head,
};
pub use parts::{
    CitationRow, list_citations, list_issuers, list_recipients, list_sections, resolve_citations_of,
    resolve_citations_to,
};
pub use powers::{insert_power, list_powers, lookup_powers};
pub use reviews::{
    EFFECT, NewProposal, ProposalRow, carrying_facts, count_queue, find_proposal, insert_effect, insert_proposal,
    list_by_number, list_effects, list_proposals_about, list_queue, list_validities, note_effect_began, save_proposal,
    validity_on,
};
pub use same::{find_issuing_side, list_same, list_texts};
pub use searching::{list_branches_delivered_to, list_stamps, list_units_delivered_to, list_with_text};
pub use tasks::{list_decided_tasks, save_task};

platform::store_id!(crate::domain::ProposalId);

const COLUMNS: &str = "d.id, d.owner_unit_id, d.direction, d.issuer_unit_id, d.issuer_name, d.parent_body, d.type_code,
     d.type_name, d.number, d.symbol, d.full_number, d.term, d.issued_on, d.place, d.title, d.urgency,
     d.signing_authority, d.signer_position, d.signer_name, d.depth, d.file_name, d.file, d.state, d.created_at,
     d.version";

fn read(row: &Row<'_>) -> Result<Document, StoreError> {
    let state: String = row.get(22)?;
    Ok(Document {
        id: row.get(0)?,
        owner_unit: row.get(1)?,
        issuer_unit: row.get(3)?,
        entry: Entry {
            direction: Direction::of(&row.get::<String>(2)?),
            issuer_name: row.get(4)?,
            joint_issuers: Vec::new(),
            parent_body: row.get(5)?,
            type_code: row.get(6)?,
            type_name: row.get(7)?,
            number: row.get(8)?,
            symbol: row.get(9)?,
            full_number: row.get(10)?,
            term: row.get(11)?,
            issued_on: row.get(12)?,
            place: row.get(13)?,
            title: row.get(14)?,
            urgency: row.get(15)?,
            signing_authority: row.get(16)?,
            signer_position: row.get(17)?,
            signer_name: row.get(18)?,
            depth: Depth::of(&row.get::<String>(19)?),
            recipients: Vec::new(),
        },
        text: String::new(),
        file_name: row.get(20)?,
        file: row.get(21)?,
        state: state.parse().map_err(|word: String| StoreError::corrupt("document", word))?,
        created_at: row.get(23)?,
        version: row.get(24)?,
    })
}

/// The document with its text and recipients.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find(tx: &mut Tx<'_>, id: DocumentId) -> Result<Document, StoreError> {
    let mut document = find_entry(tx, id)?;
    document.text = find_text(tx, id)?;
    document.entry.recipients = list_recipients(tx, id)?;
    document.entry.joint_issuers = list_issuers(tx, id)?;
    Ok(document)
}

/// The text of a document alone.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_text(tx: &mut Tx<'_>, id: DocumentId) -> Result<String, StoreError> {
    tx.find("SELECT text FROM document_text WHERE document_id = $1", params![id], |row| row.get(0))
}

/// The document without its text and recipients: what a permission or a heading needs.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn find_entry(tx: &mut Tx<'_>, id: DocumentId) -> Result<Document, StoreError> {
    tx.find(&format!("SELECT {COLUMNS} FROM document d WHERE d.id = $1"), params![id], read)
}

/// The document that was read from this very content, in this register or among what was delivered to its unit.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn lookup_by_content(
    tx: &mut Tx<'_>,
    owner: UnitId,
    content_hash: &str,
) -> Result<Option<(DocumentId, State)>, StoreError> {
    tx.lookup(
        "SELECT d.id, d.state FROM document d WHERE d.content_hash = $2 AND (d.owner_unit_id = $1 OR EXISTS (
             SELECT 1 FROM document_delivery v WHERE v.document_id = d.id AND v.unit_id = $1))
         ORDER BY d.state DESC",
        params![owner, content_hash],
        |row| {
            let state: String = row.get(1)?;
            let state = state.parse().map_err(|word: String| StoreError::corrupt("document", word))?;
            Ok((row.get(0)?, state))
        },
    )
}

/// What stands under the identity, in this register or among what was delivered to its unit.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn lookup_standing(
    tx: &mut Tx<'_>,
    owner: UnitId,
    identity: Option<&Identity>,
    besides: DocumentId,
) -> Result<Option<Standing>, StoreError> {
    let Some(identity) = identity else {
        return Ok(None);
    };
    let found = tx.lookup(
        &format!(
            "SELECT {COLUMNS} FROM document d WHERE d.identity = $1 AND d.id <> $2 AND (d.owner_unit_id = $3 OR EXISTS (
                 SELECT 1 FROM document_delivery v WHERE v.document_id = d.id AND v.unit_id = $3))"
        ),
        params![identity.0, besides, owner],
        read,
    )?;
    Ok(found.map(|document| Standing {
        called: document.called(),
        title: document.entry.title,
        day: document.entry.issued_on,
    }))
}

/// The terms of committees.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_terms(tx: &mut Tx<'_>) -> Result<Vec<Term>, StoreError> {
    tx.list("SELECT series, name, starts_on FROM document_term ORDER BY series, starts_on DESC", &[], |row| {
        Ok(Term { series: row.get(0)?, name: row.get(1)?, starts_on: row.get(2)? })
    })
}

/// A document read from a file, before its check.
#[derive(Debug, Clone)]
pub struct NewDocument {
    /// The unit whose register it waits for.
    pub owner_unit: UnitId,
    /// What the text suggests.
    pub entry: Entry,
    /// The plain text.
    pub text: String,
    /// Its sections.
    pub sections: Vec<Section>,
    /// Its citations.
    pub citations: Vec<Citation>,
    /// The file's name; empty when pasted.
    pub file_name: String,
    /// The original's name in the store of files; empty when pasted.
    pub file: String,
    /// The hash of the content: the same content is not taken in twice by one register.
    pub content_hash: String,
    /// What came with it.
    pub came_with: CameWith,
}

/// What came in with a document besides its text.
#[derive(Debug, Clone, Default)]
pub struct CameWith {
    /// The digital signatures of the file.
    pub signatures: Vec<Signature>,
    /// What its packet said; none when it came as a file.
    pub head: Option<PacketHead>,
    /// Further files of the packet: name, and name in the store of files.
    pub attachments: Vec<(String, String)>,
    /// True when it is a scan a person says to have looked at.
    pub is_scan: bool,
}

/// Keeps a document that waits for its check and records it.
///
/// # Errors
/// [`StoreError::Taken`] when the register has this very content.
pub fn insert_parsed(tx: &mut Tx<'_>, new: &NewDocument) -> Result<DocumentId, StoreError> {
    let id: DocumentId = tx.new_id();
    let now = tx.now();
    tx.run(
        "INSERT INTO document (id, owner_unit_id, direction, issuer_unit_id, issuer_name, parent_body, type_code,
             type_name, number, symbol, full_number, number_key, term, identity, issued_on, place, title, folded,
             sort_key, urgency, signing_authority, signer_position, signer_name, depth, file_name, file, content_hash,
             state, created_at, version)
         VALUES ($1, $2, 'incoming', NULL, '', '', '', '', NULL, '', '', '', '', NULL, NULL, '', '', '', '', '', '', '',
             '', '', $3, $4, $5, 'parsed', $6, 0)",
        params![id, new.owner_unit, new.file_name, new.file, new.content_hash, now],
    )?;
    let folded = format!(" {} ", vietnamese::fold(&new.text));
    tx.run("INSERT INTO document_text (document_id, text, folded) VALUES ($1, $2, $3)", params![id, new.text, folded])?;
    parts::insert_sections(tx, id, &new.sections)?;
    parts::insert_citations(tx, id, &new.citations)?;
    write_entry(tx, id, 0, &new.entry, None, State::Parsed)?;
    packets::insert_signatures(tx, id, &new.came_with.signatures)?;
    packets::insert_attachments(tx, id, &new.came_with.attachments)?;
    let detail =
        if new.came_with.is_scan { serde_json::json!({ "scan_looked_at": true }) } else { serde_json::Value::Null };
    tx.record(Event::noted("documents.imported", id, Some(new.owner_unit)).with(detail))?;
    if let Some(head) = &new.came_with.head {
        packets::insert_head(tx, id, head)?;
        let detail = serde_json::json!({ "from": head.from_code, "left_out": head.left_out.len() });
        tx.record(Event::noted("documents.packet_imported", id, Some(new.owner_unit)).with(detail))?;
    }
    Ok(id)
}

/// Enters a checked document into the register, or corrects what stands there, over the version that was read.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile, [`StoreError::Taken`] when its identity was taken meanwhile.
pub fn register(
    tx: &mut Tx<'_>,
    document: &Document,
    entry: &Entry,
    issuer_unit: Option<UnitId>,
) -> Result<(), StoreError> {
    write_entry(tx, document.id, document.version, entry, issuer_unit, State::Registered)?;
    let unit = Some(document.owner_unit);
    let detail = serde_json::json!({ "number": entry.full_number, "title": entry.title });
    if document.state == State::Registered {
        return tx.record(Event::noted("documents.corrected", document.id, unit).with(detail));
    }
    resolve_citations_of(tx, document.id)?;
    tx.record(
        Event::noted("documents.registered", document.id, unit)
            .with(detail)
            .telling(Fact::DocumentRegistered(document.id)),
    )
}

fn write_entry(
    tx: &mut Tx<'_>,
    id: DocumentId,
    version: i64,
    entry: &Entry,
    issuer_unit: Option<UnitId>,
    state: State,
) -> Result<(), StoreError> {
    let is_registered = state == State::Registered;
    let identity = entry.identity().filter(|_| is_registered).map(|identity| identity.0);
    let sequence = if is_registered { numbers::sequence_of(tx, id, entry)? } else { None };
    let depth = entry.depth.map_or("", Depth::code);
    let (number_key, folded) = (number_key(&entry.full_number), folded(entry));
    let sort_key = vietnamese::collation_key(&entry.title);
    tx.run_one(
        "UPDATE document SET direction = $3, issuer_unit_id = $4, issuer_name = $5, parent_body = $6, type_code = $7,
             type_name = $8, number = $9, symbol = $10, full_number = $11, number_key = $12, term = $13, identity = $14,
             issued_on = $15, place = $16, title = $17, folded = $18, sort_key = $19, urgency = $20,
             signing_authority = $21, signer_position = $22, signer_name = $23, depth = $24, state = $25,
             sequence = $26, version = version + 1
         WHERE id = $1 AND version = $2",
        params![
            id,
            version,
            entry.direction.code(),
            issuer_unit,
            entry.issuer_name,
            entry.parent_body,
            entry.type_code,
            entry.type_name,
            entry.number,
            entry.symbol,
            entry.full_number,
            number_key,
            entry.term,
            identity,
            entry.issued_on,
            entry.place,
            entry.title,
            folded,
            sort_key,
            entry.urgency,
            entry.signing_authority,
            entry.signer_position,
            entry.signer_name,
            depth,
            state.code(),
            sequence.map(|sequence| sequence.key()).unwrap_or_default()
        ],
    )?;
    parts::save_issuers(tx, id, &entry.joint_issuers)?;
    parts::save_recipients(tx, id, &entry.recipients)
}

/// What a search without accents looks in: a space before each word, so that a word is met at its beginning.
fn folded(entry: &Entry) -> String {
    let number = entry.number.map(|n| n.to_string()).unwrap_or_default();
    let all = [
        entry.type_name.as_str(),
        "số",
        &number,
        &entry.full_number,
        &entry.title,
        &entry.issuer_name,
        &entry.signer_name,
    ];
    format!(" {} ", vietnamese::fold(&all.join(" ")))
}

/// Keeps what was typed of a document that still waits for its check, over the version that was read.
///
/// # Errors
/// [`StoreError::Stale`] when it changed meanwhile.
pub fn save_draft(tx: &mut Tx<'_>, document: &Document, entry: &Entry) -> Result<(), StoreError> {
    write_entry(tx, document.id, document.version, entry, None, State::Parsed)
}

/// Gives up a document that waits for its check: its rows go, and the names of its files are returned that no other
/// document has.
///
/// # Errors
/// [`StoreError::Stale`] when it was registered meanwhile.
pub fn discard(tx: &mut Tx<'_>, document: &Document) -> Result<Vec<String>, StoreError> {
    tx.run_one("DELETE FROM document WHERE id = $1 AND state = 'parsed'", params![document.id])?;
    for table in ["document_text", "document_section", "document_recipient", "document_citation", "document_issuer"] {
        tx.run(&format!("DELETE FROM {table} WHERE document_id = $1"), params![document.id])?;
    }
    tx.record(Event::noted("documents.discarded", document.id, Some(document.owner_unit)))?;
    let mut files = packets::remove_all(tx, document.id)?;
    files.push(document.file.clone());
    let mut unused = Vec::new();
    for file in files.into_iter().filter(|file| !file.is_empty()) {
        let others: i64 = tx.scalar(
            "SELECT (SELECT COUNT(*) FROM document WHERE file = $1)
                  + (SELECT COUNT(*) FROM document_attachment WHERE file = $1)",
            params![file],
        )?;
        if others == 0 && !unused.contains(&file) {
            unused.push(file);
        }
    }
    Ok(unused)
}
