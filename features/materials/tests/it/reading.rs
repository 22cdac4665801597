//! Reading: who may, in a hall, on a phone, without a line.

use kernel::Role;
use testkit::on_both_databases;

use crate::{PICTURE, a_document, a_published_set, officer, people, reader};

on_both_databases! {
    fn members_of_the_branch_read_and_others_do_not(site) {
        let people = people(site);
        let (_, read) = a_published_set(site, false);
        let member = reader(site, "X01-C02", people[0]);
        let list = member.open("/m").is_ok().has_text("Hỏi – đáp Nghị quyết 05").lacks_text("Đã mở");
        assert_eq!(list.attribute("[data-kept-mark]", "data-kept-mark"), read);
        let page = member.open(&read).is_ok().has_text("Những điểm mới").has_text("Ngày 3 hằng tháng.");
        let picture = page.attribute("img", "src");
        assert_eq!(page.attribute("[data-keep]", "data-keep"), picture);
        assert_eq!(page.attribute("img", "alt"), "Sáu bước họp chi bộ");
        let shown = member.open(&picture).is_ok();
        assert_eq!((shown.bytes.as_slice(), &shown.headers["content-type"]), (PICTURE, &"image/png".parse().unwrap()));
        let mark = shown.headers["etag"].to_str().unwrap().to_owned();
        let _ = member.request("GET", &picture, &[("if-none-match", &mark)], b"").has_status(304);
        let _ = member.open("/m").is_ok().has_text("Đã mở");
        // typed as people type it
        let typed = read.to_lowercase();
        let _ = member.open(&typed).is_ok();
        // nobody signed in is asked to sign in
        assert!(site.visitor().open(&read).location().starts_with("/sign-in?next=/m/"));
        let _ = site.visitor().open("/m/ABCDEFGHJK").has_status(404);
    }

    fn a_set_of_a_commune_is_not_read_in_another(site) {
        let commune = site.as_role(Role::CommuneOfficer, "X01");
        let rollout = officer(site);
        let _ = rollout.open("/m").is_ok().has_text("Chưa có tài liệu nào");
        let people = people(site);
        let (_, read) = a_published_set(site, false);
        let id = read.trim_start_matches("/m/").to_owned();
        let unit = site.unit("X01");
        site.write(move |tx| {
            let set = materials::store::lookup_by_code(tx, &id)?.unwrap();
            tx.run("UPDATE material_set SET unit_id = $2 WHERE id = $1", platform::params![set.id, unit]).map(|_| ())
        });
        let _ = reader(site, "X01-C02", people[0]).open(&read).is_ok();
        let _ = reader(site, "X02-C01-01", people[3]).open(&read).has_status(404);
        let _ = reader(site, "X02-C01-01", people[3]).open("/m").is_ok().has_text("Chưa có tài liệu nào");
        let _ = commune.open(&read).is_ok();
    }

    fn a_public_set_is_read_in_the_hall_without_a_sign_in_and_not_too_often(site) {
        let (set, read) = a_published_set(site, true);
        let sheet = officer(site).open(&format!("{set}/qr")).is_ok().has_text("ĐỌC TÀI LIỆU");
        assert!(sheet.count(".qr svg") == 1 && sheet.visible().contains(&read));
        let conference = officer(site).open(&set).attribute("dl a[href^='/conferences/']", "href");
        let sheets = officer(site).open(&format!("/materials{conference}/qr")).is_ok();
        assert_eq!(sheets.count("article"), 3, "the hall of the province and those of two communes");
        let address = sheets.attribute(".qr", "aria-label");
        let hall = address[address.find("/m/").unwrap()..].to_owned();
        let _ = site.visitor().open(&hall).is_ok().has_text("Hỏi – đáp Nghị quyết 05");
        let commune = site.as_role(Role::CommuneOfficer, "X01");
        assert_eq!(commune.open(&format!("/materials{conference}/qr")).is_ok().count("article"), 1);
        let admin = site.as_role(Role::Administrator, "TU");
        let rules = admin.open("/materials/rules").is_ok().fill("visits_a_minute", "2");
        let _ = rules.press("/materials/rules").follow().is_ok();
        let _ = site.visitor().open(&read).is_ok();
        let _ = site.visitor().open(&read).has_status(429);
        site.set_time("2026-11-22", 8, 1);
        let _ = site.visitor().open(&read).is_ok();
        let _ = officer(site).open(&read).is_ok();
    }

    fn the_page_for_when_there_is_no_line_names_nobody(site) {
        let people = people(site);
        let page = reader(site, "X01-C02", people[0]).open("/m/offline").is_ok().has_text("Không có mạng");
        assert!(!page.text.contains("sign-out") && !page.text.contains("member X01-C02"), "{}", page.text);
        let worker = site.visitor().open("/sw.js").is_ok();
        assert_eq!(worker.headers["content-type"], "text/javascript; charset=utf-8");
        assert_eq!(worker.headers["cache-control"], "no-cache");
    }

    fn the_code_of_a_document_leads_to_what_explains_it(site) {
        let people = people(site);
        let (set, read) = a_published_set(site, false);
        let document = a_document(site);
        let id = read.trim_start_matches("/m/").to_owned();
        site.write(move |tx| {
            let set = materials::store::lookup_by_code(tx, &id)?.unwrap();
            tx.run("UPDATE material_set SET document_id = $2 WHERE id = $1", platform::params![set.id, document]).map(|_| ())
        });
        let sheet_path = format!("/materials/documents/{document}/qr");
        assert_eq!(officer(site).open(&set).is_ok().count(&format!("a[href='{sheet_path}']")), 1);
        let list = officer(site).open(&format!("/materials?document={document}")).is_ok().has_text("Tài liệu về");
        assert_eq!((list.count("#list tbody tr"), list.count(&format!("a[href='{sheet_path}']"))), (1, 1));
        let sheet = officer(site).open(&sheet_path).is_ok().has_text("05-NQ/TU");
        let address = sheet.attribute(".qr", "aria-label");
        let own = address[address.find("/m/").unwrap()..].to_owned();
        assert_eq!(own, format!("/m/documents/{document}"));
        let member = reader(site, "X01-C02", people[0]);
        let page = member.open(&own).is_ok().has_text("Hỏi – đáp Nghị quyết 05").has_text("05-NQ/TU");
        assert_eq!(page.count(&format!("a[href='{read}']")), 1);
        let visitor = site.visitor().open(&own).is_ok().has_text("cần đăng nhập để đọc").lacks_text("05-NQ/TU");
        assert_eq!(visitor.attribute("a[href^='/sign-in?next=']", "href"), format!("/sign-in?next={own}"));
        site.write(|tx| tx.run("UPDATE material_set SET is_public = TRUE", &[]).map(|_| ()));
        let _ = site.visitor().open(&own).is_ok().has_text("Hỏi – đáp Nghị quyết 05").lacks_text("05-NQ/TU");
        let nobody = site.as_role(Role::CellSecretary, "X01-C02").open("/materials/documents/00000000-0000-7000-8000-000000000000/qr");
        let _ = nobody.has_status(404);
    }
}
