//! `bench tree`: a fifth of the grassroots organisations merge, three into one, in one change. Every feature of the product is
//! plugged in and has rows in those organisations (`tree::rows`): people with memberships, posts, assignments and roles, an open
//! duty of each organisation, its drafts, programmes, tests, materials, halls. Measured are the preview, the button that carries
//! the change out, and pages of children with totals today, on the day before in the tree of then, and on that day in the tree of
//! now; beside them, as the reference, the same pages before any change. What must hold afterwards is counted (`tree::checks`).

mod checks;
mod laps;
mod rows;

use std::path::Path;
use std::sync::Arc;
use std::time::Instant as Moment;

use anyhow::{Result, ensure};
use figures::store::{At, Tree};
use kernel::{FixedClock, Instant, UnitId};
use platform::Feature;
use platform::app::{AtEnd, migrations};
use platform::db::{Db, StoreError};
use platform::params;
use thongsuot::features::features;
use units::domain::change::{Change, ChangeId, ChangeState, Place, Step};

use self::checks::Counted;
use crate::databases;
use crate::measure::{Times, forget_peak, memory};
use crate::roll_up::{FIGURES, SUBJECT, load, size_of};

const PAGES: usize = 1_000;
const ON: &str = "2026-11-22";
const BEFORE: &str = "2026-11-21";
/// The day on which what stands in the units was made.
const LOADED: &str = "2026-11-16";
/// Units merged in the country, into a third as many.
const MERGED: usize = 10_000;
/// Parts of the carrying out that are told by name.
const TOLD: usize = 8;

/// Runs the benchmark and prints its table.
///
/// # Errors
/// When the database fails, or what was counted before and after does not agree.
pub fn run() -> Result<()> {
    println!("tree: a merger with the rows of every feature, and pages of children with 3 totals each; p99 in ms");
    println!(
        "{:>10} {:>8} {:>8} {:>9} {:>7} {:>6} {:>6} {:>9} {:>9} {:>9} {:>9} {:>7} {:>9} {:>10} {:>6}",
        "engine",
        "cells",
        "units",
        "people",
        "load s",
        "ended",
        "heirs",
        "rows",
        "preview s",
        "merger s",
        "unchanged",
        "today",
        "as it was",
        "as it is",
        "MiB"
    );
    for (engine, server) in databases::engines() {
        for cells in [2_500, 25_000, 250_000] {
            let address = server.as_deref().map(|server| databases::fresh(server, "tree")).transpose()?;
            measure(engine, address.as_deref(), cells)?;
        }
        server.as_deref().map_or(Ok(()), |server| databases::remove(server, "tree"))?;
    }
    println!(
        "preview: the rules asked and the rows counted; merger: the rules asked again and all carried out, as by the"
    );
    println!(
        "button; rows: those that pass to an heir. Wanted: the merger of 10,000 units under 30 s, every page under 50 ms"
    );
    Ok(())
}

fn measure(engine: &str, address: Option<&str>, cells: usize) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let features = features();
    let began = Moment::now();
    let (db, clock) = opened(folder.path(), address, &features)?;
    let ids = load(&db, size_of(cells), |_, _, _, _| Ok(()))?;
    let units_loaded = began.elapsed().as_secs_f64();
    let (change, heirs) = merger(&db, MERGED * cells / 250_000)?;
    let (id, ended) = (change.id, change.steps.len());
    let people = rows::fill(&db, ids[0], &change)?;
    clock.set(Instant::at(ON.parse()?, 8, 0));
    plan(&db, change)?;
    // as PostgreSQL and the job behind the ledger do in the minutes after
    figures::jobs::drain_all(&db)?;
    db.learn_sizes()?;
    let loaded = began.elapsed().as_secs_f64();
    eprintln!("{engine}: units loaded in {units_loaded:.0} s, all rows in {loaded:.0} s");
    let unchanged = pages(&db, &ids, BEFORE, Tree::AsWas)?;
    let total = value(&db, ids[0], BEFORE, Tree::AsWas)?;
    let counted = db.read_now(|tx| Counted::before(tx, id))?;
    forget_peak();
    let (held, _) = memory(std::process::id());
    let (moved, previewed) = preview(&db, id, &features)?;
    let (merged, parts) = merge(&db, id, &features)?;
    let (_, peak) = memory(std::process::id());
    db.read_now(|tx| counted.still_holds(tx, &features))?;
    for (as_of, tree) in [(ON, Tree::AsWas), (BEFORE, Tree::AsWas), (BEFORE, Tree::AsNow)] {
        let after = value(&db, ids[0], as_of, tree)?;
        ensure!(after == total, "{after} people {as_of} {tree:?}, {total} before the merger");
    }
    let today = pages(&db, &ids, ON, Tree::AsWas)?;
    let then = pages(&db, &ids, BEFORE, Tree::AsWas)?;
    let now = pages(&db, &ids, BEFORE, Tree::AsNow)?;
    println!(
        "{engine:>10} {cells:>8} {:>8} {people:>9} {loaded:>7.0} {ended:>6} {heirs:>6} {moved:>9} {previewed:>9.1} {merged:>9.1} {unchanged:>9.2} {today:>7.2} {then:>9.2} {now:>10.2} {peak:>6.0}",
        size_of(cells).units()
    );
    let told: Vec<String> = parts.iter().take(TOLD).map(|(part, seconds)| format!("{part} {seconds:.1} s")).collect();
    println!("{:>10} of the merger: {}; {held:.0} MiB were held before it", "", told.join(", "));
    Ok(())
}

/// A database in this folder, or at this address of PostgreSQL, as the whole product has it, and its clock.
fn opened(folder: &Path, address: Option<&str>, features: &[Feature]) -> Result<(Db, Arc<FixedClock>)> {
    let clock = Arc::new(FixedClock::at(Instant::at(LOADED.parse()?, 8, 0)));
    let mut all = migrations(features);
    all.push(rows::TOUCHED);
    let hooks = laps::hooks(features);
    let db = match address {
        Some(address) => Db::open_postgres(address, &all, hooks, Arc::clone(&clock) as _)?,
        None => Db::open_sqlite(&folder.join("bench.db"), &all, hooks, Arc::clone(&clock) as _)?,
    };
    Ok((db, clock))
}

fn plan(db: &Db, change: Change) -> Result<()> {
    db.write_now(move |tx| units::store::insert_change(tx, &change))?;
    Ok(())
}

/// What the page of a planned change asks: the rules, and the rows that would pass. How many these are, and the seconds.
fn preview(db: &Db, id: ChangeId, features: &[Feature]) -> Result<(i64, f64)> {
    let began = Moment::now();
    let moved = db.read_now(|tx| {
        let change = units::store::find_change(tx, id)?;
        let facts = units::store::change_facts(tx, &change, features)?;
        let verdict = change.may_be_carried_out(&facts);
        ensure!(verdict.is_yes(), "the merger is refused: {:?}", verdict.reasons());
        let passing = units::store::list_passing(tx, &change, features)?;
        for rows in features.iter().flat_map(|feature| feature.unit_rows) {
            let AtEnd::Pass(of) = rows.at_end else { continue };
            let stands = passing.iter().any(|passes| passes.text == of.text);
            ensure!(stands, "no row of {} passes on: `tree::rows` must have some", rows.table);
        }
        Ok(passing.iter().filter(|of| !of.stays).map(|of| of.count).sum())
    })?;
    Ok((moved, began.elapsed().as_secs_f64()))
}

/// Carries the change out as the button does: the rules are asked again under the lock. The seconds until all is kept, and of
/// the parts of it, the longest first.
fn merge(db: &Db, id: ChangeId, features: &[Feature]) -> Result<(f64, Vec<(String, f64)>)> {
    let (asked, carried) = (features.to_vec(), laps::parted(features));
    let began = Moment::now();
    db.write_now(move |tx| {
        units::store::lock_tree(tx)?;
        let change = units::store::find_change(tx, id)?;
        let facts = units::store::change_facts(tx, &change, &asked)?;
        ensure!(change.may_be_carried_out(&facts).is_yes(), "the merger is refused");
        laps::begin();
        units::store::carry_out(tx, &change, &carried)?;
        Ok(())
    })?;
    let ended = Moment::now();
    Ok((ended.duration_since(began).as_secs_f64(), laps::parts(features, began, ended)))
}

fn value(db: &Db, unit: UnitId, as_of: &str, tree: Tree) -> Result<i64> {
    let as_of = as_of.parse()?;
    let value =
        db.read_now(|tx| figures::store::value_in(tx, At { subject: SUBJECT, figure: FIGURES[1], as_of, tree }, unit))?;
    Ok(value)
}

/// The p99 of a page of children, in milliseconds.
fn pages(db: &Db, ids: &[UnitId], as_of: &str, tree: Tree) -> Result<f64> {
    let as_of = as_of.parse()?;
    let mut times = Times::default();
    for index in 0..PAGES {
        // every unit that has children, spread over the tree
        let unit = ids[(index * 7919) % ids.len()];
        let began = Moment::now();
        let at = At { subject: SUBJECT, figure: "", as_of, tree };
        let children = db.read_now(|tx| figures::store::of_children_in(tx, at, &FIGURES, unit))?;
        std::hint::black_box(children);
        times.take(began.elapsed());
    }
    Ok(times.percentile(0.99))
}

/// Three of the organisations of a commune end in its fourth, commune after commune, until so many have ended. The change, and
/// how many heirs it has.
fn merger(db: &Db, most: usize) -> Result<(Change, usize)> {
    let organisations = db.read_now(|tx| {
        tx.list(
            "SELECT id, parent_id FROM unit WHERE kind = 'grassroots_organisation' ORDER BY parent_id, id",
            params![],
            |row| Ok((row.get::<UnitId>(0)?, row.get::<UnitId>(1)?)),
        )
    })?;
    let mut steps = Vec::new();
    let mut heirs = 0;
    for of_commune in organisations.chunk_by(|a, b| a.1 == b.1) {
        for group in of_commune.chunks(4).filter(|group| group.len() > 1) {
            let Some(((heir, _), ended)) = group.split_first() else { continue };
            if steps.len() + ended.len() > most {
                break;
            }
            steps.extend(ended.iter().map(|(unit, _)| Step::End { unit: *unit, heirs: vec![Place::Unit(*heir)] }));
            heirs += 1;
        }
    }
    let (root, id) = db.write_now(|tx| {
        let root = units::store::list_roots(tx)?.first().map(|unit| unit.id).ok_or(StoreError::NotFound)?;
        Ok::<_, StoreError>((root, tx.new_id()))
    })?;
    let change = Change {
        id,
        unit: root,
        title: "Sắp xếp tổ chức cơ sở đảng".into(),
        on: ON.parse()?,
        decision: "Quyết định 1".into(),
        state: ChangeState::Planned,
        steps,
        version: 1,
    };
    Ok((change, heirs))
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_small_merger_passes_the_rows_of_every_feature() {
        super::measure("SQLite", None, 1_000).unwrap();
        if let Ok(server) = std::env::var("THONGSUOT_TEST_POSTGRES") {
            let address = crate::databases::fresh(&server, "bench_tree").unwrap();
            super::measure("PostgreSQL", Some(&address), 1_000).unwrap();
            crate::databases::remove(&server, "bench_tree").unwrap();
        }
    }
}
