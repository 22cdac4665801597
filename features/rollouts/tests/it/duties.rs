//! One duty and lists of them: steps, evidence, colours, filters, export.

use kernel::Role;
use platform::web::Sort;
use rollouts::domain::{Evidence, Group, Measure};
use rollouts::store::{self, DutyFilter};
use testkit::on_both_databases;

use crate::{a_running, duty, word};

on_both_databases! {
    fn a_unit_begins_and_finishes_its_duty(site) {
        let id = a_running(site);
        let plan = duty(site, id, "X01", 2);
        let commune = site.as_role(Role::CommuneOfficer, "X01");
        let page = commune.open(&format!("/duties/{plan}")).is_ok().has_text("Chưa thực hiện");
        let page = page.press("/begin").follow().is_ok().has_text("Đang thực hiện");
        let page = page.fill("note", "").fill("link", "");
        page.press("/done").is_refused_because("ROLL-16");
        let page = page.fill("note", "Kế hoạch 05-KH/ĐU, ngày 25/11/2026").press("/done").follow().is_ok();
        let _ = page.has_text("Đã xong, đúng hạn").has_text("05-KH/ĐU").lacks_text("Miễn nhiệm vụ");
        // the page shown before is of an older version
        let stale = commune.post(&format!("/duties/{plan}/done"), &[("version", "1"), ("note", "x")]);
        let _ = stale.has_status(409);
        let events: i64 = site.read(|tx| tx.scalar("SELECT COUNT(*) FROM event WHERE name = 'rollouts.duty-done'", &[]));
        assert_eq!(events, 1);
    }

    fn only_the_unit_above_waives_with_a_reason_and_reopens(site) {
        let id = a_running(site);
        let plan = duty(site, id, "X01", 2);
        let commune = site.as_role(Role::CommuneOfficer, "X01");
        let waive = format!("/duties/{plan}/waive");
        let _ = commune.post(&waive, &[("version", "1"), ("reason", "Không cần")]).has_status(404);
        let officer = site.as_role(Role::Officer, "TU");
        officer.post(&waive, &[("version", "1"), ("reason", " ")]).is_refused_because("ROLL-15");
        let page = officer.open(&format!("/duties/{plan}")).is_ok().fill("reason", "Sáp nhập đơn vị").press("/waive");
        let page = page.follow().is_ok().has_text("Được miễn").has_text("Sáp nhập đơn vị");
        let _ = page.press("/reopen").follow().is_ok().has_text("Đang thực hiện");
        assert_eq!(word(site, plan), "in_progress");
        // a commune is the unit above its own grassroots organisations
        let below = duty(site, id, "X01-C01", 3);
        let _ = commune.post(&format!("/duties/{below}/waive"), &[("version", "1"), ("reason", "Đã học chung")]).follow().is_ok();
        assert_eq!(word(site, below), "waived");
    }

    fn a_link_that_is_no_web_address_is_not_kept(site) {
        let id = a_running(site);
        let study = duty(site, id, "X01-C01-01", 4);
        let secretary = site.as_role(Role::CellSecretary, "X01-C01-01");
        let fields = [("version", "1"), ("link", "javascript:alert(1)"), ("note", "Ngày 24/11, 12 đảng viên")];
        let page = secretary.post(&format!("/duties/{study}/done"), &fields).follow().is_ok();
        assert!(!page.text.contains("javascript:"));
        let other = duty(site, id, "X01-C01-02", 4);
        let _ = secretary.post(&format!("/duties/{other}/done"), &fields).has_status(404);
    }

    fn acknowledging_the_document_ends_the_duty_to_acknowledge(site) {
        let id = a_running(site);
        let document = site.read(|tx| store::list_documents(tx, id))[0].id;
        let (unit, receipt, plan) = (site.unit("X02"), duty(site, id, "X02", 1), duty(site, id, "X02", 2));
        site.write(move |tx| documents::store::acknowledge(tx, document, unit));
        assert_eq!((word(site, receipt), word(site, plan)), ("done", "waiting"));
        assert_eq!(word(site, duty(site, id, "X01", 1)), "waiting");
        let page = site.as_role(Role::CommuneOfficer, "X02").open(&format!("/duties/{receipt}")).is_ok();
        let _ = page.has_text("Mở minh chứng");
    }

    fn evidence_of_other_features_begins_and_ends_duties(site) {
        let id = a_running(site);
        let (unit, conference) = (site.unit("X01"), duty(site, id, "X01", 3));
        let evidence = Evidence { kind: "conference".into(), id: "c1".into(), note: "Hội nghị ngày 10/12".into() };
        let given = evidence.clone();
        assert!(site.write(move |tx| store::begin_by_evidence(tx, id, unit, Measure::Conference, &given)));
        assert_eq!(word(site, conference), "in_progress");
        let given = evidence.clone();
        assert!(!site.write(move |tx| store::begin_by_evidence(tx, id, unit, Measure::Conference, &given)));
        site.set_time("2026-12-20", 8, 0);
        let given = evidence.clone();
        assert!(site.write(move |tx| store::complete_by_evidence(tx, id, unit, Measure::Conference, &given)));
        assert_eq!(word(site, conference), "done_late");
        assert_eq!(site.read(|tx| store::find_duty(tx, conference)).evidence, evidence);
        assert!(!site.write(move |tx| store::complete_by_evidence(tx, id, unit, Measure::Conference, &evidence)));
    }

    fn the_group_in_the_list_is_the_group_of_the_rule(site) {
        let id = a_running(site);
        let commune = site.as_role(Role::CommuneOfficer, "X01");
        let _ = commune.post(&format!("/duties/{}/begin", duty(site, id, "X01", 5)), &[("version", "1")]).follow();
        let _ = commune.post(&format!("/duties/{}/done", duty(site, id, "X01", 1)), &[("version", "1")]).follow();
        let waived = duty(site, id, "X01-C01", 1);
        let _ = commune.post(&format!("/duties/{waived}/waive"), &[("version", "1"), ("reason", "x")]).follow();
        let root = site.unit("TU");
        for day in ["2026-11-22", "2026-11-25", "2026-11-26", "2026-12-08", "2026-12-10", "2026-12-29"] {
            let today = day.parse().unwrap();
            let mut filter = DutyFilter {
                rollout: id, root, today, past: None, like: "%".into(), requirement: None, kind: None, group: None, in_hand: false,
            };
            let mut seen = 0;
            for group in Group::ALL.iter().copied() {
                filter.group = Some(group);
                let sort = Sort { key: "due", descending: false };
                let rows = site.read(|tx| store::list_duties(tx, &filter, sort, 0, 500));
                assert!(rows.iter().all(|row| row.duty.group(today) == group), "{day} {group:?}");
                let counted: i64 = site.read(|tx| store::count_groups(tx, id, root, today))
                    .iter().filter(|(_, g, _)| *g == group).map(|(_, _, n)| n).sum();
                assert_eq!(counted, i64::try_from(rows.len()).unwrap());
                assert_eq!(counted, site.read(|tx| store::count_duties(tx, &filter)));
                seen += counted;
            }
            assert_eq!(seen, 29, "{day}");
        }
    }

    fn the_unit_above_reminds_of_many_duties_at_once(site) {
        let id = a_running(site);
        let officer = site.as_role(Role::Officer, "TU");
        let base = format!("/rollouts/{id}/duties");
        let page = officer.open(&base).is_ok().has_text("Chọn cả 29 nhiệm vụ").lacks_text("cấp trên nhắc");
        assert_eq!(page.count("input[name=duty]"), 29);
        officer.post(&format!("{base}/remind"), &[]).is_refused_because("ROLL-17");
        let (plan, study) = (duty(site, id, "X01", 2), duty(site, id, "X01-C01-01", 4));
        let (first, second) = (format!("{plan}.1"), format!("{study}.1"));
        let told = officer.post(&format!("{base}/remind"), &[("duty", first.as_str()), ("duty", &second), ("kind", "cell")]);
        assert_eq!(told.location(), format!("{base}?kind=cell"));
        let _ = told.follow().is_ok().has_text("cấp trên nhắc 22/11/2026");
        let desk = site.as_role(Role::CellSecretary, "X01-C01-01").open("/").is_ok();
        assert_eq!(desk.count(".desk > li.is-amber"), 2, "the receipt is near, the study was reminded of");
        let _ = desk.has_text("cấp trên nhắc 22/11/2026");
        // what the unit was just writing is not stale, and once a day is enough
        let commune = site.as_role(Role::CommuneOfficer, "X01");
        let page = commune.open(&format!("/duties/{plan}")).is_ok().has_text("Nhắc đơn vị thực hiện").has_text("Nhật ký");
        let _ = page.fill("note", "05-KH/ĐU").press("/done").follow().is_ok();
        let _ = officer.post(&format!("{base}/remind"), &[("all", "1")]).follow().is_ok();
        let reminders: i64 =
            site.read(|tx| tx.scalar("SELECT COUNT(*) FROM event WHERE name = 'rollouts.duty-reminded'", &[]));
        assert_eq!(reminders, 2 + 27);
        // a commune sees and reminds its own branch only, and not itself
        assert_eq!(commune.open(&base).is_ok().count("input[name=duty]"), 9);
        let foreign = format!("{}.1", duty(site, id, "X02", 2));
        let _ = commune.post(&format!("{base}/remind"), &[("duty", foreign.as_str())]).has_status(404);
        let own = format!("{}.1", duty(site, id, "X01", 5));
        let _ = commune.post(&format!("{base}/remind"), &[("duty", own.as_str())]).has_status(404);
        let secretary = site.as_role(Role::CellSecretary, "X01-C01-01");
        assert_eq!(secretary.open(&base).is_ok().count("input[name=duty]"), 0);
    }

    fn many_duties_are_waived_for_one_reason_all_or_none(site) {
        let id = a_running(site);
        let officer = site.as_role(Role::Officer, "TU");
        let base = format!("/rollouts/{id}/duties");
        let study = site.read(|tx| store::list_requirements(tx, id))[3].id.to_string();
        officer.post(&format!("{base}/waive"), &[("all", "1"), ("requirement", study.as_str())]).is_refused_because("ROLL-15");
        let fields = [("all", "1"), ("requirement", study.as_str()), ("kind", "cell"), ("reason", "Học chung toàn xã")];
        let page = officer.post(&format!("{base}/waive"), &fields).follow().is_ok();
        let cells = page.count("tbody tr");
        let waived = officer.open(&format!("{base}?state=waived")).is_ok();
        assert_eq!(waived.count("tbody tr"), cells);
        let _ = waived.has_text("Được miễn");
        let one = duty(site, id, "X01-C01-01", 4);
        let _ = officer.open(&format!("/duties/{one}")).is_ok().has_text("Miễn nhiệm vụ: Học chung toàn xã");
        // one that has ended meanwhile keeps the others as they were
        let (ended, open) = (format!("{one}.2"), format!("{}.1", duty(site, id, "X01", 2)));
        let fields = [("duty", open.as_str()), ("duty", &ended), ("reason", "x")];
        officer.post(&format!("{base}/waive"), &fields).is_refused_because("ROLL-13");
        assert_eq!(word(site, duty(site, id, "X01", 2)), "waiting");
        let stale = format!("{}.9", duty(site, id, "X01", 2));
        let _ = officer.post(&format!("{base}/waive"), &[("duty", stale.as_str()), ("reason", "x")]).has_status(409);
        site.settle();
        site.assert_ledger_is_true();
    }

    fn pages_tell_what_happened(site) {
        let id = a_running(site);
        let officer = site.as_role(Role::Officer, "TU");
        let _ = officer.open(&format!("/rollouts/{id}")).is_ok().has_text("Phát động đợt triển khai").has_text("Lập bản nháp");
    }

    fn the_list_is_searched_filtered_sorted_and_exported(site) {
        let id = a_running(site);
        let officer = site.as_role(Role::Officer, "TU");
        let base = format!("/rollouts/{id}/duties");
        assert_eq!(officer.open(&base).is_ok().count("tbody tr"), 29);
        assert_eq!(officer.open(&format!("{base}?q=tram+y+te")).is_ok().count("tbody tr"), 3);
        assert_eq!(officer.open(&format!("{base}?kind=commune_committee")).is_ok().count("tbody tr"), 8);
        assert_eq!(officer.open(&format!("{base}?state=red")).is_ok().count("tbody tr"), 0);
        let plan = site.read(|tx| store::list_requirements(tx, id))[1].id;
        for sort in ["unit", "-unit", "requirement", "state", "-due"] {
            let page = officer.open(&format!("{base}?requirement={plan}&sort={sort}")).is_ok();
            assert_eq!(page.count("tbody tr"), 3, "{sort}");
        }
        let csv = officer.open(&format!("{base}?requirement={plan}&format=csv")).is_ok();
        assert!(csv.text.contains("Đảng ủy phường Đồng Bưởi"), "{}", csv.text);
        let xlsx = officer.open(&format!("{base}?format=xlsx")).is_ok();
        assert!(xlsx.bytes.starts_with(b"PK"));
        site.set_time("2026-12-03", 8, 0);
        let red = officer.open(&format!("{base}?state=red")).is_ok();
        assert_eq!(red.count("tbody tr"), 14, "receipts and plans");
        let commune = site.as_role(Role::CommuneOfficer, "X01");
        assert_eq!(commune.open(&base).is_ok().count("tbody tr"), 13);
    }
}
