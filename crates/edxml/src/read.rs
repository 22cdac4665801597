//! XML to a packet. Senders differ in prefixes, order and what they leave out; elements are told by their local names
//! and their place in the tree.

use std::io::Read;

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use jiff::civil::Date;
use quick_xml::Reader;
use quick_xml::events::Event;

use crate::{Attachment, NotAPacket, Organ, Packet, Priority};

/// The largest packet that is read.
pub const MOST_BYTES: usize = 100 * 1024 * 1024;
/// Attachments, recipients and levels of elements: more than any office sends.
const MOST_FILES: usize = 200;
const MOST_RECIPIENTS: usize = 5_000;
const DEEPEST: usize = 64;

/// Reads a packet.
///
/// # Errors
/// [`NotAPacket`], in terms of what the importer can do about it.
pub fn read(file: &[u8]) -> Result<Packet, NotAPacket> {
    if file.len() > MOST_BYTES {
        return Err(NotAPacket::TooLarge);
    }
    let mut reader = Reader::from_reader(file);
    // what all archives together may hold when they are taken apart
    let mut room = MOST_BYTES;
    let (mut packet, mut path, mut text) = (Packet::default(), Vec::<String>::new(), String::new());
    loop {
        match reader.read_event()? {
            Event::Start(tag) => {
                let name = String::from_utf8_lossy(tag.local_name().as_ref()).into_owned();
                if path.is_empty() && !name.eq_ignore_ascii_case("edXML") && !name.eq_ignore_ascii_case("edXMLEnvelope")
                {
                    return Err(NotAPacket::OtherXml);
                }
                begin(&mut packet, &name);
                path.push(name);
                if path.len() > DEEPEST || packet.files.len() > MOST_FILES || packet.to.len() > MOST_RECIPIENTS {
                    return Err(NotAPacket::TooLarge);
                }
                text.clear();
            }
            Event::Text(part) => text.push_str(&part.decode().map_err(|e| NotAPacket::Broken(e.to_string()))?),
            Event::CData(part) => text.push_str(&String::from_utf8_lossy(&part)),
            Event::GeneralRef(entity) => text.push_str(&resolved(&entity)?),
            Event::End(_) => {
                end(&mut packet, &path, text.trim(), &mut room)?;
                text.clear();
                path.pop();
            }
            Event::Eof if path.is_empty() => break,
            Event::Eof => return Err(NotAPacket::Broken("thiếu phần cuối".into())),
            _ => {}
        }
    }
    match (packet.number.is_empty() && packet.subject.is_empty(), packet.from == Organ::default()) {
        (true, true) => Err(NotAPacket::OtherXml),
        (_, true) => Err(NotAPacket::Missing("From")),
        (true, _) => Err(NotAPacket::Missing("Code")),
        _ => Ok(packet),
    }
}

/// True when the file calls itself a packet, or begins like one: told before it is read, so that a broken packet is
/// refused as a packet.
#[must_use]
pub fn is_likely(file_name: &str, file: &[u8]) -> bool {
    let ending = file_name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    let start = String::from_utf8_lossy(file.get(..file.len().min(600)).unwrap_or_default()).to_ascii_lowercase();
    matches!(ending.as_deref(), Some("edxml" | "xml")) || (start.contains("<?xml") && start.contains("edxml"))
}

/// Every short text of a packet, whatever its element is called: senders put marks where the standard has no place.
#[must_use]
pub fn short_texts(file: &[u8]) -> Vec<String> {
    const LONGEST: usize = 80;
    let (mut reader, mut texts, mut text) = (Reader::from_reader(file), Vec::new(), String::new());
    loop {
        match reader.read_event() {
            Ok(Event::Text(part)) if part.len() <= LONGEST => text.push_str(&part.decode().unwrap_or_default()),
            Ok(Event::CData(part)) if part.len() <= LONGEST => text.push_str(&String::from_utf8_lossy(&part)),
            Ok(Event::GeneralRef(entity)) => text.push_str(&resolved(&entity).unwrap_or_default()),
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                texts.extend(tag.attributes().flatten().filter_map(|a| Some(a.unescape_value().ok()?.into_owned())));
                text.clear();
            }
            Ok(Event::End(_)) => texts.push(std::mem::take(&mut text).trim().to_owned()),
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    texts.retain(|text| !text.is_empty() && text.len() <= LONGEST);
    texts
}

fn resolved(entity: &quick_xml::events::BytesRef<'_>) -> Result<String, NotAPacket> {
    if let Ok(Some(letter)) = entity.resolve_char_ref() {
        return Ok(letter.to_string());
    }
    let name = entity.decode().map_err(|e| NotAPacket::Broken(e.to_string()))?;
    // only the five of XML itself: a packet can bring no entities of its own
    quick_xml::escape::resolve_xml_entity(&name)
        .map(str::to_owned)
        .ok_or_else(|| NotAPacket::Broken(format!("&{name};")))
}

fn begin(packet: &mut Packet, name: &str) {
    match name {
        "To" => packet.to.push(Organ::default()),
        "Attachment" => packet.files.push(Attachment::default()),
        _ => {}
    }
}

fn end(packet: &mut Packet, path: &[String], text: &str, room: &mut usize) -> Result<(), NotAPacket> {
    let (name, parent) = match path {
        [.., parent, name] => (name.as_str(), parent.as_str()),
        _ => return Ok(()),
    };
    match parent {
        "From" => organ(&mut packet.from, name, text),
        "To" => {
            if let Some(to) = packet.to.last_mut() {
                organ(to, name, text);
            }
        }
        "Attachment" => {
            if let Some(file) = packet.files.last_mut() {
                attachment(file, name, text)?;
            }
        }
        "ToPlaces" if name == "Place" && !text.is_empty() => packet.places.push(text.to_owned()),
        _ => header(packet, parent, name, text),
    }
    if name == "Attachment"
        && let Some(file) = packet.files.last_mut()
    {
        unpack(file, room)?;
    }
    Ok(())
}

fn organ(organ: &mut Organ, name: &str, text: &str) {
    let field = match name {
        "OrganId" => &mut organ.id,
        "OrganizationInCharge" => &mut organ.superior,
        "OrganName" => &mut organ.name,
        "Email" => &mut organ.email,
        _ => return,
    };
    text.clone_into(field);
}

fn header(packet: &mut Packet, parent: &str, name: &str, text: &str) {
    let field = match (parent, name) {
        ("Code", "CodeNumber") => &mut packet.number,
        ("Code", "CodeNotation") => &mut packet.notation,
        ("PromulgationInfo", "Place") => &mut packet.place,
        ("PromulgationInfo", "PromulgationDate") => return packet.date = day(text),
        ("DocumentType", "TypeName") => &mut packet.type_name,
        ("SignerInfo", "Competence") => &mut packet.competence,
        ("SignerInfo", "Position") => &mut packet.position,
        ("SignerInfo", "FullName") => &mut packet.signer,
        ("OtherInfo", "Priority") => return packet.priority = Priority::of_digit(text.parse().unwrap_or(0)),
        ("MessageHeader", "Subject") => &mut packet.subject,
        ("MessageHeader", "Content") => &mut packet.content,
        ("MessageHeader", "DueDate") => return packet.due_on = day(text),
        ("MessageHeader", "DocumentId") => &mut packet.document_id,
        _ => return,
    };
    text.clone_into(field);
}

/// `2026/09/14`, `2026-09-14`, `14/09/2026`, with or without a time behind it.
fn day(text: &str) -> Option<Date> {
    let first = text.split([' ', 'T']).next()?;
    let parts: Vec<i16> = first.split(['/', '-']).map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let (year, month, day) = match parts.as_slice() {
        [year, month, day] if *year > 31 => (*year, *month, *day),
        [day, month, year] => (*year, *month, *day),
        _ => return None,
    };
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn attachment(file: &mut Attachment, name: &str, text: &str) -> Result<(), NotAPacket> {
    match name {
        "AttachmentName" => file.name = file_name(text),
        "ContentType" => text.clone_into(&mut file.content_type),
        "Description" => text.clone_into(&mut file.description),
        "ContentTransferEncoded" => {
            let even: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
            let lenient = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
            file.content = GeneralPurpose::new(&STANDARD, lenient)
                .decode(even)
                .map_err(|_| NotAPacket::BadFile(file.name.clone()))?;
        }
        _ => {}
    }
    Ok(())
}

/// The last part of a path, so that no packet names a place on our disk.
fn file_name(text: &str) -> String {
    text.rsplit(['/', '\\']).next().unwrap_or_default().trim().to_owned()
}

/// Some senders zip each file: an archive that holds just this file is taken out of it.
fn unpack(file: &mut Attachment, room: &mut usize) -> Result<(), NotAPacket> {
    let Ok(mut archive) = zip::ZipArchive::new(std::io::Cursor::new(&file.content)) else { return Ok(()) };
    if archive.len() != 1 {
        return Ok(());
    }
    let Ok(entry) = archive.by_index(0) else { return Ok(()) };
    if file_name(entry.name()) != file.name {
        return Ok(());
    }
    let mut content = Vec::new();
    let is_whole = entry.take(*room as u64 + 1).read_to_end(&mut content).is_ok();
    *room = room.checked_sub(content.len()).ok_or(NotAPacket::TooLarge)?;
    if is_whole {
        file.content = content;
    }
    Ok(())
}
