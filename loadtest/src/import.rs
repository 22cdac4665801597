//! `bench import`: 480,000 people through `thongsuot import people`, from CSV and from an Excel workbook, beside reading
//! the same file without keeping anything; then 54,000, 540,000 and 5.4 million from CSV into either engine.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use demo_province::{Province, SEED};
use platform::db::StoreError;
use thongsuot::installation::{Place, open};
use units::domain::NewUnit;

use crate::databases;
use crate::measure::memory;

const PEOPLE: usize = 480_000;
/// As many members as the whole Party has, and what a tenth and a hundredth of them take.
const GROWING: [usize; 3] = [54_000, 540_000, 5_400_000];

/// Runs the benchmark and prints its figures.
///
/// # Errors
/// When the import fails or loses a row.
pub fn run() -> Result<()> {
    println!("import: {PEOPLE} people into SQLite");
    let files = tempfile::tempdir()?;
    let csv = files.path().join("people.csv");
    demo_province::people_csv(PEOPLE, std::io::BufWriter::new(std::fs::File::create(&csv)?))?;
    let xlsx = files.path().join("people.xlsx");
    write_workbook(&xlsx)?;
    for (name, file) in [("CSV", &csv), ("Excel", &xlsx)] {
        let began = Instant::now();
        let rows = read_only(file)?;
        let reading = began.elapsed().as_secs_f64();
        ensure!(rows == PEOPLE, "{rows} rows read");
        let (seconds, peak) = import(file, PEOPLE, None)?;
        println!(
            "  {name:<6} {seconds:>6.1} s  peak memory {peak:>4.0} MiB  reading alone {reading:>5.1} s, so {:.1} times that",
            seconds / reading
        );
    }
    println!("{:>10} {:>9} {:>9} {:>9} {:>14}", "engine", "people", "seconds", "a second", "peak MiB");
    for people in GROWING {
        demo_province::people_csv(people, std::io::BufWriter::new(std::fs::File::create(&csv)?))?;
        for (engine, server) in databases::engines() {
            let address = server.as_deref().map(|server| databases::fresh(server, "import")).transpose()?;
            let (seconds, peak) = import(&csv, people, address.as_deref())?;
            #[allow(clippy::cast_precision_loss)]
            let rate = people as f64 / seconds;
            println!("{engine:>10} {people:>9} {seconds:>9.1} {rate:>9.0} {peak:>14.0}");
            server.as_deref().map_or(Ok(()), |server| databases::remove(server, "import"))?;
        }
    }
    Ok(())
}

fn write_workbook(path: &Path) -> Result<()> {
    let headings: Vec<sheets::Heading> =
        demo_province::PEOPLE_COLUMNS.iter().map(|title| sheets::Heading::new(*title, 20.0)).collect();
    let rows = demo_province::people(demo_province::home_codes(SEED))
        .take(PEOPLE)
        .map(|person| person.row().iter().map(|cell| sheets::Value::from(cell.to_string())).collect());
    std::fs::write(path, sheets::write_xlsx("people", &headings, rows)?)?;
    Ok(())
}

fn read_only(path: &Path) -> Result<usize> {
    let mut reader = sheets::Reader::from_path(&path.to_string_lossy(), path, people::import::COLUMNS)?;
    let mut rows = 0;
    for row in reader.rows()? {
        std::hint::black_box(row?);
        rows += 1;
    }
    Ok(rows)
}

fn import(file: &Path, people: usize, address: Option<&str>) -> Result<(f64, f64)> {
    let folder = tempfile::tempdir()?;
    found_units(folder.path(), address)?;
    let program = std::env::var("THONGSUOT_BIN").context("THONGSUOT_BIN names no program: run `cargo x bench`")?;
    let began = Instant::now();
    let mut child = Command::new(program)
        .args(["import", "people"])
        .arg(file)
        .arg("--data")
        .arg(folder.path())
        .args(address.map(|address| ["--database", address]).into_iter().flatten())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let mut peak: f64 = 0.0;
    let status = loop {
        peak = peak.max(memory(child.id()).1);
        if let Some(status) = child.try_wait()? {
            break status;
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    let seconds = began.elapsed().as_secs_f64();
    ensure!(status.success(), "the import ended with {status}");
    let app = open(&Place::at(folder.path(), address, None)?)?;
    let kept = app.db.read_now(|tx| tx.scalar::<i64>("SELECT COUNT(*) FROM person", &[]))?;
    ensure!(kept == i64::try_from(people)?, "{kept} people were kept of {people}");
    Ok((seconds, peak))
}

fn found_units(folder: &Path, address: Option<&str>) -> Result<()> {
    let app = open(&Place::at(folder, address, None)?)?;
    app.db.write_now(|tx| {
        let mut ids = std::collections::HashMap::new();
        for unit in Province::generate(SEED).units {
            let new = NewUnit {
                code: unit.code.clone(),
                kind: unit.kind.parse().map_err(|_| StoreError::NotFound)?,
                name: unit.name,
                short_name: unit.short_name,
                parent: unit.parent_code.as_ref().and_then(|code| ids.get(code).copied()),
                founded_on: None,
            };
            ids.insert(unit.code, units::store::insert_silently(tx, &new)?);
        }
        Ok::<_, StoreError>(())
    })?;
    Ok(())
}
