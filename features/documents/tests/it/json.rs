//! The JSON face of what became of documents: sequences, powers, reviews, editions, descent, tasks.

use kernel::Role;
use testkit::on_both_databases;

use crate::{a_registered_directive, directive, id_in, import};

on_both_databases! {
    fn sequences_and_powers_are_read_and_numbers_recorded(site) {
        let _ = a_registered_directive(site, 5, "về học tập");
        let officer = site.as_role(Role::Officer, "TU");
        let read = || officer.open("/api/v1/documents/numbers").is_ok().json();
        assert_eq!((read()["sequences"][0]["type_code"].as_str(), read()["sequences"][0]["next"].as_i64()), (Some("CT"), Some(6)));
        let body = serde_json::json!({ "type_code": "CT", "term": "nhiệm kỳ 2025–2030", "first": 7, "reason": "void" });
        let _ = officer.post_json("/api/v1/documents/numbers", &body).has_status(204);
        assert_eq!((read()["elsewhere"][0]["number"].as_i64(), read()["sequences"][0]["missing"][0].as_i64()), (Some(7), Some(6)));
        let taken = serde_json::json!({ "type_code": "CT", "term": "nhiệm kỳ 2025–2030", "first": 5, "reason": "void" });
        officer.post_json("/api/v1/documents/numbers", &taken).is_refused_because("DOC-12");
        let powers = officer.open("/api/v1/documents/powers?day=2026-06-01").is_ok().json();
        assert!(powers["rows"].as_array().unwrap().iter().any(|row| row["type_code"] == "CT" && row["may"] == false));
        let _ = site.as_role(Role::Member, "X01-C01-01").open("/api/v1/documents/numbers").has_status(403);
    }

    fn reviews_editions_and_their_comparison_are_read(site) {
        let id = a_registered_directive(site, 5, "về học tập");
        let officer = site.as_role(Role::Officer, "TU");
        assert_eq!(officer.open("/api/v1/documents/reviews").is_ok().json()["total"], 0);
        let _ = officer.post(&format!("/documents/{id}/propose"), &[("change", "amend"), ("reason", "vướng ở cơ sở")]);
        let queue = officer.open("/api/v1/documents/reviews").is_ok().json();
        assert_eq!((queue["total"].as_i64(), queue["rows"][0]["reason"].as_str()), (Some(1), Some("vướng ở cơ sở")));
        assert_eq!(officer.open(&format!("/api/v1/documents/{id}/editions")).is_ok().json()["rows"].as_array().map(Vec::len), Some(0));
        let _ = officer.open(&format!("/api/v1/documents/{id}/compare")).has_status(404);
        let text = directive(5, "về học tập").replace("Tổ chức học tập, quán triệt đến", "Tổ chức sinh hoạt chuyên đề đến");
        let fields = [("from", "2026-11-01"), ("text", &*text), ("note", "sửa phần I")];
        let _ = officer.upload(&format!("/documents/{id}/editions"), &fields, ("file", "", b"")).follow().is_ok();
        let editions = officer.open(&format!("/api/v1/documents/{id}/editions")).is_ok().json();
        assert_eq!((editions["rows"][1]["number"].as_i64(), editions["rows"][1]["from_day"].as_str()), (Some(2), Some("2026-11-01")));
        let compared = officer.open(&format!("/api/v1/documents/{id}/compare")).is_ok().json();
        assert_eq!((compared["from"].as_i64(), compared["to"].as_i64()), (Some(1), Some(2)));
        let changed = compared["parts"].as_array().unwrap().iter().find(|part| part["fate"] == "changed").unwrap();
        assert!(changed["runs"].as_array().unwrap().iter().any(|run| run["what"] == "added" && run["text"].as_str().unwrap().contains("sinh hoạt")));
        for path in ["editions", "compare", "descent", "tasks", "packet"] {
            let _ = site.as_role(Role::CommuneOfficer, "X02").open(&format!("/api/v1/documents/{id}/{path}")).has_status(404);
        }
    }

    fn descent_and_tasks_are_read(site) {
        let first = a_registered_directive(site, 5, "về học tập");
        let text = directive(6, "về việc sau")
            .replace("Nghị quyết số 15-NQ/TW, ngày 05/5/2022 của Bộ Chính trị", "Chỉ thị số 05-CT/TU, ngày 09/3/2026 của Tỉnh ủy")
            .replace("1. Các đảng ủy trực thuộc xây dựng kế hoạch.", "1. Giao Ban Tổ chức Tỉnh ủy chủ trì, phối hợp với Văn phòng Tỉnh ủy xây dựng kế hoạch trước ngày 30/6/2026.");
        let draft = import(site, Role::Officer, "TU", "sau.txt", &text);
        let second = id_in(&draft.location());
        let _ = draft.follow().press("/check").follow().is_ok();
        let officer = site.as_role(Role::Officer, "TU");
        let descent = officer.open(&format!("/api/v1/documents/{first}/descent")).is_ok().json();
        assert_eq!((descent["steps"][1]["document"].as_str(), descent["steps"][1]["generation"].as_i64()), (Some(&*second.to_string()), Some(1)));
        assert!(!descent["open_mentions"].as_array().unwrap().is_empty());
        let tasks = officer.open(&format!("/api/v1/documents/{second}/tasks")).is_ok().json();
        assert_eq!((tasks["rows"][0]["state"].as_str(), tasks["rows"][0]["due_on"].as_str()), (Some("proposed"), Some("2026-06-30")));
        // on a phone the descent is a list
        let page = officer.open(&format!("/documents/{first}/descent")).is_ok();
        assert_eq!((page.count(".lineage > li"), page.count(".lineage .self")), (3, 1));
    }
}
