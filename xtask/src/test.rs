//! `cargo x test`: everything that can be proved on one machine, in the order in which a failure is cheapest to find.

use std::process::Command;

use anyhow::{Result, bail};

use crate::cluster::Cluster;
use crate::{assets, packages, project, run};

/// The journeys walked on PostgreSQL too, by the beginnings of their names: where rows are many and the tree changes.
const ON_POSTGRES_TOO: &[&str] = &["contests::province", "tree::"];

/// Runs every test; the last lines printed are those in which the runners sum up.
///
/// # Errors
/// When a test fails; where `CI=true`, also when PostgreSQL or the browser is missing.
pub fn test(filter: Option<&str>, package: Option<&str>) -> Result<()> {
    let lacking = packages::install(&[
        packages::FRONT_END,
        packages::POSTGRES,
        packages::BALANCER,
        packages::BROWSER,
        packages::PAPER,
    ])?;
    if let Some(line) = &lacking {
        if project::is_ci() {
            bail!("packages are missing, and nothing is skipped where CI=true. Run: {line}");
        }
        eprintln!("Some tests will be skipped; to run them too: {line}");
    }
    assets::build()?;
    let cluster = if packages::all_there(packages::POSTGRES) { Some(Cluster::start()?) } else { None };
    let address = cluster.as_ref().map(Cluster::address);
    let mut closing = Vec::new();
    let mut failed = Vec::new();
    for stage in stages(filter, package, address.as_deref())? {
        let mut command = stage.command;
        if let Some(address) = &address {
            command.env("THONGSUOT_TEST_POSTGRES", address);
        }
        let (status, lines) = run::watched(&mut command, sums_up)?;
        closing.extend(lines.into_iter().map(|line| format!("{}: {}", stage.name, line.trim())));
        if !status.success() {
            failed.push(stage.name);
            // the rest would only repeat what does not build
            if stage.is_needed_by_others {
                break;
            }
        }
    }
    drop(cluster);
    println!();
    for line in closing {
        println!("{line}");
    }
    if failed.is_empty() {
        return Ok(());
    }
    bail!("failed: {}", failed.join(", "))
}

struct Stage {
    name: &'static str,
    command: Command,
    is_needed_by_others: bool,
}

fn stages(filter: Option<&str>, package: Option<&str>, postgres: Option<&str>) -> Result<Vec<Stage>> {
    let stage = |name, command| Stage { name, command, is_needed_by_others: false };
    if let Some(package) = package {
        return Ok(vec![stage("package", crate_tests(filter, &["--package", package]))]);
    }
    let everything = crate_tests(filter, &["--workspace", "--exclude", "browser-tests"]);
    let mut stages = vec![Stage { name: "workspace", command: everything, is_needed_by_others: filter.is_none() }];
    if filter.is_none() {
        stages.push(stage("examples", examples()));
    }
    stages.push(Stage { name: "server", command: build_server(), is_needed_by_others: true });
    if let Some(shared) = project::shared().filter(|_| filter.is_none() && packages::find("python3").is_some()) {
        stages.push(stage("corpus", corpus(&shared)));
    }
    if packages::all_there(packages::BROWSER) {
        stages.push(stage("browser", browser(filter)));
        if let Some(server) = postgres.filter(|_| filter.is_none()) {
            let mut command = browser(None);
            command.args(ON_POSTGRES_TOO).env("THONGSUOT_BROWSER_POSTGRES", server);
            command.env("THONGSUOT_SCREENSHOTS", project::target().join("screenshots-postgres"));
            stages.push(stage("browser on PostgreSQL", command));
        }
    }
    Ok(stages)
}

fn crate_tests(filter: Option<&str>, which: &[&str]) -> Command {
    let mut command = if run::output(&mut run::cargo(&["nextest", "--version"])).is_some() {
        run::cargo(&["nextest", "run", "--no-fail-fast", "--no-tests=pass"])
    } else {
        run::cargo(&["test", "--no-fail-fast", "--lib", "--bins", "--tests"])
    };
    command.args(which).args(filter);
    command
}

// the examples in the documentation of the libraries
fn examples() -> Command {
    run::cargo(&["test", "--doc", "--no-fail-fast", "--workspace", "--exclude", "browser-tests"])
}

/// Builds the server the browser tests start, out of the same packages as the tests: another choice would give shared
/// libraries other features and build them anew.
pub fn build_server() -> Command {
    run::cargo(&["build", "--workspace", "--exclude", "browser-tests", "--bin", "thongsuot"])
}

/// Prints `docs/life-cycle.md` from the rules.
pub fn life_cycles() -> Command {
    let mut command = crate_tests(Some("life_cycle"), &["--workspace", "--exclude", "browser-tests"]);
    command.env("THONGSUOT_PRINT_DOCS", "1");
    command
}

/// The browser tests, one after the other: they share the machine's processors with a browser.
pub fn browser(filter: Option<&str>) -> Command {
    let mut command = run::cargo(&["test", "--package", "browser-tests", "--no-fail-fast", "--"]);
    command.args(filter).arg("--test-threads=1");
    command
        .env("THONGSUOT_BIN", project::server("debug"))
        .env("THONGSUOT_SCREENSHOTS", project::target().join("screenshots"));
    command
}

// the parser on the labelled documents, judged by the corpus' own scorer
fn corpus(shared: &std::path::Path) -> Command {
    let predictions = project::target().join("corpus.jsonl");
    let script = "\"$1\" parse \"$2\"/corpus/docs/*.txt > \"$3\" && python3 \"$2\"/corpus/score.py parse \"$3\"";
    let mut command = Command::new("sh");
    command.args(["-c", script, "corpus"]).arg(project::server("debug")).arg(shared).arg(predictions);
    command
}

// the lines in which nextest, libtest and the corpus scorer sum up
fn sums_up(line: &str) -> bool {
    let line = line.trim_start();
    let of_tests =
        line.starts_with("Summary [") || line.starts_with("test result:") && !line.contains(" 0 passed; 0 failed");
    of_tests || line.starts_with("documents ") || line.starts_with("field accuracy")
}
