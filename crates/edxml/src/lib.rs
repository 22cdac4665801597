//! The packet in which Vietnamese offices exchange electronic documents: edXML of QCVN 102:2016/BTTTT with amendment
//! 1:2022 (Thông tư 01/2022/TT-BTTTT). A packet carries what the head of the document says and the files themselves.
//!
//! Belongs here: the packet as data, written to and read from XML. Does not belong here: sending it (the exchange axis
//! of the State, or a stick between closed networks), signatures (kept inside the files), the register.
//!
//! ```
//! use edxml::{Attachment, Organ, Packet};
//!
//! let packet = Packet {
//!     from: Organ::new("000.00.01.H99", "Tỉnh ủy Lĩnh Giang"),
//!     to: vec![Organ::new("000.00.12.H99", "Đảng ủy xã An Lạc")],
//!     document_id: "01".into(),
//!     number: "06".into(),
//!     notation: "NQ/TU".into(),
//!     subject: "Phát triển kinh tế biển".into(),
//!     files: vec![Attachment::new("06-NQ-TU.txt", "text/plain", b"xin chao".to_vec())],
//!     ..Packet::default()
//! };
//! let file = edxml::write(&packet)?;
//! assert_eq!(edxml::read(&file)?, packet);
//! # Ok::<(), edxml::NotAPacket>(())
//! ```

mod read;
mod write;

use jiff::civil::Date;

pub use read::{MOST_BYTES, is_likely, read, short_texts};
pub use write::write;

/// The namespace of the standard.
pub const NAMESPACE: &str = "http://www.mic.gov.vn/TBT/QCVN_102_2016";

/// A document on its way, with its files. Absent texts are empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Packet {
    /// Who issued the document.
    pub from: Organ,
    /// To whom the packet goes; each further recipient is a line more.
    pub to: Vec<Organ>,
    /// The sender's own id of the document.
    pub document_id: String,
    /// `06`.
    pub number: String,
    /// What follows the number: `NQ/TU`, `QĐ-UBND`.
    pub notation: String,
    /// Where it was signed.
    pub place: String,
    /// When it was signed.
    pub date: Option<Date>,
    /// The type's name: `Nghị quyết`.
    pub type_name: String,
    /// The trích yếu.
    pub subject: String,
    /// A short content, where the sender gives one.
    pub content: String,
    /// In which capacity was signed: `T/M BAN THƯỜNG VỤ`.
    pub competence: String,
    /// The signer's position.
    pub position: String,
    /// The signer's name.
    pub signer: String,
    /// When an answer is due.
    pub due_on: Option<Date>,
    /// The places of «Nơi nhận».
    pub places: Vec<String>,
    /// How urgent it is.
    pub priority: Priority,
    /// The files: the document first, its annexes after it.
    pub files: Vec<Attachment>,
}

/// An office as the packet names it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Organ {
    /// The identification code, at most 35 characters (Quyết định 20/2020/QĐ-TTg): `000.00.01.H99`.
    pub id: String,
    /// The office above it.
    pub superior: String,
    /// The office.
    pub name: String,
    /// Where it can be written to; may be empty.
    pub email: String,
}

impl Organ {
    /// An office of which only code and name are known.
    pub fn new(id: impl Into<String>, name: impl Into<String>) -> Self {
        Organ { id: id.into(), name: name.into(), ..Organ::default() }
    }
}

/// How urgent a document is (độ khẩn).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Priority {
    /// Not urgent.
    #[default]
    Usual,
    /// Khẩn.
    Urgent,
    /// Thượng khẩn.
    VeryUrgent,
    /// Hỏa tốc.
    Express,
}

impl Priority {
    const ALL: [Priority; 4] = [Self::Usual, Self::Urgent, Self::VeryUrgent, Self::Express];

    /// The standard's digit, 0 to 3.
    pub fn digit(self) -> usize {
        Self::ALL.iter().position(|one| *one == self).unwrap_or(0)
    }

    /// Of a digit; what the standard does not know is not urgent.
    pub fn of_digit(digit: usize) -> Self {
        Self::ALL.get(digit).copied().unwrap_or_default()
    }
}

/// A file in a packet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Attachment {
    /// With its ending.
    pub name: String,
    /// Media type.
    pub content_type: String,
    /// What it is; may be empty.
    pub description: String,
    /// Its content, not encoded.
    pub content: Vec<u8>,
}

impl Attachment {
    /// A file without a description.
    pub fn new(name: impl Into<String>, content_type: impl Into<String>, content: Vec<u8>) -> Self {
        Attachment { name: name.into(), content_type: content_type.into(), description: String::new(), content }
    }
}

/// Why something is no packet, in the words of who wants to import it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAPacket {
    /// Not XML, or cut off.
    #[error("Tệp không phải gói edXML hoặc bị cắt cụt ({0}). Hãy lấy lại gói từ nơi gửi.")]
    Broken(String),
    /// XML of another kind.
    #[error("Tệp XML này không phải gói văn bản edXML (QCVN 102:2016/BTTTT).")]
    OtherXml,
    /// A part the standard demands; its element's name.
    #[error("Gói edXML thiếu phần bắt buộc «{0}». Hãy báo nơi gửi gửi lại.")]
    Missing(&'static str),
    /// An attached file cannot be decoded; its name.
    #[error("Tệp «{0}» trong gói không giải mã được. Hãy báo nơi gửi gửi lại.")]
    BadFile(String),
    /// Larger than [`MOST_BYTES`].
    #[error("Gói quá lớn (tối đa 100 MB). Hãy nhập từng tệp trong gói.")]
    TooLarge,
}

impl NotAPacket {
    /// A stable key for translations and logs.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Broken(_) => "broken",
            Self::OtherXml => "other-xml",
            Self::Missing(_) => "missing",
            Self::BadFile(_) => "bad-file",
            Self::TooLarge => "too-large",
        }
    }

    /// The element or file it speaks of; empty when it speaks of none.
    #[must_use]
    pub fn about(&self) -> &str {
        match self {
            Self::Missing(part) => part,
            Self::BadFile(name) => name,
            Self::Broken(_) | Self::OtherXml | Self::TooLarge => "",
        }
    }
}

impl From<quick_xml::Error> for NotAPacket {
    fn from(error: quick_xml::Error) -> Self {
        NotAPacket::Broken(error.to_string())
    }
}

impl From<std::io::Error> for NotAPacket {
    fn from(error: std::io::Error) -> Self {
        NotAPacket::Broken(error.to_string())
    }
}
