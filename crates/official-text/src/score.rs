//! The parse as one JSON object: the shape the command line prints and the corpus scorer reads.
//! Values stand as plain texts under their names; where they were read from, in bytes of the
//! text, stands under `spans` and beside the parts of lists.

use serde_json::{Map, Value, json};

use crate::document::{Citation, Document, Found, Recipient, Section, Span, Task};

/// One JSON object for one document; absent fields are null.
///
/// ```
/// let document = official_text::parse("TỈNH ỦY HẢI ĐÔNG\n*\nSố 14-CT/TU\n\nCHỈ THỊ\nvề công tác báo cáo viên\n");
/// let json = official_text::to_score_json("ct14", &document);
/// assert_eq!(json["full_number"], "14-CT/TU");
/// assert_eq!(json["spans"]["type_code"], serde_json::json!([42, 53]));
/// assert!(json["date"].is_null());
/// ```
pub fn to_score_json(id: &str, document: &Document) -> Value {
    let mut object = Map::new();
    let mut spans = Map::new();
    object.insert("id".to_owned(), json!(id));
    for (name, field) in fields(document) {
        object.insert(name.to_owned(), json!(field.as_ref().map(|found| &found.value)));
        if let Some(found) = field {
            spans.insert(name.to_owned(), place(found.span));
        }
    }
    let dissemination = document.dissemination.as_ref();
    if let Some(sentence) = dissemination {
        spans.insert("dissemination".to_owned(), place(sentence.span));
    }
    let lists = json!({
        "addressees": document.addressees.iter().map(|found| &found.value).collect::<Vec<_>>(),
        "recipients": document.recipients.iter().map(|recipient| &recipient.text).collect::<Vec<_>>(),
        "recipient_parts": document.recipients.iter().map(recipient).collect::<Vec<_>>(),
        "dissemination": dissemination.map(|sentence| &sentence.depth),
        "dissemination_text": dissemination.map(|sentence| &sentence.text),
        "sections": document.sections.iter().map(section).collect::<Vec<_>>(),
        "citations": document.citations.iter().map(citation).collect::<Vec<_>>(),
        "legal_basis": document.legal_basis.iter().map(|found| &found.value).collect::<Vec<_>>(),
        "tasks": document.tasks.iter().map(task).collect::<Vec<_>>(),
    });
    if let Value::Object(lists) = lists {
        object.extend(lists);
    }
    for (name, list) in [("addressees", &document.addressees), ("legal_basis", &document.legal_basis)] {
        spans.insert(name.to_owned(), list.iter().map(|found| place(found.span)).collect());
    }
    object.insert("spans".to_owned(), Value::Object(spans));
    Value::Object(object)
}

fn fields(document: &Document) -> [(&'static str, &Option<Found>); 14] {
    [
        ("number", &document.number),
        ("symbol", &document.symbol),
        ("full_number", &document.full_number),
        ("type_code", &document.type_code),
        ("type_name", &document.type_name),
        ("issuing_body", &document.issuing_body),
        ("parent_body", &document.parent_body),
        ("place", &document.place),
        ("date", &document.date),
        ("title", &document.title),
        ("signing_authority", &document.signing_authority),
        ("signer_position", &document.signer_position),
        ("signer_name", &document.signer_name),
        ("urgency", &document.urgency),
    ]
}

fn place(span: Span) -> Value {
    json!([span.start, span.end])
}

fn recipient(recipient: &Recipient) -> Value {
    json!({
        "name": recipient.name,
        "purpose": recipient.purpose,
        "is_archive": recipient.is_archive,
        "start": recipient.span.start,
        "end": recipient.span.end,
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

fn task(task: &Task) -> Value {
    let found = |found: &Found| json!({"value": found.value, "start": found.span.start, "end": found.span.end});
    json!({
        "lead": found(&task.lead),
        "partners": task.partners.iter().map(found).collect::<Vec<_>>(),
        "work": found(&task.work),
        "deadline": task.deadline.as_ref().map(|deadline| {
            json!({"text": deadline.text, "day": deadline.day, "start": deadline.span.start, "end": deadline.span.end})
        }),
        "clause": task.clause,
        "start": task.span.start,
        "end": task.span.end,
    })
}
