//! PostgreSQL's own tools, which know best how to copy its databases: `pg_dump` and `pg_restore` of the same major
//! version as the server, from Debian's package `postgresql-client`.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, bail};

/// Dumps the database into a file in the custom form.
pub(super) fn dump(url: &str, into: &Path) -> anyhow::Result<()> {
    let mut command = Command::new("pg_dump");
    command.arg("--format=custom").arg("--no-owner").arg("--file").arg(into).arg(url);
    run("pg_dump", command)
}

/// Fills an empty database from a dump, in one transaction.
pub(super) fn restore(url: &str, from: &Path) -> anyhow::Result<()> {
    let mut command = Command::new("pg_restore");
    command.args(["--no-owner", "--single-transaction", "--exit-on-error", "--dbname"]).arg(url).arg(from);
    run("pg_restore", command)
}

/// Reads the table of contents of a dump: it is a dump.
pub(super) fn list(dump: &Path) -> anyhow::Result<()> {
    let mut command = Command::new("pg_restore");
    command.arg("--list").arg(dump).stdout(std::process::Stdio::null());
    run("pg_restore", command)
}

fn run(name: &str, mut command: Command) -> anyhow::Result<()> {
    let status = command
        .status()
        .with_context(|| format!("không chạy được {name}: cài gói postgresql-client / install postgresql-client"))?;
    if !status.success() {
        bail!("{name} báo lỗi ({status}) / {name} failed");
    }
    Ok(())
}
