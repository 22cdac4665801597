//! Writing, publishing, new editions, withdrawal, the desk.

use conferences::domain::Conference;
use kernel::{Day, Refused, Role};
use testkit::on_both_databases;

use crate::{PICTURE, QUESTIONS, a_conference, a_published_set, a_set, add, officer};

const NOTHING: (&str, &str, &[u8]) = ("file", "", b"");

on_both_databases! {
    fn a_set_is_about_something_and_is_published_with_its_parts(site) {
        let _ = officer(site).post("/materials/new", &[("title", "Tài liệu")]).has_status(422).has_text("Chọn ít nhất một");
        let set = a_set(site, false);
        let page = officer(site).open(&set).is_ok().has_text("Chưa có phần nào");
        // the first thing to do is the main button, and leads to where parts are added
        assert_eq!(page.attribute(".next-steps a.btn-primary", "href"), format!("{set}#add-part"));
        assert_eq!((page.count("#add-part a"), page.count("button.btn-primary")), (6, 0));
        page.press("/publish").is_refused_because("MAT-03");
        add(site, &set, "questions", &[("title", "Hỏi – đáp"), ("body", QUESTIONS)], NOTHING);
        assert_eq!(officer(site).open(&set).count(".next-steps a.btn-primary, .next-steps button[disabled]"), 0);
        let page = officer(site).open(&set).press("/publish").follow().is_ok().has_text("2 câu").has_text("Đã phát hành");
        assert_eq!(page.count("form[action$='/publish']"), 0);
        officer(site).post(&format!("{set}/publish"), &[]).is_refused_because("MAT-02");
    }

    fn a_published_edition_stays_and_a_new_one_takes_its_place(site) {
        let (set, read) = a_published_set(site, true);
        let part = officer(site).open(&set).press("/editions").follow().is_ok();
        let edit = part.attribute("a[href$='/edit'][href^='/materials/parts/']", "href");
        let form = officer(site).open(&edit).is_ok();
        let version = form.attribute("input[name=version]", "value");
        let fields = [("title", "Những điểm mới"), ("body", "II. CÁCH LÀM MỚI"), ("version", version.as_str())];
        let _ = officer(site).upload(&edit, &fields, NOTHING).follow().is_ok();
        // readers see the old one until it is published
        let _ = site.visitor().open(&read).is_ok().has_text("MỤC TIÊU").lacks_text("CÁCH LÀM MỚI");
        let page = officer(site).open(&set).fill("note", "Thêm cách làm").press("/publish").follow().is_ok();
        let _ = page.has_text("Bản 2").has_text("Thêm cách làm");
        let _ = site.visitor().open(&read).is_ok().has_text("CÁCH LÀM MỚI").has_text("Bản 2");
        let _ = officer(site).open(&format!("{set}?edition=1")).is_ok().has_text("Nội dung, bản 1");
        // a part of a published edition is not written on
        let _ = officer(site).open(&edit).has_status(422);
    }

    fn what_is_withdrawn_is_no_longer_read(site) {
        let (set, read) = a_published_set(site, true);
        officer(site).open(&set).fill("reason", " ").press("/withdraw").is_refused_because("MAT-08");
        let _ = officer(site).open(&set).fill("reason", "thay bằng bộ khác").press("/withdraw").follow().is_ok();
        let _ = site.visitor().open(&read).has_status(404);
        officer(site).post(&format!("{set}/publish"), &[]).is_refused_because("MAT-01");
    }

    fn secrets_and_files_of_another_kind_are_refused(site) {
        let set = a_set(site, false);
        let send = |kind: &str, fields: &[(&str, &str)], file: (&str, &str, &[u8])| {
            let mut all = vec![("kind", kind), ("version", "1"), ("title", "Phần")];
            all.extend_from_slice(fields);
            officer(site).upload(&format!("{set}/parts/new"), &all, file)
        };
        let secret = "TỐI MẬT\n\nNghị quyết".as_bytes();
        send("text", &[], ("file", "nq.txt", secret)).is_refused_because("DOC-02");
        send("text", &[("body", "Độ mật: Tuyệt mật")], NOTHING).is_refused_because("DOC-02");
        send("infographic", &[("body", "ảnh")], ("file", "a.png", b"<svg onload=alert(1)>")).is_refused_because("MAT-09");
        send("slides", &[], ("file", "a.pdf", PICTURE)).is_refused_because("MAT-09");
        let _ = send("slides", &[], NOTHING).has_status(422).has_text("Chọn tệp");
        let _ = send("questions", &[("body", "Hỏi: Khi nào?")], NOTHING).has_status(422).has_text("Dòng 1");
        let _ = send("video_link", &[("body", "javascript:alert(1)")], NOTHING).has_status(422).has_text("địa chỉ đầy đủ");
        // a text out of a file takes the place of what was typed
        add(site, &set, "text", &[("title", "Từ tệp")], ("file", "bai.txt", "Nội dung bài viết.".as_bytes()));
        let _ = officer(site).open(&set).has_text("Từ tệp");
    }

    fn parts_are_put_in_order_and_taken_out(site) {
        let (set, read) = a_published_set(site, true);
        let page = officer(site).open(&set).press("/editions").follow().is_ok();
        let page = page.press("/up").follow().is_ok();
        let _ = page.press("/remove").follow().is_ok();
        let _ = officer(site).open(&set).press("/publish").follow().is_ok();
        let text = site.visitor().open(&read).is_ok().lacks_text("Sáu bước").visible();
        assert!(!text.contains("Ai chủ trì?") || !text.contains("MỤC TIÊU"), "{text}");
    }

    fn a_conference_without_materials_is_on_the_desk_of_who_calls_it(site) {
        let conference = a_conference(site);
        let desk = officer(site).open("/").is_ok().has_text("Chưa có tài liệu: Hội nghị học tập");
        assert_eq!(desk.count(&format!("a[href='/materials/new?conference={conference}']")), 1);
        let form = officer(site).open(&format!("/materials/new?conference={conference}")).is_ok();
        assert_eq!(form.attribute("#title", "value"), "Tài liệu Hội nghị học tập Nghị quyết 05");
        let _ = site.as_role(Role::CommuneOfficer, "X01").open("/").is_ok().lacks_text("Chưa có tài liệu");
        // earlier than the days set, nothing is said
        site.set_time("2026-11-10", 8, 0);
        let _ = officer(site).open("/").is_ok().lacks_text("Chưa có tài liệu");
        let admin = site.as_role(Role::Administrator, "TU");
        let rules = admin.open("/materials/rules").is_ok().fill("warn_days", "20");
        let _ = rules.press("/materials/rules").follow().is_ok().has_text("20");
        let _ = officer(site).open("/").is_ok().has_text("Chưa có tài liệu");
        let wrong = admin.open("/materials/rules").is_ok().fill("from", "2026-01-01").fill("largest_mb", "0");
        let _ = wrong.press("/materials/rules").has_status(422).has_text("từ 1 đến");
    }

    fn a_conference_under_way_or_closed_not_long_ago_is_offered_too(site) {
        let conference = a_conference(site);
        let option = format!("#conference option[value='{conference}']");
        let offered = |day: &str| {
            site.set_time(day, 9, 0);
            officer(site).open("/materials/new").is_ok().count(&option)
        };
        assert_eq!(offered("2026-11-22"), 1, "to come");
        assert_eq!(offered("2026-11-24"), 1, "it began this morning");
        let state = |to: fn(Conference, Day) -> Result<Conference, Refused>| {
            site.write(move |tx| {
                let changed = to(conferences::store::find(tx, conference)?, tx.today()).unwrap();
                if changed.state.is_open() {
                    return conferences::store::open(tx, &changed);
                }
                conferences::store::close(tx, &changed).map(|_| ())
            });
        };
        state(|planned, today| planned.open(1, today));
        assert_eq!(offered("2026-11-24"), 1, "under way");
        state(|open, today| open.close(today));
        assert_eq!(offered("2027-01-23"), 1, "closed sixty days ago");
        let about = conference.to_string();
        let fields = [("title", "Tài liệu đã phát"), ("audience", "members"), ("conference", about.as_str())];
        let made = officer(site).post("/materials/new", &fields);
        let _ = made.follow().is_ok().has_text("Tài liệu đã phát");
        assert_eq!(offered("2027-01-24"), 0, "long ago");
    }

    fn what_lies_outside_the_branch_is_not_found(site) {
        let set = a_set(site, false);
        let commune = site.as_role(Role::CommuneOfficer, "X01");
        let _ = commune.open(&set).has_status(404);
        let _ = commune.post(&format!("{set}/publish"), &[]).has_status(404);
        let _ = commune.open("/materials").is_ok().has_text("Chưa có bộ tài liệu nào");
        let list = officer(site).open("/materials?q=nghi+quyet").is_ok().has_text("Hỏi – đáp Nghị quyết 05");
        assert_eq!(list.count("tbody tr"), 1);
        assert!(officer(site).open("/materials?format=xlsx").is_ok().bytes.starts_with(b"PK"));
        let all = officer(site).open("/api/v1/materials").is_ok().json();
        assert_eq!(all["rows"][0]["state"], "writing");
        let id = all["rows"][0]["id"].as_str().unwrap().to_owned();
        assert_eq!(officer(site).open(&format!("/api/v1/materials/{id}")).json()["parts"].as_array().unwrap().len(), 0);
    }
}
