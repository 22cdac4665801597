//! A packet of files: its head, the document it carries, further files. A mark of secrecy anywhere in it refuses all of
//! it; a further file that cannot be read cannot be looked at for one, and is left out.

use edxml::Packet;
use official_text::read::Format;

use super::{Reading, Sent, read_file, text_of};
use crate::domain::{CannotImport, PacketHead};

pub(super) fn read(sent: &Sent) -> Result<Reading, CannotImport> {
    let packet = edxml::read(&sent.content).map_err(CannotImport::BadPacket)?;
    refuse_marks(&packet, &edxml::short_texts(&sent.content))?;
    let mut head = PacketHead::of(&packet);
    let mut files = packet.files.into_iter().map(|file| Sent {
        name: vietnamese::nfc(&file.name),
        content: file.content.into(),
        is_looked_at: sent.is_looked_at,
    });
    let main = files.next().ok_or(CannotImport::EmptyPacket)?;
    // a packet in a packet would be read without end
    if edxml::is_likely(&main.name, &main.content) {
        return Err(CannotImport::EmptyPacket);
    }
    let mut reading = read_file(&main)?;
    for file in files {
        match text_of(&file) {
            Ok(text) => match text.secrecy_mark() {
                Some(mark) => return Err(CannotImport::Secret(mark.printed())),
                None => {
                    reading.is_scan |= text.format == Format::Scan;
                    reading.further.push((file.name, file.content));
                }
            },
            Err(CannotImport::ScanNotLookedAt) => return Err(CannotImport::ScanNotLookedAt),
            Err(_) => head.left_out.push(file.name),
        }
    }
    reading.head = Some(head);
    Ok(reading)
}

/// Marks in the head, in what is said of the files, and in elements the standard does not have.
fn refuse_marks(packet: &Packet, short_texts: &[String]) -> Result<(), CannotImport> {
    let said = [&packet.subject, &packet.content, &packet.notation, &packet.type_name, &packet.competence];
    let files = packet.files.iter().flat_map(|file| [&file.description, &file.name]);
    let marked = said.into_iter().chain(files).chain(short_texts).find_map(|text| official_text::secrecy_mark(text));
    match marked {
        Some(mark) => Err(CannotImport::Secret(mark.printed())),
        None => Ok(()),
    }
}
