//! Papers of each kind, issued here or before, and what leaves as a file.

use documents::domain::{Direction, Entry};
use kernel::Role;
use testkit::on_both_databases;

use crate::{a_programme, a_programme_of, a_resolution, a_target, a_task, issue, registered, resolution};

/// What a commune issued on paper.
fn on_paper(number: i64, symbol: &str) -> Entry {
    Entry {
        direction: Direction::Outgoing,
        issuer_name: "Đảng ủy xã An Khê Thượng".into(),
        type_code: "CTr".into(),
        type_name: "Chương trình hành động".into(),
        number: Some(number),
        symbol: symbol.into(),
        full_number: format!("{number:02}-{symbol}"),
        issued_on: "2026-03-09".parse().ok(),
        title: "thực hiện Nghị quyết 06-NQ/TU".into(),
        ..resolution()
    }
}

/// The rows of a sheet of a workbook, as text.
fn rows(content: &[u8], sheet: &str) -> Vec<Vec<String>> {
    use calamine::Reader;
    let mut workbook = calamine::Xlsx::new(std::io::Cursor::new(content)).unwrap();
    let range = workbook.worksheet_range(sheet).unwrap();
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

on_both_databases! {
    fn the_search_keeps_what_the_list_is_limited_to(site) {
        let document = a_resolution(site);
        let _ = a_programme(site, &document);
        let officer = site.as_role(Role::CommuneOfficer, "X01");
        let address = format!("/programmes?document={document}&kind=programme&level=commune_committee&state=writing");
        let list = officer.open(&address).is_ok();
        assert_eq!(list.count("tbody tr"), 1);
        let kept = |name: &str| list.attribute(&format!("form[role=search] input[name={name}]"), "value");
        assert_eq!((kept("document"), kept("kind").as_str(), kept("level").as_str()), (document, "programme", "commune_committee"));
        assert_eq!(kept("state"), "writing");
        // after a document that is none there is nothing
        let unknown = "/programmes?document=01994d2c-0000-7000-8000-000000000099";
        let _ = officer.open(unknown).is_ok().has_text("Không tìm thấy");
    }

    fn what_was_called_an_action_programme_is_one(site) {
        let after = a_programme(site, &a_resolution(site));
        let own = a_programme(site, "");
        let update = include_str!("../../migrations/20261205-programmes-of-action.sql");
        site.write(|tx| tx.run(update, &[]));
        let officer = site.as_role(Role::CommuneOfficer, "X01");
        let _ = officer.open(&after).is_ok().has_text("Chương trình hành động thực hiện");
        let _ = officer.open(&own).is_ok().has_text("Chương trình thực hiện");
        assert_eq!(officer.open("/programmes?q=chuong+trinh+hanh+dong+thuc+hien").is_ok().count("tbody tr"), 1);
    }

    fn an_action_programme_is_called_and_numbered_so(site) {
        let programme = a_programme_of(site, "X01", "", "action");
        let _ = a_task(site, &programme, "Mở 12 lớp");
        let officer = site.as_role(Role::CommuneOfficer, "X01");
        let _ = officer.open(&programme).is_ok().has_text("Chương trình hành động thực hiện Nghị quyết 06-NQ/TU");
        issue(site, &programme);
        let page = officer.open(&programme).is_ok().has_text("01-CTHĐ/ĐU");
        let paper = officer.open(&page.attribute("a[href^='/drafts/issued/']", "href"));
        // a build without fonts says so
        let fonts = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/node_modules/@expo-google-fonts/tinos");
        if fonts.is_dir() {
            let print = official_text::read::text_of("a.pdf", &paper.is_ok().bytes).unwrap().body;
            let print = print.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
            for wanted in ["01-CTHĐ/ĐU", "CHƯƠNG TRÌNH HÀNH ĐỘNG", "Phụ lục", "Mở 12 lớp", "Lê Thị Mai"] {
                assert!(print.contains(&wanted.to_lowercase()), "{wanted}: {print}");
            }
        }
        let document = page.attribute("dl.facts a[href^='/documents/']", "href");
        let file = officer.open(&format!("{document}/file")).is_ok().bytes;
        let text = official_text::read::text_of("a.docx", &file).unwrap().body;
        assert!(text.contains("CHƯƠNG TRÌNH HÀNH ĐỘNG"), "{text}");
        let _ = officer.open(&document).is_ok().has_text("Chương trình hành động");
        // counted with the programmes
        let _ = officer.open("/programmes/counts").is_ok().has_text("1 chương trình hành động và 0 kế hoạch");
        assert_eq!(officer.open("/programmes?kind=programmes").is_ok().count("tbody tr"), 1);
        assert_eq!(officer.open("/programmes?kind=action").is_ok().count("tbody tr"), 1);
        let _ = officer.open("/programmes?kind=plan").is_ok().has_text("Không tìm thấy");
    }

    fn what_was_issued_on_paper_is_entered_as_issued(site) {
        let document = a_resolution(site);
        let paper = registered(site, ("X01", Some("X01")), on_paper(5, "CTHĐ/ĐU"), "1. Mở lớp ở ấp Bãi Đông.");
        let foreign = registered(site, ("X02", Some("X02")), on_paper(6, "CTr/ĐU"), "1. Việc của xã khác.");
        let programme = a_programme_of(site, "X01", &document, "action");
        let officer = site.as_role(Role::CommuneOfficer, "X01");
        let enter = |programme: &str, document: &str| {
            officer.post(&format!("{programme}/issued"), &[("version", "1"), ("document", document)])
        };
        enter(&programme, &foreign.to_string()).is_refused_because("PROG-15");
        let letter = Entry { type_code: "CV".into(), ..on_paper(7, "CV/ĐU") };
        let letter = registered(site, ("X01", Some("X01")), letter, "1. Mời họp.");
        enter(&programme, &letter.to_string()).is_refused_because("PROG-15");
        let form = officer.open(&programme).is_ok();
        assert_eq!(form.count("#paper option"), 2);
        let page = form.fill("document", &paper.to_string()).press("/issued").follow().is_ok();
        let page = page.has_text("Đang thực hiện").has_text("05-CTHĐ/ĐU");
        // drafted elsewhere, it has no print here
        assert_eq!(page.count("a[href^='/drafts/issued/']"), 0);
        let on = |day: &str| officer.open(&format!("/programmes/counts?document={document}&day={day}")).is_ok();
        let _ = on("2026-03-08").has_text("0 chương trình hành động");
        let _ = on("2026-03-09").has_text("1 chương trình hành động");
        let other = a_programme(site, "");
        enter(&other, &paper.to_string()).is_refused_because("PROG-16");
        enter(&programme, &paper.to_string()).is_refused_because("PROG-14");
        site.run_jobs();
        let copied: Option<i64> = site.read(|tx| tx.scalar("SELECT copied FROM programme WHERE state = 'issued'", &[]));
        assert!(copied.is_some());
        let stranger = site.as_role(Role::CommuneOfficer, "X02");
        let _ = stranger.post(&format!("{other}/issued"), &[("document", &foreign.to_string())]).has_status(404);
    }

    fn all_programmes_leave_for_the_central_monitor_in_one_file(site) {
        let programme = a_programme(site, &a_resolution(site));
        let _ = a_target(site, &programme, &[]).follow().is_ok();
        let _ = a_task(site, &programme, "Mở 12 lớp ở bãi Đông");
        issue(site, &programme);
        let officer = site.as_role(Role::Officer, "TU");
        let file = officer.open(&officer.open("/programmes").attribute("a[href='/programmes/monitoring']", "href")).is_ok();
        let programmes = rows(&file.bytes, "Chương trình, kế hoạch");
        let has = |rows: &[Vec<String>], texts: &[&str]| {
            rows.iter().any(|row| texts.iter().all(|text| row.iter().any(|cell| cell.contains(text))))
        };
        assert!(has(&programmes, &["X01", "01-CTr/ĐU", "06-NQ/TU", "Chương trình (CTr)", "An Khê Thượng"]), "{programmes:?}");
        let targets = rows(&file.bytes, "Chỉ tiêu");
        assert!(has(&targets, &["X01", "01-CTr/ĐU", "số hộ có mô hình", "hộ", "40", "100"]), "{targets:?}");
        assert!(targets[0].contains(&"Năm 2026".to_owned()));
        let tasks = rows(&file.bytes, "Nhiệm vụ");
        assert!(has(&tasks, &["X01", "Mở 12 lớp ở bãi Đông", "Văn phòng Đảng ủy"]), "{tasks:?}");
        let logged = "SELECT COUNT(*) FROM event WHERE name = 'exports.made'";
        assert_eq!(site.read(|tx| tx.scalar::<i64>(logged, &[])), 1);
        let _ = officer.open("/programmes/monitoring?document=x").has_status(404);
        let _ = officer.open("/programmes/monitoring?document=01994d2c-0000-7000-8000-000000000099").has_status(404);
        // a commune gets its own, and names of people leave with a note, too
        let commune = site.as_role(Role::CommuneOfficer, "X02");
        assert_eq!(rows(&commune.open("/programmes/monitoring").is_ok().bytes, "Chương trình, kế hoạch").len(), 1);
        let _ = site.as_role(Role::CommuneOfficer, "X01").open(&format!("{programme}/list?part=tasks")).is_ok();
        assert_eq!(site.read(|tx| tx.scalar::<i64>(logged, &[])), 3);
        let _ = site.as_role(Role::Member, "X01").open("/programmes/monitoring").has_status(403);
    }
}
