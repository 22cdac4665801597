//! What rollouts ask of units in minutes, and the figures they ask for.

use kernel::Role;
use testkit::{Page, Site, on_both_databases};

use crate::{a_running, directive, duty, id_in};

/// What the API says is asked of a unit in December.
fn december(site: &Site, role: Role, unit: &'static str) -> serde_json::Value {
    site.settle();
    site.as_role(role, unit).open(&format!("/api/v1/burden?unit={}&month=2026-12", site.unit(unit))).json()
}

/// One number of a kind of work in such an answer.
fn of_work(said: &serde_json::Value, work: &str, number: &str) -> i64 {
    let line = said["work"].as_array().unwrap().iter().find(|line| line["work"] == work);
    line.map_or(0, |line| line[number].as_i64().unwrap())
}

/// The province's rollout that asks communes and cells for a report with three figures, one of them unknown here.
fn a_request(site: &Site) -> Page<'_> {
    let document = directive(site);
    let officer = site.as_role(Role::Officer, "TU");
    let fields = [
        ("title", "Báo cáo nhanh"),
        ("document", &document.to_string()),
        ("row-0-measure", "report"),
        ("row-0-title", "Báo cáo số liệu"),
        ("row-0-addressee", "commune_committee"),
        ("row-0-addressee", "cell"),
        ("row-0-deadline", "day"),
        ("row-0-day", "2026-12-15"),
        ("row-0-figures", "Tổng số đảng viên\nSố chi bộ\nSố mô hình tiêu biểu"),
        ("do", "weigh"),
    ];
    officer.post("/rollouts/new", &fields).is_ok()
}

fn launched(form: &Page<'_>) -> kernel::RolloutId {
    let draft = form.press("Lưu nháp").follow().is_ok();
    let draft = draft.has_text("mỗi chi bộ trong 4 chi bộ khoảng 1 giờ 42 phút");
    id_in(&draft.press("/launch").location())
}

on_both_databases! {
    fn work_counts_in_the_month_in_which_it_is_due_over_the_tree(site) {
        let rollout = a_running(site);
        let said = december(site, Role::Officer, "TU");
        // self-study of the four cells below organisations and of the grassroots cell, due on 22 December
        assert_eq!(of_work(&said, "self-study-cell", "asked"), 5);
        assert_eq!(of_work(&said, "self-study-cell", "minutes"), 5 * 120);
        let commune = december(site, Role::CommuneOfficer, "X01");
        assert_eq!(of_work(&commune, "self-study-cell", "asked"), 3);
        assert_eq!(of_work(&commune, "plan-body", "asked"), 1);
        site.assert_ledger_is_true();
        // what is waived is no burden, and is one again when it is reopened
        let study = duty(site, rollout, "X01-C01-01", 4);
        let officer = site.as_role(Role::Officer, "TU");
        let waived = officer.open(&format!("/duties/{study}")).fill("reason", "Sáp nhập").press("/waive").follow();
        assert_eq!(of_work(&december(site, Role::Officer, "TU"), "self-study-cell", "asked"), 4);
        let _ = waived.press("/reopen").follow().is_ok();
        assert_eq!(of_work(&december(site, Role::Officer, "TU"), "self-study-cell", "asked"), 5);
        site.assert_ledger_is_true();
        let page = officer.open("/burden?month=2026-12").is_ok().has_text("Chuẩn bị sinh hoạt, tự học (chi bộ)");
        let rows = officer.open(&page.attribute("#works a.figure[href*='self-study-cell']", "href")).is_ok();
        assert_eq!(rows.text_of(".figure-value"), "5");
        assert_eq!(rows.count("section.card tbody th a[href^='/duties/']"), 5);
    }

    fn what_units_say_takes_the_place_of_the_estimate(site) {
        let rollout = a_running(site);
        let study = duty(site, rollout, "X01-C01-01", 4);
        let secretary = site.as_role(Role::CellSecretary, "X01-C01-01");
        let page = secretary.open(&format!("/duties/{study}")).is_ok();
        let page = page.fill("minutes", "nhiều");
        page.press("/done").is_refused_because("BURD-01");
        let page = page.fill("minutes", "45").press("/done").follow().is_ok().has_text("Thời gian thực tế").has_text("45 phút");
        assert_eq!(of_work(&december(site, Role::Officer, "TU"), "self-study-cell", "minutes"), 4 * 120 + 45);
        // said anew it is still said once
        let _ = page.fill("minutes", "60").press("/minutes").follow().is_ok();
        assert_eq!(of_work(&december(site, Role::Officer, "TU"), "self-study-cell", "minutes"), 4 * 120 + 60);
        let other = duty(site, rollout, "X01-C01-02", 4);
        let colleague = site.as_role(Role::CellSecretary, "X01-C01-02");
        colleague.post(&format!("/duties/{other}/minutes"), &[("minutes", "30")]).is_refused_because("ROLL-20");
        let _ = secretary.post(&format!("/duties/{other}/minutes"), &[("minutes", "30")]).has_status(404);
        // an administrator lets the median count from the first on, shown as such
        let admin = site.as_role(Role::Administrator, "TU");
        let form = admin.open("/burden/rates").is_ok().fill("work", "self-study-cell").fill("minutes", "");
        let form = form.fill("valid_from", "2026-11-01").fill("least_said", "1").press("/burden/rates");
        let form = form.has_status(422).has_text("Nhập số phút từ 1 đến 20.000.");
        let _ = form.fill("minutes", "100").press("/burden/rates").follow().is_ok().has_text("Trung vị số đã khai");
        let said = december(site, Role::Officer, "TU");
        assert_eq!(of_work(&said, "self-study-cell", "minutes"), 5 * 60);
        let page = site.as_role(Role::Officer, "TU").open("/burden?month=2026-12").is_ok();
        let _ = page.has_text("trung vị của 1 lượt khai");
        site.assert_ledger_is_true();
        // what was said and the ledger never heard of is found by the months of what was said
        site.write(|tx| tx.run("CREATE TABLE kept AS SELECT * FROM figure_sum WHERE figure LIKE 'burden.%'", &[]));
        site.write(|tx| tx.run("DELETE FROM figure_sum WHERE figure LIKE 'burden.%'", &[]));
        let later = site.today().plus(60);
        let found = figures::jobs::recompute_whole(&site.app, later, |_, _| Ok(true)).unwrap().differences;
        assert!(found.iter().any(|one| one.figure == "burden.said_minutes"), "{found:?}");
        site.write(|tx| tx.run("INSERT INTO figure_sum SELECT * FROM kept", &[]));
        // waiving after all takes it back
        let officer = site.as_role(Role::Officer, "TU");
        let reopened = officer.open(&format!("/duties/{study}")).press("/reopen").follow().is_ok();
        let _ = reopened.fill("reason", "Sáp nhập").press("/waive").follow().is_ok();
        let said = december(site, Role::Officer, "TU");
        assert_eq!((of_work(&said, "self-study-cell", "asked"), of_work(&said, "self-study-cell", "said")), (4, 0));
        site.assert_ledger_is_true();
    }

    fn the_burden_of_another_branch_is_not_there(site) {
        let _ = a_running(site);
        let secretary = site.as_role(Role::CellSecretary, "X01-C01-01");
        let own = secretary.open("/burden?month=2026-12").is_ok().has_text("Chi bộ tổ Toán - Tin").has_text("2 giờ");
        assert_eq!(own.count("#list"), 0);
        let _ = secretary.open(&format!("/burden?unit={}", site.unit("X01"))).has_status(404);
        let _ = site.as_role(Role::Officer, "TU").open("/burden/rates").has_status(403);
        let _ = site.as_role(Role::Administrator, "X01").open("/burden/rates").has_status(404);
        let officer = site.as_role(Role::Officer, "TU");
        let found = officer.open("/burden?month=2026-12&q=dong+buoi").is_ok();
        assert_eq!(found.count("#list tbody tr"), 1);
        let sheet = officer.open("/burden?month=2026-12&format=csv&sort=unit").is_ok();
        assert!(sheet.text.contains("Đảng ủy xã An Khê Thượng"), "{}", sheet.text);
    }

    fn who_asks_for_figures_is_told_what_it_costs_and_what_is_known(site) {
        let form = a_request(site).has_text("Hệ thống đã có: Tổng số đảng viên; Số chi bộ.");
        // a report of a cell, one figure to be counted, two to be looked over
        let form = form.has_text("4 chi bộ, mỗi nơi khoảng 1 giờ 42 phút");
        let rollout = launched(&form);
        let said = december(site, Role::Officer, "TU");
        assert_eq!((of_work(&said, "figure-cell", "asked"), of_work(&said, "known-figure-body", "asked")), (4, 4));
        site.assert_ledger_is_true();
        let report = duty(site, rollout, "X01", 1);
        let commune = site.as_role(Role::CommuneOfficer, "X01");
        let page = commune.open(&format!("/duties/{report}")).is_ok().has_text("Còn 3 số liệu chưa nhập");
        let version = page.attribute("form[action$='/done'] input[name=version]", "value");
        let done = [("version", version.as_str()), ("note", "Báo cáo 01")];
        commune.post(&format!("/duties/{report}/done"), &done).is_refused_because("ROLL-19");
        // known figures are filled in; what is wrong is told at its field, and nothing typed is lost
        assert_eq!(page.attribute("#figure-1", "value"), "3");
        let page = page.fill("figure-1", "2").fill("figure-2", "vài");
        let wrong = page.press("/figures").has_status(422);
        let wrong = wrong.has_text("Nhập số nguyên không âm");
        assert_eq!((wrong.attribute("#figure-1", "value"), wrong.attribute("#figure-2", "value")), ("2".into(), "vài".into()));
        let saved = wrong.fill("figure-2", "7").press("/figures").follow().is_ok().lacks_text("Còn 3 số liệu");
        let _ = page.fill("figure-2", "8").press("/figures").has_status(409);
        let _ = saved.fill("note", "Báo cáo 01-BC/ĐU").press("/done").follow().is_ok().has_text("Hệ thống ghi nhận: 3");
        // above, what was entered and what is recorded stand apart
        let officer = site.as_role(Role::Officer, "TU");
        let show = officer.open(&format!("/rollouts/{rollout}")).is_ok();
        let address = show.attribute("a[href*='/requirements/']", "href");
        let table = officer.open(&address).is_ok().has_text("ghi nhận: 3").has_text("1/6");
        assert_eq!(table.count("#list tbody tr"), 6);
        let sheet = officer.open(&format!("{address}&format=csv")).is_ok();
        assert!(sheet.text.contains("Số chi bộ – Hệ thống ghi nhận"), "{}", sheet.text);
        let id = address.split(['/', '?']).nth(2).unwrap();
        let body = officer.open(&format!("/api/v1/requirements/{id}/figures")).json();
        let commune = body.as_array().unwrap().iter().find(|row| row["duty"] == report.to_string()).unwrap();
        let second = &commune["figures"][1];
        assert_eq!((second["recorded"].as_i64(), second["entered"].as_i64()), (Some(3), Some(2)));
        let own = site.as_role(Role::CellSecretary, "X01-C01-01").open(address.split('?').next().unwrap()).is_ok();
        assert_eq!(own.count("#list tbody tr"), 1);
    }
}
