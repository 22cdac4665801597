//! A document on its way between installations as an edXML packet (QCVN 102:2016/BTTTT): what the head of a packet that
//! came in says beside the attached file, and what goes into one that is sent out.

use edxml::{Attachment, Organ, Packet, Priority};
use kernel::{Argument, Day, Reason, Verdict};
use serde::{Deserialize, Serialize};

use super::entry::{entry_is_by, urgency_of};
use super::{Direction, Document, Entry, Recipient, State, Term, full_number, name_of_type, term_of, type_called};

/// Letters of a field of a packet that are taken.
const LONGEST: usize = 500;

/// What the head of a packet says of the document it carried. Kept beside the document, so that whoever checks it sees
/// where a value came from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PacketHead {
    /// The sender's code.
    pub from_code: String,
    /// The sender.
    pub issuer_name: String,
    /// The office above it.
    pub parent_body: String,
    /// The sender's own id of the document.
    pub sender_id: String,
    /// The number, as sent.
    pub number: String,
    /// What follows it.
    pub symbol: String,
    /// Where it was signed.
    pub place: String,
    /// When (yyyy-mm-dd).
    pub issued_on: String,
    /// The name of the type.
    pub type_name: String,
    /// The trích yếu.
    pub title: String,
    /// KHẨN, THƯỢNG KHẨN, HỎA TỐC or empty.
    pub urgency: String,
    /// T/M, K/T, T/L line.
    pub signing_authority: String,
    /// Chức vụ.
    pub signer_position: String,
    /// Họ tên.
    pub signer_name: String,
    /// Nơi nhận, a line each.
    pub recipients: String,
    /// When an answer is due (yyyy-mm-dd).
    pub due_on: String,
    /// Attached files that were not kept, because they cannot be read and so not be looked at for a mark of secrecy.
    pub left_out: Vec<String>,
}

/// What a packet brought of a document that is in the register already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// Nothing that is not there.
    Nothing,
    /// Its head, or files beside the document.
    Something,
}

impl PacketHead {
    /// The fields of the register a packet may say something about.
    pub const FIELDS: [&'static str; 13] = [
        "type_code",
        "number",
        "symbol",
        "issued_on",
        "title",
        "issuer_name",
        "parent_body",
        "place",
        "urgency",
        "recipients",
        "signing_authority",
        "signer_position",
        "signer_name",
    ];

    /// Of a packet that was read.
    #[must_use]
    pub fn of(packet: &Packet) -> Self {
        let plain = |text: &str| {
            text.split(|c: char| c.is_whitespace() || c.is_control())
                .filter(|w| !w.is_empty())
                .collect::<Vec<_>>()
                .join(" ")
        };
        let line = |text: &str| plain(&vietnamese::nfc(text)).chars().take(LONGEST).collect::<String>();
        let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
        PacketHead {
            from_code: line(&packet.from.id),
            issuer_name: line(&packet.from.name),
            parent_body: line(&packet.from.superior),
            sender_id: line(&packet.document_id),
            number: packet.number.trim().parse::<i64>().map_or_else(|_| line(&packet.number), |n| n.to_string()),
            symbol: line(&packet.notation).replace(' ', ""),
            place: line(&packet.place),
            issued_on: day(packet.date),
            type_name: line(&packet.type_name),
            title: line(&packet.subject),
            urgency: urgency_in_words(packet.priority).to_owned(),
            signing_authority: line(&packet.competence),
            signer_position: line(&packet.position),
            signer_name: line(&packet.signer),
            recipients: packet.places.iter().map(|place| line(place)).collect::<Vec<_>>().join("\n"),
            due_on: day(packet.due_on),
            left_out: Vec::new(),
        }
    }

    /// What it says of a field, as the form writes it; empty when it says nothing.
    #[must_use]
    pub fn value(&self, field: &str) -> &str {
        match field {
            "type_code" => type_called(&self.type_name).unwrap_or_default(),
            "number" if self.number.parse::<i64>().is_ok_and(|number| number > 0) => &self.number,
            "symbol" => &self.symbol,
            "issued_on" => &self.issued_on,
            "title" => &self.title,
            "issuer_name" => &self.issuer_name,
            "parent_body" => &self.parent_body,
            "place" => &self.place,
            "urgency" => &self.urgency,
            "recipients" => &self.recipients,
            "signing_authority" => &self.signing_authority,
            "signer_position" => &self.signer_position,
            "signer_name" => &self.signer_name,
            _ => "",
        }
    }

    /// True when packet and file both say something of a field, and not the same.
    #[must_use]
    pub fn disagrees(&self, field: &str, in_file: &str) -> bool {
        let own = self.value(field);
        let alike = match field {
            "recipients" => Recipient::from_lines(own) == Recipient::from_lines(in_file),
            // «QĐ» and «QĐi» are different types
            "type_code" => own == in_file,
            _ => vietnamese::fold(own) == vietnamese::fold(in_file),
        };
        !own.is_empty() && !in_file.trim().is_empty() && !alike
    }
}

impl Entry {
    /// The entry as the file suggests it, with what the packet says in the place of it: the register of this unit, these
    /// terms.
    #[must_use]
    pub fn with_packet(self, head: &PacketHead, owner_name: &str, terms: &[Term]) -> Self {
        let said = |field: &str, own: &str| match head.value(field) {
            "" => own.to_owned(),
            value => value.to_owned(),
        };
        let type_code = said("type_code", &self.type_code);
        let number = head.value("number").parse().ok().or(self.number);
        let symbol = said("symbol", &self.symbol);
        let is_same = number == self.number && symbol == self.symbol && !self.full_number.is_empty();
        let mut entry = Entry {
            type_name: if type_code == self.type_code {
                self.type_name.clone()
            } else {
                name_of_type(&type_code).into()
            },
            type_code,
            number,
            full_number: if is_same { self.full_number.clone() } else { full_number(number, &symbol) },
            symbol,
            issued_on: head.issued_on.parse().ok().or(self.issued_on),
            title: said("title", &self.title),
            issuer_name: said("issuer_name", &self.issuer_name),
            parent_body: said("parent_body", &self.parent_body),
            place: said("place", &self.place),
            urgency: said("urgency", &self.urgency),
            signing_authority: said("signing_authority", &self.signing_authority),
            signer_position: said("signer_position", &self.signer_position),
            signer_name: said("signer_name", &self.signer_name),
            recipients: match head.recipients.as_str() {
                "" => self.recipients.clone(),
                lines => Recipient::from_lines(lines),
            },
            ..self
        };
        entry.direction = if entry_is_by(&entry, owner_name) { Direction::Outgoing } else { Direction::Incoming };
        if let Some(day) = entry.issued_on {
            entry.term = term_of(&entry, terms, day);
        }
        entry
    }
}

/// An office a packet goes to: its code and its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addressee {
    /// The code; empty when it was not typed.
    pub code: String,
    /// The name.
    pub name: String,
}

impl Addressee {
    /// A unit of the tree.
    #[must_use]
    pub fn of(unit: &units::domain::Unit) -> Self {
        Addressee { code: unit.exchange_code().to_owned(), name: unit.name.clone() }
    }

    /// One a line, the code first: «000.00.12.H99 Đảng ủy xã An Lạc».
    #[must_use]
    pub fn from_lines(text: &str) -> Vec<Self> {
        text.lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(|line| {
                let (code, name) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
                Addressee { code: code.to_owned(), name: vietnamese::nfc(name.trim()) }
            })
            .collect()
    }

    /// As [`Addressee::from_lines`] reads it.
    #[must_use]
    pub fn line(&self) -> String {
        format!("{} {}", self.code, self.name)
    }

    fn is_whole(&self) -> bool {
        let is_code_letter = |letter: char| letter.is_numeric() || letter.is_uppercase() || ".-_".contains(letter);
        self.code.len() <= 35 && self.code.chars().all(is_code_letter) && !self.name.is_empty()
    }
}

/// Why a document cannot go out as a packet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotPack {
    /// It waits for its check.
    NotRegistered,
    /// It has no number or no symbol, without which the standard knows no packet.
    NoNumber,
    /// Nobody to send it to.
    NoAddressee,
    /// A line that is not a code and a name.
    AddresseeUnclear(String),
}

impl Reason for CannotPack {
    fn code(&self) -> &'static str {
        match self {
            CannotPack::NotRegistered => "DOC-33",
            CannotPack::NoNumber => "DOC-34",
            CannotPack::NoAddressee => "DOC-35",
            CannotPack::AddresseeUnclear(_) => "DOC-36",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            CannotPack::AddresseeUnclear(line) => vec![("line", line.as_str().into())],
            _ => Vec::new(),
        }
    }
}

/// May the document go out as a packet to these?
pub fn may_pack(document: &Document, to: &[Addressee]) -> Verdict<CannotPack> {
    let entry = &document.entry;
    let unclear = to.iter().find(|one| !one.is_whole());
    Verdict::default()
        .refuse_if(document.state != State::Registered, CannotPack::NotRegistered)
        .refuse_if(entry.number.is_none() || entry.symbol.is_empty(), CannotPack::NoNumber)
        .refuse_if(to.is_empty(), CannotPack::NoAddressee)
        .refuse_if(unclear.is_some(), CannotPack::AddresseeUnclear(unclear.map(Addressee::line).unwrap_or_default()))
}

/// The packet of a document: from this office to these, with these files.
#[must_use]
pub fn packed(document: &Document, from_code: &str, to: &[Addressee], files: Vec<Attachment>) -> Packet {
    let entry = &document.entry;
    let from = Organ { superior: entry.parent_body.clone(), ..Organ::new(from_code, entry.issuer_name.clone()) };
    Packet {
        from,
        to: to.iter().map(|one| Organ::new(one.code.clone(), one.name.clone())).collect(),
        document_id: document.id.to_string(),
        number: entry.number.map(|number| format!("{number:02}")).unwrap_or_default(),
        notation: entry.symbol.clone(),
        place: entry.place.clone(),
        date: entry.issued_on.map(|Day(date)| date),
        type_name: entry.type_name.clone(),
        subject: entry.title.clone(),
        competence: entry.signing_authority.clone(),
        position: entry.signer_position.clone(),
        signer: entry.signer_name.clone(),
        places: entry.recipient_lines().lines().map(str::to_owned).collect(),
        priority: priority_of(&entry.urgency),
        files,
        ..Packet::default()
    }
}

fn urgency_in_words(priority: Priority) -> &'static str {
    match priority.digit() {
        0 => "",
        digit => Entry::URGENCIES[digit - 1],
    }
}

fn priority_of(urgency: &str) -> Priority {
    let known = Entry::URGENCIES.iter().position(|one| *one == urgency_of(urgency));
    Priority::of_digit(known.map_or(0, |place| place + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head() -> PacketHead {
        PacketHead {
            number: "6".into(),
            symbol: "NQ/TU".into(),
            issued_on: "2026-08-12".into(),
            type_name: "NGHỊ QUYẾT".into(),
            title: "Phát triển kinh tế biển".into(),
            issuer_name: "Tỉnh ủy Nam Hải".into(),
            ..PacketHead::default()
        }
    }

    #[test]
    fn what_the_packet_says_stands_before_what_the_file_says() {
        let read =
            Entry { number: Some(5), title: "về kinh tế".into(), place: "Nam Hải".into(), ..Entry::default() };
        let terms = [Term {
            series: "local".into(),
            name: "nhiệm kỳ 2025–2030".into(),
            starts_on: "2025-07-01".parse().unwrap(),
        }];
        let entry = read.with_packet(&head(), "Tỉnh ủy Nam Hải", &terms);
        assert_eq!((entry.number, entry.full_number.as_str()), (Some(6), "06-NQ/TU"));
        assert_eq!((entry.type_code.as_str(), entry.type_name.as_str()), ("NQ", "Nghị quyết"));
        assert_eq!((entry.title.as_str(), entry.place.as_str()), ("Phát triển kinh tế biển", "Nam Hải"));
        assert_eq!((entry.direction, entry.term.as_str()), (Direction::Outgoing, "nhiệm kỳ 2025–2030"));
    }

    #[test]
    fn only_what_both_say_differently_is_a_disagreement() {
        assert!(head().disagrees("title", "về kinh tế"));
        assert!(!head().disagrees("title", "PHÁT TRIỂN KINH TẾ BIỂN"));
        assert!(!head().disagrees("title", ""));
        assert!(!head().disagrees("place", "Nam Hải"));
        assert!(head().disagrees("type_code", "QĐ"));
    }

    #[test]
    fn addressees_are_typed_one_a_line() {
        let read = Addressee::from_lines("000.00.12.H99  Đảng ủy xã An Lạc\n\nX02 Đảng ủy phường");
        assert_eq!(read.len(), 2);
        assert_eq!(Addressee::from_lines(&read[0].line()), read[..1]);
        assert!(read.iter().all(Addressee::is_whole));
        assert!(!Addressee::from_lines("Đảng ủy xã")[0].is_whole());
    }

    #[test]
    fn urgency_survives_the_way() {
        for urgency in Entry::URGENCIES {
            assert_eq!(urgency_in_words(priority_of(urgency)), urgency);
        }
        assert_eq!(urgency_in_words(priority_of("")), "");
    }
}
