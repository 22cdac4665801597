//! The ledger equals the rows on every day, whatever happened to the duties.

use kernel::{Day, Role};
use rollouts::domain::Progress;
use rollouts::store;
use testkit::{Site, on_both_databases};

use crate::{a_running, duty};

pub(crate) fn step(site: &Site, id: kernel::DutyId, verb: &str, fields: &[(&str, &str)]) {
    let version = site.read(|tx| store::find_duty(tx, id)).version.to_string();
    let mut all = vec![("version", version.as_str())];
    all.extend_from_slice(fields);
    let _ = site.as_role(Role::Officer, "TU").post(&format!("/duties/{id}/{verb}"), &all).follow().is_ok();
}

fn progress(site: &Site, subject: &str, unit: &'static str, day: &str) -> Progress {
    let unit = site.unit(unit);
    site.read(|tx| store::progress(tx, subject, unit, day.parse().unwrap()))
}

on_both_databases! {
    fn figures_and_rows_agree_on_every_day(site) {
        let id = a_running(site);
        let (before, late, next_day, waived, waived_late, twice) = (
            duty(site, id, "X01", 2), duty(site, id, "X02", 2), duty(site, id, "D01", 2),
            duty(site, id, "X01-C01-01", 1), duty(site, id, "X01-C01-02", 1), duty(site, id, "X02", 1),
        );
        site.set_time("2026-11-24", 8, 0);
        step(site, before, "done", &[("note", "05-KH/ĐU")]);
        step(site, waived, "waive", &[("reason", "Sáp nhập")]);
        step(site, twice, "done", &[]);
        step(site, twice, "reopen", &[]);
        step(site, twice, "done", &[]);
        site.set_time("2026-11-30", 8, 0);
        step(site, waived_late, "waive", &[("reason", "Sáp nhập")]);
        step(site, twice, "reopen", &[]);
        site.set_time("2026-12-03", 8, 0);
        step(site, next_day, "done", &[("note", "07-KH/ĐU")]);
        site.set_time("2026-12-07", 8, 0);
        step(site, late, "done", &[("note", "06-KH/ĐU")]);
        step(site, waived_late, "reopen", &[]);
        step(site, before, "reopen", &[]);
        site.set_time("2026-12-09", 8, 0);
        step(site, waived_late, "done", &[]);
        let first: Day = "2026-11-20".parse().unwrap();
        for settled in [false, true] {
            if settled {
                site.settle();
            }
            // every figure, every subject, every unit: on PostgreSQL settled or not
            for n in 0..45 {
                let day = first.plus(n);
                let differences = figures::jobs::prove(&site.app, day).unwrap();
                assert!(differences.is_empty(), "{day}: {differences:#?}");
            }
        }
        let all = id.to_string();
        let receipts = site.read(|tx| store::list_requirements(tx, id))[0].id.to_string();
        // eleven receipts were due on 25 November; one was waived, one done and reopened on the 30th
        assert_eq!(progress(site, &receipts, "TU", "2026-11-25").overdue, 0);
        assert_eq!(progress(site, &receipts, "TU", "2026-11-26"), Progress { duties: 11, done: 1, done_late: 0, waived: 1, overdue: 9 });
        assert_eq!(progress(site, &receipts, "TU", "2026-11-30"), Progress { duties: 11, done: 0, done_late: 0, waived: 2, overdue: 9 });
        assert_eq!(progress(site, &receipts, "X02", "2026-11-30").overdue, 3);
        assert_eq!(progress(site, &receipts, "TU", "2026-12-09"), Progress { duties: 11, done: 0, done_late: 1, waived: 1, overdue: 9 });
        // of the plans, due on 2 December, only the reopened one is left
        assert_eq!(progress(site, &all, "X01", "2026-12-08").overdue - progress(site, &receipts, "X01", "2026-12-08").overdue, 1);
        assert_eq!(progress(site, &all, "TU", "2026-11-21"), Progress::default());
    }

    fn the_page_behind_a_number_shows_the_duties(site) {
        let id = a_running(site);
        site.set_time("2026-12-03", 8, 0);
        site.settle();
        let officer = site.as_role(Role::Officer, "TU");
        let page = officer.open(&format!("/figures/{id}/rollouts.overdue?day=2026-12-03")).is_ok();
        assert_eq!(page.text_of(".figure-value"), "14");
        let page = page.has_text("Ban hành kế hoạch").lacks_text("rollouts-");
        assert!(page.text.contains("/duties/"));
        let plan = site.read(|tx| store::list_requirements(tx, id))[1].id;
        let of_plan = officer.open(&format!("/figures/{plan}/rollouts.overdue")).is_ok();
        assert_eq!(of_plan.text_of(".figure-value"), "3");
        let commune = site.as_role(Role::CommuneOfficer, "X02");
        let own = commune.open(&format!("/figures/{id}/rollouts.overdue")).is_ok();
        assert_eq!(own.text_of(".figure-value"), "4");
        let _ = officer.open("/figures/no-such-thing/rollouts.overdue").has_status(404);
    }
}
