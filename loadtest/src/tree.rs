//! `bench tree`: a fifth of the grassroots organisations merge, three into one, in one change; then pages of children with
//! totals today, on the day before in the tree of then, and on that day in the tree of now. Beside it, as the reference, the
//! same pages before any change.

use std::time::Instant as Moment;

use anyhow::{Result, ensure};
use figures::store::{At, Tree};
use kernel::UnitId;
use platform::db::{Db, StoreError};
use platform::params;
use units::domain::change::{Change, ChangeState, Place, Step};

use crate::databases;
use crate::measure::{Times, memory};
use crate::roll_up::{FIGURES, SUBJECT, load, opened, size_of};

const PAGES: usize = 1_000;
const ON: &str = "2026-11-22";
const BEFORE: &str = "2026-11-21";
/// Units merged in the country, into a third as many.
const MERGED: usize = 10_000;

/// Runs the benchmark and prints its table.
///
/// # Errors
/// When the database fails, or what was counted before and after does not agree.
pub fn run() -> Result<()> {
    println!("tree: a merger, and pages of children with 3 totals each before and after it ; p99 in ms");
    println!(
        "{:>10} {:>9} {:>9} {:>7} {:>7} {:>9} {:>10} {:>9} {:>12} {:>11} {:>6}",
        "engine",
        "cells",
        "units",
        "ended",
        "heirs",
        "merger s",
        "unchanged",
        "today",
        "as it was",
        "as it is now",
        "MiB"
    );
    for (engine, server) in databases::engines() {
        for cells in [2_500, 25_000, 250_000] {
            let address = server.as_deref().map(|server| databases::fresh(server, "tree")).transpose()?;
            measure(engine, address.as_deref(), cells)?;
        }
        server.as_deref().map_or(Ok(()), |server| databases::remove(server, "tree"))?;
    }
    println!("wanted: the merger of 10,000 units under 30 s, every page under 50 ms");
    Ok(())
}

fn measure(engine: &str, address: Option<&str>, cells: usize) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let db = opened(folder.path(), address)?;
    let ids = load(&db, size_of(cells))?;
    // as an import ends, and as the job behind the ledger does every moment
    db.learn_sizes()?;
    figures::jobs::drain_all(&db)?;
    let unchanged = pages(&db, &ids, BEFORE, Tree::AsWas)?;
    let total = value(&db, ids[0], BEFORE, Tree::AsWas)?;
    let (change, ended, heirs) = merger(&db, MERGED * cells / 250_000)?;
    let began = Moment::now();
    let features = vec![units::plug(), figures::plug()];
    db.write_now(move |tx| {
        units::store::insert_change(tx, &change)?;
        units::store::carry_out(tx, &change, &features)
    })?;
    let merged = began.elapsed().as_secs_f64();
    for (as_of, tree) in [(ON, Tree::AsWas), (BEFORE, Tree::AsWas), (BEFORE, Tree::AsNow)] {
        let after = value(&db, ids[0], as_of, tree)?;
        ensure!(after == total, "{after} people {as_of} {tree:?}, {total} before the merger");
    }
    let today = pages(&db, &ids, ON, Tree::AsWas)?;
    let then = pages(&db, &ids, BEFORE, Tree::AsWas)?;
    let now = pages(&db, &ids, BEFORE, Tree::AsNow)?;
    println!(
        "{engine:>10} {cells:>9} {:>9} {ended:>7} {heirs:>7} {merged:>9.1} {unchanged:>10.2} {today:>9.2} {then:>12.2} {now:>11.2} {:>6.0}",
        size_of(cells).units(),
        memory(std::process::id()).1
    );
    Ok(())
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

/// Three of the organisations of a commune end in its fourth, commune after commune, until so many have ended.
fn merger(db: &Db, most: usize) -> Result<(Change, usize, usize)> {
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
    let ended = steps.len();
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
    Ok((change, ended, heirs))
}
