//! Clauses that only tell how things stand are shown, counted apart, and overruled by a person; what lies before the leader
//! is not written on.

use kernel::Role;
use testkit::{Site, on_both_databases};

use crate::{a_programme, a_resolution_saying, a_task};

/// The second section of a resolution with a clause that only tells, and one that ends without a full stop.
const MIXED: &str = "II. NHIỆM VỤ\n1. Đảng ủy các xã chủ trì rà soát bãi bồi trước ngày 30/6/2026.\n2. Nước sạch về \
    đến từng hộ ven sông.\n3. Phát triển du lịch làng nghề\n";

fn events(site: &Site, name: &'static str) -> i64 {
    site.read(move |tx| tx.scalar("SELECT COUNT(*) FROM event WHERE name = $1", &[&name]))
}

on_both_databases! {
    fn what_is_left_out_is_told_listed_and_overruled_by_a_person(site) {
        let programme = a_programme(site, &a_resolution_saying(site, MIXED));
        let officer = site.as_role(Role::CommuneOfficer, "X01");
        let coverage = format!("{programme}/coverage");
        let page = officer.open(&coverage).is_ok().has_text("4 trong 4 mục phải thực hiện");
        let page = page.has_text("Không tính 1 mục chỉ nêu tình hình và 0 mục").has_text("Các mục không tính");
        // every clause that is no heading is one tap from its task, the one that only tells, too
        assert_eq!(page.count("a[href*='/tasks/new?clause=']"), 5);
        assert_eq!(page.count("section a[href^='#clause-']"), 1);
        let _ = officer.open(&programme).is_ok().has_text("Không tính 1 mục chỉ nêu tình hình");
        let asks = page.press("Mục này phải thực hiện").follow().is_ok().has_text("5 trong 5 mục phải thực hiện");
        let asks = asks.lacks_text("Các mục không tính").has_text("Đánh dấu phải thực hiện");
        let asks = asks.has_text(&site.today().shown());
        assert_eq!(events(site, "programmes.clause_asked"), 1);
        let back = asks.press("Bỏ đánh dấu").follow().is_ok().has_text("4 trong 4 mục phải thực hiện");
        let _ = back.lacks_text("Đánh dấu phải thực hiện");
        assert_eq!(events(site, "programmes.clause_unmarked"), 1);
        let stranger = site.as_role(Role::CommuneOfficer, "X02");
        let _ = stranger.post(&format!("{programme}/marks"), &[("clause", "II › 2"), ("says", "asks")]).has_status(404);
    }

    fn what_lies_before_the_leader_is_not_written_on(site) {
        let programme = a_programme(site, "");
        let officer = site.as_role(Role::CommuneOfficer, "X01");
        let _ = a_task(site, &programme, "Đan lục bình ở ấp 3").follow().is_ok();
        let draft = officer.open(&programme).press("/draft").location();
        let _ = officer.open(&draft).press("/submit").follow().is_ok();
        let task = [("work", "Việc nghĩ ra sau"), ("lead", "Văn phòng"), ("due_on", "2026-12-31")];
        officer.post(&format!("{programme}/tasks/new"), &task).is_refused_because("PROG-17");
        let page = officer.open(&programme).is_ok().has_text("trả lại dự thảo").lacks_text("Việc nghĩ ra sau");
        assert_eq!(page.count("a[href$='/tasks/new']"), 0);
        officer.open(&format!("{programme}/edit")).is_refused_because("PROG-17");
        let leader = site.as_role(Role::Leader, "X01");
        let _ = leader.open(&draft).press("/approve").follow().is_ok();
        officer.post(&format!("{programme}/tasks/new"), &task).is_refused_because("PROG-17");
        let _ = leader.open(&draft).fill("reason", "bổ sung việc").press("/return").follow().is_ok();
        let _ = officer.post(&format!("{programme}/tasks/new"), &task).follow().is_ok();
        let paper = officer.open(&format!("{draft}/docx")).is_ok().bytes;
        let tables = official_text::read::tables_of("du-thao.docx", &paper).unwrap();
        assert!(tables.iter().flatten().flatten().any(|cell| cell == "Việc nghĩ ra sau"), "{tables:?}");
    }

    fn a_paper_that_is_drafted_keeps_its_tasks_clear(site) {
        let programme = a_programme(site, "");
        let officer = site.as_role(Role::CommuneOfficer, "X01");
        let page = a_task(site, &programme, "Đan lục bình ở ấp 3").follow().is_ok();
        let task = crate::link(&page, "/programmes/tasks/");
        let _ = officer.open(&programme).press("/draft").location();
        officer.post(&format!("{programme}/tasks/new"), &[("work", "Chưa ai làm")]).is_refused_because("PROG-03");
        officer.post(&format!("{task}/edit"), &[("work", "Đan lục bình")]).is_refused_because("PROG-03");
        officer.post(&format!("{task}/remove"), &[]).is_refused_because("PROG-02");
        let _ = officer.open(&programme).is_ok().has_text("Đan lục bình ở ấp 3").lacks_text("Chưa ai làm");
    }
}
