//! Word documents (.docx) to lines of text: paragraphs with their numbering, rows of tables as
//! columns side by side, text boxes, footnotes under their paragraph; page headers and footers
//! apart. Numbering is computed in `numbering`, the tree of the body in `body`.

mod body;
mod emphasis;
mod numbering;
mod tables;

use std::io::{Cursor, Read};

use quick_xml::events::{BytesRef, BytesStart};
use zip::ZipArchive;
use zip::result::ZipError;

pub use emphasis::{Emphasis, Paragraph, Stretch, paragraphs_of};
pub use tables::Table;

use super::CannotRead;

/// The largest part that is unpacked: a small file may unpack without end.
const MOST_PART: u64 = 64 * 1024 * 1024;

type Archive<'b> = ZipArchive<Cursor<&'b [u8]>>;

/// The unpacked file, if it is a Word document, with the names of its parts.
fn open(bytes: &[u8]) -> Result<(Archive<'_>, Vec<String>), CannotRead> {
    let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| CannotRead::Damaged)?;
    let names: Vec<String> = archive.file_names().map(str::to_owned).collect();
    if !names.iter().any(|name| name == "word/document.xml") {
        let encrypted = names.iter().any(|name| name == "EncryptedPackage");
        return Err(if encrypted { CannotRead::Encrypted } else { CannotRead::UnknownFormat });
    }
    Ok((archive, names))
}

/// The tables of the body, cell by cell.
pub(super) fn tables_of(bytes: &[u8]) -> Result<Vec<Table>, CannotRead> {
    let (mut archive, _) = open(bytes)?;
    tables::tables_of(&part(&mut archive, "word/document.xml")?.ok_or(CannotRead::Damaged)?)
}

/// Body text and the texts of headers and footers.
pub(super) fn text_of(bytes: &[u8]) -> Result<(String, Vec<String>), CannotRead> {
    let (mut archive, names) = open(bytes)?;
    let document = part(&mut archive, "word/document.xml")?.ok_or(CannotRead::Damaged)?;
    let numbering_part = part(&mut archive, "word/numbering.xml")?.unwrap_or_default();
    let styles = part(&mut archive, "word/styles.xml")?.unwrap_or_default();
    let footnotes = part(&mut archive, "word/footnotes.xml")?.unwrap_or_default();
    let mut numbering = numbering::Numbering::read(&numbering_part, &styles)?;
    let notes = body::notes(&footnotes)?;
    let text = body::text_of(&document, &mut numbering, &notes)?;
    let mut margins = Vec::new();
    for name in names.iter().filter(|name| is_margin(name)) {
        if let Some(xml) = part(&mut archive, name)? {
            margins.push(body::text_of(&xml, &mut numbering, &notes)?);
        }
    }
    Ok((text, margins))
}

fn is_margin(name: &str) -> bool {
    (name.starts_with("word/header") || name.starts_with("word/footer")) && name.ends_with(".xml")
}

fn part(archive: &mut Archive<'_>, name: &str) -> Result<Option<String>, CannotRead> {
    let file = match archive.by_name(name) {
        Ok(file) => file,
        Err(ZipError::FileNotFound) => return Ok(None),
        Err(ZipError::UnsupportedArchive(_)) => return Err(CannotRead::Encrypted),
        Err(_) => return Err(CannotRead::Damaged),
    };
    let mut xml = String::new();
    file.take(MOST_PART + 1).read_to_string(&mut xml).map_err(|_| CannotRead::Damaged)?;
    if u64::try_from(xml.len()).is_ok_and(|length| length > MOST_PART) {
        return Err(CannotRead::TooLarge);
    }
    Ok(Some(xml))
}

/// The value of `w:name` or `name` on a tag.
fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    tag.attributes().flatten().find_map(|attribute| {
        let key = attribute.key.local_name();
        (key.as_ref() == name.as_bytes()).then(|| String::from_utf8_lossy(&attribute.value).into_owned())
    })
}

fn number(tag: &BytesStart<'_>, name: &str) -> Option<usize> {
    attribute(tag, name)?.parse().ok()
}

/// The letter of `&amp;` or `&#272;`.
fn referenced(reference: &BytesRef<'_>) -> Option<char> {
    if let Ok(Some(letter)) = reference.resolve_char_ref() {
        return Some(letter);
    }
    match reference.decode().ok()?.as_ref() {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}
