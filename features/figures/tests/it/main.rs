//! The ledger on both databases: sums over the tree, days, rows, and its proof.

#![allow(clippy::unwrap_used, reason = "the helpers are test code too")]

use kernel::{Day, Delta, Role, UnitId};
use platform::app::{Counts, Figure, FigureRow, FigureRows, FigureSource, RowsOf};
use platform::db::{Migration, StoreError, Tx};
use platform::search::{Changed, Hit, Searchable};
use platform::texts::{Language, Source};
use platform::{Feature, params};
use testkit::{Site, on_both_databases};

/// A feature that owns rows: one visit is one row.
fn visits() -> Feature {
    Feature {
        name: "visits",
        migrations: &[Migration {
            name: "20990101-visits",
            sql: "CREATE TABLE visit (id TEXT NOT NULL PRIMARY KEY, unit_id TEXT NOT NULL, day TEXT NOT NULL);\n",
        }],
        texts: &[
            Source { language: Language::Vietnamese, text: "figure-visits-made = Lượt thăm\n" },
            Source { language: Language::English, text: "figure-visits-made = Visits\n" },
        ],
        figures: &[Figure {
            id: "visits.made",
            counts: Counts::Attempts,
            source: FigureSource::Recorded,
            rows,
            of_units,
            owner: |tx, _| Ok(units::store::lookup_by_code(tx, "TU")?.map(|u| u.id)),
        }],
        search: &[Searchable {
            kind: "visit",
            page: |_, after, _| Ok(if after.is_empty() { vec![("s1".into(), 1)] } else { Vec::new() }),
            read: |_, _| Ok(Vec::new()),
            changed: |_, _| Ok(Changed::Nothing),
            sights: |_, _| Ok(Vec::new()),
            hits: |_, _, ids| {
                let hit = |id: &String| Hit { id: id.clone(), title: format!("Đợt thăm {id}"), ..Hit::default() };
                Ok(ids.iter().map(hit).collect())
            },
        }],
        ..Feature::default()
    }
}

fn rows(tx: &mut Tx<'_>, of: &RowsOf) -> Result<FigureRows, StoreError> {
    let branch = units::store::within_sql(tx, "v.unit_id", ("$1", "$3"), of.tree_on)?;
    let from = format!("FROM visit v WHERE v.day <= $2 AND {branch}");
    Ok(FigureRows {
        total: tx.scalar(&format!("SELECT COUNT(*) {from}"), params![of.unit, of.as_of, of.tree_on])?,
        rows: tx.list(
            &format!("SELECT v.day {from} ORDER BY v.day, v.id LIMIT $4 OFFSET $5"),
            params![of.unit, of.as_of, of.tree_on, of.limit, of.offset],
            |row| Ok(FigureRow { title: row.get(0)?, note: String::new(), href: String::new() }),
        )?,
    })
}

fn of_units(tx: &mut Tx<'_>, _: &str, as_of: Day) -> Result<Vec<(UnitId, i64)>, StoreError> {
    tx.list("SELECT unit_id, COUNT(*) FROM visit WHERE day <= $1 GROUP BY unit_id", params![as_of], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
}

/// Another feature, whose subjects are months; one counts one at the commune for each of its months.
fn months() -> Feature {
    fn of_month(tx: &mut Tx<'_>, subject: &str) -> Result<Vec<(UnitId, i64)>, StoreError> {
        let unit = units::store::lookup_by_code(tx, "X01")?;
        Ok(unit.filter(|_| subject == "2026-11").map(|unit| (unit.id, 1)).into_iter().collect())
    }
    Feature {
        name: "months",
        texts: &[
            Source { language: Language::Vietnamese, text: "figure-months-asked = Số phải báo\n" },
            Source { language: Language::English, text: "figure-months-asked = Asked\n" },
        ],
        figures: &[Figure {
            id: "months.asked",
            counts: Counts::Duties,
            source: FigureSource::Recorded,
            rows: |_, _| Ok(FigureRows::default()),
            of_units: |tx, subject, _| of_month(tx, subject),
            owner: |tx, _| Ok(units::store::lookup_by_code(tx, "TU")?.map(|unit| unit.id)),
        }],
        ..Feature::default()
    }
}

fn features() -> Vec<Feature> {
    vec![units::plug(), figures::plug(), visits(), months()]
}

fn visit(site: &Site, code: &'static str, day: &str) {
    visit_posted(site, code, day, Some(day));
}

/// A visit whose delta is posted on another day, or not at all.
fn visit_posted(site: &Site, code: &'static str, day: &str, posted: Option<&str>) {
    let (unit, day): (UnitId, Day) = (site.unit(code), day.parse().unwrap());
    let posted: Option<Day> = posted.map(|day| day.parse().unwrap());
    site.write(move |tx| {
        let id: kernel::EventId = tx.new_id();
        tx.run("INSERT INTO visit (id, unit_id, day) VALUES ($1, $2, $3)", params![id, unit, day])?;
        if let Some(day) = posted {
            tx.post(Delta { subject: "s1".into(), figure: "visits.made", unit, day, n: 1 });
        }
        Ok(())
    });
}

fn value(site: &Site, code: &'static str, day: &str) -> i64 {
    let unit = site.unit(code);
    site.read(|tx| figures::store::value(tx, "s1", "visits.made", unit, day.parse().unwrap()))
}

on_both_databases! {
    fn a_figure_adds_up_over_the_tree_and_the_days(site) {
        visit(site, "X01-C01-01", "2026-11-01");
        visit(site, "X01-C01-02", "2026-11-05");
        visit(site, "X02-C01-01", "2026-11-05");
        for settled in [false, true] {
            if settled {
                site.settle();
            }
            assert_eq!(value(site, "TU", "2026-11-22"), 3, "settled: {settled}");
            assert_eq!(value(site, "TU", "2026-11-04"), 1);
            assert_eq!(value(site, "X01", "2026-11-22"), 2);
            assert_eq!(value(site, "X02", "2026-11-04"), 0);
            let root = site.unit("TU");
            let today = site.today();
            let children = site.read(|tx| figures::store::of_children(tx, "s1", &["visits.made"], root, today));
            let of = |code: &str| children.iter().find(|c| c.unit.code == code).unwrap().values[0];
            assert_eq!((of("X01"), of("X02"), of("D01")), (2, 1, 0));
        }
    }

    fn the_page_behind_a_number_shows_its_rows(site) {
        visit(site, "X01-C01-01", "2026-11-01");
        visit(site, "X02-C01-01", "2026-11-05");
        site.settle();
        let page = site.as_role(Role::Officer, "TU").open("/figures/s1/visits.made").is_ok();
        assert_eq!(page.text_of(".figure-value"), "2");
        let page = page.has_text("2026-11-01").has_text("2026-11-05").lacks_text("đối chiếu");
        assert_eq!(page.count(".figure-children tbody tr"), 4);
        let commune = site.as_role(Role::CommuneOfficer, "X01");
        let own = commune.open("/figures/s1/visits.made").is_ok();
        assert_eq!(own.text_of(".figure-value"), "1");
        let _ = commune.open(&format!("/figures/s1/visits.made?unit={}", site.unit("X02"))).has_status(404);
        let json = commune.open(&format!("/api/v1/figures/s1/visits.made?unit={}", site.unit("X01"))).json();
        assert_eq!((json["value"].as_i64(), json["rows_total"].as_i64()), (Some(1), Some(1)));
    }

    fn rows_that_leave_as_a_file_are_noted_in_the_log(site) {
        visit(site, "X01-C01-01", "2026-11-01");
        site.settle();
        let _ = site.as_role(Role::Officer, "TU").open("/figures/s1/visits.made?format=csv").is_ok();
        let noted = site.read(|tx| tx.scalar::<String>("SELECT detail FROM event WHERE name = 'figures.exported'", &[]));
        assert!(noted.contains("visits.made") && noted.contains("\"rows\":1"), "{noted}");
    }

    fn the_proof_names_a_broken_row_at_every_unit_above_it(site) {
        visit(site, "X01-C01-01", "2026-11-01");
        visit(site, "X02-C01-01", "2026-11-05");
        site.settle();
        site.assert_ledger_is_true();
        site.write(|tx| tx.run("DELETE FROM visit WHERE day = '2026-11-01'", &[]));
        let found = figures::jobs::recompute(&site.app, site.today(), |_, _| Ok(true)).unwrap();
        assert_eq!(found.compared, 1);
        let broken: Vec<_> = ["TU", "X01", "X01-C01", "X01-C01-01"].map(|code| site.unit(code)).into();
        assert_eq!(found.differences.len(), broken.len(), "{:?}", found.differences);
        for unit in broken {
            let one = found.differences.iter().find(|one| one.unit == unit).unwrap();
            assert_eq!(one.ledger - one.rows, 1, "{one:?}");
        }
    }

    fn what_waits_in_the_queue_is_no_difference(site) {
        visit(site, "X01-C01-01", "2026-11-01");
        let found = figures::jobs::recompute(&site.app, site.today(), |_, _| Ok(true)).unwrap();
        assert_eq!(found.differences, vec![]);
    }

    fn an_administrator_has_the_ledger_recomputed_and_sees_where_it_differs(site) {
        visit(site, "X01-C01-01", "2026-11-01");
        site.settle();
        let administrator = site.as_role(Role::Administrator, "TU");
        let page = administrator.open("/figures/proof").is_ok().has_text("Chưa đối chiếu lần nào");
        let _ = page.press("Đối chiếu ngay").follow().has_text("Đang đối chiếu");
        site.run_jobs();
        let _ = administrator.open("/figures/proof").is_ok().has_text("Khớp").lacks_text("không khớp với");
        site.write(|tx| tx.run("DELETE FROM visit", &[]));
        site.write(figures::jobs::ask_now);
        site.run_jobs();
        let page = administrator.open("/figures/proof").is_ok().has_text("4 chỗ không khớp");
        assert_eq!(page.count("tbody tr"), 6, "four units, and the two recomputations");
        let _ = site.as_role(Role::Officer, "TU").open("/figures/proof").has_status(403);
    }

    fn a_refused_request_leaves_no_figure(site) {
        let unit = site.unit("X01");
        let failed = site.try_write(move |tx| {
            let day = tx.today();
            tx.post(Delta { subject: "s1".into(), figure: "visits.made", unit, day, n: 1 });
            Err::<(), _>(platform::web::Failure::Stale)
        });
        assert!(failed.is_err());
        site.settle();
        assert_eq!(value(site, "TU", "2026-11-22"), 0);
    }

    fn a_figure_that_takes_any_subject_is_not_asked_for_those_of_others(site) {
        visit(site, "X01-C01-01", "2026-11-01");
        site.write(move |tx| {
            let (unit, day) = (units::store::lookup_by_code(tx, "X01")?.unwrap().id, tx.today());
            tx.post(Delta { subject: "2026-11".into(), figure: "months.asked", unit, day, n: 1 });
            Ok(())
        });
        site.settle();
        let found = figures::jobs::recompute_whole(&site.app, site.today(), |_, _| Ok(true)).unwrap();
        assert_eq!(found.differences, vec![], "the month of another figure is no subject of the visits");
    }

    fn rows_the_ledger_never_heard_of_are_found(site) {
        visit_posted(site, "X01-C01-01", "2026-11-01", None);
        let known = figures::jobs::recompute(&site.app, site.today(), |_, _| Ok(true)).unwrap();
        assert_eq!((known.compared, known.differences.len()), (0, 0), "the ledger alone knows nothing of it");
        let found = figures::jobs::recompute_whole(&site.app, site.today(), |_, _| Ok(true)).unwrap();
        assert_eq!(found.differences.len(), 4);
        assert!(found.differences.iter().all(|one| (one.ledger, one.rows) == (0, 1)), "{:?}", found.differences);
    }

    fn a_past_day_that_is_wrong_is_found_and_stands_until_it_is_right(site) {
        visit(site, "X01-C01-01", "2026-08-03");
        visit_posted(site, "X01-C02", "2026-09-10", Some("2026-11-05"));
        site.settle();
        site.assert_ledger_is_true();
        site.write(figures::jobs::ask_now);
        site.run_jobs();
        let administrator = site.as_role(Role::Administrator, "TU");
        let page = administrator.open("/figures/proof").is_ok().has_text("Tính đến hết ngày 30/09/2026 có 3 chỗ");
        assert_eq!(page.count(".figure-past-proofs tbody tr"), 3, "the ends of August, September and October");
        let page = page.has_text("Tính đến hết ngày 31/10/2026 có 3 chỗ").lacks_text("Tính đến hết ngày 31/08/2026 có");
        assert_eq!(page.count(".figure-proofs tbody tr"), 1);
        let desk = site.read(|tx| figures::store::list_past_days(tx, "2026-11-22".parse().unwrap()));
        let first: Vec<String> = desk.iter().take(2).map(ToString::to_string).collect();
        assert_eq!(first, ["2026-10-31", "2026-09-30"], "what is wrong is looked at first");
        site.write(|tx| tx.run("UPDATE visit SET day = '2026-11-05' WHERE day = '2026-09-10'", &[]));
        site.write(figures::jobs::ask_now);
        site.run_jobs();
        let page = administrator.open("/figures/proof").is_ok().lacks_text("không khớp với");
        assert_eq!(page.count(".figure-past-proofs tbody tr"), 3);
    }

    fn rows_of_units_that_are_others_today_are_added_up_without_names(site) {
        visit(site, "X01-C01-01", "2026-11-01");
        visit(site, "X01-C02", "2026-11-02");
        site.settle();
        site.move_unit("X01-C01", "X02", "2026-11-20".parse().unwrap());
        let commune = site.as_role(Role::CommuneOfficer, "X01");
        let address = format!("/figures/s1/visits.made?unit={}&day=2026-11-10", site.unit("X01"));
        let page = commune.open(&address).is_ok().has_text("2026-11-02").lacks_text("2026-11-01");
        assert_eq!(page.text_of(".figure-value"), "2", "the number stays what it was");
        let _ = page.has_text("chỉ cộng số, không nêu tên: 1").lacks_text("Báo quản trị đối chiếu");
        let file = commune.open(&format!("{address}&format=csv")).is_ok().text;
        assert!(file.contains("2026-11-02") && !file.contains("2026-11-01"), "{file}");
        let json = commune.open(&format!("/api/v1{address}")).json();
        assert_eq!((json["rows_total"].as_i64(), json["rows_of_others"].as_i64()), (Some(2), Some(1)));
        assert_eq!(json["rows"].as_array().unwrap().len(), 1);
        let whole = site.as_role(Role::Officer, "TU").open(&address).is_ok();
        let _ = whole.has_text("2026-11-01").lacks_text("chỉ cộng số");
    }

    fn what_waits_when_the_tree_changes_passes_on_once(site) {
        visit(site, "X01-C01-01", "2026-11-01");
        visit(site, "X01-C01-02", "2026-11-21");
        // on PostgreSQL both still wait in the queue
        site.move_unit("X01-C01", "X02", "2026-11-20".parse().unwrap());
        for settled in [false, true] {
            if settled {
                site.settle();
            }
            assert_eq!((value(site, "X01", "2026-11-19"), value(site, "X02", "2026-11-19")), (1, 0), "settled: {settled}");
            assert_eq!((value(site, "X01", "2026-11-20"), value(site, "X02", "2026-11-20")), (0, 1));
            assert_eq!((value(site, "X01", "2026-11-22"), value(site, "X02", "2026-11-22")), (0, 2));
            assert_eq!(value(site, "TU", "2026-11-22"), 2);
            for day in ["2026-11-19", "2026-11-20", "2026-11-22"] {
                assert_eq!(figures::jobs::prove(&site.app, day.parse().unwrap()).unwrap(), vec![], "{day}");
            }
        }
    }

    fn curves_know_what_still_waits(site) {
        visit(site, "X01-C01-01", "2026-11-01");
        site.settle();
        visit(site, "X01-C01-02", "2026-11-01");
        visit(site, "X01-C02", "2026-11-04");
        visit(site, "X02-C01", "2026-11-04");
        let unit = site.unit("X01");
        let days = site.read(|tx| figures::store::days(tx, "s1", "visits.made", unit));
        let days: Vec<(String, i64)> = days.into_iter().map(|(day, n)| (day.to_string(), n)).collect();
        assert_eq!(days, [("2026-11-01".to_owned(), 2), ("2026-11-04".to_owned(), 1)]);
    }

    fn two_days_are_compared_as_the_tree_was_and_as_it_is(site) {
        visit(site, "X01-C01-01", "2025-11-01");
        visit(site, "X01-C01-01", "2026-11-01");
        visit(site, "X01-C02", "2026-11-01");
        visit(site, "X02-C01-01", "2026-11-02");
        site.settle();
        site.move_unit("X01-C01", "X02", "2026-11-01".parse().unwrap());
        let officer = site.as_role(Role::Officer, "TU");
        let page = officer.open("/figures/s1/visits.made").is_ok().has_text("So sánh");
        assert_eq!(page.count("a[href*='/compare?']"), 1);
        let compared = |tree: &str, more: &str| {
            let address = format!("/figures/s1/visits.made/compare?from=2025-12-31&to=2026-11-22&tree={tree}{more}");
            officer.open(&address).is_ok()
        };
        let page = compared("now", "").has_text("Đợt thăm s1");
        assert_eq!(page.text_of(".figure-whole"), "Tỉnh ủy Sông Lạc143", "one, four, the difference");
        let file = compared("now", "&format=csv").text;
        assert!(file.contains("X01,Đảng ủy xã An Khê Thượng,0,1,1"), "{file}");
        assert!(file.contains("X02,Đảng ủy phường Đồng Bưởi,1,3,2"), "{file}");
        let file = compared("then", "&format=csv").text;
        assert!(file.contains("X01,Đảng ủy xã An Khê Thượng,1,1,0"), "{file}");
        assert!(file.contains("X02,Đảng ủy phường Đồng Bưởi,0,3,3"), "{file}");
        let file = compared("now", "&kind=cell&format=csv").text;
        assert!(file.contains("X01-C01-01,Chi bộ tổ Toán - Tin,1,2,1"), "{file}");
        assert!(!file.contains("Chi bộ Trạm Y tế xã"), "a cell of the grassroots is another kind: {file}");
        let commune = site.as_role(Role::CommuneOfficer, "X01");
        let _ = commune.open(&format!("/figures/s1/visits.made/compare?unit={}", site.unit("X02"))).has_status(404);
        let _ = officer.open("/figures/s1/visits.made/compare?with=a%22b").has_status(404);
    }

    fn many_deltas_drained_at_once_are_all_counted(site) {
        let (unit, first) = (site.unit("TU"), "1991-01-01".parse::<Day>().unwrap());
        site.write(move |tx| {
            for number in 0..12_000 {
                let day = first.plus(number);
                tx.post(Delta { subject: "s1".into(), figure: "visits.made", unit, day, n: 1 });
            }
            Ok(())
        });
        for _ in 0..2 {
            site.settle();
            assert_eq!(value(site, "TU", "2026-11-22"), 12_000);
        }
    }
}
