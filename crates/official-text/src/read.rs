//! A file's bytes to text in normal form C: which format it is, and what to tell the user when
//! it cannot be read. Each format has its own file; what the text means is `parse`.

mod docx;
mod html;
mod pdf;
mod plain;
mod scan;

pub use docx::{Emphasis, Paragraph, Stretch, Table, paragraphs_of};
pub use scan::Recognition;
use vietnamese::LegacyEncoding;

use crate::secrecy::{SecrecyMark, secrecy_mark};

/// The largest file that is read: official documents with annexes stay far below.
pub const MOST_BYTES: usize = 40 * 1024 * 1024;
/// The longest text that is kept, in bytes.
pub const MOST_TEXT: usize = 8 * 1024 * 1024;

/// Formats that can be read.
///
/// ```
/// use official_text::read::{Format, text_of};
/// assert_eq!(text_of("a.txt", b"<html><p>KH</p></html>").map(|text| text.format), Ok(Format::Html));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// .txt
    Plain,
    /// .md
    Markdown,
    /// .html
    Html,
    /// .docx
    Docx,
    /// .pdf with a text layer
    Pdf,
    /// a picture of pages, read by [`Recognition`]
    Scan,
}

/// The text of a file.
///
/// ```
/// let text = official_text::read::text_of("a.md", "# KẾ HOẠCH".as_bytes());
/// assert_eq!(text.map(|text| (text.body, text.legacy)), Ok(("# KẾ HOẠCH".to_owned(), None)));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// the document in normal form C; columns of tables are parted by wide gaps
    pub body: String,
    /// headers and footers of pages, which are no part of the document but may hold its marks
    pub margins: Vec<String>,
    /// what the file was
    pub format: Format,
    /// the encoding from before Unicode the text was converted from; the file keeps it
    pub legacy: Option<LegacyEncoding>,
}

impl Text {
    /// The secrecy mark of the document, wherever it stands, margins included.
    ///
    /// ```
    /// let text = official_text::read::text_of("a.txt", "TỐI MẬT\n\nTỈNH ỦY A\n*\nSố 01-BC/TU\n".as_bytes())?;
    /// assert_eq!(text.secrecy_mark().map(|mark| mark.printed()), Some("TỐI MẬT"));
    /// # Ok::<(), official_text::read::CannotRead>(())
    /// ```
    pub fn secrecy_mark(&self) -> Option<SecrecyMark> {
        secrecy_mark(&self.body).or_else(|| self.margins.iter().find_map(|margin| secrecy_mark(margin)))
    }
}

/// Why a file gives no text, in the words of the user (Vietnamese; [`CannotRead::key`] serves
/// translations).
///
/// ```
/// use official_text::read::{CannotRead, text_of};
/// assert_eq!(text_of("a.doc", &[0xd0, 0xcf, 0x11, 0xe0]), Err(CannotRead::OldWord));
/// assert_eq!(CannotRead::OldWord.key(), "old-word");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotRead {
    /// none of the formats
    #[error("Không nhận ra loại tệp. Hãy dùng tệp .docx, .pdf, .txt, .md hoặc .html.")]
    UnknownFormat,
    /// .doc, .wps: Word's format before 2007
    #[error("Tệp Word kiểu cũ (.doc). Hãy mở bằng Word và lưu lại thành .docx.")]
    OldWord,
    /// the file asks for a password
    #[error("Tệp có mật khẩu. Hãy gỡ mật khẩu rồi nhập lại.")]
    Encrypted,
    /// a scan: pictures of pages only
    #[error("Tệp là bản quét (ảnh), không có chữ. Hãy dùng bản .docx hoặc bản PDF xuất từ máy tính.")]
    NoTextLayer,
    /// the format is known, the content is broken
    #[error("Tệp bị hỏng, không đọc được. Hãy lấy lại tệp gốc.")]
    Damaged,
    /// larger than [`MOST_BYTES`] or [`MOST_TEXT`]
    #[error("Tệp quá lớn (tối đa 40 MB). Hãy tách phụ lục thành tệp riêng.")]
    TooLarge,
    /// text in a code page that is neither Unicode nor TCVN3 nor VNI
    #[error("Không nhận ra bảng mã của tệp văn bản. Hãy chuyển mã sang Unicode rồi nhập lại.")]
    NotUnicode,
    /// nothing but blanks
    #[error("Tệp không có nội dung.")]
    Empty,
}

impl CannotRead {
    /// A stable key for translations and logs.
    ///
    /// ```
    /// assert_eq!(official_text::read::text_of("a.txt", b"  ").unwrap_err().key(), "empty");
    /// ```
    pub const fn key(&self) -> &'static str {
        match self {
            Self::UnknownFormat => "unknown-format",
            Self::OldWord => "old-word",
            Self::Encrypted => "encrypted",
            Self::NoTextLayer => "no-text-layer",
            Self::Damaged => "damaged",
            Self::TooLarge => "too-large",
            Self::NotUnicode => "not-unicode",
            Self::Empty => "empty",
        }
    }
}

/// Reads a file's text. Text from before Unicode (TCVN3, VNI) is converted, see [`Text::legacy`];
/// a scan gives [`CannotRead::NoTextLayer`] and can be given to [`Recognition`]. The content decides on the format, the name only where the content
/// leaves it open (.md against .txt).
///
/// # Errors
/// [`CannotRead`], in terms of what the user can do about it.
///
/// ```
/// let text = official_text::read::text_of("ke-hoach.txt", "Số 05-KH/ĐU".as_bytes());
/// assert_eq!(text.map(|text| text.body), Ok("Số 05-KH/ĐU".to_owned()));
/// ```
pub fn text_of(file_name: &str, bytes: &[u8]) -> Result<Text, CannotRead> {
    if bytes.len() > MOST_BYTES {
        return Err(CannotRead::TooLarge);
    }
    let format = format_of(file_name, bytes)?;
    let (body, margins) = match format {
        Format::Docx => docx::text_of(bytes)?,
        Format::Pdf => (pdf::text_of(bytes)?, Vec::new()),
        Format::Html => (html::text_of(&plain::decode(bytes)?), Vec::new()),
        Format::Plain | Format::Markdown => (plain::decode(bytes)?, Vec::new()),
        Format::Scan => return Err(CannotRead::NoTextLayer),
    };
    if body.len() > MOST_TEXT {
        return Err(CannotRead::TooLarge);
    }
    if body.trim().is_empty() {
        return Err(CannotRead::Empty);
    }
    let margins = margins.iter().map(|margin| vietnamese::nfc(margin)).collect();
    let body = without_invisible(body);
    let legacy = LegacyEncoding::of(&body);
    let body = legacy.map_or(body.clone(), |encoding| encoding.decode(&body));
    Ok(Text { body: vietnamese::nfc(&body), margins, format, legacy })
}

/// The tables of a Word document, cell by cell, in normal form C; none of any other format.
///
/// # Errors
/// [`CannotRead`], in terms of what the user can do about it.
pub fn tables_of(file_name: &str, bytes: &[u8]) -> Result<Vec<Table>, CannotRead> {
    if bytes.len() > MOST_BYTES {
        return Err(CannotRead::TooLarge);
    }
    if format_of(file_name, bytes)? != Format::Docx {
        return Ok(Vec::new());
    }
    let mut tables = docx::tables_of(bytes)?;
    for cell in tables.iter_mut().flatten().flatten() {
        *cell = vietnamese::nfc(&without_invisible(std::mem::take(cell)));
    }
    Ok(tables)
}

/// Soft hyphens and signs without width stand between a letter and its marks and keep them
/// from composing.
fn without_invisible(body: String) -> String {
    const INVISIBLE: [char; 8] =
        ['\u{ad}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{200e}', '\u{200f}', '\u{2060}', '\u{feff}'];
    if body.contains(INVISIBLE) { body.replace(INVISIBLE, "") } else { body }
}

fn format_of(file_name: &str, bytes: &[u8]) -> Result<Format, CannotRead> {
    let extension = file_name.rsplit_once('.').map_or(String::new(), |(_, extension)| extension.to_lowercase());
    if bytes.starts_with(b"PK\x03\x04") {
        return Ok(Format::Docx);
    }
    if contains_early(bytes, b"%PDF-") {
        return Ok(Format::Pdf);
    }
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        // an encrypted .docx is wrapped in the same container as an old .doc
        return Err(if extension == "docx" { CannotRead::Encrypted } else { CannotRead::OldWord });
    }
    if bytes.is_empty() {
        return Err(CannotRead::Empty);
    }
    if scan::is_picture(bytes) {
        return Ok(Format::Scan);
    }
    if bytes.starts_with(br"{\rtf") || bytes.starts_with(&[0x1f, 0x8b]) || plain::is_binary(bytes) {
        let known = matches!(extension.as_str(), "docx" | "pdf");
        return Err(if known { CannotRead::Damaged } else { CannotRead::UnknownFormat });
    }
    match extension.as_str() {
        "docx" | "pdf" => Err(CannotRead::Damaged),
        "md" | "markdown" => Ok(Format::Markdown),
        "html" | "htm" => Ok(Format::Html),
        _ if html::looks_like(bytes) => Ok(Format::Html),
        "txt" | "text" | "" => Ok(Format::Plain),
        _ => Err(CannotRead::UnknownFormat),
    }
}

fn contains_early(bytes: &[u8], sign: &[u8]) -> bool {
    bytes.get(..bytes.len().min(1024)).is_some_and(|start| start.windows(sign.len()).any(|window| window == sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_outranks_the_name() {
        assert_eq!(format_of("a.txt", b"%PDF-1.7 ..."), Ok(Format::Pdf));
        assert_eq!(format_of("a.txt", b"<!DOCTYPE html><html>"), Ok(Format::Html));
        assert_eq!(format_of("a.md", b"# A"), Ok(Format::Markdown));
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let cases: [(&str, &[u8], CannotRead); 8] = [
            ("a.doc", &[0xd0, 0xcf, 0x11, 0xe0, 0], CannotRead::OldWord),
            ("a.docx", &[0xd0, 0xcf, 0x11, 0xe0, 0], CannotRead::Encrypted),
            ("a.pdf", b"not a pdf at all", CannotRead::Damaged),
            ("a.docx", b"PK\x03\x04 cut off", CannotRead::Damaged),
            ("a.png", &[0x89, b'P', b'N', b'G', 0, 0, 0, 1], CannotRead::NoTextLayer),
            ("a.zip", &[0x1f, 0x8b, 8, 0], CannotRead::UnknownFormat),
            ("a.txt", b"", CannotRead::Empty),
            ("a.txt", &[b'U', 0xfb, b' ', b'b', b'a', b'n', b' ', 0xa9, b'n'], CannotRead::NotUnicode),
        ];
        for (name, bytes, expected) in cases {
            assert_eq!(text_of(name, bytes), Err(expected), "{name}");
        }
    }

    #[test]
    fn text_from_before_unicode_is_converted() {
        let bytes: Vec<u8> = "Uû ban nh©n d©n tØnh ®· ban hµnh quyÕt ®Þnh cña Uû ban"
            .chars()
            .map(|letter| u8::try_from(u32::from(letter)).unwrap_or(b'?'))
            .collect();
        let text = text_of("a.txt", &bytes);
        let text = text.map(|text| (text.body, text.legacy));
        let expected = "Uỷ ban nhân dân tỉnh đã ban hành quyết định của Uỷ ban";
        assert_eq!(text, Ok((expected.to_owned(), Some(LegacyEncoding::Tcvn3))));
    }

    #[test]
    fn decomposed_letters_are_composed() {
        let text = text_of("a.txt", "Tha\u{300}nh u\u{309}y".as_bytes());
        assert_eq!(text.map(|text| text.body), Ok("Thành ủy".to_owned()));
    }
}
