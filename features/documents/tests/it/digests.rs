//! Digests of new points per audience, the figure of shortness, tasks confirmed by a person.

use documents::domain::Reader;
use kernel::Role;
use testkit::on_both_databases;

use crate::a_registered_directive;

on_both_databases! {
    fn a_digest_is_written_for_one_audience_and_shown_to_who_reads_the_document(site) {
        let id = a_registered_directive(site, 5, "về học tập");
        let officer = site.as_role(Role::Officer, "TU");
        let page = officer.open(&format!("/documents/{id}/digest?reader=members")).is_ok();
        let saved = page.fill("points", "- Học trong ba ngày\n- Không viết thu hoạch giấy").press("/digest");
        let _ = saved.follow().is_ok().has_text("Không viết thu hoạch giấy").has_text("Đảng viên ở cơ sở");
        // somebody else read the page before it was saved
        let late = [("reader", "members"), ("points", "Khác"), ("version", "0")];
        let _ = officer.post(&format!("/documents/{id}/digest"), &late).has_status(409);
        let cell = site.unit("X01-C01-01");
        site.write(move |tx| documents::store::deliver(tx, id, &[cell]));
        let member = site.as_role(Role::Member, "X01-C01-01");
        let _ = member.open(&format!("/documents/{id}")).is_ok().has_text("Học trong ba ngày").lacks_text("Viết điểm mới");
        let _ = member.open(&format!("/documents/{id}/digest")).has_status(403);
        let many = "một ý\n".repeat(21);
        let again = || officer.open(&format!("/documents/{id}/digest?reader=members")).is_ok();
        let _ = again().fill("points", &many).press("/digest").has_status(422).has_text("21 điểm");
        let _ = again().fill("points", "Chỉ một ý").press("/digest").follow().is_ok().lacks_text("Học trong ba ngày");
        let left = site.read(|tx| documents::store::list_digests(tx, id));
        assert_eq!((left.len(), left[0].version), (1, 2));
        site.write(move |tx| documents::store::save_digest(tx, id, Reader::Members, &[], 2));
        assert!(site.read(|tx| documents::store::list_digests(tx, id)).is_empty());
    }

    fn how_short_a_text_is_stands_beside_it(site) {
        let id = a_registered_directive(site, 5, "về học tập");
        let page = site.as_role(Role::Officer, "TU").open(&format!("/documents/{id}")).is_ok();
        let _ = page.has_text("chữ mỗi câu").has_text("phần mở đầu chiếm");
    }

    fn a_task_read_in_the_text_is_confirmed_or_dismissed_by_a_person(site) {
        let gives = "1. Giao Ban Tuyên giáo và Dân vận Tỉnh ủy chủ trì, phối hợp với Văn phòng Tỉnh ủy xây dựng kế hoạch tuyên truyền trước ngày 30/6/2026.";
        let text = crate::directive(5, "về học tập").replace("1. Các đảng ủy trực thuộc xây dựng kế hoạch.", gives);
        let draft = crate::import(site, Role::Officer, "TU", "a.txt", &text);
        let id = crate::id_in(&draft.location());
        let shown = draft.follow().press("/check").follow().is_ok();
        let _ = shown.has_text("Nhiệm vụ giao trong văn bản");
        let officer = site.as_role(Role::Officer, "TU");
        let page = || officer.open(&format!("/documents/{id}/tasks")).is_ok();
        let _ = page().has_text("Chờ xác nhận").fill("decision", "confirm").fill("work", " ").press("/tasks").has_status(422).has_text("Nhập đơn vị chủ trì");
        let saved = page().fill("decision", "confirm").fill("lead", "Ban Tuyên giáo").press("/tasks").follow().is_ok();
        let _ = saved.has_text("Đã xác nhận").has_text("30/06/2026");
        let _ = officer.open(&format!("/documents/{id}")).is_ok().has_text("Ban Tuyên giáo");
        let _ = officer.post(&format!("/documents/{id}/tasks"), &[("key", "khác")]).has_status(422).has_text("không còn");
        let _ = page().fill("decision", "dismiss").press("/tasks").follow().is_ok();
        let decided = site.read(|tx| documents::store::list_decided_tasks(tx, id));
        assert!(decided.iter().any(|task| task.state == documents::domain::TaskState::Dismissed && task.lead == "Ban Tuyên giáo"));
        let _ = site.as_role(Role::Leader, "TU").post(&format!("/documents/{id}/tasks"), &[("key", "x")]).has_status(403);
    }
}
