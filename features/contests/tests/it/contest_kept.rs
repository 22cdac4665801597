//! What is summed once for all who look: how old it may be, and that what was annulled shows at once. What the proof of
//! figures finds of contests.

use kernel::UnitId;
use testkit::{Site, on_both_databases};

use crate::{an_open_contest, begun, joined, officer, settled, submitted};

/// Somebody who submits so many right answers.
fn sit(site: &Site, name: &str, round: i64, right: usize) {
    let _ = submitted(&begun(&joined(site, name), round), round, right);
}

fn verified(site: &Site) -> fair_contest::Report {
    fair_contest::verify(site.visitor().open("/thi/1/published.jsonl").is_ok().bytes.as_slice()).unwrap()
}

on_both_databases! {
    fn units_of_a_running_round_are_seconds_old_and_annulling_shows_at_once(site) {
        let (_, round) = an_open_contest(site, &[]);
        let attempts = || officer(site).open(&format!("/contests/rounds/{round}/units")).is_ok().text_of(".lead-line");
        sit(site, "Lò Thị Mai", round, 5);
        assert!(attempts().contains("1 người"), "{}", attempts());
        sit(site, "Vàng A Sử", round, 4);
        assert!(attempts().contains("1 người"), "summed once for all who look in these seconds");
        site.set_time("2026-11-22", 9, 31);
        assert!(attempts().contains("2 người"), "{}", attempts());
        let fields = [("places", "1"), ("reason", "gian lận bằng máy")];
        let _ = officer(site).post(&format!("/contests/rounds/{round}/annul"), &fields).follow().is_ok();
        assert!(attempts().contains("1 người"), "{}", attempts());
    }

    fn final_rankings_are_kept_and_made_anew_when_something_is_settled_annulled_or_barred(site) {
        let (contest, round) = an_open_contest(site, &[]);
        for (name, right) in [("Lò Thị Mai", 5), ("Vàng A Sử", 4), ("Hà Văn Tư", 3)] {
            sit(site, name, round, right);
        }
        let before = officer(site).open(&format!("{contest}/whole")).is_ok().has_text("0 trên 1 vòng");
        let _ = before.has_text("Chưa có kết quả nào");
        settled(site, round);
        let mean = || site.visitor().open("/thi/1/units").is_ok().text_of("tbody td:last-child");
        let whole = || officer(site).open(&format!("{contest}/whole")).is_ok();
        assert_eq!(mean(), "4,00");
        let _ = whole().has_text("Lò Thị Mai").has_text("Hà Văn Tư");
        // nobody sums it again for who only looks
        site.write(|tx| tx.run("UPDATE contest_entry SET best_score = best_score - 1", &[]));
        assert_eq!(mean(), "4,00");
        site.write(|tx| tx.run("UPDATE contest_entry SET best_score = best_score + 1", &[]));
        let fields = [("places", "1"), ("reason", "gian lận bằng máy")];
        let _ = officer(site).post(&format!("/contests/rounds/{round}/annul"), &fields).follow().is_ok();
        assert_eq!(mean(), "3,50");
        let _ = whole().lacks_text("Lò Thị Mai").has_text("Vàng A Sử");
        let unit = site.unit("X01").to_string();
        let line = [("name", "Vàng A Sử"), ("unit", unit.as_str()), ("reason", "Ban Tổ chức")];
        let _ = officer(site).post(&format!("{contest}/contestants/bar"), &line).follow().is_ok();
        assert_eq!(mean(), "3,00");
        let report = verified(site);
        assert!(report.is_true(), "{:?}", report.faults);
        let ranking: Vec<_> = report.whole.unwrap().ranking.iter().map(|one| (one.rank, one.contestant)).collect();
        assert_eq!(ranking, [(1, 3)]);
        // a unit that is called otherwise from now on
        let unit: UnitId = site.unit("X01");
        site.write(move |tx| {
            let sql = "UPDATE unit SET short_name = 'Tên mới', version = version + 1 WHERE id = $1";
            tx.run(sql, platform::params![unit])
        });
        let _ = site.visitor().open("/thi/1/units").is_ok().has_text("Tên mới");
    }

    fn a_contest_of_which_the_ledger_lost_everything_is_found_by_the_proof(site) {
        let (contest, round) = an_open_contest(site, &[]);
        sit(site, "Lò Thị Mai", round, 5);
        settled(site, round);
        site.settle();
        site.assert_ledger_is_true();
        let subject = contest.rsplit('/').next().unwrap().to_owned();
        let lost = subject.clone();
        site.write(move |tx| {
            tx.run("DELETE FROM figure_queue WHERE subject = $1", platform::params![lost])?;
            tx.run("DELETE FROM figure_sum WHERE subject = $1", platform::params![lost])
        });
        let found = figures::jobs::recompute_whole(&site.app, site.today(), |_, _| Ok(true)).unwrap();
        let of = |figure: &str| found.differences.iter().filter(|one| one.figure == figure && one.subject == subject).count();
        assert!(of("contests.people") > 0 && of("contests.attempts") > 0, "{:?}", found.differences);
        assert!(found.differences.iter().all(|one| (one.ledger, one.rows) == (0, 1)), "{:?}", found.differences);
    }

    fn contests_are_found_by_the_search(site) {
        let (contest, _) = an_open_contest(site, &[]);
        let id = contest.rsplit('/').next().unwrap().to_owned();
        let of_kind = contests::plug().search[0];
        let (ids, rows) = site.read(|tx| {
            let ids: Vec<String> = (of_kind.page)(tx, "", 10)?.into_iter().map(|(id, _)| id).collect();
            let rows = (of_kind.read)(tx, &ids)?;
            Ok((ids, rows))
        });
        assert_eq!((ids, rows[0].name.as_str(), rows[0].text.as_str()), (vec![id], "Tìm hiểu Nghị quyết và Luật", "Tuần 1"));
        assert!(!rows[0].sights.is_empty());
    }
}
