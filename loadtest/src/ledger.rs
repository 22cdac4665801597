//! `bench ledger`: up to 20 million rows of attendance counted in the ledger on the national tree: a page of children with
//! totals at any date, and the whole ledger recomputed from its rows, beside the same page summed from the rows.

use std::time::Instant as Moment;

use anyhow::{Result, ensure};
use conferences::domain::Form;
use conferences::domain::attendance::{ABSENT_WITH_REASON, ATTENDED, SUMMONED};
use conferences::store::{NewConference, NewPoint};
use demo_province::{TreeNode, TreeSize, tree};
use kernel::{ConferenceId, Day, Delta, UnitId};
use platform::App;
use platform::db::{StoreError, Tx};
use platform::params;
use thongsuot::installation::{Place, open};
use units::domain::NewUnit;

use crate::databases;
use crate::measure::{Times, memory};
use crate::roll_up::size_of;

/// Attendance is counted for so many conferences.
const CONFERENCES: usize = 10;
/// Delegates of a cell at each conference; one of them is absent with a reason.
const OF_A_CELL: i64 = 8;
const FIGURES: [&str; 3] = [SUMMONED, ATTENDED, ABSENT_WITH_REASON];
const PAGES: usize = 2_000;
/// Days over which the conferences are spread, one each.
const FIRST_DAY: &str = "2026-03-02";

/// Runs the benchmark on both engines.
///
/// # Errors
/// When the database fails or the ledger is not true.
pub fn run() -> Result<()> {
    println!("ledger: attendance of {CONFERENCES} conferences, a page of children with 3 totals at a random day");
    println!(
        "{:>10} {:>9} {:>11} {:>8} {:>8} {:>8} {:>11} {:>9} {:>12} {:>8}",
        "engine", "units", "rows", "load s", "p50 ms", "p99 ms", "from rows", "sums", "recompute s", "MiB"
    );
    for (engine, server) in databases::engines() {
        for cells in [2_500, 25_000, 250_000] {
            let folder = tempfile::tempdir()?;
            let database = server.as_deref().map(|server| databases::fresh(server, "ledger")).transpose()?;
            measure(engine, &open(&Place::at(folder.path(), database.as_deref(), None)?)?, cells)?;
        }
        server.as_deref().map_or(Ok(()), |server| databases::remove(server, "ledger"))?;
    }
    Ok(())
}

fn measure(engine: &str, app: &App, cells: usize) -> Result<()> {
    let began = Moment::now();
    let tree = found(app, size_of(cells))?;
    app.db.learn_sizes()?;
    let first: Day = FIRST_DAY.parse()?;
    let mut conferences = Vec::new();
    for number in 0..i64::try_from(CONFERENCES)? {
        conferences.push(hold(app, &tree, first.plus(number * 21))?);
    }
    figures::jobs::drain_all(&app.db)?;
    // as PostgreSQL would by itself a minute later
    app.db.learn_sizes()?;
    let loaded = began.elapsed().as_secs_f64();
    eprintln!("{engine}: {} units loaded in {loaded:.0} s", tree.units);
    let mut times = pages(app, &tree, &conferences, first)?;
    let from_rows = page_from_rows(app, &tree, conferences[0])?;
    let ledger = times.percentile(0.5);
    let began = Moment::now();
    let found = figures::jobs::recompute(app, app.clock.today(), |_, _| Ok(true))?;
    let recomputed = began.elapsed().as_secs_f64();
    ensure!(found.differences.is_empty(), "the ledger differs: {:?}", found.differences.first());
    let rows = OF_A_CELL * i64::try_from(tree.cells.len() * CONFERENCES)?;
    println!(
        "{engine:>10} {:>9} {rows:>11} {loaded:>8.0} {ledger:>8.2} {:>8.2} {:>10.0}x {:>9} {recomputed:>12.1} {:>8.0}",
        tree.units,
        times.percentile(0.99),
        from_rows / ledger,
        found.units,
        memory(std::process::id()).1
    );
    Ok(())
}

struct Tree {
    root: UnitId,
    units: usize,
    /// Those with units below.
    parents: Vec<UnitId>,
    cells: Vec<UnitId>,
}

fn found(app: &App, size: TreeSize) -> Result<Tree> {
    let nodes: Vec<TreeNode> = tree(size).collect();
    let mut ids: Vec<UnitId> = Vec::with_capacity(nodes.len());
    for chunk in nodes.chunks(5_000) {
        let (batch, known) = (chunk.to_vec(), ids.clone());
        let made = app.db.write_now(move |tx| {
            let mut all = known;
            for node in batch {
                let new = NewUnit {
                    code: node.code,
                    kind: node.kind.parse().map_err(|_| StoreError::NotFound)?,
                    name: node.name,
                    short_name: String::new(),
                    parent: node.parent_number.map(|number| all[number]),
                    founded_on: None,
                };
                all.push(units::store::insert_silently(tx, &new)?);
            }
            Ok::<_, StoreError>(all)
        })?;
        ids = made;
    }
    let is_cell = |node: &TreeNode| node.members > 0 || node.kind == "cell";
    let of = |wanted: bool| nodes.iter().filter(|node| is_cell(node) == wanted).map(|node| ids[node.number]).collect();
    Ok(Tree { root: ids[0], units: ids.len(), parents: of(false), cells: of(true) })
}

/// A conference of the whole country at one point, its delegates, and what the ledger counts of them.
fn hold(app: &App, tree: &Tree, day: Day) -> Result<ConferenceId> {
    let root = tree.root;
    let id = app.db.write_now(move |tx| {
        let starts_at = kernel::Instant::at(day, 8, 0);
        let new = NewConference {
            rollout: None,
            unit: root,
            title: format!("Hội nghị ngày {}", day.shown()),
            form: Form::Mixed,
            place: String::new(),
            starts_at,
            ends_at: starts_at.plus_seconds(4 * 3600),
            make_up_of: None,
            head_count_due_on: None,
        };
        let id = conferences::store::insert(tx, &new)?;
        let conference = conferences::store::find(tx, id)?;
        let point = NewPoint { parent: None, unit: root, name: "Điểm cầu".into(), place: String::new() };
        conferences::store::insert_point(tx, &conference, &point)?;
        Ok::<_, StoreError>(id)
    })?;
    for chunk in tree.cells.chunks(5_000) {
        let cells = chunk.to_vec();
        app.db.write_now(move |tx| {
            for cell in cells {
                for (figure, n) in FIGURES.into_iter().zip([OF_A_CELL, OF_A_CELL - 1, 1]) {
                    tx.post(Delta { subject: id.to_string(), figure, unit: cell, day, n });
                }
            }
            Ok::<_, StoreError>(())
        })?;
    }
    app.db.write_now(move |tx| attend(tx, id, day))?;
    Ok(id)
}

/// The rows themselves, written by the database: the delegates of each cell, the last of them absent.
fn attend(tx: &mut Tx<'_>, id: ConferenceId, day: Day) -> Result<(), StoreError> {
    let point = conferences::store::main_point(tx, id)?.ok_or(StoreError::NotFound)?.id;
    tx.run(
        "WITH RECURSIVE n(i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < $4)
         INSERT INTO delegate (id, conference_id, point_id, person_id, unit_id, name, folded, sort_key, post, kind,
             invitation, summoned_on, outcome, outcome_on, reason, makes_up_for, made_up_in, made_up_on, wrong_tries,
             wrong_since)
         SELECT $1 || u.code || '/' || n.i, $1, $2, NULL, u.id, u.code, u.code, u.code, '', 'member',
             $1 || u.code || '/' || n.i, $3, CASE WHEN n.i < $4 THEN 'present' ELSE 'absent_with_reason' END, $3, '',
             NULL, NULL, NULL, 0, 0
         FROM unit u CROSS JOIN n
         WHERE u.kind = 'cell' OR NOT EXISTS (SELECT 1 FROM unit c WHERE c.parent_id = u.id)",
        params![id, point, day, OF_A_CELL],
    )?;
    Ok(())
}

fn pages(app: &App, tree: &Tree, conferences: &[ConferenceId], first: Day) -> Result<Times> {
    let mut times = Times::default();
    for index in 0..PAGES {
        let unit = tree.parents[(index * 7_919) % tree.parents.len()];
        let subject = conferences[index % conferences.len()].to_string();
        let as_of = first.plus(i64::try_from((index * 37) % 270)?);
        let began = Moment::now();
        let children = app.db.read_now(|tx| figures::store::of_children(tx, &subject, &FIGURES, unit, as_of))?;
        times.take(began.elapsed());
        std::hint::black_box(children);
    }
    Ok(times)
}

/// The page of the whole country summed from the rows, in milliseconds.
fn page_from_rows(app: &App, tree: &Tree, conference: ConferenceId) -> Result<f64> {
    let began = Moment::now();
    let rows = app.db.read_now(|tx| {
        tx.list(
            "SELECT c.id, d.outcome, COUNT(*) FROM unit c JOIN unit_ancestor a ON a.ancestor_id = c.id
             JOIN delegate d ON d.unit_id = a.unit_id AND d.conference_id = $2
             WHERE c.parent_id = $1 GROUP BY c.id, d.outcome",
            params![tree.root, conference],
            |row| row.get::<i64>(2),
        )
    })?;
    std::hint::black_box(rows);
    Ok(began.elapsed().as_secs_f64() * 1000.0)
}
