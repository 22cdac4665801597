//! Approval and issue: every opinion answered first, the leader approves or gives back, the signature is judged, the
//! number is the next of the register.

use kernel::Role;
use testkit::{Page, Site, on_both_databases};

use crate::{a_draft, a_draft_of, a_round, asked_page, pdf_text};

/// Lays the draft before the leader and has it approved.
fn approved(site: &Site, draft: &str) {
    let submitted = site.as_role(Role::Officer, "TU").open(draft).press("/submit").follow();
    let _ = submitted.is_ok().has_text("Chờ duyệt");
    let _ = site.as_role(Role::Leader, "TU").open(draft).press("/approve").follow().is_ok().has_text("Đã duyệt");
}

fn issue_form<'s>(site: &'s Site, draft: &str) -> Page<'s> {
    let form = site.as_role(Role::Officer, "TU").open(&format!("{draft}/issue")).is_ok();
    form.fill("signer", "Trần Thị Hạnh").fill("position_name", "Phó Bí thư").fill("position", "deputy_secretary")
}

on_both_databases! {
    fn a_draft_goes_all_the_way_into_the_register(site) {
        let draft = a_draft(site);
        let answers = a_round(site, &draft, &[], &["X01"]);
        let form = site.as_role(Role::CommuneOfficer, "X01").open(&format!("{}?clause=1", asked_page(&answers)));
        let _ = form.fill("kind", "remove").fill("text", "Thừa.").press("/opinions");
        let officer = site.as_role(Role::Officer, "TU");
        let _ = officer.open(&answers).press("/close").follow().is_ok();
        // one opinion has no answer: the button is grey for the reason the server refuses
        let grey = officer.open(&draft).is_ok().has_text("Còn 1 ý kiến chưa tiếp thu, giải trình");
        assert_eq!(grey.count("form[action$='/submit']"), 0);
        officer.post(&format!("{draft}/submit"), &[("version", "3")]).is_refused_because("DRAF-20");
        let decide = officer.open(&answers).fill("decision", "partly").fill("answer", "Đã rút gọn.");
        let _ = decide.press("/decide").follow().is_ok();
        approved(site, &draft);
        let _ = officer.open(&format!("{draft}/edit")).has_status(422);
        let form = issue_form(site, &draft).has_text("01-NQ/TU").has_text("nhiệm kỳ 2025–2030");
        let issued = form.press("/issue").follow().is_ok().has_text("Đã ban hành").has_text("Nghị quyết 01-NQ/TU");
        let document = issued.attribute("dl.facts a[href^='/documents/']", "href");
        let shown = officer.open(&document).is_ok().has_text("về nâng cao chất lượng sinh hoạt chi bộ");
        let shown = shown.has_text("T/M BAN THƯỜNG VỤ").has_text("Trần Thị Hạnh").has_text("01-NQ-TU.docx");
        assert!(shown.count("nav.outline li") >= 5, "{}", shown.visible());
        assert!(officer.open(&format!("{document}/file")).is_ok().bytes.starts_with(b"PK"));
        let id = document.rsplit('/').next().unwrap().parse().unwrap();
        let made_from = site.read(|tx| drafts::store::lookup_by_document(tx, id)).unwrap();
        assert!(draft.ends_with(&made_from.id.to_string()));
        // the register leads back to where it was made, for who sees that
        let back = officer.open(&document).attribute("a[href^='/drafts/']:not([href^='/drafts/issued/'])", "href");
        assert_eq!(back, draft);
        let _ = officer.open(&document).has_text("Bảng tiếp thu, giải trình");
        let unit = site.unit("X01");
        site.write(move |tx| documents::store::deliver(tx, id, &[unit]));
        let reader = site.as_role(Role::CommuneOfficer, "X01").open(&document).is_ok();
        assert_eq!(reader.count("a[href^='/drafts/']:not([href^='/drafts/issued/'])"), 0);
        // what was issued is read only, its opinions stay
        let _ = officer.open(&format!("{draft}/table")).is_ok().has_text("Đã rút gọn.");
        let _ = officer.open(&format!("{draft}/issue")).has_status(422);
        officer.post(&format!("{draft}/drop"), &[("version", "9"), ("reason", "x")]).is_refused_because("DRAF-27");
        // the next one of the type has the next number
        let next = a_draft(site);
        approved(site, &next);
        let _ = issue_form(site, &next).has_text("02-NQ/TU");
    }

    fn an_issued_paper_is_printed_with_its_number_day_and_signature(site) {
        let draft = a_draft(site);
        approved(site, &draft);
        let issued = issue_form(site, &draft).press("/issue").follow().is_ok();
        let document = issued.attribute("dl.facts a[href^='/documents/']", "href");
        let officer = site.as_role(Role::Officer, "TU");
        assert!(officer.open(&format!("{draft}/docx")).is_ok().bytes.starts_with(b"PK"));
        let print = officer.open(&document).attribute("a[href^='/drafts/issued/']", "href");
        let unit = site.unit("X01");
        let id = document.rsplit('/').next().unwrap().parse().unwrap();
        let _ = site.as_role(Role::CommuneOfficer, "X01").open(&print).has_status(404);
        site.write(move |tx| documents::store::deliver(tx, id, &[unit]));
        // whoever sees the document reads it as it was printed, also where the draft is not seen
        let reader = site.as_role(Role::CommuneOfficer, "X01");
        assert_eq!(reader.open(&document).is_ok().attribute("a[href^='/drafts/issued/']", "href"), print);
        let _ = reader.open(&draft).has_status(404);
        // who sees the draft of the unit reads it, too, without the register
        let secretary = site.as_role(Role::CellSecretary, "TU");
        assert_eq!(secretary.open(&print).status, officer.open(&print).status);
        let day = site.today();
        for page in [officer.open(&format!("{draft}/pdf")), reader.open(&print)] {
            let Some(text) = pdf_text(&page) else { return };
            assert!(!text.contains("Dự thảo"), "{text}");
            let date = format!("ngày {:02} tháng {} năm {}", day.0.day(), day.0.month(), day.0.year());
            for wanted in ["01-NQ/TU", date.as_str(), "T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "Trần Thị Hạnh"] {
                assert!(text.contains(wanted), "{wanted}: {text}");
            }
        }
    }

    fn a_leader_gives_a_draft_back_with_a_reason(site) {
        let draft = a_draft(site);
        let _ = site.as_role(Role::Officer, "TU").open(&draft).press("/submit").follow().is_ok();
        let leader = site.as_role(Role::Leader, "TU");
        leader.open(&draft).press("/return").is_refused_because("DRAF-25");
        let back = leader.open(&draft).fill("reason", "Bổ sung căn cứ").press("/return").follow();
        let _ = back.is_ok().has_text("Lãnh đạo trả lại: Bổ sung căn cứ").has_text("Đang soạn");
        leader.post(&format!("{draft}/approve"), &[("version", "3")]).is_refused_because("DRAF-24");
        let _ = site.as_role(Role::Leader, "X01").post(&format!("{draft}/approve"), &[]).has_status(404);
    }

    fn the_rules_on_signing_are_dated_and_entered_by_administrators(site) {
        let officer = site.as_role(Role::Officer, "TU");
        let _ = officer.open("/drafts/signing").is_ok().has_text("Hướng dẫn 36-HD/VPTW").lacks_text("Khai quy định mới");
        let _ = officer.open("/drafts/signing?day=2010-01-01").is_ok().has_text("Không có quy định nào");
        let _ = officer.post("/drafts/signing", &[("body", "standing")]).has_status(403);
        let _ = site.as_role(Role::Administrator, "X01").open("/drafts/signing").fill("starts_on", "2026-06-01")
            .fill("regulation", "Hướng dẫn 90-HD/VPTW").press("/drafts/signing").has_status(404);
        let form = site.as_role(Role::Administrator, "TU").open("/drafts/signing").is_ok();
        let form = form.fill("body", "standing").fill("capacity", "on_behalf").fill("position", "deputy_secretary");
        let form = form.fill("may", "false").fill("starts_on", "2026-06-01");
        let _ = form.press("/drafts/signing").has_status(422).has_text("Hãy nhập tên quy định");
        let form = form.fill("regulation", "Hướng dẫn 90-HD/VPTW");
        let _ = form.press("/drafts/signing").follow().is_ok().has_text("Hướng dẫn 90-HD/VPTW, từ 01/06/2026");
        let _ = officer.open("/drafts/signing?day=2026-05-31").is_ok().lacks_text("90-HD/VPTW");
        // and from that day nobody signs so
        let draft = a_draft(site);
        approved(site, &draft);
        issue_form(site, &draft).press("/issue").is_refused_because("DRAF-38");
    }

    fn the_signature_is_judged_by_the_rules_in_force(site) {
        let draft = a_draft(site);
        approved(site, &draft);
        let refused = |capacity: &str, position: &str| issue_form(site, &draft).fill("capacity", capacity).fill("position", position).press("/issue");
        refused("for_head", "deputy_secretary").is_refused_because("DRAF-29");
        refused("on_behalf", "head").is_refused_because("DRAF-38");
        refused("by_order", "deputy_head").is_refused_because("DRAF-37");
        refused("by_order", "head").is_refused_because("DRAF-34");
        issue_form(site, &draft).fill("signer", " ").press("/issue").is_refused_because("DRAF-39");
        issue_form(site, &draft).fill("body", "advisory").press("/issue").is_refused_because("DRAF-40");
        let _ = issue_form(site, &draft).fill("issued_on", "mai").press("/issue").has_status(422);
    }

    fn a_chief_of_office_signs_by_order_once_delegated(site) {
        let draft = a_draft_of(site, Role::Officer, "TU", &[("type_code", "CV"), ("title", "về việc báo cáo quý IV")]);
        approved(site, &draft);
        let officer = site.as_role(Role::Officer, "TU");
        let page = officer.open("/drafts/delegations").is_ok().has_text("Chưa có ủy nhiệm");
        let _ = page.fill("position", "Chánh Văn phòng").press("/drafts/delegations").has_status(422);
        let page = officer.open("/drafts/delegations").fill("position", "Chánh Văn phòng").fill("type", "CV");
        let made = page.fill("ground", "Quy chế làm việc của Tỉnh ủy").press("/drafts/delegations").follow();
        let _ = made.is_ok().has_text("Quy chế làm việc của Tỉnh ủy").has_text("Công văn");
        let form = issue_form(site, &draft).fill("capacity", "by_order").fill("position", "head");
        let issued = form.fill("position_name", "Chánh Văn phòng").press("/issue").follow();
        let _ = issued.is_ok().has_text("01-CV/TU");
        let _ = officer.open("/drafts/delegations").press("/drafts/delegations/end").follow().is_ok().has_text("22/11/2026 – 22/11/2026");
        let _ = site.as_role(Role::CommuneOfficer, "X01").post("/drafts/delegations", &[("unit", &site.unit("TU").to_string())]).has_status(404);
    }

    fn what_a_body_may_not_issue_is_refused_by_the_register(site) {
        let draft = a_draft_of(site, Role::CommuneOfficer, "X01-C01", &[("type_code", "CT"), ("title", "về dạy học"), ("place", "An Khê")]);
        let officer = site.as_role(Role::CommuneOfficer, "X01-C01");
        let _ = officer.open(&draft).press("/submit").follow().is_ok();
        let _ = site.as_role(Role::Leader, "X01-C01").open(&draft).press("/approve").follow().is_ok();
        let form = officer.open(&format!("{draft}/issue")).fill("signer", "Hoàng Văn Lý");
        form.press("/issue").is_refused_because("DOC-10");
        let left: i64 = site.read(|tx| tx.scalar("SELECT COUNT(*) FROM document", &[]));
        assert_eq!(left, 0, "nothing of a refused issue stays");
    }
}
