//! `bench roll-up`: a page of a unit's children with their totals, on the national tree and on smaller ones, beside the
//! same page summed from the rows over the closure of the tree.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant as Moment;

use anyhow::Result;
use demo_province::{TreeNode, TreeSize, tree};
use kernel::{Delta, FixedClock, Instant, UnitId};
use platform::app::{hooks, migrations};
use platform::db::{Db, Migration, StoreError, Tx};
use platform::params;
use units::domain::NewUnit;

use crate::measure::Times;

pub(crate) const SUBJECT: &str = "01990000-0000-7000-8000-0000000000aa";
pub(crate) const FIGURES: [&str; 3] =
    ["conferences.summoned", "conferences.attended", "conferences.absent_with_reason"];
const PAGES: usize = 2_000;

/// The rows a ledger spares: one per cell and figure.
const RAW: Migration = Migration {
    name: "20990101-raw",
    sql: "CREATE TABLE raw (unit_id TEXT NOT NULL, figure TEXT NOT NULL, n BIGINT NOT NULL);\n
          CREATE INDEX raw_by_unit ON raw (unit_id, figure);\n",
};

/// Runs the benchmark and prints its table.
///
/// # Errors
/// When the database fails.
pub fn run() -> Result<()> {
    println!("roll-up: a page of a unit's children with 3 totals each (SQLite)");
    println!(
        "{:>9} {:>9} {:>9} {:>10} {:>10} {:>14} {:>12}",
        "cells", "units", "load s", "p50 ms", "p99 ms", "root ms", "rows/ledger"
    );
    for cells in [1_000, 10_000, 50_000, 250_000] {
        measure(cells)?;
    }
    println!(
        "root: the page of the whole country; rows/ledger: the same page summed from rows, as a multiple of the ledger's time"
    );
    Ok(())
}

/// A database in this folder with units and figures only, on 22 November 2026.
fn opened(folder: &Path) -> Result<Db> {
    let clock = Arc::new(FixedClock::at(Instant::at("2026-11-22".parse()?, 8, 0)));
    let features = vec![units::plug(), figures::plug()];
    let mut all = migrations(&features);
    all.push(RAW);
    let hooks = hooks(&features, Some(figures::store::post));
    Ok(Db::open_sqlite(&folder.join("bench.db"), &all, hooks, clock)?)
}

/// The national tree, or one with so many cells.
pub(crate) fn size_of(cells: usize) -> TreeSize {
    if cells == 250_000 { demo_province::NATIONAL } else { TreeSize::with_cells(cells) }
}

fn measure(cells: usize) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let db = opened(folder.path())?;
    let size = size_of(cells);
    let began = Moment::now();
    let ids = load(&db, size, keep_raw)?;
    let loaded = began.elapsed().as_secs_f64();
    let root = ids[0];
    let mut times = Times::default();
    for index in 0..PAGES {
        // every unit that has children, spread over the tree
        let unit = ids[(index * 7919) % ids.len()];
        let began = Moment::now();
        page(&db, unit)?;
        times.take(began.elapsed());
    }
    let began = Moment::now();
    page(&db, root)?;
    let ledger = began.elapsed().as_secs_f64() * 1000.0;
    let began = Moment::now();
    page_from_rows(&db, root)?;
    let rows = began.elapsed().as_secs_f64() * 1000.0;
    println!(
        "{cells:>9} {:>9} {loaded:>9.1} {:>10.2} {:>10.2} {ledger:>14.2} {:>12.0}",
        size.units(),
        times.percentile(0.5),
        times.percentile(0.99),
        rows / ledger
    );
    Ok(())
}

fn page(db: &Db, unit: UnitId) -> Result<()> {
    let as_of = "2026-11-22".parse()?;
    let children = db.read_now(|tx| figures::store::of_children(tx, SUBJECT, &FIGURES, unit, as_of))?;
    std::hint::black_box(children);
    Ok(())
}

fn page_from_rows(db: &Db, unit: UnitId) -> Result<()> {
    let rows = db.read_now(|tx| {
        tx.list(
            "SELECT c.id, r.figure, CAST(SUM(r.n) AS BIGINT) FROM unit c JOIN unit_ancestor a ON a.ancestor_id = c.id
             JOIN raw r ON r.unit_id = a.unit_id WHERE c.parent_id = $1 GROUP BY c.id, r.figure",
            params![unit],
            |row| row.get::<i64>(2),
        )
    })?;
    std::hint::black_box(rows);
    Ok(())
}

/// Keeps a row beside the ledger: its unit, its figure, what it counts.
type Keep = fn(&mut Tx<'_>, UnitId, &str, i64) -> Result<(), StoreError>;

fn keep_raw(tx: &mut Tx<'_>, unit: UnitId, figure: &str, n: i64) -> Result<(), StoreError> {
    tx.run("INSERT INTO raw (unit_id, figure, n) VALUES ($1, $2, $3)", params![unit, figure, n])?;
    Ok(())
}

/// Founds the units and posts the figures of every cell; gives the units that have children, the root first.
pub(crate) fn load(db: &Db, size: TreeSize, keep: Keep) -> Result<Vec<UnitId>> {
    let nodes: Vec<TreeNode> = tree(size).collect();
    let mut ids: Arc<Vec<UnitId>> = Arc::default();
    for chunk in nodes.chunks(5_000) {
        let (batch, known) = (chunk.to_vec(), Arc::clone(&ids));
        let made = db.write_now(move |tx| {
            let mut all = known.as_ref().clone();
            for node in batch {
                let id = found(tx, &node, &all, keep)?;
                all.push(id);
            }
            Ok::<_, StoreError>(all)
        })?;
        ids = Arc::new(made);
    }
    let has_children = nodes.iter().filter(|node| node.members == 0 && node.kind != "cell");
    Ok(has_children.map(|node| ids[node.number]).collect())
}

fn found(tx: &mut Tx<'_>, node: &TreeNode, known: &[UnitId], keep: Keep) -> Result<UnitId, StoreError> {
    let new = NewUnit {
        code: node.code.clone(),
        kind: node.kind.parse().map_err(|_| StoreError::NotFound)?,
        name: node.name.clone(),
        short_name: String::new(),
        parent: node.parent_number.map(|number| known[number]),
        founded_on: None,
    };
    let id = units::store::insert_silently(tx, &new)?;
    let members = i64::try_from(node.members).unwrap_or(0);
    if members > 0 {
        let day = "2026-11-20".parse().map_err(|_| StoreError::NotFound)?;
        for (figure, n) in FIGURES.into_iter().zip([members, members * 95 / 100, members * 4 / 100]) {
            keep(tx, id, figure, n)?;
            tx.post(Delta { subject: SUBJECT.into(), figure, unit: id, day, n });
        }
    }
    Ok(id)
}
