//! A packet as XML, in the order of elements the standard gives.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::{Attachment, NAMESPACE, NotAPacket, Organ, Packet};

type Xml = Writer<Vec<u8>>;
type Written = std::io::Result<()>;

/// Writes a packet.
///
/// # Errors
/// [`NotAPacket::Missing`] without the offices' codes, a number or a subject, which the standard demands.
pub fn write(packet: &Packet) -> Result<Vec<u8>, NotAPacket> {
    require(packet)?;
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    let root = xml.create_element("edXML").with_attribute(("xmlns", NAMESPACE));
    root.write_inner_content(|xml| {
        let envelope = xml.create_element("edXML:edXMLEnvelope").with_attribute(("xmlns:edXML", NAMESPACE));
        envelope.write_inner_content(|xml| {
            xml.create_element("edXML:edXMLHeader").write_inner_content(|xml| {
                xml.create_element("edXML:MessageHeader").write_inner_content(|xml| message(xml, packet))?;
                trace(xml, packet)
            })?;
            xml.create_element("edXML:edXMLBody").write_inner_content(|xml| manifest(xml, packet))?;
            Ok(())
        })?;
        files(xml, packet)
    })?;
    Ok(xml.into_inner())
}

fn require(packet: &Packet) -> Result<(), NotAPacket> {
    let parts = [
        (packet.from.id.as_str(), "From/OrganId"),
        (packet.to.first().map_or("", |to| to.id.as_str()), "To/OrganId"),
        (packet.number.as_str(), "Code/CodeNumber"),
        (packet.notation.as_str(), "Code/CodeNotation"),
        (packet.subject.as_str(), "Subject"),
    ];
    parts.iter().find(|(text, _)| text.trim().is_empty()).map_or(Ok(()), |(_, name)| Err(NotAPacket::Missing(name)))
}

fn text(xml: &mut Xml, name: &str, content: &str) -> Written {
    // signs that no XML may hold become spaces
    let clean: String =
        content.chars().map(|c| if c.is_control() && c != '\n' && c != '\t' { ' ' } else { c }).collect();
    xml.create_element(name).write_text_content(BytesText::new(&clean)).map(|_| ())
}

fn group(xml: &mut Xml, name: &str, inner: impl FnOnce(&mut Xml) -> Written) -> Written {
    xml.create_element(name).write_inner_content(inner).map(|_| ())
}

fn organ(xml: &mut Xml, name: &str, organ: &Organ) -> Written {
    group(xml, name, |xml| {
        text(xml, "edXML:OrganId", &organ.id)?;
        text(xml, "edXML:OrganizationInCharge", &organ.superior)?;
        text(xml, "edXML:OrganName", &organ.name)?;
        text(xml, "edXML:Email", &organ.email)
    })
}

fn message(xml: &mut Xml, packet: &Packet) -> Written {
    organ(xml, "edXML:From", &packet.from)?;
    for to in &packet.to {
        organ(xml, "edXML:To", to)?;
    }
    group(xml, "edXML:Code", |xml| {
        text(xml, "edXML:CodeNumber", &packet.number)?;
        text(xml, "edXML:CodeNotation", &packet.notation)
    })?;
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.strftime("%Y/%m/%d").to_string()).unwrap_or_default();
    group(xml, "edXML:PromulgationInfo", |xml| {
        text(xml, "edXML:Place", &packet.place)?;
        text(xml, "edXML:PromulgationDate", &day(packet.date))
    })?;
    group(xml, "edXML:DocumentType", |xml| text(xml, "edXML:TypeName", &packet.type_name))?;
    text(xml, "edXML:Subject", &packet.subject)?;
    text(xml, "edXML:Content", &packet.content)?;
    group(xml, "edXML:SignerInfo", |xml| {
        text(xml, "edXML:Competence", &packet.competence)?;
        text(xml, "edXML:Position", &packet.position)?;
        text(xml, "edXML:FullName", &packet.signer)
    })?;
    text(xml, "edXML:DueDate", &day(packet.due_on))?;
    group(xml, "edXML:ToPlaces", |xml| packet.places.iter().try_for_each(|place| text(xml, "edXML:Place", place)))?;
    group(xml, "edXML:OtherInfo", |xml| text(xml, "edXML:Priority", &packet.priority.digit().to_string()))?;
    text(xml, "edXML:DocumentId", &packet.document_id)
}

fn trace(xml: &mut Xml, packet: &Packet) -> Written {
    group(xml, "edXML:TraceHeaderList", |xml| {
        group(xml, "edXML:TraceHeader", |xml| text(xml, "edXML:OrganId", &packet.from.id))
    })
}

fn content_id(index: usize) -> String {
    format!("tep-{}", index + 1)
}

fn manifest(xml: &mut Xml, packet: &Packet) -> Written {
    let manifest = xml.create_element("edXML:edXMLManifest").with_attribute(("version", "1.0"));
    manifest
        .write_inner_content(|xml| {
            for (index, file) in packet.files.iter().enumerate() {
                group(xml, "edXML:Reference", |xml| {
                    text(xml, "edXML:ContentId", &format!("cid:{}", content_id(index)))?;
                    text(xml, "edXML:ContentType", &file.content_type)?;
                    text(xml, "edXML:AttachmentName", &file.name)?;
                    text(xml, "edXML:Description", &file.description)
                })?;
            }
            Ok(())
        })
        .map(|_| ())
}

/// The files stand outside the envelope.
fn files(xml: &mut Xml, packet: &Packet) -> Written {
    let one = |xml: &mut Xml, (index, file): (usize, &Attachment)| {
        group(xml, "Attachment", |xml| {
            text(xml, "ContentType", &file.content_type)?;
            text(xml, "ContentId", &content_id(index))?;
            text(xml, "Description", &file.description)?;
            text(xml, "ContentTransferEncoded", &STANDARD.encode(&file.content))?;
            text(xml, "AttachmentName", &file.name)
        })
    };
    group(xml, "AttachmentEncoded", |xml| packet.files.iter().enumerate().try_for_each(|file| one(xml, file)))
}
