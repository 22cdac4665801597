//! Why an action on a document is refused, with stable codes. The words stand in `locales` under `refused-doc-NN`.

use kernel::{Argument, Day, Reason};
use official_text::read::CannotRead;

/// Every refusal code of this feature.
pub const REFUSALS: &[&str] = &["DOC-01", "DOC-02", "DOC-03", "DOC-04", "DOC-05", "DOC-06", "DOC-07"];

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
}

impl Reason for CannotRegister {
    fn code(&self) -> &'static str {
        match self {
            CannotRegister::NumberTaken(_) => "DOC-01",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            CannotRegister::NumberTaken(standing) => vec![
                ("called", standing.called.as_str().into()),
                ("title", standing.title.as_str().into()),
                ("day", standing.day.map_or_else(|| Argument::Text("—".into()), Into::into)),
            ],
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
}

impl Reason for CannotImport {
    fn code(&self) -> &'static str {
        match self {
            CannotImport::Secret(_) => "DOC-02",
            CannotImport::Unreadable(_) => "DOC-03",
            CannotImport::NothingGiven => "DOC-04",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            CannotImport::Secret(mark) => vec![("mark", (*mark).into())],
            CannotImport::Unreadable(why) => vec![("why", why.key().into())],
            CannotImport::NothingGiven => Vec::new(),
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
