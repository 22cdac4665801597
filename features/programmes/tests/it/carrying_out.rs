//! Results with their evidence, put together from below, as of any day; changes keep what was wanted.

use kernel::Role;
use testkit::{Site, on_both_databases};

use crate::{a_programme, a_target, a_task, issue, link};

/// Enters a result of a target or task.
fn enter(site: &Site, address: &str, value: &str, on: &str) {
    let officer = site.as_role(Role::CommuneOfficer, "X01");
    let fields = [("value", value), ("on", on), ("evidence", "biên bản 12-BB/ĐU")];
    let done = officer.upload(&format!("{address}/results"), &fields, ("file", "", b""));
    assert_eq!(done.status.as_u16(), 303, "{}", done.visible());
}

/// An issued programme of X01 with one target and one task: its address, the target's and the task's.
fn an_issued_programme(site: &Site) -> (String, String, String) {
    let programme = a_programme(site, "");
    let _ = a_target(site, &programme, &[]);
    let _ = a_task(site, &programme, "Mở 12 lớp");
    issue(site, &programme);
    let page = site.as_role(Role::CommuneOfficer, "X01").open(&programme).is_ok();
    let (target, task) = (link(&page, "/programmes/targets/"), link(&page, "/programmes/tasks/"));
    (programme, target, task)
}

on_both_databases! {
    fn a_result_has_a_day_evidence_and_a_giver(site) {
        let (programme, target, _) = an_issued_programme(site);
        let officer = site.as_role(Role::CommuneOfficer, "X01");
        let send = |value: &str, on: &str, evidence: &str| {
            let fields = [("value", value), ("on", on), ("evidence", evidence)];
            officer.upload(&format!("{target}/results"), &fields, ("file", "", b""))
        };
        let today = site.today().to_string();
        send("50", &today, "").is_refused_because("PROG-11");
        send("50", "2031-01-01", "biên bản").is_refused_because("PROG-10");
        send("50", &today, "Độ mật: Tối mật").is_refused_because("DOC-02");
        let _ = send("nhiều", &today, "biên bản").has_status(422).has_text("Số chưa đúng");
        let fields = [("value", "100"), ("on", today.as_str())];
        let with_file = officer.upload(&format!("{target}/results"), &fields, ("file", "bb.txt", "Biên bản họp.".as_bytes()));
        let page = with_file.follow().is_ok().has_text("100 hộ").has_text("bb.txt");
        let file = officer.open(&page.attribute("a[href$='/file']", "href")).is_ok();
        assert_eq!(file.bytes, "Biên bản họp.".as_bytes());
        let secret = "TUYỆT MẬT\n\nBáo cáo".as_bytes();
        officer.upload(&format!("{target}/results"), &fields, ("file", "bc.txt", secret)).is_refused_because("DOC-02");
        let _ = officer.open(&programme).has_text("1/1 chỉ tiêu đạt, trong đó 0 vượt");
        let stranger = site.as_role(Role::CommuneOfficer, "X02");
        let _ = stranger.open(&target).has_status(404);
        let _ = stranger.open(&page.attribute("a[href$='/file']", "href")).has_status(404);
    }

    fn progress_is_seen_as_of_any_day(site) {
        let (programme, target, task) = an_issued_programme(site);
        enter(site, &target, "60", "2026-03-31");
        enter(site, &target, "120", "2026-09-30");
        enter(site, &task, "40", "2026-03-31");
        enter(site, &task, "100", "2026-09-30");
        let leader = site.as_role(Role::Leader, "TU");
        let at = |day: &str| leader.open(&format!("{programme}?day={day}")).is_ok();
        let _ = at("2026-03-30").has_text("0/1 chỉ tiêu đạt").has_text("1 chưa có số liệu").has_text("0/1 nhiệm vụ xong");
        let _ = at("2026-04-01").has_text("0/1 chỉ tiêu đạt").has_text("0 chưa có số liệu");
        let _ = at("2026-10-01").has_text("1/1 chỉ tiêu đạt, trong đó 1 vượt").has_text("1/1 nhiệm vụ xong");
        let _ = leader.open(&task).is_ok().has_text("xong ngày 30/09/2026");
        let _ = leader.open(&format!("{programme}/gantt?day=2026-04-01")).is_ok().has_text("40 %");
        let curve = leader.open(&format!("{target}/curve.json")).is_ok().json();
        assert_eq!(curve["series"][0]["values"][0].as_f64(), Some(60.0));
        for part in ["targets", "tasks"] {
            assert!(leader.open(&format!("{programme}/list?part={part}")).is_ok().bytes.starts_with(b"PK"));
        }
        let _ = leader.open(&task).lacks_text("Nhập kết quả");
    }

    fn a_task_is_done_on_the_first_day_of_the_last_stretch_on_which_it_is(site) {
        let (_, _, task) = an_issued_programme(site);
        site.set_time("2027-02-02", 9, 0);
        enter(site, &task, "100", "2026-03-01");
        enter(site, &task, "40", "2026-04-01");
        enter(site, &task, "100", "2027-02-01");
        enter(site, &task, "100", "2027-02-02");
        let leader = site.as_role(Role::Leader, "TU");
        // done a month late, whatever was entered by mistake before
        let _ = leader.open(&task).is_ok().has_text("xong ngày 01/02/2027").has_text("Có nguy cơ chậm");
        let _ = leader.open(&format!("{task}?day=2026-03-31")).is_ok().has_text("xong ngày 01/03/2026");
    }

    fn the_worst_of_those_below_is_the_highest_where_less_is_better(site) {
        let programme = a_programme(site, "");
        let fields = [("method", "worst"), ("direction", "at_most")];
        let page = a_target(site, &programme, &fields).follow().is_ok();
        let officer = site.as_role(Role::CommuneOfficer, "X01");
        let page = officer.open(&link(&page, "/programmes/targets/")).is_ok();
        let _ = page.has_text("lấy mức cao nhất của cấp dưới").lacks_text("mức thấp nhất");
    }

    fn a_change_of_what_is_wanted_keeps_what_was(site) {
        let (programme, target, _) = an_issued_programme(site);
        site.set_time("2026-11-01", 9, 0);
        enter(site, &target, "90", "2026-10-01");
        site.set_time("2026-11-22", 9, 0);
        let officer = site.as_role(Role::CommuneOfficer, "X01");
        let change = |reason: &str| officer.post(&format!("{target}/wants"), &[("year", "2026"), ("amount", "80"), ("reason", reason)]);
        change(" ").is_refused_because("PROG-07");
        let page = change("bão số 5 làm mất bãi nuôi").follow().is_ok();
        let _ = page.has_text("2026: 100 → 80").has_text("bão số 5");
        // today it is exceeded; the day before the change it was not met
        let _ = officer.open(&programme).has_text("1/1 chỉ tiêu đạt, trong đó 1 vượt");
        let _ = officer.open(&format!("{programme}?day=2026-11-21")).has_text("0/1 chỉ tiêu đạt");
    }

    fn results_are_put_together_by_a_method_that_is_shown(site) {
        // the province's programme with a target that is the sum of those below
        let officer = site.as_role(Role::Officer, "TU");
        let form = officer.open("/programmes/new").is_ok().fill("title", "phát triển kinh tế ven sông");
        let above = form.fill("starts_on", "2026-01-01").fill("ends_on", "2027-12-31").press("/programmes/new").location();
        let wanted = [("title", "số hộ toàn tỉnh"), ("method", "sum"), ("year", "2026"), ("amount", "300")];
        let _ = officer.post(&format!("{above}/targets/new"), &wanted).follow().is_ok();
        let target = link(&officer.open(&above), "/programmes/targets/");
        let above: programmes::domain::ProgrammeId = above.rsplit('/').next().unwrap().parse().unwrap();
        site.write(move |tx| {
            let programme = programmes::store::find(tx, above)?;
            let document = "01994d2c-0000-7000-8000-000000000009".parse().unwrap();
            programmes::store::save_state(tx, &programme.issued(document), "programmes.issued")
        });
        let programme = a_programme(site, "");
        let id = target.rsplit('/').next().unwrap();
        let _ = a_target(site, &programme, &[("serves", id)]).follow().is_ok();
        let _ = a_task(site, &programme, "Mở 12 lớp");
        issue(site, &programme);
        let below = link(&site.as_role(Role::CommuneOfficer, "X01").open(&programme), "/programmes/targets/");
        enter(site, &below, "70,5", "2026-03-31");
        let page = officer.open(&target).is_ok().has_text("70,5").has_text("cộng các đơn vị cấp dưới");
        let _ = page.has_text("Đảng ủy xã An Khê Thượng").lacks_text("Nhập kết quả");
    }

    fn late_tasks_are_on_the_desk(site) {
        let (_, _, task) = an_issued_programme(site);
        site.set_time("2027-01-02", 9, 0);
        let desk = site.as_role(Role::CommuneOfficer, "X01").open("/").is_ok().has_text("Mở 12 lớp");
        assert_eq!(desk.count(&format!("a[href='{task}']")), 1);
        enter(site, &task, "100", "2027-01-02");
        let _ = site.as_role(Role::CommuneOfficer, "X01").open("/").is_ok().lacks_text("Mở 12 lớp");
    }
}
