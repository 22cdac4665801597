//! An official document as data: read a file to text, find its head, sections, citations,
//! recipients and signature, recognise a secrecy mark.
//!
//! Pure: bytes and text in, values out. Storing, numbering and showing documents belongs to
//! `features/documents`; what is not in the text stays empty.

#![doc = include_str!("../README.md")]

mod bare;
mod citations;
mod closing;
mod dissemination;
mod document;
mod header;
mod lines;
pub mod read;
mod recipients;
mod score;
mod secrecy;
mod sections;
mod source;
mod tasks;
mod title;
mod vocabulary;

pub use document::{Citation, Deadline, Dissemination, Document, Found, Recipient, Relation, Section, Span, Task};
pub use score::to_score_json;
pub use secrecy::{SecrecyMark, secrecy_mark};
pub use tasks::asks_for_work;

/// Reads a document out of its text. The text should be in normal form C, as
/// [`read::text_of`] gives it. Linear in the length of the text; never panics; a text that is
/// no official document gives an almost empty [`Document`].
///
/// ```
/// let document = official_text::parse("ĐẢNG ỦY XÃ TÂN LẬP\n*\nSố 05-KH/ĐU\n\nKẾ HOẠCH\nhọc tập nghị quyết\n");
/// assert_eq!(document.issuing_body.map(|found| found.value).as_deref(), Some("ĐẢNG ỦY XÃ TÂN LẬP"));
/// ```
pub fn parse(text: &str) -> Document {
    let mut document = Document::default();
    let clean = source::clean(text);
    let lines = lines::lines(&clean);
    let mut head = header::read(&clean, &lines, &mut document);
    let body = title::read(&clean, &lines, &mut head, &mut document);
    let (body_end, closing_end) = closing::read(&clean, &lines, body, &mut document);
    header::read_behind(&clean, &lines, closing_end, &mut head, &mut document);
    sections::read(&clean, &lines, body, body_end, &mut document);
    sections::read_attached(&clean, &lines, closing_end, &mut document);
    dissemination::read_legal_basis(&clean, &lines, body, body_end, &mut document);
    let flow = source::flow(&clean);
    let own_number = head.number_range.map(|(start, end)| clean.span(start, end));
    let bare = bare::Bare::of(&flow.text);
    citations::read(&flow, &bare, own_number, &mut document);
    dissemination::read(&flow, &bare, &mut document);
    let edge = |row: usize| lines.get(row).map_or(text.len(), |line| clean.span(line.start, line.start + 1).start);
    tasks::read(&flow, &bare, (edge(body), edge(body_end)), &mut document);
    document
}
