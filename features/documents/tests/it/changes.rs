//! What becomes of a document later: the review queue, validity wherever it is cited, its texts over time, comparing
//! them, acknowledging again.

use documents::domain::{Change, Origin, ProposalState, Validity};
use documents::store::{NewEdition, NewProposal, Sight};
use kernel::{DocumentId, Role};
use testkit::{Page, Site, on_both_databases};

use crate::{a_registered_directive, count, directive, id_in, import};

const CITED: &str = "Nghị quyết số 15-NQ/TW, ngày 05/5/2022 của Bộ Chính trị";

/// A directive whose text names the fifth, registered as it was read.
fn one_that_says(site: &Site, number: i64, words: &str) -> DocumentId {
    let text = directive(number, "về việc sau").replace(CITED, "Chỉ thị số 05-CT/TU, ngày 09/3/2026 của Tỉnh ủy");
    let text = text.replace("Chỉ thị này phổ biến", &format!("{words}\n\nChỉ thị này phổ biến"));
    let draft = import(site, Role::Officer, "TU", &format!("sau-{number}.txt"), &text);
    let id = id_in(&draft.location());
    let _ = draft.follow().press("/check").follow().is_ok();
    id
}

fn amend<'s>(site: &'s Site, id: DocumentId, from: &str, text: &str) -> Page<'s> {
    let officer = site.as_role(Role::Officer, "TU");
    let fields = [("from", from), ("text", text), ("note", "sửa phần I")];
    officer.upload(&format!("/documents/{id}/editions"), &fields, ("file", "", b""))
}

fn amended_text(number: i64) -> String {
    directive(number, "về học tập").replace("Tổ chức học tập, quán triệt đến", "Tổ chức sinh hoạt chuyên đề đến")
}

fn queue(site: &Site, state: ProposalState) -> usize {
    let sight = Sight { roots: vec![site.unit("TU")], own: Vec::new() };
    let rows = site.read(|tx| documents::store::list_queue(tx, &sight, state, (0, 10)));
    assert_eq!(site.read(|tx| documents::store::count_queue(tx, &sight, state)), rows.len() as i64);
    rows.len()
}

on_both_databases! {
    fn a_proposal_is_made_below_decided_above_and_carried_out_by_a_document(site) {
        let id = a_registered_directive(site, 5, "về học tập");
        let citing = one_that_says(site, 6, "");
        let cell = site.unit("X01-C01-01");
        site.write(move |tx| documents::store::deliver(tx, id, &[cell]));
        let secretary = site.as_role(Role::CellSecretary, "X01-C01-01");
        let form = secretary.open(&format!("/documents/{id}/propose")).is_ok().fill("change", "replace");
        let _ = form.press("/propose").has_status(422).has_text("Nêu lý do");
        let made = form.fill("reason", "không còn phù hợp với mô hình mới").fill("clause", "Mục II").press("/propose");
        let address = made.location();
        let _ = made.follow().is_ok().has_text("không còn phù hợp").lacks_text("Ý kiến (bắt buộc");
        assert_eq!(queue(site, ProposalState::Open), 1);
        let officer = site.as_role(Role::Officer, "TU");
        let _ = officer.open("/documents/reviews").is_ok().has_text("Chỉ thị 05-CT/TU");
        let page = officer.open(&address).is_ok();
        let _ = officer.post(&format!("{address}/decide"), &[("decision", "decline")]).has_status(422).has_text("Nêu lý do");
        let agreed = page.fill("decision", "accept").press("/decide").follow().is_ok().has_text("chờ văn bản");
        assert_eq!(queue(site, ProposalState::Accepted), 1);
        let refused = agreed.fill("by", "77-CT/TU").press("/carry-out").has_status(422).has_text("Không thấy văn bản số 77-CT/TU");
        let refused = refused.fill("by", "05-CT/TU").press("/carry-out").has_status(422).has_text("không tự sửa đổi");
        let refused = refused.fill("by", "06-CT/TU").fill("from", "2026-01-01").press("/carry-out").has_status(422);
        let done = refused.has_text("sớm hơn ngày ban hành").fill("from", "2026-04-01").press("/carry-out").follow().is_ok();
        let _ = done.has_text("Bị thay thế");
        let _ = officer.open(&format!("/documents/{id}")).is_ok().has_text("Bị thay thế bởi").has_text("từ 01/04/2026");
        let _ = officer.open("/documents").is_ok().has_text("Bị thay thế");
        assert!(officer.open(&format!("/documents/{citing}")).is_ok().count(".state-red") >= 2);
        let _ = secretary.post(&format!("/documents/{id}/propose"), &[("change", "amend"), ("reason", "x")]).has_status(422).has_text("không còn hiệu lực");
        let on = |day: &str| site.read(|tx| documents::store::validity_on(tx, id, day.parse().unwrap()));
        assert_eq!((on("2026-03-31"), on("2026-04-01")), (Validity::InForce, Validity::Replaced));
        assert_eq!(site.read(|tx| documents::store::list_proposals_about(tx, id))[0].proposal.state, ProposalState::CarriedOut);
    }

    fn what_a_text_says_is_proposed_and_confirmed_by_a_person(site) {
        let id = a_registered_directive(site, 5, "về học tập");
        let by = one_that_says(site, 6, "Chỉ thị này thay thế Chỉ thị số 05-CT/TU, ngày 09/3/2026 của Tỉnh ủy.");
        let about = site.read(|tx| documents::store::list_proposals_about(tx, id));
        assert_eq!(about.len(), 1, "{about:?}");
        assert_eq!((about[0].proposal.origin, about[0].proposal.change), (Origin::Text, Change::Replace));
        let officer = site.as_role(Role::Officer, "TU");
        let _ = officer.open(&format!("/documents/{id}")).is_ok().has_text("Còn hiệu lực").has_text("1 đề nghị chưa xong");
        let page = officer.open(&format!("/documents/reviews/{}", about[0].proposal.id)).is_ok().has_text("Văn bản mới viết");
        let _ = page.fill("decision", "accept").press("/decide").follow().is_ok().has_text("Đã thực hiện");
        let effects = site.read(|tx| documents::store::list_effects(tx, id));
        assert_eq!((effects[0].by, effects[0].effective_on), (by, "2026-03-09".parse().unwrap()));
        // saying it again makes no second proposal
        site.write(move |tx| documents::store::resolve_citations_of(tx, by));
        assert_eq!(site.read(|tx| documents::store::list_proposals_about(tx, id)).len(), 1);
    }

    fn a_body_below_does_not_change_what_one_above_issued(site) {
        let register = |name, text: &str| {
            let draft = import(site, Role::CommuneOfficer, "X01", name, text);
            let id = id_in(&draft.location());
            let _ = draft.follow().press("/check").follow().is_ok();
            id
        };
        let above = register("a.txt", &directive(5, "về học tập"));
        let own = directive(8, "về việc của xã").replace("TỈNH ỦY SÔNG LẠC", "ĐẢNG ỦY XÃ AN KHÊ THƯỢNG").replace("CT/TU", "KH/ĐU");
        let _ = register("b.txt", &own.replace("CHỈ THỊ\n", "KẾ HOẠCH\n"));
        let new = NewProposal {
            document: above, change: Change::Repeal, clause: String::new(), reason: "trùng lặp".into(),
            origin: Origin::Review, by: None, unit: Some(site.unit("X01")),
        };
        let id = site.write(move |tx| documents::store::insert_proposal(tx, &new));
        let officer = site.as_role(Role::CommuneOfficer, "X01");
        let page = officer.open(&format!("/documents/reviews/{id}")).is_ok();
        let refused = page.fill("decision", "accept").fill("by", "08-KH/ĐU").fill("from", "2026-04-01").press("/decide");
        let _ = refused.has_status(422).has_text("không có thẩm quyền");
        let _ = site.as_role(Role::CommuneOfficer, "X02").open(&format!("/documents/reviews/{id}")).has_status(404);
        let _ = officer.post(&format!("/documents/reviews/{id}/decide"), &[("decision", "decline"), ("note", "x"), ("version", "9")]).has_status(409);
        assert_eq!(site.read(|tx| documents::store::find_proposal(tx, id)).proposal.state, ProposalState::Open);
    }

    fn an_amended_text_holds_from_its_day_and_is_compared_with_the_one_before(site) {
        let id = a_registered_directive(site, 5, "về học tập");
        let by = a_registered_directive(site, 6, "về sửa đổi Chỉ thị 05");
        let officer = site.as_role(Role::Officer, "TU");
        let _ = officer.open(&format!("/documents/{id}/compare")).has_status(404);
        let same = amend(site, id, "2026-05-01", &directive(5, "về học tập")).has_status(422);
        let _ = same.has_text("Toàn văn không khác bản trước");
        let _ = amend(site, id, "2026-03-09", &amended_text(5)).has_status(422).has_text("Nhập ngày sau ngày đó");
        let fields = [("from", "2026-05-01"), ("text", &amended_text(5)), ("by", "6 CT/TU")];
        let saved = officer.upload(&format!("/documents/{id}/editions"), &fields, ("file", "", b""));
        let page = saved.follow().is_ok().has_text("sinh hoạt chuyên đề").lacks_text("học tập, quán triệt đến");
        let _ = page.has_text("So sánh hai bản").has_text("Được sửa đổi, bổ sung");
        let _ = officer.open(&format!("/documents/{id}?edition=1")).is_ok().has_text("học tập, quán triệt đến").has_text("Không phải bản hiện hành");
        let compared = officer.open(&format!("/documents/{id}/compare")).is_ok();
        assert!(compared.text_of("del").contains("chữ bỏ"));
        let _ = compared.has_text("1 phần thay đổi").has_text("sinh hoạt chuyên đề");
        let _ = officer.open(&format!("/documents/{id}/compare?from=2&to=2&all=true")).is_ok().has_text("Hai bản giống nhau");
        let editions = site.read(|tx| documents::store::list_editions(tx, id));
        assert_eq!((editions.len(), editions[1].by), (2, Some(by)));
        let found: String = site.read(|tx| tx.scalar("SELECT folded FROM document_text ORDER BY document_id LIMIT 1", &[]));
        assert!(found.contains("sinh hoat chuyen de"));
        let _ = site.as_role(Role::CommuneOfficer, "X01").open(&format!("/documents/{id}/compare")).has_status(404);
    }

    fn a_secret_does_not_come_in_as_an_amended_text(site) {
        let id = a_registered_directive(site, 5, "về học tập");
        let page = amend(site, id, "2026-05-01", &format!("TỐI MẬT\n{}", amended_text(5))).has_status(422);
        let _ = page.has_text("mang dấu").lacks_text("sinh hoạt chuyên đề");
        assert!(site.read(|tx| documents::store::list_editions(tx, id)).is_empty());
    }

    fn a_mark_in_the_note_of_an_amended_text_is_refused_and_its_file_is_not_kept(site) {
        let id = a_registered_directive(site, 5, "về học tập");
        let text = amended_text(5);
        let fields = [("from", "2026-05-01"), ("note", "Độ mật: Tối mật")];
        let officer = site.as_role(Role::Officer, "TU");
        let refused = officer.upload(&format!("/documents/{id}/editions"), &fields, ("file", "moi.txt", text.as_bytes()));
        let _ = refused.has_status(422).has_text("mang dấu");
        assert!(site.read(|tx| documents::store::list_editions(tx, id)).is_empty());
        let name = platform::files::Files::in_memory().keep(text.as_bytes()).unwrap();
        assert!(site.app.files.read(&name).is_err(), "the file was kept");
        assert_eq!(count(site, "SELECT COUNT(*) FROM event WHERE name = 'documents.secret_refused'"), 1);
    }

    fn of_a_packet_an_amended_text_keeps_only_the_file_that_was_read(site) {
        let id = a_registered_directive(site, 5, "về học tập");
        let text = amended_text(5);
        let odd = vec![0x1f_u8, 0x8b, 8, 0];
        let packet = edxml::Packet {
            from: edxml::Organ::new("000.00.07.H98", "TỈNH ỦY SÔNG LẠC"),
            to: vec![edxml::Organ::new("X01", "Đảng ủy xã An Khê Thượng")],
            document_id: "78".into(),
            number: "05".into(),
            notation: "CT/TU".into(),
            subject: "về học tập".into(),
            type_name: "Chỉ thị".into(),
            files: vec![
                edxml::Attachment::new("ct.txt", "text/plain", text.as_bytes().to_vec()),
                edxml::Attachment::new("bang.bin", "x/y", odd.clone()),
            ],
            ..edxml::Packet::default()
        };
        let whole = edxml::write(&packet).unwrap();
        let officer = site.as_role(Role::Officer, "TU");
        let fields = [("from", "2026-05-01")];
        let saved = officer.upload(&format!("/documents/{id}/editions"), &fields, ("file", "goi.edxml", &whole));
        let _ = saved.follow().is_ok().has_text("sinh hoạt chuyên đề");
        let kept = |content: &[u8]| site.app.files.read(&platform::files::Files::in_memory().keep(content).unwrap()).is_ok();
        assert!(kept(text.as_bytes()), "the file itself is kept");
        assert!(!kept(&whole) && !kept(&odd), "what nobody could look at was kept");
    }

    fn a_mark_typed_about_a_document_is_refused_in_every_field(site) {
        let id = a_registered_directive(site, 5, "về học tập");
        let officer = site.as_role(Role::Officer, "TU");
        let mark = "Độ mật: Tối mật";
        for field in ["place", "symbol", "signer_name", "signer_position", "signing_authority", "parent_body", "recipients"] {
            let check = officer.open(&format!("/documents/{id}/check")).is_ok().fill(field, mark).press("/check");
            let _ = check.has_status(422).has_text("mang dấu");
        }
        let fields = [("change", "repeal"), ("reason", mark)];
        let _ = officer.post(&format!("/documents/{id}/propose"), &fields).has_status(422).has_text("mang dấu");
        let fields = [("reader", "members"), ("points", mark)];
        let _ = officer.post(&format!("/documents/{id}/digest"), &fields).has_status(422).has_text("mang dấu");
        let fields = [("type_code", "CT"), ("first", "6"), ("reason", "earlier"), ("note", mark)];
        let _ = officer.post("/documents/numbers", &fields).has_status(422).has_text("mang dấu");
        officer.post("/documents/numbers/terms", &[("name", mark), ("starts_on", "2026-01-01")]).is_refused_because("DOC-02");
        assert_eq!(count(site, "SELECT COUNT(*) FROM event WHERE detail LIKE '%ối mật%'"), 0);
    }

    fn a_text_of_a_later_day_begins_on_that_day(site) {
        let id = a_registered_directive(site, 5, "về học tập");
        let tomorrow = site.today().plus(1).to_string();
        let _ = amend(site, id, &tomorrow, &amended_text(5)).follow().is_ok().has_text("học tập, quán triệt đến");
        site.run_jobs();
        let text = || site.read(|tx| documents::store::find(tx, id)).text;
        assert!(text().contains("học tập, quán triệt đến"));
        site.set_time(&tomorrow, 6, 0);
        site.run_jobs();
        assert!(text().contains("sinh hoạt chuyên đề"));
        assert_eq!(count(site, "SELECT COUNT(*) FROM event WHERE name = 'documents.edition_began'"), 1);
        // turning again changes nothing
        site.write(move |tx| documents::store::turn(tx, id, 2));
        assert_eq!(count(site, "SELECT COUNT(*) FROM event WHERE name = 'documents.edition_began'"), 1);
    }

    fn who_acknowledged_the_text_before_is_asked_again(site) {
        let id = a_registered_directive(site, 5, "về học tập");
        let (cell, other) = (site.unit("X01-C01-01"), site.unit("X01-C01-02"));
        site.write(move |tx| {
            documents::store::deliver(tx, id, &[cell, other])?;
            documents::store::acknowledge(tx, id, cell)
        });
        let first = site.today();
        let next = first.plus(3);
        site.set_time(&next.to_string(), 9, 0);
        let new = NewEdition { from_day: next, text: amended_text(5), by: None, note: String::new(), file_name: String::new(), file: String::new() };
        site.write(move |tx| {
            let document = documents::store::find(tx, id)?;
            documents::store::insert_edition(tx, &document, &new)
        });
        let delivery = |unit| site.read(move |tx| documents::store::lookup_delivery(tx, id, unit)).unwrap();
        assert!(delivery(cell).acknowledged_at.is_none() && delivery(cell).asked_again_at.is_some());
        assert!(delivery(other).asked_again_at.is_none());
        site.settle();
        let root = site.unit("TU");
        let sum = |day| site.read(|tx| figures::store::value(tx, &id.to_string(), "documents.acknowledged", root, day));
        assert_eq!((sum(first), sum(next)), (1, 0));
        let figure = documents::figures::FIGURES.iter().find(|f| f.id == "documents.acknowledged").unwrap();
        let rows = |as_of| {
            let of = platform::app::RowsOf { subject: id.to_string(), unit: root, as_of, tree_on: as_of, offset: 0, limit: 10 };
            site.read(|tx| (figure.rows)(tx, &of)).total
        };
        assert_eq!((rows(first), rows(next)), (1, 0));
        let secretary = site.as_role(Role::CellSecretary, "X01-C01-01");
        let page = secretary.open(&format!("/documents/{id}")).is_ok().has_text("Cần tiếp thu lại");
        let _ = page.press("/acknowledge").follow().is_ok().lacks_text("Cần tiếp thu lại");
        assert_eq!(site.read(|tx| documents::store::list_lapsed(tx, id, cell)).len(), 1);
        site.settle();
        assert_eq!(sum(next), 1);
        site.assert_ledger_is_true();
    }
}
