//! The check: the fields as they were read, each editable, beside the text with the places where they were found.
//! Saving registers the document; a registered one is corrected with the same page.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use kernel::{DocumentId, Refused};
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, FieldErrors, Form, While, go_to_saying, page_with};
use serde::Deserialize;

use super::marked::{Kind, Piece, cut, found_in};
use crate::check::{CannotEnter, register};
use crate::domain::{
    DOCUMENT_TYPES, Depth, Direction, Document, Entry, Recipient, Section, Shortness, State, full_number, name_of_type,
};
use crate::{permissions, store};

/// The form of the check, all as text.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct CheckForm {
    version: i64,
    direction: String,
    type_code: String,
    number: String,
    symbol: String,
    issued_on: String,
    term: String,
    title: String,
    issuer_name: String,
    joint_issuers: String,
    parent_body: String,
    place: String,
    urgency: String,
    depth: String,
    recipients: String,
    signing_authority: String,
    signer_position: String,
    signer_name: String,
}

impl CheckForm {
    fn of(document: &Document) -> Self {
        let entry = &document.entry;
        CheckForm {
            version: document.version,
            direction: entry.direction.code().to_owned(),
            type_code: entry.type_code.clone(),
            number: entry.number.map(|n| n.to_string()).unwrap_or_default(),
            symbol: entry.symbol.clone(),
            issued_on: entry.issued_on.map(|day| day.to_string()).unwrap_or_default(),
            term: entry.term.clone(),
            title: entry.title.clone(),
            issuer_name: entry.issuer_name.clone(),
            joint_issuers: entry.joint_issuers.join("\n"),
            parent_body: entry.parent_body.clone(),
            place: entry.place.clone(),
            urgency: entry.urgency.clone(),
            depth: entry.depth.map_or("", Depth::code).to_owned(),
            recipients: entry.recipient_lines(),
            signing_authority: entry.signing_authority.clone(),
            signer_position: entry.signer_position.clone(),
            signer_name: entry.signer_name.clone(),
        }
    }

    fn value(&self, field: &str) -> &str {
        match field {
            "direction" => &self.direction,
            "type_code" => &self.type_code,
            "number" => &self.number,
            "symbol" => &self.symbol,
            "issued_on" => &self.issued_on,
            "term" => &self.term,
            "title" => &self.title,
            "issuer_name" => &self.issuer_name,
            "joint_issuers" => &self.joint_issuers,
            "parent_body" => &self.parent_body,
            "place" => &self.place,
            "urgency" => &self.urgency,
            "depth" => &self.depth,
            "recipients" => &self.recipients,
            "signing_authority" => &self.signing_authority,
            "signer_position" => &self.signer_position,
            _ => &self.signer_name,
        }
    }

    /// The entry that was typed, over what stands there.
    fn entry(&self, before: &Entry) -> Result<Entry, FieldErrors> {
        let text = |typed: &str| vietnamese::nfc(typed.trim());
        let one_line = |typed: &str| text(typed).split_whitespace().collect::<Vec<_>>().join(" ");
        let mut errors = FieldErrors::default();
        let number: Option<i64> = self.number.trim().parse().ok().filter(|n| *n > 0);
        let issued_on = self.issued_on.trim().parse().ok();
        errors.add_if(!self.number.trim().is_empty() && number.is_none(), "number", "documents-error-number");
        errors.add_if(!self.issued_on.trim().is_empty() && issued_on.is_none(), "issued_on", "documents-error-day");
        for (field, key) in REQUIRED {
            errors.add_if(self.value(field).trim().is_empty(), field, key);
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let symbol = one_line(&self.symbol).replace(' ', "");
        let full_number = if number == before.number && symbol == before.symbol && !before.full_number.is_empty() {
            before.full_number.clone()
        } else {
            full_number(number, &symbol)
        };
        Ok(Entry {
            direction: Direction::of(&self.direction),
            issuer_name: one_line(&self.issuer_name),
            joint_issuers: text(&self.joint_issuers).lines().map(one_line).filter(|line| !line.is_empty()).collect(),
            parent_body: one_line(&self.parent_body),
            type_name: type_name(&self.type_code, before),
            type_code: self.type_code.trim().to_owned(),
            number,
            symbol,
            full_number,
            term: one_line(&self.term),
            issued_on,
            place: one_line(&self.place),
            title: one_line(&self.title),
            urgency: Entry::URGENCIES.iter().find(|u| **u == self.urgency).copied().unwrap_or_default().to_owned(),
            signing_authority: one_line(&self.signing_authority),
            signer_position: one_line(&self.signer_position),
            signer_name: one_line(&self.signer_name),
            depth: Depth::of(&self.depth),
            recipients: Recipient::from_lines(&text(&self.recipients)),
        })
    }
}

const REQUIRED: [(&str, &str); 5] = [
    ("type_code", "documents-error-type"),
    ("issued_on", "documents-error-day"),
    ("title", "documents-error-title"),
    ("issuer_name", "documents-error-issuer"),
    ("term", "documents-error-term"),
];

fn type_name(code: &str, before: &Entry) -> String {
    if code == before.type_code && !before.type_name.is_empty() {
        before.type_name.clone()
    } else {
        name_of_type(code).to_owned()
    }
}

/// How a field is typed.
enum Input {
    Line,
    Number,
    Day,
    Lines,
    Choice(Vec<(String, String)>),
    Suggested(Vec<String>),
}

struct Field {
    name: &'static str,
    input: Input,
    value: String,
    is_required: bool,
    is_found: bool,
    error: String,
}

impl Field {
    /// The field at whose place in the text this one is found too.
    fn place(&self) -> &'static str {
        place_of(self.name)
    }
}

/// Number and symbol are read as one, and the term follows from the day.
fn place_of(field: &'static str) -> &'static str {
    match field {
        "symbol" => "number",
        "term" => "issued_on",
        other => other,
    }
}

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
    sections: &'t [Section],
    pieces: Vec<Piece<'t>>,
}

pub(crate) async fn edit(who: Actor, Path(id): Path<DocumentId>) -> Answer {
    let seen = load(&who, id).await?;
    let form = CheckForm::of(&seen.document);
    check_page(&who, &seen, &form, &FieldErrors::default(), None)
}

pub(crate) async fn update(who: Actor, Path(id): Path<DocumentId>, Form(form): Form<CheckForm>) -> Answer {
    let seen = load(&who, id).await?;
    let entry = match form.entry(&seen.document.entry) {
        Ok(entry) => entry,
        Err(errors) => return check_page(&who, &seen, &form, &errors, None),
    };
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

pub(crate) async fn discard(who: Actor, Path(id): Path<DocumentId>) -> Answer {
    let asker = who.clone();
    let file = who
        .write(move |tx| {
            let document = store::find_entry(tx, id)?;
            asker.must(tx, permissions::REGISTER, document.owner_unit)?;
            Ok::<_, Failure>(store::discard(tx, &document)?)
        })
        .await?;
    if let Some(file) = file {
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
}

async fn load(who: &Actor, id: DocumentId) -> Result<Seen, Failure> {
    let asker = who.clone();
    who.read(move |tx| {
        let document = store::find(tx, id)?;
        asker.must(tx, permissions::REGISTER, document.owner_unit)?;
        let next = next_number(tx, &document)?;
        // read again rather than kept: here, where long work disturbs nobody
        let parsed = official_text::parse(&document.text);
        Ok(Seen {
            sections: store::list_sections(tx, id)?,
            terms: store::list_terms_of(tx, document.owner_unit)?.into_iter().map(|term| term.name).collect(),
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

const FIELDS: [&str; 17] = [
    "type_code",
    "number",
    "symbol",
    "issued_on",
    "title",
    "issuer_name",
    "joint_issuers",
    "parent_body",
    "place",
    "term",
    "direction",
    "urgency",
    "depth",
    "recipients",
    "signing_authority",
    "signer_position",
    "signer_name",
];

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
            input: input_of(&cx, name, seen, form),
            value: form.value(name).to_owned(),
            is_required: REQUIRED.iter().any(|(required, _)| *required == name),
            is_found: is_found(name),
            error: errors.at(&cx, name),
        })
        .collect();
    let found = i64::try_from(places.len()).unwrap_or_default();
    let places = places.iter().map(|(start, end, name)| (*start, *end, Kind::Found(name))).collect();
    let pieces = cut(&document.text, places, &seen.sections);
    let reasons = refused.map(|refused| cx.reasons(&refused.0)).unwrap_or_default();
    let is_wrong = !reasons.is_empty() || !errors.is_empty();
    let status = if is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = CheckPage {
        cx,
        document,
        version: form.version,
        fields,
        reasons,
        found,
        shortness: seen.shortness,
        next: seen.next,
        sections: &seen.sections,
        pieces,
    };
    page_with(status, &page)
}

fn input_of(cx: &Cx, name: &str, seen: &Seen, form: &CheckForm) -> Input {
    let none = || (String::new(), cx.t("documents-not-said"));
    match name {
        "number" => Input::Number,
        "issued_on" => Input::Day,
        "title" | "recipients" | "joint_issuers" => Input::Lines,
        "term" => Input::Suggested(seen.terms.clone()),
        "direction" => Input::Choice(
            [Direction::Incoming, Direction::Outgoing]
                .map(|d| (d.code().to_owned(), cx.word("documents-direction", d.code())))
                .to_vec(),
        ),
        "urgency" => {
            Input::Choice([none()].into_iter().chain(Entry::URGENCIES.map(|u| (u.to_owned(), u.to_owned()))).collect())
        }
        "depth" => Input::Choice(
            [none()]
                .into_iter()
                .chain(Depth::ALL.map(|d| (d.code().to_owned(), cx.word("documents-depth", d.code()))))
                .collect(),
        ),
        "type_code" => {
            let mut types: Vec<(String, String)> =
                DOCUMENT_TYPES.iter().map(|(code, name)| ((*code).to_owned(), (*name).to_owned())).collect();
            if !types.iter().any(|(code, _)| *code == form.type_code) {
                let name = match form.type_code.as_str() {
                    "" => cx.t("documents-choose"),
                    code => code.to_owned(),
                };
                types.insert(0, (form.type_code.clone(), name));
            }
            Input::Choice(types)
        }
        _ => Input::Line,
    }
}
