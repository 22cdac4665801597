//! Packets of our own and of other senders; what is no packet.

#![allow(clippy::unwrap_used, reason = "the helpers are test code too")]

use std::io::Write;

use edxml::{Attachment, NotAPacket, Organ, Packet, Priority, read, write};
use jiff::civil::date;
use proptest::prelude::*;

fn packet() -> Packet {
    Packet {
        from: Organ {
            superior: "Ban Chấp hành Trung ương".into(),
            ..Organ::new("000.00.01.H99", "Tỉnh ủy Lĩnh Giang")
        },
        to: vec![
            Organ::new("000.00.12.H99", "Đảng ủy xã An Lạc"),
            Organ::new("000.00.13.H99", "Đảng ủy phường Hòa Bình"),
        ],
        document_id: "01a2".into(),
        number: "06".into(),
        notation: "NQ/TU".into(),
        place: "Lĩnh Giang".into(),
        date: Some(date(2026, 8, 12)),
        type_name: "Nghị quyết".into(),
        subject: "Phát triển kinh tế biển & <đảo>".into(),
        content: String::new(),
        competence: "T/M TỈNH ỦY".into(),
        position: "Bí thư".into(),
        signer: "Đỗ Thị Thu Hà".into(),
        due_on: Some(date(2026, 9, 1)),
        places: vec!["Các đảng ủy trực thuộc".into(), "Lưu Văn phòng".into()],
        priority: Priority::Express,
        files: vec![
            Attachment::new(
                "06-NQ-TU.docx",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                vec![0, 1, 254, 255],
            ),
            Attachment {
                description: "Phụ lục".into(),
                ..Attachment::new("phu-luc.txt", "text/plain", "số liệu".into())
            },
        ],
    }
}

#[test]
fn a_packet_comes_back_as_it_was() {
    assert_eq!(read(&write(&packet()).unwrap()).unwrap(), packet());
}

#[test]
fn a_packet_without_what_the_standard_demands_is_not_written() {
    for (spoil, name) in [
        ((|p| p.from.id.clear()) as fn(&mut Packet), "From/OrganId"),
        (|p| p.to.clear(), "To/OrganId"),
        (|p| p.number.clear(), "Code/CodeNumber"),
        (|p| p.notation.clear(), "Code/CodeNotation"),
        (|p| p.subject = "  ".into(), "Subject"),
    ] {
        let mut spoiled = packet();
        spoil(&mut spoiled);
        assert_eq!(write(&spoiled), Err(NotAPacket::Missing(name)));
    }
}

/// Other prefix, other order, day first, a zipped file with a path, line breaks in the content.
#[test]
fn a_packet_of_another_sender_is_read() {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("tep.txt", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all("nội dung".as_bytes()).unwrap();
    let zipped = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, zip.finish().unwrap().into_inner());
    let (first, rest) = zipped.split_at(40);
    let file = format!(
        "<?xml version=\"1.0\"?><ed:edXMLEnvelope xmlns:ed=\"http://www.mic.gov.vn/TBT/QCVN_102_2016\"><ed:MessageHeader>
         <ed:Subject>V/v &quot;báo cáo&quot; &#272;ảng</ed:Subject><ed:Code><ed:CodeNotation>CV/TU</ed:CodeNotation>
         <ed:CodeNumber>15</ed:CodeNumber></ed:Code><ed:PromulgationInfo><ed:PromulgationDate>14/09/2026 08:00</ed:PromulgationDate>
         </ed:PromulgationInfo><ed:From><ed:OrganName>Tỉnh ủy</ed:OrganName></ed:From><ed:Unknown><ed:Place>x</ed:Place></ed:Unknown>
         </ed:MessageHeader><Attachment><AttachmentName>C:\\van ban\\tep.txt</AttachmentName>
         <ContentTransferEncoded>{first}\n   {rest}</ContentTransferEncoded></Attachment></ed:edXMLEnvelope>"
    );
    let packet = read(file.as_bytes()).unwrap();
    assert_eq!((packet.number.as_str(), packet.notation.as_str()), ("15", "CV/TU"));
    assert_eq!(packet.subject, "V/v \"báo cáo\" Đảng");
    assert_eq!(packet.date, Some(date(2026, 9, 14)));
    assert_eq!(packet.place, "");
    assert_eq!((packet.files[0].name.as_str(), packet.files[0].content.as_slice()), ("tep.txt", "nội dung".as_bytes()));
}

#[test]
fn what_is_no_packet_is_told() {
    assert_eq!(read(b"<html><body/></html>"), Err(NotAPacket::OtherXml));
    assert_eq!(read(b"<edXML></edXML>"), Err(NotAPacket::OtherXml));
    assert!(matches!(read(b"%PDF-1.7"), Err(NotAPacket::OtherXml | NotAPacket::Broken(_))));
    let whole = write(&packet()).unwrap();
    assert!(matches!(read(&whole[..whole.len() / 2]), Err(NotAPacket::Broken(_))));
    let text = String::from_utf8(whole).unwrap();
    let bad = text.replacen("<ContentTransferEncoded>", "<ContentTransferEncoded>!!", 1);
    assert!(matches!(read(bad.as_bytes()), Err(NotAPacket::BadFile(_))));
    let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><edXML><From><OrganName>&a;</OrganName></From></edXML>";
    assert!(matches!(read(bomb.as_bytes()), Err(NotAPacket::Broken(_))), "no entities of its own");
}

#[test]
fn more_than_any_office_sends_is_not_read() {
    let deep = format!("<edXML>{}", "<a>".repeat(100));
    assert_eq!(read(deep.as_bytes()), Err(NotAPacket::TooLarge));
    let many = format!("<edXML>{}", "<Attachment></Attachment>".repeat(300));
    assert_eq!(read(many.as_bytes()), Err(NotAPacket::TooLarge));
}

#[test]
fn a_packet_is_told_by_name_or_beginning() {
    assert!(
        edxml::is_likely("a.edXML", b"") && edxml::is_likely("a.xml", b"") && !edxml::is_likely("a.txt", b"xin chao")
    );
    assert!(edxml::is_likely("a.tmp", &write(&packet()).unwrap()));
}

#[test]
fn texts_of_elements_the_standard_does_not_have_are_found() {
    let text = String::from_utf8(write(&packet()).unwrap()).unwrap();
    let marked = text.replacen("<edXML:OtherInfo>", "<edXML:OtherInfo><DoMat>M&#7853;t</DoMat>", 1);
    assert!(edxml::short_texts(marked.as_bytes()).contains(&"Mật".to_owned()));
    assert!(!edxml::short_texts(text.as_bytes()).contains(&"Mật".to_owned()));
    assert_eq!(NotAPacket::Missing("Code").key(), "missing");
    assert_eq!(NotAPacket::BadFile("a.txt".into()).about(), "a.txt");
}

proptest! {
    #[test]
    fn any_texts_come_back(subject in "[\\PC]{1,60}", signer in "\\PC{0,30}", bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assume!(!subject.trim().is_empty());
        let mut sent = packet();
        sent.subject = subject.trim().to_owned();
        sent.signer = signer.trim().to_owned();
        sent.files[0].content = bytes;
        prop_assert_eq!(read(&write(&sent).unwrap()).unwrap(), sent);
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = (read(&bytes), edxml::short_texts(&bytes));
    }
}
