//! The check: the fields as they were read, each editable, beside the text with the places where they were found.
//! Saving registers the document; a registered one is corrected with the same page.

use askama::Template;
use axum::http::StatusCode;
use kernel::{Argument, Day, DocumentId, Refused};
use pdf_signatures::Signature;
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, FieldErrors, Form, Path, While, go_to, go_to_saying, page_with};
use serde::Deserialize;

use super::check_form::{CheckForm, Dispute, FIELDS, Field, Input, REQUIRED, input_of, place_of};
use super::marked::{Kind, Piece, cut, found_in};
use crate::check::{CannotEnter, register};
use crate::domain::{Direction, Document, Entry, PacketHead, Section, Shortness, State, missing_before, name_of_type};
use crate::store::AttachmentRow;
use crate::{permissions, store};

#[derive(Template)]
#[template(path = "documents/check.html")]
struct CheckPage<'t> {
    cx: Cx,
    document: &'t Document,
    version: i64,
    fields: Vec<Field>,
    reasons: String,
    found: i64,
    shortness: Shortness,
    next: Option<i64>,
    gap: String,
    head: Option<&'t PacketHead>,
    disputes: usize,
    attachments: &'t [AttachmentRow],
    signatures: &'t [Signature],
    sections: &'t [Section],
    pieces: Vec<Piece<'t>>,
}

pub(crate) async fn edit(who: Actor, Path(id): Path<DocumentId>) -> Answer {
    let seen = load(&who, id).await?;
    let form = CheckForm::of(&seen.document);
    check_page(&who, &seen, &form, &FieldErrors::default(), None)
}

pub(crate) async fn update(who: Actor, Path(id): Path<DocumentId>, Form(mut form): Form<CheckForm>) -> Answer {
    let seen = load(&who, id).await?;
    let mut errors = FieldErrors::default();
    if let (Some(head), State::Parsed) = (&seen.head, seen.document.state) {
        form.settle(head, &seen.in_file, &mut errors);
    }
    let entry = match form.entry(&seen.document.entry) {
        Ok(entry) if errors.is_empty() => entry,
        Ok(_) => return check_page(&who, &seen, &form, &errors, None),
        Err(errors) => return check_page(&who, &seen, &form, &errors, None),
    };
    if form.then == "numbers" && seen.document.state == State::Parsed {
        return to_numbers(&who, id, form.version, entry).await;
    }
    let (asker, version) = (who.clone(), form.version);
    let saved = who
        .write(move |tx| {
            let document = store::find(tx, id)?;
            asker.must(tx, permissions::REGISTER, document.owner_unit)?;
            Ok::<_, Failure>(match register(tx, &Document { version, ..document }, &entry) {
                Err(CannotEnter::Refused(refused)) => Err(refused),
                done => Ok(done?),
            })
        })
        .await?;
    match saved {
        Err(refused) => check_page(&who, &seen, &form, &FieldErrors::default(), Some(refused)),
        Ok(()) if seen.document.state == State::Registered => {
            go_to_saying(format!("/documents/{id}"), "documents-corrected-saved")
        }
        Ok(()) => go_to_saying(format!("/documents/{id}"), "documents-registered-saved"),
    }
}

/// Keeps what was typed and leads to the page where the numbers left out before this one are recorded; from there the
/// way leads back here.
async fn to_numbers(who: &Actor, id: DocumentId, version: i64, entry: Entry) -> Answer {
    let asker = who.clone();
    let query = who
        .write(move |tx| {
            let document = store::find(tx, id)?;
            asker.must(tx, permissions::REGISTER, document.owner_unit)?;
            let owner = units::store::find(tx, document.owner_unit)?;
            store::save_draft(tx, &Document { version, ..document }, &entry)?;
            let mut query = vec![("unit", owner.id.to_string()), ("back", id.to_string())];
            if let (Some(sequence), Some(number)) = (entry.sequence([&owner.name, &owner.short_name]), entry.number) {
                let missing = missing_before(number, &store::list_used_numbers(tx, owner.id, &sequence, Some(id))?);
                query.extend([("type_code", sequence.type_code), ("term", sequence.term)]);
                if let (Some(first), Some(last)) = (missing.first(), missing.last()) {
                    query.extend([("first", first.to_string()), ("last", last.to_string())]);
                }
            }
            Ok::<_, Failure>(query)
        })
        .await?;
    let query = serde_html_form::to_string(&query).while_doing("writing the address")?;
    go_to(format!("/documents/numbers?{query}"))
}

/// A form that says nothing but that it was sent from the page.
#[derive(Debug, Deserialize)]
pub(crate) struct Nothing {}

pub(crate) async fn discard(who: Actor, Path(id): Path<DocumentId>, Form(_): Form<Nothing>) -> Answer {
    let asker = who.clone();
    let files = who
        .write(move |tx| {
            let document = store::find_entry(tx, id)?;
            asker.must(tx, permissions::REGISTER, document.owner_unit)?;
            Ok::<_, Failure>(store::discard(tx, &document)?)
        })
        .await?;
    for file in files {
        who.app().files.remove(&file).while_doing("removing the file")?;
    }
    go_to_saying("/documents/import", "documents-discarded-saved")
}

/// What the page shows besides the form.
struct Seen {
    document: Document,
    sections: Vec<Section>,
    terms: Vec<String>,
    next: Option<i64>,
    shortness: Shortness,
    places: Vec<(usize, usize, &'static str)>,
    head: Option<PacketHead>,
    /// What the file alone says.
    in_file: CheckForm,
    attachments: Vec<AttachmentRow>,
    signatures: Vec<Signature>,
}

async fn load(who: &Actor, id: DocumentId) -> Result<Seen, Failure> {
    let asker = who.clone();
    who.read(move |tx| {
        let document = store::find(tx, id)?;
        asker.must(tx, permissions::REGISTER, document.owner_unit)?;
        let next = next_number(tx, &document)?;
        // read again rather than kept: here, where long work disturbs nobody
        let parsed = official_text::parse(&document.text);
        let terms = store::list_terms_of(tx, document.owner_unit)?;
        Ok(Seen {
            sections: store::list_sections(tx, id)?,
            head: store::lookup_head(tx, id)?,
            in_file: CheckForm::of_entry(&Entry::suggested(&parsed, "", &terms)),
            attachments: store::list_attachments(tx, id)?,
            signatures: store::list_signatures(tx, id)?,
            terms: terms.into_iter().map(|term| term.name).collect(),
            next,
            places: found_in(&parsed),
            shortness: Shortness::of(&document.text, &parsed),
            document,
        })
    })
    .await
}

/// For a document of one's own the next free number, when it has none yet.
fn next_number(tx: &mut Tx<'_>, document: &Document) -> Result<Option<i64>, Failure> {
    let entry = &document.entry;
    if entry.direction == Direction::Outgoing && entry.number.is_none() && !entry.type_code.is_empty() {
        return Ok(Some(store::next_number(tx, document.owner_unit, entry.numbered_as(), &entry.term)?));
    }
    Ok(None)
}

fn check_page(who: &Actor, seen: &Seen, form: &CheckForm, errors: &FieldErrors, refused: Option<Refused>) -> Answer {
    let document = &seen.document;
    let is_registered = document.state == State::Registered;
    let cx = who.cx(if is_registered { "documents-correct" } else { "documents-check" });
    let places = &seen.places;
    let is_found = |name: &'static str| places.iter().any(|(_, _, found)| *found == place_of(name));
    let fields: Vec<Field> = FIELDS
        .into_iter()
        .map(|name| Field {
            name,
            input: input_of(&cx, name, &seen.terms, form),
            dispute: dispute(seen, form, name),
            is_of_packet: is_of_packet(seen, form, name),
            value: form.value(name).to_owned(),
            is_required: REQUIRED.iter().any(|(required, _)| *required == name),
            is_found: is_found(name),
            error: errors.at(&cx, name),
        })
        .collect();
    let found = i64::try_from(places.len()).unwrap_or_default();
    let places = places.iter().map(|(start, end, name)| (*start, *end, Kind::Found(name))).collect();
    let pieces = cut(&document.text, places, &seen.sections);
    let reasons = refused.as_ref().map(|refused| cx.reasons(&refused.0)).unwrap_or_default();
    let gap = refused.as_ref().filter(|_| !is_registered).map(missing_in).unwrap_or_default();
    let is_wrong = !reasons.is_empty() || !errors.is_empty();
    let status = if is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = CheckPage {
        disputes: fields.iter().filter(|field| field.dispute.is_some()).count(),
        cx,
        document,
        version: form.version,
        fields,
        reasons,
        found,
        shortness: seen.shortness,
        next: seen.next,
        gap,
        head: seen.head.as_ref(),
        attachments: &seen.attachments,
        signatures: &seen.signatures,
        sections: &seen.sections,
        pieces,
    };
    page_with(status, &page)
}

/// The numbers a refusal calls missing; empty when it is another.
fn missing_in(refused: &Refused) -> String {
    let told = refused.0.iter().find(|told| told.code == "DOC-08");
    let missing = told.and_then(|told| told.arguments.iter().find(|(name, _)| *name == "missing"));
    match missing {
        Some((_, Argument::Text(numbers))) => numbers.clone(),
        _ => String::new(),
    }
}

/// What packet and file say of a field of a draft, when they disagree.
fn dispute(seen: &Seen, form: &CheckForm, name: &str) -> Option<Dispute> {
    let head = seen.head.as_ref().filter(|_| seen.document.state == State::Parsed)?;
    let in_file = seen.in_file.value(name);
    head.disagrees(name, in_file).then(|| Dispute {
        packet: shown(name, head.value(name)),
        file: shown(name, in_file),
        chosen: form.chosen(name).to_owned(),
    })
}

fn shown(field: &str, value: &str) -> String {
    match field {
        "type_code" => name_of_type(value).to_owned(),
        "issued_on" => value.parse::<Day>().map_or_else(|_| value.to_owned(), |day| day.shown()),
        _ => value.replace('\n', "; "),
    }
}

fn is_of_packet(seen: &Seen, form: &CheckForm, name: &str) -> bool {
    let value = seen.head.as_ref().map(|head| head.value(name)).unwrap_or_default();
    !value.is_empty() && value == form.value(name)
}
