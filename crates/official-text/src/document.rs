//! The parts of an official document as data. How they are found stands in the modules named
//! after them; nothing here looks at text.

use serde::{Deserialize, Serialize};

/// A byte range of the text that was parsed, for showing where a value comes from.
///
/// ```
/// let text = "Số 14-CT/TU\n\nCHỈ THỊ\nvề công tác\n";
/// let number = official_text::parse(text).full_number.map(|found| found.span);
/// assert_eq!(number.map(|span| &text[span.start..span.end]), Some("14-CT/TU"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// first byte
    pub start: usize,
    /// byte after the last
    pub end: usize,
}

/// A value and the place it was read from. The value is tidied (one line, single spaces, no
/// Markdown signs, look-alike letters repaired); the place holds the text as it stands.
///
/// ```
/// let text = "**CHỈ THỊ**\n**về công tác\nbáo cáo viên**\n";
/// let title = official_text::parse(text).title.map(|found| found.value);
/// assert_eq!(title.as_deref(), Some("về công tác báo cáo viên"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// what was read
    pub value: String,
    /// where
    #[serde(flatten)]
    pub span: Span,
}

/// An official document of a Party, State or mass organisation. What the text does not say is
/// `None` or empty.
///
/// ```
/// let document = official_text::parse("Số 14-CT/TU\n\nCHỈ THỊ\nvề công tác báo cáo viên\n");
/// assert_eq!(document.type_code.map(|found| found.value).as_deref(), Some("CT"));
/// assert!(document.date.is_none() && document.recipients.is_empty());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Document {
    /// số: «190»
    pub number: Option<Found>,
    /// ký hiệu: «BC/HU», «QĐ-UBND»
    pub symbol: Option<Found>,
    /// số và ký hiệu: «190-BC/HU», «30/2020/NĐ-CP»
    pub full_number: Option<Found>,
    /// the code of the type: NQ, CT, KL, QĐ, QĐi (quy định), BC, KH, CTr, CV ...
    pub type_code: Option<Found>,
    /// tên loại as printed: «BÁO CÁO»; a công văn prints none
    pub type_name: Option<Found>,
    /// cơ quan ban hành as printed in the head
    pub issuing_body: Option<Found>,
    /// cơ quan cấp trên, printed above the issuer
    pub parent_body: Option<Found>,
    /// địa danh
    pub place: Option<Found>,
    /// ngày ban hành, ISO 8601
    pub date: Option<Found>,
    /// trích yếu
    pub title: Option<Found>,
    /// T/M, K/T, T/L ... lines; several are joined by « / »
    pub signing_authority: Option<Found>,
    /// chức vụ người ký
    pub signer_position: Option<Found>,
    /// họ tên người ký
    pub signer_name: Option<Found>,
    /// độ khẩn
    pub urgency: Option<Found>,
    /// Kính gửi, Kính trình: to whom a công văn or tờ trình is addressed
    pub addressees: Vec<Found>,
    /// nơi nhận
    pub recipients: Vec<Recipient>,
    /// how far down the document says it goes
    pub dissemination: Option<Dissemination>,
    /// parts, chapters, articles, numbered points in order; bullets are left out
    pub sections: Vec<Section>,
    /// every mention of another document, in order
    pub citations: Vec<Citation>,
    /// căn cứ: each ground as written
    pub legal_basis: Vec<Found>,
    /// who is to do what, as proposals for a person to confirm
    #[serde(default)]
    pub tasks: Vec<Task>,
}

/// «Giao Sở Nội vụ chủ trì, phối hợp với Sở Tài chính xây dựng đề án trước ngày 30/6/2026.»
///
/// ```
/// let document = official_text::parse("CHỈ THỊ\nvề công tác\n\n1. Giao Văn phòng Tỉnh ủy theo dõi, báo cáo trước ngày 30/6/2026.\n");
/// assert_eq!(document.tasks[0].lead.value, "Văn phòng Tỉnh ủy");
/// assert_eq!(document.tasks[0].clause.as_deref(), Some("1"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// the whole sentence
    pub text: String,
    /// chủ trì: «Sở Nội vụ»
    pub lead: Found,
    /// phối hợp: «Sở Tài chính»
    pub partners: Vec<Found>,
    /// what is to be done
    pub work: Found,
    /// until when, if the sentence says so
    pub deadline: Option<Deadline>,
    /// where it stands: «III.2.a», «Điều 3.1»
    pub clause: Option<String>,
    /// the sentence in the text
    #[serde(flatten)]
    pub span: Span,
}

/// «trước ngày 30/6/2026», «trong quý II/2026».
///
/// ```
/// let document = official_text::parse("CHỈ THỊ\nvề công tác\n\n1. Giao Văn phòng Tỉnh ủy theo dõi, báo cáo trước ngày 30/6/2026.\n");
/// let deadline = document.tasks[0].deadline.as_ref();
/// assert_eq!(deadline.and_then(|deadline| deadline.day.as_deref()), Some("2026-06-30"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// as written
    pub text: String,
    /// the day, ISO 8601, if a full date is given
    pub day: Option<String>,
    /// where
    #[serde(flatten)]
    pub span: Span,
}

/// One line of Nơi nhận.
///
/// ```
/// let document = official_text::parse("CHỈ THỊ\nvề công tác\n\nNơi nhận:\n- Tỉnh ủy (để báo cáo),\n- Lưu Văn phòng.\n");
/// assert_eq!(document.recipients[0].purpose.as_deref(), Some("để báo cáo"));
/// assert!(document.recipients[1].is_archive);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// the line without bullet and closing mark: «Ban Tuyên giáo Tỉnh ủy (để báo cáo)»
    pub text: String,
    /// who: «Ban Tuyên giáo Tỉnh ủy»
    pub name: String,
    /// what for: «để báo cáo»
    pub purpose: Option<String>,
    /// whether this is the archive copy («Lưu ...»)
    pub is_archive: bool,
    /// where
    #[serde(flatten)]
    pub span: Span,
}

/// «Chỉ thị này phổ biến đến chi bộ.»
///
/// ```
/// let document = official_text::parse("CHỈ THỊ\nvề công tác\n\nChỉ thị này phổ biến đến chi bộ.\n");
/// assert_eq!(document.dissemination.map(|sentence| sentence.depth).as_deref(), Some("chi bộ"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dissemination {
    /// the sentence
    pub text: String,
    /// the lowest level named: «chi bộ»
    pub depth: String,
    /// where
    #[serde(flatten)]
    pub span: Span,
}

/// A numbered part of the body.
///
/// ```
/// let document = official_text::parse("KẾ HOẠCH\nhọc tập\n\nI. MỤC ĐÍCH\n1. Học đủ.\n");
/// let tree: Vec<_> = document.sections.iter().map(|section| (section.depth, section.label.as_str())).collect();
/// assert_eq!(tree, [(1, "I"), (2, "1")]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// «Chương I», «Điều 5», «II», «1.2», «a»
    pub label: String,
    /// heading, or the first sentence of a point that runs on
    pub title: String,
    /// 1 = outermost
    pub depth: usize,
    /// from the label to the end of its last sub-section
    #[serde(flatten)]
    pub span: Span,
}

/// What a document does with another it names.
///
/// ```
/// use official_text::{Relation, parse};
/// let document = parse("QUYẾT ĐỊNH\nvề tổ chức\n\nQuyết định này thay thế Quyết định số 12-QĐ/TU, ngày 5/5/2022.\n");
/// assert_eq!(document.citations[0].relation, Relation::Replaces);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// căn cứ
    BasedOn,
    /// thực hiện, triển khai
    CarriesOut,
    /// tiếp tục thực hiện
    Continues,
    /// cụ thể hóa
    Details,
    /// hướng dẫn
    Guides,
    /// sửa đổi
    Amends,
    /// bổ sung
    Supplements,
    /// thay thế
    Replaces,
    /// bãi bỏ
    Repeals,
    /// đính chính
    Corrects,
    /// sơ kết, tổng kết
    Reviews,
    /// ban hành kèm theo, kèm theo
    AttachedTo,
    /// only named
    Mentions,
}

/// One mention of another document.
///
/// ```
/// let document = official_text::parse("BÁO CÁO\nkết quả\n\nThực hiện Nghị quyết số 15-NQ/TW, ngày 5/5/2022 của Bộ Chính trị.\n");
/// let cited = &document.citations[0];
/// assert_eq!((cited.number.as_deref(), cited.symbol.as_deref()), (Some("15"), Some("NQ/TW")));
/// assert_eq!(cited.issuing_body.as_deref(), Some("Bộ Chính trị"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citation {
    /// as written, on one line
    pub text: String,
    /// code of the cited type, see [`Document::type_code`]; L = luật, ĐL = điều lệ
    pub type_code: Option<String>,
    /// «15»
    pub number: Option<String>,
    /// the year inside a State number: «2020» of 30/2020/NĐ-CP
    pub year: Option<String>,
    /// «NQ/TW»; none for «Nghị quyết 57»
    pub symbol: Option<String>,
    /// a document named without a number: «Nghị quyết Đại hội XIII của Đảng»
    pub name: Option<String>,
    /// date of the cited document, ISO 8601
    pub date: Option<String>,
    /// its issuer as written
    pub issuing_body: Option<String>,
    /// what this document does with it
    pub relation: Relation,
    /// where
    #[serde(flatten)]
    pub span: Span,
}

impl Citation {
    /// «15-NQ/TW», «30/2020/NĐ-CP»: number, year and symbol in the form they are written,
    /// if the mention has a symbol.
    ///
    /// ```
    /// let document = official_text::parse("KẾ HOẠCH\nhọc tập\n\nCăn cứ Nghị định số 30/2020/NĐ-CP.\n");
    /// assert_eq!(document.citations[0].full_number().as_deref(), Some("30/2020/NĐ-CP"));
    /// ```
    pub fn full_number(&self) -> Option<String> {
        let (number, symbol) = (self.number.as_deref()?, self.symbol.as_deref()?);
        Some(match (&self.year, symbol.contains('/')) {
            (Some(year), _) => format!("{number}/{year}/{symbol}"),
            (None, true) => format!("{number}-{symbol}"),
            (None, false) => format!("{number}/{symbol}"),
        })
    }
}
