//! Packets of electronic documents: out of one installation, into another; secrets, disagreements, bad packets.

use edxml::{Attachment, Organ, Packet};
use kernel::{DocumentId, Role};
use testkit::{Engine, Page, Site, on_both_databases};

use crate::{a_registered_directive, count, directive, features, id_in, import};

fn a_packet(files: Vec<Attachment>) -> Packet {
    Packet {
        from: Organ::new("000.00.07.H98", "TỈNH ỦY SÔNG LẠC"),
        to: vec![Organ::new("X01", "Đảng ủy xã An Khê Thượng")],
        document_id: "77".into(),
        number: "05".into(),
        notation: "CT/TU".into(),
        subject: "về học tập nghị quyết".into(),
        type_name: "Chỉ thị".into(),
        files,
        ..Packet::default()
    }
}

fn text(name: &str, content: &str) -> Attachment {
    Attachment::new(name, "text/plain", content.as_bytes().to_vec())
}

fn send<'s>(site: &'s Site, packet: &Packet) -> Page<'s> {
    let file = edxml::write(packet).unwrap();
    let officer = site.as_role(Role::CommuneOfficer, "X01");
    officer.upload("/documents/import", &[], ("file", "goi.edxml", &file))
}

/// What the register says, but for what differs between installations: ids, direction, whose register.
fn said(site: &Site, id: DocumentId) -> documents::domain::Entry {
    let entry = site.read(|tx| documents::store::find(tx, id)).entry;
    documents::domain::Entry { direction: documents::domain::Direction::Incoming, ..entry }
}

on_both_databases! {
    fn a_document_goes_out_and_into_another_installation_with_the_same_fields(site) {
        let id = a_registered_directive(site, 5, "về học tập nghị quyết");
        let officer = site.as_role(Role::Officer, "TU");
        let page = officer.open(&format!("/documents/{id}/packet")).is_ok().has_text("ct-5.txt");
        let page = page.has_text("chưa khai mã định danh");
        let page = page.fill("to", "").press("/packet").has_status(422).has_text("Chưa có nơi nhận gói");
        let page = page.fill("to", "chưa rõ").press("/packet").has_status(422).has_text("Dòng “chưa rõ” chưa đúng");
        let packet = page.fill("to", "000.00.12.H98 Đảng ủy xã An Khê Thượng").press("/packet").is_ok();
        assert_eq!(count(site, "SELECT COUNT(*) FROM event WHERE name = 'documents.packet_made'"), 1);
        let read = edxml::read(&packet.bytes).unwrap();
        assert_eq!((read.from.id.as_str(), read.to[0].id.as_str()), ("TU", "000.00.12.H98"));
        assert_eq!(read.files[0].name, "ct-5.txt");

        let engine = if site.app.db.dialect() == platform::db::Dialect::Postgres { Engine::Sqlite } else { Engine::Postgres };
        let other = Site::new(engine, features());
        let clerk = other.as_role(Role::CommuneOfficer, "X01");
        let draft = clerk.upload("/documents/import", &[], ("file", "goi.edxml", &packet.bytes));
        let came = id_in(&draft.location());
        let check = draft.follow().is_ok().has_text("Văn bản đến trong gói edXML").has_text("theo gói edXML");
        assert_eq!(check.count("select[name=choice]"), 0, "{}", check.visible());
        let _ = check.press("/check").follow().is_ok().has_text("05-CT/TU");
        assert_eq!(said(&other, came), said(site, id));
        let events = "SELECT COUNT(*) FROM event WHERE name = 'documents.packet_imported'";
        assert_eq!(count(&other, events), 1);
        // the same document by itself is known
        let again = import(&other, Role::CommuneOfficer, "X01", "khac.txt", &directive(5, "về học tập nghị quyết"));
        assert_eq!(again.location(), format!("/documents/{came}"));
    }

    fn the_units_it_was_sent_to_are_the_addressees(site) {
        let id = a_registered_directive(site, 5, "về học tập");
        let units = ["X01", "X01-C01", "X02-C01-01"].map(|code| site.unit(code));
        site.write(move |tx| documents::store::deliver(tx, id, &units));
        site.write(|tx| {
            let unit = units::store::lookup_by_code(tx, "X01")?.unwrap();
            units::store::save_organ_id(tx, unit.id, "000.00.12.H98")
        });
        let officer = site.as_role(Role::Officer, "TU");
        let to = officer.open(&format!("/documents/{id}/packet")).is_ok().text_of("#to");
        assert_eq!(to, "X02-C01-01 Chi bộ tổ dân phố 1 000.00.12.H98 Đảng ủy xã An Khê Thượng");
        let packet = officer.open(&format!("/api/v1/documents/{id}/packet")).is_ok();
        assert_eq!(edxml::read(&packet.bytes).unwrap().to.len(), 2);
        // who only received it does not send it on from the register of others
        let _ = site.as_role(Role::CommuneOfficer, "X01").open(&format!("/documents/{id}/packet")).has_status(404);
        let _ = site.as_role(Role::CellSecretary, "X01-C01-01").open(&format!("/documents/{id}/packet")).has_status(403);
    }

    fn where_packet_and_file_disagree_a_person_chooses(site) {
        let packet = Packet { subject: "về việc khác hẳn".into(), ..a_packet(vec![text("ct.txt", &directive(5, "về học tập nghị quyết"))]) };
        let page = send(site, &packet).follow().is_ok();
        assert_eq!(page.text_of("#title"), "về việc khác hẳn");
        let page = page.has_text("1 ô gói và tệp ghi khác nhau").has_text("Theo tệp: về học tập nghị quyết");
        let wrong = page.press("/check").has_status(422).has_text("Chọn một");
        assert_eq!(count(site, "SELECT COUNT(*) FROM document WHERE state = 'registered'"), 0);
        let saved = wrong.fill("choice", "title=file").press("/check").follow().is_ok();
        let _ = saved.has_text("về học tập nghị quyết").lacks_text("khác hẳn");
    }

    fn what_was_typed_stays_when_it_is_chosen(site) {
        let packet = Packet { subject: "về việc khác hẳn".into(), ..a_packet(vec![text("ct.txt", &directive(5, "về học tập"))]) };
        let page = send(site, &packet).follow().is_ok().fill("title", "về điều thứ ba");
        let _ = page.fill("choice", "title=typed").press("/check").follow().is_ok().has_text("về điều thứ ba");
    }

    fn further_files_are_kept_and_what_cannot_be_read_is_named(site) {
        let (annex, table) = (text("phu-luc.txt", "Phụ lục số liệu"), Attachment::new("bang.bin", "x/y", vec![0x1f, 0x8b, 8, 0]));
        let packet = a_packet(vec![text("ct.txt", &directive(5, "về học tập nghị quyết")), annex, table]);
        let draft = send(site, &packet);
        let id = id_in(&draft.location());
        let page = draft.follow().is_ok().has_text("Không giữ vì không đọc được chữ").has_text("bang.bin");
        let kept = site.read(|tx| documents::store::list_attachments(tx, id));
        assert_eq!(kept.len(), 1);
        let clerk = site.as_role(Role::CommuneOfficer, "X01");
        assert_eq!(clerk.open(&format!("/documents/{id}/attachments/0")).is_ok().text, "Phụ lục số liệu");
        let _ = clerk.open(&format!("/documents/{id}/attachments/1")).has_status(404);
        let _ = page.press("/discard").follow().is_ok();
        assert!(site.app.files.read(&kept[0].file).is_err());
        for table in ["document_packet", "document_attachment"] {
            let sql = format!("SELECT COUNT(*) FROM {table}");
            assert_eq!(site.read(|tx| tx.scalar::<i64>(&sql, &[])), 0, "{table}");
        }
    }

    fn a_mark_anywhere_in_a_packet_refuses_all_of_it(site) {
        let clean = || text("ct.txt", &directive(5, "về học tập nghị quyết"));
        let secret = text("phu-luc.txt", &directive(7, "về phương án").replace("Số 07", "TỐI MẬT\nSố 07"));
        let marked = Attachment { description: "Độ mật: Tối mật".into(), ..clean() };
        let packets = [a_packet(vec![clean(), secret]), a_packet(vec![marked]), Packet { content: "[MẬT]".into(), ..a_packet(vec![clean()]) }];
        for packet in &packets {
            let _ = send(site, packet).has_status(422).has_text("117/2025/QH15");
        }
        let file = String::from_utf8(edxml::write(&a_packet(vec![clean()])).unwrap()).unwrap();
        let file = file.replacen("<edXML:OtherInfo>", "<edXML:OtherInfo><DoMat>Mật</DoMat>", 1);
        let officer = site.as_role(Role::Officer, "TU");
        officer.upload("/api/v1/documents/packets", &[], ("file", "goi.edxml", file.as_bytes())).is_refused_because("DOC-02");
        assert_eq!(count(site, "SELECT COUNT(*) FROM event WHERE name = 'documents.secret_refused'"), 4);
        for sql in ["SELECT COUNT(*) FROM document", "SELECT COUNT(*) FROM document_packet", "SELECT COUNT(*) FROM document_attachment"] {
            assert_eq!(site.read(|tx| tx.scalar::<i64>(sql, &[])), 0);
        }
        let hash = platform::files::Files::in_memory().keep(&clean().content).unwrap();
        assert!(site.app.files.read(&hash).is_err(), "the file was kept");
    }

    fn a_later_packet_adds_its_annexes_to_the_document_that_is_there(site) {
        let main = directive(5, "về học tập nghị quyết");
        let draft = import(site, Role::CommuneOfficer, "X01", "ct.txt", &main);
        let id = id_in(&draft.location());
        let _ = draft.follow().press("/check").follow().is_ok().lacks_text("pl-1.txt");
        let packet = a_packet(vec![text("ct.txt", &main), text("pl-1.txt", "Phụ lục 1")]);
        let added = send(site, &packet);
        assert_eq!(added.location(), format!("/documents/{id}"));
        let _ = added.follow().is_ok().has_text("Ghi thêm phần kèm theo từ gói edXML").has_text("pl-1.txt");
        // the same packet again brings nothing, one with a further annex brings just that
        let _ = send(site, &packet).follow().is_ok();
        assert_eq!(count(site, "SELECT COUNT(*) FROM event WHERE name = 'documents.completed'"), 1);
        let more = a_packet(vec![text("ct.txt", &main), text("pl-1.txt", "Phụ lục 1"), text("pl-2.txt", "Phụ lục 2")]);
        let _ = send(site, &more).follow().is_ok().has_text("pl-2.txt");
        let names: Vec<String> = site.read(|tx| documents::store::list_attachments(tx, id)).into_iter().map(|a| a.name).collect();
        assert_eq!(names, ["pl-1.txt", "pl-2.txt"]);
        assert_eq!(site.read(|tx| documents::store::lookup_head(tx, id)).unwrap().sender_id, "77");
        assert_eq!(count(site, "SELECT COUNT(*) FROM event WHERE name = 'documents.completed'"), 2);
    }

    fn addressees_are_picked_and_bear_no_mark(site) {
        let id = a_registered_directive(site, 5, "về học tập");
        let officer = site.as_role(Role::Officer, "TU");
        let page = officer.open(&format!("/documents/{id}/packet")).is_ok();
        let packet = page.fill("to", "").fill("unit", "X01").press("/packet").is_ok();
        assert_eq!(edxml::read(&packet.bytes).unwrap().to[0].name, "Đảng ủy xã An Khê Thượng");
        let page = officer.open(&format!("/documents/{id}/packet"));
        page.fill("to", "X01 Độ mật: Tối mật").press("/packet").is_refused_because("DOC-02");
    }

    fn bad_packets_are_refused_in_words(site) {
        let clerk = site.as_role(Role::CommuneOfficer, "X01");
        let refused = |name: &str, file: &[u8]| clerk.upload("/documents/import", &[], ("file", name, file)).has_status(422);
        let whole = edxml::write(&a_packet(vec![text("ct.txt", "Nội dung")])).unwrap();
        let _ = refused("goi.edxml", &whole[..whole.len() / 2]).has_text("bị hỏng hoặc bị cắt cụt");
        let _ = refused("khac.xml", b"<html></html>").has_text("không phải gói văn bản edXML");
        let _ = refused("goi.edxml", &edxml::write(&a_packet(Vec::new())).unwrap()).has_text("không có tệp văn bản nào");
        let inner = Attachment::new("trong.edxml", "application/xml", whole);
        let _ = refused("goi.edxml", &edxml::write(&a_packet(vec![inner])).unwrap()).has_text("không có tệp văn bản nào");
        assert_eq!(count(site, "SELECT COUNT(*) FROM document"), 0);
    }

    fn a_packet_comes_in_by_the_api(site) {
        let packet = a_packet(vec![text("ct.txt", &directive(5, "về học tập nghị quyết")), text("pl.txt", "Phụ lục")]);
        let file = edxml::write(&packet).unwrap();
        let officer = site.as_role(Role::CommuneOfficer, "X01");
        let made = officer.upload("/api/v1/documents/packets", &[], ("file", "goi", &file)).has_status(201).json();
        assert_eq!((made["from_code"].as_str(), made["attachments"][0].as_str()), (Some("000.00.07.H98"), Some("pl.txt")));
        let whole = officer.open(&format!("/api/v1/documents/{}", made["id"].as_str().unwrap())).is_ok().json();
        assert_eq!((whole["full_number"].as_str(), whole["attachments"][0].as_str()), (Some("05-CT/TU"), Some("pl.txt")));
        let again = officer.upload("/api/v1/documents/packets", &[], ("file", "goi", &file)).is_ok().json();
        assert_eq!((again["known"].as_bool(), again["id"].as_str()), (Some(true), made["id"].as_str()));
        officer.upload("/api/v1/documents/packets", &[], ("file", "a.txt", b"khong phai goi")).is_refused_because("DOC-30");
        officer.open(&format!("/api/v1/documents/{}/packet", made["id"].as_str().unwrap())).is_refused_because("DOC-33");
    }

    fn numbers_left_out_are_recorded_from_the_check_and_nothing_typed_is_lost(site) {
        let _ = a_registered_directive(site, 5, "về học tập");
        let draft = import(site, Role::Officer, "TU", "b.txt", &directive(8, "về kiểm tra"));
        let back = draft.location();
        let page = draft.follow().fill("title", "về công tác kiểm tra năm 2026").fill("signer_name", "Lê Thị Mai");
        let refused = page.press("/check").has_status(422).has_text("Ghi các số 6, 7");
        assert_eq!(refused.attribute("button[name=then]", "form"), "check");
        let there = refused.fill("then", "numbers").press("/check");
        let numbers = there.follow().is_ok();
        assert_eq!(numbers.attribute("#type_code option[selected]", "value"), "CT");
        assert_eq!((numbers.attribute("#first", "value"), numbers.attribute("#last", "value")), ("6".into(), "7".into()));
        let recorded = numbers.fill("reason", "earlier").press("/documents/numbers");
        assert_eq!(recorded.location(), back);
        let check = recorded.follow().is_ok();
        assert_eq!(check.text_of("#title"), "về công tác kiểm tra năm 2026");
        assert_eq!(check.attribute("#signer_name", "value"), "Lê Thị Mai");
        let _ = check.press("/check").follow().is_ok().has_text("08-CT/TU");
    }
}
