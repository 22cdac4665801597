//! From a document to the duties of every unit: drafting, launching, adding below, closing.

use kernel::{Role, UnitKind};
use rollouts::store;
use testkit::on_both_databases;

use crate::{a_draft, a_running, directive, directive_of, duty, word};

on_both_databases! {
    fn a_draft_takes_the_depth_of_its_document_and_the_delivered_template(site) {
        let id = a_draft(site);
        let rollout = site.read(|tx| store::find(tx, id));
        assert_eq!(rollout.depth, Some(UnitKind::Cell));
        assert!(rollout.title.contains("12-CT/TU"), "{}", rollout.title);
        assert_eq!(site.read(|tx| store::list_requirements(tx, id)).len(), 5);
        assert_eq!(site.read(|tx| store::list_documents(tx, id)).len(), 1);
        let page = site.as_role(Role::Officer, "TU").open(&format!("/rollouts/{id}")).is_ok();
        let _ = page.has_text("sẽ giao 29 nhiệm vụ").has_text("Đảng ủy xã, phường, đặc khu: 2");
    }

    fn launching_makes_one_duty_per_requirement_and_unit_and_sends_the_document(site) {
        let id = a_running(site);
        let count = |position: i64| -> i64 {
            site.read(|tx| tx.scalar(
                "SELECT COUNT(*) FROM duty d JOIN requirement q ON q.id = d.requirement_id WHERE d.rollout_id = $1 AND q.position = $2",
                platform::params![id, position],
            ))
        };
        assert_eq!([count(1), count(2), count(3), count(4), count(5)], [11, 3, 7, 5, 3]);
        // 12 December is a Saturday, so the conference is due on Monday
        let conference = duty(site, id, "X01", 3);
        assert_eq!(site.read(|tx| store::find_duty(tx, conference)).due_on.to_string(), "2026-12-14");
        let document = site.read(|tx| store::list_documents(tx, id))[0].id;
        let cell = site.unit("X01-C01-02");
        assert!(site.read(|tx| documents::store::lookup_delivery(tx, document, cell)).is_some());
        let front = site.unit("X01-MT");
        assert!(site.read(|tx| documents::store::lookup_delivery(tx, document, front)).is_none());
        let running = site.read(|tx| store::list_running_for_unit(tx, cell));
        assert_eq!(running[0].id, id);
        assert!(site.read(|tx| store::list_running_for_unit(tx, front)).is_empty());
        site.settle();
        site.assert_ledger_is_true();
    }

    fn nothing_is_launched_twice_or_without_a_document(site) {
        let id = a_running(site);
        let officer = site.as_role(Role::Officer, "TU");
        officer.post(&format!("/rollouts/{id}/launch"), &[("version", "2")]).is_refused_because("ROLL-01");
        let fields = [("title", "Đợt rỗng"), ("do", "save")];
        let empty = officer.post("/rollouts/new", &fields).follow().is_ok();
        let empty = empty.has_text("(ROLL-02)").has_text("(ROLL-03)");
        assert_eq!(empty.count("button[disabled]"), 1);
        let refused = empty.press("/launch");
        refused.is_refused_because("ROLL-02");
        refused.is_refused_because("ROLL-03");
        let _ = officer.open(&format!("/rollouts/{id}/edit")).has_status(422);
    }

    fn a_requirement_that_reaches_nobody_or_is_past_stops_the_launch(site) {
        let document = directive(site).to_string();
        let officer = site.as_role(Role::Officer, "TU");
        let fields = [
            ("title", "Đợt hẹp"), ("depth", "commune_committee"), ("document", document.as_str()),
            ("row-0-measure", "plan"), ("row-0-title", "Kế hoạch"), ("row-0-addressee", "cell"),
            ("row-0-deadline", "day"), ("row-0-day", "2026-11-01"), ("do", "save"),
        ];
        let page = officer.post("/rollouts/new", &fields).follow().is_ok();
        let _ = page.has_text("(ROLL-04)").has_text("(ROLL-05)");
    }

    fn rows_are_added_and_removed_without_saving(site) {
        let document = directive(site);
        let officer = site.as_role(Role::Officer, "TU");
        let page = officer.open(&format!("/rollouts/new?document={document}")).is_ok();
        assert_eq!(page.count("button[value^=remove-row-]"), 5);
        let page = page.press("Thêm yêu cầu").is_ok();
        assert_eq!(page.count("button[value^=remove-row-]"), 6);
        let page = page.fill("do", "remove-row-0").press("Lưu nháp").is_ok();
        assert_eq!(page.count("button[value^=remove-row-]"), 5);
        assert_eq!(page.attribute("#row-0-measure option[selected]", "value"), "plan");
        // the row just added is not filled in, so saving tells so and keeps what was typed
        let wrong = page.fill("title", "Đợt thử").press("Lưu nháp").has_status(422);
        let wrong = wrong.has_text("Chọn ít nhất một loại đơn vị.");
        assert_eq!(wrong.attribute("#title", "value"), "Đợt thử");
        let none: i64 = site.read(|tx| tx.scalar("SELECT COUNT(*) FROM rollout", &[]));
        assert_eq!(none, 0);
    }

    fn a_draft_is_edited_and_two_editors_are_told(site) {
        let id = a_draft(site);
        let officer = site.as_role(Role::Officer, "TU");
        let first = officer.open(&format!("/rollouts/{id}/edit")).is_ok();
        let second = officer.open(&format!("/rollouts/{id}/edit")).is_ok();
        let _ = first.fill("title", "Tên mới").press("Lưu nháp").follow().has_text("Tên mới");
        let _ = second.fill("title", "Tên khác").press("Lưu nháp").has_status(409);
        assert_eq!(site.read(|tx| store::find(tx, id)).title, "Tên mới");
        assert_eq!(site.read(|tx| store::list_requirements(tx, id)).len(), 5);
    }

    fn a_document_of_another_branch_cannot_be_rolled_out(site) {
        let foreign = directive_of(site, "X02", "7").to_string();
        let commune = site.as_role(Role::CommuneOfficer, "X01");
        let fields = [("title", "Đợt của xã"), ("document", foreign.as_str()), ("do", "save")];
        let _ = commune.post("/rollouts/new", &fields).has_status(404);
        let page = commune.open("/rollouts/new").is_ok();
        assert_eq!(page.count("input[name=document]"), 0);
    }

    fn a_commune_asks_more_of_its_own_branch_only(site) {
        let id = a_running(site);
        let commune = site.as_role(Role::CommuneOfficer, "X01");
        let unit = site.unit("X01").to_string();
        let path = format!("/rollouts/{id}/requirements/new");
        let _ = commune.open(&format!("{path}?unit={unit}")).is_ok().has_text("Ban hành kế hoạch học tập");
        let fields = |title: &'static str, measure: &'static str, days: &'static str| [
            ("unit", unit.clone()), ("row-0-measure", measure.into()), ("row-0-title", title.into()),
            ("row-0-addressee", "grassroots_organisation".into()), ("row-0-addressee", "cell".into()),
            ("row-0-deadline", "days".to_owned()), ("row-0-days", days.into()),
        ];
        let post = |given: &[(&str, String)]| {
            let given: Vec<(&str, &str)> = given.iter().map(|(k, v)| (*k, v.as_str())).collect();
            commune.post(&path, &given)
        };
        // the province asks self-study of the cells within 30 days
        post(&fields("Học muộn", "self_study", "45")).is_refused_because("ROLL-07");
        let page = post(&fields("Kế hoạch của từng chi bộ", "plan", "7")).follow().is_ok();
        let _ = page.has_text("Yêu cầu riêng của Đảng ủy xã An Khê Thượng");
        let made: i64 = site.read(|tx| tx.scalar("SELECT COUNT(*) FROM duty d JOIN requirement q ON q.id = d.requirement_id WHERE q.position = 6", &[]));
        assert_eq!(made, 3, "one organisation and two cells of that commune");
        let other = site.as_role(Role::CommuneOfficer, "X02");
        let _ = other.open(&format!("/rollouts/{id}")).is_ok().lacks_text("Kế hoạch của từng chi bộ");
        let _ = other.open(&format!("/rollouts/{id}/duties")).is_ok().lacks_text("Kế hoạch của từng chi bộ");
        let _ = other.open(&format!("{path}?unit={unit}")).has_status(404);
        site.settle();
        site.assert_ledger_is_true();
    }

    fn a_rollout_is_closed_once_nothing_is_still_to_come(site) {
        let id = a_running(site);
        let officer = site.as_role(Role::Officer, "TU");
        let close = format!("/rollouts/{id}/close");
        officer.post(&close, &[("version", "2")]).is_refused_because("ROLL-10");
        site.set_time("2026-12-29", 8, 0);
        let _ = officer.post(&close, &[("version", "1")]).has_status(409);
        let page = officer.open(&format!("/rollouts/{id}")).is_ok().press("/close").follow().is_ok();
        let _ = page.has_text("Đã kết thúc");
        let plan = duty(site, id, "X01", 2);
        assert_eq!(word(site, plan), "overdue");
        let commune = site.as_role(Role::CommuneOfficer, "X01");
        let done = commune.post(&format!("/duties/{plan}/done"), &[("version", "1"), ("note", "05-KH/ĐU")]);
        done.is_refused_because("ROLL-11");
        site.settle();
        site.assert_ledger_is_true();
    }

    fn what_lies_outside_the_branch_is_not_found(site) {
        let draft = a_draft(site);
        let commune = site.as_role(Role::CommuneOfficer, "X01");
        let _ = commune.open(&format!("/rollouts/{draft}")).has_status(404);
        let officer = site.as_role(Role::Officer, "TU");
        let _ = officer.open(&format!("/rollouts/{draft}")).is_ok().press("/launch").follow().is_ok();
        let _ = commune.open(&format!("/rollouts/{draft}")).is_ok().has_text("Đảng ủy xã An Khê Thượng");
        let other = site.unit("X02");
        for path in ["", "/duties", "/map", "/map.json"] {
            let _ = commune.open(&format!("/rollouts/{draft}{path}?unit={other}")).has_status(404);
            let _ = commune.open(&format!("/rollouts/{draft}{path}?unit={}", site.unit("TU"))).has_status(404);
        }
        let foreign = duty(site, draft, "X02", 2);
        let _ = commune.open(&format!("/duties/{foreign}")).has_status(404);
        let _ = commune.post(&format!("/duties/{foreign}/begin"), &[("version", "1")]).has_status(404);
        let _ = commune.post(&format!("/rollouts/{draft}/close"), &[("version", "2")]).has_status(404);
        let _ = site.as_role(Role::Member, "TU").open(&format!("/rollouts/{draft}")).has_status(403);
        let list = commune.open("/rollouts").is_ok();
        assert_eq!(list.count("tbody tr"), 1);
    }
}
