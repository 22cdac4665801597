//! From the file to the draft; secrets are refused and leave nothing.

use kernel::Role;
use platform::db::Value;
use testkit::{Site, on_both_databases};

use crate::{count, directive, id_in, import};

/// Every text of every table, so that nothing can hide.
fn everything_kept(site: &Site) -> String {
    let columns = site.app.db.schema().expect("the schema is read");
    let mut kept = String::new();
    for column in columns.iter().filter(|c| c.kind == "TEXT") {
        let sql = format!("SELECT {} FROM {} WHERE {0} IS NOT NULL", column.column, column.table);
        let values = site.read(|tx| tx.list(&sql, &[], |row| row.get::<Value>(0)));
        for value in values {
            if let Value::Text(text) = value {
                kept.push_str(&text);
                kept.push('\n');
            }
        }
    }
    kept
}

on_both_databases! {
    fn a_directive_is_read_into_the_fields_beside_its_text(site) {
        let page = import(site, Role::Officer, "TU", "ct-05.txt", &directive(5, "về học tập nghị quyết")).follow().is_ok();
        assert_eq!(page.attribute("#number", "value"), "5");
        assert_eq!(page.attribute("#symbol", "value"), "CT/TU");
        assert_eq!(page.attribute("#issued_on", "value"), "2026-03-09");
        assert_eq!(page.attribute("#term", "value"), "nhiệm kỳ 2025–2030");
        assert_eq!(page.attribute("#type_code option[selected]", "value"), "CT");
        assert_eq!(page.attribute("#direction option[selected]", "value"), "outgoing");
        assert_eq!(page.attribute("#depth option[selected]", "value"), "cell");
        assert_eq!(page.attribute("#signer_name", "value"), "Trần Thị Hạnh");
        assert!(page.text_of("#title").contains("về học tập nghị quyết"), "{}", page.text_of("#title"));
        assert!(page.text_of("#recipients").contains("Ban Tuyên giáo Trung ương (để báo cáo)"));
        assert_eq!(page.text_of("mark#found-number"), "05-CT/TU");
        assert!(page.count(".outline a") >= 3);
        assert_eq!(page.count("#s0"), 1);
        // what the text does not say is empty and said to be absent
        assert_eq!(page.attribute("#urgency option[selected]", "value"), "");
        assert!(page.text_of("#urgency-help").contains("Không thấy trong văn bản"));
        assert_eq!(count(site, "SELECT COUNT(*) FROM event WHERE name = 'documents.imported'"), 1);
    }

    fn a_secret_is_refused_and_nothing_of_it_is_kept(site) {
        let title = "về phương án Bạch Đàn";
        let secret = directive(7, title).replace("Số 07", "TỐI MẬT\nSố 07");
        let page = import(site, Role::Officer, "TU", "phuong-an-bach-dan.txt", &secret).has_status(422);
        let page = page.has_text("TỐI MẬT").has_text("117/2025/QH15").lacks_text("Bạch Đàn");
        assert!(!page.text.contains("bach-dan"));
        assert_eq!(count(site, "SELECT COUNT(*) FROM document"), 0);
        assert_eq!(count(site, "SELECT COUNT(*) FROM event WHERE name = 'documents.secret_refused'"), 1);
        let kept = everything_kept(site);
        for trace in ["Bạch Đàn", "bach dan", "bach-dan", "phổ biến đến chi bộ"] {
            assert!(!kept.contains(trace), "«{trace}» was kept");
        }
        let hash = site.app.files.keep(secret.as_bytes()).unwrap();
        site.app.files.remove(&hash).unwrap();
        assert!(site.app.files.read(&hash).is_err());
    }

    fn a_secret_leaves_no_file_behind(site) {
        let secret = directive(7, "về phương án").replace("Số 07", "MẬT\nSố 07");
        let hash = platform::files::Files::in_memory().keep(secret.as_bytes()).unwrap();
        let _ = import(site, Role::Officer, "TU", "a.txt", &secret).has_status(422);
        assert!(site.app.files.read(&hash).is_err(), "the file was kept");
        // the same by the API and by the command line
        let answer = site.as_role(Role::Officer, "TU").upload("/api/v1/documents", &[], ("file", "a.txt", secret.as_bytes()));
        answer.is_refused_because("DOC-02");
        let refused = documents::import::file(&site.app, site.unit("TU"), "a.txt", secret.as_bytes()).unwrap_err();
        assert!(refused.to_string().contains("DOC-02"));
        assert!(site.app.files.read(&hash).is_err(), "the file was kept");
        assert_eq!(count(site, "SELECT COUNT(*) FROM event WHERE name = 'documents.secret_refused'"), 3);
        assert!(!everything_kept(site).contains("phương án"));
    }

    fn pasted_text_is_checked_for_secrets_too(site) {
        let officer = site.as_role(Role::Officer, "TU");
        let secret = directive(7, "về phương án").replace("Số 07", "TUYỆT MẬT\nSố 07");
        let page = officer.upload("/documents/import", &[("text", &secret)], ("file", "", b"")).has_status(422);
        assert!(page.has_text("TUYỆT MẬT").text_of("textarea").is_empty());
        let page = officer.upload("/documents/import", &[("text", &directive(8, "về kế hoạch"))], ("file", "", b""));
        let _ = page.follow().is_ok().has_text("Nội dung dán");
    }

    fn a_file_without_text_is_refused_in_words(site) {
        let officer = site.as_role(Role::Officer, "TU");
        let page = officer.upload("/documents/import", &[], ("file", "anh.doc", &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0]));
        let _ = page.has_status(422).has_text(".docx");
        let _ = officer.upload("/documents/import", &[], ("file", "", b"")).has_status(422).has_text("Chọn tệp văn bản");
        assert_eq!(count(site, "SELECT COUNT(*) FROM document"), 0);
    }

    fn the_same_file_twice_leads_to_the_document_that_is_there(site) {
        let text = directive(5, "về học tập");
        let first = import(site, Role::Officer, "TU", "a.txt", &text).location();
        let id = id_in(&first);
        let again = import(site, Role::Officer, "TU", "b.txt", &text);
        assert_eq!(again.location(), first);
        assert!(again.follow().is_ok().text_of(".flash").contains("đang chờ kiểm tra"));
        site.write(move |tx| documents::import::register_as_read(tx, id).map_err(|e| platform::db::StoreError::Driver(e.to_string())));
        let again = import(site, Role::Officer, "TU", "c.txt", &text);
        assert_eq!(again.location(), format!("/documents/{id}"));
        assert!(again.follow().is_ok().text_of(".flash").contains("Tệp này đã vào sổ"));
        assert_eq!(count(site, "SELECT COUNT(*) FROM document"), 1);
    }

    fn a_draft_can_be_discarded_with_its_file(site) {
        let text = directive(5, "về học tập");
        let page = import(site, Role::Officer, "TU", "a.txt", &text).follow().is_ok();
        let hash: String = site.read(|tx| tx.scalar("SELECT file FROM document", &[]));
        assert_eq!(site.app.files.read(&hash).unwrap(), text.as_bytes());
        assert!(page.press("/discard").follow().is_ok().text_of(".flash").contains("Đã bỏ bản nháp"));
        assert!(site.app.files.read(&hash).is_err());
        for table in ["document", "document_text", "document_section", "document_citation", "document_recipient"] {
            let sql = format!("SELECT COUNT(*) FROM {table}");
            assert_eq!(site.read(|tx| tx.scalar::<i64>(&sql, &[])), 0, "{table}");
        }
    }

    fn importing_is_for_officers_in_their_own_register(site) {
        let _ = import(site, Role::CellSecretary, "X01-C01-01", "a.txt", &directive(5, "về")).has_status(403);
        let officer = site.as_role(Role::CommuneOfficer, "X01");
        let other = site.unit("X02").to_string();
        let _ = officer.upload("/documents/import", &[("unit", &other)], ("file", "a.txt", b"a")).has_status(404);
    }

    fn a_file_comes_in_by_command_and_api(site) {
        let id = documents::import::file(&site.app, site.unit("TU"), "ct.md", directive(5, "về học tập").as_bytes()).unwrap();
        let known = documents::import::file(&site.app, site.unit("TU"), "ct.md", directive(5, "về học tập").as_bytes());
        assert!(matches!(known, Err(documents::import::CannotTakeIn::AlreadyThere(there, _)) if there == id));
        let officer = site.as_role(Role::Officer, "TU");
        let made = officer.upload("/api/v1/documents", &[], ("file", "b.txt", directive(6, "về kiểm tra").as_bytes())).has_status(201);
        let id = made.json()["id"].as_str().unwrap().to_owned();
        let whole = officer.open(&format!("/api/v1/documents/{id}")).is_ok().json();
        assert_eq!((whole["full_number"].as_str(), whole["state"].as_str()), (Some("06-CT/TU"), Some("parsed")));
        assert!(whole["sections"].as_array().unwrap().len() >= 3);
        assert_eq!(officer.open("/api/v1/documents?q=06-CT/TU").is_ok().json()["total"], 1);
    }
}
