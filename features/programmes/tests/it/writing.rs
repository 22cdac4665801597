//! A programme is written after a document of the superior, set beside it, drafted and issued.

use kernel::Role;
use testkit::on_both_databases;

use crate::{a_programme, a_resolution, a_target, a_task, issue, link};

on_both_databases! {
    fn a_programme_begins_with_the_tasks_its_document_gives(site) {
        let document = a_resolution(site);
        let form = site.as_role(Role::CommuneOfficer, "X01").open(&format!("/programmes/new?document={document}")).is_ok();
        assert_eq!(form.attribute("#document option[selected]", "value"), document);
        let made = form.fill("title", "thực hiện Nghị quyết 06-NQ/TU").press("/programmes/new").follow().is_ok();
        let _ = made.has_text("Chương trình thực hiện Nghị quyết 06-NQ/TU").has_text("rà soát bãi bồi").has_text("II › 1");
    }

    fn a_clause_without_target_or_task_is_shown_and_one_tap_from_its_task(site) {
        let programme = a_programme(site, &a_resolution(site));
        let officer = site.as_role(Role::CommuneOfficer, "X01");
        let page = officer.open(&format!("{programme}/coverage")).is_ok().has_text("4 trong 4 mục");
        let new = page.attribute("a[href*='/tasks/new?clause=']", "href");
        let form = officer.open(&new).is_ok();
        assert_eq!(form.attribute("#clause option[selected]", "value"), "I › 1");
        let _ = form.fill("work", "Hỗ trợ 40 hộ bãi Đông nuôi cá lồng").press("/tasks/new").follow().is_ok();
        let _ = a_task(site, &programme, "Làm đường ra bến Cát");
        let page = officer.open(&format!("{programme}/coverage")).is_ok().has_text("3 trong 4 mục");
        let _ = page.has_text("Chưa rõ người").has_text("ngoài văn bản cấp trên").has_text("Làm đường ra bến Cát");
    }

    fn what_is_wrong_with_a_target_is_said_at_its_field(site) {
        let programme = a_programme(site, "");
        let _ = a_target(site, &programme, &[("title", " ")]).has_status(422).has_text("Nhập nội dung chỉ tiêu");
        let _ = a_target(site, &programme, &[("amount", "nhiều")]).has_status(422).has_text("Số chưa đúng");
        let _ = a_target(site, &programme, &[("amount", "")]).has_status(422).has_text("ít nhất một năm");
        a_target(site, &programme, &[("title", "Độ mật: Tối mật")]).is_refused_because("DOC-02");
        let page = a_target(site, &programme, &[("amount", "1.200,5")]).follow().is_ok().has_text("1.200,5");
        let target = link(&page, "/programmes/targets/");
        let officer = site.as_role(Role::CommuneOfficer, "X01");
        let form = officer.open(&format!("{target}/edit")).is_ok();
        assert_eq!(form.attribute("#amount-2026", "value"), "1.200,5");
        let _ = form.fill("title", "số hộ nuôi cá").press("/edit").follow().is_ok().has_text("số hộ nuôi cá");
        let _ = officer.open(&target).press("/remove").follow().is_ok().has_text("Chưa có chỉ tiêu nào");
    }

    fn the_paper_is_drafted_when_every_task_is_clear_and_issued_among_the_drafts(site) {
        let programme = a_programme(site, &a_resolution(site));
        let officer = site.as_role(Role::CommuneOfficer, "X01");
        let _ = officer.open(&programme).is_ok().has_text("Chưa có nhiệm vụ nào");
        officer.post(&format!("{programme}/draft"), &[("version", "1")]).is_refused_because("PROG-02");
        let _ = a_task(site, &programme, "Mở 12 lớp ở bãi Đông");
        let _ = a_target(site, &programme, &[]);
        let draft = officer.open(&programme).press("/draft");
        let text = draft.follow().is_ok().has_text("CHỈ TIÊU").has_text("Chủ trì: Văn phòng Đảng ủy").has_text("CTr/ĐU");
        let _ = text.has_text("Thực hiện Nghị quyết 06-NQ/TU");
        // the draft is given up: the programme is written on, then drafted anew
        let address = draft.location();
        let dropped = officer.open(&address).fill("reason", "thiếu số liệu").press("/drop");
        assert_eq!(dropped.status.as_u16(), 303, "{}", dropped.visible());
        let _ = officer.open(&programme).is_ok().has_text("Đang xây dựng");
        issue(site, &programme);
        let issued = officer.open(&programme).is_ok().has_text("Đang thực hiện").has_text("01-CTr/ĐU");
        assert_eq!(issued.count("a[href$='/edit']"), 0);
        let _ = officer.open(&format!("{programme}/edit")).has_status(422);
        let counts = site.as_role(Role::Officer, "TU").open("/programmes/counts").is_ok();
        let _ = counts.has_text("1 chương trình hành động và 0 kế hoạch");
        assert!(site.as_role(Role::Officer, "TU").open("/programmes/counts?format=xlsx").is_ok().bytes.starts_with(b"PK"));
    }

    fn tasks_come_from_a_list_row_by_row(site) {
        let programme = a_programme(site, "");
        let officer = site.as_role(Role::CommuneOfficer, "X01");
        assert!(officer.open(&format!("{programme}/import/template")).is_ok().bytes.starts_with(b"PK"));
        let list = "Nội dung công việc,Chủ trì,Thời hạn,Sản phẩm\nMở lớp,Văn phòng,30/06/2026,12 lớp\n,Văn phòng,30/06/2026,\nTrồng rừng,Hội Nông dân,ngày mai,\n";
        let page = officer.upload(&format!("{programme}/import"), &[], ("file", "viec.csv", list.as_bytes())).is_ok();
        let _ = page.has_text("Đã nhận 1 chỉ tiêu, nhiệm vụ").has_text("2 dòng chưa nhận được").has_text("Dòng 3").has_text("Dòng 4");
        let _ = officer.open(&programme).has_text("Mở lớp").lacks_text("Trồng rừng");
        let bad = officer.upload(&format!("{programme}/import"), &[], ("file", "viec.xlsx", b"khong phai"));
        let _ = bad.has_status(422);
    }

    fn a_paper_goes_out_with_its_annex_and_comes_back_from_word(site) {
        let programme = a_programme(site, "");
        let officer = site.as_role(Role::CommuneOfficer, "X01");
        let _ = officer.open(&format!("{programme}/edit")).fill("goal", "Mỗi chi bộ có việc của mình.").press("/edit").follow();
        let _ = a_target(site, &programme, &[]).follow().is_ok();
        let _ = a_task(site, &programme, "Đan lục bình ở ấp 3").follow().is_ok();
        let draft = officer.open(&programme).press("/draft").location();
        // what is written on while the paper is a draft stands in its annex
        let _ = a_task(site, &programme, "Mở phiên chợ nổi").follow().is_ok();
        let paper = officer.open(&format!("{draft}/docx")).is_ok().bytes;
        let tables = official_text::read::tables_of("du-thao.docx", &paper).unwrap();
        let has = |text: &str| tables.iter().flatten().flatten().any(|cell| cell == text);
        assert!(has("số hộ có mô hình") && has("Đan lục bình ở ấp 3") && has("Mở phiên chợ nổi"), "{tables:?}");
        // the same paper fills another programme
        let other = a_programme(site, "");
        let shown = officer.upload(&format!("{other}/import"), &[], ("file", "ctr.docx", &paper)).is_ok();
        let _ = shown.has_text("Đã nhận 3 chỉ tiêu, nhiệm vụ").lacks_text("chưa nhận được");
        let page = officer.open(&other).is_ok().has_text("Đan lục bình ở ấp 3").has_text("số hộ có mô hình");
        let _ = page.has_text("Mỗi chi bộ có việc của mình.");
        let bare = a_programme(site, "");
        let none = officer.upload(&format!("{bare}/import"), &[], ("file", "ctr.docx", b"khong phai")).has_status(422);
        let _ = none.has_text("Không nhận ra bảng nào");
    }

    fn a_clause_calls_for_no_task_when_a_person_says_why(site) {
        let document = a_resolution(site);
        let programme = a_programme(site, &document);
        let officer = site.as_role(Role::CommuneOfficer, "X01");
        let coverage = format!("{programme}/coverage");
        let page = officer.open(&coverage).is_ok().has_text("4 trong 4 mục").has_text("không đặt mức phải đạt");
        page.press("/marks").is_refused_because("PROG-13");
        let marked = page.fill("reason", "Xã không có bãi bồi").press("/marks").follow().is_ok();
        let marked = marked.has_text("Xã không có bãi bồi").has_text("3 trong 3 mục");
        let unknown = [("clause", "IX"), ("reason", "x")];
        let _ = officer.post(&format!("{programme}/marks"), &unknown).has_status(404);
        let stranger = site.as_role(Role::CommuneOfficer, "X02");
        let _ = stranger.post(&format!("{programme}/marks"), &[("clause", "I › 1"), ("reason", "x")]).has_status(404);
        let _ = marked.press("Bỏ đánh dấu").follow().is_ok().lacks_text("Xã không có bãi bồi");
    }

    fn another_branch_does_not_know_of_it_and_a_reader_does_not_write(site) {
        let programme = a_programme(site, "");
        let stranger = site.as_role(Role::CommuneOfficer, "X02");
        let _ = stranger.open(&programme).has_status(404);
        let _ = stranger.open("/programmes").is_ok().lacks_text("06-NQ/TU");
        let leader = site.as_role(Role::Leader, "TU");
        let _ = leader.open(&programme).is_ok().lacks_text("Soạn văn bản");
        let _ = leader.open(&format!("{programme}/edit")).has_status(403);
        let _ = leader.open("/programmes?q=nghi+quyet+06").is_ok().has_text("06-NQ/TU");
        assert!(leader.open("/programmes?format=xlsx").is_ok().bytes.starts_with(b"PK"));
        let body = leader.open("/api/v1/programmes").is_ok().json();
        assert_eq!((body["total"].as_i64(), body["rows"][0]["kind"].as_str()), (Some(1), Some("programme")));
    }

    fn the_heading_of_the_list_keeps_its_width_beside_its_buttons(site) {
        let page = site.as_role(Role::CommuneOfficer, "X01").open("/programmes").is_ok();
        assert_eq!(page.count(".page-header .row > .col-auto > h1"), 1, "a column that does not shrink");
        assert_eq!(page.count(".page-header .row > .actions > a.btn"), 4);
    }

    fn a_programme_is_given_up_with_a_reason(site) {
        let programme = a_programme(site, "");
        let officer = site.as_role(Role::CommuneOfficer, "X01");
        officer.open(&programme).press("/drop").is_refused_because("PROG-06");
        let _ = officer.open(&programme).fill("reason", "gộp vào kế hoạch năm").press("/drop").follow().has_text("gộp vào kế hoạch năm");
    }

    fn the_author_sees_what_is_copied_and_the_superior_opens_it_only_with_a_reason(site) {
        let document = a_resolution(site);
        let programme = a_programme(site, &document);
        let _ = a_task(site, &programme, "Đảng ủy các xã phối hợp với Mặt trận rà soát bãi bồi trước ngày 30/6/2026");
        let author = site.as_role(Role::CommuneOfficer, "X01");
        let meter = format!("{programme}/own-words");
        let page = author.open(&meter).is_ok().has_text("lời văn lấy từ nơi khác").has_text("Văn bản cấp trên");
        assert!(page.count("mark") > 0, "{}", page.visible());
        let above = site.as_role(Role::Officer, "TU");
        let closed = above.open(&meter).is_ok().has_text("phải ghi lý do");
        assert_eq!(closed.count("mark"), 0);
        closed.press("/own-words").is_refused_because("PROG-12");
        let opened = closed.fill("reason", "chuẩn bị hội nghị rút kinh nghiệm").press("/own-words").is_ok();
        assert!(opened.count("mark") > 0);
        assert_eq!(site.read(|tx| tx.scalar::<i64>("SELECT COUNT(*) FROM event WHERE name = 'programmes.copying_opened'", &[])), 1);
        // what the superior sets as mandated does not count
        let form = above.open(&format!("/programmes/copying?document={document}")).is_ok();
        let wording = "Đảng ủy các xã chủ trì, phối hợp với Mặt trận rà soát bãi bồi trước ngày 30/6/2026.";
        let _ = form.fill("wording", wording).press("/programmes/mandated").follow().is_ok();
        assert_eq!(author.open(&meter).is_ok().count("mark"), 0);
        let _ = author.post("/programmes/mandated", &[("document", &document), ("wording", "x")]).has_status(404);
        issue(site, &programme);
        let page = above.open(&format!("/programmes/copying?document={document}")).is_ok();
        let _ = page.has_text("0–10%").lacks_text("An Khê Thượng");
    }
}
