//! The parse in the shape the command line prints and the corpus scorer reads.

use serde_json::{Value, json};

use crate::document::{Citation, Document, Found, Section};

/// One JSON object for one document; absent fields are null.
pub fn to_score_json(id: &str, document: &Document) -> Value {
    let value = |field: &Option<Found>| field.as_ref().map(|found| found.value.clone());
    json!({
        "id": id,
        "number": value(&document.number),
        "symbol": value(&document.symbol),
        "full_number": value(&document.full_number),
        "type_code": value(&document.type_code),
        "type_name": value(&document.type_name),
        "issuing_body": value(&document.issuing_body),
        "parent_body": value(&document.parent_body),
        "place": value(&document.place),
        "date": value(&document.date),
        "title": value(&document.title),
        "signing_authority": value(&document.signing_authority),
        "signer_position": value(&document.signer_position),
        "signer_name": value(&document.signer_name),
        "urgency": value(&document.urgency),
        "recipients": document.recipients.iter().map(|recipient| &recipient.text).collect::<Vec<_>>(),
        "dissemination": document.dissemination.as_ref().map(|dissemination| &dissemination.depth),
        "sections": document.sections.iter().map(section).collect::<Vec<_>>(),
        "citations": document.citations.iter().map(citation).collect::<Vec<_>>(),
        "legal_basis": document.legal_basis.iter().map(|found| &found.value).collect::<Vec<_>>(),
    })
}

fn section(section: &Section) -> Value {
    json!({
        "label": section.label,
        "title": section.title,
        "depth": section.depth,
        "start": section.span.start,
        "end": section.span.end,
    })
}

fn citation(citation: &Citation) -> Value {
    json!({
        "text": citation.text,
        "type_code": citation.type_code,
        "number": citation.number,
        "year": citation.year,
        "symbol": citation.symbol,
        "name": citation.name,
        "date": citation.date,
        "issuing_body": citation.issuing_body,
        "relation": citation.relation,
        "start": citation.span.start,
        "end": citation.span.end,
    })
}
