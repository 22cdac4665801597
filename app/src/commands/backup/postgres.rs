//! PostgreSQL's own tools, which know best how to copy its databases: `pg_dump` and `pg_restore` of the same major
//! version as the server, from Debian's package `postgresql-client`.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, bail};

/// Dumps the tables of a schema into a file in the custom form: other provinces may lie in the same database.
pub(super) fn dump(url: &str, schema: &str, into: &Path) -> anyhow::Result<()> {
    let mut command = Command::new("pg_dump");
    command.arg("--format=custom").arg("--no-owner").arg("--schema").arg(schema).arg("--file").arg(into).arg(url);
    run("pg_dump", command)
}

/// Fills an empty schema from a dump of one of the same name, or an empty database from a dump that names none, in one
/// transaction.
pub(super) fn restore(url: &str, schema: &str, from: &Path) -> anyhow::Result<()> {
    let mut command = Command::new("pg_restore");
    if !schema.is_empty() {
        command.arg("--schema").arg(schema);
    }
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
