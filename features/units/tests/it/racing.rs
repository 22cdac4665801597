//! Two changes of the tree at the same moment: the second waits for the first and is asked of the tree that came of it.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use kernel::{Role, UnitId};
use platform::app::{AtEnd, Passing, UnitRows};
use platform::db::{StoreError, Tx};
use platform::{Feature, params};
use testkit::{Browser, Page, Site, on_both_databases};

/// Changes with a title that begins so stand still after everything is written and before it is committed.
const SLOW: &str = "Đợt chậm";

/// The titles of changes that stand still, or did; no two tests of this process have the same.
static STANDING: Mutex<Vec<String>> = Mutex::new(Vec::new());
static TITLES: AtomicU32 = AtomicU32::new(1);

fn slow_title() -> String {
    format!("{SLOW} {}", TITLES.fetch_add(1, Ordering::Relaxed))
}

/// A feature whose rows take long to pass.
pub(crate) fn slow() -> Feature {
    const NONE: Passing = Passing { text: "units-menu", open: "1 = 0", carry: Some(stand_still) };
    Feature {
        name: "slow",
        unit_rows: &[UnitRows { table: "unit_version", column: "unit_id", at_end: AtEnd::Pass(NONE) }],
        ..Feature::default()
    }
}

fn stand_still(tx: &mut Tx<'_>, change: &str) -> Result<(), StoreError> {
    let title: String = tx.scalar("SELECT title FROM unit_change WHERE id = $1", params![change])?;
    if title.starts_with(SLOW) {
        STANDING.lock().unwrap_or_else(PoisonError::into_inner).push(title);
        std::thread::sleep(Duration::from_millis(700));
    }
    Ok(())
}

/// A change with this step, and the page from which it is carried out.
fn planned<'s>(officer: &Browser<'s>, site: &Site, title: &str, step: &[(&str, &str)]) -> Page<'s> {
    let root = site.unit("TU").to_string();
    let head = [("unit", root.as_str()), ("title", title), ("on", "2026-11-20"), ("decision", "Quyết định số 7-QĐ/TU")];
    let change = officer.post("/units/changes/new", &head).location();
    let mut fields = step.to_vec();
    fields.push(("version", "1"));
    officer.post(&format!("{change}/steps"), &fields).follow().is_ok()
}

/// Presses the slow change's button, and the other thing's as soon as the slow one stands still.
fn at_once<'s>(slow: Page<'s>, other: impl FnOnce() -> Page<'s> + Send) -> (Page<'s>, Page<'s>) {
    let title = slow.text_of("h1");
    let stands = || STANDING.lock().unwrap_or_else(PoisonError::into_inner).contains(&title);
    std::thread::scope(|scope| {
        let first = scope.spawn(move || slow.press("/carry-out"));
        while !stands() && !first.is_finished() {
            std::thread::sleep(Duration::from_millis(5));
        }
        let second = scope.spawn(other);
        (first.join().unwrap(), second.join().unwrap())
    })
}

fn count(site: &Site, sql: &str, unit: UnitId) -> i64 {
    site.read(|tx| tx.scalar(sql, params![unit]))
}

/// Every line of the tree is what the superiors say, heirs in the place of units that ended.
fn assert_is_whole(site: &Site) {
    let broken = "WITH RECURSIVE above (unit_id, at_id, distance) AS (
             SELECT u.id, u.id, 0 FROM unit u
             UNION ALL
             SELECT a.unit_id, COALESCE((SELECT s.heir_id FROM unit_succession s
                     WHERE s.unit_id = u.id AND s.position = 0 AND s.on_day IS NOT NULL), u.parent_id), a.distance + 1
             FROM above a JOIN unit u ON u.id = a.at_id WHERE a.distance < 20 AND u.id IS NOT NULL)
         SELECT (SELECT COUNT(*) FROM (SELECT unit_id, at_id FROM above WHERE at_id IS NOT NULL
                     EXCEPT SELECT unit_id, ancestor_id FROM unit_ancestor) missing)
              + (SELECT COUNT(*) FROM (SELECT unit_id, ancestor_id FROM unit_ancestor
                     EXCEPT SELECT unit_id, at_id FROM above WHERE at_id IS NOT NULL) surplus)";
    assert_eq!(site.read(|tx| tx.scalar::<i64>(broken, &[])), 0);
    site.assert_ledger_is_true();
}

on_both_databases! {
    fn of_two_changes_of_one_unit_at_once_the_second_is_told_what_the_first_did(site) {
        let officer = site.as_role(Role::Officer, "TU");
        let merge = |to| [("what", "merge"), ("unit", "X01-C01-01"), ("to", to)];
        let first = planned(&officer, site, &slow_title(), &merge("X01-C01-02"));
        let second = planned(&officer, site, "Đợt nhanh", &merge("X02-C01-01"));
        let (first, second) = at_once(first, move || second.press("/carry-out"));
        assert_eq!(first.status.as_u16(), 303, "{}", first.visible());
        second.is_refused_because("UNIT-15");
        let unit = site.unit("X01-C01-01");
        let one = |sql: &str| assert_eq!(count(site, sql, unit), 1, "{sql}");
        one("SELECT COUNT(*) FROM unit_succession WHERE unit_id = $1 AND on_day IS NOT NULL");
        one("SELECT COUNT(*) FROM unit_edge_past WHERE unit_id = $1");
        one("SELECT COUNT(DISTINCT to_day) FROM unit_ancestor_past WHERE unit_id = $1");
        let (_, after) = site.read(|tx| units::store::list_kin(tx, unit));
        assert_eq!(after.iter().map(|kin| kin.id).collect::<Vec<_>>(), [site.unit("X01-C01-02")]);
        let states = "SELECT COUNT(*) FROM unit_change WHERE state = 'carried_out' AND CAST($1 AS TEXT) <> ''";
        one(states);
        assert_is_whole(site);
    }

    fn a_unit_is_not_founded_under_one_that_ends_at_the_same_moment(site) {
        let officer = site.as_role(Role::Officer, "TU");
        let ending = planned(&officer, site, &slow_title(), &[("what", "merge"), ("unit", "X01-C01-01"), ("to", "X01-C01-02")]);
        let under = site.unit("X01-C01-01").to_string();
        let (ended, founded) = at_once(ending, move || {
            let fields = [
                ("kind", "party_group"), ("code", "X01-C01-01-T1"), ("name", "Tổ đảng 1"), ("parent", under.as_str()),
                ("founded_on", "2026-11-20"), ("decision", "Quyết định số 9-QĐ/CB"),
            ];
            site.as_role(Role::Officer, "TU").post("/units/new", &fields)
        });
        assert_eq!(ended.status.as_u16(), 303, "{}", ended.visible());
        founded.is_refused_because("UNIT-05");
        assert!(site.read(|tx| units::store::lookup_by_code(tx, "X01-C01-01-T1")).is_none());
        assert_is_whole(site);
    }
}
