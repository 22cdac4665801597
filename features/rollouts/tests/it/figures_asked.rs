//! Figures asked of units: what an entry must keep to, entries that are far from those of comparable units, and what stood on
//! a day.

use std::collections::BTreeMap;

use kernel::{Day, DutyId, Role, RolloutId, UnitKind};
use rollouts::store;
use testkit::{Page, Site, on_both_databases};

use crate::{directive, duty, id_in};

/// A rollout that asks cells for two figures, the second within the first; made through the form.
fn a_request(site: &Site) -> RolloutId {
    let document = directive(site).to_string();
    let officer = site.as_role(Role::Officer, "TU");
    let fields = [
        ("title", "Báo cáo nhanh"),
        ("document", document.as_str()),
        ("row-0-measure", "report"),
        ("row-0-title", "Báo cáo số liệu"),
        ("row-0-addressee", "cell"),
        ("row-0-deadline", "day"),
        ("row-0-day", "2026-12-15"),
        ("row-0-figures", "Số người dự\nSố ý kiến"),
        ("do", "rules"),
    ];
    let form = officer.post("/rollouts/new", &fields).is_ok().has_text("Điều kiện của số liệu");
    let turned = form.fill("row-0-rule-0-least", "9").fill("row-0-rule-0-most", "1").press("Lưu nháp").has_status(422);
    let form = turned.has_text("Giới hạn phải là số nguyên").fill("row-0-rule-0-least", "1");
    let form = form.fill("row-0-rule-0-most", "100.000").fill("row-0-rule-1-within", "figure:Số người dự");
    let draft = form.press("Lưu nháp").follow().is_ok();
    let edit = officer.open(&draft.attribute("a[href$='/edit']", "href")).is_ok();
    assert_eq!(edit.attribute("input[name='row-0-rule-0-most']", "value"), "100000");
    id_in(&draft.press("/launch").location())
}

fn entered<'s>(site: &'s Site, unit: &'static str, duty: DutyId, figures: [&str; 2]) -> Page<'s> {
    let page = site.as_role(Role::CellSecretary, unit).open(&format!("/duties/{duty}")).is_ok();
    page.fill("figure-0", figures[0]).fill("figure-1", figures[1]).press("/figures")
}

/// Three cells answer, correct, are waived and asked again, and one of their superiors moves: over a week. The rollout and the
/// first day.
fn a_week_of_answers(site: &Site) -> (RolloutId, Day) {
    let (rollout, first) = (a_request(site), site.today());
    let officer = site.as_role(Role::Officer, "TU");
    let on = |day: i64| site.set_time(&first.plus(day).to_string(), 8, 0);
    let answer = |unit, figures| {
        let _ = entered(site, unit, duty(site, rollout, unit, 1), figures).follow().is_ok();
    };
    answer("X01-C01-01", ["20", "5"]);
    answer("X02-C01-01", ["10", "0"]);
    on(1);
    answer("X01-C01-01", ["40", "5"]);
    answer("X01-C01-01", ["41", "6"]);
    answer("X01-C01-02", ["7", "7"]);
    on(2);
    let waived = officer.open(&format!("/duties/{}", duty(site, rollout, "X01-C01-02", 1)));
    let waived = waived.fill("reason", "Sáp nhập").press("/waive").follow().is_ok();
    on(4);
    site.move_unit("X01-C01", "X02", first.plus(3));
    let _ = waived.press("/reopen").follow().is_ok();
    answer("X01-C01-02", ["8", "7"]);
    on(6);
    answer("X01-C01-01", ["50", "5"]);
    (rollout, first)
}

/// The sums on the page and what the rows of its file add up to: entered, of the first figure and of the second.
fn sums_and_rows(site: &Site, address: &str) -> ([String; 2], [String; 2]) {
    let officer = site.as_role(Role::Officer, "TU");
    let page = officer.open(address).is_ok();
    let shown = ["tr:first-child", "tr:last-child"].map(|line| page.text_of(&format!("tbody {line} td:nth-child(3)")));
    let file = officer.open(&format!("{address}&format=csv")).is_ok().text;
    let column = |at: usize| -> i64 {
        let cells = file.lines().skip(1).filter_map(|line| line.split(',').nth(at));
        cells.map(|cell| cell.trim().parse::<i64>().unwrap_or(0)).sum()
    };
    (shown, [column(2), column(5)].map(|sum| sum.to_string()))
}

/// What the ledger holds of answers.
fn in_ledger(site: &Site) -> BTreeMap<String, i64> {
    site.settle();
    site.read(|tx| {
        let sql = "SELECT figure || ' ' || subject || ' ' || unit_id || ' ' || day, n FROM figure_sum
             WHERE figure LIKE 'rollouts.entered%' AND n <> 0";
        tx.list(sql, &[], |row| Ok((row.get::<String>(0)?, row.get::<i64>(1)?)))
    })
    .into_iter()
    .collect()
}

fn wrong_figures(site: &Site, day: Day) -> Vec<&'static str> {
    let found = figures::jobs::recompute_whole(&site.app, day, |_, _| Ok(true)).unwrap();
    let mut wrong: Vec<&'static str> = found.differences.iter().map(|one| one.figure).collect();
    wrong.sort_unstable();
    wrong.dedup();
    wrong
}

/// Cells founded below the organisation, beside those of the test kit: enough to show what is usual.
fn cells(site: &Site) -> Vec<&'static str> {
    const CODES: [&str; 9] = ["K1", "K2", "K3", "K4", "K5", "K6", "K7", "K8", "K9"];
    let parent = site.unit("X01-C01");
    site.write(move |tx| {
        for code in CODES {
            units::store::insert(
                tx,
                &units::domain::NewUnit {
                    code: code.into(),
                    kind: UnitKind::Cell,
                    name: format!("Chi bộ {code}"),
                    short_name: String::new(),
                    parent: Some(parent),
                    founded_on: None,
                },
            )?;
        }
        Ok(())
    });
    CODES.to_vec()
}

on_both_databases! {
    fn an_entry_that_breaks_its_rule_is_told_why_at_its_field(site) {
        let rollout = a_request(site);
        let own = duty(site, rollout, "X01-C01-01", 1);
        let page = site.as_role(Role::CellSecretary, "X01-C01-01").open(&format!("/duties/{own}")).is_ok();
        let _ = page.has_text("Ít nhất 1; Nhiều nhất 100.000").has_text("Không nhiều hơn Số người dự");
        let refused = |figures: [&str; 2], field: &str, why: &str| {
            let page = entered(site, "X01-C01-01", own, figures).has_status(422);
            assert_eq!(page.text_of(&format!("#{field}-error")).trim(), why);
            assert_eq!(page.attribute("#figure-1", "value"), figures[1], "nothing typed is lost");
        };
        refused(["1,5", "0"], "figure-0", "Nhập số nguyên, không có phần lẻ.");
        refused(["0", "0"], "figure-0", "Không được ít hơn 1.");
        refused(["100.001", "0"], "figure-0", "Không được nhiều hơn 100.000.");
        refused(["20", "21"], "figure-1", "Không được nhiều hơn Số người dự (20).");
        let _ = entered(site, "X01-C01-01", own, ["20", "20"]).follow().is_ok().has_text("Nhập số liệu báo cáo");
    }

    fn unusual_figures_are_listed_for_a_person_to_look_at(site) {
        let codes = cells(site);
        let rollout = a_request(site);
        for (n, code) in codes.iter().enumerate() {
            let (typed, own) = (if n == 8 { "30.000".into() } else { (24 + n).to_string() }, duty(site, rollout, code, 1));
            let _ = entered(site, code, own, [&typed, "0"]).follow().is_ok();
        }
        let officer = site.as_role(Role::Officer, "TU");
        let show = officer.open(&format!("/rollouts/{rollout}")).is_ok();
        let address = show.attribute("a[href*='/requirements/']", "href");
        let page = officer.open(&address).is_ok().has_text("1 số liệu khác thường").has_text("so với 9 đơn vị");
        assert_eq!((page.count("#odd tbody tr"), page.text_of("#odd tbody th")), (1, "Chi bộ K9".into()));
        let _ = officer.open(&format!("{address}&format=csv")).is_ok().has_text("Số người dự – Thường thấy");
        // the unit itself neither confirms nor is refused; who stands above says what was found
        let own = duty(site, rollout, "K9", 1);
        let look = format!("/duties/{own}/figures/1/look");
        let _ = site.as_role(Role::CellSecretary, "K9").post(&look, &[("entered", "30000"), ("note", "Đúng")]).has_status(403);
        let commune = site.as_role(Role::CommuneOfficer, "X01");
        let _ = commune.post(&look, &[("entered", "30000"), ("note", " ")]).has_status(422);
        let _ = commune.post(&look, &[("entered", "24"), ("note", "Đúng")]).has_status(409);
        let asked = commune.open(&address.replace(&site.unit("TU").to_string(), &site.unit("X01").to_string())).is_ok();
        let noted = asked.fill("note", "Mít tinh toàn xã, số đúng").press("/look").follow().is_ok();
        let _ = noted.has_text("Đã xem").has_text("Mít tinh toàn xã, số đúng");
        let named = "SELECT COUNT(*) FROM event WHERE name = 'rollouts.figure-looked-at'";
        assert_eq!(site.read(|tx| tx.scalar::<i64>(named, &[])), 1);
        // what is entered anew is looked at anew
        let _ = entered(site, "K9", own, ["31.000", "0"]).follow().is_ok();
        let again = officer.open(&address).is_ok();
        assert!(again.text_of("#odd tbody").contains("Xác nhận"), "{}", again.text_of("#odd tbody"));
    }

    fn what_was_entered_later_did_not_stand_on_the_day_before(site) {
        let rollout = a_request(site);
        let own = duty(site, rollout, "X01-C01-01", 1);
        let first = site.today();
        let _ = entered(site, "X01-C01-01", own, ["20", "5"]).follow().is_ok();
        site.set_time(&first.plus(2).to_string(), 8, 0);
        let _ = entered(site, "X01-C01-01", own, ["40", "5"]).follow().is_ok();
        let officer = site.as_role(Role::Officer, "TU");
        let address = officer.open(&format!("/rollouts/{rollout}")).is_ok().attribute("a[href*='/requirements/']", "href");
        let address = address.split('?').next().unwrap().to_owned();
        let sum = |day: kernel::Day| {
            let page = officer.open(&format!("{address}?day={day}")).is_ok();
            page.text_of("tbody tr:first-child td:nth-child(3)")
        };
        assert_eq!((sum(first.plus(-1)), sum(first), sum(first.plus(1)), sum(first.plus(2))), ("0".into(), "20".into(), "20".into(), "40".into()));
    }

    fn a_search_in_the_table_stays_on_its_day(site) {
        let rollout = a_request(site);
        let first = site.today();
        site.set_time(&first.plus(2).to_string(), 8, 0);
        let officer = site.as_role(Role::Officer, "TU");
        let address = officer.open(&format!("/rollouts/{rollout}")).is_ok().attribute("a[href*='/requirements/']", "href");
        let address = address.split('?').next().unwrap().to_owned();
        let unit = site.unit("X01").to_string();
        let page = officer.open(&format!("{address}?unit={unit}&day={first}&tree=now")).is_ok();
        let hidden = |name: &str| page.attribute(&format!("form[role=search] input[name={name}]"), "value");
        assert_eq!((hidden("unit"), hidden("day"), hidden("tree")), (unit.clone(), first.to_string(), "now".into()));
    }

    fn entries_made_before_are_of_the_day_in_the_log(site) {
        let rollout = a_request(site);
        let own = duty(site, rollout, "X01-C01-01", 1);
        let migration = include_str!("../../migrations/20261130-rollouts-work-figures.sql");
        let days_of_entries = migration.split(";\n").find(|text| text.trim_start().starts_with("UPDATE")).unwrap();
        let read_again = |change: &'static str| {
            site.write(move |tx| {
                tx.run(change, &[])?;
                tx.run(days_of_entries, &[])?;
                tx.list("SELECT entered_on FROM duty_figure ORDER BY position", &[], |row| row.get::<String>(0))
            })
        };
        for (day, hour) in [("2027-02-28", 23), ("2027-03-01", 0), ("2028-02-29", 6), ("2028-12-31", 18), ("2029-01-01", 1)] {
            site.set_time(day, hour, 30);
            let _ = entered(site, "X01-C01-01", own, ["20", "5"]).follow().is_ok();
            assert_eq!(read_again("UPDATE duty_figure SET entered_on = '', recorded_on = '2026-11-01'"), [day, day]);
        }
        let unknown = read_again("UPDATE duty_figure SET entered_on = '', recorded_on = NULL, duty_id = 'unknown'");
        assert_eq!(unknown, ["2029-01-01", "2029-01-01"], "not before it was made");
    }

    fn answers_stand_in_the_ledger_on_every_day_and_the_page_reads_them_there(site) {
        let (rollout, first) = a_week_of_answers(site);
        let requirement = site.read(|tx| store::list_requirements(tx, rollout))[0].id;
        for settled in [false, true] {
            if settled {
                site.settle();
            }
            for n in -1..8 {
                let day = first.plus(n);
                // every figure, every unit, as the tree was and as it is
                let differences = figures::jobs::prove(&site.app, day).unwrap();
                assert!(differences.is_empty(), "{day}: {differences:#?}");
                for (unit, tree) in [("TU", "then"), ("X01", "then"), ("X02", "then"), ("X01", "now"), ("X02", "now")] {
                    let unit = site.unit(unit);
                    let address = format!("/requirements/{requirement}/figures?unit={unit}&day={day}&tree={tree}");
                    let (sums, rows) = sums_and_rows(site, &address);
                    assert_eq!(sums, rows, "{address}");
                }
            }
        }
        let of = |unit, day: i64, tree| {
            let (unit, day) = (site.unit(unit), first.plus(day));
            sums_and_rows(site, &format!("/requirements/{requirement}/figures?unit={unit}&day={day}&tree={tree}")).0
        };
        assert_eq!(of("TU", 0, "then"), ["30", "5"]);
        assert_eq!(of("TU", 1, "then"), ["58", "13"], "corrected twice on the day: the last counts");
        assert_eq!(of("TU", 2, "then"), ["51", "6"], "what was waived counts no more");
        assert_eq!((of("X01", 2, "then"), of("X01", 2, "now")), (["41".into(), "6".into()], ["0".into(), "0".into()]));
        assert_eq!((of("X02", 2, "then"), of("X02", 2, "now")), (["10".into(), "0".into()], ["51".into(), "6".into()]));
        assert_eq!(of("X02", 4, "then"), ["59", "13"], "asked again, corrected, in its new place");
        assert_eq!(of("TU", 6, "then"), ["68", "12"]);
        // a search narrows the rows, not what the branch adds up to
        let page = site.as_role(Role::Officer, "TU").open(&format!("/requirements/{requirement}/figures?q=toan")).is_ok();
        assert_eq!((page.text_of("tbody tr:first-child td:nth-child(3)"), page.count("#list tbody tr")), ("68".into(), 1));
        let rows = site.as_role(Role::Officer, "TU").open(&format!("/figures/{requirement}.1/rollouts.entered")).is_ok();
        assert_eq!(rows.text_of(".figure-value"), "68");
        let _ = rows.has_text("Số liệu đơn vị nhập theo yêu cầu").has_text("Chi bộ tổ Toán - Tin").has_text("kê khai");
    }

    fn a_broken_answer_and_answers_the_ledger_never_heard_of_are_told(site) {
        let (_, first) = a_week_of_answers(site);
        site.settle();
        let today = site.today();
        assert_eq!(wrong_figures(site, today), Vec::<&str>::new());
        site.write(|tx| tx.run("UPDATE duty_figure SET entered = entered + 1 WHERE entered = 50", &[]));
        assert_eq!(wrong_figures(site, today), [store::ENTERED]);
        site.write(|tx| tx.run("UPDATE duty_figure SET entered = entered - 1 WHERE entered = 51", &[]));
        site.write(|tx| tx.run("DELETE FROM duty_figure_past WHERE entered = 20", &[]));
        assert_eq!(wrong_figures(site, today), Vec::<&str>::new());
        assert_eq!(wrong_figures(site, first), [store::ENTERED, store::ENTERED_BY]);
        site.write(|tx| tx.run("DELETE FROM figure_sum WHERE figure LIKE 'rollouts.entered%'", &[]));
        assert_eq!(wrong_figures(site, today), [store::ENTERED, store::ENTERED_BY], "found by the requirements");
    }

    fn months_and_requirements_the_ledger_never_heard_of_are_told(site) {
        let _ = a_week_of_answers(site);
        site.settle();
        let later = site.today().plus(60);
        assert_eq!(wrong_figures(site, later), Vec::<&str>::new());
        site.write(|tx| tx.run("DELETE FROM figure_sum", &[]));
        let wrong = wrong_figures(site, later);
        for figure in ["rollouts.asked", "rollouts.asked_figures", "rollouts.duties", "rollouts.overdue"] {
            assert!(wrong.contains(&figure), "{figure} is not in {wrong:?}");
        }
    }

    fn answers_given_before_come_into_the_ledger(site) {
        let _ = a_week_of_answers(site);
        let kept = in_ledger(site);
        assert!(kept.len() > 20, "{kept:#?}");
        site.write(|tx| tx.run("DELETE FROM figure_sum WHERE figure LIKE 'rollouts.entered%'", &[]));
        let migration = include_str!("../../migrations/20261207-rollouts-entered.sql");
        site.write(move |tx| tx.run(migration.trim_end().trim_end_matches(';'), &[]));
        assert_eq!(in_ledger(site), kept);
    }
}
