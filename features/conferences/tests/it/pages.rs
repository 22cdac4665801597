//! The pages and the JSON face, driven through the router as a browser would.

use conferences::domain::Outcome;
use conferences::store;
use kernel::Role;
use serde_json::json;
use testkit::{Browser, Site, on_both_databases};

use crate::stage::{a_conference, code_at, everyone, figure, opened, people, point_of, set, summoned};

fn officer(site: &Site) -> Browser<'_> {
    site.as_role(Role::Officer, "TU")
}

/// The id at the end of `/conferences/<id>`.
fn id_in(location: &str) -> String {
    location.rsplit('/').next().unwrap().to_owned()
}

on_both_databases! {
    fn an_officer_plans_opens_and_closes_a_conference(site) {
        people(site);
        let officer = officer(site);
        let form = officer.open("/conferences/new").is_ok();
        let bad = form.fill("title", "").fill("to", "06:00").press("/conferences/new").has_status(422);
        let _ = bad.has_text("Ghi tên hội nghị").has_text("Giờ kết thúc phải sau");
        let form = officer.open("/conferences/new").is_ok().fill("title", "Hội nghị quán triệt").fill("depth", "committees");
        let made = form.fill("day", "2026-11-24").press("/conferences/new");
        let id = id_in(&made.location());
        let shown = made.follow().is_ok().has_text("Hội nghị quán triệt").has_text("Kiểm tra đường truyền");
        assert_eq!(shown.count("#points tbody tr"), 4);
        let add = officer.open(&format!("/conferences/{id}/delegates/add")).is_ok();
        let list = add.press("/delegates/scope").follow().is_ok();
        assert_eq!(list.count("tbody tr"), 6);
        let opened = officer.open(&format!("/conferences/{id}")).press("/open").follow().is_ok().has_text("Đang điểm danh");
        assert_eq!(opened.count("#points a[href$='/check-in']"), 4);
        let _ = opened.press("Đã làm").follow().is_ok().has_text("Đã xong");
        let early = officer.post(&format!("/conferences/{id}/close"), &[("version", "2")]);
        early.is_refused_because("CONF-04");
        site.set_time("2026-11-24", 12, 0);
        let closed = officer.open(&format!("/conferences/{id}")).press("/close").follow().is_ok();
        assert_eq!(closed.count("#points a[href$='/check-in']"), 0, "attendance is final");
        assert_eq!(closed.count("#points a[href*='/delegates?point=']"), 4);
        let _ = closed.has_text("Đã kết thúc").has_text("Tổ chức học bù").lacks_text("Sửa điểm cầu");
        officer.post(&format!("/conferences/{id}/edit"), &[("title", "x"), ("form", "mixed"), ("day", "2026-11-24"), ("from", "07:00"), ("to", "08:00"), ("version", "3")]).is_refused_because("CONF-05");
        let absent = officer.open(&format!("/conferences/{id}/absentees?owing=1")).is_ok();
        assert_eq!(absent.count("tbody tr"), 6);
        assert!(officer.open(&format!("/conferences/{id}/absentees?format=csv")).is_ok().text.contains("Hầu A Dính"));
        let make_up = officer.open(&format!("/conferences/new?make_up_of={id}")).is_ok().has_text("6 người còn phải học");
        let made = make_up.fill("day", "2026-11-26").press("/conferences/new").follow().is_ok();
        let _ = made.has_text("Học bù cho").has_text("6 triệu tập");
    }

    fn a_commune_sees_its_own_point_and_other_branches_nothing(site) {
        people(site);
        let conference = a_conference(site, None);
        summoned(site, &conference);
        let commune = site.as_role(Role::CommuneOfficer, "X01");
        let shown = commune.open(&format!("/conferences/{}", conference.id)).is_ok();
        assert_eq!(shown.count("#points tbody tr"), 1);
        let list = commune.open(&format!("/conferences/{}/delegates", conference.id)).is_ok();
        assert_eq!(list.count("tbody tr"), 4);
        let other = point_of(site, conference.id, "X02").id;
        let _ = commune.open(&format!("/points/{other}/check-in")).has_status(404);
        let _ = commune.open(&format!("/conferences/{}/edit", conference.id)).has_status(403);
        let _ = commune.open(&format!("/conferences/{}/delegates?point={other}", conference.id)).is_ok().lacks_text("Nguyễn Văn Sáng");
        let cell = site.as_role(Role::CellSecretary, "X02-C01-01");
        let _ = cell.open(&format!("/conferences/{}", conference.id)).has_status(404);
        let _ = cell.open(&format!("/api/v1/conferences/{}", conference.id)).has_status(404);
        let _ = site.as_role(Role::Member, "X01").open("/conferences").has_status(403);
        assert_eq!(site.visitor().open("/conferences").location(), "/sign-in?next=/conferences");
    }

    fn head_counts_are_entered_below_locked_and_unlocked_above(site) {
        let conference = a_conference(site, None);
        let id = conference.id;
        let page = format!("/conferences/{id}/head-counts");
        let commune = site.as_role(Role::CommuneOfficer, "X01");
        let point = point_of(site, id, "X01").id;
        let act = format!("/points/{point}/head-count");
        commune.post(&act, &[("act", "lock"), ("n", ""), ("version", "1")]).is_refused_because("CONF-15");
        let _ = commune.post(&act, &[("act", "expected"), ("n", "nhiều"), ("version", "1")]).has_status(422);
        let locked = commune.open(&page).is_ok().fill("n", "1.240").fill("act", "lock").press("/head-count").follow();
        let _ = locked.is_ok().has_text("1.240").has_text("Đã khóa");
        let _ = commune.open(&page).lacks_text("Lưu và khóa");
        commune.post(&act, &[("act", "expected"), ("n", "7"), ("version", "3")]).is_refused_because("CONF-13");
        let _ = commune.post(&act, &[("act", "unlock"), ("version", "3")]).has_status(404);
        let _ = officer(site).post(&act, &[("act", "unlock"), ("version", "3")]).follow().is_ok();
        let _ = commune.post(&act, &[("act", "expected"), ("n", "1200"), ("version", "4")]).follow().is_ok();
        site.settle();
        assert_eq!(figure(site, id, "conferences.head_count_expected", "TU"), 1200);
        let desk = commune_desk(site, "X01");
        assert!(desk.iter().any(|item| item.contains("Báo cáo số lượng")), "{desk:?}");
        assert!(officer(site).open(&format!("{page}?format=xlsx")).is_ok().bytes.starts_with(b"PK"));
    }

    fn a_delegate_checks_in_on_their_own_phone_and_taps_twice(site) {
        people(site);
        let conference = a_conference(site, None);
        let delegate = summoned(site, &conference).remove(0);
        let own = format!("/c/{}", delegate.invitation);
        let waiting = site.visitor().open(&own).is_ok().has_text("Chưa mở điểm danh").has_text("Hầu A Dính");
        assert!(waiting.headers.get_all("set-cookie").iter().any(|c| c.to_str().unwrap().starts_with("invitations=")));
        let conference = opened(site, conference.id);
        let phone = waiting.browser();
        phone.open(&own).is_ok().fill("code", "").press("Điểm danh").is_refused_because("CONF-10");
        let code = code_at(site, &conference, delegate.point);
        for _ in 0..2 {
            let done = phone.post_raw(&own, &[("code", &code)]).is_ok();
            let _ = done.has_text("Đã điểm danh").has_text("07:30 24/11/2026");
        }
        site.settle();
        assert_eq!(figure(site, conference.id, "conferences.attended", "TU"), 1);
        let _ = site.visitor().open("/c/ABCDEFGHJKMN").has_status(404);
        let calendar = phone.open(&format!("{own}/calendar.ics")).is_ok();
        assert!(calendar.text.contains("DTSTART:20261124T003000Z"), "{}", calendar.text);
        assert!(calendar.text.contains("SUMMARY:Hội nghị học tập"), "{}", calendar.text);
    }

    fn the_code_of_the_hall_finds_the_phone_the_sign_in_or_the_letters(site) {
        let ids = people(site);
        let conference = a_conference(site, None);
        let delegates = summoned(site, &conference);
        let conference = opened(site, conference.id);
        let find = |name: &str| delegates.iter().find(|d| d.name == name).unwrap().clone();
        let (first, second, third) = (find("Lò Thị Mây"), find("Hầu A Dính"), find("Vàng Văn Sáng"));
        let scan = format!("/c?point={}&code={}", first.point, code_at(site, &conference, first.point));
        let phone = site.visitor().open(&format!("/c/{}", first.invitation)).browser();
        let _ = phone.open(&scan).follow().is_ok().has_text("Đã điểm danh").has_text("Lò Thị Mây");
        let signed_in = site.as_person(Role::Member, "X01-C02", Some(ids[1]));
        let _ = signed_in.open(&scan).follow().is_ok().has_text("Đã điểm danh").has_text(&second.name);
        let asked = site.visitor().open(&scan).is_ok().has_text("Nhập mã in trên giấy mời");
        let unknown = asked.fill("invitation", "0000-0000-0000").press("/c").has_status(422);
        let letters = conferences::domain::code::shown_invitation(&third.invitation).to_lowercase();
        let _ = unknown.fill("invitation", &letters).press("/c").follow().is_ok().has_text("Đã điểm danh");
    }

    fn a_check_in_in_a_members_place_says_who_did_it(site) {
        let ids = people(site);
        let conference = a_conference(site, None);
        let delegates = summoned(site, &conference);
        let conference = opened(site, conference.id);
        let first = delegates.iter().find(|d| d.name == "Hầu A Dính").unwrap();
        let account = site.write(|tx| {
            let user_name = "bi.thu".to_owned();
            let new = people::domain::NewAccount { person: None, user_name, password_hash: String::new(), language: "vi".into() };
            people::store::create_account(tx, &new)
        });
        let secretary = site.as_identity(platform::web::Identity {
            account,
            person: Some(ids[1]),
            name: first.name.clone(),
            language: platform::texts::Language::Vietnamese,
            grants: vec![platform::web::Grant { role: Role::Member, unit: site.unit("X01-C02") }],
            helper: Some("Bí thư chi bộ".into()),
        });
        let scan = format!("/c?point={}&code={}", first.point, code_at(site, &conference, first.point));
        let page = secretary.open(&scan).follow().is_ok().has_text("Đã điểm danh");
        assert_eq!(page.text_of("#helper"), "bi.thu làm thay Hầu A Dính");
        let person = ids[1];
        let done: String = site.read(move |tx| tx.scalar("SELECT name FROM event WHERE on_behalf_of = $1 AND actor = $2", platform::params![person, account]));
        assert_eq!(done, "conferences.check_in_recorded");
        // nobody else's letter is opened or used under the member's name
        let second = delegates.iter().find(|d| d.name == "Lò Thị Mây").unwrap();
        let other = format!("/c/{}", second.invitation);
        secretary.open(&other).is_refused_because("CONF-18");
        secretary.open(&format!("{other}/calendar.ics")).is_refused_because("CONF-18");
        let code = code_at(site, &conference, second.point);
        secretary.post(&other, &[("code", &code)]).is_refused_because("CONF-18");
        let body = json!({ "invitation": second.invitation, "code": code });
        let refused = secretary.post_json("/api/v1/check-ins", &body).has_status(422).json();
        assert_eq!(refused["codes"][0], "CONF-18");
        assert_eq!(site.read(|tx| store::find_delegate(tx, second.id)).outcome, Outcome::None);
        let shared_phone = secretary.with_cookie("invitations", &second.invitation);
        assert!(shared_phone.open(&scan).location().contains(&first.invitation), "the member's own letter is found");
        let own = site.as_person(Role::Member, "X01-C02", Some(ids[0]));
        assert_eq!(own.open(&scan).follow().is_ok().count("#helper"), 0);
    }

    fn the_organisers_list_works_with_and_without_scripts(site) {
        people(site);
        let conference = a_conference(site, None);
        let delegates = summoned(site, &conference);
        let commune = site.as_role(Role::CommuneOfficer, "X01");
        let point = point_of(site, conference.id, "X01").id;
        let list = format!("/points/{point}/check-in");
        let _ = commune.open(&list).is_ok().has_text("Chưa mở điểm danh");
        opened(site, conference.id);
        let found = commune.open(&format!("{list}?q=lo+thi")).is_ok();
        assert_eq!(found.count("#list li"), 1);
        let back = found.fill("outcome", "present").press("/outcome");
        assert!(back.location().contains("q=lo+thi"), "{}", back.location());
        let _ = back.follow().is_ok().has_text("Có mặt 07:30").has_text("Hoàn tác");
        let other = delegates.iter().find(|d| d.name == "Hầu A Dính").unwrap().id;
        let act = format!("/delegates/{other}/outcome");
        let _ = commune.post(&act, &[("outcome", "absent_with_reason"), ("reason", "Đi công tác")]).follow().is_ok().has_text("Đi công tác");
        let _ = commune.post(&act, &[("outcome", "none")]).follow().is_ok();
        let page = commune.open(&format!("/conferences/{}/delegates?outcome=present", conference.id)).is_ok();
        assert_eq!(page.count("tbody tr"), 1);
        let elsewhere = delegates.iter().find(|d| d.name == "Nguyễn Văn Sáng").unwrap().id;
        let _ = commune.post(&format!("/delegates/{elsewhere}/outcome"), &[("outcome", "present")]).has_status(404);
        site.assert_ledger_is_true();
    }

    fn a_point_without_a_list_takes_a_head_count_only(site) {
        people(site);
        let conference = a_conference(site, None);
        let officer = officer(site);
        opened(site, conference.id);
        let point = point_of(site, conference.id, "X02").id;
        let page = officer.open(&format!("/points/{point}/check-in")).is_ok().has_text("không có danh sách");
        let _ = page.fill("n", "57").fill("act", "present").press("/head-count").follow().is_ok();
        summoned(site, &conference);
        let version = site.read(|tx| store::find_point(tx, point)).version.to_string();
        let act = format!("/points/{point}/head-count");
        officer.post(&act, &[("act", "present"), ("n", "58"), ("version", &version)]).is_refused_because("CONF-14");
        site.settle();
        assert_eq!(figure(site, conference.id, "conferences.head_count", "X02"), 57);
    }

    fn attendance_comes_from_a_file_after_a_look_at_it(site) {
        people(site);
        let conference = a_conference(site, None);
        let delegates = summoned(site, &conference);
        opened(site, conference.id);
        let officer = officer(site);
        let may = delegates.iter().find(|d| d.name == "Lò Thị Mây").unwrap();
        let csv = format!(
            "Mã giấy mời;Họ và tên;Mã đơn vị;Kết quả;Lý do vắng\n{};;;Có mặt;\n;Hầu A Dính;X01-C02;Vắng có lý do;Ốm\n;Người Lạ;X01-C02;Có mặt;\n;Đinh Thị Ổi;;đến muộn;\n",
            may.invitation
        );
        let list = format!("/conferences/{}/lists/attendance", conference.id);
        let _ = officer.open(&list).is_ok().has_text("Tải tệp mẫu");
        let _ = officer.upload(&list, &[], ("file", "x.png", b"\x89PNG\x00\x01")).has_status(422);
        let preview = officer.upload(&list, &[], ("file", "diem-danh.csv", csv.as_bytes())).follow().is_ok();
        let preview = preview.has_text("2 dòng nhập được").has_text("2 dòng có lỗi").has_text("Không có trong danh sách đại biểu");
        assert_eq!(site.read(|tx| store::find_delegate(tx, may.id)).outcome, Outcome::None);
        let action = preview.attribute("form[action*='/uploads/']", "action");
        let _ = officer.post(&action, &[]).follow();
        let after = site.read(|tx| store::list_delegates(tx, &everyone(conference.id), 0, 10));
        let outcome = |name: &str| after.iter().find(|d| d.name == name).unwrap().outcome;
        assert_eq!((outcome("Lò Thị Mây"), outcome("Hầu A Dính"), outcome("Đinh Thị Ổi")), (Outcome::Present, Outcome::AbsentWithReason, Outcome::None));
        assert!(officer.open(&format!("{list}/template.xlsx")).is_ok().bytes.starts_with(b"PK"));
        site.assert_ledger_is_true();
    }

    fn delegates_come_from_a_file_chosen_by_name_or_as_guests(site) {
        let ids = people(site);
        let conference = a_conference(site, None);
        let officer = officer(site);
        let list = format!("/conferences/{}/lists/delegates", conference.id);
        let csv = "Họ và tên,Mã đơn vị,Chức vụ\nLò Thị Mây,X01-C02,\nKhách Quý,X02,Già làng\nAi Đó,KHONG-CO,\n";
        let preview = officer.upload(&list, &[], ("file", "dai-bieu.csv", csv.as_bytes())).follow().is_ok();
        let action = preview.has_text("1 dòng có lỗi").attribute("form[action*='/uploads/']", "action");
        let after = officer.post(&action, &[]).follow().is_ok();
        assert_eq!(after.count("tbody tr"), 2);
        let found = officer.open(&format!("/conferences/{}/delegates/add?q=hau+a", conference.id)).is_ok();
        assert_eq!(found.count("input[name=person]"), 1);
        let point = point_of(site, conference.id, "X01").id.to_string();
        let person = ids[1].to_string();
        let chosen = format!("/conferences/{}/delegates/chosen", conference.id);
        let _ = officer.post(&chosen, &[("person", &person), ("point", &point)]).follow().is_ok().has_text("Hầu A Dính");
        let guest = format!("/conferences/{}/delegates/guest", conference.id);
        let _ = officer.post(&guest, &[("name", " "), ("point", &point)]).has_status(422);
        let _ = officer.post(&guest, &[("name", "Cô Giáo"), ("point", &point)]).follow().is_ok().has_text("Khách mời");
        let all = site.read(|tx| store::list_delegates(tx, &everyone(conference.id), 0, 10));
        assert_eq!(all.len(), 4);
        assert_eq!(all.iter().filter(|d| d.person.is_some()).count(), 2);
        let gone = all.iter().find(|d| d.name == "Cô Giáo").unwrap().id;
        let _ = officer.post(&format!("/delegates/{gone}/remove"), &[]).follow().is_ok().lacks_text("Cô Giáo");
        site.assert_ledger_is_true();
    }

    fn paper_is_printed_with_its_codes(site) {
        people(site);
        let conference = a_conference(site, None);
        let delegates = summoned(site, &conference);
        let officer = officer(site);
        let point = point_of(site, conference.id, "X01").id;
        let printed = officer.open(&format!("/points/{point}/invitations")).is_ok();
        assert_eq!((printed.count("article.invitation"), printed.count("article svg path")), (4, 4));
        let one = officer.open(&format!("/delegates/{}/invitation", delegates[0].id)).is_ok();
        assert_eq!(one.count("article.invitation"), 1);
        let _ = one.has_text(&conferences::domain::code::shown_invitation(&delegates[0].invitation));
        let pdf = officer.open(&format!("/points/{point}/invitations.pdf?paper=a5")).is_ok();
        assert!(pdf.bytes.starts_with(b"%PDF-"));
        let sheet = officer.open(&format!("/points/{point}/sheet")).is_ok().has_text("Ký tên");
        assert_eq!(sheet.count("tr.sheet-row"), 7);
        assert!(officer.open(&format!("/conferences/{}/calendar.ics", conference.id)).is_ok().text.contains("BEGIN:VEVENT"));
    }

    fn points_and_agenda_are_edited_on_their_pages(site) {
        let conference = a_conference(site, None);
        let officer = officer(site);
        let page = format!("/conferences/{}/points", conference.id);
        let unit = site.unit("X01-C02").to_string();
        let commune = point_of(site, conference.id, "X01");
        let parent = commune.id.to_string();
        let _ = officer.post(&page, &[("name", ""), ("unit", "")]).has_status(422);
        let added = officer.post(&page, &[("name", "Trạm Y tế"), ("unit", &unit), ("parent", &parent)]).follow().is_ok();
        let _ = added.has_text("Trạm Y tế");
        let own = commune.id.to_string();
        let edit = format!("/points/{}/edit", commune.id);
        officer.post(&edit, &[("name", "Xã"), ("parent", &own), ("version", "1")]).is_refused_because("CONF-17");
        officer.post(&format!("/points/{}/remove", commune.id), &[]).is_refused_because("CONF-16");
        let _ = officer.open(&edit).is_ok().fill("name", "Điểm cầu xã An Khê").press("/edit").follow().is_ok().has_text("Điểm cầu xã An Khê");
        let made = officer.post(&format!("{page}/generate"), &[("depth", "cells")]).follow().is_ok();
        assert!(made.count("tbody tr") >= 9);
        // further points stand on further pages, so that agenda and checklist stay near
        for number in 1..=12 {
            let (name, unit) = (format!("Điểm cầu thêm {number}"), site.unit("TU").to_string());
            let _ = officer.post(&page, &[("name", &name), ("unit", &unit), ("parent", "")]).follow().is_ok();
        }
        let shown = officer.open(&format!("/conferences/{}", conference.id)).is_ok();
        assert_eq!(shown.count("#points tbody tr"), 12);
        let rest = officer.open(&shown.attribute("#points a[rel=next]", "href")).is_ok();
        assert!(rest.count("#points tbody tr") > 0);
        let agenda = format!("/conferences/{}/agenda", conference.id);
        let _ = officer.post(&agenda, &[("title", ""), ("from", "08:00"), ("to", "07:00")]).has_status(422);
        let listed = officer.post(&agenda, &[("title", "Khai mạc"), ("from", "07:30"), ("to", "07:45")]).follow().is_ok();
        let _ = listed.has_text("Khai mạc");
        let checklist = format!("/conferences/{}/checklist", conference.id);
        let _ = officer.post(&checklist, &[("title", "Kiểm tra âm thanh"), ("day_offset", "-1")]).follow().is_ok();
        let refused = officer.post(&checklist, &[("title", "Đặt nước"), ("day_offset", "mai")]).has_status(422);
        assert_eq!(refused.text_of("#new-title"), "Đặt nước", "what was typed is kept");
        let _ = officer.open(&agenda).has_text("Kiểm tra âm thanh").has_text("Trước 1 ngày · 23/11/2026").lacks_text("D−1");
        let choices = officer.open("/conferences/choices/units?q=tram+y").is_ok().json();
        assert_eq!(choices.as_array().unwrap().len(), 1);
    }

    fn screens_show_what_the_database_holds(site) {
        people(site);
        let conference = a_conference(site, None);
        let delegates = summoned(site, &conference);
        let officer = officer(site);
        let point = delegates[0].point;
        let _ = officer.open(&format!("/points/{point}/screen")).is_ok().has_text("Chưa mở điểm danh");
        let conference = opened(site, conference.id);
        set(site, delegates[0].id, Outcome::Present);
        let live = officer.open(&format!("/conferences/{}/live", conference.id)).is_ok();
        assert_eq!((live.text_of("#live-present"), live.text_of("#live-minute"), live.text_of("#live-rate")), ("1".into(), "1".into(), "16,7%".into()));
        let code = code_at(site, &conference, point);
        let screen = officer.open(&format!("/points/{point}/screen")).is_ok();
        assert_eq!(screen.text_of("#hall-code"), format!("{} {}", &code[..3], &code[3..]));
        let body = officer.open(&format!("/api/v1/conferences/{}/live", conference.id)).is_ok().json();
        assert_eq!((body["total"]["present"].as_i64(), body["last_minute"].as_i64()), (Some(1), Some(1)));
    }

    fn the_json_face_plans_checks_in_and_reports(site) {
        people(site);
        let officer = officer(site);
        let unit = site.unit("TU").to_string();
        let starts = 1_795_480_200_000_i64;
        let body = json!({ "unit": unit, "title": "Hội nghị API", "form": "online", "starts_at": starts, "ends_at": starts + 1, "depth": "committees" });
        let made = officer.post_json("/api/v1/conferences", &body).is_ok().json();
        assert_eq!(made["state"], "planned");
        let bad = json!({ "unit": unit, "title": "", "form": "online", "starts_at": starts, "ends_at": starts + 1 });
        let _ = officer.post_json("/api/v1/conferences", &bad).has_status(422);
        let id = made["id"].as_str().unwrap().parse().unwrap();
        let conference = site.read(|tx| store::find(tx, id));
        let delegate = summoned(site, &conference).remove(0);
        let body = json!({ "invitation": delegate.invitation, "code": "000000" });
        let early = site.visitor().post_json("/api/v1/check-ins", &body).has_status(422).json();
        assert_eq!(early["codes"][0], "CONF-08");
        let conference = opened(site, id);
        let body = json!({ "invitation": delegate.invitation, "code": code_at(site, &conference, delegate.point) });
        for status in ["recorded", "already"] {
            let answer = site.visitor().post_json("/api/v1/check-ins", &body).is_ok().json();
            assert_eq!(answer["status"], status);
        }
        let _ = site.visitor().post_json("/api/v1/check-ins", &json!({ "invitation": "x", "code": "1" })).has_status(404);
        let result = officer.open(&format!("/api/v1/conferences/{id}/result")).is_ok().json();
        assert_eq!((result["total"]["present"].as_i64(), result["points"].as_array().unwrap().len()), (Some(1), 4));
        let delegates = officer.open(&format!("/api/v1/conferences/{id}/delegates?outcome=present")).is_ok().json();
        assert_eq!(delegates["total"], 1);
        let listed = officer.open("/api/v1/conferences?q=hoi+nghi+api").is_ok().json();
        assert_eq!(listed["total"], 1);
        assert!(officer.open("/conferences?format=csv").is_ok().text.contains("Hội nghị API"));
    }

    fn the_desk_says_what_waits(site) {
        let ids = people(site);
        let conference = a_conference(site, None);
        summoned(site, &conference);
        let member = site.app.db.read_now(|tx| desk_of(site, tx, Role::Member, "X01-C02", Some(ids[0]))).unwrap();
        assert_eq!(member, ["Dự: Hội nghị học tập, quán triệt Chỉ thị 12"]);
        let organiser = commune_desk(site, "TU");
        assert!(organiser.iter().any(|t| t.contains("Gửi giấy mời")), "{organiser:?}");
        opened(site, conference.id);
        assert!(commune_desk(site, "X01").iter().any(|t| t.starts_with("Điểm danh")));
    }
}

fn commune_desk(site: &Site, unit: &'static str) -> Vec<String> {
    site.app.db.read_now(|tx| desk_of(site, tx, Role::CommuneOfficer, unit, None)).unwrap()
}

fn desk_of(
    site: &Site,
    tx: &mut platform::db::Tx<'_>,
    role: Role,
    unit: &'static str,
    person: Option<kernel::PersonId>,
) -> Result<Vec<String>, platform::db::StoreError> {
    let unit = units::store::lookup_by_code(tx, unit)?.unwrap().id;
    let identity = platform::web::Identity {
        account: tx.new_id(),
        person,
        name: "x".into(),
        language: platform::texts::Language::Vietnamese,
        grants: vec![platform::web::Grant { role, unit }],
        helper: None,
    };
    let who = platform::web::Actor::outside(&site.app, Some(identity));
    let desk = conferences::plug().desk.unwrap();
    Ok(desk(tx, &who)?.into_iter().map(|item| item.title).collect())
}
