//! An official document as the product hands it over to be printed: plain data, no layout.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::rules::Form;

/// An official document. Texts are plain: whatever signs they hold are printed as they stand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Paper {
    pub form: Form,
    /// The organisation above the issuer, as the head names it («ĐẢNG BỘ XÃ ĐÔNG HẢI»).
    pub superior: Option<String>,
    /// The issuer; printed in capitals.
    pub issuer: String,
    /// The others of a joint document (văn bản liên tịch), after the one that leads.
    pub co_issuers: Vec<String>,
    /// The number without its symbol; empty leaves room to write it by hand.
    pub number: String,
    /// `BC/TU`, `CTr/ĐU`; in the State's form `BC-UBND`.
    pub symbol: String,
    pub place: String,
    /// `None` leaves room to write day and month by hand.
    pub date: Option<Date>,
    /// `Báo cáo`, `Kế hoạch`; empty for a công văn, whose title stands under the number.
    pub kind_name: String,
    /// The trích yếu.
    pub title: String,
    /// To whom it is addressed («Kính gửi», «Kính trình»); may be empty.
    pub addressees: Vec<String>,
    pub body: Vec<Block>,
    pub signature: Signature,
    /// Signatures to the left of it: who took the minutes, the other bodies of a joint document.
    pub co_signatures: Vec<Signature>,
    /// `Ban Thường vụ Tỉnh ủy (để báo cáo)`; dashes and separators are added.
    pub recipients: Vec<String>,
    /// `Dự thảo lần 2`.
    pub draft_mark: Option<String>,
    pub urgency: Option<Urgency>,
    /// Where it may go: `TÀI LIỆU HỘI NGHỊ`, `XONG HỘI NGHỊ TRẢ LẠI`.
    pub circulation_mark: Option<String>,
    pub attachments: Vec<Attachment>,
    /// Printed small at the foot of every page, so that a paper can be told from another.
    pub fingerprint: Option<String>,
}

/// Who signs. Texts without T/M, TM. and the like: the rules add them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Signature {
    pub capacity: Capacity,
    /// `Ban Thường vụ`; empty when the position alone stands («Chủ tịch»); `Ủy ban nhân dân / Chủ tịch` when a deputy signs for
    /// the head of a body that decides together (Nghị định 30/2020/NĐ-CP, Phụ lục I), printed on two lines.
    pub authority: String,
    /// `Phó Bí thư`; empty where only the name is printed.
    pub position: String,
    /// Without degree or rank.
    pub name: String,
}

/// In which capacity is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Capacity {
    /// In one's own: a head signs for his body.
    #[default]
    Own,
    /// Thay mặt, for a collective body.
    OnBehalf,
    /// Ký thay, a deputy for the head.
    ForHead,
    /// Thừa lệnh.
    ByOrder,
    /// Thừa ủy quyền.
    Authorised,
    /// Quyền, an acting head.
    Acting,
}

/// How urgent a document is (độ khẩn).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// Khẩn.
    Urgent,
    /// Thượng khẩn.
    VeryUrgent,
    /// Hỏa tốc.
    Express,
}

impl Urgency {
    /// As it is printed.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Urgent => "KHẨN",
            Self::VeryUrgent => "THƯỢNG KHẨN",
            Self::Express => "HỎA TỐC",
        }
    }
}

/// A part of the body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "block", rename_all = "snake_case")]
pub enum Block {
    /// Level 1 to 4; the text brings its own number («I- ĐẶC ĐIỂM TÌNH HÌNH»).
    Heading {
        level: u8,
        text: String,
    },
    Paragraph {
        runs: Vec<Run>,
    },
    /// A line of its own in the middle, bold («QUYẾT ĐỊNH»).
    Centred {
        text: String,
    },
    /// A paragraph that begins with a dash.
    Bullet {
        runs: Vec<Run>,
    },
    Table(Table),
}

impl Block {
    pub fn heading(level: u8, text: impl Into<String>) -> Self {
        Self::Heading { level, text: text.into() }
    }

    /// A paragraph of plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Paragraph { runs: vec![Run::text(text)] }
    }

    pub fn paragraph(runs: Vec<Run>) -> Self {
        Self::Paragraph { runs }
    }

    pub fn bullet(text: impl Into<String>) -> Self {
        Self::Bullet { runs: vec![Run::text(text)] }
    }
}

/// A stretch of text in a paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "run", rename_all = "snake_case")]
pub enum Run {
    Text {
        text: String,
        bold: bool,
        italic: bool,
    },
    /// A note at the foot of the page, its number set here.
    Footnote {
        text: String,
    },
}

impl Run {
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text { text: text.into(), bold: false, italic: false }
    }

    pub fn bold(text: impl Into<String>) -> Self {
        Self::Text { text: text.into(), bold: true, italic: false }
    }

    pub fn italic(text: impl Into<String>) -> Self {
        Self::Text { text: text.into(), bold: false, italic: true }
    }

    pub fn footnote(text: impl Into<String>) -> Self {
        Self::Footnote { text: text.into() }
    }
}

/// A table with a header row that is repeated on every page.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Table {
    pub header: Vec<String>,
    /// Shorter rows are filled with empty cells, longer ones cut at the header's length.
    pub rows: Vec<Vec<String>>,
    /// One for each column; those missing are left-aligned.
    pub alignments: Vec<Align>,
    /// Shares of the width, one for each column; those missing count 1.
    pub widths: Vec<f32>,
    /// The last row is a total, printed bold.
    pub total: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    #[default]
    Left,
    Centre,
    Right,
}

/// An annex on pages of its own; «(Kèm theo Báo cáo số ...)» is added.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Attachment {
    /// `Phụ lục 1`.
    pub label: String,
    pub title: String,
    pub body: Vec<Block>,
}

/// Why a document could not be printed.
#[derive(Debug, thiserror::Error)]
pub enum CannotPublish {
    /// A part that no official document can do without; its Vietnamese name.
    #[error("Văn bản chưa có {0}. Hãy bổ sung rồi xuất lại.")]
    Incomplete(&'static str),
    /// No rules for this form were given.
    #[error("Không có quy định thể thức nào cho loại văn bản này.")]
    NoRules,
    /// The program was built without its fonts.
    #[error("Bản cài đặt thiếu phông chữ nên không in được PDF. Hãy cài lại bản đầy đủ.")]
    FontsAbsent,
    #[error("the .docx could not be written: {0}")]
    Docx(String),
    #[error("the .pdf could not be laid out: {0}")]
    Pdf(String),
    #[error("the picture could not be drawn: {0}")]
    Picture(String),
    #[error("no QR code holds this text: {0}")]
    Qr(#[from] qrcode::types::QrError),
    #[error("the data could not be handed to the page: {0}")]
    Data(#[from] serde_json::Error),
}

impl From<png::EncodingError> for CannotPublish {
    fn from(cause: png::EncodingError) -> Self {
        CannotPublish::Picture(cause.to_string())
    }
}
