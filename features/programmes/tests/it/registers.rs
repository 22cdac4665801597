//! One resolution in several registers: siblings, counts, mandated wording and known figures know it as one; what it
//! stands on is laid beside the text, too.

use kernel::{DocumentId, Role};
use platform::burden::AskedOf;
use testkit::{Site, on_both_databases};

use crate::{a_programme, a_programme_of, a_resolution, a_task, a_task_of, issue, issue_of, registered, resolution};

/// A task in words of somebody's own, long enough to be a copy where it is met again.
const RAFTS: &str =
    "Dựng ba bè nuôi cá lồng ở khúc sông Vân, giao Hội Nông dân trông bè và ghi sổ cá lớn mỗi sáng thứ bảy";

/// The commune X02 has registered the resolution itself: the id of its row.
fn a_copy(site: &Site) -> String {
    registered(site, ("X02", Some("TU")), resolution(), crate::DIRECTIVE).to_string()
}

fn mandate(site: &Site, role: Role, unit: &'static str, document: &str, wording: &str) -> u16 {
    let fields = [("document", document), ("wording", wording)];
    site.as_role(role, unit).post("/programmes/mandated", &fields).status.as_u16()
}

on_both_databases! {
    fn one_resolution_in_two_registers_is_one(site) {
        let (sent, copy) = (a_resolution(site), a_copy(site));
        let other = a_programme_of(site, "X02", &copy, "programme");
        let _ = a_task_of(site, "X02", &other, RAFTS);
        issue_of(site, "X02", &other);
        let programme = a_programme(site, &sent);
        let _ = a_task(site, &programme, RAFTS);
        let author = site.as_role(Role::CommuneOfficer, "X01");
        let meter = format!("{programme}/own-words");
        let _ = author.open(&meter).is_ok().has_text("Chương trình của một đơn vị bạn");
        issue(site, &programme);
        site.run_jobs();
        let province = site.as_role(Role::Officer, "TU");
        for document in [&sent, &copy] {
            let counts = province.open(&format!("/programmes/counts?document={document}")).is_ok();
            let counts = counts.has_text("2 chương trình hành động và 0 kế hoạch").has_text("06-NQ/TU");
            let list = counts.attribute("a.figure[href*='kind=programmes'][href*='level=commune_committee']", "href");
            assert_eq!(province.open(&list).is_ok().count("tbody tr"), 2);
        }
        let copied: Vec<Option<i64>> = site.read(|tx| tx.list("SELECT copied FROM programme ORDER BY id", &[], |row| row.get(0)));
        assert!(copied.iter().all(Option::is_some), "{copied:?}");
        // the pages lead to each other, and the document can be chosen
        let page = author.open(&programme).is_ok();
        let counts = author.open(&page.attribute("a[href*='/programmes/counts?document=']", "href")).is_ok();
        assert_eq!(counts.attribute("#document option[selected]", "value"), sent);
        let meter = author.open(&counts.attribute("a[href*='/programmes/copying?document=']", "href")).is_ok();
        assert_eq!(meter.attribute("#document option[selected]", "value"), sent);
        assert_eq!(author.open(&format!("{programme}/coverage")).count("a[href*='/programmes/copying?document=']"), 1);
        assert_eq!(province.open(&format!("/documents/{sent}")).count("a[href*='/programmes/counts?document=']"), 1);
    }

    fn only_the_side_of_the_issuer_says_what_must_be_repeated(site) {
        let (sent, copy) = (a_resolution(site), a_copy(site));
        let wording = "Đảng ủy các xã chủ trì, phối hợp với Mặt trận rà soát bãi bồi trước ngày 30/6/2026.";
        let programme = a_programme_of(site, "X02", &copy, "programme");
        let _ = a_task_of(site, "X02", &programme, wording);
        let meter = || site.as_role(Role::CommuneOfficer, "X02").open(&format!("{programme}/own-words")).is_ok();
        assert!(meter().count("mark") > 0);
        // the commune has no word to say on its own copy
        let form = site.as_role(Role::CommuneOfficer, "X02").open(&format!("/programmes/copying?document={copy}")).is_ok();
        assert_eq!(form.count("#wording"), 0);
        assert_eq!(mandate(site, Role::CommuneOfficer, "X02", &copy, wording), 404);
        assert!(meter().count("mark") > 0);
        // the province says it on its own row, and it counts for the copy
        assert_eq!(mandate(site, Role::Officer, "TU", &sent, wording), 303);
        assert_eq!(meter().count("mark"), 0);
        let shown = site.as_role(Role::CommuneOfficer, "X02").open(&format!("/programmes/copying?document={copy}"));
        let _ = shown.is_ok().has_text(wording);
        // and takes it back on the copy
        assert_eq!(mandate(site, Role::Officer, "TU", &copy, ""), 303);
        assert!(meter().count("mark") > 0);
    }

    fn the_frame_of_our_own_papers_is_nobodys_copy(site) {
        let document = a_resolution(site);
        let copy = a_copy(site);
        let other = a_programme_of(site, "X02", &copy, "programme");
        let _ = a_task_of(site, "X02", &other, RAFTS);
        issue_of(site, "X02", &other);
        let programme = a_programme(site, &document);
        let _ = a_task(site, &programme, "Mở phiên chợ nổi bán đồ đan lục bình vào rằm mỗi tháng ở bến Cát");
        let page = site.as_role(Role::CommuneOfficer, "X01").open(&format!("{programme}/own-words")).is_ok();
        assert_eq!(page.count("mark"), 0, "{}", page.visible());
        let _ = page.has_text("0% lời văn lấy từ nơi khác").has_text("bến Cát");
    }

    fn what_the_superior_stands_on_is_laid_beside_the_text(site) {
        let central = "Xây dựng các làng nghề đan lát ven sông thành nơi dạy nghề, giữ nghề và bán hàng cho khách phương xa.";
        let entry = documents::domain::Entry {
            issuer_name: "Bộ Chính trị".into(),
            number: Some(57),
            symbol: "NQ/TW".into(),
            full_number: "57-NQ/TW".into(),
            term: "khóa XIII".into(),
            issued_on: "2024-12-22".parse().ok(),
            ..resolution()
        };
        let above = registered(site, ("TU", None), entry, central);
        let text = crate::DIRECTIVE.replace("\n\nI. MỤC TIÊU", "\n\nCăn cứ Nghị quyết số 57-NQ/TW, ngày 22/12/2024 của Bộ Chính trị;\nI. MỤC TIÊU");
        let basis = registered(site, ("TU", Some("TU")), resolution(), &text);
        assert_eq!(site.read(|tx| documents::store::list_above(tx, basis, 5)), [above]);
        let unit = site.unit("X01");
        site.write(move |tx| documents::store::deliver(tx, basis, &[unit]));
        let programme = a_programme(site, &basis.to_string());
        let _ = a_task(site, &programme, central);
        let author = site.as_role(Role::CommuneOfficer, "X01");
        let meter = format!("{programme}/own-words");
        let page = author.open(&meter).is_ok().has_text("Văn bản mà văn bản cấp trên căn cứ");
        // whoever may not see the document does not read it here
        assert_eq!(page.count("blockquote"), 0);
        let _ = page.has_text("chưa được gửi văn bản này");
        site.write(move |tx| documents::store::deliver(tx, above, &[unit]));
        assert!(author.open(&meter).is_ok().count("blockquote") > 0);
    }

    fn programmes_are_known_of_the_rollout_that_asks(site) {
        let (sent, copy) = (a_resolution(site), a_copy(site));
        for (unit, document) in [("X01", sent.as_str()), ("X01", ""), ("X02", copy.as_str())] {
            let programme = a_programme_of(site, unit, document, if unit == "X02" { "programme" } else { "action" });
            let _ = a_task_of(site, unit, &programme, RAFTS);
            issue_of(site, unit, &programme);
        }
        let officer = site.as_role(Role::Officer, "TU");
        let rollout = officer.open(&format!("/rollouts/new?document={sent}")).is_ok().press("Lưu nháp").location();
        let rollout = rollout.rsplit('/').next().unwrap().to_owned();
        let plug = programmes::plug();
        let of = |name: &str, unit: &'static str| {
            let known = plug.known.iter().find(|known| known.names.contains(&name)).unwrap();
            let unit = site.unit(unit);
            site.read(|tx| (known.read)(tx, &AskedOf { unit, subject: &rollout }))
        };
        let all = |name: &str| (of(name, "TU"), of(name, "X01"), of(name, "X02"));
        assert_eq!(all("so chuong trinh hanh dong"), (1, 1, 0));
        assert_eq!(all("so chuong trinh"), (2, 1, 1));
    }

    fn a_document_is_the_same_by_number_and_day_where_the_term_is_typed_otherwise(site) {
        let sent: DocumentId = a_resolution(site).parse().unwrap();
        let odd = documents::domain::Entry { term: "nhiệm kỳ XXI".into(), ..resolution() };
        let odd = registered(site, ("X02", Some("TU")), odd, crate::DIRECTIVE);
        let another = documents::domain::Entry { issuer_name: "Tỉnh ủy Nam Hải".into(), ..resolution() };
        let another = registered(site, ("X01", None), another, "Nghị quyết của tỉnh bạn.");
        let same = site.read(|tx| documents::store::list_same(tx, sent));
        assert!(same == [sent, odd] && !same.contains(&another), "{same:?}");
    }
}
