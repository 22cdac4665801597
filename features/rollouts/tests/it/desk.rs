//! The desk says what to do next, to each according to office.

use kernel::Role;
use testkit::on_both_databases;

use crate::{a_draft, a_running, duty};

on_both_databases! {
    fn an_address_that_only_takes_forms_is_not_found_as_a_page(site) {
        let id = a_running(site);
        let page = site.as_role(Role::Officer, "TU").open(&format!("/rollouts/{id}/close")).has_status(404);
        let _ = page.has_text("Không tìm thấy");
    }

    fn the_desk_of_an_empty_installation_says_what_comes_first(site) {
        let root = site.unit("TU");
        let desk = || site.as_role(Role::Officer, "TU").open("/").is_ok();
        assert_eq!(desk().count("a[href='/units/import']"), 0);
        site.write(move |tx| tx.run("DELETE FROM unit WHERE id <> $1", platform::params![root]));
        assert_eq!(desk().has_text("Lập cây tổ chức").count("a[href='/units/import']"), 1);
    }

    fn a_secretary_sees_the_next_thing_with_its_button(site) {
        let secretary = site.as_role(Role::CellSecretary, "X01-C01-01");
        let _ = secretary.open("/").is_ok().has_text("Không còn việc nào đang chờ");
        let id = a_running(site);
        let document = site.read(|tx| rollouts::store::list_documents(tx, id))[0].id;
        let desk = secretary.open("/").is_ok();
        assert_eq!(desk.count(".desk > li"), 2);
        let _ = desk.has_text("Tiếp nhận văn bản").has_text("Sinh hoạt chi bộ");
        site.set_time("2026-11-26", 8, 0);
        let desk = secretary.open("/").is_ok();
        assert_eq!(desk.count(".desk > li.is-red"), 1);
        assert_eq!(desk.attribute(".desk > li:first-child a", "href"), format!("/documents/{document}"));
        // the document's own page acknowledges, which ends the duty
        let _ = secretary.open(&format!("/documents/{document}")).is_ok().press("/acknowledge").follow().is_ok();
        assert_eq!(crate::word(site, duty(site, id, "X01-C01-01", 1)), "done_late");
        let desk = secretary.open("/").is_ok().lacks_text("Tiếp nhận văn bản");
        assert_eq!(desk.count(".desk > li"), 1);
    }

    fn officers_see_drafts_and_what_is_overdue_below_red_first_at_most_seven(site) {
        let _ = a_draft(site);
        let officer = site.as_role(Role::Officer, "TU");
        let desk = officer.open("/").is_ok().has_text("Bản nháp chưa phát động");
        let _ = officer.open(&desk.attribute(".desk > li a", "href")).is_ok().press("/launch").follow().is_ok();
        site.set_time("2026-12-29", 8, 0);
        let desk = officer.open("/").is_ok().has_text("29 nhiệm vụ quá hạn ở cấp dưới");
        let red = desk.attribute(".desk > li.is-red a", "href");
        assert_eq!(officer.open(&red).is_ok().count("tbody tr"), 29);
        let commune = site.as_role(Role::CommuneOfficer, "X01");
        let desk = commune.open("/").is_ok().has_text("9 nhiệm vụ quá hạn ở cấp dưới");
        assert_eq!(desk.count(".desk > li"), 5);
    }

    fn a_leader_sees_the_one_true_number_and_who_is_behind(site) {
        let leader = site.as_role(Role::Leader, "TU");
        let _ = leader.open("/").is_ok().has_text("Chưa có đợt nào đang triển khai");
        let id = a_running(site);
        let secretary = site.as_role(Role::CellSecretary, "X01-C01-01");
        let receipt = duty(site, id, "X01-C01-01", 1);
        let _ = secretary.post(&format!("/duties/{receipt}/done"), &[("version", "1")]).follow().is_ok();
        site.set_time("2026-11-26", 8, 0);
        site.settle();
        let desk = leader.open("/").is_ok().has_text("trên 29 nhiệm vụ đã xong").has_text("Đảng ủy xã An Khê Thượng : 4 quá hạn");
        assert!(desk.text.contains(&format!("/figures/{id}/rollouts.overdue?unit=")));
        // done late is done: the number and the list behind it agree
        let late = duty(site, id, "X01-C01-02", 1);
        let _ = site.as_role(Role::CellSecretary, "X01-C01-02").post(&format!("/duties/{late}/done"), &[("version", "1")]).follow();
        site.settle();
        let desk = leader.open("/").is_ok();
        assert_eq!(desk.text_of("a.figure.h2"), "2");
        assert_eq!(leader.open(&desk.attribute("a.figure.h2", "href")).is_ok().count("tbody tr"), 2);
        let _ = site.as_role(Role::Leader, "X02").open("/").is_ok().has_text("trên 8 nhiệm vụ").lacks_text("An Khê");
    }

    fn a_member_sees_one_column_and_a_visitor_the_sign_in(site) {
        let page = site.as_role(Role::Member, "X01-C01-01").open("/").is_ok();
        assert_eq!(page.count("body.page-member"), 1);
        let _ = page.has_text("Không còn việc nào đang chờ");
        let _ = a_running(site);
        let page = site.as_role(Role::Member, "X01-C01-01").open("/").is_ok();
        assert_eq!(page.count(".desk .btn-main"), 1);
        assert!(site.visitor().open("/").location().starts_with("/sign-in"));
    }
}
