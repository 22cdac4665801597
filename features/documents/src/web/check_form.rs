//! The form of the check: its fields as text, how each is typed, what was chosen where packet and file disagree.

use platform::web::{Cx, FieldErrors};
use serde::Deserialize;

use crate::domain::{
    DOCUMENT_TYPES, Depth, Direction, Document, Entry, PacketHead, Recipient, full_number, name_of_type,
};

/// The form of the check, all as text.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct CheckForm {
    pub version: i64,
    /// Where packet and file disagree: `title=packet`, `title=file` or `title=typed`.
    pub choice: Vec<String>,
    /// `numbers` to record the numbers that are missing before this one first.
    pub then: String,
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
    /// As it stands in the register.
    pub fn of(document: &Document) -> Self {
        CheckForm { version: document.version, ..CheckForm::of_entry(&document.entry) }
    }

    /// Of an entry alone.
    pub fn of_entry(entry: &Entry) -> Self {
        CheckForm {
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
            ..CheckForm::default()
        }
    }

    /// A field by its name.
    pub fn value(&self, field: &str) -> &str {
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
    pub fn entry(&self, before: &Entry) -> Result<Entry, FieldErrors> {
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

pub(super) const REQUIRED: [(&str, &str); 5] = [
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

impl CheckForm {
    /// What was chosen for a field.
    pub fn chosen(&self, field: &str) -> &str {
        let choice = self.choice.iter().find_map(|choice| choice.strip_prefix(field)?.strip_prefix('='));
        choice.filter(|chosen| ["packet", "file", "typed"].contains(chosen)).unwrap_or_default()
    }

    /// Puts in what was chosen where packet and file disagree; a field nobody chose for is an error.
    pub fn settle(&mut self, head: &PacketHead, in_file: &CheckForm, errors: &mut FieldErrors) {
        for field in PacketHead::FIELDS.into_iter().filter(|field| head.disagrees(field, in_file.value(field))) {
            match self.chosen(field) {
                "packet" => self.set(field, head.value(field)),
                "file" => self.set(field, in_file.value(field)),
                "typed" => {}
                _ => errors.add(field, "documents-error-choose"),
            }
        }
    }

    fn set(&mut self, field: &str, value: &str) {
        let place = match field {
            "type_code" => &mut self.type_code,
            "number" => &mut self.number,
            "symbol" => &mut self.symbol,
            "issued_on" => &mut self.issued_on,
            "title" => &mut self.title,
            "issuer_name" => &mut self.issuer_name,
            "parent_body" => &mut self.parent_body,
            "place" => &mut self.place,
            "urgency" => &mut self.urgency,
            "recipients" => &mut self.recipients,
            "signing_authority" => &mut self.signing_authority,
            "signer_position" => &mut self.signer_position,
            _ => &mut self.signer_name,
        };
        value.clone_into(place);
    }
}

/// How a field is typed.
pub(super) enum Input {
    Line,
    Number,
    Day,
    Lines,
    Choice(Vec<(String, String)>),
    Suggested(Vec<String>),
}

pub(super) struct Field {
    pub name: &'static str,
    pub input: Input,
    pub value: String,
    pub is_required: bool,
    pub is_found: bool,
    pub error: String,
    /// What packet and file say, when they disagree, and what was chosen.
    pub dispute: Option<Dispute>,
    /// True when the packet said it and nothing speaks against it.
    pub is_of_packet: bool,
}

/// A field of which packet and file say different things.
pub(super) struct Dispute {
    /// What the packet says.
    pub packet: String,
    /// What the file says.
    pub file: String,
    /// `packet`, `file`, `typed` or nothing yet.
    pub chosen: String,
}

impl Field {
    /// The field at whose place in the text this one is found too.
    pub fn place(&self) -> &'static str {
        place_of(self.name)
    }
}

/// Number and symbol are read as one, and the term follows from the day.
pub(super) fn place_of(field: &'static str) -> &'static str {
    match field {
        "symbol" => "number",
        "term" => "issued_on",
        other => other,
    }
}

/// The fields in the order of the page.
pub(super) const FIELDS: [&str; 17] = [
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

/// How a field is typed, with the terms of the register to choose from.
pub(super) fn input_of(cx: &Cx, name: &str, terms: &[String], form: &CheckForm) -> Input {
    let none = || (String::new(), cx.t("documents-not-said"));
    match name {
        "number" => Input::Number,
        "issued_on" => Input::Day,
        "title" | "recipients" | "joint_issuers" => Input::Lines,
        "term" => Input::Suggested(terms.to_vec()),
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
