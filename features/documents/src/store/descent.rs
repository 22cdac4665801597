//! What a document stands on and what follows from it, walked along the citations; and what a person decided of a
//! mention that could mean several documents.

use std::collections::HashMap;

use kernel::{DocumentId, Event};
use platform::db::{StoreError, Tx};
use platform::params;

use super::{COLUMNS as DOCUMENT, find_entry, read as read_document};
use crate::domain::Document;

/// A step from one document to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Who is met.
    pub document: Document,
    /// 0 for the beginning, negative for what is cited, positive for what cites.
    pub generation: i64,
    /// The relation of the citing to the cited.
    pub relation: String,
    /// The place in the list of the document that led here.
    pub from: usize,
}

/// How many generations are followed each way.
const GENERATIONS: i64 = 3;
/// How many documents a picture holds.
pub const AT_MOST: usize = 40;

/// The documents above and below one, nearest first, each once. `may_see` leaves out what the reader may not know.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn list_descent(
    tx: &mut Tx<'_>,
    root: DocumentId,
    mut may_see: impl FnMut(&mut Tx<'_>, &Document) -> Result<bool, StoreError>,
) -> Result<Vec<Step>, StoreError> {
    let first = find_entry(tx, root)?;
    let mut steps = vec![Step { document: first, generation: 0, relation: String::new(), from: 0 }];
    let mut known: HashMap<DocumentId, usize> = HashMap::from([(root, 0)]);
    for way in [-1, 1] {
        let mut at = 0;
        while at < steps.len() && steps.len() < AT_MOST {
            let (id, generation) = (steps[at].document.id, steps[at].generation);
            if generation * way >= 0 && generation.abs() < GENERATIONS {
                for (next, relation) in neighbours(tx, id, way)? {
                    if known.contains_key(&next) || steps.len() >= AT_MOST {
                        continue;
                    }
                    let document = find_entry(tx, next)?;
                    if may_see(tx, &document)? {
                        known.insert(next, steps.len());
                        steps.push(Step { document, generation: generation + way, relation, from: at });
                    }
                }
            }
            at += 1;
        }
    }
    Ok(steps)
}

/// Relations by which a document stands on another: it is issued on its ground, carries it out, or goes into its detail.
const STANDS_ON: &[&str] = &["based_on", "carries_out", "continues", "details", "guides"];

/// The documents one stands on, followed upward, nearest first, each once and so many at most.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_above(tx: &mut Tx<'_>, root: DocumentId, at_most: usize) -> Result<Vec<DocumentId>, StoreError> {
    let mut known = vec![root];
    let mut generation = known.clone();
    for _ in 0..GENERATIONS {
        let mut next = Vec::new();
        for id in generation {
            for (above, relation) in neighbours(tx, id, -1)? {
                if STANDS_ON.contains(&relation.as_str()) && !known.contains(&above) && known.len() <= at_most {
                    known.push(above);
                    next.push(above);
                }
            }
        }
        generation = next;
    }
    Ok(known.split_off(1))
}

/// What a document cites (-1), or what cites it (1); a mere mention is no descent.
fn neighbours(tx: &mut Tx<'_>, id: DocumentId, way: i64) -> Result<Vec<(DocumentId, String)>, StoreError> {
    let sql = if way < 0 {
        "SELECT c.cited_id, c.relation FROM document_citation c JOIN document d ON d.id = c.cited_id
         WHERE c.document_id = $1 AND c.relation <> 'mentions' GROUP BY c.cited_id, c.relation, d.issued_on
         ORDER BY d.issued_on, c.cited_id, c.relation"
    } else {
        "SELECT c.document_id, c.relation FROM document_citation c JOIN document d ON d.id = c.document_id
         WHERE c.cited_id = $1 AND c.relation <> 'mentions' AND d.state = 'registered'
         GROUP BY c.document_id, c.relation, d.issued_on ORDER BY d.issued_on, c.document_id, c.relation"
    };
    tx.list(sql, params![id], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// A mention that leads nowhere yet, with the documents it can mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenMention {
    /// Its place in the list of citations.
    pub position: i64,
    /// As written.
    pub text: String,
    /// What it says of the document.
    pub relation: String,
    /// Registered documents of the same number, or of the same type and number when the symbol is not written.
    pub candidates: Vec<Document>,
}

/// The mentions of a document that lead nowhere, each as written once.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_open_mentions(tx: &mut Tx<'_>, id: DocumentId) -> Result<Vec<OpenMention>, StoreError> {
    let rows: Vec<(i64, String, String, String, String, Option<i64>)> = tx.list(
        "SELECT MIN(position), text, MIN(relation), number_key, type_code, number FROM document_citation
         WHERE document_id = $1 AND cited_id IS NULL GROUP BY text, number_key, type_code, number
         ORDER BY MIN(position)",
        params![id],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?)),
    )?;
    let sql = format!(
        "SELECT {DOCUMENT} FROM document d JOIN document o ON o.id = $1
         JOIN unit_ancestor a ON a.unit_id = o.owner_unit_id AND a.ancestor_id = d.owner_unit_id
         WHERE d.state = 'registered' AND d.id <> $1
           AND (($2 <> '' AND d.number_key = $2) OR ($2 = '' AND d.type_code = $3 AND d.number = $4))
         ORDER BY COALESCE(d.issued_on, '') DESC, d.id LIMIT 12"
    );
    let mut open = Vec::with_capacity(rows.len());
    for (position, text, relation, key, type_code, number) in rows {
        let candidates = tx.list(&sql, params![id, key, type_code, number], read_document)?;
        open.push(OpenMention { position, text, relation, candidates });
    }
    Ok(open)
}

/// A person says which document a mention means; none when it means none of them. Every mention of the same words is
/// decided with it.
///
/// # Errors
/// [`StoreError::NotFound`] when there is no such mention.
pub fn decide_mention(
    tx: &mut Tx<'_>,
    id: DocumentId,
    position: i64,
    cited: Option<DocumentId>,
) -> Result<(), StoreError> {
    let text: String = tx.find(
        "SELECT text FROM document_citation WHERE document_id = $1 AND position = $2",
        params![id, position],
        |row| row.get(0),
    )?;
    let (at, by) = (tx.now(), tx.actor());
    tx.run(
        "UPDATE document_citation SET cited_id = $3, decided_at = $4, decided_by = $5
         WHERE document_id = $1 AND text = $2",
        params![id, text, cited, at, by],
    )?;
    let owner = find_entry(tx, id)?.owner_unit;
    let detail = serde_json::json!({ "text": text, "cited": cited });
    tx.record(Event::noted("documents.citation_decided", id, Some(owner)).with(detail))?;
    super::reviews::propose_from_text(tx, id)
}
