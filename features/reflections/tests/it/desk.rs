//! The way back to a reflection that was handed in; the page on which reviewers are given begins empty.

use kernel::Role;
use testkit::on_both_databases;

use crate::{CELL, OWN, a_call, a_person, as_member, assign, write_and_submit};

on_both_databases! {
    fn who_handed_in_finds_the_way_back_for_two_weeks(site) {
        let (an, binh) = (a_person(site, "Lò Văn An"), a_person(site, "Hà Thị Bình"));
        let call = a_call(site);
        assign(site, &call, binh, &[an]);
        let (author, reviewer) = (as_member(site, an), as_member(site, binh));
        let mine = format!("{call}/mine");
        let counted = |state: &str| {
            let desk = author.open("/").is_ok();
            let link = format!("a[href='{mine}']");
            (desk.count(&format!(".desk {link}")), desk.count(&format!(".desk > li.is-{state} {link}")))
        };
        assert_eq!(counted("amber"), (1, 1), "it is to be written");
        let _ = author.open(&mine).is_ok().lacks_text("Về việc cần làm");
        let page = write_and_submit(&author, &call, OWN, "Đóng thêm một đò.").follow().is_ok();
        assert_eq!(page.has_text("Về việc cần làm").count("main a[href='/']"), 1);
        let _ = author.open("/").is_ok().has_text("Bài thu hoạch đã nộp");
        assert_eq!(counted("green"), (1, 1));
        let _ = reviewer.open("/").is_ok().lacks_text("Bài thu hoạch đã nộp");
        // given back it is work again, named once
        let text = format!("{call}/of/{an}");
        let _ = reviewer.open(&text).is_ok().fill("remark", "Nói rõ chuyến đò").press("/return").follow().is_ok();
        assert_eq!(counted("amber"), (1, 1));
        let _ = write_and_submit(&author, &call, &format!("{OWN} Chuyến đầu ngày 05/12/2026."), "Đóng thêm một đò.");
        let _ = reviewer.open(&text).is_ok().press("/pass").follow().is_ok();
        let _ = author.open("/").is_ok().has_text("Bài thu hoạch đã đạt");
        let passed_on = site.today();
        site.set_time(&passed_on.plus(14).to_string(), 8, 0);
        assert_eq!(counted("green"), (1, 1));
        site.set_time(&passed_on.plus(15).to_string(), 8, 0);
        assert_eq!(counted("green"), (0, 0));
    }

    fn another_reviewer_is_told_where_the_reflection_stands_already(site) {
        let (an, binh, chi) = (a_person(site, "Lò Văn An"), a_person(site, "Hà Thị Bình"), a_person(site, "Vàng Thị Chi"));
        let call = a_call(site);
        assign(site, &call, binh, &[an]);
        let author = as_member(site, an);
        let _ = write_and_submit(&author, &call, OWN, "Đóng thêm một đò.");
        let (unit, to, of) = (site.unit(CELL).to_string(), chi.to_string(), an.to_string());
        let fields = [("unit", unit.as_str()), ("reviewer", &to), ("person", &of), ("reason", "đồng chí Bình đi học")];
        let _ = site.as_role(Role::CellSecretary, CELL).post(&format!("{call}/people"), &fields).follow().is_ok();
        let desk = author.open("/").is_ok().has_text("nay Vàng Thị Chi nhận xét");
        assert_eq!(desk.count(&format!(".desk a[href='{call}/mine']")), 1);
    }

    fn nobody_is_ticked_and_no_reviewer_chosen_beforehand(site) {
        let (an, _) = (a_person(site, "Lò Văn An"), a_person(site, "Hà Thị Bình"));
        let call = a_call(site);
        let (unit, who) = (site.unit(CELL).to_string(), an.to_string());
        let secretary = site.as_role(Role::CellSecretary, CELL);
        let page = secretary.open(&format!("{call}/people?unit={unit}")).is_ok();
        assert_eq!(page.text_of("h1"), "Phân công người nhận xét: Thu hoạch Nghị quyết 06");
        assert_eq!((page.count("input[name=person]"), page.count("input[name=person][checked]")), (2, 0));
        assert_eq!(page.text_of("#reviewer option"), "Chọn người nhận xét");
        assert_eq!((page.attribute("#reviewer option", "value").as_str(), page.count("#reviewer option[selected]")), ("", 0));
        page.press("/people").is_refused_because("REFL-22");
        let address = format!("{call}/people");
        let _ = secretary.post(&address, &[("unit", &unit), ("person", &who)]).has_status(422).has_text("Chưa chọn người nhận xét");
        secretary.post(&address, &[("unit", &unit), ("reviewer", &who)]).is_refused_because("REFL-23");
    }
}
