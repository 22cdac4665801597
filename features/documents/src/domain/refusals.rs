//! Why an action on a document is refused, with stable codes. The words stand in `locales` under `refused-doc-NN`.

use edxml::NotAPacket;
use kernel::{Argument, Day, Reason};
use official_text::read::CannotRead;

use super::{Elsewhere, Power, in_words, name_of_type};

/// Every refusal code of this feature.
pub const REFUSALS: &[&str] = &[
    "DOC-01", "DOC-02", "DOC-03", "DOC-04", "DOC-05", "DOC-06", "DOC-07", "DOC-08", "DOC-09", "DOC-10", "DOC-11",
    "DOC-12", "DOC-13", "DOC-14", "DOC-15", "DOC-16", "DOC-17", "DOC-18", "DOC-19", "DOC-20", "DOC-21", "DOC-22",
    "DOC-23", "DOC-24", "DOC-25", "DOC-26", "DOC-27", "DOC-28", "DOC-29", "DOC-30", "DOC-31", "DOC-32", "DOC-33",
    "DOC-34", "DOC-35", "DOC-36",
];

/// What stands under an identity already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Type and number.
    pub called: String,
    /// Its title.
    pub title: String,
    /// Its day of issue.
    pub day: Option<Day>,
}

/// Why an entry cannot be registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotRegister {
    /// Issuer, type, number and term are those of another document (Hướng dẫn 05-HD/VPTW: a number runs per type
    /// within one committee term).
    NumberTaken(Standing),
    /// Numbers between the last one used and this one are not accounted for.
    NumbersMissing {
        /// The largest number used.
        last: i64,
        /// Those left out.
        missing: Vec<i64>,
    },
    /// The number was recorded as given elsewhere: to a secret, or struck out.
    NumberGoneElsewhere(Elsewhere),
    /// A regulation does not give this type to the issuer.
    NotEntitled(Power),
    /// The day of issue lies in another term: this one.
    OtherTerm(String),
}

impl Reason for CannotRegister {
    fn code(&self) -> &'static str {
        match self {
            CannotRegister::NumberTaken(_) => "DOC-01",
            CannotRegister::NumbersMissing { .. } => "DOC-08",
            CannotRegister::NumberGoneElsewhere(_) => "DOC-09",
            CannotRegister::NotEntitled(_) => "DOC-10",
            CannotRegister::OtherTerm(_) => "DOC-11",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            CannotRegister::NumberTaken(standing) => vec![
                ("called", standing.called.as_str().into()),
                ("title", standing.title.as_str().into()),
                ("day", standing.day.map_or_else(|| Argument::Text("—".into()), Into::into)),
            ],
            CannotRegister::NumbersMissing { last, missing } => {
                vec![("last", (*last).into()), ("missing", in_words(missing).into())]
            }
            CannotRegister::NumberGoneElsewhere(reason) => vec![("reason", reason.code().into())],
            CannotRegister::NotEntitled(power) => vec![
                ("body", power.body.as_str().into()),
                ("type", name_of_type(&power.type_code).to_lowercase().into()),
                ("regulation", power.regulation.as_str().into()),
            ],
            CannotRegister::OtherTerm(term) => vec![("term", term.as_str().into())],
        }
    }
}

/// Why a file is not taken in. None of these says anything of the content but the secrecy mark itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotImport {
    /// The text carries a mark of secrecy; by the Law on the Protection of State Secrets (117/2025/QH15) it must not be
    /// kept here.
    Secret(&'static str),
    /// No text can be read from it: a scan, a damaged file, one with a password. Without text its secrecy cannot be
    /// checked, so that nothing of it is kept.
    Unreadable(CannotRead),
    /// Neither a file nor text was given.
    NothingGiven,
    /// It calls itself an edXML packet and is none that can be read.
    BadPacket(NotAPacket),
    /// A packet without a file: there is no document in it.
    EmptyPacket,
    /// A scan nobody said to have looked at: a faint stamp is not recognised by a machine, so that a person answers for
    /// it before anything is kept.
    ScanNotLookedAt,
}

impl Reason for CannotImport {
    fn code(&self) -> &'static str {
        match self {
            CannotImport::Secret(_) => "DOC-02",
            CannotImport::Unreadable(_) => "DOC-03",
            CannotImport::NothingGiven => "DOC-04",
            CannotImport::BadPacket(_) => "DOC-30",
            CannotImport::EmptyPacket => "DOC-31",
            CannotImport::ScanNotLookedAt => "DOC-32",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            CannotImport::Secret(mark) => vec![("mark", (*mark).into())],
            CannotImport::Unreadable(why) => vec![("why", why.key().into())],
            CannotImport::BadPacket(why) => vec![("why", why.key().into()), ("about", why.about().into())],
            CannotImport::NothingGiven | CannotImport::EmptyPacket | CannotImport::ScanNotLookedAt => Vec::new(),
        }
    }
}

/// Why a document cannot be sent down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotSend {
    /// It waits for its check.
    NotRegistered,
    /// No unit is left to send it to: none was chosen, or all have it.
    NoUnits,
}

impl Reason for CannotSend {
    fn code(&self) -> &'static str {
        match self {
            CannotSend::NotRegistered => "DOC-05",
            CannotSend::NoUnits => "DOC-06",
        }
    }
}

/// Why a unit cannot acknowledge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotAcknowledge {
    /// The unit has done so.
    AlreadyAcknowledged,
}

impl Reason for CannotAcknowledge {
    fn code(&self) -> &'static str {
        "DOC-07"
    }
}

/// Why a number cannot be recorded as given elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotRecordNumber {
    /// A document of the register bears it.
    Borne(Standing),
    /// No such numbers: zero, the wrong way round, or more than five hundred at once.
    NoNumbers,
}

impl Reason for CannotRecordNumber {
    fn code(&self) -> &'static str {
        match self {
            CannotRecordNumber::Borne(_) => "DOC-12",
            CannotRecordNumber::NoNumbers => "DOC-13",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            CannotRecordNumber::Borne(standing) => vec![("called", standing.called.as_str().into())],
            CannotRecordNumber::NoNumbers => Vec::new(),
        }
    }
}
