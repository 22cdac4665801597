//! The ledger on both databases: sums over the tree, days, rows, and its proof.

#![allow(clippy::unwrap_used, reason = "the helpers are test code too")]

use kernel::{Day, Delta, Role, UnitId};
use platform::app::{Counts, Figure, FigureRow, FigureRows, FigureSource, RowsOf};
use platform::db::{Migration, StoreError, Tx};
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
        ..Feature::default()
    }
}

fn rows(tx: &mut Tx<'_>, of: &RowsOf) -> Result<FigureRows, StoreError> {
    let from = "FROM visit v JOIN unit_ancestor a ON a.unit_id = v.unit_id AND a.ancestor_id = $1 WHERE v.day <= $2";
    Ok(FigureRows {
        total: tx.scalar(&format!("SELECT COUNT(*) {from}"), params![of.unit, of.as_of])?,
        rows: tx.list(
            &format!("SELECT v.day {from} ORDER BY v.day, v.id LIMIT $3 OFFSET $4"),
            params![of.unit, of.as_of, of.limit, of.offset],
            |row| Ok(FigureRow { title: row.get(0)?, note: String::new(), href: String::new() }),
        )?,
    })
}

fn of_units(tx: &mut Tx<'_>, _: &str, as_of: Day) -> Result<Vec<(UnitId, i64)>, StoreError> {
    tx.list("SELECT unit_id, COUNT(*) FROM visit WHERE day <= $1 GROUP BY unit_id", params![as_of], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
}

fn features() -> Vec<Feature> {
    vec![units::plug(), figures::plug(), visits()]
}

fn visit(site: &Site, code: &'static str, day: &str) {
    let (unit, day): (UnitId, Day) = (site.unit(code), day.parse().unwrap());
    site.write(move |tx| {
        let id: kernel::EventId = tx.new_id();
        tx.run("INSERT INTO visit (id, unit_id, day) VALUES ($1, $2, $3)", params![id, unit, day])?;
        tx.post(Delta { subject: "s1".into(), figure: "visits.made", unit, day, n: 1 });
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
}
